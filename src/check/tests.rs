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

#[test]
fn many_workers_find_what_one_finds() {
    let tier = |n: usize| {
        let promise = |k: usize| {
            let hours = 1 + (n + k) % 7;
            format!(
                "service s{n}_{k} \"S\" by p at t{n}\nfigure f{n}_{k} \"F {k}\" of s{n}_{k} {{ is {hours} EUR per month }}\n"
            )
        };
        let services: String = (0..12).map(promise).collect();
        let commitments: String = (0..12)
            .map(|k| format!("  availability at least 9{}.9 % each month during always for s{n}_{k}\n", k % 10))
            .collect();
        format!("{services}tier t{n} \"Tier {n}\" {{\n  measured by p\n{commitments}}}\n")
    };
    let head = "edition 2026\nuse std.indicator\nuse std.clock\ncontract c \"C\" {\n  from 2026-01-01\n  timezone \"UTC\"\n  currency EUR\n  languages en\n  clock usual\n  assessment usual_assessment\n  delays usual_delays\n}\nprovider p \"P\"\ncustomer q \"Q\"\n";
    let text: String = std::iter::once(head.to_owned()).chain((0..100).map(tier)).collect();
    let (mut sources, mut sink) = (crate::base::SourceMap::default(), Sink::default());
    let program = crate::resolved::resolve("c.slac", &text, None, &NoFiles, &mut sources, &mut sink);
    let model = crate::model::from_resolved::lower(&program, &sources, &mut sink).unwrap();
    assert_eq!(model.commitments.len(), 1_200);
    let facts = Facts::of(&model);
    let alone = |check: &Check| {
        let mut sink = Sink::default();
        (check.run)(&facts, &mut sink);
        sink.into_sorted()
    };
    let by_one: Vec<Vec<Finding>> = CHECKS.iter().map(alone).collect();
    assert!(by_one.iter().flatten().count() > 100);
    assert_eq!(super::workers::found(CHECKS, &Facts::of(&model)), by_one);
}
