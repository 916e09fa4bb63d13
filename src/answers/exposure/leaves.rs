//! What each penalty can owe at the most for each period that it judges, and the value at which it owes that.

use super::course::{Course, Courses};
use crate::base::Name;
use crate::evaluate::{Given, Judged, Number, Span, Value, Verdict, World, instances};
use crate::model::{
    Attained, Commitment, Direction, Expr, FigureSource, HasTerm, Id, Indicator, Key, KeyCondition, Model, Pays,
    Polarity, Replacement, Schedule, Service, Settlement, Window,
};
use crate::quantity::Rational;
use crate::time::{Cycle, Instant, Stretch};
use std::cell::Cell;
use std::collections::BTreeSet;

/// What one penalty can owe for one period, or for the cases of one month.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The penalty.
    pub schedule: Id<Schedule>,
    /// The commitment; none for a duty.
    pub commitment: Option<Id<Commitment>>,
    /// The service; none for a duty.
    pub service: Option<Id<Service>>,
    /// The instant by which it falls into the windows of caps.
    pub at: Instant,
    /// The start of the month that it is settled in, as far as the contract goes.
    pub settled: Instant,
    /// What it is owed for.
    pub of: Owed,
    /// The most that it owes; none where nothing bounds it.
    pub most: Option<Rational>,
}

/// What something is owed for.
#[derive(Clone, Debug)]
pub enum Owed {
    /// A period, at this value.
    Period(Span, Number),
    /// The cases of a month, as many as there are, each by itself.
    Cases(Stretch),
    /// The share of the cases of a period that are late.
    Share(Stretch),
    /// The late duties of a month.
    Duties,
}

/// What was found.
pub struct Leaves {
    /// What can be owed, in the order of the contract.
    pub leaves: Vec<Leaf>,
    /// Figures without which that cannot be told.
    pub unknown: Vec<Name>,
}

/// How far leaves are looked for.
pub struct Reach {
    /// What falls due within it is looked at.
    pub within: Stretch,
    /// How many times a period is still judged. What is not judged any more is bounded by nothing.
    pub left: Cell<usize>,
    /// Whether one period stands for those that are like it, so that the value is that of the longest one.
    pub shares: bool,
}

impl Reach {
    /// All of it, whatever it takes.
    pub fn everything() -> Self {
        Self { within: Stretch::new(Instant::MIN, Instant::MAX), left: Cell::new(usize::MAX), shares: false }
    }

    /// Takes some of what is left; not where it is not enough.
    fn takes(&self, times: usize) -> bool {
        let left = self.left.get().checked_sub(times);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// What the penalties of a settlement can owe in each month of the term.
pub fn leaves(world: &World<'_>, settlement: &Settlement, reach: &Reach) -> Leaves {
    let model = world.model;
    let mut found = Leaves { leaves: Vec::new(), unknown: Vec::new() };
    let mut unknown = BTreeSet::new();
    let settled = model.schedules.iter().filter(|schedule| world.settles(settlement, &schedule.id()));
    for schedule in settled.filter(|schedule| schedule.direction == Direction::Penalty) {
        let in_force = world.in_force(schedule.term.validity);
        for commitment in schedule.on.iter().filter_map(|id| model.commitments.get(id)) {
            for (service, held) in world.held(commitment) {
                let id = service.id();
                let named = schedule.scope.services.is_empty() || instances::among(&schedule.scope.services, &id);
                if named && world.service_in_scope(&schedule.scope, service) {
                    let held = held.and(in_force);
                    let pair = Pair { world, schedule, commitment, service: id, held, reach };
                    let known = found.leaves.len();
                    pair.leaves(&mut found.leaves, &mut unknown);
                    // Nobody can say how many instances there are, and each of them is judged.
                    if service.many {
                        found.leaves.iter_mut().skip(known).for_each(|leaf| leaf.most = None);
                    }
                }
            }
        }
        if !schedule.on_duties.is_empty() {
            let months = Cycle::month().periods(in_force, world.zone()).map(|month| month.whole.and(in_force));
            found.leaves.extend(months.map(|month| Leaf {
                schedule: schedule.id(),
                commitment: None,
                service: None,
                at: month.start,
                settled: settled_in(world, month.start),
                of: Owed::Duties,
                most: None,
            }));
        }
    }
    found.unknown.extend(unknown);
    found
}

/// The start of the month in which an amount is settled that falls at an instant.
fn settled_in(world: &World<'_>, at: Instant) -> Instant {
    let month = Cycle::month().at(at, world.zone());
    month.map_or(at, |month| month.whole.start.max(world.term().start))
}

/// A penalty on a commitment for a service.
struct Pair<'p, 'w> {
    world: &'p World<'w>,
    schedule: &'p Schedule,
    commitment: &'p Commitment,
    service: Id<Service>,
    held: Stretch,
    reach: &'p Reach,
}

impl Pair<'_, '_> {
    fn leaf(&self, at: Instant, of: Owed, most: Option<Rational>) -> Leaf {
        let (commitment, service) = (Some(self.commitment.id()), Some(self.service.clone()));
        let settled = settled_in(self.world, at);
        Leaf { schedule: self.schedule.id(), commitment, service, at, settled, of, most }
    }

    fn leaves(&self, leaves: &mut Vec<Leaf>, unknown: &mut BTreeSet<Name>) {
        let world = self.world;
        let Some(indicator) = world.model.indicators.get(&self.commitment.indicator) else { return };
        let window = self.schedule.each.as_ref().or(self.commitment.window.as_ref());
        let Some(window) = window.filter(|window| !matches!(window, Window::Case { .. })) else {
            // However many cases a month has, and however late they are, each owes what it owes.
            let months = Cycle::month().periods(self.held, world.zone()).map(|month| month.whole.and(self.held));
            let months = months.filter(|month| self.reach.within.contains(month.start));
            leaves.extend(months.map(|month| self.leaf(month.start, Owed::Cases(month), None)));
            return;
        };
        let spans = world.periods(window, self.held).into_iter().map(|span| span.cut(self.held));
        let spans = spans.filter(|span| self.held.contains(span.within.start));
        let spans = spans.filter(|span| self.reach.within.contains(self.falls_at(*span)));
        if World::is_count(indicator) {
            // One amount is owed for the cases of a period: the same however many they are, or one that grows with them.
            let is_flat = course(world.model, self.schedule, indicator) == Course::Stays;
            for span in spans {
                let most = if self.reach.takes(1) { self.owed_for_cases(span, unknown) } else { None };
                let most = most.filter(|_| is_flat);
                if most.as_ref().is_none_or(|most| !most.is_zero()) {
                    leaves.push(self.leaf(self.falls_at(span), Owed::Share(span.within), most));
                }
            }
            return;
        }
        let values = candidates(world.model, self.schedule, self.commitment, indicator);
        let ends = indicator.domain.high.is_some() || indicator.better == Some(Polarity::Higher);
        let bounded = match course(world.model, self.schedule, indicator) {
            Course::Stays | Course::Falls => true,
            Course::Grows => ends,
            Course::Unknown => false,
        };
        let given: Vec<Vec<Given>> = values.iter().map(|value| self.supposing(value)).collect();
        let supposed: Vec<World<'_>> = given
            .iter()
            .map(|given| {
                let mut supposed = World::new(world.model, world.calendars, world.evidence, world.as_of);
                supposed.given = given;
                supposed
            })
            .collect();
        let spans: Vec<Span> = spans.collect();
        let owe = |span: Span, unknown: &mut BTreeSet<Name>| {
            if !self.reach.takes(values.len()) {
                return Some((Owed::Cases(span.within), None));
            }
            let mut worst: Option<(Rational, Number)> = None;
            for (value, supposed) in values.iter().zip(&supposed) {
                for amount in self.owed(supposed, span) {
                    let Some(amount) = amount else {
                        unknown.extend(stated(world.model, self.schedule.formulas()));
                        continue;
                    };
                    if worst.as_ref().is_none_or(|(most, _)| amount.base > *most) {
                        worst = Some((amount.base, value.clone()));
                    }
                }
            }
            let (most, value) = worst.filter(|(most, _)| !most.is_zero() || !bounded)?;
            Some((Owed::Period(span, value), Some(most).filter(|_| bounded)))
        };
        // Periods that are alike owe alike: the longest one stands for all that are whole.
        let alike = spans.iter().filter(|span| !span.is_partial() && self.reach.shares && self.is_steady());
        let longest = alike.max_by_key(|span| span.whole.seconds()).map(|span| owe(*span, unknown));
        for span in spans {
            let owed = match &longest {
                Some(owed) if !span.is_partial() => owed.clone(),
                _ => owe(span, unknown),
            };
            leaves.extend(owed.map(|(of, most)| self.leaf(self.falls_at(span), of, most)));
        }
    }

    /// Whether what is owed for a period depends on nothing but what is attained and on how long it is.
    fn is_steady(&self) -> bool {
        let model = self.world.model;
        let target = self.commitment.target.iter().map(|target| &target.value);
        let mut left: Vec<&Expr> = self.schedule.formulas().into_iter().chain(target).collect();
        let mut seen = BTreeSet::new();
        let mut steady = model.exceptions.iter().next().is_none();
        while let Some(expr) = left.pop() {
            expr.visit(&mut |part| {
                steady &= matches!(
                    part,
                    Expr::Quantity(_)
                        | Expr::None
                        | Expr::Figure { .. }
                        | Expr::Attained(_)
                        | Expr::Indicator { .. }
                        | Expr::Binary { .. }
                        | Expr::Compare { .. }
                        | Expr::Step { .. }
                );
            });
            expr.visit_now(&mut |part| {
                let Expr::Figure { figure, .. } = part else { return };
                match model.figures.get(figure).filter(|_| seen.insert(figure.clone())).map(|figure| &figure.value) {
                    Some(FigureSource::Is(expr)) => left.push(expr),
                    Some(FigureSource::Column(cells)) => left.extend(cells.iter().map(|(_, expr)| expr)),
                    Some(_) => steady = false,
                    None => {}
                }
            });
        }
        steady
    }

    /// The instant by which what is owed for a period falls into months.
    fn falls_at(&self, span: Span) -> Instant {
        (span.whole.end.min(self.world.term().end) - 1).max(span.whole.start)
    }

    /// What the penalty owes at the most for a period too many of whose cases are late, whichever share that is.
    fn owed_for_cases(&self, span: Span, unknown: &mut BTreeSet<Name>) -> Option<Rational> {
        let quota = self.commitment.quota.as_ref().map(Number::from);
        let shares = shares(self.schedule, quota.as_ref());
        let mut most = Rational::zero();
        for attained in shares {
            let mut judged = Judged::of(self.commitment, Some(&self.service), span);
            (judged.verdict, judged.late, judged.attained) = (Verdict::Breached, true, Some(attained));
            judged.target.clone_from(&quota);
            for amount in self.world.could_owe(self.schedule, &judged) {
                match amount {
                    Some(amount) => most = most.max(amount.base),
                    None => unknown.extend(stated(self.world.model, self.schedule.formulas())),
                }
            }
        }
        Some(most)
    }

    /// What the penalty owes for a period in which so much is attained as a world supposes; nothing where that is no breach.
    fn owed(&self, supposed: &World<'_>, span: Span) -> Vec<Option<Number>> {
        let judged = supposed.judge(self.commitment, &self.service, span);
        // Where no time counts nothing is judged, whatever is supposed.
        if judged.agreed.as_ref().is_some_and(|agreed| agreed.base.is_zero()) {
            return Vec::new();
        }
        match judged.verdict {
            Verdict::Breached => supposed.could_owe(self.schedule, &judged),
            _ => Vec::new(),
        }
    }

    /// What is given where this much is attained in each period.
    fn supposing(&self, value: &Number) -> Vec<Given> {
        let (what, of) = (self.commitment.indicator.name().clone(), Some(self.service.name().clone()));
        let during = Stretch::new(Instant::MIN, Instant::MAX);
        let mut given = vec![Given { what, of, during, value: Value::Number(value.clone()) }];
        given.extend(self.world.given.iter().cloned());
        given
    }
}

/// The values at which a penalty may owe the most: the ends of its brackets and of all values, the target, and one value between each
/// two of these.
fn candidates(model: &Model, schedule: &Schedule, commitment: &Commitment, indicator: &Indicator) -> Vec<Number> {
    let is_own = |key: &Key| matches!(key, Key::Indicator(own) if *own == indicator.id()) || is_attained(key);
    let mut cuts = ends(schedule, is_own);
    let domain = [&indicator.domain.low, &indicator.domain.high];
    cuts.extend(domain.into_iter().flatten().map(|(end, _)| end.base()));
    let targets =
        model.exceptions.iter().flat_map(|exception| &exception.fields).filter_map(|(_, value)| match value {
            Replacement::Bound(bound) => Some(&bound.value),
            _ => None,
        });
    let targets = commitment.target.iter().map(|target| &target.value).chain(targets);
    cuts.extend(targets.filter_map(|target| match target {
        Expr::Quantity(quantity) => Some(quantity.base()),
        _ => None,
    }));
    if indicator.domain.low.is_none() {
        cuts.insert(Rational::zero());
    }
    let mut all = with_between(&cuts);
    // Beyond the last end, where values have none.
    let last = cuts.last().filter(|_| indicator.domain.high.is_none());
    all.extend(last.map(|last| last + last + Rational::one()));
    all.into_iter().map(|base| Number { base, unit: indicator.unit.clone() }).collect()
}

/// The shares of cases in time at which a penalty may owe the most, where less than a quota is attained.
fn shares(schedule: &Schedule, quota: Option<&Number>) -> Vec<Number> {
    let mut cuts = ends(schedule, is_attained);
    let quota = quota.map_or_else(Rational::one, |quota| quota.base.clone());
    cuts.extend([Rational::zero(), quota.clone()]);
    with_between(&cuts).into_iter().filter(|share| *share < quota).map(Number::share).collect()
}

fn is_attained(key: &Key) -> bool {
    *key == Key::Judged(Attained::Attained)
}

/// The ends of the brackets of a penalty on some of the keys of its table.
fn ends(schedule: &Schedule, is_own: impl Fn(&Key) -> bool) -> BTreeSet<Rational> {
    let Pays::Brackets(table) = &schedule.pays else { return BTreeSet::new() };
    let own = table.keys.iter().enumerate().filter(|(_, key)| is_own(key)).map(|(at, _)| at);
    let conditions = own.flat_map(|at| table.rows.iter().filter_map(move |row| row.conditions.get(at)));
    let intervals = conditions.filter_map(|condition| match condition {
        KeyCondition::Within(interval) => Some(interval),
        _ => None,
    });
    let ends = intervals.flat_map(|interval| [&interval.low, &interval.high]).flatten();
    ends.map(|(end, _)| end.base()).collect()
}

/// Some values in order, and one between each two of them.
fn with_between(cuts: &BTreeSet<Rational>) -> Vec<Rational> {
    let ends: Vec<&Rational> = cuts.iter().collect();
    let between = ends.windows(2).filter_map(|pair| match pair {
        [low, high] => (*low + *high).checked_div(&Rational::from(2)),
        _ => None,
    });
    let mut all: Vec<Rational> = between.chain(cuts.iter().cloned()).collect();
    all.sort();
    all
}

/// Which way what a penalty owes goes as what is attained gets worse, within each of its brackets.
fn course(model: &Model, schedule: &Schedule, indicator: &Indicator) -> Course {
    let courses = Courses { model, better: indicator.better.unwrap_or(Polarity::Higher) };
    let replaced = model.exceptions.iter().filter(|exception| exception.on.contains(&schedule.term.id));
    let replaced = replaced.flat_map(|exception| &exception.fields).filter_map(|(_, value)| match value {
        Replacement::Expr(expr) => Some(expr),
        _ => None,
    });
    let outcomes = schedule.formulas().into_iter().filter(|expr| !schedule.waived.contains(expr)).chain(replaced);
    let mut all: Vec<Course> = outcomes.map(|expr| courses.of(expr)).collect();
    all.retain(|course| *course != Course::Stays);
    match all.as_slice() {
        [] => Course::Stays,
        [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
        _ => Course::Unknown,
    }
}

/// The figures that someone states which formulas read, by themselves or in others.
pub fn stated<'e>(model: &'e Model, formulas: impl IntoIterator<Item = &'e Expr>) -> Vec<Name> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut left: Vec<&Expr> = formulas.into_iter().collect();
    while let Some(expr) = left.pop() {
        expr.visit_now(&mut |part| {
            let Expr::Figure { figure, .. } = part else { return };
            let Some(figure) = model.figures.get(figure).filter(|figure| seen.insert(figure.term.id.clone())) else {
                return;
            };
            match &figure.value {
                FigureSource::Is(expr) => left.push(expr),
                FigureSource::GivenBy(..) => found.push(figure.term.id.clone()),
                _ => {}
            }
        });
    }
    found
}
