//! Findings as plain data: what a rule is, what it found, and where findings are gathered.
//!
//! Nothing here prints. `render` turns findings into text for people and formats for machines.

mod finding;
mod mend;
mod rule;
mod sink;

pub use finding::{Edit, Finding, Label};
pub use mend::mended;
pub use rule::{Family, Rule, Severity};
pub use sink::Sink;
