//! Which amounts are settled together.

use crate::model::{Direction, HasTerm, Model, Schedule, Settlement};

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
    let listed = |schedule: &Schedule| model.settlements.iter().any(|s| s.of.contains(&schedule.id()));
    let (named, rest): (Vec<_>, Vec<_>) = model.schedules.iter().partition(|schedule| listed(schedule));
    let general = model.settlements.iter().find(|settlement| settlement.of.is_empty());
    let mut groups: Vec<Group<'_>> = Vec::new();
    for settlement in model.settlements.iter().filter(|settlement| !settlement.of.is_empty()) {
        let schedules = named.iter().copied().filter(|schedule| settlement.of.contains(&schedule.id())).collect();
        groups.push(Group { settlement: Some(settlement), schedules });
    }
    groups.push(Group { settlement: general, schedules: rest });
    groups.retain(|group| !group.schedules.is_empty());
    groups
}
