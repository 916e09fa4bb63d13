//! Made-up cases with their deadlines: one for each level and each value that its tables tell apart.

use super::openings::{Openings, closed_days};
use super::{CASES, agrees, signs};
use crate::base::{Name, Span as Place};
use crate::evaluate::clock::{Count, Run};
use crate::evaluate::evidence::Row;
use crate::evaluate::world::{civil, whole_seconds};
use crate::evaluate::{Calendars, Env, Evidence, Number, Span, Value, World};
use crate::model::{
    Bound, CalendarSet, Commitment, Delay, Dimension, Event, Expr, HasTerm, Holiday, Id, Indicator, Model, Quantity,
    Record, Service, Subject, Tier,
};
use crate::time::{Instant, Stretch, local};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The longest time whose closed days are told one by one: two months.
const TOLD: i64 = 62 * 86_400;

/// A made-up case: what is known of it, and when it is due.
#[derive(Clone, Debug)]
pub struct Case<'m> {
    /// The level that its service is held to.
    pub tier: &'m Tier,
    /// The service.
    pub service: Id<Service>,
    /// The sort of the record.
    pub record: Id<Record>,
    /// The field that opens it.
    pub field: Name,
    /// The values that decide which commitments are its own.
    pub values: Vec<(Id<Dimension>, Name)>,
    /// When it opens.
    pub opened: Instant,
    /// When it is due, by commitment.
    pub due: Vec<Due<'m>>,
}

/// A deadline of a made-up case.
#[derive(Clone, Debug)]
pub struct Due<'m> {
    /// The commitment.
    pub commitment: &'m Commitment,
    /// How long it may take.
    pub target: Quantity,
    /// The calendar on which that is counted; none: all days.
    pub calendar: Option<CalendarSet>,
    /// When it is due; at that instant it is still on time.
    pub deadline: Instant,
    /// The stretches that are counted; empty where days are.
    pub counted: Vec<Stretch>,
    /// The days that are counted; empty where hours are, or where the days do not tell.
    pub days: Vec<Date>,
    /// The days between the opening and the deadline on which the calendar is closed.
    pub closed: Vec<Closed<'m>>,
}

/// A day on which a calendar is closed.
#[derive(Clone, Debug)]
pub struct Closed<'m> {
    /// The day.
    pub day: Date,
    /// The holidays that are kept on it.
    pub holidays: Vec<&'m Holiday>,
}

/// A commitment on a time that runs from a field of a record.
struct Clock<'m> {
    commitment: &'m Commitment,
    record: &'m Id<Record>,
    field: &'m Name,
    target: &'m Bound,
    calendar: &'m CalendarSet,
    rest: Rest<'m>,
}

/// What a case says: its sort, the field that opens it, and the values of the dimensions that tell such cases apart.
struct Known<'m> {
    record: &'m Id<Record>,
    field: &'m Name,
    values: Vec<(&'m Id<Dimension>, &'m Name)>,
    rest: Rest<'m>,
}

/// What a scope says of services: the services themselves, and dimensions that are not those of the case.
type Rest<'m> = (&'m [Id<Service>], Vec<&'m (Id<Dimension>, Vec<Name>)>);

/// What tells two cases apart that are worth showing both.
type Shown<'m> = (Vec<(&'m Id<Dimension>, &'m Name)>, Vec<(&'m Id<Indicator>, &'m Expr, Option<&'m CalendarSet>)>);

/// The cases of a contract, and whether there are more.
pub(super) fn of<'m>(model: &'m Model, calendars: &Calendars<'m>) -> (Vec<Case<'m>>, bool) {
    let nothing = Evidence::default();
    let world = World::new(model, calendars, &nothing, calendars.within().end);
    let maker = Maker { world: &world, calendars };
    let mut openings = Openings::default();
    let mut cases: Vec<Case<'m>> = Vec::new();
    let mut shown: BTreeSet<Shown<'m>> = BTreeSet::new();
    let clocks = clocks(model);
    let signed = model.tiers.iter().filter(|tier| signs(model, &tier.debtor) && signs(model, &tier.creditor));
    for (tier, clocked) in signed.filter_map(|tier| Some((tier, clocks.get(tier.id().name())?))) {
        // What a case without values would show, those with values show.
        let mut told: BTreeSet<&Name> = BTreeSet::new();
        for known in known(model, clocked) {
            let own: Vec<&Clock<'m>> = clocked.iter().filter(|clock| clock.fits(&known)).collect();
            let alike: Shown<'m> = (known.values.clone(), own.iter().map(|clock| clock.promise()).collect());
            let is_told = known.values.is_empty() && own.iter().all(|clock| told.contains(&clock.commitment.term.id));
            if is_told || shown.contains(&alike) {
                continue;
            }
            if cases.len() >= CASES {
                return (cases, true);
            }
            if let Some(case) = maker.case(tier, &known, &own, &mut openings) {
                told.extend(case.due.iter().map(|due| &due.commitment.term.id));
                shown.insert(alike);
                cases.push(case);
            }
        }
    }
    (cases, false)
}

/// The commitments with a clock that runs towards a deadline, by tier.
fn clocks(model: &Model) -> BTreeMap<&Name, Vec<Clock<'_>>> {
    let mut found: BTreeMap<&Name, Vec<Clock<'_>>> = BTreeMap::new();
    for commitment in &model.commitments {
        let Some(indicator) = model.indicators.get(&commitment.indicator) else { continue };
        let Expr::TimeBetween { from, to } = &indicator.formula else { continue };
        let (Event::Field { record, field }, Some(target), Some(calendar)) =
            (from, &commitment.target, &commitment.calendar)
        else {
            continue;
        };
        // Nobody can act on the deadline of a clock that looks back.
        if !model.looks_back(from, to) {
            let scope = &commitment.scope;
            let of_services = scope.dimensions.iter().filter(|(dimension, _)| !is_of(model, dimension, record));
            let rest = (scope.services.as_slice(), of_services.collect());
            let clock = Clock { commitment, record, field, target, calendar, rest };
            found.entry(commitment.tier.name()).or_default().push(clock);
        }
    }
    found
}

impl<'m> Clock<'m> {
    /// Whether the commitment is one for such a case.
    fn fits(&self, known: &Known<'m>) -> bool {
        let scope = &self.commitment.scope;
        let has = |(dimension, value): &(&Id<Dimension>, &Name)| {
            scope.values(dimension).is_none_or(|values| values.contains(*value))
        };
        let (services, dimensions) = &self.rest;
        let speaks_of_all = services.is_empty() && dimensions.is_empty();
        (self.record, self.field) == (known.record, known.field)
            && (speaks_of_all || self.rest == known.rest)
            && known.values.iter().all(has)
    }

    fn promise(&self) -> (&'m Id<Indicator>, &'m Expr, Option<&'m CalendarSet>) {
        (&self.commitment.indicator, &self.target.value, self.target.calendar.as_ref().or(Some(self.calendar)))
    }
}

/// Whether a dimension tells records of this sort apart.
fn is_of(model: &Model, dimension: &Id<Dimension>, record: &Id<Record>) -> bool {
    model.dimensions.get(dimension).is_some_and(|dimension| dimension.of == Subject::Record(record.clone()))
}

/// The cases that the commitments of a tier tell apart: those with values first.
fn known<'m>(model: &Model, clocks: &[Clock<'m>]) -> Vec<Known<'m>> {
    let mut seen = BTreeSet::new();
    let mut all: Vec<Known<'m>> = Vec::new();
    for clock in clocks {
        let scope = &clock.commitment.scope.dimensions;
        let scoped = scope.iter().filter(|(dimension, _)| is_of(model, dimension, clock.record));
        let values: Vec<_> = scoped.filter_map(|(dimension, values)| Some((dimension, values.first()?))).collect();
        if seen.insert((clock.record, clock.field, values.clone(), clock.rest.clone())) {
            all.push(Known { record: clock.record, field: clock.field, values, rest: clock.rest.clone() });
        }
    }
    all.sort_by_key(|known| known.values.is_empty());
    all
}

/// Makes cases up.
struct Maker<'m, 'w> {
    world: &'w World<'w>,
    calendars: &'w Calendars<'m>,
}

impl<'m> Maker<'m, '_> {
    /// A case of a tier, with the deadlines of the commitments that it is one for; none where no closure is worth showing.
    fn case(&self, tier: &'m Tier, known: &Known<'m>, own: &[&Clock<'m>], openings: &mut Openings) -> Option<Case<'m>> {
        let world = self.world;
        let (service, held) = own.iter().find_map(|clock| {
            let (service, held) = world.held(clock.commitment).next()?;
            Some((service.id(), held))
        })?;
        let mut row = Row {
            record: known.record.clone(),
            name: known.record.name().clone(),
            service: Some(service.clone()),
            values: known.values.iter().map(|(id, value)| (id.name().clone(), Value::Word((*value).clone()))).collect(),
            span: Place::default(),
        };
        let in_scope = own.iter().filter(|clock| world.in_scope(&clock.commitment.scope, &row));
        let own: Vec<&&Clock<'m>> = in_scope.filter(|clock| self.is_agreed(clock)).collect();
        let seconds = |clock: &&&Clock<'m>| {
            let env = Env::of_row(&row, Span::whole(world.term()));
            let target = world.eval(&clock.target.value, &env).number().map(Number::quantity)?;
            whole_seconds(&target.base()).filter(|_| civil(&target).is_none())
        };
        let main = own.iter().find(|clock| openings.closes(world, clock.calendar, held)).or(own.first())?;
        let longest = own.iter().filter(|clock| clock.calendar == main.calendar).filter_map(seconds).max();
        let wanted = openings.find(world, main.calendar, held, longest)?;
        let opening = |at| Row {
            values: [row.values.as_slice(), &[(known.field.clone(), Value::Instant(at))]].concat(),
            ..row.clone()
        };
        let open = world.calendars.instants(main.calendar);
        let opened = agrees::nearest(world, (&open, held), wanted, opening)?;
        row.values.push((known.field.clone(), Value::Instant(opened)));
        let held = own.iter().filter(|clock| world.is_held(clock.commitment, &service, opened));
        let due: Vec<Due<'m>> = held.filter_map(|clock| self.due(clock, &row)).collect();
        let values = known.values.iter().map(|(id, value)| ((*id).clone(), (*value).clone())).collect();
        let (record, field) = (known.record.clone(), known.field.clone());
        (!due.is_empty()).then_some(Case { tier, service, record, field, values, opened, due })
    }

    /// Whether all is agreed that the deadline of a clock rests on.
    fn is_agreed(&self, clock: &Clock<'m>) -> bool {
        let set = clock.target.calendar.as_ref().unwrap_or(clock.calendar);
        match &clock.target.value {
            Expr::Quantity(length) => self.world.is_agreed(length, Some(set)),
            _ => self.calendars.is_agreed(set),
        }
    }

    /// The deadline of a case under a commitment, and what was counted until then.
    fn due(&self, clock: &Clock<'m>, row: &Row) -> Option<Due<'m>> {
        let world = self.world;
        let count = world.counts(clock.commitment, row).into_iter().next()?;
        let deadline = count.deadline?;
        let env = Env::of_case(row, count.first);
        let terms = world.terms(clock.commitment, count.first, &env)?;
        let target = world.eval(&terms.limit, &env).number()?.quantity();
        let in_days = civil(&target).is_some();
        let calendar = if in_days { terms.calendar } else { Some(clock.calendar.clone()) };
        let (mut counted, mut days) = (Vec::new(), Vec::new());
        if in_days {
            days = self.days(&target, calendar.as_ref(), &count);
        } else {
            let pieces =
                |run: &Run| run.calendar.pieces(run.during.start, run.during.end.min(deadline)).collect::<Vec<_>>();
            counted.extend(count.runs.iter().flat_map(pieces));
        }
        let between = Stretch::new(count.opened, deadline);
        let closed = calendar.as_ref().filter(|_| between.seconds() <= TOLD).map(|set| {
            let named = |day| Closed { day, holidays: self.calendars.holidays_on(set, day) };
            closed_days(world, set, between).into_iter().map(named).collect()
        });
        let closed = closed.unwrap_or_default();
        Some(Due { commitment: clock.commitment, target, calendar, deadline, counted, days, closed })
    }

    /// The days that a target in days counts; none where they do not tell the deadline: after clear days, or where its last day
    /// moves on.
    fn days(&self, target: &Quantity, calendar: Option<&CalendarSet>, count: &Count) -> Vec<Date> {
        let delay = Delay::new(target.clone(), calendar.cloned());
        let still = |day| self.world.stands_still(day, calendar, &count.still);
        let days = self.world.days_counted(&delay, count.dated, &still);
        let last = days.last().map(|day| local::day(self.world.zone(), *day));
        let tells = i64::try_from(days.len()).ok() == target.base().to_i64()
            && last.zip(count.deadline).is_some_and(|(day, at)| day.start < at && at <= day.end);
        if tells { days } else { Vec::new() }
    }
}
