//! Rules about terms that cannot be used as written without breaking others.

pub mod bound_on_wrong_side;
pub mod dates_out_of_order;
pub mod dependency_below_target;
pub mod duty_off_duty;
pub mod escalation_after_deadline;
pub mod escalation_steps_out_of_order;
pub mod impossible_target;
pub mod nobody_on_call;
pub mod notice_before_start;
pub mod priority_order;
pub mod recovery_point_out_of_reach;
pub mod renewal_without_end;
pub mod sole_remedy_with_damages;
pub mod stage_after_next;
pub mod supplier_slower;
pub mod targets_apart;
pub mod tier_order;
pub mod total_not_kept;
pub mod two_caps;
