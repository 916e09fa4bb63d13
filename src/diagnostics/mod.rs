//! Findings as plain data: what a rule is, what it found, and where findings are gathered.
//!
//! Nothing here prints. `render` turns findings into text for people and formats for machines.

mod finding;
mod mend;
mod question;
mod rule;
mod sink;
mod witness;

pub use finding::{Edit, Finding, Label};
pub use mend::mended;
pub use question::{Amount, Case, Datum, Question, Supposed};
pub use rule::{Family, Rule, Severity};
pub use sink::Sink;
pub use witness::{Answer, Asked, Reading, Shows, Witness};
