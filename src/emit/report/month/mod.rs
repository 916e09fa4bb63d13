//! What `slac calendar` prints: a month of a calendar, for people and for programs.

mod format;
mod human;

pub use format::{CalendarMonth, of};
pub use human::text;
