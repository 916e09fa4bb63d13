//! Whether a case says what its commitment is found by: where commitments are told apart by a priority, each case must have one, or
//! none of them would judge it, and nobody would notice.

use super::{Evidence, Row};
use crate::diagnostics::{Finding, Sink};
use crate::evaluate::rules::RECORD_WITHOUT_VALUE;
use crate::evaluate::{Value, instances, names};
use crate::model::{Dimension, HasTerm, Id, Key, Model, Record, Service, Subject, Tier};
use std::collections::{BTreeMap, BTreeSet};

/// The dimensions that are asked of a sort of record, and the services whose commitments ask.
type Dimensions = BTreeMap<Id<Dimension>, BTreeSet<Id<Service>>>;

/// The dimensions that commitments ask of each sort of record, with the services that are held to such commitments.
pub(super) struct Asked<'m> {
    model: &'m Model,
    of: BTreeMap<Id<Record>, Dimensions>,
}

impl<'m> Asked<'m> {
    /// Those of a contract.
    pub fn of(model: &'m Model) -> Self {
        let mut of: BTreeMap<Id<Record>, Dimensions> = BTreeMap::new();
        for commitment in &model.commitments {
            let Some(indicator) = model.indicators.get(&commitment.indicator) else { continue };
            for (dimension, _) in &commitment.scope.dimensions {
                // What tells samples apart is asked of the samples, whatever the indicator is an indicator of.
                let of_case = matches!(indicator.of, Subject::Record(_));
                if let Some(of_record @ Subject::Record(record)) =
                    model.dimensions.get(dimension).map(|known| &known.of)
                    && (!of_case || indicator.of == *of_record)
                {
                    let asked = of.entry(record.clone()).or_default().entry(dimension.clone()).or_default();
                    asked.extend(held(model, &commitment.tier));
                }
            }
        }
        Self { model, of }
    }

    /// The dimensions that are asked of a row and that it does not say.
    pub fn missing<'s>(&'s self, row: &'s Row) -> impl Iterator<Item = Id<Dimension>> + 's {
        let asked = self.of.get(&row.record).into_iter().flatten();
        let of_row = |services: &BTreeSet<Id<Service>>| {
            row.service.as_ref().is_none_or(|own| services.iter().any(|service| instances::is_of(own, service)))
        };
        let missing = asked.filter(move |(dimension, services)| of_row(services) && !says(self.model, row, dimension));
        missing.map(|(dimension, _)| dimension.clone())
    }

    /// Reports a row that does not say a dimension, unless a reclassification says it later on.
    pub fn report(&self, evidence: &Evidence<'_>, row: &Row, dimension: &Id<Dimension>, sink: &mut Sink) {
        let changes = names::record(self.model, names::RECLASSIFICATION).map(|record| evidence.rows(&record.id()));
        let is_of_row = |change: &Row| change.values.iter().any(|(_, value)| value.word() == Some(&row.name));
        let says = |change: &Row| *change.get(dimension.as_str()) != Value::Nothing;
        if changes.unwrap_or_default().iter().any(|change| is_of_row(change) && says(change)) {
            return;
        }
        let message = format!("`{}` does not say its `{dimension}`", row.name);
        let finding = Finding::new(&RECORD_WITHOUT_VALUE, row.span, message).about(&row.name);
        sink.report(finding.help(format!("write the `{dimension}` of each `{}` in a column of that name", row.record)));
    }
}

fn held<'m>(model: &'m Model, tier: &'m Id<Tier>) -> impl Iterator<Item = Id<Service>> + 'm {
    let services = model.services.iter().filter(|service| service.tiers.iter().any(|held| held.tier == *tier));
    services.map(HasTerm::id)
}

/// Whether a row says the value of a dimension, or something from which it follows.
fn says(model: &Model, row: &Row, dimension: &Id<Dimension>) -> bool {
    let Some(known) = model.dimensions.get(dimension) else { return true };
    let follows = known.decision.as_ref().is_some_and(|decision| {
        decision.keys.iter().all(|key| match key {
            Key::Dimension(other) => other != dimension && says(model, row, other),
            Key::Indicator(_) | Key::Figure(_) | Key::Judged(_) => true,
        })
    });
    *row.get(dimension.as_str()) != Value::Nothing
        || follows
        || known.default.is_some()
        || known.values.iter().any(|value| value.when.is_some())
}
