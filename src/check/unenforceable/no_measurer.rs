//! Nobody measures a commitment.

use crate::base::Name;
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Id};
use rustc_hash::FxHashSet;

/// Nobody measures a commitment.
pub static RULE: Rule = Rule {
    name: "no-measurer",
    family: Family::Unenforceable,
    summary: "nobody measures a commitment",
    checks: &["O21"],
};

/// Asks every binding promise for its measurer. One that a penalty rests on is `penalty-without-measure`.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let paid_for: FxHashSet<&Name> =
        facts.model.schedules.iter().flat_map(|schedule| &schedule.on).map(Id::name).collect();
    let unmeasured = |c: &&Commitment| c.measurer.is_none();
    for commitment in facts.binding().filter(unmeasured) {
        if !paid_for.contains(&commitment.term.id) {
            let tier = facts.model.tiers.get(&commitment.tier);
            let finding = no_measurer(commitment);
            sink.report(match tier {
                Some(tier) => finding.because_of(tier.term.span),
                None => finding,
            });
        }
    }
}

fn no_measurer(commitment: &Commitment) -> Finding {
    Finding::new(&RULE, commitment.target_span, format!("nobody measures {}", commitments::full_name(commitment)))
        .about(&commitment.term.id)
        .here("promised here, measured by no one")
        .note("without a measurer neither party can show that it was met, or that it was not")
        .help("add `measured by` a party, better an `observer`, to the commitment or to its tier")
}
