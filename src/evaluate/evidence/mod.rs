//! What is known: records, one row each, with the place where each row stands.
//!
//! Evidence says what happened; the contract says what it means. A row is read once, checked on reading, and never changed.

mod apart;
mod asked;
mod duties;
mod fields;
mod file;
mod from_files;
mod from_scenario;
mod later;
mod lines;
mod linked;
mod said;
mod sound;
mod stated;
pub mod written;

pub use file::Source;
pub use from_files::{Files, from_files};
pub use from_scenario::from_scenario;
pub use said::supposed;
pub use sound::check;

use super::open::Ends;
use super::rules::RECORD_WITHOUT_SERVICE;
use super::{Given, Value, instances};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::model::{HasTerm, Id, Model, Record, Service, Subject};
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

/// One record of evidence.
#[derive(Clone)]
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

/// A row is cited by its name: its fields stand in no order.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.record, self.name)
    }
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

    /// The beginnings that a field holds, each with its end in another one: they take turns, and the last may have none.
    pub fn turns(&self, from: &str, to: &str) -> impl Iterator<Item = (Instant, Option<Instant>)> {
        let ends = self.get(to).instants().iter().copied().map(Some).chain(std::iter::repeat(None));
        self.get(from).instants().iter().copied().zip(ends)
    }
}

/// A value of a dimension that a record has from an instant on, where no record of its own says so.
#[derive(Clone, Debug)]
pub struct Change {
    /// From when on.
    pub at: Instant,
    /// The sort and the name of the record.
    pub of: (Id<Record>, Name),
    /// The dimension.
    pub dimension: Name,
    /// Its value.
    pub value: Name,
}

/// All that is known, by sort of record, in the order in which it was given.
#[derive(Clone, Default)]
pub struct Evidence<'f> {
    tables: BTreeMap<Name, Rc<Vec<Row>>>,
    /// Sorts of records that are read from files each time they are asked for.
    streams: BTreeMap<Name, Files<'f>>,
    changes: Vec<Change>,
    /// The figures that someone states.
    given: Vec<Given>,
    /// Of each sort of record, the first that lies outside the term of the contract, and how many more there are.
    outside: BTreeMap<Name, (Name, u64)>,
    /// Of each field of a sort of record from which an indicator is computed, the first record that does not say it, and how many more there are.
    unsaid: BTreeMap<(Name, Name), (Name, u64)>,
    /// The instances of services that rows name, each with the first row that does.
    instances: BTreeMap<Id<Service>, Span>,
    /// The sorts of which something was sent: a row, or a file with a head alone.
    sent: BTreeSet<Name>,
    /// The instant after which nothing is known, where one was said.
    until: Option<Instant>,
    /// The ends that are supposed of what is open.
    ends: Option<Ends>,
    first: Option<Instant>,
    last: Option<Instant>,
    /// The last instant of what does not lie outside the term of the contract.
    known: Option<Instant>,
}

impl Evidence<'_> {
    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.note(&row);
        Rc::make_mut(self.tables.entry(row.record.name().clone()).or_default()).push(row);
    }

    /// Adds a change of a record.
    pub fn add_change(&mut self, change: Change) {
        self.note_instant(change.at);
        self.changes.push(change);
    }

    /// Adds the value of a figure. One that is stated already for the same period and subject is kept, and `false` is returned.
    pub fn state(&mut self, given: Given) -> bool {
        let same = |known: &Given| known.what == given.what && known.of == given.of && known.during == given.during;
        if self.given.iter().any(same) {
            return false;
        }
        self.given.push(given);
        true
    }

    /// The figures that someone states.
    #[must_use]
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// The changes of a record that no record of their own says.
    pub fn changes_of<'s>(&'s self, row: &'s Row) -> impl Iterator<Item = &'s Change> {
        self.changes.iter().filter(|change| change.of.0 == row.record && change.of.1 == row.name)
    }

    /// The rows of one sort.
    #[must_use]
    pub fn rows(&self, record: &Id<Record>) -> &[Row] {
        self.tables.get(record.name()).map_or(&[], |rows| rows.as_slice())
    }

    /// Takes note of the instants of a row, and of the instance that it names.
    fn note(&mut self, row: &Row) {
        self.note_sort(row.record.name());
        if let Some(service) = row.service.as_ref().filter(|service| instances::parts(service.as_str()).is_some()) {
            self.note_instance(service, row.span);
        }
        for &instant in row.values.iter().flat_map(|(_, value)| value.instants()) {
            self.note_instant(instant);
        }
    }

    fn note_instant(&mut self, instant: Instant) {
        self.first = Some(self.first.map_or(instant, |first| first.min(instant)));
        self.last = Some(self.last.map_or(instant, |last| last.max(instant)));
    }

    /// Takes note of how far a record makes things known: one that lies outside the term of the contract may have a wrong year, and
    /// says of nothing else that it has not happened.
    fn note_known(&mut self, model: &Model, row: &Row, term: (Option<Instant>, Option<Instant>)) {
        if !from_files::is_outside(model, row, term) {
            let instants = row.values.iter().flat_map(|(_, value)| value.instants());
            self.known = instants.copied().chain(self.known).max();
        }
    }

    /// Takes note of a record that lies outside the term of the contract.
    fn note_outside(&mut self, row: &Row) {
        let known = self.outside.get_mut(row.record.name());
        match known {
            Some((_, more)) => *more += 1,
            None => {
                self.outside.insert(row.record.name().clone(), (row.name.clone(), 0));
            }
        }
    }

    /// Takes note of a record that does not say what an indicator is computed from.
    fn note_unsaid(&mut self, row: &Row, field: &Name) {
        if *row.get(field) != Value::Nothing {
            return;
        }
        let key = (row.record.name().clone(), field.clone());
        self.unsaid.entry(key).and_modify(|(_, more)| *more += 1).or_insert_with(|| (row.name.clone(), 0));
    }

    /// Of each field of a sort of record from which an indicator is computed, the first record that does not say it, and how many more there are.
    pub fn unsaid(&self) -> impl Iterator<Item = (&Name, &Name, &Name, u64)> {
        self.unsaid.iter().map(|((sort, field), (first, more))| (sort, field, first, *more))
    }

    /// Of each sort of record, the first that lies outside the term of the contract, and how many more there are.
    pub fn outside(&self) -> impl Iterator<Item = (&Name, &Name, u64)> {
        self.outside.iter().map(|(sort, (first, more))| (sort, first, *more))
    }

    /// Takes note of a sort that was sent.
    fn note_sort(&mut self, sort: &Name) {
        if !self.sent.contains(sort) {
            self.sent.insert(sort.clone());
        }
    }

    /// Whether anything of a sort was sent, be it that nothing happened.
    #[must_use]
    pub fn was_sent(&self, sort: &str) -> bool {
        self.sent.contains(sort)
    }

    /// Takes note of an instance that something names.
    fn note_instance(&mut self, instance: &Id<Service>, span: Span) {
        if !self.instances.contains_key(instance) {
            self.instances.insert(instance.clone(), span);
        }
    }

    /// The instances of services that are named, each with the place where it first is.
    pub fn instances(&self) -> impl Iterator<Item = (&Id<Service>, Span)> {
        self.instances.iter().map(|(instance, span)| (instance, *span))
    }

    /// Shows every row of one sort, those that are not kept included.
    pub fn each(&self, record: &Id<Record>, see: &mut dyn FnMut(&Row)) {
        let Some(files) = self.streams.get(record.name()) else {
            self.rows(record).iter().for_each(see);
            return;
        };
        if self.until.is_none() && self.ends.is_none() {
            files.each(see);
            return;
        }
        files.each(&mut |row| {
            let mut row = row.clone();
            if self.until.is_none_or(|until| row.forget_after(until)) {
                if let Some(ends) = &self.ends {
                    ends.fill(&mut row);
                }
                see(&row);
            }
        });
    }

    /// The same, with the ends that are supposed of what is open.
    #[must_use]
    pub(super) fn with_ends(&self, ends: Ends) -> Self {
        let mut other = self.clone();
        let open = other.tables.values_mut().filter(|rows| rows.iter().any(|row| ends.is_open(row)));
        open.for_each(|rows| Rc::make_mut(rows).iter_mut().for_each(|row| ends.fill(row)));
        other.ends = Some(ends);
        other
    }

    /// Every row.
    pub fn all(&self) -> impl Iterator<Item = &Row> {
        self.tables.values().flat_map(|rows| rows.iter())
    }

    /// The row of a sort with this name.
    #[must_use]
    pub fn named(&self, record: &Id<Record>, name: &str) -> Option<&Row> {
        self.rows(record).iter().find(|row| row.name == name)
    }

    /// The first instant that is written down.
    #[must_use]
    pub fn first_instant(&self) -> Option<Instant> {
        self.first
    }

    /// The last instant that is written down of what does not lie outside the term of the contract.
    #[must_use]
    pub fn known_until(&self) -> Option<Instant> {
        self.known
    }

    /// The last instant that is written down.
    #[must_use]
    pub fn last_instant(&self) -> Option<Instant> {
        self.last
    }
}

/// Whether the records of a sort are about services.
fn is_of_a_service(model: &Model, record: &Id<Record>) -> bool {
    let subject = subject(model, record);
    matches!(subject, Some(Subject::Any | Subject::Service(_)))
}

/// What the records of a sort are about; for a state that someone reports, what it is a state of.
fn subject<'m>(model: &'m Model, record: &Id<Record>) -> Option<&'m Subject> {
    match model.records.get(record) {
        Some(record) => record.of.as_ref(),
        None => model.states.by_name(record.name()).map(|state| &state.of),
    }
}

/// The only service that a record of a sort can be about.
fn only_service(model: &Model, record: &Id<Record>) -> Option<Id<Service>> {
    match subject(model, record)? {
        Subject::Service(service) => Some(service.clone()),
        Subject::Any => {
            let mut services = model.services.iter().filter(|service| !service.tiers.is_empty());
            let only = services.next()?;
            services.next().is_none().then(|| only.id())
        }
        _ => None,
    }
}

/// A row about another service than all of its sort are about.
fn of_another(model: &Model, row: &Row) -> Option<Finding> {
    let (Some(Subject::Service(own)), Some(other)) = (subject(model, &row.record), &row.service) else { return None };
    let message = format!("`{}` is about `{other}`, and every `{}` is about `{own}`", row.name, row.record);
    (!instances::is_of(other, own)).then(|| Finding::new(&RECORD_WITHOUT_SERVICE, row.span, message).about(&row.name))
}
