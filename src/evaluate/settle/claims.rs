//! Whether an amount was claimed in time, and until when it may be.
//!
//! The time to claim runs from an event. One that a record holds, such as the opening of an incident, is that of the case of the
//! amount; for an amount of a period it is the last one in that period, and the end of the period where there is none.

use super::{Part, Standing};
use crate::evaluate::amounts::Amount;
use crate::evaluate::evidence::Row;
use crate::evaluate::names::{CLAIM, CLAIM_PERIOD, CLAIM_RECEIVED};
use crate::evaluate::reads;
use crate::evaluate::world::{Span, World};
use crate::model::{Claim, Deadline, HasTerm, Id, Record, Settlement};
use crate::time::Instant;
use std::collections::BTreeSet;

/// The time in which an amount may be claimed: from when, and until when as far as that is known.
type Time = (Instant, Option<Instant>);

impl World<'_> {
    /// How the amounts of a month stand: together, until when what may still be claimed must be, and which of them are lost.
    pub(super) fn claims(
        &self,
        settlement: &Settlement,
        span: Span,
        parts: &[Part],
    ) -> (Standing, Option<Instant>, Vec<bool>) {
        let none = vec![false; parts.len()];
        let (within, otherwise) = match &settlement.claim {
            Some(Claim::By { within: Some(within), otherwise, .. }) => (within, otherwise.as_deref()),
            Some(Claim::By { within: None, .. }) => return (Standing::Claimable, None, none),
            Some(Claim::Automatic) | None => return (Standing::Due, None, none),
        };
        let records = within.after.as_ref().map(|event| reads::of_event(self.model, event)).unwrap_or_default();
        let time = |part: &Part| match records.is_empty() {
            true => (span.whole.end, self.due(within, None, span.whole)),
            false => self.time_to_claim(within, &records, &part.amount, span),
        };
        let standing = |(from, due): Time| {
            let over = due.is_some_and(|due| due < self.as_of);
            match (self.is_claimed(span, from, due), over, otherwise) {
                (true, ..) => Standing::Claimed,
                (false, true, Some("forfeited")) => Standing::Forfeited,
                _ => Standing::Claimable,
            }
        };
        let own: Vec<(Standing, Option<Instant>)> = parts
            .iter()
            .map(|part| {
                let time = time(part);
                (standing(time), time.1)
            })
            .collect();
        let lost = own.iter().map(|(standing, _)| *standing == Standing::Forfeited).collect();
        let of = |wanted: Standing| own.iter().filter(move |(standing, _)| *standing == wanted);
        let due = |wanted: Standing| of(wanted).filter_map(|(_, due)| *due).min();
        let together = [Standing::Claimable, Standing::Claimed, Standing::Forfeited];
        match together.into_iter().find(|standing| of(*standing).next().is_some()) {
            Some(all) => (all, due(all), lost),
            // Nothing is owed: the time of the month itself.
            None if records.is_empty() => {
                let time = (span.whole.end, self.due(within, None, span.whole));
                (standing(time), time.1, lost)
            }
            None => (Standing::Claimable, None, lost),
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
        let last = match &amount.row {
            Some(case) => {
                let linked = self.linked(case).filter(|row| records.contains(&row.record));
                let is_case = |row: &Row| row.record == case.record && row.name == case.name;
                let refers = |row: &&Row| self.linked(row).any(is_case);
                let referring = records.iter().flat_map(|record| self.evidence.rows(record)).filter(refers);
                std::iter::once(case).chain(linked).chain(referring).filter_map(placed).max()
            }
            None => {
                let own = |row: &&Row| row.service.is_none() || row.service == judged.service;
                let rows = records.iter().flat_map(|record| self.evidence.rows(record)).filter(own);
                rows.filter_map(placed).filter(|(at, _)| period.within.contains(*at)).max()
            }
        };
        last.unwrap_or_else(|| {
            let end = if amount.row.is_some() { span.whole.end } else { period.whole.end };
            (end, self.after_end(&within.delay, end))
        })
    }

    /// Whether the amounts of a month were claimed in a time.
    fn is_claimed(&self, span: Span, from: Instant, due: Option<Instant>) -> bool {
        let claims = self.model.records.by_name(CLAIM).map(|record| self.evidence.rows(&record.id()));
        claims.unwrap_or_default().iter().any(|row| {
            let about = row.instant(CLAIM_PERIOD).is_none_or(|at| span.whole.contains(at));
            let in_time = |received: Instant| from <= received && due.is_none_or(|due| received <= due);
            about && row.instant(CLAIM_RECEIVED).is_some_and(in_time)
        })
    }
}
