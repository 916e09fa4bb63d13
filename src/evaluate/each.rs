//! What is gathered one by one: of the instances of a service, of the results of commitments, of periods.

use super::amounts::Amount;
use super::evidence::Row;
use super::judge::{Judged, Verdict};
use super::world::{Span, World};
use super::{Env, Value, instances};
use crate::model::{Commitment, CommitmentRef, Expr, HasTerm, Id, Members, Schedule, Service, Subject, Window};
use crate::time::Stretch;
use std::rc::Rc;

impl World<'_> {
    /// The value of each of several, or that there is one, where it meets the condition.
    pub(super) fn values_of_each(
        &self,
        of: Option<&Expr>,
        among: &Members,
        filter: Option<&Expr>,
        env: &Env<'_>,
    ) -> Vec<Value> {
        let mut values = Vec::new();
        let mut see = |env: &Env<'_>| {
            if filter.is_none_or(|filter| self.eval(filter, env).holds()) {
                values.push(of.map_or(Value::Flag(true), |of| self.eval(of, env)));
            }
        };
        match (among, of) {
            (Members::Instances(service), _) => {
                for instance in self.instances(service, env) {
                    see(&Env { service: Some(&instance), row: None, judged: None, is_one_of: true, ..*env });
                }
            }
            (Members::Periods(window), _) => {
                for span in self.periods_over(window, env.span) {
                    let judged = self.judged_in(span, env);
                    see(&Env { judged: judged.as_ref(), ..env.during(span) });
                }
            }
            (Members::Results(on), Some(Expr::Schedule(schedule))) => {
                for amount in self.amounts_for(schedule, on, env) {
                    let holds = |filter| {
                        let env = Env::of_judged(&amount.judged, amount.row.as_deref());
                        self.eval(filter, &env).holds()
                    };
                    if filter.is_none_or(holds) {
                        values.push(Value::Number(amount.amount));
                    }
                }
            }
            (Members::Results(on), _) => {
                for (judged, row) in self.results(on, env) {
                    see(&Env::of_judged(&judged, row.as_deref()));
                }
            }
        }
        values.retain(|value| *value != Value::Nothing);
        values
    }

    /// Whether all that is gathered is known.
    pub(super) fn all_are_known(&self, of: &Expr) -> bool {
        match of {
            Expr::Each { among: Members::Instances(service), .. } => self.is_listed(service),
            _ => true,
        }
    }

    /// Whether there is a list of the instances of a service. Without one there may be others, of which nothing is known.
    pub(super) fn is_listed(&self, service: &Id<Service>) -> bool {
        !self.evidence.rows(&Id::new(service.name().clone())).is_empty()
    }

    /// The periods that begin within one, as far as they are over.
    fn periods_over(&self, window: &Window, span: Span) -> impl Iterator<Item = Span> {
        let as_of = self.as_of;
        let periods = self.periods(window, span.within).into_iter();
        periods.filter(move |one| span.whole.contains(one.within.start) && one.within.end <= as_of)
    }

    /// What the judged commitment came to in another period.
    fn judged_in(&self, span: Span, env: &Env<'_>) -> Option<Judged> {
        let judged = env.judged?;
        let commitment = self.model.commitments.get(&judged.commitment)?;
        Some(self.judge(commitment, judged.service.as_ref()?, span))
    }

    /// What commitments came to in the periods that end, and in the cases that count, in the period of `env`, each by itself. What is not
    /// settled yet is no result.
    fn results(&self, on: &CommitmentRef, env: &Env<'_>) -> Vec<(Judged, Option<Rc<Row>>)> {
        let mut results = Vec::new();
        for commitment in self.named(on).filter(|commitment| commitment.target.is_some()) {
            for (service, held) in self.held(commitment) {
                if is_asked(&on.scope.services, &service.id(), env.service) {
                    self.results_of(commitment, &service.id(), held, env.span.within, &mut results);
                }
            }
        }
        results.retain(|(judged, _)| matches!(judged.verdict, Verdict::Met | Verdict::Breached));
        results
    }

    fn results_of(
        &self,
        commitment: &Commitment,
        service: &Id<Service>,
        held: Stretch,
        horizon: Stretch,
        results: &mut Vec<(Judged, Option<Rc<Row>>)>,
    ) {
        match &commitment.window {
            Some(Window::Case { .. }) => {
                let indicator = self.model.indicators.get(&commitment.indicator);
                let Some(Subject::Record(record)) = indicator.map(|indicator| &indicator.of) else { return };
                self.evidence.each(record, &mut |row| {
                    if row.service.as_ref() != Some(service) {
                        return;
                    }
                    let mut cases = self.judge_cases(commitment, row);
                    cases.retain(|case| self.belongs(case, horizon) && held.contains(case.span.whole.start));
                    if !cases.is_empty() {
                        let row = Rc::new(row.clone());
                        results.extend(cases.into_iter().map(|case| (case, Some(Rc::clone(&row)))));
                    }
                });
            }
            Some(window) => {
                let spans = self.periods(window, held.and(horizon)).into_iter().map(|span| span.cut(held));
                let ends = |span: &Span| {
                    let last = (span.within.end - 1).max(span.within.start);
                    horizon.contains(last) && span.within.end <= self.as_of
                };
                results.extend(spans.filter(ends).map(|span| (self.judge(commitment, service, span), None)));
            }
            None => {}
        }
    }

    /// The amounts of a penalty or bonus for some commitments that belong to the period of `env`.
    fn amounts_for(&self, schedule: &Id<Schedule>, on: &CommitmentRef, env: &Env<'_>) -> Vec<Amount> {
        let schedule = self.model.schedules.get(schedule);
        let mut amounts = schedule.map(|schedule| self.amounts(schedule, env.span.within)).unwrap_or_default();
        amounts.retain(|amount| {
            let commitment = self.model.commitments.get(&amount.judged.commitment);
            let service = amount.judged.service.as_ref();
            commitment.is_some_and(|commitment| on.means(commitment))
                && service.is_none_or(|service| is_asked(&on.scope.services, service, env.service))
                && env.span.whole.contains(self.falls_at(amount))
        });
        amounts
    }
}

/// Whether a service is one that is asked about: those that are named, or the one that a question is about.
pub(super) fn is_asked(named: &[Id<Service>], service: &Id<Service>, asked: Option<&Id<Service>>) -> bool {
    let is_named = instances::among(named, service);
    (named.is_empty() || is_named) && asked.is_none_or(|asked| asked == service || is_named)
}
