//! Formulas and decision tables, as data.

use super::{Amount, Comparator, Event, InstantSet, Window};
use schemars::JsonSchema;
use serde::Serialize;

/// A formula: `op` says what is computed from the other fields.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum Formula {
    /// A number with a unit.
    Quantity {
        /// The number.
        amount: Amount,
    },
    /// Yes or no.
    Flag {
        /// Which.
        value: bool,
    },
    /// Nothing, on purpose.
    Nothing,
    /// A value of a dimension, as a constant.
    Value {
        /// The dimension.
        dimension: String,
        /// The value.
        value: String,
    },
    /// A word: a choice of a record's field, a party, a role.
    Word {
        /// The word.
        word: String,
    },
    /// The value that a case or a service has in a dimension.
    Dimension {
        /// The dimension.
        dimension: String,
    },
    /// The value of a figure.
    Figure {
        /// The figure.
        figure: String,
        /// Of which service. Absent: of the contract, or of the service that is judged.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<String>,
    },
    /// The value of an indicator.
    Indicator {
        /// The indicator.
        indicator: String,
        /// Of which service. Absent: of the one that is judged.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<String>,
    },
    /// Something about the rule that is judged.
    Judged {
        /// What.
        what: Judged,
    },
    /// How late the case or the duty that is judged is, counted on instants of its own, whatever its deadline is counted on: a number of days of
    /// which a part lies after the deadline, that on which it was done included, or the time among these instants. What is paused does not count.
    Late {
        /// The instants.
        instants: InstantSet,
        /// Whether days with one of these instants are counted, and not the time.
        in_days: bool,
    },
    /// The amount of a penalty.
    Penalty {
        /// The penalty.
        penalty: String,
    },
    /// What a settlement comes to: its penalties combined, waived, capped and rounded, month by month.
    Settlement {
        /// The settlement.
        settlement: String,
    },
    /// A field of the record that is looked at.
    Field {
        /// The sort of record.
        record: String,
        /// The field.
        field: String,
    },
    /// All records of a sort.
    Records {
        /// The sort.
        record: String,
    },
    /// Whether a state holds.
    State {
        /// The state.
        state: String,
    },
    /// Whether the moment that is asked about lies in a set of instants: that at which the record begins, or the period. With the window
    /// `hour`, the moment itself; with `day`, any instant of its day; with any other, the start of the period that holds it.
    In {
        /// The window that is asked about.
        window: Window,
        /// The instants.
        instants: InstantSet,
    },
    /// The instant of an event.
    Event {
        /// The event.
        event: Event,
    },
    /// The time from one event to another.
    TimeBetween {
        /// The clock starts.
        from: Event,
        /// The clock stops.
        to: Event,
    },
    /// Rules of this contract: what is counted by a count of breaches or of objectives.
    Rules {
        /// The indicator. Absent: any.
        #[serde(skip_serializing_if = "Option::is_none")]
        indicator: Option<String>,
        /// The name of the objective. Absent: any.
        #[serde(skip_serializing_if = "Option::is_none")]
        objective: Option<String>,
        /// The tier. Absent: any.
        #[serde(skip_serializing_if = "Option::is_none")]
        tier: Option<String>,
        /// The rules that are meant, by `id`.
        rules: Vec<String>,
    },
    /// Any holds.
    Or {
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// Both hold.
    And {
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// `left + right`
    Add {
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// `left - right`
    Subtract {
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// `left × right`
    Multiply {
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// `left ÷ right`
    Divide {
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// So much of `left` for each of `right`.
    Per {
        /// The amount.
        left: Box<Formula>,
        /// What it is for.
        right: Box<Formula>,
    },
    /// The share `left` of the amount `right`.
    ShareOf {
        /// The share.
        left: Box<Formula>,
        /// The amount.
        right: Box<Formula>,
    },
    /// A comparison.
    Compare {
        /// How `left` must compare with `right`.
        comparator: Comparator,
        /// The left side.
        left: Box<Formula>,
        /// The right side.
        right: Box<Formula>,
    },
    /// It does not hold.
    Not {
        /// What.
        of: Box<Formula>,
    },
    /// How many units a value makes.
    Units {
        /// What becomes of a unit that is not full.
        partial: Partial,
        /// The value.
        of: Box<Formula>,
        /// The unit.
        unit: Amount,
    },
    /// Many values become one.
    Aggregate {
        /// How.
        function: Aggregate,
        /// For a quantile: which, in thousandths (950 is p95). It is the value at rank ceil(n × quantile), never a mean of two.
        #[serde(skip_serializing_if = "Option::is_none")]
        quantile: Option<u16>,
        /// What is gathered.
        of: Box<Formula>,
        /// Which of it; for a share: the good ones.
        #[serde(skip_serializing_if = "Option::is_none", rename = "where")]
        filter: Option<Box<Formula>>,
        /// Over which window. Absent: the window of the rule.
        #[serde(skip_serializing_if = "Option::is_none")]
        over: Option<Window>,
    },
    /// What something came to in a period before, or in one that an event begins or ends. In the first period of the contract there is none: of a figure it is then the
    /// `default`, of anything else nothing is known.
    Before {
        /// What.
        of: Box<Formula>,
        /// In which period.
        over: Window,
    },
    /// The share of time, or of slots of time, in which something holds.
    TimeShare {
        /// The length of the slots. Absent: time without slots.
        #[serde(skip_serializing_if = "Option::is_none")]
        slots: Option<Amount>,
        /// What must hold.
        holds: Box<Formula>,
    },
    /// The times between two occurrences of an event in a row.
    Gap {
        /// The event.
        event: Event,
        /// Whether they are those within each case, before the first occurrence and after the last one included.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        within_case: bool,
        /// Within a case, the event from which it is watched. Absent: the first occurrence.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Event>,
        /// Within a case, the event until which it is watched. Absent: now.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Event>,
    },
    /// A function.
    Call {
        /// `round` (to the nearest multiple, halves up), `min`, `max`; `highest` or `lowest`: the aggregate that is its second argument, of so many of the highest or
        /// lowest values only, or of all where there are fewer.
        function: String,
        /// What it is given.
        arguments: Vec<Formula>,
    },
    /// So many of the instances of a service, or of the values of a dimension, meet a condition at the same instant.
    Several {
        /// How many, at least. Absent: all.
        #[serde(skip_serializing_if = "Option::is_none")]
        at_least: Option<u32>,
        /// The service whose instances are counted. Absent: values are.
        #[serde(skip_serializing_if = "Option::is_none")]
        instances_of: Option<String>,
        /// The dimension whose values are counted: of each, only the records and instances that have it. Absent: instances are.
        #[serde(skip_serializing_if = "Option::is_none")]
        values_of: Option<String>,
        /// What must hold of each.
        holds: Box<Formula>,
    },
    /// The rule that is judged.
    JudgedRule,
    /// Several things one by one, to be gathered: the value of each, or each itself. One of `instances_of`, `rules` and `each` says of what.
    Each {
        /// What of each. Absent: each itself is counted.
        #[serde(skip_serializing_if = "Option::is_none")]
        of: Option<Box<Formula>>,
        /// The service, each of whose instances is looked at with its own values.
        #[serde(skip_serializing_if = "Option::is_none")]
        instances_of: Option<String>,
        /// The rules, each of whose results is looked at: of each period that ends, and of each case that counts, within the window, once it is
        /// met or breached.
        #[serde(skip_serializing_if = "Option::is_none")]
        results_of: Option<Box<Formula>>,
        /// The period: each that begins within the window and is over.
        #[serde(skip_serializing_if = "Option::is_none")]
        each: Option<Window>,
    },
    /// A condition, asked of a service.
    OfService {
        /// The service.
        service: String,
        /// What must hold of it.
        holds: Box<Formula>,
    },
    /// At least so many of these hold.
    Quorum {
        /// How many.
        at_least: u32,
        /// Of which.
        of: Vec<Formula>,
    },
}

/// Something about the rule that is judged.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// The value attained in the window.
    Attained,
    /// The value promised.
    Target,
    /// The value aimed at: the `goal` of the rule.
    Goal,
    /// Bad time or bad cases in the window.
    Lost,
    /// Agreed time, or all cases, in the window.
    Agreed,
    /// What exceeds the promise: for a case, the time that its clock counts after the deadline, or, where the target is in days, the
    /// days of its calendar after the last day on which the case is not done, that of its end included; late cases beyond a quota; for a
    /// share, lost time, slots or records beyond what it allows; for any other value, its distance to the target.
    Excess,
    /// The number of cases that missed the target in the window.
    Missed,
    /// The amount that the settlement has reached over the contract, the month that is being settled included.
    Total,
    /// In an exception, the value without it.
    Base,
}

/// What becomes of a unit that is not full.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Partial {
    /// It counts as one: rounded up.
    Started,
    /// It does not count: rounded down.
    Full,
    /// It counts for its part.
    ProRata,
}

/// How many values become one.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Good ones divided by all.
    Share,
    /// The plain mean.
    Mean,
    /// The sum.
    Sum,
    /// How many.
    Count,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// A quantile.
    Quantile,
    /// The number of windows in which a rule was broken.
    Breaches,
    /// The number of rules with something to judge in the window.
    Objectives,
}

/// A decision table: exactly one row applies, and rows have no order.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Table<T> {
    /// What is asked.
    pub keys: Vec<Key>,
    /// The rows.
    pub rows: Vec<Row<T>>,
}

/// What a decision table asks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Key {
    /// The value of a dimension.
    Dimension {
        /// The dimension.
        dimension: String,
    },
    /// The value of an indicator.
    Indicator {
        /// The indicator.
        indicator: String,
    },
    /// The value of a figure.
    Figure {
        /// The figure.
        figure: String,
    },
    /// What is known of the rule that is judged.
    Judged {
        /// What of it.
        what: Judged,
    },
}

/// A row of a decision table: it applies when every condition holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Row<T> {
    /// One condition for each key, in their order.
    pub conditions: Vec<Condition>,
    /// What it gives. Absent: nothing, on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gives: Option<T>,
}

/// What a row asks of a key.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    /// Any value.
    Any,
    /// One of these values.
    OneOf {
        /// The values.
        values: Vec<String>,
    },
    /// A value between two ends.
    Between {
        /// The lower end. Absent: no lower end.
        #[serde(skip_serializing_if = "Option::is_none")]
        low: Option<End>,
        /// The upper end. Absent: no upper end.
        #[serde(skip_serializing_if = "Option::is_none")]
        high: Option<End>,
    },
}

/// An end of an interval.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct End {
    /// Where it lies.
    pub amount: Amount,
    /// Whether the end itself belongs to the interval.
    pub included: bool,
}
