//! An exclusion that may take a great part of the time that is promised.

use crate::check::timing::{MOST_EXCLUDED, Taken};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::Model;
use crate::quantity::Rational;

/// An exclusion that may take a great part of the time that is promised.
pub static RULE: Rule = Rule {
    name: "exclusion-takes-much",
    family: Family::Unrealistic,
    summary: "an exclusion may take more than a tenth of the time that is promised",
    checks: &["O11", "X2"],
};

/// Measures in each window how much of the hours of a commitment may be excluded.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    // What may take all of it is told by `unbounded-exclusion`.
    for taken in facts.timing().hours.taken.iter().filter(|taken| !taken.takes_all()) {
        sink.report(exclusion_takes_much(facts.model, taken));
    }
}

fn exclusion_takes_much(model: &Model, taken: &Taken<'_>) -> Finding {
    let promise = &taken.commitment.term.id;
    let (part, whole) = taken.seconds;
    let percent = |(part, whole)| words::nearest_percent(&Rational::new(part, whole).unwrap_or_default(), 1);
    let (percent, allowed) = (percent(taken.seconds), percent(MOST_EXCLUDED));
    let names = words::names(taken.exclusions.iter().map(|exclusion| &exclusion.term.id));
    let place = taken.exclusions.first().map_or(taken.commitment.target_span, |exclusion| exclusion.term.span);
    let together = if taken.exclusions.len() > 1 { " together" } else { "" };
    let finding = Finding::new(
        &RULE,
        place,
        format!("{names} may take {percent} of the time of `{promise}` out of the count{together}"),
    )
    .here(format!("up to {} of {}{together}", words::seconds(part), words::seconds(whole)));
    let finding = taken.exclusions.iter().enumerate().fold(finding, |finding, (at, exclusion)| {
        let finding = finding.about(&exclusion.term.id);
        if at > 0 { finding.label(exclusion.term.span, "with this one") } else { finding }
    });
    let clocks = taken.clocks.as_ref().map(|change| format!(" ({change})")).unwrap_or_default();
    let first = taken.exclusions.first().map_or(promise, |exclusion| &exclusion.term.id);
    let each = taken.commitment.window.as_ref().map(words::each).unwrap_or_default();
    finding
        .about(promise)
        .label(taken.commitment.target_span, format!("`{promise}`, of which it takes time"))
        .note(format!("at the worst, from {}{clocks}; a share of more than {allowed} is reported", taken.window))
        .help(format!(
            "permit fewer hours, add a `budget` {each} that leaves more, or write {}",
            words::accept(model, &RULE, first)
        ))
}
