//! A limit of what is owed that does not hold for wilful misconduct, and says nothing of it.

use crate::base::{Name, Span};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Model, Term};

/// A limit of what is owed that does not hold for wilful misconduct, and says nothing of it.
pub static RULE: Rule = Rule {
    name: "no-reserve-for-misconduct",
    family: Family::Unenforceable,
    summary: "a sole remedy, or a cap of liability, that does not except wilful misconduct",
    checks: &["P22"],
};

/// Looks at sole remedies and at caps of liability.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let due = due(facts.model);
    for settlement in facts.model.settlements.iter().filter(|s| s.remedy.as_deref() == Some("sole")) {
        let missing = missing(&due, &settlement.remedy_except);
        if !missing.is_empty() {
            sink.report(no_reserve(
                facts.model,
                &settlement.term,
                settlement.term.field("remedy"),
                "the only remedy",
                &missing,
            ));
        }
    }
    for liability in &facts.model.liabilities {
        let missing = missing(&due, &liability.except);
        let is_open = facts.model.blanks.iter().any(|b| b.term == liability.term.id && b.field == "except");
        if !missing.is_empty() && !is_open {
            let span = if liability.cap.span == Span::default() { liability.term.span } else { liability.cap.span };
            sink.report(no_reserve(facts.model, &liability.term, span, "a cap of liability", &missing));
        }
    }
}

/// What the law of the contract does not let anyone limit. Wilful misconduct is excepted everywhere; French law has gross
/// negligence follow it.
fn due(model: &Model) -> Vec<&'static str> {
    let law = model.contract.law.iter().flat_map(|law| &law.parts).map(|(_, words)| words.to_lowercase());
    let is_french = law.into_iter().any(|law| ["french", "français", "francais"].iter().any(|word| law.contains(word)));
    if is_french { vec!["wilful_misconduct", "gross_negligence"] } else { vec!["wilful_misconduct"] }
}

fn missing(due: &[&'static str], except: &[Name]) -> Vec<&'static str> {
    due.iter().copied().filter(|word| !except.iter().any(|said| said == word)).collect()
}

fn no_reserve(model: &Model, term: &Term, span: Span, what: &str, missing: &[&str]) -> Finding {
    let list = missing.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" and ");
    let plain = missing.join(" or ").replace('_', " ");
    Finding::new(&RULE, span, format!("`{}` is {what}, but does not except {list}", term.id))
        .about(&term.id)
        .here(format!("no exception for {plain}"))
        .note("a court disregards such a limit where the breach was intended; French law treats gross negligence alike")
        .help(format!("add `except {}`, or write {}", missing.join(", "), words::accept(model, &RULE, &term.id)))
}
