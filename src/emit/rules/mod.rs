//! Rules for monitors, as JSON: one rule a commitment.
//!
//! Nothing is computed from evidence here, and nothing is decided: the rules are a view of the model in a published format
//! (`format`) that does not change when the model does. What they cannot carry is listed in them.

pub mod format;
mod from_model;
mod words;

pub use format::Rules;

use crate::base::Name;
use crate::model::Model;
use std::collections::BTreeSet;
use std::fmt;

/// A contract with values that are not agreed yet: a monitor has nothing to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The contract.
    pub contract: Name,
    /// The blanks, with the terms that they stand in and where.
    pub blanks: Vec<String>,
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is a template, and no rules can be made of it: these values are not agreed yet",
            self.contract
        )?;
        self.blanks.iter().try_for_each(|blank| write!(f, "\n  {blank}"))
    }
}

/// The rules of a contract.
///
/// `clause` gives the number of a term's clause in the signed text, where it has one.
///
/// # Errors
/// When the contract has blanks.
pub fn to_rules(model: &Model, clause: &dyn Fn(&str) -> Option<String>) -> Result<Rules, Template> {
    let template = |blanks| Err(Template { contract: model.contract.term.id.clone(), blanks });
    if !model.blanks.is_empty() {
        return template(
            model.blanks.iter().map(|b| format!("`[{}]` in `{}` of `{}`", b.name, b.field, b.term)).collect(),
        );
    }
    let (rules, blanks): (Rules, BTreeSet<Name>) = from_model::rules(model, clause);
    if blanks.is_empty() { Ok(rules) } else { template(blanks.iter().map(|b| format!("`[{b}]`")).collect()) }
}
