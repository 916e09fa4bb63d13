//! Hours and deadlines by walking over all instants, half a quarter of an hour at a time.
//!
//! All that a contract says lies on quarters of an hour, so that between two of them nothing but the event moves: what holds
//! somewhere between them holds halfway.

use crate::contract::{Contract, Days, Hours, Opening};
use crate::zones::{ZONES, Zone};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Half a quarter of an hour, in seconds.
pub const TICK: i64 = 450;
/// The ticks of a quarter of an hour.
pub const QUARTER: i64 = 2;
/// How many days after the contract are looked at for what is due.
const TAIL: i64 = 42;

/// The ticks of a contract, from its first instant on.
pub struct Timeline<'c> {
    contract: &'c Contract,
    zone: &'static Zone,
    begin: i64,
    /// The ticks of the contract.
    pub events: std::ops::Range<usize>,
    all: usize,
    open: RefCell<BTreeMap<Hours, Rc<Open>>>,
}

/// Which ticks belong to some hours.
pub struct Open {
    pub at: Vec<bool>,
    /// The open ticks in order, and how many there are before each tick.
    ticks: Vec<usize>,
    before: Vec<usize>,
    /// Whether there may be more of them after all that is looked at.
    pub goes_on: bool,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    At(usize),
    Never,
}

impl<'c> Timeline<'c> {
    /// The ticks of a contract.
    pub fn of(contract: &'c Contract) -> Self {
        let zone = &ZONES[contract.zone];
        // A day more before it, since the hours of a day can end on the next one.
        let begin = zone.midnight(contract.first - 1);
        let ticks = |day: i64| usize::try_from((zone.midnight(day) - begin) / TICK).unwrap();
        let (events, all) = (ticks(contract.first)..ticks(contract.end()), ticks(contract.end() + TAIL));
        Self { contract, zone, begin, events, all, open: RefCell::default() }
    }

    /// The tick at which a day begins, no earlier than the contract does and no later than it ends.
    pub fn day(&self, day: i64) -> usize {
        let tick = usize::try_from((self.zone.midnight(day) - self.begin).max(0) / TICK).unwrap();
        tick.clamp(self.events.start, self.events.end)
    }

    /// What the clocks read: the day, and the tick of it.
    fn local(&self, tick: usize) -> (i64, i64) {
        let instant = self.begin + i64::try_from(tick).unwrap() * TICK;
        let local = instant + self.zone.ahead(instant);
        (local.div_euclid(86_400), local.rem_euclid(86_400) / TICK)
    }

    /// Whether a tick is in one of some openings.
    pub fn is_in(&self, openings: &[Opening], tick: usize) -> bool {
        let (day, of_day) = self.local(tick);
        openings.iter().any(|opening| opening.holds(day, of_day))
    }

    /// The ticks of some hours.
    pub fn open(&self, hours: Hours) -> Rc<Open> {
        if let Some(known) = self.open.borrow().get(&hours) {
            return Rc::clone(known);
        }
        let (at, goes_on) = match hours {
            Hours::Always => (vec![true; self.all], true),
            Hours::Of(calendar) => {
                let calendar = &self.contract.calendars[calendar];
                let open = |tick| self.is_in(&calendar.open, tick) && !self.is_in(&calendar.except, tick);
                let weekly = calendar.open.iter().any(|opening| matches!(opening.on, Days::Week(_)));
                ((0..self.all).map(open).collect(), weekly)
            }
            Hours::And(a, b) => self.both(a, b, |a, b| a && b),
            Hours::Or(a, b) => self.both(a, b, |a, b| a || b),
            Hours::Except(a, b) => self.both(a, b, |a, b| a && !b),
        };
        let ticks: Vec<usize> = (0..self.all).filter(|tick| at[*tick]).collect();
        let mut before = Vec::with_capacity(self.all + 1);
        let mut count = 0;
        for open in &at {
            before.push(count);
            count += usize::from(*open);
        }
        before.push(count);
        let open = Rc::new(Open { at, ticks, before, goes_on });
        self.open.borrow_mut().insert(hours, Rc::clone(&open));
        open
    }

    fn both(&self, a: usize, b: usize, with: impl Fn(bool, bool) -> bool) -> (Vec<bool>, bool) {
        let (a, b) = (self.open(Hours::Of(a)), self.open(Hours::Of(b)));
        let at = a.at.iter().zip(&b.at).map(|(a, b)| with(*a, *b)).collect();
        (at, a.goes_on || b.goes_on)
    }

    /// When so many quarters of some hours after a tick are over. None: later than is looked at, which nothing can be said of.
    pub fn due(&self, hours: Hours, quarters: i64, event: usize) -> Option<Due> {
        let open = self.open(hours);
        let wanted = usize::try_from(quarters * QUARTER).unwrap();
        if wanted == 0 {
            return Some(Due::At(event));
        }
        match open.ticks.get(open.before[event] + wanted - 1) {
            Some(last) => Some(Due::At(last + 1)),
            None if open.goes_on => None,
            None => Some(Due::Never),
        }
    }

    /// The tick itself, or the next one of some hours.
    pub fn opening(&self, hours: Hours, event: usize) -> Option<Due> {
        let open = self.open(hours);
        match open.ticks.get(open.before[event]) {
            Some(next) => Some(Due::At(*next)),
            None if open.goes_on => None,
            None => Some(Due::Never),
        }
    }

    /// How two hours stand to one another within the contract.
    pub fn relation(&self, a: Hours, b: Hours) -> Relation {
        let (a, b) = (self.open(a), self.open(b));
        let (a, b) = (&a.at[self.events.clone()], &b.at[self.events.clone()]);
        let has = |test: &dyn Fn(bool, bool) -> bool| a.iter().zip(b).any(|(a, b)| test(*a, *b));
        let (both, only_a, only_b) = (has(&|a, b| a && b), has(&|a, b| a && !b), has(&|a, b| b && !a));
        match (both, only_a, only_b) {
            (true, false, false) => Relation::Equal,
            (true, true, true) => Relation::Overlap,
            (true, _, _) => Relation::Within,
            (false, true, true) => Relation::Disjoint,
            // One of them has no instant.
            (false, _, _) => Relation::Empty,
        }
    }

    /// The stretches of some hours, in ticks, and the number of ticks that are known.
    pub fn stretches(&self, hours: Hours) -> (Vec<(usize, usize)>, usize) {
        let open = self.open(hours);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for tick in &open.ticks {
            match found.last_mut() {
                Some((_, end)) if end == tick => *end += 1,
                _ => found.push((*tick, tick + 1)),
            }
        }
        (found, self.all)
    }
}

/// How the hours of two terms stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    Equal,
    Within,
    Overlap,
    Disjoint,
    Empty,
}

impl Opening {
    /// Whether a tick of a day is in it, as the clocks read.
    fn holds(&self, day: i64, tick: i64) -> bool {
        let (from, to) = (self.from * QUARTER, self.to * QUARTER);
        if from < to {
            return self.on.has(day) && from <= tick && tick < to;
        }
        self.on.has(day) && from <= tick || self.on.has(day - 1) && tick < to
    }
}

impl Days {
    fn has(self, day: i64) -> bool {
        match self {
            // 1970-01-01 was a Thursday.
            Self::Week(days) => days >> (day + 3).rem_euclid(7) & 1 == 1,
            Self::Date(date) => date == day,
        }
    }
}
