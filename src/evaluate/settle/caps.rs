//! What amounts may reach, in a window: what came last is cut first.
//!
//! A cap that reads a figure of each service holds for each by itself.

use super::windows::{Group, Sums};
use super::{Ledger, Part};
use crate::base::Name;
use crate::evaluate::Env;
use crate::evaluate::figures::values;
use crate::evaluate::world::{Span, World, civil};
use crate::model::{Cap, Direction, Expr, Id, PeriodUnit, Replacement, Schedule, Service, Settlement, Window};
use crate::quantity::Rational;
use crate::time::{CivilSpan, Cycle, Instant, Stretch};
use std::collections::BTreeMap;

/// A cap that holds an amount.
pub struct Capped<'s> {
    /// What counts together under it: the term of the cap and its number there, the service and the window.
    pub group: (Name, usize, Option<Id<Service>>, Stretch),
    /// The cap, as the contract says it.
    pub cap: &'s Cap,
    /// The window, and the part of it that lies in the contract.
    window: Span,
    /// Whether the window looks back from each amount.
    pub slides: bool,
}

impl World<'_> {
    /// The caps that hold an amount of a schedule for a service, by the instant by which it falls into windows. Those of each case aside.
    #[must_use]
    pub fn capped<'s>(
        &'s self,
        settlement: &'s Settlement,
        at: Instant,
        schedule: &Id<Schedule>,
        service: Option<&Id<Service>>,
    ) -> Vec<Capped<'s>> {
        let Some(month) = Cycle::month().at(at, self.zone()) else { return Vec::new() };
        let month = Span { whole: month.whole, within: month.whole.and(self.term()) };
        let (by, caps) = self.caps(settlement, month.within.start, &Env::of_contract(month));
        let named = |cap: &&Cap| cap.of.is_empty() || cap.of.contains(schedule);
        let own = caps
            .into_iter()
            .enumerate()
            .filter(|(_, cap)| named(cap) && !matches!(cap.window, Some(Window::Case { .. })));
        let capped = |(number, cap): (usize, &'s Cap)| {
            let window = self.counts_in(cap.window.as_ref(), month, at);
            let service = service.filter(|_| cap.is_by_service(self.model));
            let slides = cap.window.as_ref().is_some_and(Window::slides_with_amounts);
            Capped { group: (by.clone(), number, service.cloned(), window.whole), cap, window, slides }
        };
        own.map(capped).collect()
    }

    /// What a cap comes to in its window; none where it rests on a figure that nobody stated.
    #[must_use]
    pub fn cap_limit(&self, capped: &Capped<'_>) -> Option<Rational> {
        self.limit_of(&capped.cap.amount, capped.window, capped.group.2.as_ref())
    }

    /// The window of a limit of all services that an instant falls into.
    #[must_use]
    pub fn limited_in(&self, window: Option<&Window>, at: Instant) -> Option<Span> {
        let month = Cycle::month().at(at, self.zone())?;
        let month = Span { whole: month.whole, within: month.whole.and(self.term()) };
        Some(self.counts_in(window, month, at))
    }

    /// What a limit of all services comes to in such a window; none where it rests on a figure that nobody stated.
    #[must_use]
    pub fn limit_in(&self, amount: &Expr, window: Span) -> Option<Rational> {
        self.limit_of(amount, window, None)
    }

    /// The caps that hold at an instant, those of narrower windows first, and the term that they stand in: those of an exception stand in the place of all others.
    pub(super) fn caps<'s>(
        &'s self,
        settlement: &'s Settlement,
        at: Instant,
        env: &Env<'_>,
    ) -> (&'s Name, Vec<&'s Cap>) {
        let Some(exception) = self.exception_at(&settlement.term.id, "cap", at, env) else {
            return (&settlement.term.id, narrowest_first(settlement.caps.iter()));
        };
        let caps = values(exception, "cap").filter_map(|value| match value {
            Replacement::Cap(cap) => Some(cap),
            _ => None,
        });
        (&exception.term.id, narrowest_first(caps))
    }

    /// What amounts may reach in a window, in part where the window is partial and the contract says so.
    /// That of a service is for the time for which it is held to its levels.
    pub(super) fn limit_of(&self, amount: &Expr, window: Span, service: Option<&Id<Service>>) -> Option<Rational> {
        let window = self.counted_for(window, service);
        let limit = self.threshold(amount, window, service)?;
        // A rate is in part already, unless the contract takes it whole.
        let is_whole = !reads_rate(amount) || self.assessment("partial_fee") == "whole";
        if !window.is_partial() || self.assessment("partial_cap") != "pro_rata" || !is_whole {
            return Some(limit);
        }
        let days = |stretch| Rational::from(self.days_in(stretch));
        (&limit * days(window.within)).checked_div(&days(window.whole)).or(Some(limit))
    }

    /// An amount in a window, in full even where the window is partial: nothing says otherwise. A rate in it is taken as a fee is.
    pub(super) fn threshold(&self, amount: &Expr, window: Span, service: Option<&Id<Service>>) -> Option<Rational> {
        let window = self.counted_for(window, service);
        Some(self.eval(amount, &Env { service, ..Env::of_contract(window) }).number()?.base.clone())
    }

    /// The part of a window for which a service is held to its levels.
    fn counted_for(&self, window: Span, service: Option<&Id<Service>>) -> Span {
        service.and_then(|service| self.time_held(service, window)).unwrap_or(window)
    }

    /// Cuts what exceeds a cap, what came last first. Gives whether that can be said: an amount that rests on a figure that nobody stated, or on what
    /// is not over, is not known.
    pub(super) fn cap(&self, cap: &Cap, month: Span, parts: &mut [Part], ledger: &Ledger) -> bool {
        let named = |schedule: &Id<Schedule>| cap.of.is_empty() || cap.of.contains(schedule);
        let by_service = cap.is_by_service(self.model);
        // What is of no service is under no cap of each.
        let is_of_one = |part: &Part| !by_service || part.amount.judged.service.is_some();
        let under = |part: &Part| {
            part.amount.direction == Direction::Penalty && named(&part.amount.schedule) && is_of_one(part)
        };
        let earlier = ledger.owed.iter().filter(|entry| named(&entry.schedule)).cloned().collect();
        let mut sums = Sums::new(cap.window.as_ref(), by_service, month, earlier);
        let mut own: Vec<&mut Part> = parts.iter_mut().filter(|part| under(part) && !part.left.is_zero()).collect();
        if sums.slides() {
            own.sort_by_key(|part| part.at);
        }
        let mut limits: BTreeMap<Group, Option<Rational>> = BTreeMap::new();
        let mut known = true;
        for part in own {
            let (group, window) = self.counts_with(&sums, part);
            if !limits.contains_key(&group) {
                let service = group.service.as_ref();
                known &= !self.reads_ahead(&cap.amount, &Env { service, ..Env::of_contract(window) });
                limits.insert(group.clone(), self.limit_of(&cap.amount, window, service));
            }
            let Some(Some(limit)) = limits.get(&group) else {
                known = false;
                continue;
            };
            let room = (limit - sums.reached(&group)).max(Rational::zero());
            known &= !sums.may_change(&group, room < part.left);
            part.left = part.left.clone().min(room);
            sums.add(&group, part.entry());
        }
        known
    }
}

/// Caps of narrower windows come first; of two of one window, the one that names what it caps, then the one whose names come first. The order of
/// the source decides nothing.
fn narrowest_first<'c>(caps: impl Iterator<Item = &'c Cap>) -> Vec<&'c Cap> {
    let mut caps: Vec<&Cap> = caps.collect();
    let of = |cap: &&'c Cap| {
        let mut of: Vec<&'c Name> = cap.of.iter().map(Id::name).collect();
        of.sort_unstable();
        (breadth(cap.window.as_ref()), of.is_empty(), of, &cap.window, &cap.amount)
    };
    caps.sort_by(|one, other| of(one).cmp(&of(other)));
    caps
}

/// About how many days a window has: enough to tell the narrower one of two.
fn breadth(window: Option<&Window>) -> u32 {
    let times = |count: u32, days: u32| count.saturating_mul(days);
    match window {
        Some(Window::Case { .. }) => 0,
        Some(Window::Calendar { count, unit }) => match unit {
            PeriodUnit::Hour | PeriodUnit::Day => times(*count, 1),
            PeriodUnit::Week => times(*count, 7),
            PeriodUnit::Month | PeriodUnit::ContractMonth => times(*count, 31),
            PeriodUnit::Quarter | PeriodUnit::ContractQuarter => times(*count, 92),
            PeriodUnit::Year | PeriodUnit::ContractYear => times(*count, 366),
        },
        Some(Window::Rolling { span, .. }) => match civil(span) {
            Some(CivilSpan::Days(days)) => days,
            Some(CivilSpan::Months(months)) => times(months, 31),
            None => 1,
        },
        Some(Window::Term) => u32::MAX,
        _ => u32::MAX - 1,
    }
}

/// Whether an amount reads a rate, whose value in a partial period is in part already.
fn reads_rate(amount: &Expr) -> bool {
    let mut reads = false;
    amount.visit(&mut |part| reads |= matches!(part, Expr::Figure { .. }));
    reads
}
