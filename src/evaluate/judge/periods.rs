//! The judgement of a period: shares of time, of slots and of cases, and values.

use super::{Judged, Terms, Verdict};
use crate::evaluate::cases::Tally;
use crate::evaluate::derivation::{Line, What};
use crate::evaluate::expr::count;
use crate::evaluate::world::{Span, World};
use crate::evaluate::{Env, Number, Value};
use crate::model::{Commitment, Id, Polarity, Quantity, Service};
use crate::quantity::Rational;
use crate::time::Stretch;

impl World<'_> {
    /// The judgement of a commitment for a service in one period. Where a cause is not established yet and the verdict hangs on it, it is
    /// disputed, and the value is the one that holds as things stand. Where it hangs on how long something lasts that is open, it is provisional.
    #[must_use]
    pub fn judge(&self, commitment: &Commitment, service: &Id<Service>, span: Span) -> Judged {
        let mut judged = self.judge_as_known(commitment, service, span);
        if judged.verdict != Verdict::Disputed && self.rests_on_causes(commitment) {
            let other = |supposed: World<'_>| supposed.judge_as_known(commitment, service, span).verdict;
            if self.supposed().map(other).any(|other| other != judged.verdict) {
                judged.verdict = Verdict::Disputed;
            }
        }
        let is_over = span.within.end <= self.as_of;
        let may_change = matches!(judged.verdict, Verdict::Met | Verdict::Breached);
        // Of a period that is not over nothing is said for good, be it that there is nothing to judge yet.
        let is_judged = !self.leaves_out(span) && commitment.target.is_some() && judged.verdict != Verdict::Disputed;
        if !is_over && (may_change || is_judged) {
            judged.verdict = Verdict::Provisional;
        } else if is_over
            && (may_change || judged.verdict == Verdict::NotAssessed)
            && self.is_open_before(span.within.end)
        {
            self.go_on(commitment, service, &mut judged);
        }
        judged
    }

    /// Whether a period is not judged because the term, or the time of the tier, cuts it.
    fn leaves_out(&self, span: Span) -> bool {
        span.is_partial() && self.assessment("partial_period") == "not_assessed"
    }

    /// Whether a judgement comes out otherwise where what is open goes on.
    fn go_on(&self, commitment: &Commitment, service: &Id<Service>, judged: &mut Judged) {
        let (mut value, mut verdict) = (false, false);
        for ahead in self.goings_on() {
            let other = ahead.judge_as_known(commitment, service, judged.span);
            value |= other.attained != judged.attained;
            verdict |= other.verdict != judged.verdict;
        }
        if verdict {
            judged.verdict = Verdict::Provisional;
        }
        if value || verdict {
            let open = self.open_for(commitment, service, judged.span);
            judged.lines.retain(|line| line.what != What::Running);
            judged.lines.push(Line::so(What::StillOpen).value(number(open.count())).rows(open));
        }
    }

    /// The judgement as far as is known, with what is open and what is still to be established as they stand.
    pub(in crate::evaluate) fn judge_as_known(
        &self,
        commitment: &Commitment,
        service: &Id<Service>,
        span: Span,
    ) -> Judged {
        let mut judged = Judged::of(commitment, Some(service), span);
        let env = Env::of_service(service, span);
        let (Some(indicator), Some(terms)) =
            (self.model.indicators.get(&commitment.indicator), self.terms(commitment, span.within.start, &env))
        else {
            return judged;
        };
        judged.target = self.eval(&terms.limit, &env).number().cloned();
        judged.lines.push(Line::new(What::Period, &commitment.term.id).during(span.within));
        if self.rests_on_before(&terms.limit) {
            self.explain(&terms.limit, &env, &mut judged.lines);
        }
        if self.leaves_out(span) {
            return judged;
        }
        let names = [commitment.objective.as_ref(), Some(commitment.indicator.name()), Some(&commitment.term.id)];
        let given = names
            .into_iter()
            .flatten()
            .find_map(|name| self.given(name, Some(service.as_str()), span.whole))
            .and_then(Value::number);
        if let Some(given) = given {
            judged.lines.push(Line::new(What::Given, &commitment.term.id).value(given.quantity()));
            judged.attained = Some(given.clone());
            if Self::is_count(indicator) && given.is_share() {
                Self::conclude_share(commitment, &terms, &given.base, &mut judged);
            } else {
                self.lose_as_given(commitment, indicator, service, &mut judged);
                self.conclude(commitment, &terms, &mut judged);
            }
        } else if Self::is_count(indicator) {
            self.judge_tally(commitment, &terms, service, &mut judged);
        } else {
            self.value(commitment, indicator, &terms, service, &mut judged);
        }
        judged
    }

    /// The verdict on the attained value.
    pub(super) fn conclude(&self, commitment: &Commitment, terms: &Terms<'_>, judged: &mut Judged) {
        let (Some(attained), Some(target)) = (&mut judged.attained, &judged.target) else { return };
        // A ratio that is computed, `1 - late / all`, is said in the unit of what is promised.
        if attained.unit.is_empty() && target.is_share() {
            attained.unit = target.unit.clone();
        }
        let shortfall = Self::shortfall(terms.comparator, &attained.base, &target.base);
        judged.verdict = if shortfall.is_some() { Verdict::Breached } else { Verdict::Met };
        judged.late = shortfall.is_some();
        judged.lines.push(Line::so(What::Attained).value(attained.quantity()));
        let by = terms.exception.unwrap_or(&commitment.term.id);
        judged.lines.push(Line::new(What::Target, by).value(target.quantity()));
        if judged.excess.is_none() {
            let excess = shortfall.unwrap_or_else(Rational::zero);
            judged.excess = Some(self.excess(commitment, judged, excess, target));
        }
        if judged.late
            && let Some(excess) = &judged.excess
        {
            judged.lines.push(Line::so(What::Excess).value(excess.quantity()));
        }
    }

    /// The verdict on a share of cases that is taken as given. Of how many cases it is one is not known.
    fn conclude_share(commitment: &Commitment, terms: &Terms<'_>, attained: &Rational, judged: &mut Judged) {
        let quota = terms.quota.clone().unwrap_or_else(Rational::one);
        judged.late = *attained < quota;
        judged.verdict = if judged.late { Verdict::Breached } else { Verdict::Met };
        judged.lines.push(Line::so(What::Attained).value(Number::share(attained.clone()).quantity()));
        judged.lines.push(Line::new(What::Quota, &commitment.term.id).value(Number::share(quota.clone()).quantity()));
        judged.target = Some(Number::share(quota));
    }

    /// For a share, the lost time or cases beyond what the target allows; for any other value, the distance to the target.
    fn excess(&self, commitment: &Commitment, judged: &Judged, shortfall: Rational, target: &Number) -> Number {
        match (&judged.lost, &judged.agreed) {
            (Some(lost), Some(agreed)) if target.is_share() => {
                let allowed = match self.polarity(commitment) {
                    Polarity::Higher => Rational::one() - &target.base,
                    Polarity::Lower => target.base.clone(),
                };
                lost.with((&lost.base - allowed * &agreed.base).max(Rational::zero()))
            }
            _ => target.with(shortfall),
        }
    }

    /// A share of cases: those of the period, and those carried over from periods with too few.
    fn judge_tally(&self, commitment: &Commitment, terms: &Terms<'_>, service: &Id<Service>, judged: &mut Judged) {
        let sample = commitment.sample.unwrap_or(1);
        let mut tally = self.cases_of(commitment, service, judged.span);
        if self.assessment("too_few") == "carried_over" {
            tally = self.carried(commitment, service, judged.span, sample, tally);
        }
        let all = tally.cases();
        let lines = &mut judged.lines;
        lines.push(Line::so(What::Agreed).value(number(all)));
        lines.push(Line::so(What::OnTime).value(number(tally.on_time)));
        if tally.missed > 0 {
            lines.push(Line::so(What::Missed).value(number(tally.missed)).rows(tally.late.clone()));
        }
        if tally.disputed > 0 {
            lines.push(Line::so(What::Pending).value(number(tally.disputed)).rows(tally.in_dispute.clone()));
        }
        if !tally.presumed.is_empty() {
            let presumed = number(tally.presumed.count());
            lines.push(Line::so(What::Presumed).value(presumed).rows(tally.presumed.clone()));
        }
        if !tally.left_out.is_empty() {
            let left = tally.left_out.count();
            lines.push(Line::so(What::LeftOut).value(number(left)).rows(tally.left_out.clone()));
        }
        if tally.running > 0 {
            lines.push(Line::so(What::Running).value(number(tally.running)));
        }
        // Where it is known how what is open may go on, it is taken as it stands.
        let running = if self.looks_ahead() { 0 } else { tally.running };
        judged.cases = all;
        judged.missed = tally.missed;
        judged.agreed = Some(Number::plain(count(all)));
        judged.lost = Some(Number::plain(count(tally.missed)));
        let Some(attained) = count(tally.on_time).checked_div(&count(all)) else {
            if running > 0 {
                judged.verdict = Verdict::Provisional;
            }
            return;
        };
        let asked = terms.quota.clone().unwrap_or_else(Rational::one);
        let too_few = all < sample;
        let of_few = self.share_of_few(all).filter(|_| too_few);
        let quota = of_few.clone().unwrap_or_else(|| asked.clone());
        lines.push(Line::so(What::Attained).value(Number::share(attained.clone()).quantity()));
        lines.push(Line::new(What::Quota, &commitment.term.id).value(Number::share(quota.clone()).quantity()));
        judged.late = attained < quota;
        // What is disputed counts as late for now.
        let late = count(tally.missed + tally.disputed);
        let over = (late - (Rational::one() - &quota) * count(all)).max(Rational::zero());
        judged.excess = Some(Number::plain(over));
        judged.target = Some(Number::share(quota.clone()));
        judged.attained = Some(Number::share(attained.clone()));
        if too_few && of_few.is_none() {
            lines.push(Line::new(What::Sample, &commitment.term.id).value(number(sample)));
            return;
        }
        let could = |running| self.could_be_met(&tally, running, &asked, sample);
        judged.verdict = match (attained >= quota, running > 0) {
            (true, false) => Verdict::Met,
            (true, true) => Verdict::Provisional,
            (false, _) if could(0) => Verdict::Disputed,
            // Cases that are still running may yet be on time.
            (false, true) if could(running) => Verdict::Provisional,
            (false, _) => Verdict::Breached,
        };
    }

    /// The share of so many cases, fewer than the sample, that must be on time; none: they are not judged by themselves.
    #[must_use]
    pub fn share_of_few(&self, cases: u64) -> Option<Rational> {
        match self.assessment("too_few") {
            "all_must_meet" => Some(Rational::one()),
            "one_miss_allowed" => {
                count(cases.saturating_sub(1)).checked_div(&count(cases)).or_else(|| Some(Rational::one()))
            }
            _ => None,
        }
    }

    /// Whether a quota could be met if the causes were established that are not yet: a case that one frees is left out, another is on
    /// time, as so many that are still running are. Fewer cases than the sample may be asked for more: so as many are left out as there
    /// are, or as leave enough.
    fn could_be_met(&self, tally: &Tally, running: u64, asked: &Rational, sample: u64) -> bool {
        let cases = tally.cases() + running;
        let on_time = tally.on_time + running + tally.disputed.saturating_sub(tally.may_be_freed);
        let enough = tally.may_be_freed.min(cases.saturating_sub(sample));
        [enough, tally.may_be_freed].into_iter().any(|freed| {
            let all = cases.saturating_sub(freed);
            let of_few = self.share_of_few(all);
            let quota = match (all < sample, of_few) {
                (true, Some(share)) => share,
                (true, None) => return true,
                (false, _) => asked.clone(),
            };
            count(on_time).checked_div(&count(all)).is_none_or(|share| share >= quota)
        })
    }

    /// The cases of a period, and of those before it in which there were too few for a verdict.
    fn carried(&self, commitment: &Commitment, service: &Id<Service>, span: Span, sample: u64, last: Tally) -> Tally {
        let Some(window) = &commitment.window else { return last };
        let Some(time) = self.held_around(commitment, service, span.within) else { return last };
        let mut carried = Tally::default();
        for before in self.periods(window, Stretch::new(time.start, span.whole.start)) {
            if before.whole.start >= span.whole.start {
                break;
            }
            carried.join(&self.cases_of(commitment, service, before.cut(time)));
            if carried.cases() >= sample {
                carried = Tally::default();
            }
        }
        carried.join(&last);
        carried
    }
}

pub(super) fn number(count: u64) -> Quantity {
    Number::plain(super::super::expr::count(count)).quantity()
}
