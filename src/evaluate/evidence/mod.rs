//! What is known: records, one row each, with the place where each row stands.
//!
//! Evidence says what happened; the contract says what it means. A row is read once, checked on reading, and never changed.

mod from_scenario;
pub mod rules;
mod sound;
pub mod written;

pub use from_scenario::from_scenario;
pub use sound::check;

use super::Value;
use crate::base::{Name, Span};
use crate::model::{Id, Record, Service};
use crate::time::Instant;
use std::collections::BTreeMap;

/// One record of evidence.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its sort.
    pub record: Id<Record>,
    /// Its name, by which derivations cite it: `i1`, a ticket number.
    pub name: Name,
    /// The service that it is about, where it is about one.
    pub service: Option<Id<Service>>,
    /// Its fields that are filled, and values of dimensions.
    pub values: Vec<(Name, Value)>,
    /// Where it stands.
    pub span: Span,
}

impl Row {
    /// What a field holds.
    #[must_use]
    pub fn get(&self, field: &str) -> &Value {
        self.values.iter().find(|(name, _)| name == field).map_or(&Value::Nothing, |(_, value)| value)
    }

    /// The instant that a field holds; of several, the first.
    #[must_use]
    pub fn instant(&self, field: &str) -> Option<Instant> {
        self.get(field).instants().first().copied()
    }
}

/// All that is known, by sort of record, in the order in which it was given.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    tables: BTreeMap<Name, Vec<Row>>,
}

impl Evidence {
    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.tables.entry(row.record.name().clone()).or_default().push(row);
    }

    /// The rows of one sort.
    #[must_use]
    pub fn rows(&self, record: &Id<Record>) -> &[Row] {
        self.tables.get(record.name()).map_or(&[], Vec::as_slice)
    }

    /// Every row.
    pub fn all(&self) -> impl Iterator<Item = &Row> {
        self.tables.values().flatten()
    }

    /// The row of a sort with this name.
    #[must_use]
    pub fn named(&self, record: &Id<Record>, name: &str) -> Option<&Row> {
        self.rows(record).iter().find(|row| row.name == name)
    }

    /// The first instant that is written down.
    #[must_use]
    pub fn first_instant(&self) -> Option<Instant> {
        self.all().flat_map(|row| row.values.iter().flat_map(|(_, value)| value.instants())).min().copied()
    }

    /// The last instant that is written down.
    #[must_use]
    pub fn last_instant(&self) -> Option<Instant> {
        self.all().flat_map(|row| row.values.iter().flat_map(|(_, value)| value.instants())).max().copied()
    }
}
