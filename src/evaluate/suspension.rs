//! What does not count: the time and the cases that exclusions take out of the account of a commitment.
//!
//! An exclusion applies where its record says that it was used: within the hours that are permitted, announced in time, its
//! cause established in time, up to its budget. What exceeds any of these counts.

mod account;
mod budgets;
mod extents;

pub(in crate::evaluate) use account::within;
pub(in crate::evaluate) use extents::record_of;

use super::World;
use super::evidence::Row;
use super::expr::Env;
use super::names::{self, MAINTENANCE_WORK};
use super::world::Span;
use crate::base::Name;
use crate::model::{Event, Exclusion, ExclusionSource, Expr, HasTerm, Id, Record, Service};
use crate::quantity::Rational;
use crate::time::{Instant, Instants, Stretch};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A stretch of time that an exclusion takes out, with the record that it rests on.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The exclusion.
    pub exclusion: Id<Exclusion>,
    /// The record; none where a calendar alone takes it out.
    pub row: Option<Name>,
    /// When.
    pub during: Stretch,
    /// The part that is taken out: 1, or less where a cause is shared.
    pub share: Rational,
}

/// A use of an exclusion that was not granted, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The exclusion.
    pub exclusion: Id<Exclusion>,
    /// The record; none where a calendar alone would have taken the time out.
    pub row: Option<Name>,
    /// When it would have begun to take time out.
    pub at: Instant,
    /// Why.
    pub why: Refusal,
}

/// Why an exclusion was not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was not announced, or too late.
    Notice,
    /// It lies, in whole or in part, outside the permitted hours.
    Hours,
    /// The budget of its window is used up.
    Budget,
    /// Its cause was not established in time.
    NotEstablished,
}

/// What is out of account for one commitment and one service.
#[derive(Debug)]
pub struct Account {
    /// Instants that do not count at all.
    pub out: Instants,
    /// Instants that count in part, with the part that is out.
    pub partly: Vec<(Instants, Rational)>,
    /// What took them out.
    pub taken: Vec<Taken>,
    /// What was not granted.
    pub refused: Vec<Refused>,
    /// What rests on causes that are not established yet, whichever way they are taken.
    pub pending: Vec<Taken>,
}

impl Account {
    fn empty(within: Stretch) -> Self {
        Self {
            out: Instants::never(within),
            partly: Vec::new(),
            taken: Vec::new(),
            refused: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Whether a budget does not hold all that a record would take out.
    pub(super) fn cuts(&self, exclusion: &Exclusion, row: &Row) -> bool {
        let of_row = |refused: &&Refused| refused.row.as_ref() == Some(&row.name);
        let mut own = self.refused.iter().filter(of_row).filter(|refused| refused.exclusion == exclusion.id());
        own.any(|refused| refused.why == Refusal::Budget)
    }
}

/// The time in which records of one sort do not count.
#[derive(Debug)]
pub struct OutForRecords {
    account: Rc<Account>,
    /// Where records of this sort are taken out one by one: the time that is out for all of them, and that of each for itself alone.
    apart: Option<(Instants, BTreeMap<Name, Vec<Stretch>>)>,
}

impl OutForRecords {
    /// The account that it is read off.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Whether a record that begins at an instant does not count.
    #[must_use]
    pub fn contains(&self, row: &Row, at: Instant) -> bool {
        let Some((all, own)) = &self.apart else { return self.account.out.contains(at) };
        all.contains(at) || own.get(&row.name).is_some_and(|own| own.iter().any(|during| during.contains(at)))
    }
}

/// The cases that are counted each on a clock of its own: their sort, and the events between which the clock runs.
struct Clocked<'m> {
    record: &'m Id<Record>,
    from: &'m Event,
    to: &'m Event,
}

/// Whether a cause is established.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// The time to establish it is still running.
    Pending,
}

impl<'a> World<'a> {
    /// The stretches of an exclusion that its records give, before the budget.
    fn uses(
        &self,
        exclusion: &Exclusion,
        service: &Id<Service>,
        clocked: Option<&Clocked<'_>>,
        account: &mut Account,
        otherwise: bool,
    ) -> Vec<Taken> {
        let in_force = self.in_force(exclusion.term.validity);
        let Account { refused, pending, .. } = account;
        let mut uses = Vec::new();
        // What lasts longer than one use may counts.
        let limited = |during: Stretch| {
            let limit = self.limit(exclusion, during.start).filter(|_| !exclusion.lasts_on()).unwrap_or(during.end);
            Stretch::new(during.start, during.end.min(limit))
        };
        let mut take = |row: Option<&Row>, during: Stretch, share: Rational| {
            let during = during.and(in_force);
            if !during.is_empty() {
                let row = row.map(|row| row.name.clone());
                uses.push(Taken { exclusion: exclusion.id(), row, during, share });
            }
        };
        match &exclusion.applies {
            ExclusionSource::Permitted(_) | ExclusionSource::Calendar(_) => {
                let permitted = self.permitted(exclusion);
                for row in self.work_of(exclusion).into_iter().flat_map(|r| self.evidence.rows(&r)) {
                    if row.service.as_ref() != Some(service) || !self.announced(exclusion, row, refused) {
                        continue;
                    }
                    for extent in self.extents(exclusion, row).into_iter().map(limited) {
                        let inside: Vec<Stretch> = permitted.pieces(extent.start, extent.end).collect();
                        if inside.iter().map(|piece| piece.seconds()).sum::<i64>() < extent.seconds() {
                            refused.push(self.refused(exclusion, row, Refusal::Hours));
                        }
                        inside.into_iter().for_each(|piece| take(Some(row), piece, Rational::one()));
                    }
                }
            }
            ExclusionSource::When(condition) => {
                let records = super::reads::records(self.model, condition);
                if records.is_empty() {
                    let span = Span::whole(self.calendars.within());
                    let env = Env::of_service(service, span);
                    for piece in self.instants_where(condition, &env).stretches() {
                        take(None, piece, Rational::one());
                    }
                }
                for row in records.iter().flat_map(|record| self.evidence.rows(record)) {
                    if row.service.as_ref().is_some_and(|of| of != service) {
                        continue;
                    }
                    let standing = self.standing(exclusion, condition, row);
                    if standing == Standing::Pending {
                        pending.extend(self.extents(exclusion, row).into_iter().map(limited).map(|during| Taken {
                            exclusion: exclusion.id(),
                            row: Some(row.name.clone()),
                            during,
                            share: self.share_out(exclusion, row),
                        }));
                    }
                    // What stands for no time would have taken none out.
                    let fails = standing == Standing::Fails && self.meets(condition, row);
                    if fails && !self.extents(exclusion, row).is_empty() {
                        refused.push(self.refused(exclusion, row, Refusal::NotEstablished));
                    }
                    if !Self::holds(exclusion, standing, otherwise) {
                        continue;
                    }
                    if !self.announced(exclusion, row, refused) {
                        continue;
                    }
                    // A budget that frees a case is used up by the time that the case lasts.
                    let extents = match clocked.filter(|of| *of.record == row.record && exclusion.budget.is_some()) {
                        Some(of) => self.time_of_case(of, row),
                        None => self.extents(exclusion, row),
                    };
                    for extent in extents.into_iter().map(limited) {
                        take(Some(row), extent, self.share_out(exclusion, row));
                    }
                }
            }
            ExclusionSource::Between(from, to) => {
                for (row, during) in self.between(from, to, Some(service)) {
                    if self.announced(exclusion, row, refused) {
                        take(Some(row), limited(during), Rational::one());
                    }
                }
            }
            ExclusionSource::Blank(_) => {}
        }
        uses
    }

    /// From each opening of a case until it stopped, or until what is known.
    fn time_of_case(&self, of: &Clocked<'_>, row: &Row) -> Vec<Stretch> {
        let Some(opened) = self.event_of(of.from, row) else { return Vec::new() };
        let lives = self.lives(row, of.to, opened).into_iter().flat_map(|case| case.lives);
        lives.map(|(start, stop)| Stretch::new(start, stop.unwrap_or(self.goes_on))).collect()
    }

    /// Whether a whole case that was opened at an instant is out of `account`, and how sure that is: by an exclusion that is in
    /// force then, that was announced in time, and whose budget holds all of it. Where several apply, one that is sure comes before
    /// one that is not yet, and then the one whose name comes first.
    #[must_use]
    pub fn case_out(
        &self,
        exclusions: &[Id<Exclusion>],
        row: &Row,
        opened: Instant,
        account: Option<&Account>,
    ) -> Option<(&Exclusion, Standing)> {
        let known = exclusions.iter().filter_map(|id| self.model.exclusions.get(id));
        let applying = known.filter_map(|exclusion| {
            let ExclusionSource::When(condition) = &exclusion.applies else { return None };
            let is_of_case = super::reads::records(self.model, condition).contains(&row.record);
            let standing = if is_of_case { self.standing(exclusion, condition, row) } else { Standing::Fails };
            // A case whose cause is shared is judged, on less than its whole time.
            let whole = self.share_out(exclusion, row) == Rational::one();
            let frees =
                || self.frees_cases_of(exclusion, row, opened) && !account.is_some_and(|a| a.cuts(exclusion, row));
            (standing != Standing::Fails && whole && frees()).then_some((exclusion, standing))
        });
        applying.min_by_key(|(exclusion, standing)| (*standing != Standing::Holds, &exclusion.term.id))
    }

    /// Whether an exclusion may free a case, or a part of it: it is in force where the case is opened, and was announced in time.
    pub(super) fn frees_cases_of(&self, exclusion: &Exclusion, row: &Row, opened: Instant) -> bool {
        self.in_force(exclusion.term.validity).contains(opened) && self.announced(exclusion, row, &mut Vec::new())
    }

    /// Whether a condition holds for a record and was established in time.
    pub(super) fn standing(&self, exclusion: &Exclusion, condition: &Expr, row: &Row) -> Standing {
        if !self.meets(condition, row) {
            return Standing::Fails;
        }
        let Some(finding) = &exclusion.established else { return Standing::Holds };
        let Some(within) = &finding.within else { return Standing::Holds };
        let Some(Event::Field { record, field }) = &within.after else { return Standing::Holds };
        // Where no one raised the cause, the record states it.
        let Some(raised) = row.instant(field) else { return Standing::Holds };
        let due = self.after(&within.delay, raised);
        // What is found later is not known yet.
        let found = self.next_in_life(record, field).and_then(|field| row.instant(field));
        let found = found.filter(|found| *found <= self.as_of);
        match (found, due) {
            (Some(found), Some(due)) if found <= due => Standing::Holds,
            (None, Some(due)) if self.as_of <= due => match self.is_supposed(exclusion, row) {
                None => Standing::Pending,
                Some(true) => Standing::Holds,
                Some(false) => Standing::Fails,
            },
            _ if finding.otherwise.as_deref() == Some("does_not_count") => Standing::Holds,
            _ => Standing::Fails,
        }
    }

    /// Whether a cause frees as long as nobody has established anything.
    #[must_use]
    pub fn frees_unfound(exclusion: &Exclusion) -> bool {
        Self::holds(exclusion, Standing::Pending, false)
    }

    /// Whether a cause frees: while the time to establish it runs, what holds without a finding, or else the other.
    pub(super) fn holds(exclusion: &Exclusion, standing: Standing, otherwise: bool) -> bool {
        let without = || exclusion.established.as_ref().and_then(|finding| finding.otherwise.as_deref());
        match standing {
            Standing::Holds => true,
            Standing::Fails => false,
            Standing::Pending => (without() == Some("does_not_count")) != otherwise,
        }
    }

    pub(super) fn meets(&self, condition: &Expr, row: &Row) -> bool {
        self.eval(condition, &Env::of_row(row, Span::whole(self.term()))).holds()
    }

    /// The part of a record's time that is out: all of it, or the part that the exclusion says where the cause is shared. A
    /// cause is shared where a share below 100 % is recorded.
    pub(super) fn share_out(&self, exclusion: &Exclusion, row: &Row) -> Rational {
        let Some(share) = &exclusion.share else { return Rational::one() };
        let shared = row
            .values
            .iter()
            .any(|(_, value)| value.number().is_some_and(|number| number.is_share() && number.base < Rational::one()));
        if shared { share.base() } else { Rational::one() }
    }

    /// Whether a record was announced in time. Where nothing is due, it was.
    pub(super) fn announced(&self, exclusion: &Exclusion, row: &Row, refused: &mut Vec<Refused>) -> bool {
        let Some(notice) = &exclusion.notice else { return true };
        let period = self.term();
        let Some(Event::Field { record, field }) = &notice.before else { return true };
        let given = match &notice.after {
            Some(event) => self.event(event, Some(row), period),
            // The announcement is the first instant of the record's life.
            None => self.life(record).first().filter(|first| *first != &field).and_then(|first| row.instant(first)),
        };
        let due = self.event(&Event::Field { record: record.clone(), field: field.clone() }, Some(row), period);
        let latest = due.and_then(|due| self.before(&notice.delay, due));
        let in_time = matches!((given, latest), (Some(given), Some(latest)) if given <= latest);
        if !in_time {
            refused.push(self.refused(exclusion, row, Refusal::Notice));
        }
        in_time
    }

    /// A record that takes nothing out. It stands in the account of the period in which its time begins, whenever it was announced.
    fn refused(&self, exclusion: &Exclusion, row: &Row, why: Refusal) -> Refused {
        let begins = self.extents(exclusion, row).first().map(|extent| extent.start);
        let at = begins.or_else(|| self.begins(row)).unwrap_or(self.as_of);
        Refused { exclusion: exclusion.id(), row: Some(row.name.clone()), at, why }
    }

    /// The record that says when permitted work was done: that of the notice, else `maintenance_work`.
    fn work_of(&self, exclusion: &Exclusion) -> Option<Id<Record>> {
        let noticed = exclusion.notice.as_ref().and_then(|notice| match &notice.before {
            Some(Event::Field { record, .. }) => Some(record.clone()),
            _ => None,
        });
        noticed.or_else(|| names::record(self.model, MAINTENANCE_WORK).map(HasTerm::id))
    }

    /// The hours in which an exclusion may be used.
    #[must_use]
    pub fn permitted(&self, exclusion: &Exclusion) -> Instants {
        match &exclusion.applies {
            ExclusionSource::Permitted(hours) => crate::time::compile(hours, &[], self.zone(), self.calendars.within()),
            ExclusionSource::Calendar(set) => (*self.calendars.instants(set)).clone(),
            _ => Instants::always(self.calendars.within()),
        }
    }
}
