//! Dates, times and instants as people read them.
//!
//! Intervals are half-open inside the program and never in print: an end is printed as the last moment that counts.

use super::civil::{Month, Ordinal, Weekday};
use super::weekly::{Days, Hours, Recurrence};
use crate::base::Language;
use crate::quantity::format::NO_BREAK;
use jiff::civil::{Date, DateTime, Time};
use std::collections::BTreeSet;

/// A date: `3 mai 2026`, `1er janvier 2026`; `3 May 2026`.
#[must_use]
pub fn date(date: Date, language: Language) -> String {
    format!("{} {}", day_and_month(Month::of(date), date.day(), language), date.year())
}

/// A day of any year: `1er janvier`, `24 December`.
#[must_use]
pub fn day_and_month(month: Month, day: i8, language: Language) -> String {
    let first = if language == Language::French && day == 1 { "er" } else { "" };
    format!("{day}{first}{NO_BREAK}{}", month.name(language))
}

/// A month of a year: `mai 2026`, `May 2026`.
#[must_use]
pub fn month(first_day: Date, language: Language) -> String {
    format!("{} {}", Month::of(first_day).name(language), first_day.year())
}

/// A time of day: `8 h 00` in French, `08:00` in English; seconds only where there are some.
#[must_use]
pub fn time(time: Time, language: Language) -> String {
    clock(time.hour(), time.minute(), time.second(), language)
}

/// The end of a stretch of hours; midnight at the end of a day is `24 h 00` or `24:00`, never `0 h 00`.
#[must_use]
pub fn end_time(end: Option<Time>, language: Language) -> String {
    end.map_or_else(|| clock(24, 0, 0, language), |end| time(end, language))
}

fn clock(hour: i8, minute: i8, second: i8, language: Language) -> String {
    match (language, second) {
        (Language::French, 0) => format!("{hour}{NO_BREAK}h{NO_BREAK}{minute:02}"),
        (Language::French, s) => {
            format!("{hour}{NO_BREAK}h{NO_BREAK}{minute:02}{NO_BREAK}min{NO_BREAK}{s:02}{NO_BREAK}s")
        }
        (Language::English, 0) => format!("{hour:02}:{minute:02}"),
        (Language::English, s) => format!("{hour:02}:{minute:02}:{s:02}"),
    }
}

/// A local instant: `3 mai 2026 à 22 h 10`, `3 May 2026 at 22:10`.
#[must_use]
pub fn instant(instant: DateTime, language: Language) -> String {
    at(date(instant.date(), language), time(instant.time(), language), language)
}

/// The end of a validity that is written `until end`: `until 2029-01-01` runs to `31 décembre 2028 à 24 h 00`.
#[must_use]
pub fn until(end: Date, language: Language) -> String {
    match last_day(end) {
        Some(last) => at(date(last, language), end_time(None, language), language),
        None => at(date(end, language), time(Time::midnight(), language), language),
    }
}

/// The last day before the half-open end `end`; none before the first day that can be written.
#[must_use]
pub fn last_day(end: Date) -> Option<Date> {
    end.yesterday().ok()
}

fn at(date: String, time: String, language: Language) -> String {
    match language {
        Language::French => format!("{date} à {time}"),
        Language::English => format!("{date} at {time}"),
    }
}

/// Days and hours in a sentence: `du lundi au vendredi, de 8 h 00 à 18 h 00`, `Monday to Friday, from 08:00 to 18:00`.
#[must_use]
pub fn recurrence(recurrence: &Recurrence, language: Language) -> String {
    let Recurrence { days: which, hours: when } = recurrence;
    let is_french = language == Language::French;
    if !when.is_whole_day() {
        return format!("{}, {}", days(which, language), hours(*when, language));
    }
    match which {
        Days::All if is_french => "en permanence".to_owned(),
        Days::All => "at all times".to_owned(),
        // Nobody reads a season or a stretch of dates as part of each day.
        Days::Months(..) | Days::Dates(..) => days(which, language),
        _ => format!("{}, {}", days(which, language), if is_french { "toute la journée" } else { "all day" }),
    }
}

/// Days in a sentence: `du lundi au vendredi`, `the first Sunday of each month`.
#[must_use]
pub fn days(days: &Days, language: Language) -> String {
    let is_french = language == Language::French;
    match days {
        Days::All if is_french => "tous les jours".to_owned(),
        Days::All => "every day".to_owned(),
        Days::Weekdays(set) => weekdays(set, language),
        Days::EveryWeeks { weekdays: set, weeks, from } => {
            let (days, from) = (weekdays(set, language), date(*from, language));
            match language {
                Language::French => format!("{days}, une semaine sur {weeks} à compter de celle du {from}"),
                Language::English => format!("{days}, one week in {weeks} from that of {from}"),
            }
        }
        Days::NthWeekday(ordinal, weekday) => nth_of_month(*ordinal, weekday.name(language), language),
        Days::NthDay(ordinal) => nth_of_month(*ordinal, if is_french { "jour" } else { "day" }, language),
        Days::Months(first, last) => months(*first, *last, language),
        Days::Dates(first, last) => match (is_french, first == last) {
            (true, true) => format!("le {}", date(*first, language)),
            (true, false) => format!("du {} au {} inclus", date(*first, language), date(*last, language)),
            (false, true) => format!("on {}", date(*first, language)),
            (false, false) => format!("from {} to {} inclusive", date(*first, language), date(*last, language)),
        },
    }
}

/// Hours in a sentence: `de 22 h 00 à 6 h 00 le lendemain`, `from 08:00 to 18:00`.
#[must_use]
pub fn hours(hours: Hours, language: Language) -> String {
    let start = time(hours.start, language);
    // Midnight as an end is the end of the day on which the hours began.
    let end = end_time(hours.end.filter(|end| *end != Time::midnight()), language);
    match (language, hours.ends_on_next_day()) {
        (Language::French, false) => format!("de {start} à {end}"),
        (Language::French, true) => format!("de {start} à {end} le lendemain"),
        (Language::English, false) => format!("from {start} to {end}"),
        (Language::English, true) => format!("from {start} to {end} the next day"),
    }
}

fn weekdays(set: &BTreeSet<Weekday>, language: Language) -> String {
    // The first day of the run, when the days follow one another round the week.
    let starts: Vec<Weekday> = set.iter().copied().filter(|day| set.iter().all(|other| other.next() != *day)).collect();
    let names: Vec<&str> = set.iter().map(|day| day.name(language)).collect();
    match (language, set.len(), starts.as_slice()) {
        (Language::French, 0, _) => "aucun jour".to_owned(),
        (Language::English, 0, _) => "on no day".to_owned(),
        (_, 7, _) => days(&Days::All, language),
        (_, 3.., [first]) => {
            let last = set.iter().find(|day| !set.contains(&day.next())).unwrap_or(first);
            match language {
                Language::French => format!("du {} au {}", first.name(language), last.name(language)),
                Language::English => format!("{} to {}", first.name(language), last.name(language)),
            }
        }
        (Language::French, 1, _) => format!("le {}", names.concat()),
        (Language::French, ..) => format!("les {}", list(&names, language)),
        (Language::English, ..) => format!("every {}", list(&names, language)),
    }
}

/// `a, b et c`, `a, b and c`.
#[must_use]
pub fn list(items: &[&str], language: Language) -> String {
    let and = match language {
        Language::French => "et",
        Language::English => "and",
    };
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [firsts @ .., last] => format!("{} {and} {last}", firsts.join(", ")),
    }
}

fn nth_of_month(ordinal: Ordinal, what: &str, language: Language) -> String {
    let rank = ordinal.name(language);
    match (language, ordinal) {
        (Language::French, Ordinal::Fifth) => format!("le {rank} {what} des mois qui en ont un"),
        (Language::French, _) => format!("le {rank} {what} de chaque mois"),
        (Language::English, Ordinal::Fifth) => format!("the {rank} {what} of the months that have one"),
        (Language::English, _) => format!("the {rank} {what} of each month"),
    }
}

fn months(first: Month, last: Month, language: Language) -> String {
    let (from, to) = (first.name(language), last.name(language));
    match (language, first == last) {
        (Language::French, true) => format!("en {from}"),
        (Language::French, false) if from.starts_with(['a', 'o']) => format!("d’{from} à {to}"),
        (Language::French, false) => format!("de {from} à {to}"),
        (Language::English, true) => format!("in {from}"),
        (Language::English, false) => format!("from {from} to {to}"),
    }
}

#[cfg(test)]
#[path = "print_tests.rs"]
mod tests;
