//! Calendars, windows, events and delays.

use super::{Amount, Origin, Texts};
use schemars::JsonSchema;
use serde::Serialize;

/// A set of instants with a name: `open`, `dates` and `is` together, without `except`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Calendar {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// The IANA zone of its hours and dates.
    pub timezone: String,
    /// Hours that come again.
    pub open: Vec<Opening>,
    /// Whole days by rule, such as public holidays: their dates over the term of the contract.
    pub dates: Vec<NamedDate>,
    /// Other calendars that belong to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<InstantSet>,
    /// What is taken out of it.
    pub except: Vec<InstantSet>,
    /// The whole days among `except`, with their dates over the term: for readers that have a weekly calendar and a list of
    /// days off.
    pub days_off: Vec<NamedDate>,
    /// The last day for which `dates` and `days_off` are listed.
    pub listed_until: String,
    /// In English.
    pub words: String,
}

/// Hours of some days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Opening {
    /// The days on which the hours begin.
    pub days: Days,
    /// When they begin, on the local clock: `08:00`.
    pub from: String,
    /// When they end: that minute does not belong to them. `24:00` is the end of the day.
    pub to: String,
    /// Whether they end on the day after.
    pub ends_next_day: bool,
}

/// Which days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Days {
    /// Every day.
    Every,
    /// Days of the week.
    Weekdays {
        /// `mon` to `sun`.
        weekdays: Vec<String>,
    },
    /// Days of the week, in one week out of so many.
    EveryWeeks {
        /// `mon` to `sun`.
        weekdays: Vec<String>,
        /// One week out of so many; weeks begin on Monday.
        weeks: u32,
        /// The first day on which they come. Its week is the first.
        from: String,
    },
    /// One day of each month, counted on a calendar.
    NthOpenDay {
        /// `first` to `fifth`, or `last`.
        ordinal: String,
        /// What counts: a day with at least one of these instants.
        of: InstantSet,
    },
    /// One weekday of each month.
    NthWeekday {
        /// `first` to `fifth`, or `last`.
        ordinal: String,
        /// `mon` to `sun`.
        weekday: String,
    },
    /// One day of each month.
    NthDay {
        /// `first` to `fifth`, or `last`.
        ordinal: String,
    },
    /// Whole months of each year, both included.
    Months {
        /// `jan` to `dec`.
        first: String,
        /// `jan` to `dec`.
        last: String,
    },
    /// Dates, both included.
    Dates {
        /// The first.
        first: String,
        /// The last.
        last: String,
    },
}

/// A date and why it is listed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NamedDate {
    /// The date.
    pub date: String,
    /// The name of the day in the source.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// The date of its rule, where it was moved because that date was closed already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
}

/// An expression of calendars.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InstantSet {
    /// Every instant: 24 hours, 7 days.
    Always,
    /// The instants of a calendar.
    Calendar {
        /// The calendar.
        calendar: String,
    },
    /// The instants that belong to all.
    And {
        /// To all of these.
        of: Vec<InstantSet>,
    },
    /// The instants that belong to any.
    Or {
        /// To any of these.
        of: Vec<InstantSet>,
    },
    /// The instants of one set without those of another.
    Except {
        /// From these,
        of: Box<InstantSet>,
        /// these are taken out.
        without: Box<InstantSet>,
    },
}

/// What one verdict, one value or one amount is for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Window {
    /// Calendar periods, one after another, in the zone of the contract.
    Calendar {
        /// How many units make one window.
        count: u32,
        /// The unit.
        unit: PeriodUnit,
    },
    /// Periods of the contract's own, one after another.
    Period {
        /// How many make one window.
        count: u32,
        /// Its name, in `periods`.
        period: String,
    },
    /// Days, in the zone of the contract, of which at least one of these instants is a part. What falls on another day belongs to none of them.
    OpenDays {
        /// The instants.
        instants: InstantSet,
    },
    /// A window that slides.
    Rolling {
        /// How long it is.
        span: Amount,
        /// By how much it slides: windows that begin before the contract are none. Absent: only the window that ends now matters.
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<Amount>,
    },
    /// The periods that have just ended.
    Last {
        /// How long.
        span: Amount,
    },
    /// The periods to come: what reads them is provisional until they are over.
    Next {
        /// How long.
        span: Amount,
    },
    /// The periods of one sort that end where the one begins in which the window of the rule begins.
    Previous {
        /// How many.
        count: u32,
        /// Of which sort.
        of: Box<Window>,
    },
    /// The time that ends, or begins, with an event of the record that is looked at.
    Anchored {
        /// How long.
        span: Amount,
        /// Whether it begins with the event; it ends with it otherwise.
        after: bool,
        /// The event.
        event: Box<Event>,
    },
    /// Slots of time.
    Slot {
        /// How long one is.
        length: Amount,
    },
    /// One for each record.
    Case {
        /// Of which sort.
        record: String,
    },
    /// One for each value of a dimension.
    Value {
        /// The dimension.
        dimension: String,
    },
    /// One for each combination.
    All {
        /// Of these.
        of: Vec<Window>,
    },
    /// The whole term of the contract.
    Term,
}

/// A period of the contract's own, such as a billing month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Period {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// How long one lasts.
    pub every: Amount,
    /// A day on which one begins; others follow before and after it.
    pub from: String,
}

/// A unit of calendar periods.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// A clock hour.
    Hour,
    /// From midnight to midnight: 23 or 25 hours when the clock changes.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// January to March, and so on.
    Quarter,
    /// January to December.
    Year,
    /// A month that begins on the day of the month on which the contract began.
    ContractMonth,
    /// A quarter counted from the first day of the contract.
    ContractQuarter,
    /// A year counted from the first day of the contract.
    ContractYear,
}

/// A length of time until something.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Delay {
    /// How long. Hours and minutes count instants; days count days.
    pub length: Amount,
    /// The instants or days that count. Absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_on: Option<InstantSet>,
    /// The preset whose conventions count its days, by the name of its clause: those of `conventions` that are about `delays` and of this term. Absent: those of the preset
    /// that the contract adopts for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_by: Option<String>,
}

/// A delay, with the event that it runs from or must precede.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Deadline {
    /// How long.
    pub delay: Delay,
    /// The event that it runs from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Event>,
    /// The event that it must precede.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Event>,
}

/// Something that happens at an instant.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// An instant that a record holds.
    Field {
        /// The sort of record.
        record: String,
        /// Its field.
        field: String,
    },
    /// The start of a period.
    StartOf {
        /// The period.
        window: Window,
    },
    /// The end of a period.
    EndOf {
        /// The period.
        window: Window,
    },
    /// A duty is done.
    Done {
        /// The duty.
        duty: String,
    },
    /// A commitment is breached: a period in which it was is over, or the time of a case is.
    Breach {
        /// The rules that judge it.
        rules: Vec<String>,
    },
    /// A step of the procedure is taken, or its time is over.
    Step {
        /// The step.
        step: String,
    },
    /// The later of several.
    Later {
        /// Of these.
        of: Vec<Event>,
    },
    /// The earlier of several.
    Earlier {
        /// Of these.
        of: Vec<Event>,
    },
    /// The start of the contract.
    ContractStart,
    /// The end of the contract.
    ContractEnd,
}
