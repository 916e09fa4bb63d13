//! What is written never holds.

use crate::base::{Name, Span};
use crate::check::Facts;
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Exception, HasTerm, Model, Term};
use jiff::civil::Date;

/// What is written never holds.
pub static RULE: Rule = Rule {
    name: "replaced-throughout",
    family: Family::Void,
    summary: "an exception replaces a value on every day of the contract",
    checks: &["Y8", "N6"],
};

/// Looks for exceptions without a condition that hold on every day on which what they replace is in force.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for exception in &facts.model.exceptions {
        if exception.when.is_some() || !exception.scope.is_all() || facts.blanks().has_dates(&exception.term.id) {
            continue;
        }
        let hit = exception.on.iter().find_map(|on| {
            let (term, field) = written(facts.model, on, exception)?;
            let covers = holds_throughout(facts.model, exception, term) && !facts.blanks().has_dates(on);
            covers.then_some((on, field))
        });
        if let Some((on, (field, span))) = hit {
            sink.report(replaced_throughout(facts.model, exception, on, &field, span));
        }
    }
}

/// The first value of a term of the contract's own that an exception replaces.
fn written<'m>(model: &'m Model, on: &Name, exception: &Exception) -> Option<(&'m Term, (Name, Span))> {
    let schedule = model.schedules.by_name(on).map(HasTerm::term);
    let amounts = schedule.or_else(|| model.settlements.by_name(on).map(HasTerm::term));
    let promises = amounts.or_else(|| model.commitments.by_name(on).map(HasTerm::term));
    let term = promises.or_else(|| model.figures.by_name(on).map(HasTerm::term))?;
    let stated =
        |field: &Name| term.fields.iter().find(|(name, _)| name == field).map(|(_, span)| (field.clone(), *span));
    let table = |field: &Name| (*field == "pays" || *field == "is").then(|| (field.clone(), term.span));
    let field = exception.fields.iter().find_map(|(field, _)| stated(field).or_else(|| table(field)))?;
    term.module.is_empty().then_some((term, field))
}

fn holds_throughout(model: &Model, exception: &Exception, term: &Term) -> bool {
    let contract = &model.contract;
    let renewed = contract.renewal.as_ref().is_some_and(|renewal| renewal.mode != "none");
    let own = exception.term.validity;
    let start: Option<Date> = term.validity.from.or(contract.from);
    let end = term.validity.until.or(contract.until.filter(|_| !renewed));
    let from_start = own.from.is_none_or(|from| start.is_some_and(|start| from <= start));
    let to_end = own.until.is_none_or(|until| end.is_some_and(|end| until >= end));
    from_start && to_end
}

fn replaced_throughout(model: &Model, exception: &Exception, on: &Name, field: &Name, span: Span) -> Finding {
    let id = &exception.term.id;
    let contract = &model.contract;
    let finding =
        Finding::new(&RULE, span, format!("`{field}` of `{on}` never holds: `{id}` replaces it on every day"))
            .about(on)
            .about(id)
            .here("written here, and never in force")
            .label(exception.term.span, format!("in force as long as `{on}` is"))
            .note("an exception that lasts as long as the rule leaves the rule no day")
            .help(format!("write the value of `{id}` in `{on}`, or end the exception earlier"));
    match contract.until.filter(|_| exception.term.validity.until.is_some()) {
        Some(until) => finding.label(contract.term.field("until"), format!("the contract ends on {until}")),
        None => finding,
    }
}
