//! Every delay of a contract, with the place that it stands in.

use crate::base::{Name, Span};
use crate::model::{Claim, Deadline, Delay, Model, Term};
use crate::quantity::{Dimension, SpanBase};

/// A delay where it stands.
pub struct Placed<'m> {
    /// Where it stands.
    pub span: Span,
    /// The delay.
    pub delay: &'m Delay,
}

/// Every delay, in the order of the model.
#[must_use]
pub fn all(model: &Model) -> Vec<Placed<'_>> {
    let mut all = Vec::new();
    let contract = &model.contract;
    put(&mut all, &contract.term, "renewal", contract.renewal.as_ref().and_then(|renewal| renewal.notice.as_ref()));
    if let Some(clock) = &model.clock {
        put(&mut all, &clock.term, "closing", clock.closing.as_ref().map(|(delay, _)| delay));
    }
    if let Some(procedure) = &model.procedure {
        for notice in &procedure.formal_notices {
            put(&mut all, &procedure.term, "formal_notice", notice.cure.as_ref());
        }
        for step in &procedure.steps {
            put(&mut all, &procedure.term, "step", Some(&step.within));
        }
    }
    for exclusion in &model.exclusions {
        let established = exclusion.established.as_ref().and_then(|finding| finding.within.as_ref());
        put(&mut all, &exclusion.term, "notice", delay(exclusion.notice.as_ref()));
        put(&mut all, &exclusion.term, "limit", exclusion.limit.as_ref().map(|(delay, _)| delay));
        put(&mut all, &exclusion.term, "established by", delay(established));
    }
    for settlement in &model.settlements {
        let claim = match &settlement.claim {
            Some(Claim::By { within, .. }) => within.as_ref(),
            _ => None,
        };
        put(&mut all, &settlement.term, "claim", delay(claim));
        put(&mut all, &settlement.term, "paid", delay(settlement.paid.as_ref()));
    }
    for right in &model.rights {
        put(&mut all, &right.term, "within", delay(right.within.as_ref()));
        put(&mut all, &right.term, "notice", delay(right.notice.as_ref()));
    }
    for duty in &model.duties {
        put(&mut all, &duty.term, "every", delay(duty.every.as_ref()));
        put(&mut all, &duty.term, "within", delay(duty.within.as_ref()));
        put(&mut all, &duty.term, "notice", delay(duty.notice.as_ref()));
    }
    for escalation in &model.escalations {
        all.extend(escalation.steps.iter().map(|step| Placed { span: step.span, delay: &step.after }));
    }
    for backup in &model.backups {
        put(&mut all, &backup.term, "retained", backup.retained.as_ref());
        put(&mut all, &backup.term, "test", backup.test.as_ref().and_then(|test| test.within.as_ref()));
    }
    all
}

fn delay(deadline: Option<&Deadline>) -> Option<&Delay> {
    deadline.map(|deadline| &deadline.delay)
}

fn put<'m>(all: &mut Vec<Placed<'m>>, term: &'m Term, field: &str, delay: Option<&'m Delay>) {
    all.extend(delay.map(|delay| Placed { span: term.field(field), delay }));
}

/// Whether a unit counts days.
#[must_use]
pub fn counts_days(unit: &Name) -> bool {
    crate::quantity::unit::find(unit).is_some_and(|unit| unit.dimension == Dimension::Span(SpanBase::Day))
}
