//! Civil time: days, holidays by rule, weekly hours, zones, and how they are printed.
//!
//! All that is true without a contract. Everything here is local time: a rule becomes instants only through a zone.

pub mod civil;
pub mod date_rule;
pub mod print;
pub mod weekly;
pub mod zone;

pub use civil::{Month, Ordinal, Weekday};
pub use date_rule::{DateRule, Holiday, Observance, Occurrence, Shift};
pub use weekly::{Days, Hours, Recurrence};
