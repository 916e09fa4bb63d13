//! What amounts may reach, in a window: what came last is cut first.
//!
//! An amount falls into the window that holds its own instant, so that a cap of each day knows the days of a month apart. A window that
//! slides looks back from the end of the month that is settled. A cap that reads a figure of each service holds for each by itself.

use super::{Ledger, Part};
use crate::base::Name;
use crate::evaluate::Env;
use crate::evaluate::figures::values;
use crate::evaluate::world::{Span, World};
use crate::model::{Cap, Direction, Expr, Id, PeriodUnit, Record, Replacement, Schedule, Service, Settlement, Window};
use crate::quantity::Rational;
use crate::time::Instant;
use std::collections::BTreeMap;

/// What caps left of an amount.
#[derive(Clone, Debug)]
pub(super) struct Left {
    at: Instant,
    schedule: Id<Schedule>,
    service: Option<Id<Service>>,
    owed: Rational,
}

/// Amounts that a cap holds together: those of a case, of a service, in a window.
type Group = (Option<(Option<Id<Record>>, Name)>, Option<Id<Service>>, Instant);

/// What a group may reach, and has reached.
struct Room {
    limit: Rational,
    reached: Rational,
}

/// What caps left of an amount that the debtor owes.
pub(super) fn left(part: &Part) -> Option<Left> {
    (part.amount.direction == Direction::Penalty).then(|| Left {
        at: part.at,
        schedule: part.amount.schedule.clone(),
        service: part.amount.judged.service.clone(),
        owed: part.left.clone(),
    })
}

impl World<'_> {
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
        let window = service.and_then(|service| self.time_held(service, window)).unwrap_or(window);
        let limit = self.eval(amount, &Env { service, ..Env::of_contract(window) }).number()?.base.clone();
        // A rate is in part already, unless the contract takes it whole.
        let is_whole = !reads_rate(amount) || self.assessment("partial_fee") == "whole";
        if !window.is_partial() || self.assessment("partial_cap") != "pro_rata" || !is_whole {
            return Some(limit);
        }
        let days = |stretch| Rational::from(self.days_in(stretch));
        (&limit * days(window.within)).checked_div(&days(window.whole)).or(Some(limit))
    }

    /// Cuts what exceeds a cap, what came last first.
    pub(super) fn cap(&self, cap: &Cap, month: Span, parts: &mut [Part], ledger: &Ledger) {
        let named = |schedule: &Id<Schedule>| cap.of.is_empty() || cap.of.contains(schedule);
        let under = |part: &Part| part.amount.direction == Direction::Penalty && named(&part.amount.schedule);
        let by_service = cap.is_by_service(&self.model.figures);
        let mut rooms: BTreeMap<Group, Room> = BTreeMap::new();
        for part in parts.iter_mut().filter(|part| under(part)) {
            let window = self.capped_in(cap.window.as_ref(), month, part.at);
            let of_case = part.amount.case().filter(|_| matches!(cap.window, Some(Window::Case { .. })));
            let case = of_case.map(|(record, case)| (record.cloned(), case.clone()));
            let service = part.amount.judged.service.as_ref().filter(|_| by_service);
            let group = (case, service.cloned(), window.whole.start);
            if !rooms.contains_key(&group) {
                let Some(limit) = self.limit_of(&cap.amount, window, service) else { continue };
                let together = |left: &&Left| {
                    named(&left.schedule)
                        && window.whole.contains(left.at)
                        && (!by_service || left.service.as_ref() == service)
                };
                // A case is settled in one month.
                let earlier = ledger.owed.iter().filter(|_| group.0.is_none()).filter(together);
                rooms.insert(group.clone(), Room { limit, reached: earlier.map(|left| &left.owed).sum() });
            }
            let Some(room) = rooms.get_mut(&group) else { continue };
            part.left = part.left.clone().min((&room.limit - &room.reached).max(Rational::zero()));
            room.reached = &room.reached + &part.left;
        }
    }

    /// The window of a cap that an instant falls into.
    fn capped_in(&self, window: Option<&Window>, month: Span, at: Instant) -> Span {
        match window {
            None | Some(Window::Case { .. }) => month,
            Some(window) => {
                let own = self.cycle(window).and_then(|cycle| cycle.at(at, self.zone()));
                let own = own.map(|period| Span { whole: period.whole, within: period.whole.and(self.term()) });
                own.or_else(|| self.horizon(window, month)).unwrap_or(month)
            }
        }
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

fn breadth(window: Option<&Window>) -> (u8, u32) {
    match window {
        Some(Window::Case { .. }) => (0, 0),
        Some(Window::Calendar { count, unit }) => match unit {
            PeriodUnit::Hour | PeriodUnit::Day | PeriodUnit::Week => (1, *count),
            PeriodUnit::Month | PeriodUnit::ContractMonth => (2, *count),
            PeriodUnit::Quarter | PeriodUnit::ContractQuarter => (2, count.saturating_mul(3)),
            PeriodUnit::Year | PeriodUnit::ContractYear => (2, count.saturating_mul(12)),
        },
        Some(Window::Term) => (4, 0),
        _ => (3, 0),
    }
}

/// Whether an amount reads a rate, whose value in a partial period is in part already.
fn reads_rate(amount: &Expr) -> bool {
    let mut reads = false;
    amount.visit(&mut |part| reads |= matches!(part, Expr::Figure { .. }));
    reads
}
