//! The evidence of files: kept in memory where questions look for rows, read again each time where each row is judged by itself.

use super::apart::judged_apart;
use super::asked::Asked;
use super::file::{Reader, Source};
use super::sound::{self, Pairs};
use super::stated;
use super::{Evidence, Row};
use crate::base::{FileId, Name, Span};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::names::{CLAIM, is_called};
use crate::evaluate::rules::DUPLICATE_RECORD;
use crate::evaluate::{Given, Value, reads};
use crate::model::{FieldType, Id, Model, Record};
use crate::time::Instant;
use crate::time::local::{self, Clocks};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io;

/// Files that are read again each time their rows are asked for.
#[derive(Clone)]
pub struct Files<'f> {
    model: &'f Model,
    zone: TimeZone,
    record: Id<Record>,
    sources: Vec<(FileId, &'f dyn Source)>,
}

impl Files<'_> {
    /// Shows every row of the sort. The files were read once and found to be whole.
    pub(super) fn each(&self, see: &mut dyn FnMut(&Row)) {
        let clocks = Clocks::of(&self.zone);
        for (file, source) in &self.sources {
            let mut row = |row: Row| {
                if row.record == self.record {
                    see(&row);
                }
            };
            let (model, clocks, file) = (self.model, &clocks, *file);
            let (sort, given, finding) = (&mut |_: &Name| {}, &mut |_, _| {}, &mut |_| {});
            let mut reader = Reader { model, clocks, file, sort, row: &mut row, given, finding };
            // A file that could be read a moment ago and cannot be read now ends early.
            let _ = reader.read(*source);
        }
    }
}

/// The evidence of files; the number of each is its place in the list. What is wrong with a row goes to `sink`, and the row
/// is left out.
///
/// # Errors
/// The name of a file that cannot be read, and why.
pub fn from_files<'f>(
    model: &'f Model,
    sources: &'f [&'f dyn Source],
    sink: &mut Sink,
) -> Result<Evidence<'f>, (String, io::Error)> {
    let zone = model.contract.zone();
    let clocks = Clocks::of(&zone);
    let apart = judged_apart(model);
    let term = term(model, &zone);
    let pairs = Pairs::of(model);
    let sampled = reads::sampled(model);
    let mut evidence = Evidence::default();
    let mut named: HashSet<u64> = HashSet::new();
    let hasher = RandomState::new();
    let mut twice: BTreeSet<(Name, Name)> = BTreeSet::new();
    let mut found: Vec<Finding> = Vec::new();
    let asked = Asked::of(model);
    let mut valueless = Vec::new();
    let numbered =
        || sources.iter().enumerate().map(|(n, source)| (FileId(u32::try_from(n).unwrap_or(u32::MAX)), *source));
    for (file, source) in numbered() {
        let mut here: BTreeSet<Name> = BTreeSet::new();
        let mut row = |row: Row| {
            let key = (row.record.name().clone(), row.name.clone());
            if !named.insert(hasher.hash_one(&key)) {
                twice.insert(key);
            }
            pairs.check(model, &row, sink);
            valueless.extend(asked.missing(&row).map(|dimension| (row.clone(), dimension)));
            if is_outside(model, &row, term) {
                evidence.note_outside(&row);
            }
            evidence.note_known(model, &row, term);
            sampled.get(&row.record).into_iter().flatten().for_each(|field| evidence.note_unsaid(&row, field));
            if apart.contains(row.record.name()) {
                here.insert(row.record.name().clone());
                evidence.note(&row);
            } else {
                evidence.add(row);
            }
        };
        let mut heads: Vec<Name> = Vec::new();
        let mut found_given: Vec<(Given, Span)> = Vec::new();
        let (sort, finding) = (&mut |sort: &Name| heads.push(sort.clone()), &mut |finding| found.push(finding));
        let given = &mut |given, span| found_given.push((given, span));
        let mut reader = Reader { model, clocks: &clocks, file, sort, row: &mut row, given, finding };
        reader.read(source).map_err(|error| (source.name().to_owned(), error))?;
        for (given, span) in found_given {
            let message = stated::twice(&given.what);
            if !evidence.state(given) {
                found.push(Finding::new(&DUPLICATE_RECORD, span, message).help("keep the value that holds"));
            }
        }
        heads.iter().for_each(|sort| evidence.note_sort(sort));
        for record in here {
            let files = evidence.streams.entry(record.clone()).or_insert_with(|| Files {
                model,
                zone: zone.clone(),
                record: Id::new(record),
                sources: Vec::new(),
            });
            files.sources.push((file, source));
        }
    }
    found.into_iter().for_each(|finding| sink.report(finding));
    keep_linked(model, &mut evidence);
    duplicates(&evidence, &twice, sink);
    sound::together(model, &evidence, sink);
    for (row, dimension) in &valueless {
        asked.report(&evidence, row, dimension, sink);
    }
    Ok(evidence)
}

/// The first instant of a contract, and that at which it is over, where they are said.
pub(super) fn term(model: &Model, zone: &TimeZone) -> (Option<Instant>, Option<Instant>) {
    let bound = |day: Option<Date>| day.map(|day| local::start_of(zone, day));
    (bound(model.contract.from), bound(model.contract.until))
}

/// Whether all of a record lies before the term of the contract, or after it. A claim may well come after it, and what a duty asks for too.
pub(super) fn is_outside(model: &Model, row: &Row, (from, until): (Option<Instant>, Option<Instant>)) -> bool {
    let until = until.filter(|_| model.duties.by_name(row.record.name()).is_none());
    let instants = || row.values.iter().flat_map(|(_, value)| value.instants()).copied();
    let before = from.is_some_and(|from| instants().all(|at| at < from));
    let after = until.is_some_and(|until| instants().all(|at| until <= at));
    !is_called(row.record.as_str(), CLAIM) && instants().next().is_some() && (before || after)
}

/// Keeps in memory the rows that other rows refer to by name.
fn keep_linked(model: &Model, evidence: &mut Evidence<'_>) {
    let mut wanted: BTreeSet<(Name, Name)> = BTreeSet::new();
    for row in evidence.all() {
        let fields = model.records.get(&row.record).map(|record| record.fields.as_slice()).unwrap_or_default();
        for field in fields {
            if let (FieldType::Record(target), Value::Word(name)) = (&field.ty, row.get(&field.name)) {
                wanted.insert((target.name().clone(), name.clone()));
            }
        }
    }
    let mut kept = Vec::new();
    for (record, files) in &evidence.streams {
        if wanted.iter().any(|(target, _)| target == record) {
            files.each(&mut |row| {
                if wanted.contains(&(record.clone(), row.name.clone())) {
                    kept.push(row.clone());
                }
            });
        }
    }
    kept.into_iter().for_each(|row| evidence.add(row));
}

/// Reports records of one sort and name. Those in `twice` are suspected by their hash, and are looked at again.
fn duplicates(evidence: &Evidence<'_>, twice: &BTreeSet<(Name, Name)>, sink: &mut Sink) {
    let sorts: BTreeSet<&Name> = twice.iter().map(|(record, _)| record).collect();
    for record in sorts {
        let mut first: Vec<(Name, Span)> = Vec::new();
        evidence.each(&Id::new(record.clone()), &mut |row| {
            if !twice.contains(&(record.clone(), row.name.clone())) {
                return;
            }
            match first.iter().find(|(name, _)| *name == row.name) {
                Some((_, at)) => {
                    sink.report(sound::twin(row, *at));
                }
                None => first.push((row.name.clone(), row.span)),
            }
        });
    }
}
