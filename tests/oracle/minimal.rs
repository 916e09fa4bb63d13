//! A contradiction is a minimal set of terms: alone they contradict one another, and without any one of them nothing does. And what a finding
//! suggests as a repair repairs it.

use crate::brute::Terms;
use crate::compiler::compile;
use crate::contract::{Contract, Item, What};
use crate::generate::contract;
use std::collections::BTreeMap;

/// The findings of each rule that are taken apart.
const EACH: usize = 12;
/// The contracts in which they are looked for.
const CONTRACTS: u64 = 3_000;

/// The rules whose findings name two terms or more of a kind that can be taken out.
const RULES: [&str; 13] = [
    "two-targets",
    "repeated-commitment",
    "stage-after-next",
    "priority-order",
    "tier-order",
    "supplier-slower",
    "escalation-after-deadline",
    "escalation-steps-out-of-order",
    "targets-apart",
    "bracket-overlap",
    "boundary-in-two-brackets",
    "two-caps",
    "two-exceptions",
];

/// A contract of which only these terms are left, with what they are about: hours, tiers, services and roles.
fn only(contract: &Contract, terms: &Terms) -> Contract {
    let mut left = contract.clone();
    let kept = |item: Item| terms.contains(&item);
    let billed = terms.iter().any(|item| matches!(item, Item::Row(_) | Item::Cap(_) | Item::Exception(_)));
    let first: Option<usize> = (0..contract.promises.len())
        .find(|at| contract.promises[*at].what == What::Availability && contract.promises[*at].tier == 0);
    for at in 0..left.promises.len() {
        // An amount is owed for something.
        left.promises[at].gone |= !(kept(Item::Promise(at)) || billed && Some(at) == first);
    }
    (0..left.steps.len()).for_each(|at| left.steps[at].gone |= !kept(Item::Step(at)));
    (0..left.rows.len()).for_each(|at| left.rows[at].gone |= !kept(Item::Row(at)));
    (0..left.caps.len()).for_each(|at| left.caps[at].gone |= !kept(Item::Cap(at)));
    (0..left.exceptions.len()).for_each(|at| left.exceptions[at].gone |= !kept(Item::Exception(at)));
    // What replaced something that is no longer there stands alone.
    for at in 0..left.promises.len() {
        let of = left.promises[at].clone();
        let same = |other: &usize| {
            let other = &left.promises[*other];
            (other.what, other.priorities, other.services) == (of.what, of.priorities, of.services)
        };
        let parent = left.tiers[of.tier].extends;
        left.promises[at].overrides =
            of.overrides && parent.is_some_and(|parent| left.of_tier(parent).iter().any(same));
    }
    left
}

#[test]
fn what_is_blamed_is_wrong_alone_and_all_of_it_is_needed() {
    let mut looked: BTreeMap<&str, usize> = RULES.into_iter().map(|rule| (rule, 0)).collect();
    for seed in 0..CONTRACTS {
        let (contract, _) = contract(seed);
        let said = compile(&contract);
        for (rule, terms) in &said.found {
            let Some(count) = looked.get_mut(rule).filter(|count| **count < EACH) else { continue };
            *count += 1;
            let alone = compile(&only(&contract, terms));
            assert!(
                alone.found.contains(&(*rule, terms.clone())),
                "seed {seed}: {rule} of {terms:?} is not found alone\n{}",
                alone.source.text
            );
            for item in terms {
                let rest: Terms = terms.iter().copied().filter(|other| other != item).collect();
                let without = compile(&only(&contract, &rest));
                assert!(
                    without.found.iter().all(|(other, _)| other != rule),
                    "seed {seed}: {rule} does without {item:?}\n{}",
                    without.source.text
                );
            }
        }
        if looked.values().all(|count| *count == EACH) {
            return;
        }
    }
    let few: Vec<_> = looked.iter().filter(|(_, count)| **count < 3).collect();
    assert!(few.is_empty(), "too few findings of {few:?}");
}

/// What `stage-after-next` suggests: other limits for one of the two stages, each by itself.
#[test]
fn the_limits_that_are_suggested_mend_the_order_of_stages() {
    let mut mended = 0;
    for seed in 0..CONTRACTS {
        let (contract, _) = contract(seed);
        let said = compile(&contract);
        for finding in said.compiled.findings.iter().filter(|finding| finding.rule.name == "stage-after-next") {
            let line = |span: slac::base::Span| said.compiled.sources.file(span.file).line_column(span.start).line;
            let items: Vec<Item> =
                finding.labels.iter().filter_map(|label| said.source.lines.get(&line(label.span)).copied()).collect();
            let terms: Terms = items.iter().copied().collect();
            for (field, quarters) in suggested(finding.help.as_deref().unwrap_or_default()) {
                let what = if field == "restored" { What::Restoration } else { What::Response };
                let mut other = contract.clone();
                for item in &items {
                    if let Item::Promise(at) = item
                        && other.promises[*at].what == what
                    {
                        other.promises[*at].limit = quarters;
                    }
                }
                let found = compile(&other).found;
                let left = found.contains(&("stage-after-next", terms.clone()));
                assert!(!left, "seed {seed}: {:?} does not help\n{}", finding.help, said.source.text);
                mended += 1;
            }
        }
        if mended >= 60 {
            return;
        }
    }
    panic!("only {mended} repairs are suggested");
}

/// ``give `restored` 5 h, or give `acknowledged` 45 min``: the fields with quarters of an hour, where these are whole.
fn suggested(help: &str) -> Vec<(String, i64)> {
    let parts = help.split("give `").skip(1);
    let read = |part: &str| -> Option<(String, i64)> {
        let (field, rest) = part.split_once("` ")?;
        let mut words = rest.split([' ', ',']);
        let number: i64 = words.next()?.parse().ok()?;
        let minutes = if words.next()?.starts_with('h') { number * 60 } else { number };
        (minutes % 15 == 0).then(|| (field.to_owned(), minutes / 15))
    };
    parts.filter_map(read).collect()
}
