//! Rules about terms that can never do anything.

pub mod target_always_met;
