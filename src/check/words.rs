//! The words that findings share: names, quantities, intervals, dates, as the source writes them.

use super::timing::Clock;
use super::values::in_unit;
use crate::base::Name;
use crate::diagnostics::{Finding, Rule};
use crate::evaluate::{Number, limits};
use crate::kernel::line::{Cut, Interval, Side};
use crate::model::{
    Calendar, CalendarSet, EscalationStep, Expr, Id, Model, Operator, PartyKind, PeriodUnit, Quantity, Window,
};
use crate::quantity::{Rational, Rounding};
use crate::syntax::ast::Comparator;
use crate::time::{Stretch, local};
use jiff::tz::TimeZone;

/// `a`, `b` and `c`, each between backticks.
#[must_use]
pub fn names<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    list(names.into_iter().map(|name| format!("`{name}`")))
}

/// a, b and c.
#[must_use]
pub fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}

/// a, b or c.
#[must_use]
pub fn one_of(items: impl IntoIterator<Item = String>) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    match items.pop() {
        None => String::new(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} or {last}", items.join(", ")),
    }
}

/// `4 h`, `99.95 %`, `12`
#[must_use]
pub fn quantity(quantity: &Quantity) -> String {
    limits::written(quantity)
}

/// An amount as it is written: `300 GBP per month`, `5 % of `fee``. None of one that takes more words.
#[must_use]
pub fn amount(amount: &Expr) -> Option<String> {
    match amount {
        Expr::Quantity(amount) => Some(quantity(amount)),
        Expr::Value { value, .. } => Some(format!("`{value}`")),
        Expr::Blank(name) => Some(format!("`[{name}]`")),
        Expr::Figure { figure, .. } => Some(format!("`{figure}`")),
        Expr::Flag(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Expr::None => Some("nothing".to_owned()),
        Expr::Binary { op: Operator::Per, left, right } => match right.as_ref() {
            Expr::Quantity(one) if one.value == Rational::one() => {
                Some(format!("{} per {}", self::amount(left)?, one.unit))
            }
            right => Some(format!("{} per {}", self::amount(left)?, self::amount(right)?)),
        },
        Expr::Binary { op: Operator::Of, left, right } => {
            Some(format!("{} of {}", self::amount(left)?, self::amount(right)?))
        }
        Expr::Binary { op: Operator::Mul, left, right } => {
            Some(format!("{} * {}", self::amount(left)?, self::amount(right)?))
        }
        _ => None,
    }
}

/// A number of base units in `unit`: `4 h` for 14 400 in hours.
#[must_use]
pub fn base(value: &Rational, unit: &Name) -> String {
    quantity(&in_unit(value, unit))
}

/// An interval of base units as a cell writes it: `99 % to < 99.9 %`, `>= 4 h`.
#[must_use]
pub fn interval(interval: &Interval<Rational>, unit: &Name) -> String {
    let value = |cut: &Cut<Rational>| cut.value().map(|value| base(value, unit)).unwrap_or_default();
    let (low, high) = (value(&interval.from), value(&interval.to));
    let open_low = matches!(interval.from, Cut::At(_, Side::After));
    let open_high = matches!(interval.to, Cut::At(_, Side::Before));
    match (interval.from.value(), interval.to.value()) {
        (Some(from), Some(to)) if from == to => low,
        (Some(_), Some(_)) => {
            format!("{}{low} to {}{high}", if open_low { "> " } else { "" }, if open_high { "< " } else { "" })
        }
        (Some(_), None) => format!("{} {low}", if open_low { ">" } else { ">=" }),
        (None, Some(_)) => format!("{} {high}", if open_high { "<" } else { "<=" }),
        (None, None) => "every value".to_owned(),
    }
}

/// Which values an interval holds, after the name of what has them: `= 300`, `from 300 to 500`, `above 5 %`; none if it is empty.
#[must_use]
pub fn among(values: &Interval<Rational>, unit: &Name) -> Option<String> {
    let all = interval(values, unit);
    match (values.from.value(), values.to.value()) {
        _ if values.is_empty() => None,
        (Some(from), Some(to)) if from == to => Some(format!("= {all}")),
        (None, None) => Some("whatever it is".to_owned()),
        (Some(_), Some(_)) => {
            Some(format!("from {}", all.replacen("> ", "above ", 1).replacen("to < ", "to below ", 1)))
        }
        _ => Some(all),
    }
}

/// A value of an interval of base units, in `unit`: an end that it holds, else a simple value inside; none if it is empty.
#[must_use]
pub fn sample(interval: &Interval<Rational>, unit: &Name) -> Option<String> {
    sampled(interval, unit).map(|value| quantity(&value))
}

/// The same as a quantity.
#[must_use]
pub fn sampled(interval: &Interval<Rational>, unit: &Name) -> Option<Quantity> {
    let cut = |cut: &Cut<Rational>| match cut {
        Cut::At(value, side) => Cut::At(in_unit(value, unit).value, *side),
        Cut::Start => Cut::Start,
        Cut::End => Cut::End,
    };
    let value = Interval::new(cut(&interval.from), cut(&interval.to)).sample()?;
    Some(Quantity { value, unit: unit.clone() })
}

/// On which hours something counts: `at all hours`, `during `business``.
#[must_use]
pub fn hours(calendar: &CalendarSet) -> String {
    match calendar {
        CalendarSet::Always => "at all hours".to_owned(),
        CalendarSet::Calendar(id) => format!("during `{id}`"),
        CalendarSet::And(_) | CalendarSet::Or(_) | CalendarSet::Except(..) => "during its own hours".to_owned(),
    }
}

/// After how long a level is called in, on which hours: `9 h during `night``. Of days, none are said where all of them count.
#[must_use]
pub fn delay_of(step: &EscalationStep) -> String {
    let hours = step.delay().calendar.map_or_else(String::new, |set| format!(" {}", hours(&set)));
    format!("{}{hours}", quantity(&step.after.length))
}

/// On which hours a clock counts: `during `business``; of days that no calendar counts, that they are those of the year.
#[must_use]
pub fn clock_hours(clock: &Clock<'_>) -> String {
    if clock.days.is_none() && super::delays::counts_days(&clock.limit.unit) {
        return "of the calendar".to_owned();
    }
    clock.days.as_ref().or(clock.commitment.calendar.as_ref()).map(hours).unwrap_or_default()
}

/// How a warning about a term is accepted in the source, by the customer where there is one.
#[must_use]
pub fn accept(model: &Model, rule: &Rule, term: &Name) -> String {
    let customer = model.parties.iter().find(|party| party.kind == PartyKind::Customer);
    let by = customer.map(|party| format!(" acknowledged by {}", party.term.id)).unwrap_or_default();
    format!("`accept {} for {term}{by} because \"…\"`", rule.name.replace('-', "_"))
}

/// Shows where the hours of calendars are declared, once each.
#[must_use]
pub fn with_hours<'m>(finding: Finding, model: &Model, sets: impl IntoIterator<Item = &'m CalendarSet>) -> Finding {
    let mut named = Vec::new();
    sets.into_iter().for_each(|set| calendars(set, &mut named));
    named.into_iter().filter_map(|id| model.calendars.get(id)).fold(finding, |finding, calendar| {
        let term = &calendar.term;
        let place = ["open", "is"].into_iter().map(|field| term.field(field)).find(|at| *at != term.span);
        finding.label(place.unwrap_or(term.span), format!("the hours of `{}`", term.id))
    })
}

/// The calendars that a set names, in order, each once.
fn calendars<'m>(set: &'m CalendarSet, named: &mut Vec<&'m Id<Calendar>>) {
    match set {
        CalendarSet::Always => {}
        CalendarSet::Calendar(id) if named.contains(&id) => {}
        CalendarSet::Calendar(id) => named.push(id),
        CalendarSet::And(sets) | CalendarSet::Or(sets) => sets.iter().for_each(|set| calendars(set, named)),
        CalendarSet::Except(set, without) => {
            calendars(set, named);
            calendars(without, named);
        }
    }
}

/// For which periods something is judged or owed: `each month`, `each rolling 28 days`, `over the contract`.
#[must_use]
pub fn each(window: &Window) -> String {
    let several = |count: u32, word: &str| match count {
        1 => format!("each {word}"),
        _ => format!("each {count} {word}s"),
    };
    match window {
        Window::Calendar { count, unit } => several(
            *count,
            match unit {
                PeriodUnit::Hour => "hour",
                PeriodUnit::Day => "day",
                PeriodUnit::Week => "week",
                PeriodUnit::Month => "month",
                PeriodUnit::Quarter => "quarter",
                PeriodUnit::Year => "year",
                PeriodUnit::ContractMonth => "contract month",
                PeriodUnit::ContractQuarter => "contract quarter",
                PeriodUnit::ContractYear => "contract year",
            },
        ),
        Window::Period { count, period } => several(*count, period.as_str()),
        Window::Case { record } => format!("each `{record}`"),
        Window::Rolling { span, .. } => format!("each rolling {}", quantity(span)),
        Window::Slot { length } => format!("each {}", quantity(length)),
        Window::Term => "over the contract".to_owned(),
        _ => "each of its periods".to_owned(),
    }
}

/// Whole seconds as people say them: `25 h`, `1 h 30 min`.
#[must_use]
pub fn seconds(seconds: i64) -> String {
    limits::seconds(seconds)
}

/// A sum of money, or of days, that may not be a round one: to the next hundredth.
#[must_use]
pub fn sum(number: &Number) -> String {
    let Quantity { value, unit } = number.quantity();
    let places = value.finite_places().filter(|places| *places <= 2).unwrap_or(2);
    format!("{} {unit}", value.decimals(places, Rounding::HalfUp))
}

/// The first and the last day of a stretch of time.
#[must_use]
pub fn days(stretch: Stretch, zone: &TimeZone) -> String {
    let (first, last) = (local::date_at(zone, stretch.start), local::date_at(zone, stretch.end - 1));
    format!("from {first} to {last}")
}

/// A length of time in seconds as people say it, to the second above.
#[must_use]
pub fn time(length: &Rational) -> String {
    Rational::from(length.ceil()).to_i64().map_or_else(|| format!("{length} s"), seconds)
}

/// A length of time in seconds as people say it, to the second below.
#[must_use]
pub fn time_below(length: &Rational) -> String {
    Rational::from(length.floor()).to_i64().map_or_else(|| format!("{length} s"), seconds)
}

/// A share as a percentage of so many decimals, to the nearest.
#[must_use]
pub fn nearest_percent(share: &Rational, places: u32) -> String {
    let value = share * Rational::from(100);
    let places = value.finite_places().filter(|own| *own <= places).unwrap_or(places);
    format!("{} %", value.decimals(places, Rounding::HalfUp))
}

/// A share as a percentage of so many decimals, rounded down: what it says is never more than what is attained.
#[must_use]
pub fn percent(share: &Rational, places: u32) -> String {
    let value = share * Rational::from(100);
    let places = value.finite_places().filter(|own| *own <= places).unwrap_or(places);
    format!("{} %", value.decimals(places, Rounding::Down))
}

/// `at least`, `at most` …
#[must_use]
pub const fn comparator(comparator: Comparator) -> &'static str {
    limits::side_words(comparator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(names(&["p1".into()]), "`p1`");
        assert_eq!(names(&["p1".into(), "p2".into(), "p3".into()]), "`p1`, `p2` and `p3`");
    }

    #[test]
    fn intervals_are_spelled_as_cells() {
        let percent = Name::new_static("%");
        let share = |permille: i64| Rational::new(permille, 1000).unwrap_or_default();
        assert_eq!(interval(&Interval::half_open(share(990), share(999)), &percent), "99 % to < 99.9 %");
        assert_eq!(interval(&Interval::below(share(990)), &percent), "< 99 %");
        assert_eq!(interval(&Interval::closed(share(990), share(990)), &percent), "99 %");
        assert_eq!(interval(&Interval::open(share(990), share(995)), &percent), "> 99 % to < 99.5 %");
    }

    #[test]
    fn a_sample_is_simple_in_the_unit_that_is_written() {
        let above = Interval::above(Rational::from(8 * 3600));
        assert_eq!(sample(&above, &Name::new_static("h")).as_deref(), Some("9 h"));
        assert_eq!(sample(&Interval::half_open(Rational::from(1), Rational::from(1)), &Name::default()), None);
    }
}
