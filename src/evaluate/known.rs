//! What is not known for good: causes that are still to be established, and periods that are not over.

use super::evidence::Row;
use super::expr::Env;
use super::suspension::Standing;
use super::world::World;
use crate::base::Name;
use crate::model::{Attained, Event, Exclusion, ExclusionSource, Expr, Figure, FigureSource, Id, Key, Record, Window};
use crate::time::Instant;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The causes up to which every mixture of outcomes is looked at. Of more, what may rest on them is not known.
const MOST: usize = 4;

/// A cause that is still to be established: that of a record, until an instant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pending {
    record: Id<Record>,
    row: Name,
    /// The instant at which it was raised.
    raised: Name,
    due: Instant,
}

/// What is supposed of the causes that are still to be established.
#[derive(Clone, Debug)]
pub(super) enum Supposed {
    /// All of them are found, or none is.
    All(bool),
    /// Each is found, or is not.
    Each(Vec<(Pending, bool)>),
}

impl Supposed {
    /// Whether a cause is found.
    fn is_found(&self, cause: &Pending) -> bool {
        match self {
            Self::All(found) => *found,
            Self::Each(causes) => causes.iter().any(|(known, found)| known == cause && *found),
        }
    }
}

impl<'a> World<'a> {
    /// The same world for each way in which the causes that are still to be established may come out, one independent of the other: where there
    /// are more than a few, if all of them were found, and if none were; none where no cause is.
    pub(super) fn supposed(&self) -> impl Iterator<Item = World<'a>> {
        let supposed = self.supposed.get_or_init(|| {
            let pending = self.pending_causes();
            let outcomes = match pending.len() {
                0 => Vec::new(),
                few if few <= MOST => (0..1_u32 << few).map(|bits| Supposed::Each(outcome(pending, bits))).collect(),
                _ => vec![Supposed::All(true), Supposed::All(false)],
            };
            outcomes.into_iter().map(|outcome| (outcome, Rc::default())).collect()
        });
        supposed.iter().map(|(outcome, found)| {
            let mut world = World::new(self.model, self.calendars, self.evidence, self.as_of);
            world.given = self.given;
            world.explains = false;
            world.causes = Some(outcome.clone());
            world.found = Rc::clone(found);
            world
        })
    }

    /// Whether a cause is still to be established.
    pub(super) fn has_causes(&self) -> bool {
        !self.pending_causes().is_empty()
    }

    /// Whether more causes are still to be established than are looked at one by one: what is supposed does not tell all that may come out.
    pub(super) fn has_too_many_causes(&self) -> bool {
        self.pending_causes().len() > MOST
    }

    /// The causes that are still to be established.
    fn pending_causes(&self) -> &[Pending] {
        self.pending.get_or_init(|| {
            let mut found = BTreeSet::new();
            let established = |exclusion: &&Exclusion| self.causes.is_none() && exclusion.established.is_some();
            for exclusion in self.model.exclusions.iter().filter(established) {
                let ExclusionSource::When(condition) = &exclusion.applies else { continue };
                for record in super::reads::records(self.model, condition) {
                    self.evidence.each(&record, &mut |row| {
                        if self.standing(exclusion, condition, row) == Standing::Pending {
                            found.extend(self.cause_of(exclusion, row));
                        }
                    });
                }
            }
            found.into_iter().collect()
        })
    }

    /// Whether a cause that is still to be established is supposed to be found; none where nothing is supposed of it.
    pub(super) fn is_supposed(&self, exclusion: &Exclusion, row: &Row) -> Option<bool> {
        let supposed = self.causes.as_ref()?;
        self.cause_of(exclusion, row).map(|cause| supposed.is_found(&cause))
    }

    /// The cause of a record that an exclusion rests on: two exclusions may rest on one, as long as the same time is left to find it.
    fn cause_of(&self, exclusion: &Exclusion, row: &Row) -> Option<Pending> {
        let within = exclusion.established.as_ref()?.within.as_ref()?;
        let Some(Event::Field { field, .. }) = &within.after else { return None };
        let due = self.after(&within.delay, row.instant(field)?)?;
        Some(Pending { record: row.record.clone(), row: row.name.clone(), raised: field.clone(), due })
    }

    /// Whether a formula reads what happens in a period that is not over.
    pub(super) fn reads_ahead(&self, expr: &Expr, env: &Env<'_>) -> bool {
        match expr {
            // What the settlement came to so far is known.
            Expr::Aggregate { of, .. } if matches!(**of, Expr::Attained(Attained::Total)) => false,
            Expr::Aggregate { of, over, .. } => {
                let span = over.as_ref().map_or(Some(env.span), |window| self.horizon_of(window, env));
                let Some(span) = span else { return over.as_ref().is_some_and(|window| self.may_begin(window, env)) };
                let (env, ahead) = (env.during(span), self.as_of < span.within.end);
                match &**of {
                    Expr::Figure { figure, .. } => {
                        ahead && self.is_stated(figure) || self.figure_reads_ahead(figure, &env)
                    }
                    of => over.is_some() && ahead || self.reads_ahead(of, &env),
                }
            }
            Expr::Before { over, .. } => {
                self.horizon_of(over, env).is_some_and(|before| self.as_of < before.within.end)
            }
            Expr::Figure { figure, .. } => self.figure_reads_ahead(figure, env),
            _ => expr.parts().into_iter().any(|part| self.reads_ahead(part, env)),
        }
    }

    /// Whether a figure is computed from what happens in a period that is not over.
    pub(super) fn figure_reads_ahead(&self, figure: &Id<Figure>, env: &Env<'_>) -> bool {
        match self.model.figures.get(figure).map(|figure| &figure.value) {
            Some(FigureSource::Is(expr)) => self.reads_ahead(expr, env),
            Some(FigureSource::Decision(table)) => {
                let key = |key: &Key| matches!(key, Key::Figure(read) if read != figure && self.figure_reads_ahead(read, env));
                let outcomes = table.rows.iter().filter_map(|row| row.outcome.as_ref());
                table.keys.iter().any(key) || outcomes.into_iter().any(|outcome| self.reads_ahead(outcome, env))
            }
            _ => false,
        }
    }

    /// Whether a window begins or ends with an event that may still come.
    fn may_begin(&self, window: &Window, env: &Env<'_>) -> bool {
        let Window::Anchored { event, .. } = window else { return false };
        env.row.is_some_and(|row| {
            let records = super::reads::of_event(self.model, event);
            records.contains(&row.record) || self.linked(row).any(|other| records.contains(&other.record))
        })
    }

    /// Whether someone states a figure, period by period.
    fn is_stated(&self, figure: &Id<Figure>) -> bool {
        let figure = self.model.figures.get(figure);
        figure.is_some_and(|figure| matches!(figure.value, FigureSource::GivenBy(_, Some(_))))
    }
}

/// One of the ways in which causes may come out: each bit says of one whether it is found.
fn outcome(causes: &[Pending], bits: u32) -> Vec<(Pending, bool)> {
    causes.iter().enumerate().map(|(place, cause)| (cause.clone(), bits >> place & 1 == 1)).collect()
}
