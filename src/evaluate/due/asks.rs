//! Which sorts of cases have deadlines, and what a case must say so that they can be told.

use super::starts;
use crate::base::Name;
use crate::evaluate::Env;
use crate::evaluate::evidence::Row;
use crate::evaluate::names::OPENINGS;
use crate::evaluate::world::{Span, World};
use crate::model::{Dimension, Event, ExclusionSource, HasTerm, Id, Indicator, Model, Record, Scope, Service, Subject};
use std::collections::BTreeSet;

/// The sort that is meant where nothing else is said.
const INCIDENT: &str = "incident";
/// The dimension that is meant by a priority.
const PRIORITY: &str = "priority";

/// Whether an event is one of a record of this sort.
pub(super) fn is_of(event: &Event, sort: &Id<Record>) -> bool {
    match event {
        Event::Field { record, .. } => record == sort,
        Event::Later(events) | Event::Earlier(events) => events.iter().any(|event| is_of(event, sort)),
        _ => false,
    }
}

/// The sorts of records that have deadlines: a duration is promised of them, or people are called in for them. In the order of the
/// source.
#[must_use]
pub fn sorts(model: &Model) -> Vec<&Record> {
    let has_deadlines = |record: &&Record| {
        let sort = record.id();
        promised(model).any(|indicator| starts(indicator).is_some_and(|from| is_of(from, &sort)))
            || model.escalations.iter().any(|ladder| is_of(&ladder.from, &sort))
    };
    model.records.iter().filter(has_deadlines).collect()
}

/// The sort that is meant where none is named: incidents, or the only one.
#[must_use]
pub fn usual_sort(model: &Model) -> Option<&Record> {
    let sorts = sorts(model);
    match sorts.as_slice() {
        [only] => Some(only),
        all => all.iter().copied().find(|record| record.term.id == INCIDENT),
    }
}

/// The fields of a record that an event reads.
fn fields<'e>(event: &'e Event, sort: &Id<Record>, found: &mut Vec<&'e Name>) {
    match event {
        Event::Field { record, field } if record == sort => found.push(field),
        Event::Later(events) | Event::Earlier(events) => events.iter().for_each(|event| fields(event, sort, found)),
        _ => {}
    }
}

/// The fields from which deadlines of such a case run, in the order of its life.
#[must_use]
pub fn openings(model: &Model, sort: &Record) -> Vec<Name> {
    let id = sort.id();
    let of_indicators = promised(model).filter_map(starts);
    let mut named = Vec::new();
    for event in of_indicators.chain(model.escalations.iter().map(|ladder| &ladder.from)) {
        fields(event, &id, &mut named);
    }
    sort.fields.iter().map(|field| field.name.clone()).filter(|field| named.contains(&field)).collect()
}

/// The field that `opened` means: one that opens cases of the library, else the first of its life from which a deadline runs.
#[must_use]
pub fn opening(model: &Model, sort: &Record) -> Option<Name> {
    let all = openings(model, sort);
    let known = all.iter().find(|field| OPENINGS.contains(&field.as_str())).cloned();
    known.or_else(|| all.into_iter().next())
}

/// The dimension that a priority of such a case means: the one of this name, or the only one that is ranked.
#[must_use]
pub fn priority<'m>(model: &'m Model, sort: &Record) -> Option<&'m Dimension> {
    let own = || model.dimensions.iter().filter(|dimension| dimension.of == Subject::Record(sort.id()));
    let mut ranked = own().filter(|dimension| dimension.ranked.is_some());
    let named = own().find(|dimension| dimension.term.id == PRIORITY);
    named.or_else(|| ranked.next().filter(|_| ranked.next().is_none()))
}

/// The services that something is promised of for such a case.
#[must_use]
pub fn services<'m>(model: &'m Model, sort: &Record) -> Vec<&'m Service> {
    let id = sort.id();
    let promises = |service: &&Service| {
        model.commitments.iter().any(|commitment| {
            let scope = &commitment.scope.services;
            let indicator = model.indicators.get(&commitment.indicator);
            service.tiers.iter().any(|held| held.tier == commitment.tier)
                && (scope.is_empty() || scope.contains(&service.id()))
                && indicator.and_then(starts).is_some_and(|from| is_of(from, &id))
        })
    };
    model.services.iter().filter(promises).collect()
}

/// The pauses that stop the clock of such a case: the exclusion, and the fields at which a pause begins and ends.
#[must_use]
pub fn pauses<'m>(model: &'m Model, sort: &Record) -> Vec<(&'m Name, &'m Name, &'m Name)> {
    let id = sort.id();
    let between = model.exclusions.iter().filter_map(|exclusion| match &exclusion.applies {
        ExclusionSource::Between(Event::Field { record, field: from }, Event::Field { record: other, field: to }) => {
            (*record == id && *other == id).then_some((&exclusion.term.id, from, to))
        }
        _ => None,
    });
    between.collect()
}

impl<'a> World<'a> {
    /// The dimensions that a case must have a value in, so that what applies to it can be told, and has none.
    #[must_use]
    pub fn undecided(&self, case: &Row) -> Vec<&'a Dimension> {
        let opened = self.begins(case).unwrap_or(self.as_of);
        let promised = self.candidates(case, opened).map(|(commitment, _)| &commitment.scope);
        let steps = self.escalations(case, opened).flat_map(|ladder| ladder.steps.iter().map(|step| &step.scope));
        let duties = self.duties(case, opened).map(|duty| &duty.scope);
        let asked: BTreeSet<&Id<Dimension>> = promised.chain(steps).chain(duties).flat_map(of_scope).collect();
        let env = Env::of_row(case, Span::whole(self.term()));
        let undecided = |dimension: &&Dimension| {
            let id = dimension.id();
            dimension.of == Subject::Record(case.record.clone())
                && asked.contains(&id)
                && self.dimension(&id, &env).is_none()
        };
        self.model.dimensions.iter().filter(undecided).collect()
    }
}

fn of_scope(scope: &Scope) -> impl Iterator<Item = &Id<Dimension>> {
    scope.dimensions.iter().map(|(dimension, _)| dimension)
}

fn promised(model: &Model) -> impl Iterator<Item = &Indicator> {
    model.commitments.iter().filter_map(|commitment| model.indicators.get(&commitment.indicator))
}
