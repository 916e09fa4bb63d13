//! A recovery plan that may take longer than the recovery time allows.

use crate::check::timing::Slow;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// A recovery plan that may take longer than the recovery time allows.
pub static RULE: Rule = Rule {
    name: "recovery-time-out-of-reach",
    family: Family::Unrealistic,
    summary: "a recovery plan may take longer than the recovery time that it protects",
    checks: &["B2"],
};

/// Adds up the parts of the recovery, each as long as the plan says at the most.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for slow in &facts.timing().recovery.slow {
        sink.report(recovery_time_out_of_reach(slow));
    }
}

fn recovery_time_out_of_reach(slow: &Slow<'_>) -> Finding {
    let (backup, promise) = (&slow.backup.term, &slow.commitment.term.id);
    let (limit, sum) = (words::quantity(&slow.limit.allowed), words::time(&slow.seconds));
    let parts = slow.parts.iter().map(|(what, seconds)| format!("{} of {what}", words::time(seconds)));
    let finding =
        Finding::new(&RULE, backup.span, format!("`{}` may take {sum}, longer than `{promise}` allows", backup.id))
            .about(&backup.id)
            .about(promise)
            .here(words::list(parts))
            .label(slow.limit.span, slow.limit.told())
            .help(format!("shorten the parts of the plan to {limit} in all, or promise {sum}"));
    slow.limit.exception.iter().fold(finding, |finding, of| finding.about(&of.term.id))
}
