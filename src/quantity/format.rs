//! Numbers, shares, money and durations as people read them, in French and in English.
//!
//! Printing never rounds: a value that no finite decimal equals is printed as a fraction (`1/30`). Who wants fewer
//! decimals rounds first, by the rule that the contract names.

use super::unit::Words;
use super::{Currency, Dimension, Measure, Rational, Rounding};
use crate::base::Language;

/// Between a number and its unit: a blank at which no line may break.
pub const NO_BREAK: char = '\u{A0}';

/// Between thousands in French: a narrow blank at which no line may break.
pub const NARROW_NO_BREAK: char = '\u{202F}';

/// A number: `12 000,5` in French, `12,000.5` in English, `1/30` in both.
#[must_use]
pub fn number(value: &Rational, language: Language) -> String {
    match value.to_decimal() {
        Some(decimal) => localised(&decimal, language),
        None => format!(
            "{}/{}",
            localised(&value.numerator().to_string(), language),
            localised(&value.denominator().to_string(), language)
        ),
    }
}

/// A decimal as the program writes it (`-12000.50`), with the separators of `language`. Its digits are kept as they are.
#[must_use]
pub fn localised(decimal: &str, language: Language) -> String {
    let (thousands, point) = match language {
        Language::French => (NARROW_NO_BREAK, ','),
        Language::English => (',', '.'),
    };
    let (sign, unsigned) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("-", rest));
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

/// A share of 1 as a percentage: 0.9995 is `99,95 %` in French and `99.95%` in English.
#[must_use]
pub fn percent(share: &Rational, language: Language) -> String {
    let value = number(&(share * Rational::from(100)), language);
    match language {
        Language::French => format!("{value}{NO_BREAK}%"),
        Language::English => format!("{value}%"),
    }
}

/// An amount: `12 000 €`, `150,50 €`, `300 CHF` in French; `EUR 12,000`, `EUR 150.50` in English.
///
/// A whole amount has no decimals; another one has at least those of the currency's minor unit.
#[must_use]
pub fn money(amount: &Rational, currency: &Currency, language: Language) -> String {
    let value = match amount.finite_places() {
        Some(places) if places > 0 && places < currency.digits => {
            localised(&amount.decimals(currency.digits, Rounding::Down), language)
        }
        _ => number(amount, language),
    };
    match (language, currency.code) {
        (Language::French, "EUR") => format!("{value}{NO_BREAK}€"),
        (Language::French, code) => format!("{value}{NO_BREAK}{code}"),
        (Language::English, code) => format!("{code}{NO_BREAK}{value}"),
    }
}

/// A value in its own unit, in words: `4 heures`, `500 Go/h`, `99,95 %`, `3 mois`; money as [`money`] prints it.
#[must_use]
pub fn quantity(value: &Rational, measure: &Measure, language: Language) -> String {
    with_unit(value, measure, language, |words| in_words(words, value, language))
}

/// A value in its own unit, as short as tables want it: `4 h`, `500 Go/h`, `99,95 %`.
#[must_use]
pub fn short_quantity(value: &Rational, measure: &Measure, language: Language) -> String {
    with_unit(value, measure, language, |words| words.symbol.unwrap_or(in_words(words, value, language)))
}

fn in_words(words: &Words, value: &Rational, language: Language) -> &'static str {
    if is_plural(value, language) { words.many } else { words.one }
}

fn with_unit(value: &Rational, measure: &Measure, language: Language, noun: impl Fn(&Words) -> &'static str) -> String {
    let unit = measure.unit;
    let words = unit.words(language);
    let amount = match (unit.dimension, unit.name) {
        (Dimension::Money(code), _) => match Currency::find(code) {
            Some(currency) => money(value, currency, language),
            None => format!("{}{NO_BREAK}{code}", number(value, language)),
        },
        (_, "%") => percent(&Measure::from(unit).to_base(value), language),
        // In a rate both units are symbols: `requêtes/s` reads worse than `req/s`.
        _ if measure.per.is_some() => {
            format!("{}{NO_BREAK}{}", number(value, language), words.symbol.unwrap_or(in_words(words, value, language)))
        }
        _ => format!("{}{NO_BREAK}{}", number(value, language), noun(words)),
    };
    match measure.per.map(|per| per.words(language)) {
        None => amount,
        Some(per) => format!("{amount}/{}", per.symbol.unwrap_or(per.one)),
    }
}

/// Whether a noun counted by `value` is plural: in French from 2 on, in English for all but 1.
#[must_use]
pub fn is_plural(value: &Rational, language: Language) -> bool {
    match language {
        Language::French => value.abs() >= Rational::from(2),
        Language::English => value.abs() != Rational::one(),
    }
}

/// Elapsed time in words, from its seconds: `4 heures`, `1 heure 30 minutes`, `250 millisecondes`. Hours do not turn into
/// days, which are counted on a calendar. A fraction of a second stays with the seconds: `1,5 seconde`.
#[must_use]
pub fn duration(seconds: &Rational, language: Language) -> String {
    let parts = duration_parts(seconds);
    let sign = if seconds.is_negative() { "-" } else { "" };
    let part = |(name, value): &(&str, Rational)| match Measure::parse(name) {
        Some(measure) => quantity(value, &measure, language),
        None => number(value, language),
    };
    format!("{sign}{}", parts.iter().map(part).collect::<Vec<_>>().join(" "))
}

/// Elapsed time as short as tables want it: `4 h`, `1 h 30 min`, `250 ms`.
#[must_use]
pub fn short_duration(seconds: &Rational, language: Language) -> String {
    let parts = duration_parts(seconds);
    let sign = if seconds.is_negative() { "-" } else { "" };
    let in_symbols = |(name, value): &(&str, Rational)| format!("{}{NO_BREAK}{name}", number(value, language));
    format!("{sign}{}", parts.iter().map(in_symbols).collect::<Vec<_>>().join(" "))
}

/// Hours, minutes and seconds that are not 0; one part for 0 and for what is below a second.
fn duration_parts(seconds: &Rational) -> Vec<(&'static str, Rational)> {
    let size = seconds.abs();
    if size.is_zero() {
        return vec![("min", size)];
    }
    if size < Rational::one() {
        let thousandths = &size * Rational::from(1000);
        return if thousandths.is_integer() { vec![("ms", thousandths)] } else { vec![("s", size)] };
    }
    let minutes = Rational::from(size.floor() / 60);
    let rest = &size - &minutes * Rational::from(60);
    let hours = Rational::from(minutes.floor() / 60);
    let minutes = &minutes - &hours * Rational::from(60);
    [("h", hours), ("min", minutes), ("s", rest)].into_iter().filter(|(_, value)| !value.is_zero()).collect()
}

/// A rank: `1er`, `2e` in French, `1st`, `2nd`, `3rd`, `11th` in English.
#[must_use]
pub fn ordinal(rank: u32, language: Language) -> String {
    let suffix = match (language, rank % 100, rank % 10) {
        (Language::French, _, _) => {
            if rank == 1 {
                "er"
            } else {
                "e"
            }
        }
        (Language::English, 11..=13, _) => "th",
        (Language::English, _, 1) => "st",
        (Language::English, _, 2) => "nd",
        (Language::English, _, 3) => "rd",
        (Language::English, _, _) => "th",
    };
    format!("{}{suffix}", number(&Rational::from(i64::from(rank)), language))
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
