//! The records and fields that the evaluator knows by name, because no term of a contract points at them. They are those of
//! `std.evidence`; a contract that declares its own uses the same names.

use crate::model::{Model, Record, Term};

/// A new value of a dimension of a case, from an instant on.
pub const RECLASSIFICATION: &str = "reclassification";
/// The record of work within permitted hours, where an exclusion has no notice that names another.
pub const MAINTENANCE_WORK: &str = "maintenance_work";
/// A claim for the amounts of a period.
pub const CLAIM: &str = "claim";
/// When a claim was received.
pub const CLAIM_RECEIVED: &str = "claim_received";
/// An instant of the period that a claim is for.
pub const CLAIM_PERIOD: &str = "claim_period";
/// When a case of the library begins: an incident, a disaster.
pub const OPENINGS: [&str; 2] = ["opened", "struck"];
/// When a case was opened again.
pub const REOPENED: &str = "reopened";
/// When a workaround gave the service back.
pub const WORKED_AROUND: &str = "worked_around";
/// The stop event that a workaround stands for.
pub const RESTORED: &str = "restored";

/// The records that a name may mean: the one that needs no module before it; else those of libraries that are called so, with the name of
/// their module before it or without.
#[must_use]
pub fn records<'m>(model: &'m Model, name: &str) -> Vec<&'m Record> {
    if let Some(known) = model.records.by_name(name) {
        return vec![known];
    }
    let (module, last) = name.rsplit_once('.').map_or((None, name), |(module, last)| (Some(module), last));
    let is_of = |term: &Term| {
        module.is_none_or(|module| term.module == module || term.module.rsplit('.').next() == Some(module))
    };
    model.records.iter().filter(|record| is_called(record.term.id.as_str(), last) && is_of(&record.term)).collect()
}

/// The record that is found by its name; of several, the first.
#[must_use]
pub fn record<'m>(model: &'m Model, name: &str) -> Option<&'m Record> {
    records(model, name).first().copied()
}

/// Whether a term is called so, whatever module it stands in.
#[must_use]
pub fn is_called(id: &str, name: &str) -> bool {
    id.rsplit('.').next() == Some(name)
}

/// The name of a record with that of its module before it, where it has one.
#[must_use]
pub fn full(record: &Record) -> String {
    let id = record.term.id.as_str();
    match record.term.module.as_str() {
        "" => id.to_owned(),
        module => format!("{module}.{}", id.rsplit('.').next().unwrap_or(id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_declares_what_the_evaluator_knows_by_name() {
        let evidence = include_str!("../../stdlib/evidence.slac");
        assert_eq!(crate::model::FOUND_BY_NAME, [RECLASSIFICATION, MAINTENANCE_WORK, CLAIM]);
        for record in [RECLASSIFICATION, MAINTENANCE_WORK, CLAIM] {
            assert!(evidence.contains(&format!("\nrecord {record} ")), "{record}");
        }
        for field in OPENINGS.into_iter().chain([CLAIM_RECEIVED, CLAIM_PERIOD, REOPENED, WORKED_AROUND, RESTORED]) {
            assert!(evidence.contains(&format!("\n  | {field} ")), "{field}");
        }
    }
}
