//! Which amounts are settled together.

use crate::base::Name;
use crate::model::{Direction, HasTerm, Id, Model, Schedule, Settlement};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Amounts that one settlement, or none, settles.
pub struct Group<'m> {
    /// The settlement; none where no settlement is for them.
    pub settlement: Option<&'m Settlement>,
    /// The amounts, in the order of the model.
    pub schedules: Vec<&'m Schedule>,
}

impl<'m> Group<'m> {
    /// Those that a debtor owes.
    pub fn penalties(&self) -> impl Iterator<Item = &'m Schedule> {
        self.schedules.iter().copied().filter(|schedule| schedule.direction == Direction::Penalty)
    }
}

/// Every amount, with the others that are settled with it: a settlement without a list settles all that no other does.
#[must_use]
pub fn groups(model: &Model) -> Vec<Group<'_>> {
    let listed: FxHashSet<&Id<Schedule>> = model.settlements.iter().flat_map(|settlement| &settlement.of).collect();
    let rest = model.schedules.iter().filter(|schedule| !listed.contains(&schedule.id())).collect();
    let numbered = model.schedules.iter().enumerate();
    let by_name: FxHashMap<&Name, (usize, &Schedule)> = numbered.map(|(at, s)| (&s.term.id, (at, s))).collect();
    // One that settles amounts which are not agreed yet may settle any.
    let open = |settlement: &&Settlement| settlement.of.iter().any(|id| id.as_blank().is_some());
    let general = model.settlements.iter().find(|settlement| settlement.of.is_empty() || open(settlement));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for settlement in model.settlements.iter().filter(|settlement| !settlement.of.is_empty()) {
        let named: BTreeMap<usize, &Schedule> =
            settlement.of.iter().filter_map(|id| by_name.get(id.name()).copied()).collect();
        groups.push(Group { settlement: Some(settlement), schedules: named.into_values().collect() });
    }
    groups.push(Group { settlement: general, schedules: rest });
    groups.retain(|group| !group.schedules.is_empty());
    groups
}
