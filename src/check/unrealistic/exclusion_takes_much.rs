//! An exclusion that may take a great part of the time that is promised.

use crate::check::timing::{MOST_EXCLUDED, Taken};
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
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
        sink.report(exclusion_takes_much(taken));
    }
}

fn exclusion_takes_much(taken: &Taken<'_>) -> Finding {
    let promise = &taken.commitment.term.id;
    let (part, whole) = taken.seconds;
    let percent = |(part, whole)| words::percent(&Rational::new(part, whole).unwrap_or_default(), 1);
    let (percent, allowed) = (percent(taken.seconds), percent(MOST_EXCLUDED));
    let names = words::names(taken.exclusions.iter().map(|exclusion| &exclusion.term.id));
    let place = taken.exclusions.first().map_or(taken.commitment.target_span, |exclusion| exclusion.term.span);
    let together = if taken.exclusions.len() > 1 { " together" } else { "" };
    let finding =
        Finding::new(&RULE, place, format!("{names} may take {percent} of the time of `{promise}`{together}"))
            .here(format!("up to {} of {}{together}", words::seconds(part), words::seconds(whole)));
    let finding = taken.exclusions.iter().enumerate().fold(finding, |finding, (at, exclusion)| {
        let finding = finding.about(&exclusion.term.id);
        if at > 0 { finding.label(exclusion.term.span, "with this one") } else { finding }
    });
    finding
        .about(promise)
        .label(taken.commitment.target_span, "the promise that it takes time out of")
        .note(format!("in the window from {}; told where it is more than {allowed}", taken.window))
        .help("permit fewer hours, give it a `budget` for each window, or accept it with the reason")
}
