//! Warnings that the source accepts with a reason, and what is wrong with an acceptance.
//!
//! Only a warning can be accepted: an error leaves a question without its one answer, and no reason gives it one.

use super::registry;
use crate::base::{Name, suggest::nearest};
use crate::diagnostics::{Family, Finding, Rule, Severity, Sink};
use crate::model::{Acceptance, Model};

/// No rule has the name that is accepted.
pub static UNKNOWN_RULE: Rule = Rule {
    name: "unknown-rule",
    family: Family::IllFormed,
    summary: "an acceptance names a rule that does not exist",
    checks: &["R1", "R6"],
};

/// An error is accepted.
pub static ACCEPT_OF_ERROR: Rule = Rule {
    name: "accept-of-error",
    family: Family::IllFormed,
    summary: "an error is accepted, and only a warning can be",
    checks: &[],
};

/// Nothing is accepted by it.
pub static UNUSED_ACCEPTANCE: Rule = Rule {
    name: "unused-acceptance",
    family: Family::Void,
    summary: "an acceptance accepts nothing that is found",
    checks: &[],
};

/// The rules about acceptances.
pub static RULES: &[&Rule] = &[&UNKNOWN_RULE, &ACCEPT_OF_ERROR, &UNUSED_ACCEPTANCE];

/// The acceptances of a contract, with what each has accepted so far.
pub struct Acceptances<'m> {
    entries: Vec<Entry<'m>>,
}

struct Entry<'m> {
    acceptance: &'m Acceptance,
    rule: String,
    used: bool,
}

impl<'m> Acceptances<'m> {
    /// The acceptances of `model`.
    pub fn of(model: &'m Model) -> Self {
        let entry =
            |acceptance: &'m Acceptance| Entry { acceptance, rule: acceptance.rule.replace('_', "-"), used: false };
        Self { entries: model.acceptances.iter().map(entry).collect() }
    }

    /// Whether the finding is accepted; every acceptance that names it has been of use.
    pub fn accept(&mut self, finding: &Finding) -> bool {
        let mut accepted = false;
        if finding.severity() == Severity::Warning {
            for entry in self.entries.iter_mut().filter(|entry| entry.covers(finding)) {
                entry.used = true;
                accepted = true;
            }
        }
        accepted
    }

    /// Reports acceptances of no rule, of an error, and of nothing.
    pub fn report(&self, sink: &mut Sink) {
        for entry in &self.entries {
            match known_rules().find(|rule| rule.name == entry.rule) {
                None => sink.report(unknown_rule(entry.acceptance)),
                Some(rule) if rule.family.severity() == Severity::Error => {
                    sink.report(accept_of_error(entry.acceptance, rule))
                }
                Some(_) if !entry.used => sink.report(unused_acceptance(entry.acceptance)),
                Some(_) => {}
            }
        }
    }
}

impl Entry<'_> {
    fn covers(&self, finding: &Finding) -> bool {
        let terms = &self.acceptance.terms;
        self.rule == finding.rule.name
            && (terms.is_empty() || terms.iter().any(|term| finding.about.iter().any(|id| names(term, id))))
    }
}

/// Whether `term` names the term `id` or something that it stands in: `gold` and `p1` both name `gold.restoration.p1`.
fn names(term: &Name, id: &Name) -> bool {
    let wanted: Vec<&str> = term.split('.').collect();
    let parts: Vec<&str> = id.split('.').collect();
    parts.windows(wanted.len()).any(|window| window == wanted)
}

/// Every rule that an acceptance could mean, those of the floors below included.
fn known_rules() -> impl Iterator<Item = &'static Rule> {
    registry::rules()
        .chain(crate::resolved::rules::RULES.iter().copied())
        .chain(crate::syntax::rules::RULES.iter().copied())
        .chain(crate::model::from_resolved::rules::RULES.iter().copied())
}

fn unknown_rule(acceptance: &Acceptance) -> Finding {
    let warnings = registry::rules().filter(|rule| rule.family.severity() == Severity::Warning);
    let spelled = |rule: &Rule| rule.name.replace('-', "_");
    let names: Vec<String> = warnings.map(spelled).collect();
    let written = acceptance.rule.replace('-', "_");
    Finding::new(&UNKNOWN_RULE, acceptance.span, format!("`{written}` is no rule"))
        .here("accepted here")
        .help_if(nearest(&written, names.iter().map(String::as_str)).map(|name| format!("write `accept {name}`")))
}

fn accept_of_error(acceptance: &Acceptance, rule: &Rule) -> Finding {
    let message = format!("`{}` is an error and cannot be accepted", rule.name);
    Finding::new(&ACCEPT_OF_ERROR, acceptance.span, message)
        .here("accepted here")
        .note(format!("{}: {}", rule.family.name(), rule.summary))
        .help("mend what the rule finds, and remove the acceptance")
}

fn unused_acceptance(acceptance: &Acceptance) -> Finding {
    let rule = acceptance.rule.replace('_', "-");
    let message = match acceptance.terms.as_slice() {
        [] => format!("`{rule}` finds nothing in this contract"),
        terms => format!("`{rule}` finds nothing in {}", super::words::names(terms)),
    };
    let mut finding = Finding::new(&UNUSED_ACCEPTANCE, acceptance.span, message)
        .here("accepts nothing")
        .help("remove the acceptance, or name the term that is meant");
    for term in &acceptance.terms {
        finding = finding.about(term);
    }
    finding
}
