//! An amount that is so much for each unit of an excess: a case that exceeds its target by a unit and a half shows how a unit counts that is only
//! partly used up.

use super::brackets::{Facts, Owed};
use super::made_up::MadeUp;
use crate::evaluate::world::{civil, whole_seconds};
use crate::evaluate::{Calendars, Evidence, World, instances};
use crate::model::{Attained, Commitment, Expr, HasTerm, Model, Pays, Quantity, Schedule, Window};
use crate::quantity::{Dimension, Rational};
use crate::syntax::ast::Step;
use crate::time::Stretch;
use std::rc::Rc;

/// How much is paid for: a length of time of the excess, and how it counts where it is partly used up.
#[must_use]
pub fn unit_of(pays: &Pays) -> Option<(Step, &Quantity)> {
    let Pays::Amount(expr) = pays else { return None };
    let mut found = None;
    steps(expr, &mut found);
    found
}

/// The step of an excess within an amount.
fn steps<'e>(expr: &'e Expr, found: &mut Option<(Step, &'e Quantity)>) {
    match expr {
        Expr::Step { step, value, unit } => {
            let is_excess = matches!(**value, Expr::Attained(Attained::Excess));
            let is_time = unit.measure().is_some_and(|measure| measure.dimension() == (Dimension::Duration, None));
            if is_excess && is_time {
                *found = Some((*step, unit));
            }
        }
        Expr::Binary { left, right, .. } => {
            steps(left, found);
            steps(right, found);
        }
        _ => {}
    }
}

/// What is owed for a case that is late by a unit and a half.
pub(super) fn owed<'m>(
    model: &'m Model,
    calendars: &Calendars<'m>,
    (schedule, commitment): (&'m Schedule, &'m Commitment),
    (_, unit): (Step, &Quantity),
) -> Option<Owed<'m>> {
    let window = schedule.each.as_ref().or(commitment.window.as_ref())?;
    if !matches!(window, Window::Case { .. }) {
        return None;
    }
    let nothing = Evidence::default();
    let world = World::new(model, calendars, &nothing, calendars.within().end);
    let scope = &schedule.scope.services;
    let is_meant = |service: &crate::model::Service| scope.is_empty() || instances::among(scope, &service.id());
    let (service, held) = world.held(commitment).find(|(service, _)| is_meant(service))?;
    let (service, held) = (service.id(), held.and(world.in_force(schedule.term.validity)));
    let case = MadeUp::of(&world, schedule, commitment, &service, held)?;
    let at_once = world.judge_cases(commitment, &case.until(case.begins)).into_iter().next()?;
    let target = at_once.target.filter(|target| civil(&target.quantity()).is_none())?;
    let half_more = unit.base() * Rational::new(3, 2)?;
    let ends = case.open.add(case.begins, whole_seconds(&(target.base + half_more))?)?;
    let happened = Rc::new(case.until(ends));
    let judged = world.judge_cases(commitment, &happened).into_iter().next().filter(|judged| judged.late)?;
    let amount = world.amount(schedule, Rc::new(judged), Some(&happened)).filter(|amount| !amount.open)?;
    let facts = Facts::Record { row: Rc::unwrap_or_clone(happened), during: Stretch::new(case.begins, ends) };
    Some(Owed { schedule, commitment, service, facts, row: None, amount })
}
