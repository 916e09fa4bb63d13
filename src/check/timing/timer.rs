//! Delays of the model as functions of the instant of their event, each built once, and their distances.

use super::Instance;
use crate::base::Language;
use crate::check::words;
use crate::evaluate::World;
use crate::evaluate::functions::{self, Start};
use crate::evaluate::words::Words;
use crate::kernel::order::{self, Distance, Due};
use crate::model::{Delay, Validity};
use crate::time::{Instant, Instants, Stretch, local};
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// A function that was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Built(usize);

/// Events that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Events(usize);

/// Delays as functions, and how they stand to one another.
pub struct Timer<'w> {
    /// The contract and its calendars, without evidence.
    pub world: &'w World<'w>,
    words: Words,
    built: Vec<Due>,
    known: FxHashMap<(Start, Delay), Option<Built>>,
    events: Vec<Instants>,
    compared: FxHashMap<Pair, Option<Extremes>>,
    /// The term, without the tail in which deadlines fall of a contract that has no end.
    looked_at: Stretch,
}

/// How many weeks are looked at for an ordinary day.
const WEEKS: i64 = 5;

/// Two functions, each over its own events.
type Pair = ((Built, Events), (Built, Events));
/// The least and the greatest distance.
type Extremes = (Distance, Distance);

impl<'w> Timer<'w> {
    /// Nothing is built yet.
    #[must_use]
    pub fn of(world: &'w World<'w>) -> Self {
        let words = Words::of(world.model, Language::English);
        let (known, compared) = (FxHashMap::default(), FxHashMap::default());
        let looked_at = functions::looked_at(world);
        Self { world, words, built: Vec::new(), known, events: Vec::new(), compared, looked_at }
    }

    /// A delay as a function of its event; none where it is not agreed yet, or is no length of time.
    pub fn due(&mut self, start: &Start, delay: &Delay) -> Option<Built> {
        let key = (start.clone(), delay.clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let built = functions::due(self.world, start, delay).map(|due| {
            self.built.push(due);
            Built(self.built.len() - 1)
        });
        self.known.insert(key, built);
        built
    }

    /// The instants of the term in which all these terms are in force, and none of those.
    pub fn events(&mut self, of: &[Validity], without: &[Validity]) -> Events {
        let of: Vec<Stretch> = of.iter().map(|validity| self.world.in_force(*validity)).collect();
        let without: Vec<Stretch> = without.iter().map(|validity| self.world.in_force(*validity)).collect();
        let within = self.world.calendars.within();
        let all = Instants::of(within, [of.into_iter().fold(self.looked_at, Stretch::and)]);
        self.kept(all.except(&Instants::of(within, without)))
    }

    /// Those of them that lie in one of some stretches.
    pub fn within(&mut self, events: Events, stretches: impl IntoIterator<Item = Stretch>) -> Events {
        let within = Instants::of(self.world.calendars.within(), stretches);
        let found = self.events.get(events.0).map_or_else(|| within.clone(), |events| events.and(&within));
        self.kept(found)
    }

    fn kept(&mut self, events: Instants) -> Events {
        let known = self.events.iter().position(|known| *known == events);
        Events(known.unwrap_or_else(|| {
            self.events.push(events);
            self.events.len() - 1
        }))
    }

    /// The least and the greatest distance from the second to the first over the events that are in both sets.
    pub fn distances(&mut self, first: (Built, Events), second: (Built, Events)) -> Option<Extremes> {
        let key = (first, second);
        if let Some(known) = self.compared.get(&key) {
            return *known;
        }
        let found = match (self.built(first.0), self.built(second.0), self.both(first.1, second.1)) {
            (Some(one), Some(other), Some(events)) => order::distances(one, other, &events),
            _ => None,
        };
        self.compared.insert(key, found);
        found
    }

    fn both(&self, first: Events, second: Events) -> Option<Instants> {
        Some(self.events.get(first.0)?.and(self.events.get(second.0)?))
    }

    fn built(&self, built: Built) -> Option<&Due> {
        self.built.get(built.0)
    }

    /// The first event, in the order of time, that makes the first one due `least` seconds after the second one or later, as an
    /// instance of what is wrong. None where there is none.
    pub fn instance(
        &mut self,
        first: (Built, Events),
        second: (Built, Events),
        least: i64,
    ) -> Option<(Instant, Instance)> {
        let (nearest, worst) = self.distances(first, second)?;
        if worst.seconds() < least {
            return None;
        }
        let shown = self.on_the_minute(first, second, worst, least);
        let shown = self.on_an_ordinary_day(first, second, shown);
        let told = |instant: Option<Instant>| instant.map_or_else(|| self.beyond(), |at| self.told_end(at));
        let instance = Instance {
            opened: self.told(shown.event),
            first: told(shown.first),
            second: told(Some(shown.second)),
            always: nearest.seconds() >= least,
            clocks: shown.first.and_then(|first| self.clock_change(Stretch::new(shown.event, first.max(shown.second)))),
            late: shown.first.map(|_| worst.seconds()),
            at: (shown.event, shown.first, Some(shown.second)),
        };
        Some((shown.event, instance))
    }

    /// The same a little later, at a whole minute, where that is an instance too.
    fn on_the_minute(&self, first: (Built, Events), second: (Built, Events), worst: Distance, least: i64) -> Distance {
        let event = worst.event + (60 - worst.event.rem_euclid(60)) % 60;
        let later = || {
            let events = self.both(first.1, second.1)?;
            let (one, other) = (self.built(first.0)?, self.built(second.0)?);
            let found = Distance { event, first: one.at(event), second: other.at(event)? };
            (events.contains(event) && found.seconds() >= least).then_some(found)
        };
        later().unwrap_or(worst)
    }

    /// The same in one of the weeks after it, where it falls on a day that many do not work on and is no worse there than then.
    fn on_an_ordinary_day(&self, first: (Built, Events), second: (Built, Events), shown: Distance) -> Distance {
        let other = || {
            let events = self.both(first.1, second.1)?;
            let (one, other) = (self.built(first.0)?, self.built(second.0)?);
            self.ordinary(shown.event).find_map(|event| {
                let found = Distance { event, first: one.at(event), second: other.at(event)? };
                (events.contains(event) && found.seconds() >= shown.seconds()).then_some(found)
            })
        };
        other().unwrap_or(shown)
    }

    /// The same time of the same day of the week in the weeks that follow an event on a day that many do not work on; none of another.
    fn ordinary(&self, event: Instant) -> impl Iterator<Item = Instant> {
        let weeks = if self.is_off(event) { WEEKS } else { 0 };
        (1..=weeks).map(move |week| event + week * 7 * 86_400).filter(|instant| !self.is_off(*instant))
    }

    /// Whether an instant falls on a day that many do not work on, whatever a contract says.
    pub fn is_off(&self, instant: Instant) -> bool {
        let day = local::date_at(&self.words.zone, instant);
        matches!((day.month(), day.day()), (1, 1) | (5, 1) | (12, 24..=26) | (12, 31))
    }

    /// The first event whose due instant is none of `hours`, on a whole minute where there is one soon, and whether that is so of
    /// all events. The end of hours belongs to them here: what is due then is due within them.
    pub fn outside(&self, due: (Built, Events), hours: &Instants) -> Option<(Instant, Instant, bool)> {
        let with_ends = hours.stretches().map(|piece| Stretch::new(piece.start, piece.end + 1));
        let hours = Rc::new(Instants::of(hours.within(), with_ends));
        let (function, events) = (self.built(due.0)?, self.events.get(due.1.0)?);
        let (event, always) = order::outside(function, &hours, events)?;
        let minute = event + (60 - event.rem_euclid(60)) % 60;
        let is_outside = |at: &Instant| {
            events.contains(*at)
                && function.at(*at).is_some_and(|due| hours.within().contains(due) && !hours.contains(due))
        };
        let event = Some(minute).filter(is_outside).unwrap_or(event);
        let event = self.ordinary(event).find(is_outside).unwrap_or(event);
        Some((event, function.at(event)?, always))
    }

    /// The instants that are looked at.
    #[must_use]
    pub fn looked_at(&self) -> Stretch {
        self.looked_at
    }

    /// An instant in words: `Friday 29 October 2027 at 17:20`.
    #[must_use]
    pub fn told(&self, instant: Instant) -> String {
        self.words.on_day(instant)
    }

    /// An instant up to which something may happen: midnight belongs to the day that it ends.
    #[must_use]
    pub fn told_end(&self, instant: Instant) -> String {
        self.words.up_to(instant)
    }

    /// The change of the clocks within a stretch, in words, where there is one and no other: `the clocks go back by 1 h on
    /// Sunday 25 October 2026`.
    #[must_use]
    pub fn clock_change(&self, within: Stretch) -> Option<String> {
        let clocks: Vec<_> = local::steady_clocks(self.world.zone(), within).collect();
        let [before, after] = clocks.as_slice() else { return None };
        let turn = if after.offset < before.offset { "back" } else { "forward" };
        let by = words::seconds((after.offset - before.offset).abs());
        Some(format!("the clocks go {turn} by {by} on {}", self.day(after.during.start)))
    }

    /// The day of an instant: `Sunday 25 October 2026`.
    #[must_use]
    pub fn day(&self, instant: Instant) -> String {
        let local = local::local(&self.words.zone, instant);
        let date = crate::time::print::date(local.date(), Language::English).replace('\u{a0}', " ");
        format!("{} {date}", local.strftime("%A"))
    }

    /// The time of day that the clocks show at an instant: `03:00`.
    #[must_use]
    pub fn time_of(&self, instant: Instant) -> String {
        local::local(&self.words.zone, instant).strftime("%H:%M").to_string()
    }

    /// The time of day that clocks so many seconds ahead show at an instant.
    #[must_use]
    pub fn time_shown(&self, instant: Instant, offset: i64) -> String {
        local::local(&TimeZone::UTC, instant + offset).strftime("%H:%M").to_string()
    }

    fn beyond(&self) -> String {
        format!("a day after {}", self.told(self.world.calendars.within().end))
    }
}
