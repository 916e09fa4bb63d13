//! Something is due while the one who must do it is not there.

use crate::check::timing::OffDuty;
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Model, Scope};

/// Something is due while the one who must do it is not there.
pub static RULE: Rule = Rule {
    name: "duty-off-duty",
    family: Family::Contradictory,
    summary: "a duty is due before those who must do it are there",
    checks: &["A8", "E4"],
};

/// Asks for each duty of a role whether there is an instant from which it is due before the role is there.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for off in &facts.timing().off_duty {
        sink.report(duty_off_duty(facts.model, off));
    }
}

fn duty_off_duty(model: &Model, off: &OffDuty<'_>) -> Finding {
    let (duty, role, at) = (&off.duty.term, &off.role.term, &off.instance);
    let after = off.duty.within.as_ref().map(|within| words::quantity(&within.delay.length)).unwrap_or_default();
    let text = format!(
        "`{}` on {}: `{}` is due on {}, `{}` is there on {}",
        off.event, at.opened, duty.id, at.second, role.id, at.first
    );
    let case = shown::common(&off.duty.scope, &Scope::default()).unwrap_or_default();
    let due = Question::Due { of: duty.id.clone(), level: None, case: at.case(&case, off.record, off.event) };
    let shown = Witness::new(Shows::Late, text)
        .ask(Question::Reached { actor: role.id.clone(), at: at.at.0, until: at.at.2 }, at.first_answer())
        .ask(due, at.second_answer());
    let finding =
        Finding::new(&RULE, duty.field("within"), format!("`{}` can be due before `{}` is there", duty.id, role.id))
            .about(&duty.id)
            .about(&role.id)
            .here(format!("`{}` is due after {after}", duty.id))
            .label(role.field("during"), format!("`{}` is there {} only", role.id, words::hours(&off.role.during)))
            .witness(shown)
            .help(format!(
                "let the time of `{}` run {} only, or give it to someone who is there at the other hours",
                duty.id,
                words::hours(&off.role.during)
            ));
    let finding = if at.always { finding.note("it is so whenever the event falls") } else { finding };
    words::with_hours(finding, model, [&off.role.during])
}
