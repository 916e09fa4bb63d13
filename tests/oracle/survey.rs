//! Many contracts at once, and what came of them.

use crate::brute;
use crate::compiler::{compile, differences};
use crate::contract::Item;
use crate::generate::{Origin, contract};
use crate::hours::Relation;
use crate::source::DIFFERENCE;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What came of some contracts.
#[derive(Default)]
pub struct Tally {
    pub contracts: usize,
    /// Those in which something lies beyond the days that are looked at: nothing is said of them.
    pub unsure: usize,
    pub origins: BTreeMap<Origin, usize>,
    /// How often each question was asked, and how often nothing was wrong.
    pub asked: BTreeMap<&'static str, (usize, usize)>,
    /// In how many contracts each rule spoke.
    pub fired: BTreeMap<&'static str, usize>,
    pub cells: BTreeSet<Cell>,
    /// What the two do not agree on, with the seed of the contract.
    pub wrong: Vec<(u64, String)>,
}

/// A sort of pair: the comparison, whether scopes are named, how deep overrides go, how hours stand.
pub type Cell = (&'static str, bool, usize, Relation);

/// Differences after which no more are looked for.
const ENOUGH: usize = 20;

/// Compares the compiler with brute force on the contracts of some seeds, on two processors.
pub fn survey(seeds: Range<u64>) -> Tally {
    let middle = seeds.start + (seeds.end - seeds.start) / 2;
    std::thread::scope(|scope| {
        let first = scope.spawn(|| some(seeds.start..middle));
        let mut all = some(middle..seeds.end);
        let first = first.join().unwrap();
        all.contracts += first.contracts;
        all.unsure += first.unsure;
        first.origins.into_iter().for_each(|(origin, count)| *all.origins.entry(origin).or_default() += count);
        first.fired.into_iter().for_each(|(rule, count)| *all.fired.entry(rule).or_default() += count);
        for (rule, (asked, clean)) in first.asked {
            let known = all.asked.entry(rule).or_default();
            *known = (known.0 + asked, known.1 + clean);
        }
        all.cells.extend(first.cells);
        all.wrong.extend(first.wrong);
        all
    })
}

fn some(seeds: Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        if tally.wrong.len() > ENOUGH {
            break;
        }
        let (contract, origin) = contract(seed);
        let look = brute::look(&contract);
        tally.contracts += 1;
        *tally.origins.entry(origin).or_default() += 1;
        if look.unsure {
            tally.unsure += 1;
            continue;
        }
        let said = compile(&contract);
        tally.wrong.extend(differences(&look, &said).into_iter().map(|wrong| (seed, wrong)));
        // Calendars that only stand for a part of another one are a matter of how that is written.
        let is_part = |item: &Item| matches!(item, Item::Calendar(at) if *at >= DIFFERENCE);
        let found = said.found.iter().filter(|(_, terms)| !terms.iter().any(is_part));
        let rules: BTreeSet<&'static str> = found.map(|(rule, _)| *rule).collect();
        rules.into_iter().for_each(|rule| *tally.fired.entry(rule).or_default() += 1);
        for (rule, (asked, clean)) in look.asked {
            let known = tally.asked.entry(rule).or_default();
            *known = (known.0 + asked, known.1 + clean);
        }
        tally.cells.extend(look.cells);
    }
    tally
}
