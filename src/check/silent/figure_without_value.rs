//! A figure has no value.

use crate::check::{Facts, shown};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Figure, FigureSource, Model, Subject};

/// A figure has no value.
pub static RULE: Rule = Rule {
    name: "figure-without-value",
    family: Family::Silent,
    summary: "nothing says how much a figure is",
    checks: &["N5", "U3"],
};

/// Looks for figures of the contract that are neither written out, nor stated by someone, nor a column of a table.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let model = facts.model;
    for figure in model.figures.iter().filter(|figure| figure.term.module.is_empty()) {
        let is_open = !facts.blanks().of_term(&figure.term.id).is_empty();
        if !is_open && !is_told(model, figure) {
            sink.report(figure_without_value(model, figure));
        }
    }
}

fn is_told(model: &Model, figure: &Figure) -> bool {
    let FigureSource::Column(rows) = &figure.value else { return true };
    // A fact about services, objectives or cases stands in their tables and records.
    let of_one = matches!(figure.of, None | Some(Subject::Contract | Subject::Service(_)));
    let is_fact =
        |facts: &[(crate::base::Name, crate::model::Expr)]| facts.iter().any(|(name, _)| *name == figure.term.id);
    !of_one
        || !rows.is_empty()
        || figure.default.is_some()
        || model.services.iter().any(|service| is_fact(&service.facts))
        || model.exceptions.iter().any(|exception| exception.on.contains(&figure.term.id))
}

fn figure_without_value(model: &Model, figure: &Figure) -> Finding {
    let id = &figure.term.id;
    let [at, _] = shown::months(model);
    let month = shown::month(model, at);
    Finding::new(&RULE, figure.term.span, format!("nothing says how much `{id}` is"))
        .about(id)
        .here("neither a value (`is …`) nor who gives it (`given by …`)")
        .witness(
            Witness::new(Shows::NoAnswer, format!("an amount of {month} that rests on `{id}`: it cannot be told"))
                .ask(Question::Figure { figure: id.clone(), at }, Answer::Nothing),
        )
        .help("write its value after `is`, or after `given by` the party that states it")
}
