//! Rules about terms that can never do anything.

pub mod bracket_above_cap;
pub mod escalation_to_same;
pub mod repeated_commitment;
pub mod target_always_met;
