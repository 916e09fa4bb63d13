//! Rules about terms that nobody could prove or apply.

pub mod accountable_not_signatory;
pub mod customer_measures;
pub mod judge_and_party;
pub mod no_measurer;
pub mod penalty_without_measure;
pub mod role_not_in_raci;
