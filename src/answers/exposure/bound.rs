//! What penalties can owe together: their caps, and that of those which stand against one another only one is left.

use super::leaves::{Leaf, Owed, stated};
use crate::base::Name;
use crate::evaluate::World;
use crate::evaluate::settle::Capped;
use crate::kernel::fold::{self, Cap, Most};
use crate::model::{Combination, Id, Schedule, Settlement};
use crate::quantity::Rational;
use crate::time::{Cycle, Stretch};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A cap in one of its windows, with the numbers of what it holds there.
pub struct Held {
    /// The limit, and what it holds.
    pub cap: Cap,
    /// Which cap of the contract it is; none for what only acts like one.
    pub own: Option<Own>,
}

/// A cap of the contract, in one of its windows.
#[derive(Clone, PartialEq, Eq)]
pub struct Own {
    /// The term that it stands in: the settlement, or an exception.
    pub by: Name,
    /// Where it stands.
    pub place: crate::base::Span,
    /// The window.
    pub during: Stretch,
}

/// The caps on all that can be owed, by the numbers of what they hold.
pub struct Caps {
    /// Each cap in each of its windows.
    pub held: Vec<Held>,
    /// Figures that someone states and nothing is said of, without which a cap is not known.
    pub unknown: BTreeSet<Name>,
}

impl Caps {
    /// The caps of a settlement on what can be owed.
    pub fn of(world: &World<'_>, settlement: &Settlement, leaves: &[Leaf]) -> Self {
        let mut found: BTreeMap<_, Held> = BTreeMap::new();
        let mut unknown = BTreeSet::new();
        // All cases of a month are under such a cap together.
        let mut of_cases: BTreeMap<_, Cap> = BTreeMap::new();
        for (at, leaf) in leaves.iter().enumerate() {
            let many = leaf.service.as_ref().and_then(|id| world.model.services.get(id)).is_some_and(|one| one.many);
            for capped in world.capped(settlement, leaf.at, &leaf.schedule, leaf.service.as_ref()) {
                // A cap of each service is one of each instance.
                if many && capped.group.2.is_some() {
                    continue;
                }
                if let Owed::Cases(during) = leaf.of
                    && !holds(&capped, during)
                {
                    let Some(first) = world.cap_limit(&capped) else {
                        unknown.extend(stated(world.model, [&capped.cap.amount]));
                        continue;
                    };
                    if let Some(limit) = over(world, settlement, leaf, (&capped, first), during) {
                        let (term, number, service, _) = capped.group;
                        let new = || Cap { limit: Rational::zero(), of: Vec::new() };
                        let cap = of_cases.entry((term, number, service, leaf.settled)).or_insert_with(new);
                        cap.limit = cap.limit.clone().max(limit);
                        cap.of.push(at);
                    }
                    continue;
                }
                let held = match found.entry(capped.group.clone()) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        let Some(limit) = world.cap_limit(&capped) else {
                            unknown.extend(stated(world.model, [&capped.cap.amount]));
                            continue;
                        };
                        let own = Own { by: capped.group.0.clone(), place: capped.cap.span, during: capped.group.3 };
                        // Of a cap without a window nothing says when it is reached.
                        let own = Some(own).filter(|_| !capped.slides && capped.cap.window.is_some());
                        new.insert(Held { cap: Cap { limit, of: Vec::new() }, own })
                    }
                };
                held.cap.of.push(at);
            }
        }
        let alike = of_cases.into_values().chain(against(world, settlement, leaves));
        let held = found.into_values().chain(alike.map(|cap| Held { cap, own: None })).collect();
        Self { held, unknown }
    }

    /// The most that is owed of what `holds`; the numbers of what nothing bounds are those among all.
    pub fn most(&self, leaves: &[Leaf], holds: impl Fn(&Leaf) -> bool) -> Most {
        let own: Vec<usize> = leaves.iter().enumerate().filter(|(_, leaf)| holds(leaf)).map(|(at, _)| at).collect();
        self.most_of(leaves, &own, |_| true)
    }

    /// The same of what stands at these places, in ascending order, under the caps that count.
    pub fn most_of(&self, leaves: &[Leaf], own: &[usize], counts: impl Fn(&Held) -> bool) -> Most {
        let amounts: Vec<Option<Rational>> =
            own.iter().filter_map(|at| leaves.get(*at)).map(|leaf| leaf.most.clone()).collect();
        let under = |held: &Held| {
            let of = held.cap.of.iter().filter_map(|at| own.binary_search(at).ok()).collect();
            Cap { limit: held.cap.limit.clone(), of }
        };
        let caps: Vec<Cap> = self.held.iter().filter(|held| counts(held)).map(under).collect();
        let most = fold::most(&amounts, &caps);
        Most { unbounded: most.unbounded.iter().filter_map(|at| own.get(*at).copied()).collect(), ..most }
    }
}

/// Whether all that falls within a stretch counts together under a cap.
fn holds(capped: &Capped<'_>, during: Stretch) -> bool {
    !capped.slides && during.and(capped.group.3) == during
}

/// What a cap of narrower windows lets all cases of a stretch owe: each window lets as much as it does. None where it ends within.
fn over(
    world: &World<'_>,
    settlement: &Settlement,
    leaf: &Leaf,
    (first, limit): (&Capped<'_>, Rational),
    during: Stretch,
) -> Option<Rational> {
    if first.slides {
        // Windows that follow one another hold all amounts, and each amount of one lies in a window that looks back.
        let windows = during.seconds() / first.group.3.seconds().max(1) + 2;
        return Some(limit * Rational::from(windows));
    }
    let (mut sum, mut at) = (limit, first.group.3.end);
    while at < during.end {
        let next = world.capped(settlement, at, &leaf.schedule, leaf.service.as_ref());
        let same = |other: &Capped<'_>| (&other.group.0, other.group.1) == (&first.group.0, first.group.1);
        let next = next.into_iter().find(same).filter(|next| at < next.group.3.end)?;
        (sum, at) = (sum + world.cap_limit(&next)?, next.group.3.end);
    }
    Some(sum)
}

/// Of amounts of a month that stand against one another only one alternative is left, which is like a cap on all of them: the most
/// that one of them comes to.
fn against(world: &World<'_>, settlement: &Settlement, leaves: &[Leaf]) -> Vec<Cap> {
    if matches!(settlement.combine, None | Some(Combination::Sum | Combination::Blank(_))) {
        return Vec::new();
    }
    let group_of = |leaf: &Leaf| -> Option<Name> {
        let commitment = leaf.commitment.as_ref().and_then(|id| world.model.commitments.get(id));
        match settlement.per.as_deref() {
            // What is owed for no case is alone in its group, and each case is one.
            Some("incident") => None,
            Some("indicator") => commitment.map(|commitment| commitment.indicator.name().clone()),
            Some("service") => Some(leaf.service.as_ref().map(|service| service.name().clone()).unwrap_or_default()),
            _ => Some(Name::default()),
        }
    };
    let alternative = |schedule: &Id<Schedule>, at: usize| match settlement.between.as_slice() {
        [] => Some(at),
        groups => groups.iter().position(|group| group.contains(schedule)),
    };
    let month = |leaf: &Leaf| Cycle::month().at(leaf.at, world.zone()).map(|month| month.whole);
    let mut groups: BTreeMap<(Option<Stretch>, Name), BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (at, leaf) in leaves.iter().enumerate() {
        if let (Some(group), Some(alternative)) = (group_of(leaf), alternative(&leaf.schedule, at)) {
            groups.entry((month(leaf), group)).or_default().entry(alternative).or_default().push(at);
        }
    }
    let cap = |alternatives: BTreeMap<usize, Vec<usize>>| {
        // Of the cases of a month each is an alternative: what one of them owes at the most is not known.
        let amount = |at: &usize| leaves.get(*at).filter(|leaf| matches!(leaf.of, Owed::Period(..)))?.most.clone();
        let sums = alternatives.values().map(|own| own.iter().map(amount).sum::<Option<Rational>>());
        let limit = sums.collect::<Option<Vec<Rational>>>()?.into_iter().max()?;
        let mut of: Vec<usize> = alternatives.into_values().flatten().collect();
        of.sort_unstable();
        Some(Cap { limit, of })
    };
    groups.into_values().filter_map(cap).collect()
}
