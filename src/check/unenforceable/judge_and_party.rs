//! The debtor measures what it is judged on.

use crate::base::{Name, Span};
use crate::check::{Facts, commitments, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Actor, Commitment, Expr, FigureSource, Model, StateSource};

/// The debtor measures what it is judged on.
pub static RULE: Rule = Rule {
    name: "judge-and-party",
    family: Family::Unenforceable,
    summary: "a commitment is measured by the party that owes it",
    checks: &["A9", "O22"],
};

/// Compares the measurer of every binding promise with its debtor.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for commitment in facts.binding() {
        if let Some(measurer) = &commitment.measurer
            && commitments::party_of(facts.model, measurer).as_ref() == Some(&commitment.debtor)
        {
            let cause = commitments::measured_at(facts.model, commitment);
            sink.report(judge_and_party(facts.model, commitment, measurer).because_of(cause));
        } else if let Some((what, span)) = stated_by(facts.model, commitment) {
            sink.report(stated_by_debtor(facts.model, commitment, what, span));
        }
    }
}

/// The figure or state that an indicator rests on and that the debtor states: whoever measures, measures what it was told.
fn stated_by<'m>(model: &'m Model, commitment: &Commitment) -> Option<(&'m Name, Span)> {
    let indicator = model.indicators.get(&commitment.indicator)?;
    let is_debtor = |actor: &Actor| commitments::party_of(model, actor).as_ref() == Some(&commitment.debtor);
    let mut found = None;
    let mut seen: Vec<&Expr> = Vec::new();
    let mut open: Vec<&'m Expr> = vec![&indicator.formula];
    while let Some(expr) = open.pop() {
        if seen.contains(&expr) {
            continue;
        }
        seen.push(expr);
        match expr {
            Expr::Figure { figure, .. } => match model.figures.get(figure).map(|figure| (figure, &figure.value)) {
                Some((figure, FigureSource::GivenBy(actor, _))) if is_debtor(actor) => {
                    found = found.or(Some((&figure.term.id, figure.term.field("given by"))));
                }
                Some((_, FigureSource::Is(inner))) => open.push(inner),
                _ => {}
            },
            Expr::State(state) => match model.states.get(state).map(|state| (state, &state.holds)) {
                Some((state, StateSource::GivenBy(actor))) if is_debtor(actor) => {
                    found = found.or(Some((&state.term.id, state.term.field("given by"))));
                }
                Some((_, StateSource::When(inner))) => open.push(inner),
                _ => {}
            },
            Expr::Indicator { indicator, .. } => open.extend(model.indicators.get(indicator).map(|i| &i.formula)),
            _ => open.extend(expr.parts()),
        }
    }
    found
}

fn stated_by_debtor(model: &Model, commitment: &Commitment, what: &Name, span: Span) -> Finding {
    let name = commitments::full_name(commitment);
    let message = format!("{name} is computed from `{what}`, which is stated by `{}`, who owes it", commitment.debtor);
    Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here(format!("owed by `{}`", commitment.debtor))
        .label(span, format!("stated by `{}`", commitment.debtor))
        .note(format!("whoever measures reads what `{}` has stated", commitment.debtor))
        .help(format!(
            "have an `observer` state it, or write {}, saying how the figures can be audited",
            words::accept(model, &RULE, commitment.tier.name())
        ))
}

fn judge_and_party(model: &Model, commitment: &Commitment, measurer: &Actor) -> Finding {
    let name = commitments::full_name(commitment);
    let message = format!("{name} is measured by `{}`, who owes it", measurer.name());
    let finding = Finding::new(&RULE, commitment.target_span, message)
        .about(&commitment.term.id)
        .here(format!("owed by `{}`", commitment.debtor))
        .note("in a dispute these figures are the word of one party against that of the other")
        .help(format!(
            "have an `observer` measure, or write {}, saying how the figures can be audited",
            words::accept(model, &RULE, commitment.tier.name())
        ));
    commitments::with_measurer(finding, model, commitment, measurer)
}
