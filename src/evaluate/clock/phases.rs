//! The phases of a case: which commitment is its own, and since when.

use crate::base::Name;
use crate::evaluate::evidence::Row;
use crate::evaluate::expr::Env;
use crate::evaluate::world::Span;
use crate::evaluate::{Value, World};
use crate::model::{Commitment, HasTerm, Subject};
use crate::time::Instant;
use std::cmp::Reverse;

/// A phase of a case: since when, and which commitment is the one for it.
pub(super) struct Phase<'m> {
    pub since: Instant,
    pub commitment: Option<&'m Commitment>,
}

/// What becomes of the values by which the commitment of a case is found.
enum Change {
    /// A dimension has another value.
    Set(Name, Name),
    /// The case takes the next milder rank.
    Milder,
}

impl World<'_> {
    /// The phases of a case: from its opening, and from each change of the values that decide which commitment is its own. What
    /// changes once the case is over changes no count.
    pub(super) fn phases<'s>(
        &'s self,
        commitment: &'s Commitment,
        row: &Row,
        opened: Instant,
        over: Option<Instant>,
    ) -> Vec<Phase<'s>> {
        let mut changes = self.changes(row);
        changes.extend(self.downgrades(commitment, row, opened).into_iter().map(|at| (at, Change::Milder)));
        changes.retain(|(at, _)| over.is_none_or(|over| *at < over) || *at <= opened);
        if changes.is_empty() {
            // The usual case: what the record says holds throughout, and another commitment need not be looked for.
            let own = self.in_scope(&commitment.scope, row).then_some(commitment);
            return vec![Phase { since: opened, commitment: own }];
        }
        // What is told of an instant comes before a step that follows by itself.
        changes.sort_by_cached_key(|(at, change)| match change {
            Change::Set(dimension, value) => (*at, false, Some((dimension.clone(), self.precedence(dimension, value)))),
            Change::Milder => (*at, true, None),
        });
        let mut current = row.clone();
        // A change holds from its instant on; what the record itself says holds from the opening.
        let mut phases = vec![Phase { since: opened, commitment: self.sibling(commitment, &current) }];
        for (at, change) in changes {
            let (dimension, value) = match change {
                Change::Set(dimension, value) => (dimension, value),
                Change::Milder => match self.milder(&current) {
                    Some(milder) => milder,
                    None => continue,
                },
            };
            current.values.retain(|(name, _)| *name != dimension);
            current.values.push((dimension, Value::Word(value)));
            let next = self.sibling(commitment, &current);
            let last = phases.last().and_then(|phase| phase.commitment).map(HasTerm::id);
            if at <= opened {
                phases = vec![Phase { since: opened, commitment: next }];
            } else if next.map(HasTerm::id) != last {
                phases.push(Phase { since: at, commitment: next });
            }
        }
        phases
    }

    /// Whether a case of a commitment may change what decides which commitment is its own.
    pub(super) fn may_change(&self, commitment: &Commitment, row: &Row) -> bool {
        self.evidence.changes_of(row).next().is_some()
            || self.reclassification.is_some_and(|record| !self.evidence.rows(&record.id()).is_empty())
            || self.downgrades_any(commitment)
    }

    /// The changes of values of dimensions that other records say of this one: `reclassification`.
    fn changes(&self, row: &Row) -> Vec<(Instant, Change)> {
        let set = |dimension: &Name, value: &Name| Change::Set(dimension.clone(), value.clone());
        let told = self.evidence.changes_of(row);
        let mut found: Vec<_> = told.map(|change| (change.at, set(&change.dimension, &change.value))).collect();
        let Some(record) = self.reclassification else { return found };
        for change in self.evidence.rows(&record.id()) {
            if !self.linked(change).any(|case| case.record == row.record && case.name == row.name) {
                continue;
            }
            let Some(at) = self.begins(change) else { continue };
            for (field, value) in &change.values {
                if let (Some(_), Some(word)) = (self.model.dimensions.by_name(field), value.word()) {
                    found.push((at, set(field, word)));
                }
            }
        }
        found
    }

    /// What decides between two changes of a dimension at one instant: the stricter value holds, or, where values have no rank, the
    /// one whose name comes first. The one that holds comes last.
    fn precedence(&self, dimension: &str, value: &Name) -> (usize, Reverse<Name>) {
        let known = self.model.dimensions.by_name(dimension);
        let values = known.map(|known| known.values.as_slice()).unwrap_or_default();
        let place = values.iter().position(|other| other.name == *value).unwrap_or(0);
        let rank = match known.and_then(|known| known.ranked.as_deref()) {
            Some("strictest") => values.len() - place.min(values.len()),
            Some(_) => place,
            None => 0,
        };
        (rank, Reverse(value.clone()))
    }

    /// The ranked dimension of a record, and the value that is one step to the milder side of its own.
    fn milder(&self, row: &Row) -> Option<(Name, Name)> {
        let of_record = Subject::Record(row.record.clone());
        let mut ranked = self.model.dimensions.iter().filter(|known| known.ranked.is_some() && known.of == of_record);
        let ranked = ranked.next()?;
        let value = self.dimension(&ranked.id(), &Env::of_row(row, Span::whole(self.term())))?;
        let place = ranked.values.iter().position(|known| known.name == value)?;
        let milder = if ranked.ranked.as_deref() == Some("mildest") { place.checked_sub(1)? } else { place + 1 };
        Some((ranked.term.id.clone(), ranked.values.get(milder)?.name.clone()))
    }

    /// The commitment of the same tier, indicator and objective whose scope holds a record: one that promises something, where
    /// there is one.
    fn sibling<'s>(&'s self, commitment: &'s Commitment, row: &Row) -> Option<&'s Commitment> {
        if commitment.target.is_some() && self.in_scope(&commitment.scope, row) {
            return Some(commitment);
        }
        let same = |other: &&Commitment| {
            other.tier == commitment.tier
                && other.indicator == commitment.indicator
                && other.objective == commitment.objective
                && self.in_scope(&other.scope, row)
        };
        let mut found = self.model.commitments.iter().filter(same).peekable();
        let first = found.peek().copied();
        found.find(|other| other.target.is_some()).or(first)
    }
}
