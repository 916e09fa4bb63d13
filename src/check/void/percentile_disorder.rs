//! A higher percentile has the stricter bound.

use crate::check::{Facts, commitments, scopes, values};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::line::Interval as Line;
use crate::model::{Aggregate, Commitment, Expr, Id, Model, Tier};
use crate::quantity::Rational;
use rustc_hash::FxHashMap;

/// A higher percentile has the stricter bound.
pub static RULE: Rule = Rule {
    name: "percentile-disorder",
    family: Family::Void,
    summary: "the bound of a lower percentile is implied by that of a higher one",
    checks: &["O18"],
};

/// The samples of a tier.
type Samples<'m> = (&'m Id<Tier>, &'m Expr);

/// A percentile in thousandths, and the commitment that bounds it.
type Percentile<'m> = (u16, &'m Commitment);

/// Compares bounds on percentiles of the same samples, in windows and hours of one sort.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut groups: FxHashMap<Samples<'_>, Vec<Percentile<'_>>> = FxHashMap::default();
    let mut order = Vec::new();
    for commitment in facts.binding() {
        if let Some((quantile, samples)) =
            facts.model.indicators.get(&commitment.indicator).and_then(|i| quantile(&i.formula))
        {
            let key = (&commitment.tier, samples);
            if !groups.contains_key(&key) {
                order.push(key);
            }
            groups.entry(key).or_default().push((quantile, commitment));
        }
    }
    for key in order {
        let mut ladder = groups.remove(&key).unwrap_or_default();
        ladder.sort_by_key(|(quantile, _)| *quantile);
        for pair in ladder.windows(2) {
            if let [(low, lower), (high, higher)] = pair
                && low < high
                && judged_alike(lower, higher)
                && let (Some(looser), Some(tighter)) = (met(facts.model, lower), met(facts.model, higher))
                && tighter.is_subset(&looser)
            {
                sink.report(percentile_disorder((*low, lower), (*high, higher)));
            }
        }
    }
}

fn quantile(formula: &Expr) -> Option<(u16, &Expr)> {
    match formula {
        Expr::Aggregate { function: Aggregate::Quantile(quantile), of, .. } => Some((*quantile, of)),
        _ => None,
    }
}

fn judged_alike(a: &Commitment, b: &Commitment) -> bool {
    a.window == b.window && a.calendar == b.calendar && scopes::common(&a.scope, &b.scope).is_some()
}

/// The values that meet an upper bound: only those are in the order of the percentiles.
fn met(model: &Model, commitment: &Commitment) -> Option<Line<Rational>> {
    let (comparator, limit) = commitments::limit(model, commitment)?;
    let upper = commitments::side(comparator) == Some(crate::model::Polarity::Lower);
    upper.then(|| values::meeting(comparator, &limit.base()))
}

/// `95th percentile`, of thousandths.
fn percentile(thousandths: u16) -> String {
    let whole = thousandths / 10;
    match (thousandths % 10, whole % 10, whole / 10 % 10) {
        (0, 1, tens) if tens != 1 => format!("{whole}st percentile"),
        (0, 2, tens) if tens != 1 => format!("{whole}nd percentile"),
        (0, 3, tens) if tens != 1 => format!("{whole}rd percentile"),
        (0, ..) => format!("{whole}th percentile"),
        (part, ..) => format!("{whole}.{part}th percentile"),
    }
}

fn percentile_disorder((low_at, lower): (u16, &Commitment), (high_at, higher): (u16, &Commitment)) -> Finding {
    let (low, high) = (commitments::target_words(lower), commitments::target_words(higher));
    let (one, other) = (&lower.indicator, &higher.indicator);
    Finding::new(
        &RULE,
        lower.target_span,
        format!("`{one}` is promised {low}, but `{other}`, promised {high}, ensures that already"),
    )
    .about(&lower.term.id)
    .about(&higher.term.id)
    .here(format!("`{one}`, the {}: {low}", percentile(low_at)))
    .label(higher.target_span, format!("`{other}`, the {}: {high}", percentile(high_at)))
    .note(format!("the {} is never above the {}", percentile(low_at), percentile(high_at)))
    .help(format!("exchange the two limits, or remove that of `{one}`"))
}
