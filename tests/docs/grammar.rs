//! The readable grammar names only rules that exist.

use super::{read, root};
use std::collections::BTreeSet;

#[test]
fn every_rule_of_the_readable_grammar_exists() {
    let grammar = read(&root().join("grammar/slac.pest"));
    let page = read(&root().join("docs/reference/grammar.md"));
    let known: BTreeSet<&str> = grammar.lines().filter_map(head).collect();
    let mut named = 0;
    let mut unknown = BTreeSet::new();
    for line in productions(&page) {
        // What is quoted is written in a source as it stands; the rest are rules.
        let bare: String = line.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        let bare = bare.split("--").next().unwrap_or("");
        for word in bare.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).filter(|w| w.len() > 1) {
            named += 1;
            if !known.contains(word) {
                unknown.insert(word.to_owned());
            }
        }
    }
    assert!(named > 100, "the page has lost its productions");
    assert!(unknown.is_empty(), "the grammar has no {unknown:?}");
}

/// The rule that a line of the grammar begins.
fn head(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(char::is_whitespace)?;
    (rest.trim_start().starts_with('=') && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')).then_some(name)
}

/// The lines of the blocks marked `grammar`.
fn productions(page: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    page.lines().filter(move |line| {
        if line.starts_with("```") {
            inside = *line == "```grammar";
            return false;
        }
        inside
    })
}
