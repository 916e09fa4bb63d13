//! Brute force on levels of an escalation, on values and on dates.

use crate::brute::{Look, Terms};
use crate::contract::{Hours, Item, Promise, Side, Step, What, names};
use crate::hours::Due;
use crate::source::{DIFFERENCE, WITHOUT};

impl Look<'_> {
    /// When a level is called in; at once means with the next hour of its calendar.
    fn called(&self, step: &Step, event: usize) -> Option<Due> {
        if step.after == 0 {
            self.time.opening(step.hours, event)
        } else {
            self.time.due(step.hours, step.after, event)
        }
    }

    fn calls(&mut self, step: &Step) -> Vec<Option<Due>> {
        let all: Vec<Option<Due>> = (0..self.time.events.end).map(|event| self.called(step, event)).collect();
        self.unsure |= all.contains(&None);
        all
    }

    /// Levels against the deadline, the level before and the hours of whom they call in.
    pub fn steps(&mut self) {
        let contract = self.contract;
        let steps: Vec<(usize, &Step)> = contract.steps.iter().enumerate().filter(|(_, step)| !step.gone).collect();
        for (place, (at, step)) in steps.iter().enumerate() {
            let called = self.calls(step);
            self.too_late(*at, step, &called);
            // Of the levels before, the last one that is for the same case.
            for priority in (0..contract.priorities).filter(|priority| names(step.priorities, *priority)) {
                let mut before = steps[..place].iter().rev().filter(|(_, other)| names(other.priorities, priority));
                if let Some((first, other)) = before.next() {
                    let earlier = self.calls(other);
                    let wrong = self.time.events.clone().any(|event| match (called[event], earlier[event]) {
                        (Some(Due::At(late)), Some(Due::At(early))) => late <= early,
                        (Some(Due::At(_)), Some(Due::Never)) => true,
                        _ => false,
                    });
                    let levels = Terms::from([Item::Step(*first), Item::Step(*at)]);
                    if other.hours == step.hours && step.after <= other.after {
                        self.allowed.insert(("escalation-steps-out-of-order", levels.clone()));
                    }
                    self.answer("escalation-steps-out-of-order", wrong.then_some(levels));
                }
                let same = steps[..place].iter().find(|(_, other)| {
                    other.role == step.role
                        && (0..contract.priorities).all(|of| !names(step.priorities, of) || names(other.priorities, of))
                });
                self.answer(
                    "escalation-to-same",
                    same.map(|(first, _)| Terms::from([Item::Step(*first), Item::Step(*at)])),
                );
            }
            let there = self.time.open(contract.roles[step.role]);
            let absent = self.time.events.clone().any(|event| match called[event] {
                // The end of hours belongs to them.
                Some(Due::At(tick)) => !(there.at[tick] || tick > 0 && there.at[tick - 1]),
                _ => false,
            });
            self.answer("nobody-on-call", absent.then(|| Terms::from([Item::Step(*at)])));
        }
    }

    fn too_late(&mut self, at: usize, step: &Step, called: &[Option<Due>]) {
        let contract = self.contract;
        let mut late: Vec<Terms> = Vec::new();
        for tier in self.binding().into_iter().filter(|tier| !contract.tiers[*tier].supplier) {
            for of in contract.of_tier(tier) {
                let promise = &contract.promises[of];
                let meets = (0..contract.priorities).any(|p| names(step.priorities, p) && names(promise.priorities, p));
                if promise.what != What::Restoration || !meets {
                    continue;
                }
                let used = step.priorities != 0 || promise.priorities != 0 || promise.services != 0;
                let relation = self.time.relation(step.hours, promise.hours);
                self.cells.insert(("steps", used, contract.depth(of).min(3), relation));
                let due: Vec<Option<Due>> =
                    (0..self.time.events.end).map(|event| self.time.due(promise.hours, promise.limit, event)).collect();
                self.unsure |= due.contains(&None);
                let live = (0..contract.services.len()).flat_map(|service| self.live(tier, service, promise));
                let wrong = live.flatten().any(|event| match (called[event], due[event]) {
                    (Some(step), Some(Due::At(due))) => step >= Due::At(due),
                    _ => false,
                });
                if wrong {
                    late.push(Terms::from([Item::Step(at), Item::Promise(of)]));
                }
            }
        }
        self.answer("escalation-after-deadline", late);
    }

    /// Bounds that no value keeps, that every value keeps, that leave no value together, or that one implies.
    pub fn values(&mut self) {
        let contract = self.contract;
        // Halves of a percent: all bounds are whole.
        let attained: Vec<i64> = (0..=200).collect();
        let meets = |of: &Promise, halves: i64| of.side.keeps(halves, of.limit * 2);
        for tier in self.binding() {
            let all = contract.of_tier(tier);
            for &at in &all {
                let of = &contract.promises[at];
                if of.what == What::Availability {
                    let kept = attained.iter().filter(|halves| meets(of, **halves)).count();
                    self.answer("impossible-target", (kept == 0).then(|| Terms::from([Item::Promise(at)])));
                    self.answer(
                        "target-always-met",
                        (kept == attained.len()).then(|| Terms::from([Item::Promise(at)])),
                    );
                }
            }
            for (place, &one) in all.iter().enumerate() {
                for &other in &all[place + 1..] {
                    let (a, b) = (&contract.promises[one], &contract.promises[other]);
                    let judged = |of: &Promise| (of.what, of.daily, of.hours);
                    let days = (a.from.max(b.from), a.until.into_iter().chain(b.until).min());
                    let days = days.0.unwrap_or(i64::MIN) < days.1.unwrap_or(i64::MAX);
                    let services = a.services == 0 || b.services == 0 || a.services & b.services != 0;
                    let cases = (0..contract.priorities).any(|p| names(a.priorities, p) && names(b.priorities, p));
                    if judged(a) != judged(b) || !days || !services || !cases {
                        continue;
                    }
                    let pair = || Terms::from([Item::Promise(one), Item::Promise(other)]);
                    if a.what == What::Availability {
                        let alone = attained.iter().any(|v| meets(a, *v)) && attained.iter().any(|v| meets(b, *v));
                        let both = attained.iter().any(|v| meets(a, *v) && meets(b, *v));
                        self.answer("targets-apart", (alone && !both).then(pair));
                    } else {
                        let idle = self.is_implied(one, other) || self.is_implied(other, one);
                        self.answer("subsumed-target", idle.then(pair));
                    }
                }
            }
            self.in_shorter_windows(&all);
        }
    }

    /// Whether whoever keeps the one keeps the other, in every case and on every day that the other one is for, of fewer cases.
    fn is_implied(&self, strong: usize, weak: usize) -> bool {
        let (a, b) = (&self.contract.promises[strong], &self.contract.promises[weak]);
        let share = |of: &Promise| of.quota.unwrap_or(100);
        let cases = (0..self.contract.priorities).all(|p| !names(b.priorities, p) || names(a.priorities, p));
        let services = a.services == 0 || (b.services != 0 && b.services & !a.services == 0);
        let holds =
            |of: &Promise, day: i64| of.from.is_none_or(|from| from <= day) && of.until.is_none_or(|until| day < until);
        let mut term = self.contract.first..self.contract.end();
        let days = term.all(|day| !holds(b, day) || holds(a, day));
        a.quota != b.quota && share(a) >= share(b) && a.limit <= b.limit && cases && services && days
    }

    fn in_shorter_windows(&mut self, all: &[usize]) {
        let contract = self.contract;
        let high = |of: &Promise| matches!(of.side, Side::AtLeast | Side::MoreThan);
        for &long in all {
            let b = &contract.promises[long];
            if b.what != What::Availability || b.daily {
                continue;
            }
            let implied = all.iter().filter(|short| {
                let a = &contract.promises[**short];
                let alike = a.what == b.what && a.daily && a.hours == b.hours && (a.from, a.until) == (b.from, b.until);
                let services = a.services == 0 || (b.services != 0 && b.services & !a.services == 0);
                let stricter = (0..=200).all(|v| !a.side.keeps(v, a.limit * 2) || b.side.keeps(v, b.limit * 2));
                alike && services && high(a) == high(b) && stricter
            });
            let implied: Vec<Terms> =
                implied.map(|short| Terms::from([Item::Promise(*short), Item::Promise(long)])).collect();
            self.answer("implied-by-shorter-window", implied);
        }
    }

    /// Terms without a day, or without one of the contract.
    pub fn dates(&mut self) {
        let contract = self.contract;
        let of_promise = |at: usize| (Item::Promise(at), contract.promises[at].from, contract.promises[at].until);
        let promises = (0..contract.promises.len()).filter(|at| !contract.promises[*at].gone).map(of_promise);
        let exceptions =
            contract.exceptions.iter().enumerate().filter(|(_, exception)| !exception.gone && contract.is_billed());
        let dated: Vec<_> =
            promises.chain(exceptions.map(|(at, of)| (Item::Exception(at), of.from, of.until))).collect();
        for (item, from, until) in dated {
            let (first, last) = (from.unwrap_or(i64::MIN), until.unwrap_or(i64::MAX));
            let turned = last <= first;
            self.answer("dates-out-of-order", turned.then(|| Terms::from([item])));
            let in_term = (contract.first..contract.end()).any(|day| first <= day && day < last);
            if !turned {
                self.answer("never-in-force", (!in_term).then(|| Terms::from([item])));
            }
        }
        let named = (0..contract.calendars.len()).map(|at| (at, Hours::Of(at)));
        let difference = contract.has_difference().then_some((DIFFERENCE, Hours::Except(0, 1)));
        for (at, hours) in named.chain(difference).collect::<Vec<_>>() {
            let open = self.time.open(hours);
            let never = self.time.events.clone().all(|tick| !open.at[tick]);
            self.answer("calendar-never-open", never.then(|| Terms::from([Item::Calendar(at)])));
        }
        for (at, calendar) in contract.calendars.iter().enumerate().filter(|(_, calendar)| !calendar.except.is_empty())
        {
            let never = self.time.events.clone().all(|tick| !self.time.is_in(&calendar.except, tick));
            self.answer("calendar-never-open", never.then(|| Terms::from([Item::Calendar(WITHOUT + at)])));
        }
    }
}

impl Side {
    /// Whether a value keeps a bound.
    pub fn keeps(self, value: i64, limit: i64) -> bool {
        match self {
            Self::AtMost => value <= limit,
            Self::AtLeast => value >= limit,
            Self::LessThan => value < limit,
            Self::MoreThan => value > limit,
        }
    }
}
