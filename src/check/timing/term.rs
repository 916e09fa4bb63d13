//! The term of a contract against what must fit in it: notices of renewals, periods, and hours that clocks skip.

use super::suppliers::Rest;
use super::timer::Timer;
use super::uses::{self, Unread, Unused};
use crate::base::{Name, Span};
use crate::check::Facts;
use crate::evaluate::world::civil;
use crate::model::{Commitment, Delay, Duty, ExclusionSource, Service, Window};
use crate::quantity::Rational;
use crate::time::{Direction, Instant, Recurrence, Stretch, compile, local, span};
use jiff::tz::TimeZone;

/// A notice that would have to be given before there is anything to refuse.
pub struct Early<'m> {
    /// The notice.
    pub notice: &'m Delay,
    /// The last instant for it, in words.
    pub due: String,
    /// The start of the time that it would end, in words.
    pub start: String,
    /// Whether that is the first term; else it is one that a renewal began.
    pub first: bool,
    /// Which renewal it is, counted from 1; 0 for the first term.
    pub renewal: usize,
    /// The two instants.
    pub at: (Instant, Instant),
}

/// Hours that the clocks skip on a day.
pub struct Skipped<'m> {
    /// The term that names them.
    pub term: &'m Name,
    /// Where they stand.
    pub span: Span,
    /// The day, in words.
    pub day: String,
    /// The time of day that the clocks go forward from.
    pub from: String,
    /// The time of day that they go forward to.
    pub to: String,
}

/// A promise behind a service that may use up in one window what it may in a longer one.
pub struct Longer<'m> {
    /// The service.
    pub service: &'m Service,
    /// Its promise.
    pub own: &'m Commitment,
    /// The promise of another party that it rests on.
    pub behind: &'m Commitment,
    /// The window, in words.
    pub window: String,
    /// How many seconds the other one may be down in the window, and how many are left to the service.
    pub seconds: (i64, Rational),
}

/// What does not fit in the term.
#[derive(Default)]
pub struct Term<'m> {
    /// Notices that come too early.
    pub early: Vec<Early<'m>>,
    /// Duties that are never due, since the term has no whole period of theirs.
    pub never_due: Vec<&'m Duty>,
    /// Hours that clocks skip.
    pub skipped: Vec<Skipped<'m>>,
    /// Promises of others that are judged in longer windows.
    pub longer: Vec<Longer<'m>>,
    /// Claims and rights that are over before the report that they rest on is due.
    pub unread: Vec<Unread<'m>>,
    /// Rights that never arise.
    pub unused: Vec<Unused<'m>>,
}

/// What does not fit in the term of a contract.
pub(super) fn of<'m>(facts: &Facts<'m>, rests: &[Rest<'m>], timer: &Timer<'_>) -> Term<'m> {
    let model = facts.model;
    let whole =
        |window: &Window| timer.world.periods(window, timer.world.term()).iter().any(|period| !period.is_partial());
    let never_due = model.duties.iter().filter(|duty| {
        let has_dates = duty.term.validity.from.is_some() || duty.term.validity.until.is_some();
        let is_known = |window: &&Window| match window {
            Window::Calendar { .. } => true,
            Window::OpenDays { of } => timer.world.calendars.is_agreed(of),
            _ => false,
        };
        let window = duty.each.as_ref().filter(is_known);
        model.contract.until.is_some() && !has_dates && window.is_some_and(|window| !whole(window))
    });
    Term {
        early: early(facts, timer).into_iter().collect(),
        never_due: never_due.collect(),
        skipped: skipped(facts, timer),
        longer: longer(facts, rests, timer),
        unread: uses::unread(facts, timer),
        unused: uses::unused(facts, timer),
    }
}

/// The notice of a renewal, where it must be given before the time that it would end has begun.
fn early<'m>(facts: &Facts<'m>, timer: &Timer<'_>) -> Option<Early<'m>> {
    let (contract, world) = (&facts.model.contract, timer.world);
    let renewal = contract.renewal.as_ref()?;
    let notice = renewal.notice.as_ref()?;
    let (from, until) = (contract.from?, contract.until?);
    if renewal.mode != "tacit" || !world.is_agreed(&notice.length, notice.calendar.as_ref()) {
        return None;
    }
    let at = |day| local::start_of(world.zone(), day);
    let told = |due, start, renewal| Early {
        notice,
        due: timer.told_end(due),
        start: timer.told(start),
        first: renewal == 0,
        renewal,
        at: (due, start),
    };
    // Calendars are known from a year before the term on; a notice that is longer is looked at by its length.
    let agreed = at(contract.signed.unwrap_or(from).min(from));
    let due = world.before(notice, at(until) - 1)?;
    if due < agreed {
        return Some(told(due, agreed, 0));
    }
    let length = renewal.span.as_ref().filter(|length| length.as_blank().is_none())?;
    // Each renewal begins where the one before it ends; of months not all are as long as the first.
    let mut start = until;
    for renewal in 1..=RENEWALS {
        let end = span::shift(start, civil(length)?, Direction::After)?;
        if !world.calendars.within().contains(at(end)) {
            return None;
        }
        let again = world.before(notice, at(end) - 1)?;
        if again < at(start) {
            return Some(told(again, at(start), renewal));
        }
        start = end;
    }
    None
}

/// Renewals that are looked at: those of four years, from month to month.
const RENEWALS: usize = 48;

/// Hours of exclusions and backups that the clocks skip on some day of the term: all of an occurrence.
fn skipped<'m>(facts: &Facts<'m>, timer: &Timer<'_>) -> Vec<Skipped<'m>> {
    let model = facts.model;
    let exclusions = model.exclusions.iter().filter_map(|exclusion| match &exclusion.applies {
        ExclusionSource::Permitted(hours) => Some((&exclusion.term, exclusion.term.field("when"), hours)),
        _ => None,
    });
    let backups = model.backups.iter().map(|backup| (&backup.term, backup.term.field("at"), &backup.at));
    let found = exclusions.chain(backups).filter_map(|(term, span, hours)| {
        let during = timer.looked_at().and(timer.world.in_force(term.validity));
        let (before, after) = skipped_day(hours, during, timer).filter(|_| !facts.blanks().has_dates(&term.id))?;
        let (from, to) = (timer.time_shown(after, before), timer.time_of(after));
        Some(Skipped { term: &term.id, span, day: timer.day(after), from, to })
    });
    found.collect()
}

/// The first time in a stretch that the clocks skip all of an occurrence of some hours: how far they were ahead before, and when they changed.
fn skipped_day(hours: &[Recurrence], during: Stretch, timer: &Timer<'_>) -> Option<(i64, Instant)> {
    let zone = timer.world.zone();
    let clocks: Vec<_> = local::steady_clocks(zone, during).collect();
    let changes = clocks.iter().zip(clocks.iter().skip(1)).filter(|(before, after)| before.offset < after.offset);
    for (before, after) in changes {
        // What clocks without changes would show of the hours, read on the clock that is left.
        let gap = Stretch::new(after.during.start + before.offset, after.during.start + after.offset);
        let around = Stretch::new(gap.start - 2 * DAY, gap.end + 2 * DAY);
        for hours in hours {
            let shown = compile(std::slice::from_ref(hours), &[], &TimeZone::UTC, around);
            if shown.stretches().any(|shown| gap.start <= shown.start && shown.end <= gap.end) {
                return Some((before.offset, after.during.start));
            }
        }
    }
    None
}

/// Seconds of a day without a change of the clocks.
const DAY: i64 = 86_400;

/// Promises of others, judged in longer windows, that leave less of a window than the service is promised in it.
fn longer<'m>(facts: &Facts<'m>, rests: &[Rest<'m>], timer: &Timer<'_>) -> Vec<Longer<'m>> {
    let world = timer.world;
    let mut found = Vec::new();
    for rest in rests {
        let (own, behind) = (rest.own, rest.behind);
        let (Some(window), Some(longer), Some(calendar)) = (&own.window, &behind.window, &own.calendar) else {
            continue;
        };
        if window == longer || !world.calendars.is_agreed(calendar) {
            continue;
        }
        let (Some(down), Some(allowed)) = (left(facts, own), left(facts, behind)) else { continue };
        let hours = world.calendars.instants(calendar);
        let measure = |stretch: Stretch| hours.measure(stretch.start, stretch.end);
        let longer = world.periods(longer, timer.looked_at());
        let periods = world.periods(window, timer.looked_at()).into_iter().filter(|period| !period.is_partial());
        // In each window, as much as the longer one around it allows, of which only what lies in the term counts.
        let at_once = periods.flat_map(|period| {
            let stretch = period.whole;
            let around =
                longer.iter().filter(move |outer| outer.within.and(stretch) == stretch && outer.whole != stretch);
            around.map(move |outer| (stretch, outer.within))
        });
        let worst = at_once.filter_map(|(stretch, outer)| {
            let inside = measure(stretch);
            let may = Rational::from((Rational::from(measure(outer)) * &allowed).floor()).to_i64()?.min(inside);
            let budget = Rational::from(inside) * &down;
            Some((Rational::from(may) - &budget, stretch, (may, budget)))
        });
        // The first of equals.
        let worst = worst.reduce(|worst, next| if next.0 > worst.0 { next } else { worst });
        if let Some((_, stretch, seconds)) = worst.filter(|(beyond, ..)| *beyond > Rational::zero()) {
            let window = format!("{} to {}", timer.told(stretch.start), timer.told_end(stretch.end));
            found.push(Longer { service: rest.service, own, behind, window, seconds });
        }
    }
    found
}

/// The share of time that a promise leaves.
fn left(facts: &Facts<'_>, commitment: &Commitment) -> Option<Rational> {
    let (_, limit) = crate::check::commitments::limit(facts.model, commitment)?;
    (limit.unit == "%" && limit.as_blank().is_none()).then(|| Rational::one() - limit.base())
}
