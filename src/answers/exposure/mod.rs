//! The most that can be owed in a year, and the conduct that reaches it.
//!
//! Two numbers are found by two ways that share nothing but the normal form. The *bound* is a fold: what each penalty can owe at the
//! most for each period that it judges, under the caps that hold it. What is *reached* is what the evaluator settles for the worst
//! conduct. What nobody can exceed and some conduct reaches is exact; else both are told, and the truth lies between them.
//!
//! All is claimed in time, nothing is rounded, and no right to end the contract is used.
//!
//! | file | the question that it answers |
//! |---|---|
//! | here | what is the most, for which year? |
//! | `course` | does an amount grow as what is attained gets worse? |
//! | `leaves` | what can each penalty owe at the most for each period? |
//! | `bound` | what can they owe together under their caps? |
//! | `conduct` | by what conduct is so much owed? |
//! | `ceilings` | which limits on amounts can be reached at all? |

mod bound;
pub mod ceilings;
mod conduct;
mod course;
mod leaves;

pub use conduct::{Conduct, Supposed};

use crate::base::Name;
use crate::evaluate::{Calendars, Evidence, Given, Number, World};
use crate::kernel::fold::Most;
use crate::model::{Claim, Direction, HasTerm, Id, Model, Replacement, Settlement};
use crate::quantity::Rational;
use crate::time::{Cycle, Stretch, local};
use bound::Caps;
use leaves::Leaf;

/// The months of a year.
const YEAR: usize = 12;
/// How many years are looked at of a contract without an end.
const OPEN_YEARS: i32 = 3;

/// The most that can be owed by a settlement.
#[derive(Clone, Debug)]
pub struct Exposure {
    /// The settlement.
    pub settlement: Id<Settlement>,
    /// Each year of the contract, from its first day on; the last one may be shorter.
    pub years: Vec<Year>,
    /// The worst twelve months in a row, where they are worse than each year of the contract.
    pub straddling: Option<Year>,
    /// Figures that someone states and that nothing is said of, without which nothing can be told.
    pub unknown: Vec<Name>,
}

/// The most that can be owed in some months.
#[derive(Clone, Debug)]
pub struct Year {
    /// The months.
    pub during: Stretch,
    /// What nobody can exceed; none where nothing bounds it, and where an exemption lets amounts be owed later.
    pub bound: Option<Number>,
    /// The penalties that nothing bounds: each can be owed without an end.
    pub unbounded: Vec<Name>,
    /// What the conduct comes to.
    pub reached: Number,
    /// The conduct.
    pub conduct: Conduct,
}

impl Year {
    /// Whether the bound is reached.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.bound.as_ref() == Some(&self.reached)
    }
}

/// The most that can be owed by each settlement of a contract, with what is supposed of its figures.
#[must_use]
pub fn exposure(model: &Model, given: &[Given]) -> Vec<Exposure> {
    let plain = plain(model);
    let evidence = Evidence::default();
    let calendars = Calendars::around(&plain, &evidence, plain.contract.from.unwrap_or_default());
    let mut world = World::new(&plain, &calendars, &evidence, calendars.within().end);
    world.given = given;
    penal(&world).map(|settlement| of(&world, settlement)).collect()
}

/// The settlements that settle a penalty.
fn penal<'m>(world: &World<'m>) -> impl Iterator<Item = &'m Settlement> {
    let model = world.model;
    let penalties = move || model.schedules.iter().filter(|schedule| schedule.direction == Direction::Penalty);
    model.settlements.iter().filter(move |settlement| penalties().any(|one| world.settles(settlement, &one.id())))
}

/// The contract without what does not change the most that is owed: claims are made in time, and amounts are not rounded.
fn plain(model: &Model) -> Model {
    let mut model = model.clone();
    model.contract.rounding = None;
    model.settlements.iter_mut().filter(|one| one.claim.is_some()).for_each(|one| one.claim = Some(Claim::Automatic));
    if model.contract.until.is_none() {
        let years = jiff::Span::new().years(OPEN_YEARS);
        model.contract.until = model.contract.from.map(|from| from.saturating_add(years));
    }
    model
}

fn of(world: &World<'_>, settlement: &Settlement) -> Exposure {
    let (model, term, zone) = (world.model, world.term(), world.zone());
    let found = leaves::leaves(world, settlement, &leaves::Reach::everything());
    let mut exposure =
        Exposure { settlement: settlement.id(), years: Vec::new(), straddling: None, unknown: found.unknown };
    let unit = if settlement.in_days() { "day".into() } else { model.contract.money() };
    let leaves = found.leaves;
    let caps = Caps::of(world, settlement, &leaves);
    exposure.unknown.extend(caps.unknown.iter().cloned());
    if !exposure.unknown.is_empty() {
        return exposure;
    }
    // What an exemption lets be owed later is owed in another month than it fell in.
    let exempts = model.exceptions.iter().flat_map(|exception| &exception.fields);
    let is_told =
        settlement.exempt.is_none() && !exempts.into_iter().any(|(_, value)| matches!(value, Replacement::Exempt(_)));
    let within = |during: Stretch| caps.most(&leaves, |leaf| during.contains(leaf.settled));
    let year = |during: Stretch| {
        let own: Vec<&Leaf> = leaves.iter().filter(|leaf| during.contains(leaf.settled)).collect();
        let mut most = within(during);
        if !is_told {
            most = Most { sum: None, unbounded: Vec::new(), ..most };
        }
        let names = most.unbounded.iter().filter_map(|at| leaves.get(*at)).map(|leaf| leaf.schedule.name().clone());
        let mut unbounded: Vec<Name> = names.collect();
        unbounded.sort();
        unbounded.dedup();
        let (conduct, reached) = conduct::worst(world, settlement, during, (&leaves, &own), most.sum.as_ref());
        let number = |base: Rational| Number { base, unit: unit.clone() };
        Year { during, bound: most.sum.map(number), unbounded, reached: number(reached), conduct }
    };
    let contract_years = Cycle::new(crate::time::Length::Months(12), local::date_at(zone, term.start));
    let years: Vec<Stretch> = contract_years.periods(term, zone).map(|period| period.whole.and(term)).collect();
    exposure.years = years.into_iter().map(year).collect();
    let most = |year: &Year| year.bound.as_ref().map(|bound| bound.base.clone());
    let months: Vec<Stretch> = Cycle::month().periods(term, zone).map(|month| month.whole.and(term)).collect();
    let runs = months.windows(YEAR).filter_map(|run| Some(Stretch::new(run.first()?.start, run.last()?.end)));
    let bounds = runs.filter_map(|run| Some((run, within(run).sum?)));
    // Of equal ones the first is told.
    let worst = bounds.fold(None, |worst: Option<(Stretch, Rational)>, (run, sum)| match worst {
        Some((best, known)) if known >= sum => Some((best, known)),
        _ => Some((run, sum)),
    });
    let known = exposure.years.iter().map(most).max().flatten();
    let all_bounded = exposure.years.iter().all(|year| year.bound.is_some());
    exposure.straddling =
        worst.filter(|(_, sum)| all_bounded && known.is_some_and(|known| *sum > known)).map(|(run, _)| year(run));
    exposure
}
