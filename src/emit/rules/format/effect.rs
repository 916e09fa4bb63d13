//! What changes a verdict, and what follows from one: exclusions, exceptions, penalties, escalation.

use super::{
    Amount, Deadline, Delay, Event, Formula, InstantSet, Opening, Origin, ScopeLimit, Table, Target, Texts, Window,
};
use schemars::JsonSchema;
use serde::Serialize;

/// Time or cases that do not count, or that stop the clock of a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Exclusion {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// When it applies.
    pub applies: Applies,
    /// Whether it suspends every indicator.
    pub suspends_all: bool,
    /// The indicators that it suspends, where it does not suspend all.
    pub suspends: Vec<String>,
    /// How much of it may be used. Absent: there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<Budget>,
    /// How long before it the other party must be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<Deadline>,
    /// How long one occurrence may last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Who uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Who finds that it applies, and what holds without a finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub established: Option<Established>,
    /// The part that does not count where the cause is shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Amount>,
    /// In English.
    pub words: String,
    /// The definition that the parties agreed on.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub means: Texts,
}

/// When an exclusion or an exception applies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum Applies {
    /// Hours in which it may be used; a record says when it was. Unused hours count as any others.
    Permitted {
        /// The hours.
        open: Vec<Opening>,
    },
    /// Instants in which it may be used.
    During {
        /// The instants.
        instants: InstantSet,
    },
    /// A condition on evidence.
    When {
        /// The condition.
        condition: Formula,
    },
    /// From one event until another.
    Between {
        /// It begins.
        from: Event,
        /// It ends.
        until: Event,
    },
}

/// How much of an exclusion may be used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Budget {
    /// How much.
    pub amount: Amount,
    /// In which window. Absent: over the term of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<Window>,
}

/// How long one occurrence may last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Limit {
    /// How long.
    pub delay: Delay,
    /// What happens then: `resume` (the clock runs again), `reset`, `reset_at_end` (it stands still on, and begins again at nothing when
    /// the occurrence is over), `downgrade`, `close`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// With `reset_at_end`: the event by which a party chooses so, from the limit on until the end. Absent: it follows by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub once: Option<Event>,
}

/// Who establishes a fact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Established {
    /// The party or role.
    pub by: String,
    /// Within what time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Deadline>,
    /// What holds without a finding in time: `counts` or `does_not_count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}

/// What is owed when a promise is broken, or exceeded. The amount is the contract's; a judge may revise it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Penalty {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// Which way it goes.
    pub direction: Direction,
    /// The cases that it is about.
    pub scope: Vec<ScopeLimit>,
    /// The services that it is about. Empty: all.
    pub services: Vec<String>,
    /// One amount for each of these. Absent: one for each window of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<Window>,
    /// What a bare percentage is a share of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Formula>,
    /// The amount, where one formula gives it. Either this or `brackets` is present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Formula>,
    /// The amount, where a table gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brackets: Option<Table<Formula>>,
    /// When it is not owed: any of these suffices.
    pub waived_when: Vec<Formula>,
    /// In English.
    pub words: String,
    /// The first day on which it is in force.
    pub from: String,
    /// The day on which it is no longer in force. Absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Which way an amount goes.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The party that promised owes it.
    Penalty,
    /// The party that it was promised to owes it.
    Bonus,
}

/// Who is called while a case is open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EscalationStep {
    /// The ladder that it belongs to.
    pub term: Origin,
    /// The number or name of the level.
    pub level: String,
    /// The party or role that is called.
    pub to: String,
    /// How long after `from`.
    pub after: Delay,
    /// The event that the delay runs from.
    pub from: Event,
    /// The event that ends it: nobody is called after it.
    pub until: Event,
    /// The cases for which this level is called.
    pub scope: Vec<ScopeLimit>,
}

/// Values that are different for a time or under a condition.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Exception {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// The terms that it changes.
    pub on: Vec<String>,
    /// The condition under which it holds. Absent: at any time from `from` until `until`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies: Option<Applies>,
    /// The first day on which it holds.
    pub from: String,
    /// The day on which it no longer holds. Absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The cases for which it holds.
    pub scope: Vec<ScopeLimit>,
    /// The exceptions that it prevails over.
    pub over: Vec<String>,
    /// What it replaces.
    pub replaces: Vec<Replaced>,
}

/// A field that an exception replaces.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Replaced {
    /// The field, as the language calls it: `target` is the bound of a promise.
    pub field: String,
    /// Its value.
    pub value: Replacement,
}

/// What a field becomes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Replacement {
    /// A formula; the word `base` in it is the value without the exception.
    Formula {
        /// The formula.
        formula: Formula,
    },
    /// A bound.
    Target {
        /// The bound.
        target: Target,
    },
    /// Words.
    Words {
        /// The words.
        words: Vec<String>,
    },
    /// A text.
    Text {
        /// The text.
        text: Texts,
    },
    /// Days and hours of a calendar.
    Hours {
        /// Hours of weekly and yearly days.
        open: Vec<Opening>,
    },
    /// A set of instants.
    Instants {
        /// The instants.
        instants: InstantSet,
    },
    /// A window.
    Window {
        /// The window.
        window: Window,
    },
    /// A delay.
    Delay {
        /// The delay.
        delay: Delay,
    },
    /// A cap of a settlement; together they stand in the place of its own.
    Cap {
        /// What amounts may reach.
        amount: Formula,
        /// In which window. Absent: nothing says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        each: Option<Window>,
        /// Which penalties; empty: all of the settlement.
        of: Vec<String>,
    },
    /// Up to which total a settlement owes nothing.
    Exempt {
        /// The total.
        amount: Formula,
        /// In which window. Absent: nothing says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        each: Option<Window>,
        /// `whole`: beyond it all is owed, what was exempt before included; `excess`: what exceeds it.
        #[serde(skip_serializing_if = "Option::is_none")]
        then: Option<String>,
    },
}

/// A convention of the contract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Convention {
    /// `clock`: how every duration is counted. `assessment`: what is judged when little is known. `delays`: how delays in
    /// days are counted.
    pub about: String,
    /// The question, such as `outside_hours`: may a clock start outside its calendar?
    pub question: String,
    /// The answer, such as `starts_at_next_opening`; `instants` where it is the set of instants below.
    pub answer: String,
    /// Of delays, for the question `during`: the instants whose days are open. For `reception`: those in which an event is received; one that
    /// happens outside of them counts as one of the day on which they begin next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instants: Option<InstantSet>,
    /// Where it stands in the contract.
    pub term: Origin,
}

/// A term of the contract that no rule carries.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotCarried {
    /// The term.
    pub term: Origin,
    /// What sort of term it is: `right`, `duty`, `settlement` …
    pub sort: String,
    /// Why a monitor's rule cannot carry it.
    pub reason: String,
}
