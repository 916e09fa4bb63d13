//! Whether a value may still change since it reads a window that is not over: one that follows its period, or one at an event that has not
//! come yet.

use super::evidence::Row;
use super::expr::Env;
use super::reads;
use super::world::World;
use crate::model::{Event, ExclusionSource, Expr, Figure, FigureSource, Id, Key, Pays, Replacement, Schedule, Window};
use crate::time::Instant;
use std::collections::BTreeSet;

impl World<'_> {
    /// Whether an amount of a schedule may still change by what follows: what it pays, of what, what waives it, or an exception on any of these.
    pub(super) fn awaits_amount(&self, schedule: &Schedule, at: Instant, env: &Env<'_>) -> bool {
        let mut read: Vec<&Expr> = schedule.basis.iter().chain(&schedule.waived).collect();
        match &schedule.pays {
            Pays::Amount(amount) => read.push(amount),
            Pays::Brackets(table) => {
                read.extend(table.rows.iter().filter_map(|row| row.outcome.as_ref()));
                let figure = |key: &Key| matches!(key, Key::Figure(figure) if self.awaits_figure(figure, env));
                if table.keys.iter().any(figure) {
                    return true;
                }
            }
            Pays::Blank(_) => {}
        }
        let on = self.model.exceptions.iter().filter(|exception| exception.on.contains(&schedule.term.id));
        for exception in on.filter(|exception| self.in_force(exception.term.validity).contains(at)) {
            if let Some(ExclusionSource::When(condition)) = &exception.when {
                read.push(condition);
            }
            read.extend(exception.fields.iter().filter_map(|(_, value)| match value {
                Replacement::Expr(expr) => Some(expr),
                _ => None,
            }));
        }
        read.into_iter().any(|expr| self.awaits(expr, env))
    }

    fn awaits_figure(&self, figure: &Id<Figure>, env: &Env<'_>) -> bool {
        self.awaits(&Expr::Figure { figure: figure.clone(), of: None }, env)
    }

    /// Whether the value of an expression may still change by what follows.
    pub(super) fn awaits(&self, expr: &Expr, env: &Env<'_>) -> bool {
        let mut awaited = false;
        let mut seen: BTreeSet<Id<Figure>> = BTreeSet::new();
        let mut todo = vec![expr];
        while let Some(expr) = todo.pop() {
            expr.visit(&mut |part| match part {
                Expr::Aggregate { over: Some(window), .. } | Expr::Before { over: window, .. } => {
                    awaited = awaited || self.is_awaited(window, env);
                }
                Expr::Figure { figure, .. } => {
                    let known = self.model.figures.get(figure).filter(|_| seen.insert(figure.clone()));
                    match known.map(|figure| &figure.value) {
                        Some(FigureSource::Is(value)) => todo.push(value),
                        Some(FigureSource::Decision(table)) => {
                            todo.extend(table.rows.iter().filter_map(|row| row.outcome.as_ref()));
                        }
                        _ => {}
                    }
                }
                _ => {}
            });
        }
        awaited
    }

    /// Whether a window is not over yet, or begins or ends with an event that may still come.
    fn is_awaited(&self, window: &Window, env: &Env<'_>) -> bool {
        let event = match window {
            Window::Anchored { event, .. } => Some(event),
            Window::Next { .. } => None,
            _ => return false,
        };
        match (self.horizon_of(window, env), event) {
            (Some(span), _) => !span.within.is_empty() && self.as_of < span.within.end,
            (None, Some(event)) => env.row.is_some_and(|row| self.may_come(event, row)),
            (None, None) => false,
        }
    }

    /// Whether an event that is not known of a record may still come: it is one of the record's own, or of one that it refers to.
    fn may_come(&self, event: &Event, row: &Row) -> bool {
        let records = reads::of_event(self.model, event);
        records.contains(&row.record) || self.linked(row).any(|other| records.contains(&other.record))
    }
}
