//! Warnings that the source accepts with a reason, and what is wrong with an acceptance.
//!
//! Only a warning can be accepted: an error leaves a question without its one answer, and no reason gives it one.

use super::registry;
use crate::base::{Name, suggest::nearest};
use crate::diagnostics::{Family, Finding, Rule, Severity, Sink};
use crate::model::{Acceptance, Model};
use rustc_hash::FxHashMap;

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
    of_rule: FxHashMap<String, OfRule<'m>>,
}

/// The acceptances of one rule, by their places.
#[derive(Default)]
struct OfRule<'m> {
    of_all: Vec<usize>,
    of_term: FxHashMap<&'m str, Vec<usize>>,
}

struct Entry<'m> {
    acceptance: &'m Acceptance,
    rule: String,
    used: bool,
}

impl<'m> Acceptances<'m> {
    /// The acceptances of `model`.
    pub fn of(model: &'m Model) -> Self {
        let mut of_rule: FxHashMap<String, OfRule<'m>> = FxHashMap::default();
        let mut entries = Vec::new();
        for (place, acceptance) in model.acceptances.iter().enumerate() {
            let rule = acceptance.rule.replace('_', "-");
            let found = of_rule.entry(rule.clone()).or_default();
            if acceptance.terms.is_empty() {
                found.of_all.push(place);
            }
            for term in &acceptance.terms {
                found.of_term.entry(term).or_default().push(place);
            }
            entries.push(Entry { acceptance, rule, used: false });
        }
        Self { entries, of_rule }
    }

    /// Whether the finding is accepted; every acceptance that names it has been of use.
    pub fn accept(&mut self, finding: &Finding) -> bool {
        let mut accepted = false;
        if finding.severity() == Severity::Warning
            && let Some(of_rule) = self.of_rule.get(finding.rule.name)
        {
            let named = finding.about.iter().flat_map(names).filter_map(|name| of_rule.of_term.get(name)).flatten();
            for &place in of_rule.of_all.iter().chain(named) {
                if let Some(entry) = self.entries.get_mut(place) {
                    entry.used = true;
                    accepted = true;
                }
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

/// What names the term `id` or something that it stands in: `gold` and `p1` both name `gold.restoration.p1`.
fn names(id: &Name) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(id.match_indices('.').map(|(at, _)| at + 1));
    let ends = || id.match_indices('.').map(|(at, _)| at).chain(std::iter::once(id.len()));
    starts.flat_map(move |start| ends().filter_map(move |end| id.get(start..end)))
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
    let message = format!("the finding `{}` is an error: it must be corrected, and cannot be accepted", rule.name);
    Finding::new(&ACCEPT_OF_ERROR, acceptance.span, message)
        .here("this line would accept it")
        .note(format!("`{}` says: {}; only warnings can be accepted", rule.name, rule.summary))
        .help("remove this line; where the finding is reported, correct what it shows")
}

fn unused_acceptance(acceptance: &Acceptance) -> Finding {
    let rule = acceptance.rule.replace('-', "_");
    let message = match acceptance.terms.as_slice() {
        [] => format!("nothing in this contract needs `accept {rule}`"),
        terms => format!("nothing in {} needs `accept {rule}`", super::words::names(terms)),
    };
    let mut finding = Finding::new(&UNUSED_ACCEPTANCE, acceptance.span, message)
        .here("accepts nothing")
        .help("remove this line, or name after `for` what the finding is about");
    for term in &acceptance.terms {
        finding = finding.about(term);
    }
    finding
}
