//! The value of figures and of indicators in a period.

use super::calendars::prevails;
use super::clock::timed;
use super::expr::{Basis, Env};
use super::suspension::within;
use super::world::{Span, World};
use super::{Number, Value, instances};
use crate::base::Name;
use crate::model::{
    CalendarSet, Commitment, Event, Exception, Exclusion, ExclusionSource, Expr, Figure, FigureSource, Form, HasTerm,
    Id, Indicator, Key, Replacement, Service, Subject, Window,
};
use crate::quantity::Rational;
use crate::time::{Instants, Stretch, local};

/// The seconds of a day on which no clock changes.
const DAY: i64 = 86_400;

impl World<'_> {
    /// The value of a figure in the period of `env`: for a rate, of the one period of its own in which that begins.
    #[must_use]
    pub fn figure(&self, id: &Id<Figure>, of: Option<&Id<Service>>, env: &Env<'_>) -> Value {
        let Some(figure) = self.model.figures.get(id) else { return Value::Nothing };
        // What is one for the contract is the same whoever asks.
        let of_contract = figure.of == Some(Subject::Contract);
        let service = match &figure.of {
            Some(Subject::Service(service)) => Some(instances::subject(service, of)),
            _ => of.filter(|_| !of_contract),
        };
        let row = env.row.filter(|_| !of_contract);
        let env = Env { service, row, base: None, span: self.carried_period(figure, env.span), ..*env };
        // What is stated for each month is asked for the month in which the period begins.
        let stated = match &figure.value {
            FigureSource::GivenBy(_, Some(window)) => self.cycle(window),
            _ => None,
        };
        let stated = stated.and_then(|cycle| cycle.at(env.span.within.start, self.zone()));
        let asked = stated.map_or(env.span.whole, |period| period.whole);
        // What is stated of a service holds for its records.
        let subjects: Vec<&Name> = env.row.map(|row| &row.name).into_iter().chain(service.map(Id::name)).collect();
        let given = match subjects.as_slice() {
            [] => self.given(id.as_str(), None, asked),
            named => named.iter().find_map(|name| self.given(id.as_str(), Some(name.as_str()), asked)),
        };
        if let Some(given) = given {
            return given.clone();
        }
        let Some(period) = figure.per.as_ref().and_then(|window| self.cycle(window)) else {
            return self.figure_at(figure, env.span.within.start, &env);
        };
        let Some(period) = period.at(env.span.within.start, self.zone()) else { return Value::Nothing };
        let cut = if env.span.whole == period.whole { env.span.within } else { period.whole.and(self.term()) };
        let span = Span { whole: period.whole, within: cut };
        self.rate(figure, span, &env)
    }

    /// The value of a rate in one period of its own: day by day where it changes within it, and in part where the period is
    /// partial and the contract says so.
    fn rate(&self, figure: &Figure, span: Span, env: &Env<'_>) -> Value {
        let in_part = self.assessment("partial_fee") != "whole";
        let counted = if in_part { span.within } else { span.whole };
        let mut pieces: Vec<(Stretch, Value)> = Vec::new();
        let first = local::date_at(self.zone(), counted.start);
        let days = first.series(jiff::Span::new().days(1)).map(|day| local::day(self.zone(), day));
        // A day that the clocks skip is none.
        for whole in days.take_while(|day| day.start < counted.end).filter(|day| !day.and(counted).is_empty()) {
            let stretch = whole.and(counted);
            let value = self.figure_at(figure, stretch.start, env);
            match pieces.last_mut() {
                Some((last, same)) if *same == value => last.end = stretch.end,
                _ => pieces.push((stretch, value)),
            }
        }
        if let [(all, value)] = pieces.as_slice()
            && *all == span.whole
        {
            return value.clone();
        }
        let days = |stretch: Stretch| Rational::from(self.days_in(stretch));
        let whole = days(span.whole);
        let mut total: Option<Number> = None;
        for (stretch, value) in &pieces {
            let Some(number) = value.number() else { return Value::Nothing };
            let Some(part) = (&number.base * days(*stretch)).checked_div(&whole) else { return Value::Nothing };
            total = Some(match total {
                Some(sum) => sum.with(&sum.base + part),
                None => number.with(part),
            });
        }
        total.map_or(Value::Nothing, Value::Number)
    }

    /// How many local days begin in a stretch.
    #[must_use]
    pub fn days_in(&self, stretch: Stretch) -> i64 {
        let (first, until) = (local::date_at(self.zone(), stretch.start), local::date_at(self.zone(), stretch.end));
        let days = first.until(until).map_or(0, |span| i64::from(span.get_days()));
        // Where much time is missing, the clocks skip a day: it is none.
        if days * DAY - stretch.seconds() < DAY / 2 {
            return days;
        }
        let all = first.series(jiff::Span::new().days(1)).take_while(|day| *day < until);
        all.map(|day| i64::from(!local::day(self.zone(), day).is_empty())).sum()
    }

    /// The value of a figure at an instant, with the exceptions that hold then.
    fn figure_at(&self, figure: &Figure, at: crate::time::Instant, env: &Env<'_>) -> Value {
        let written = match &figure.value {
            // What the list of the instances says of one holds for that one.
            FigureSource::Is(expr) => self.eval(self.listed(figure, env).unwrap_or(expr), env),
            FigureSource::Decision(table) => {
                let said = self.listed(figure, env).or_else(|| self.decided(table, env));
                said.map_or(Value::Nothing, |expr| self.eval(expr, env))
            }
            FigureSource::Column(rows) => {
                let row = self.column(figure, rows, env);
                row.map_or(Value::Nothing, |expr| self.eval(expr, env))
            }
            // The list of the instances of a service may say what someone gives for each.
            FigureSource::GivenBy(..) => {
                self.column(figure, &[], env).map_or(Value::Nothing, |expr| self.eval(expr, env))
            }
            FigureSource::Blank(_) => Value::Nothing,
        };
        let known = match (&written, &figure.default) {
            (Value::Nothing, Some(default)) => self.eval(default, env),
            _ => written,
        };
        match self.replaced(figure.term.id.as_str(), "is", at, env) {
            Some((_, Replacement::Expr(expr))) => self.eval(expr, &Env { base: Some(&known), ..*env }),
            _ => known,
        }
    }

    /// The period that a figure gathers over, itself or through the figures that it reads: it has a value for each. None where there is
    /// none, or several.
    pub(super) fn gathers_each<'s>(&'s self, figure: &'s Figure) -> Option<&'s Window> {
        let (mut windows, mut seen, mut todo) = (Vec::new(), Vec::new(), vec![figure]);
        while let Some(figure) = todo.pop() {
            if seen.contains(&&figure.term.id) {
                continue;
            }
            seen.push(&figure.term.id);
            let mut read = Vec::new();
            match &figure.value {
                FigureSource::Is(expr) => gathered(expr, &mut windows, &mut read),
                FigureSource::Decision(table) => {
                    table
                        .rows
                        .iter()
                        .filter_map(|row| row.outcome.as_ref())
                        .for_each(|expr| gathered(expr, &mut windows, &mut read));
                    read.extend(table.keys.iter().filter_map(|key| match key {
                        Key::Figure(figure) => Some(figure),
                        _ => None,
                    }));
                }
                _ => {}
            }
            todo.extend(read.into_iter().filter_map(|id| self.model.figures.get(id)));
        }
        let first = *windows.first()?;
        let is_period = matches!(first, Window::Calendar { .. } | Window::Period { .. });
        (is_period && windows.iter().all(|window| *window == first)).then_some(first)
    }

    /// What the list of the instances of a service says of a figure of one of them.
    fn listed<'s>(&'s self, figure: &Figure, env: &Env<'_>) -> Option<&'s Expr> {
        let instance = env.service.filter(|service| instances::parts(service.as_str()).is_some())?;
        let facts = &self.service(instance)?.facts;
        facts.iter().find(|(name, _)| *name == figure.term.id).map(|(_, expr)| expr)
    }

    /// The cell of a figure that is a column: a fact of the judged objective or of the service, or the row of a value.
    fn column<'s>(&'s self, figure: &Figure, rows: &'s [(Name, Expr)], env: &Env<'_>) -> Option<&'s Expr> {
        let facts = match &figure.of {
            Some(Subject::Objective) => {
                let judged = env.judged.map(|judged| &judged.commitment);
                judged.and_then(|id| self.model.commitments.get(id)).map(|commitment| commitment.facts.as_slice())
            }
            _ => env.service.and_then(|id| self.service(id)).map(|service| service.facts.as_slice()),
        };
        let value = match &figure.of {
            Some(Subject::Dimension(dimension)) => self.dimension(dimension, env),
            _ => env.service.map(|service| {
                instances::parts(service.as_str()).map_or(service.name().clone(), |(service, _)| service.into())
            }),
        };
        let fact = facts.unwrap_or_default().iter().find(|(name, _)| *name == figure.term.id);
        let row = rows.iter().find(|(name, _)| Some(name) == value.as_ref());
        fact.or(row).map(|(_, expr)| expr)
    }

    /// What a field of a term becomes at an instant, and by which exception.
    #[must_use]
    pub fn replaced(
        &self,
        term: &str,
        field: &str,
        at: crate::time::Instant,
        env: &Env<'_>,
    ) -> Option<(&Exception, &Replacement)> {
        let exception = self.exception_at(term, field, at, env)?;
        values(exception, field).next().map(|value| (exception, value))
    }

    /// The exception on a field of a term that holds at an instant; of several, the one that prevails.
    #[must_use]
    pub fn exception_at(&self, term: &str, field: &str, at: crate::time::Instant, env: &Env<'_>) -> Option<&Exception> {
        let holding: Vec<&Exception> = self
            .model
            .exceptions
            .iter()
            .filter(|exception| exception.on.iter().any(|on| on == term) && values(exception, field).next().is_some())
            .filter(|exception| self.in_force(exception.term.validity).contains(at))
            .filter(|exception| self.exception_applies(exception, at, env))
            .collect();
        let beaten = |exception: &Exception| holding.iter().any(|other| prevails(self.model, other, exception));
        holding.iter().copied().find(|exception| !beaten(exception))
    }

    fn exception_applies(&self, exception: &Exception, at: crate::time::Instant, env: &Env<'_>) -> bool {
        let scope = &exception.scope;
        let in_services =
            scope.services.is_empty() || env.service.is_some_and(|service| instances::among(&scope.services, service));
        let in_dimensions = scope
            .dimensions
            .iter()
            .all(|(dimension, values)| self.dimension(dimension, env).is_some_and(|value| values.contains(&value)));
        let now = match &exception.when {
            None => true,
            Some(ExclusionSource::Permitted(hours)) => {
                crate::time::compile(hours, &[], self.zone(), self.calendars.within()).contains(at)
            }
            Some(ExclusionSource::Calendar(set)) => self.calendars.instants(set).contains(at),
            Some(ExclusionSource::When(condition)) => self.eval(condition, env).holds(),
            Some(ExclusionSource::Between(from, to)) => env.service.is_some_and(|service| {
                self.between(from, to, Some(service)).iter().any(|(_, during)| during.contains(at))
            }),
            Some(ExclusionSource::Blank(_)) => false,
        };
        in_services && in_dimensions && now
    }

    /// The value of an indicator for a record, or for a service in the period of `env`.
    #[must_use]
    pub fn indicator(&self, id: &Id<Indicator>, of: Option<&Id<Service>>, env: &Env<'_>) -> Value {
        self.indicator_in(id, of, env, false)
    }

    /// The same where the period may be one of the slots that the indicator is computed in first.
    pub(super) fn indicator_in(
        &self,
        id: &Id<Indicator>,
        of: Option<&Id<Service>>,
        env: &Env<'_>,
        is_slot: bool,
    ) -> Value {
        let Some(indicator) = self.model.indicators.get(id) else { return Value::Nothing };
        let service = match &indicator.of {
            Subject::Service(service) => Some(instances::subject(service, of)),
            _ => of,
        };
        if let Some(given) = self.given(id.as_str(), service.map(|s| s.as_str()), env.span.whole) {
            return given.clone();
        }
        if let (Some(row), Some(timed)) = (env.row, timed(indicator))
            && row.record == *timed.record
        {
            return match (self.value_of_case(timed, row, env), &indicator.empty) {
                (Value::Nothing, Some(empty)) => self.eval(empty, env),
                (value, _) => value,
            };
        }
        if let Some((judge, span)) =
            service.filter(|_| env.basis.is_none() || env.is_one_of).and_then(|of| self.judge_of(id, of, env.span))
        {
            let basis = Basis { scope: None, ..Basis::of_commitment(judge, false) };
            let env = Env { service, basis: Some(basis), base: None, is_one_of: false, ..env.during(span) };
            return self.value_in(indicator, &env, is_slot);
        }
        let mut exclusions = self.exclusions_of(id);
        let mut of = id.name().clone();
        if let Some(outer) = env.basis.filter(|_| env.row.is_some()) {
            // A case that others are gathered with keeps its own pauses, and those of what gathers it.
            exclusions.extend(
                outer.exclusions.iter().filter(|other| !exclusions.contains(other)).cloned().collect::<Vec<_>>(),
            );
            of = within(outer.of, id.name());
        }
        let calendar =
            indicator.during.as_ref().or(env.basis.map(|outer| outer.calendar)).unwrap_or(&CalendarSet::Always);
        let (scope, otherwise) = env.basis.map_or((None, false), |outer| (outer.scope, outer.otherwise));
        let own = Basis { scope, of: &of, calendar, exclusions: &exclusions, otherwise };
        let is_outer = env.basis.is_some() && env.row.is_none() && indicator.during.is_none();
        let basis = env.basis.filter(|_| is_outer).or(Some(own));
        let env = Env { service, basis, base: None, is_one_of: false, ..*env };
        self.value_in(indicator, &env, is_slot)
    }

    fn value_in(&self, indicator: &Indicator, env: &Env<'_>, is_slot: bool) -> Value {
        match self.mean_of_slots(indicator, env).filter(|_| !is_slot) {
            Some((mean, _)) => mean.map_or(Value::Nothing, Value::Number),
            None if is_slot && indicator.each.is_some() => self.in_slot(indicator, env),
            None => self.formula(indicator, env),
        }
    }

    /// The value of an indicator's formula in one of its slots: its value without a sample where the slot has none. A slot of which no time
    /// counts, or no sample, has no value.
    pub(super) fn in_slot(&self, indicator: &Indicator, env: &Env<'_>) -> Value {
        let value = self.eval(&indicator.formula, env);
        match &indicator.empty {
            Some(empty) if value == Value::Nothing && self.is_without_sample(&indicator.formula, env) => {
                self.eval(empty, env)
            }
            _ => value,
        }
    }

    /// The commitment on an indicator that a service is held to in a period, and what of the period is judged by it. Of several that count
    /// on other calendars, or leave out something else, none says how the indicator is counted where it is read by itself.
    fn judge_of(&self, id: &Id<Indicator>, service: &Id<Service>, span: Span) -> Option<(&Commitment, Span)> {
        let judging = self.model.commitments.iter().filter(|one| one.indicator == *id && one.target.is_some());
        let mut held = judging.filter_map(|one| Some((one, self.held_around(one, service, span.within)?)));
        let (first, time) = held.next()?;
        let alike = |one: &Commitment| one.calendar == first.calendar && one.suspended_by == first.suspended_by;
        if !held.all(|(one, _)| alike(one)) {
            return None;
        }
        let known = Stretch::new(time.start, time.end.min(self.as_of));
        Some((first, span.cut(known)))
    }

    /// The value of an indicator's formula; its value without a sample where there is none.
    #[must_use]
    pub fn formula(&self, indicator: &Indicator, env: &Env<'_>) -> Value {
        match (self.eval(&indicator.formula, env), &indicator.empty) {
            (Value::Nothing, Some(empty)) => self.eval(empty, env),
            (value, _) => value,
        }
    }

    /// The time between two events of the record of `env`, on the calendar of its basis.
    pub(super) fn time_between(&self, from: &Event, to: &Event, env: &Env<'_>) -> Value {
        let at = |event| match env.row {
            Some(row) => self.event_of(event, row),
            None => self.event(event, None, env.span.whole),
        };
        let (Some(from), Some(to)) = (at(from), at(to)) else { return Value::Nothing };
        let calendar = env.basis.map_or(&CalendarSet::Always, |basis| basis.calendar);
        let open = self.calendars.instants(calendar);
        let out = self.out_of_case(env, &open);
        super::world::seconds(out.map_or_else(|| open.measure(from, to), |out| open.except(&out).measure(from, to)))
    }

    /// What exclusions take out of the time of the record of `env`: what is out for another case stops another clock.
    fn out_of_case(&self, env: &Env<'_>, open: &Instants) -> Option<Instants> {
        let (basis, row) = (env.basis?, env.row?);
        let service = row.service.as_ref().or(env.service).filter(|_| !basis.exclusions.is_empty())?;
        let account = self.account(basis.of, basis.exclusions, service, open, basis.otherwise);
        let of_case = |exclusion: &Exclusion| match &exclusion.applies {
            ExclusionSource::Between(..) => true,
            ExclusionSource::When(condition) => super::reads::records(self.model, condition).contains(&row.record),
            _ => false,
        };
        let of_a_case = |id| self.model.exclusions.get(id).is_some_and(of_case);
        let taken = account.taken.iter().filter(|taken| taken.share == Rational::one());
        let own = taken.filter(|taken| !of_a_case(&taken.exclusion) || taken.row.as_ref() == Some(&row.name));
        Some(Instants::of(open.within(), own.map(|taken| taken.during)))
    }

    /// The exclusions that suspend an indicator.
    pub(super) fn exclusions_of(&self, id: &Id<Indicator>) -> Vec<Id<Exclusion>> {
        let suspends = |exclusion: &&Exclusion| exclusion.suspends_all || exclusion.suspends.contains(id);
        self.model.exclusions.iter().filter(suspends).map(HasTerm::id).collect()
    }

    /// Whether an indicator has a value for each case, which is counted on a clock: a time between two events, or the times without
    /// news within the case.
    #[must_use]
    pub fn is_count(indicator: &Indicator) -> bool {
        indicator.form == Form::Duration
    }
}

/// The horizons of what a formula gathers, and the figures that it reads in the period that is looked at.
fn gathered<'e>(expr: &'e Expr, windows: &mut Vec<&'e Window>, figures: &mut Vec<&'e Id<Figure>>) {
    match expr {
        Expr::Aggregate { over: Some(window), .. } => windows.push(window),
        Expr::Figure { figure, .. } => figures.push(figure),
        Expr::Before { .. } => {}
        _ => expr.parts().into_iter().for_each(|part| gathered(part, windows, figures)),
    }
}

/// The values that an exception gives to a field, in the order in which they are written.
pub(super) fn values<'e>(exception: &'e Exception, field: &str) -> impl Iterator<Item = &'e Replacement> {
    exception.fields.iter().filter(move |(name, _)| name == field).map(|(_, value)| value)
}
