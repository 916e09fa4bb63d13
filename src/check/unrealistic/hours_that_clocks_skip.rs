//! Hours that do not exist on the day on which the clocks go forward.

use crate::check::Facts;
use crate::check::timing::Skipped;
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// Hours that do not exist on the day on which the clocks go forward.
pub static RULE: Rule = Rule {
    name: "hours-that-clocks-skip",
    family: Family::Unrealistic,
    summary: "hours that do not exist on the day on which clocks go forward",
    checks: &["K3"],
};

/// Compares the hours of exclusions and backups with those that clocks skip in the term.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for skipped in &facts.timing().term.skipped {
        sink.report(hours_that_clocks_skip(skipped));
    }
}

fn hours_that_clocks_skip(skipped: &Skipped<'_>) -> Finding {
    Finding::new(&RULE, skipped.span, format!("`{}` has no time on a day when the clocks go forward", skipped.term))
        .about(skipped.term)
        .here("these hours are skipped that day")
        .note(format!("on {} the clocks go from {} to {}", skipped.day, skipped.from, skipped.to))
        .help(format!("choose hours that exist on every day, such as from {} on", skipped.to))
}
