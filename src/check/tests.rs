//! What the runner promises, whatever the rules are.
#![expect(clippy::unwrap_used, reason = "a model that is not made is a failed test")]

use super::{CHECKS, Check, Facts, SHOWN, run_checks};
use crate::base::{FileId, Span};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::driver::compile_text;
use crate::model::{Acceptance, Model};
use crate::resolved::loader::NoFiles;
use std::collections::BTreeSet;

static LOUD: Rule = Rule { name: "judge-and-party", family: Family::Unenforceable, summary: "for tests", checks: &[] };

fn model() -> Model {
    let text = "edition 2026\ncontract c \"C\" {\n  from 2026-01-01\n  timezone \"UTC\"\n  currency EUR\n  languages en\n}\n\
                provider p \"P\"\ncustomer q \"Q\"\n";
    compile_text("c.slac", text, &NoFiles).model.unwrap()
}

fn at(start: u32) -> Span {
    Span::new(FileId(0), start, start + 1)
}

fn thirty(_: &Facts<'_>, sink: &mut Sink) {
    for place in 0..30 {
        sink.report(Finding::new(&LOUD, at(place), "loud").about(&format!("gold.restoration.p{place}").into()));
    }
}

fn accepted(terms: &[&str]) -> Vec<Finding> {
    let mut model = model();
    model.acceptances.push(Acceptance {
        rule: "judge_and_party".into(),
        terms: terms.iter().map(|term| (*term).into()).collect(),
        acknowledged: Vec::new(),
        because: None,
        remark: None,
        span: at(99),
    });
    let mut sink = Sink::default();
    run_checks(&[Check { rule: &LOUD, run: thirty }], &model, &mut sink);
    sink.into_sorted()
}

#[test]
fn twenty_findings_of_a_rule_are_shown_and_the_rest_is_counted() {
    let mut sink = Sink::default();
    run_checks(&[Check { rule: &LOUD, run: thirty }], &model(), &mut sink);
    let findings = sink.into_sorted();
    assert_eq!(findings.len(), SHOWN + 1);
    assert_eq!(findings.last().unwrap().message, "… 10 more of `judge-and-party`, from here on");
}

#[test]
fn an_acceptance_without_terms_accepts_all() {
    assert!(accepted(&[]).is_empty());
}

#[test]
fn an_acceptance_names_a_term_or_what_it_stands_in() {
    assert!(accepted(&["gold"]).is_empty());
    assert!(accepted(&["gold.restoration"]).is_empty());
    let left = accepted(&["p7"]);
    assert!(left.iter().all(|finding| finding.span() != at(7)));
    assert_eq!(left.len(), SHOWN + 1);
}

#[test]
fn a_part_of_a_name_is_not_the_name() {
    let left = accepted(&["gol"]);
    assert!(left.iter().any(|finding| finding.rule.name == "unused-acceptance"));
}

#[test]
fn every_check_has_a_rule_of_its_own() {
    let names: BTreeSet<&str> = CHECKS.iter().map(|check| check.rule.name).collect();
    assert_eq!(names.len(), CHECKS.len());
}

#[test]
fn a_contract_without_promises_breaks_no_rule() {
    let mut sink = Sink::default();
    super::run(&model(), &mut sink);
    assert_eq!(sink.findings(), []);
}
