//! What witnesses are made of: amounts, cases, and instants at which a contract is looked at.

use super::words;
use crate::base::Name;
use crate::diagnostics::{Amount, Case, Datum};
use crate::kernel::line::Interval as Line;
use crate::model::{Model, Quantity, Scope, Validity};
use crate::quantity::Rational;
use crate::time::{Instant, local};
use jiff::civil::Date;

/// The day at which a contract is looked at that does not say when it begins.
const SOME_DAY: Date = Date::constant(2026, 1, 1);

/// A quantity as it is written.
#[must_use]
pub fn amount(quantity: &Quantity) -> Amount {
    Amount { value: quantity.value.clone(), unit: quantity.unit.clone() }
}

/// So much of the currency of a contract, in thousandths.
#[must_use]
pub fn money(model: &Model, thousandths: i64) -> Amount {
    Amount { value: Rational::new(thousandths, 1_000).unwrap_or_default(), unit: model.contract.money() }
}

/// A value of an interval of base units, in a unit: an end that it holds, else a simple value inside.
#[must_use]
pub fn sample(interval: &Line<Rational>, unit: &Name) -> Option<Amount> {
    words::sampled(interval, unit).map(|quantity| amount(&quantity))
}

/// An amount as it is written.
#[must_use]
pub fn written(amount: &Amount) -> String {
    words::quantity(&Quantity { value: amount.value.clone(), unit: amount.unit.clone() })
}

/// A word.
#[must_use]
pub fn word(word: &str) -> Vec<Datum> {
    vec![Datum::Word(word.into())]
}

/// A case that is in both scopes; none where there is none, or where a scope is not agreed yet.
#[must_use]
pub fn common(a: &Scope, b: &Scope) -> Option<Case> {
    if a.as_blank().is_some() || b.as_blank().is_some() {
        return None;
    }
    let mut values = Vec::new();
    for (dimension, own) in a.dimensions.iter().chain(b.dimensions.iter().filter(|(d, _)| a.values(d).is_none())) {
        let other = b.values(dimension);
        let value = own.iter().find(|value| other.is_none_or(|others| others.contains(value)))?;
        values.push((dimension.name().clone(), Datum::Word(value.clone())));
    }
    let service = match (a.services.as_slice(), b.services.as_slice()) {
        ([], []) => None,
        ([], services) | (services, []) => services.first(),
        (one, other) => Some(one.iter().find(|service| other.contains(service))?),
    };
    Some(Case { values, service: service.map(|service| service.name().clone()), ..Case::default() })
}

/// A case of a scope, with one of its values where the scope has it; else with the first of each dimension.
#[must_use]
pub fn case_of(scope: &Scope, value: &Name) -> Case {
    let pick = |values: &[Name]| values.iter().find(|own| *own == value).or(values.first()).cloned();
    let values = scope
        .dimensions
        .iter()
        .filter_map(|(dimension, values)| Some((dimension.name().clone(), Datum::Word(pick(values)?))));
    let service = scope.services.first().map(|service| service.name().clone());
    Case { values: values.collect(), service, ..Case::default() }
}

/// A case in words: `any case`, `a case of `p1` and `erp``.
#[must_use]
pub fn told(case: &Case) -> String {
    let values = case.values.iter().filter_map(|(_, datum)| match datum {
        Datum::Word(word) => Some(word),
        Datum::Amount(_) => None,
    });
    let named: Vec<&Name> = values.chain(&case.service).collect();
    if named.is_empty() { "any case".to_owned() } else { format!("a case of {}", words::names(named)) }
}

/// Noon of the first day after that on which all of some terms are in force.
#[must_use]
pub fn noon(model: &Model, of: &[Validity]) -> Instant {
    let first = of.iter().filter_map(|validity| validity.from).chain([first_day(model)]).max();
    let day = first.unwrap_or(SOME_DAY);
    local::start_of(&model.contract.zone(), day.tomorrow().unwrap_or(day)) + 12 * 3_600
}

/// The first instant of a day.
#[must_use]
pub fn start(model: &Model, day: Date) -> Instant {
    local::start_of(&model.contract.zone(), day)
}

/// The first day of a contract.
#[must_use]
pub fn first_day(model: &Model) -> Date {
    model.contract.from.unwrap_or(SOME_DAY)
}

/// Noon in the middle of the first whole month of a contract, and of the one after it; in a contract that begins with a quarter, none of them
/// is the last one of it.
#[must_use]
pub fn months(model: &Model) -> [Instant; 2] {
    let first = first_day(model);
    let month = |months: i32| {
        let next = first.saturating_add(jiff::Span::new().months(months));
        let day = Date::new(next.year(), next.month(), 15).unwrap_or(next);
        local::start_of(&model.contract.zone(), day) + 12 * 3_600
    };
    if first.day() == 1 { [month(0), month(1)] } else { [month(1), month(2)] }
}

/// A month in words: `January 2026`.
#[must_use]
pub fn month(model: &Model, at: Instant) -> String {
    local::local(&model.contract.zone(), at).strftime("%B %Y").to_string()
}

/// 22:00 on the first Saturday on which a term is in force.
#[must_use]
pub fn saturday(model: &Model, validity: Validity) -> Instant {
    let from = validity.from.unwrap_or_else(|| first_day(model));
    let mut days = from.series(jiff::Span::new().days(1));
    let day = days.find(|day| day.weekday() == jiff::civil::Weekday::Saturday).unwrap_or(from);
    local::start_of(&model.contract.zone(), day) + 22 * 3_600
}

/// The day of an instant in words: `Saturday 3 January 2026`.
#[must_use]
pub fn day(model: &Model, at: Instant) -> String {
    local::local(&model.contract.zone(), at).strftime("%A %-d %B %Y").to_string()
}
