//! Dimensions, records, and what is judged when evidence is thin.

use super::Clause;
use super::rules::Rules;
use crate::emit::text::markdown;
use crate::emit::text::phrase::{Grid, Phrases, Table};
use crate::language::KindId;
use crate::model::{self, Combination, FieldType, HasTerm};
use serde::Serialize;

/// What cases, services and objectives are told apart by.
#[derive(Clone, Debug, Serialize)]
pub struct Priorities {
    /// The criteria.
    pub dimensions: Vec<Dimension>,
}

/// A criterion with its values.
#[derive(Clone, Debug, Serialize)]
pub struct Dimension {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// What it tells apart.
    pub of: String,
    /// Its values.
    pub values: Vec<Value>,
    /// Whether some value has a condition.
    pub has_conditions: bool,
    /// Whether some value has a definition.
    pub has_definitions: bool,
    /// `strictest`, `mildest` or `none`.
    pub ranked: Option<String>,
    /// How it follows from two others, as a matrix.
    pub grid: Option<Grid>,
    /// How it follows from others, where that is no matrix.
    pub table: Option<Table>,
    /// `sum`, `greatest`, `least` or `choice`: what holds where several values fit.
    pub combine: Option<String>,
    /// Who chooses.
    pub combine_by: Option<String>,
    /// The value where no other fits.
    pub default: Option<String>,
    /// Who sets it.
    pub by: Option<String>,
    /// Its definition.
    pub means: Option<String>,
}

/// A value of a criterion.
#[derive(Clone, Debug, Serialize)]
pub struct Value {
    /// What people call it.
    pub label: String,
    /// Its name in the source, in code font.
    pub name: String,
    /// « lorsque … »: the condition under which it holds.
    pub when: Option<String>,
    /// Its definition.
    pub means: Option<String>,
}

/// Evidence, and what is judged on it.
#[derive(Clone, Debug, Serialize)]
pub struct Measurement {
    /// Sorts of evidence.
    pub records: Vec<Record>,
    /// What is judged when little or nothing is known.
    pub assessment: Option<Rules>,
    /// Whether some indicator is a share of time: the sentences on agreed service time are needed.
    pub uses_service_time: bool,
    /// Whether some indicator is a duration.
    pub uses_durations: bool,
}

/// A sort of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// What each record is about.
    pub of: Option<String>,
    /// Who keeps it.
    pub by: Option<String>,
    /// Its definition.
    pub means: Option<String>,
    /// Whether some field has someone who writes it.
    pub has_authors: bool,
    /// Whether some field has a definition.
    pub has_definitions: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// What people call it.
    pub label: String,
    /// Its name in the source, in code font.
    pub name: String,
    /// What it holds.
    pub holds: String,
    /// Who observes or writes it.
    pub by: Option<String>,
    /// Its definition.
    pub means: Option<String>,
}

/// How several answers or amounts become one: the word, and who chooses.
pub(super) fn combination(combination: &Combination) -> &'static str {
    match combination {
        Combination::Sum => "sum",
        Combination::Greatest => "greatest",
        Combination::Least => "least",
        Combination::Choice(_) => "choice",
        Combination::Blank(_) => "",
    }
}

impl Phrases<'_> {
    /// Article of the criteria.
    #[must_use]
    pub fn priorities(&self) -> Priorities {
        Priorities { dimensions: self.model.dimensions.iter().map(|d| self.dimension(d)).collect() }
    }

    fn dimension(&self, dimension: &model::Dimension) -> Dimension {
        let id = dimension.id();
        let values = dimension.values.iter().map(|v| Value {
            label: self.value(&id, &v.name),
            name: markdown::code(&v.name),
            when: v.when.as_ref().map(|c| self.about_subject(Some(&dimension.of)).when(c)),
            means: self.optional_text(v.means.as_ref()),
        });
        let outcome = |value: &crate::base::Name| self.value(&id, value);
        let grid = dimension.decision.as_ref().and_then(|d| self.grid(d, outcome));
        let table = dimension.decision.as_ref().filter(|_| grid.is_none());
        Dimension {
            clause: self.clause(dimension.term()),
            of: self.many_subjects(&dimension.of),
            values: values.collect(),
            has_conditions: dimension.values.iter().any(|v| v.when.is_some()),
            has_definitions: dimension.values.iter().any(|v| v.means.is_some()),
            ranked: dimension.ranked.as_ref().map(ToString::to_string),
            table: table.map(|d| self.decision(d, &self.short_name(id.as_str()), outcome)),
            grid,
            combine: dimension.combine.as_ref().map(|c| combination(c).to_owned()),
            combine_by: self.chooser(dimension.combine.as_ref()),
            default: dimension.default.as_ref().map(|v| match v.as_str() {
                "none" => self.either("aucune", "none").to_owned(),
                value => self.quoted_value(&id, value),
            }),
            by: dimension.by.as_ref().map(|a| self.actor(a).plain()),
            means: self.optional_text(dimension.means.as_ref()),
        }
    }

    /// Who chooses, where someone does.
    pub(super) fn chooser(&self, combination: Option<&Combination>) -> Option<String> {
        match combination {
            Some(Combination::Choice(actor)) => Some(self.actor(actor).plain()),
            _ => None,
        }
    }

    /// Article of the measurement.
    #[must_use]
    pub fn measurement(&self) -> Measurement {
        let m = self.model;
        let uses = |forms: &[model::Form]| m.indicators.iter().any(|i| forms.contains(&i.form));
        Measurement {
            records: m.records.iter().map(|r| self.record(r)).collect(),
            assessment: m.assessment.as_ref().map(|a| self.rules(KindId::Assessment, &a.term, &a.rules)),
            uses_service_time: uses(&[model::Form::TimeRatio, model::Form::SlotRatio]),
            uses_durations: uses(&[model::Form::Duration]),
        }
    }

    fn record(&self, record: &model::Record) -> Record {
        let fields = record.fields.iter().map(|f| {
            let label = self.title(&f.label);
            Field {
                label: if label.is_empty() { markdown::code(&f.name) } else { label },
                name: markdown::code(&f.name),
                holds: self.field_type(&f.ty),
                by: f.by.as_ref().map(|a| self.short_actor(a)),
                means: self.optional_text(f.means.as_ref()),
            }
        });
        Record {
            clause: self.clause(record.term()),
            of: record.of.as_ref().map(|s| self.one_subject(s)),
            has_authors: record.fields.iter().any(|f| f.by.is_some()),
            has_definitions: record.fields.iter().any(|f| f.means.is_some()),
            by: record.by.as_ref().map(|a| self.actor(a).plain()),
            means: self.optional_text(record.means.as_ref()),
            fields: fields.collect(),
        }
    }

    fn field_type(&self, ty: &FieldType) -> String {
        let (french, english) = match ty {
            FieldType::Instant => ("un instant", "one instant"),
            FieldType::Instants => ("des instants, dans l’ordre", "instants, in order"),
            FieldType::Flag => ("oui ou non", "yes or no"),
            FieldType::Number => ("un nombre", "a number"),
            FieldType::Text => ("un texte libre, sans effet sur le jugement", "free text, on which nothing is decided"),
            FieldType::Duration => ("une durée", "a duration"),
            FieldType::Money => ("un montant dans la monnaie du contrat", "an amount in the currency of the contract"),
            FieldType::Service => ("un service", "a service"),
            FieldType::Actor => ("une partie ou un rôle", "a party or a role"),
            FieldType::Unit(unit) => {
                return format!("{} {}", self.either("une valeur en", "a value in"), self.unit_name(unit));
            }
            FieldType::Dimension(d) => {
                return format!(
                    "{} {}",
                    self.either("une valeur du critère", "a value of the criterion"),
                    self.name(d.as_str())
                );
            }
            FieldType::Choice(words) => {
                let words: Vec<_> = words.iter().map(|w| self.choice(w)).collect();
                return format!("{} {}", self.either("l’un des mots", "one of the words"), self.any_of(&words));
            }
            FieldType::Record(r) => {
                return format!("{} {}", self.either("un enregistrement", "a record"), self.name(r.as_str()));
            }
        };
        self.either(french, english).to_owned()
    }
}
