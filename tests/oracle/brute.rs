//! What must be found, by the words of the language and nothing else: every question is asked of every service, priority and day, and of
//! every instant half a quarter of an hour apart.

use crate::contract::{Contract, Hours, Item, Promise, Side, What, names};
use crate::hours::{Due, Relation, Timeline};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The terms of a conflict.
pub type Terms = BTreeSet<Item>;

/// Something that is wrong: what shows it is one case, and one of these sets of terms must be blamed for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    pub rule: &'static str,
    pub one_of: BTreeSet<Terms>,
}

/// A contract that is looked at, and what was found.
pub struct Look<'c> {
    pub contract: &'c Contract,
    pub time: Timeline<'c>,
    pub found: BTreeSet<Conflict>,
    /// What may be found and need not: terms that are in no case the parties have, of which the lengths alone say that they are the
    /// wrong way round.
    pub allowed: BTreeSet<(&'static str, Terms)>,
    /// How often each question was asked, and how often nothing was wrong.
    pub asked: BTreeMap<&'static str, (usize, usize)>,
    /// The sorts of pairs that were compared: the rule, whether scopes are named, how deep overrides go, how hours stand.
    pub cells: BTreeSet<(&'static str, bool, usize, Relation)>,
    /// Something lies beyond the days that are looked at.
    pub unsure: bool,
}

/// All that must be found in a contract.
pub fn look(contract: &Contract) -> Look<'_> {
    let mut look = Look {
        contract,
        time: Timeline::of(contract),
        found: BTreeSet::new(),
        allowed: BTreeSet::new(),
        asked: BTreeMap::new(),
        cells: BTreeSet::new(),
        unsure: false,
    };
    look.targets();
    look.missing();
    look.values();
    look.dates();
    look.stages();
    look.orders();
    look.suppliers();
    look.steps();
    crate::amounts::look(&mut look);
    crate::rests::look(&mut look);
    look
}

impl<'c> Look<'c> {
    /// Notes the answer to a question.
    pub fn answer(&mut self, rule: &'static str, one_of: impl IntoIterator<Item = Terms>) {
        let one_of: BTreeSet<Terms> = one_of.into_iter().collect();
        let (asked, clean) = self.asked.entry(rule).or_default();
        *asked += 1;
        if one_of.is_empty() {
            *clean += 1;
        } else {
            self.found.insert(Conflict { rule, one_of });
        }
    }

    fn of(&self, at: usize) -> &'c Promise {
        &self.contract.promises[at]
    }

    /// Tiers that bind someone: those that a service is held to, and those that no other tier only completes.
    pub fn binding(&self) -> Vec<usize> {
        let tiers = &self.contract.tiers;
        let held = |tier: usize| self.contract.services.iter().any(|service| service.at.contains(&tier));
        let extended = |tier: usize| tiers.iter().any(|other| other.extends == Some(tier));
        (0..tiers.len()).filter(|tier| held(*tier) || !extended(*tier)).collect()
    }

    fn in_force(&self, promise: &Promise, day: i64) -> bool {
        promise.from.is_none_or(|from| from <= day) && promise.until.is_none_or(|until| day < until)
    }

    fn days(&self) -> Range<i64> {
        self.contract.first..self.contract.end()
    }

    /// The instants at which a promise of a tier holds for a service.
    pub fn live(&self, tier: usize, service: usize, promise: &Promise) -> Vec<Range<usize>> {
        if !names(promise.services, service) {
            return Vec::new();
        }
        let held = self.contract.held(&self.contract.services[service], tier).into_iter();
        held.map(|(from, until)| {
            let from = promise.from.map_or(from, |own| own.max(from));
            let until = promise.until.map_or(until, |own| own.min(until));
            self.time.day(from)..self.time.day(until)
        })
        .collect()
    }

    /// The first instant of both at which something holds.
    fn first(&mut self, one: &[Range<usize>], other: &[Range<usize>], holds: impl Fn(usize) -> Option<bool>) -> Option<usize> {
        for a in one {
            for b in other {
                for tick in a.start.max(b.start)..a.end.min(b.end) {
                    match holds(tick) {
                        Some(true) => return Some(tick),
                        Some(false) => {}
                        None => self.unsure = true,
                    }
                }
            }
        }
        None
    }

    fn deadline(&self, promise: &Promise, event: usize) -> Option<Due> {
        self.time.due(promise.hours, promise.limit, event)
    }

    fn cases(&self, a: u8, b: u8) -> bool {
        (0..self.contract.priorities).any(|priority| names(a, priority) && names(b, priority))
    }

    fn note(&mut self, rule: &'static str, one: &Promise, other: &Promise, depth: usize) {
        let used = one.priorities != 0 || one.services != 0 || other.priorities != 0 || other.services != 0;
        let relation = self.time.relation(one.hours, other.hours);
        self.cells.insert((rule, used, depth.min(3), relation));
    }

    fn depth(&self, pair: [usize; 2]) -> usize {
        pair.into_iter().map(|at| self.contract.depth(at)).max().unwrap_or(0)
    }

    /// Two targets of one case, or the same one twice: asked of a service that nothing names, and of each service, on each day.
    fn targets(&mut self) {
        let contract = self.contract;
        let unnamed = (0..contract.tiers.len()).map(|tier| (None, vec![tier]));
        let named = contract.services.iter().enumerate().map(|(at, service)| (Some(at), service.at.clone()));
        let subjects: Vec<(Option<usize>, Vec<usize>)> = unnamed.chain(named).collect();
        for (service, tiers) in &subjects {
            for day in self.days() {
                for priority in 0..contract.priorities {
                    let mut answers: Vec<(usize, usize)> = Vec::new();
                    for tier in tiers {
                        let held = service.is_none_or(|at| {
                            let held = contract.held(&contract.services[at], *tier);
                            held.iter().any(|(from, until)| *from <= day && day < *until)
                        });
                        answers.extend(contract.of_tier(*tier).into_iter().filter(|at| held && {
                            let of = self.of(*at);
                            let for_it = service.map_or(of.services == 0, |service| names(of.services, service));
                            for_it && names(of.priorities, priority) && self.in_force(of, day)
                        }).map(|at| (*tier, at)));
                    }
                    self.answers(&answers);
                }
            }
        }
    }

    fn answers(&mut self, answers: &[(usize, usize)]) {
        let (mut apart, mut same): (BTreeMap<_, Vec<Terms>>, BTreeMap<_, Vec<Terms>>) = Default::default();
        for (at, (one_tier, one)) in answers.iter().enumerate() {
            for (other_tier, other) in &answers[at + 1..] {
                let (a, b) = (self.of(*one), self.of(*other));
                if question(self.contract, a) != question(self.contract, b) || one == other {
                    continue;
                }
                self.note("targets", a, b, self.depth([*one, *other]));
                let pair = Terms::from([Item::Promise(*one), Item::Promise(*other)]);
                let (differ, equal) = (apart.entry(question(self.contract, a)).or_default(), same.entry(question(self.contract, a)).or_default());
                if (a.side, a.limit) != (b.side, b.limit) {
                    differ.push(pair);
                } else if one_tier == other_tier {
                    equal.push(pair);
                }
            }
        }
        for (question, pairs) in same {
            // Where answers differ too, that is told first, and what is said twice once they do no more.
            if apart.get(&question).is_some_and(|apart| !apart.is_empty()) {
                self.allowed.extend(pairs.into_iter().map(|pair| ("repeated-commitment", pair)));
            } else {
                self.answer("repeated-commitment", pairs);
            }
        }
        apart.into_values().for_each(|pairs| self.answer("two-targets", pairs));
    }

    /// Cases of which a tier says nothing, though it says something of others.
    fn missing(&mut self) {
        let contract = self.contract;
        for tier in self.binding() {
            for what in [What::Response, What::Restoration, What::Availability] {
                let group: Vec<&Promise> = contract.of_tier(tier).into_iter().map(|at| self.of(at)).filter(|of| of.what == what).collect();
                if group.is_empty() {
                    continue;
                }
                let by_service = group.iter().any(|of| of.services != 0);
                let held = (0..contract.services.len()).filter(|at| contract.services[*at].at.contains(&tier));
                let services: Vec<usize> = if by_service { held.collect() } else { vec![7] };
                let from = group.iter().map(|of| of.from.unwrap_or(i64::MIN)).min().unwrap_or(i64::MIN);
                let until = group.iter().map(|of| of.until.unwrap_or(i64::MAX)).max().unwrap_or(i64::MAX);
                let mut days = self.days().filter(|day| from <= *day && *day < until);
                let hole = days.any(|day| {
                    services.iter().any(|service| {
                        (0..contract.priorities).any(|priority| {
                            !group.iter().any(|of| {
                                self.in_force(of, day)
                                    && names(of.priorities, priority)
                                    && (of.services == 0 || names(of.services, *service))
                            })
                        })
                    })
                });
                self.answer("missing-target", hole.then(|| Terms::from([Item::Tier(tier)])));
            }
        }
    }

    /// Earlier stages of a case that are due after later ones.
    fn stages(&mut self) {
        let contract = self.contract;
        let of = |at: usize| &contract.promises[at];
        for tier in self.binding() {
            let all = contract.of_tier(tier);
            for one in all.iter().copied().filter(|at| of(*at).what == What::Response) {
                for other in all.iter().copied().filter(|at| of(*at).what == What::Restoration) {
                    let (a, b) = (of(one), of(other));
                    if !self.cases(a.priorities, b.priorities) {
                        continue;
                    }
                    self.note("stages", a, b, self.depth([one, other]));
                    let found = (0..contract.services.len()).any(|service| {
                        let (live_a, live_b) = (self.live(tier, service, a), self.live(tier, service, b));
                        let late = self.later(&live_a, a, &live_b, b);
                        late.is_some()
                    });
                    self.answer("stage-after-next", found.then(|| Terms::from([Item::Promise(one), Item::Promise(other)])));
                }
            }
        }
    }

    /// The first instant from which one promise is due after another.
    fn later(&mut self, live_a: &[Range<usize>], a: &Promise, live_b: &[Range<usize>], b: &Promise) -> Option<usize> {
        // What is not known is told apart from what is not so: both are asked of the timeline before.
        let (hours_a, hours_b) = (self.dues(a), self.dues(b));
        self.first(live_a, live_b, |tick| Some(hours_a[tick]? > hours_b[tick]?))
    }

    fn dues(&self, promise: &Promise) -> Vec<Option<Due>> {
        (0..self.time.events.end).map(|tick| self.deadline(promise, tick)).collect()
    }

    /// Stricter priorities that are due after milder ones, and better tiers after worse ones.
    fn orders(&mut self) {
        let contract = self.contract;
        for tier in self.binding() {
            let all = contract.of_tier(tier);
            for one in &all {
                for other in &all {
                    let (a, b) = (self.of(*one), self.of(*other));
                    if one == other || (a.what, a.services) != (b.what, b.services) || a.priorities == 0 || b.priorities == 0 {
                        continue;
                    }
                    let beside = |at: &&usize| (self.of(**at).what, self.of(**at).services) == (a.what, a.services);
                    let rungs = |priority: usize| all.iter().filter(beside).filter(|at| {
                        let mask = self.of(**at).priorities;
                        mask != 0 && names(mask, priority)
                    }).count();
                    let steps = (0..contract.priorities).flat_map(|low| (low + 1..contract.priorities).map(move |high| (low, high)));
                    let next = |(low, high): &(usize, usize)| (low + 1..*high).all(|between| rungs(between) == 0);
                    let alike = |low: usize| rungs(low) == 1 || a.quota == b.quota;
                    let mut neighbours = steps.filter(next);
                    let ranked = neighbours.any(|(low, high)| names(a.priorities, low) && names(b.priorities, high) && alike(low));
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
        let alike = |a: &Promise, b: &Promise| (a.side, a.limit, a.hours, a.daily) == (b.side, b.limit, b.hours, b.daily);
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

    /// Suppliers that may take longer than what cannot do without them.
    fn suppliers(&mut self) {
        let contract = self.contract;
        for (at, service) in contract.services.iter().enumerate().filter(|(_, service)| !service.supplier) {
            for behind in service.needs.as_ref().map(crate::rests::in_series).unwrap_or_default() {
                let held = |of: usize| {
                    let tiers = contract.services[of].at.iter().copied();
                    tiers.flat_map(|tier| contract.of_tier(tier).into_iter().map(move |at| (tier, at))).collect::<BTreeSet<_>>()
                };
                for (own_tier, own) in held(at) {
                    for (other_tier, other) in held(behind) {
                        let (a, b) = (self.of(own), self.of(other));
                        let alike = a.what == b.what && a.what != What::Availability && self.cases(a.priorities, b.priorities);
                        if !alike || contract.tiers[own_tier].supplier == contract.tiers[other_tier].supplier {
                            continue;
                        }
                        self.note("suppliers", a, b, self.depth([own, other]));
                        let (live_a, live_b) = (self.live(own_tier, at, a), self.live(other_tier, behind, b));
                        let late = self.later(&live_b, b, &live_a, a).is_some();
                        self.answer("supplier-slower", late.then(|| Terms::from([Item::Promise(own), Item::Promise(other)])));
                    }
                }
            }
        }
    }
}

/// Whether one promises longer than another, on the same hours or where the other one counts at all hours.
fn longer(a: &Promise, b: &Promise) -> bool {
    let time = a.what != What::Availability;
    time && a.limit > b.limit && (a.hours == b.hours || b.hours == Hours::Always)
}

/// What two promises must have in common to answer one question.
fn question(contract: &Contract, of: &Promise) -> (bool, What, bool, bool, Option<i64>, Hours) {
    let high = matches!(of.side, Side::AtLeast | Side::MoreThan);
    (contract.supplied(of), of.what, high, of.daily, of.quota, of.hours)
}
