//! Indicators, states, records, dimensions, figures.

use super::Pass;
use crate::base::Name;
use crate::emit::rules::{format, words};
use crate::model::{
    Dimension, DimensionValue, FieldType, Figure, FigureSource, Form, Indicator, Polarity, Record, RecordField, State,
    StateSource,
};

impl Pass<'_> {
    pub(super) fn indicator(&mut self, indicator: &Indicator) -> format::Indicator {
        let formula = self.formula(&indicator.formula);
        format::Indicator {
            id: indicator.term.id.to_string(),
            label: self.texts(&indicator.term.label),
            term: self.origin(&indicator.term),
            of: self.subject(&indicator.of),
            form: match indicator.form {
                Form::TimeRatio => format::Form::TimeRatio,
                Form::CountRatio => format::Form::CountRatio,
                Form::SlotRatio => format::Form::SlotRatio,
                Form::Duration => format::Form::Duration,
                Form::Value => format::Form::Value,
            },
            unit: indicator.unit.to_string(),
            better: match indicator.better {
                Some(Polarity::Higher) | None => format::Better::Higher,
                Some(Polarity::Lower) => format::Better::Lower,
            },
            words: words::formula(&formula),
            formula,
            each: indicator.each.as_ref().map(|w| self.window(w)),
            empty: self.optional_formula(indicator.empty.as_ref()),
            means: self.optional_texts(indicator.means.as_ref()),
        }
    }

    pub(super) fn state(&mut self, state: &State) -> format::State {
        let holds = match &state.holds {
            StateSource::When(condition) => format::StateSource::When { condition: self.formula(condition) },
            StateSource::GivenBy(by) => format::StateSource::GivenBy { by: self.actor(by) },
            StateSource::Between(from, until) => {
                format::StateSource::Between { from: self.event(from), until: self.event(until) }
            }
            StateSource::Blank(name) => {
                self.blanks.insert(name.clone());
                format::StateSource::When { condition: format::Formula::Nothing }
            }
        };
        let lasting = state.lasting.as_ref().map(|bound| self.target(bound));
        let when = self.optional_formula(state.when.as_ref());
        format::State {
            id: state.term.id.to_string(),
            label: self.texts(&state.term.label),
            term: self.origin(&state.term),
            of: self.subject(&state.of),
            words: words::state(&holds, when.as_ref(), lasting.as_ref()),
            holds,
            when,
            each: state.each.as_ref().map(|w| self.window(w)),
            lasting,
            empty: state.empty,
            means: self.optional_texts(state.means.as_ref()),
        }
    }

    pub(super) fn record(&mut self, record: &Record) -> format::Record {
        format::Record {
            id: record.term.id.to_string(),
            label: self.texts(&record.term.label),
            term: self.origin(&record.term),
            of: record.of.as_ref().map(|s| self.subject(s)),
            by: self.optional_actor(record.by.as_ref()),
            fields: record.fields.iter().map(|f| self.record_field(f)).collect(),
            means: self.optional_texts(record.means.as_ref()),
        }
    }

    fn record_field(&mut self, field: &RecordField) -> format::RecordField {
        format::RecordField {
            id: field.name.to_string(),
            label: self.texts(&field.label),
            holds: self.field_type(&field.ty),
            by: self.optional_actor(field.by.as_ref()),
            means: self.optional_texts(field.means.as_ref()),
        }
    }

    fn field_type(&mut self, ty: &FieldType) -> format::FieldType {
        match ty {
            FieldType::Instant => format::FieldType::Instant,
            FieldType::Instants => format::FieldType::Instants,
            FieldType::Flag => format::FieldType::Flag,
            FieldType::Number => format::FieldType::Number,
            FieldType::Text => format::FieldType::Text,
            FieldType::Duration => format::FieldType::Duration,
            FieldType::Money => format::FieldType::Money,
            FieldType::Unit(unit) => format::FieldType::Quantity { unit: unit.to_string() },
            FieldType::Dimension(id) => format::FieldType::Dimension { dimension: self.dimensions.ask(id.name()) },
            FieldType::Choice(words) => {
                format::FieldType::Choice { words: words.iter().map(ToString::to_string).collect() }
            }
            FieldType::Record(id) => format::FieldType::Record { record: self.records.ask(id.name()) },
            FieldType::Service => format::FieldType::Service,
            FieldType::Actor => format::FieldType::Actor,
        }
    }

    pub(super) fn dimension(&mut self, dimension: &Dimension) -> format::Dimension {
        format::Dimension {
            id: dimension.term.id.to_string(),
            label: self.texts(&dimension.term.label),
            term: self.origin(&dimension.term),
            of: self.subject(&dimension.of),
            values: dimension.values.iter().map(|v| self.dimension_value(v)).collect(),
            ranked: dimension.ranked.as_ref().map(ToString::to_string),
            decision: dimension.decision.as_ref().map(|d| self.table(d, |_, value: &Name| value.to_string())),
            combine: dimension.combine.as_ref().map(|c| self.combination(c)),
            default: dimension.default.as_ref().map(ToString::to_string),
            by: self.optional_actor(dimension.by.as_ref()),
            means: self.optional_texts(dimension.means.as_ref()),
        }
    }

    fn dimension_value(&mut self, value: &DimensionValue) -> format::DimensionValue {
        format::DimensionValue {
            id: value.name.to_string(),
            label: self.texts(&value.label),
            when: self.optional_formula(value.when.as_ref()),
            means: self.optional_texts(value.means.as_ref()),
        }
    }

    pub(super) fn figure(&mut self, figure: &Figure) -> format::Figure {
        let value = match &figure.value {
            FigureSource::Is(expr) => format::FigureSource::Is { formula: self.formula(expr) },
            FigureSource::Decision(decision) => {
                format::FigureSource::Table { table: self.table(decision, Self::formula) }
            }
            FigureSource::GivenBy(by, each) => {
                format::FigureSource::GivenBy { by: self.actor(by), each: each.as_ref().map(|w| self.window(w)) }
            }
            FigureSource::Column(values) => format::FigureSource::Column {
                values: values
                    .iter()
                    .map(|(id, v)| format::Fact { id: id.to_string(), value: self.formula(v) })
                    .collect(),
            },
            FigureSource::Blank(name) => {
                self.blanks.insert(name.clone());
                format::FigureSource::Is { formula: format::Formula::Nothing }
            }
        };
        let total = figure.total.as_ref().map(|(bound, each)| format::Total {
            target: self.target(bound),
            each: each.as_ref().map(|w| self.window(w)),
        });
        format::Figure {
            id: figure.term.id.to_string(),
            label: self.texts(&figure.term.label),
            term: self.origin(&figure.term),
            of: figure.of.as_ref().map(|s| self.subject(s)),
            value,
            unit: figure.unit.as_ref().map(ToString::to_string),
            per: figure.per.as_ref().map(|w| self.window(w)),
            default: self.optional_formula(figure.default.as_ref()),
            total,
            means: self.optional_texts(figure.means.as_ref()),
        }
    }
}
