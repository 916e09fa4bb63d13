//! What a cell of an evidence file says, read by the type of its field.

use super::from_scenario::misread_instant;
use super::written::{self, Misread};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::{Finding, Rule};
use crate::evaluate::instances::INSTANCE;
use crate::evaluate::states::{REPORTED_FROM, REPORTED_UNTIL};
use crate::evaluate::tasks::{DONE, DONE_FOR};
use crate::evaluate::{Number, Value, names};
use crate::model::from_resolved::rules::{CURRENCY_MISMATCH, UNKNOWN_NAME, WRONG_VALUE};
use crate::model::{
    Duty, FieldType, Figure, HasTerm, Id, Model, PeriodUnit, Quantity, Record, Service, State, StateSource, Subject,
    Window,
};
use crate::quantity::{Measure, Rational};
use crate::time::local::Clocks;
use std::borrow::Cow;

/// What the rows of a file are: records, or the times of a state that someone reports.
#[derive(Clone, Copy)]
pub(super) enum Sort<'m> {
    /// Records.
    Record(&'m Record),
    /// Times of a state, with `from` and `until`.
    State(&'m State),
    /// Instances of a service, with what holds for each.
    Service(&'m Service),
    /// When a duty was done.
    Duty(&'m Duty),
}

impl<'m> Sort<'m> {
    /// What has this name, and can be written down: none where it may mean several records. A state is only where someone reports it.
    pub fn named(model: &'m Model, name: &str) -> Option<Self> {
        let reported = |state: &&State| matches!(state.holds, StateSource::GivenBy(_));
        let state = || model.states.by_name(name).filter(reported).map(Self::State);
        let service = || model.services.by_name(name).filter(|service| service.many).map(Self::Service);
        let duty = || model.duties.by_name(name).filter(|duty| is_judged(model, duty)).map(Self::Duty);
        match names::records(model, name).as_slice() {
            [record] => Some(Self::Record(record)),
            [] => state().or_else(service).or_else(duty),
            _ => None,
        }
    }

    /// The names of all that can be written down.
    pub fn all(model: &'m Model) -> impl Iterator<Item = &'m str> + Clone {
        let reported = model.states.iter().filter(|state| matches!(state.holds, StateSource::GivenBy(_)));
        let records = model.records.iter().map(|record| record.term.id.as_str());
        let services = model.services.iter().filter(|service| service.many).map(|service| service.term.id.as_str());
        let duties = model.duties.iter().filter(|duty| is_judged(model, duty)).map(|duty| duty.term.id.as_str());
        records.chain(reported.map(|state| state.term.id.as_str())).chain(services).chain(duties)
    }

    /// Its name.
    pub fn name(self) -> &'m Name {
        match self {
            Self::Record(record) => &record.term.id,
            Self::State(state) => &state.term.id,
            Self::Service(service) => &service.term.id,
            Self::Duty(duty) => &duty.term.id,
        }
    }

    /// The sort of its rows.
    pub fn id(self) -> Id<Record> {
        Id::new(self.name().clone())
    }

    /// The heads that its columns may have.
    pub fn heads(self, model: &'m Model) -> Vec<&'m str> {
        match self {
            Self::Record(record) => {
                let own = record.fields.iter().map(|field| field.name.as_str());
                let of_record = |subject: &Subject| *subject == Subject::Record(record.id());
                let dimensions = model.dimensions.iter().filter(|dimension| of_record(&dimension.of));
                own.chain(dimensions.map(|dimension| dimension.term.id.as_str())).chain(["on"]).collect()
            }
            Self::State(_) => vec![REPORTED_FROM, REPORTED_UNTIL, "on"],
            Self::Duty(_) => vec![DONE_FOR, DONE, "on"],
            Self::Service(_) => {
                let figures = model.figures.iter().filter(|figure| figure.of.as_ref().is_some_and(is_of_services));
                let dimensions = model.dimensions.iter().filter(|dimension| is_of_services(&dimension.of));
                let dimensions = dimensions.map(|dimension| dimension.term.id.as_str());
                figures.map(|figure| figure.term.id.as_str()).chain(dimensions).collect()
            }
        }
    }
}

/// Whether an amount is owed where a duty is late, so that it matters when it was done.
fn is_judged(model: &Model, duty: &Duty) -> bool {
    model.schedules.iter().any(|schedule| schedule.on_duties.contains(&duty.id()))
}

/// What the column of a file holds.
pub(super) enum Column<'m> {
    /// The service that the record is about.
    On,
    /// A field of the record.
    Field(&'m FieldType),
    /// A dimension that tells such rows apart, or a figure of services.
    Fact(FieldType),
    /// An amount for each period of this sort: `400 EUR per month`, or `400`.
    Rate(FieldType, Window),
    /// Which instance of the service.
    Instance,
    /// For which period or case a duty was done.
    For,
}

impl<'m> Column<'m> {
    /// The column with this head; none where neither the sort of its rows nor the contract has it.
    pub fn of(model: &'m Model, sort: Sort<'m>, head: &str) -> Option<Self> {
        let dimension = |tells_apart: &dyn Fn(&Subject) -> bool| {
            let dimension = model.dimensions.by_name(head).filter(|dimension| tells_apart(&dimension.of))?;
            Some(Self::Fact(FieldType::Dimension(dimension.id())))
        };
        match sort {
            Sort::Service(_) => {
                let figures = model.figures.by_name(head).into_iter();
                let mut figures = figures.filter(|figure| figure.of.as_ref().is_some_and(is_of_services));
                figures.next().map(|figure| Self::of_figure(model, figure)).or_else(|| dimension(&is_of_services))
            }
            _ if head == "on" => Some(Self::On),
            Sort::State(_) if [REPORTED_FROM, REPORTED_UNTIL].contains(&head) => Some(Self::Field(&FieldType::Instant)),
            Sort::Duty(_) if head == DONE => Some(Self::Field(&FieldType::Instant)),
            Sort::Duty(_) if head == DONE_FOR => Some(Self::For),
            Sort::Duty(_) | Sort::State(_) => (head == INSTANCE).then_some(Self::Instance),
            Sort::Record(record) => {
                let field = record.fields.iter().find(|field| field.name == head).map(|field| Self::Field(&field.ty));
                let instance = (head == INSTANCE).then_some(Self::Instance);
                field.or_else(|| dimension(&|subject| tells_apart(record, subject))).or(instance)
            }
        }
    }

    /// The column of the values of a figure.
    pub fn of_figure(model: &Model, figure: &Figure) -> Self {
        match &figure.per {
            Some(window) => Self::Rate(type_of(model, figure), window.clone()),
            None => Self::Fact(type_of(model, figure)),
        }
    }

    fn ty(&self) -> &FieldType {
        match self {
            Self::On => &FieldType::Service,
            Self::Field(ty) => ty,
            Self::Fact(ty) | Self::Rate(ty, _) => ty,
            Self::Instance | Self::For => &FieldType::Text,
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
        let shown = shortened(text);
        let wrong = |due: &str| fault(&WRONG_VALUE, span, format!("`{shown}` stands where {due} is expected"));
        // A rate is what it is in one period of its own.
        let text = match self {
            Self::Rate(_, window) => amount_of(text, window).ok_or_else(|| wrong("an amount for another period"))?,
            _ => text,
        };
        let known = |names: &mut dyn Iterator<Item = &'m Name>, what: &str| {
            let mut others = Vec::new();
            for name in names {
                if name == text {
                    return Ok(Value::Word(name.clone()));
                }
                others.push(name.as_str());
            }
            let near = suggest::nearest(&shown, others);
            let finding = Finding::new(&UNKNOWN_NAME, span, format!("there is no {what} `{shown}`"));
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
                all.map(Value::in_order)
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
            FieldType::Unit(unit) => measured(text, unit).ok_or_else(|| wrong(&numbers_of(unit))),
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
                let message = format!("`{shown}` is not in {currency}, the currency of the contract");
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
            FieldType::Text if matches!(self, Self::Instance | Self::For) => Ok(Value::Word(text.into())),
            FieldType::Text => Ok(Value::Text),
        }
    }
}

/// What the column of a figure holds. A rate is told as what it is in one period of its own.
fn type_of(model: &Model, figure: &Figure) -> FieldType {
    // What is no number has no unit.
    let Some(unit) = &figure.unit else { return FieldType::Flag };
    let (amount, per) = unit.split_once('/').map_or((unit.as_str(), None), |(amount, per)| (amount, Some(per)));
    // An amount for each page is written as such.
    let of_things = per.is_some_and(|per| PeriodUnit::named(per).is_none());
    if amount == model.contract.money() && !of_things { FieldType::Money } else { FieldType::Unit(unit.clone()) }
}

/// Whether a dimension or a figure of this subject may be another one for each service.
fn is_of_services(subject: &Subject) -> bool {
    matches!(subject, Subject::Any | Subject::Service(_))
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
            let message =
                format!("`{}` stands where an instant, such as `2026-05-03 22:10`, is expected", shortened(text));
            fault(&WRONG_VALUE, span, message)
        }
        other => Box::new(misread_instant(other, text, span, clocks)),
    })
}

/// The most characters of a cell that a message shows.
const SHOWN: usize = 60;

/// What a message shows of a cell: its beginning, where it is long.
pub(super) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// A number with or without the unit of its field. Where that has none, it is a number or a percentage, as it is written.
fn measured(text: &str, unit: &Name) -> Option<Value> {
    let number = match Rational::parse(text) {
        Some(value) => Number::from(&Quantity { value, unit: unit.clone() }),
        None => quantity(text)?,
    };
    let dimension = |unit: &Name| Measure::parse(unit).map(|measure| measure.dimension());
    let fits = dimension(&number.unit) == dimension(unit) || (unit.is_empty() && number.is_share());
    fits.then_some(Value::Number(number))
}

/// The value of a rate without its period, `400 EUR` of `400 EUR per month` or of `400 EUR/month`; none where it is one for a
/// period of another sort.
fn amount_of<'t>(text: &'t str, window: &Window) -> Option<&'t str> {
    let parted = text.split_once(" per ").or_else(|| text.rsplit_once('/'));
    // A fraction, or a unit that is itself counted per another, is no rate of this sort.
    let parted = parted.filter(|(_, period)| period.trim().starts_with(|first: char| first.is_alphabetic()));
    let is_period = |period: &str| match window {
        Window::Period { period: own, .. } => period == own.as_str(),
        _ => false,
    } || PeriodUnit::named(period).is_some();
    let Some((amount, period)) = parted.filter(|(_, period)| is_period(period.trim())) else { return Some(text) };
    let is_of_window = match window {
        Window::Calendar { count: 1, unit } => PeriodUnit::named(period.trim()) == Some(*unit),
        Window::Period { count: 1, period: own } => period.trim() == own.as_str(),
        _ => false,
    };
    is_of_window.then(|| amount.trim())
}

/// What is due where a number of a unit is.
fn numbers_of(unit: &str) -> String {
    if unit.is_empty() { "a number".to_owned() } else { format!("a number of `{unit}`") }
}

/// What is wrong with the value of a figure that a scenario states: where it is written in a unit, so is each value of it, as that of
/// every field is.
pub(super) fn without_unit(figure: &Figure, value: &Value, span: Span) -> Option<Finding> {
    let unit = figure.unit.as_ref().filter(|unit| !unit.is_empty())?;
    let number = value.number().filter(|number| number.unit.is_empty() && !number.base.is_zero())?;
    let written = number.base.to_decimal().unwrap_or_else(|| number.base.to_string());
    let message = format!("`{written}` stands where {} is expected", numbers_of(unit));
    let finding = Finding::new(&WRONG_VALUE, span, message).note(format!("in `{}`", figure.term.id));
    Some(finding.help(format!("write `{written} {unit}` where that is meant")))
}

/// `300 ms`, `99.5%`
fn quantity(text: &str) -> Option<Number> {
    let split = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '_' | '/')))?;
    let (number, unit) = text.split_at_checked(split)?;
    let unit = unit.trim();
    Measure::parse(unit)?;
    Some(Number::from(&Quantity { value: Rational::parse(number)?, unit: unit.into() }))
}
