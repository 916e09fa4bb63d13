//! The judgement of one case: a duration on its clock against its target.

use super::{Judged, Verdict};
use crate::evaluate::clock::Count;
use crate::evaluate::derivation::{Line, Rows, What};
use crate::evaluate::evidence::Row;
use crate::evaluate::suspension::Standing;
use crate::evaluate::world::{Span, World, civil};
use crate::evaluate::{Env, Number};
use crate::model::{Commitment, HasTerm};
use crate::quantity::Rational;
use crate::time::Stretch;

impl World<'_> {
    /// The judgements of a record for a commitment: none where it is not the one that judges it.
    #[must_use]
    pub fn judge_cases(&self, commitment: &Commitment, row: &Row) -> Vec<Judged> {
        let judge = |count: Count, out| {
            let mut judged = self.judge_case(commitment, row, count, out);
            if judged.late && self.may_be_slower(commitment, row) {
                let other =
                    self.counts_if(commitment, row, true).into_iter().find(|o| Some(&o.case) == judged.case.as_ref());
                if other.is_some_and(|other| other.on_time == Some(true)) {
                    judged.verdict = Verdict::Disputed;
                }
            }
            judged
        };
        let held =
            |count: &Count| row.service.as_ref().is_none_or(|service| self.is_held(commitment, service, count.opened));
        let mut counts = self.counts(commitment, row);
        counts.retain(held);
        if counts.is_empty() {
            return Vec::new();
        }
        let out = self.case_out(&commitment.suspended_by, row);
        counts.into_iter().map(|count| judge(count, out)).collect()
    }

    fn judge_case(
        &self,
        commitment: &Commitment,
        row: &Row,
        count: Count,
        out: Option<(&crate::model::Exclusion, Standing)>,
    ) -> Judged {
        let stretch = Stretch::new(count.opened, count.stopped.unwrap_or(self.as_of).max(count.opened));
        let mut judged = Judged::of(commitment, row.service.as_ref(), Span::whole(stretch));
        let env = Env::of_row(row, judged.span);
        let counted = Number::seconds(0).with(count.counted.clone());
        judged.case = Some(count.case.clone());
        judged.cases = 1;
        judged.attained = Some(counted.clone());
        judged.agreed = Some(counted.clone());
        judged.deadline = count.deadline;
        judged.target = self
            .terms(commitment, count.opened, &env)
            .and_then(|terms| self.eval(&terms.limit, &env).number().cloned());
        judged.late = count.on_time == Some(false);
        judged.missed = u64::from(judged.late);
        // Beyond the deadline, on the clock of the case. Where that lies within a second, the count says it exactly.
        let beyond = count.deadline.filter(|_| judged.late).map(|deadline| match &judged.target {
            Some(target) if !count.slower.is_empty() && civil(&target.quantity()).is_none() => {
                (&count.counted - &target.base).max(Rational::zero())
            }
            _ => count.ran.iter().map(|run| run.counted(deadline, stretch.end)).sum(),
        });
        judged.excess = Some(counted.with(beyond.unwrap_or_else(Rational::zero)));
        judged.lost = judged.excess.clone();
        judged.verdict = match (out, count.on_time) {
            (Some((_, Standing::Pending)), Some(false)) => Verdict::Disputed,
            (Some((_, Standing::Holds)), _) => Verdict::NotAssessed,
            (_, Some(true)) => Verdict::Met,
            (_, Some(false)) => Verdict::Breached,
            (_, None) => Verdict::Provisional,
        };
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
        out: Option<(&crate::model::Exclusion, Standing)>,
    ) -> Vec<Line> {
        let at = |what: What, instant: i64| Line::so(what).during(Stretch::new(instant, instant));
        let name = || Rows::from_iter([&row.name]);
        let mut lines = vec![at(What::Opened, count.opened).rows(name())];
        if count.starts != count.opened {
            lines.push(at(What::Starts, count.starts));
        }
        lines.extend(
            count
                .pauses
                .iter()
                .map(|pause| Line::new(What::Paused, pause.exclusion.name()).during(pause.during).rows(name())),
        );
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
            let what = if standing == Standing::Pending { What::Pending } else { What::LeftOut };
            Line::new(what, exclusion.id().name()).rows(name())
        }));
        lines
    }
}
