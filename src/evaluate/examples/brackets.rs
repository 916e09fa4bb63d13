//! One amount worked out for each table of amounts: facts that lead into a row in its middle, and what comes of them.
//!
//! For a share of time, the facts are one outage in the first whole period; for a time that is counted case by case, one
//! case. Where evidence cannot be made up so simply, the attained value is taken as given.

use super::made_up::{MadeUp, morning};
use super::{TABLES, signs, steps};
use crate::base::Span as Place;
use crate::evaluate::amounts::Amount;
use crate::evaluate::evidence::Row;
use crate::evaluate::world::whole_seconds;
use crate::evaluate::{Calendars, Evidence, Given, Judged, Number, Span, Value, World};
use crate::model::{
    Attained, Commitment, Decision, DecisionRow, Event, Excess, Expr, Form, HasTerm, Id, Interval, Key, KeyCondition,
    Model, Pays, Quantity, Schedule, Service, StateSource, Window,
};
use crate::quantity::{Rational, Rounding};
use crate::time::Stretch;
use std::rc::Rc;

/// The commitments of a schedule that are tried before it is left without an example.
const TRIED: usize = 20;
/// Lengths are multiples of the first of these that leads into the row, in seconds.
const STEPS: [i64; 6] = [3_600, 1_800, 900, 600, 300, 60];

/// An amount that is owed for made-up facts.
#[derive(Clone, Debug)]
pub struct Owed<'m> {
    /// The penalty or bonus.
    pub schedule: &'m Schedule,
    /// The commitment that it is about.
    pub commitment: &'m Commitment,
    /// The service.
    pub service: Id<Service>,
    /// What happened.
    pub facts: Facts,
    /// The row of the table that applies; none where the amount is so much for each unit of an excess.
    pub row: Option<&'m DecisionRow<Expr>>,
    /// What is owed, with the judgement that it is for.
    pub amount: Amount,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Facts {
    /// One record, from an instant until another.
    Record {
        /// Its sort, and the values of its dimensions.
        row: Row,
        /// From when until when.
        during: Stretch,
    },
    /// The attained value is taken as given.
    Given,
}

/// The amounts of a contract, and whether there are more.
pub(super) fn of<'m>(model: &'m Model, calendars: &Calendars<'m>) -> (Vec<Owed<'m>>, bool) {
    let mut found = Vec::new();
    for schedule in &model.schedules {
        let unit = steps::unit_of(&schedule.pays);
        if unit.is_none() && !matches!(schedule.pays, Pays::Brackets(_)) {
            continue;
        }
        if found.len() >= TABLES {
            return (found, true);
        }
        let commitments = schedule.on.iter().filter_map(|id| model.commitments.get(id));
        let mut signed = commitments.filter(|c| signs(model, &c.debtor) && signs(model, &c.creditor)).take(TRIED);
        let owed = match (&schedule.pays, unit) {
            (Pays::Brackets(table), _) => {
                let table = Table { model, calendars, schedule, table };
                signed.find_map(|commitment| table.owed(commitment))
            }
            (_, Some(unit)) => {
                signed.find_map(|commitment| steps::owed(model, calendars, (schedule, commitment), unit))
            }
            _ => None,
        };
        found.extend(owed);
    }
    (found, false)
}

/// A table of amounts.
struct Table<'m, 'c> {
    model: &'m Model,
    calendars: &'c Calendars<'m>,
    schedule: &'m Schedule,
    table: &'m Decision<Expr>,
}

impl<'m> Table<'m, '_> {
    fn owed(&self, commitment: &'m Commitment) -> Option<Owed<'m>> {
        let nothing = Evidence::default();
        let world = self.world(&nothing);
        let (service, held) = world.held(commitment).find(|(service, _)| {
            let scope = &self.schedule.scope.services;
            scope.is_empty() || scope.contains(&service.id())
        })?;
        let (service, held) = (service.id(), held.and(world.in_force(self.schedule.term.validity)));
        let window = self.schedule.each.as_ref().or(commitment.window.as_ref())?;
        if matches!(window, Window::Case { .. }) {
            return self.of_case(&world, commitment, &service, held);
        }
        let whole = |span: &Span| !span.is_partial() && span.cut(held).within == span.whole;
        let span = world.periods(window, held).into_iter().find(whole)?;
        let mut judged = world.judge(commitment, &service, span);
        if self.is_share_of_cases(commitment) {
            let quota = commitment.quota.as_ref().filter(|quota| quota.as_blank().is_none()).map(Quantity::base);
            judged.target = Some(Number::share(quota.unwrap_or_else(Rational::one)));
        }
        let (row, interval) = self.middle(&world, &judged, None)?;
        self.of_outage(&world, commitment, &judged, row, interval)
            .or_else(|| self.of_given(commitment, &judged, row, interval))
    }

    /// Whether the share of the cases in time is judged, and not a value of the indicator.
    fn is_share_of_cases(&self, commitment: &Commitment) -> bool {
        let indicator = self.model.indicators.get(&commitment.indicator);
        let each = self.schedule.each.as_ref();
        indicator.and_then(|i| commitment.excess(i, each, &self.model.figures)) == Some(Excess::LateCases)
    }

    fn world<'w>(&'w self, evidence: &'w Evidence<'w>) -> World<'w> {
        World::new(self.model, self.calendars, evidence, self.calendars.within().end)
    }

    /// Among the rows that can apply to such a judgement, the one in the middle, with its interval.
    fn middle(
        &self,
        world: &World<'_>,
        judged: &Judged,
        record: Option<&Row>,
    ) -> Option<(&'m DecisionRow<Expr>, &'m Interval)> {
        let target = judged.target.as_ref()?;
        let could = |row: &'m DecisionRow<Expr>| {
            row.outcome.as_ref().filter(|outcome| **outcome != Expr::None)?;
            let interval = self.interval(judged, row)?;
            let middle = within(interval, &target.base, self.most(judged).as_ref())?;
            let supposed = Judged { attained: Some(target.with(middle)), ..judged.clone() };
            self.applies(world, &supposed, record, row).then_some((row, interval))
        };
        let fitting: Vec<_> = self.table.rows.iter().filter_map(could).collect();
        fitting.get(fitting.len() / 2).copied()
    }

    /// The most that the indicator can attain: a share is at most the whole.
    fn most(&self, judged: &Judged) -> Option<Rational> {
        let commitment = self.model.commitments.get(&judged.commitment)?;
        let indicator = self.model.indicators.get(&commitment.indicator)?;
        let is_share = matches!(indicator.form, Form::TimeRatio | Form::CountRatio | Form::SlotRatio);
        (is_share || self.is_share_of_cases(commitment)).then(Rational::one)
    }

    /// What a row asks of the value that was attained.
    fn interval(&self, judged: &Judged, row: &'m DecisionRow<Expr>) -> Option<&'m Interval> {
        let indicator = &self.model.commitments.get(&judged.commitment)?.indicator;
        self.table.keys.iter().zip(&row.conditions).find_map(|asked| match asked {
            (Key::Indicator(of), KeyCondition::Within(interval)) if of == indicator => Some(interval),
            (Key::Judged(Attained::Attained), KeyCondition::Within(interval)) => Some(interval),
            _ => None,
        })
    }

    fn applies(&self, world: &World<'_>, judged: &Judged, record: Option<&Row>, row: &DecisionRow<Expr>) -> bool {
        let applied = world.decided_row(self.table, &world.env_of_amount(judged, record));
        applied.is_some_and(|applied| std::ptr::eq(applied, row))
    }

    /// One outage that leads into the row.
    fn of_outage(
        &self,
        world: &World<'_>,
        commitment: &'m Commitment,
        judged: &Judged,
        row: &'m DecisionRow<Expr>,
        interval: &Interval,
    ) -> Option<Owed<'m>> {
        let indicator = self.model.indicators.get(&commitment.indicator)?;
        let Expr::TimeShare { slots: None, holds } = &indicator.formula else { return None };
        let (from, to) = self.interruption(holds)?;
        let (record, began, ended) = match (from, to) {
            (Event::Field { record, field: began }, Event::Field { record: other, field: ended })
                if record == other =>
            {
                (record, began, ended)
            }
            _ => return None,
        };
        let service = judged.service.clone()?;
        let open = world.calendars.instants(commitment.calendar.as_ref()?);
        let attained = within(interval, &judged.target.as_ref()?.base, Some(&Rational::one()))?;
        let lost = (Rational::one() - attained) * &judged.agreed.as_ref()?.base;
        let begins = open.next_inside(morning(world.zone(), judged.span.whole.start)?)?;
        STEPS.iter().find_map(|step| {
            let ends = open.add(begins, nearest(&lost, *step)?)?;
            let during = Stretch::new(begins, ends);
            let values = vec![(began.clone(), Value::Instant(begins)), (ended.clone(), Value::Instant(ends))];
            let happened = Row {
                record: record.clone(),
                name: record.name().clone(),
                service: Some(service.clone()),
                values,
                span: Place::default(),
            };
            let mut evidence = Evidence::default();
            evidence.add(happened.clone());
            let world = self.world(&evidence);
            let judged = world.judge(commitment, &service, judged.span);
            self.concluded(&world, commitment, judged, row, None, Facts::Record { row: happened, during })
        })
    }

    /// The events between which a service is not up: those of the one state that the condition denies.
    fn interruption(&self, holds: &Expr) -> Option<(&'m Event, &'m Event)> {
        let Expr::Not(state) = holds else { return None };
        let Expr::State(state) = state.as_ref() else { return None };
        let state = self.model.states.get(state).filter(|state| state.lasting.is_none())?;
        match &state.holds {
            StateSource::Between(from, to) => Some((from, to)),
            _ => None,
        }
    }

    /// One case that leads into the row in the middle.
    fn of_case(
        &self,
        world: &World<'_>,
        commitment: &'m Commitment,
        service: &Id<Service>,
        held: Stretch,
    ) -> Option<Owed<'m>> {
        let case = MadeUp::of(world, self.schedule, commitment, service, held)?;
        let at_once = case.until(case.begins);
        let judged = world.judge_cases(commitment, &at_once).into_iter().next()?;
        let (row, interval) = self.middle(world, &judged, Some(&at_once))?;
        let attained = within(interval, &judged.target.as_ref()?.base, None)?;
        STEPS.iter().find_map(|step| {
            let ends = case.open.add(case.begins, nearest(&attained, *step)?)?;
            let happened = case.until(ends);
            let judged = world.judge_cases(commitment, &happened).into_iter().next()?;
            let during = Stretch::new(case.begins, ends);
            let facts = Facts::Record { row: happened.clone(), during };
            self.concluded(world, commitment, judged, row, Some(&happened), facts)
        })
    }

    /// A value within the row, taken as given.
    fn of_given(
        &self,
        commitment: &'m Commitment,
        judged: &Judged,
        row: &'m DecisionRow<Expr>,
        interval: &Interval,
    ) -> Option<Owed<'m>> {
        let target = judged.target.as_ref()?;
        let service = judged.service.clone()?;
        let middle = within(interval, &target.base, self.most(judged).as_ref())?;
        let given = [Given {
            what: commitment.term.id.clone(),
            of: Some(service.name().clone()),
            during: judged.span.whole,
            value: Value::Number(target.with(middle)),
        }];
        let nothing = Evidence::default();
        let mut world = self.world(&nothing);
        world.given = &given;
        let judged = world.judge(commitment, &service, judged.span);
        self.concluded(&world, commitment, judged, row, None, Facts::Given)
    }

    /// What is owed, where the facts lead into the row and something comes of them.
    fn concluded(
        &self,
        world: &World<'_>,
        commitment: &'m Commitment,
        judged: Judged,
        row: &'m DecisionRow<Expr>,
        record: Option<&Row>,
        facts: Facts,
    ) -> Option<Owed<'m>> {
        if !self.applies(world, &judged, record, row) {
            return None;
        }
        let service = judged.service.clone()?;
        let record = record.cloned().map(Rc::new);
        let amount = world.amount(self.schedule, Rc::new(judged), record.as_ref()).filter(|amount| !amount.open)?;
        Some(Owed { schedule: self.schedule, commitment, service, facts, row: Some(row), amount })
    }
}

/// A value in the middle of an interval; of one without an end, as far beyond its bound as the bound is from the target, or half
/// way to the most that can be, or to nothing, where that is nearer.
fn within(interval: &Interval, target: &Rational, most: Option<&Rational>) -> Option<Rational> {
    let half = |one: &Rational, other: &Rational| (one + other).checked_div(&Rational::from(2));
    let bound = |end: &Option<(Quantity, bool)>| end.as_ref().map(|(end, _)| end.base());
    let beyond = |bound: &Rational| {
        let far = (bound - target).abs();
        if far.is_zero() { bound.abs().checked_div(&Rational::from(10)) } else { Some(far) }
    };
    match (bound(&interval.low), bound(&interval.high)) {
        (Some(low), Some(high)) => half(&low, &high),
        (Some(low), None) => {
            let far = &low + beyond(&low)?;
            match most {
                Some(most) if low <= *most && *most < far => half(&low, most),
                _ => Some(far),
            }
        }
        (None, Some(high)) => {
            let (far, none) = (&high - beyond(&high)?, Rational::zero());
            if far < none && none <= high { half(&high, &none) } else { Some(far) }
        }
        (None, None) => None,
    }
}

/// The multiple of so many seconds that is nearest to a time.
fn nearest(time: &Rational, step: i64) -> Option<i64> {
    let steps = time.checked_div(&Rational::from(step))?.round(0, Rounding::HalfUp);
    whole_seconds(&(steps * Rational::from(step))).filter(|seconds| *seconds > 0)
}
