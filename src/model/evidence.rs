//! What is known and how: dimensions, records, states, figures, indicators.

use super::Bound;
use super::{
    Actor, Aggregate, Attained, CalendarSet, Event, Expr, HasTerm, Id, Interval, Model, Subject, Term, Text, Window,
};
use crate::base::{Name, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What cases, services or objectives are told apart by.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Dimension {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What it tells apart.
    pub of: Subject,
    /// Its values, in the order of the source.
    pub values: Vec<DimensionValue>,
    /// Whether it has values that are not agreed yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// `strictest` or `mildest` first; none: no order.
    pub ranked: Option<Name>,
    /// How it follows from other dimensions, where a table says so.
    pub decision: Option<Decision<Name>>,
    /// What holds where several values fit.
    pub combine: Option<Combination>,
    /// The value where no other fits; `none` where nothing is promised then.
    pub default: Option<Name>,
    /// Who sets it.
    pub by: Option<Actor>,
    /// Its definition.
    pub means: Option<Text>,
}

/// A value of a dimension.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DimensionValue {
    /// Its name.
    pub name: Name,
    /// What people call it.
    pub label: Text,
    /// The condition under which it holds.
    pub when: Option<Expr>,
    /// Its definition.
    pub means: Option<Text>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// A decision table, uncrossed: values of dimensions and intervals give an outcome. Rows have no order.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Decision<T> {
    /// The dimensions and indicators (for intervals) that are asked.
    pub keys: Vec<Key>,
    /// The rows.
    pub rows: Vec<DecisionRow<T>>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// What a decision table asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// A dimension.
    Dimension(Id<Dimension>),
    /// The value of an indicator.
    Indicator(Id<Indicator>),
    /// A figure that is a flag or a number.
    Figure(Id<Figure>),
    /// Of a penalty or a bonus: what is known of the commitment that it judges, such as the value that was attained.
    Judged(Attained),
}

/// One row of a decision table.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DecisionRow<T> {
    /// One condition for each key.
    pub conditions: Vec<KeyCondition>,
    /// What it gives; none where the cell is `-`: nothing, on purpose.
    pub outcome: Option<T>,
    /// Where the row, or the cell of a crossed table, stands.
    #[serde(skip)]
    pub span: Span,
}

/// What a row asks of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum KeyCondition {
    /// Any value.
    All,
    /// One of these values of a dimension, or of the flags `yes` and `no`.
    Values(Vec<Name>),
    /// A value in this interval.
    Within(Interval),
    /// A value in an interval of which an end, at least, is not agreed yet: each end and whether it is outside.
    Around {
        /// The lower end.
        low: Option<(Expr, bool)>,
        /// The upper end.
        high: Option<(Expr, bool)>,
    },
    /// An interval or a value that is not agreed yet.
    Blank(Name),
}

/// How several answers or amounts become one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Combination {
    /// Their sum.
    Sum,
    /// The greatest.
    Greatest,
    /// The least.
    Least,
    /// The one that someone chooses.
    Choice(Actor),
    /// Not agreed yet.
    Blank(Name),
}

/// A sort of evidence.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What each record is about; none: the contract.
    pub of: Option<Subject>,
    /// Who keeps it.
    pub by: Option<Actor>,
    /// Its definition.
    pub means: Option<Text>,
    /// Its fields.
    pub fields: Vec<RecordField>,
}

/// A field of a record. One that is an instant is an event.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordField {
    /// Its name.
    pub name: Name,
    /// What people call it.
    pub label: Text,
    /// What it holds.
    pub ty: FieldType,
    /// Who observes or writes it.
    pub by: Option<Actor>,
    /// Its definition.
    pub means: Option<Text>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// What a field of a record holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
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
    /// An amount in the contract's currency.
    Money,
    /// A number of a unit.
    Unit(Name),
    /// A value of a dimension.
    Dimension(Id<Dimension>),
    /// One of these words.
    Choice(Vec<Name>),
    /// Another record.
    Record(Id<Record>),
    /// A service.
    Service,
    /// A party or a role.
    Actor,
}

/// Something that holds at some instants.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What it is a state of.
    pub of: Subject,
    /// How it is known.
    pub holds: StateSource,
    /// Of a state that lasts from one event until another: which records make it.
    pub when: Option<Expr>,
    /// The slot in which it holds or does not.
    pub each: Option<Window>,
    /// How long it must last to hold.
    pub lasting: Option<Bound>,
    /// Whether it holds in a slot without a sample.
    pub empty: Option<bool>,
    /// Its definition.
    pub means: Option<Text>,
}

/// How a state is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StateSource {
    /// A condition on evidence.
    When(Expr),
    /// Someone reports it.
    GivenBy(Actor),
    /// From one event until another.
    Between(Event, Event),
    /// Not agreed yet.
    Blank(Name),
}

/// A number or an amount with a name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What it belongs to; none: the contract.
    pub of: Option<Subject>,
    /// How it is known.
    pub value: FigureSource,
    /// Its unit; for one that is computed, as inferred.
    pub unit: Option<Name>,
    /// For a rate, the window that one value is for: `month` of `12000 EUR per month`.
    pub per: Option<Window>,
    /// Its value where nothing else gives one.
    pub default: Option<Expr>,
    /// What its sum may reach, in which group.
    pub total: Option<(Bound, Option<Window>)>,
    /// Its definition.
    pub means: Option<Text>,
}

/// How a figure is known.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FigureSource {
    /// An expression.
    Is(Expr),
    /// A decision table.
    Decision(Decision<Expr>),
    /// Someone states it, for each window where one is named.
    GivenBy(Actor, Option<Window>),
    /// A column of a table gives it: of services or of objectives.
    Column(Vec<(Name, Expr)>),
    /// Not agreed yet.
    Blank(Name),
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// The five forms of indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Time in a state, in agreed service time.
    TimeRatio,
    /// Good cases among all.
    CountRatio,
    /// Good slots of a grid among all.
    SlotRatio,
    /// The time between two events on a clock.
    Duration,
    /// A value computed from samples or from other indicators.
    Value,
}

/// What is measured and how it is computed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What it is an indicator of.
    pub of: Subject,
    /// The formula.
    pub formula: Expr,
    /// Its form.
    pub form: Form,
    /// The unit of its values: `%`, `s` for a duration, empty for a plain number.
    pub unit: Name,
    /// The least and the greatest value that it can take, in its unit.
    pub domain: Interval,
    /// The slot that it is computed in first.
    pub each: Option<Window>,
    /// The calendar on which it counts, where an objective names none.
    pub during: Option<CalendarSet>,
    /// Its value in a slot without a sample.
    pub empty: Option<Expr>,
    /// Which way is better.
    pub better: Option<Polarity>,
    /// Its definition in words.
    pub means: Option<Text>,
}

impl Model {
    /// Whether a clock between two events looks back, as that of lost data does: it stops where another one starts, alone in where it
    /// starts.
    #[must_use]
    pub fn looks_back(&self, from: &Event, to: &Event) -> bool {
        let starts = |at: &Event| {
            let times = self.indicators.iter().filter_map(|indicator| match &indicator.formula {
                Expr::TimeBetween { from, .. } => Some(from),
                _ => None,
            });
            times.filter(|start| *start == at).count()
        };
        starts(from) == 1 && starts(to) > 0
    }
}

impl HasTerm for Dimension {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Record {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for State {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Figure {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl Figure {
    /// The periods for each of which it has a value that rests on its own value of the one before; none where it does not.
    #[must_use]
    pub fn own_window(&self) -> Option<&Window> {
        let id = self.id();
        let carried = match &self.value {
            FigureSource::Is(expr) => expr.carries(&id),
            FigureSource::Decision(table) => {
                table.rows.iter().filter_map(|row| row.outcome.as_ref()).find_map(|expr| expr.carries(&id))
            }
            _ => None,
        };
        match carried {
            Some(Window::Previous { of, .. }) => Some(of),
            _ => None,
        }
    }
}
impl Indicator {
    /// Whether the values of the slots that it is computed in first become one as a mean: those of a share, or of a mean.
    #[must_use]
    pub fn is_mean_of_slots(&self) -> bool {
        let gathers = |function: Aggregate| matches!(function, Aggregate::Share | Aggregate::Mean);
        let of_samples = matches!(&self.formula, Expr::Aggregate { function, over: None, .. } if gathers(*function));
        self.each.is_some() && (of_samples || matches!(self.formula, Expr::TimeShare { .. }))
    }
}

impl HasTerm for Indicator {
    fn term(&self) -> &Term {
        &self.term
    }
}
