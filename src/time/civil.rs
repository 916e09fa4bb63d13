//! Weekdays, months and ordinals: the words of sources, and their names in the signed text.

use crate::base::Language;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// The week from Monday on.
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The weekday of a date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            jiff::civil::Weekday::Monday => Self::Mon,
            jiff::civil::Weekday::Tuesday => Self::Tue,
            jiff::civil::Weekday::Wednesday => Self::Wed,
            jiff::civil::Weekday::Thursday => Self::Thu,
            jiff::civil::Weekday::Friday => Self::Fri,
            jiff::civil::Weekday::Saturday => Self::Sat,
            jiff::civil::Weekday::Sunday => Self::Sun,
        }
    }

    /// The weekday that `word` names: `mon` … `sun`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.word() == word)
    }

    /// The word in sources.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    /// The name in print.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::French, Self::Mon) => "lundi",
            (Language::French, Self::Tue) => "mardi",
            (Language::French, Self::Wed) => "mercredi",
            (Language::French, Self::Thu) => "jeudi",
            (Language::French, Self::Fri) => "vendredi",
            (Language::French, Self::Sat) => "samedi",
            (Language::French, Self::Sun) => "dimanche",
            (Language::English, Self::Mon) => "Monday",
            (Language::English, Self::Tue) => "Tuesday",
            (Language::English, Self::Wed) => "Wednesday",
            (Language::English, Self::Thu) => "Thursday",
            (Language::English, Self::Fri) => "Friday",
            (Language::English, Self::Sat) => "Saturday",
            (Language::English, Self::Sun) => "Sunday",
        }
    }

    /// The day after, Monday after Sunday.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Mon => Self::Tue,
            Self::Tue => Self::Wed,
            Self::Wed => Self::Thu,
            Self::Thu => Self::Fri,
            Self::Fri => Self::Sat,
            Self::Sat => Self::Sun,
            Self::Sun => Self::Mon,
        }
    }

    /// `first` to `last`, both included, round the end of the week where it must: `sat..mon` has three days.
    #[must_use]
    pub fn range(first: Self, last: Self) -> Vec<Self> {
        let mut days = vec![first];
        let mut day = first;
        while day != last {
            day = day.next();
            days.push(day);
        }
        days
    }
}

/// A month of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Month {
    Jan,
    Feb,
    Mar,
    Apr,
    May,
    Jun,
    Jul,
    Aug,
    Sep,
    Oct,
    Nov,
    Dec,
}

/// Word in sources, French and English names, in the order of the year.
const MONTHS: [(Month, &str, &str, &str); 12] = [
    (Month::Jan, "jan", "janvier", "January"),
    (Month::Feb, "feb", "février", "February"),
    (Month::Mar, "mar", "mars", "March"),
    (Month::Apr, "apr", "avril", "April"),
    (Month::May, "may", "mai", "May"),
    (Month::Jun, "jun", "juin", "June"),
    (Month::Jul, "jul", "juillet", "July"),
    (Month::Aug, "aug", "août", "August"),
    (Month::Sep, "sep", "septembre", "September"),
    (Month::Oct, "oct", "octobre", "October"),
    (Month::Nov, "nov", "novembre", "November"),
    (Month::Dec, "dec", "décembre", "December"),
];

impl Month {
    /// The month of a date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        MONTHS.into_iter().nth(usize::from(date.month().unsigned_abs()).saturating_sub(1)).map_or(Self::Jan, |m| m.0)
    }

    /// The month that `word` names: `jan` … `dec`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        MONTHS.into_iter().find(|m| m.1 == word).map(|m| m.0)
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        self as i8 + 1
    }

    /// The word in sources.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// The name in print.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        match language {
            Language::French => self.row().2,
            Language::English => self.row().3,
        }
    }

    /// Whether it lies in `first..last`, both included, round the end of the year where it must: `nov..jan`.
    #[must_use]
    pub fn is_within(self, first: Self, last: Self) -> bool {
        if first <= last { first <= self && self <= last } else { self >= first || self <= last }
    }

    #[expect(clippy::indexing_slicing, reason = "there is one row a month")]
    fn row(self) -> (Self, &'static str, &'static str, &'static str) {
        MONTHS[self as usize]
    }
}

/// Which one of its kind within a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Ordinal {
    First,
    Second,
    Third,
    Fourth,
    Fifth,
    Last,
}

impl Ordinal {
    /// Every ordinal, in order.
    pub const ALL: [Self; 6] = [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Fifth, Self::Last];

    /// The ordinal that `word` names: `first` … `fifth`, `last`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ordinal| ordinal.name(Language::English) == word)
    }

    /// Its number from 1; none for the last.
    #[must_use]
    pub fn number(self) -> Option<i8> {
        match self {
            Self::First => Some(1),
            Self::Second => Some(2),
            Self::Third => Some(3),
            Self::Fourth => Some(4),
            Self::Fifth => Some(5),
            Self::Last => None,
        }
    }

    /// The word in print, and in English also the word in sources.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (Language::French, Self::First) => "premier",
            (Language::French, Self::Second) => "deuxième",
            (Language::French, Self::Third) => "troisième",
            (Language::French, Self::Fourth) => "quatrième",
            (Language::French, Self::Fifth) => "cinquième",
            (Language::French, Self::Last) => "dernier",
            (Language::English, Self::First) => "first",
            (Language::English, Self::Second) => "second",
            (Language::English, Self::Third) => "third",
            (Language::English, Self::Fourth) => "fourth",
            (Language::English, Self::Fifth) => "fifth",
            (Language::English, Self::Last) => "last",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn words_of_sources_are_read_and_written_alike() {
        assert!(Weekday::ALL.into_iter().all(|d| Weekday::parse(d.word()) == Some(d)));
        assert!(MONTHS.into_iter().all(|m| Month::parse(m.0.word()) == Some(m.0)));
        assert_eq!(Weekday::parse("monday"), None);
        assert_eq!(Month::parse("Jan"), None);
    }

    #[test]
    fn words_of_sources_are_the_words_of_json() {
        assert_eq!(serde_json::to_value(Weekday::Thu).ok(), Some(Weekday::Thu.word().into()));
        assert_eq!(serde_json::to_value(Month::Aug).ok(), Some(Month::Aug.word().into()));
        assert_eq!(serde_json::to_value(Ordinal::Last).ok(), Some("last".into()));
    }

    #[test]
    fn a_date_has_the_weekday_and_month_of_the_calendar() {
        let day = date(2026, 5, 3);
        assert_eq!((Weekday::of(day), Month::of(day)), (Weekday::Sun, Month::May));
        assert_eq!(Month::of(date(2026, 12, 31)).number(), 12);
    }

    #[test]
    fn ranges_go_round_the_week_and_the_year() {
        assert_eq!(Weekday::range(Weekday::Sat, Weekday::Mon), [Weekday::Sat, Weekday::Sun, Weekday::Mon]);
        assert_eq!(Weekday::range(Weekday::Wed, Weekday::Wed), [Weekday::Wed]);
        assert!(Month::Jan.is_within(Month::Nov, Month::Jan));
        assert!(!Month::Feb.is_within(Month::Nov, Month::Jan));
        assert!(!Month::Jan.is_within(Month::Feb, Month::Mar));
    }
}
