//! Rules about questions with two answers.

pub mod two_exceptions;
pub mod two_targets;
pub mod two_tiers;
pub mod two_values;
