//! A backup plan by which more may be lost than the recovery point allows.

use crate::check::timing::Loss;
use crate::check::{Facts, words};
use crate::diagnostics::{Amount, Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};

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
    let (begun, safe) = loss.at;
    let (plan, commitment) = (backup.id.clone(), promise.clone());
    let next = Question::NextCopy { backup: plan.clone(), begun };
    let shown = if loss.erased {
        let erased = loss.kept.map_or(Answer::Never, Answer::Instant);
        let text =
            format!("a copy begun on {} and erased on {{1}}, the next one safe on {} only", loss.copied, loss.safe);
        Witness::new(Shows::Late, text)
            .ask(next, Answer::Instant(safe))
            .ask(Question::Kept { backup: plan, begun }, erased)
    } else {
        let text = format!(
            "a copy begun on {}, the next one safe on {}: up to {lost} are lost just before it",
            loss.copied, loss.safe
        );
        let value = Amount { value: loss.seconds.into(), unit: "s".into() };
        let exception = loss.limit.exception.map(|exception| exception.term.id.clone());
        Witness::new(Shows::Breached, text)
            .given(next, Answer::Instant(safe))
            .given(
                Question::Lost { commitment: commitment.clone(), from: begun, until: safe },
                Answer::Amount(value.clone()),
            )
            .ask(Question::Verdict { commitment, value, exception }, Answer::Word("breached".into()))
    };
    let finding = Finding::new(&RULE, backup.field("every"), message)
        .about(&backup.id)
        .about(promise)
        .label(loss.limit.span, loss.limit.told())
        .witness(shown);
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
