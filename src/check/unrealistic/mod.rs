//! Rules about terms that can be kept, but hardly.

pub mod claim_before_report;
pub mod copy_with_original;
pub mod exact_target;
pub mod exclusion_takes_much;
pub mod hours_that_clocks_skip;
pub mod independent_failures_below_target;
pub mod penalties_above_liability;
pub mod penalty_in_shorter_window;
pub mod recovery_time_out_of_reach;
pub mod share_above_whole;
pub mod supplier_ends_before;
pub mod supplier_judged_longer;
pub mod worse_pays_less;
