//! Something holds until an amount is final, and no step makes it so.

use crate::check::{Facts, shown};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::Procedure;

/// Something holds until an amount is final, and no step makes it so.
pub static RULE: Rule = Rule {
    name: "meanwhile-without-steps",
    family: Family::Silent,
    summary: "what holds until an amount is final, where nothing makes it final",
    checks: &[],
};

/// Looks at the procedure that the contract adopts.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if let Some(procedure) = &facts.model.procedure
        && procedure.meanwhile.is_some()
        && procedure.steps.is_empty()
        && !facts.blanks().has(&procedure.term.id, "rows")
    {
        sink.report(meanwhile_without_steps(facts, procedure));
    }
}

fn meanwhile_without_steps(facts: &Facts<'_>, procedure: &Procedure) -> Finding {
    let id = &procedure.term.id;
    let [first, _] = shown::months(facts.model);
    let month = shown::month(facts.model, first);
    Finding::new(&RULE, procedure.term.field("meanwhile"), format!("in the procedure `{id}` no step makes an amount final"))
        .about(id)
        .here("holds until the amount is final")
        .witness(
            Witness::new(
                Shows::NoAnswer,
                format!("an amount for {month}: no step of `{id}` is there after which it is final"),
            )
            .ask(Question::Stated { term: id.clone(), field: "steps".into() }, Answer::Nothing),
        )
        .note("an amount that is withheld or suspended until then is never paid")
        .help("add a table of steps whose last one is `final` (`| step | label | by | within | after | silence |`), or remove `meanwhile`")
}
