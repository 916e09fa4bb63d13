//! The checks against brute force: random contracts of a few days, of which every question is asked in full.
//!
//! | file | what it holds |
//! |---|---|
//! | `contract`, `generate`, `change`, `chance` | small contracts as plain data, made by chance from a seed |
//! | `source` | a contract as a source, one term a line |
//! | `zones`, `hours` | what clocks read and when things are due, by walking |
//! | `brute`, `orders`, `ladder`, `amounts`, `rests` | what must be found, by the words of the language |
//! | `compiler` | what the compiler finds, in the same words |
//! | `survey` | many contracts, and how often each rule spoke and was silent |
//! | `minimal` | what is blamed is needed, and nothing else is; what is suggested helps |
//! | `alike` | what must not change what is found |
//! | `z3` | the same questions as formulas, put to another program |
//!
//! Brute force shares no code with the compiler: not its calendars, not its clocks, not even its table of zones. A contract on which the two
//! differ is shown with its seed, as a source. `SLAC_ORACLE=1000000` looks at more of them; `SLAC_SEED=12` shows one.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod alike;
mod amounts;
mod brute;
mod chance;
mod change;
mod compiler;
mod contract;
mod generate;
mod hours;
mod ladder;
mod minimal;
mod orders;
mod rests;
mod source;
mod survey;
mod z3;
mod zones;

use compiler::RULES;
use generate::Origin;
use hours::Relation;
use survey::survey;

/// Contracts that are looked at in every run.
const CONTRACTS: u64 = 10_000;

#[test]
fn nothing_is_missed_and_nothing_is_invented() {
    let contracts = std::env::var("SLAC_ORACLE").map_or(CONTRACTS, |count| count.parse().unwrap());
    let tally = survey(0..contracts);
    let shown: Vec<String> = tally.wrong.iter().take(10).map(|(seed, wrong)| format!("seed {seed}: {wrong}")).collect();
    let first = tally.wrong.first().map(|(seed, _)| source::print(&generate::contract(*seed).0).text);
    assert!(
        tally.wrong.is_empty(),
        "{} differences\n{}\n{}",
        tally.wrong.len(),
        shown.join("\n"),
        first.unwrap_or_default()
    );
    if contracts < CONTRACTS {
        return;
    }
    assert!(tally.unsure * 20 < tally.contracts, "{} of {} are not decided", tally.unsure, tally.contracts);
    for (origin, least) in [(Origin::Changed, 65), (Origin::Free, 17), (Origin::Bounds, 8)] {
        assert!(tally.origins[&origin] * 100 >= least * tally.contracts, "{:?}", tally.origins);
    }
    every_rule_speaks_and_is_silent(&tally);
    every_sort_of_pair_is_compared(&tally);
}

/// Each rule speaks in some contracts, is silent in most, and was silent often where its question was asked.
fn every_rule_speaks_and_is_silent(tally: &survey::Tally) {
    let mut wrong = Vec::new();
    let mut all = Vec::new();
    for (rule, _) in RULES {
        let fired = tally.fired.get(rule).copied().unwrap_or_default();
        let (asked, clean) = tally.asked.get(rule).copied().unwrap_or_default();
        all.push(format!(
            "{rule}: in {fired} of {} contracts; asked {asked} times, {clean} without a finding",
            tally.contracts
        ));
        // From 0.2 % to 40 % of the contracts.
        if fired * 500 < tally.contracts || fired * 5 > tally.contracts * 2 || clean < 100 {
            wrong.extend(all.last().cloned());
        }
    }
    println!("{}", all.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn every_sort_of_pair_is_compared(tally: &survey::Tally) {
    let relations = [Relation::Equal, Relation::Within, Relation::Overlap, Relation::Disjoint, Relation::Empty];
    let mut missing = Vec::new();
    let mut all = 0;
    for kind in ["targets", "stages", "orders", "suppliers", "steps"] {
        for used in [false, true] {
            for depth in 0..4 {
                for relation in relations {
                    // Two targets of one question count on the same hours, which may be none; priorities are always named.
                    let is_none = kind == "targets" && !matches!(relation, Relation::Equal | Relation::Empty)
                        || kind == "orders" && !used;
                    if is_none {
                        continue;
                    }
                    all += 1;
                    if !tally.cells.contains(&(kind, used, depth, relation)) {
                        missing.push((kind, used, depth, relation));
                    }
                }
            }
        }
    }
    println!("{} of {all} sorts of pairs were compared", all - missing.len());
    assert!(missing.len() * 20 <= all, "{} of {all} are missing: {missing:?}", missing.len());
}

/// Shows a contract by its seed, with what is found.
#[test]
fn a_contract_is_shown_by_its_seed() {
    let Some(seed) = std::env::var("SLAC_SEED").ok().and_then(|seed| seed.parse().ok()) else { return };
    let (contract, _) = generate::contract(seed);
    let (look, said) = (brute::look(&contract), compiler::compile(&contract));
    println!("{}", said.source.text);
    for finding in &said.compiled.findings {
        println!(
            "{}: {}: {}",
            finding.rule.name,
            finding.message,
            finding.witness.as_ref().map_or("", |witness| witness.text.as_str())
        );
    }
    println!("{}", compiler::differences(&look, &said).join("\n"));
}
