//! Contracts by chance: most start right and have one thing changed, some are free, some sit on bounds.

use crate::chance::Chance;
use crate::contract::{
    Calendar, Cap, Contract, Days, Exception, Hours, Needs, Opening, Period, Promise, Row, Service, Side, Step, Tier,
    What,
};
use crate::zones::ZONES;

/// How a contract came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    Changed,
    Free,
    Bounds,
}

/// The contract of a seed.
pub fn contract(seed: u64) -> (Contract, Origin) {
    let mut chance = Chance::of(seed);
    let origin = match chance.below(10) {
        0..7 => Origin::Changed,
        7 | 8 => Origin::Free,
        _ => Origin::Bounds,
    };
    let mut contract = frame(&mut chance, origin);
    promises(&mut chance, &mut contract, origin);
    steps(&mut chance, &mut contract, origin);
    if chance.percent(60) {
        amounts(&mut chance, &mut contract, origin);
    }
    let changes = match origin {
        Origin::Changed => 1,
        Origin::Free => 3,
        Origin::Bounds => 2,
    };
    for _ in 0..changes {
        crate::change::one_thing(&mut chance, &mut contract);
    }
    (contract, origin)
}

/// Days, hours, tiers and services.
fn frame(chance: &mut Chance, origin: Origin) -> Contract {
    let zone = chance.below(ZONES.len());
    let first = chance.one(ZONES[zone].days);
    let days = if origin == Origin::Bounds { chance.one(&[1, 1, 2]) } else { chance.between(1, 4) };
    let mut contract = Contract { zone, first, days, priorities: chance.one(&[1, 2, 2, 3]), ..Contract::default() };
    for _ in 0..chance.one(&[1, 2, 2, 3]) {
        let calendar = calendar(chance, &contract);
        contract.calendars.push(calendar);
    }
    // One tier in four is the end of a chain of tiers that each replace something of the one before.
    let depth = chance.one(&[0, 0, 1, 1, 2, 3]);
    for at in 0..=depth {
        contract.tiers.push(Tier { supplier: false, extends: (at > 0).then(|| at - 1), above: None });
    }
    let best = contract.tiers.len() - 1;
    if chance.percent(25) {
        let below = chance.below(contract.tiers.len());
        contract.tiers.push(Tier { supplier: false, extends: None, above: None });
        let side_tier = contract.tiers.len() - 1;
        contract.tiers[below].above = Some(side_tier);
    }
    let supplied = chance.percent(50);
    let mut held: Vec<usize> = vec![best];
    if chance.percent(40) {
        held.push(chance.below(contract.tiers.len()));
    }
    let own = if supplied { 1 } else { chance.one(&[1, 2, 3]) };
    for _ in 0..own {
        let turn = contract.first + chance.between(0, contract.days.max(1));
        let mut at = if contract.services.is_empty() { vec![best] } else { vec![chance.one(&held)] };
        if chance.percent(12) && contract.days > 1 {
            at.push(chance.below(contract.tiers.len()));
        }
        let turn = turn.clamp(contract.first + 1, contract.end());
        if at.len() > 1 && (at[0] == at[1] || turn >= contract.end()) {
            at.truncate(1);
        }
        contract.services.push(Service { supplier: false, at, turn, needs: None });
    }
    if supplied {
        suppliers(chance, &mut contract);
    }
    // A level that nobody is held to may still bind; of those of no use here there are enough without.
    let tiers = contract.tiers.len();
    for tier in 0..tiers {
        let unused = !contract.services.iter().any(|service| service.at.contains(&tier));
        let extended = contract.tiers.iter().any(|other| other.extends == Some(tier));
        if unused && !extended && contract.services.len() < 4 && !contract.tiers[tier].supplier {
            contract.services.push(Service { supplier: false, at: vec![tier], turn: contract.first, needs: None });
        }
    }
    contract
}

fn suppliers(chance: &mut Chance, contract: &mut Contract) {
    let parts = chance.one(&[1, 1, 2, 3]);
    for _ in 0..parts {
        let tier = contract.tiers.len();
        if contract.tiers.last().is_none_or(|tier| !tier.supplier) || chance.percent(60) {
            contract.tiers.push(Tier { supplier: true, extends: None, above: None });
        }
        let tier = tier.min(contract.tiers.len() - 1);
        contract.services.push(Service { supplier: true, at: vec![tier], turn: contract.first, needs: None });
    }
    let services: Vec<Needs> = (1..=parts).map(Needs::Service).collect();
    let needs = match (parts, chance.below(4)) {
        (1, _) => Needs::Service(1),
        (3, 0) => Needs::All(vec![Needs::Service(1), Needs::Some(1, vec![Needs::Service(2), Needs::Service(3)])]),
        (_, 0 | 1) => Needs::All(services),
        (n, 2) => Needs::Some(n - 1, services),
        _ => Needs::Some(1, services),
    };
    contract.services[0].needs = Some(needs);
}

/// Hours of a week or of a day.
pub fn calendar(chance: &mut Chance, contract: &Contract) -> Calendar {
    let day = |chance: &mut Chance| contract.first + chance.between(-1, contract.days);
    let hours = |chance: &mut Chance, on: Days| {
        let (from, to) = match chance.below(8) {
            // Around the hour at which clocks change.
            0 => chance.one(&[(4, 12), (6, 10), (7, 9), (8, 12), (9, 11), (5, 8), (8, 10)]),
            1 => chance.one(&[(88, 24), (80, 20), (92, 8)]),
            2 => (0, 96),
            3 => (32, 48),
            4 => (48, 72),
            _ => (chance.between(6, 10) * 4, chance.between(14, 20) * 4),
        };
        Opening { on, from, to }
    };
    let week = |chance: &mut Chance| {
        Days::Week(chance.one(&[0b0001_1111, 0b0111_1111, 0b0110_0000, 0b0001_0101, 0b0111_1111]))
    };
    let mut calendar = Calendar { open: Vec::new(), except: Vec::new() };
    if chance.percent(8) {
        let on = Days::Date(contract.first + chance.between(-2, contract.days + 2));
        calendar.open.push(hours(chance, on));
    } else {
        let on = week(chance);
        calendar.open.push(hours(chance, on));
        if chance.percent(25) {
            let on = week(chance);
            calendar.open.push(hours(chance, on));
        }
    }
    if chance.percent(20) {
        let on = Days::Date(day(chance));
        let except = if chance.percent(50) { Opening { on, from: 0, to: 96 } } else { hours(chance, on) };
        calendar.except.push(except);
    }
    calendar
}

/// Some hours of a contract.
pub fn hours(chance: &mut Chance, contract: &Contract) -> Hours {
    let n = contract.calendars.len();
    match chance.below(10) {
        0..3 => Hours::Always,
        3..9 => Hours::Of(chance.below(n)),
        _ if n < 2 => Hours::Of(0),
        _ => chance.one(&[Hours::And(0, 1), Hours::Or(0, 1), Hours::Except(0, 1)]),
    }
}

/// A length of time.
pub fn length(chance: &mut Chance, origin: Origin) -> i64 {
    if origin == Origin::Bounds {
        chance.one(&[1, 2, 4, 4, 8, 8])
    } else {
        chance.one(&[1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32])
    }
}

fn promises(chance: &mut Chance, contract: &mut Contract, origin: Origin) {
    let by_priority = contract.priorities > 1 && chance.percent(50);
    let common = hours(chance, contract);
    for tier in 0..contract.tiers.len() {
        let inherits = contract.tiers[tier].extends.is_some();
        let supplier = contract.tiers[tier].supplier;
        for what in [What::Response, What::Restoration, What::Availability] {
            let skipped = if inherits { 25 } else { 12 };
            if chance.percent(skipped) {
                continue;
            }
            let groups: Vec<u8> = match what {
                What::Availability => vec![0],
                _ if by_priority => (0..contract.priorities).map(|at| 1 << at).collect(),
                _ => vec![0],
            };
            for (rung, priorities) in groups.into_iter().enumerate() {
                let limit = limit(chance, what, supplier, i64::try_from(rung).unwrap(), origin);
                let hours = match origin {
                    Origin::Changed if chance.percent(92) => common,
                    _ => hours(chance, contract),
                };
                let side = if what == What::Availability { Side::AtLeast } else { Side::AtMost };
                contract.promises.push(Promise {
                    tier,
                    what,
                    side,
                    limit,
                    daily: false,
                    hours,
                    priorities,
                    services: 0,
                    quota: None,
                    from: None,
                    until: None,
                    overrides: inherits,
                    gone: false,
                });
            }
        }
    }
    // An override has something to replace.
    for at in 0..contract.promises.len() {
        let of = contract.promises[at].clone();
        let parent = contract.tiers[of.tier].extends;
        let same = |at: &usize| {
            let other = &contract.promises[*at];
            (other.what, other.priorities, other.services) == (of.what, of.priorities, of.services)
        };
        contract.promises[at].overrides = parent.is_some_and(|parent| contract.of_tier(parent).iter().any(same));
    }
}

/// A limit that leaves room: for the stages after it, for the suppliers behind it.
fn limit(chance: &mut Chance, what: What, supplier: bool, rung: i64, origin: Origin) -> i64 {
    let fits = origin == Origin::Changed;
    match (what, supplier) {
        (What::Availability, true) => {
            if fits {
                100
            } else {
                chance.one(&[25, 50, 75, 100])
            }
        }
        (What::Availability, false) => {
            if fits {
                chance.one(&[50, 75, 75])
            } else {
                chance.one(&[0, 25, 50, 75, 100])
            }
        }
        _ if !fits => length(chance, origin),
        (What::Response, false) => 4 + 2 * rung,
        (What::Response, true) => 1 + rung,
        (What::Restoration, false) => 16 + 4 * rung,
        (What::Restoration, true) => 8 + 2 * rung,
    }
}

fn steps(chance: &mut Chance, contract: &mut Contract, origin: Origin) {
    for _ in 0..3 {
        let all_day = origin == Origin::Changed && chance.percent(85);
        let role = if all_day { Hours::Always } else { hours(chance, contract) };
        contract.roles.push(role);
    }
    let common = contract.promises.iter().find(|of| of.what == What::Restoration).map_or(Hours::Always, |of| of.hours);
    for at in 0..chance.below(4) {
        let fits = origin == Origin::Changed;
        let after = if fits { [0, 2, 4][at] } else { chance.one(&[0, 1, 2, 4, 8, 16]) };
        let hours = if fits && chance.percent(90) { common } else { hours(chance, contract) };
        let role = if fits { at } else { chance.below(3) };
        let named = contract.priorities > 1 && chance.percent(if fits { 20 } else { 40 });
        let priorities = if named { 1 << chance.below(contract.priorities) } else { 0 };
        contract.steps.push(Step { role, after, hours, priorities, gone: false });
    }
}

fn amounts(chance: &mut Chance, contract: &mut Contract, origin: Origin) {
    let target = contract.of_tier(0).into_iter().map(|at| &contract.promises[at]);
    let target = target.filter(|of| of.what == What::Availability).map(|of| of.limit).next();
    // Brackets tile what lies below the target.
    if let Some(target) = target.filter(|target| *target >= 10) {
        let mut high = target;
        for at in 0..chance.between(1, 3) {
            let low = high - chance.between(1, 8).min(high / 2).max(1);
            let last = low <= 1 || at == 2;
            let low_end = (!last).then_some((low, true));
            contract.rows.push(Row {
                low: low_end,
                high: Some((high, false)),
                priorities: 0,
                pays: 5 * (at + 1),
                gone: false,
            });
            if last {
                break;
            }
            high = low;
        }
        if let Some(last) = contract.rows.last_mut() {
            last.low = None;
        }
    }
    let day = |chance: &mut Chance| contract.first + chance.between(0, contract.days);
    let count = chance.one(&[0, 1, 2, 3, 4]);
    for at in 0..count {
        let from = day(chance);
        let until = from + chance.between(1, 3);
        let chain = origin != Origin::Free || chance.percent(60);
        let over = (chain && at > 0).then(|| at - 1);
        let value = if chance.percent(15) { 900 } else { 900 - 100 * i64::try_from(at).unwrap() };
        let (from, until) = (chance.percent(80).then_some(from), chance.percent(80).then_some(until));
        contract.exceptions.push(Exception { from, until, value, over, gone: false });
    }
    let caps = [(Period::Month, 100), (Period::Quarter, 250), (Period::Year, 900)];
    for (each, amount) in caps {
        if chance.percent(40) {
            let amount = if origin == Origin::Changed { amount } else { chance.one(&[100, 200, 300, 400, 600, 1_200]) };
            contract.caps.push(Cap { amount, each, gone: false });
        }
    }
}
