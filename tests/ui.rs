//! Every `tests/ui/<family>/*.slac`, completed as an example of a page is, with what slac says of it.
//!
//! A snapshot holds the source and then the output, so that it can be read alone. In a file whose name begins with `near_`
//! nothing is found. Every rule that judges a contract that could be read has a file of its name, in which it speaks, and
//! beside it such a near miss, which differs from it in a word or two: there the rule ends.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod prelude;

use slac::diagnostics::Rule;
use slac::driver::{self, Compilation};
use slac::render::{Format, Options, render};
use slac::resolved::loader::NoFiles;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How many words a near miss may have in the place of how many.
const MOST_WORDS: usize = 4;

fn compile(path: &Path) -> Compilation {
    let source = std::fs::read_to_string(path).unwrap_or_else(|_| panic!("there is no {}", path.display()));
    driver::compile_text("case.slac", &prelude::complete(&source, &["docs/rules/prelude.slac"]), &NoFiles)
}

fn said(compiled: &Compilation) -> String {
    let options = Options { color: false, width: 90, ..Options::default() };
    let output = render(Format::Human, &compiled.findings, &compiled.sources, &options);
    output.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn is_near(path: &Path) -> bool {
    path.file_name().unwrap().to_string_lossy().starts_with("near_")
}

#[test]
fn what_slac_says_is_what_was_reviewed() {
    insta::glob!("ui/*/*.slac", |path| {
        if is_near(path) {
            return;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let mut shown = format!("SOURCE\n\n{}\nOUTPUT\n\n", source.trim_end());
        write!(shown, "{}", said(&compile(path))).unwrap();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("ui", shown);
        });
    });
}

#[test]
fn nothing_is_found_in_a_near_miss() {
    let mut wrong = Vec::new();
    for folder in std::fs::read_dir(ui()).unwrap().flatten() {
        for file in std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.path()) {
            let output = if is_near(&file) { said(&compile(&file)) } else { String::new() };
            if !output.is_empty() {
                wrong.push(format!("{}\n{output}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A rule that is silent on the near miss is silent for want of one word and not of many.
#[test]
fn every_rule_has_a_file_in_which_it_speaks_and_a_near_miss_beside_it() {
    let mut wrong = Vec::new();
    for rule in slac::check::rules() {
        let (fires, near) = files(rule);
        for file in [&fires, &near] {
            if !file.exists() {
                wrong.push(format!("`{}` has no {}", rule.name, file.display()));
            }
        }
        if !(fires.exists() && near.exists()) {
            continue;
        }
        let compiled = compile(&fires);
        if !compiled.findings.iter().any(|finding| finding.rule == rule) {
            wrong.push(format!("{}: `{}` finds nothing\n{}", fires.display(), rule.name, said(&compiled)));
        }
        let texts = [&fires, &near].map(|path| std::fs::read_to_string(path).unwrap());
        if let Err((old, new)) = differ_little(&texts) {
            wrong.push(format!("{} is too far away: {old} words became {new}", near.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn ui() -> PathBuf {
    prelude::root().join("tests/ui")
}

/// The file in which a rule speaks, and its near miss.
fn files(rule: &Rule) -> (PathBuf, PathBuf) {
    let folder = ui().join(rule.family.name().replace('-', "_"));
    let name = rule.name.replace('-', "_");
    (folder.join(format!("{name}.slac")), folder.join(format!("near_{name}.slac")))
}

/// Whether two texts are the same but for a few words in one place, and how many those are.
fn differ_little([old, new]: &[String; 2]) -> Result<(), (usize, usize)> {
    let [old, new]: [Vec<&str>; 2] = [old, new].map(|text| text.split_whitespace().collect());
    let front = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(front..).unwrap(), new.get(front..).unwrap());
    let back = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.len() - back, new.len() - back);
    if old <= MOST_WORDS && new <= MOST_WORDS && old + new > 0 { Ok(()) } else { Err((old, new)) }
}
