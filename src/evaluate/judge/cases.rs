//! The judgement of one case: a duration on its clock against its target.

use super::{Judged, Lateness, Verdict};
use crate::evaluate::clock::{Count, Run};
use crate::evaluate::derivation::{Line, Rows, What};
use crate::evaluate::evidence::Row;
use crate::evaluate::expr::Basis;
use crate::evaluate::suspension::Standing;
use crate::evaluate::world::{Span, World, civil};
use crate::evaluate::{Env, Number};
use crate::model::{Commitment, Exclusion, Expr, HasTerm};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};
use std::rc::Rc;

impl World<'_> {
    /// The judgements of a record for a commitment: none where it is not the one that judges it.
    #[must_use]
    pub fn judge_cases(&self, commitment: &Commitment, row: &Row) -> Vec<Judged> {
        let indicator = self.model.indicators.get(&commitment.indicator);
        if let Some(indicator) = indicator.filter(|indicator| !matches!(indicator.formula, Expr::TimeBetween { .. })) {
            return self.judge_values_of_case(commitment, indicator, row);
        }
        let judge = |count: Count, out| {
            let mut judged = self.judge_case(commitment, row, count, out);
            let hangs =
                matches!(judged.verdict, Verdict::Met | Verdict::Breached) && self.may_be_slower(commitment, row);
            if hangs {
                let other =
                    self.counts_if(commitment, row, true).into_iter().find(|o| Some(&o.case) == judged.case.as_ref());
                if other.is_some_and(|other| other.on_time == Some(judged.late)) {
                    judged.verdict = Verdict::Disputed;
                }
            }
            judged
        };
        // What is opened later than all is known is no case yet.
        let held = |count: &Count| {
            let of = row.service.as_ref();
            count.opened <= self.as_of && of.is_none_or(|service| self.is_held(commitment, service, count.first))
        };
        let mut counts = self.counts(commitment, row);
        counts.retain(held);
        if counts.is_empty() {
            return Vec::new();
        }
        let judge = |count: Count| {
            let out = self.left_out(commitment, row, count.first);
            judge(count, out)
        };
        counts.into_iter().map(judge).collect()
    }

    /// What leaves a whole case out that was opened at an instant.
    pub(super) fn left_out(
        &self,
        commitment: &Commitment,
        row: &Row,
        opened: Instant,
    ) -> Option<(&Exclusion, Standing)> {
        let exclusions = || commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        let budgets = exclusions().any(|exclusion| exclusion.budget.is_some());
        let account = row
            .service
            .as_ref()
            .filter(|_| budgets)
            .map(|of| self.account_of(&Basis::of_commitment(commitment, false), of));
        self.case_out(&commitment.suspended_by, row, opened, account.as_deref())
    }

    fn judge_case(
        &self,
        commitment: &Commitment,
        row: &Row,
        count: Count,
        out: Option<(&Exclusion, Standing)>,
    ) -> Judged {
        let stretch = Stretch::new(count.first, count.stopped.unwrap_or(self.goes_on).max(count.opened));
        let mut judged = Judged::of(commitment, row.service.as_ref(), Span::whole(stretch));
        let env = Env::of_case(row, count.first);
        let counted = Number::seconds(0).with(count.counted.clone());
        judged.case = Some(count.case.clone());
        judged.cases = 1;
        judged.attained = Some(counted.clone());
        judged.agreed = Some(counted.clone());
        judged.deadline = count.deadline;
        let terms = self.terms(commitment, count.first, &env);
        judged.target = terms.as_ref().and_then(|terms| self.eval(&terms.limit, &env).number().cloned());
        // What is not established yet leaves a case out for now where it would without a finding.
        let left_out = out.is_some_and(|(exclusion, standing)| Self::holds(exclusion, standing, false));
        judged.late = count.on_time == Some(false) && !left_out;
        judged.cases = u64::from(!left_out);
        judged.missed = u64::from(judged.late);
        let deadline = count.deadline.filter(|_| count.on_time == Some(false));
        let in_days = judged.target.as_ref().is_some_and(|target| civil(&target.quantity()).is_some());
        let beyond = deadline.map_or_else(Rational::zero, |deadline| match &judged.target {
            // Where the deadline lies within a second, the count says it exactly.
            Some(target) if !count.slower.is_empty() && !in_days => {
                (&count.counted - &target.base).max(Rational::zero())
            }
            _ => count.ran.iter().map(|run| run.counted(deadline, stretch.end)).sum(),
        });
        judged.lost = Some(counted.with(beyond));
        let late = deadline.map(|deadline| Rc::new(lateness(&count, deadline)));
        judged.excess = if in_days {
            let calendar = terms.and_then(|terms| terms.calendar);
            let days = late.as_ref().map(|late| self.late_on(late, calendar.as_ref(), true));
            days.or_else(|| Some(Number::days(0)))
        } else {
            judged.lost.clone()
        };
        judged.lateness = late;
        judged.verdict = match (out, count.on_time) {
            // Of a target that nothing states, nothing is kept or missed.
            _ if judged.target.is_none() => Verdict::NotAssessed,
            (Some((_, Standing::Pending)), Some(false)) => Verdict::Disputed,
            (Some((_, Standing::Holds)), _) => Verdict::NotAssessed,
            (Some(_), Some(true)) if left_out => Verdict::NotAssessed,
            (_, Some(true)) => Verdict::Met,
            (_, Some(false)) => Verdict::Breached,
            (_, None) => Verdict::Provisional,
        };
        judged.may_be_freed = judged.verdict == Verdict::Disputed && !left_out;
        if !self.explains {
            return judged;
        }
        judged.lines = self.lines_of(commitment, row, &count, &judged, out);
        judged
    }

    fn lines_of(
        &self,
        commitment: &Commitment,
        row: &Row,
        count: &Count,
        judged: &Judged,
        out: Option<(&Exclusion, Standing)>,
    ) -> Vec<Line> {
        let at = |what: What, instant: i64| Line::so(what).during(Stretch::new(instant, instant));
        let name = || Rows::from_iter([&row.name]);
        let mut lines = vec![at(What::Opened, count.first).rows(name())];
        if count.starts != count.first {
            lines.push(at(What::Starts, count.starts));
        }
        lines.extend(
            count
                .pauses
                .iter()
                .map(|pause| Line::new(What::Paused, pause.exclusion.name()).during(pause.during).rows(name())),
        );
        lines.extend(self.refusals(commitment, row, count, judged.late));
        lines.extend(count.slower.iter().map(|slower| {
            let counts = Number::share(Rational::one() - &slower.out).quantity();
            let life = slower.during.and(Stretch::new(i64::MIN, judged.span.whole.end));
            Line::new(What::Slower, slower.exclusion.name()).value(counts).during(life).rows(name())
        }));
        lines.extend(count.stopped.map(|stop| at(What::Stopped, stop).rows(name())));
        lines.push(Line::so(What::Counted).value(Number::seconds(0).with(count.counted.clone()).quantity()));
        lines.extend(
            judged.target.as_ref().map(|target| Line::new(What::Target, &commitment.term.id).value(target.quantity())),
        );
        lines.extend(count.deadline.map(|deadline| at(What::Deadline, deadline)));
        if let Some(excess) = judged.excess.as_ref().filter(|excess| judged.late || excess.base > Rational::zero()) {
            lines.push(Line::so(What::Excess).value(excess.quantity()));
        }
        lines.extend(out.map(|(exclusion, standing)| {
            let what = match standing {
                Standing::Pending if Self::holds(exclusion, standing, false) => What::Presumed,
                Standing::Pending => What::Pending,
                _ => What::LeftOut,
            };
            Line::new(what, exclusion.id().name()).rows(name())
        }));
        lines
    }
}

/// What the clock of a case did after its deadline.
fn lateness(count: &Count, deadline: Instant) -> Lateness {
    let until = count.ran.last().map_or(deadline, |run| run.during.end);
    let after = |run: &Run| (run.during.and(Stretch::new(deadline, until)), run.rate.clone());
    let ran = count.ran.iter().map(after).filter(|(during, _)| !during.is_empty()).collect();
    Lateness { deadline, until, ran, still: count.still.clone(), counted_by: None }
}
