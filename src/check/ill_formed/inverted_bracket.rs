//! An interval ends before it begins.

use crate::base::{Name, Span};
use crate::check::{Facts, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::Shape;
use crate::model::{Decision, FigureSource, Interval, KeyCondition, Pays, Term};

/// An interval ends before it begins.
pub static RULE: Rule = Rule {
    name: "inverted-bracket",
    family: Family::IllFormed,
    summary: "an interval that holds no value",
    checks: &["P3"],
};

/// Looks at every interval of every table.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for schedule in &facts.model.schedules {
        if let Pays::Brackets(decision) = &schedule.pays {
            table(&schedule.term, decision, sink);
        }
    }
    for figure in &facts.model.figures {
        if let FigureSource::Decision(decision) = &figure.value {
            table(&figure.term, decision, sink);
        }
    }
    for dimension in &facts.model.dimensions {
        if let Some(decision) = &dimension.decision {
            table(&dimension.term, decision, sink);
        }
    }
}

fn table<T>(term: &Term, decision: &Decision<T>, sink: &mut Sink) {
    for row in &decision.rows {
        for condition in &row.conditions {
            if let KeyCondition::Within(interval) = condition
                && matches!(values::line(interval).shape(), Shape::Inverted | Shape::Empty)
            {
                let span = if row.span == Span::default() { term.span } else { row.span };
                sink.report(inverted_bracket(&term.id, span, interval));
            }
        }
    }
}

fn inverted_bracket(term: &Name, span: Span, interval: &Interval) -> Finding {
    let end = |end: &Option<(crate::model::Quantity, bool)>| {
        end.as_ref().map(|(q, _)| words::quantity(q)).unwrap_or_default()
    };
    let (low, high) = (end(&interval.low), end(&interval.high));
    let finding = |message: String| Finding::new(&RULE, span, message).about(term).here("no value lies in it");
    match values::line(interval).shape() {
        Shape::Inverted => finding(format!("an interval of `{term}` runs backwards, from {low} to {high}"))
            .help(format!("write `{high} to {low}`, and take these values out of any other row that covers them")),
        _ => finding(format!("an interval of `{term}` begins and ends at {low}, but leaves {low} out"))
            .help(format!("write `{low}`, or remove the row")),
    }
}
