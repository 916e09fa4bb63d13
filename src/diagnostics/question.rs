//! Questions that can be asked of a contract, and what cases are made of.

use crate::base::Name;
use crate::quantity::Rational;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// A value that a case has, or that a field says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// A value of a dimension, a word, `yes` or `no`.
    Word(Name),
    /// A number with its unit.
    Amount(Amount),
}

/// A number with its unit, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Amount {
    /// The number.
    pub value: Rational,
    /// Its unit; empty for a plain number.
    pub unit: Name,
}

/// A case: what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Case {
    /// The sort of its record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Name>,
    /// Its service; none: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Name>,
    /// Its values.
    pub values: Vec<(Name, Datum)>,
    /// The field that holds its first instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Name>,
    /// That instant, or any at which it is asked about.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "some_instant")]
    #[schemars(with = "Option<String>")]
    pub at: Option<i64>,
}

/// An amount that is supposed to be owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Supposed {
    /// The penalty or bonus.
    pub schedule: Name,
    /// How much.
    pub amount: Amount,
    /// An instant of the month for which it is owed.
    #[serde(serialize_with = "instant")]
    #[schemars(with = "String")]
    pub at: i64,
}

/// A question about a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "asks")]
pub enum Question {
    /// Which row of a table is for a case? Where a row is named: is that one?
    Row {
        /// The term whose table it is.
        table: Name,
        /// The value of each key.
        case: Vec<(Name, Datum)>,
        /// The row, counted from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        row: Option<usize>,
    },
    /// Does the condition of a tier, or of a value of a dimension, hold for a case?
    Holds {
        /// The tier, or the dimension.
        term: Name,
        /// The value of the dimension.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<Name>,
        /// What is known of the case.
        case: Vec<(Name, Datum)>,
    },
    /// Is a commitment kept by a value? For a share of cases, the value is that share.
    Verdict {
        /// The commitment.
        commitment: Name,
        /// What is attained.
        value: Amount,
        /// The exception that holds; none: no exception does.
        #[serde(skip_serializing_if = "Option::is_none")]
        exception: Option<Name>,
    },
    /// What does a commitment ask of a case?
    Target {
        /// The commitment.
        commitment: Name,
        /// The case.
        case: Case,
    },
    /// Which commitments of a tier on an indicator are for a case?
    Targets {
        /// The tier.
        tier: Name,
        /// The indicator.
        indicator: Name,
        /// The case.
        case: Case,
    },
    /// Which tiers is a service held to?
    Tiers {
        /// The service.
        service: Name,
        /// When.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
    },
    /// When is a commitment, a level of an escalation or a duty due?
    Due {
        /// The term.
        of: Name,
        /// The level of an escalation, counted from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<usize>,
        /// The case.
        case: Case,
    },
    /// From when on can someone be reached?
    Reached {
        /// The party or role.
        actor: Name,
        /// From which instant it is tried.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
        /// Until when it is of use; none: then only.
        #[serde(skip_serializing_if = "Option::is_none", serialize_with = "some_instant")]
        #[schemars(with = "Option<String>")]
        until: Option<i64>,
    },
    /// When is a length of time over that runs from an instant?
    Delay {
        /// The length.
        length: Amount,
        /// From when.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        from: i64,
    },
    /// Does an instant count for a commitment?
    Counts {
        /// The commitment.
        commitment: Name,
        /// The instant.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
    },
    /// With which period is what happens at an instant judged, or gathered?
    Period {
        /// The commitment or right.
        term: Name,
        /// The instant.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
    },
    /// How is a commitment judged in the first period that a day cuts, or with so few cases?
    Judged {
        /// The commitment.
        commitment: Name,
        /// How many cases there are, all of them late but the first; none: the value is the target itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        cases: Option<u64>,
        /// A day of the period.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
    },
    /// How much is a figure?
    Figure {
        /// The figure.
        figure: Name,
        /// When.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
    },
    /// At which instants does a state hold?
    State {
        /// The state.
        state: Name,
        /// The sort of the records by which it is told.
        record: Name,
    },
    /// What is owed in the end?
    Settled {
        /// The settlement; none where there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        settlement: Option<Name>,
        /// What is supposed to be owed.
        amounts: Vec<Supposed>,
        /// The fields of the settlement that are applied, such as its caps. Nothing else of it is.
        only: Vec<Name>,
    },
    /// In which unit does a settlement owe, or is an amount of a penalty, or a cap, said?
    Unit {
        /// The settlement, the penalty or the bonus.
        term: Name,
        /// The row of the penalty, or the cap of the settlement, counted from 1; none: what the settlement owes in the end.
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<usize>,
    },
    /// Which settlements settle an amount?
    SettledBy {
        /// The penalty or bonus.
        schedule: Name,
    },
    /// When is something of a settlement due: a claim, a payment?
    ClaimDue {
        /// The settlement.
        settlement: Name,
        /// `claim` or `paid`.
        field: Name,
        /// The sort of the case for which the amount is owed; none: it is owed for a month.
        #[serde(skip_serializing_if = "Option::is_none")]
        record: Option<Name>,
        /// An instant of the month.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        at: i64,
    },
    /// Who has a letter in the row of an activity: `A`, `R`?
    Parts {
        /// The activity.
        activity: Name,
        /// The letter.
        letter: char,
    },
    /// Which activities are there for a service?
    Activities {
        /// The service.
        service: Name,
    },
    /// Which terms of a kind are called so?
    Called {
        /// The kind, as findings name it.
        kind: Name,
        /// The language; empty: any.
        language: Name,
        /// What they are called.
        label: Name,
    },
    /// What does a field of a term say?
    Stated {
        /// The term.
        term: Name,
        /// The field.
        field: Name,
    },
    /// Which exception changes a field of a term for a case?
    Replaced {
        /// The term.
        term: Name,
        /// Its field.
        field: Name,
        /// The case.
        case: Case,
    },
    /// Does a cause free that nobody has established?
    Established {
        /// The exclusion.
        exclusion: Name,
    },
    /// When does the term begin, or a renewal of it?
    Begins {
        /// Which renewal; 0 for the first term, which is agreed with the signature.
        renewal: usize,
    },
    /// Until when can the term, or a renewal of it, be refused?
    Refused {
        /// Which renewal; 0 for the first term.
        renewal: usize,
    },
    /// When is the first renewal over?
    Renewed,
    /// When does a term begin, or end?
    Day {
        /// The term.
        term: Name,
        /// `from`, `until`, `signed`; `at from`, `at until` of a service.
        field: Name,
        /// Of a service, the tier.
        #[serde(skip_serializing_if = "Option::is_none")]
        tier: Option<Name>,
    },
    /// What do the values of a figure add up to?
    Total {
        /// The figure.
        figure: Name,
        /// The terms, or values, whose values are added up.
        of: Vec<Name>,
    },
    /// What may the total of a figure be at the most, or at the least, or exactly?
    Allowed {
        /// The figure.
        figure: Name,
    },
    /// When is the copy safe that follows one?
    NextCopy {
        /// The backup plan.
        backup: Name,
        /// When the one before it is begun.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        begun: i64,
    },
    /// When is a copy erased?
    Kept {
        /// The backup plan.
        backup: Name,
        /// When the copy is begun.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        begun: i64,
    },
    /// What is lost that was written between two instants, on the hours of a commitment?
    Lost {
        /// The commitment.
        commitment: Name,
        /// The first instant.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        from: i64,
        /// The second.
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        until: i64,
    },
    /// How much of the time is a service up whose suppliers are up for so much of it, their outages at the same moments as far as they can?
    Up {
        /// The service.
        service: Name,
        /// The suppliers, each with its promise.
        suppliers: Vec<(Name, Amount)>,
    },
}

impl Datum {
    /// A word.
    #[must_use]
    pub fn word(word: impl Into<Name>) -> Self {
        Self::Word(word.into())
    }
}

/// An instant in RFC 3339, in UTC.
pub(super) fn rfc3339(at: i64) -> String {
    jiff::Timestamp::from_second(at).map(|at| at.to_string()).unwrap_or_default()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
/// An instant in RFC 3339, in UTC.
pub(super) fn instant<S: Serializer>(at: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rfc3339(*at))
}

#[expect(clippy::ref_option, reason = "serde asks for it")]
fn some_instant<S: Serializer>(at: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.map(rfc3339).unwrap_or_default())
}
