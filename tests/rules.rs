//! Every rule has a page; the example of the page is what the rule finds, and its repair is clean.
//!
//! A page is `docs/rules/<rule>.md`. Its examples are fragments: declarations of `docs/rules/prelude.slac` that they
//! do not make anew are added to them. `SLAC_UPDATE_PAGES=1 cargo test --test rules` writes what slac says into the pages.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::indexing_slicing)]

mod prelude;

use prelude::{complete, root};
use slac::base::SourceMap;
use slac::diagnostics::{Finding, Rule};
use slac::driver::{self, Compilation};
use slac::render::{Format, Options, render};
use slac::resolved::loader::{LoadError, World};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Files that an example uses, by name.
struct Files(BTreeMap<PathBuf, Vec<u8>>);

impl World for Files {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        self.0.get(&self.canonical(path)?).cloned().ok_or(LoadError::Missing)
    }
    fn canonical(&self, path: &Path) -> Result<PathBuf, LoadError> {
        let parts = path.components().filter(|part| !matches!(part, std::path::Component::CurDir));
        Ok(parts.collect())
    }
}

/// A page taken apart.
struct Page {
    rule: &'static Rule,
    path: PathBuf,
    text: String,
}

/// A fenced block: the words after the fence, and the text.
struct Block {
    info: String,
    text: String,
}

impl Page {
    fn section(&self, heading: &str) -> &str {
        let start = self
            .text
            .find(&format!("\n## {heading}\n"))
            .unwrap_or_else(|| panic!("{}: no section {heading}", self.rule.name));
        let body = &self.text[start + heading.len() + 5..];
        body.find("\n## ").map_or(body, |end| &body[..end + 1])
    }

    fn blocks(&self, heading: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut lines = self.section(heading).lines();
        while let Some(line) = lines.next() {
            if let Some(info) = line.strip_prefix("```") {
                let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                blocks.push(Block { info: info.to_owned(), text: text.join("\n") + "\n" });
            }
        }
        blocks
    }

    /// What the compiler says of the source of a section.
    fn compile(&self, heading: &str) -> Compilation {
        if let (Some(bytes), "Example") = (unprintable(self.rule.name), heading) {
            return driver::compile_bytes("example.slac", bytes, None, &Files(BTreeMap::new()));
        }
        let mut files = BTreeMap::new();
        let mut main = None;
        for block in self.blocks(heading) {
            match block.info.split_once(' ') {
                Some(("slac", name)) => drop(files.insert(PathBuf::from(name), block.text.into_bytes())),
                _ if block.info == "slac" => main = Some(block.text),
                _ => {}
            }
        }
        let main = main.unwrap_or_else(|| panic!("{}: no example", self.rule.name));
        let main = complete(&main, &["docs/rules/prelude.slac"]);
        let entry = PathBuf::from("example.slac");
        files.insert(entry.clone(), main.into_bytes());
        driver::compile(&Files(files), &entry).unwrap()
    }
}

/// Sources that cannot stand on a page: they are too long, or are no text.
fn unprintable(rule: &str) -> Option<Vec<u8>> {
    match rule {
        "not-utf8" => Some(b"provider nord \"Nord \xe9\"\n".to_vec()),
        "too-deep" => Some(format!("figure fee {{ is {}1{} }}\n", "(".repeat(5_000), ")".repeat(5_000)).into_bytes()),
        "too-many-findings" => Some("provider ] \"Nord\"\n".repeat(300).into_bytes()),
        _ => None,
    }
}

/// What cannot but follow from a mistake.
fn follows(rule: &str) -> &'static [&'static str] {
    match rule {
        "too-many-findings" => &["syntax-error"],
        _ => &[],
    }
}

/// Every page, with what the compiler says of its example; compiled once for all tests.
fn pages() -> &'static [(Page, Compilation)] {
    static PAGES: LazyLock<Vec<(Page, Compilation)>> = LazyLock::new(|| {
        let compiled = |page: Page| {
            let example = page.compile("Example");
            (page, example)
        };
        read_pages().into_iter().map(compiled).collect()
    });
    &PAGES
}

fn read_pages() -> Vec<Page> {
    let page = |rule: &'static Rule| {
        let path = root().join("docs/rules").join(format!("{}.md", rule.name));
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("`{}` has no page {}", rule.name, path.display()));
        Page { rule, path, text }
    };
    driver::rules().into_iter().map(page).collect()
}

fn said(findings: &[Finding], sources: &SourceMap) -> String {
    render(Format::Human, findings, sources, &Options { color: false, width: 90, ..Options::default() })
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let rules: BTreeSet<String> = driver::rules().iter().map(|rule| rule.name.to_owned()).collect();
    let files = std::fs::read_dir(root().join("docs/rules")).unwrap().flatten().map(|entry| entry.path());
    let pages = files.filter(|path| path.extension().is_some_and(|e| e == "md"));
    let pages: BTreeSet<String> = pages.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(rules, pages);
}

#[test]
fn names_of_rules_are_unique_and_kebab_case() {
    let mut seen = BTreeSet::new();
    for rule in driver::rules() {
        assert!(seen.insert(rule.name), "{} stands twice", rule.name);
        assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit()), "{}", rule.name);
        assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "{}", rule.name);
    }
}

#[test]
fn every_page_names_its_rule_and_family() {
    for (page, _) in pages() {
        let lines: Vec<&str> = page.text.lines().take(3).collect();
        assert!(lines[0].starts_with("# ") && lines[0].len() > 4, "{}", page.rule.name);
        assert_eq!(
            lines[2],
            format!("`{}` · {} · {}", page.rule.name, page.rule.family.name(), page.rule.family.severity().name())
        );
        for heading in ["What it means", "Why it matters", "Repair"] {
            assert!(!page.section(heading).trim().is_empty(), "{}: {heading} is empty", page.rule.name);
        }
    }
}

#[test]
fn every_example_gives_exactly_its_finding() {
    let mut wrong = Vec::new();
    for (page, example) in pages() {
        let found: BTreeSet<&str> = example.findings.iter().map(|finding| finding.rule.name).collect();
        let expected: BTreeSet<&str> =
            std::iter::once(page.rule.name).chain(follows(page.rule.name).iter().copied()).collect();
        if found != expected {
            wrong.push(format!("{}: {found:?}", page.rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_repair_is_clean() {
    let mut wrong = Vec::new();
    for (page, _) in pages() {
        let compiled = page.compile("Repair");
        if !compiled.findings.is_empty() {
            wrong.push(format!("{}:\n{}", page.rule.name, said(&compiled.findings, &compiled.sources)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_shows_what_slac_says() {
    let update = std::env::var_os("SLAC_UPDATE_PAGES").is_some();
    let mut stale = Vec::new();
    for (page, compiled) in pages() {
        let first: Vec<Finding> =
            compiled.findings.iter().filter(|found| found.rule == page.rule).take(1).cloned().collect();
        let output = format!("\n```text\n{}```\n\n", without_summary(&said(&first, &compiled.sources)));
        if page.section("What slac says") != output {
            if update {
                let text = page.text.replace(page.section("What slac says"), &output);
                std::fs::write(&page.path, text).unwrap();
            } else {
                stale.push(page.rule.name);
            }
        }
    }
    assert!(stale.is_empty(), "stale pages, run with SLAC_UPDATE_PAGES=1: {stale:?}");
}

/// The finding, without the line that counts findings and the one that sends to this page.
fn without_summary(output: &str) -> String {
    let lines = output.trim_end().lines().take_while(|line| !line.trim_start().starts_with("for more:"));
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}
