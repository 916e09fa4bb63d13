//! What hangs on each term, found once, so that no clause searches the whole contract for it.

use crate::base::Name;
use crate::model::{Blank, Commitment, Exception, Held, Model, Service};
use rustc_hash::FxHashMap;

/// What hangs on each term of a model, in the order of the model.
pub struct Attached<'m> {
    commitments: FxHashMap<&'m Name, Vec<&'m Commitment>>,
    holders: FxHashMap<&'m Name, Vec<(&'m Service, &'m Held)>>,
    exceptions: FxHashMap<&'m Name, Vec<&'m Exception>>,
    blanks: FxHashMap<&'m Name, Vec<&'m Blank>>,
    objectives: FxHashMap<&'m Name, Vec<&'m Commitment>>,
}

impl<'m> Attached<'m> {
    /// What hangs on the terms of `model`.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let held = model.services.iter().flat_map(|service| service.tiers.iter().map(move |held| (service, held)));
        let named = model.commitments.iter().filter_map(|c| Some((c.objective.as_ref()?, c)));
        Self {
            commitments: grouped(model.commitments.iter().map(|c| (c.tier.name(), c))),
            holders: grouped(held.map(|(service, held)| (held.tier.name(), (service, held)))),
            exceptions: grouped(model.exceptions.iter().flat_map(|e| e.on.iter().map(move |on| (on, e)))),
            blanks: grouped(model.blanks.iter().map(|b| (&b.term, b))),
            objectives: grouped(named),
        }
    }

    /// The commitments of a tier.
    #[must_use]
    pub fn commitments(&self, tier: &Name) -> &[&'m Commitment] {
        listed(&self.commitments, tier)
    }

    /// The services that are held to a tier.
    #[must_use]
    pub fn holders(&self, tier: &Name) -> &[(&'m Service, &'m Held)] {
        listed(&self.holders, tier)
    }

    /// The exceptions to a term.
    #[must_use]
    pub fn exceptions(&self, term: &Name) -> &[&'m Exception] {
        listed(&self.exceptions, term)
    }

    /// The values of a term that are left to agree.
    #[must_use]
    pub fn blanks(&self, term: &Name) -> &[&'m Blank] {
        listed(&self.blanks, term)
    }

    /// The commitments of an objective.
    #[must_use]
    pub fn objective(&self, name: &Name) -> &[&'m Commitment] {
        listed(&self.objectives, name)
    }
}

fn grouped<'m, T>(rows: impl Iterator<Item = (&'m Name, T)>) -> FxHashMap<&'m Name, Vec<T>> {
    let mut groups: FxHashMap<&Name, Vec<T>> = FxHashMap::default();
    for (name, row) in rows {
        groups.entry(name).or_default().push(row);
    }
    groups
}

fn listed<'a, T>(groups: &'a FxHashMap<&Name, Vec<T>>, name: &Name) -> &'a [T] {
    groups.get(name).map_or(&[], Vec::as_slice)
}
