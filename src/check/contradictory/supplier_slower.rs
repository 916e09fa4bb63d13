//! A supplier may take longer than the service that cannot do without it.

use crate::base::Name;
use crate::check::timing::Behind;
use crate::check::{Facts, shown, words};
use crate::diagnostics::{Case, Family, Finding, Rule, Shows, Sink, Witness};

/// A supplier may take longer than the service that cannot do without it.
pub static RULE: Rule = Rule {
    name: "supplier-slower",
    family: Family::Contradictory,
    summary: "a supplier may take longer than what rests on it",
    checks: &["D4", "D13"],
};

/// Asks for each service that another one cannot do without whether there is an instant from which it may take longer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for behind in &facts.timing().behind {
        sink.report(supplier_slower(behind));
    }
}

fn supplier_slower(behind: &Behind<'_>) -> Finding {
    let (own, supplied, at) = (&behind.own, &behind.supplied, &behind.instance);
    let (service, other) = (&behind.service.term.id, &behind.behind.term.id);
    let (promise, limit) = (words::quantity(&own.limit), words::quantity(&supplied.limit));
    let of = |service: &Name| Case { service: Some(service.clone()), ..behind.case.clone() };
    let message = format!("`{service}` is promised sooner than `{other}`, which it cannot do without");
    let finding = Finding::new(&RULE, own.span, message)
        .about(service)
        .about(other)
        .here(format!("`{service}`: `{}` within {promise} {}", own.to, words::clock_hours(own)))
        .label(supplied.span, format!("`{other}`: `{}` within {limit} {}", supplied.to, words::clock_hours(supplied)))
        .witness(
            Witness::new(
                Shows::Late,
                format!(
                    "{} opened on {}: `{other}` may be due on {}, `{service}` is due on {}",
                    shown::told(&behind.case),
                    at.opened,
                    at.first,
                    at.second
                ),
            )
            .ask(supplied.asks(&of(other), at), at.first_answer())
            .ask(own.asks(&of(service), at), at.second_answer()),
        )
        .help(format!(
            "agree on {promise} or less for `{other}`, at the same hours, or promise more time for `{service}`"
        ));
    let finding = own.names().chain(supplied.names()).fold(finding, Finding::about);
    if at.always { finding.note("it is so whenever the case opens") } else { finding }
}
