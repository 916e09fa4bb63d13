//! The instant at which a made-up case opens: shortly before a closure that is worth showing.
//!
//! On a calendar that closes, that is the last open hour before a holiday next to a weekend, else before a holiday, else
//! before a weekend. A calendar that never closes for a day has no such closure; there the case opens on the evening
//! before days off, to show that the clock runs on.

use crate::base::Name;
use crate::evaluate::World;
use crate::model::{CalendarSet, HasTerm, Id};
use crate::time::civil::Weekday;
use crate::time::{Instant, Instants, Stretch, date_rule, local, span};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How long before the closure a case opens, in seconds: the longest of these that its target exceeds.
const BEFORE: [i64; 7] = [5_400, 3_600, 1_800, 900, 600, 300, 60];
/// How far a closure is looked for.
const YEAR: i64 = 366 * 86_400;
/// A calendar that is closed for longer has a season, not a weekend.
const SEASON: usize = 10;

/// What is worth showing, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// A holiday next to days that are closed every week.
    HolidayAndWeekend,
    /// A holiday.
    Holiday,
    /// Days that are closed every week.
    Weekend,
}

impl Worth {
    fn of(holiday: bool, weekend: bool) -> Option<Self> {
        match (holiday, weekend) {
            (true, true) => Some(Self::HolidayAndWeekend),
            (true, false) => Some(Self::Holiday),
            (false, true) => Some(Self::Weekend),
            (false, false) => None,
        }
    }
}

/// Finds closures, each once for a calendar and a time.
#[derive(Default)]
pub(super) struct Openings {
    closures: BTreeMap<(CalendarSet, Stretch), Option<Instant>>,
    evenings: BTreeMap<Stretch, Option<Date>>,
}

impl Openings {
    /// Whether a calendar closes for whole days within `held`.
    pub fn closes(&mut self, world: &World<'_>, set: &CalendarSet, held: Stretch) -> bool {
        self.closure(world, set, held).is_some()
    }

    /// The instant at which a case opens that counts on `set`; `target` is how many seconds it may take, where it is a duration.
    pub fn find(
        &mut self,
        world: &World<'_>,
        set: &CalendarSet,
        held: Stretch,
        target: Option<i64>,
    ) -> Option<Instant> {
        let open = world.calendars.instants(set);
        let closing = match self.closure(world, set, held) {
            Some(closing) => closing,
            None => {
                let evening = *self.evenings.entry(held).or_insert_with(|| evening(world, held));
                span::closing(evening?, &open, world.zone())?
            }
        };
        let fits = |before: &&i64| {
            let opened = closing - **before;
            target.is_none_or(|target| **before < target)
                && held.contains(opened)
                && open.measure(opened, closing) == **before
        };
        BEFORE.iter().find(fits).map(|before| closing - before)
    }

    fn closure(&mut self, world: &World<'_>, set: &CalendarSet, held: Stretch) -> Option<Instant> {
        if let Some(known) = self.closures.get(&(set.clone(), held)) {
            return *known;
        }
        let found = closure(world, set, held);
        self.closures.insert((set.clone(), held), found);
        found
    }
}

/// When a calendar closes for the first of the closures that are most worth showing.
fn closure(world: &World<'_>, set: &CalendarSet, held: Stretch) -> Option<Instant> {
    let open = world.calendars.instants(set);
    let search = held.and(Stretch::new(held.start, held.start + YEAR));
    let pieces: Vec<Stretch> = open.pieces(search.start, search.end).collect();
    let gaps = pieces.iter().zip(pieces.iter().skip(1)).map(|(before, after)| Stretch::new(before.end, after.start));
    let worth = gaps.filter_map(|gap| Some((worth(world, set, &open, gap)?, gap.start)));
    worth.min().map(|(_, closing)| closing)
}

fn worth(world: &World<'_>, set: &CalendarSet, open: &Instants, gap: Stretch) -> Option<Worth> {
    let closed = closed_days(world, set, gap);
    if closed.len() > SEASON {
        return None;
    }
    let zone = world.calendars.zone_of(set);
    let is_open = |day: Option<Date>| {
        day.is_some_and(|day| {
            let day = local::day(&zone, day);
            open.pieces(day.start, day.end).next().is_some()
        })
    };
    let week = |days: i64, day: Date| day.checked_add(jiff::Span::new().days(days)).ok();
    // A holiday that falls on a day without hours closes nothing.
    let (holidays, weekly): (Vec<Date>, Vec<Date>) = closed.into_iter().partition(|day| {
        !world.calendars.holidays_on(set, *day).is_empty() && (is_open(week(7, *day)) || is_open(week(-7, *day)))
    });
    Worth::of(!holidays.is_empty(), !weekly.is_empty())
}

/// The days of a stretch of which no instant lies in the calendar, in its zone.
pub(super) fn closed_days(world: &World<'_>, set: &CalendarSet, during: Stretch) -> Vec<Date> {
    let zone = world.calendars.zone_of(set);
    let last = local::date_at(&zone, during.end);
    let days = local::date_at(&zone, during.start).series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
    let is_inside = |day: &Date| {
        let day = local::day(&zone, *day);
        during.start <= day.start && day.end <= during.end
    };
    days.filter(is_inside).filter(|day| !world.calendars.day_is_open(set, *day)).collect()
}

/// The last working day before days off: Saturdays, Sundays, and the holidays that calendars of the contract leave out.
fn evening(world: &World<'_>, held: Stretch) -> Option<Date> {
    let zone = world.zone();
    let first = local::date_at(zone, held.start);
    let last = local::date_at(zone, held.end.min(held.start + YEAR));
    let holidays = holidays(world, first, last);
    let is_weekend = |day: Date| matches!(Weekday::of(day), Weekday::Sat | Weekday::Sun);
    let is_off = |day: Date| is_weekend(day) || holidays.contains(&day);
    let mut found: Option<(Worth, Date)> = None;
    let mut days = first.series(jiff::Span::new().days(1)).take_while(|day| *day < last).peekable();
    while let Some(day) = days.next() {
        let mut off = Vec::new();
        while let Some(next) = days.next_if(|next| is_off(*next)) {
            off.push(next);
        }
        let holiday = off.iter().any(|day| holidays.contains(day) && !is_weekend(*day));
        let weekend = off.iter().any(|day| is_weekend(*day));
        if let Some(worth) = Worth::of(holiday, weekend).filter(|_| !is_off(day))
            && found.is_none_or(|(best, _)| worth < best)
        {
            found = Some((worth, day));
        }
    }
    found.map(|(_, day)| day)
}

/// The holidays of the calendars that others leave out.
fn holidays(world: &World<'_>, first: Date, last: Date) -> BTreeSet<Date> {
    let calendars = &world.model.calendars;
    let left_out: BTreeSet<Name> = calendars.iter().flat_map(|c| &c.except).flat_map(named).collect();
    let of = calendars.iter().filter(|calendar| left_out.contains(calendar.id().name()));
    let rules: Vec<_> = of.flat_map(|calendar| calendar.days.iter().map(|holiday| holiday.rule.clone())).collect();
    date_rule::dates(&rules, first, last).iter().map(|occurrence| occurrence.date).collect()
}

fn named(set: &CalendarSet) -> Vec<Name> {
    match set {
        CalendarSet::Always => Vec::new(),
        CalendarSet::Calendar(id) => vec![Id::name(id).clone()],
        CalendarSet::And(sets) | CalendarSet::Or(sets) => sets.iter().flat_map(named).collect(),
        CalendarSet::Except(whole, out) => [named(whole), named(out)].concat(),
    }
}
