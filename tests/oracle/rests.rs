//! Brute force on what services rest on: every way in which outages of given lengths can fall on the parts of a month.

use crate::brute::{Look, Terms};
use crate::contract::{Contract, Item, Needs, Service, Side, What};

/// Parts of the month. Promised shares are quarters of it, so that each supplier is up in an even number of parts; what three of them
/// can come to together needs no finer ones.
const PARTS: u32 = 8;

/// Promised shares against what the services behind them can give, however their outages fall.
pub fn look(look: &mut Look<'_>) {
    let contract = look.contract;
    for (at, service) in contract.services.iter().enumerate().filter(|(_, service)| !service.supplier) {
        let Some(needs) = &service.needs else { continue };
        for tier in service.at.iter().copied() {
            for of in contract.of_tier(tier) {
                let promise = &contract.promises[of];
                let high = matches!(promise.side, Side::AtLeast | Side::MoreThan);
                if promise.what != What::Availability
                    || !high
                    || !(promise.services == 0 || promise.services >> at & 1 == 1)
                {
                    continue;
                }
                let up = leaves(needs).into_iter().map(|leaf| (leaf, share(contract, leaf, of)));
                let up: Vec<(usize, Option<i64>)> = up.collect();
                let most = most(needs, &up) * 100;
                let target = promise.limit * i64::from(PARTS);
                let short = most < target || most == target && promise.side == Side::MoreThan;
                look.answer(
                    "dependency-below-target",
                    short.then(|| Terms::from([Item::Promise(of), Item::Service(at)])),
                );
            }
        }
    }
}

/// The best that is promised of a service on the hours of a promise; none where nothing is.
pub fn share(contract: &Contract, service: usize, of: usize) -> Option<i64> {
    let (behind, own): (&Service, _) = (&contract.services[service], &contract.promises[of]);
    let promised = behind.at.iter().flat_map(|tier| contract.of_tier(*tier)).map(|at| &contract.promises[at]);
    let alike = promised.filter(|other| {
        other.what == What::Availability
            && matches!(other.side, Side::AtLeast | Side::MoreThan)
            && other.hours == own.hours
            && contract.supplied(other) != contract.supplied(own)
            && (other.services == 0 || other.services >> service & 1 == 1)
    });
    alike.map(|other| other.limit).max()
}

/// The services that are named, each once.
pub fn leaves(needs: &Needs) -> Vec<usize> {
    let mut all = match needs {
        Needs::Service(service) => vec![*service],
        Needs::All(parts) | Needs::Some(_, parts) => parts.iter().flat_map(leaves).collect(),
    };
    all.sort_unstable();
    all.dedup();
    all
}

/// The services without any of which nothing runs.
pub fn in_series(needs: &Needs) -> Vec<usize> {
    let all = leaves(needs);
    all.iter().copied().filter(|down| !runs(needs, &|service| service != *down)).collect()
}

/// Whether it runs, where these run.
pub fn runs(needs: &Needs, up: &dyn Fn(usize) -> bool) -> bool {
    match needs {
        Needs::Service(service) => up(*service),
        Needs::All(parts) => parts.iter().all(|part| runs(part, up)),
        Needs::Some(enough, parts) => parts.iter().filter(|part| runs(part, up)).count() >= *enough,
    }
}

/// The most parts of the month in which it runs, over all ways in which those behind it run for their shares.
fn most(needs: &Needs, up: &[(usize, Option<i64>)]) -> i64 {
    let ways = |share: &Option<i64>| -> Vec<u32> {
        let parts = u32::try_from(share.unwrap_or(100) * i64::from(PARTS) / 100).unwrap();
        (0..1 << PARTS).filter(|way: &u32| way.count_ones() == parts).collect()
    };
    let mut all: Vec<Vec<u32>> = up.iter().map(|(_, share)| ways(share)).collect();
    // The parts of the month are alike: of the first one, one way is as good as another.
    all.iter_mut().take(1).for_each(|ways| ways.truncate(1));
    let mut chosen = Vec::new();
    best(needs, up, &all, &mut chosen)
}

fn best(needs: &Needs, up: &[(usize, Option<i64>)], ways: &[Vec<u32>], chosen: &mut Vec<u32>) -> i64 {
    let Some(next) = ways.get(chosen.len()) else {
        let part_runs = |part: &u32| {
            runs(needs, &|service| {
                let place = up.iter().position(|(leaf, _)| *leaf == service).unwrap();
                chosen[place] >> part & 1 == 1
            })
        };
        return i64::try_from((0..PARTS).filter(part_runs).count()).unwrap();
    };
    let mut most = 0;
    for way in next {
        chosen.push(*way);
        most = most.max(best(needs, up, ways, chosen));
        chosen.pop();
    }
    most
}
