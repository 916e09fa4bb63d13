//! Brute force on orders: stricter priorities against milder ones, better tiers against worse ones.

use crate::brute::{Look, Terms};
use crate::contract::{Hours, Item, Promise, Side, What, names};
use std::ops::Range;

impl Look<'_> {
    /// Stricter priorities that are due after milder ones, and better tiers after worse ones.
    pub fn orders(&mut self) {
        let contract = self.contract;
        for tier in self.binding() {
            let all = contract.of_tier(tier);
            for one in &all {
                for other in &all {
                    let (a, b) = (self.of(*one), self.of(*other));
                    if one == other
                        || (a.what, a.services) != (b.what, b.services)
                        || a.priorities == 0
                        || b.priorities == 0
                    {
                        continue;
                    }
                    let beside = |at: &&usize| (self.of(**at).what, self.of(**at).services) == (a.what, a.services);
                    let rungs = |priority: usize| {
                        all.iter()
                            .filter(beside)
                            .filter(|at| {
                                let mask = self.of(**at).priorities;
                                mask != 0 && names(mask, priority)
                            })
                            .count()
                    };
                    let steps = (0..contract.priorities)
                        .flat_map(|low| (low + 1..contract.priorities).map(move |high| (low, high)));
                    let next = |(low, high): &(usize, usize)| (low + 1..*high).all(|between| rungs(between) == 0);
                    let alike = |low: usize| rungs(low) == 1 || a.quota == b.quota;
                    let mut neighbours = steps.filter(next);
                    let ranked = neighbours
                        .any(|(low, high)| names(a.priorities, low) && names(b.priorities, high) && alike(low));
                    if ranked {
                        self.note("orders", a, b, self.depth([*one, *other]));
                        let wrong = self.is_milder((tier, *one), (tier, *other));
                        let pair = Terms::from([Item::Promise(*one), Item::Promise(*other)]);
                        self.allowed.extend(longer(a, b).then(|| ("priority-order", pair.clone())));
                        self.answer("priority-order", wrong.then_some(pair));
                    }
                }
            }
        }
        for (tier, below) in (0..contract.tiers.len()).filter_map(|tier| Some((tier, contract.tiers[tier].above?))) {
            for one in contract.of_tier(tier) {
                let cell = |of: &Promise| (of.what, of.priorities, of.services);
                let of_cell = |tier: usize| -> Vec<usize> {
                    let all = contract.of_tier(tier).into_iter();
                    all.filter(|at| cell(&contract.promises[*at]) == cell(&contract.promises[one])).collect()
                };
                let single = of_cell(tier).len() == 1 && of_cell(below).len() == 1;
                let judged = |at: usize| (contract.promises[at].daily, contract.promises[at].quota);
                for other in of_cell(below).into_iter().filter(|other| single || judged(*other) == judged(one)) {
                    let wrong = self.is_milder((tier, one), (below, other));
                    let pair = Terms::from([Item::Promise(one), Item::Promise(other)]);
                    self.allowed.extend(longer(self.of(one), self.of(other)).then(|| ("tier-order", pair.clone())));
                    self.answer("tier-order", wrong.then_some(pair));
                }
            }
        }
    }

    /// Whether two cases that open together are due in the wrong order, or fewer of those that should be the stricter must be in time.
    fn is_milder(&mut self, (tier, one): (usize, usize), (below, other): (usize, usize)) -> bool {
        let (a, b) = (self.of(one), self.of(other));
        let together = |tier: usize, of: &Promise| -> Vec<Range<usize>> {
            let all = (0..self.contract.services.len()).filter(|at| names(of.services, *at));
            all.flat_map(|service| self.live(tier, service, of)).collect()
        };
        let (live_a, live_b) = (together(tier, a), together(below, b));
        let share = |of: &Promise| of.quota.unwrap_or(100);
        let alike =
            |a: &Promise, b: &Promise| (a.side, a.limit, a.hours, a.daily) == (b.side, b.limit, b.hours, b.daily);
        if tier != below && a.hours == b.hours {
            // Levels stand in an order whether or not a service is held to each of them: what they say is compared.
            let from = a.from.max(b.from).unwrap_or(i64::MIN);
            let until = a.until.into_iter().chain(b.until).min().unwrap_or(i64::MAX);
            let share = |of: &Promise| of.quota.unwrap_or(100);
            let never = !self.days().any(|day| from <= day && day < until);
            let high = [a, b].map(|of| matches!(of.side, Side::AtLeast | Side::MoreThan));
            let milder = match high {
                [true, true] => a.limit < b.limit,
                [false, false] => a.limit > b.limit,
                _ => false,
            };
            return !never && (milder || alike(a, b) && share(a) < share(b));
        }
        if a.what == What::Availability {
            let never = self.first(&live_a, &live_b, |_| Some(true)).is_none();
            let higher = |of: &Promise| matches!(of.side, Side::AtLeast | Side::MoreThan);
            return !never && higher(a) && higher(b) && a.hours == b.hours && a.limit < b.limit;
        }
        if alike(a, b) && share(a) < share(b) {
            return self.first(&live_a, &live_b, |_| Some(true)).is_some();
        }
        self.later(&live_a, a, &live_b, b).is_some()
    }
}

/// Whether one promises longer than another, on the same hours or where the other one counts at all hours.
fn longer(a: &Promise, b: &Promise) -> bool {
    let time = a.what != What::Availability;
    time && a.limit > b.limit && (a.hours == b.hours || b.hours == Hours::Always)
}
