//! What is not known for good: causes that are still to be established, and periods that are not over.

use super::expr::Env;
use super::suspension::Standing;
use super::world::World;
use crate::model::{Attained, ExclusionSource, Expr, Figure, FigureSource, Id, Key, Window};

impl World<'_> {
    /// The same world if every cause that is still to be established were found, and if none were: none where no cause is.
    pub(super) fn supposed(&self) -> Vec<World<'_>> {
        if self.causes.is_some() || !self.pending.get_or_init(|| self.has_pending_causes()) {
            return Vec::new();
        }
        let suppose = |found| {
            let mut world = World::new(self.model, self.calendars, self.evidence, self.as_of);
            world.given = self.given;
            world.explains = false;
            world.causes = Some(found);
            world
        };
        [true, false].map(suppose).into()
    }

    fn has_pending_causes(&self) -> bool {
        let mut pending = false;
        for exclusion in self.model.exclusions.iter().filter(|exclusion| exclusion.established.is_some()) {
            let ExclusionSource::When(condition) = &exclusion.applies else { continue };
            for record in super::reads::records(self.model, condition) {
                self.evidence.each(&record, &mut |row| {
                    pending = pending || self.standing(exclusion, condition, row) == Standing::Pending;
                });
            }
        }
        pending
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
