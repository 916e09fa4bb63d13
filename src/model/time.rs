//! Calendars, windows, delays and events as contract terms. Their instants are computed in `crate::time`.

use super::{CommitmentRef, DelayRules, Dimension, Duty};
use super::{HasTerm, Id, Quantity, Record, Term, Text};
use crate::base::Name;
use crate::quantity::{Measure, SpanBase};
use crate::time::Ordinal;
use crate::time::date_rule;
use crate::time::weekly::{Hours, Recurrence};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A set of instants with a name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Calendar {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Its own zone; the contract's where none.
    pub zone: Option<String>,
    /// Days and hours that belong to it.
    pub open: Vec<Recurrence>,
    /// Days of each month that belong to it, counted on another calendar.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<CountedDay>,
    /// Days of every year that belong to it, by rule.
    pub days: Vec<Holiday>,
    /// An expression of other calendars that belongs to it.
    pub is: Option<CalendarSet>,
    /// What is taken out of it.
    pub except: Vec<CalendarSet>,
}

/// One day of each month among the open days of a calendar: `last day of business 18:00-20:00`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountedDay {
    /// Which one.
    pub ordinal: Ordinal,
    /// The calendar that counts: a day is open where at least one of its instants belongs to it.
    pub of: CalendarSet,
    /// The hours of that day.
    pub hours: Hours,
}

/// A day of every year, by rule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Holiday {
    /// Its name in the source.
    pub name: Name,
    /// What people call it.
    pub label: Text,
    /// The rule that gives the day, where it moves, and the years in which it exists.
    pub rule: date_rule::Holiday,
}

/// An expression of calendars.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarSet {
    /// Every instant.
    Always,
    /// The instants of a calendar.
    Calendar(Id<Calendar>),
    /// The instants of all.
    And(Vec<CalendarSet>),
    /// The instants of any.
    Or(Vec<CalendarSet>),
    /// The instants of the first that are not in the second.
    Except(Box<CalendarSet>, Box<CalendarSet>),
}

/// A window of the contract's own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// How long it lasts: a calendar span.
    pub every: Quantity,
    /// A day on which one begins; none where it is a blank.
    pub from: Option<Date>,
}

/// What one verdict, one value or one amount is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    /// Calendar periods one after another, in the contract's zone: `month`, `3 months`, `contract_year`.
    Calendar {
        /// How many units make one window.
        count: u32,
        /// The unit.
        unit: PeriodUnit,
    },
    /// Periods of the contract's own.
    Period {
        /// How many make one window.
        count: u32,
        /// Which.
        period: Id<Period>,
    },
    /// A window that slides, by whole steps.
    Rolling {
        /// How long it is: a calendar span, or a duration.
        span: Quantity,
        /// By how much it slides; none where only the window that ends at the question's instant matters.
        step: Option<Quantity>,
    },
    /// The periods just ended: `last 2 months`.
    Last {
        /// How long: a calendar span.
        span: Quantity,
    },
    /// The periods to come: `next 12 months`. Amounts that read it are provisional until then.
    Next {
        /// How long: a calendar span.
        span: Quantity,
    },
    /// The periods of one sort before the period that is looked at: `previous month`, `previous 3 months`. They end where the one
    /// begins in which that period begins.
    Previous {
        /// How many.
        count: u32,
        /// Of which sort: one calendar period, or one of the contract's own.
        of: Box<Window>,
    },
    /// The time that ends, or begins, with an event of the case that is looked at: `365 days before received`.
    Anchored {
        /// How long: a calendar span, or a duration.
        span: Quantity,
        /// Whether it begins with the event; it ends with it otherwise.
        after: bool,
        /// The event.
        event: Box<Event>,
    },
    /// Slots of an exact duration: `5 min`.
    Slot {
        /// How long.
        length: Quantity,
    },
    /// Days, in the contract's zone, on which a calendar is open: `day of business`.
    OpenDays {
        /// The calendar.
        of: CalendarSet,
    },
    /// One for each record: each incident.
    Case {
        /// Of which sort.
        record: Id<Record>,
    },
    /// One for each value of a dimension.
    Value {
        /// Of which dimension.
        dimension: Id<Dimension>,
    },
    /// One for each slot and value at once: `5 min, operation`.
    All {
        /// The parts.
        parts: Vec<Window>,
    },
    /// The whole term of the contract.
    Term,
}

impl Window {
    /// Whether it slides and, where it is that of a cap or an exemption, looks back from the instant of each amount: in days or in hours. In months it looks
    /// back from the end of the month that is settled.
    #[must_use]
    pub fn slides_with_amounts(&self) -> bool {
        let Self::Rolling { span, .. } = self else { return false };
        let dimension = Measure::parse(&span.unit).map(|measure| measure.dimension());
        dimension.is_some_and(|dimension| dimension != (crate::quantity::Dimension::Span(SpanBase::Month), None))
    }

    /// The calendar periods that a horizon is made of: months, of the last 12 months. None where it is made of none.
    #[must_use]
    pub fn made_of(&self) -> Option<Self> {
        match self {
            Self::Rolling { span, .. } | Self::Last { span } | Self::Next { span } => {
                let unit = PeriodUnit::named(&span.unit)?;
                Some(Self::Calendar { count: 1, unit })
            }
            Self::Previous { of, .. } => Some((**of).clone()),
            _ => None,
        }
    }

    /// The name of the blank, where it is not agreed yet.
    #[must_use]
    pub fn as_blank(&self) -> Option<&str> {
        match self {
            Self::Period { period, .. } => period.as_blank(),
            Self::Previous { of, .. } => of.as_blank(),
            Self::OpenDays { of: CalendarSet::Calendar(calendar) } => calendar.as_blank(),
            _ => None,
        }
    }
}

/// A unit of calendar periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodUnit {
    /// A clock hour.
    Hour,
    /// A local day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// January to March, and so on.
    Quarter,
    /// January to December.
    Year,
    /// A month counted from the first day of the contract.
    ContractMonth,
    /// A quarter counted from it.
    ContractQuarter,
    /// A year counted from it.
    ContractYear,
}

impl PeriodUnit {
    /// The standard period of this name, singular or plural.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.strip_suffix('s').unwrap_or(name) {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "contract_month" => Self::ContractMonth,
            "contract_quarter" => Self::ContractQuarter,
            "contract_year" => Self::ContractYear,
            _ => return None,
        })
    }
}

/// A length of time until something: an exact duration, or days that name their calendar.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Delay {
    /// How long. A duration counts instants; a span in days counts days.
    pub length: Quantity,
    /// On which calendar; none: calendar days, or all instants.
    pub calendar: Option<CalendarSet>,
    /// The preset by which days are counted; none: that of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_by: Option<Id<DelayRules>>,
}

impl Delay {
    /// A delay that is counted as the contract says.
    #[must_use]
    pub fn new(length: Quantity, calendar: Option<CalendarSet>) -> Self {
        Self { length, calendar, counted_by: None }
    }

    /// Whether it counts days, and no hours: a span of the calendar, or periods of the contract's own.
    #[must_use]
    pub fn counts_days(&self) -> bool {
        use crate::quantity::{Dimension, Measure};
        let measure = Measure::parse(&self.length.unit);
        measure.map_or(!self.length.unit.is_empty(), |measure| matches!(measure.unit.dimension, Dimension::Span(_)))
    }

    /// The same, counted on a calendar where it names none. Days of which no calendar is named are those of the year, wherever they stand.
    #[must_use]
    pub fn counted_on(mut self, during: Option<&CalendarSet>) -> Self {
        if self.calendar.is_none() && !self.counts_days() {
            self.calendar = during.cloned();
        }
        self
    }
}

/// A delay with the event that it runs from, or precedes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Deadline {
    /// How long.
    pub delay: Delay,
    /// The event that it runs from.
    pub after: Option<Event>,
    /// The event that it must precede.
    pub before: Option<Event>,
}

/// Something that happens at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// An instant that a record holds.
    Field {
        /// The record.
        record: Id<Record>,
        /// Its field.
        field: Name,
    },
    /// The start of a period.
    StartOf(Window),
    /// The end of a period.
    EndOf(Window),
    /// A duty is done.
    Done(Id<Duty>),
    /// A commitment is breached: a period in which it was is over, or the time of a case is, and the case is not done.
    Breach(Box<CommitmentRef>),
    /// A step of the procedure is taken, or its time is over.
    Step(Name),
    /// The later of several.
    Later(Vec<Event>),
    /// The earlier of several.
    Earlier(Vec<Event>),
    /// The start of the contract.
    ContractStart,
    /// The end of the contract.
    ContractEnd,
    /// Not agreed yet.
    Blank(Name),
}

impl Window {
    /// Whether each of these windows lies within one of `outer`: a day within its month, wherever months begin.
    #[must_use]
    pub fn lies_within(&self, outer: &Self) -> bool {
        use PeriodUnit as Unit;
        let inner = match self {
            Self::Calendar { count: 1, unit } => unit,
            Self::OpenDays { .. } => &PeriodUnit::Day,
            _ => return false,
        };
        match (inner, outer) {
            // A period of the contract's own begins at a midnight, and with no month.
            (Unit::Hour | Unit::Day, Self::Period { .. }) => true,
            (inner, Self::Calendar { count: 1, unit }) => match inner {
                Unit::Hour => *unit != Unit::Hour,
                Unit::Day => !matches!(unit, Unit::Hour | Unit::Day),
                Unit::Month => matches!(unit, Unit::Quarter | Unit::Year),
                Unit::Quarter => *unit == Unit::Year,
                Unit::ContractMonth => matches!(unit, Unit::ContractQuarter | Unit::ContractYear),
                Unit::ContractQuarter => *unit == Unit::ContractYear,
                // A week may lie in two months.
                Unit::Week | Unit::Year | Unit::ContractYear => false,
            },
            _ => false,
        }
    }
}

impl HasTerm for Calendar {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Period {
    fn term(&self) -> &Term {
        &self.term
    }
}
