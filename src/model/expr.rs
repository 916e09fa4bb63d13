//! Typed expressions and exact quantities.

use super::{
    CalendarSet, Commitment, Dimension, Event, Figure, Id, Indicator, Members, Record, Schedule, Service, Settlement,
    State, Tier, Window, blank_in, bracketed,
};
use crate::base::Name;
use crate::quantity::Rational;
use crate::syntax::ast::{Comparator, Step};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An exact number with the unit that it was written in: `99.95 %`, `4 h`, `5 day`, `12000 EUR`, `500 GB/h`.
///
/// Equality, order and hash are by what is written; compare values of one dimension with [`Quantity::base`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The number, in the unit below: 99.95 for `99.95 %`.
    pub value: Rational,
    /// The canonical spelling of the unit, singular; empty for a plain number; an ISO 4217 code for money. Of a quantity that is
    /// not agreed yet, the blank between brackets; its value is 0 then, and says nothing.
    pub unit: Name,
}

/// What an expression is about, where it is not a plain number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The contract.
    Contract,
    /// Each objective.
    Objective,
    /// Each record of a sort.
    Record(Id<Record>),
    /// A service, or each instance of it.
    Service(Id<Service>),
    /// Each value of a dimension.
    Dimension(Id<Dimension>),
    /// Each slot or case that a state or an indicator of a service is about.
    Any,
}

/// A typed expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expr {
    /// An exact quantity.
    Quantity(Quantity),
    /// `yes` or `no`.
    Flag(bool),
    /// A value not agreed yet.
    Blank(Name),
    /// Nothing, on purpose: `none`.
    None,
    /// A value of a dimension: `p1`.
    Value {
        /// The dimension.
        dimension: Id<Dimension>,
        /// The value.
        value: Name,
    },
    /// The value that a case has in a dimension: `priority`.
    Dimension(Id<Dimension>),
    /// One of the values that a record's field may take.
    Choice(Name),
    /// A party or a role, as a value.
    Actor(Name),
    /// A figure, of a subject where one is named.
    Figure {
        /// Which.
        figure: Id<Figure>,
        /// Of what.
        of: Option<Id<Service>>,
    },
    /// Something about the commitment that is judged: `attained`, `excess` …
    Attained(Attained),
    /// `day of always of excess`: how long after its deadline the case or the duty that is judged was done, counted on a calendar of its own.
    Late {
        /// The calendar.
        calendar: CalendarSet,
        /// Whether its days are counted, and not its hours.
        in_days: bool,
    },
    /// The value of an indicator.
    Indicator {
        /// Which.
        indicator: Id<Indicator>,
        /// Of which service.
        of: Option<Id<Service>>,
    },
    /// The amount of a penalty or bonus.
    Schedule(Id<Schedule>),
    /// What a settlement comes to, once its amounts are combined, waived, capped and rounded.
    Settlement(Id<Settlement>),
    /// A field of a record.
    Field {
        /// The record.
        record: Id<Record>,
        /// Its field.
        field: Name,
    },
    /// All records of a sort.
    Records(Id<Record>),
    /// Whether a state holds.
    State(Id<State>),
    /// Whether the instant lies in a calendar: `month in peak`.
    In {
        /// The window or instant that is asked about.
        window: Window,
        /// The calendar.
        calendar: CalendarSet,
    },
    /// An event.
    Event(Event),
    /// `time from a to b`.
    TimeBetween {
        /// The event that starts the clock.
        from: Event,
        /// The event that stops it.
        to: Event,
    },
    /// A commitment, by indicator or objective, tier and scope: what `breaches of` counts.
    Commitment(CommitmentRef),
    /// The commitment that is judged: `breaches of objective`.
    Objective,
    /// Several things, one by one: what is gathered of each, or each itself, which is counted.
    Each {
        /// What of each: `availability of instances of site`; none: `instances of site`.
        of: Option<Box<Expr>>,
        /// Of what.
        among: Members,
    },
    /// `a + b`, `a and b`, `a per b` …
    Binary {
        /// The operator.
        op: Operator,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `a <= b`
    Compare {
        /// The comparison.
        comparator: Comparator,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `not a`
    Not(Box<Expr>),
    /// `started a`: units that are only partly used up.
    Step {
        /// How they count.
        step: Step,
        /// What is counted, in multiples of the unit.
        value: Box<Expr>,
        /// The unit, as a quantity: `1 h`, `8 h`.
        unit: Quantity,
    },
    /// `share of`, `mean of`, `count of` … with a filter and a window.
    Aggregate {
        /// How samples become one value.
        function: Aggregate,
        /// What is gathered.
        of: Box<Expr>,
        /// Which of it.
        filter: Option<Box<Expr>>,
        /// Over which window; the commitment's where none.
        over: Option<Window>,
    },
    /// `bank over previous month`: what a figure, an indicator, an amount or a word about what is judged came to in the period
    /// before.
    Before {
        /// What.
        of: Box<Expr>,
        /// In which period: one of those before.
        over: Window,
    },
    /// `share of time where S`, or of slots.
    TimeShare {
        /// The grid; none: continuous time.
        slots: Option<Quantity>,
        /// What must hold.
        holds: Box<Expr>,
    },
    /// `gap of E`: times between two events in a row.
    Gap {
        /// The event.
        of: Event,
        /// Where several happen in one record: from when until when each is watched. The times are then those within each
        /// record, before the first event and after the last one included. None: across the records of the sort.
        within: Option<Watch>,
    },
    /// `round(x, y)`, `min(…)`, `max(…)`.
    Call {
        /// The function.
        function: Name,
        /// Its arguments.
        arguments: Vec<Expr>,
    },
    /// `2 of (a, b, c)`.
    Quorum {
        /// How many must hold.
        at_least: u32,
        /// Of which.
        of: Vec<Expr>,
    },
    /// `2 of instances of vm where down`, `all of zone where (…)`: so many of them meet a condition at the same time.
    Several {
        /// How many; none: all.
        at_least: Option<u32>,
        /// Of what.
        among: Among,
        /// What must hold of each.
        holds: Box<Expr>,
    },
    /// `down of site`: a condition, asked of a service.
    OfService {
        /// Which service.
        service: Id<Service>,
        /// What must hold of it.
        holds: Box<Expr>,
    },
}

/// What is counted where so many must meet a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Among {
    /// The instances of a service.
    Instances(Id<Service>),
    /// The values of a dimension: of each, only the records and instances that have it.
    Values(Id<Dimension>),
}

/// From when until when a case is watched.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Watch {
    /// The event that opens it; none: the first of the events that are watched for.
    pub from: Option<Event>,
    /// The event that ends it; none: it goes on until now.
    pub until: Option<Event>,
}

/// What is known of the commitment that is judged. The meaning of each is in `language::words::ATTAINED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "documented in `language::words::ATTAINED`")]
pub enum Attained {
    Attained,
    Target,
    Goal,
    Lost,
    Agreed,
    Excess,
    Missed,
    Total,
    /// In an exception, the value without it: `base`.
    Base,
}

impl Attained {
    /// The word that stands for it in a source.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Attained => "attained",
            Self::Target => "target",
            Self::Goal => "goal",
            Self::Lost => "lost",
            Self::Agreed => "agreed",
            Self::Excess => "excess",
            Self::Missed => "missed",
            Self::Total => "total",
            Self::Base => "base",
        }
    }
}

/// An operator with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Operator {
    /// Either holds.
    Or,
    /// Both hold.
    And,
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient.
    Div,
    /// An amount for each unit.
    Per,
    /// A share of an amount.
    Of,
}

/// How samples become one value. Quantiles are nearest-rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aggregate {
    /// Good ones among all.
    Share,
    /// Plain mean.
    Mean,
    /// Sum.
    Sum,
    /// How many.
    Count,
    /// Least.
    Min,
    /// Greatest.
    Max,
    /// A quantile, in thousandths: 950 is p95.
    Quantile(u16),
    /// Windows in which a commitment was breached.
    Breaches,
    /// Commitments, of those that are named, that are judged in a window: there is something to judge.
    Objectives,
}

/// A bound: `at least 99.95 %`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Bound {
    /// The comparison; none: on the good side of an indicator of which nobody has agreed yet which side that is.
    pub comparator: Option<Comparator>,
    /// The limit: a quantity, a figure or a blank.
    pub value: Expr,
    /// Of a span in days: the calendar whose days are counted.
    pub calendar: Option<CalendarSet>,
}

/// An interval of values with its ends; none: unbounded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// The lower end and whether it is outside.
    pub low: Option<(Quantity, bool)>,
    /// The upper end and whether it is outside.
    pub high: Option<(Quantity, bool)>,
}

/// Which commitments are meant: `restoration[gold, p1]`, `availability` …
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct CommitmentRef {
    /// The named objective, where one is.
    pub objective: Option<Name>,
    /// The indicator.
    pub indicator: Option<Id<Indicator>>,
    /// The tier.
    pub tier: Option<Id<Tier>>,
    /// The scope.
    pub scope: Scope,
}

/// Values of dimensions, and services, that something is limited to. A dimension that is absent is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// For each dimension, its values in the order of the dimension.
    pub dimensions: Vec<(Id<Dimension>, Vec<Name>)>,
    /// The services; empty: all. Cases that are not agreed yet stand here as the blank.
    pub services: Vec<Id<Service>>,
}

impl CommitmentRef {
    /// Whether all commitments of a tier are meant.
    #[must_use]
    pub fn is_all_of_a_tier(&self) -> bool {
        self.tier.is_some() && self.objective.is_none() && self.indicator.is_none() && self.scope.is_all()
    }

    /// Whether a commitment is one of those that are meant, services aside.
    #[must_use]
    pub fn means(&self, commitment: &Commitment) -> bool {
        let dimensions = self.scope.dimensions.iter().all(|(dimension, values)| {
            commitment.scope.values(dimension).is_none_or(|own| own.iter().any(|value| values.contains(value)))
        });
        self.objective.as_ref().is_none_or(|objective| commitment.objective.as_ref() == Some(objective))
            && self.indicator.as_ref().is_none_or(|indicator| commitment.indicator == *indicator)
            && self.tier.as_ref().is_none_or(|tier| commitment.tier == *tier)
            && dimensions
    }
}

impl Scope {
    /// The name of the blank, where it is not agreed yet what it is limited to.
    #[must_use]
    pub fn as_blank(&self) -> Option<&str> {
        self.services.iter().find_map(Id::as_blank)
    }

    /// Whether nothing is limited.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.dimensions.is_empty() && self.services.is_empty()
    }

    /// The values of a dimension that are in it; none: all.
    #[must_use]
    pub fn values(&self, dimension: &Id<Dimension>) -> Option<&[Name]> {
        self.dimensions.iter().find(|(d, _)| d == dimension).map(|(_, v)| v.as_slice())
    }
}

impl Expr {
    /// The expressions directly inside it.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Binary { left, right, .. } | Self::Compare { left, right, .. } => vec![left, right],
            Self::Not(inner)
            | Self::Step { value: inner, .. }
            | Self::TimeShare { holds: inner, .. }
            | Self::Several { holds: inner, .. }
            | Self::OfService { holds: inner, .. } => vec![inner],
            Self::Before { of, .. } | Self::Each { of: Some(of), .. } => vec![of],
            Self::Aggregate { of, filter, .. } => std::iter::once(of.as_ref()).chain(filter.as_deref()).collect(),
            Self::Call { arguments: inner, .. } | Self::Quorum { of: inner, .. } => inner.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Shows it and all its parts, outer ones first.
    pub fn visit(&self, see: &mut dyn FnMut(&Self)) {
        see(self);
        self.parts().into_iter().for_each(|part| part.visit(see));
    }

    /// Shows it and all its parts but those that are read in a period before.
    pub fn visit_now<'e>(&'e self, see: &mut dyn FnMut(&'e Self)) {
        see(self);
        if !matches!(self, Self::Before { .. }) {
            self.parts().into_iter().for_each(|part| part.visit_now(see));
        }
    }

    /// The period before in which it, or a part of it, reads a figure.
    #[must_use]
    pub fn carries(&self, figure: &Id<Figure>) -> Option<&Window> {
        match self {
            Self::Before { of, over } if matches!(&**of, Self::Figure { figure: read, .. } if read == figure) => {
                Some(over)
            }
            other => other.parts().into_iter().find_map(|part| part.carries(figure)),
        }
    }

    /// Whether it, or a part of it, is of a sort.
    pub fn any(&self, sort: &impl Fn(&Self) -> bool) -> bool {
        sort(self) || self.parts().into_iter().any(|part| part.any(sort))
    }
}

impl Quantity {
    /// A quantity that is not agreed yet.
    #[must_use]
    pub fn blank(name: &str) -> Self {
        Self { value: Rational::zero(), unit: bracketed(name) }
    }

    /// The name of the blank, where it is not agreed yet.
    #[must_use]
    pub fn as_blank(&self) -> Option<&str> {
        blank_in(&self.unit)
    }

    /// The value in base units: a share of 1, seconds, days or months, bits, an amount of money.
    #[must_use]
    pub fn base(&self) -> Rational {
        match crate::quantity::Measure::parse(&self.unit) {
            Some(measure) => measure.to_base(&self.value),
            None => self.value.clone(),
        }
    }

    /// What it is a quantity of; none for a plain number.
    #[must_use]
    pub fn measure(&self) -> Option<crate::quantity::Measure> {
        crate::quantity::Measure::parse(&self.unit)
    }
}
