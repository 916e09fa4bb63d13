//! What was attained, and whether it is what was promised: one judgement for a commitment and a period, or a case.

mod case_values;
mod cases;
mod lateness;
mod periods;
mod refusals;
mod values;

pub use lateness::Lateness;

use super::derivation::Line;
use super::world::{Span, World};
use super::{Env, Number, Value};
use crate::base::Name;
use crate::model::{Bound, CalendarSet, Commitment, Exception, Expr, HasTerm, Id, Polarity, Replacement, Service};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use crate::time::{Instant, Stretch};
use serde::Serialize;
use std::rc::Rc;

/// Whether a commitment was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was.
    Met,
    /// It was not.
    Breached,
    /// There is nothing to judge.
    NotAssessed,
    /// It hangs on a fact that is not established yet.
    Disputed,
    /// It may still change: the period is not over, or something is open that may go on so that it comes out otherwise.
    Provisional,
}

impl Verdict {
    /// The word in sources.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Breached => "breached",
            Self::NotAssessed => "not_assessed",
            Self::Disputed => "disputed",
            Self::Provisional => "provisional",
        }
    }
}

/// A judgement.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The commitment.
    pub commitment: Id<Commitment>,
    /// The service.
    pub service: Option<Id<Service>>,
    /// The case, where it is about one.
    pub case: Option<Name>,
    /// The period; for a case, from its opening until it stopped.
    pub span: Span,
    /// The verdict.
    pub verdict: Verdict,
    /// What was attained.
    pub attained: Option<Number>,
    /// What was promised.
    pub target: Option<Number>,
    /// What was aimed at beyond it.
    pub goal: Option<Number>,
    /// Time, slots or cases that are lost.
    pub lost: Option<Number>,
    /// Time, slots or cases that count.
    pub agreed: Option<Number>,
    /// What exceeds the promise.
    pub excess: Option<Number>,
    /// Of a case or a duty that is late: what followed its deadline.
    pub lateness: Option<Rc<Lateness>>,
    /// Whether a case is late.
    pub late: bool,
    /// The cases that missed the target.
    pub missed: u64,
    /// The cases that count.
    pub cases: u64,
    /// Whether a disputed case would not count at all, if its cause were established.
    pub may_be_freed: bool,
    /// When the case is due.
    pub deadline: Option<Instant>,
    /// How it came about.
    pub lines: Vec<Line>,
}

impl Judged {
    /// A judgement of which nothing is known yet.
    #[must_use]
    pub fn of(commitment: &Commitment, service: Option<&Id<Service>>, span: Span) -> Self {
        Self {
            commitment: commitment.id(),
            service: service.cloned(),
            case: None,
            span,
            verdict: Verdict::NotAssessed,
            attained: None,
            target: None,
            goal: commitment.goal.as_ref().filter(|goal| goal.as_blank().is_none()).map(Number::from),
            lost: None,
            agreed: None,
            excess: None,
            lateness: None,
            late: false,
            missed: 0,
            cases: 0,
            may_be_freed: false,
            deadline: None,
            lines: Vec::new(),
        }
    }
}

/// The bound, quota and calendar of a commitment at an instant, exceptions included.
pub(super) struct Terms<'m> {
    pub comparator: Comparator,
    pub limit: Expr,
    /// For a limit in days: the calendar whose days are counted.
    pub calendar: Option<CalendarSet>,
    pub quota: Option<Rational>,
    pub exception: Option<&'m Name>,
}

/// What a commitment asks for at an instant, exceptions included.
#[derive(Clone, Debug)]
pub struct Asks {
    /// Which side of the limit is good.
    pub comparator: Comparator,
    /// The limit; none where it is a figure that nothing gives.
    pub limit: Option<Number>,
    /// For a limit in days: the calendar whose days are counted.
    pub days_of: Option<CalendarSet>,
    /// The share of cases that must meet it.
    pub quota: Option<Rational>,
    /// The exception that says so, where one does.
    pub exception: Option<Name>,
}

impl World<'_> {
    /// What a commitment asks of a service at an instant. None where nothing is promised.
    #[must_use]
    pub fn asks(&self, commitment: &Commitment, service: &Id<Service>, at: Instant) -> Option<Asks> {
        let env = Env::of_service(service, Span::whole(Stretch::new(at, at + 1)));
        let terms = self.terms(commitment, at, &env)?;
        let limit = self.eval(&terms.limit, &env).number().cloned();
        let exception = terms.exception.cloned();
        Some(Asks { comparator: terms.comparator, limit, days_of: terms.calendar, quota: terms.quota, exception })
    }

    /// What a commitment asks at an instant. None where it has no target.
    pub(super) fn terms(&self, commitment: &Commitment, at: Instant, env: &Env<'_>) -> Option<Terms<'_>> {
        let bound: &Bound = commitment.target.as_ref()?;
        let mut terms = Terms {
            comparator: bound.comparator?,
            limit: bound.value.clone(),
            calendar: bound.calendar.clone(),
            quota: commitment
                .quota
                .as_ref()
                .filter(|quota| quota.as_blank().is_none())
                .map(crate::model::Quantity::base),
            exception: None,
        };
        if let Some((exception, replacement)) = self.replaced_target(commitment, at, env) {
            let base = self.eval(&terms.limit, env);
            match replacement {
                Replacement::Bound(bound) => {
                    terms.comparator = bound.comparator?;
                    terms.limit = self.with_base(&bound.value, &base, env).unwrap_or_else(|| bound.value.clone());
                    terms.calendar = bound.calendar.clone();
                    terms.exception = Some(&exception.term.id);
                }
                Replacement::Expr(expr) => {
                    if let Some(limit) = self.with_base(expr, &base, env) {
                        terms.limit = limit;
                        terms.exception = Some(&exception.term.id);
                    }
                }
                _ => {}
            }
        }
        let quota = self
            .replaced(&commitment.term.id, "quota", at, env)
            .or_else(|| self.replaced(commitment.indicator.as_str(), "quota", at, env));
        if let Some((exception, Replacement::Expr(expr))) = quota {
            terms.quota = self.eval(expr, env).number().map(|number| number.base.clone());
            terms.exception = Some(&exception.term.id);
        }
        Some(terms)
    }

    /// What the target of a commitment becomes: by an exception on it, on its indicator, or on what its tier says of either.
    fn replaced_target(
        &self,
        commitment: &Commitment,
        at: Instant,
        env: &Env<'_>,
    ) -> Option<(&Exception, &Replacement)> {
        let tier = commitment.tier.as_str();
        let named = commitment.objective.as_ref().and_then(|objective| self.replaced(tier, objective, at, env));
        self.replaced(&commitment.term.id, "target", at, env)
            .or(named)
            .or_else(|| self.replaced(tier, commitment.indicator.as_str(), at, env))
            .or_else(|| self.replaced(commitment.indicator.as_str(), "target", at, env))
    }

    /// A limit that is computed from the one without the exception.
    fn with_base(&self, limit: &Expr, base: &Value, env: &Env<'_>) -> Option<Expr> {
        let value = self.eval(limit, &Env { base: Some(base), ..*env });
        value.number().map(|number| Expr::Quantity(number.quantity()))
    }

    /// What a value that falls short of a bound falls short by; none where it meets it.
    pub(super) fn shortfall(comparator: Comparator, value: &Rational, limit: &Rational) -> Option<Rational> {
        let meets = match comparator {
            Comparator::AtLeast => value >= limit,
            Comparator::AtMost => value <= limit,
            Comparator::MoreThan => value > limit,
            Comparator::LessThan => value < limit,
            Comparator::Exactly => value == limit,
        };
        (!meets).then(|| (value - limit).abs())
    }

    /// Which way the indicator of a commitment is better.
    pub(super) fn polarity(&self, commitment: &Commitment) -> Polarity {
        self.model
            .indicators
            .get(&commitment.indicator)
            .and_then(|indicator| indicator.better)
            .unwrap_or(Polarity::Higher)
    }
}
