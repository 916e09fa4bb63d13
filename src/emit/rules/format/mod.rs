//! The published format: what `slac export rules` writes. Its JSON Schema is `schema/rules.schema.json`.
//!
//! Nothing of the model shows through: a type of the model may change, and this format may not. Fields are added without a
//! new version; a new version is due when a reader of the old one would misread the new one. The comments here are the
//! descriptions in the schema, written for someone who has never read a contract.

mod duty;
mod effect;
mod evidence;
mod formula;
mod time;

pub use duty::*;
pub use effect::*;
pub use evidence::*;
pub use formula::*;
pub use time::*;

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the format.
pub const VERSION: &str = "1";

/// What a monitor needs to judge a service contract.
///
/// Begin with `rules`: each is one promise that is kept or broken. A rule names its indicator, calendar, exclusions and
/// penalties by `id`; they stand once, in the lists beside it. What a contract says and a rule cannot carry is listed in
/// `not_carried`: nothing is dropped in silence. Numbers are exact and stand in strings, because JSON readers round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Rules of slac")]
pub struct Rules {
    /// Version of this format. A reader must refuse a version that it does not know, and ignore fields that it does not know.
    pub version: String,
    /// The program that wrote this, with its version.
    pub generator: String,
    /// The agreement that the rules come from.
    pub contract: Contract,
    /// Who promises, who is promised, who supplies, who measures.
    pub parties: Vec<Party>,
    /// People of a party, whom escalation calls.
    pub roles: Vec<Role>,
    /// What is promised: one rule a promise, in the order of the contract.
    pub rules: Vec<Rule>,
    /// What is measured, and how it is computed.
    pub indicators: Vec<Indicator>,
    /// Conditions that hold at some instants and not at others, such as "up".
    pub states: Vec<State>,
    /// Sorts of evidence that indicators read: incidents, probe samples, backup jobs.
    pub records: Vec<Record>,
    /// What cases and services are told apart by, such as a priority.
    pub dimensions: Vec<Dimension>,
    /// Numbers and amounts with a name, such as a fee.
    pub figures: Vec<Figure>,
    /// Sets of instants, such as business hours, with the dates of their holidays.
    pub calendars: Vec<Calendar>,
    /// Periods of the contract's own.
    pub periods: Vec<Period>,
    /// Time and cases that do not count.
    pub exclusions: Vec<Exclusion>,
    /// What is owed when a promise is broken or exceeded, before any cap (see `not_carried`).
    pub penalties: Vec<Penalty>,
    /// What people must do by a deadline, where an amount is owed each time that they do not. Other duties are listed in `not_carried`.
    pub duties: Vec<Duty>,
    /// Values of rules that are different for a time or under a condition.
    pub exceptions: Vec<Exception>,
    /// How every duration is counted and what is judged when little is known.
    pub conventions: Vec<Convention>,
    /// Terms of the contract that these rules do not carry, and why.
    pub not_carried: Vec<NotCarried>,
}

/// Text by language tag, such as `fr` and `en`. Empty where the contract gives no words.
pub type Texts = BTreeMap<String, String>;

/// The agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Contract {
    /// Its name in the source.
    pub id: String,
    /// Its title.
    pub label: Texts,
    /// The number by which the parties cite it.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub reference: Texts,
    /// The first day, from its midnight in `timezone`.
    pub from: String,
    /// The day at whose midnight it is over: the day itself does not belong to it. Absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The IANA time zone of every local date and time in this file.
    pub timezone: String,
    /// The version of the time-zone data that the dates were computed with.
    pub tzdata: String,
    /// The ISO 4217 currency of amounts. Absent: the contract has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Choices that the contract makes among values of its dimensions, such as its plan.
    pub chooses: Vec<Chosen>,
}

/// A choice of the contract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Chosen {
    /// The dimension.
    pub dimension: String,
    /// The value that applies.
    pub value: String,
}

/// Where something stands in the contract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Origin {
    /// The name of the term, the same in the source, in the signed text and in reports.
    pub id: String,
    /// File and line of the source.
    pub source: String,
    /// The number of the clause in the signed text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Who takes part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Party {
    /// Its name in the source.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// What it is.
    pub kind: PartyKind,
}

/// What a party is.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// It provides the services, and signs.
    Provider,
    /// It buys them, and signs.
    Customer,
    /// The provider relies on it; it does not sign.
    Supplier,
    /// It measures or finds facts.
    Observer,
}

/// People of a party.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Role {
    /// Its name in the source.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// The party that they belong to.
    pub party: String,
    /// When they can be reached.
    pub reachable: InstantSet,
}

/// One promise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Rule {
    /// The name of the promise: unique, and the same for as long as the promise means the same.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// The whole rule in one English sentence, to show beside an alert.
    pub why: String,
    /// Where it stands in the contract.
    pub term: Origin,
    /// The service level that it belongs to.
    pub tier: String,
    /// The services that it is about, each with the time for which it is held to this level. Empty: no service is named, and
    /// the rule is about every case of the contract.
    pub services: Vec<HeldService>,
    /// The party that promises.
    pub debtor: String,
    /// The party that it is promised to.
    pub creditor: String,
    /// The party or role whose measurement counts. Absent: the contract names nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_by: Option<String>,
    /// The indicator that is measured.
    pub indicator: String,
    /// The cases that it is about: each limit must hold. Empty: all cases.
    pub scope: Vec<ScopeLimit>,
    /// Which contracts or services the level is for. Absent: all that are held to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Formula>,
    /// What is promised.
    pub target: Target,
    /// The share of cases that must meet the target. Absent: the target is about the value of the whole window, or each case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota: Option<Amount>,
    /// With fewer cases than this in a window, the quota is not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<u64>,
    /// What is aimed at beyond the target: missing it is reported and breaks nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Amount>,
    /// What one verdict is for.
    pub window: Window,
    /// The instants that count; others are as if they did not exist. Absent: the indicator does not count time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<InstantSet>,
    /// The first day on which it is in force.
    pub from: String,
    /// The day on which it is no longer in force. Absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The exclusions whose time or cases do not count for this rule.
    pub exclusions: Vec<String>,
    /// The exceptions that may change this rule.
    pub exceptions: Vec<String>,
    /// Who is called while a case of this rule is open, in order.
    pub escalation: Vec<EscalationStep>,
    /// What is owed when it is broken or exceeded.
    pub penalties: Vec<String>,
    /// Facts that amounts read about this promise, such as its weight.
    pub facts: Vec<Fact>,
    /// `means`: the debtor must do its best; `result`: only the result counts. Absent: the contract does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obligation: Option<String>,
}

/// A service that is held to a level for a time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HeldService {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// The first day.
    pub from: String,
    /// The day on which it is no longer held to it. Absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether each instance of the service is judged on its own.
    pub each_instance: bool,
    /// When the service is provided. Absent: the contract gives it no hours of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<InstantSet>,
    /// Facts about the service, such as its plan or its region.
    pub facts: Vec<Fact>,
}

/// One limit of a scope: the case has one of these values.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScopeLimit {
    /// What is asked of the case.
    pub dimension: String,
    /// The values that it may have.
    pub values: Vec<String>,
}

/// An exact number with its unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Amount {
    /// The exact number as the contract writes it: a decimal (`99.95`), or a fraction (`1/3`) where no finite decimal is
    /// exact. A string, so that no reader rounds it.
    #[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]+)?$|^-?[0-9]+/[0-9]+$"))]
    pub value: String,
    /// Its unit as the contract writes it: `%`, `h`, `day`, `EUR`; empty for a plain number.
    pub unit: String,
    /// The same in the unit that machines compute in. Absent where nothing converts exactly, as for money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
}

/// A number in a base unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Base {
    /// The exact number.
    #[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]+)?$|^-?[0-9]+/[0-9]+$"))]
    pub value: String,
    /// `1` for a share of one (`99.95 %` is `0.9995`), `s` for a duration, `bit` for data; `day` and `month` for spans that
    /// are counted on a calendar.
    pub unit: String,
}

/// A bound: how the value is compared, and with what.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Target {
    /// How the attained value must compare with the limit.
    pub comparator: Comparator,
    /// The limit, where it is a number. Either this or `formula` is present.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The limit, where it is computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<Formula>,
    /// Of a limit in days: the calendar whose days are counted. Absent: a limit in days counts all of them, whatever the `calendar`
    /// of the rule is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_of: Option<InstantSet>,
}

/// A comparison. A duration is on time at the very instant of its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// The value is the limit or more.
    AtLeast,
    /// The value is the limit or less.
    AtMost,
    /// The value is more than the limit.
    MoreThan,
    /// The value is less than the limit.
    LessThan,
    /// The value is the limit.
    Exactly,
}
