//! The judgement of a value of a period: a share of time, of slots or of samples, a mean, a quantile.

use super::periods::number;
use super::{Judged, Terms, Verdict};
use crate::base::Name;
use crate::evaluate::derivation::{Line, Rows, What};
use crate::evaluate::expr::{Basis, count};
use crate::evaluate::suspension::{Standing, Taken};
use crate::evaluate::world::{Span, World};
use crate::evaluate::{Env, Number};
use crate::model::{Aggregate, CalendarSet, Commitment, Expr, Id, Indicator, Polarity, Service};
use crate::quantity::Rational;
use crate::time::Stretch;

impl World<'_> {
    /// Whether an exclusion of a commitment rests on a cause that someone establishes, which may take time.
    pub(super) fn rests_on_causes(&self, commitment: &Commitment) -> bool {
        let mut exclusions = commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        exclusions.any(|exclusion| exclusion.established.is_some())
    }

    /// Where a share of time is taken as given, the time that is lost of the agreed time follows from it.
    pub(super) fn lose_as_given(
        &self,
        commitment: &Commitment,
        indicator: &Indicator,
        service: &Id<Service>,
        judged: &mut Judged,
    ) {
        let (Expr::TimeShare { slots: None, holds }, Some(given)) = (&indicator.formula, &judged.attained) else {
            return;
        };
        let lost = match indicator.better.unwrap_or(Polarity::Higher) {
            Polarity::Higher => Rational::one() - &given.base,
            Polarity::Lower => given.base.clone(),
        };
        let share = self.time_share(None, holds, &self.env_of(commitment, service, judged.span));
        let amount = |base: Rational| Some(Number { base, unit: "s".into() });
        judged.lost = amount(&share.agreed * &lost);
        judged.agreed = amount(share.agreed);
    }

    /// Where a commitment is judged for a service: its calendar and exclusions, as far as all is known.
    fn env_of<'e>(&self, commitment: &'e Commitment, service: &'e Id<Service>, span: Span) -> Env<'e> {
        let basis = Basis::of_commitment(commitment, false);
        let known = span.cut(Stretch::new(i64::MIN, self.as_of));
        Env { basis: Some(basis), ..Env::of_service(service, known) }
    }

    /// The judgement of a value.
    pub(super) fn value(
        &self,
        commitment: &Commitment,
        indicator: &Indicator,
        terms: &Terms<'_>,
        service: &Id<Service>,
        judged: &mut Judged,
    ) {
        let mut env = self.env_of(commitment, service, judged.span);
        env.span = self.pooled(commitment, indicator, &env);
        self.attain(commitment, indicator, &env, judged);
        if judged.attained.is_none()
            && let Some(empty) = &indicator.empty
        {
            judged.attained = self.eval(empty, &env).number().cloned();
        }
        let too_few = commitment.sample.is_some_and(|sample| judged.cases < sample) && judged.cases > 0;
        let of_few = self.share_of_few(judged.cases);
        if too_few && let Some(sample) = commitment.sample {
            judged.lines.push(Line::new(What::Sample, &commitment.term.id).value(number(sample)));
        }
        match &judged.attained {
            Some(_) if too_few && of_few.is_none() => {}
            Some(attained) => {
                if too_few
                    && attained.is_share()
                    && let Some(of_few) = of_few
                {
                    judged.target = Some(attained.with(match self.polarity(commitment) {
                        Polarity::Higher => of_few,
                        Polarity::Lower => Rational::one() - of_few,
                    }));
                }
                self.conclude(commitment, terms, judged);
            }
            // A share of time of which nothing is agreed is not judged; a sample that is missing is what the contract says.
            None if matches!(indicator.formula, Expr::TimeShare { .. }) => {}
            None => {
                judged.verdict = match self.assessment("evidence_missing") {
                    "deemed_met" => Verdict::Met,
                    "deemed_breached" => Verdict::Breached,
                    _ => Verdict::NotAssessed,
                };
                if judged.verdict != Verdict::NotAssessed {
                    let preset = self.model.assessment.as_ref().map(|preset| &preset.term.id);
                    judged.lines.extend(preset.map(|preset| Line::new(What::Deemed, preset)));
                }
            }
        }
    }

    /// What is attained in a period, and out of how much.
    fn attain(&self, commitment: &Commitment, indicator: &Indicator, env: &Env<'_>, judged: &mut Judged) {
        if let Some((mean, slots)) = self.mean_of_slots(indicator, env) {
            judged.cases = slots;
            judged.attained = mean;
            judged.lines.push(Line::so(What::Agreed).value(number(slots)));
            return;
        }
        match &indicator.formula {
            Expr::TimeShare { slots, holds } => {
                let share = self.time_share(slots.as_ref(), holds, env);
                let amount = |base: Rational| Number { base, unit: if share.slots { "" } else { "s" }.into() };
                judged.agreed = Some(amount(share.agreed.clone()));
                // What is lost is what is bad: where less is better, that for which the condition holds.
                judged.lost = Some(amount(match indicator.better.unwrap_or(Polarity::Higher) {
                    Polarity::Higher => share.lost.clone(),
                    Polarity::Lower => &share.agreed - &share.lost,
                }));
                judged.attained = share.attained().number().cloned();
                if let Some(service) = env.service {
                    self.explain_share(commitment, service, share.scheduled, judged);
                }
            }
            Expr::Aggregate { function: Aggregate::Share, of, filter: Some(filter), over: None } => {
                let (good, all) = self.tally(of, filter, env);
                let bad = if indicator.better == Some(Polarity::Lower) { good } else { all - good };
                judged.cases = all;
                judged.missed = bad;
                judged.agreed = Some(Number::plain(count(all)));
                judged.lost = Some(Number::plain(count(bad)));
                judged.attained = count(good).checked_div(&count(all)).map(Number::share);
                judged.lines.push(Line::so(What::Agreed).value(number(all)));
                if let Expr::Records(record) = &**of {
                    let left_out: Vec<&Name> = self.rows_left_out(record, env).map(|row| &row.name).collect();
                    if !left_out.is_empty() {
                        let value = number(u64::try_from(left_out.len()).unwrap_or(u64::MAX));
                        judged.lines.push(Line::so(What::LeftOut).value(value).rows(Rows::from_iter(left_out)));
                    }
                }
                judged.lines.push(Line::so(What::Lost).value(number(bad)));
            }
            formula => {
                judged.cases = self.sample_size(indicator, env);
                judged.attained = self.eval(formula, env).number().cloned();
                if self.rests_on_before(formula) {
                    self.explain(formula, env, &mut judged.lines);
                }
            }
        }
    }

    /// How many samples a formula gathers in a period.
    fn sample_size(&self, indicator: &Indicator, env: &Env<'_>) -> u64 {
        if let Some((_, slots)) = self.mean_of_slots(indicator, env) {
            return slots;
        }
        match &indicator.formula {
            Expr::Aggregate { function: Aggregate::Share, of, filter: Some(filter), over: None } => {
                self.tally(of, filter, env).1
            }
            Expr::Aggregate { of, filter, over: None, .. } => {
                u64::try_from(self.samples(of, filter.as_deref(), env).len()).unwrap_or(u64::MAX)
            }
            _ => 0,
        }
    }

    /// The time whose samples are judged: the period and, where the contract carries samples over, the periods before it in
    /// which there were too few.
    fn pooled(&self, commitment: &Commitment, indicator: &Indicator, env: &Env<'_>) -> Span {
        let (Some(sample), Some(window), Some(service)) = (commitment.sample, &commitment.window, env.service) else {
            return env.span;
        };
        let held = self.held_around(commitment, service, env.span.within);
        let Some(time) = held.filter(|_| self.assessment("too_few") == "carried_over") else { return env.span };
        let mut from = None;
        for before in self.periods(window, Stretch::new(time.start, env.span.within.start)) {
            if before.whole.start >= env.span.whole.start {
                break;
            }
            let start = from.unwrap_or(before.within.start.max(time.start));
            let so_far = Span::whole(Stretch::new(start, before.within.end));
            let enough = self.sample_size(indicator, &env.during(so_far)) >= sample;
            from = if enough { None } else { Some(start) };
        }
        let within = Stretch::new(from.unwrap_or(env.span.within.start), env.span.within.end);
        Span { whole: env.span.whole, within }
    }

    /// The lines of a share of time: the calendar, what is out, what is agreed, what is lost.
    fn explain_share(&self, commitment: &Commitment, service: &Id<Service>, scheduled: i64, judged: &mut Judged) {
        let always = CalendarSet::Always;
        let calendar = self.calendars.instants(commitment.calendar.as_ref().unwrap_or(&always));
        let account = self.account(&commitment.term.id, &commitment.suspended_by, service, &calendar, false);
        let period = judged.span.within;
        let lines = &mut judged.lines;
        let scheduled = Number::seconds(scheduled).quantity();
        lines.push(Line::new(What::Scheduled, &commitment.term.id).value(scheduled));
        let presumes = |taken: &&Taken| {
            let exclusion = self.model.exclusions.get(&taken.exclusion);
            exclusion.is_some_and(|exclusion| Self::holds(exclusion, Standing::Pending, false))
        };
        let (presumed, pending): (Vec<&Taken>, Vec<&Taken>) = account.pending.iter().partition(presumes);
        let is_presumed =
            |taken: &&Taken| presumed.iter().any(|one| one.row == taken.row && one.exclusion == taken.exclusion);
        let taken: Vec<&Taken> = account.taken.iter().filter(|taken| !is_presumed(taken)).collect();
        let taken = taken.into_iter().map(|taken| (What::Excluded, taken));
        let presumed = presumed.into_iter().map(|taken| (What::Presumed, taken));
        let pending = presumed.chain(pending.into_iter().map(|taken| (What::Pending, taken)));
        for (what, taken) in taken.chain(pending).filter(|(_, taken)| !taken.during.and(period).is_empty()) {
            let during = taken.during.and(period);
            let seconds = Rational::from(calendar.measure(during.start, during.end)) * &taken.share;
            let value = Number { base: seconds, unit: "s".into() }.quantity();
            let rows = taken.row.iter().collect();
            lines.push(Line::new(what, taken.exclusion.name()).value(value).during(during).rows(rows));
        }
        for refused in account.refused.iter().filter(|refused| period.contains(refused.at)) {
            lines.push(refused.line());
        }
        for (what, number) in [(What::Agreed, &judged.agreed), (What::Lost, &judged.lost)] {
            lines.extend(number.as_ref().map(|number| Line::so(what).value(number.quantity())));
        }
    }
}
