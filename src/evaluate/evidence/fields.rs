//! What a cell of an evidence file says, read by the type of its field.

use super::from_scenario::misread_instant;
use super::written::{self, Misread};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::{Finding, Rule};
use crate::evaluate::{Number, Value};
use crate::model::from_resolved::rules::{CURRENCY_MISMATCH, UNKNOWN_NAME, WRONG_VALUE};
use crate::model::{FieldType, HasTerm, Model, Quantity, Record, Subject};
use crate::quantity::{Measure, Rational};
use crate::time::local::Clocks;

/// What the column of a file holds.
pub(super) enum Column<'m> {
    /// The service that the record is about.
    On,
    /// A field of the record.
    Field(&'m FieldType),
    /// A dimension that tells such records apart.
    Dimension(FieldType),
}

impl<'m> Column<'m> {
    /// The column with this head; none where neither the record nor the contract has it.
    pub fn of(model: &'m Model, record: &'m Record, head: &str) -> Option<Self> {
        if head == "on" {
            return Some(Self::On);
        }
        let field = record.fields.iter().find(|field| field.name == head).map(|field| Self::Field(&field.ty));
        field.or_else(|| {
            let dimension = model.dimensions.by_name(head).filter(|dimension| tells_apart(record, &dimension.of))?;
            Some(Self::Dimension(FieldType::Dimension(dimension.id())))
        })
    }

    fn ty(&self) -> &FieldType {
        match self {
            Self::On => &FieldType::Service,
            Self::Field(ty) => ty,
            Self::Dimension(ty) => ty,
        }
    }

    /// The value that a cell says.
    ///
    /// # Errors
    /// A finding at `span` where it says nothing of this type.
    pub fn read(
        &'m self,
        model: &'m Model,
        text: &str,
        span: Span,
        clocks: &Clocks<'_>,
    ) -> Result<Value, Box<Finding>> {
        let wrong = |due: &str| fault(&WRONG_VALUE, span, format!("`{text}` stands where {due} is due"));
        let known = |names: &mut dyn Iterator<Item = &'m Name>, what: &str| {
            let mut others = Vec::new();
            for name in names {
                if name == text {
                    return Ok(Value::Word(name.clone()));
                }
                others.push(name.as_str());
            }
            let near = suggest::nearest(text, others);
            let finding = Finding::new(&UNKNOWN_NAME, span, format!("there is no {what} `{text}`"));
            Err(Box::new(finding.help_if(near.map(|name| format!("did you mean `{name}`?")))))
        };
        match self.ty() {
            FieldType::Instant => instant_of(text, span, clocks).map(Value::Instant),
            FieldType::Instants => {
                let all: Result<Vec<_>, Box<Finding>> = text
                    .split(';')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(|part| instant_of(part, span, clocks))
                    .collect();
                all.map(Value::Instants)
            }
            FieldType::Flag => match text {
                "yes" | "true" => Ok(Value::Flag(true)),
                "no" | "false" => Ok(Value::Flag(false)),
                _ => Err(wrong("`yes` or `no`")),
            },
            FieldType::Number => {
                let number = Rational::parse(text).ok_or_else(|| wrong("a number"))?;
                Ok(Value::Number(Number::plain(number)))
            }
            FieldType::Unit(unit) => measured(text, unit).ok_or_else(|| wrong(&format!("a number of `{unit}`"))),
            FieldType::Duration => {
                let measured = quantity(text).filter(|number| {
                    Measure::parse(&number.unit)
                        .is_some_and(|unit| unit.dimension().0 == crate::quantity::Dimension::Duration)
                });
                measured.map(Value::Number).ok_or_else(|| wrong("a duration, such as `15 min`,"))
            }
            FieldType::Money => {
                let currency = model.contract.money();
                let amount = match Rational::parse(text) {
                    Some(amount) => Number { base: amount, unit: currency.clone() },
                    None => quantity(text).ok_or_else(|| wrong("an amount of money"))?,
                };
                if amount.unit == currency {
                    return Ok(Value::Number(amount));
                }
                let message = format!("`{text}` is not in {currency}, the currency of the contract");
                Err(fault(&CURRENCY_MISMATCH, span, message))
            }
            FieldType::Dimension(dimension) => {
                let values = model.dimensions.get(dimension).map(|d| d.values.as_slice()).unwrap_or_default();
                known(&mut values.iter().map(|value| &value.name), dimension.as_str())
            }
            FieldType::Choice(words) => known(&mut words.iter(), "such value"),
            FieldType::Service => known(&mut model.services.iter().map(|service| &service.term.id), "service"),
            FieldType::Actor => {
                let parties = model.parties.iter().map(|party| &party.term.id);
                known(&mut parties.chain(model.roles.iter().map(|role| &role.term.id)), "party or role")
            }
            FieldType::Record(_) => Ok(Value::Word(text.into())),
            FieldType::Text => Ok(Value::Text),
        }
    }
}

/// Whether a dimension of this subject is one of a record, or of another that the record refers to.
fn tells_apart(record: &Record, subject: &Subject) -> bool {
    let Subject::Record(of) = subject else { return false };
    record.id() == *of || record.fields.iter().any(|field| field.ty == FieldType::Record(of.clone()))
}

fn fault(rule: &'static Rule, span: Span, message: String) -> Box<Finding> {
    Box::new(Finding::new(rule, span, message))
}

/// An instant, to the second: with an offset, or in the zone of the contract. A date alone is none: it would be read as midnight.
fn instant_of(text: &str, span: Span, clocks: &Clocks<'_>) -> Result<crate::time::Instant, Box<Finding>> {
    written::instant(text, clocks).map_err(|misread| match misread {
        Misread::NoInstant if text.parse::<jiff::civil::Date>().is_ok() => {
            let message = format!("`{text}` has no time of day");
            Box::new(Finding::new(&WRONG_VALUE, span, message).help(format!("write it as `{text} 08:00`")))
        }
        Misread::NoInstant => {
            let message = format!("`{text}` stands where an instant, such as `2026-05-03 22:10`, is due");
            fault(&WRONG_VALUE, span, message)
        }
        other => Box::new(misread_instant(other, text, span, clocks)),
    })
}

/// A number with or without the unit of its field.
fn measured(text: &str, unit: &Name) -> Option<Value> {
    let number = match Rational::parse(text) {
        Some(value) => Number::from(&Quantity { value, unit: unit.clone() }),
        None => quantity(text)?,
    };
    let dimension = |unit: &Name| Measure::parse(unit).map(|measure| measure.dimension());
    (dimension(&number.unit) == dimension(unit)).then_some(Value::Number(number))
}

/// `300 ms`, `99.5%`
fn quantity(text: &str) -> Option<Number> {
    let split = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '_' | '/')))?;
    let (number, unit) = text.split_at_checked(split)?;
    let unit = unit.trim();
    Measure::parse(unit)?;
    Some(Number::from(&Quantity { value: Rational::parse(number)?, unit: unit.into() }))
}
