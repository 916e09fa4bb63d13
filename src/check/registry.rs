//! The list of checks: one line a rule.

use super::{Check, accept};
use crate::diagnostics::Rule;

/// Every check, by family.
#[rustfmt::skip]
pub static CHECKS: &[Check] = &[
];

/// Every rule of this floor, those about acceptances included.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    CHECKS.iter().map(|check| check.rule).chain(accept::RULES.iter().copied())
}
