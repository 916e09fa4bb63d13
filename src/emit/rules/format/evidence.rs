//! What is measured: indicators, states, records, dimensions, figures.

use super::{Event, Formula, Origin, Table, Target, Texts, Window};
use schemars::JsonSchema;
use serde::Serialize;

/// What is measured.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Indicator {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// What it measures: `service`, `contract`, or a sort of record such as `incident`.
    pub of: String,
    /// How it is computed, in kind.
    pub form: Form,
    /// The unit of its values: `%`, `s` for durations; empty for a plain number.
    pub unit: String,
    /// Whether more or less is better.
    pub better: Better,
    /// The formula, to compute with.
    pub formula: Formula,
    /// The formula in English, to read. Names in backticks are those of this file.
    pub words: String,
    /// The slot in which it is computed first. A share, or a mean, over a longer period is the mean of its slots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<Window>,
    /// The value of a slot without a sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<Formula>,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// The five forms of indicators.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Good time divided by agreed time; agreed time is window and calendar without exclusions.
    TimeRatio,
    /// Good cases divided by all cases.
    CountRatio,
    /// Good slots of a grid divided by all slots.
    SlotRatio,
    /// The time between two events of a case, counted on the calendar without exclusions.
    Duration,
    /// A value computed from samples or other indicators.
    Value,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
}

/// A condition that holds at some instants.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct State {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// What it is a state of.
    pub of: String,
    /// How it is known.
    pub holds: StateSource,
    /// Of a state that lasts from one event until another: which records make it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Formula>,
    /// The slot in which it holds or does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<Window>,
    /// How long it must last to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasting: Option<Target>,
    /// Whether it holds in a slot without a sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<bool>,
    /// In English.
    pub words: String,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// How a state is known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum StateSource {
    /// A condition on evidence.
    When {
        /// The condition.
        condition: Formula,
    },
    /// Someone reports it.
    GivenBy {
        /// The party or role.
        by: String,
    },
    /// From one event until another.
    Between {
        /// It begins.
        from: Event,
        /// It ends.
        until: Event,
    },
}

/// A sort of evidence.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Record {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// What each record is about. Absent: the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Who keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Its fields. One that holds an instant is an event.
    pub fields: Vec<RecordField>,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// A field of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordField {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// What it holds.
    pub holds: FieldType,
    /// Who observes or writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The definition that the parties agreed on: what counts as this event.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// What a field holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FieldType {
    /// One instant.
    Instant,
    /// Instants in order.
    Instants,
    /// Yes or no.
    Flag,
    /// A plain number.
    Number,
    /// Free text; nothing is decided on it.
    Text,
    /// An exact duration.
    Duration,
    /// An amount in the currency of the contract.
    Money,
    /// A number of a unit.
    Quantity {
        /// The unit.
        unit: String,
    },
    /// A value of a dimension.
    Dimension {
        /// The dimension.
        dimension: String,
    },
    /// One of some words.
    Choice {
        /// The words.
        words: Vec<String>,
    },
    /// Another record.
    Record {
        /// Of which sort.
        record: String,
    },
    /// A service.
    Service,
    /// A party or a role.
    Actor,
}

/// What cases or services are told apart by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Dimension {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// What it tells apart.
    pub of: String,
    /// Its values.
    pub values: Vec<DimensionValue>,
    /// `strictest` or `mildest`: what the first value is. Absent: the values have no order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ranked: Option<String>,
    /// How it follows from other dimensions, such as a priority from impact and urgency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Table<String>>,
    /// What holds where several values fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combine: Option<Combination>,
    /// The value where no other fits; `none`: nothing is promised then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Who sets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// A value of a dimension.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DimensionValue {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// The condition under which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Formula>,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// How several answers or amounts become one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Combination {
    /// Their sum.
    Sum,
    /// The greatest.
    Greatest,
    /// The least.
    Least,
    /// The one that someone chooses.
    Choice {
        /// The party or role.
        by: String,
    },
}

/// A number or an amount with a name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Figure {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// What it belongs to. Absent: the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// How it is known.
    pub value: FigureSource,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of a rate such as a monthly fee: the window that one value is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Window>,
    /// Its value where nothing else gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Formula>,
    /// What the sum of its values may reach, and in which group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// What a sum may reach.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Total {
    /// The bound.
    pub target: Target,
    /// The group. Absent: all values together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<Window>,
}

/// How a figure is known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum FigureSource {
    /// It is computed, or it is a number.
    Is {
        /// The formula.
        formula: Formula,
    },
    /// A decision table gives it.
    Table {
        /// The table.
        table: Table<Formula>,
    },
    /// Someone states it.
    GivenBy {
        /// The party or role.
        by: String,
        /// One value for each of these.
        #[serde(skip_serializing_if = "Option::is_none")]
        each: Option<Window>,
    },
    /// Each service or promise has a value of its own.
    Column {
        /// The values.
        values: Vec<Fact>,
    },
}

/// A value of something, by its name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Fact {
    /// The name: of the figure or dimension, or of the service or promise that has the value.
    pub id: String,
    /// The value.
    pub value: Formula,
}
