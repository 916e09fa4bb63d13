//! A better tier has the milder target.

use crate::base::Name;
use crate::check::{Facts, commitments, ladders};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Id, Indicator, Scope, Tier};
use rustc_hash::FxHashMap;

/// A better tier has the milder target.
pub static RULE: Rule = Rule {
    name: "tier-order",
    family: Family::Contradictory,
    summary: "a tier declared better than another has a milder target",
    checks: &["T3"],
};

/// Compares every tier with those that it is declared to be above, cell by cell.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    if facts.model.tiers.iter().all(|tier| tier.above.is_empty()) {
        return;
    }
    let mut of_tier: FxHashMap<&Name, Vec<&Commitment>> = FxHashMap::default();
    let mut cells: FxHashMap<(&Name, &Id<Indicator>, &Scope), &Commitment> = FxHashMap::default();
    for commitment in commitments::promises(facts.model) {
        let tier = commitment.tier.name();
        of_tier.entry(tier).or_default().push(commitment);
        cells.insert((tier, &commitment.indicator, &commitment.scope), commitment);
    }
    for tier in &facts.model.tiers {
        for below in &tier.above {
            for better in of_tier.get(&tier.term.id).into_iter().flatten() {
                if let Some(worse) = cells.get(&(below.name(), &better.indicator, &better.scope))
                    && ladders::looser(facts.model, better, worse)
                {
                    sink.report(tier_order(tier, better, worse));
                }
            }
        }
    }
}

fn tier_order(tier: &Tier, better: &Commitment, worse: &Commitment) -> Finding {
    let (one, other) = (commitments::promise_words(better), commitments::promise_words(worse));
    let (above, below) = (&better.tier, &worse.tier);
    Finding::new(
        &RULE,
        better.target_span,
        format!("`{above}` is declared better than `{below}`, and {} is milder", commitments::full_name(better)),
    )
    .about(&better.term.id)
    .about(&worse.term.id)
    .here(format!("`{above}`: {one}"))
    .label(worse.target_span, format!("`{below}`: {other}"))
    .label(tier.term.field("above"), format!("`{above}` is above `{below}`"))
    .witness(format!("the same case: {one} at `{above}`, {other} at `{below}`"))
    .help(format!("give `{above}` the stricter target, or remove `above {below}`"))
}
