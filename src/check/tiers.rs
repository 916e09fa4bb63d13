//! Tiers that say which contracts or services they are for.

use super::conditions::Conditions;
use super::decided::At;
use super::reach;
use crate::kernel::cells::{self, Region, Row};
use crate::model::{Expr, Id, Model, Party, Tier};
use crate::quantity::Rational;
use rustc_hash::FxHashSet;

/// Tiers between the same parties, each with a condition.
pub struct Group<'m> {
    /// The tiers.
    pub tiers: Vec<&'m Tier>,
    /// Two tiers that are for the same case, with the case.
    pub twice: Vec<(&'m Tier, &'m Tier, At)>,
    /// Cases that none of them is for.
    pub never: Vec<At>,
}

/// The tiers with a condition, by parties. A group whose conditions cannot be decided is not among them.
#[must_use]
pub fn by_condition(model: &Model) -> Vec<Group<'_>> {
    let mut parties: Vec<(&Id<Party>, &Id<Party>)> = Vec::new();
    for tier in model.tiers.iter().filter(|tier| tier.when.is_some()) {
        if !parties.contains(&(&tier.debtor, &tier.creditor)) {
            parties.push((&tier.debtor, &tier.creditor));
        }
    }
    let of = |(debtor, creditor): (&Id<Party>, &Id<Party>)| {
        let between: Vec<&Tier> =
            model.tiers.iter().filter(|t| &t.debtor == debtor && &t.creditor == creditor).collect();
        group(model, &between)
    };
    parties.into_iter().filter_map(of).collect()
}

fn group<'m>(model: &'m Model, between: &[&'m Tier]) -> Option<Group<'m>> {
    let stated: Vec<(&Tier, &Expr)> = between.iter().filter_map(|tier| Some((*tier, tier.when.as_ref()?))).collect();
    let conditions: Vec<&Expr> = stated.iter().map(|(_, when)| *when).collect();
    let axes = Conditions::of(model, &conditions)?;
    let mut real = vec![axes.everywhere()];
    for dimension in &model.dimensions {
        if let Some(chosen) = reach::chosen(model, dimension) {
            real = axes.both(&real, &[axes.with_values(&dimension.term.id, &chosen)])?;
        }
    }
    let mut rows: Vec<Row<Rational>> = Vec::new();
    let mut numbers = Vec::new();
    for (number, condition) in conditions.iter().enumerate() {
        for region in axes.both(&axes.boxes(condition)?, &real)? {
            rows.push(Row { region, answer: u32::try_from(number).unwrap_or(u32::MAX), overrides: Vec::new() });
            numbers.push(number);
        }
    }
    // A tier without a condition is for whatever the others leave.
    let required: Vec<Region<Rational>> = if stated.len() == between.len() { real } else { Vec::new() };
    let outcome = cells::analyse(&axes.space(), &rows, &required, super::SHOWN + 1);
    let tier = |row: usize| numbers.get(row).and_then(|&number| stated.get(number)).map(|(tier, _)| *tier);
    let at = |place: &cells::Place<Rational>| At { words: axes.place(place), case: axes.point(place) };
    let mut seen = FxHashSet::default();
    let conflicts = outcome.conflicts.items.iter().filter_map(|conflict| {
        let (first, second) = (tier(conflict.first)?, tier(conflict.second)?);
        let fresh = seen.insert((&first.term.id, &second.term.id)) && bound_alike(model, first, second);
        fresh.then(|| (first, second, at(&conflict.at)))
    });
    let twice = conflicts.collect();
    let never = outcome.holes.items.iter().map(|hole| at(&hole.at)).collect();
    Some(Group { tiers: stated.iter().map(|(tier, _)| *tier).collect(), twice, never })
}

/// Whether two tiers bound the same indicator.
fn bound_alike(model: &Model, a: &Tier, b: &Tier) -> bool {
    let of = |tier: &Tier| {
        let own = model.commitments.iter().filter(|c| c.tier.name() == &tier.term.id && c.target.is_some());
        own.map(|c| c.indicator.clone()).collect::<FxHashSet<_>>()
    };
    !of(a).is_disjoint(&of(b))
}
