//! Nothing limits how long, or how often, an exclusion is used.

use crate::base::Name;
use crate::check::{Facts, commitments};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{CalendarSet, Exclusion, ExclusionSource, HasTerm, Id, Model, Party};
use rustc_hash::{FxHashMap, FxHashSet};

/// Nothing limits how long, or how often, an exclusion is used.
pub static RULE: Rule = Rule {
    name: "unbounded-exclusion",
    family: Family::Unenforceable,
    summary: "an exclusion that nothing bounds, and nobody but its beneficiary decides",
    checks: &["X1", "X3", "T8"],
};

/// Looks for pauses without a limit, and for conditions without budget or limit that the debtor alone finds to hold.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut debtors: FxHashMap<&Name, FxHashSet<&Id<Party>>> = FxHashMap::default();
    for commitment in &facts.model.commitments {
        for exclusion in &commitment.suspended_by {
            debtors.entry(exclusion.name()).or_default().insert(&commitment.debtor);
        }
    }
    for exclusion in &facts.model.exclusions {
        let id = &exclusion.term.id;
        let bounded = exclusion.budget.is_some() || (exclusion.limit.is_some() && !exclusion.lasts_on());
        let Some(debtors) = debtors.get(id) else { continue };
        if bounded {
            continue;
        }
        match &exclusion.applies {
            ExclusionSource::Between(..) => sink.report(unbounded_pause(exclusion)),
            ExclusionSource::When(_) if !found_by_another(facts.model, exclusion, debtors) => {
                sink.report(unbounded_exclusion(exclusion))
            }
            ExclusionSource::Calendar(_) | ExclusionSource::Permitted(_) if takes_all(facts, exclusion) => {
                sink.report(unbounded_permission(exclusion))
            }
            _ => {}
        }
    }
}

/// Whether an exclusion may be used at all hours of a commitment that it suspends.
fn takes_all(facts: &Facts<'_>, exclusion: &Exclusion) -> bool {
    // At all hours, or at those of a commitment by their name, whatever hours these are.
    if let ExclusionSource::Calendar(set) = &exclusion.applies {
        let mut suspended = facts.model.commitments.iter().filter(|c| c.suspended_by.contains(&exclusion.id()));
        if *set == CalendarSet::Always || suspended.any(|commitment| commitment.calendar.as_ref() == Some(set)) {
            return true;
        }
    }
    let mut taken = facts.timing().hours.taken.iter();
    taken.any(|taken| taken.takes_all() && taken.exclusions.iter().all(|of| of.term.id == exclusion.term.id))
}

fn unbounded_permission(exclusion: &Exclusion) -> Finding {
    let id = &exclusion.term.id;
    Finding::new(&RULE, exclusion.term.span, format!("`{id}` may be used at all hours, without end"))
        .about(id)
        .here("no `budget`")
        .note("all of the promised time may be left out of the count")
        .help("add a budget, such as `budget 4 h each month`, or permit fewer hours than are promised")
}

/// Whether someone who gains nothing by it finds that the exclusion applies.
fn found_by_another(model: &Model, exclusion: &Exclusion, debtors: &FxHashSet<&Id<Party>>) -> bool {
    let finder = exclusion.established.as_ref().and_then(|finding| commitments::party_of(model, &finding.by));
    finder.is_some_and(|finder| !debtors.contains(&finder))
}

fn unbounded_pause(exclusion: &Exclusion) -> Finding {
    let id = &exclusion.term.id;
    Finding::new(&RULE, exclusion.term.span, format!("`{id}` may stop the clock of a case for ever"))
        .about(id)
        .here(if exclusion.lasts_on() { "it goes on beyond its `limit`" } else { "no `limit`" })
        .note("while it lasts the deadline moves on, so that no case is ever late")
        .help("add for instance `limit 5 days, then resume` (the clock runs again), `then close` (the case is closed) or `then downgrade` (it gets the next milder rank)")
}

fn unbounded_exclusion(exclusion: &Exclusion) -> Finding {
    let id = &exclusion.term.id;
    Finding::new(&RULE, exclusion.term.span, format!("nothing limits `{id}`"))
        .about(id)
        .here("no `budget`, no `limit`, and nobody but the party that benefits says that it applies")
        .note("as much of the promised time as that party says may fall under it")
        .help("add a budget, such as `budget 4 h each month`, or `established by` the customer or an observer")
}
