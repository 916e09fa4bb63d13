//! One thing that is said otherwise: what the parties might get wrong.

use crate::chance::Chance;
use crate::contract::{Contract, Hours, Needs, Promise, Side, What};
use crate::generate::{Origin, calendar, hours, length};

/// Changes one thing of a contract, somewhere; a change of what it does not have changes something else.
pub fn one_thing(chance: &mut Chance, contract: &mut Contract) {
    while !tried(chance, contract) {}
}

fn tried(chance: &mut Chance, contract: &mut Contract) -> bool {
    match chance.below(20) {
        0..6 => of_promise(chance, contract),
        6 | 7 => twice(chance, contract),
        8 => {
            let at = chance.below(contract.calendars.len());
            contract.calendars[at] = calendar(chance, contract);
            true
        }
        9..12 => of_step(chance, contract),
        12..15 => of_row(chance, contract),
        15 => of_exception(chance, contract),
        16 => of_cap(chance, contract),
        17 => of_supplier(chance, contract),
        18 => removed(chance, contract),
        _ => {
            let hours = hours(chance, contract);
            let at = chance.below(contract.roles.len());
            contract.roles[at] = hours;
            !contract.steps.is_empty()
        }
    }
}

fn of_promise(chance: &mut Chance, contract: &mut Contract) -> bool {
    if contract.promises.is_empty() {
        return false;
    }
    let at = chance.below(contract.promises.len());
    let other = hours(chance, contract);
    let (first, end) = (contract.first, contract.end());
    let services = contract.services.iter().enumerate();
    let held: Vec<usize> =
        services.filter(|(_, of)| of.at.contains(&contract.promises[at].tier)).map(|(at, _)| at).collect();
    let extended = contract.tiers.iter().any(|tier| tier.extends.is_some());
    let promise = &mut contract.promises[at];
    let share = promise.what == What::Availability;
    match chance.below(9) {
        0 | 1 if share => promise.limit = chance.one(&[0, 25, 50, 75, 100, 100]),
        0 | 1 => promise.limit = length(chance, Origin::Free),
        2 => promise.limit = if share { promise.limit } else { promise.limit + chance.one(&[-1, 1]) }.max(1),
        3 | 4 => promise.hours = other,
        5 if !extended && !promise.overrides => promise.until = Some(first + chance.between(0, end - first + 1)),
        6 if !extended && !promise.overrides => promise.from = Some(first + chance.between(0, end - first + 1)),
        7 if share => {
            promise.side = chance.one(&[Side::MoreThan, Side::MoreThan, Side::AtMost, Side::LessThan]);
            promise.limit = chance.one(&[promise.limit, promise.limit, 100]);
        }
        7 => promise.quota = Some(chance.one(&[80, 90, 95])),
        8 if !extended && !promise.overrides && !held.is_empty() => promise.services = 1 << chance.one(&held),
        _ => return false,
    }
    true
}

/// Something is promised again, a little otherwise or just so.
fn twice(chance: &mut Chance, contract: &mut Contract) -> bool {
    if contract.promises.is_empty() {
        return false;
    }
    // What overrides is said again beside it, and overrides nothing more.
    let mut again = contract.promises[chance.below(contract.promises.len())].clone();
    again.overrides = false;
    let share = again.what == What::Availability;
    match chance.below(7) {
        0 | 1 if share => again.limit = chance.one(&[25, 50, 75, 100]),
        0 | 1 => again.limit = length(chance, Origin::Free),
        2 if !share => again.quota = Some(chance.one(&[80, 90, 95])),
        2 => again.daily = !again.daily,
        3 | 4 if share => {
            again.side = chance.one(&[Side::AtMost, Side::LessThan]);
            again.limit = chance.one(&[25, 50, 75]);
        }
        3 | 4 => again.hours = hours(chance, contract),
        5 if !share && contract.priorities > 1 => again.priorities = 1 << chance.below(contract.priorities),
        _ => {}
    }
    if chance.percent(25) {
        again.from = Some(contract.first + chance.between(0, contract.days));
    }
    contract.promises.push(again);
    true
}

fn of_step(chance: &mut Chance, contract: &mut Contract) -> bool {
    if contract.steps.is_empty() {
        return false;
    }
    let at = chance.below(contract.steps.len());
    let hours = hours(chance, contract);
    let priorities = contract.priorities;
    let step = &mut contract.steps[at];
    match chance.below(4) {
        0 => step.after = chance.one(&[0, 1, 2, 4, 8, 16, 17, 15, 20]),
        1 => step.hours = hours,
        2 => step.role = chance.below(3),
        _ => step.priorities = 1 << chance.below(priorities),
    }
    true
}

fn of_row(chance: &mut Chance, contract: &mut Contract) -> bool {
    if contract.rows.is_empty() {
        return false;
    }
    let at = chance.below(contract.rows.len());
    let row = &mut contract.rows[at];
    let moved = chance.one(&[-2, -1, -1, 1, 1, 2]);
    match chance.below(7) {
        0 => row.low = row.low.map(|(low, with)| ((low + moved).max(0), with)),
        1 => row.high = row.high.map(|(high, with)| ((high + moved).clamp(0, 100), with)),
        2 => row.low = row.low.map(|(low, with)| (low, !with)),
        3 => row.high = row.high.map(|(high, with)| (high, !with)),
        4 if row.low.is_some() && row.high.is_some() => row.high = row.low,
        4 => return false,
        5 if chance.percent(50) => (row.low, row.high) = (row.high.map(|(at, _)| (at, true)), row.low),
        5 => row.pays = chance.one(&[5, 10]),
        _ => {
            let again = row.clone();
            contract.rows.push(again);
            contract.rows.last_mut().unwrap().pays += 5;
        }
    }
    true
}

fn of_exception(chance: &mut Chance, contract: &mut Contract) -> bool {
    if contract.exceptions.is_empty() {
        return false;
    }
    let at = chance.below(contract.exceptions.len());
    let day = contract.first + chance.between(-1, contract.days + 1);
    let exception = &mut contract.exceptions[at];
    match chance.below(5) {
        0 => exception.over = None,
        1 => exception.from = Some(day),
        2 => exception.until = Some(day),
        3 => exception.value = 900,
        _ => exception.over = if at > 1 { Some(chance.below(at)) } else { None },
    }
    true
}

fn of_cap(chance: &mut Chance, contract: &mut Contract) -> bool {
    if contract.caps.is_empty() {
        return false;
    }
    let at = chance.below(contract.caps.len());
    if chance.percent(50) {
        contract.caps[at].amount = chance.one(&[50, 99, 100, 101, 300, 301, 1_199, 1_200, 1_201]);
    } else {
        let mut again = contract.caps[at].clone();
        again.amount += chance.one(&[-10, 10, 50]);
        contract.caps.push(again);
    }
    true
}

fn of_supplier(chance: &mut Chance, contract: &mut Contract) -> bool {
    let supplied = |of: &&mut Promise, contract: &Contract| contract.tiers[of.tier].supplier;
    let behind = contract.clone();
    let all: Vec<&mut Promise> = contract.promises.iter_mut().filter(|of| supplied(of, &behind)).collect();
    if all.is_empty() {
        return false;
    }
    let at = chance.below(all.len());
    let hours = hours(chance, &behind);
    for (_, of) in all.into_iter().enumerate().filter(|(place, _)| *place == at) {
        match of.what {
            What::Availability => of.limit = chance.one(&[25, 50, 50, 75]),
            _ if chance.percent(50) => of.hours = hours,
            _ => of.limit = length(chance, Origin::Free),
        }
    }
    if chance.percent(30)
        && let Some(Needs::Some(_, parts)) = contract.services[0].needs.clone()
    {
        contract.services[0].needs = Some(Needs::All(parts));
    }
    true
}

fn removed(chance: &mut Chance, contract: &mut Contract) -> bool {
    let (promises, rows) = (contract.promises.len(), contract.rows.len());
    if rows > 1 && chance.percent(40) {
        contract.rows.remove(chance.below(rows));
        return true;
    }
    let free = |at: &usize| {
        let of = &contract.promises[*at];
        let replaced = contract.promises.iter().any(|other| {
            other.overrides && (other.what, other.priorities, other.services) == (of.what, of.priorities, of.services)
        });
        !replaced || of.overrides && of.hours != Hours::Always
    };
    let free: Vec<usize> = (0..promises).filter(|at| !contract.promises[*at].overrides).filter(free).collect();
    if free.is_empty() || promises < 3 {
        return false;
    }
    contract.promises.remove(chance.one(&free));
    true
}
