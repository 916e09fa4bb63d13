//! A level can be called in when nobody of its role is there.

use crate::check::timing::{self, Absent};
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Model, Scope};

/// A level can be called in when nobody of its role is there.
pub static RULE: Rule = Rule {
    name: "nobody-on-call",
    family: Family::Contradictory,
    summary: "a level of an escalation can be called in outside of the hours of its role",
    checks: &["E4"],
};

/// Asks for each level whether there is an instant from which its delay is over outside of the hours of its role.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for absent in &facts.timing().absent {
        sink.report(nobody_on_call(facts.model, absent));
    }
}

fn nobody_on_call(model: &Model, absent: &Absent<'_>) -> Finding {
    let (id, level, role) = (&absent.escalation.term.id, &absent.step.level, &absent.role.term);
    let there = match &absent.there {
        Some(there) => format!("is there again on {there}"),
        None => "is not there again".to_owned(),
    };
    let message = format!("level {level} of `{id}` can be called in when `{}` is not there", role.id);
    let after = words::delay_of(absent.step);
    let case = shown::common(&absent.step.scope, &Scope::default()).unwrap_or_default();
    let told = if case.values.is_empty() { "a case".to_owned() } else { shown::told(&case) };
    let text = format!(
        "{told} opened on {}: level {level} is called in on {}, `{}` {there}",
        absent.opened, absent.called, role.id
    );
    let (opened, called, back) = absent.at;
    let shown = match timing::asks(absent.escalation, absent.step, &case, opened) {
        Some(asks) => Witness::new(Shows::Late, text)
            .ask(
                Question::Reached { actor: role.id.clone(), at: called, until: None },
                back.map_or(Answer::Never, Answer::Instant),
            )
            .ask(asks, Answer::Instant(called)),
        None => Witness::told(text),
    };
    let finding = Finding::new(&RULE, absent.step.span, message)
        .about(id)
        .about(&role.id)
        .here(format!("level {level} after {after}"))
        .label(role.field("during"), format!("`{}` is there {} only", role.id, words::hours(&absent.role.during)))
        .witness(shown)
        .help(match absent.is_there_by_its_hours {
            true => {
                let hours = words::hours(&absent.role.during);
                format!("let the delay of level {level} run {hours} only, or let `{}` be there at all hours at which it can end", role.id)
            }
            false => format!("let `{}` be there at all hours at which the delay can end, or call in someone who is", role.id),
        });
    let finding = if absent.always { finding.note("it is so whenever the case opens") } else { finding };
    words::with_hours(finding, model, [&absent.role.during])
}
