//! Which rules of the presets something in the contract uses: a rule that can never apply is no clause.

use crate::evaluate::names::{REOPENED, RESTORED, WORKED_AROUND};
use crate::model::{
    Aggregate, CalendarSet, Commitment, Event, ExclusionSource, Expr, FigureSource, Form, Id, Indicator, Model, Pays,
    Record, Subject, Window,
};
use crate::syntax::ast::Step;
use std::collections::BTreeSet;

/// The event at which a person answers, in the library.
const ACKNOWLEDGED: &str = "acknowledged";

/// The fields of the presets `clock` and `assessment` that something in the contract uses; `started` where slices of a time
/// count when they are started.
#[must_use]
pub fn used(model: &Model) -> BTreeSet<&'static str> {
    let promised: Vec<(&Commitment, &Indicator)> = model
        .commitments
        .iter()
        .filter(|commitment| commitment.target.is_some())
        .filter_map(|commitment| Some((commitment, model.indicators.get(&commitment.indicator)?)))
        .collect();
    let mut used = clock(model, &promised);
    used.extend(assessment(model, &promised));
    used
}

/// Whether the time of a case is counted anywhere: where nothing is, the rules of the clock govern nothing.
#[must_use]
pub fn counts_cases(model: &Model) -> bool {
    let mut counts = model.indicators.iter().any(|indicator| indicator.form == Form::Duration);
    every_expression(model, &mut |expr| counts |= matches!(expr, Expr::TimeBetween { .. }));
    counts
}

fn clock(model: &Model, promised: &[(&Commitment, &Indicator)]) -> BTreeSet<&'static str> {
    let mut used = BTreeSet::new();
    let counted: Vec<&(&Commitment, &Indicator)> =
        promised.iter().filter(|(_, indicator)| indicator.form == Form::Duration).collect();
    for (commitment, indicator) in counted.iter().copied() {
        let has_hours =
            |calendar: Option<&CalendarSet>| calendar.is_some_and(|calendar| *calendar != CalendarSet::Always);
        let in_days = commitment.target.as_ref().is_some_and(|bound| has_hours(bound.calendar.as_ref()));
        // A count that starts on the day after does so around the clock as well.
        let is_later = model.clock.as_ref().is_some_and(|clock| {
            clock.rules.iter().any(|(rule, word)| rule == "outside_hours" && word == "starts_at_next_day")
        });
        if has_hours(commitment.calendar.as_ref()) || in_days || is_later || commitment.calendar.is_none() {
            used.insert("outside_hours");
        }
        let Subject::Record(record) = &indicator.of else { continue };
        let of_case = |dimension| model.dimensions.get(dimension).is_some_and(|d| d.of == indicator.of);
        if commitment.scope.dimensions.iter().any(|(dimension, _)| of_case(dimension)) {
            used.extend(["priority_change", "priority_set", "priority_dispute"]);
        }
        // Where a case goes through several stages from one beginning, it may come back to one, or stop at one for a time.
        let begins = ends(indicator).map(|(from, _)| from);
        let has_stages = counted.iter().any(|(_, other)| {
            other.term.id != indicator.term.id && begins.is_some() && ends(other).map(|(from, _)| from) == begins
        });
        let closes =
            model.clock.as_ref().and_then(|clock| clock.closing.as_ref()).and_then(|(_, after)| after.as_ref());
        if has_stages || matches!(closes, Some(Event::Field { record: of, .. }) if of == record) {
            used.insert("closing");
        }
        if has_stages || has_field(model, record, REOPENED) {
            used.insert("reopening");
        }
        if has_stages || has_field(model, record, WORKED_AROUND) && stops_at(indicator, RESTORED) {
            used.insert("workaround");
        }
        if has_stages || stops_at(indicator, ACKNOWLEDGED) {
            used.insert("automatic_answer");
        }
    }
    used
}

fn has_field(model: &Model, record: &Id<Record>, name: &str) -> bool {
    model.records.get(record).is_some_and(|record| record.fields.iter().any(|field| field.name == name))
}

/// The events between which a duration runs.
fn ends(indicator: &Indicator) -> Option<(&Event, &Event)> {
    match &indicator.formula {
        Expr::TimeBetween { from, to } => Some((from, to)),
        _ => None,
    }
}

fn stops_at(indicator: &Indicator, name: &str) -> bool {
    matches!(ends(indicator), Some((_, Event::Field { field, .. })) if field == name)
}

fn assessment(model: &Model, promised: &[(&Commitment, &Indicator)]) -> BTreeSet<&'static str> {
    let mut used = BTreeSet::from(["evidence_missing"]);
    let in_periods = |window: Option<&Window>| {
        matches!(window, Some(Window::Calendar { .. } | Window::OpenDays { .. } | Window::Period { .. }))
    };
    for (commitment, indicator) in promised {
        if commitment.sample.is_some() {
            used.insert("too_few");
        }
        if in_periods(commitment.window.as_ref()) {
            used.insert("partial_period");
        }
        // Time is split at the end of a period whatever the contract says; cases are not.
        if !matches!(indicator.form, Form::TimeRatio | Form::SlotRatio) {
            used.insert("across_periods");
        }
    }
    if model.figures.iter().any(|figure| in_periods(figure.per.as_ref())) {
        used.insert("partial_fee");
    }
    let caps = model.settlements.iter().flat_map(|s| &s.caps).chain(model.liabilities.iter().map(|l| &l.cap));
    if caps.into_iter().any(|cap| in_periods(cap.window.as_ref())) {
        used.insert("partial_cap");
    }
    if model.exclusions.iter().count() > 1 && model.exclusions.iter().any(|exclusion| exclusion.budget.is_some()) {
        used.insert("excluded_twice");
    }
    let mut in_series = false;
    let mut started = false;
    every_expression(model, &mut |part| {
        in_series |= matches!(part, Expr::Aggregate { function: Aggregate::Breaches, .. });
        started |= matches!(part, Expr::Step { step: Step::Started, .. });
    });
    if in_series {
        used.insert("in_series");
    }
    if started {
        used.insert("started");
    }
    used
}

/// Calls `see` with every expression of the contract that decides something.
fn every_expression(model: &Model, see: &mut impl FnMut(&Expr)) {
    for figure in &model.figures {
        match &figure.value {
            FigureSource::Is(expr) => expr.visit(see),
            FigureSource::Decision(table) => {
                table.rows.iter().filter_map(|row| row.outcome.as_ref()).for_each(|expr| expr.visit(see));
            }
            FigureSource::Column(rows) => rows.iter().for_each(|(_, expr)| expr.visit(see)),
            FigureSource::GivenBy(..) | FigureSource::Blank(_) => {}
        }
    }
    model.indicators.iter().for_each(|indicator| indicator.formula.visit(see));
    for schedule in &model.schedules {
        match &schedule.pays {
            Pays::Amount(expr) => expr.visit(see),
            Pays::Brackets(table) => {
                table.rows.iter().filter_map(|row| row.outcome.as_ref()).for_each(|expr| expr.visit(see));
            }
            Pays::Blank(_) => {}
        }
        schedule.waived.iter().for_each(|expr| expr.visit(see));
    }
    model.settlements.iter().flat_map(|s| &s.waived).for_each(|expr| expr.visit(see));
    model.rights.iter().flat_map(|r| r.when.iter().chain(&r.provided)).for_each(|expr| expr.visit(see));
    for exclusion in &model.exclusions {
        if let ExclusionSource::When(expr) = &exclusion.applies {
            expr.visit(see);
        }
    }
}
