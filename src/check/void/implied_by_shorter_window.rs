//! A target over a long window that one over shorter windows implies.

use crate::check::{Facts, commitments, schedules, scopes, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::model::{Commitment, Form};
use rustc_hash::FxHashMap;

/// A target over a long window that one over shorter windows implies.
pub static RULE: Rule = Rule {
    name: "implied-by-shorter-window",
    family: Family::Void,
    summary: "a target over a long window that one over shorter windows implies",
    checks: &["O14"],
};

/// Compares shares of time of one tier that count alike: where each day keeps one, so does each month.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut groups: FxHashMap<_, Vec<&Commitment>> = FxHashMap::default();
    for commitment in facts.bound() {
        let form = facts.model.indicators.get(&commitment.indicator).map(|indicator| indicator.form);
        if form == Some(Form::TimeRatio) && commitment.window.is_some() && facts.asked(commitment).len() == 1 {
            let key = (&commitment.tier, &commitment.indicator, &commitment.calendar, &commitment.suspended_by);
            groups.entry(key).or_default().push(commitment);
        }
    }
    let mut found = Vec::new();
    for group in groups.into_values() {
        for long in &group {
            found.extend(group.iter().find(|short| implies(facts, short, long)).map(|short| (*short, *long)));
        }
    }
    found.sort_by_key(|(_, long)| long.target_span);
    found.dedup_by_key(|(_, long)| long.target_span);
    for (short, long) in found {
        sink.report(implied_by_shorter_window(facts, short, long));
    }
}

fn implies(facts: &Facts<'_>, short: &Commitment, long: &Commitment) -> bool {
    let (Some(inner), Some(outer)) = (&short.window, &long.window) else { return false };
    let met = |commitment: &Commitment| commitments::own_met(facts.model, commitment);
    inner.lies_within(outer)
        && scopes::covers(facts.model, &short.scope, &long.scope)
        && short.quota.is_none()
        && short.term.validity == long.term.validity
        && met(short).zip(met(long)).is_some_and(|(strong, weak)| strong.is_subset(&weak))
}

fn implied_by_shorter_window(facts: &Facts<'_>, short: &Commitment, long: &Commitment) -> Finding {
    let (one, other) = (commitments::target_words(short), commitments::target_words(long));
    let brackets = match schedules::bracketed(facts.brackets(), long).as_slice() {
        [] => String::new(),
        tables => format!(", with the brackets of {} up to there", words::names(tables.iter().copied())),
    };
    let each = |commitment: &Commitment| commitment.window.as_ref().map(words::each).unwrap_or_default();
    let (within, over) = (each(short), each(long));
    let message = format!("{} asks no more {over} than it asks {within} already", commitments::name(long));
    Finding::new(&RULE, long.target_span, message)
        .about(&long.term.id)
        .about(&short.term.id)
        .here(format!("{other} {over}"))
        .label(short.target_span, format!("{one} {within}"))
        .note("a share of time that is kept in every part is kept in the whole")
        .help(format!("remove the line with {over}, or ask more than {one} there{brackets}"))
}
