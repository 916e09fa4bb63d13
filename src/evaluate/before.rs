//! Values of periods before: what a figure, an indicator or an amount came to, and what was attained.
//!
//! A value may rest on the one before it, and so on back to the start of the contract. The oldest is found first, so that no chain
//! is too long, and each is found once.

use super::Value;
use super::expr::Env;
use super::world::{Span, World};
use crate::base::Name;
use crate::model::{Commitment, Expr, Figure, FigureSource, Id, Service, Window};
use crate::time::{Instant, Stretch};

/// What was asked for: of what, in which period, and on what time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    of: Expr,
    period: Stretch,
    service: Option<Id<Service>>,
    row: Option<Name>,
    judged: Option<Id<Commitment>>,
    basis: Option<(Name, bool)>,
}

impl World<'_> {
    /// The value of something in the period before that of `env`. Where there is none before, a figure has the value from which it
    /// starts, and nothing else has one.
    pub(super) fn value_before(&self, of: &Expr, over: &Window, env: &Env<'_>) -> Value {
        if let Window::Anchored { .. } = over {
            let span = self.horizon_of(over, env);
            return span.map_or(Value::Nothing, |span| self.anchored(of, span, env));
        }
        let mut spans = Vec::new();
        let mut span = env.span;
        while let Some(before) = self.horizon(over, span).filter(|before| !before.within.is_empty()) {
            let is_known = self.found.before.borrow().contains_key(&asked(of, before, env));
            spans.push(before);
            if is_known || before.whole.start >= span.whole.start {
                break;
            }
            span = before;
        }
        let Some(wanted) = spans.first().copied() else { return self.start(of, env) };
        for before in spans.into_iter().rev() {
            self.before_in(of, before, env);
        }
        self.before_in(of, wanted, env)
    }

    /// The value of something in a period that an event begins or ends. An indicator or an amount is that of the service, and not of
    /// the record whose event it is.
    fn anchored(&self, of: &Expr, span: Span, env: &Env<'_>) -> Value {
        let inner = Env { total: None, base: None, ..env.during(span) };
        match of {
            Expr::Attained(what) => self.attained_before(*what, &inner),
            Expr::Figure { .. } => self.eval(of, &inner),
            _ => self.eval(of, &Env { row: None, ..inner }),
        }
    }

    fn before_in(&self, of: &Expr, span: Span, env: &Env<'_>) -> Value {
        let asked = asked(of, span, env);
        if let Some(known) = self.found.before.borrow().get(&asked) {
            // What is being found rests on itself in its own period, and is nothing.
            return known.clone().unwrap_or(Value::Nothing);
        }
        self.found.before.borrow_mut().insert(asked.clone(), None);
        let inner = Env { total: None, base: None, ..env.during(span) };
        let value = match of {
            Expr::Attained(what) => self.attained_before(*what, &inner),
            _ => self.eval(of, &inner),
        };
        self.found.before.borrow_mut().insert(asked, Some(value.clone()));
        value
    }

    /// What the judged commitment attained in a period before, where the service was held to it.
    fn attained_before(&self, what: crate::model::Attained, env: &Env<'_>) -> Value {
        let commitment = env.judged.and_then(|judged| self.model.commitments.get(&judged.commitment));
        let (Some(commitment), Some(service)) = (commitment, env.service) else { return Value::Nothing };
        let held = self.held_around(commitment, service, env.span.within);
        held.map_or(Value::Nothing, |time| self.attained_in(what, &env.during(env.span.cut(time))))
    }

    /// Whether a value rests on one of a period before: by itself, or by a figure that it reads.
    pub(super) fn rests_on_before(&self, expr: &Expr) -> bool {
        expr.any(&|part| match part {
            Expr::Before { .. } => true,
            Expr::Figure { figure, .. } => {
                let mut reads = false;
                self.reads_before(figure, &mut |_, _| reads = true);
                reads
            }
            _ => false,
        })
    }

    /// What a figure reads of periods before, each with the term that it is about.
    pub(super) fn reads_before(&self, figure: &Id<Figure>, see: &mut dyn FnMut(&Expr, &Name)) {
        let none = Name::default();
        if let Some(FigureSource::Is(expr)) = self.model.figures.get(figure).map(|figure| &figure.value) {
            expr.visit_now(&mut |part| {
                if let Expr::Before { of, .. } = part {
                    see(part, term(of).unwrap_or(&none));
                }
            });
        }
    }

    /// The value of a figure before its first period.
    fn start(&self, of: &Expr, env: &Env<'_>) -> Value {
        let Expr::Figure { figure, .. } = of else { return Value::Nothing };
        let start = self.model.figures.get(figure).and_then(|figure| figure.default.as_ref());
        start.map_or(Value::Nothing, |start| self.eval(start, env))
    }

    /// So many periods before the one in which an instant lies. Where the contract has not begun by then, none of it lies within.
    pub(super) fn previous(&self, count: u32, of: &Window, from: Instant) -> Option<Span> {
        let cycle = self.cycle(of)?;
        let end = cycle.at(from, self.zone())?.whole.start;
        let mut start = end;
        for _ in 0..count {
            start = cycle.at(start - 1, self.zone())?.whole.start;
        }
        let whole = Stretch::new(start, end);
        Some(Span { whole, within: whole.and(self.term()) })
    }

    /// The period that a figure has a value for, of the period that is asked for: a figure that rests on its own value of the month
    /// before has one a month, and in a longer period that of its last month.
    pub(super) fn carried_period(&self, figure: &Figure, span: Span) -> Span {
        figure.own_window().and_then(|window| self.horizon(window, span)).unwrap_or(span)
    }
}

/// The term that is read in a period before.
pub(super) fn term(of: &Expr) -> Option<&Name> {
    match of {
        Expr::Figure { figure, .. } => Some(figure.name()),
        Expr::Indicator { indicator, .. } => Some(indicator.name()),
        Expr::Schedule(schedule) => Some(schedule.name()),
        _ => None,
    }
}

fn asked(of: &Expr, span: Span, env: &Env<'_>) -> Asked {
    Asked {
        of: of.clone(),
        period: span.whole,
        service: env.service.cloned(),
        row: env.row.map(|row| row.name.clone()),
        judged: env.judged.map(|judged| judged.commitment.clone()),
        basis: env.basis.map(|basis| (basis.of.clone(), basis.otherwise)),
    }
}
