//! Which amounts are settled together, and what caps them together.

use super::{schedules, values};
use crate::base::{Name, Span};
use crate::model::{
    Aggregate, Cap, Direction, Expr, HasTerm, Id, Model, PeriodUnit, Quantity, Replacement, Schedule, Settlement,
    Window,
};
use crate::quantity::Rational;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Amounts that one settlement, or none, settles.
pub struct Group<'m> {
    /// The settlement; none where no settlement is for them.
    pub settlement: Option<&'m Settlement>,
    /// The amounts, in the order of the model.
    pub schedules: Vec<&'m Schedule>,
}

impl<'m> Group<'m> {
    /// Those that a debtor owes.
    pub fn penalties(&self) -> impl Iterator<Item = &'m Schedule> {
        self.schedules.iter().copied().filter(|schedule| schedule.direction == Direction::Penalty)
    }
}

/// Every amount, with the others that are settled with it: a settlement without a list settles all that no other does.
#[must_use]
pub fn groups(model: &Model) -> Vec<Group<'_>> {
    let listed: FxHashSet<&Id<Schedule>> = model.settlements.iter().flat_map(|settlement| &settlement.of).collect();
    let rest = model.schedules.iter().filter(|schedule| !listed.contains(&schedule.id())).collect();
    let numbered = model.schedules.iter().enumerate();
    let by_name: FxHashMap<&Name, (usize, &Schedule)> = numbered.map(|(at, s)| (&s.term.id, (at, s))).collect();
    // One that settles amounts which are not agreed yet may settle any.
    let open = |settlement: &&Settlement| settlement.of.iter().any(|id| id.as_blank().is_some());
    let general = model.settlements.iter().find(|settlement| settlement.of.is_empty() || open(settlement));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for settlement in model.settlements.iter().filter(|settlement| !settlement.of.is_empty()) {
        let named: BTreeMap<usize, &Schedule> =
            settlement.of.iter().filter_map(|id| by_name.get(id.name()).copied()).collect();
        groups.push(Group { settlement: Some(settlement), schedules: named.into_values().collect() });
    }
    groups.push(Group { settlement: general, schedules: rest });
    groups.retain(|group| !group.schedules.is_empty());
    groups
}

/// A cap whose amount is written out, as money or as a share of something.
pub struct Limit<'m> {
    /// The cap.
    pub cap: &'m Cap,
    /// Its amount, or its share.
    pub amount: Quantity,
    base: Option<&'m Expr>,
    window: &'m Window,
    /// The amounts that it caps.
    pub on: BTreeSet<&'m Name>,
    /// The settlement or the exception that says it, and its place among the caps there, counted from 1.
    pub said: (Name, usize),
    begins_with_a_month: bool,
}

impl Limit<'_> {
    /// Where it stands.
    #[must_use]
    pub fn place(&self, settlement: &Settlement) -> Span {
        if self.cap.span == Span::default() { settlement.term.field("cap") } else { self.cap.span }
    }

    /// Whether its amount is one of money, and no share of something.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.base.is_none()
    }

    /// How it stands to another one on the same amounts in the same window; none where they differ in these, or do not compare.
    #[must_use]
    pub fn against_its_twin(&self, other: &Self) -> Option<Ordering> {
        let twins = self.window == other.window && self.on == other.on && self.base == other.base;
        values::compare(&self.amount, &other.amount).filter(|_| twins)
    }

    /// Whether another one, on these amounts too and in windows that lie in this one's, never lets them come to more: so many times its
    /// amount are no more than this one, or it is as great a share of what this one sums up.
    fn is_filled_by(&self, other: &Self) -> bool {
        // Months lie in the years of a contract that begins with one.
        let month = Window::Calendar { count: 1, unit: PeriodUnit::Month };
        let year = Window::Calendar { count: 1, unit: PeriodUnit::ContractYear };
        let in_year = self.begins_with_a_month && *other.window == month && *self.window == year;
        if !self.on.is_subset(&other.on) || !(in_year || other.window.lies_within(self.window)) {
            return false;
        }
        let summed = match self.base {
            Some(Expr::Aggregate { function: Aggregate::Sum, of, filter: None, over }) => {
                over.as_ref() == Some(self.window) && other.base == Some(of.as_ref())
            }
            _ => false,
        };
        if summed {
            return values::compare(&self.amount, &other.amount).is_some_and(Ordering::is_ge);
        }
        let times = times(other.window, self.window).filter(|_| self.base.is_none() && other.base.is_none());
        let all =
            times.map(|times| Quantity { value: &other.amount.value * &Rational::from(times), ..other.amount.clone() });
        all.is_some_and(|all| values::compare(&self.amount, &all).is_some_and(Ordering::is_ge))
    }

    /// Whether another one always cuts at least what it would: it is no higher, is on these amounts too, and in a window that holds this one.
    #[must_use]
    pub fn is_idle_beside(&self, other: &Self) -> bool {
        if self.is_filled_by(other) {
            return true;
        }
        let holds = match self.base == other.base && self.on.is_subset(&other.on) {
            false => false,
            true if self.window == other.window => self.on != other.on,
            // What a share is a share of may be another amount in another window.
            true => self.base.is_none() && (other.window == &Window::Term || self.window.lies_within(other.window)),
        };
        holds && values::compare(&self.amount, &other.amount).is_some_and(Ordering::is_ge)
    }
}

/// How many windows of one sort lie in one of another.
fn times(short: &Window, long: &Window) -> Option<i64> {
    use PeriodUnit as Unit;
    let (Window::Calendar { count: 1, unit: short }, Window::Calendar { count: 1, unit: long }) = (short, long) else {
        return None;
    };
    match (short, long) {
        (Unit::Month, Unit::Quarter) | (Unit::ContractMonth, Unit::ContractQuarter) => Some(3),
        (Unit::Month, Unit::Year | Unit::ContractYear) | (Unit::ContractMonth, Unit::ContractYear) => Some(12),
        (Unit::Quarter, Unit::Year) | (Unit::ContractQuarter, Unit::ContractYear) => Some(4),
        _ => None,
    }
}

/// The caps on the amounts of a group that hold together: those of its settlement, and those of each exception, which stand in their place.
#[must_use]
pub fn caps<'m>(model: &'m Model, group: &Group<'m>) -> Vec<Vec<Limit<'m>>> {
    let Some(settlement) = group.settlement else { return Vec::new() };
    let limit = |(cap, said): (&'m Cap, (Name, usize))| {
        let (amount, base) = schedules::share(model, &cap.amount, None)?;
        let open = cap.of.iter().any(|id| id.as_blank().is_some());
        let on = match cap.of.as_slice() {
            [] => group.schedules.iter().map(|schedule| &schedule.term.id).collect(),
            of => of.iter().map(Id::name).collect(),
        };
        let window = cap.window.as_ref().filter(|window| window.as_blank().is_none() && !open)?;
        let begins_with_a_month = model.contract.from.is_some_and(|day| day.day() == 1);
        Some(Limit { cap, amount, base, window, on, said, begins_with_a_month })
    };
    let replaced = model.exceptions.iter().filter(|exception| exception.on.contains(&settlement.term.id));
    let by_exception = replaced.map(|exception| {
        let caps = exception.fields.iter().filter_map(|(field, value)| match value {
            Replacement::Cap(cap) if field == "cap" => Some(cap),
            _ => None,
        });
        numbered(&exception.term.id, caps).filter_map(limit).collect::<Vec<_>>()
    });
    let own = numbered(&settlement.term.id, settlement.caps.iter()).filter_map(limit).collect();
    std::iter::once(own).chain(by_exception).collect()
}

/// Caps with the term that says them and their places there.
fn numbered<'m>(term: &'m Name, caps: impl Iterator<Item = &'m Cap>) -> impl Iterator<Item = (&'m Cap, (Name, usize))> {
    caps.zip(1..).map(|(cap, number)| (cap, (term.clone(), number)))
}
