//! What is out of the account of a commitment: uses of exclusions, up to their budgets.
//!
//! Exclusions without a budget come first, and then those with one, what began first before what began later. So the order of
//! the source decides nothing, and an instant uses up a budget only where nothing else has taken it out. A pause takes out of
//! the clock of its own case, and of no other.

use super::extents::record_of;
use super::{Account, Clocked, OutForRecords, Refusal, Refused, Taken};
use crate::base::Name;
use crate::evaluate::World;
use crate::evaluate::reads;
use crate::evaluate::world::whole_seconds;
use crate::model::{Event, Exclusion, ExclusionSource, Expr, Form, HasTerm, Id, Record, Service, Subject, Window};
use crate::quantity::Rational;
use crate::time::{Instant, Instants, Stretch};
use smol_str::format_smolstr;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Where a budget is kept: of an exclusion, in the window that begins at an instant, or for one case.
type Purse = (Name, Option<Name>, Instant);

/// What is granted so far.
pub(super) struct Ledger<'c> {
    /// The calendar on which the commitment counts: only its time uses up a budget.
    calendar: &'c Instants,
    /// Whether an instant uses up one budget only.
    one_budget: bool,
    used: BTreeMap<Purse, i64>,
    /// What was granted under a budget of a window that slides, of all cases or of one.
    pub(super) slid: BTreeMap<(Name, Option<Name>), Instants>,
    /// What each exclusion has taken, for all cases or for one.
    own: BTreeMap<(Name, Option<Name>), Instants>,
    /// What is out for all cases, and, besides, for one.
    out: BTreeMap<Option<Name>, Instants>,
}

/// The account of an indicator whose cases another one, or a commitment, gathers.
#[must_use]
pub fn within(outer: &Name, indicator: &Name) -> Name {
    format_smolstr!("{outer} {indicator}")
}

/// The commitment or indicator that counts.
fn innermost(of: &Name) -> Name {
    of.rsplit(' ').next().map_or_else(|| of.clone(), Name::from)
}

impl World<'_> {
    /// What exclusions take out of the account of `of` (a commitment or an indicator) for one service, on one calendar.
    ///
    /// Causes that are not established yet are taken as they stand, or, with `otherwise`, the other way.
    #[must_use]
    pub fn account(
        &self,
        of: &Name,
        exclusions: &[Id<Exclusion>],
        service: &Id<Service>,
        calendar: &Instants,
        otherwise: bool,
    ) -> Rc<Account> {
        let key = (of.clone(), service.name().clone(), otherwise);
        if let Some(known) = self.found.accounts.borrow().get(&key) {
            return Rc::clone(known);
        }
        let account = Rc::new(self.new_account(self.counted_apart(of), exclusions, service, calendar, otherwise));
        self.found.accounts.borrow_mut().insert(key, Rc::clone(&account));
        account
    }

    /// The time in which records of a sort do not count, one by one: what takes out one of them, or stops it, leaves the others where they are.
    #[must_use]
    pub fn out_for_records(
        &self,
        account: Rc<Account>,
        exclusions: &[Id<Exclusion>],
        record: &Id<Record>,
    ) -> OutForRecords {
        let is_of_sort =
            |exclusion: &Id<Exclusion>| match self.model.exclusions.get(exclusion).map(|known| &known.applies) {
                Some(ExclusionSource::When(condition)) => reads::records(self.model, condition).contains(record),
                Some(ExclusionSource::Between(from, _)) => record_of(from) == Some(record),
                _ => false,
            };
        let of_sort: BTreeSet<&Id<Exclusion>> = exclusions.iter().filter(|exclusion| is_of_sort(exclusion)).collect();
        if of_sort.is_empty() {
            return OutForRecords { account, apart: None };
        }
        let (mut all, mut own) = (Vec::new(), BTreeMap::<Name, Vec<Stretch>>::new());
        for taken in account.taken.iter().filter(|taken| taken.share == Rational::one()) {
            match &taken.row {
                Some(row) if of_sort.contains(&taken.exclusion) => {
                    own.entry(row.clone()).or_default().push(taken.during)
                }
                _ => all.push(taken.during),
            }
        }
        let all = Instants::of(account.out.within(), all);
        OutForRecords { account, apart: Some((all, own)) }
    }

    /// The records of which the commitment or indicator `of` counts each on a clock of its own.
    fn counted_apart(&self, of: &Name) -> Option<Clocked<'_>> {
        let of = innermost(of);
        let commitment = self.model.commitments.iter().find(|commitment| commitment.term.id == of);
        let id = commitment.map_or_else(|| Id::new(of), |commitment| commitment.indicator.clone());
        let indicator = self.model.indicators.get(&id)?;
        match (indicator.form, &indicator.of, &indicator.formula) {
            (Form::Duration, Subject::Record(record), Expr::TimeBetween { from, to }) => {
                Some(Clocked { record, from, to })
            }
            _ => None,
        }
    }

    fn new_account(
        &self,
        clocked: Option<Clocked<'_>>,
        exclusions: &[Id<Exclusion>],
        service: &Id<Service>,
        calendar: &Instants,
        otherwise: bool,
    ) -> Account {
        let mut account = Account::empty(self.calendars.within());
        let known = || exclusions.iter().filter_map(|id| self.model.exclusions.get(id));
        let mut uses: Vec<(&Exclusion, Taken)> = Vec::new();
        for exclusion in known() {
            let own = self.uses(exclusion, service, clocked.as_ref(), &mut account, otherwise);
            uses.extend(own.into_iter().map(|taken| (exclusion, taken)));
        }
        uses.sort_by(|(a, first), (b, second)| {
            let order = |exclusion: &Exclusion, taken: &Taken| (exclusion.budget.is_some(), taken.during);
            order(a, first).cmp(&order(b, second)).then_with(|| a.term.id.cmp(&b.term.id))
        });
        let one_budget = self.assessment("excluded_twice") != "uses_each_budget";
        let (used, slid, own, out) = Default::default();
        let mut ledger = Ledger { calendar, one_budget, used, slid, own, out };
        for (exclusion, taken) in uses {
            let clock = self.clock_of(clocked.as_ref(), exclusion, &taken);
            for part in self.within_budget(exclusion, taken, clock.as_ref(), &mut ledger, &mut account) {
                ledger.enter(part, clock.as_ref(), &mut account);
            }
        }
        // What is out altogether is not out in part as well.
        for (time, _) in &mut account.partly {
            *time = time.except(&account.out);
        }
        account
    }

    /// The case whose clock alone a use stops: a pause of a case that is counted on a clock of its own, or what frees it.
    fn clock_of(&self, clocked: Option<&Clocked<'_>>, exclusion: &Exclusion, taken: &Taken) -> Option<Name> {
        let apart = clocked?.record;
        let is_own = match &exclusion.applies {
            ExclusionSource::Between(Event::Field { record, .. }, _) => record == apart,
            ExclusionSource::When(condition) => {
                exclusion.budget.is_some() && reads::records(self.model, condition).contains(apart)
            }
            _ => false,
        };
        taken.row.clone().filter(|_| is_own)
    }

    /// The parts of a use that the budgets of its windows allow.
    fn within_budget(
        &self,
        exclusion: &Exclusion,
        taken: Taken,
        clock: Option<&Name>,
        ledger: &mut Ledger<'_>,
        account: &mut Account,
    ) -> Vec<Taken> {
        let budget =
            exclusion.budget.as_ref().and_then(|(budget, window)| Some((whole_seconds(&budget.base())?, window)));
        let Some((budget, window)) = budget else { return vec![taken] };
        if let Some(Window::Rolling { span, .. }) = window {
            let granted = self.within_sliding(budget, span, exclusion, &taken, clock, ledger, account.out.within());
            let refused = Instants::of(account.out.within(), [taken.during])
                .except(&Instants::of(account.out.within(), granted.iter().copied()));
            if let Some(at) = refused.first() {
                let row = taken.row.clone();
                account.refused.push(Refused { exclusion: exclusion.id(), row, at, why: Refusal::Budget });
            }
            return granted.into_iter().map(|during| Taken { during, ..taken.clone() }).collect();
        }
        let case = taken.row.clone().filter(|_| matches!(window, Some(Window::Case { .. })));
        let mut granted = Vec::new();
        for (start, part) in self.budget_windows(window.as_ref(), taken.during) {
            let wanted = ledger.wanted(&taken, part, clock, account.out.within());
            let used = ledger.used.entry((exclusion.term.id.clone(), case.clone(), start)).or_default();
            let left = budget - *used;
            let until = if wanted.seconds() <= left { Some(part.end) } else { wanted.add(part.start, left) };
            let during = Stretch::new(part.start, until.unwrap_or(part.start)).and(part);
            *used += wanted.seconds().min(left.max(0));
            if during != part {
                let (row, at) = (taken.row.clone(), part.start);
                account.refused.push(Refused { exclusion: exclusion.id(), row, at, why: Refusal::Budget });
            }
            if !during.is_empty() {
                granted.push(Taken { during, ..taken.clone() });
            }
        }
        granted
    }
}

impl Ledger<'_> {
    /// What a stretch would use up of the budget of its exclusion: time of the calendar that it has not taken yet, nor, where an
    /// instant uses up one budget only, another one.
    pub(super) fn wanted(&self, taken: &Taken, part: Stretch, clock: Option<&Name>, within: Stretch) -> Instants {
        let mut wanted = Instants::of(within, [part]).and(self.calendar);
        if let Some(own) = self.own.get(&(taken.exclusion.name().clone(), clock.cloned())) {
            wanted = wanted.except(own);
        }
        let of_clock = clock.and_then(|clock| self.out.get(&Some(clock.clone())));
        let out = self.out.get(&None).into_iter().chain(of_clock).filter(|_| self.one_budget);
        out.fold(wanted, |left, out| left.except(out))
    }

    /// Takes a stretch out, in whole or in part, each instant once for one exclusion.
    fn enter(&mut self, taken: Taken, clock: Option<&Name>, account: &mut Account) {
        let within = account.out.within();
        let time = Instants::of(within, [taken.during]);
        let never = || Instants::never(within);
        let own = self.own.entry((taken.exclusion.name().clone(), clock.cloned())).or_insert_with(never);
        if taken.share == Rational::one() {
            account.out = account.out.or(&time);
            let out = self.out.entry(clock.cloned()).or_insert_with(never);
            *out = out.or(&time);
        } else {
            account.partly.push((time.except(own), taken.share.clone()));
        }
        *own = own.or(&time);
        account.taken.push(taken);
    }
}
