//! A bound forbids what its indicator calls better.

use crate::base::Name;
use crate::check::commitments::{self, Asked};
use crate::check::{Facts, shown};
use crate::diagnostics::{Family, Finding, Rule, Shows, Sink, Witness};
use crate::kernel::line::Interval as Line;
use crate::model::{Commitment, Indicator, Model, Polarity};
use rustc_hash::FxHashSet;

/// A bound forbids what its indicator calls better.
pub static RULE: Rule = Rule {
    name: "bound-on-wrong-side",
    family: Family::Contradictory,
    summary: "a bound that better values breach",
    checks: &["O7"],
};

/// Compares the side of every bound with the side that the indicator calls better. Where the same case is bounded on the
/// better side too, the two make a range, and that is meant.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let side = commitments::side_of;
    let ranges = facts.beside().iter().filter(|(a, b, _)| side(a).is_some() && side(b).is_some() && side(a) != side(b));
    let in_range: FxHashSet<&Name> = ranges.flat_map(|(a, b, _)| [&a.term.id, &b.term.id]).collect();
    for commitment in facts.binding().filter(|commitment| !in_range.contains(&commitment.term.id)) {
        let Some(indicator) = facts.model.indicators.get(&commitment.indicator) else { continue };
        let Some(better) = indicator.better else { continue };
        for asked in facts.asked(commitment) {
            if asked.side().is_some_and(|side| side != better) {
                sink.report(commitments::told(
                    &asked,
                    bound_on_wrong_side(facts.model, (commitment, &asked), indicator, better),
                ));
            }
        }
    }
}

fn bound_on_wrong_side(
    model: &Model,
    (commitment, asked): (&Commitment, &Asked<'_>),
    indicator: &Indicator,
    side: Polarity,
) -> Finding {
    let (better, worse, right) = match side {
        Polarity::Higher => ("higher", "lower", "at least"),
        Polarity::Lower => ("lower", "higher", "at most"),
    };
    let id = &indicator.term.id;
    // The direction of an indicator of the library is not the contract's to change.
    let help = match indicator.term.module.is_empty() {
        true => format!("write `{right}` there, or change which way is `better`"),
        false => format!("write `{right}` there"),
    };
    let values = asked.met(model).and_then(|met| {
        let unit = commitments::unit(model, commitment);
        let domain = commitments::domain(indicator);
        let beyond = match side {
            Polarity::Higher => Line::new(met.to.clone(), domain.to.clone()),
            Polarity::Lower => Line::new(domain.from.clone(), met.from.clone()),
        };
        let kept = match side {
            Polarity::Higher => Line::new(domain.from, met.to.clone()),
            Polarity::Lower => Line::new(met.from.clone(), domain.to),
        };
        Some((shown::sample(&beyond, &unit)?, shown::sample(&met.intersection(&kept), &unit)?))
    });
    let shown = match values {
        Some((good, bad)) => Witness::new(
            Shows::Different,
            format!(
                "{} of `{id}`, which is better, is a breach, and {}, which is worse, is none",
                shown::written(&good),
                shown::written(&bad)
            ),
        )
        .ask(commitments::verdict(commitment, asked, &good), commitments::judged(false))
        .ask(commitments::verdict(commitment, asked, &bad), commitments::judged(true)),
        None => Witness::told(format!(
            "of two values of `{id}`, the one that the indicator calls better breaches and the {worse} one does not"
        )),
    };
    let message = format!("`{id}` is better when {better}, but {} is asked", commitments::asked_words(asked));
    Finding::new(&RULE, asked.span, message)
        .about(&commitment.term.id)
        .here(format!("a {better} value is a breach"))
        .label(indicator.term.field("better"), format!("`{id}` is better when {better}"))
        .witness(shown)
        .help(help)
}
