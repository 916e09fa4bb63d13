//! The question "what is the target?" asked of every cell: service, case, day.
//!
//! Commitments answer one question when they bound one indicator on one side, in windows, shares of cases and hours of one
//! sort, between the same parties, at tiers that are for the same contracts. Commitments that differ in one of these stand beside one another: a monthly and a
//! yearly target, a median and a 95th percentile.

use super::commitments::{self, Holders};
use super::grid::{Axis, Grid};
use crate::base::Name;
use crate::check::kernel::cells::{self, Outcome, Place, Region, Row};
use crate::check::kernel::line::Interval as Line;
use crate::model::{
    Actor, Bound, CalendarSet, Commitment, Expr, HasTerm, Id, Indicator, Model, Party, Polarity, Quantity, Tier, Window,
};
use crate::quantity::{Dimension, Measure, Rational};
use crate::syntax::ast::Comparator;
use jiff::civil::Date;
use std::collections::HashMap;

/// What commitments must have in common to answer one question.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Subject<'m> {
    debtor: &'m Id<Party>,
    creditor: &'m Id<Party>,
    indicator: &'m Id<Indicator>,
    side: Option<Polarity>,
    window: Option<&'m Window>,
    quota: Option<&'m Quantity>,
    calendar: Option<&'m CalendarSet>,
    /// Which contracts its tier is for. Whether two of those overlap is a question about tiers.
    when: Option<&'m Expr>,
}

/// What a commitment answers.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Answer<'m> {
    target: Option<Target<'m>>,
    sample: Option<u64>,
    measurer: Option<&'m Actor>,
}

/// A bound, with its limit in base units where it is written out.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Target<'m> {
    Exact(Comparator, Option<(Dimension, Option<Dimension>)>, Rational, Option<&'m CalendarSet>),
    Written(&'m Bound),
}

/// One question with the commitments that answer it.
pub struct Question<'m> {
    /// The commitments of each row of the kernel.
    pub rows: Vec<&'m Commitment>,
    /// What the kernel found.
    pub outcome: Outcome<Date>,
    grid: Grid,
    tiers: usize,
}

/// A cell in which two commitments meet.
pub struct Cell {
    /// Its values, and its service where only one is concerned.
    pub names: Vec<Name>,
    /// The first day on which they meet, where it is not the first of the contract.
    pub day: Option<Date>,
}

/// Every question of a contract, with what the kernel finds.
#[must_use]
pub fn questions(model: &Model) -> Vec<Question<'_>> {
    let mut order: Vec<Subject<'_>> = Vec::new();
    let mut groups: HashMap<Subject<'_>, Vec<&Commitment>> = HashMap::new();
    for commitment in
        model.commitments.iter().filter(|c| c.target.as_ref().is_some_and(|bound| is_agreed(model, bound)))
    {
        let subject = subject(model, commitment);
        if !groups.contains_key(&subject) {
            order.push(subject.clone());
        }
        groups.entry(subject).or_default().push(commitment);
    }
    let mut refusals: HashMap<&Id<Indicator>, Vec<&Commitment>> = HashMap::new();
    for commitment in model.commitments.iter().filter(|c| c.target.is_none()) {
        refusals.entry(&commitment.indicator).or_default().push(commitment);
    }
    let holders = Holders::of(model);
    let mut questions = Vec::new();
    for subject in &order {
        let mut group = groups.remove(subject).unwrap_or_default();
        let refused = refusals.get(subject.indicator).into_iter().flatten().copied();
        group.extend(refused.filter(|c| {
            &c.debtor == subject.debtor && &c.creditor == subject.creditor && when(model, c) == subject.when
        }));
        if group.len() > 1 {
            questions.push(question(model, &holders, &group));
        }
    }
    questions
}

fn is_agreed(model: &Model, bound: &Bound) -> bool {
    let blank = |expr: &Expr| matches!(expr, Expr::Blank(_));
    let figure = match &bound.value {
        Expr::Figure { figure, .. } => model.figures.get(figure).map(|figure| &figure.value),
        _ => None,
    };
    !blank(&bound.value) && !matches!(figure, Some(crate::model::FigureSource::Blank(_)))
}

fn when<'m>(model: &'m Model, commitment: &Commitment) -> Option<&'m Expr> {
    model.tiers.get(&commitment.tier)?.when.as_ref()
}

fn subject<'m>(model: &'m Model, commitment: &'m Commitment) -> Subject<'m> {
    Subject {
        debtor: &commitment.debtor,
        creditor: &commitment.creditor,
        indicator: &commitment.indicator,
        side: commitment.target.as_ref().and_then(|bound| commitments::side(bound.comparator)),
        window: commitment.window.as_ref(),
        quota: commitment.quota.as_ref(),
        calendar: commitment.calendar.as_ref(),
        when: when(model, commitment),
    }
}

fn answer<'m>(model: &Model, commitment: &'m Commitment) -> Answer<'m> {
    let target = commitment.target.as_ref().map(|bound| match commitments::limit(model, commitment) {
        Some((comparator, limit)) => {
            let dimension = Measure::parse(&limit.unit).map(|measure| measure.dimension());
            Target::Exact(comparator, dimension, limit.base(), bound.calendar.as_ref())
        }
        None => Target::Written(bound),
    });
    match target {
        None => Answer { target: None, sample: None, measurer: None },
        Some(_) => Answer { target, sample: commitment.sample, measurer: commitment.measurer.as_ref() },
    }
}

fn question<'m>(model: &'m Model, holders: &Holders<'m>, group: &[&'m Commitment]) -> Question<'m> {
    let mut grid = Grid::of_scopes(model, group.iter().map(|commitment| &commitment.scope));
    let (axis, tiers) = service_axis(model, group);
    let mut known: HashMap<Answer<'_>, u32> = HashMap::new();
    let mut rows: Vec<Row<Date>> = Vec::new();
    let mut of_row: Vec<&Commitment> = Vec::new();
    for &commitment in group {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        let answer = *known.entry(answer(model, commitment)).or_insert(next);
        for (services, days) in places(holders, commitment) {
            let mut scope = vec![axis.only(&services)];
            scope.extend(grid.scope(&commitment.scope));
            rows.push(Row { region: Region { scope, spans: vec![Some(days)] }, answer, overrides: Vec::new() });
            of_row.push(commitment);
        }
    }
    set_overrides(&mut rows, &of_row);
    grid.axes.insert(0, axis);
    let space = grid.space(vec![Line::everything()]);
    let outcome = cells::analyse(&space, &rows, &[], super::SHOWN + 1);
    Question { rows: of_row, outcome, grid, tiers }
}

/// One value for "a service of this tier that nothing names" for each tier, then one for each service.
fn service_axis(model: &Model, group: &[&Commitment]) -> (Axis, usize) {
    let mut tiers: Vec<&Id<Tier>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for commitment in group.iter().filter(|commitment| seen.insert(&commitment.tier)) {
        tiers.push(&commitment.tier);
    }
    let named: std::collections::HashSet<_> = group.iter().flat_map(|c| &c.scope.services).collect();
    let concerned = |service: &&crate::model::Service| {
        named.contains(&service.id()) || service.tiers.iter().any(|held| seen.contains(&held.tier))
    };
    let services = model.services.iter().filter(concerned).map(|service| service.term.id.clone());
    let values: Vec<Name> = tiers.iter().map(|tier| tier_value(tier)).chain(services).collect();
    (Axis::new(Name::new_static("service"), values), tiers.len())
}

fn tier_value(tier: &Id<Tier>) -> Name {
    Name::from(format!("at {tier}"))
}

/// The services that a commitment is for, with the days on which it is: those held throughout come together.
fn places(holders: &Holders<'_>, commitment: &Commitment) -> Vec<(Vec<Name>, Line<Date>)> {
    let days = commitments::days(&commitment.term.validity);
    let named = &commitment.scope.services;
    let mut always: Vec<Name> = if named.is_empty() { vec![tier_value(&commitment.tier)] } else { Vec::new() };
    let mut places = Vec::new();
    let mut held = std::collections::HashSet::new();
    for (service, validity) in holders.at(commitment.tier.name()) {
        if !named.is_empty() && !named.contains(&service.id()) {
            continue;
        }
        held.insert(service.id());
        let during = commitments::days(validity).intersection(&days);
        if during == days {
            always.push(service.term.id.clone());
        } else {
            places.push((vec![service.term.id.clone()], during));
        }
    }
    always.extend(named.iter().filter(|service| !held.contains(service)).map(|service| service.name().clone()));
    places.insert(0, (always, days));
    places
}

fn set_overrides(rows: &mut [Row<Date>], of_row: &[&Commitment]) {
    let mut stated: HashMap<&Name, Vec<usize>> = HashMap::new();
    let mut copied: HashMap<(&Id<Tier>, &Name), Vec<usize>> = HashMap::new();
    for (at, commitment) in of_row.iter().enumerate() {
        stated.entry(&commitment.term.id).or_default().push(at);
        if let Some(parent) = &commitment.inherited {
            copied.entry((&commitment.tier, parent)).or_default().push(at);
        }
    }
    for (row, commitment) in rows.iter_mut().zip(of_row) {
        for replaced in &commitment.overrides {
            row.overrides.extend(stated.get(replaced).into_iter().flatten());
            row.overrides.extend(copied.get(&(&commitment.tier, replaced)).into_iter().flatten());
        }
    }
}

impl Question<'_> {
    /// The cell: the names of values, and of the service where only one is concerned.
    fn cell(&self, place: &Place<Date>) -> Cell {
        let day = place.spans.first().and_then(|days| days.from.value().copied());
        Cell { names: self.names(place), day }
    }

    fn names(&self, place: &Place<Date>) -> Vec<Name> {
        let of_tier = place.values.first().is_some_and(|&value| (value as usize) < self.tiers);
        let axes = self.grid.axes.iter().zip(&place.values).enumerate();
        let worth = axes.filter(|(at, (axis, _))| if *at == 0 { !of_tier } else { axis.values().len() > 1 });
        worth.filter_map(|(_, (axis, &value))| axis.value(value).cloned()).collect()
    }

    /// Pairs of different commitments that meet with different answers, or with the same, and the cell in which they do.
    pub fn pairs(&self, same: bool) -> impl Iterator<Item = (&Commitment, &Commitment, Cell)> {
        let found = if same { &self.outcome.same } else { &self.outcome.conflicts };
        let mut seen = std::collections::HashSet::new();
        let pairs = found.items.iter().filter_map(move |conflict| {
            let (first, second) = (*self.rows.get(conflict.first)?, *self.rows.get(conflict.second)?);
            let repeated = first.term.id == second.term.id || !seen.insert((first.target_span, second.target_span));
            (!repeated).then(|| (first, second, self.cell(&conflict.at)))
        });
        pairs.collect::<Vec<_>>().into_iter()
    }
}
