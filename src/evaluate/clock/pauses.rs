//! Pauses of the clock of a case: what stops it for a while, and what happens when a pause lasts too long.

use super::lives::Case;
use crate::evaluate::World;
use crate::evaluate::evidence::Row;
use crate::evaluate::expr::Basis;
use crate::evaluate::suspension::{Account, Standing, Taken, record_of};
use crate::model::{Commitment, Exclusion, ExclusionSource, HasTerm, Id, Service, Subject};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A stretch in which the clock of a case stands still.
#[derive(Clone, Debug)]
pub struct Pause {
    /// When.
    pub during: Stretch,
    /// The exclusion that stops it.
    pub exclusion: Id<Exclusion>,
}

/// When the clock of a case stands still.
pub(in crate::evaluate) struct Still {
    /// Its pauses, in order and disjoint.
    pub pauses: Vec<Pause>,
    /// When a pause that lasted too long makes the count begin again at nothing: at its end, whatever else stops the clock then.
    pub resets: Vec<Instant>,
    /// When one closed the case.
    pub closed: Option<Instant>,
}

/// A stretch of which a part does not count, since its cause is shared: the clock runs slower.
#[derive(Clone, Debug)]
pub struct Slower {
    /// When.
    pub during: Stretch,
    /// The exclusion that takes the part out.
    pub exclusion: Id<Exclusion>,
    /// The part that is out, less than the whole.
    pub out: Rational,
}

impl World<'_> {
    /// The pauses of a case, and what follows from those that last too long.
    pub(in crate::evaluate) fn pauses(&self, basis: &Basis<'_>, row: &Row, life: Stretch) -> Still {
        let until = life.end;
        let mut pauses = Vec::new();
        let mut resets = Vec::new();
        let mut closed: Option<Instant> = None;
        for exclusion in basis.exclusions.iter().filter_map(|id| self.model.exclusions.get(id)) {
            for (whole, limit) in self.stops(basis, exclusion, row) {
                let during = whole.and(life);
                // What lasted as long as it may before the case is opened, or its count begins again, is no pause of that count.
                let was_over = limit.is_some_and(|limit| limit <= life.start) && !exclusion.lasts_on();
                if during.is_empty() || was_over {
                    continue;
                }
                // An answer at the limit itself comes in time.
                let over = limit.is_some_and(|at| during.contains(at));
                let then = exclusion.limit.as_ref().and_then(|(_, then)| then.as_deref()).filter(|_| over);
                let end = limit.filter(|_| over && !exclusion.lasts_on()).unwrap_or(during.end);
                // One that is still running may yet be answered in time.
                if then == Some("close") && end <= self.goes_on {
                    closed = Some(closed.map_or(end, |at| at.min(end)));
                }
                let again = match then {
                    Some("reset") => true,
                    // A case that is over before its pause has no count that could begin again.
                    Some("reset_at_end") => whole.end <= until && self.is_chosen(exclusion, row, limit, whole.end),
                    _ => false,
                };
                resets.extend(again.then_some(end));
                pauses.push(Pause { during: Stretch::new(during.start, end), exclusion: exclusion.id() });
            }
        }
        Still { pauses: disjoint(pauses), resets, closed }
    }

    /// When a case is over: by its last stop, or before by a pause that lasted too long and closed it.
    pub(super) fn over(&self, basis: &Basis<'_>, row: &Row, case: &Case) -> Option<Instant> {
        let over = case.over();
        let mut exclusions = basis.exclusions.iter().filter_map(|id| self.model.exclusions.get(id));
        let closes =
            exclusions.any(|exclusion| exclusion.limit.as_ref().and_then(|(_, then)| then.as_deref()) == Some("close"));
        if !closes {
            return over;
        }
        let start = case.lives.first().map_or(case.opened, |(start, _)| *start);
        let life = Stretch::new(start, over.unwrap_or(self.calendars.within().end));
        let closed = self.pauses(basis, row, life).closed;
        closed.map_or(over, |closed| Some(over.map_or(closed, |over| over.min(closed))))
    }

    /// Whether a count begins again after a pause that lasted too long: by itself, or since a party chose so from its limit on until
    /// its end.
    fn is_chosen(&self, exclusion: &Exclusion, row: &Row, limit: Option<Instant>, end: Instant) -> bool {
        let (Some(event), Some(limit)) = (&exclusion.once, limit) else { return true };
        self.happens_from(event, row, limit).is_some_and(|at| at <= end.min(self.goes_on))
    }

    /// The stretches in which an exclusion stops the clock of a case, each with the instant at which its limit is reached.
    fn stops(&self, basis: &Basis<'_>, exclusion: &Exclusion, row: &Row) -> Vec<(Stretch, Option<Instant>)> {
        let end = self.calendars.within().end;
        match &exclusion.applies {
            ExclusionSource::Between(from, to) if record_of(from) == Some(&row.record) => {
                if !self.announced(exclusion, row, &mut Vec::new()) {
                    return Vec::new();
                }
                // A case that is still open when the contract ends keeps its pauses.
                let validity = exclusion.term.validity;
                let in_force = self.in_force(validity);
                let in_force = Stretch::new(in_force.start, validity.until.map_or(end, |_| in_force.end));
                let stretch = |(start, stop): (Instant, Option<Instant>)| {
                    let during = Stretch::new(start, stop.unwrap_or(end)).and(in_force);
                    let limit = self.limit(exclusion, start);
                    // What lasted as long as it may before the exclusion is in force is no pause.
                    let is_over = limit.is_some_and(|limit| limit <= during.start) && !exclusion.lasts_on();
                    (!during.is_empty() && !is_over).then_some((during, limit))
                };
                let all = self.turns(row, from, to).into_iter().filter_map(stretch).collect();
                self.within_allowance(basis, exclusion, row, all)
            }
            // What a budget holds of a case that it does not hold whole.
            ExclusionSource::When(_) if self.concerns_cases(exclusion, row) => {
                let freed = self.freed_in_part(basis, exclusion, row).into_iter();
                freed.filter(|taken| taken.share == Rational::one()).map(|taken| (taken.during, None)).collect()
            }
            _ => {
                let whole = self.taken_by(basis, exclusion, row).into_iter();
                let whole = whole.filter(|taken| self.is_for_case(exclusion, taken, row));
                whole.filter(|taken| taken.share == Rational::one()).map(|taken| (taken.during, None)).collect()
            }
        }
    }

    /// Whether what a record takes out, such as the time until a question is answered, is out for a case: where that record names a case,
    /// it is out for that one alone. One that names none is about all of its service, unless it is a record of one case.
    fn is_for_case(&self, exclusion: &Exclusion, taken: &Taken, row: &Row) -> bool {
        let ExclusionSource::Between(from, _) = &exclusion.applies else { return true };
        let record = record_of(from).and_then(|record| self.model.records.get(record));
        let (Some(record), Some(name)) = (record, &taken.row) else { return true };
        let Some(pause) = self.evidence.named(&record.id(), name) else { return true };
        let mut cases = self.linked(pause).filter(|other| other.record == row.record).peekable();
        match cases.peek() {
            None => record.of != Some(Subject::Record(row.record.clone())),
            Some(_) => cases.any(|case| case.name == row.name),
        }
    }

    /// The time of a case that the budget of an exclusion holds, where it does not hold all of it.
    fn freed_in_part(&self, basis: &Basis<'_>, exclusion: &Exclusion, row: &Row) -> Vec<Taken> {
        let Some(service) = row.service.as_ref().filter(|_| exclusion.budget.is_some()) else { return Vec::new() };
        let account = self.account_of(basis, service);
        let own = |taken: &&Taken| taken.exclusion == exclusion.id() && taken.row.as_ref() == Some(&row.name);
        if account.cuts(exclusion, row) { account.taken.iter().filter(own).cloned().collect() } else { Vec::new() }
    }

    /// The account of who counts cases, for the service of a case.
    pub(in crate::evaluate) fn account_of(&self, basis: &Basis<'_>, service: &Id<Service>) -> Rc<Account> {
        let calendar = self.calendars.instants(basis.calendar);
        self.account(basis.of, basis.exclusions, service, &calendar, basis.otherwise)
    }

    /// The time that an exclusion takes out of the account of the service of a case.
    fn taken_by(&self, basis: &Basis<'_>, exclusion: &Exclusion, row: &Row) -> Vec<Taken> {
        let Some(service) = &row.service else { return Vec::new() };
        let account = self.account_of(&Basis { otherwise: false, ..*basis }, service);
        account.taken.iter().filter(|taken| taken.exclusion == exclusion.id()).cloned().collect()
    }

    /// When the clock of a case runs slower. A cause of the case itself is that of its whole life. One that is not established yet
    /// is taken as the basis says.
    pub(super) fn slower(&self, basis: &Basis<'_>, row: &Row, life: Stretch) -> Vec<Slower> {
        let mut slower = Vec::new();
        for exclusion in basis.exclusions.iter().filter_map(|id| self.model.exclusions.get(id)) {
            let (ExclusionSource::When(condition), Some(_)) = (&exclusion.applies, &exclusion.share) else { continue };
            let parts = if self.concerns_cases(exclusion, row) {
                let out = self.share_out(exclusion, row);
                let holds = Self::holds(exclusion, self.standing(exclusion, condition, row), basis.otherwise);
                let frees = holds && self.frees_cases_of(exclusion, row, life.start);
                let whole = frees.then_some((life, out)).into_iter().collect::<Vec<_>>();
                let in_part = self.freed_in_part(basis, exclusion, row).into_iter();
                let in_part: Vec<_> = in_part.map(|taken| (taken.during.and(life), taken.share)).collect();
                if in_part.is_empty() { whole } else { in_part }
            } else {
                let taken = self.taken_by(basis, exclusion, row).into_iter();
                taken.map(|taken| (taken.during.and(life), taken.share)).collect::<Vec<_>>()
            };
            let in_part = parts.into_iter().filter(|(during, out)| !during.is_empty() && *out < Rational::one());
            slower.extend(in_part.map(|(during, out)| Slower { during, exclusion: exclusion.id(), out }));
        }
        slower.sort_by_key(|slower| slower.during);
        slower
    }

    /// Whether a verdict on a case may hang on a cause that is not established yet, and that is shared or has a budget.
    pub(in crate::evaluate) fn may_be_slower(&self, commitment: &Commitment, row: &Row) -> bool {
        let mut exclusions = commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        let hangs = |exclusion: &Exclusion| exclusion.share.is_some() || exclusion.budget.is_some();
        exclusions.any(|exclusion| match &exclusion.applies {
            ExclusionSource::When(condition) if hangs(exclusion) && self.concerns_cases(exclusion, row) => {
                self.standing(exclusion, condition, row) == Standing::Pending
            }
            _ => false,
        })
    }

    /// Whether the condition of an exclusion is about the case itself: then all of it is out, or nothing.
    fn concerns_cases(&self, exclusion: &Exclusion, row: &Row) -> bool {
        match &exclusion.applies {
            ExclusionSource::When(condition) => {
                crate::evaluate::reads::records(self.model, condition).contains(&row.record)
            }
            _ => false,
        }
    }

    /// When a pause that begins at `start` has lasted as long as it may.
    pub(in crate::evaluate) fn limit(&self, exclusion: &Exclusion, start: Instant) -> Option<Instant> {
        self.after(&exclusion.limit.as_ref()?.0, start)
    }

    /// Pauses up to the budget, the earliest first; what exceeds it counts. Only time of the commitment's calendar uses it up.
    fn within_allowance(
        &self,
        basis: &Basis<'_>,
        exclusion: &Exclusion,
        row: &Row,
        stops: Vec<(Stretch, Option<Instant>)>,
    ) -> Vec<(Stretch, Option<Instant>)> {
        if exclusion.budget.is_none() {
            return stops;
        }
        let Some(service) = &row.service else { return stops };
        let account = self.account_of(&Basis { otherwise: false, ..*basis }, service);
        let own = |taken: &&Taken| taken.exclusion == exclusion.id() && taken.row.as_ref() == Some(&row.name);
        let granted: Vec<Stretch> = account.taken.iter().filter(own).map(|taken| taken.during).collect();
        let within = |(during, limit): (Stretch, Option<Instant>)| {
            let parts = granted.iter().map(move |granted| (granted.and(during), limit));
            parts.filter(|(part, _)| !part.is_empty()).collect::<Vec<_>>()
        };
        stops.into_iter().flat_map(within).collect()
    }

    /// Whether a pause that lasts too long changes the rank of a case.
    pub(super) fn downgrades_any(&self, commitment: &Commitment) -> bool {
        let mut exclusions = commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        exclusions.any(|exclusion| exclusion.limit.as_ref().and_then(|(_, then)| then.as_deref()) == Some("downgrade"))
    }

    /// When pauses that last too long bring the case to the next milder rank.
    pub(super) fn downgrades(&self, commitment: &Commitment, row: &Row, opened: Instant) -> Vec<Instant> {
        let basis = Basis::of_commitment(commitment, false);
        let all = commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        let downgrade =
            |one: &&Exclusion| one.limit.as_ref().and_then(|(_, then)| then.as_deref()) == Some("downgrade");
        let stops = all.filter(downgrade).flat_map(|exclusion| self.stops(&basis, exclusion, row));
        let over = stops.filter_map(|(during, limit)| limit.filter(|at| during.contains(*at)));
        over.filter(|at| opened < *at && *at <= self.goes_on).collect()
    }
}

/// Pauses in order, each without what an earlier one covers.
fn disjoint(mut pauses: Vec<Pause>) -> Vec<Pause> {
    pauses.sort_by_key(|pause| pause.during);
    let mut kept: Vec<Pause> = Vec::new();
    for pause in pauses {
        let from = kept.last().map_or(pause.during.start, |last| last.during.end.max(pause.during.start));
        let during = Stretch::new(from, pause.during.end);
        if !during.is_empty() {
            kept.push(Pause { during, ..pause });
        }
    }
    kept
}

/// A stretch in parts, each with the part of its time that counts; parts of which nothing counts are left out. What several exclusions
/// take out adds up; one takes out the same instant once.
pub(super) fn rates(during: Stretch, slower: &[Slower]) -> Vec<(Stretch, Rational)> {
    let inside = |at: &Instant| during.start < *at && *at < during.end;
    let ends = slower.iter().flat_map(|slower| [slower.during.start, slower.during.end]).filter(inside);
    let mut cuts: Vec<Instant> = ends.chain([during.start, during.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let parts = cuts.iter().zip(cuts.iter().skip(1)).map(|(&start, &end)| {
        let mut out: BTreeMap<&Id<Exclusion>, &Rational> = BTreeMap::new();
        for slower in slower.iter().filter(|slower| slower.during.contains(start)) {
            let own = out.entry(&slower.exclusion).or_insert(&slower.out);
            *own = (*own).max(&slower.out);
        }
        (Stretch::new(start, end), Rational::one() - out.into_values().sum::<Rational>())
    });
    parts.filter(|(_, rate)| rate.is_positive()).collect()
}
