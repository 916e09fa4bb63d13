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

    pub fn of(&self, at: usize) -> &'c Promise {
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

    pub fn days(&self) -> Range<i64> {
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
    pub fn first(
        &mut self,
        one: &[Range<usize>],
        other: &[Range<usize>],
        holds: impl Fn(usize) -> Option<bool>,
    ) -> Option<usize> {
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

    pub fn note(&mut self, rule: &'static str, one: &Promise, other: &Promise, depth: usize) {
        let used = one.priorities != 0 || one.services != 0 || other.priorities != 0 || other.services != 0;
        let relation = self.time.relation(one.hours, other.hours);
        self.cells.insert((rule, used, depth.min(3), relation));
    }

    pub fn depth(&self, pair: [usize; 2]) -> usize {
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
                        answers.extend(
                            contract
                                .of_tier(*tier)
                                .into_iter()
                                .filter(|at| {
                                    held && {
                                        let of = self.of(*at);
                                        let for_it =
                                            service.map_or(of.services == 0, |service| names(of.services, service));
                                        for_it && names(of.priorities, priority) && self.in_force(of, day)
                                    }
                                })
                                .map(|at| (*tier, at)),
                        );
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
                let (differ, equal) = (
                    apart.entry(question(self.contract, a)).or_default(),
                    same.entry(question(self.contract, a)).or_default(),
                );
                if (a.side, a.limit) != (b.side, b.limit) {
                    differ.push(pair);
                } else if one_tier == other_tier {
                    equal.push(pair);
                }
            }
        }
        for (question, pairs) in same {
            // Where answers differ too, that is told first, and what is said twice once they do no more.
            if !pairs.is_empty() && apart.get(&question).is_some_and(|apart| !apart.is_empty()) {
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
                let group: Vec<&Promise> =
                    contract.of_tier(tier).into_iter().map(|at| self.of(at)).filter(|of| of.what == what).collect();
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
                    self.answer(
                        "stage-after-next",
                        found.then(|| Terms::from([Item::Promise(one), Item::Promise(other)])),
                    );
                }
            }
        }
    }

    /// The first instant from which one promise is due after another.
    pub fn later(
        &mut self,
        live_a: &[Range<usize>],
        a: &Promise,
        live_b: &[Range<usize>],
        b: &Promise,
    ) -> Option<usize> {
        // What is not known is told apart from what is not so: both are asked of the timeline before.
        let (hours_a, hours_b) = (self.dues(a), self.dues(b));
        self.first(live_a, live_b, |tick| Some(hours_a[tick]? > hours_b[tick]?))
    }

    fn dues(&self, promise: &Promise) -> Vec<Option<Due>> {
        (0..self.time.events.end).map(|tick| self.deadline(promise, tick)).collect()
    }

    /// Suppliers that may take longer than what cannot do without them.
    fn suppliers(&mut self) {
        let contract = self.contract;
        for (at, service) in contract.services.iter().enumerate().filter(|(_, service)| !service.supplier) {
            for behind in service.needs.as_ref().map(crate::rests::in_series).unwrap_or_default() {
                let held = |of: usize| {
                    let tiers = contract.services[of].at.iter().copied();
                    tiers
                        .flat_map(|tier| contract.of_tier(tier).into_iter().map(move |at| (tier, at)))
                        .collect::<BTreeSet<_>>()
                };
                for (own_tier, own) in held(at) {
                    for (other_tier, other) in held(behind) {
                        let (a, b) = (self.of(own), self.of(other));
                        let alike =
                            a.what == b.what && a.what != What::Availability && self.cases(a.priorities, b.priorities);
                        if !alike || contract.tiers[own_tier].supplier == contract.tiers[other_tier].supplier {
                            continue;
                        }
                        self.note("suppliers", a, b, self.depth([own, other]));
                        let (live_a, live_b) = (self.live(own_tier, at, a), self.live(other_tier, behind, b));
                        let late = self.later(&live_b, b, &live_a, a).is_some();
                        self.answer(
                            "supplier-slower",
                            late.then(|| Terms::from([Item::Promise(own), Item::Promise(other)])),
                        );
                    }
                }
            }
        }
    }
}

/// What two promises must have in common to answer one question.
fn question(contract: &Contract, of: &Promise) -> (bool, What, bool, bool, Option<i64>, Hours) {
    let high = matches!(of.side, Side::AtLeast | Side::MoreThan);
    (contract.supplied(of), of.what, high, of.daily, of.quota, of.hours)
}
