//! The word lists that the grammar and the scanner both need agree.

use super::support::findings;
use crate::syntax::from_text::chunk::{KINDS, OTHER_STARTERS, is_starter};

const GRAMMAR: &str = include_str!("../../../grammar/slac.pest");

/// The words between quotes in a rule of the grammar.
fn words_of(rule: &str) -> Vec<&'static str> {
    let start = GRAMMAR.find(&format!("\n{rule} ")).unwrap();
    let body = GRAMMAR.get(start..).unwrap().split("\n}").next().unwrap();
    body.split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_grammar_and_the_scanner_know_the_same_kinds() {
    let mut kinds = words_of("kind");
    kinds.push("template");
    assert_eq!(kinds, KINDS);
}

#[test]
fn every_kind_begins_a_declaration() {
    for kind in KINDS {
        let body = if kind == "template" { " { }" } else { "" };
        assert_eq!(findings(&format!("{kind} x{body}\n")), [], "{kind}");
        assert!(is_starter(kind), "{kind}");
    }
    assert!(OTHER_STARTERS.iter().all(|word| is_starter(word)));
}

#[test]
fn a_function_word_is_a_name_between_backquotes_only() {
    for word in words_of("reserved") {
        assert_eq!(findings(&format!("tier a {{ x `{word}` }}\n")), [], "{word}");
        assert!(!findings(&format!("tier {word} {{ x 5 h }}\n")).is_empty(), "{word}");
    }
}
