//! An earlier stage of a case can be due after a later one.

use crate::check::timing::{Clock, Stage};
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};
use crate::model::Model;

/// An earlier stage of a case can be due after a later one.
pub static RULE: Rule = Rule {
    name: "stage-after-next",
    family: Family::Contradictory,
    summary: "an earlier stage of a case can be due after a later one",
    checks: &["T1", "T4"],
};

/// Asks for each pair of stages of one case whether there is an instant from which the earlier one takes longer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for stage in &facts.timing().stages {
        sink.report(stage_after_next(facts.model, stage));
    }
}

fn stage_after_next(model: &Model, stage: &Stage<'_>) -> Finding {
    let (earlier, later, at) = (&stage.earlier, &stage.later, &stage.instance);
    let ids = (&earlier.commitment.term.id, &later.commitment.term.id);
    let message =
        format!("`{}` can be due later than `{}`, which follows it (`{}`, `{}`)", earlier.to, later.to, ids.0, ids.1);
    let mut finding = Finding::new(&RULE, earlier.span, message)
        .here(format!("`{}` within {}", earlier.to, within(earlier)))
        .label(later.span, format!("`{}` within {}", later.to, within(later)))
        .witness(
            Witness::new(
                Shows::Late,
                format!(
                    "{} opened on {}: `{}` is due on {}, `{}` on {}",
                    shown::told(&stage.case),
                    at.opened,
                    earlier.to,
                    at.first,
                    later.to,
                    at.second
                ),
            )
            .ask(earlier.asks(&stage.case, at), at.first_answer())
            .ask(later.asks(&stage.case, at), at.second_answer()),
        );
    finding = earlier.names().chain(later.names()).fold(finding, Finding::about);
    finding = at.note("it is so whenever the case opens").into_iter().fold(finding, Finding::note);
    finding = words::with_hours(finding, model, earlier.commitment.calendar.iter().chain(&later.commitment.calendar));
    let longer = stage.enough.as_ref().map(|limit| format!("give `{}` {}", later.to, words::quantity(limit)));
    let shorter = stage.short.as_ref().map(|limit| format!("give `{}` {}", earlier.to, words::quantity(limit)));
    let changes: Vec<String> = longer.into_iter().chain(shorter).collect();
    finding.help(match changes.as_slice() {
        [] => "count both at the same hours".to_owned(),
        changes if earlier.commitment.calendar == later.commitment.calendar => changes.join(", or "),
        changes => format!("count both at the same hours, or {}", changes.join(", or ")),
    })
}

fn within(clock: &Clock<'_>) -> String {
    format!("{} {}", words::quantity(&clock.limit), words::clock_hours(clock))
}
