//! The calendars of a contract as sets of instants, and their days.
//!
//! A calendar goes through its own zone, or the contract's, and only then are calendars combined: what is `business` in
//! Paris and in Tokyo is a set of instants. Each is compiled when it is first asked for, and each expression once.

mod exceptions;

pub use exceptions::prevails;

use crate::evaluate::Evidence;
use crate::model::{Calendar, CalendarSet, CountedDay, HasTerm, Holiday, Id, Model};
use crate::time::{self, Days, Instants, Recurrence, Stretch, date_rule, local, zone};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How long after the term calendars are known, for deadlines that fall there.
pub const TAIL_YEARS: i32 = 2;
/// How long an open-ended contract is looked at.
const OPEN_YEARS: i32 = 3;

/// The calendars of a model, from a day until another.
pub struct Calendars<'m> {
    model: &'m Model,
    zone: TimeZone,
    within: Stretch,
    /// Whole months around `within`: the last day of a month is known before the term is over.
    months: (Date, Date),
    never: Rc<Instants>,
    compiled: RefCell<BTreeMap<Id<Calendar>, Rc<Instants>>>,
    expressions: RefCell<BTreeMap<CalendarSet, Rc<Instants>>>,
    open_days: RefCell<BTreeMap<CalendarSet, Rc<OpenDays>>>,
}

/// Which days of an expression are open, from a day on.
struct OpenDays {
    first: Date,
    open: Vec<bool>,
}

impl OpenDays {
    fn holds(&self, day: Date) -> bool {
        let number = self.first.until(day).map_or(-1, |span| span.get_days());
        usize::try_from(number).is_ok_and(|number| self.open.get(number) == Some(&true))
    }
}

/// A holiday on a day.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'m> {
    /// The day on which it is kept.
    pub day: Date,
    /// The date of its rule, where it was moved from it.
    pub moved_from: Option<Date>,
    /// The holiday.
    pub holiday: &'m Holiday,
    /// The calendar that it belongs to.
    pub calendar: &'m Calendar,
}

impl<'m> Calendars<'m> {
    /// The calendars from the local day `from` up to and without `until`, both in the contract's zone.
    ///
    /// Deadlines may fall after the term, so `until` should leave a tail. The zones that a model names are known; should one
    /// not be, its clocks are read as UTC.
    #[must_use]
    pub fn of(model: &'m Model, from: Date, until: Date) -> Self {
        let zone = model.contract.zone();
        let within = local::days(&zone, from, until);
        let months = whole_months(model, from, until);
        let never = Rc::new(Instants::never(local::days(&zone, months.0, months.1)));
        Self {
            model,
            zone,
            within,
            months,
            never,
            compiled: RefCell::default(),
            expressions: RefCell::default(),
            open_days: RefCell::default(),
        }
    }

    /// The calendars of a contract over its term, a day and the evidence, and a tail for deadlines that fall after them.
    #[must_use]
    pub fn around(model: &'m Model, evidence: &Evidence<'_>, day: Date) -> Self {
        let years = |date: Date, years: i32| date.saturating_add(jiff::Span::new().years(years));
        let contract = &model.contract;
        let zone = contract.zone();
        let last = evidence.last_instant().map_or(day, |last| local::date_at(&zone, last).max(day));
        let first = evidence.first_instant().map_or(day, |first| local::date_at(&zone, first).min(day));
        let from = contract.from.map_or(first, |from| from.min(first));
        let until = contract.until.unwrap_or_else(|| years(from, OPEN_YEARS)).max(last);
        // A year before, for windows that look back.
        Self::of(model, years(from, -1), years(until, TAIL_YEARS))
    }

    /// The contract's zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The instants within which calendars are known.
    #[must_use]
    pub fn within(&self) -> Stretch {
        self.within
    }

    /// The instants of an expression of calendars.
    #[must_use]
    pub fn instants(&self, set: &CalendarSet) -> Rc<Instants> {
        if let Some(known) = self.expressions.borrow().get(set) {
            return Rc::clone(known);
        }
        self.compile_all(names(set));
        let known = self.evaluate(set);
        let instants = Rc::new(known.and(&Instants::always(self.within)));
        self.expressions.borrow_mut().insert(set.clone(), Rc::clone(&instants));
        instants
    }

    /// Whether an expression is agreed: no calendar that it is made of is a blank, or has one.
    #[must_use]
    pub fn is_agreed(&self, set: &CalendarSet) -> bool {
        let named = names(set);
        let known = named.iter().all(|id| id.as_blank().is_none());
        let reached = self.reached(named);
        let made_of = |id: &Id<Calendar>| self.model.calendars.get(id).map(parts).unwrap_or_default();
        known
            && reached.iter().flat_map(made_of).all(|id| id.as_blank().is_none())
            && !self.model.blanks.iter().any(|blank| reached.iter().any(|id| *id.name() == blank.term))
    }

    /// The zone in which the days of an expression are told: the one that all its calendars have, else the contract's.
    #[must_use]
    pub fn zone_of(&self, set: &CalendarSet) -> TimeZone {
        let calendars = names(set).into_iter().filter_map(|id| self.model.calendars.get(&id));
        let zones: BTreeSet<Option<&str>> =
            calendars.map(|c| c.zone.as_deref().or(self.model.contract.timezone.as_deref())).collect();
        match (zones.first(), zones.len()) {
            (Some(Some(only)), 1) => zone_named(only),
            _ => self.zone.clone(),
        }
    }

    /// Whether a day is open: whether at least one of its instants belongs to the expression. The day is one of
    /// [`Self::zone_of`]; a day that this zone skips is not open.
    #[must_use]
    pub fn day_is_open(&self, set: &CalendarSet, day: Date) -> bool {
        if let Some(known) = self.open_days.borrow().get(set) {
            return known.holds(day);
        }
        let days = Rc::new(self.open_days_of(set));
        self.open_days.borrow_mut().insert(set.clone(), Rc::clone(&days));
        days.holds(day)
    }

    fn open_days_of(&self, set: &CalendarSet) -> OpenDays {
        let (zone, instants) = (self.zone_of(set), self.instants(set));
        let first = local::date_at(&zone, self.within.start);
        let until = local::date_at(&zone, self.within.end);
        let days = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= until);
        OpenDays { first, open: days.map(|day| is_open(&instants, day, &zone)).collect() }
    }

    /// The holidays that are kept on a day, of every calendar that the expression names or is made of.
    #[must_use]
    pub fn holidays_on(&self, set: &CalendarSet, day: Date) -> Vec<&'m Holiday> {
        let kept = self.holidays(set, day, day.tomorrow().unwrap_or(Date::MAX));
        kept.into_iter().map(|kept| kept.holiday).collect()
    }

    /// The holidays that are kept from the day `from` up to and without `until`, by day.
    #[must_use]
    pub fn holidays(&self, set: &CalendarSet, from: Date, until: Date) -> Vec<Kept<'m>> {
        let mut found = Vec::new();
        for id in self.reached(names(set)) {
            let Some(calendar) = self.model.calendars.get(&id) else { continue };
            let rules: Vec<_> = calendar.days.iter().map(|holiday| holiday.rule.clone()).collect();
            found.extend(date_rule::dates(&rules, from, until).into_iter().filter_map(|occurrence| {
                let holiday = calendar.days.get(occurrence.holiday)?;
                Some(Kept { day: occurrence.date, moved_from: occurrence.moved_from, holiday, calendar })
            }));
        }
        found.sort_by_key(|kept| kept.day);
        found
    }

    /// All calendars that these are made of, themselves included, in the order of the source.
    fn reached(&self, from: BTreeSet<Id<Calendar>>) -> Vec<Id<Calendar>> {
        let mut todo: Vec<Id<Calendar>> = from.iter().cloned().collect();
        let mut seen = from;
        while let Some(id) = todo.pop() {
            let made_of = self.model.calendars.get(&id).map(|calendar| self.parts(calendar)).unwrap_or_default();
            todo.extend(made_of.into_iter().filter(|part| seen.insert(part.clone())));
        }
        self.model.calendars.iter().map(HasTerm::id).filter(|id| seen.contains(id)).collect()
    }

    /// Compiles these calendars, each after those that it is made of. Where calendars are made of one another, the one that
    /// is reached last finds the first one empty; a contract with such calendars means nothing.
    fn compile_all(&self, wanted: BTreeSet<Id<Calendar>>) {
        let mut todo: Vec<Id<Calendar>> = wanted.into_iter().collect();
        let mut waiting = BTreeSet::new();
        while let Some(id) = todo.last().cloned() {
            let is_known = self.compiled.borrow().contains_key(&id);
            let Some(calendar) = self.model.calendars.get(&id).filter(|_| !is_known) else {
                todo.pop();
                continue;
            };
            if waiting.insert(id.clone()) {
                let needed = self.parts(calendar).into_iter().chain(exceptions::conditions(self.model, calendar));
                todo.extend(needed.filter(|part| !waiting.contains(part)));
            } else {
                todo.pop();
                let instants = Rc::new(self.with_exceptions(calendar));
                self.compiled.borrow_mut().insert(id, instants);
            }
        }
    }

    /// The calendars that a calendar is made of, at some instant or another.
    fn parts(&self, calendar: &Calendar) -> BTreeSet<Id<Calendar>> {
        parts(calendar).into_iter().chain(exceptions::made_of(self.model, calendar)).collect()
    }

    /// One calendar, of parts that are compiled, exceptions aside.
    fn compile(&self, calendar: &Calendar) -> Instants {
        let zone = calendar.zone.as_deref().map_or_else(|| self.zone.clone(), zone_named);
        let holidays: Vec<_> = calendar.days.iter().map(|holiday| holiday.rule.clone()).collect();
        let counted = calendar.counted.iter().flat_map(|day| self.counted(day));
        let open: Vec<Recurrence> = calendar.open.iter().cloned().chain(counted).collect();
        let own = time::compile(&open, &holidays, &zone, self.known());
        let all = calendar.is.iter().fold(own, |all, part| all.or(&self.evaluate(part)));
        calendar.except.iter().fold(all, |left, part| left.except(&self.evaluate(part)))
    }

    /// A day of each month that is counted on calendars that are compiled.
    fn counted(&self, day: &CountedDay) -> Vec<Recurrence> {
        let (of, zone) = (self.evaluate(&day.of), self.zone_of(&day.of));
        let (from, until) = self.months;
        let days = from.series(1.day()).take_while(|day| *day < until);
        let open: Vec<Date> = days.filter(|day| is_open(&of, *day, &zone)).collect();
        let months = open.chunk_by(|a, b| a.first_of_month() == b.first_of_month());
        let chosen = months.filter_map(|month| match day.ordinal.number() {
            Some(number) => month.iter().zip(1..).find(|(_, n)| *n == number).map(|(date, _)| *date),
            None => month.last().copied(),
        });
        chosen.map(|date| Recurrence { days: Days::Dates(date, date), hours: day.hours }).collect()
    }

    /// The instants within which calendars are computed.
    fn known(&self) -> Stretch {
        self.never.within()
    }

    /// An expression of calendars that are compiled.
    fn evaluate(&self, set: &CalendarSet) -> Rc<Instants> {
        let joined = |sets: &[CalendarSet], first: Instants, join: fn(&Instants, &Instants) -> Instants| {
            Rc::new(sets.iter().fold(first, |all, part| join(&all, &self.evaluate(part))))
        };
        match set {
            CalendarSet::Always => Rc::new(Instants::always(self.known())),
            CalendarSet::Calendar(id) => {
                self.compiled.borrow().get(id).map_or_else(|| Rc::clone(&self.never), Rc::clone)
            }
            CalendarSet::And(sets) => joined(sets, Instants::always(self.known()), Instants::and),
            CalendarSet::Or(sets) => joined(sets, Instants::never(self.known()), Instants::or),
            CalendarSet::Except(whole, out) => Rc::new(self.evaluate(whole).except(&self.evaluate(out))),
        }
    }
}

/// The calendars that an expression names.
fn names(set: &CalendarSet) -> BTreeSet<Id<Calendar>> {
    match set {
        CalendarSet::Always => BTreeSet::new(),
        CalendarSet::Calendar(id) => BTreeSet::from([id.clone()]),
        CalendarSet::And(sets) | CalendarSet::Or(sets) => sets.iter().flat_map(names).collect(),
        CalendarSet::Except(whole, out) => names(whole).into_iter().chain(names(out)).collect(),
    }
}

/// The calendars that a calendar is made of.
fn parts(calendar: &Calendar) -> BTreeSet<Id<Calendar>> {
    let counted = calendar.counted.iter().map(|day| &day.of);
    calendar.is.iter().chain(&calendar.except).chain(counted).flat_map(names).collect()
}

fn is_open(set: &Instants, day: Date, zone: &TimeZone) -> bool {
    let day = local::day(zone, day);
    set.pieces(day.start, day.end).next().is_some()
}

/// Whole months around some days, with one more on both sides for each calendar on whose days another one may count.
fn whole_months(model: &Model, from: Date, until: Date) -> (Date, Date) {
    let counts = model.calendars.iter().filter(|calendar| !calendar.counted.is_empty()).count();
    let excepted = model.exceptions.iter().filter(|exception| exceptions::counts_days(exception)).count();
    let margin = i32::try_from(counts + excepted).unwrap_or(i32::MAX);
    if margin == 0 {
        return (from, until);
    }
    let first = from.first_of_month().saturating_sub(margin.min(1_200).months());
    (first, until.first_of_month().saturating_add((margin.min(1_200) + 1).months()))
}

fn zone_named(name: &str) -> TimeZone {
    zone::find(name).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests;
