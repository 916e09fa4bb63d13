//! A better tier has the milder target.

use crate::check::commitments::{self, Asked};
use crate::check::{Facts, ladders};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Tier};

/// A better tier has the milder target.
pub static RULE: Rule = Rule {
    name: "tier-order",
    family: Family::Contradictory,
    summary: "a tier declared better than another has a milder target",
    checks: &["T3"],
};

/// Compares every tier with those that it is declared to be above, cell by cell, and where cells count on different hours the deadlines of
/// cases that open together.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for (tier, better, worse) in ladders::above(facts) {
        if let Some(inverted) = ladders::looser(facts, better, worse) {
            let said = |asked: &Asked<'_>, commitment: &Commitment| match asked.exception {
                None => commitments::promise_words(commitment),
                Some(_) => commitments::words_while(asked),
            };
            let (one, other) = (said(&inverted.strict, better), said(&inverted.mild, worse));
            let witness = inverted.shown(facts.model, (better, worse), |value| {
                format!("{value}: kept at `{}`, by {one}, and a breach at `{}`, by {other}", better.tier, worse.tier)
            });
            let finding = tier_order(tier, (better, &one), (worse, &other)).witness(witness);
            let finding = [&inverted.strict, &inverted.mild].into_iter().fold(finding, |finding, asked| {
                let finding = commitments::told(asked, finding);
                if asked.exception.is_some() {
                    finding.label(asked.span, commitments::words_while(asked))
                } else {
                    finding
                }
            });
            sink.report(finding);
        } else if let Some(later) = facts.timing().later(better, worse) {
            let finding = tier_order(tier, (better, &later.strict.promise()), (worse, &later.mild.promise()));
            sink.report(later.told(finding, better.tier.name(), worse.tier.name()));
        }
    }
}

fn tier_order(tier: &Tier, (better, one): (&Commitment, &str), (worse, other): (&Commitment, &str)) -> Finding {
    let (above, below) = (&better.tier, &worse.tier);
    Finding::new(
        &RULE,
        better.target_span,
        format!("`{above}` is declared better than `{below}`, but {} is milder", commitments::full_name(better)),
    )
    .about(&better.term.id)
    .about(&worse.term.id)
    .here(format!("`{above}`: {one}"))
    .label(worse.target_span, format!("`{below}`: {other}"))
    .label(tier.term.field("above"), format!("`{above}` is above `{below}`"))
    .help(format!("give `{above}` the stricter target, or remove `above {below}`"))
}
