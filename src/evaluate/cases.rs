//! The cases of the whole contract, judged in one walk over the evidence.
//!
//! A record is judged and forgotten; what stays is a tally for each commitment, service and period, and the cases that missed
//! their target, since amounts and derivations are about those. So memory grows with what went wrong, not with what happened.

use super::derivation::Rows;
use super::evidence::Row;
use super::judge::{Judged, Verdict};
use super::world::{Span, World};
use crate::base::Name;
use crate::model::{Commitment, HasTerm, Id, Record, Schedule, Service, Subject, Window};
use crate::time::{Cycle, Instant, Stretch};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The cases of one period.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Those on time.
    pub on_time: u64,
    /// Those that missed their target.
    pub missed: u64,
    /// Those that are still running and may be on time.
    pub running: u64,
    /// Those that are late and hang on a cause that is not established yet.
    pub disputed: u64,
    /// Those of them that it would free: they would not count.
    pub may_be_freed: u64,
    /// The names of those that missed it.
    pub late: Rows,
    /// The names of those that are disputed.
    pub in_dispute: Rows,
    /// The names of those that do not count.
    pub left_out: Rows,
    /// The names of those that do not count, or are on time, for as long as their cause is not established.
    pub presumed: Rows,
}

impl Tally {
    /// The cases that count.
    #[must_use]
    pub fn cases(&self) -> u64 {
        self.on_time + self.missed + self.disputed
    }

    fn add(&mut self, judged: &Judged) {
        let Some(case) = &judged.case else { return };
        match judged.verdict {
            Verdict::Met => self.on_time += 1,
            Verdict::Breached => {
                self.missed += 1;
                self.late.add(case);
            }
            // What is left out for now, or is on time as things stand.
            Verdict::Disputed if judged.cases == 0 => {
                self.left_out.add(case);
                self.presumed.add(case);
            }
            Verdict::Disputed if !judged.late => {
                self.on_time += 1;
                self.presumed.add(case);
            }
            Verdict::Disputed => {
                self.disputed += 1;
                self.may_be_freed += u64::from(judged.may_be_freed);
                self.in_dispute.add(case);
            }
            Verdict::Provisional => self.running += 1,
            Verdict::NotAssessed => self.left_out.add(case),
        }
    }

    /// Adds the cases of another period.
    pub fn join(&mut self, other: &Self) {
        self.on_time += other.on_time;
        self.missed += other.missed;
        self.running += other.running;
        self.disputed += other.disputed;
        self.may_be_freed += other.may_be_freed;
        self.late.join(&other.late);
        self.in_dispute.join(&other.in_dispute);
        self.left_out.join(&other.left_out);
        self.presumed.join(&other.presumed);
    }
}

/// Of a commitment, a service and a period: the start of the period; where there are no periods, the instant by which a case
/// counts.
type Key = (Name, Name, Instant);

/// The period that was found last, of each window: most cases that follow one another lie in the same.
type Last<'c> = Vec<(&'c Window, Stretch)>;

/// A case that missed its target or is disputed, with its record. Amounts are about the same, and share them.
pub type Late = (Rc<Judged>, Rc<Row>);

/// The judged cases of a contract.
#[derive(Debug, Default)]
pub struct Cases {
    tallies: BTreeMap<Key, Tally>,
    /// Those of periods of another window, for which a penalty or a bonus asks: of a commitment, a service and a period.
    owed: BTreeMap<(Name, Name, Stretch), Tally>,
    /// The cases that missed their target or are disputed, with their records, by commitment and service.
    late: BTreeMap<(Name, Name), Vec<Late>>,
}

impl Cases {
    /// The cases of a commitment for a service in the period that begins at an instant.
    #[must_use]
    pub fn tally(&self, commitment: &Commitment, service: &Id<Service>, start: Instant) -> Option<&Tally> {
        self.tallies.get(&(commitment.term.id.clone(), service.name().clone(), start))
    }

    /// The tallies of a commitment for a service whose periods, or cases, begin in a stretch.
    pub fn tallies(
        &self,
        commitment: &Commitment,
        service: &Id<Service>,
        within: Stretch,
    ) -> impl Iterator<Item = &Tally> {
        let key = |start: Instant| (commitment.term.id.clone(), service.name().clone(), start);
        self.tallies.range(key(within.start)..key(within.end)).map(|(_, tally)| tally)
    }

    /// The cases that missed the target of a commitment for a service, or are disputed.
    #[must_use]
    pub fn late(&self, commitment: &Commitment, service: &Id<Service>) -> &[Late] {
        let key = (commitment.term.id.clone(), service.name().clone());
        self.late.get(&key).map_or(&[], Vec::as_slice)
    }
}

impl World<'_> {
    /// Judges every case of the evidence.
    pub(super) fn judge_all_cases(&self) -> Cases {
        let mut cases = Cases::default();
        let mut last = Last::new();
        for record in &self.model.records {
            let by_service = self.counted(&record.id());
            if by_service.is_empty() {
                continue;
            }
            self.evidence.each(&record.id(), &mut |row| {
                let Some(service) = &row.service else { return };
                for commitment in by_service.get(service).into_iter().flatten() {
                    for judged in self.judge_cases(commitment, row) {
                        self.enter(&mut cases, commitment, service, judged, row, &mut last);
                    }
                }
            });
        }
        cases
    }

    /// The commitments on a time that is counted for each record of a sort, by the services that are held to them.
    fn counted(&self, record: &Id<Record>) -> BTreeMap<Id<Service>, Vec<&Commitment>> {
        let mut found: BTreeMap<Id<Service>, Vec<&Commitment>> = BTreeMap::new();
        for commitment in &self.model.commitments {
            let Some(indicator) = self.model.indicators.get(&commitment.indicator) else { continue };
            let by_case = matches!(commitment.window, Some(Window::Case { .. }));
            if !(by_case || Self::is_count(indicator)) || indicator.of != Subject::Record(record.clone()) {
                continue;
            }
            for (service, _) in self.held(commitment) {
                let own = found.entry(service.id()).or_default();
                if !own.iter().any(|known| known.term.id == commitment.term.id) {
                    own.push(commitment);
                }
            }
        }
        found
    }

    fn enter<'c>(
        &'c self,
        cases: &mut Cases,
        commitment: &'c Commitment,
        service: &Id<Service>,
        judged: Judged,
        row: &Row,
        last: &mut Last<'c>,
    ) {
        let id = &commitment.term.id;
        for start in self.periods_of_case(commitment, &judged, last) {
            cases.tallies.entry((id.clone(), service.name().clone(), start)).or_default().add(&judged);
        }
        for window in self.owed_each(commitment) {
            for period in
                self.cycle(window).map(|cycle| self.touched(window, &cycle, &judged, last)).unwrap_or_default()
            {
                cases.owed.entry((id.clone(), service.name().clone(), period)).or_default().add(&judged);
            }
        }
        if (judged.late || judged.verdict == Verdict::Disputed) && self.asks_for_cases(commitment) {
            let late = cases.late.entry((id.clone(), service.name().clone())).or_default();
            late.push((Rc::new(judged), Rc::new(row.clone())));
        }
    }

    /// The windows, other than its own, for each of which an amount on a commitment is owed.
    fn owed_each<'c>(&'c self, commitment: &'c Commitment) -> impl Iterator<Item = &'c Window> {
        let on = self.model.schedules.iter().filter(|schedule| schedule.on.contains(&commitment.id()));
        let mut windows: Vec<&Window> = on.filter_map(|schedule| schedule.each.as_ref()).collect();
        windows.retain(|window| commitment.window.as_ref() != Some(*window));
        windows.sort_unstable();
        windows.dedup();
        windows.into_iter()
    }

    /// Whether anything asks for single cases of a commitment: it judges each by itself, or an amount is owed for each.
    fn asks_for_cases(&self, commitment: &Commitment) -> bool {
        let by_case = |window: &Option<Window>| matches!(window, Some(Window::Case { .. }));
        let owed = |schedule: &Schedule| by_case(&schedule.each) && schedule.on.contains(&commitment.id());
        by_case(&commitment.window) || self.model.schedules.iter().any(owed)
    }

    /// The instant by which a case belongs to a period: its opening, or its end. One that ends after the contract belongs to its last.
    pub(super) fn counts_at(&self, judged: &Judged) -> Instant {
        let case = judged.span.whole;
        let last = (self.term().end - 1).max(case.start);
        if self.assessment("across_periods") == "closing_period" { case.end.min(last) } else { case.start }
    }

    /// Whether a case belongs to a stretch.
    pub(super) fn belongs(&self, judged: &Judged, stretch: Stretch) -> bool {
        stretch.contains(self.counts_at(judged))
    }

    /// The cases of a period. Windows that slide have no periods of their own: the cases within them are put together. So are those of a
    /// period of another window than that of the commitment, unless an amount is owed for each such period.
    pub(super) fn cases_of(&self, commitment: &Commitment, service: &Id<Service>, span: Span) -> Tally {
        let is_period = |window: &Window| {
            let cycle = self.cycle(window);
            cycle.and_then(|cycle| cycle.at(span.whole.start, self.zone())).is_some_and(|own| own.whole == span.whole)
        };
        let own = commitment.window.as_ref();
        if own.is_some_and(is_period) {
            return self.cases().tally(commitment, service, span.whole.start).cloned().unwrap_or_default();
        }
        if self.owed_each(commitment).any(is_period) {
            let key = (commitment.term.id.clone(), service.name().clone(), span.whole);
            return self.cases().owed.get(&key).cloned().unwrap_or_default();
        }
        if own.is_some_and(|window| self.cycle(window).is_some()) {
            return self.cases_within(commitment, service, span.within);
        }
        let mut all = Tally::default();
        self.cases().tallies(commitment, service, span.within).for_each(|tally| all.join(tally));
        all
    }

    /// The cases that belong to a stretch of time, judged again.
    fn cases_within(&self, commitment: &Commitment, service: &Id<Service>, stretch: Stretch) -> Tally {
        let mut all = Tally::default();
        let Some(Subject::Record(record)) = self.model.indicators.get(&commitment.indicator).map(|i| &i.of) else {
            return all;
        };
        self.evidence.each(record, &mut |row| {
            if row.service.as_ref() == Some(service) {
                let judged = self.judge_cases(commitment, row).into_iter();
                judged.filter(|case| !self.time_of(case).and(stretch).is_empty()).for_each(|case| all.add(&case));
            }
        });
        all
    }

    /// The time by which a case belongs to periods: all of it, or the instant of its opening or its end.
    fn time_of(&self, judged: &Judged) -> Stretch {
        let case = judged.span.whole;
        match self.assessment("across_periods") {
            "split" => Stretch::new(case.start, case.end.max(case.start + 1)),
            _ => Stretch::new(self.counts_at(judged), self.counts_at(judged) + 1),
        }
    }

    /// Where a case is counted: at the start of each period that it belongs to; where there are none, where it stands.
    fn periods_of_case<'c>(&self, commitment: &'c Commitment, judged: &Judged, last: &mut Last<'c>) -> Vec<Instant> {
        let Some(window) = &commitment.window else { return Vec::new() };
        let Some(cycle) = self.cycle(window) else { return vec![self.counts_at(judged)] };
        self.touched(window, &cycle, judged, last).into_iter().map(|period| period.start).collect()
    }

    /// The periods of a window that a case belongs to.
    fn touched<'c>(&self, window: &'c Window, cycle: &Cycle, judged: &Judged, last: &mut Last<'c>) -> Vec<Stretch> {
        let touched = self.time_of(judged);
        let known = last.iter().position(|(same, _)| *same == window);
        if let Some((_, period)) = known.and_then(|at| last.get(at))
            && period.and(touched) == touched
        {
            return vec![*period];
        }
        let mut periods: Vec<Stretch> = cycle.periods(touched, self.zone()).map(|period| period.whole).collect();
        if let Window::OpenDays { of } = window {
            let open = self.calendars.instants(of);
            periods.retain(|day| open.measure(day.start, day.end) > 0);
        }
        if let Some(period) = periods.first() {
            last.retain(|(same, _)| *same != window);
            last.push((window, *period));
        }
        periods
    }
}
