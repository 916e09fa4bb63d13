//! What must not change what is found: the order of declarations, names, a service that has nothing to do with the others, another zone whose
//! clocks read the same, another week.

use crate::compiler::compile;
use crate::contract::{Contract, Days, Style};
use crate::generate::contract;

/// Contracts that are told otherwise.
const CONTRACTS: u64 = 100;

fn is_same(other: impl Fn(&Contract) -> Option<Contract>) {
    let mut told = 0;
    for seed in 0..CONTRACTS * 20 {
        let (contract, _) = contract(seed);
        let Some(other) = other(&contract) else { continue };
        let (one, other) = (compile(&contract), compile(&other));
        assert_eq!(one.found, other.found, "seed {seed}\n{}\n{}", one.source.text, other.source.text);
        told += 1;
        if told == CONTRACTS {
            return;
        }
    }
    panic!("only {told} contracts can be told otherwise");
}

#[test]
fn the_order_of_declarations_changes_nothing() {
    // Of one cell with several answers only some pairs are told, and which is a matter of order.
    let with = |contract: &Contract| {
        let one = crate::brute::look(contract).found.iter().all(|conflict| conflict.one_of.len() == 1);
        one.then(|| Contract { style: Style { reversed: true, ..Style::default() }, ..contract.clone() })
    };
    is_same(with);
}

#[test]
fn names_change_nothing() {
    is_same(|contract| Some(Contract { style: Style { renamed: true, ..Style::default() }, ..contract.clone() }));
}

#[test]
fn a_service_that_has_nothing_to_do_with_the_others_changes_nothing() {
    is_same(|contract| Some(Contract { style: Style { stranger: true, ..Style::default() }, ..contract.clone() }));
}

#[test]
fn clocks_that_read_the_same_elsewhere_change_nothing() {
    // From UTC to Paris in January, where no clock changes for as long as anything is due.
    let elsewhere = |contract: &Contract| {
        let january = contract.zone == 3 && contract.first < 20_454 + 10;
        january.then(|| Contract { zone: 0, ..contract.clone() })
    };
    is_same(elsewhere);
}

#[test]
fn another_week_changes_nothing() {
    let later = |contract: &Contract| {
        let steady = contract.zone == 3 && contract.first < 20_454 + 10;
        steady.then(|| shifted(contract, 7))
    };
    is_same(later);
}

/// All days of a contract so many days later.
fn shifted(contract: &Contract, by: i64) -> Contract {
    let mut other = contract.clone();
    other.first += by;
    let day = |day: &mut Option<i64>| *day = day.map(|day| day + by);
    other.services.iter_mut().for_each(|service| service.turn += by);
    for promise in &mut other.promises {
        day(&mut promise.from);
        day(&mut promise.until);
    }
    for exception in &mut other.exceptions {
        day(&mut exception.from);
        day(&mut exception.until);
    }
    let openings = other.calendars.iter_mut().flat_map(|calendar| calendar.open.iter_mut().chain(&mut calendar.except));
    for opening in openings {
        if let Days::Date(date) = opening.on {
            opening.on = Days::Date(date + by);
        }
    }
    other
}
