//! The stages of one case: what comes earlier in its life is not due after what comes later.
//!
//! The fields of a record stand in the order of its life. So where a case must be acknowledged within a time and restored within
//! another one, both from its opening, a case whose first time ends after the second is acknowledged in due time only after it
//! has been restored: the first promise says nothing then that the second does not.

use super::Instance;
use super::timer::{Built, Events, Timer};
use crate::base::{Name, Span};
use crate::check::{Facts, shown, values, words};
use crate::diagnostics::{Case, Question};
use crate::evaluate::functions::{self, Start};
use crate::model::{
    Bound, CalendarSet, Commitment, Event, Exception, Expr, Id, Model, Polarity, Quantity, Record, Tier,
};
use crate::quantity::Rational;
use rustc_hash::{FxHashMap, FxHashSet};

/// A commitment on the time from one instant of a case to another.
#[derive(Clone)]
pub struct Clock<'m> {
    /// The commitment.
    pub commitment: &'m Commitment,
    /// The exception that gives the limit, where one does.
    pub exception: Option<&'m Exception>,
    /// Where the limit stands.
    pub span: Span,
    /// How long it may take.
    pub limit: Quantity,
    /// The sort of the case.
    pub record: &'m Id<Record>,
    /// The field that starts the clock.
    pub from: &'m Name,
    /// The field that stops it.
    pub to: &'m Name,
    /// The calendar whose days are counted, for a limit in days.
    pub days: Option<CalendarSet>,
    pub(super) start: Start,
    pub(super) due: (Built, Events),
}

/// An earlier stage of a case that can be due after a later one.
pub struct Stage<'m> {
    /// The earlier stage.
    pub earlier: Clock<'m>,
    /// The later stage.
    pub later: Clock<'m>,
    /// A case that both are for.
    pub case: Case,
    /// An instant of it.
    pub instance: Instance,
    /// The shortest limit of the later stage, in its unit, with which that cannot be; none where there is none near.
    pub enough: Option<Quantity>,
    /// The longest limit of the earlier stage, in its unit, with which that cannot be; none where there is none.
    pub short: Option<Quantity>,
}

/// The record and the fields between which an indicator counts time.
fn between<'m>(model: &'m Model, commitment: &Commitment) -> Option<(&'m Id<Record>, &'m Name, &'m Name)> {
    match &model.indicators.get(&commitment.indicator)?.formula {
        Expr::TimeBetween {
            from: Event::Field { record, field: from },
            to: Event::Field { record: other, field: to },
        } if record == other => Some((record, from, to)),
        _ => None,
    }
}

/// The clocks of the commitments that bind someone, where all is agreed that they count by.
pub(super) fn clocks<'m>(facts: &Facts<'m>, timer: &mut Timer<'_>) -> Vec<Clock<'m>> {
    let model = facts.model;
    let mut clocks = Vec::new();
    for commitment in facts.bound() {
        let Some((record, from, to)) = between(model, commitment) else { continue };
        let is_open = [&commitment.debtor, &commitment.creditor].into_iter().any(|party| party.as_blank().is_some());
        if facts.blanks().has_dates(&commitment.term.id) || is_open {
            continue;
        }
        let asked = facts.asked(commitment);
        // An exception that holds under a condition leaves it open which limit a case has.
        let exceptions: Vec<&Exception> = asked.iter().filter_map(|asked| asked.exception).collect();
        if exceptions.iter().any(|exception| exception.when.is_some()) || exceptions.len() > 1 {
            continue;
        }
        for asked in &asked {
            let (Some(Polarity::Lower), Some(limit)) = (asked.side(), values::constant(model, &asked.bound.value))
            else {
                continue;
            };
            let own = [commitment.term.validity];
            let events = match asked.exception {
                Some(exception) => timer.events(&[commitment.term.validity, exception.term.validity], &[]),
                None => timer.events(&own, &exceptions.iter().map(|e| e.term.validity).collect::<Vec<_>>()),
            };
            let held: Vec<_> = timer.world.held(commitment).map(|(_, time)| time).collect();
            let events = timer.within(events, held);
            let (start, days) = (functions::start(timer.world, commitment), asked.bound.calendar.clone());
            let Some(built) = built(timer, commitment, &start, &asked.bound, &limit) else { continue };
            let (exception, span, due) = (asked.exception, asked.span, (built, events));
            clocks.push(Clock { commitment, exception, span, limit, record, from, to, start, days, due });
        }
    }
    clocks
}

/// A clock with a limit, as a function.
fn built(
    timer: &mut Timer<'_>,
    commitment: &Commitment,
    start: &Start,
    bound: &Bound,
    limit: &Quantity,
) -> Option<Built> {
    let (start, delay) = functions::count(commitment, start, bound, limit)?;
    timer.due(&start, &delay)
}

impl Clock<'_> {
    /// When it is due in a case, as a question.
    #[must_use]
    pub fn asks(&self, case: &Case, instance: &Instance) -> Question {
        let of = self.commitment.term.id.clone();
        Question::Due { of, level: None, case: instance.case(case, self.record, self.from) }
    }

    /// The same clock with another limit.
    fn with(&self, timer: &mut Timer<'_>, limit: &Quantity) -> Option<(Built, Events)> {
        let bound = Bound { calendar: self.days.clone(), ..self.commitment.target.clone()? };
        Some((built(timer, self.commitment, &self.start, &bound, limit)?, self.due.1))
    }

    /// What it promises: `at most 4 h during `office``.
    #[must_use]
    pub fn promise(&self) -> String {
        format!("at most {} {}", words::quantity(&self.limit), words::clock_hours(self))
    }

    /// The name of the commitment, and the exception that gives its limit.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        [Some(&self.commitment.term.id), self.exception.map(|exception| &exception.term.id)].into_iter().flatten()
    }
}

/// Timing of one tier that start together, with those that stop earlier in the life of the case.
pub(super) fn out_of_order<'m>(model: &'m Model, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Vec<Stage<'m>> {
    let place = |clock: &Clock<'m>| {
        let record = model.records.get(clock.record)?;
        let at = record.fields.iter().position(|field| field.name == *clock.to)?;
        // Fields that a contract adds to a record of a library stand behind its life, and not in it.
        Some((record.fields.get(at)?.span.file, at))
    };
    let mut found = Vec::new();
    let mut known: FxHashSet<(Span, Span)> = FxHashSet::default();
    for (one, other) in together(clocks) {
        let (earlier, later) = match (place(one), place(other)) {
            (Some((file, a)), Some((other_file, b))) if file == other_file && a < b => (one, other),
            (Some((file, a)), Some((other_file, b))) if file == other_file && a > b => (other, one),
            _ => continue,
        };
        let Some(case) = shown::common(&earlier.commitment.scope, &later.commitment.scope) else { continue };
        let Some((_, instance)) = timer.instance(earlier.due, later.due, 1) else { continue };
        // What two tiers inherit together is wrong once.
        if !known.insert((earlier.span, later.span)) {
            continue;
        }
        let repairs = found.len() < crate::check::SHOWN;
        let enough =
            if repairs { nearest(later, timer, 1, |timer, due| is_kept(timer, earlier.due, due)) } else { None };
        let short =
            if repairs { nearest(earlier, timer, -1, |timer, due| is_kept(timer, due, later.due)) } else { None };
        found.push(Stage { earlier: earlier.clone(), later: later.clone(), case, instance, enough, short });
    }
    found
}

/// Pairs of clocks of one tier that start with the same event, and that no value of a dimension keeps apart at first sight.
fn together<'c, 'm>(clocks: &'c [Clock<'m>]) -> Vec<(&'c Clock<'m>, &'c Clock<'m>)> {
    type Key<'m> = (&'m Id<Tier>, &'m Id<Record>, &'m Name);
    let mut groups: FxHashMap<Key<'m>, Vec<usize>> = FxHashMap::default();
    for (at, clock) in clocks.iter().enumerate() {
        groups.entry((&clock.commitment.tier, clock.record, clock.from)).or_default().push(at);
    }
    let mut pairs = Vec::new();
    for group in groups.into_values() {
        // Timing for a value of the first dimension meet those for the same value, and those for all of them.
        let of =
            |at: &usize| clocks.get(*at).map(|clock| clock.commitment.scope.dimensions.as_slice()).unwrap_or_default();
        let dimension = group.iter().find_map(|at| Some(&of(at).first()?.0));
        let mut by_value: FxHashMap<Option<&Name>, Vec<usize>> = FxHashMap::default();
        for at in &group {
            match of(at).iter().find(|(other, _)| Some(other) == dimension) {
                Some((_, values)) => values.iter().for_each(|value| by_value.entry(Some(value)).or_default().push(*at)),
                None => by_value.entry(None).or_default().push(*at),
            }
        }
        let all = by_value.get(&None).cloned().unwrap_or_default();
        for (value, own) in &by_value {
            let others = || own.iter().chain(all.iter().filter(|_| value.is_some()));
            for (n, one) in own.iter().enumerate() {
                pairs.extend(others().skip(n + 1).map(|other| (*one.min(other), *one.max(other))));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.into_iter().filter_map(|(one, other)| Some((clocks.get(one)?, clocks.get(other)?))).collect()
}

fn is_kept(timer: &mut Timer<'_>, earlier: (Built, Events), later: (Built, Events)) -> bool {
    timer.distances(earlier, later).is_none_or(|(_, worst)| worst.seconds() <= 0)
}

/// The limit nearest to that of a clock, upwards or downwards by whole numbers of its unit, with which `kept` holds. Limits that are
/// further away than by a factor of 64 are none.
fn nearest(
    clock: &Clock<'_>,
    timer: &mut Timer<'_>,
    direction: i64,
    kept: impl Fn(&mut Timer<'_>, (Built, Events)) -> bool,
) -> Option<Quantity> {
    let own = Rational::from(clock.limit.value.floor()).to_i64()?;
    let limit = |value: i64| Quantity { value: Rational::from(value), ..clock.limit.clone() };
    let mut holds = |value: i64| {
        let due = clock.with(timer, &limit(value));
        due.is_some_and(|due| kept(timer, due))
    };
    let (mut wrong, mut right) = match direction {
        1 => (own, own.saturating_mul(64).max(64)),
        _ => (own + 1, 1),
    };
    if !holds(right) {
        return None;
    }
    while (right - wrong).abs() > 1 {
        let middle = wrong + (right - wrong) / 2;
        if holds(middle) { right = middle } else { wrong = middle }
    }
    Some(limit(right))
}
