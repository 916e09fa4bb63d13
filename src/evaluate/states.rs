//! When states hold.

use super::evidence::Row;
use super::expr::Env;
use super::world::{Span, World};
use super::{Number, Value, instances};
use crate::model::{
    CalendarSet, Event, Expr, FigureSource, Id, Operator, PeriodUnit, State, StateSource, Subject, Window,
};
use crate::syntax::ast::Comparator;
use crate::time::{Cycle, Instant, Instants, Stretch};

/// The column that says since when a reported state holds.
pub(super) const REPORTED_FROM: &str = "from";
/// The column that says until when a reported state holds.
pub(super) const REPORTED_UNTIL: &str = "until";

impl World<'_> {
    /// The instants at which a condition holds for a service.
    ///
    /// A state that is found slot by slot is found within the period of `env` only.
    #[must_use]
    pub fn instants_where(&self, condition: &Expr, env: &Env<'_>) -> Instants {
        let within = self.calendars.within();
        match condition {
            Expr::State(state) => match self.model.states.get(state) {
                Some(state) => self.state(state, env),
                None => Instants::never(within),
            },
            Expr::Not(inner) => self.instants_where(inner, env).complement(),
            Expr::Binary { op: Operator::And, left, right } => {
                self.instants_where(left, env).and(&self.instants_where(right, env))
            }
            Expr::Binary { op: Operator::Or, left, right } => {
                self.instants_where(left, env).or(&self.instants_where(right, env))
            }
            Expr::Quorum { at_least, of } => {
                let sets: Vec<Instants> = of.iter().map(|part| self.instants_where(part, env)).collect();
                at_least_of(*at_least, &sets, within)
            }
            Expr::Several { at_least, among, holds } => self.several(*at_least, among, holds, env),
            Expr::OfService { service, holds } => self.instants_where(holds, &Env { service: Some(service), ..*env }),
            Expr::In { window, calendar } => self.when_in(window, calendar),
            other => match self.pieces_of(other, env) {
                Some(pieces) => {
                    let holds = |piece: &Stretch| self.eval(other, &env.during(Span::whole(*piece))).holds();
                    Instants::of(within, pieces.into_iter().filter(holds))
                }
                None if self.eval(other, env).holds() => Instants::always(within),
                None => Instants::never(within),
            },
        }
    }

    /// Whether a condition reads a figure that has a value for each period.
    pub(super) fn changes_by_period(&self, condition: &Expr) -> bool {
        !self.cycles_of(condition).is_empty()
    }

    /// The periods for each of which someone states a figure that a condition reads.
    fn cycles_of(&self, condition: &Expr) -> Vec<Cycle> {
        let (mut cycles, mut seen, mut todo) = (Vec::new(), Vec::new(), vec![condition]);
        while let Some(expr) = todo.pop() {
            expr.visit_now(&mut |part| {
                let Expr::Figure { figure, .. } = part else { return };
                if seen.contains(&figure) {
                    return;
                }
                seen.push(figure);
                match self.model.figures.get(figure).map(|figure| &figure.value) {
                    Some(FigureSource::GivenBy(_, Some(window))) => cycles.extend(self.cycle(window)),
                    Some(FigureSource::Is(expr)) => todo.push(expr),
                    _ => {}
                }
            });
        }
        cycles
    }

    /// The pieces of time in each of which the figures of a condition have one value, where they have one for each period.
    fn pieces_of(&self, condition: &Expr, env: &Env<'_>) -> Option<Vec<Stretch>> {
        let cycles = self.cycles_of(condition);
        if cycles.is_empty() || env.row.is_some() {
            return None;
        }
        let within = self.calendars.within();
        let ends = cycles.iter().flat_map(|cycle| cycle.periods(within, self.zone())).map(|period| period.whole.end);
        let mut cuts: Vec<Instant> = ends.filter(|at| within.contains(*at)).chain([within.start, within.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        Some(cuts.iter().zip(cuts.iter().skip(1)).map(|(&start, &end)| Stretch::new(start, end)).collect())
    }

    /// The instants at which a state holds: for the service of `env`, or of no service where it is one of the contract.
    fn state(&self, state: &State, env: &Env<'_>) -> Instants {
        let within = self.calendars.within();
        let service = match (&state.of, env.service) {
            (Subject::Service(own), Some(service)) => Some(instances::subject(own, Some(service))),
            (Subject::Service(own), None) => Some(own),
            (Subject::Contract, _) => None,
            (_, Some(service)) => Some(service),
            (_, None) => return Instants::never(within),
        };
        let env = Env { service, ..*env };
        let holds = match &state.holds {
            StateSource::Between(from, to) => {
                let makes = |row: &Row| {
                    self.is_looked_at(row, &env)
                        && state.when.as_ref().is_none_or(|condition| self.makes(condition, row, &env))
                };
                let lives = self.between(from, to, service).into_iter().filter(|(row, _)| makes(row));
                Instants::of(within, lives.map(|(_, during)| during))
            }
            StateSource::When(condition) => match &state.each {
                Some(window) => self.slots_where(state, condition, window, &env),
                None => self.instants_where(condition, &env),
            },
            StateSource::GivenBy(_) => {
                // Each row of evidence says since when it holds, and until when.
                let (from, until) = (REPORTED_FROM.into(), REPORTED_UNTIL.into());
                let sort = Id::new(state.term.id.clone());
                let from = Event::Field { record: sort.clone(), field: from };
                let until = Event::Field { record: sort, field: until };
                Instants::of(within, self.between(&from, &until, service).into_iter().map(|(_, during)| during))
            }
            StateSource::Blank(_) => Instants::never(within),
        };
        match &state.lasting {
            None => holds,
            Some(bound) => {
                let limit = self.eval(&bound.value, &env);
                let lasts = |piece: &Stretch| {
                    let length = Value::Number(Number::seconds(piece.seconds()));
                    bound.comparator.is_some_and(|comparator| long_enough(comparator, length, &limit))
                };
                Instants::of(within, holds.stretches().filter(lasts))
            }
        }
    }

    /// How many records are in a state at the end of the period of `env`, as far as is known: what is open then, whenever it began.
    pub(super) fn count_in(&self, state: &Id<State>, filter: Option<&Expr>, env: &Env<'_>) -> Value {
        let Some(state) = self.model.states.get(state) else { return Value::Nothing };
        let (Subject::Record(record), StateSource::Between(from, until)) = (&state.of, &state.holds) else {
            return Value::Nothing;
        };
        let (period, end) = (env.span.whole, env.span.within.end.min(self.as_of));
        let limit = state.lasting.as_ref().map(|bound| (bound.comparator, self.eval(&bound.value, env)));
        let stands = |row: &&Row| {
            let Some(began) = self.event(from, Some(row), period).filter(|began| *began < end) else { return false };
            let holds = |condition: &Expr| self.eval(condition, &env.with_row(row)).holds();
            let lasts = |(comparator, limit): &(Option<Comparator>, Value)| {
                let length = Value::Number(Number::seconds(end - began));
                comparator.is_some_and(|comparator| long_enough(comparator, length, limit))
            };
            self.event(until, Some(row), period).is_none_or(|ended| end <= ended)
                && (row.service.is_none() || env.service.is_none() || row.service.as_ref() == env.service)
                && self.is_looked_at(row, env)
                && env.basis.and_then(|basis| basis.scope).is_none_or(|scope| self.is_sample_of(scope, row))
                && limit.as_ref().is_none_or(lasts)
                && state.when.as_ref().is_none_or(holds)
                && filter.is_none_or(holds)
        };
        let standing = self.evidence.rows(record).iter().filter(stands).count();
        Value::Number(Number::plain(super::expr::count(u64::try_from(standing).unwrap_or(u64::MAX))))
    }

    /// Whether a record is one of those that make a state.
    fn makes(&self, condition: &Expr, row: &Row, env: &Env<'_>) -> bool {
        self.eval(condition, &Env { row: Some(row), ..*env }).holds()
    }

    /// Whether the moment that a condition is asked about lies in a calendar: that at which its record begins, or its period.
    pub(super) fn lies_in(&self, window: &Window, calendar: &CalendarSet, env: &Env<'_>) -> bool {
        let at = env.row.and_then(|row| self.begins(row)).unwrap_or(env.span.within.start);
        let instants = self.calendars.instants(calendar);
        match self.cycle(window).filter(|_| !is_hour(window)).and_then(|cycle| cycle.at(at, self.zone())) {
            Some(period) => is_in(window, period.whole, &instants),
            None => instants.contains(at),
        }
    }

    /// The instants of the periods that lie in a calendar; for hours, those of the calendar itself.
    fn when_in(&self, window: &Window, calendar: &CalendarSet) -> Instants {
        let (within, instants) = (self.calendars.within(), self.calendars.instants(calendar));
        match self.cycle(window).filter(|_| !is_hour(window)) {
            Some(cycle) => {
                let periods = cycle.periods(within, self.zone()).map(|period| period.whole);
                Instants::of(within, periods.filter(|period| is_in(window, *period, &instants)))
            }
            None => (*instants).clone(),
        }
    }

    /// The slots of a grid in which a condition on the evidence of the slot holds.
    fn slots_where(&self, state: &State, condition: &Expr, window: &Window, env: &Env<'_>) -> Instants {
        let holds = |slot: &Stretch| {
            let env = env.during(Span::whole(*slot));
            match self.eval(condition, &env) {
                Value::Flag(flag) => flag,
                _ => state.empty == Some(true) && self.is_without_sample(condition, &env),
            }
        };
        Instants::of(self.calendars.within(), self.grid(window, env.span.whole).into_iter().filter(holds))
    }

    /// The slots of a window within a period: slots of an exact length are counted from the start of the period.
    #[must_use]
    pub fn grid(&self, window: &Window, period: Stretch) -> Vec<Stretch> {
        self.periods(window, period).into_iter().map(|span| span.whole).collect()
    }

    /// Whether a state holds for the subject of `env`: for a record by its fields, for a service where its period begins.
    pub(super) fn state_holds(&self, expr: &Expr, env: &Env<'_>) -> Value {
        let Expr::State(id) = expr else {
            let at = env.row.and_then(|row| self.begins(row)).unwrap_or(env.span.within.start);
            return Value::Flag(self.instants_where(expr, env).contains(at));
        };
        let Some(state) = self.model.states.get(id) else { return Value::Nothing };
        match (&state.of, &state.holds, env.row) {
            (Subject::Record(_), StateSource::When(condition), Some(_)) => self.eval(condition, env),
            (Subject::Record(_), StateSource::Between(from, to), Some(row)) => {
                let happened = |event: &Event| self.event(event, Some(row), env.span.whole);
                let ends_late = |start: i64| happened(to).is_none_or(|end| start < end);
                Value::Flag(happened(from).is_some_and(ends_late))
            }
            // Of the contract, where an amount is settled: as things stand when its period is over.
            (Subject::Contract, _, None) => {
                Value::Flag(self.instants_where(expr, env).contains(env.span.whole.end - 1))
            }
            _ => {
                let at = env.row.and_then(|row| self.begins(row)).unwrap_or(env.span.within.start);
                Value::Flag(self.instants_where(expr, env).contains(at))
            }
        }
    }
}

/// Whether a window is the hour, which stands for the instant itself.
fn is_hour(window: &Window) -> bool {
    matches!(window, Window::Calendar { count: 1, unit: PeriodUnit::Hour })
}

/// Whether a period lies in a calendar: a day where the calendar is open on it, any other where it begins in the calendar.
fn is_in(window: &Window, period: Stretch, instants: &Instants) -> bool {
    match window {
        Window::Calendar { count: 1, unit: PeriodUnit::Day } | Window::OpenDays { .. } => {
            instants.measure(period.start, period.end) > 0
        }
        _ => instants.contains(period.start),
    }
}

fn long_enough(comparator: Comparator, length: Value, limit: &Value) -> bool {
    super::expr::compare(comparator, &length, limit).holds()
}

/// The instants that lie in at least so many of the sets.
pub(super) fn at_least_of(number: u32, sets: &[Instants], within: Stretch) -> Instants {
    let mut ends: Vec<(i64, i32)> =
        sets.iter().flat_map(Instants::stretches).flat_map(|s| [(s.start, 1), (s.end, -1)]).collect();
    ends.sort_unstable();
    let needed = i32::try_from(number).unwrap_or(i32::MAX);
    let mut holding = 0;
    let mut since = (needed <= 0).then_some(within.start);
    let mut found = Vec::new();
    for (at, change) in ends {
        holding += change;
        match since {
            None if holding >= needed => since = Some(at),
            Some(start) if holding < needed => {
                found.push(Stretch::new(start, at));
                since = None;
            }
            _ => {}
        }
    }
    found.extend(since.map(|start| Stretch::new(start, within.end)));
    Instants::of(within, found)
}
