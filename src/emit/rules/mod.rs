//! Rules for monitors.
pub mod format;
mod words;
use crate::model::Model;
pub use format::Rules;
/// The rules.
pub fn to_rules(_: &Model) -> Result<Rules, String> { Err(String::new()) }
