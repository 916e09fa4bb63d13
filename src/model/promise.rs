//! What is promised: services, tiers, commitments, exclusions.

use super::{
    Actor, Bound, CalendarSet, Deadline, Delay, Event, Expr, HasTerm, Id, Indicator, Party, Quantity, Scope, Term,
    Text, Window,
};
use crate::base::{Name, Span};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is provided.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Who provides it.
    pub by: Id<Party>,
    /// The services that it needs.
    pub depends_on: Option<Dependency>,
    /// The tier that it is held to, with the dates.
    pub tiers: Vec<Held>,
    /// Whether each instance is judged on its own.
    pub many: bool,
    /// When it is provided.
    pub hours: Option<CalendarSet>,
    /// Its perimeter.
    pub means: Option<Text>,
    /// Facts about it: values of dimensions and figures `of service`.
    pub facts: Vec<(Name, Expr)>,
}

/// A tier that a service is held to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// The tier.
    pub tier: Id<Tier>,
    /// The first day.
    pub from: Option<Date>,
    /// The day on which it is no longer.
    pub until: Option<Date>,
    /// The blank in the place of the first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_open: Option<Name>,
    /// The blank in the place of the day on which it is no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_open: Option<Name>,
}

/// What a service needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Dependency {
    /// A service.
    Service(Id<Service>),
    /// All of them, in series.
    All(Vec<Dependency>),
    /// At least one of them, in parallel.
    Any(Vec<Dependency>),
    /// At least so many of them.
    AtLeast(u32, Vec<Dependency>),
}

/// A set of commitments.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Tier {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Who owes it.
    pub debtor: Id<Party>,
    /// To whom.
    pub creditor: Id<Party>,
    /// Who measures, where a commitment names no one.
    pub measurer: Option<Actor>,
    /// The tier that it copies.
    pub extends: Option<Id<Tier>>,
    /// Tiers that it is declared to be better than.
    pub above: Vec<Id<Tier>>,
    /// Which contracts or services it is for.
    pub when: Option<Expr>,
    /// The tables that people sign, as written: which commitments stand in which row, for the text.
    pub tables: Vec<TierTable>,
}

/// A table of a tier, for the text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TierTable {
    /// The heads of its columns, as names of the source; of a crossed table `priority \\ impact`, then `impact high`: the dimension of
    /// the columns and one of its values.
    pub columns: Vec<Name>,
    /// The commitments of each row, in order.
    pub rows: Vec<Vec<Id<Commitment>>>,
}

/// What is promised in one cell: one indicator, one scope, one tier.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Commitment {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// The tier that it belongs to.
    pub tier: Id<Tier>,
    /// The name of the objective, where it has one.
    pub objective: Option<Name>,
    /// Who owes it.
    pub debtor: Id<Party>,
    /// To whom.
    pub creditor: Id<Party>,
    /// What is measured.
    pub indicator: Id<Indicator>,
    /// Which cases or services.
    pub scope: Scope,
    /// The exact target; none where the cell is `-`: no commitment, on purpose.
    pub target: Option<Bound>,
    /// What is aimed at beyond it.
    pub goal: Option<Quantity>,
    /// The share of cases that must meet it.
    pub quota: Option<Quantity>,
    /// The least number of cases for a verdict on the quota.
    pub sample: Option<u64>,
    /// One verdict for each of these; none: nothing says so (a finding).
    pub window: Option<Window>,
    /// The calendar on which it counts; none: nothing says so (a finding).
    pub calendar: Option<CalendarSet>,
    /// Who measures; none: nobody (a finding).
    pub measurer: Option<Actor>,
    /// `means` or `result`.
    pub obligation: Option<Name>,
    /// The exclusions that suspend it.
    pub suspended_by: Vec<Id<Exclusion>>,
    /// The commitments that it replaces in its tier's parent.
    pub overrides: Vec<Name>,
    /// Whether it is written with `overrides`.
    pub is_override: bool,
    /// The commitment of a parent tier that it is a copy of.
    pub inherited: Option<Name>,
    /// Facts about the objective: figures and values of dimensions `of objective`.
    pub facts: Vec<(Name, Expr)>,
    /// Where the target stands.
    #[serde(skip)]
    pub target_span: Span,
}

/// Time or cases that do not count, or a pause.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exclusion {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// When it applies.
    pub applies: ExclusionSource,
    /// The indicators that do not count meanwhile; empty with `suspends_all`: all.
    pub suspends: Vec<Id<Indicator>>,
    /// Whether it suspends every indicator.
    pub suspends_all: bool,
    /// How much of it may be used in which window.
    pub budget: Option<(Quantity, Option<Window>)>,
    /// How long before it the other party is told.
    pub notice: Option<Deadline>,
    /// How long one occurrence may last, and what happens then.
    pub limit: Option<(Delay, Option<Name>)>,
    /// Where the count then begins again only if a party chooses so: the event by which it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<Event>,
    /// Who uses it.
    pub by: Option<Actor>,
    /// Who finds that it applies.
    pub established: Option<Finding>,
    /// The part that does not count where the cause is shared.
    pub share: Option<Quantity>,
    /// Its definition.
    pub means: Option<Text>,
}

/// When an exclusion applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExclusionSource {
    /// Days and hours when it may be used; a record says when it was.
    Permitted(Vec<crate::time::weekly::Recurrence>),
    /// The instants of a calendar when it may be used.
    Calendar(CalendarSet),
    /// A condition on evidence.
    When(Expr),
    /// From one event until another.
    Between(Event, Event),
    /// Not agreed yet.
    Blank(Name),
}

/// Who establishes a fact, within what time, and what holds without it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Who.
    pub by: Actor,
    /// Within what time, after which event.
    pub within: Option<Deadline>,
    /// What holds without a finding in time: `counts` or `does_not_count`.
    pub otherwise: Option<Name>,
}

impl Exclusion {
    /// Whether one occurrence lasts on beyond its limit, after which the count begins again: `then reset_at_end`.
    #[must_use]
    pub fn lasts_on(&self) -> bool {
        self.limit.as_ref().and_then(|(_, then)| then.as_deref()) == Some("reset_at_end")
    }
}

impl HasTerm for Service {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Tier {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Commitment {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Exclusion {
    fn term(&self) -> &Term {
        &self.term
    }
}
