//! A commitment asks no more than another one already does.

use crate::check::{Facts, commitments, scopes, values, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Model, Quantity};
use crate::quantity::Rational;

/// A commitment asks no more than another one already does.
pub static RULE: Rule = Rule {
    name: "subsumed-target",
    family: Family::Void,
    summary: "a commitment that another one already implies",
    checks: &["O2", "T11"],
};

/// Compares commitments on one side of one indicator that differ in the share of cases: whoever keeps a stricter bound
/// for more cases keeps the milder one for fewer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for (first, second, case) in facts.beside() {
        for (strong, weak) in [(first, second), (second, first)] {
            if implies(facts.model, strong, weak) {
                sink.report(subsumed_target(strong, weak, case));
                break;
            }
        }
    }
}

fn implies(model: &Model, strong: &Commitment, weak: &Commitment) -> bool {
    let (Some((a, _)), Some((b, _))) = (commitments::limit(model, strong), commitments::limit(model, weak)) else {
        return false;
    };
    let (Some(tight), Some(loose)) = (commitments::own_met(model, strong), commitments::own_met(model, weak)) else {
        return false;
    };
    let same_side = commitments::side(a).is_some() && commitments::side(a) == commitments::side(b);
    let comparable = commitments::limit(model, strong)
        .zip(commitments::limit(model, weak))
        .is_some_and(|((_, a), (_, b))| values::same_dimension(&a.unit, &b.unit));
    let more_cases = share(strong.quota.as_ref()) >= share(weak.quota.as_ref());
    let open = |c: &Commitment| c.quota.as_ref().is_some_and(|quota| quota.as_blank().is_some());
    let differ = strong.quota != weak.quota && !open(strong) && !open(weak);
    // What is promised of more cases, or for longer, is not implied by what is promised of some of them.
    let days = |c: &Commitment| commitments::days_in_term(model, &c.term.validity);
    let everywhere = scopes::covers(model, &strong.scope, &weak.scope) && days(weak).is_subset(&days(strong));
    same_side && comparable && differ && more_cases && everywhere && tight.is_subset(&loose)
}

/// The share of cases that must meet a bound: all, where none is written.
fn share(quota: Option<&Quantity>) -> Rational {
    quota.map_or_else(Rational::one, Quantity::base)
}

fn subsumed_target(strong: &Commitment, weak: &Commitment, case: &str) -> Finding {
    let say = |c: &Commitment| match &c.quota {
        Some(quota) => format!("{} in {} of cases", commitments::target_words(c), words::quantity(quota)),
        None => format!("{} in every case", commitments::target_words(c)),
    };
    let (one, other) = (say(strong), say(weak));
    Finding::new(
        &RULE,
        weak.target_span,
        format!("{} asks no more than what is already promised", commitments::name(weak)),
    )
    .about(&weak.term.id)
    .about(&strong.term.id)
    .here(other.clone())
    .label(strong.target_span, format!("already: {one}"))
    .note(format!("for {case}, whoever keeps {one} also keeps {other}"))
    .help("remove the weaker of the two lines, or write the stricter limit that it is meant to have")
}
