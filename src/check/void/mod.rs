//! Rules about terms that can never do anything.

pub mod asked_of_another_service;
pub mod bracket_above_cap;
pub mod calendar_never_open;
pub mod cap_without_effect;
pub mod duty_never_due;
pub mod equal_tiers;
pub mod escalation_to_same;
pub mod exclusion_without_effect;
pub mod exemption_never_passed;
pub mod idle_goal;
pub mod implied_by_shorter_window;
pub mod never_in_force;
pub mod news_after_deadline;
pub mod penalty_on_no_commitment;
pub mod percentile_disorder;
pub mod repeated_commitment;
pub mod replaced_throughout;
pub mod right_never_arises;
pub mod shadowed_exception;
pub mod subsumed_target;
pub mod target_always_met;
pub mod unused_definition;
pub mod value_never_given;
pub mod waived_throughout;
