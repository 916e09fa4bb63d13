//! The limits on amounts, each with the most that can be owed under it: a limit that lies above it limits nothing.
//!
//! What can be owed is bounded from above, so a limit that is called out of reach is out of reach. What rests on a figure that
//! someone states, and what grows with the number of cases, can come to anything: nothing is said of it.

use super::bound::{Caps, Own};
use super::leaves::{self, Leaf, Reach};
use super::{penal, plain};
use crate::base::{Name, Span};
use crate::evaluate::{Calendars, Evidence, Number, World};
use crate::model::{Expr, HasTerm, Id, Liability, Model, Settlement, Window};
use crate::quantity::Rational;
use crate::time::{Cycle, Stretch};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The months of a year.
const MONTHS: usize = 12;

/// How many times a period is judged to find what is owed for it; what would take more is taken for unbounded.
const JUDGED: usize = 1_000;

/// A limit on amounts, in that of its windows in which amounts come nearest to it, or pass it the most.
#[derive(Clone, Debug)]
pub struct Ceiling {
    /// What limits.
    pub limit: Limit,
    /// What it comes to.
    pub amount: Number,
    /// The most that can be owed there without it.
    pub most: Number,
    /// The window.
    pub during: Stretch,
}

impl Ceiling {
    /// Whether no amounts ever come to as much.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        self.most.base < self.amount.base
    }

    /// Whether amounts can come to more.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        self.most.base > self.amount.base
    }
}

/// What limits amounts.
#[derive(Clone, Debug)]
pub enum Limit {
    /// A cap of a settlement.
    Cap {
        /// The settlement.
        of: Id<Settlement>,
        /// The term that it stands in: the settlement, or an exception on it.
        by: Name,
        /// Where.
        place: Span,
    },
    /// Up to which total a settlement owes nothing.
    Exemption(Id<Settlement>),
    /// The cap of a party's liability, in which penalties are included.
    Liability(Id<Liability>),
}

/// What a settlement can owe.
struct Owing<'m> {
    settlement: &'m Settlement,
    leaves: Vec<Leaf>,
    caps: Caps,
}

/// The limits of a contract of which it can be said what is owed under them at the most.
///
/// The first year that is whole is looked at alone, and the rest of the contract only where the limit is not passed in it: most limits
/// are within reach, and most contracts say the same every year.
#[must_use]
pub fn ceilings(model: &Model) -> Vec<Ceiling> {
    let limits = |one: &Settlement| !one.caps.is_empty() || one.exempt.is_some();
    let is_limited = model.settlements.iter().any(limits) || model.liabilities.iter().next().is_some();
    // What is not agreed yet may come to anything.
    if !is_limited || !model.blanks.is_empty() {
        return Vec::new();
    }
    let plain = plain(model);
    let evidence = Evidence::default();
    let calendars = Calendars::around(&plain, &evidence, plain.contract.from.unwrap_or_default());
    let world = World::new(&plain, &calendars, &evidence, calendars.within().end);
    let first = Reach { within: first_year(&world), left: Cell::new(JUDGED), shares: true };
    let early = within(&world, &first);
    if early.iter().all(|ceiling| ceiling.is_passed()) {
        return early;
    }
    let all = Reach { left: Cell::new(JUDGED), shares: true, ..Reach::everything() };
    within(&world, &all)
}

/// The first twelve months that are whole.
fn first_year(world: &World<'_>) -> Stretch {
    let whole = Cycle::month().periods(world.term(), world.zone()).map(|month| month.whole);
    let mut whole = whole.filter(|month| month.and(world.term()) == *month).take(MONTHS);
    let first = whole.next().unwrap_or(world.term());
    Stretch::new(first.start, whole.last().unwrap_or(first).end)
}

fn within(world: &World<'_>, reach: &Reach) -> Vec<Ceiling> {
    let owing = |settlement| {
        let found = leaves::leaves(world, settlement, reach);
        let caps = Caps::of(world, settlement, &found.leaves);
        let is_known = found.unknown.is_empty() && caps.unknown.is_empty();
        is_known.then_some(Owing { settlement, leaves: found.leaves, caps })
    };
    let all: Vec<Option<Owing<'_>>> = penal(world).map(owing).collect();
    let each = all.iter().flatten().flat_map(|owing| {
        let exempt = exemption(world, owing);
        caps(world, owing).into_iter().chain(exempt)
    });
    each.chain(liabilities(world, &all)).collect()
}

/// The caps of a settlement. What an exemption lets be owed later may fall into another window.
fn caps(world: &World<'_>, owing: &Owing<'_>) -> Vec<Ceiling> {
    let exempts = owing.settlement.exempt.is_some()
        || world.model.exceptions.iter().any(|exception| exception.on.contains(&owing.settlement.term.id));
    if exempts {
        return Vec::new();
    }
    let is_one = |one: &Own, other: &Own| (&one.by, one.place) == (&other.by, other.place);
    let mut found: Vec<(Own, Option<Ceiling>)> = Vec::new();
    for (held, own) in owing.caps.held.iter().filter_map(|held| Some((held, held.own.as_ref()?))) {
        let others = |other: &super::bound::Held| !other.own.as_ref().is_some_and(|other| is_one(own, other));
        let most = owing.caps.most_of(&owing.leaves, &held.cap.of, others).sum;
        let limit = Limit::Cap { of: owing.settlement.id(), by: own.by.clone(), place: own.place };
        let next = most.map(|most| ceiling(world, owing, limit, (held.cap.limit.clone(), most), own.during));
        match found.iter_mut().find(|(known, _)| is_one(known, own)) {
            Some((_, nearest)) => *nearest = nearest.take().zip(next).map(|(one, other)| nearer(one, other)),
            None => found.push((own.clone(), next)),
        }
    }
    found.into_iter().filter_map(|(_, nearest)| nearest).collect()
}

/// Up to which total a settlement owes nothing: the total is that of what is incurred, before caps.
fn exemption(world: &World<'_>, owing: &Owing<'_>) -> Option<Ceiling> {
    let exempt = owing.settlement.exempt.as_ref().filter(|exempt| !exempt.is_by_service(world.model))?;
    let windows = windows(world, &exempt.amount, exempt.window.as_ref(), &owing.leaves)?;
    let under = windows.into_iter().map(|(during, (amount, own))| {
        let most: Option<Rational> = own.iter().map(|at| owing.leaves.get(*at)?.most.clone()).sum();
        Some(ceiling(world, owing, Limit::Exemption(owing.settlement.id()), (amount, most?), during))
    });
    under.collect::<Option<Vec<Ceiling>>>()?.into_iter().reduce(nearer)
}

/// The caps of liability in which penalties are included, where all that their party can owe is known.
fn liabilities(world: &World<'_>, all: &[Option<Owing<'_>>]) -> Vec<Ceiling> {
    let model = world.model;
    let included = model.liabilities.iter().filter(|one| one.penalties.as_deref() == Some("included"));
    let of = |liability: &Liability| {
        let pays = |leaf: &Leaf| {
            model.schedules.get(&leaf.schedule).is_some_and(|schedule| schedule.payers(model).contains(&&liability.of))
        };
        let mut sums: BTreeMap<Stretch, (Rational, Rational)> = BTreeMap::new();
        for owing in all {
            let owing = owing.as_ref()?;
            for (during, (amount, own)) in
                windows(world, &liability.cap.amount, liability.cap.window.as_ref(), &owing.leaves)?
            {
                let own: Vec<usize> = own.into_iter().filter(|at| owing.leaves.get(*at).is_some_and(pays)).collect();
                let most = owing.caps.most_of(&owing.leaves, &own, |_| true).sum?;
                let sum = sums.entry(during).or_insert_with(|| (amount, Rational::zero()));
                sum.1 = &sum.1 + &most;
            }
        }
        let owing = all.iter().flatten().find(|owing| !owing.settlement.in_days())?;
        let under = sums
            .into_iter()
            .map(|(during, pair)| ceiling(world, owing, Limit::Liability(liability.id()), pair, during));
        under.reduce(nearer)
    };
    included.filter_map(of).collect()
}

/// What a limit comes to in each of its windows, with the places of what falls into it; none where that is not known.
type Windows = BTreeMap<Stretch, (Rational, Vec<usize>)>;

fn windows(world: &World<'_>, amount: &Expr, window: Option<&Window>, leaves: &[Leaf]) -> Option<Windows> {
    let window = window.unwrap_or(&Window::Term);
    if window.slides_with_amounts() || matches!(window, Window::Case { .. }) {
        return None;
    }
    let mut found = Windows::new();
    for (place, leaf) in leaves.iter().enumerate() {
        let during = world.limited_in(Some(window), leaf.at)?;
        let held = match found.entry(during.whole) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert((world.limit_in(amount, during)?, Vec::new())),
        };
        held.1.push(place);
    }
    Some(found)
}

fn ceiling(
    world: &World<'_>,
    owing: &Owing<'_>,
    limit: Limit,
    (amount, most): (Rational, Rational),
    during: Stretch,
) -> Ceiling {
    let unit = if owing.settlement.in_days() { Name::new_static("day") } else { world.model.contract.money() };
    let number = |base| Number { base, unit: unit.clone() };
    Ceiling { limit, amount: number(amount), most: number(most), during }
}

/// That in which amounts come nearer to the limit.
fn nearer(one: Ceiling, other: Ceiling) -> Ceiling {
    let left = |ceiling: &Ceiling| &ceiling.amount.base - &ceiling.most.base;
    if left(&other) < left(&one) { other } else { one }
}
