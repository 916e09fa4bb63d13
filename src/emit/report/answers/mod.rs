//! What a contract answers to a question, for people and for machines.

mod exposure;
mod format;
mod human;

pub use exposure::text as exposure;
pub use format::{Answer, Question};
pub use human::{cost, counts, questions, targets, who};
