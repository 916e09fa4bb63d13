//! Cases that are read by something else than the commitment that judges them: gathered in a mean, or read by a figure.
//!
//! A case has one clock, whoever reads it: reopenings, workarounds, changes of priority, pauses and their limits, budgets and shared
//! causes are the same. What gathers cases says on which calendar they are counted, and adds the exclusions that suspend it.

use super::{Count, case_name};
use crate::evaluate::evidence::Row;
use crate::evaluate::expr::{Basis, Env};
use crate::evaluate::suspension::{Account, Taken, within};
use crate::evaluate::world::World;
use crate::evaluate::{Number, Value};
use crate::model::{
    CalendarSet, Commitment, Event, Exclusion, ExclusionSource, Expr, HasTerm, Id, Indicator, Record, Subject,
};
use crate::quantity::Rational;
use crate::time::Instant;
use std::rc::Rc;

/// An indicator that counts time for each record of a sort, and the events between which it does.
#[derive(Clone, Copy)]
pub(in crate::evaluate) struct Timed<'m> {
    indicator: &'m Indicator,
    pub record: &'m Id<Record>,
    from: &'m Event,
    to: &'m Event,
}

/// The cases of a record, each with whether it counts.
type Counts = Vec<(Count, bool)>;

/// The indicator as one that counts time for each record of a sort, where it does.
pub(in crate::evaluate) fn timed(indicator: &Indicator) -> Option<Timed<'_>> {
    match (&indicator.of, &indicator.formula) {
        (Subject::Record(record), Expr::TimeBetween { from, to }) => Some(Timed { indicator, record, from, to }),
        _ => None,
    }
}

impl World<'_> {
    /// The value that an indicator has for the case of `env`: what its clock counted, once it has stopped.
    pub(in crate::evaluate) fn value_of_case(&self, timed: Timed<'_>, row: &Row, env: &Env<'_>) -> Value {
        let counts = self.counts_for(timed, row, env);
        counts.get(env.case).map_or(Value::Nothing, |(count, _)| counted(count))
    }

    /// The values of the cases that begin in the period of `env`, of its service and class, on its calendar, and that are not left out.
    pub(in crate::evaluate) fn values_of_cases(
        &self,
        timed: Timed<'_>,
        kept: &dyn Fn(&Env<'_>) -> bool,
        env: &Env<'_>,
    ) -> Vec<Value> {
        let of_service =
            |row: &&Row| row.service.is_none() || env.service.is_none() || row.service.as_ref() == env.service;
        let open = env.basis.map(|basis| self.calendars.instants(basis.calendar));
        let mut values = Vec::new();
        let rows = self.evidence.rows(timed.record).iter().filter(of_service);
        for row in rows.filter(|row| self.is_looked_at(row, env)) {
            let Some(begins) = self.begins(row) else { continue };
            for (case, (count, counts)) in self.counts_for(timed, row, env).into_iter().enumerate() {
                // A record belongs to a period by its first instant; what makes a new case of it, by its opening.
                let at = if case == 0 { begins } else { count.first };
                let inside = env.span.within.contains(at) && open.as_ref().is_none_or(|open| open.contains(at));
                if inside
                    && counts
                    && env.basis.is_none_or(|basis| self.is_gathered(basis, row, &count))
                    && env.basis.is_none_or(|basis| !self.begins_out(basis, timed, row, at))
                    && kept(&Env { case, ..env.with_row(row) })
                {
                    values.push(counted(&count));
                }
            }
        }
        values.retain(|value| *value != Value::Nothing);
        values
    }

    /// The cases of a record, as they are counted for whoever reads them in `env`: within what gathers them, on its calendar; else as
    /// the commitment judges them.
    fn counts_for(&self, timed: Timed<'_>, row: &Row, env: &Env<'_>) -> Counts {
        let id = timed.indicator.id();
        let judges = self.judges_of(&id, row);
        let Some(outer) = env.basis else {
            let counts = judges.iter().map(|judge| (*judge, self.counts(judge, row)));
            if let Some((judge, counts)) = counts.into_iter().find(|(_, counts)| !counts.is_empty()) {
                let basis = Basis::of_commitment(judge, false);
                return counts.into_iter().map(|count| self.with_standing(&basis, row, count)).collect();
            }
            let exclusions = self.exclusions_of(&id);
            let calendar = timed.indicator.during.as_ref().unwrap_or(&CalendarSet::Always);
            let of = id.name();
            let basis = Basis { scope: None, of, calendar, exclusions: &exclusions, otherwise: false };
            return self.counts_on(&basis, None, timed, row);
        };
        let mut exclusions = self.exclusions_of(&id);
        let others = outer.exclusions.iter().filter(|other| !exclusions.contains(other)).cloned();
        let others: Vec<Id<Exclusion>> = others.collect();
        exclusions.extend(others);
        let calendar = timed.indicator.during.as_ref().unwrap_or(outer.calendar);
        let of = if outer.of == id.name() { outer.of.clone() } else { within(outer.of, id.name()) };
        let basis = Basis { scope: None, of: &of, calendar, exclusions: &exclusions, otherwise: outer.otherwise };
        let gathers = self.model.commitments.by_name(outer.of);
        self.counts_on(&basis, judges.first().copied().or(gathers), timed, row)
    }

    /// The commitments on an indicator that a record is held to, which may judge it.
    fn judges_of(&self, id: &Id<Indicator>, row: &Row) -> Vec<&Commitment> {
        let Some(service) = &row.service else { return Vec::new() };
        let at = self.begins(row).unwrap_or(self.as_of);
        let known = self.model.commitments.iter().filter(|commitment| commitment.indicator == *id);
        known.filter(|commitment| self.is_held(commitment, service, at)).collect()
    }

    /// The cases of a record on the clock of a basis. A change of priority is one that changes the commitment that judges it.
    fn counts_on(&self, basis: &Basis<'_>, judge: Option<&Commitment>, timed: Timed<'_>, row: &Row) -> Counts {
        let Some(event) = self.event_of(timed.from, row) else { return Vec::new() };
        let opened = self.opened_on(Some(basis.calendar), event);
        let cases = self.lives(row, timed.to, opened).into_iter().enumerate();
        let count = |(number, case): (usize, super::Case)| {
            let phases = judge
                .map(|judge| self.phases(judge, row, case.opened, self.over(basis, row, &case)))
                .unwrap_or_default();
            let case = self.restarted(case, &phases);
            // Whatever its priority, it is counted on the calendar of what gathers it.
            let count = self.count(basis, None, row, case_name(row, number), &case, &[]);
            self.with_standing(basis, row, count)
        };
        cases.map(count).collect()
    }

    /// A count, and whether the case counts: no exclusion frees it.
    fn with_standing(&self, basis: &Basis<'_>, row: &Row, count: Count) -> (Count, bool) {
        let mut exclusions = basis.exclusions.iter().filter_map(|id| self.model.exclusions.get(id));
        let budgets = exclusions.any(|exclusion| exclusion.budget.is_some());
        let account = row.service.as_ref().filter(|_| budgets).map(|service| self.account_of(basis, service));
        let out = self.case_out(basis.exclusions, row, count.first, account.as_deref());
        let counts = !out.is_some_and(|(exclusion, standing)| Self::holds(exclusion, standing, basis.otherwise));
        (count, counts)
    }

    /// Whether a case is one of the class that a commitment gathers: its values are those by which it is judged.
    fn is_gathered(&self, basis: Basis<'_>, row: &Row, count: &Count) -> bool {
        let Some(scope) = basis.scope else { return true };
        let gathers = self.model.commitments.by_name(basis.of).filter(|gathers| self.may_change(gathers, row));
        match gathers {
            Some(gathers) => {
                let phases = self.phases(gathers, row, count.first, count.stopped);
                self.judging(&phases).is_some_and(|own| own.id() == gathers.id())
            }
            None => self.is_sample_of(scope, row),
        }
    }

    /// Whether a case begins at an instant that an exclusion takes out of the time of what gathers it. What stops the clock of another
    /// case takes out nothing of this one.
    fn begins_out(&self, basis: Basis<'_>, timed: Timed<'_>, row: &Row, at: Instant) -> bool {
        let Some(service) = row.service.as_ref().filter(|_| !basis.exclusions.is_empty()) else { return false };
        let account: Rc<Account> = self.account_of(&basis, service);
        let of_a_case = |id: &Id<Exclusion>| match self.model.exclusions.get(id).map(|exclusion| &exclusion.applies) {
            Some(ExclusionSource::Between(Event::Field { record, .. }, _)) => record == timed.record,
            Some(ExclusionSource::When(condition)) => {
                crate::evaluate::reads::records(self.model, condition).contains(timed.record)
            }
            _ => false,
        };
        let takes_out = |taken: &Taken| taken.share == Rational::one() && taken.during.contains(at);
        account.taken.iter().any(|taken| takes_out(taken) && !of_a_case(&taken.exclusion))
    }
}

/// What a clock counted; nothing while it runs.
fn counted(count: &Count) -> Value {
    match count.stopped {
        Some(_) => Value::Number(Number::seconds(0).with(count.counted.clone())),
        None => Value::Nothing,
    }
}
