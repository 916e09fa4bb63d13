//! Rules about questions with two answers.

pub mod boundary_in_two_brackets;
pub mod bracket_overlap;
mod owed_while;
pub mod pays_while_met;
pub mod rewarded_while_breached;
pub mod same_label;
pub mod two_accountables;
pub mod two_escalations;
pub mod two_exceptions;
pub mod two_settlements;
pub mod two_targets;
pub mod two_tiers;
pub mod two_values;
