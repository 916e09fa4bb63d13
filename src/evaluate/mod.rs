//! What a contract means at an instant: calendars become sets of instants.
//!
//! It reads the normal form and nothing else.

pub mod calendars;

pub use calendars::Calendars;
