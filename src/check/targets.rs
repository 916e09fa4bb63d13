//! The question "what is the target?" asked of every cell: service, case, day.
//!
//! Commitments answer one question when they bound one indicator on one side, in windows, shares of cases and hours of one
//! sort, between the same parties, at tiers that are for the same contracts. Commitments that differ in one of these stand beside one another: a monthly and a
//! yearly target, a median and a 95th percentile.

use super::Facts;
use super::commitments;
use super::grid::{Axis, Grid};
use crate::base::Name;
use crate::diagnostics::{Case, Datum};
use crate::kernel::cells::{self, Outcome, Place, Region, Row};
use crate::kernel::line::Interval as Line;
use crate::model::{
    Actor, Bound, CalendarSet, Commitment, Expr, HasTerm, Id, Indicator, Model, Party, Polarity, Quantity, Tier, Window,
};
use crate::quantity::{Dimension, Measure, Rational};
use crate::syntax::ast::Comparator;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::format_smolstr;

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
    /// The least number of cases, where it is a blank.
    open_sample: Option<&'m Name>,
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
    /// The first day of the contract.
    begins: Option<Date>,
}

/// A cell in which two commitments meet.
pub struct Cell {
    /// Its values, and its service where only one is concerned.
    pub names: Vec<Name>,
    /// The first day on which they meet, where it is not the first of the contract.
    pub day: Option<Date>,
    /// The case.
    pub case: Case,
}

/// Every question of a contract, with what the kernel finds.
#[must_use]
pub fn questions<'m>(facts: &Facts<'m>) -> Vec<Question<'m>> {
    let model = facts.model;
    let mut order: Vec<Subject<'_>> = Vec::new();
    let mut groups: FxHashMap<Subject<'_>, Vec<&Commitment>> = FxHashMap::default();
    for commitment in model.commitments.iter().filter(|c| c.target.is_some() && is_agreed(facts, c)) {
        let subject = subject(model, commitment);
        if !groups.contains_key(&subject) {
            order.push(subject.clone());
        }
        groups.entry(subject).or_default().push(commitment);
    }
    let mut refusals: FxHashMap<&Id<Indicator>, Vec<&Commitment>> = FxHashMap::default();
    for commitment in model.commitments.iter().filter(|c| c.target.is_none() && is_agreed(facts, c)) {
        refusals.entry(&commitment.indicator).or_default().push(commitment);
    }
    let mut questions = Vec::new();
    for subject in &order {
        let mut group = groups.remove(subject).unwrap_or_default();
        let refused = refusals.get(subject.indicator).into_iter().flatten().copied();
        group.extend(refused.filter(|c| {
            &c.debtor == subject.debtor && &c.creditor == subject.creditor && when(model, c) == subject.when
        }));
        if group.len() > 1 {
            questions.push(question(facts, &group));
        }
    }
    questions
}

/// Whether it is agreed which cases a commitment is for, on which days, and on which side its limit lies. A limit that is not
/// agreed yet is a limit: beside another one, whatever it is filled with, the two differ or say the same twice.
fn is_agreed(facts: &Facts<'_>, commitment: &Commitment) -> bool {
    let sided = commitment.target.as_ref().is_none_or(|bound| bound.comparator.is_some());
    sided && commitment.scope.as_blank().is_none() && !facts.blanks().has_dates(&commitment.term.id)
}

fn when<'m>(model: &'m Model, commitment: &Commitment) -> Option<&'m Expr> {
    model.tiers.get(&commitment.tier)?.when.as_ref()
}

fn subject<'m>(model: &'m Model, commitment: &'m Commitment) -> Subject<'m> {
    Subject {
        debtor: &commitment.debtor,
        creditor: &commitment.creditor,
        indicator: &commitment.indicator,
        side: commitments::side_of(commitment),
        window: commitment.window.as_ref(),
        quota: commitment.quota.as_ref(),
        calendar: commitment.calendar.as_ref(),
        when: when(model, commitment),
    }
}

fn answer<'m>(facts: &Facts<'m>, commitment: &'m Commitment) -> Answer<'m> {
    let model = facts.model;
    let open = facts.blanks().of_term(&commitment.term.id);
    let open_sample = open.iter().find(|(field, _)| *field == "sample").map(|(_, name)| *name);
    let target = commitment.target.as_ref().map(|bound| match commitments::limit(model, commitment) {
        Some((comparator, limit)) => {
            let dimension = Measure::parse(&limit.unit).map(|measure| measure.dimension());
            Target::Exact(comparator, dimension, limit.base(), bound.calendar.as_ref())
        }
        None => Target::Written(bound),
    });
    match target {
        None => Answer { target: None, sample: None, open_sample: None, measurer: None },
        Some(_) => Answer { target, sample: commitment.sample, open_sample, measurer: commitment.measurer.as_ref() },
    }
}

fn question<'m>(facts: &Facts<'m>, group: &[&'m Commitment]) -> Question<'m> {
    let model = facts.model;
    let mut grid = Grid::of_scopes(model, group.iter().map(|commitment| &commitment.scope));
    let services = ServiceAxis::of(model, group);
    let mut known: FxHashMap<Answer<'_>, u32> = FxHashMap::default();
    let mut rows: Vec<Row<Date>> = Vec::new();
    let mut of_row: Vec<&Commitment> = Vec::new();
    for &commitment in group {
        let next = number(known.len());
        let answer = *known.entry(answer(facts, commitment)).or_insert(next);
        for (numbers, days) in services.places(facts, commitment) {
            let mut scope = vec![cells::Scope::Only(numbers)];
            scope.extend(grid.scope(&commitment.scope));
            rows.push(Row { region: Region { scope, spans: vec![Some(days)] }, answer, overrides: Vec::new() });
            of_row.push(commitment);
        }
    }
    set_overrides(&mut rows, &of_row);
    let tiers = services.tiers.len();
    grid.axes.insert(0, services.axis);
    let space = grid.space(vec![Line::everything()]);
    let outcome = cells::analyse(&space, &rows, &[], super::SHOWN + 1);
    Question { rows: of_row, outcome, grid, tiers, begins: model.contract.from }
}

/// One value for "a service of this tier that nothing names" for each tier, then one for each service.
struct ServiceAxis<'m> {
    axis: Axis,
    tiers: FxHashMap<&'m Id<Tier>, u32>,
    services: FxHashMap<&'m Name, u32>,
}

impl<'m> ServiceAxis<'m> {
    fn of(model: &'m Model, group: &[&'m Commitment]) -> Self {
        let mut tiers: FxHashMap<&Id<Tier>, u32> = FxHashMap::default();
        let mut values: Vec<Name> = Vec::new();
        for commitment in group {
            tiers.entry(&commitment.tier).or_insert_with(|| {
                values.push(format_smolstr!("at {}", commitment.tier));
                number(values.len() - 1)
            });
        }
        let named: FxHashSet<_> = group.iter().flat_map(|c| &c.scope.services).collect();
        let mut services: FxHashMap<&Name, u32> = FxHashMap::default();
        for service in &model.services {
            if named.contains(&service.id()) || service.tiers.iter().any(|held| tiers.contains_key(&held.tier)) {
                services.insert(&service.term.id, number(values.len()));
                values.push(service.term.id.clone());
            }
        }
        Self { axis: Axis::new(Name::new_static("service"), values), tiers, services }
    }

    /// The services that a commitment is for, with the days on which it is: those held throughout come together.
    fn places(&self, facts: &Facts<'_>, commitment: &Commitment) -> Vec<(Vec<u32>, Line<Date>)> {
        let (holders, blanks) = (facts.holders(), facts.blanks());
        let days = commitments::days_in_term(facts.model, &commitment.term.validity);
        if days.is_empty() {
            return Vec::new();
        }
        let named: FxHashSet<&Name> = commitment.scope.services.iter().map(Id::name).collect();
        let mut always: Vec<u32> = Vec::new();
        if named.is_empty() {
            always.extend(self.tiers.get(&commitment.tier));
        }
        let mut places = Vec::new();
        let mut held: FxHashSet<&Name> = FxHashSet::default();
        for (service, validity) in holders.at(commitment.tier.name()) {
            let name = &service.term.id;
            let Some(&service) = self.services.get(name) else { continue };
            if !named.is_empty() && !named.contains(name) {
                continue;
            }
            held.insert(name);
            // When it is held to the tier is not known: that it meets what another tier says is not, either.
            if blanks.has(name, "at from") || blanks.has(name, "at until") {
                continue;
            }
            let during = commitments::days(validity).intersection(&days);
            if during == days { always.push(service) } else { places.push((vec![service], during)) }
        }
        let others = commitment.scope.services.iter().map(Id::name).filter(|name| !held.contains(name));
        always.extend(others.filter_map(|name| self.services.get(name)));
        places.insert(0, (always, days));
        places
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn set_overrides(rows: &mut [Row<Date>], of_row: &[&Commitment]) {
    let mut stated: FxHashMap<&Name, Vec<usize>> = FxHashMap::default();
    let mut copied: FxHashMap<(&Id<Tier>, &Name), Vec<usize>> = FxHashMap::default();
    for (at, commitment) in of_row.iter().enumerate() {
        stated.entry(&commitment.term.id).or_default().push(at);
        if let Some(parent) = &commitment.inherited {
            copied.entry((&commitment.tier, parent)).or_default().push(at);
        }
    }
    for (row, commitment) in rows.iter_mut().zip(of_row) {
        for replaced in &commitment.overrides {
            // What a tier replaces of its parent stays for those that are held to the parent.
            let own = |at: &&usize| of_row.get(**at).is_some_and(|other| other.tier == commitment.tier);
            row.overrides.extend(stated.get(replaced).into_iter().flatten().filter(own));
            row.overrides.extend(copied.get(&(&commitment.tier, replaced)).into_iter().flatten());
        }
    }
}

impl Question<'_> {
    /// The cell: the names of values, and of the service where only one is concerned.
    fn cell(&self, place: &Place<Date>) -> Cell {
        let day = place.spans.first().and_then(|days| days.from.value().copied());
        let day = day.filter(|day| Some(*day) != self.begins);
        Cell { names: self.names(place), day, case: self.case(place) }
    }

    /// The case of a cell: the values of dimensions, and the service where it is one by itself.
    fn case(&self, place: &Place<Date>) -> Case {
        let of_tier = place.values.first().is_some_and(|&value| (value as usize) < self.tiers);
        let mut axes = self.grid.axes.iter().zip(&place.values);
        let service = axes.next().filter(|_| !of_tier).and_then(|(axis, &value)| axis.value(value).cloned());
        let values =
            axes.filter_map(|(axis, &value)| Some((axis.name.clone(), Datum::Word(axis.value(value)?.clone()))));
        Case { values: values.collect(), service, ..Case::default() }
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
        let mut seen = FxHashSet::default();
        let pairs = found.items.iter().filter_map(move |conflict| {
            let (first, second) = (*self.rows.get(conflict.first)?, *self.rows.get(conflict.second)?);
            let repeated = first.term.id == second.term.id || !seen.insert((first.target_span, second.target_span));
            (!repeated).then(|| (first, second, self.cell(&conflict.at)))
        });
        pairs.collect::<Vec<_>>().into_iter()
    }
}
