//! Rules about terms that nobody could prove or apply.

pub mod customer_measures;
pub mod judge_and_party;
pub mod no_measurer;
pub mod penalty_without_measure;
