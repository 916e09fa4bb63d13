//! The same questions as formulas, put to Z3: what is due when is told by the sentence that defines it, and not by counting.
//!
//! `z3` must be installed. Where it is not, this test says so and does nothing, unless `SLAC_REQUIRE_Z3` is set, as it is in CI.

use crate::contract::{Contract, Hours, Item, Needs, Promise, Row, Side, What, names};
use crate::generate::contract;
use crate::hours::{QUARTER, Timeline};
use crate::{compiler, rests};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Contracts that are put to Z3.
const CONTRACTS: u64 = 400;
/// Questions about time of one contract that are put to it; each takes a tenth of a second.
const TIMED: usize = 3;

/// A question: what the compiler says of it, and the formula that holds where it is so.
struct Question {
    about: String,
    is_found: bool,
    formula: String,
}

#[test]
fn z3_finds_what_the_compiler_finds() {
    if Command::new("z3").arg("--version").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var_os("SLAC_REQUIRE_Z3").is_none(), "z3 is not installed: apt-get install z3");
        println!("LEFT OUT: z3 is not installed (apt-get install z3); no formula was decided");
        return;
    }
    let mut questions = Vec::new();
    for seed in 0..CONTRACTS {
        ask(seed, &mut questions);
    }
    let answers = decide(&questions);
    assert_eq!(answers.len(), questions.len());
    let (mut yes, mut no, mut wrong) = (0, 0, Vec::new());
    for (question, answer) in questions.iter().zip(&answers) {
        let is_so = match answer.as_str() {
            "sat" => true,
            "unsat" => false,
            other => panic!("{}: z3 says {other}\n{}", question.about, question.formula),
        };
        if is_so {
            yes += 1
        } else {
            no += 1
        }
        if is_so != question.is_found {
            wrong.push(format!("{}: the compiler says {}, z3 {is_so}", question.about, question.is_found));
        }
    }
    println!("{yes} questions with and {no} without a conflict");
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
    assert!(yes > 100 && no > 100, "{yes} and {no}");
}

/// One process decides all.
fn decide(questions: &[Question]) -> Vec<String> {
    let mut script = String::from("(set-option :timeout 20000)\n");
    for question in questions {
        write!(script, "(push)\n{}(check-sat)\n(pop)\n", question.formula).unwrap();
    }
    let mut z3 = Command::new("z3").arg("-in").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = z3.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(script.as_bytes()).unwrap());
    let output = z3.wait_with_output().unwrap();
    writer.join().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn ask(seed: u64, questions: &mut Vec<Question>) {
    let (contract, _) = contract(seed);
    let said = compiler::compile(&contract);
    let mut push = |rule: &str, terms: &[Item], formula: String| {
        let is_found = said.found.iter().any(|(found, of)| *found == rule && of.iter().eq(terms));
        questions.push(Question { about: format!("seed {seed}: {rule} of {terms:?}"), is_found, formula });
    };
    let mut timed = 0;
    for tier in 0..contract.tiers.len() {
        let own: Vec<usize> = contract.of_tier(tier);
        for (place, &one) in own.iter().enumerate() {
            for &other in &own[place + 1..] {
                let (a, b) = (&contract.promises[one], &contract.promises[other]);
                let (low, high) = (one.min(other), one.max(other));
                let pair = [Item::Promise(low), Item::Promise(high)];
                let stages = a.what != b.what && a.what != What::Availability && b.what != What::Availability;
                let held = contract.services.iter().any(|service| service.at == [tier]);
                let plain = |of: &Promise| of.from.is_none() && of.until.is_none() && of.services == 0;
                if stages && held && plain(a) && plain(b) && timed < TIMED {
                    let (first, last) = if a.what == What::Response { (a, b) } else { (b, a) };
                    if let Some(formula) = later(&contract, first, last) {
                        push("stage-after-next", &pair, formula);
                        timed += 1;
                    }
                }
                // Of three answers or more of one cell not every pair is told.
                let alike = |at: &&usize| question(&contract, **at) == question(&contract, one);
                if question(&contract, one) == question(&contract, other) && own.iter().filter(alike).count() == 2 {
                    push("two-targets", &pair, two_targets(&contract, a, b));
                }
            }
        }
    }
    if contract.is_billed() {
        brackets(&contract, &mut push);
    }
    supplied(&contract, &mut push);
}

fn question(contract: &Contract, at: usize) -> (What, bool, bool, Option<i64>, Hours) {
    let of = &contract.promises[at];
    (of.what, matches!(of.side, Side::AtLeast | Side::MoreThan), of.daily, of.quota, of.hours)
}

/// Some service, priority and day on which both answer, with answers that differ.
fn two_targets(contract: &Contract, a: &Promise, b: &Promise) -> String {
    let mut text = String::from("(declare-const service Int)(declare-const priority Int)(declare-const day Int)\n");
    // A service that nothing names is one more.
    writeln!(
        text,
        "(assert (and (<= 0 service {}) (<= 0 priority {})))",
        contract.services.len(),
        contract.priorities - 1
    )
    .unwrap();
    writeln!(text, "(assert (and (<= {} day) (< day {})))", contract.first, contract.end()).unwrap();
    for of in [a, b] {
        if of.priorities != 0 {
            writeln!(text, "(assert {})", one_of("priority", of.priorities)).unwrap();
        }
        if of.services != 0 {
            writeln!(text, "(assert {})", one_of("service", of.services)).unwrap();
        }
        of.from.iter().for_each(|from| writeln!(text, "(assert (<= {from} day))").unwrap());
        of.until.iter().for_each(|until| writeln!(text, "(assert (< day {until}))").unwrap());
    }
    let answer = |of: &Promise| format!("(+ (* 10 {}) {})", of.limit, of.side as u8);
    writeln!(text, "(assert (not (= {} {})))", answer(a), answer(b)).unwrap();
    text
}

fn one_of(name: &str, mask: u8) -> String {
    let values: Vec<String> = (0..8).filter(|at| mask >> at & 1 == 1).map(|at| format!("(= {name} {at})")).collect();
    format!("(or {})", values.join(" "))
}

/// Some instant of the contract from which the first is due after the second.
///
/// `t` is when `d` of some hours after `s` are over where as much of them lies between the two and less does between `s` and any
/// instant before `t`: what lies between two instants never shrinks, so that the last one before `t` stands for all.
fn later(contract: &Contract, first: &Promise, last: &Promise) -> Option<String> {
    let time = Timeline::of(contract);
    let cases = (0..contract.priorities).any(|p| names(first.priorities, p) && names(last.priorities, p));
    let mut text = String::from("(declare-const s Int)(declare-const t0 Int)(declare-const t1 Int)\n");
    writeln!(text, "(assert {cases})\n(assert (and (<= {} s) (< s {})))", time.events.start, time.events.end).unwrap();
    for (name, of) in [("t0", first), ("t1", last)] {
        // Only hours that are sure to suffice: what is never due is another question.
        let (pieces, _) = time.stretches(of.hours);
        let pieces: Vec<_> = pieces.into_iter().filter(|(_, end)| *end > time.events.start).take(24).collect();
        let after: usize = pieces.iter().map(|(from, to)| to.saturating_sub((*from).max(time.events.end))).sum();
        let wanted = of.limit * QUARTER;
        if i64::try_from(after).unwrap() < wanted {
            return None;
        }
        let count = |until: &str| {
            let piece = |(from, to): &(usize, usize)| {
                let begin = format!("(ite (< s {from}) {from} s)");
                let end = format!("(ite (< {until} {to}) {until} {to})");
                format!("(ite (< {begin} {end}) (- {end} {begin}) 0)")
            };
            format!("(+ 0 {})", pieces.iter().map(piece).collect::<Vec<_>>().join(" "))
        };
        writeln!(text, "(assert (<= s {name}))\n(assert (>= {} {wanted}))", count(name)).unwrap();
        writeln!(text, "(assert (< {} {wanted}))", count(&format!("(- {name} 1)"))).unwrap();
    }
    text.push_str("(assert (> t0 t1))\n");
    Some(text)
}

fn within(row: &Row) -> String {
    let mut all = vec!["true".to_owned()];
    all.extend(row.low.map(|(low, with)| format!("({} {low} v)", if with { "<=" } else { "<" })));
    all.extend(row.high.map(|(high, with)| format!("({} v {high})", if with { "<=" } else { "<" })));
    format!("(and {})", all.join(" "))
}

/// Two rows that differ and hold for one share; a breach that no row holds for.
fn brackets(contract: &Contract, push: &mut impl FnMut(&str, &[Item], String)) {
    let domain =
        "(declare-const v Real)(declare-const w Real)\n(assert (and (<= 0 v 100) (<= 0 w 100) (not (= v w))))\n";
    for (one, a) in contract.rows.iter().enumerate() {
        for (other, b) in contract.rows.iter().enumerate().skip(one + 1).filter(|(_, b)| b.pays != a.pays) {
            // More than one value.
            let at = |row: &Row| within(row).replace(" v", " w").replace("(v", "(w");
            let both = format!("(assert (and {} {} {} {}))\n", within(a), within(b), at(a), at(b));
            push("bracket-overlap", &[Item::Row(one), Item::Row(other)], format!("{domain}{both}"));
        }
    }
    let judged = contract.of_tier(0).into_iter().map(|at| &contract.promises[at]);
    let missed = judged.filter(|of| of.what == What::Availability).map(|of| {
        let sign = match of.side {
            Side::AtMost => "<=",
            Side::AtLeast => ">=",
            Side::LessThan => "<",
            Side::MoreThan => ">",
        };
        format!("(not ({sign} v {}))", of.limit)
    });
    let missed: Vec<String> = missed.collect();
    let rows: Vec<String> = contract.rows.iter().map(within).collect();
    if !rows.is_empty() {
        let free = format!("(and (or {}) (not (or {})))", missed.join(" "), rows.join(" "));
        let near = free.replace(" v", " w");
        // A stretch of values, and not the bound between two brackets: two neighbours, with what lies between them.
        let between = free.replace(" v", " (/ (+ v w) 2)");
        let text = format!("{domain}(assert (< v w (+ v 1)))\n(assert (and {free} {near} {between}))\n");
        push("bracket-gap", &[Item::Penalty], text);
    }
}

/// Shares of time for each way in which the suppliers can be up or down, with which each keeps exactly what it promises.
fn supplied(contract: &Contract, push: &mut impl FnMut(&str, &[Item], String)) {
    for (at, service) in contract.services.iter().enumerate().filter(|(_, service)| !service.supplier) {
        let Some(needs) = &service.needs else { continue };
        for of in service.at.iter().flat_map(|tier| contract.of_tier(*tier)) {
            let promise = &contract.promises[of];
            let is_share = promise.what == What::Availability && matches!(promise.side, Side::AtLeast | Side::MoreThan);
            if is_share && (promise.services == 0 || promise.services >> at & 1 == 1) {
                push("dependency-below-target", &[Item::Promise(of), Item::Service(at)], short(contract, needs, of));
            }
        }
    }
}

fn short(contract: &Contract, needs: &Needs, of: usize) -> String {
    let leaves = rests::leaves(needs);
    let states = 1_usize << leaves.len();
    let up = |state: usize, service: usize| state >> leaves.iter().position(|leaf| *leaf == service).unwrap() & 1 == 1;
    // Whatever the shares are, the service stays below its target: no shares reach it.
    let bound: Vec<String> = (0..states).map(|state| format!("(x{state} Real)")).collect();
    let mut all: Vec<String> = (0..states).map(|state| format!("(>= x{state} 0)")).collect();
    let sum = |holds: &dyn Fn(usize) -> bool| {
        let terms: Vec<String> = (0..states).filter(|state| holds(*state)).map(|state| format!("x{state}")).collect();
        format!("(+ 0 {})", terms.join(" "))
    };
    all.push(format!("(= {} 100)", sum(&|_| true)));
    for leaf in &leaves {
        let share = rests::share(contract, *leaf, of).unwrap_or(100);
        all.push(format!("(= {} {share})", sum(&|state| up(state, *leaf))));
    }
    let promise = &contract.promises[of];
    let sign = if promise.side == Side::MoreThan { ">" } else { ">=" };
    all.push(format!("({sign} {} {})", sum(&|state| rests::runs(needs, &|service| up(state, service))), promise.limit));
    format!("(assert (not (exists ({}) (and {}))))\n", bound.join(" "), all.join(" "))
}
