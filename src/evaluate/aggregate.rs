//! Values gathered from records, slots, periods and commitments: share, mean, sum, count, least, greatest, quantiles.

use super::clock::timed;
use super::each::is_asked;
use super::evidence::Row;
use super::expr::{Env, count};
use super::judge::{Judged, Verdict};
use super::suspension::OutForRecords;
use super::world::{Span, World};
use super::{Number, Value, instances};
use crate::model::{
    Aggregate, Attained, Commitment, CommitmentRef, Event, Expr, Figure, FigureSource, HasTerm, Id, Indicator, Record,
    Service, Subject, Window,
};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};

impl World<'_> {
    /// The value of an aggregate.
    #[must_use]
    pub fn aggregate(
        &self,
        function: Aggregate,
        of: &Expr,
        filter: Option<&Expr>,
        over: Option<&Window>,
        env: &Env<'_>,
    ) -> Value {
        let span = over.map_or(Some(env.span), |window| self.horizon_of(window, env));
        let Some(span) = span else { return Value::Nothing };
        // Of the period that is judged, a figure is gathered over the part that is.
        let is_judged = matches!(of, Expr::Figure { .. }) && span.whole == env.span.whole;
        let span = if is_judged { env.span } else { span };
        let within = env.during(span);
        match (function, of, filter) {
            (Aggregate::Breaches, of @ (Expr::Commitment(_) | Expr::Objective), _) => self.breaches(of, over, &within),
            (Aggregate::Count, Expr::Aggregate { function: Aggregate::Breaches, of, .. }, _) => match &**of {
                of @ (Expr::Commitment(_) | Expr::Objective) => self.breaches(of, over, &within),
                of => self.aggregate(Aggregate::Breaches, of, None, None, &within),
            },
            (Aggregate::Objectives, Expr::Commitment(named), _) => self.objectives(named, &within),
            (Aggregate::Count, Expr::Aggregate { function: Aggregate::Objectives, of, .. }, _) => {
                self.aggregate(Aggregate::Objectives, of, None, None, &within)
            }
            (Aggregate::Sum, Expr::Attained(Attained::Total), None) => self.total(span, env),
            (Aggregate::Sum, Expr::Schedule(schedule), None) if over.is_some() => {
                Value::Number(self.owed_over(schedule, &within))
            }
            (function, of, _) if function != Aggregate::Count && !self.all_are_known(of) => Value::Nothing,
            (Aggregate::Share, of, Some(filter)) => {
                let (good, all) = self.tally(of, filter, &within);
                let share = count(good).checked_div(&count(all));
                share.map_or(Value::Nothing, |share| Value::Number(Number::share(share)))
            }
            (Aggregate::Count, Expr::Records(_), _) => {
                let samples = self.samples(of, filter, &within);
                Value::Number(Number::plain(length(samples.len())))
            }
            (Aggregate::Count, Expr::State(state), _) => self.count_in(state, filter, &within),
            (_, Expr::Figure { figure, .. }, None) if self.was_not_stated(figure, of, &within) => Value::Nothing,
            _ => {
                let samples = self.samples(of, filter, &within);
                let numbers: Option<Vec<&Number>> = samples.iter().map(Value::number).collect();
                match (numbers, function) {
                    (_, Aggregate::Count) => Value::Number(Number::plain(length(samples.len()))),
                    // A sum of nothing is nothing owed; a mean of nothing is not known.
                    (Some(numbers), Aggregate::Sum) if numbers.is_empty() => {
                        Value::Number(Number::plain(Rational::zero()))
                    }
                    (Some(numbers), _) => of_numbers(function, numbers).map_or(Value::Nothing, Value::Number),
                    (None, _) => Value::Nothing,
                }
            }
        }
    }

    /// The good ones among records, and all of them.
    #[must_use]
    pub fn tally(&self, of: &Expr, filter: &Expr, env: &Env<'_>) -> (u64, u64) {
        let Expr::Records(record) = of else {
            if !self.all_are_known(of) {
                return (0, 0);
            }
            let all = self.samples(of, None, env).len();
            let good = self.samples(of, Some(filter), env).len();
            return (as_count(good), as_count(all));
        };
        let mut tally = (0, 0);
        for row in self.rows_in(record, env) {
            tally.1 += 1;
            tally.0 += u64::from(self.eval(filter, &env.with_row(row)).holds());
        }
        tally
    }

    /// The records of a sort that begin in the period of `env`, of its service and scope, on its calendar, and that are not left out.
    pub fn rows_in<'r>(&'r self, record: &Id<Record>, env: &'r Env<'_>) -> impl Iterator<Item = &'r Row> {
        self.rows_of(record, env, false)
    }

    /// The records of a sort that would count in the period of `env`, and are left out by an exclusion.
    pub(super) fn rows_left_out<'r>(&'r self, record: &Id<Record>, env: &'r Env<'_>) -> impl Iterator<Item = &'r Row> {
        self.rows_of(record, env, true)
    }

    /// Those of the records of a period that are left out, or the others.
    fn rows_of<'r>(&'r self, record: &Id<Record>, env: &'r Env<'_>, left_out: bool) -> impl Iterator<Item = &'r Row> {
        let period = env.span.within;
        let of_service =
            |row: &&Row| row.service.is_none() || env.service.is_none() || row.service.as_ref() == env.service;
        let open = env.basis.map(|basis| self.calendars.instants(basis.calendar));
        let out = env.basis.zip(env.service).zip(open.as_ref()).map(|((basis, service), open)| {
            let account = self.account(basis.of, basis.exclusions, service, open, basis.otherwise);
            self.out_for_records(account, basis.exclusions, record)
        });
        let is_out = move |row: &Row, at: Instant| {
            out.as_ref().is_some_and(|out| out.contains(row, at))
                || env.basis.is_some_and(|basis| {
                    let freed = self.case_out(basis.exclusions, row, at, out.as_ref().map(OutForRecords::account));
                    freed.is_some_and(|(exclusion, standing)| Self::holds(exclusion, standing, basis.otherwise))
                })
        };
        let counts = move |row: &&Row| {
            if !self.is_looked_at(row, env) {
                return false;
            }
            let Some(at) = self.begins(row) else { return false };
            period.contains(at)
                && env.basis.and_then(|basis| basis.scope).is_none_or(|scope| self.is_sample_of(scope, row))
                && open.as_ref().is_none_or(|open| open.contains(at))
                && is_out(row, at) == left_out
        };
        self.evidence.rows(record).iter().filter(of_service).filter(counts)
    }

    /// The period that a horizon makes of a question: of its period, or of an event of the record that it is about.
    #[must_use]
    pub fn horizon_of(&self, window: &Window, env: &Env<'_>) -> Option<Span> {
        let Window::Anchored { span, after, event } = window else { return self.horizon(window, env.span) };
        let at = self.event(event, env.row, env.span.whole)?;
        let whole =
            if *after { Stretch::new(at, self.ahead(at, span)?) } else { Stretch::new(self.back(at, span)?, at) };
        Some(Span { whole, within: whole.and(self.term()) })
    }

    /// The period that a horizon makes of the period of a question: the one that holds it, or the one that ends, or begins, where
    /// it ends.
    #[must_use]
    pub fn horizon(&self, window: &Window, span: Span) -> Option<Span> {
        let end = span.whole.end;
        let whole = match window {
            Window::Rolling { span: length, .. } | Window::Last { span: length } => {
                Stretch::new(self.back(end, length)?, end)
            }
            Window::Next { span: length } => Stretch::new(end, self.ahead(end, length)?),
            Window::Previous { count, of } => return self.previous(*count, of, span.whole.start),
            Window::Term => self.term(),
            Window::Anchored { .. } => return None,
            _ => self.cycle(window)?.at((end - 1).max(span.whole.start), self.zone())?.whole,
        };
        Some(Span { whole, within: whole.and(self.term()) })
    }

    /// The values that are gathered.
    pub(super) fn samples(&self, of: &Expr, filter: Option<&Expr>, env: &Env<'_>) -> Vec<Value> {
        if let Expr::Each { of, among } = of {
            return self.values_of_each(of.as_deref(), among, filter, env);
        }
        let kept = |row: &&Row| filter.is_none_or(|filter| self.eval(filter, &env.with_row(row)).holds());
        if let Expr::Gap { of, within } = of {
            return match within {
                None => self.gaps(of, &kept, env),
                Some(watch) => self.gaps_within(of, watch, &kept, env),
            };
        }
        if let Expr::Indicator { indicator, .. } = of
            && let Some(timed) = self.model.indicators.get(indicator).and_then(timed)
            && self.given(indicator.as_str(), env.service.map(Id::as_str), env.span.whole).is_none()
        {
            let kept = |case: &Env<'_>| filter.is_none_or(|filter| self.eval(filter, case).holds());
            return self.values_of_cases(timed, &kept, env);
        }
        if let Some(record) = self.sampled(of) {
            // Records that do not count for what is gathered are not gathered.
            let own = match of {
                Expr::Indicator { indicator, .. } => self.exclusions_of(indicator),
                _ => Vec::new(),
            };
            let counts = |row: &&Row| {
                let opened = self.begins(row).unwrap_or(self.as_of);
                let out = self.case_out(&own, row, opened, None);
                !out.is_some_and(|(exclusion, standing)| {
                    Self::holds(exclusion, standing, env.basis.is_some_and(|basis| basis.otherwise))
                })
            };
            let rows = self.rows_in(&record, env).filter(counts).filter(kept);
            let values = rows.map(|row| match of {
                Expr::Records(_) => Value::Flag(true),
                _ => self.eval(of, &env.with_row(row)),
            });
            return values.filter(|value| *value != Value::Nothing).collect();
        }
        let periods = match of {
            Expr::Indicator { indicator, .. } => {
                let indicator = self.model.indicators.get(indicator);
                indicator.and_then(|indicator| indicator.each.clone()).or_else(|| self.judged_window(env))
            }
            Expr::Figure { figure, .. } => self.model.figures.get(figure).and_then(|figure| match &figure.value {
                FigureSource::GivenBy(_, Some(window)) => Some(window.clone()),
                _ => {
                    let own = figure.per.as_ref().or_else(|| figure.own_window());
                    own.or_else(|| self.gathers_each(figure)).cloned()
                }
            }),
            Expr::Attained(_) | Expr::Schedule(_) => self.judged_window(env),
            _ => None,
        };
        let Some(window) = periods else {
            return [self.eval(of, env)].into_iter().filter(|value| *value != Value::Nothing).collect();
        };
        let mut values = Vec::new();
        let spans = match of {
            Expr::Figure { .. } => self.grid_of_rate(&window, env),
            _ => self.grid_of(&window, env),
        };
        // Where no service is asked about, that of each is gathered.
        let each: Vec<Option<Id<Service>>> = match of {
            Expr::Figure { figure, of } if env.service.is_none() => {
                self.each_that_has(figure, of.as_ref()).unwrap_or_else(|| vec![None])
            }
            _ => vec![env.service.cloned()],
        };
        for (span, service) in spans.into_iter().flat_map(|span| each.iter().map(move |service| (span, service))) {
            let inner = Env { service: service.as_ref(), ..env.during(span) };
            let value = match of {
                Expr::Attained(what) => self.attained_in(*what, &inner),
                Expr::Indicator { indicator, of } => {
                    self.indicator_in(indicator, of.as_ref().or(env.service), &inner, true)
                }
                _ => self.eval(of, &inner),
            };
            let holds = filter.is_none_or(|filter| self.eval(filter, &inner).holds());
            if value != Value::Nothing && holds {
                values.push(value);
            }
        }
        values
    }

    /// The values of an indicator in the slots that it is computed in first, within the period of `env`.
    pub(super) fn slot_values(&self, indicator: &Indicator, window: &Window, env: &Env<'_>) -> Vec<Number> {
        let slots = self.grid_of(window, env).into_iter();
        slots.filter_map(|slot| self.in_slot(indicator, &env.during(slot)).number().cloned()).collect()
    }

    /// The mean of the slots of an indicator that is one, and how many have a value.
    pub(super) fn mean_of_slots(&self, indicator: &Indicator, env: &Env<'_>) -> Option<(Option<Number>, u64)> {
        let window = indicator.each.as_ref().filter(|_| indicator.is_mean_of_slots())?;
        let values = self.slot_values(indicator, window, env);
        Some((of_numbers(Aggregate::Mean, values.iter().collect()), as_count(values.len())))
    }

    /// The window of the commitment that is judged.
    fn judged_window(&self, env: &Env<'_>) -> Option<Window> {
        self.model.commitments.get(&env.judged?.commitment)?.window.clone()
    }

    /// The periods or slots of a window within the period of `env`.
    fn grid_of(&self, window: &Window, env: &Env<'_>) -> Vec<Span> {
        let first = match window {
            Window::All { parts } => parts.iter().find(|part| !matches!(part, Window::Value { .. })),
            other => Some(other),
        };
        let spans = first.map(|window| self.periods(window, env.span.within)).unwrap_or_default();
        // A period belongs to the horizon in which it begins, or in which the term begins within it.
        let slides = matches!(first, Some(Window::Rolling { step: Some(_), .. }));
        spans.into_iter().filter(|span| slides || env.span.whole.contains(span.within.start)).collect()
    }

    /// The periods of a rate within the period of `env`: in part at both ends where a partial period has a fee in part.
    fn grid_of_rate(&self, window: &Window, env: &Env<'_>) -> Vec<Span> {
        if self.assessment("partial_fee") == "whole" {
            return self.grid_of(window, env);
        }
        let cut = |span: Span| span.cut(env.span.within);
        self.periods(window, env.span.within).into_iter().map(cut).collect()
    }

    /// Whether a figure that someone states, period by period, was not stated for one that is over.
    fn was_not_stated(&self, id: &Id<Figure>, of: &Expr, env: &Env<'_>) -> bool {
        let Some(figure) = self.model.figures.get(id).filter(|figure| figure.default.is_none()) else { return false };
        let FigureSource::GivenBy(_, Some(window)) = &figure.value else { return false };
        let mut over = self.grid_of_rate(window, env).into_iter().filter(|span| span.within.end <= self.as_of);
        over.any(|span| self.samples(of, None, &env.during(span)).is_empty())
    }

    /// The services, and the instances in the place of theirs, that each have a value of a figure; none where it is that of one service.
    fn each_that_has(&self, figure: &Id<Figure>, of: Option<&Id<Service>>) -> Option<Vec<Option<Id<Service>>>> {
        let only = match (self.model.figures.get(figure)?.of.as_ref()?, of) {
            (Subject::Any, of) => of,
            (Subject::Service(own), _) => Some(own),
            _ => return None,
        };
        let all = &self.model.services;
        let is_apart = |one: &Service| {
            let id = one.id();
            one.many && all.iter().any(|other| !other.many && instances::is_of(&other.id(), &id))
        };
        let own = all.iter().filter(|one| only.is_none_or(|only| instances::is_of(&one.id(), only)) && !is_apart(one));
        let own: Vec<Option<Id<Service>>> = own.map(|one| Some(one.id())).collect();
        let is_one = only.is_some() && own.iter().flatten().all(|id| Some(id) == only);
        (!is_one).then_some(own)
    }

    /// What the judged commitment attained in another of its periods.
    pub(super) fn attained_in(&self, what: Attained, env: &Env<'_>) -> Value {
        let commitment = env.judged.and_then(|judged| self.model.commitments.get(&judged.commitment));
        let (Some(commitment), Some(service)) = (commitment, env.service) else { return Value::Nothing };
        let judged = self.judge(commitment, service, env.span);
        self.eval(&Expr::Attained(what), &Env::of_judged(&judged, None))
    }

    /// The sort of records that a sample is read from, one each.
    fn sampled(&self, of: &Expr) -> Option<Id<Record>> {
        let of_record = |subject: &Subject| match subject {
            Subject::Record(record) => Some(record.clone()),
            _ => None,
        };
        match of {
            Expr::Records(record) | Expr::Field { record, .. } => Some(record.clone()),
            Expr::Indicator { indicator, .. } => of_record(&self.model.indicators.get(indicator)?.of),
            Expr::Figure { figure, .. } => of_record(self.model.figures.get(figure)?.of.as_ref()?),
            Expr::TimeBetween { from: Event::Field { record, .. }, .. } => Some(record.clone()),
            Expr::Binary { left, right, .. } => self.sampled(left).or_else(|| self.sampled(right)),
            _ => None,
        }
    }

    /// The commitments that a reference names.
    pub fn named<'s>(&'s self, named: &'s CommitmentRef) -> impl Iterator<Item = &'s Commitment> {
        self.model.commitments.iter().filter(move |commitment| named.means(commitment))
    }

    /// The periods, or the cases, in which commitments were breached. `over last 3 months` is a series of periods; a
    /// window that slides is a stretch of time, like those of the calendar.
    fn breaches(&self, of: &Expr, over: Option<&Window>, env: &Env<'_>) -> Value {
        let is_series = matches!(over, Some(Window::Last { .. }));
        let skips = is_series && self.assessment("in_series") == "skipped";
        let mut breaches = 0;
        let (commitments, scope): (Vec<&Commitment>, &[Id<Service>]) = match of {
            Expr::Commitment(named) => (self.named(named).collect(), &named.scope.services),
            _ => (
                env.judged.and_then(|judged| self.model.commitments.get(&judged.commitment)).into_iter().collect(),
                &[],
            ),
        };
        for commitment in commitments {
            for (service, held) in self.held(commitment) {
                if is_asked(scope, &service.id(), env.service) {
                    let horizon = env.span.within;
                    let since = if skips { held.start } else { horizon.start };
                    breaches += self.breaches_of(commitment, &service.id(), held, horizon, (is_series, since));
                }
            }
        }
        Value::Number(Number::plain(count(breaches)))
    }

    /// The commitments with something to judge: a period that ends in that of `env`, or a case that belongs to it, of the service concerned.
    fn objectives(&self, named: &CommitmentRef, env: &Env<'_>) -> Value {
        let horizon = env.span.within;
        let judged = |commitment: &&Commitment| {
            self.held(commitment).any(|(service, held)| {
                let id = service.id();
                let scope = &named.scope.services;
                let own = env.service.is_none_or(|of| *of == id) && (scope.is_empty() || instances::among(scope, &id));
                own && self.is_judged(commitment, &id, held, horizon)
            })
        };
        Value::Number(Number::plain(length(self.named(named).filter(judged).count())))
    }

    fn is_judged(&self, commitment: &Commitment, service: &Id<Service>, held: Stretch, horizon: Stretch) -> bool {
        match &commitment.window {
            Some(Window::Case { .. }) => {
                let mut tallies = self.cases().tallies(commitment, service, held.and(horizon));
                tallies.any(|tally| tally.cases() + tally.running > 0)
            }
            Some(window) => self.periods(window, held.and(horizon)).into_iter().any(|span| {
                let ends = horizon.contains((span.within.end - 1).max(span.within.start));
                ends && self.judge_as_known(commitment, service, span.cut(held)).verdict != Verdict::NotAssessed
            }),
            None => false,
        }
    }

    /// The breaches of a commitment, of the time for which a service is held to it, within a horizon. In a series that skips what was not
    /// assessed, as many assessed periods are looked at as there are periods in the horizon: those since an instant before it may take
    /// the place of skipped ones.
    fn breaches_of(
        &self,
        commitment: &Commitment,
        service: &Id<Service>,
        held: Stretch,
        horizon: Stretch,
        (is_series, since): (bool, Instant),
    ) -> u64 {
        let window = match &commitment.window {
            Some(Window::Case { .. }) => {
                let late = self.cases().late(commitment, service).iter();
                let within = |judged: &Judged| held.contains(judged.span.whole.start) && self.belongs(judged, horizon);
                return as_count(late.filter(|(j, _)| j.verdict == Verdict::Breached && within(j)).count());
            }
            Some(window) => window,
            None => return 0,
        };
        let looks_back = since < horizon.start && self.cycle(window).is_some();
        let looked_at = if looks_back { Stretch::new(since, horizon.end) } else { horizon };
        // A period counts where it lies within the horizon: where the service is held for a part of it, that part.
        let spans = self.periods(window, held.and(looked_at)).into_iter().map(|span| span.cut(held));
        let ended =
            |span: &Span| span.within.end <= horizon.end.min(self.as_of) && looked_at.contains(span.within.start);
        // Windows that slide by a step overlap, and belong where they end.
        let slides = matches!(window, Window::Rolling { step: Some(_), .. });
        let spans: Vec<Span> = spans.filter(|span| ended(span) || (slides && span.within.end <= self.as_of)).collect();
        let verdict = |span: &Span| self.judge(commitment, service, *span).verdict;
        if looks_back {
            let length = spans.iter().filter(|span| horizon.contains(span.within.start)).count();
            let assessed = spans.iter().rev().map(verdict).filter(|verdict| *verdict != Verdict::NotAssessed);
            return as_count(assessed.take(length).filter(|verdict| *verdict == Verdict::Breached).count());
        }
        // A stretch of time counts what lies in it, whatever lies between.
        let interrupts = is_series && self.assessment("in_series") == "interrupts";
        spans.iter().map(verdict).fold(0, |breaches, verdict| match verdict {
            Verdict::Breached => breaches + 1,
            Verdict::NotAssessed if interrupts => 0,
            _ => breaches,
        })
    }
}

fn as_count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn length(number: usize) -> Rational {
    count(as_count(number))
}

/// One value of many. Quantiles are nearest-rank: the least value that so many of them do not exceed.
pub(super) fn of_numbers(function: Aggregate, mut numbers: Vec<&Number>) -> Option<Number> {
    let first = (*numbers.first()?).clone();
    let sum = || numbers.iter().map(|number| &number.base).sum::<Rational>();
    let base = match function {
        Aggregate::Sum => sum(),
        Aggregate::Mean => sum().checked_div(&length(numbers.len()))?,
        Aggregate::Min => numbers.iter().map(|number| &number.base).min()?.clone(),
        Aggregate::Max => numbers.iter().map(|number| &number.base).max()?.clone(),
        Aggregate::Quantile(thousandths) => {
            numbers.sort_by(|a, b| a.base.cmp(&b.base));
            let all = numbers.len();
            let rank = (usize::from(thousandths) * all).div_ceil(1_000).max(1);
            numbers.get(rank - 1)?.base.clone()
        }
        Aggregate::Share | Aggregate::Count | Aggregate::Breaches | Aggregate::Objectives => return None,
    };
    Some(first.with(base))
}
