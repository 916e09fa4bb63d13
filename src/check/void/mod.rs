//! Rules about terms that can never do anything.

pub mod repeated_commitment;
pub mod target_always_met;
