//! Which records need not be kept in memory: those that nothing looks for.
//!
//! What may be read is found in the JSON form of the model, in which no field can be forgotten: a record is judged apart only where each
//! place that names it is one of those that are known to read it case by case. In doubt it is kept.

use crate::base::Name;
use crate::evaluate::names::{CLAIM, MAINTENANCE_WORK, RECLASSIFICATION, is_called};
use crate::evaluate::reads;
use crate::evaluate::suspension::record_of;
use crate::model::{
    Claim, Exclusion, ExclusionSource, Expr, FieldType, Form, HasTerm, Id, Indicator, Model, Record, Subject,
};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// The sorts of records that are judged one by one and asked for in no other way: cases with a count, which nothing gathers or
/// looks up.
pub(super) fn judged_apart(model: &Model) -> BTreeSet<Name> {
    let counted = model.indicators.iter().filter(|indicator| indicator.form == Form::Duration);
    let mut apart: BTreeSet<Name> = counted
        .filter_map(|indicator| match &indicator.of {
            Subject::Record(record) => model.records.get(record),
            _ => None,
        })
        .filter(|record| is_plain(model, record))
        .map(|record| record.term.id.clone())
        .collect();
    // The time to claim may run from an event of any record, through a duty or a step too.
    for settlement in &model.settlements {
        if let Some(Claim::By { within: Some(within), .. }) = &settlement.claim {
            for record in within.after.iter().flat_map(|event| reads::of_event(model, event)) {
                apart.remove(record.name());
            }
        }
    }
    let Ok(json) = serde_json::to_value(model) else { return BTreeSet::new() };
    apart.retain(|record| !Search::of(model, record).finds(&json));
    apart
}

/// Whether the records of a sort are not known by name, refer to no others, and are judged by nothing but the time between two events
/// of theirs.
fn is_plain(model: &Model, record: &Record) -> bool {
    let by_name = [RECLASSIFICATION, MAINTENANCE_WORK, CLAIM].iter().any(|name| is_called(&record.term.id, name));
    let refers = record.fields.iter().any(|field| matches!(field.ty, FieldType::Record(_)));
    let of = Subject::Record(record.id());
    let mut indicators = model.indicators.iter().filter(|indicator| indicator.of == of);
    !by_name && !refers && indicators.all(|indicator| is_count(indicator, &record.id()))
}

/// Whether an indicator is the time between two events of the record that it is about.
fn is_count(indicator: &Indicator, record: &Id<Record>) -> bool {
    match &indicator.formula {
        Expr::TimeBetween { from, to } => {
            indicator.form == Form::Duration && [from, to].iter().all(|event| record_of(event) == Some(record))
        }
        _ => false,
    }
}

/// Whether an exclusion does nothing but stop the clock of the record itself: without a budget, which the pauses of others use up
/// too, and only for durations of such records.
fn pauses_alone(model: &Model, exclusion: &Exclusion, record: &Id<Record>) -> bool {
    let counts = |id| model.indicators.get(id).is_some_and(|indicator| is_count(indicator, record));
    exclusion.budget.is_none() && !exclusion.suspends_all && exclusion.suspends.iter().all(counts)
}

/// Who reads a formula.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// It is read for one record, which is at hand: its fields are.
    Case,
    /// Anyone: whatever names the record may look for all of them.
    Anyone,
}

/// A search for what reads the records of a sort other than one by one.
struct Search<'m> {
    model: &'m Model,
    record: Id<Record>,
    /// The record, its dimensions, its figures and its indicators: whatever gathers one of them gathers records.
    names: BTreeSet<&'m str>,
}

impl<'m> Search<'m> {
    fn of(model: &'m Model, record: &Name) -> Self {
        let record = Id::new(record.clone());
        let of = Subject::Record(record.clone());
        let dimensions = model.dimensions.iter().filter(|dimension| dimension.of == of).map(HasTerm::term);
        let figures = model.figures.iter().filter(|figure| figure.of.as_ref() == Some(&of)).map(HasTerm::term);
        let indicators = model.indicators.iter().filter(|indicator| indicator.of == of).map(HasTerm::term);
        let own = model.records.get(&record).map(HasTerm::term);
        let terms = dimensions.chain(figures).chain(indicators).chain(own);
        Self { model, record, names: terms.map(|term| term.id.as_str()).collect() }
    }

    /// Whether anything of a model looks for the records.
    fn finds(&self, model: &Json) -> bool {
        let Json::Object(sections) = model else { return true };
        sections.iter().any(|(section, terms)| match section.as_str() {
            // What a record is, and what happens in an example, reads nothing.
            "records" | "scenarios" => false,
            "exclusions" => self.in_exclusions(terms),
            // Deadlines are told for one case, or, of rights, for none.
            "duties" | "escalations" | "procedure" | "rights" => self.in_value(terms, By::Case),
            "dimensions" | "figures" | "indicators" | "commitments" | "schedules" | "clock" => {
                self.in_value(terms, By::Case)
            }
            _ => self.in_value(terms, By::Anyone),
        })
    }

    fn in_exclusions(&self, terms: &Json) -> bool {
        let Json::Array(terms) = terms else { return true };
        terms.len() != self.model.exclusions.iter().count()
            || terms.iter().zip(&self.model.exclusions).any(|(json, exclusion)| {
                let Json::Object(fields) = json else { return true };
                fields.iter().any(|(field, value)| match (field.as_str(), &exclusion.applies) {
                    ("applies", ExclusionSource::Between(from, to))
                        if [from, to].iter().all(|event| record_of(event) == Some(&self.record))
                            && pauses_alone(self.model, exclusion, &self.record) =>
                    {
                        self.in_value(value, By::Case)
                    }
                    // A case that is out is left out as it is judged, and so is it found whether its cause is established. The time that
                    // goes with it is that of what refers to it, and is found by the reference. A budget is used up by others too.
                    ("applies" | "established", ExclusionSource::When(_))
                        if exclusion.notice.is_none() && exclusion.budget.is_none() =>
                    {
                        self.in_value(value, By::Case)
                    }
                    _ => self.in_value(value, By::Anyone),
                })
            })
    }

    fn in_value(&self, value: &Json, by: By) -> bool {
        match value {
            Json::String(text) => text == self.record.as_str(),
            Json::Array(items) => items.iter().any(|item| self.in_value(item, by)),
            Json::Object(fields) => fields.iter().any(|(key, inner)| self.in_field(key, inner, fields.len() == 1, by)),
            Json::Null | Json::Bool(_) | Json::Number(_) => false,
        }
    }

    /// Whether a field of an object, perhaps its only one, looks for the records.
    fn in_field(&self, key: &str, inner: &Json, alone: bool, by: By) -> bool {
        match (key, inner) {
            // Texts name nothing.
            ("label" | "means" | "notes", _) => false,
            // What a term is about, and a window that is a case.
            ("record", Json::String(_)) if alone => false,
            ("field", Json::Object(fields)) if alone && by == By::Case && fields.values().all(Json::is_string) => false,
            ("aggregate" | "gap" | "time-share", Json::Object(_)) if alone => self.in_gathered(inner),
            // A duration that is read as a number is one of all cases together.
            ("indicator", Json::Object(_)) if alone => self.in_gathered(inner),
            _ => self.in_value(inner, by),
        }
    }

    /// Whether what gathers values gathers those of the records: by their name, or by that of a figure, an indicator or a dimension of theirs.
    /// What any other figure or indicator rests on is found where it is defined.
    fn in_gathered(&self, value: &Json) -> bool {
        match value {
            Json::String(text) => self.names.contains(text.as_str()),
            Json::Array(items) => items.iter().any(|item| self.in_gathered(item)),
            Json::Object(fields) => fields.iter().any(|(key, inner)| match (key.as_str(), inner) {
                // Breaches are counted as cases are judged.
                ("commitment", Json::Object(_)) => self.in_value(inner, By::Anyone),
                _ => self.in_gathered(inner),
            }),
            Json::Null | Json::Bool(_) | Json::Number(_) => false,
        }
    }
}

#[cfg(test)]
#[path = "apart_tests.rs"]
mod tests;
