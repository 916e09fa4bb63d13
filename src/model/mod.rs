//! The normal form: one typed model of a contract, the only thing that checks, texts, rules and the evaluator read.
//!
//! All sugar is gone: tables are rows, templates are expanded, inheritance is copied, names point at terms, numbers are
//! exact and carry a unit. Terms stand in the order of the source; each has a stable identity made of its names.
//!
//! | file | what it holds |
//! |---|---|
//! | `term` | identity, label, notes, validity, place: what every term has |
//! | `contract` | the agreement, its parties and roles, its presets |
//! | `time` | calendars, windows, delays, events |
//! | `expr` | typed expressions and quantities |
//! | `range` | the values that a formula can take |
//! | `evidence` | dimensions, records, states, figures, indicators |
//! | `promise` | services, tiers, commitments, exclusions |
//! | `excess` | what exceeds a promise, for each sort of commitment |
//! | `amount` | schedules of amounts, settlements, liability |
//! | `conduct` | rights, duties, responsibilities, escalation, backup |
//! | `carried` | scenarios, acceptances, exceptions, prose, blanks |

mod amount;
mod carried;
mod conduct;
mod contract;
mod evidence;
mod excess;
mod expr;
pub mod from_resolved;
mod members;
mod promise;
mod range;
mod table;
mod term;
mod time;

pub use amount::*;
pub use carried::*;
pub use conduct::*;
pub use contract::*;
pub use evidence::*;
pub use excess::*;
pub use expr::*;
pub use members::Members;
pub use promise::*;
pub use range::{Range, Ranges, Stated};
pub use table::Table;
pub use term::*;
pub use time::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Version of the JSON form of the model.
pub const MODEL_VERSION: &str = "1";

/// A contract in its normal form.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Model {
    /// Version of this form.
    pub version: String,
    /// The agreement.
    pub contract: Contract,
    /// Those who sign, supply and observe.
    pub parties: Table<Party>,
    /// Their people.
    pub roles: Table<Role>,
    /// Sets of instants, those of the standard library that are used included.
    pub calendars: Table<Calendar>,
    /// Windows of the contract's own.
    pub periods: Table<Period>,
    /// How durations are counted.
    pub clock: Option<ClockRules>,
    /// What is judged when little or nothing is known.
    pub assessment: Option<AssessmentRules>,
    /// How delays in days are counted: by the preset of the contract, and by those that single delays name.
    pub delays: Table<DelayRules>,
    /// How a breach becomes final.
    pub procedure: Option<Procedure>,
    /// What things are told apart by.
    pub dimensions: Table<Dimension>,
    /// Sorts of evidence.
    pub records: Table<Record>,
    /// What holds at some instants.
    pub states: Table<State>,
    /// Numbers and amounts with a name.
    pub figures: Table<Figure>,
    /// What is measured.
    pub indicators: Table<Indicator>,
    /// What is provided.
    pub services: Table<Service>,
    /// Sets of commitments.
    pub tiers: Table<Tier>,
    /// What is promised, one cell each.
    pub commitments: Table<Commitment>,
    /// What does not count, and what pauses a clock.
    pub exclusions: Table<Exclusion>,
    /// What is owed: penalties and bonuses.
    pub schedules: Table<Schedule>,
    /// How amounts combine.
    pub settlements: Table<Settlement>,
    /// Caps of liability.
    pub liabilities: Table<Liability>,
    /// What parties may do.
    pub rights: Table<Right>,
    /// What they must do.
    pub duties: Table<Duty>,
    /// Who answers for what.
    pub responsibilities: Table<Responsibility>,
    /// Who is called in.
    pub escalations: Table<Escalation>,
    /// Backup plans.
    pub backups: Table<Backup>,
    /// Worked examples.
    pub scenarios: Table<Scenario>,
    /// Other values under a condition or for a time.
    pub exceptions: Table<Exception>,
    /// Accepted warnings.
    pub acceptances: Vec<Acceptance>,
    /// Prose carried alongside.
    pub prose: Table<Prose>,
    /// Values that are not agreed yet.
    pub blanks: Vec<Blank>,
    /// Records of libraries in use that no term names, and that evidence may hold all the same: what happened is found in them by their
    /// names. They are no part of the contract.
    #[serde(skip)]
    pub unnamed: Table<Record>,
}

/// The records that the evaluator finds by their names.
pub const FOUND_BY_NAME: [&str; 3] = ["reclassification", "maintenance_work", "claim"];

impl Model {
    /// The contract with the records that evidence may hold though no term names them.
    #[must_use]
    pub fn with_unnamed(&self) -> Cow<'_, Self> {
        if self.unnamed.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut model = self.clone();
        for record in &self.unnamed {
            model.records.insert(record.clone());
        }
        Cow::Owned(model)
    }
}
