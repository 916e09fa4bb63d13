//! What is owed: schedules of amounts, settlements, liability.

use super::{
    Actor, Combination, Commitment, Deadline, Decision, Duty, Expr, HasTerm, Id, Model, Party, Quantity, Scope,
    Service, Subject, Term, Text, Tier, Window,
};
use crate::base::{Name, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way an amount goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The debtor owes it.
    Penalty,
    /// The creditor owes it.
    Bonus,
}

/// What is owed as a function of what was attained.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Schedule {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Which way.
    pub direction: Direction,
    /// The commitments that it is about.
    pub on: Vec<Id<Commitment>>,
    /// The duties that it is about, where it is about such: it is owed each time that one is late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_duties: Vec<Id<Duty>>,
    /// The tier, where one is named.
    pub tier: Option<Id<Tier>>,
    /// Which cases or services.
    pub scope: Scope,
    /// One amount for each of these; none: the commitment's window.
    pub each: Option<Window>,
    /// What a bare percentage is a share of.
    pub basis: Option<Expr>,
    /// The amount.
    pub pays: Pays,
    /// When it is not owed.
    pub waived: Vec<Expr>,
}

/// The amount of a schedule.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum Pays {
    /// One expression.
    Amount(Expr),
    /// Brackets.
    Brackets(Decision<Expr>),
    /// Not agreed yet.
    Blank(Name),
}

impl Schedule {
    /// The parties that owe an amount of it: of a penalty those that promised, of a bonus those that were promised to.
    #[must_use]
    pub fn payers<'m>(&'m self, model: &'m Model) -> Vec<&'m Id<Party>> {
        let party = |actor: &'m Actor| match actor {
            Actor::Party(party) => Some(party),
            Actor::Role(role) => model.roles.get(role).map(|role| &role.of),
        };
        let is_penalty = self.direction == Direction::Penalty;
        let commitments = self.on.iter().filter_map(|id| model.commitments.get(id));
        let duties = self.on_duties.iter().filter_map(|id| model.duties.get(id));
        let promised = commitments.map(|c| if is_penalty { &c.debtor } else { &c.creditor });
        let bound = duties.flat_map(|duty| if is_penalty { &duty.of } else { &duty.to }).filter_map(party);
        promised.chain(bound).collect()
    }

    /// What an amount is computed from, and what takes it away.
    #[must_use]
    pub fn formulas(&self) -> Vec<&Expr> {
        let mut all: Vec<&Expr> = self.basis.iter().chain(&self.waived).collect();
        match &self.pays {
            Pays::Amount(amount) => all.push(amount),
            Pays::Brackets(brackets) => all.extend(brackets.rows.iter().filter_map(|row| row.outcome.as_ref())),
            Pays::Blank(_) => {}
        }
        all
    }
}

/// How amounts combine, what they may reach, how they are claimed and paid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Settlement {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// The schedules that it settles; empty: all that no other settles.
    pub of: Vec<Id<Schedule>>,
    /// How amounts combine; none: nothing says so (a finding where there are two).
    pub combine: Option<Combination>,
    /// Within which group: `incident`, `month`, `indicator`, `service`.
    pub per: Option<Name>,
    /// The groups of which only one is owed, the amounts of each added up; empty: amounts stand against one another one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub between: Vec<Vec<Id<Schedule>>>,
    /// Up to which total nothing is owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exempt: Option<Exemption>,
    /// What they may reach.
    pub caps: Vec<Cap>,
    /// How they are claimed; none: nothing says so.
    pub claim: Option<Claim>,
    /// When nothing is owed.
    pub waived: Vec<Expr>,
    /// In what form.
    pub form: Vec<Name>,
    /// Who chooses among several forms; none: nothing says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_by: Option<Actor>,
    /// What a day of an extension is worth; none: amounts are of days, or nothing is extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_price: Option<Expr>,
    /// Within what time they are paid.
    pub paid: Option<Deadline>,
    /// `penalty` or `price_adjustment`.
    pub nature: Option<Name>,
    /// `full_settlement`, `on_account` or `besides`.
    pub damages: Option<Name>,
    /// `sole` or `not_sole`.
    pub remedy: Option<Name>,
    /// The matters in which it is not the only one: words of the kind `settlement`.
    #[serde(default)]
    pub remedy_except: Vec<Name>,
}

impl Settlement {
    /// Whether it gives time of service and not money: then its amounts are days.
    #[must_use]
    pub fn in_days(&self) -> bool {
        self.extends() && self.day_price.is_none()
    }

    /// Whether it may extend the service.
    #[must_use]
    pub fn extends(&self) -> bool {
        self.form.iter().any(|form| form == "extension")
    }

    /// Whether its amounts may be given in money too: as a credit note, a payment …
    #[must_use]
    pub fn gives_money(&self) -> bool {
        self.form.iter().any(|form| !matches!(form.as_str(), "extension" | "non_transferable"))
    }
}

/// Whether a unit counts days of service, which an extension gives.
#[must_use]
pub fn is_time_of_service(unit: &str) -> bool {
    crate::quantity::Measure::parse(unit).is_some_and(|measure| {
        measure.per.is_none()
            && measure.unit.dimension == crate::quantity::Dimension::Span(crate::quantity::SpanBase::Day)
    })
}

/// A total up to which nothing is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Exemption {
    /// The total; a blank where it is not agreed yet.
    pub amount: Expr,
    /// In which window; `Term` for the whole contract; none: nothing says so (a finding).
    pub window: Option<Window>,
    /// `whole`: beyond it all is owed, what was exempt before included; `excess`: what exceeds it. None: nothing says so (a finding), or all of it is a blank.
    pub then: Option<Name>,
}

impl Exemption {
    /// Whether it holds for each service by itself, as a cap does.
    #[must_use]
    pub fn is_by_service(&self, model: &Model) -> bool {
        reads_each(&self.amount, model)
    }
}

/// What amounts may reach.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cap {
    /// The amount.
    pub amount: Expr,
    /// In which window; `Term` for the whole contract; none: nothing says so (a finding).
    pub window: Option<Window>,
    /// Which schedules; empty: all of the settlement.
    pub of: Vec<Id<Schedule>>,
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
}

impl Cap {
    /// Whether it holds for each service by itself: it reads a figure that each service has, of no service in particular. What is
    /// gathered is that of all services.
    #[must_use]
    pub fn is_by_service(&self, model: &Model) -> bool {
        reads_each(&self.amount, model)
    }
}

fn reads_each(expr: &Expr, model: &Model) -> bool {
    match expr {
        Expr::Figure { figure, of } => {
            let is_many = |service: &Id<Service>| model.services.get(service).is_some_and(|service| service.many);
            match (model.figures.get(figure).and_then(|figure| figure.of.as_ref()), of) {
                (Some(Subject::Any), None) => true,
                // Each instance of a service is one by itself.
                (Some(Subject::Any), Some(service)) | (Some(Subject::Service(service)), _) => is_many(service),
                _ => false,
            }
        }
        Expr::Aggregate { .. } => false,
        _ => expr.parts().into_iter().any(|part| reads_each(part, model)),
    }
}

/// How amounts are claimed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "a contract has few of them, and they are read by pattern")]
pub enum Claim {
    /// They are owed without one.
    Automatic,
    /// Someone claims.
    By {
        /// Who.
        party: Id<Party>,
        /// Within what time.
        within: Option<Deadline>,
        /// `forfeited` or `kept` when it is late; none: nothing says so.
        otherwise: Option<Name>,
        /// By which channel it is sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<Text>,
        /// What the claim must show.
        evidence: Option<Text>,
    },
}

/// The cap of a party's liability.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Liability {
    /// What every term has.
    #[serde(flatten)]
    pub term: Term,
    /// Whose.
    pub of: Id<Party>,
    /// What it may reach.
    pub cap: Cap,
    /// What it does not cap: words of the kind `liability`.
    pub except: Vec<Name>,
    /// Whether indirect harm is made good: `excluded` or `included`.
    pub indirect: Option<Name>,
    /// Whether penalties count towards it: `included` or `besides`.
    pub penalties: Option<Name>,
    /// The cover that the party keeps.
    pub insurance: Option<Quantity>,
}

/// Two caps are the same where they say the same, wherever they stand.
impl PartialEq for Cap {
    fn eq(&self, other: &Self) -> bool {
        (&self.amount, &self.window, &self.of) == (&other.amount, &other.window, &other.of)
    }
}
impl Eq for Cap {}

impl HasTerm for Schedule {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Settlement {
    fn term(&self) -> &Term {
        &self.term
    }
}
impl HasTerm for Liability {
    fn term(&self) -> &Term {
        &self.term
    }
}
