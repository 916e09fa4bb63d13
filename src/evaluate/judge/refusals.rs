//! What does not stop the clock of a case, although its record says so: pauses and causes that were not granted, and why.

use crate::evaluate::clock::Count;
use crate::evaluate::derivation::{Line, Rows, What};
use crate::evaluate::evidence::Row;
use crate::evaluate::expr::Basis;
use crate::evaluate::suspension::{Account, Refusal, Refused, Standing, record_of};
use crate::evaluate::world::World;
use crate::evaluate::{Number, reads};
use crate::model::{Commitment, Exclusion, ExclusionSource, Expr, HasTerm};
use crate::time::{Instants, Stretch};

impl Refused {
    /// The line of a derivation that says so.
    pub(super) fn line(&self) -> Line {
        let what = match self.why {
            Refusal::Notice => What::LateNotice,
            Refusal::Hours => What::OutsideHours,
            Refusal::Budget => What::BudgetUsedUp,
            Refusal::NotEstablished => What::NotEstablished,
        };
        Line::new(what, self.exclusion.name()).rows(self.row.iter().collect())
    }
}

/// The life of a case, and how it is counted.
struct Life<'c> {
    row: &'c Row,
    during: Stretch,
    basis: Basis<'c>,
}

impl World<'_> {
    /// What was not granted to a case, in the order of the exclusions: what its own record says, and, for one that is late, what other
    /// records would have taken out while it lasted.
    pub(super) fn refusals(&self, commitment: &Commitment, row: &Row, count: &Count, late: bool) -> Vec<Line> {
        let during = Stretch::new(count.first, count.stopped.unwrap_or(self.as_of));
        let life = Life { row, during, basis: Basis::of_commitment(commitment, false) };
        let exclusions = || commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        let mut lines: Vec<Line> = exclusions().flat_map(|exclusion| self.refused_to(exclusion, &life)).collect();
        let others = || exclusions().any(|exclusion| !self.is_about(exclusion, row));
        if let Some(service) = row.service.as_ref().filter(|_| late && others()) {
            let account = self.account_of(&life.basis, service);
            let of_others = |refused: &&Refused| {
                let exclusion = self.model.exclusions.get(&refused.exclusion);
                during.contains(refused.at) && exclusion.is_some_and(|exclusion| !self.is_about(exclusion, row))
            };
            lines.extend(account.refused.iter().filter(of_others).map(Refused::line));
        }
        lines
    }

    /// Whether an exclusion is about records of the sort of a case.
    fn is_about(&self, exclusion: &Exclusion, row: &Row) -> bool {
        match &exclusion.applies {
            ExclusionSource::Between(from, _) => record_of(from) == Some(&row.record),
            ExclusionSource::When(condition) => reads::records(self.model, condition).contains(&row.record),
            _ => false,
        }
    }

    fn refused_to(&self, exclusion: &Exclusion, life: &Life<'_>) -> Vec<Line> {
        match &exclusion.applies {
            _ if !self.is_about(exclusion, life.row) => Vec::new(),
            ExclusionSource::Between(from, to) => {
                let turns = self.turns(life.row, from, to).into_iter();
                let asked = turns.map(|(start, stop)| Stretch::new(start, stop.unwrap_or(self.as_of)));
                asked.flat_map(|asked| self.refused_of_pause(exclusion, life, asked)).collect()
            }
            ExclusionSource::When(condition) => self.refused_of_cause(exclusion, condition, life),
            _ => Vec::new(),
        }
    }

    /// What of a pause does not stop the clock.
    fn refused_of_pause(&self, exclusion: &Exclusion, life: &Life<'_>, asked: Stretch) -> Vec<Line> {
        let inside = asked.and(life.during);
        if !self.announced(exclusion, life.row, &mut Vec::new()) {
            return self.not_out(What::LateNotice, exclusion, life, &[inside]);
        }
        let mut in_force = self.in_force(exclusion.term.validity);
        if exclusion.term.validity.until.is_none() {
            // A case that is still open when the contract ends keeps its pauses.
            in_force.end = in_force.end.max(inside.end);
        }
        let limit = self.limit(exclusion, asked.start).filter(|_| !exclusion.lasts_on()).unwrap_or(asked.end);
        let may = Stretch::new(asked.start, limit.min(asked.end));
        let around = |inner: Stretch, outer: Stretch| {
            [Stretch::new(outer.start, inner.start.min(outer.end)), Stretch::new(inner.end.max(outer.start), outer.end)]
        };
        let mut lines = self.not_out(What::NotInForce, exclusion, life, &around(in_force, inside));
        let valid = inside.and(in_force);
        lines.extend(self.not_out(
            What::PastLimit,
            exclusion,
            life,
            &[Stretch::new(may.end.max(valid.start), valid.end)],
        ));
        lines.extend(self.past_budget(exclusion, life, valid.and(may)));
        lines
    }

    /// What of a stretch the budget of an exclusion does not hold for a case.
    fn past_budget(&self, exclusion: &Exclusion, life: &Life<'_>, asked: Stretch) -> Vec<Line> {
        let Some(service) = life.row.service.as_ref().filter(|_| exclusion.budget.is_some()) else { return Vec::new() };
        let account: &Account = &self.account_of(&life.basis, service);
        let own = account.taken.iter().filter(|taken| taken.exclusion == exclusion.id());
        let own = own.filter(|taken| taken.row.as_ref() == Some(&life.row.name)).map(|taken| taken.during);
        let within = self.calendars.within();
        let refused = Instants::of(within, [asked]).except(&Instants::of(within, own));
        let refused: Vec<Stretch> = refused.stretches().collect();
        self.not_out(What::BudgetUsedUp, exclusion, life, &refused)
    }

    /// What of a case its own cause does not take out.
    fn refused_of_cause(&self, exclusion: &Exclusion, condition: &Expr, life: &Life<'_>) -> Vec<Line> {
        let why = |what: What| vec![Line::new(what, &exclusion.term.id).rows(Rows::from_iter([&life.row.name]))];
        match self.standing(exclusion, condition, life.row) {
            Standing::Fails if self.meets(condition, life.row) => why(What::NotEstablished),
            Standing::Holds if !self.in_force(exclusion.term.validity).contains(life.during.start) => {
                why(What::NotInForce)
            }
            Standing::Holds if !self.announced(exclusion, life.row, &mut Vec::new()) => why(What::LateNotice),
            Standing::Holds => {
                let service = life.row.service.as_ref().filter(|_| exclusion.budget.is_some());
                let cuts =
                    service.is_some_and(|service| self.account_of(&life.basis, service).cuts(exclusion, life.row));
                if cuts { self.past_budget(exclusion, life, life.during) } else { Vec::new() }
            }
            Standing::Fails | Standing::Pending => Vec::new(),
        }
    }

    /// The lines for stretches that count although an exclusion is about them; those in which no time would count are left out.
    fn not_out(&self, what: What, exclusion: &Exclusion, life: &Life<'_>, stretches: &[Stretch]) -> Vec<Line> {
        let open = self.calendars.instants(life.basis.calendar);
        let line = |stretch: &Stretch| {
            let seconds = open.measure(stretch.start, stretch.end);
            let line = Line::new(what, &exclusion.term.id).value(Number::seconds(seconds).quantity());
            let rows = Rows::from_iter([&life.row.name]);
            (!stretch.is_empty() && seconds > 0).then(|| line.during(*stretch).rows(rows))
        };
        stretches.iter().filter_map(line).collect()
    }
}
