//! What `slac deadline` prints: what a case has to meet, for people and for programs.

mod format;
mod human;

pub use format::{Deadlines, of};
pub use human::text;
