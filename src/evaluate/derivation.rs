//! How a figure came about: what was read, from which term and which records, and what was done with it.

use crate::base::Name;
use crate::model::Quantity;
use crate::time::Stretch;
use serde::Serialize;

/// The records that a line cites by name; more than these are only counted.
const CITED: usize = 50;

/// One line of a derivation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What the line gives.
    pub what: What,
    /// The value, where it gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Quantity>,
    /// The term of the contract that it rests on; empty where it rests on the lines before.
    #[serde(skip_serializing_if = "Name::is_empty")]
    pub term: Name,
    /// When, where it is about a stretch of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub during: Option<Stretch>,
    /// The records that it rests on.
    #[serde(skip_serializing_if = "Rows::is_empty")]
    pub rows: Rows,
}

/// Names of records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// The first of them, in the order of the evidence.
    pub names: Vec<Name>,
    /// How many more there are.
    pub more: u64,
}

impl Rows {
    /// Adds a record.
    pub fn add(&mut self, name: &Name) {
        if self.names.len() < CITED {
            self.names.push(name.clone());
        } else {
            self.more += 1;
        }
    }

    /// Adds the records of another list.
    pub fn join(&mut self, other: &Self) {
        other.names.iter().for_each(|name| self.add(name));
        self.more += other.more;
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        u64::try_from(self.names.len()).unwrap_or(u64::MAX).saturating_add(self.more)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

impl<'n> FromIterator<&'n Name> for Rows {
    fn from_iter<I: IntoIterator<Item = &'n Name>>(names: I) -> Self {
        let mut rows = Self::default();
        names.into_iter().for_each(|name| rows.add(name));
        rows
    }
}

/// What a line of a derivation gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The period that is judged.
    Period,
    /// What of it lies in the calendar of the commitment.
    Scheduled,
    /// Time that an exclusion takes out.
    Excluded,
    /// Time that an exclusion would take out if its cause were established, for which the time still runs.
    Pending,
    /// Time, or cases, that an exclusion takes out for as long as its cause is not established, and that would count if another one were found.
    Presumed,
    /// A record for which an exclusion was not granted: it was not announced in time.
    LateNotice,
    /// … it lies outside the permitted hours, in whole or in part.
    OutsideHours,
    /// … the budget is used up.
    BudgetUsedUp,
    /// … its cause was not established in time.
    NotEstablished,
    /// … the exclusion is not in force then.
    NotInForce,
    /// … a pause has lasted as long as it may.
    PastLimit,
    /// Agreed service time, slots or cases.
    Agreed,
    /// What of it is lost.
    Lost,
    /// Cases on time.
    OnTime,
    /// Cases that missed the target.
    Missed,
    /// Cases that are still running.
    Running,
    /// Records that are still open, on which what comes out hangs.
    StillOpen,
    /// Cases that do not count.
    LeftOut,
    /// The start event of a case.
    Opened,
    /// When its count starts, where that is later.
    Starts,
    /// A pause.
    Paused,
    /// What a party is taken to choose.
    Chosen,
    /// The clock ran slower: this part of the time counts.
    Slower,
    /// The deadline.
    Deadline,
    /// The stop event.
    Stopped,
    /// What the clock counted.
    Counted,
    /// The attained value.
    Attained,
    /// The target.
    Target,
    /// What is aimed at beyond the target.
    Goal,
    /// The share of cases that must meet the target.
    Quota,
    /// The least number of cases for a verdict.
    Sample,
    /// The verdict that stands for want of evidence: there is no value.
    Deemed,
    /// What exceeds the promise.
    Excess,
    /// A value that is taken as given.
    Given,
    /// The value of a figure.
    Figure,
    /// The value of an indicator.
    Indicator,
    /// What is gathered from records or periods.
    Gathered,
    /// What something came to in a period before.
    Before,
    /// Units that count, whole or in part.
    Units,
    /// The row of a table of amounts that applies.
    Bracket,
    /// What a percentage is a share of.
    Basis,
    /// The amount.
    Amount,
    /// It is not owed: a condition waives it.
    Waived,
    /// The amounts of a group, combined.
    Combined,
    /// What an exemption leaves out for now, or for good.
    Exempt,
    /// What was exempt before, and is owed since the exemption is exceeded.
    NoLongerExempt,
    /// What a cap leaves.
    Capped,
    /// Until when an amount may be claimed.
    ClaimBy,
    /// When it was claimed in time.
    Claimed,
    /// What was not claimed in time.
    Forfeited,
    /// The final amount, rounded once.
    Rounded,
}

impl Line {
    /// A line that rests on a term.
    #[must_use]
    pub fn new(what: What, term: &Name) -> Self {
        Self { what, value: None, term: term.clone(), during: None, rows: Rows::default() }
    }

    /// A line that rests on the lines before.
    #[must_use]
    pub fn so(what: What) -> Self {
        Self::new(what, &Name::default())
    }

    /// With a value.
    #[must_use]
    pub fn value(self, value: impl Into<Option<Quantity>>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// With a stretch of time.
    #[must_use]
    pub fn during(self, during: Stretch) -> Self {
        Self { during: Some(during), ..self }
    }

    /// With the records that it rests on.
    #[must_use]
    pub fn rows(self, rows: Rows) -> Self {
        Self { rows, ..self }
    }
}
