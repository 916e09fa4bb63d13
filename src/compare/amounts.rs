//! What is owed: penalties and bonuses, how they are settled, what liability is capped at.

use super::conduct::{deadlines, validities};
use super::order::{Verdict, both, sets, sets_or_all};
use super::promises::{scopes, word_order};
use super::sides::{Side, Sides};
use super::{Effect, Witness, brackets, formulas};
use crate::kernel::line::Interval as Line;
use crate::model::{
    Cap, Claim, Combination, Commitment, Direction, Expr, Id, Liability, Party, Pays, Schedule, Settlement,
};
use std::cmp::Ordering;

/// Who owes an amount and to whom: the parties of what it is about, turned round for a bonus.
pub fn parties(side: &Side<'_>, schedule: &Schedule) -> Option<(Id<Party>, Id<Party>)> {
    let model = side.model;
    let promised = schedule.on.iter().filter_map(|id| model.commitments.get(id));
    let promised = promised.map(|c: &Commitment| (c.debtor.clone(), c.creditor.clone()));
    let done = schedule.on_duties.iter().filter_map(|id| model.duties.get(id)).filter_map(|duty| {
        let debtor = side.party_of(duty.of.first()?)?;
        let creditor = duty.to.first().and_then(|to| side.party_of(to)).or_else(|| side.other(&debtor))?;
        Some((debtor, creditor))
    });
    let mut all: Vec<_> = promised.chain(done).collect();
    all.sort_unstable();
    all.dedup();
    let [(debtor, creditor)] = all.as_slice() else { return None };
    Some(match schedule.direction {
        Direction::Penalty => (debtor.clone(), creditor.clone()),
        Direction::Bonus => (creditor.clone(), debtor.clone()),
    })
}

fn told(parties: Option<(Id<Party>, Id<Party>)>, effect: Effect) -> Effect {
    let (debtor, creditor) = parties.unzip();
    Effect { debtor, creditor, ..effect }
}

/// What becomes of a penalty or a bonus.
pub fn schedules(sides: &Sides<'_>, old: &Schedule, new: &Schedule) -> Vec<Effect> {
    let same_way = old.direction == new.direction;
    let owed = parties(&sides.new, new).filter(|owed| same_way && parties(&sides.old, old).as_ref() == Some(owed));
    let (order, witnesses) = pays(sides, old, new);
    let amount = Effect { witnesses, ..Effect::of(&["pays", "basis"], Verdict::of(order)) };
    let on = both(sets(&old.on, &new.on), sets(&old.on_duties, &new.on_duties));
    // A tier that is named is a way to say which commitments are meant: these are compared.
    let more = [
        (["on", "on_duties", "tier"].as_slice(), on),
        (&["scope"], scopes(&old.scope, &new.scope)),
        (&["waived"], conditions(sides, &old.waived, &new.waived).map(Ordering::reverse)),
        (&["validity"], validities(sides, old.term.validity, new.term.validity)),
    ];
    let rest = more.into_iter().map(|(fields, order)| Effect::of(fields, Verdict::of(order)));
    std::iter::once(amount).chain(rest).map(|effect| told(owed.clone(), effect)).collect()
}

/// Conditions any of which is enough: greater where the newer ones hold whenever the older ones do.
fn conditions(sides: &Sides<'_>, old: &[Expr], new: &[Expr]) -> Option<Ordering> {
    if old.len() == new.len() {
        let pairs = old.iter().zip(new).map(|(old, new)| formulas::order(sides, old, new));
        if let Some(order) = pairs.fold(Some(Ordering::Equal), both) {
            return Some(order);
        }
    }
    sets(old, new)
}

fn pays(sides: &Sides<'_>, old: &Schedule, new: &Schedule) -> (Option<Ordering>, Vec<Witness>) {
    let basis = match (&old.basis, &new.basis) {
        (None, None) => Some(Ordering::Equal),
        (Some(old), Some(new)) => formulas::order(sides, old, new),
        _ => None,
    };
    let (order, witnesses) = match (&old.pays, &new.pays) {
        (Pays::Amount(old), Pays::Amount(new)) => {
            let order = formulas::order(sides, old, new);
            let everywhere = Line::everything();
            let by_line = order.is_none().then(|| formulas::lines(sides, (old, new), &everywhere)).flatten();
            let order = by_line.map_or(order, |(order, _)| order);
            (order, vec![brackets::shown(old, new, None)])
        }
        (Pays::Brackets(old), Pays::Brackets(new)) => brackets::tables(sides, old, new),
        (old, new) => {
            let constant = |pays: &Pays| match pays {
                Pays::Amount(amount) => Some(amount.clone()),
                _ => None,
            };
            let witness = Witness::Owed { cases: Vec::new(), at: None, old: constant(old), new: constant(new) };
            (None, vec![witness].into_iter().filter(|_| constant(old).or(constant(new)).is_some()).collect())
        }
    };
    let order = both(order, basis);
    (order, if order == Some(Ordering::Equal) { Vec::new() } else { witnesses })
}

/// What becomes of a penalty or a bonus that only one version has.
pub fn schedule_alone(sides: &Sides<'_>, schedule: &Schedule, is_new: bool) -> Vec<Effect> {
    let side = if is_new { &sides.new } else { &sides.old };
    let verdict = if is_new { Verdict::Stricter } else { Verdict::Looser };
    vec![told(parties(side, schedule), Effect::of(&[], verdict))]
}

/// Who owes what a settlement settles, where all of it goes one way.
fn settled(side: &Side<'_>, settlement: &Settlement) -> Option<(Id<Party>, Id<Party>)> {
    let schedules = side.model.schedules.iter();
    let own = schedules
        .filter(|schedule| settlement.of.is_empty() || settlement.of.iter().any(|id| *id.name() == schedule.term.id));
    let mut all: Vec<_> = own.map(|schedule| parties(side, schedule)).collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [Some(only)] => Some(only.clone()),
        _ => None,
    }
}

/// What becomes of the way in which amounts are settled.
pub fn settlements(sides: &Sides<'_>, old: &Settlement, new: &Settlement) -> Vec<Effect> {
    let owed = settled(&sides.new, new).filter(|owed| settled(&sides.old, old).as_ref() == Some(owed));
    // Where amounts go both ways nothing says who gains.
    let verdict = |order: Option<Ordering>| match order {
        Some(Ordering::Equal) => Verdict::Equal,
        order if owed.is_some() => Verdict::of(order),
        _ => Verdict::Incomparable,
    };
    let combine = match (&old.combine, &new.combine) {
        (old, new) if old == new => Some(Ordering::Equal),
        // For amounts that are never negative.
        (Some(old), Some(new)) if old_between(sides, old, new) => {
            rank(new).zip(rank(old)).map(|(new, old)| new.cmp(&old))
        }
        _ => None,
    };
    let exempt = match (&old.exempt, &new.exempt) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(Ordering::Less),
        (Some(_), None) => Some(Ordering::Greater),
        (Some(old), Some(new)) if old.window == new.window => both(
            formulas::order(sides, &old.amount, &new.amount).map(Ordering::reverse),
            word_order(old.then.as_deref(), new.then.as_deref(), "excess", "whole"),
        ),
        _ => None,
    };
    let damages = |word: Option<&str>| match word {
        Some("full_settlement") => Some(0),
        Some("on_account") => Some(1),
        Some("besides") => Some(2),
        _ => None,
    };
    let damages = match (old.damages.as_deref(), new.damages.as_deref()) {
        (old, new) if old == new => Some(Ordering::Equal),
        (old, new) => damages(new).zip(damages(old)).map(|(new, old)| new.cmp(&old)),
    };
    // A longer time to pay is less strict.
    let paid = deadlines(sides, old.paid.as_ref(), new.paid.as_ref(), Ordering::Greater).map(Ordering::reverse);
    let facets: [(&[&str], Option<Ordering>); 8] = [
        (&["of"], sets_or_all(&old.of, &new.of)),
        (&["combine"], combine),
        (&["exempt"], exempt),
        (&["caps"], caps(sides, &old.caps, &new.caps)),
        (&["claim"], claim(sides, old.claim.as_ref(), new.claim.as_ref())),
        (&["waived"], conditions(sides, &old.waived, &new.waived).map(Ordering::reverse)),
        (&["paid"], paid),
        (&["damages"], damages),
    ];
    let remedy = both(
        word_order(old.remedy.as_deref(), new.remedy.as_deref(), "sole", "not_sole"),
        sets(&old.remedy_except, &new.remedy_except),
    );
    let rest = [(["remedy", "remedy_except"].as_slice(), remedy)];
    let all = facets.into_iter().chain(rest);
    all.map(|(fields, order)| told(owed.clone(), Effect::of(fields, verdict(order)))).collect()
}

/// Whether the ways in which amounts combine can be put in order: a choice is between the greatest and the least.
fn old_between(sides: &Sides<'_>, old: &Combination, new: &Combination) -> bool {
    let positive = |side: &Side<'_>| {
        side.model.schedules.iter().flat_map(Schedule::formulas).all(|expr| formulas::is_an_amount(side, expr))
    };
    rank(old).is_some() && rank(new).is_some() && positive(&sides.old) && positive(&sides.new)
}

fn rank(combination: &Combination) -> Option<u8> {
    match combination {
        Combination::Least => Some(0),
        Combination::Choice(_) => None,
        Combination::Greatest => Some(1),
        Combination::Sum => Some(2),
        Combination::Blank(_) => None,
    }
}

/// What may be owed under caps: greater where no newer cap is below the older one of its window, and none is new.
fn caps(sides: &Sides<'_>, old: &[Cap], new: &[Cap]) -> Option<Ordering> {
    let alike = |one: &Cap, other: &Cap| one.window == other.window && one.of == other.of;
    let mut order = Some(Ordering::Equal);
    let mut left: Vec<&Cap> = new.iter().collect();
    for cap in old {
        let found = match left.iter().position(|other| alike(cap, other)) {
            Some(at) => formulas::order(sides, &cap.amount, &left.remove(at).amount),
            None => Some(Ordering::Greater),
        };
        order = both(order, found);
    }
    left.iter().fold(order, |order, _| both(order, Some(Ordering::Less)))
}

/// How much is owed by what must be claimed: all that is owed by itself, and less the sooner it must be claimed.
fn claim(sides: &Sides<'_>, old: Option<&Claim>, new: Option<&Claim>) -> Option<Ordering> {
    match (old?, new?) {
        (Claim::Automatic, Claim::Automatic) => Some(Ordering::Equal),
        (Claim::Automatic, Claim::By { .. }) => Some(Ordering::Less),
        (Claim::By { .. }, Claim::Automatic) => Some(Ordering::Greater),
        (
            Claim::By { party: one, within: before, otherwise: then, through: by, evidence: shows },
            Claim::By { party: other, within: after, otherwise: now, through, evidence },
        ) => {
            let same = one == other && by == through && shows == evidence;
            let late = word_order(then.as_deref(), now.as_deref(), "forfeited", "kept");
            let time = deadlines(sides, before.as_ref(), after.as_ref(), Ordering::Greater);
            both(both(time, late), same.then_some(Ordering::Equal))
        }
    }
}

/// What becomes of the cap of a party's liability.
pub fn liabilities(sides: &Sides<'_>, old: &Liability, new: &Liability) -> Vec<Effect> {
    let same = old.of == new.of;
    let cap = match old.cap.window == new.cap.window && old.cap.of == new.cap.of {
        true => formulas::order(sides, &old.cap.amount, &new.cap.amount),
        false => None,
    };
    let witness = Witness::Owed {
        cases: Vec::new(),
        at: None,
        old: Some(old.cap.amount.clone()),
        new: Some(new.cap.amount.clone()),
    };
    let word = |old: &Option<_>, new: &Option<_>, less: &str, more: &str| {
        word_order(
            Option::as_ref(old).map(AsRef::<str>::as_ref),
            Option::as_ref(new).map(AsRef::<str>::as_ref),
            less,
            more,
        )
    };
    let facets: [(&[&str], Option<Ordering>, Vec<Witness>); 6] = [
        (&["cap"], cap, if cap == Some(Ordering::Equal) { Vec::new() } else { vec![witness] }),
        (&["except"], sets(&old.except, &new.except), Vec::new()),
        (&["indirect"], word(&old.indirect, &new.indirect, "excluded", "included"), Vec::new()),
        (&["penalties"], word(&old.penalties, &new.penalties, "included", "besides"), Vec::new()),
        (
            &["insurance"],
            formulas::quantities(old.insurance.as_ref(), new.insurance.as_ref(), Ordering::Less),
            Vec::new(),
        ),
        (&["validity"], validities(sides, old.term.validity, new.term.validity).map(Ordering::reverse), Vec::new()),
    ];
    let debtor = Some(new.of.clone()).filter(|_| same);
    let creditor = debtor.as_ref().and_then(|party| sides.new.other(party));
    Effect::of_facets(facets, &(debtor, creditor))
}

/// What becomes of a cap of liability that only one version has: without one all is owed.
pub fn liability_alone(sides: &Sides<'_>, liability: &Liability, is_new: bool) -> Vec<Effect> {
    let side = if is_new { &sides.new } else { &sides.old };
    let verdict = if is_new { Verdict::Looser } else { Verdict::Stricter };
    vec![Effect { debtor: Some(liability.of.clone()), creditor: side.other(&liability.of), ..Effect::of(&[], verdict) }]
}
