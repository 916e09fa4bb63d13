//! Commitments against one another: what is promised at every time of the term, to whom, and how it is judged.

use super::canon::{self, Entry, Sort};
use super::order::{self, Verdict, sets_or_all};
use super::sides::{Side, Sides};
use super::{Effect, Witness, due, formulas, suspensions};
use crate::base::Name;
use crate::evaluate::targets::{self, Asked};
use crate::evaluate::{functions, limits};
use crate::kernel::line::IntervalSet;
use crate::model::{
    Bound, CalendarSet, Commitment, Direction, Exception, Form, Held, Id, Indicator, Polarity, Quantity, Service,
    Validity, Window,
};
use crate::quantity::Rational;
use crate::time::{Stretch, local};
use jiff::civil::Date;
use std::cmp::Ordering;

/// What becomes of a commitment that stands in both versions.
pub fn commitments(sides: &Sides<'_>, old: &Commitment, new: &Commitment) -> Vec<Effect> {
    let mut all = Judged::new(sides, old, new);
    all.targets();
    all.quota();
    all.window();
    all.suspensions();
    let obligation = word_order(old.obligation.as_deref(), new.obligation.as_deref(), "means", "result");
    all.add(&["obligation"], Verdict::of(obligation));
    all.add(&["scope"], Verdict::of(scopes(&old.scope, &new.scope)));
    all.found
}

/// What becomes of a commitment that only one version has.
pub fn alone(sides: &Sides<'_>, commitment: &Commitment, is_new: bool) -> Vec<Effect> {
    let verdict = match (commitment.target.is_some(), is_new) {
        (false, _) => Verdict::Equal,
        (true, true) => Verdict::Stricter,
        (true, false) => Verdict::Looser,
    };
    let side = if is_new { &sides.new } else { &sides.old };
    vec![Effect {
        debtor: Some(commitment.debtor.clone()),
        creditor: Some(commitment.creditor.clone()),
        services: side.held(commitment).into_iter().map(Id::new).collect(),
        ..Effect::of(&[], verdict)
    }]
}

/// Two commitments that are compared, and what was found.
struct Judged<'c, 's> {
    sides: &'c Sides<'s>,
    old: &'c Commitment,
    new: &'c Commitment,
    indicator: Option<&'c Indicator>,
    found: Vec<Effect>,
}

impl<'c, 's> Judged<'c, 's> {
    fn new(sides: &'c Sides<'s>, old: &'c Commitment, new: &'c Commitment) -> Self {
        let indicator = sides.new.model.indicators.get(&new.indicator);
        Self { sides, old, new, indicator, found: Vec::new() }
    }

    fn form(&self) -> Option<Form> {
        self.indicator.map(|indicator| indicator.form)
    }

    fn effect(&self, fields: &[&str], verdict: Verdict) -> Effect {
        let parties = self.old.debtor == self.new.debtor && self.old.creditor == self.new.creditor;
        Effect {
            debtor: Some(self.new.debtor.clone()).filter(|_| parties),
            creditor: Some(self.new.creditor.clone()).filter(|_| parties),
            services: self.sides.new.held(self.new).into_iter().map(Id::new).collect(),
            ..Effect::of(fields, verdict)
        }
    }

    fn add(&mut self, fields: &[&str], verdict: Verdict) {
        self.found.push(self.effect(fields, verdict));
    }

    /// The targets at every time, stretch by stretch.
    fn targets(&mut self) {
        let (sides, fields) = (self.sides, ["target", "calendar", "validity"]);
        // What is measured is another thing: its numbers cannot be compared.
        let is_other =
            self.old.indicator != self.new.indicator || sides.is_changed(Sort::Indicator, self.new.indicator.as_str());
        let same = self.old.target == self.new.target && self.old.calendar == self.new.calendar;
        if is_other {
            let verdict = if same { Verdict::Equal } else { Verdict::Incomparable };
            return self.add(&fields, verdict);
        }
        if same && self.old.term.validity == self.new.term.validity && !sides.is_time_changed() {
            return self.add(&fields, Verdict::Equal);
        }
        let mut effects: Vec<Effect> = Vec::new();
        for (during, whole, before, after) in pieces(sides, self.old, self.new) {
            let (verdict, witnesses) = match (&before, &after) {
                (None, None) => continue,
                (Some(_), None) => (Verdict::Looser, Vec::new()),
                (None, Some(_)) => (Verdict::Stricter, Vec::new()),
                (Some(before), Some(after)) => self.bounds(&before.bound, &after.bound, during),
            };
            let effect = Effect { during: whole, witnesses, ..self.effect(&fields, verdict) };
            match effects.last_mut() {
                // What comes to the same in two stretches one after the other is said once.
                Some(last) if last.verdict == verdict && last.during.until == whole.from => {
                    last.during.until = whole.until;
                }
                _ => effects.push(effect),
            }
        }
        self.found.extend(effects);
    }

    /// One target against another one, for events of a stretch.
    fn bounds(&self, old: &Bound, new: &Bound, during: Stretch) -> (Verdict, Vec<Witness>) {
        let sides = self.sides;
        let constant = |side: &Side<'_>, bound: &Bound| {
            limits::constant(side.model, &bound.value).filter(|limit| limit.as_blank().is_none())
        };
        let limits = constant(&sides.old, old).zip(constant(&sides.new, new));
        let sided = old.comparator.and_then(targets::side).filter(|_| old.comparator == new.comparator);
        if let (Some(Form::Duration), Some((before, after)), Some(side)) = (self.form(), &limits, sided) {
            let count = |side: &Side<'_>, commitment: &Commitment, bound: &Bound, limit: &Quantity| {
                functions::count(commitment, &functions::start(side.world, commitment), bound, limit)
            };
            let counts = count(&sides.old, self.old, old, before).zip(count(&sides.new, self.new, new, after));
            let found = counts.and_then(|(old, new)| due::delays(sides, (&old.0, &old.1), (&new.0, &new.1), during));
            if let Some((verdict, witnesses)) = found {
                let verdict = if side == Polarity::Lower { verdict } else { verdict.turned() };
                return (verdict, witnesses);
            }
            return (
                if self.is_same_time() {
                    numbers(old, new, before, after, self.indicator)
                } else {
                    Verdict::Incomparable
                },
                Vec::new(),
            );
        }
        let by_number = match limits {
            Some((before, after)) => numbers(old, new, &before, &after, self.indicator),
            None if old.comparator == new.comparator && old.calendar == new.calendar => {
                let order = formulas::order(sides, &old.value, &new.value);
                match sided {
                    Some(Polarity::Lower) => Verdict::of(order).turned(),
                    Some(Polarity::Higher) => Verdict::of(order),
                    None if order == Some(Ordering::Equal) => Verdict::Equal,
                    None => Verdict::Incomparable,
                }
            }
            None => Verdict::Incomparable,
        };
        if self.is_same_time() {
            return (by_number, Vec::new());
        }
        (Verdict::Incomparable, suspensions::of_hours(sides, (self.old, old), (self.new, new)))
    }

    /// Whether both count on the same instants.
    fn is_same_time(&self) -> bool {
        same_time(self.sides, self.old.calendar.as_ref(), self.new.calendar.as_ref())
    }

    /// The share of cases that must meet the target, and the least number of cases.
    fn quota(&mut self) {
        let (old, new) = (&self.old.quota, &self.new.quota);
        let order = match (old, new) {
            (None, None) => Some(Ordering::Equal),
            (Some(old), Some(new)) => limits::compare(new, old),
            _ => None,
        };
        self.add(&["quota"], Verdict::of(order));
        let unjudged =
            [&self.sides.old, &self.sides.new].into_iter().all(|s| s.world.assessment("too_few") == "not_assessed");
        let sample = match (self.old.sample.unwrap_or(0)).cmp(&self.new.sample.unwrap_or(0)) {
            Ordering::Equal if self.old.sample == self.new.sample => Verdict::Equal,
            // Below the least number nothing is judged: a greater one lets more periods pass.
            order if unjudged => Verdict::of(Some(order)),
            _ => Verdict::Incomparable,
        };
        self.add(&["sample"], sample);
    }

    /// The windows: what is kept in each part is kept in the whole, for what is a mean of its parts.
    fn window(&mut self) {
        let verdict = match (&self.old.window, &self.new.window) {
            (Some(Window::OpenDays { of: old }), Some(Window::OpenDays { of: new })) => {
                if same_time(self.sides, Some(old), Some(new)) { Verdict::Equal } else { Verdict::Incomparable }
            }
            (Some(Window::OpenDays { .. }), Some(_)) | (Some(_), Some(Window::OpenDays { .. })) => {
                Verdict::Incomparable
            }
            (old, new) if old == new => Verdict::Equal,
            (Some(old), Some(new)) if self.is_mean() && self.is_steady() => {
                if old.lies_within(new) {
                    Verdict::Looser
                } else if new.lies_within(old) {
                    Verdict::Stricter
                } else {
                    Verdict::Incomparable
                }
            }
            _ => Verdict::Incomparable,
        };
        self.add(&["window"], verdict);
    }

    /// Whether what is attained in a window is a mean of what is attained in its parts.
    fn is_mean(&self) -> bool {
        let is_case = |window: &Option<Window>| matches!(window, Some(Window::Case { .. }));
        let Some(indicator) = self.indicator else { return false };
        match indicator.form {
            Form::TimeRatio | Form::CountRatio | Form::SlotRatio => !indicator.is_mean_of_slots(),
            Form::Duration => self.new.quota.is_some() && !is_case(&self.old.window) && !is_case(&self.new.window),
            Form::Value => false,
        }
    }

    /// Whether all else that a window is judged by is as it was, and no period has too few cases.
    fn is_steady(&self) -> bool {
        self.old.sample.is_none()
            && self.new.sample.is_none()
            && self.is_same_time()
            && self.old.suspended_by == self.new.suspended_by
            && !self.new.suspended_by.iter().any(|id| self.sides.is_changed(Sort::Exclusion, id.as_str()))
            && !self.sides.is_changed(Sort::Indicator, self.new.indicator.as_str())
    }

    /// The exclusions that suspend it.
    fn suspensions(&mut self) {
        let (verdict, witnesses) = suspensions::of(self.sides, self.old, self.new, self.indicator);
        let effect = Effect { witnesses, ..self.effect(&["suspended_by"], verdict) };
        self.found.push(effect);
    }
}

/// The values that meet two bounds, one within the other.
fn numbers(old: &Bound, new: &Bound, before: &Quantity, after: &Quantity, indicator: Option<&Indicator>) -> Verdict {
    let (Some(one), Some(other)) = (old.comparator, new.comparator) else { return Verdict::Incomparable };
    if !limits::same_dimension(&before.unit, &after.unit) || old.calendar != new.calendar {
        return Verdict::Incomparable;
    }
    let met = |comparator, limit: &Quantity| -> IntervalSet<Rational> {
        let line = limits::meeting(comparator, &limit.base());
        let line =
            indicator.map_or_else(|| line.clone(), |indicator| line.intersection(&limits::line(&indicator.domain)));
        std::iter::once(line).collect()
    };
    let (before, after) = (met(one, before), met(other, after));
    match (after.is_subset(&before), before.is_subset(&after)) {
        (true, true) => Verdict::Equal,
        (true, false) => Verdict::Stricter,
        (false, true) => Verdict::Looser,
        (false, false) => Verdict::Incomparable,
    }
}

/// Whether two expressions of calendars are the same instants of what is compared.
pub fn same_time(sides: &Sides<'_>, old: Option<&CalendarSet>, new: Option<&CalendarSet>) -> bool {
    match (old, new) {
        (None, None) => true,
        (Some(old), Some(new)) => {
            let (before, after) = (&sides.old.world.calendars, &sides.new.world.calendars);
            before.is_agreed(old) && after.is_agreed(new) && *before.instants(old) == *after.instants(new)
        }
        _ => false,
    }
}

/// A stretch of the term with the targets that hold in it: its instants, its days, the older target and the newer one.
type Piece<'m> = (Stretch, Validity, Option<Asked<'m>>, Option<Asked<'m>>);

/// The term, cut where a target begins or ends to hold.
fn pieces<'m>(sides: &Sides<'m>, old: &'m Commitment, new: &'m Commitment) -> Vec<Piece<'m>> {
    let day = |instant| local::date_at(sides.new.world.zone(), instant);
    let (first, last) = (day(sides.common.start), day(sides.common.end));
    let mut cuts = vec![first];
    let mut cut = |validity: &Validity| cuts.extend([validity.from, validity.until].into_iter().flatten());
    for (side, commitment) in [(&sides.old, old), (&sides.new, new)] {
        cut(&commitment.term.validity);
        holding(side, commitment).iter().filter_map(|asked| asked.exception).for_each(|e| cut(&e.term.validity));
    }
    cuts.retain(|cut| first <= *cut && *cut < last);
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().map(Some).chain([None]);
    let pieces = cuts.iter().zip(ends).map(|(from, until)| {
        let days = Validity { from: Some(*from).filter(|from| *from != first), until };
        let during = sides.new.in_force(days, sides.common);
        (during, days, holds_on(&sides.old, old, *from), holds_on(&sides.new, new, *from))
    });
    pieces.collect()
}

/// The targets of a commitment that hold for all of its cases, whatever happens.
fn holding<'m>(side: &Side<'m>, commitment: &'m Commitment) -> Vec<Asked<'m>> {
    let mut all = targets::asked(commitment, &side.exceptions);
    all.retain(|asked| asked.exception.is_none_or(|exception| is_for_all(exception, commitment)));
    all
}

/// Whether an exception holds for all cases of a commitment, and under no condition.
pub fn is_for_all(exception: &Exception, commitment: &Commitment) -> bool {
    let covers = exception.scope.dimensions.iter().all(|(dimension, values)| {
        commitment.scope.values(dimension).is_some_and(|own| own.iter().all(|value| values.contains(value)))
    });
    exception.when.is_none() && exception.scope.services.is_empty() && covers
}

/// The target that holds on a day.
fn holds_on<'m>(side: &Side<'m>, commitment: &'m Commitment, day: Date) -> Option<Asked<'m>> {
    let is_on = |validity: &Validity| {
        validity.from.is_none_or(|from| from <= day) && validity.until.is_none_or(|until| day < until)
    };
    if !is_on(&commitment.term.validity) {
        return None;
    }
    let mut all = holding(side, commitment);
    all.retain(|asked| asked.exception.is_none_or(|exception| is_on(&exception.term.validity)));
    let names: Vec<Name> = all
        .iter()
        .filter_map(|asked| asked.exception)
        .flat_map(|e| e.over.iter().map(|id| id.name().clone()))
        .collect();
    let strongest = all.iter().position(|asked| asked.exception.is_some_and(|e| !names.contains(&e.term.id)));
    let at = strongest.unwrap_or(0);
    (at < all.len()).then(|| all.swap_remove(at))
}

/// How two scopes stand to each other: greater where the newer one has all cases of the older one.
pub fn scopes(old: &crate::model::Scope, new: &crate::model::Scope) -> Option<Ordering> {
    if old.as_blank().is_some() || new.as_blank().is_some() {
        return (old == new).then_some(Ordering::Equal);
    }
    let mut dimensions: Vec<_> = old.dimensions.iter().chain(&new.dimensions).map(|(id, _)| id).collect();
    dimensions.sort_unstable();
    dimensions.dedup();
    let of = |scope: &crate::model::Scope, id| scope.values(id).map(<[Name]>::to_vec).unwrap_or_default();
    let by_value = dimensions.into_iter().map(|id| sets_or_all(&of(old, id), &of(new, id)));
    by_value.fold(sets_or_all(&old.services, &new.services), order::both)
}

/// How two words stand to each other of which the second one asks more.
pub fn word_order(old: Option<&str>, new: Option<&str>, less: &str, more: &str) -> Option<Ordering> {
    match (old, new) {
        (old, new) if old == new => Some(Ordering::Equal),
        (Some(old), Some(new)) if old == less && new == more => Some(Ordering::Greater),
        (Some(old), Some(new)) if old == more && new == less => Some(Ordering::Less),
        _ => None,
    }
}

/// What becomes of a service that is held to other tiers than before, or at other times.
pub fn held(sides: &Sides<'_>, old: &Service, new: &Service) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut cuts: Vec<Date> =
        old.tiers.iter().chain(&new.tiers).flat_map(|held| [held.from, held.until]).flatten().collect();
    let day = |instant| local::date_at(sides.new.world.zone(), instant);
    let (first, last) = (day(sides.common.start), day(sides.common.end));
    cuts.push(first);
    cuts.retain(|cut| first <= *cut && *cut < last);
    cuts.sort_unstable();
    cuts.dedup();
    let ends: Vec<Option<Date>> = cuts.iter().skip(1).copied().map(Some).chain([None]).collect();
    for (from, until) in cuts.iter().zip(ends) {
        let on = |held: &[Held]| -> Vec<Name> {
            let on = held.iter().filter(|held| {
                held.from.is_none_or(|start| start <= *from) && held.until.is_none_or(|end| *from < end)
            });
            on.map(|held| held.tier.name().clone()).collect()
        };
        let (before, after) = (on(&old.tiers), on(&new.tiers));
        let during = Validity { from: Some(*from).filter(|from| *from != first), until };
        let of = |side: &Side<'_>, tiers: &[Name], others: &[Name]| -> Vec<Commitment> {
            let left = |c: &&Commitment| tiers.contains(c.tier.name()) && !others.contains(c.tier.name());
            side.model.commitments.iter().filter(left).cloned().collect()
        };
        let (gone, mut come) = (of(&sides.old, &before, &after), of(&sides.new, &after, &before));
        // All that becomes of one commitment, taken together.
        let mut add = |commitment: &Commitment, found: Vec<Effect>| {
            let told = found.into_iter().filter(|effect| effect.verdict != Verdict::Equal).reduce(|mut one, other| {
                one.verdict = one.verdict.and(other.verdict);
                one.witnesses.extend(other.witnesses);
                one
            });
            effects.extend(told.map(|effect| Effect {
                fields: vec!["tiers".into()],
                on: Some(commitment.term.id.clone()),
                services: vec![Id::new(new.term.id.clone())],
                during,
                ..effect
            }));
        };
        for commitment in &gone {
            let alike = |other: &Commitment| {
                (&other.objective, &other.indicator, &other.scope)
                    == (&commitment.objective, &commitment.indicator, &commitment.scope)
            };
            match come.iter().position(alike) {
                Some(at) => {
                    let other = come.remove(at);
                    let mut found = commitments(sides, commitment, &other);
                    found.push(around(sides, commitment, &other));
                    add(&other, found);
                }
                None => add(commitment, alone(sides, commitment, false)),
            }
        }
        come.iter().for_each(|commitment| add(commitment, alone(sides, commitment, true)));
    }
    effects.push(Effect::of(&["tiers"], Verdict::Equal));
    effects
}

/// What becomes of a promise that another one stands in the place of, by all that its numbers do not say: who owes and measures it,
/// and what hangs on it. A penalty that no longer hangs on it is less that is owed.
fn around(sides: &Sides<'_>, old: &Commitment, new: &Commitment) -> Effect {
    let same = old.debtor == new.debtor
        && old.creditor == new.creditor
        && old.measurer == new.measurer
        && old.goal == new.goal
        && old.facts == new.facts;
    let owed = |side: &Side<'_>, commitment: &Commitment, wanted: Direction| -> Vec<Name> {
        let on = side.model.schedules.iter().filter(|s| s.on.iter().any(|id| *id.name() == commitment.term.id));
        on.filter(|schedule| schedule.direction == wanted).map(|schedule| schedule.term.id.clone()).collect()
    };
    let amounts = |wanted| order::sets(&owed(&sides.old, old, wanted), &owed(&sides.new, new, wanted));
    // A bonus is owed the other way round.
    let amounts = order::both(amounts(Direction::Penalty), amounts(Direction::Bonus).map(Ordering::reverse));
    // Rights, duties and plans that name the one and not the other.
    let hangs = |side: &Side<'_>, commitment: &Commitment| -> Vec<(Sort, Name)> {
        let names = |entry: &Entry<'_>| {
            let (mut own, mut tier, mut what, mut other) = (false, false, false, false);
            let mut see = |word: &str| {
                own |= word == commitment.term.id;
                tier |= word == commitment.tier.as_str();
                what |= word == commitment.indicator.as_str() || commitment.objective.as_deref() == Some(word);
                other |= side.model.indicators.by_name(word).is_some();
            };
            entry.form.values().for_each(|value| canon::words(value, &mut see));
            // What names a tier and an indicator is about the promises on that one alone.
            own || (tier && (what || !other))
        };
        let apart = |sort| {
            matches!(
                sort,
                Sort::Commitment
                    | Sort::Tier
                    | Sort::Service
                    | Sort::Schedule
                    | Sort::Exception
                    | Sort::Exclusion
                    | Sort::Acceptance
            )
        };
        let others = side.entries.iter().filter(|entry| !apart(entry.sort) && names(entry));
        others.map(|entry| (entry.sort, entry.id.clone())).collect()
    };
    let verdict = match same && hangs(&sides.old, old) == hangs(&sides.new, new) {
        true => Verdict::of(amounts),
        false => Verdict::Incomparable,
    };
    let parties = Some(new).filter(|_| same);
    Effect {
        debtor: parties.map(|commitment| commitment.debtor.clone()),
        creditor: parties.map(|commitment| commitment.creditor.clone()),
        ..Effect::of(&["tiers"], verdict)
    }
}
