//! Rules about terms that can be kept, but hardly.

pub mod exact_target;
pub mod worse_pays_less;
