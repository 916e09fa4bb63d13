//! `slac diff` from outside: what it prints, and how it ends.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::Value;
use support::{Folder, Ran};

const BASE: &str = include_str!("diff/base.slac");

/// A folder with a signed contract and a draft of its amendment.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("signed.slac", BASE);
    let draft = BASE.replace("| p1       | 15 min   | 4 h ", "| p1       | 15 min   | 6 h ");
    folder.write("draft.slac", draft.replace("| 5 %  |", "| 8 %  |"));
    folder
}

fn diff(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.slac(&[&["diff", "signed.slac", "draft.slac"], arguments].concat())
}

#[test]
fn an_amendment_ends_well_unless_it_is_denied() {
    let folder = folder();
    let ran = diff(&folder, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("2 changes: 1 stricter, 1 looser\n"), "{}", ran.out);
    for (deny, code) in [
        (["looser-for", "customer"].as_slice(), 1),
        (&["looser-for", "acme"], 1),
        (&["looser-for", "provider"], 0),
        (&["stricter-for", "nord"], 1),
        (&["stricter-for", "customer"], 0),
        (&["worse-for", "nord"], 1),
        (&["worse-for", "vigie"], 0),
        (&["incomparable"], 0),
        (&["any"], 1),
    ] {
        assert_eq!(diff(&folder, &[&["--deny"], deny].concat()).code, code, "{deny:?}");
    }
}

#[test]
fn what_is_denied_comes_first() {
    let ran = diff(&folder(), &["--deny", "stricter-for", "nord"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.get(1), Some(&"1 denied, shown first"));
    assert!(
        lines.get(3).unwrap().starts_with("denied: stricter for Nord Infogérance SAS: schedule `downtime`"),
        "{lines:?}"
    );
}

#[test]
fn no_change_is_no_change_whatever_is_denied() {
    let folder = folder();
    let ran = folder.slac(&["diff", "signed.slac", "signed.slac", "--deny", "any"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "no change\n"));
}

#[test]
fn a_contract_with_errors_is_not_compared() {
    let folder = folder();
    folder.write("draft.slac", BASE.replace("provider nord", "provider north"));
    let ran = diff(&folder, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("unknown-name"), "{}", ran.err);
}

#[test]
fn wrong_usage_is_told_from_a_denied_change() {
    let folder = folder();
    for (arguments, words) in [
        (["--deny", "looser-for"].as_slice(), "`--deny looser-for` names no party"),
        (&["--deny", "looser-for", "north"], "unknown party `north`"),
        (&["--deny", "loser-for", "nord"], "unknown change `loser-for`"),
        (&["--deny", "any", "signed.slac"], "name both contracts before `--deny`"),
    ] {
        let ran = diff(&folder, arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(words), "{}", ran.err);
    }
}

#[test]
fn the_amendment_and_the_json_follow_their_language_and_schema() {
    let folder = folder();
    let french = diff(&folder, &["--format", "markdown", "--lang", "fr", "--effective", "2026-07-01"]);
    assert!(french.out.starts_with("# Avenant au contrat «\u{a0}Exploitation de la paie\u{a0}»"), "{}", french.out);
    assert!(french.out.replace('\u{a0}', " ").contains("prend effet au début du 1er juillet 2026"), "{}", french.out);
    let english = diff(&folder, &["--format", "markdown", "--lang", "en"]);
    assert!(english.out.contains("**\\[effective date\\]**"), "{}", english.out);
    let json = diff(&folder, &["--format", "json", "--deny", "any"]);
    assert_eq!(json.code, 1);
    let value: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(value.pointer("/summary/denied"), Some(&Value::from(2)));
    let schema: Value = serde_json::from_str(&folder.slac(&["schema", "diff"]).out).unwrap();
    assert!(schema.pointer("/properties/changes").is_some());
}
