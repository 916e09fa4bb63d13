//! A backup plan by which more may be lost than the recovery point allows.

use crate::check::timing::Loss;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};

/// A backup plan by which more may be lost than the recovery point allows.
pub static RULE: Rule = Rule {
    name: "recovery-point-out-of-reach",
    family: Family::Contradictory,
    summary: "a backup plan loses more than the recovery point that it protects",
    checks: &["B1", "B5", "B7"],
};

/// Measures, over the term, the widest gap between a copy and the instant at which the next one is safe.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for loss in &facts.timing().recovery.losses {
        sink.report(recovery_point_out_of_reach(loss));
    }
}

fn recovery_point_out_of_reach(loss: &Loss<'_>) -> Finding {
    let (backup, promise) = (&loss.backup.term, &loss.commitment.term.id);
    let (limit, lost) = (words::quantity(&loss.limit.allowed), words::seconds(loss.seconds));
    let message = match loss.erased {
        true => format!(
            "the backup `{}` may leave no copy to restore, but `{promise}` allows the loss of {limit}",
            backup.id
        ),
        false => format!("the backup `{}` can lose {lost} of data, but `{promise}` allows {limit}", backup.id),
    };
    let finding = Finding::new(&RULE, backup.field("every"), message)
        .about(&backup.id)
        .about(promise)
        .label(loss.limit.span, loss.limit.told())
        .witness(format!(
            "a copy begun on {}, the next one safe on {}: up to {lost} are lost just before it",
            loss.copied, loss.safe
        ));
    let finding = loss.limit.exception.iter().fold(finding, |finding, of| finding.about(&of.term.id));
    let finding = loss.clocks.iter().cloned().fold(finding, Finding::note);
    let times = backup.field("at");
    let finding = if loss.backup.at.is_empty() { finding } else { finding.label(times, "at these times only") };
    if loss.erased {
        return finding
            .here("a copy is erased before the next one is safe")
            .label(backup.field("retained"), "kept so long")
            .help("keep each copy until several later ones are safe");
    }
    finding.here(format!("up to {lost} until the next copy is safe")).help(format!(
        "make copies more often, so that from one to the next, with the time until it is safe, no more than {limit} pass, or promise {lost}"
    ))
}
