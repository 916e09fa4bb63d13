//! Which warnings count as errors.

use super::failure::Failure;
use crate::diagnostics::{Family, Rule, Severity};
use crate::driver;
use std::collections::BTreeSet;

/// Denies every warning.
const EVERY_WARNING: &str = "warnings";

/// Rules, families, or every warning.
#[derive(Clone, Debug, Default)]
pub struct Deny {
    every: bool,
    families: BTreeSet<Family>,
    rules: BTreeSet<String>,
}

impl Deny {
    /// Those of a project, and those of the command line.
    pub fn new(project: Option<&Self>, words: &[String]) -> Result<Self, Failure> {
        let mut deny = project.cloned().unwrap_or_default();
        words.iter().try_for_each(|word| deny.add(word))?;
        Ok(deny)
    }

    /// Denies a rule, a family, or `warnings`.
    pub fn add(&mut self, word: &str) -> Result<(), Failure> {
        let rules = driver::rules();
        if word == EVERY_WARNING {
            self.every = true;
        } else if let Some(family) = Family::ALL.into_iter().find(|f| f.name() == word) {
            self.families.insert(family);
        } else if rules.iter().any(|r| r.name == word) {
            self.rules.insert(word.to_string());
        } else {
            let known = rules.iter().map(|r| r.name).chain(Family::ALL.map(Family::name)).chain([EVERY_WARNING]);
            return Err(Failure::unknown("rule", word, known));
        }
        Ok(())
    }

    /// Whether a warning of this rule is an error; errors are errors already.
    #[must_use]
    pub fn denies(&self, rule: &Rule) -> bool {
        rule.family.severity() == Severity::Warning
            && (self.every || self.families.contains(&rule.family) || self.rules.contains(rule.name))
    }
}
