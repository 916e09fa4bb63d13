//! What the compiler finds, in the words of the oracle: rules, and the terms that each finding points at.

use crate::brute::{Conflict, Look, Terms};
use crate::contract::{Contract, Item};
use crate::source::{Source, print};
use slac::diagnostics::Finding;
use slac::driver::{Compilation, compile_text};
use slac::resolved::loader::NoFiles;
use std::collections::BTreeSet;

/// The rules that are decided exactly, and which of the places of a finding are its terms.
pub static RULES: [(&str, Points); 29] = [
    ("two-targets", Points::All),
    ("repeated-commitment", Points::All),
    ("missing-target", Points::First),
    ("stage-after-next", Points::All),
    ("priority-order", Points::All),
    ("tier-order", Points::All),
    ("supplier-slower", Points::All),
    ("dependency-below-target", Points::Two),
    ("escalation-after-deadline", Points::All),
    ("escalation-steps-out-of-order", Points::All),
    ("escalation-to-same", Points::All),
    ("nobody-on-call", Points::First),
    ("impossible-target", Points::First),
    ("target-always-met", Points::First),
    ("targets-apart", Points::All),
    ("subsumed-target", Points::All),
    ("implied-by-shorter-window", Points::All),
    ("dates-out-of-order", Points::All),
    ("never-in-force", Points::First),
    ("calendar-never-open", Points::First),
    ("inverted-bracket", Points::First),
    ("bracket-overlap", Points::All),
    ("boundary-in-two-brackets", Points::All),
    ("pays-while-met", Points::All),
    ("two-caps", Points::All),
    ("cap-without-effect", Points::Several),
    ("two-exceptions", Points::All),
    ("bracket-gap", Points::Table),
    ("boundary-in-no-bracket", Points::Table),
];

/// Which of the places of a finding are its terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Points {
    All,
    First,
    Two,
    /// All, where there are several: what one cap alone can never reach is a sum over months, which the oracle does not know.
    Several,
    /// The table as a whole.
    Table,
}

fn points(rule: &str) -> Option<Points> {
    RULES.iter().find(|(name, _)| *name == rule).map(|(_, points)| *points)
}

/// What the compiler says of a contract.
pub struct Said {
    pub source: Source,
    pub compiled: Compilation,
    /// The findings of rules that are decided exactly.
    pub found: BTreeSet<(&'static str, Terms)>,
}

/// Compiles a contract. A finding of a rule that judges no contract is a mistake of the generator.
pub fn compile(contract: &Contract) -> Said {
    let source = print(contract);
    let compiled = compile_text("oracle.slac", &source.text, &NoFiles);
    let mut found = BTreeSet::new();
    for finding in &compiled.findings {
        let judges = slac::check::rules().any(|rule| rule == finding.rule);
        assert!(judges, "{}\n{}: {}", source.text, finding.rule.name, finding.message);
        if let Some(points) = points(finding.rule.name) {
            let terms = terms(&compiled, &source, finding, points);
            if points != Points::Several || terms.len() > 1 {
                found.insert((finding.rule.name, terms));
            }
        }
    }
    Said { source, compiled, found }
}

fn terms(compiled: &Compilation, source: &Source, finding: &Finding, points: Points) -> Terms {
    let most = match points {
        Points::All | Points::Several => usize::MAX,
        Points::First => 1,
        Points::Two => 2,
        Points::Table => return Terms::from([Item::Penalty]),
    };
    let line = |span: slac::base::Span| compiled.sources.file(span.file).line_column(span.start).line;
    if points == Points::First {
        // The line may stand within the term.
        let at = finding.labels.first().map_or(0, |label| line(label.span));
        return (0..=at).rev().find_map(|line| source.lines.get(&line).copied()).into_iter().collect();
    }
    let items = finding.labels.iter().filter_map(|label| source.lines.get(&line(label.span)).copied());
    // The hours of a calendar are shown beside what counts on them; they are no part of what is in conflict.
    items.filter(|item| !matches!(item, Item::Calendar(_))).take(most).collect()
}

/// What is missed and what is invented, in words.
pub fn differences(look: &Look<'_>, said: &Said) -> Vec<String> {
    let mut wrong = Vec::new();
    for Conflict { rule, one_of } in &look.found {
        if !one_of.iter().any(|terms| said.found.contains(&(*rule, terms.clone()))) {
            wrong.push(format!("missed: {rule} of one of {one_of:?}"));
        }
    }
    for (rule, terms) in &said.found {
        let is_so = look.found.iter().any(|conflict| conflict.rule == *rule && conflict.one_of.contains(terms));
        if !is_so && !look.allowed.contains(&(*rule, terms.clone())) {
            wrong.push(format!("invented: {rule} of {terms:?}"));
        }
    }
    wrong
}
