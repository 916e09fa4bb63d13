//! Rules about sentences that mean nothing.

pub mod circular_exception;
pub mod compensation_cycle;
pub mod definition_cycle;
pub mod dependency_cycle;
pub mod inverted_bracket;
pub mod negative_amount;
pub mod precedence_cycle;
