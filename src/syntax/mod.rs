//! The syntax tree: what was written, with every position, and nothing of what it means.
//!
//! `from_text` makes the tree with the grammar `grammar/slac.pest` and never fails: what cannot be read becomes a
//! finding and an explicit error node. `print` writes the canonical form (`slac fmt`); `same` compares trees.
//! The tree knows shapes only. Which fields a kind has is data in `language::kinds`, looked at one floor up.

pub mod ast;
mod from_text;
pub mod print;
pub mod rules;
pub(crate) mod same;
#[cfg(test)]
mod sketch;
#[cfg(test)]
mod tests;

pub use from_text::parse;
