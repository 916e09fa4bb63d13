//! The contracts of `examples/real`: what published SLAs say, with their defects, which are found, and with worked examples, which hold.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use slac::cli::DiskWorld;
use slac::diagnostics::Severity;
use slac::driver::{self, Compilation};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The defects that the sources have, by the rule that finds each. Every one has a repaired twin beside it.
const DEFECTS: &[(&str, &[&str])] = &[
    ("azure-cosmosdb", &["bracket-gap", "bracket-overlap"]),
    ("azure-vm", &["bracket-overlap"]),
    ("lannezval-fr", &["bracket-gap", "bracket-overlap", "missing-combination", "pays-while-met"]),
    ("linear-step-saas", &["bracket-gap"]),
    ("ovh-public-cloud", &["two-caps"]),
    ("ovh-us-kms", &["claim-without-effect"]),
    ("powerhouse-msp", &["bracket-gap"]),
    ("syskit", &["bracket-overlap"]),
    ("toucan-toco-fr", &["bracket-gap"]),
    ("windstream-allstream-veracity/allstream", &["missing-value"]),
    ("windstream-allstream-veracity/unnamed_delivery", &["bracket-gap"]),
    ("windstream-allstream-veracity/windstream", &["missing-combination"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/real")
}

/// The files below a folder, by their path within `examples/real`, without the ending.
fn files(folder: &Path, found: &mut BTreeMap<String, PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "slac") {
            let name = path.strip_prefix(root()).unwrap().with_extension("");
            found.insert(name.to_string_lossy().replace('\\', "/"), path);
        }
    }
}

/// Every file, compiled.
fn compiled() -> BTreeMap<String, Compilation> {
    let mut found = BTreeMap::new();
    files(&root(), &mut found);
    let all: Vec<(String, PathBuf)> = found.into_iter().collect();
    let (first, second) = all.split_at(all.len() / 2);
    let compile = |part: &[(String, PathBuf)]| -> Vec<(String, Compilation)> {
        let world = DiskWorld::new(&root()).unwrap();
        part.iter().map(|(name, path)| (name.clone(), driver::compile(&world, path).unwrap())).collect()
    };
    std::thread::scope(|threads| {
        let first = threads.spawn(|| compile(first));
        let second = compile(second);
        first.join().unwrap().into_iter().chain(second).collect()
    })
}

/// The rules that find an error.
fn errors(compilation: &Compilation) -> BTreeSet<&'static str> {
    let found = compilation.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    found.map(|finding| finding.rule.name).collect()
}

#[test]
fn what_real_contracts_say_is_read_and_what_is_wrong_with_them_is_found() {
    let all = compiled();
    let defects: BTreeMap<&str, BTreeSet<&str>> =
        DEFECTS.iter().map(|(name, rules)| (*name, rules.iter().copied().collect())).collect();
    let mut said = String::new();
    let mut sources = BTreeSet::new();
    let mut expectations = 0;
    for (name, compilation) in &all {
        let due = defects.get(name.as_str()).cloned().unwrap_or_default();
        assert_eq!(errors(compilation), due, "{name}");
        if name.ends_with(".example") {
            assert!(compilation.findings.is_empty(), "{name}: {:#?}", compilation.findings);
        }
        let sourced = name.split('/').next().unwrap().trim_end_matches(".example").trim_end_matches(".repaired");
        sources.insert(sourced.split('.').next().unwrap().to_owned());
        for outcome in &compilation.examples {
            for checked in &outcome.checked {
                assert!(
                    checked.passed,
                    "{name}, {}: {:?} gave {:?}",
                    outcome.scenario, checked.expected.what, checked.got
                );
                expectations += 1;
            }
        }
        let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &compilation.findings {
            *warnings.entry(finding.rule.name).or_default() += 1;
        }
        let counted: Vec<String> = warnings.iter().map(|(rule, number)| format!("{rule} {number}")).collect();
        if !counted.is_empty() {
            writeln!(said, "{name}: {}", counted.join(", ")).unwrap();
        }
    }
    for (name, _) in DEFECTS {
        let twin = all.get(&format!("{name}.repaired")).unwrap_or_else(|| panic!("{name} has no repaired twin"));
        assert!(errors(twin).is_empty(), "{name}: {:?}", errors(twin));
    }
    assert!(sources.len() >= 40, "{} sources", sources.len());
    assert!(expectations >= 500, "{expectations} expectations");
    insta::assert_snapshot!("real__findings", said);
}

#[test]
fn every_example_has_a_worked_month_or_case() {
    let mut found = BTreeMap::new();
    files(&root(), &mut found);
    let examples: Vec<_> = found.iter().filter(|(name, _)| name.ends_with(".example")).collect();
    assert!(examples.len() >= 50, "{}", examples.len());
    for (name, path) in examples {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("\nscenario "), "{name} has no scenario");
        assert!(text.starts_with("//"), "{name} does not say what its values are");
    }
}
