//! Verdicts against the evaluator: what is stricter is never due later, and what is higher is never owed less.

use super::{BASE, model};
use proptest::prelude::*;
use slac::base::Span;
use slac::compare::{self, Verdict};
use slac::evaluate::due::When;
use slac::evaluate::evidence::Row;
use slac::evaluate::{Calendars, Evidence, Value, World};
use slac::model::{Event, Expr, HasTerm, Model};
use slac::time::Instant;

/// When a commitment is due for a case that opens then, by the evaluator: none where it is not about cases, `Some(None)` where it is
/// due after all that is known.
pub fn due(model: &Model, commitment: &str, opened: Instant) -> Option<Option<Instant>> {
    dues(model, commitment, &[opened]).pop()?
}

/// The same for several cases.
fn dues(model: &Model, commitment: &str, opened: &[Instant]) -> Vec<Option<Option<Instant>>> {
    let nothing = Evidence::default();
    let calendars = Calendars::around(model, &nothing, model.contract.from.unwrap());
    let world = World::new(model, &calendars, &nothing, calendars.within().end);
    let found = |opened: Instant| {
        let commitment = model.commitments.by_name(commitment)?;
        let formula = &model.indicators.get(&commitment.indicator)?.formula;
        let Expr::TimeBetween { from: Event::Field { record, field }, .. } = formula else { return None };
        let (service, _) = world.held(commitment).find(|(_, held)| held.contains(opened))?;
        let values = commitment.scope.dimensions.iter();
        let values = values.map(|(dimension, values)| (dimension.name().clone(), Value::Word(values[0].clone())));
        let case = Row {
            record: record.clone(),
            name: record.name().clone(),
            service: Some(service.id()),
            values: values.chain([(field.clone(), Value::Instant(opened))]).collect(),
            span: Span::default(),
        };
        let answer = world.answer(&case);
        let promised = answer.promised.iter().find(|p| p.commitment.term.id == commitment.term.id)?;
        match promised.when {
            When::At(at) => Some(Some(at)),
            When::Later(_) => Some(None),
            _ => None,
        }
    };
    opened.iter().map(|opened| found(*opened)).collect()
}

/// The base contract with another time for p2 at gold, other hours and another exception.
fn timed(limit: &str, calendar: &str, hours: (u8, u8), august: &str) -> String {
    BASE.replace(
        "| p2       | 30 min   | 8 h                | 95 %  | month | business |",
        &format!("| p2       | 30 min   | {limit} | 95 %  | month | {calendar} |"),
    )
    .replace("open   mon..fri 08:00-18:00", &format!("open   mon..fri {:02}:00-{:02}:00", hours.0, hours.1))
    .replace("target at most 12 h", &format!("target at most {august}"))
}

fn time() -> impl Strategy<Value = String> {
    let limit = prop_oneof![
        (4u32..40).prop_map(|hours| format!("{hours} h")),
        (1u32..6).prop_map(|days| format!("{days} days of business")),
        (90u32..2_000).prop_map(|minutes| format!("{minutes} min")),
    ];
    let calendar = prop_oneof![Just("business"), Just("always")];
    let august = (6u32..20).prop_map(|hours| format!("{hours} h"));
    (limit, calendar, (7u8..10, 16u8..20), august)
        .prop_map(|(limit, calendar, hours, august)| timed(&limit, calendar, hours, &august))
}

/// Brackets that fall from 100 % to nothing: the ends in tenths of a percent, and what each pays in percent.
fn brackets() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let ends = proptest::collection::btree_set(900u32..995, 1..4);
    (ends, proptest::collection::vec(0u32..30, 5)).prop_map(|(ends, pays)| ends.into_iter().rev().zip(pays).collect())
}

/// The table of brackets as source, and what it pays for a value in thousandths of a percent.
fn table(brackets: &[(u32, u32)]) -> String {
    let mut out = String::new();
    let mut high = 995;
    for (low, pays) in brackets {
        out.push_str(&format!("  | {}.{} % to < {}.{} % | {pays} % |\n", low / 10, low % 10, high / 10, high % 10));
        high = *low;
    }
    out.push_str(&format!("  | < {}.{} % | 30 % |\n", high / 10, high % 10));
    out
}

fn owed(brackets: &[(u32, u32)], thousandths: u32) -> u32 {
    if thousandths >= 99_500 {
        return 0;
    }
    brackets.iter().find(|(low, _)| thousandths >= low * 100).map_or(30, |(_, pays)| *pays)
}

fn cases() -> u32 {
    std::env::var("SLAC_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(8)
}

/// What the answers allow: never more, never less, both or neither.
fn seen(pairs: impl Iterator<Item = (i64, i64)>) -> (bool, bool) {
    pairs.fold((false, false), |(less, more), (old, new)| (less || new < old, more || new > old))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_stricter_is_never_due_later(old in time(), new in time(), at in proptest::collection::vec(0i64..90_000_000, 24)) {
        let (Some(before), Some(after)) = (try_model(&old), try_model(&new)) else { return Ok(()) };
        let id = "gold.restoration.p2";
        let amendment = compare::of(&before, &after);
        let effects = amendment.changes.iter().flat_map(|change| {
            let own = change.place().is_some_and(|place| place.id == id);
            change.effects.iter().filter(move |effect| effect.on.as_deref() == Some(id) || (own && effect.on.is_none()))
        });
        let verdict = effects.map(|effect| effect.verdict).fold(Verdict::Equal, Verdict::and);
        // 2026-01-01 in Paris, and the three years of the term.
        let opened: Vec<i64> = at.into_iter().map(|seconds| 1_767_222_000 + seconds / 60 * 60).collect();
        let (one, other) = (dues(&before, id, &opened), dues(&after, id, &opened));
        let pairs = one.into_iter().zip(other).filter_map(|(one, other)| {
            Some((one?.unwrap_or(i64::MAX), other?.unwrap_or(i64::MAX)))
        });
        let (earlier, later) = seen(pairs);
        let allowed = match verdict {
            Verdict::Equal => !earlier && !later,
            Verdict::Stricter => !later,
            Verdict::Looser => !earlier,
            Verdict::Incomparable => true,
        };
        prop_assert!(allowed, "{verdict:?} earlier {earlier} later {later}");
    }

    #[test]
    fn what_is_higher_is_never_owed_less(old in brackets(), new in brackets()) {
        let source = |rows: &[(u32, u32)]| {
            let written = "  | 99 % to < 99.5 %  | 5 %  |\n  | 98 % to < 99 %    | 10 % |\n  | < 98 %            | 25 % |\n";
            BASE.replace(written, &table(rows))
        };
        let (Some(before), Some(after)) = (try_model(&source(&old)), try_model(&source(&new))) else { return Ok(()) };
        let amendment = compare::of(&before, &after);
        let verdict = amendment.changes.first().map_or(Verdict::Equal, |change| change.verdict());
        let (less, more) = seen((0..=2_000).map(|n| n * 50).map(|at| (owed(&old, at).into(), owed(&new, at).into())));
        let expected = match (less, more) {
            (false, false) => Verdict::Equal,
            (false, true) => Verdict::Stricter,
            (true, false) => Verdict::Looser,
            (true, true) => Verdict::Incomparable,
        };
        prop_assert_eq!(verdict, expected);
    }
}

/// A model, where the edit leaves a contract without an error.
fn try_model(source: &str) -> Option<Model> {
    slac::driver::compile_text("contract.slac", source, &slac::resolved::loader::NoFiles).model
}

#[test]
fn the_base_contract_has_deadlines() {
    // Friday 2 January 2026 at 10:00 in Paris: 8 h of business end at 18:00.
    assert_eq!(due(&model(BASE), "gold.restoration.p2", 1_767_344_400), Some(Some(1_767_373_200)));
}
