//! Examples that the evaluator makes up and works out, for people who read the contract.
//!
//! They show what is most often misread: a deadline that lies beyond a weekend or a holiday, and an amount that is read in a
//! table. Evidence is made up here; every other figure is what [`World`](super::World) says of it, so an example cannot say anything else than a
//! judgement on the same facts would.
//!
//! | file | the question that it answers |
//! |---|---|
//! | here | which examples does a contract get? |
//! | `openings` | when does a case open whose deadline is worth showing? |
//! | `deadlines` | when is such a case due? |
//! | `brackets` | what is owed for a value within a table of amounts? |
//! | `steps` | what is owed where so much is owed for each unit of an excess? |
//! | `made_up` | which case shows it? |
//! | `agrees` | is it one that can open at such an instant? |

mod agrees;
mod brackets;
mod deadlines;
mod made_up;
mod openings;
mod steps;
#[cfg(test)]
mod tests;

pub use brackets::{Facts, Owed};
pub use deadlines::{Case, Closed, Due};
pub use steps::unit_of;

use super::{Calendars, Evidence};
use crate::model::{Id, Model, Party, PartyKind};

/// The most cases that are shown: a text is for people.
const CASES: usize = 40;
/// The most tables of amounts of which one amount is worked out.
const TABLES: usize = 20;

/// The examples of a contract.
#[derive(Clone, Debug, Default)]
pub struct Examples<'m> {
    /// Cases with their deadlines, in the order of the levels.
    pub cases: Vec<Case<'m>>,
    /// Amounts, in the order of the penalties and bonuses.
    pub owed: Vec<Owed<'m>>,
    /// Whether there is more than is shown.
    pub more: bool,
}

impl Examples<'_> {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty() && self.owed.is_empty()
    }
}

/// The examples of a contract: none that its terms do not determine, such as a case on a calendar that is not agreed yet, and
/// none at all without its time zone.
#[must_use]
pub fn of(model: &Model) -> Examples<'_> {
    let contract = &model.contract;
    let (Some(first_day), Some(_)) = (contract.from, &contract.timezone) else { return Examples::default() };
    let calendars = Calendars::around(model, &Evidence::default(), first_day);
    let (cases, more_cases) = deadlines::of(model, &calendars);
    let (owed, more_owed) = brackets::of(model, &calendars);
    Examples { cases, owed, more: more_cases || more_owed }
}

/// Whether a party signs the contract.
fn signs(model: &Model, party: &Id<Party>) -> bool {
    let kind = model.parties.get(party).map(|party| party.kind);
    matches!(kind, Some(PartyKind::Provider | PartyKind::Customer))
}
