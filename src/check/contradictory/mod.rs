//! Rules about terms that cannot be used as written without breaking others.

pub mod bound_on_wrong_side;
pub mod escalation_steps_out_of_order;
pub mod impossible_target;
