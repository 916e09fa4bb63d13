//! The judgement of a period: shares of time, of slots and of cases, and values.

use super::{Judged, Terms, Verdict};
use crate::evaluate::cases::Tally;
use crate::evaluate::derivation::{Line, What};
use crate::evaluate::expr::{Basis, count};
use crate::evaluate::suspension::Refusal;
use crate::evaluate::world::{Span, World};
use crate::evaluate::{Env, Number, Value};
use crate::model::{
    Aggregate, CalendarSet, Commitment, Expr, Form, HasTerm, Id, Indicator, Polarity, Quantity, Service,
};
use crate::quantity::Rational;
use crate::time::Stretch;

impl World<'_> {
    /// The judgement of a commitment for a service in one period.
    #[must_use]
    pub fn judge(&self, commitment: &Commitment, service: &Id<Service>, span: Span) -> Judged {
        let mut judged = Judged::of(commitment, Some(service), span);
        let env = Env::of_service(service, span);
        let (Some(indicator), Some(terms)) =
            (self.model.indicators.get(&commitment.indicator), self.terms(commitment, span.within.start, &env))
        else {
            return judged;
        };
        judged.target = self.eval(&terms.limit, &env).number().cloned();
        judged.lines.push(Line::new(What::Period, &commitment.term.id).during(span.within));
        if span.is_partial() && self.assessment("partial_period") == "not_assessed" {
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
            self.conclude(commitment, &terms, &mut judged);
        } else if indicator.form == Form::Duration && Self::is_count(indicator) {
            self.judge_tally(commitment, &terms, service, &mut judged);
        } else {
            self.judge_value(commitment, indicator, &terms, service, &mut judged);
        }
        let running = self.as_of < span.within.end;
        if running && matches!(judged.verdict, Verdict::Met | Verdict::Breached) {
            judged.verdict = Verdict::Provisional;
        }
        judged
    }

    /// The verdict on the attained value.
    fn conclude(&self, commitment: &Commitment, terms: &Terms<'_>, judged: &mut Judged) {
        let (Some(attained), Some(target)) = (&judged.attained, &judged.target) else { return };
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

    fn judge_value(
        &self,
        commitment: &Commitment,
        indicator: &Indicator,
        terms: &Terms<'_>,
        service: &Id<Service>,
        judged: &mut Judged,
    ) {
        self.measure(commitment, indicator, service, false, judged);
        let too_few = commitment.sample.is_some_and(|sample| judged.cases < sample) && judged.cases > 0;
        match &judged.attained {
            Some(_) if too_few && self.assessment("too_few") == "not_assessed" => {}
            Some(_) => self.conclude(commitment, terms, judged),
            // A share of time of which nothing is agreed is not judged; a sample that is missing is what the contract says.
            None if matches!(indicator.formula, Expr::TimeShare { .. }) => {}
            None => {
                judged.verdict = match self.assessment("evidence_missing") {
                    "deemed_met" => Verdict::Met,
                    "deemed_breached" => Verdict::Breached,
                    _ => Verdict::NotAssessed,
                };
            }
        }
        if judged.verdict == Verdict::Breached && self.rests_on_causes(commitment) {
            let mut hoped = Judged::of(commitment, Some(service), judged.span);
            self.measure(commitment, indicator, service, true, &mut hoped);
            hoped.target = judged.target.clone();
            self.conclude(commitment, terms, &mut hoped);
            if hoped.verdict != Verdict::Breached {
                judged.verdict = Verdict::Disputed;
            }
        }
    }

    /// Whether an exclusion of a commitment rests on a cause that someone establishes, which may take time.
    fn rests_on_causes(&self, commitment: &Commitment) -> bool {
        let mut exclusions = commitment.suspended_by.iter().filter_map(|id| self.model.exclusions.get(id));
        exclusions.any(|exclusion| exclusion.established.is_some())
    }

    /// What an indicator is worth in the period of a judgement: as things stand, or with every cause established for which the
    /// time still runs.
    fn measure(
        &self,
        commitment: &Commitment,
        indicator: &Indicator,
        service: &Id<Service>,
        hoped: bool,
        judged: &mut Judged,
    ) {
        let id = commitment.term.id.clone();
        let always = CalendarSet::Always;
        let calendar = commitment.calendar.as_ref().unwrap_or(&always);
        let basis = Basis { of: &id, calendar, exclusions: &commitment.suspended_by, hoped };
        let span = judged.span.cut(Stretch::new(i64::MIN, self.as_of));
        let env = Env { basis: Some(basis), ..Env::of_service(service, span) };
        match &indicator.formula {
            Expr::TimeShare { slots, holds } => {
                let share = self.time_share(slots.as_ref(), holds, &env);
                let amount = |base: Rational| Number { base, unit: if share.slots { "" } else { "s" }.into() };
                judged.agreed = Some(amount(share.agreed.clone()));
                judged.lost = Some(amount(share.lost.clone()));
                judged.attained = share.attained().number().cloned();
                self.explain_share(commitment, service, share.scheduled, judged);
            }
            Expr::Aggregate { function: Aggregate::Share, of, filter: Some(filter), over: None } => {
                let (good, all) = self.tally(of, filter, &env);
                let bad = if indicator.better == Polarity::Higher { all - good } else { good };
                judged.cases = all;
                judged.missed = bad;
                judged.agreed = Some(Number::plain(count(all)));
                judged.lost = Some(Number::plain(count(bad)));
                judged.attained = count(good).checked_div(&count(all)).map(Number::share);
                judged.lines.push(Line::so(What::Agreed).value(number(all)));
                judged.lines.push(Line::so(What::Lost).value(number(bad)));
            }
            _ => {
                judged.attained = self.eval(&indicator.formula, &env).number().cloned();
            }
        }
        if judged.attained.is_none()
            && let Some(empty) = &indicator.empty
        {
            judged.attained = self.eval(empty, &env).number().cloned();
        }
    }

    /// The lines of a share of time: the calendar, what is out, what is agreed, what is lost.
    fn explain_share(&self, commitment: &Commitment, service: &Id<Service>, scheduled: i64, judged: &mut Judged) {
        let always = CalendarSet::Always;
        let calendar = self.calendars.instants(commitment.calendar.as_ref().unwrap_or(&always));
        let account = self.account(&commitment.term.id, &commitment.suspended_by, service, &calendar);
        let period = judged.span.within;
        let lines = &mut judged.lines;
        let scheduled = Number::seconds(scheduled).quantity();
        lines.push(Line::new(What::Scheduled, &commitment.term.id).value(scheduled));
        for taken in account.taken.iter().filter(|taken| !taken.during.and(period).is_empty()) {
            let during = taken.during.and(period);
            let seconds = Rational::from(calendar.measure(during.start, during.end)) * &taken.share;
            let value = Number { base: seconds, unit: "s".into() }.quantity();
            let rows = taken.row.iter().collect();
            let what = if taken.disputed { What::Pending } else { What::Excluded };
            lines.push(Line::new(what, taken.exclusion.name()).value(value).during(during).rows(rows));
        }
        for refused in &account.refused {
            let row = self.evidence.all().find(|row| row.name == refused.row);
            if row.and_then(|row| self.begins(row)).is_some_and(|at| period.contains(at)) {
                let what = match refused.why {
                    Refusal::Notice => What::LateNotice,
                    Refusal::Hours => What::OutsideHours,
                    Refusal::Budget => What::BudgetUsedUp,
                    Refusal::NotEstablished => What::NotEstablished,
                };
                lines.push(Line::new(what, refused.exclusion.name()).rows([&refused.row].into_iter().collect()));
            }
        }
        for (what, number) in [(What::Agreed, &judged.agreed), (What::Lost, &judged.lost)] {
            lines.extend(number.as_ref().map(|number| Line::so(what).value(number.quantity())));
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
        if !tally.left_out.is_empty() {
            let left = u64::try_from(tally.left_out.names.len()).unwrap_or(u64::MAX) + tally.left_out.more;
            lines.push(Line::so(What::LeftOut).value(number(left)).rows(tally.left_out.clone()));
        }
        if tally.running > 0 {
            lines.push(Line::so(What::Running).value(number(tally.running)));
        }
        judged.cases = all;
        judged.missed = tally.missed;
        judged.agreed = Some(Number::plain(count(all)));
        judged.lost = Some(Number::plain(count(tally.missed)));
        let Some(attained) = count(tally.on_time).checked_div(&count(all)) else {
            if tally.running > 0 {
                judged.verdict = Verdict::Provisional;
            }
            return;
        };
        let asked = terms.quota.clone().unwrap_or_else(Rational::one);
        let too_few = all < sample;
        let quota = match self.assessment("too_few") {
            "all_must_meet" if too_few => Rational::one(),
            _ => asked,
        };
        lines.push(Line::so(What::Attained).value(Number::share(attained.clone()).quantity()));
        lines.push(Line::new(What::Quota, &commitment.term.id).value(Number::share(quota.clone()).quantity()));
        let could = count(tally.on_time + tally.disputed).checked_div(&count(all)).unwrap_or_default();
        judged.late = attained < quota;
        let over = (count(tally.missed) - (Rational::one() - &quota) * count(all)).max(Rational::zero());
        judged.excess = Some(Number::plain(over));
        judged.target = Some(Number::share(quota.clone()));
        judged.attained = Some(Number::share(attained.clone()));
        if too_few && self.assessment("too_few") != "all_must_meet" {
            lines.push(Line::new(What::Sample, &commitment.term.id).value(number(sample)));
            return;
        }
        judged.verdict = match (attained >= quota, could >= quota, tally.running > 0) {
            (true, _, false) => Verdict::Met,
            (false, true, _) => Verdict::Disputed,
            (false, false, _) => Verdict::Breached,
            (true, _, true) => Verdict::Provisional,
        };
    }

    /// The cases of a period, and of those before it in which there were too few for a verdict.
    fn carried(&self, commitment: &Commitment, service: &Id<Service>, span: Span, sample: u64, last: Tally) -> Tally {
        let Some(window) = &commitment.window else { return last };
        let held = self.held(commitment).find(|(of, time)| of.id() == *service && !time.and(span.within).is_empty());
        let Some((_, time)) = held else { return last };
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

    fn cases_of(&self, commitment: &Commitment, service: &Id<Service>, span: Span) -> Tally {
        self.cases().tally(commitment, service, span.whole.start).cloned().unwrap_or_default()
    }
}

fn number(count: u64) -> Quantity {
    Number::plain(super::super::expr::count(count)).quantity()
}
