//! A contract in two languages does not say which one prevails.

use crate::base::Name;
use crate::check::{Facts, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Model;

/// A contract in two languages does not say which one prevails.
pub static RULE: Rule = Rule {
    name: "no-prevailing-language",
    family: Family::Silent,
    summary: "a contract in several languages does not say which one prevails",
    checks: &[],
};

/// Asks a contract in several languages for the one that prevails.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let contract = &facts.model.contract;
    if let [first, _, ..] = contract.languages.as_slice()
        && contract.prevails.is_none()
    {
        sink.report(no_prevailing_language(facts.model, first));
    }
}

fn no_prevailing_language(model: &Model, first: &Name) -> Finding {
    let contract = &model.contract;
    let all = contract.languages.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let languages = words::names(&contract.languages);
    Finding::new(&RULE, contract.term.field("languages"), format!("nothing says which of {languages} prevails"))
        .about(&contract.term.id)
        .here("printed in each of them")
        .witness(
            Witness::new(
                Shows::NoAnswer,
                "a word that means more in one language than in the other: each party reads its own",
            )
            .ask(Question::Stated { term: contract.term.id.clone(), field: "prevails".into() }, Answer::Nothing),
        )
        .help(format!("write `languages {all}, prevails {first}`, or another of them after `prevails`"))
}
