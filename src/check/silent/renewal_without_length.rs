//! A contract is renewed, and nothing says for how long.

use crate::check::Facts;
use crate::diagnostics::{Amount, Answer, Datum, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Model, Renewal};

/// A contract is renewed, and nothing says for how long.
pub static RULE: Rule = Rule {
    name: "renewal-without-length",
    family: Family::Silent,
    summary: "a renewal that does not say how long it lasts",
    checks: &["Y7"],
};

/// Looks for a tacit renewal without its length: by express agreement the parties agree on the length then.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if let Some(renewal) = facts.model.contract.renewal.as_ref().filter(|renewal| renewal.mode == "tacit")
        && renewal.span.is_none()
    {
        sink.report(renewal_without_length(facts.model, renewal));
    }
}

fn renewal_without_length(model: &Model, renewal: &Renewal) -> Finding {
    let contract = &model.contract;
    let spans = ["month", "year"].map(|unit| vec![Datum::Amount(Amount { value: 1.into(), unit: unit.into() })]);
    let asks = Question::Renewed;
    let end = contract.until.map(|until| until.to_string()).unwrap_or_default();
    let shown = if contract.until.is_some() {
        let text = format!("{end}, with nobody objecting: bound until {{0}} by a month, until {{1}} by a year");
        Witness::new(Shows::Different, text).either(&asks, &contract.term.id, "renewal", spans)
    } else {
        let text = "nobody objects: nothing says for how long the parties are bound";
        Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing)
    };
    Finding::new(&RULE, contract.term.field("renewal"), "the contract renews itself, and nothing says for how long")
        .about(&contract.term.id)
        .here(format!("renewal {}", renewal.mode))
        .witness(shown)
        .help("say for how long, such as `renewal tacit for 1 year`")
}
