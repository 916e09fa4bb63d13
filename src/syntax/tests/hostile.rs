//! Noise, depth and size: findings, never a panic.

use proptest::prelude::*;

use super::support::findings;
use crate::base::{FileId, Span};
use crate::diagnostics::Sink;
use crate::syntax::from_text::parse_with;
use crate::syntax::{parse, sketch};

/// Names of the rules that speak of a text.
fn rules(text: &str) -> Vec<&'static str> {
    findings(text).iter().map(|f| f.rule.name).collect()
}

#[test]
fn brackets_are_bounded() {
    let nested = |n: usize| format!("tier a {{ x {}y{} }}\nprovider b \"B\"\n", "(".repeat(n), ")".repeat(n));
    assert_eq!(rules(&nested(63)), [""; 0]);
    assert_eq!(rules(&nested(64)), ["too-deep"]);
    assert_eq!(rules(&nested(100_000)), ["too-deep"]);
}

#[test]
fn brackets_without_end_are_bounded() {
    assert_eq!(rules(&format!("tier a {{\n x {}\n y 5\n}}\n", "f(a[".repeat(50_000))), ["too-deep"]);
}

#[test]
fn braces_without_end_are_bounded() {
    assert!(rules(&"{".repeat(100_000)).len() < 10);
    assert!(rules(&"contract a {".repeat(10_000)).len() < 10);
    assert_eq!(rules(&"contract a {\n".repeat(10_000)).len(), 200);
}

#[test]
fn operators_are_bounded() {
    for operator in ["a of ", "a + ", "a or ", "not ", "started ", "a where "] {
        assert_eq!(rules(&format!("tier a {{ x {}y }}\n", operator.repeat(10_000))), ["too-deep"], "{operator}");
    }
    assert_eq!(rules(&format!("tier a {{ x {}y }}\n", "a + ".repeat(100))), [""; 0]);
}

#[test]
fn depth_and_operators_count_together() {
    let text = format!("tier a {{ x {}y{} }}\n", "(not a of b + ".repeat(60), ")".repeat(60));
    assert_eq!(rules(&text), ["too-deep"]);
}

#[test]
fn findings_are_bounded() {
    let rules = rules(&"x\n".repeat(10_000));
    assert_eq!(rules.len(), 200);
    assert_eq!(rules.iter().filter(|r| **r == "too-many-findings").count(), 1);
}

#[test]
fn a_large_source_is_read_like_its_items() {
    let item =
        |i| format!("tier t{i} \"T\" {{\n  latency at most {i} ms{}\n}}\n", if i == 1_000 { " of (" } else { "" });
    let items: Vec<String> = (0..2_000).map(item).collect();
    let read = |text: &str| sketch::tree(&parse(FileId(0), text, &mut Sink::default()));
    let said = |text: &str| findings(text).into_iter().map(|f| (f.rule.name, f.message)).collect::<Vec<_>>();
    let large = items.concat();
    assert!(large.len() > 1 << 16);
    assert_eq!(read(&large), items.iter().map(|item| read(item)).collect::<String>());
    assert_eq!(said(&large), said(&items[1_000]));
    assert!(large[..findings(&large)[0].span().start as usize].ends_with("latency at most 1000 ms of ("));
}

#[test]
fn long_texts_and_tables_are_read() {
    assert_eq!(rules(&format!("provider a \"{}\"\n", "x".repeat(1 << 20))), [""; 0]);
    assert_eq!(rules(&format!("| a |\n|---|\n{}", "| b |\n".repeat(20_000))), [""; 0]);
}

#[test]
fn control_characters_are_blanks_with_a_finding() {
    assert_eq!(rules("provider\0\0a \"x\"\u{7F}\n"), ["bad-character", "bad-character"]);
    assert_eq!(rules(&"\0".repeat(1 << 20)), ["bad-character"]);
    assert_eq!(rules("provider a \"x\"\rprovider b \"y\""), ["bad-character", "syntax-error"]);
}

#[test]
fn messages_quote_no_more_than_a_line() {
    let long = "a-".repeat(100_000);
    let noise = [
        format!("tier a {{ x {long}b }}"),
        format!("{}\n", "a".repeat(100_000)),
        format!("tier a {{ x {} }}", "1,".repeat(100_000) + "1"),
    ];
    for text in noise {
        for finding in findings(&text) {
            assert!(finding.message.len() < 300 && finding.help.as_deref().unwrap_or("").len() < 300, "{finding:?}");
        }
    }
}

#[test]
fn the_empty_text_is_an_empty_tree() {
    for text in ["", "\n", " ", "\u{FEFF}", "// c", ";;", "\r\n\r\n"] {
        assert_eq!(rules(text), [""; 0], "{text:?}");
    }
}

#[test]
fn a_comma_before_wide_blanks_at_the_end_is_read() {
    for blank in ["\u{A0}", "\u{202F}", " \u{A0} "] {
        holds(&format!(",\n{blank}"));
        holds(&format!("tier a {{ x 1,\n{blank}"));
    }
}

const FLAGSHIP: &str = include_str!("flagship.slac");

/// Reads both ways; holds that findings lie in the text, at characters, and that both ways agree on whether there are any.
fn holds(text: &str) {
    holds_cut(text, text.contains(';'));
}

/// The same; where a text is `cut`, the two ways need not agree.
fn holds_cut(text: &str, cut: bool) {
    let mut sink = Sink::default();
    let _ = parse(FileId(0), text, &mut sink);
    for finding in sink.findings() {
        for label in &finding.labels {
            let Span { start, end, .. } = label.span;
            assert!(text.get(start as usize..end as usize).is_some(), "{finding:?} in {text:?}");
        }
    }
    let mut pieces = Sink::default();
    let _ = parse_with(FileId(0), text, &mut pieces, 0);
    // A `;` in the middle of a sentence or a row cuts it into pieces that may be well, or ill, by themselves.
    let alike = sink.has_errors() == pieces.has_errors() || cut;
    assert!(alike, "{text:?}: {:?} {:?}", sink.findings(), pieces.findings());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_text_of_the_signs_of_the_language_is_read(text in "[a-c0-2 \\n\"\\\\{}()\\[\\]|,;:=<>%/#.é`«»“-]{0,200}") {
        holds(&text);
    }

    #[test]
    fn any_text_of_the_words_of_the_language_is_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        holds(&words.join(" "));
        holds(&words.concat());
    }

    #[test]
    fn a_contract_with_a_hole_and_a_graft_is_read(at in 0..FLAGSHIP.len(), hole in 0usize..40, graft in prop::sample::select(WORDS)) {
        let (Some(before), Some(after)) = (FLAGSHIP.get(..at), FLAGSHIP.get(at + hole..)) else { return Ok(()) };
        holds_cut(&format!("{before}{graft}{after}"), graft.contains(';'));
    }
}

const WORDS: &[&str] = &[
    "tier",
    "gold",
    "of",
    "nord",
    "to",
    "\n",
    "\n",
    "\n\n",
    "{",
    "}",
    "|",
    "| a | b |\n",
    "|---|---|\n",
    "5 h",
    "99.9 %",
    ",",
    "each",
    "month",
    "(",
    ")",
    "[",
    "]",
    "over",
    "rolling",
    "6 months",
    "not",
    "and",
    "except",
    "\"t\"",
    "fr\"",
    "\"\"\"",
    "// c",
    "/// d",
    "template",
    "use",
    "edition 2026",
    "overrides",
    "-",
    "..",
    "08:00-18:00",
    "2026-05-03",
    "22:10",
    "started",
    "time from a to b",
    "<",
    ">=",
    "at least",
    ";",
    "#",
    "\\",
    "measured by",
    "first sun",
    "mon..fri",
    "\u{A0}",
    "é",
];
