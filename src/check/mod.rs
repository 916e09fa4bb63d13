//! The checks: everything that can be wrong with a contract that reads well.
//!
//! A rule is a row of data: a name, a family, the subjects that it looks at, the question that it puts to a kernel, and
//! the words of its finding. No rule has an algorithm of its own. The algorithms are the few exact [`kernel`](crate::kernel)s, pure
//! functions over plain data that know nothing of contracts; a rule that seems to need a new algorithm is a sign that
//! a kernel is missing, or that the language can say too much.
//!
//! | file | what it holds |
//! |---|---|
//! | `registry` | one line a rule |
//! | `<family>/<rule>` | the rule, its query, its finding |
//! | `facts` | what a rule is given: the model, and answers that several rules ask for, each found once |
//! | `workers` | runs the rules of a large contract on all processors |
//! | `accept` | accepted warnings, and what is wrong with an acceptance |
//! | `targets`, `ladders`, `schedules`, `settlements`, `dependencies`, `tiers`, `totals`, `units`, `decided` | queries that several rules share |
//! | `timing` | what is due when, and what counts when, over all instants of the term |
//! | `commitments`, `conditions`, `decisions`, `delays`, `grid`, `reach`, `references`, `scopes`, `uses` | the model taken apart for them |
//! | `affine`, `values`, `words` | quantities compared, and the words of findings |
//! | `shown` | what witnesses are made of |
//!
//! A blank is never guessed: what depends on one is not decided, so that a template gives no false alarm.

mod accept;
mod affine;
mod ambiguous;
mod commitments;
mod conditions;
mod contradictory;
mod decided;
mod decisions;
mod delays;
mod dependencies;
mod facts;
mod grid;
mod ill_formed;
mod ladders;
mod reach;
mod references;
mod registry;
mod schedules;
mod scopes;
mod settlements;
mod shown;
mod silent;
mod targets;
mod tiers;
mod timing;
mod totals;
mod unenforceable;
mod units;
mod unrealistic;
mod uses;
mod values;
mod void;
mod words;
mod workers;

pub use facts::Facts;
pub use registry::{CHECKS, rules};

use crate::base::{Name, Span};
use crate::diagnostics::{Finding, Rule, Sink};
use crate::model::Model;
use rustc_hash::FxHashMap;

/// One rule with the query that looks for it.
pub struct Check {
    /// What is looked for.
    pub rule: &'static Rule,
    /// Reports each place where it is found.
    pub run: fn(&Facts<'_>, &mut Sink),
}

/// Findings of one rule that are shown; the rest are counted.
pub const SHOWN: usize = 20;

/// Runs every check on a model.
///
/// A warning that the source accepts is not reported; what is wrong with an acceptance is.
pub fn run(model: &Model, sink: &mut Sink) {
    run_checks(CHECKS, model, sink);
}

fn run_checks(checks: &[Check], model: &Model, sink: &mut Sink) {
    let facts = Facts::of(model);
    let mut acceptances = accept::Acceptances::of(model);
    for found in workers::found(checks, &facts) {
        let kept = found.into_iter().filter(|finding| !acceptances.accept(finding)).collect();
        report_first(told_once(kept), sink);
    }
    acceptances.report(sink);
}

/// Findings of one rule, those with one cause put together: one thing to mend is one finding.
fn told_once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut told: Vec<(Finding, Vec<Name>)> = Vec::new();
    let mut known: FxHashMap<Span, usize> = FxHashMap::default();
    for finding in findings {
        let before = finding.cause.and_then(|cause| known.get(&cause).copied());
        match before.and_then(|at| told.get_mut(at)) {
            Some((first, others)) => {
                others.extend(finding.about.first().cloned());
                first.about.extend(finding.about);
            }
            None => {
                finding.cause.map(|cause| known.insert(cause, told.len()));
                told.push((finding, Vec::new()));
            }
        }
    }
    let with_others = |(finding, others): (Finding, Vec<Name>)| match others.len() {
        0 => finding,
        n if n <= NAMED => finding.note(format!("so it is of {}", words::names(&others))),
        n => {
            let named = others.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            finding.note(format!("so it is of {named} and {} more", n - NAMED))
        }
    };
    told.into_iter().map(with_others).collect()
}

/// Terms that suffer from one cause and are named; the rest are counted.
const NAMED: usize = 8;

/// Reports the first findings of one rule, and how many more there are.
fn report_first(findings: Vec<Finding>, sink: &mut Sink) {
    let more = findings.len().saturating_sub(SHOWN);
    let rest = findings.get(SHOWN).map(|next| (next.rule, next.span()));
    for finding in findings.into_iter().take(SHOWN) {
        sink.report(finding);
    }
    if let Some((rule, span)) = rest {
        let rest = Finding::new(rule, span, format!("… {more} more of `{}`, from here on", rule.name));
        sink.report(Finding { more, ..rest });
    }
}

#[cfg(test)]
mod tests;
