//! The agreement, its parties, and the presets that it adopts.

use super::{CalendarSet, Delay, Event, HasTerm, Id, Quantity, Term, Text};
use crate::base::Name;
use crate::quantity::Rounding;
use crate::quantity::currency::UNNAMED;
use crate::time::zone;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The agreement.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Contract {
    /// What every term has. Its validity is the term of the contract.
    #[serde(flatten)]
    pub term: Term,
    /// The number by which the parties cite it.
    pub reference: Option<Text>,
    /// The day of signature.
    pub signed: Option<Date>,
    /// The first day; none where it is a blank.
    pub from: Option<Date>,
    /// The day on which the term is over; none: open-ended.
    pub until: Option<Date>,
    /// What happens at the end.
    pub renewal: Option<Renewal>,
    /// The IANA zone of every local time; none where it is a blank.
    pub timezone: Option<String>,
    /// The version of the time-zone data that the zone is read with.
    pub tzdata: String,
    /// The ISO 4217 currency; none where it is a blank, and where there are no amounts.
    pub currency: Option<String>,
    /// How the final amount of a settlement is rounded.
    pub rounding: Option<MoneyRounding>,
    /// Whether amounts include taxes: `excluded` or `included`.
    pub taxes: Option<Name>,
    /// The languages in which it is printed.
    pub languages: Vec<Name>,
    /// The one that prevails.
    pub prevails: Option<Name>,
    /// The law that governs it.
    pub law: Option<Text>,
    /// The courts that hear disputes.
    pub jurisdiction: Option<Text>,
    /// Which document prevails, the strongest first.
    pub precedence: Vec<Name>,
    /// The values of dimensions of the contract that apply: dimension, value.
    pub chooses: Vec<(Name, Name)>,
}

impl Contract {
    /// The zone of every local time; UTC where it is a blank. Whatever tells instants asks first whether there is one.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        self.timezone.as_deref().and_then(|name| zone::find(name).ok()).unwrap_or(TimeZone::UTC)
    }

    /// The unit of its amounts; the sign for an unnamed currency where none is agreed.
    #[must_use]
    pub fn money(&self) -> Name {
        self.currency.as_deref().map_or(Name::new_static(UNNAMED), Name::from)
    }
}

/// How the final amount of a settlement is rounded, once.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MoneyRounding {
    /// Which way.
    pub rounding: Rounding,
    /// To a multiple of this.
    pub step: Quantity,
}

/// What happens at the end of the term.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Renewal {
    /// `none`, `tacit` or `express`.
    pub mode: Name,
    /// How long each renewal lasts.
    pub span: Option<Quantity>,
    /// How long before the end a party may refuse it.
    pub notice: Option<Delay>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// It provides the services, and signs.
    Provider,
    /// They are provided to it, and it signs.
    Customer,
    /// A party relies on it; it does not sign.
    Supplier,
    /// It measures or finds facts.
    Observer,
}

/// A party, a supplier or an observer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What it is.
    pub kind: PartyKind,
    /// Of a supplier: the party that relies on it.
    pub of: Option<Id<Party>>,
    /// Of a supplier: `supplier` or `subcontractor`.
    pub status: Option<Name>,
    /// Legal form, registration, seat.
    pub identity: Option<Text>,
    /// Who signs for it.
    pub represented: Option<Text>,
    /// Where notices are sent.
    pub notices: Option<Text>,
    /// Of an observer: the party that pays it.
    pub paid_by: Option<Id<Party>>,
    /// Of an observer: who measures when it cannot.
    pub replaced_by: Option<Actor>,
}

impl Party {
    /// Whether it signs.
    #[must_use]
    pub fn signs(&self) -> bool {
        matches!(self.kind, PartyKind::Provider | PartyKind::Customer)
    }
}

/// People of a party.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// The party that they belong to.
    pub of: Id<Party>,
    /// When the role can be reached.
    pub during: CalendarSet,
    /// Who holds it.
    pub person: Option<Text>,
    /// The qualification that it takes.
    pub skills: Option<Text>,
}

/// Someone who acts: a party or a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// A party.
    Party(Id<Party>),
    /// A role of a party.
    Role(Id<Role>),
}

impl Actor {
    /// The name of the party or role.
    #[must_use]
    pub fn name(&self) -> &Name {
        match self {
            Self::Party(p) => p.name(),
            Self::Role(r) => r.name(),
        }
    }
}

/// How every duration of the contract is counted. Words are those of the kind `clock`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ClockRules {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Each rule that is a word, by field: `outside_hours` → `starts_at_next_opening`.
    pub rules: Vec<(Name, Name)>,
    /// After how long without news a solved case is closed, and since which event.
    pub closing: Option<(Delay, Option<Event>)>,
    /// Who sets impact and urgency.
    pub priority_set: Option<Actor>,
    /// What holds while the parties disagree on the priority.
    pub priority_dispute: Option<Text>,
}

/// What is judged when little or nothing is known. Words are those of the kind `assessment`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AssessmentRules {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Each rule, by field: `too_few` → `not_assessed`.
    pub rules: Vec<(Name, Name)>,
}

/// How delays in days are counted. Words are those of the kind `delays`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DelayRules {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Whether the header of the contract adopts it: it counts every delay that names no other.
    pub general: bool,
    /// Each rule that is a word, by field.
    pub rules: Vec<(Name, Name)>,
    /// The calendar whose days are open.
    pub calendar: Option<CalendarSet>,
    /// The hours outside of which an event is taken to happen when they begin next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception: Option<CalendarSet>,
}

/// How a breach is found, discussed and decided, and how formal notice is given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Procedure {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// What takes a formal notice first, and what does not.
    pub formal_notices: Vec<FormalNotice>,
    /// What happens to the amount until it is final.
    pub meanwhile: Option<Name>,
    /// The steps.
    pub steps: Vec<ProcedureStep>,
}

/// Whether penalties or a termination take a formal notice first.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FormalNotice {
    /// `required` or `waived`.
    pub rule: Name,
    /// `penalties`, `termination` or both, in this order.
    pub of: Vec<Name>,
    /// The form that it takes.
    pub form: Option<Text>,
    /// When it takes effect.
    pub effective: Option<Name>,
    /// How long the party at fault has to mend.
    pub cure: Option<Delay>,
}

/// One step of the procedure.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProcedureStep {
    /// Its name.
    pub name: Name,
    /// What people call it.
    pub label: Text,
    /// Who takes it.
    pub by: Actor,
    /// How long that party has.
    pub within: Delay,
    /// The event that the delay runs from.
    pub after: Event,
    /// What silence until then means.
    pub silence: Name,
}

impl HasTerm for Contract {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Party {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Role {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for DelayRules {
    fn term(&self) -> &Term {
        &self.term
    }
}
