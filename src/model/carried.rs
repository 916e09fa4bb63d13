//! What is carried beside the promises: scenarios, acceptances, exceptions, prose, blanks.

use super::{ExclusionSource, Expr, HasTerm, Id, Party, Record, Scope, Term, Text};
use crate::base::{Name, Span};
use crate::time::Recurrence;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A worked example.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Scenario {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// The first day of what it is about.
    pub day: Date,
    /// Whether it is about the whole month of that day.
    pub month: bool,
    /// `binding` or `illustrative`.
    pub status: Option<Name>,
    /// The story.
    pub means: Option<Text>,
    /// Evidence.
    pub rows: Vec<EvidenceRow>,
    /// Figures and attained values that are taken as given: a name, what it names, the value.
    pub given: Vec<Expectation>,
    /// What must come out.
    pub expect: Vec<Expectation>,
}

/// One record of evidence in a scenario.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceRow {
    /// Its sort.
    pub record: Id<Record>,
    /// Its name.
    pub name: Name,
    /// Its fields: the field, what it holds.
    pub values: Vec<(Name, EvidenceValue)>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// What a field of evidence holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum EvidenceValue {
    /// A local instant (RFC 3339 without an offset, in the contract's zone), or with a written offset.
    Instant(String),
    /// Several of them, in order.
    Instants(Vec<String>),
    /// An expression.
    Expr(Expr),
    /// A word: a service, a value, a record's name.
    Word(Name),
    /// Free text.
    Text(Text),
}

/// What a scenario gives or expects.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Expectation {
    /// What it is about.
    pub what: Expected,
    /// For what is given, the first day of the month that it is given for; none for that of the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Date>,
    /// The value.
    pub is: Option<Expr>,
    /// Of a duty, the last day on which it is due, or the instant: `2026-06-08`, `2026-06-08T17:00:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Name>,
    /// The decimals of its unit at which the value is compared, where it is not exact.
    pub rounded: Option<u32>,
    /// The verdict.
    pub verdict: Option<Name>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// What an expectation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// A term of the model, by identity: a penalty, a figure, a settlement.
    Term(Name),
    /// An indicator or objective of a service or of a record of the scenario.
    Of {
        /// The indicator or objective.
        what: Name,
        /// The service or the record's name.
        of: Name,
    },
}

/// An accepted warning.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Acceptance {
    /// The rule's kebab-case name.
    pub rule: Name,
    /// The terms that it is accepted for, by identity; empty: all.
    pub terms: Vec<Name>,
    /// The parties that take note.
    pub acknowledged: Vec<Id<Party>>,
    /// The reason, printed.
    pub because: Option<Text>,
    /// The drafter's reason, not printed.
    pub remark: Option<Text>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// Other values of a term's fields under a condition or for a time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// What every term has. Its validity is when it holds.
    #[serde(flatten)]
    pub term: Term,
    /// The identities of the terms that it changes: one, or several commitments.
    pub on: Vec<Name>,
    /// The condition under which it holds.
    pub when: Option<ExclusionSource>,
    /// Which cases.
    pub scope: Scope,
    /// The exceptions that it prevails over.
    pub over: Vec<Id<Exception>>,
    /// The fields that it replaces, with their values: an expression, or words as written.
    pub fields: Vec<(Name, Replacement)>,
}

/// What a field becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Replacement {
    /// An expression; `base` in it is the value without the exception.
    Expr(Expr),
    /// A bound.
    Bound(super::Bound),
    /// Words.
    Words(Vec<Name>),
    /// A text.
    Text(Text),
    /// A calendar.
    Calendar(super::CalendarSet),
    /// A window.
    Window(super::Window),
    /// A delay.
    Delay(super::Delay),
    /// Days and hours of a calendar, and days of it that are counted on another one.
    Hours(Vec<Recurrence>, Vec<super::CountedDay>),
    /// One of the caps of a settlement; together they stand in the place of its own.
    Cap(super::Cap),
    /// Up to which total a settlement owes nothing.
    Exempt(super::Exemption),
    /// How the amounts of a settlement combine, within which group, and between which groups of them.
    Combine(super::Combination, Option<Name>, Vec<Vec<Id<super::Schedule>>>),
}

/// Binding prose.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Prose {
    /// What every term has; the label is the title, or empty.
    #[serde(flatten)]
    pub term: Term,
    /// Whether it opens the contract.
    pub recital: bool,
    /// The prose.
    pub says: Text,
    /// The part that it is printed in.
    pub under: Option<Name>,
}

/// A value that is not agreed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blank {
    /// Its name.
    pub name: Name,
    /// The term that it stands in.
    pub term: Name,
    /// The field.
    pub field: Name,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

impl HasTerm for Scenario {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Exception {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Prose {
    fn term(&self) -> &Term {
        &self.term
    }
}
