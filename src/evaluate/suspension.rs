//! What does not count: the time and the cases that exclusions take out of the account of a commitment.
//!
//! An exclusion applies where its record says that it was used: within the hours that are permitted, announced in time, its
//! cause established in time, up to its budget. What exceeds any of these counts.

use super::World;
use super::evidence::Row;
use super::expr::Env;
use super::world::{Span, whole_seconds};
use crate::base::Name;
use crate::model::{Event, Exclusion, ExclusionSource, Expr, HasTerm, Id, Record, Service, StateSource, Subject};
use crate::quantity::Rational;
use crate::time::{Instant, Instants, Stretch};

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
    /// Whether the time to establish the cause is still running.
    pub disputed: bool,
}

/// A record of which an exclusion could not be used, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The exclusion.
    pub exclusion: Id<Exclusion>,
    /// The record.
    pub row: Name,
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
    /// What is out as things stand.
    pub stands: Out,
    /// What is out if every cause is established for which the time still runs.
    pub hoped: Out,
    /// What took it out.
    pub taken: Vec<Taken>,
    /// What was not granted.
    pub refused: Vec<Refused>,
}

/// Instants that are out of account.
#[derive(Debug)]
pub struct Out {
    /// Those that do not count at all.
    pub whole: Instants,
    /// Those that count in part, with the part that is out.
    pub partly: Vec<(Instants, Rational)>,
}

impl Account {
    /// What is out: as things stand, or if every cause is established for which the time still runs.
    #[must_use]
    pub fn out(&self, hoped: bool) -> &Out {
        if hoped { &self.hoped } else { &self.stands }
    }
}

impl Out {
    /// What uses of exclusions take out.
    fn of<'t>(within: Stretch, taken: impl Iterator<Item = &'t Taken>) -> Self {
        let (whole, partly): (Vec<&Taken>, Vec<&Taken>) = taken.partition(|taken| taken.share == Rational::one());
        let whole = Instants::of(within, whole.into_iter().map(|taken| taken.during));
        // What is out altogether is not out in part as well.
        let part = |taken: &Taken| (Instants::of(within, [taken.during]).except(&whole), taken.share.clone());
        Self { partly: partly.into_iter().map(part).collect(), whole }
    }
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
    /// What exclusions take out of the account of `of` (a commitment or an indicator) for one service, on one calendar.
    #[must_use]
    pub fn account(
        &self,
        of: &Name,
        exclusions: &[Id<Exclusion>],
        service: &Id<Service>,
        calendar: &Instants,
    ) -> std::rc::Rc<Account> {
        let key = (of.clone(), service.name().clone());
        if let Some(known) = self.accounts.borrow().get(&key) {
            return std::rc::Rc::clone(known);
        }
        let account = std::rc::Rc::new(self.new_account(exclusions, service, calendar));
        self.accounts.borrow_mut().insert(key, std::rc::Rc::clone(&account));
        account
    }

    fn new_account(&self, exclusions: &[Id<Exclusion>], service: &Id<Service>, calendar: &Instants) -> Account {
        let within = self.calendars.within();
        let (mut taken, mut refused): (Vec<Taken>, Vec<Refused>) = (Vec::new(), Vec::new());
        let one_budget = self.assessment("excluded_twice") != "uses_each_budget";
        for exclusion in exclusions.iter().filter_map(|id| self.model.exclusions.get(id)) {
            let mut uses = self.uses(exclusion, service, &mut refused);
            uses.sort_by_key(|taken| taken.during);
            let already = Out::of(within, taken.iter()).whole;
            let free = |during: Stretch| {
                let wanted = Instants::of(within, [during]).and(calendar);
                if one_budget { wanted.except(&already) } else { wanted }
            };
            taken.extend(self.within_budget(exclusion, uses, &free, &mut refused));
        }
        let stands = Out::of(within, taken.iter().filter(|taken| !taken.disputed));
        Account { stands, hoped: Out::of(within, taken.iter()), taken, refused }
    }

    /// The stretches of an exclusion that its records give, before the budget.
    fn uses(&self, exclusion: &Exclusion, service: &Id<Service>, refused: &mut Vec<Refused>) -> Vec<Taken> {
        let in_force = self.in_force(exclusion.term.validity);
        let mut uses = Vec::new();
        let mut take = |row: Option<&Row>, during: Stretch, disputed: bool, share: Rational| {
            let during = during.and(in_force);
            if !during.is_empty() {
                let row = row.map(|row| row.name.clone());
                uses.push(Taken { exclusion: exclusion.id(), row, during, share, disputed });
            }
        };
        match &exclusion.applies {
            ExclusionSource::Permitted(_) | ExclusionSource::Calendar(_) => {
                let permitted = self.permitted(exclusion);
                for row in self.work_of(exclusion).into_iter().flat_map(|r| self.evidence.rows(&r)) {
                    if row.service.as_ref() != Some(service) || !self.announced(exclusion, row, refused) {
                        continue;
                    }
                    for extent in self.extents(exclusion, row) {
                        let inside: Vec<Stretch> = permitted.pieces(extent.start, extent.end).collect();
                        if inside.iter().map(|piece| piece.seconds()).sum::<i64>() < extent.seconds() {
                            refused.push(Refused {
                                exclusion: exclusion.id(),
                                row: row.name.clone(),
                                why: Refusal::Hours,
                            });
                        }
                        inside.into_iter().for_each(|piece| take(Some(row), piece, false, Rational::one()));
                    }
                }
            }
            ExclusionSource::When(condition) => {
                let records = super::reads::records(self.model, condition);
                if records.is_empty() {
                    let span = Span::whole(self.calendars.within());
                    let env = Env::of_service(service, span);
                    for piece in self.instants_where(condition, &env).stretches() {
                        take(None, piece, false, Rational::one());
                    }
                }
                for row in records.iter().flat_map(|record| self.evidence.rows(record)) {
                    if row.service.as_ref().is_some_and(|of| of != service) {
                        continue;
                    }
                    let standing = self.standing(exclusion, condition, row);
                    if standing == Standing::Fails && self.meets(condition, row) {
                        let why = Refusal::NotEstablished;
                        refused.push(Refused { exclusion: exclusion.id(), row: row.name.clone(), why });
                    }
                    if standing == Standing::Fails || !self.announced(exclusion, row, refused) {
                        continue;
                    }
                    for extent in self.extents(exclusion, row) {
                        take(Some(row), extent, standing == Standing::Pending, self.share_out(exclusion, row));
                    }
                }
            }
            ExclusionSource::Between(from, to) => {
                for (row, during) in self.between(from, to, service) {
                    if self.announced(exclusion, row, refused) {
                        take(Some(row), during, false, Rational::one());
                    }
                }
            }
            ExclusionSource::Blank(_) => {}
        }
        uses
    }

    /// Cuts what exceeds the budget of each window, the earliest first.
    fn within_budget(
        &self,
        exclusion: &Exclusion,
        uses: Vec<Taken>,
        free: &dyn Fn(Stretch) -> Instants,
        refused: &mut Vec<Refused>,
    ) -> Vec<Taken> {
        let Some((budget, window)) = &exclusion.budget else { return uses };
        let Some(budget) = whole_seconds(&budget.base()) else { return uses };
        let mut granted = Vec::new();
        let mut used: std::collections::BTreeMap<Instant, i64> = std::collections::BTreeMap::new();
        for taken in uses {
            let cycle = window.as_ref().and_then(|window| self.cycle(window));
            let parts: Vec<Stretch> = match cycle {
                Some(cycle) => cycle.periods(taken.during, self.zone()).map(|period| period.within).collect(),
                None => vec![taken.during],
            };
            for part in parts {
                let window = cycle.and_then(|cycle| cycle.at(part.start, self.zone())).map_or(0, |p| p.whole.start);
                let used = used.entry(window).or_default();
                let wanted = free(part);
                let left = budget - *used;
                let until = if wanted.seconds() <= left { Some(part.end) } else { wanted.add(part.start, left) };
                let during = Stretch::new(part.start, until.unwrap_or(part.start)).and(part);
                *used += wanted.seconds().min(left.max(0));
                if during != part {
                    let row = taken.row.clone().unwrap_or_default();
                    refused.push(Refused { exclusion: exclusion.id(), row, why: Refusal::Budget });
                }
                if !during.is_empty() {
                    granted.push(Taken { during, ..taken.clone() });
                }
            }
        }
        granted
    }

    /// Whether a whole case is out of account, and how sure that is.
    #[must_use]
    pub fn case_out(&self, exclusions: &[Id<Exclusion>], row: &Row) -> Option<(&Exclusion, Standing)> {
        exclusions.iter().filter_map(|id| self.model.exclusions.get(id)).find_map(|exclusion| {
            let ExclusionSource::When(condition) = &exclusion.applies else { return None };
            let is_of_case = super::reads::records(self.model, condition).contains(&row.record);
            let standing = if is_of_case { self.standing(exclusion, condition, row) } else { Standing::Fails };
            // A case whose cause is shared is judged, on less than its whole time.
            let whole = self.share_out(exclusion, row) == Rational::one();
            (standing != Standing::Fails && whole).then_some((exclusion, standing))
        })
    }

    /// Whether a condition holds for a record and was established in time.
    fn standing(&self, exclusion: &Exclusion, condition: &Expr, row: &Row) -> Standing {
        if !self.meets(condition, row) {
            return Standing::Fails;
        }
        let Some(finding) = &exclusion.established else { return Standing::Holds };
        let Some(within) = &finding.within else { return Standing::Holds };
        let Some(Event::Field { record, field }) = &within.after else { return Standing::Holds };
        // Where no one raised the cause, the record states it.
        let Some(raised) = row.instant(field) else { return Standing::Holds };
        let due = self.after(&within.delay, raised);
        let found = self.next_in_life(record, field).and_then(|field| row.instant(field));
        match (found, due) {
            (Some(found), Some(due)) if found <= due => Standing::Holds,
            (None, Some(due)) if self.as_of <= due => Standing::Pending,
            _ if finding.otherwise.as_deref() == Some("does_not_count") => Standing::Holds,
            _ => Standing::Fails,
        }
    }

    fn meets(&self, condition: &Expr, row: &Row) -> bool {
        self.eval(condition, &Env::of_row(row, Span::whole(self.term()))).holds()
    }

    /// The part of a record's time that is out: all of it, or the part that the exclusion says where the cause is shared. A
    /// cause is shared where a share below 100 % is recorded.
    fn share_out(&self, exclusion: &Exclusion, row: &Row) -> Rational {
        let Some(share) = &exclusion.share else { return Rational::one() };
        let shared = row
            .values
            .iter()
            .any(|(_, value)| value.number().is_some_and(|number| number.is_share() && number.base < Rational::one()));
        if shared { share.base() } else { Rational::one() }
    }

    /// Whether a record was announced in time. Where nothing is due, it was.
    fn announced(&self, exclusion: &Exclusion, row: &Row, refused: &mut Vec<Refused>) -> bool {
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
            refused.push(Refused { exclusion: exclusion.id(), row: row.name.clone(), why: Refusal::Notice });
        }
        in_time
    }

    /// The record that says when permitted work was done: that of the notice, else `maintenance_work`.
    fn work_of(&self, exclusion: &Exclusion) -> Option<Id<Record>> {
        let noticed = exclusion.notice.as_ref().and_then(|notice| match &notice.before {
            Some(Event::Field { record, .. }) => Some(record.clone()),
            _ => None,
        });
        noticed.or_else(|| self.model.records.by_name("maintenance_work").map(HasTerm::id))
    }

    /// The hours in which an exclusion may be used.
    fn permitted(&self, exclusion: &Exclusion) -> Instants {
        match &exclusion.applies {
            ExclusionSource::Permitted(hours) => crate::time::compile(hours, &[], self.zone(), self.calendars.within()),
            ExclusionSource::Calendar(set) => (*self.calendars.instants(set)).clone(),
            _ => Instants::always(self.calendars.within()),
        }
    }

    /// The time that a record stands for: from the event that its notice precedes to the next in its life; the time of the
    /// state that it makes; for a case, that of the records that refer to it, such as the outages of an incident; for any other
    /// record, the time between the last two instants of its life.
    fn extents(&self, exclusion: &Exclusion, row: &Row) -> Vec<Stretch> {
        let noticed = exclusion.notice.as_ref().and_then(|notice| notice.before.as_ref());
        if let Some(Event::Field { record, field }) = noticed
            && *record == row.record
        {
            return self.next_in_life(record, field).map(|end| self.pairs(row, field, end)).unwrap_or_default();
        }
        let own = self.lasting(row);
        if !own.is_empty() {
            return own;
        }
        if self.is_case(&row.record) {
            let refers = |other: &&Row| self.linked(other).any(|named| std::ptr::eq(named, row));
            return self.evidence.all().filter(refers).flat_map(|other| self.lasting(other)).collect();
        }
        match self.life(&row.record).as_slice() {
            [.., from, to] => self.pairs(row, from, to),
            _ => Vec::new(),
        }
    }

    /// Whether the records of this sort are cases: a duration is counted for each.
    fn is_case(&self, record: &Id<Record>) -> bool {
        self.model.indicators.iter().any(|i| i.of == Subject::Record(record.clone()))
    }

    /// The time of the states that a record makes.
    fn lasting(&self, row: &Row) -> Vec<Stretch> {
        let states = self.model.states.iter().filter_map(|state| match &state.holds {
            StateSource::Between(Event::Field { record, field: from }, Event::Field { field: to, .. })
                if *record == row.record =>
            {
                Some((from, to))
            }
            _ => None,
        });
        states.flat_map(|(from, to)| self.pairs(row, from, to)).collect()
    }

    /// The stretches from one event of a record until the next other one; the last goes on where it has no end.
    #[must_use]
    pub fn pairs(&self, row: &Row, from: &str, to: &str) -> Vec<Stretch> {
        let ends = row.get(to).instants();
        let begins = row.get(from).instants();
        let pair = |&start: &Instant| {
            let end = ends.iter().copied().filter(|end| start <= *end).min();
            Stretch::new(start, end.unwrap_or(self.as_of))
        };
        begins.iter().map(pair).collect()
    }

    /// The stretches from one event until another of the records of a service.
    #[must_use]
    pub fn between(&self, from: &Event, to: &Event, service: &Id<Service>) -> Vec<(&Row, Stretch)> {
        let (Event::Field { record, field: start }, Event::Field { field: end, .. }) = (from, to) else {
            return Vec::new();
        };
        let rows = self.evidence.rows(record).iter().filter(|row| row.service.as_ref().is_none_or(|of| of == service));
        rows.flat_map(|row| self.pairs(row, start, end).into_iter().map(move |during| (row, during))).collect()
    }
}
