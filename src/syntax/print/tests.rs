//! What the canonical form keeps, what it changes, and that neither depends on how a text was spaced before.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::lex::{self, Kind, Token};
use super::{Refusal, format, read, same};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn formatted(text: &str) -> String {
    let once = format(text).unwrap_or_else(|refusal| panic!("{refusal:?}\n{text}"));
    assert_eq!(format(&once).as_ref(), Ok(&once), "a second time gives another text");
    once
}

/// Says that a text is in canonical form.
fn kept(text: &str) {
    assert_eq!(formatted(text), text);
}

#[test]
fn an_ugly_text_becomes_the_canonical_one() {
    let ugly = include_str!("tests/ugly.slac");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("tests");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("ugly", formatted(ugly)));
}

#[test]
fn a_text_that_cannot_be_read_is_refused_with_its_findings() {
    let Err(Refusal::Unreadable(findings)) = format("contract c {\n  from 2026-01-01 (\n}\n") else { panic!("read") };
    assert!(!findings.is_empty());
}

#[test]
fn an_empty_text_stays_empty() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\n \n\t\n"), "");
}

#[test]
fn marks_tabs_and_returns_become_blanks_and_line_ends() {
    let text = "\u{FEFF}edition\t2026\r\n\r\n\r\nprovider\u{A0}p\u{202F}\"P\"  \r\n\t\r\n";
    assert_eq!(formatted(text), "edition 2026\n\nprovider p \"P\"\n");
}

#[test]
fn what_stands_between_quotes_is_not_touched() {
    kept("text t {\n  says \"\"\"\n \tone  \n\n\n two\"\"\"\n}\n");
    kept("text t { says fr\"a\tb  c // d ; e {f}\" en\"|\" }\n");
}

#[test]
fn line_ends_in_a_long_text_are_those_of_the_others() {
    assert_eq!(formatted("text t {\r\n  says \"\"\"a\r\nb\"\"\"\r\n}\r\n"), "text t {\n  says \"\"\"a\nb\"\"\"\n}\n");
}

#[test]
fn a_unit_stands_one_blank_after_its_number() {
    assert_eq!(
        formatted("figure f { is 99.9% }\nfigure g { is 4h }\n"),
        "figure f { is 99.9 % }\nfigure g { is 4 h }\n"
    );
    kept("figure f { is 500 GB/h }\n");
    kept("figure f { is 1/30 + a / b * -c - (-5) }\n");
}

#[test]
fn a_call_stays_a_call_and_a_value_in_brackets_stays_one() {
    kept("figure f { is round(x, 1) }\n");
    kept("figure f { is a, cap (x), b }\n");
    assert_eq!(formatted("figure f { is(a  or b); when not(c) }\n"), "figure f { is (a or b); when not (c) }\n");
    assert_eq!(formatted("state s { when 2 of(a,b ,c) }\n"), "state s { when 2 of (a, b, c) }\n");
}

#[test]
fn objectives_of_a_tier_do_not_move_its_fields() {
    kept("tier t {\n  measured by v\n  obligation  means\n  availability at least 99 % each month\n}\n");
    kept("state s {\n  when    x\n  lasting at least 3 min\n}\n");
}

#[test]
fn fields_are_aligned_between_empty_lines_and_across_comments() {
    let text = "contract c {\n from 2026-01-01\n // why\n timezone \"UTC\"\n\n law \"x\"\n reference \"y\"\n}\n";
    let neat = "contract c {\n  from     2026-01-01\n  // why\n  timezone \"UTC\"\n\n  law       \"x\"\n  reference \"y\"\n}\n";
    assert_eq!(formatted(text), neat);
}

#[test]
fn declarations_in_a_template_are_not_aligned() {
    kept("template t(a: %) {\n  role l1 \"L\" of p\n  provider p \"P\"\n  use x(a 1)\n}\n");
}

#[test]
fn columns_are_counted_as_they_are_seen() {
    let text = "| role | label |\n|-|-|\n| l1 | \"\u{65E5}\u{672C}\" |\n| l2 | \"e\u{301}t\u{E9}\" |\n";
    let neat =
        "| role | label  |\n|------|--------|\n| l1   | \"\u{65E5}\u{672C}\" |\n| l2   | \"e\u{301}t\u{E9}\"  |\n";
    assert_eq!(formatted(text), neat);
}

#[test]
fn a_last_column_of_long_texts_is_not_filled_up() {
    let long = "x".repeat(130);
    kept(&format!("| role | skills |\n|------|--------|\n| l1   | \"{long}\" |\n| l2   | \"y\"    |\n"));
    let wide = "x".repeat(39);
    kept(&format!(
        "| role | skills  {}|\n|------|---------{}|\n| l1   | \"{wide}\" |\n",
        " ".repeat(34),
        "-".repeat(34)
    ));
}

#[test]
fn one_very_wide_cell_does_not_push_the_others_away() {
    let long = "x".repeat(101);
    kept(&format!(
        "| role | label | of |\n|------|-------|----|\n| l1   | \"{long}\" | p  |\n| l2   | \"y\"   | p  |\n"
    ));
}

#[test]
fn a_block_stays_on_its_line_while_it_fits() {
    kept("figure f \"F\" { is 5 % }\n");
    let long = "x".repeat(100);
    let text = format!("figure f {{ is 5 %; means \"{long}\" }} // why\n");
    assert_eq!(formatted(&text), format!("figure f {{\n  is    5 %\n  means \"{long}\"\n}}  // why\n"));
    assert_eq!(formatted("figure f {\n}\n"), "figure f {}\n");
}

#[test]
fn comments_follow_what_they_stand_beside() {
    let text = "contract c // one\n// two\n{ // three\n\n  // four\n  from 2026-01-01;  // five\n  until 2027-01-01 // six\n\n} // seven\n// eight";
    let neat = "contract c {  // three\n  // one\n  // two\n  // four\n  from  2026-01-01  // five\n  until 2027-01-01  // six\n}  // seven\n// eight\n";
    assert_eq!(formatted(text), neat);
}

#[test]
fn comments_in_tables_are_kept_and_aligned() {
    let text = "| role | of |// head\n|-|-|\n// between\n| l1 | p | // one\n| l2|p| // two\n";
    let neat = "| role | of |  // head\n|------|----|\n// between\n| l1   | p  |  // one\n| l2   | p  |  // two\n";
    assert_eq!(formatted(text), neat);
}

#[test]
fn comments_inside_a_cell_go_above_its_row() {
    let text = "tier t {\n  | priority | response |\n  |---|---|\n  | p1, // why\n  p2 | 4 h | // one\n}\n";
    let neat = "tier t {\n  | priority | response |\n  |----------|----------|\n  // why\n  | p1, p2   | 4 h      |  // one\n}\n";
    assert_eq!(formatted(text), neat);
}

#[test]
fn a_line_that_goes_on_keeps_its_breaks() {
    kept("use \"./a.slac\" with a = 1,\n  // why\n  b = 2,  // because\n  c = 3\n");
    kept("use a(\n  b 1,\n  c 2\n)\n");
    kept("dimension d \"D\" of incident,\n  ranked strictest {\n  values a, b\n}\n");
}

#[test]
fn two_items_on_one_line_get_a_line_each() {
    assert_eq!(
        formatted("edition 2026; use std.itil;figure f { is 1 } figure g { is 2 }"),
        "edition 2026\nuse std.itil\nfigure f { is 1 }\nfigure g { is 2 }\n"
    );
}

#[test]
fn trees_that_differ_anywhere_are_told_apart() {
    let texts = [
        "edition 2026",
        "edition 2027",
        "use a",
        "use b",
        "use \"a\"",
        "use a(x 1)",
        "/// n\nuse a",
        "figure f",
        "figure g",
        "figure f \"F\"",
        "figure f fr\"F\"",
        "figure f of x",
        "figure f {}",
        "overrides figure f",
        "/// n\nfigure f",
        "figure f { is 1 }",
        "figure f { is 2 }",
        "figure f { is 1 h }",
        "figure f { is 1 min }",
        "figure f { is x }",
        "figure f { is [x] }",
        "figure f { is x(1) }",
        "figure f { is x[1] }",
        "figure f { is x, y }",
        "figure f { is (x, y) }",
        "figure f { is x; is y }",
        "figure f { is x + y }",
        "figure f { is x - y }",
        "figure f { is not x }",
        "figure f { is -x }",
        "figure f { is x over y }",
        "figure f { is GB/h }",
        "figure f { is full x }",
        "figure f { is started x }",
        "figure f { is last x }",
        "figure f { is next x }",
        "figure f { is at least 1 }",
        "figure f { is at most 1 }",
        "figure f { is time from a to b }",
        "figure f { is time from b to a }",
        "figure f { is 2026-01-01 }",
        "figure f { is 2026-01 }",
        "figure f { is 2026-01-01 08:00 }",
        "figure f { is 2026-01-01 09:00 }",
        "figure f { is 08:00 }",
        "figure f { is 08:00-18:00 }",
        "figure f { is mon 08:00-18:00 }",
        "figure f { is mon..fri }",
        "figure f { is first sun }",
        "figure f { is last sun }",
        "figure f { is 2026-01-01..2026-02-01 }",
        "figure f { overrides is 1 }",
        "figure f { is \"x\" }",
        "figure f { /// n\n is 1 }",
        "template t(a: %) {}",
        "template t(a: h) {}",
        "template t(a: h) { use b }",
        "| role | of |\n|---|---|\n| a | b |",
        "| role | to |\n|---|---|\n| a | b |",
        "| role | of |\n|---|---|\n| a | - |",
        "| role | of |\n|---|---|\n| a | |",
        "| role | of |\n|---|---|\n| a | 1 to 2 |",
        "| role | of |\n|---|---|\n| a | 1 to < 2 |",
        "| role | of |\n|---|---|\n| a \"A\" | b |",
        "| role | of |\n|---|---|\n| a | b of c |",
        "| role | of \"O\" |\n|---|---|\n| a | b |",
        "| role \\ y | b |\n|---|---|\n| a | b |",
        "| x: role \\ y | b |\n|---|---|\n| a | b |",
        "| role | 5 % |\n|---|---|\n| a | b |",
    ];
    let trees: Vec<_> = texts.iter().map(|t| read(t).unwrap_or_else(|f| panic!("{t}: {f:?}"))).collect();
    for (i, a) in trees.iter().enumerate() {
        for (j, b) in trees.iter().enumerate() {
            assert_eq!(same::trees(a, b), i == j, "{:?} and {:?}", texts[i], texts[j]);
        }
    }
}

/// All readable sources of the package.
fn sources() -> Vec<(PathBuf, String)> {
    fn below(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                below(&path, into);
            } else if path.extension().is_some_and(|e| e == "slac") {
                let text = std::fs::read_to_string(&path).unwrap();
                into.push((path, text));
            }
        }
    }
    let mut files = Vec::new();
    for folder in ["stdlib", "examples"] {
        below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    files.retain(|(path, _)| !path.ends_with("broken/ill_formed.slac"));
    files
}

/// Numbers below a bound, the same ones for the same seed.
fn randomness(mut seed: u64) -> impl FnMut(u64) -> u64 {
    move |below| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    }
}

/// The same tokens with other blanks between them.
fn respaced(text: &str, seed: u64) -> String {
    let mut random = randomness(seed);
    let line_end = if random(2) == 0 { "\n" } else { "\r\n" };
    let mut out = String::new();
    let tokens = lex::tokens(text);
    let mut at = 0;
    let mut last: Option<Token<'_>> = None;
    while let Some(&token) = tokens.get(at) {
        at += 1;
        let first = last.is_none_or(|t| t.kind == Kind::LineEnd);
        let must = token.apart && !last.is_some_and(|t| may_touch(t, token));
        let may = token.apart || token.kind == Kind::LineEnd || (!first && may_part(last, token));
        for _ in 0..u64::from(must) + if may { random(3) } else { 0 } {
            out.push([' ', '\t', '\u{A0}', '\u{202F}'][random(4) as usize]);
        }
        if token.kind == Kind::LineEnd {
            out.push_str(line_end);
            if first && random(2) == 0 {
                out.push_str(line_end);
            }
        } else if first && token.kind == Kind::Bar && tokens.get(at).is_some_and(|t| t.kind == Kind::Minus) {
            // The ruler of a table.
            out.push_str(["|-|", "|:----|", "| -: |"][random(3) as usize]);
            while tokens.get(at).is_some_and(|t| !matches!(t.kind, Kind::LineEnd | Kind::Comment)) {
                at += 1;
            }
            last = Some(token);
            continue;
        } else {
            out.push_str(token.text);
        }
        last = Some(token);
    }
    out
}

/// Whether the blank between two tokens may be left out.
fn may_touch(a: Token<'_>, b: Token<'_>) -> bool {
    use Kind as K;
    let sign = |t: Token<'_>| matches!(t.text, "<" | "<=" | ">" | ">=" | "=" | "*" | "\\");
    match (a.kind, b.kind) {
        (K::LineEnd, _) => false,
        (K::Comma, K::Number) => false,
        (K::Bar | K::Comma | K::Colon | K::OpenBrace | K::Semicolon | K::CloseBrace, _) => true,
        (_, K::Bar | K::OpenBrace | K::CloseBrace | K::Comment) => true,
        (K::Text, K::Text) => true,
        (K::Number, K::Word) => matches!(b.text, "%" | "h" | "min" | "EUR" | "GB" | "days"),
        _ => sign(a) || sign(b),
    }
}

/// Whether blanks may stand where none does.
fn may_part(a: Option<Token<'_>>, b: Token<'_>) -> bool {
    a.is_some_and(|a| a.kind == Kind::Open)
        || matches!(b.kind, Kind::Comma | Kind::Colon | Kind::Close | Kind::Semicolon)
}

/// A paragraph with a few tokens taken away, put twice, or put in the place of others.
fn mistyped(text: &str, seed: u64) -> String {
    const STRAYS: [&str; 16] = [
        "\n",
        "\n\n",
        " // c\n",
        ";",
        "{",
        "}",
        ",",
        ", ",
        "(",
        ")",
        "[x]",
        "|",
        " | ",
        "by\"x\"",
        " -",
        "\"\"\"a\r\n b\"\"\"",
    ];
    let mut random = randomness(seed);
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let tokens = lex::tokens(paragraphs[random(paragraphs.len() as u64) as usize]);
    let mut pieces: Vec<String> =
        tokens.iter().map(|t| format!("{}{}", if t.apart { " " } else { "" }, t.text)).collect();
    for _ in 0..if pieces.is_empty() { 0 } else { random(4) } {
        let (at, from) = (random(pieces.len() as u64) as usize, random(pieces.len() as u64) as usize);
        match random(6) {
            0 => pieces[at].clear(),
            1 => pieces[at] = pieces[from].clone(),
            2 => pieces[at] = pieces[at].trim_start().to_owned(),
            3 => pieces.insert(at, pieces[from].clone()),
            4 => pieces.swap(at, from),
            _ => pieces.insert(at, STRAYS[random(16) as usize].to_owned()),
        }
    }
    pieces.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_canonical_form_does_not_depend_on_the_blanks_before(which in any::<prop::sample::Index>(), seed in 1u64..) {
        let files = sources();
        let (path, text) = which.get(&files);
        let canonical = formatted(text);
        let other = respaced(&canonical, seed);
        prop_assert_eq!(format(&other), Ok(canonical), "{}", path.display());
    }

    #[test]
    fn a_mistyped_source_is_refused_or_says_the_same(which in any::<prop::sample::Index>(), seed in 1u64..) {
        let files = sources();
        let text = mistyped(&which.get(&files).1, seed);
        match format(&text) {
            Ok(once) => {
                let twice = format(&once);
                prop_assert_eq!(twice.as_ref(), Ok(&once), "{}", text);
            }
            Err(refusal) => prop_assert!(matches!(refusal, Refusal::Unreadable(_)), "{}", text),
        }
    }

    #[test]
    fn no_text_is_ever_altered(text in "([a-z]{1,4}|[0-9]{1,2}|[(){}|,;:<=>*+/%\\[\\]\"`\n -]| // c\n|figure f \\{| is |\n\\|){0,24}") {
        match format(&text) {
            Ok(once) => {
                let twice = format(&once);
                prop_assert_eq!(twice.as_ref(), Ok(&once));
            }
            Err(refusal) => prop_assert!(matches!(refusal, Refusal::Unreadable(_))),
        }
    }
}

#[test]
fn every_source_has_a_canonical_form_that_says_the_same() {
    for (path, text) in sources() {
        let once = formatted(&text);
        assert!(same::trees(&read(&text).unwrap(), &read(&once).unwrap()), "{}", path.display());
    }
}
