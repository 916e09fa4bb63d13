//! Rules about terms that can be kept, but hardly.

pub mod exact_target;
pub mod independent_failures_below_target;
pub mod worse_pays_less;
