//! What is not known yet: evidence looked at from a day that lies before its last instants.
//!
//! What happened later is taken out once, where evidence is read, so that no question has to think of it.

use super::{Evidence, Row};
use crate::evaluate::Value;
use crate::evaluate::names::CLAIM_PERIOD;
use crate::model::Id;
use crate::time::Instant;
use std::collections::BTreeSet;
use std::rc::Rc;

impl Evidence<'_> {
    /// Leaves out what happened at an instant or after it: an incident that is opened later, and of one that was opened before, that it is
    /// restored later. All is known before that instant: a day ends with the last one before midnight.
    pub fn forget_after(&mut self, as_of: Instant) {
        self.until = Some(as_of);
        self.tables.values_mut().for_each(|rows| Rc::make_mut(rows).retain_mut(|row| row.forget_after(as_of)));
        self.changes.retain(|change| change.at < as_of);
        if self.instances.is_empty() {
            return;
        }
        let mut named = BTreeSet::new();
        for sort in self.sent.iter().chain(self.tables.keys()) {
            self.each(&Id::new(sort.clone()), &mut |row| named.extend(row.service.clone()));
        }
        self.instances.retain(|instance, _| named.contains(instance));
    }
}

impl Row {
    /// Whether any of it is known before an instant; what is not is taken out. The period that a claim is about is no event.
    pub(super) fn forget_after(&mut self, as_of: Instant) -> bool {
        let (mut happens, mut known) = (false, false);
        for (_, value) in self.values.iter_mut().filter(|(field, _)| field != CLAIM_PERIOD) {
            let instants = value.instants();
            if instants.is_empty() {
                continue;
            }
            let before: Vec<Instant> = instants.iter().copied().filter(|at| *at < as_of).collect();
            happens = true;
            known |= !before.is_empty();
            if before.is_empty() {
                *value = Value::Nothing;
            } else if before.len() < instants.len() {
                *value = Value::in_order(before);
            }
        }
        self.values.retain(|(_, value)| *value != Value::Nothing);
        known || !happens
    }
}
