//! Whether an amount was claimed in time, and until when it may be. What the party that claims owes itself is due without a claim.
//!
//! The time to claim runs from an event. One that a record holds, such as the opening of an incident, is that of the case of the
//! amount; for an amount of a period it is each one in that period that no exclusion leaves out: a claim is in time from the first of them until
//! the deadline of the last. Where there is none, it is the end of the period. One that is the end of a period which the contract declares is that of the period in which the amount falls.

use super::{LISTED, Part, Standing};
use crate::evaluate::amounts::Amount;
use crate::evaluate::derivation::{Line, Rows, What};
use crate::evaluate::evidence::Row;
use crate::evaluate::judge::Judged;
use crate::evaluate::names::{self, CLAIM, CLAIM_PERIOD, CLAIM_RECEIVED};
use crate::evaluate::reads;
use crate::evaluate::suspension;
use crate::evaluate::world::{Span, World};
use crate::model::{CalendarSet, Claim, Deadline, Event, HasTerm, Id, Record, Settlement, Window};
use crate::time::{Instant, Stretch};
use std::collections::BTreeSet;

/// The time in which an amount may be claimed.
#[derive(Clone, Copy)]
struct Time {
    /// From when.
    from: Instant,
    /// Until when, as far as that is known.
    due: Option<Instant>,
    /// The period that a claim of it is about.
    about: Stretch,
}

impl World<'_> {
    /// How the amounts of a month stand: together, until when what may still be claimed must be, and each by itself. One of which nothing is left, such as
    /// one that another stands in the place of, says nothing.
    pub(super) fn claims(
        &self,
        settlement: &Settlement,
        span: Span,
        parts: &[Part],
        lines: &mut Vec<Line>,
    ) -> (Standing, Option<Instant>, Vec<Option<Standing>>) {
        let none = vec![None; parts.len()];
        let (party, within, otherwise) = match &settlement.claim {
            Some(Claim::By { party, within: Some(within), otherwise, .. }) => (party, within, otherwise.as_deref()),
            Some(Claim::By { within: None, .. }) => return (Standing::Claimable, None, none),
            Some(Claim::Automatic) | None => return (Standing::Due, None, none),
        };
        let records = within.after.as_ref().map(|event| reads::of_event(self.model, event)).unwrap_or_default();
        let of_month = || Time { from: span.whole.end, due: self.due(within, None, span.whole), about: span.whole };
        let own = within.after.as_ref().or(within.before.as_ref()).and_then(own_period);
        let time = |part: &Part| match (records.is_empty(), own) {
            (true, None) => of_month(),
            (true, Some(window)) => self.time_by_period(within, window, part, span),
            (false, _) => self.time_to_claim(within, &records, &part.amount, span),
        };
        let mut standing = |time: Time| {
            let over = time.due.is_some_and(|due| due < self.as_of);
            let claimed = self.claimed_by(time);
            let at = |what: What, instant: Instant| {
                Line::new(what, &settlement.term.id).during(Stretch::new(instant, instant))
            };
            let until = time.due.map(|due| at(What::ClaimBy, due));
            let by = claimed.map(|(received, claim)| at(What::Claimed, received).rows(Rows::from_iter([&claim.name])));
            for line in until.into_iter().chain(by) {
                if lines.len() < 3 * LISTED && !lines.contains(&line) {
                    lines.push(line);
                }
            }
            match (claimed.is_some(), over, otherwise) {
                (true, ..) => Standing::Claimed,
                (false, true, Some("forfeited")) => Standing::Forfeited,
                _ => Standing::Claimable,
            }
        };
        let own: Vec<Option<(Standing, Option<Instant>)>> = parts
            .iter()
            .map(|part| {
                if part.left.is_zero() {
                    return None;
                }
                // Nobody claims what it owes itself.
                if self.is_owed_by(party, &part.amount) {
                    return Some((Standing::Due, None));
                }
                let time = time(part);
                Some((standing(time), time.due))
            })
            .collect();
        let each = own.iter().map(|own| own.map(|(standing, _)| standing)).collect();
        let of = |wanted: Standing| own.iter().flatten().filter(move |(standing, _)| *standing == wanted);
        let due = |wanted: Standing| of(wanted).filter_map(|(_, due)| *due).min();
        let together = [Standing::Claimable, Standing::Claimed, Standing::Due, Standing::Forfeited];
        match together.into_iter().find(|standing| of(*standing).next().is_some()) {
            Some(all) => (all, due(all), each),
            // Nothing is owed: the time of the month itself.
            None if records.is_empty() => {
                let time = of_month();
                (standing(time), time.due, each)
            }
            None => (Standing::Claimable, None, each),
        }
    }

    /// The time to claim an amount, where it runs from an end of a period of the contract's own: of the one in which the amount falls.
    fn time_by_period(&self, within: &Deadline, window: &Window, part: &Part, span: Span) -> Time {
        let judged = &part.amount.judged.span.whole;
        let at = Stretch::new(part.at, part.at + 1);
        let due = self.due(within, None, at);
        match self.cycle(window).and_then(|cycle| cycle.at(part.at, self.zone())) {
            Some(own) if own.whole.start <= judged.start && judged.end <= own.whole.end => {
                Time { from: own.whole.end.min(span.whole.end), due, about: own.whole }
            }
            _ => Time { from: span.whole.end, due, about: span.whole },
        }
    }

    /// The time to claim an amount, where it runs from an event that records hold.
    fn time_to_claim(&self, within: &Deadline, records: &BTreeSet<Id<Record>>, amount: &Amount, span: Span) -> Time {
        let judged = &amount.judged;
        let period = judged.span;
        let after = within.after.as_ref();
        let placed = |row: &Row| {
            let at = after.and_then(|event| self.event(event, Some(row), period.whole))?;
            Some((at, self.due(within, Some(row), period.whole)))
        };
        let known: Vec<(Instant, Option<Instant>)> = match amount.row.as_deref() {
            Some(case) => {
                let linked = self.linked(case).filter(|row| records.contains(&row.record));
                let is_case = |row: &Row| row.record == case.record && row.name == case.name;
                let refers = |row: &&Row| self.linked(row).any(is_case);
                let referring = records.iter().flat_map(|record| self.evidence.rows(record)).filter(refers);
                std::iter::once(case).chain(linked).chain(referring).filter_map(placed).collect()
            }
            None => {
                let own = |row: &&Row| row.service.is_none() || row.service == judged.service;
                let counts = |row: &&Row| !self.is_left_out(&amount.judged, row);
                let rows = records.iter().flat_map(|record| self.evidence.rows(record)).filter(own).filter(counts);
                rows.filter_map(placed).filter(|(at, _)| period.within.contains(*at)).collect()
            }
        };
        let first = known.iter().map(|(at, _)| *at).min();
        let last = known.into_iter().max().map(|(_, due)| due);
        let (from, due) = first.zip(last).unwrap_or_else(|| {
            let end = if amount.row.is_some() { span.whole.end } else { period.whole.end };
            (end, self.after_end(&within.delay, end))
        });
        Time { from, due, about: span.whole }
    }

    /// Whether the exclusions of a commitment leave a record out for the service that is judged: all of the time that it stands for.
    fn is_left_out(&self, judged: &Judged, row: &Row) -> bool {
        let commitment = self.model.commitments.get(&judged.commitment);
        let (Some(commitment), Some(service)) = (commitment, &judged.service) else { return false };
        let exclusions = &commitment.suspended_by;
        if exclusions.is_empty() {
            return false;
        }
        let calendar = self.calendars.instants(commitment.calendar.as_ref().unwrap_or(&CalendarSet::Always));
        let account = self.account(&commitment.term.id, exclusions, service, &calendar, false);
        let freed = self.begins(row).and_then(|opened| self.case_out(exclusions, row, opened, Some(&account)));
        if matches!(freed, Some((_, suspension::Standing::Holds))) {
            return true;
        }
        let lasting = self.lasting(row);
        let out = |stretch: &Stretch| account.out.measure(stretch.start, stretch.end) == stretch.seconds();
        if lasting.is_empty() {
            return self.begins(row).is_some_and(|at| account.out.contains(at));
        }
        lasting.iter().all(out)
    }

    /// The claim by which an amount was claimed in its time, the first of several, and when it was received.
    fn claimed_by(&self, time: Time) -> Option<(Instant, &Row)> {
        let claims = names::record(self.model, CLAIM).map(|record| self.evidence.rows(&record.id()));
        let in_time = |row: &Row| {
            let about = row.instant(CLAIM_PERIOD).is_none_or(|at| time.about.contains(at));
            let received = row.instant(CLAIM_RECEIVED).filter(|received| *received <= self.as_of)?;
            let in_time = time.from <= received && time.due.is_none_or(|due| received <= due);
            (about && in_time).then_some(received)
        };
        let claims = claims.unwrap_or_default().iter().filter_map(|row| Some((in_time(row)?, row)));
        claims.min_by_key(|(received, row)| (*received, &row.name))
    }
}

/// The period of the contract's own at an end of which an event is.
fn own_period(event: &Event) -> Option<&Window> {
    match event {
        Event::StartOf(window) | Event::EndOf(window) => Some(window).filter(|w| matches!(w, Window::Period { .. })),
        Event::Later(events) | Event::Earlier(events) => events.iter().find_map(own_period),
        _ => None,
    }
}
