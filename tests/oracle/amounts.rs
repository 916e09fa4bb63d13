//! Brute force on brackets, caps and exceptions: every value that can be attained, every day.

use crate::brute::{Look, Terms};
use crate::contract::{Cap, Exception, Item, Period, Promise, Row, What};

/// Everything about amounts.
pub fn look(look: &mut Look<'_>) {
    if look.contract.is_billed() {
        brackets(look);
        caps(look);
        exceptions(look);
    }
}

/// Shares are looked at in halves of a percent: all bounds are whole, so that what holds between two of them holds halfway.
const MOST: i64 = 200;

fn holds(row: &Row, halves: i64) -> bool {
    row.low.is_none_or(|(low, with)| low * 2 < halves || with && low * 2 == halves)
        && row.high.is_none_or(|(high, with)| halves < high * 2 || with && halves == high * 2)
}

fn brackets(look: &mut Look<'_>) {
    let contract = look.contract;
    let rows: Vec<(usize, &Row)> = contract.rows.iter().enumerate().filter(|(_, row)| !row.gone).collect();
    if rows.is_empty() {
        return;
    }
    let judged = contract.of_tier(0).into_iter().map(|at| (at, &contract.promises[at]));
    let judged: Vec<(usize, &Promise)> = judged.filter(|(_, of)| of.what == What::Availability).collect();
    for (at, row) in &rows {
        // Beyond a hundred percent an interval may hold values that nothing attains; it is no less an interval.
        let empty = (-MOST..=3 * MOST).all(|halves| !holds(row, halves));
        look.answer("inverted-bracket", empty.then(|| Terms::from([Item::Row(*at)])));
    }
    gaps(look, &rows, &judged);
    for (place, (one, a)) in rows.iter().enumerate() {
        for (other, b) in &rows[place + 1..] {
            let both: Vec<i64> = (0..=MOST).filter(|halves| holds(a, *halves) && holds(b, *halves)).collect();
            let pair = Terms::from([Item::Row(*one), Item::Row(*other)]);
            let differ = a.pays != b.pays;
            let at_a_point = both.len() == 1 && both[0] % 2 == 0;
            look.answer("bracket-overlap", (differ && !both.is_empty() && !at_a_point).then(|| pair.clone()));
            look.answer("boundary-in-two-brackets", (differ && at_a_point).then_some(pair));
        }
    }
    for (at, row) in rows {
        // Where several promises are judged by one table, what breaches one of them may be owed.
        let kept = |halves: i64| judged.iter().all(|(_, of)| of.side.keeps(halves, of.limit * 2));
        let wrong = !judged.is_empty() && row.pays > 0 && (0..=MOST).any(|halves| holds(row, halves) && kept(halves));
        let blamed = judged.iter().filter(|_| wrong).map(|(of, _)| Terms::from([Item::Row(at), Item::Promise(*of)]));
        look.answer("pays-while-met", blamed);
    }
}

/// Breaches under no row, in runs: a single value is a bound that belongs to nothing.
fn gaps(look: &mut Look<'_>, rows: &[(usize, &Row)], judged: &[(usize, &Promise)]) {
    let breached = |halves: i64| judged.iter().any(|(_, of)| !of.side.keeps(halves, of.limit * 2));
    let free: Vec<bool> =
        (0..=MOST).map(|halves| breached(halves) && !rows.iter().any(|(_, row)| holds(row, halves))).collect();
    let (mut points, mut gaps) = (false, false);
    let mut at = 0;
    for run in free.chunk_by(|a, b| a == b) {
        // A single half is all that lies between two whole bounds.
        let is_point = run.len() == 1 && at % 2 == 0;
        points |= run[0] && is_point;
        gaps |= run[0] && !is_point;
        at += run.len();
    }
    look.answer("boundary-in-no-bracket", points.then(|| Terms::from([Item::Penalty])));
    look.answer("bracket-gap", gaps.then(|| Terms::from([Item::Penalty])));
}

/// The months of a year that lie in one period of a sort.
fn months(each: Period) -> i64 {
    match each {
        Period::Month => 1,
        Period::Quarter => 3,
        Period::Year => 12,
    }
}

/// The most that twelve months can come to in one period, where a cap lets through what it does.
fn most(cap: &Cap, each: Period) -> i64 {
    let whole = months(each) / months(cap.each);
    cap.amount * whole.max(1)
}

fn caps(look: &mut Look<'_>) {
    let contract = look.contract;
    let caps: Vec<(usize, &Cap)> = contract.caps.iter().enumerate().filter(|(_, cap)| !cap.gone).collect();
    for (place, (at, cap)) in caps.iter().enumerate() {
        let twins = caps[..place].iter().filter(|(_, other)| other.each == cap.each);
        let twins: Vec<Terms> = twins.map(|(other, _)| Terms::from([Item::Cap(*other), Item::Cap(*at)])).collect();
        look.answer("two-caps", twins);
        let before = caps.iter().filter(|(_, other)| other.each != cap.each && most(other, cap.each) <= cap.amount);
        let before: Vec<Terms> = before.map(|(other, _)| Terms::from([Item::Cap(*other), Item::Cap(*at)])).collect();
        look.answer("cap-without-effect", before);
    }
}

fn exceptions(look: &mut Look<'_>) {
    let contract = look.contract;
    let all: Vec<(usize, &Exception)> =
        contract.exceptions.iter().enumerate().filter(|(_, exception)| !exception.gone).collect();
    let over = |at: usize, under: usize| {
        let mut at = Some(at);
        while let Some(next) =
            at.and_then(|at| contract.exceptions[at].over).filter(|at| !contract.exceptions[*at].gone)
        {
            if next == under {
                return true;
            }
            at = Some(next);
        }
        false
    };
    let holds =
        |of: &Exception, day: i64| of.from.is_none_or(|from| from <= day) && of.until.is_none_or(|until| day < until);
    for (place, (one, a)) in all.iter().enumerate() {
        for (other, b) in &all[place + 1..] {
            let on_a_day = (contract.first..contract.end()).any(|day| {
                let beaten = |at: usize| all.iter().any(|(by, of)| holds(of, day) && over(*by, at));
                holds(a, day) && holds(b, day) && !beaten(*one) && !beaten(*other)
            });
            let differ = a.value != b.value;
            let pair = Terms::from([Item::Exception(*one), Item::Exception(*other)]);
            look.answer("two-exceptions", (differ && on_a_day).then_some(pair));
        }
    }
}
