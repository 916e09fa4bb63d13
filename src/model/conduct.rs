//! What people do: rights, duties, responsibilities, escalation, backup.

use super::{
    Actor, CalendarSet, Commitment, CommitmentRef, Deadline, Delay, Event, Expr, HasTerm, Id, Quantity, Scope, Service,
    Subject, Term, Text, Window,
};
use crate::base::{Name, Span};
use crate::time::weekly::Recurrence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a party may do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Right {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Whose right it is.
    pub of: Actor,
    /// The condition under which it arises.
    pub when: Option<Expr>,
    /// What it is about: identities of terms; empty: the contract.
    pub on: Vec<Name>,
    /// How often it arises.
    pub each: Option<Window>,
    /// The service of each of whose instances it arises by itself; for `Any`, each service, and each instance of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each_of: Option<Subject>,
    /// How long it may be used.
    pub within: Option<Deadline>,
    /// How long before it takes effect it is announced.
    pub notice: Option<Deadline>,
    /// The event after which it may be used, where no delay runs from it.
    #[serde(default)]
    pub after: Option<Event>,
    /// The terms that it may change.
    pub changes: Vec<Name>,
    /// What must hold of the change.
    pub provided: Option<Expr>,
    /// `kept` or `replaced`: rights that the law gives.
    pub law: Option<Name>,
    /// What it allows.
    pub does: Option<Text>,
}

/// What a party must do.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Duty {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Who must do it: each of them.
    pub of: Vec<Actor>,
    /// For whom.
    pub to: Vec<Actor>,
    /// How often; none: once.
    pub each: Option<Window>,
    /// After how long it is due again, from when it was due last; of the first time, where no deadline says it, the event from which
    /// that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Deadline>,
    /// The deadline.
    pub within: Option<Deadline>,
    /// How long before an event.
    pub notice: Option<Deadline>,
    /// The event that it follows, where no delay runs from it.
    #[serde(default)]
    pub after: Option<Event>,
    /// The event that it precedes, however shortly.
    #[serde(default)]
    pub before: Option<Event>,
    /// The event that ends it; a day stands in its validity.
    #[serde(default)]
    pub until: Option<Event>,
    /// Which cases.
    pub scope: Scope,
    /// The calendar on which the deadline counts.
    pub during: Option<CalendarSet>,
    /// What must be done.
    pub does: Option<Text>,
    /// `accepted` or `refused`: the other party's silence.
    pub silence: Option<Name>,
    /// `means` or `result`.
    pub obligation: Option<Name>,
}

/// Who answers for one activity.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Responsibility {
    /// What every term has; the label is the activity's.
    #[serde(flatten)]
    pub term: Term,
    /// The matrix that it stands in, with its label.
    pub matrix: Name,
    /// The label of the matrix.
    pub matrix_label: Text,
    /// The services that it is about; empty: all.
    pub services: Vec<Id<Service>>,
    /// One cell for each column.
    pub cells: Vec<ResponsibilityCell>,
}

/// A cell of a responsibility matrix.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ResponsibilityCell {
    /// The party or role of the column.
    pub actor: Actor,
    /// Letters of `R`, `A`, `C`, `I`, in that order; empty where the cell is `-`.
    pub letters: String,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

/// Who is called in while a case is open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Escalation {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Which cases.
    pub of: Subject,
    /// The event that every delay runs from.
    pub from: Event,
    /// The event that ends it.
    pub until: Event,
    /// The levels.
    pub steps: Vec<EscalationStep>,
}

/// One level.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EscalationStep {
    /// Its number or name.
    pub level: Name,
    /// Who is called in.
    pub to: Actor,
    /// How long after the event.
    pub after: Delay,
    /// The calendar on which a delay that is a duration counts, where it names none.
    pub during: CalendarSet,
    /// Which cases.
    pub scope: Scope,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

impl EscalationStep {
    /// How long after the event it is called in, with the calendar that is counted.
    #[must_use]
    pub fn delay(&self) -> Delay {
        self.after.clone().counted_on(Some(&self.during))
    }
}

/// A backup plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Backup {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What is backed up.
    pub of: Vec<Id<Service>>,
    /// The commitments that it serves.
    pub protects: Vec<Id<Commitment>>,
    /// Who runs it.
    pub by: Option<Actor>,
    /// The product or the method.
    pub means: Option<Text>,
    /// What is covered.
    pub perimeter: Scope,
    /// How often a copy is made.
    pub every: Delay,
    /// At what time.
    pub at: Vec<Recurrence>,
    /// Until the copy is safe.
    pub lag: Option<Quantity>,
    /// Where copies are kept.
    pub stored: Option<Id<Service>>,
    /// How long.
    pub retained: Option<Delay>,
    /// How much there is to restore, at the most.
    pub size: Option<Quantity>,
    /// How fast, at the least.
    pub restore: Option<Quantity>,
    /// `still_bound` or `released` beyond `size`.
    pub beyond_size: Option<Name>,
    /// Until the disaster is noticed.
    pub detect: Option<Quantity>,
    /// Until the recovery is decided.
    pub declare: Option<Quantity>,
    /// Until the restored service is checked.
    pub verify: Option<Quantity>,
    /// Restore tests.
    pub test: Option<RestoreTest>,
}

/// Restore tests of a backup plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RestoreTest {
    /// How often.
    pub each: Option<Window>,
    /// What follows a failed one: `repeated` or `breach`.
    pub otherwise: Option<Name>,
    /// Within what time it is repeated.
    pub within: Option<Delay>,
}

impl Duty {
    /// The commitments whose breach it follows.
    #[must_use]
    pub fn follows_breach(&self) -> Option<&CommitmentRef> {
        let deadlines = self.within.iter().chain(&self.every).filter_map(|deadline| deadline.after.as_ref());
        deadlines.chain(&self.after).find_map(|event| match event {
            Event::Breach(of) => Some(of.as_ref()),
            _ => None,
        })
    }
}

impl HasTerm for Right {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Duty {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Responsibility {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Escalation {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Backup {
    fn term(&self) -> &Term {
        &self.term
    }
}
