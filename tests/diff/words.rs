//! How it is said: to people at a terminal, to those who sign, to programs.

use super::{BASE, edited, model};
use slac::base::Language;
use slac::compare;
use slac::emit::amendment::{Versions, document, format, human};
use slac::emit::text::Templates;
use std::collections::BTreeSet;

/// All that is said of edits of the base contract.
fn said(edits: &[(&str, &str)]) -> String {
    let (old, new) = (model(BASE), model(&edited(edits)));
    let amendment = compare::of(&old, &new);
    let versions = |language| Versions::of(&old, &new, &amendment, language).unwrap();
    let signed = |language| {
        let effective = Some(jiff::civil::date(2026, 7, 1));
        document::markdown(&versions(language), effective, &Templates::built_in()).unwrap()
    };
    let denied = BTreeSet::new();
    [human::text(&versions(Language::English), &denied), signed(Language::French), signed(Language::English)]
        .join("\n--------------------------------------------------------------------------------\n\n")
}

#[test]
fn a_target_reads_as_an_article() {
    insta::assert_snapshot!("target", said(&[("| p1       | 15 min   | 4 h ", "| p1       | 15 min   | 2 h ")]));
}

#[test]
fn a_calendar_reads_with_what_follows_from_it() {
    insta::assert_snapshot!("calendar", said(&[("open   mon..fri 08:00-18:00", "open   mon..fri 08:00-20:00")]));
}

#[test]
fn brackets_read_as_tables() {
    let edits = [("| 5 %  |", "| 8 %  |"), ("| 25 % |", "| 20 % |")];
    insta::assert_snapshot!("brackets", said(&edits));
}

#[test]
fn what_is_new_gone_and_renamed_reads_as_such() {
    let right = "right terminate fr\"Résiliation pour manquements répétés\"";
    let edits = [
        (
            right,
            "right audit fr\"Audit\" en\"Audit\" of acme {\n  each contract_year\n  law kept\n  does fr\"auditer l'exécution\" en\"audit the performance\"\n}\n\nright terminate fr\"Résiliation pour manquements répétés\"",
        ),
        (
            "text entente fr\"Entente\" en\"Understanding\" {\n  under final\n  says  fr\"Le contrat est l'accord entier des parties.\" en\"The contract is the whole agreement of the parties.\"\n}\n",
            "",
        ),
        ("tier silver", "tier bronze"),
        ("| nord | silver |", "| nord | bronze |"),
    ];
    insta::assert_snapshot!("new_gone_renamed", said(&edits));
}

#[test]
fn conduct_reads_sentence_by_sentence() {
    let edits = [
        ("rolling 6 months >= 3", "rolling 6 months >= 4"),
        ("within 5 days of business after end of month", "within 10 days of business after end of month"),
        ("| R    | A    | C   |", "| R    | C    | A   |"),
        ("| 2     | lead | 30 min | p1  |", "| 2     | lead | 45 min | p1  |"),
        ("French law", "Swiss law"),
        ("droit français", "droit suisse"),
    ];
    insta::assert_snapshot!("conduct", said(&edits));
}

#[test]
fn exclusions_and_exceptions_read_with_their_witnesses() {
    let edits = [
        ("when     sun 02:00-06:00", "when     sun 00:00-06:00"),
        ("limit    5 days of business,", "limit    10 days of business,"),
        ("from 2026-08-01 until 2026-09-01", "from 2026-07-01 until 2026-09-01"),
    ];
    insta::assert_snapshot!("exclusions", said(&edits));
}

#[test]
fn no_change_reads_as_such() {
    insta::assert_snapshot!("no_change", said(&[]));
}

#[test]
fn programs_read_the_same() {
    let (old, new) = (
        model(BASE),
        model(&edited(&[("| 5 %  |", "| 8 %  |"), ("| p1       | 15 min   | 4 h ", "| p1       | 15 min   | 2 h ")])),
    );
    let amendment = compare::of(&old, &new);
    let all: Vec<_> = Language::ALL.map(|language| Versions::of(&old, &new, &amendment, language).unwrap()).into();
    let differences = format::of(&all, &BTreeSet::from([0])).unwrap();
    let text = serde_json::to_string_pretty(&differences).unwrap().replace(&new.contract.tzdata, "[tzdata]");
    insta::assert_snapshot!("json", text);
}

#[test]
fn a_french_amendment_keeps_french_typography() {
    let text = said(&[("| p1       | 15 min   | 4 h ", "| p1       | 15 min   | 2 h ")]);
    let french = text.split("--------").find(|part| part.contains("Avenant")).unwrap();
    for mark in [" ;", " :", " »", "« ", " %", " ?"] {
        let wrong = french.lines().find(|line| line.contains(mark));
        assert_eq!(wrong, None, "a blank that may break before or after a mark");
    }
    assert!(!french.contains('\''), "a straight apostrophe");
}
