//! Breaches as events: when each happens, and which duties follow it.

use super::evidence::Row;
use super::instances;
use super::judge::{Judged, Verdict};
use super::world::{Span, World};
use crate::base::Name;
use crate::model::{Commitment, CommitmentRef, Duty, Event, HasTerm, Id, Record, Service, Subject, Window};
use crate::time::{Instant, Stretch};
use std::rc::Rc;

/// A breach of a commitment.
#[derive(Clone, Debug)]
pub struct Breach<'a> {
    /// The commitment.
    pub commitment: &'a Commitment,
    /// The service.
    pub service: Id<Service>,
    /// The case, where it is one that is late.
    pub case: Option<Name>,
    /// Its record.
    pub(super) row: Option<Rc<Row>>,
    /// The period that it is of, by which evidence names it; none of a case, nor of a window that slides: a day lies in many of those.
    pub(super) period: Option<Stretch>,
    /// When: at the end of the period, or when the time of the case was over.
    pub at: Instant,
}

/// A duty that follows a breach.
#[derive(Clone, Debug)]
pub struct Followed<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// The breach.
    pub breach: Breach<'a>,
    /// Until when it is to be done, where the contract says so.
    pub due: Option<Instant>,
}

impl<'a> World<'a> {
    /// The breaches of commitments after the start of a stretch and no later than its end, in their order.
    fn breaches_in(&self, of: &CommitmentRef, stretch: Stretch) -> Vec<Breach<'a>> {
        let mut found = Vec::new();
        let model = self.model;
        let within = |at: Instant| stretch.start < at && at <= stretch.end;
        for commitment in model.commitments.iter().filter(|c| c.target.is_some() && of.means(c)) {
            for (service, held) in self.held(commitment) {
                let id = service.id();
                if !(of.scope.services.is_empty() || instances::among(&of.scope.services, &id)) {
                    continue;
                }
                let breach = |case, row, period, at| Breach { commitment, service: id.clone(), case, row, period, at };
                match &commitment.window {
                    Some(Window::Case { .. }) => {
                        let late = self.cases().late(commitment, &id).iter();
                        let late = late.filter(|(case, _)| held.contains(case.span.whole.start));
                        found.extend(late.filter_map(|(case, row)| {
                            let at = missed_at(case).filter(|at| within(*at))?;
                            Some(breach(case.case.clone(), Some(row.clone()), None, at))
                        }));
                    }
                    Some(window) => {
                        let spans = self.periods(window, held.and(stretch)).into_iter().map(|span| span.cut(held));
                        let over = spans.filter(|span| within(span.within.end) && span.within.end <= self.as_of);
                        let missed =
                            over.filter(|span| self.judge(commitment, &id, *span).verdict == Verdict::Breached);
                        let slides = self.cycle(window).is_none();
                        let period = |span: Span| Some(span.whole).filter(|_| !slides);
                        found.extend(missed.map(|span| breach(None, None, period(span), span.within.end)));
                    }
                    None => {}
                }
            }
        }
        found.sort_by_key(|breach| breach.at);
        found
    }

    /// When commitments are breached: for a case, when its own time was over; else the last time up to the end of a period.
    pub(super) fn breached_at(&self, of: &CommitmentRef, row: Option<&Row>, period: Stretch) -> Option<Instant> {
        let Some(row) = row else {
            let since = Stretch::new(self.term().start - 1, period.end);
            return self.breaches_in(of, since).last().map(|breach| breach.at);
        };
        let own = self.model.commitments.iter().filter(|c| of.means(c) && self.judges_each(c, &row.record));
        own.flat_map(|commitment| self.judge_cases(commitment, row)).filter_map(|case| missed_at(&case)).min()
    }

    /// Whether an event is a breach by cases of a sort.
    pub(super) fn is_breach_by(&self, event: &Event, sort: &Id<Record>) -> bool {
        let Event::Breach(of) = event else { return false };
        self.model.commitments.iter().any(|commitment| of.means(commitment) && self.judges_each(commitment, sort))
    }

    fn judges_each(&self, commitment: &Commitment, sort: &Id<Record>) -> bool {
        let of = self.model.indicators.get(&commitment.indicator).map(|indicator| &indicator.of);
        matches!(commitment.window, Some(Window::Case { .. })) && of == Some(&Subject::Record(sort.clone()))
    }

    /// The duties that follow the breaches of a stretch, in the order of the source, then of the breaches.
    #[must_use]
    pub fn followed(&self, stretch: Stretch) -> Vec<Followed<'a>> {
        let mut found = Vec::new();
        for duty in &self.model.duties {
            let Some(of) = duty.follows_breach() else { continue };
            let in_force = self.in_force(duty.term.validity);
            // What ends at midnight ends on the day before.
            let breaches = self.breaches_in(of, stretch).into_iter().filter(|breach| in_force.contains(breach.at - 1));
            for breach in breaches.filter(|breach| self.concerns(duty, breach)) {
                let deadline = super::events::within(duty).or_else(|| super::events::every(duty));
                let due = deadline.and_then(|deadline| self.after_end(&deadline.delay, breach.at));
                found.push(Followed { duty, breach, due });
            }
        }
        found
    }

    /// Whether the duty is for such a case, or for such a service.
    fn concerns(&self, duty: &Duty, breach: &Breach<'_>) -> bool {
        let scope = &duty.scope;
        let Some(row) = &breach.row else {
            let named = scope.services.is_empty() || instances::among(&scope.services, &breach.service);
            let promised = scope.dimensions.iter().all(|(dimension, values)| {
                let own = breach.commitment.scope.values(dimension);
                own.is_none_or(|own| own.iter().any(|value| values.contains(value)))
            });
            return named
                && promised
                && self.service(&breach.service).is_none_or(|service| self.service_in_scope(scope, service));
        };
        self.in_scope(scope, row)
    }
}

/// When a case missed its target: when its time was over.
fn missed_at(case: &Judged) -> Option<Instant> {
    (case.verdict == Verdict::Breached).then(|| case.deadline.unwrap_or(case.span.whole.end))
}
