//! A contract is renewed, and nothing says for how long.

use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
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
    let end = contract.until.map(|until| until.to_string()).unwrap_or_default();
    Finding::new(&RULE, contract.term.field("renewal"), "the contract renews itself, and nothing says for how long")
        .about(&contract.term.id)
        .here(format!("renewal {}", renewal.mode))
        .witness(format!("{end}, with nobody objecting: bound for another month, another year, or the same term again"))
        .help("say for how long, such as `renewal tacit for 1 year`")
}
