//! Rules about terms that nobody could prove or apply.

pub mod accountable_not_signatory;
pub mod cause_not_established;
pub mod customer_measures;
pub mod dependency_without_promise;
pub mod judge_and_party;
pub mod no_measurer;
pub mod no_reserve_for_misconduct;
pub mod penalty_without_measure;
pub mod promise_on_other_hours;
pub mod role_not_in_raci;
pub mod unbounded_exclusion;
