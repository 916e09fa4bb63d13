//! The closed list of units. What is not in the table is not a unit.
//!
//! A unit has one exact factor to the base of its dimension. A duration (`h`) is exact elapsed time; a span (`day`,
//! `month`) is counted on a calendar, so that `day` is never 24 h and nothing turns one into the other.

use super::currency::{CURRENCIES, Currency};
use crate::base::Language;
use crate::base::suggest::nearest;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

/// What a unit measures. Only units of one dimension compare, add up or convert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// A share; the base is 1.
    Ratio,
    /// Exact elapsed time; the base is the second.
    Duration,
    /// Time counted on a calendar; the base is a day or a month.
    Span(SpanBase),
    /// An amount of data; the base is the bit.
    Information,
    /// A number of things of one sort, named by its base unit: `case`. Different things do not add up.
    Count(&'static str),
    /// The base is the metre.
    Length,
    /// A surface; the base is the square metre.
    Area,
    /// The base is the watt.
    Power,
    /// The base is the watt-hour.
    Energy,
    /// The base is the hertz.
    Frequency,
    /// A temperature on the Celsius scale.
    Temperature,
    /// An amount in a currency, named by its code.
    Money(&'static str),
}

/// What calendar spans are counted in. A month has no fixed number of days, so the two never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpanBase {
    /// Days; a week is 7.
    Day,
    /// Months; a quarter is 3 and a year 12.
    Month,
}

/// A unit of the table.
#[derive(Debug)]
pub struct Unit {
    /// The spelling that the formatter writes.
    pub name: &'static str,
    /// Other spellings that are read.
    pub also: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// How much of the base unit one is, as numerator and denominator.
    pub factor: (i64, i64),
    /// Printed in French.
    pub french: Words,
    /// Printed in English.
    pub english: Words,
}

/// A unit in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In sentences, for one.
    pub one: &'static str,
    /// In sentences, for several.
    pub many: &'static str,
    /// In tables and rates, where there is a symbol.
    pub symbol: Option<&'static str>,
}

/// A symbol is printed alike for one, for several and in tables.
const fn symbol(symbol: &'static str) -> Words {
    Words { one: symbol, many: symbol, symbol: Some(symbol) }
}

/// A word with its plural.
const fn word(one: &'static str, many: &'static str) -> Words {
    Words { one, many, symbol: None }
}

/// A word with its plural and its symbol.
const fn words(one: &'static str, many: &'static str, symbol: &'static str) -> Words {
    Words { one, many, symbol: Some(symbol) }
}

const fn unit(
    name: &'static str,
    also: &'static [&'static str],
    dimension: Dimension,
    factor: (i64, i64),
    french: Words,
    english: Words,
) -> Unit {
    Unit { name, also, dimension, factor, french, english }
}

const fn count(name: &'static str, also: &'static [&'static str], french: Words, english: Words) -> Unit {
    unit(name, also, Dimension::Count(name), (1, 1), french, english)
}

use Dimension::{Area, Duration, Energy, Frequency, Information, Length, Power, Ratio, Span, Temperature};
use SpanBase::{Day, Month};

/// Every unit but money: a currency's code is a unit too, see [`CURRENCIES`].
#[rustfmt::skip]
pub const UNITS: &[Unit] = &[
    //   name      other spellings        dimension    factor                  French                                   English
    unit("%",      &[],                   Ratio,       (1, 100),               symbol("%"),                             symbol("%")),
    unit("‰",      &[],                   Ratio,       (1, 1_000),             symbol("‰"),                             symbol("‰")),
    unit("ppm",    &[],                   Ratio,       (1, 1_000_000),         symbol("ppm"),                           symbol("ppm")),

    unit("us",     &["µs", "μs"],         Duration,    (1, 1_000_000),         words("microseconde", "microsecondes", "µs"), words("microsecond", "microseconds", "µs")),
    unit("ms",     &[],                   Duration,    (1, 1_000),             words("milliseconde", "millisecondes", "ms"), words("millisecond", "milliseconds", "ms")),
    unit("s",      &["second", "seconds"], Duration,   (1, 1),                 words("seconde", "secondes", "s"),       words("second", "seconds", "s")),
    unit("min",    &["minute", "minutes"], Duration,   (60, 1),                words("minute", "minutes", "min"),       words("minute", "minutes", "min")),
    unit("h",      &["hour", "hours"],    Duration,    (3_600, 1),             words("heure", "heures", "h"),           words("hour", "hours", "h")),

    unit("day",    &["days"],             Span(Day),   (1, 1),                 words("jour", "jours", "j"),             word("day", "days")),
    unit("week",   &["weeks"],            Span(Day),   (7, 1),                 word("semaine", "semaines"),             word("week", "weeks")),
    unit("month",  &["months"],           Span(Month), (1, 1),                 word("mois", "mois"),                    word("month", "months")),
    unit("quarter", &["quarters"],        Span(Month), (3, 1),                 word("trimestre", "trimestres"),         word("quarter", "quarters")),
    unit("year",   &["years"],            Span(Month), (12, 1),                word("an", "ans"),                       word("year", "years")),

    unit("bit",    &["bits"],             Information, (1, 1),                 word("bit", "bits"),                     word("bit", "bits")),
    unit("kbit",   &[],                   Information, (1_000, 1),             symbol("kbit"),                          symbol("kbit")),
    unit("Mbit",   &[],                   Information, (1_000_000, 1),         symbol("Mbit"),                          symbol("Mbit")),
    unit("Gbit",   &[],                   Information, (1_000_000_000, 1),     symbol("Gbit"),                          symbol("Gbit")),
    unit("Tbit",   &[],                   Information, (1_000_000_000_000, 1), symbol("Tbit"),                          symbol("Tbit")),
    unit("B",      &["byte", "bytes"],    Information, (8, 1),                 words("octet", "octets", "o"),           words("byte", "bytes", "B")),
    unit("kB",     &[],                   Information, (8_000, 1),             symbol("ko"),                            symbol("kB")),
    unit("MB",     &[],                   Information, (8_000_000, 1),         symbol("Mo"),                            symbol("MB")),
    unit("GB",     &[],                   Information, (8_000_000_000, 1),     symbol("Go"),                            symbol("GB")),
    unit("TB",     &[],                   Information, (8_000_000_000_000, 1), symbol("To"),                            symbol("TB")),
    unit("PB",     &[],                   Information, (8_000_000_000_000_000, 1), symbol("Po"),                        symbol("PB")),
    unit("KiB",    &[],                   Information, (8 << 10, 1),           symbol("Kio"),                           symbol("KiB")),
    unit("MiB",    &[],                   Information, (8 << 20, 1),           symbol("Mio"),                           symbol("MiB")),
    unit("GiB",    &[],                   Information, (8 << 30, 1),           symbol("Gio"),                           symbol("GiB")),
    unit("TiB",    &[],                   Information, (8 << 40, 1),           symbol("Tio"),                           symbol("TiB")),
    unit("PiB",    &[],                   Information, (8 << 50, 1),           symbol("Pio"),                           symbol("PiB")),

    count("case",        &["cases"],             word("cas", "cas"),                           word("case", "cases")),
    count("incident",    &["incidents"],         word("incident", "incidents"),                word("incident", "incidents")),
    count("request",     &["requests", "req"],   words("requête", "requêtes", "req"),          words("request", "requests", "req")),
    count("ticket",      &["tickets"],           word("ticket", "tickets"),                    word("ticket", "tickets")),
    count("call",        &["calls"],             word("appel", "appels"),                      word("call", "calls")),
    count("message",     &["messages"],          word("message", "messages"),                  word("message", "messages")),
    count("transaction", &["transactions"],      word("transaction", "transactions"),          word("transaction", "transactions")),
    count("operation",   &["operations"],        word("opération", "opérations"),              word("operation", "operations")),
    count("job",         &["jobs"],              word("tâche", "tâches"),                      word("job", "jobs")),
    count("sample",      &["samples"],           word("mesure", "mesures"),                    word("sample", "samples")),
    count("packet",      &["packets"],           word("paquet", "paquets"),                    word("packet", "packets")),
    count("breach",      &["breaches"],          word("manquement", "manquements"),            word("breach", "breaches")),
    count("user",        &["users"],             word("utilisateur", "utilisateurs"),          word("user", "users")),
    count("seat",        &["seats"],             word("poste", "postes"),                      word("seat", "seats")),
    count("device",      &["devices"],           word("équipement", "équipements"),            word("device", "devices")),
    count("node",        &["nodes"],             word("nœud", "nœuds"),                        word("node", "nodes")),
    count("server",      &["servers"],           word("serveur", "serveurs"),                  word("server", "servers")),
    count("site",        &["sites"],             word("site", "sites"),                        word("site", "sites")),
    count("page",        &["pages"],             word("page", "pages"),                        word("page", "pages")),
    count("point",       &["points"],            word("point", "points"),                      word("point", "points")),

    unit("m",      &[],                   Length,      (1, 1),                 words("mètre", "mètres", "m"),           words("metre", "metres", "m")),
    unit("km",     &[],                   Length,      (1_000, 1),             symbol("km"),                            symbol("km")),
    unit("mile",   &["miles"],            Length,      (201_168, 125),         word("mille", "milles"),                 word("mile", "miles")),
    unit("m2",     &["m²"],               Area,        (1, 1),                 words("mètre carré", "mètres carrés", "m²"), words("square metre", "square metres", "m²")),
    unit("ha",     &[],                   Area,        (10_000, 1),            words("hectare", "hectares", "ha"),      words("hectare", "hectares", "ha")),
    unit("W",      &[],                   Power,       (1, 1),                 symbol("W"),                             symbol("W")),
    unit("kW",     &[],                   Power,       (1_000, 1),             symbol("kW"),                            symbol("kW")),
    unit("MW",     &[],                   Power,       (1_000_000, 1),         symbol("MW"),                            symbol("MW")),
    unit("Wh",     &[],                   Energy,      (1, 1),                 symbol("Wh"),                            symbol("Wh")),
    unit("kWh",    &[],                   Energy,      (1_000, 1),             symbol("kWh"),                           symbol("kWh")),
    unit("MWh",    &[],                   Energy,      (1_000_000, 1),         symbol("MWh"),                           symbol("MWh")),
    unit("Hz",     &[],                   Frequency,   (1, 1),                 symbol("Hz"),                            symbol("Hz")),
    unit("kHz",    &[],                   Frequency,   (1_000, 1),             symbol("kHz"),                           symbol("kHz")),
    unit("MHz",    &[],                   Frequency,   (1_000_000, 1),         symbol("MHz"),                           symbol("MHz")),
    unit("GHz",    &[],                   Frequency,   (1_000_000_000, 1),     symbol("GHz"),                           symbol("GHz")),
    unit("°C",     &["degC"],             Temperature, (1, 1),                 symbol("°C"),                            symbol("°C")),
];

/// Spellings that are refused although their meaning is clear: one unit, one way to write it. Sorted.
const REFUSED: &[(&str, &str)] = &[
    ("GBps", "GB/s"),
    ("Gbps", "Gbit/s"),
    ("Go", "GB"),
    ("KB", "kB"),
    ("MBps", "MB/s"),
    ("Mbps", "Mbit/s"),
    ("Mo", "MB"),
    ("To", "TB"),
    ("ans", "year"),
    ("heure", "h"),
    ("heures", "h"),
    ("hr", "h"),
    ("hrs", "h"),
    ("jour", "day"),
    ("jours", "day"),
    ("kbps", "kbit/s"),
    ("ko", "kB"),
    ("mins", "min"),
    ("mn", "min"),
    ("mois", "month"),
    ("per_cent", "%"),
    ("percent", "%"),
    ("pourcent", "%"),
    ("sec", "s"),
    ("secs", "s"),
    ("semaine", "week"),
    ("semaines", "week"),
    ("€", "EUR"),
];

/// Every spelling with its unit, currencies included.
static BY_SPELLING: LazyLock<FxHashMap<&'static str, &'static Unit>> = LazyLock::new(|| {
    UNITS.iter().chain(MONEY.iter()).flat_map(|unit| spellings(unit).map(move |spelling| (spelling, unit))).collect()
});

fn spellings(unit: &'static Unit) -> impl Iterator<Item = &'static str> {
    std::iter::once(unit.name).chain(unit.also.iter().copied())
}

/// One unit a currency.
static MONEY: LazyLock<Vec<Unit>> = LazyLock::new(|| CURRENCIES.iter().map(money).collect());

fn money(currency: &'static Currency) -> Unit {
    let code = symbol(currency.code);
    unit(currency.code, &[], Dimension::Money(currency.code), (1, 1), code, code)
}

/// The unit that `word` spells, a currency's code included; case counts.
#[must_use]
pub fn find(word: &str) -> Option<&'static Unit> {
    BY_SPELLING.get(word).copied()
}

/// The right spelling for a word that is no unit: a refused spelling that everybody knows, else the nearest unit.
#[must_use]
pub fn suggest(word: &str) -> Option<&'static str> {
    if let Some(&(_, right)) = REFUSED.iter().find(|(refused, _)| *refused == word) {
        return Some(right);
    }
    let in_another_case = |spelling: &&'static str| spelling.to_lowercase() == word.to_lowercase();
    if let Some(spelling) = BY_SPELLING.keys().copied().filter(in_another_case).min() {
        return Some(spelling);
    }
    // Every word of one or two letters is near another one, and a currency is not meant by a word in small letters.
    let units = UNITS.iter().flat_map(spellings).filter(|_| word.chars().count() > 2);
    let codes = CURRENCIES.iter().map(|c| c.code).filter(|_| word.bytes().all(|b| b.is_ascii_uppercase()));
    nearest(word, units.chain(codes))
}

impl Unit {
    /// The unit as printed in `language`.
    #[must_use]
    pub fn words(&self, language: Language) -> &Words {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

// A unit is its name: no two units share one.
impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Unit {}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a missing unit is a failed test")]
    use super::*;
    use crate::quantity::Measure;

    #[test]
    fn no_spelling_stands_for_two_units() {
        let spellings = UNITS.iter().chain(MONEY.iter()).map(|u| 1 + u.also.len()).sum::<usize>();
        assert_eq!(BY_SPELLING.len(), spellings);
    }

    #[test]
    fn every_factor_is_positive() {
        assert!(UNITS.iter().all(|u| u.factor.0 > 0 && u.factor.1 > 0));
    }

    #[test]
    fn refused_spellings_are_not_units_and_point_at_one() {
        for &(refused, right) in REFUSED {
            assert!(find(refused).is_none(), "{refused}");
            assert!(Measure::parse(right).is_some(), "{right}");
            assert_eq!(suggest(refused), Some(right));
        }
        assert!(REFUSED.is_sorted());
    }

    #[test]
    fn a_day_is_not_a_duration() {
        assert_eq!(find("day").unwrap().dimension, Span(Day));
        assert_ne!(find("day").unwrap().dimension, find("h").unwrap().dimension);
    }

    #[test]
    fn a_near_miss_gets_the_known_spelling() {
        assert_eq!(suggest("gib"), Some("GiB"));
        assert_eq!(suggest("minuts"), Some("minute"));
        assert_eq!(suggest("eur"), Some("EUR"));
        assert_eq!(suggest("EUT"), Some("EUR"));
        assert_eq!(suggest("furlong"), None);
        assert_eq!(suggest("x"), None);
    }
}
