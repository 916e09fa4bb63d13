//! Duties that cost an amount where they are late.

use super::{Deadline, Origin, ScopeLimit, Texts, Window};
use schemars::JsonSchema;
use serde::Serialize;

/// Something that people must do by a deadline, and for which an amount is owed each time that they do not.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Duty {
    /// Its name: evidence that says when it was done has it too.
    pub id: String,
    /// What it is called.
    pub label: Texts,
    /// Where it stands in the contract.
    pub term: Origin,
    /// Who must do it, each of them: parties or roles.
    pub of: Vec<String>,
    /// For whom.
    pub to: Vec<String>,
    /// It is due once for each of these. Absent: each time that the event of its deadline happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<Window>,
    /// The cases that it is about.
    pub scope: Vec<ScopeLimit>,
    /// Until when.
    pub within: Deadline,
    /// What must be done. Empty where the contract gives no words.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub does: Texts,
    /// What is owed each time that it is late, by the names of `penalties`. In their formulas the excess is the time after the deadline or, where the deadline is in
    /// days, the days late; `target` and `attained` say nothing.
    pub penalties: Vec<String>,
    /// The first day on which it is in force.
    pub from: String,
    /// The day on which it is no longer in force. Absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}
