//! Types of expressions: what a value is a number of, or which names it is one of.

use super::expr::without_period;
use super::windows::window_words;
use crate::base::Name;
use crate::model::{Dimension, Id, Period, PeriodUnit, Record, Window};
use crate::quantity::Measure;
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use std::collections::BTreeMap;

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// It could not be found; its finding has been reported, and nothing more is said.
    Unknown,
    /// `none`
    Nothing,
    /// Yes or no.
    Flag,
    /// A number of units.
    Number(Units),
    /// A value of a dimension.
    Value(Id<Dimension>),
    /// One of the words that a record's field may hold.
    Choice,
    /// A party or a role.
    Actor,
    /// An instant.
    Event,
    /// Records of a sort.
    Records(Id<Record>),
    /// The windows in which a commitment was breached.
    Breaches,
    /// The commitments that are judged in a window.
    Objectives,
    /// Instances or periods, one by one.
    Members,
    /// Numbers, one of each of several.
    Several(Units),
    /// Text: nothing is decided on it.
    Text,
    /// A commitment.
    Commitment,
}

/// A product of dimensions with whole exponents; empty for a plain number or a share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Units {
    /// The exponents, none of them 0. Shares do not appear.
    pub exponents: BTreeMap<Physical, i8>,
    /// Written as a percentage.
    pub percent: bool,
    /// For an amount per period that is read as it stands: the period.
    pub per: Option<Window>,
}

/// The name of a unit that things are counted in, of several: `cases`, `breaches`.
fn several_of(what: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh"].iter().any(|end| what.ends_with(end));
    format!("{what}{}", if hisses { "es" } else { "s" })
}

impl Units {
    /// A plain number.
    pub fn plain() -> Self {
        Self::default()
    }

    /// A share.
    pub fn percent() -> Self {
        Self { percent: true, ..Self::default() }
    }

    /// One dimension.
    pub fn of(dimension: Physical) -> Self {
        if dimension == Physical::Ratio {
            return Self::percent();
        }
        Self { exponents: BTreeMap::from([(dimension, 1)]), ..Self::default() }
    }

    /// The units of a measure.
    pub fn measure(measure: &Measure) -> Self {
        let unit = Self::of(measure.unit.dimension);
        measure.per.map_or(unit.clone(), |per| unit.combine(&Self::of(per.dimension), -1))
    }

    /// The product with the other raised to `sign` (1 or -1).
    pub fn combine(&self, other: &Self, sign: i8) -> Self {
        let mut exponents = self.exponents.clone();
        for (&dimension, &power) in &other.exponents {
            let sum = exponents.entry(dimension).or_insert(0);
            *sum = sum.saturating_add(power.saturating_mul(sign));
            if *sum == 0 {
                exponents.remove(&dimension);
            }
        }
        let per = self.per.clone().or_else(|| other.per.clone());
        Self { percent: exponents.is_empty() && (self.percent || other.percent), exponents, per }
    }

    /// So much per period: an amount that is read in its own window only.
    pub fn per_period(&self, unit: PeriodUnit) -> Self {
        let base = match unit {
            PeriodUnit::Hour => Physical::Duration,
            PeriodUnit::Day | PeriodUnit::Week => Physical::Span(SpanBase::Day),
            _ => Physical::Span(SpanBase::Month),
        };
        let rate = self.combine(&Self::of(base), -1);
        Self { per: Some(Window::Calendar { count: 1, unit }), ..rate }
    }

    /// So much per period of the contract's own.
    pub fn per_own_period(&self, period: Id<Period>) -> Self {
        let rate = self.combine(&Self::of(Physical::Span(SpanBase::Month)), -1);
        Self { per: Some(Window::Period { count: 1, period }), ..rate }
    }

    /// Whether nothing is counted.
    pub fn is_plain(&self) -> bool {
        self.exponents.is_empty()
    }

    /// Whether it is an amount of money and nothing else.
    pub fn is_money(&self) -> bool {
        self.exponents.len() == 1 && self.exponents.iter().all(|(d, &p)| matches!(d, Physical::Money(_)) && p == 1)
    }

    /// Whether it is a duration and nothing else.
    pub fn is_duration(&self) -> bool {
        self.exponents.len() == 1 && self.exponents.get(&Physical::Duration) == Some(&1)
    }

    /// Whether it is a number of days and nothing else.
    pub fn is_days(&self) -> bool {
        self.exponents.len() == 1 && self.exponents.get(&Physical::Span(SpanBase::Day)) == Some(&1)
    }

    /// Whether it is a calendar span and nothing else.
    pub fn is_span(&self) -> bool {
        self.exponents.len() == 1 && self.exponents.iter().all(|(d, &p)| matches!(d, Physical::Span(_)) && p == 1)
    }

    /// As it is written in a source: `GB`, `EUR per month`.
    pub fn written(&self) -> String {
        match &self.per {
            Some(period) => format!("{} per {}", unit_name(&without_period(self)), window_words(period)),
            None => unit_name(self).to_string(),
        }
    }

    /// In words, for findings.
    pub fn words(&self) -> String {
        if self.exponents.is_empty() {
            return if self.percent { "a percentage".to_owned() } else { "a plain number".to_owned() };
        }
        let name = |d: &Physical| match d {
            Physical::Ratio => "share".to_owned(),
            Physical::Duration => "duration".to_owned(),
            Physical::Span(SpanBase::Day) => "time in days".to_owned(),
            Physical::Span(SpanBase::Month) => "time in months".to_owned(),
            Physical::Information => "amount of data".to_owned(),
            Physical::Count(what) => format!("number of {}", several_of(what)),
            Physical::Length => "length".to_owned(),
            Physical::Area => "surface".to_owned(),
            Physical::Power => "power".to_owned(),
            Physical::Energy => "energy".to_owned(),
            Physical::Frequency => "frequency".to_owned(),
            Physical::Temperature => "temperature".to_owned(),
            Physical::Money(code) => format!("amount in {code}"),
        };
        let side = |positive: bool| -> Vec<String> {
            self.exponents.iter().filter(|&(_, &p)| (p > 0) == positive).map(|(d, _)| name(d)).collect()
        };
        let above = side(true);
        let below = match &self.per {
            Some(period) => vec![window_words(period)],
            None => side(false)
                .iter()
                .map(|name| name.replace("time in days", "day").replace("time in months", "month"))
                .collect(),
        };
        let above = if above.is_empty() { "number".to_owned() } else { above.join(" times ") };
        let article = if above.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        if below.is_empty() {
            format!("{article} {above}")
        } else {
            format!("{article} {above} per {}", below.join(" and "))
        }
    }
}

impl Type {
    /// A plain number.
    pub fn plain() -> Self {
        Self::Number(Units::plain())
    }

    /// In words, for findings.
    pub fn words(&self) -> String {
        match self {
            Self::Unknown => "something unknown".to_owned(),
            Self::Nothing => "`none`".to_owned(),
            Self::Flag => "a condition".to_owned(),
            Self::Number(units) => units.words(),
            Self::Value(dimension) => format!("a value of `{dimension}`"),
            Self::Choice => "a word of a record".to_owned(),
            Self::Actor => "a party or a role".to_owned(),
            Self::Event => "an instant".to_owned(),
            Self::Records(record) => format!("records of `{record}`"),
            Self::Breaches => "breaches".to_owned(),
            Self::Objectives => "objectives".to_owned(),
            Self::Members => "several, one by one".to_owned(),
            Self::Several(units) => format!("{} for each of several", units.words()),
            Self::Text => "a text".to_owned(),
            Self::Commitment => "a commitment".to_owned(),
        }
    }
}

/// The unit in which values of these units are written: `%`, `s`, the currency, the base unit; empty for a number.
pub(super) fn unit_name(units: &Units) -> Name {
    if units.is_plain() {
        return if units.percent { Name::from("%") } else { Name::default() };
    }
    let base = |d: &Physical| -> &'static str {
        match d {
            Physical::Ratio => "%",
            Physical::Duration => "s",
            Physical::Span(SpanBase::Day) => "day",
            Physical::Span(SpanBase::Month) => "month",
            Physical::Information => "bit",
            Physical::Count(what) => what,
            Physical::Length => "m",
            Physical::Area => "m2",
            Physical::Power => "W",
            Physical::Energy => "Wh",
            Physical::Frequency => "Hz",
            Physical::Temperature => "°C",
            Physical::Money(code) => code,
        }
    };
    let side = |positive: bool| -> Vec<&str> {
        units.exponents.iter().filter(|&(_, &p)| (p > 0) == positive).map(|(d, _)| base(d)).collect()
    };
    let (above, below) = (side(true), side(false));
    if below.is_empty() {
        Name::from(above.join("*"))
    } else {
        Name::from(format!("{}/{}", above.join("*"), below.join("*")))
    }
}
