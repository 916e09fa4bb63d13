//! Rules about terms that can be kept, but hardly.

pub mod exact_target;
pub mod exclusion_takes_much;
pub mod independent_failures_below_target;
pub mod recovery_time_out_of_reach;
pub mod worse_pays_less;
