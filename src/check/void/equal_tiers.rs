//! Two tiers promise the same.

use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Tier};
use rustc_hash::FxHashMap;

/// Two tiers promise the same.
pub static RULE: Rule =
    Rule { name: "equal-tiers", family: Family::Void, summary: "two tiers are equal in every cell", checks: &["G1"] };

/// Compares all that tiers between the same parties promise.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut of_tier: FxHashMap<&str, Vec<&Commitment>> = FxHashMap::default();
    for commitment in commitments::promises(facts.model) {
        of_tier.entry(commitment.tier.as_str()).or_default().push(commitment);
    }
    let mut known: FxHashMap<_, &Tier> = FxHashMap::default();
    for tier in &facts.model.tiers {
        let mut promised: Vec<_> =
            of_tier.get(tier.term.id.as_str()).into_iter().flatten().map(|c| said(facts, c)).collect();
        if promised.is_empty() {
            continue;
        }
        promised.sort();
        match known.get(&(&tier.debtor, &tier.creditor, promised.clone())) {
            Some(first) => sink.report(equal_tiers(first, tier)),
            None => {
                known.insert((&tier.debtor, &tier.creditor, promised), tier);
            }
        }
    }
}

/// All that a commitment says, but for its tier.
fn said<'a>(facts: &'a Facts<'_>, c: &'a Commitment) -> impl Ord + Clone + std::hash::Hash + 'a {
    // What is not agreed yet is the same where it is one blank.
    let open = facts.blanks().of_term(&c.term.id);
    let judged = (&c.target, &c.quota, c.sample, &c.goal, open);
    (&c.indicator, &c.scope, judged, &c.window, &c.calendar, &c.measurer, &c.obligation)
}

fn equal_tiers(first: &Tier, second: &Tier) -> Finding {
    let (one, other) = (&first.term.id, &second.term.id);
    Finding::new(&RULE, second.term.span, format!("`{other}` promises exactly what `{one}` does"))
        .about(other)
        .about(one)
        .here(format!("`{other}`: the same in every line"))
        .label(first.term.span, format!("`{one}`"))
        .note(
            "customers of both get the same; if only one of them is amended later, nobody may notice that they differ",
        )
        .help(format!("use `{one}` for both, or write what sets `{other}` apart"))
}
