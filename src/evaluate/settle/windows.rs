//! What counts together towards a cap or an exemption: the amounts of a window, of a case, of a service.
//!
//! An amount falls into the window that holds its own instant, so that each day of a month is one by itself. A window that slides and is counted in
//! months looks back from the end of the month that is settled; one in days or hours looks back from the instant of each amount.

use super::Part;
use crate::base::Name;
use crate::evaluate::world::{Span, World};
use crate::model::{Id, Record, Schedule, Service, Window};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};
use std::collections::BTreeMap;

/// What an amount counts for, in the windows that hold its instant.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) at: Instant,
    pub(super) schedule: Id<Schedule>,
    pub(super) service: Option<Id<Service>>,
    pub(super) sum: Rational,
    /// Whether it may still become more: its case is still running.
    pub(super) grows: bool,
    /// Whether it may still become nothing: it is not claimed yet, and is lost where it is not claimed in time.
    pub(super) lapses: bool,
}

/// What counts together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    case: Option<(Option<Id<Record>>, Name)>,
    pub(super) service: Option<Id<Service>>,
    whole: Stretch,
}

impl Group {
    /// Whether what counts at an instant, for a service, counts in this group. A case is settled in one month, and is alone in it.
    pub(super) fn holds(&self, at: Instant, service: Option<&Id<Service>>) -> bool {
        self.case.is_none()
            && self.whole.contains(at)
            && self.service.as_ref().is_none_or(|own| service.is_some_and(|service| service == own))
    }
}

/// The sums of the groups of one cap or exemption.
pub(super) struct Sums<'w> {
    window: Option<&'w Window>,
    by_service: bool,
    month: Span,
    entries: Vec<Entry>,
    known: BTreeMap<Group, Rational>,
    /// Whether something that counted in the months before may still change.
    unsure: bool,
}

impl<'w> Sums<'w> {
    /// The sums of windows, with what counted in the months before.
    pub(super) fn new(window: Option<&'w Window>, by_service: bool, month: Span, entries: Vec<Entry>) -> Self {
        let unsure = entries.iter().any(|entry| entry.grows || entry.lapses);
        Self { window, by_service, month, entries, known: BTreeMap::new(), unsure }
    }

    /// Whether each amount has a window of its own, so that they must be taken in the order of their instants.
    pub(super) fn slides(&self) -> bool {
        self.window.is_some_and(Window::slides_with_amounts)
    }

    /// What a group has come to so far.
    pub(super) fn reached(&mut self, group: &Group) -> Rational {
        let sum = || {
            let own = self.entries.iter().filter(|entry| group.holds(entry.at, entry.service.as_ref()));
            own.map(|entry| &entry.sum).sum()
        };
        if self.slides() {
            return sum();
        }
        match self.known.get(group) {
            Some(known) => known.clone(),
            None => {
                let sum: Rational = sum();
                self.known.insert(group.clone(), sum.clone());
                sum
            }
        }
    }

    /// Adds what an amount of this month counts for.
    pub(super) fn add(&mut self, group: &Group, entry: Entry) {
        if !self.slides() {
            let sum = self.reached(group) + &entry.sum;
            self.known.insert(group.clone(), sum);
        }
        self.entries.push(entry);
    }

    /// Whether something that counted in the months before may still become more or, where `less` matters too, nothing.
    pub(super) fn may_change(&self, group: &Group, less: bool) -> bool {
        let mut changing = self.entries.iter().filter(|entry| entry.grows || entry.lapses && less);
        self.unsure && changing.any(|entry| group.holds(entry.at, entry.service.as_ref()))
    }
}

impl World<'_> {
    /// The group that an amount counts in, and its window.
    pub(super) fn counts_with(&self, sums: &Sums<'_>, part: &Part) -> (Group, Span) {
        let window = self.counts_in(sums.window, sums.month, part.at);
        let of_case = part.amount.case().filter(|_| matches!(sums.window, Some(Window::Case { .. })));
        let case = of_case.map(|(record, case)| (record.cloned(), case.clone()));
        let service = part.amount.judged.service.as_ref().filter(|_| sums.by_service);
        (Group { case, service: service.cloned(), whole: window.whole }, window)
    }

    /// The window that an instant falls into.
    pub(super) fn counts_in(&self, window: Option<&Window>, month: Span, at: Instant) -> Span {
        let cut = |whole: Stretch| Span { whole, within: whole.and(self.term()) };
        match window {
            None | Some(Window::Case { .. }) => month,
            Some(window @ Window::Rolling { span, .. }) if window.slides_with_amounts() => {
                self.back(at + 1, span).map_or(month, |from| cut(Stretch::new(from, at + 1)))
            }
            Some(window) => {
                let own = self.cycle(window).and_then(|cycle| cycle.at(at, self.zone()));
                own.map(|period| cut(period.whole)).or_else(|| self.horizon(window, month)).unwrap_or(month)
            }
        }
    }
}
