//! Expressions: gives each its type, and refuses what does not fit together.

use super::Lower;
use super::counted::{counts, time_of_rate};
use super::names_in_expr::Where;
use super::rules::{UNCOMPARABLE_SPANS, UNIT_MISMATCH};
use super::types::{Type, Units};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::model::{Aggregate, Attained, Expr, Operator, PeriodUnit, Quantity, Window};
use crate::quantity::unit::Dimension as Physical;
use crate::quantity::{Measure, Rational};
use crate::syntax::ast::{self, Comparator, ExprKind, Op};

/// An expression with its type.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub expr: Expr,
    pub ty: Type,
}

impl Typed {
    pub fn new(expr: Expr, ty: Type) -> Self {
        Self { expr, ty }
    }

    pub(super) fn unknown() -> Self {
        Self::new(Expr::None, Type::Unknown)
    }

    /// What an operand without a type leaves open: a blank in it stays where it stands.
    pub fn open(op: Operator, left: Self, right: Self) -> Self {
        Self::new(binary(op, left.expr, right.expr), Type::Unknown)
    }
}

impl Lower<'_> {
    /// An expression. What cannot be typed has its finding, and the type [`Type::Unknown`].
    pub(super) fn expr(&mut self, value: &ast::Expr, cx: &Where<'_>) -> Typed {
        match &value.kind {
            ExprKind::Error => Typed::unknown(),
            ExprKind::Blank(name) => Typed::new(Expr::Blank(name.clone()), Type::Unknown),
            ExprKind::Name(name) => self.name(name, value.span, cx),
            ExprKind::Scoped(word, scope) => match self.results(word, scope, cx) {
                Some(results) => results,
                None => self.commitment(word, scope, cx),
            },
            ExprKind::Number(_) | ExprKind::Quantity(..) => match self.quantity(value) {
                Some(quantity) => literal(quantity),
                None => Typed::unknown(),
            },
            ExprKind::Negative(inner) => {
                let inner = self.expr(inner, cx);
                let minus = Expr::Quantity(Quantity { value: Rational::from(-1), unit: Name::default() });
                Typed::new(binary(Operator::Mul, minus, inner.expr), inner.ty)
            }
            ExprKind::Not(inner) => {
                let inner = self.condition(inner, cx);
                Typed::new(Expr::Not(Box::new(inner)), Type::Flag)
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, value.span, cx),
            ExprKind::Step(step, inner) => self.step(*step, inner, value.span, cx),
            ExprKind::Over(inner, window) => {
                let is_before = matches!(&window.kind, ExprKind::Horizon(ast::Horizon::Previous, _));
                let inner = self.at_another_time(is_before, |lower| lower.expr(inner, cx));
                let window = self.window_value(window, cx.at);
                self.over(inner, window, value.span)
            }
            ExprKind::Call(word, arguments) => self.call(word, arguments, cx),
            ExprKind::TimeFromTo(from, to) => {
                let from = self.event(from, cx.at, cx.subject);
                let to = self.event(to, cx.at, cx.subject);
                match (from, to) {
                    (Some(from), Some(to)) => {
                        Typed::new(Expr::TimeBetween { from, to }, Type::Number(Units::of(Physical::Duration)))
                    }
                    _ => Typed::unknown(),
                }
            }
            _ => {
                self.wrong_value(value.span, "a number, an amount or a condition");
                Typed::unknown()
            }
        }
    }

    /// An expression that must hold or not.
    pub(super) fn condition(&mut self, value: &ast::Expr, cx: &Where<'_>) -> Expr {
        let typed = self.expr(value, cx);
        if !matches!(typed.ty, Type::Flag | Type::Unknown) {
            self.wrong_sort(value.span, &typed.ty.words(), "a condition");
        }
        typed.expr
    }

    fn binary(&mut self, op: Op, left: &ast::Expr, right: &ast::Expr, span: Span, cx: &Where<'_>) -> Typed {
        match op {
            Op::Or | Op::And => {
                let operator = if op == Op::Or { Operator::Or } else { Operator::And };
                let (a, b) = (self.condition(left, cx), self.condition(right, cx));
                Typed::new(binary(operator, a, b), Type::Flag)
            }
            Op::Compare(comparator) => self.compare(comparator, left, right, span, cx),
            Op::In => self.membership(left, right, cx),
            Op::Add | Op::Sub => {
                let (a, b) = (self.expr(left, cx), self.expr(right, cx));
                self.same_units(
                    &a.ty,
                    &b.ty,
                    left.span,
                    right.span,
                    if op == Op::Add { "added" } else { "subtracted" },
                );
                self.number_beside_share((&a, left.span), (&b, right.span), cx);
                let operator = if op == Op::Add { Operator::Add } else { Operator::Sub };
                let ty = if a.ty == Type::Unknown { b.ty } else { a.ty };
                Typed::new(binary(operator, a.expr, b.expr), ty)
            }
            Op::Mul | Op::Div => {
                let (a, b) = (self.expr(left, cx), self.expr(right, cx));
                let (operator, sign) = if op == Op::Mul { (Operator::Mul, 1) } else { (Operator::Div, -1) };
                let (Some(x), Some(y)) = (self.units(&a.ty, left.span), self.units(&b.ty, right.span)) else {
                    return Typed::open(operator, a, b);
                };
                Typed::new(binary(operator, a.expr, b.expr), Type::Number(x.combine(&y, sign)))
            }
            Op::Per => self.per(left, right, cx),
            Op::Of => self.of(left, right, span, cx),
            Op::Where => self.filtered(left, right, cx),
            Op::Before | Op::After => {
                self.wrong_value(span, "a number, an amount or a condition");
                Typed::unknown()
            }
            Op::Except => {
                self.wrong_value(span, "a number, an amount or a condition");
                Typed::unknown()
            }
        }
    }

    fn compare(
        &mut self,
        comparator: Comparator,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
        cx: &Where<'_>,
    ) -> Typed {
        let a = self.expr(left, cx);
        let b = match (&a.ty, &a.expr, &right.kind) {
            (Type::Value(dimension), _, ExprKind::Name(value)) => {
                let id = self.peek(dimension.as_str(), cx.at);
                match id {
                    Some(id) if self.dimension_of(value, right.span, cx.at, Some(id)).is_some() => {
                        Typed::new(Expr::Value { dimension: dimension.clone(), value: value.clone() }, a.ty.clone())
                    }
                    Some(id) => {
                        self.unknown_value(id, value, right.span);
                        Typed::unknown()
                    }
                    None => self.expr(right, cx),
                }
            }
            (Type::Choice, Expr::Field { record, field }, ExprKind::Name(value)) => {
                self.choice(record.as_str(), field, value, right.span, cx.at)
            }
            (Type::Actor, _, ExprKind::Name(name)) => match self.actor_named(name, right.span, cx.at) {
                Some(actor) => Typed::new(Expr::Actor(actor.name().clone()), Type::Actor),
                None => Typed::unknown(),
            },
            _ => self.expr(right, cx),
        };
        match (&a.ty, &b.ty) {
            (Type::Unknown, _) | (_, Type::Unknown) => {}
            (Type::Number(_), Type::Number(_)) => {
                self.same_units(&a.ty, &b.ty, left.span, right.span, "compared");
                self.number_beside_share((&a, left.span), (&b, right.span), cx);
            }
            (x, y) if x == y => {
                if comparator != Comparator::Exactly && !matches!(x, Type::Event) {
                    let due = format!("`=` ({} has no order)", x.words());
                    self.wrong_value(span, &due);
                }
            }
            (x, y) => {
                self.sink.report(
                    Finding::new(&UNIT_MISMATCH, span, format!("{} is compared with {}", x.words(), y.words()))
                        .label(left.span, x.words())
                        .label(right.span, y.words()),
                );
            }
        }
        Typed::new(Expr::Compare { comparator, left: Box::new(a.expr), right: Box::new(b.expr) }, Type::Flag)
    }

    /// `month in peak`: whether a window or an instant lies in a calendar.
    fn membership(&mut self, left: &ast::Expr, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        if let ExprKind::List(values) = &right.kind {
            let parts: Vec<Expr> =
                values.iter().map(|v| self.compare(Comparator::Exactly, left, v, v.span, cx).expr).collect();
            let any = parts.into_iter().reduce(|a, b| binary(Operator::Or, a, b)).unwrap_or(Expr::Flag(false));
            return Typed::new(any, Type::Flag);
        }
        let window = self.window_value(left, cx.at);
        let calendar = self.calendar_value(right, cx.at);
        match (window, calendar) {
            (Some(window), Some(calendar)) => Typed::new(Expr::In { window, calendar }, Type::Flag),
            _ => Typed::new(Expr::Flag(false), Type::Unknown),
        }
    }

    fn over(&mut self, inner: Typed, window: Option<Window>, span: Span) -> Typed {
        let Some(window) = window else { return Typed::unknown() };
        match inner.expr {
            // `15 % of sum of fee over year`: the window belongs to what is gathered.
            Expr::Binary { op, left, right } if matches!(op, Operator::Of | Operator::Mul) => {
                let gathered = self.over(Typed::new(*right, inner.ty), Some(window), span);
                Typed::new(binary(op, *left, gathered.expr), gathered.ty)
            }
            Expr::Aggregate { function, of, filter, over: None } => {
                let ty = match (&inner.ty, function) {
                    // A rate gathered over a window is an amount.
                    (Type::Number(units), Aggregate::Sum) if units.per.is_some() => Type::Number(without_period(units)),
                    _ => inner.ty,
                };
                Typed::new(Expr::Aggregate { function, of, filter, over: Some(window) }, ty)
            }
            _ if self.has_a_value_before(&inner.expr, &window) => {
                Typed::new(Expr::Before { of: Box::new(inner.expr), over: window }, inner.ty)
            }
            _ if inner.ty == Type::Unknown => Typed::unknown(),
            Expr::Attained(Attained::Total) => Typed::new(
                Expr::Aggregate {
                    function: Aggregate::Sum,
                    of: Box::new(inner.expr),
                    filter: None,
                    over: Some(window),
                },
                inner.ty,
            ),
            _ => {
                let what = match window {
                    Window::Previous { .. } => {
                        "a figure, an indicator of a service, `attained` or `sum of` … before `over previous`"
                    }
                    _ => "`sum of`, `count of`, `mean of` … before `over`",
                };
                self.wrong_value(span, what);
                Typed::unknown()
            }
        }
    }

    fn call(&mut self, word: &ast::Word, arguments: &[ast::Expr], cx: &Where<'_>) -> Typed {
        if let ("highest" | "lowest", [number, gathered]) = (word.name.as_str(), arguments) {
            return self.extremes(word, number, gathered, cx);
        }
        let known = matches!((word.name.as_str(), arguments.len()), ("round", 2) | ("min" | "max", 2..));
        if !known {
            self.wrong_value(
                word.span,
                "`round(x, step)`, `min(x, y, …)`, `max(x, y, …)`, `highest(n, mean of …)` or `lowest(n, mean of …)`",
            );
            return Typed::unknown();
        }
        let mut typed: Vec<Typed> = arguments.iter().map(|a| self.expr(a, cx)).collect();
        let ty = typed.first().map_or(Type::Unknown, |t| t.ty.clone());
        for (argument, value) in arguments.iter().zip(&typed).skip(1) {
            let first = arguments.first().map_or(word.span, |a| a.span);
            self.same_units(&ty, &value.ty, first, argument.span, "compared");
        }
        let arguments = typed.drain(..).map(|t| t.expr).collect();
        Typed::new(Expr::Call { function: word.name.clone(), arguments }, ty)
    }

    /// `highest(4, mean of availability over last 12 months)`: a mean or a sum of some of the values that are gathered.
    fn extremes(&mut self, word: &ast::Word, number: &ast::Expr, gathered: &ast::Expr, cx: &Where<'_>) -> Typed {
        if self.count(number, 1).is_none() {
            return Typed::unknown();
        }
        let Some(number) = self.quantity(number) else { return Typed::unknown() };
        let typed = self.expr(gathered, cx);
        if typed.ty == Type::Unknown {
            return Typed::unknown();
        }
        if !matches!(&typed.expr, Expr::Aggregate { function: Aggregate::Mean | Aggregate::Sum, .. }) {
            self.wrong_value(gathered.span, "`mean of` or `sum of` something");
            return Typed::unknown();
        }
        let arguments = vec![Expr::Quantity(number), typed.expr];
        Typed::new(Expr::Call { function: word.name.clone(), arguments }, typed.ty)
    }

    /// `share of R where C`: the condition goes into the aggregate.
    fn filtered(&mut self, left: &ast::Expr, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        if let ExprKind::Binary(Op::Of, function, what) = &left.kind
            && matches!(&function.kind, ExprKind::Name(n) if n == "share")
        {
            return self.share_of(what, right, cx);
        }
        if let Some(typed) = self.several(left, right, cx) {
            return typed;
        }
        let gathered = self.expr(left, cx);
        let inner = cx.with_subject(self.records_in(&gathered.expr, cx.at)).gathering(&gathered.expr);
        let filter = Some(Box::new(self.condition(right, &inner)));
        match gathered.expr {
            Expr::Aggregate { function, of, filter: None, over } => {
                Typed::new(Expr::Aggregate { function, of, filter, over }, gathered.ty)
            }
            _ if gathered.ty == Type::Unknown => Typed::unknown(),
            _ => {
                self.wrong_value(left.span, "`share of`, `count of`, `mean of` … before `where`");
                Typed::unknown()
            }
        }
    }

    fn share_of(&mut self, what: &ast::Expr, holds: &ast::Expr, cx: &Where<'_>) -> Typed {
        let percent = Type::Number(Units::percent());
        let slots = match &what.kind {
            ExprKind::Name(name) if name == "time" => None,
            ExprKind::Binary(Op::Of, slots, length) if matches!(&slots.kind, ExprKind::Name(n) if n == "slots") => {
                let fits: fn(Physical) -> bool = |d| d == Physical::Duration;
                match self.quantity_of(length, fits, "the length of a slot, such as `5 min`,") {
                    Some(length) => Some(length),
                    None => return Typed::unknown(),
                }
            }
            _ => {
                let of = match self.members(what, cx) {
                    Some(members) => members,
                    None => self.expr(what, cx),
                };
                if !matches!(of.ty, Type::Records(_) | Type::Members | Type::Several(_) | Type::Unknown) {
                    self.wrong_value(what.span, "`time`, `slots of 5 min`, records, instances or periods");
                }
                let inner = cx.with_subject(self.records_in(&of.expr, cx.at)).gathering(&of.expr);
                let filter = Some(Box::new(self.condition(holds, &inner)));
                let share = Expr::Aggregate { function: Aggregate::Share, of: Box::new(of.expr), filter, over: None };
                return Typed::new(share, percent);
            }
        };
        let holds = Box::new(self.condition(holds, cx));
        Typed::new(Expr::TimeShare { slots, holds }, percent)
    }

    /// `2 of (a, b, c)`, `5 % of fee`, `share of R`, `breaches of X`, `fee of erp` …
    fn of(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span, cx: &Where<'_>) -> Typed {
        if let (ExprKind::Number(count), ExprKind::List(parts)) = (&left.kind, &right.kind) {
            let count = count.parse::<u32>().ok().filter(|&n| n > 0 && n as usize <= parts.len());
            let of: Vec<Expr> = parts.iter().map(|p| self.condition(p, cx)).collect();
            let Some(at_least) = count else {
                let due = format!("a number from 1 to {}", parts.len());
                self.wrong_value(left.span, &due);
                return Typed::unknown();
            };
            return Typed::new(Expr::Quorum { at_least, of }, Type::Flag);
        }
        match &left.kind {
            ExprKind::Step(step, unit) => self.counted(*step, unit, right, span, cx),
            ExprKind::Name(name) => self.attribute(name, left.span, right, span, cx),
            _ => {
                let (share, whole) = (self.expr(left, cx), self.expr(right, cx));
                let (Some(x), Some(y)) = (self.units(&share.ty, left.span), self.units(&whole.ty, right.span)) else {
                    return Typed::open(Operator::Of, share, whole);
                };
                // `3 days of` an amount per day. What a day of an amount per month comes to is not the compiler's to choose.
                if (x.is_span() || x.is_duration())
                    && let Some(per) = &y.per
                {
                    if !counts(&x, per) {
                        let time = self.sources.slice(left.span);
                        self.sink.report(time_of_rate(time, per, span));
                        return Typed::unknown();
                    }
                    return Typed::new(binary(Operator::Of, share.expr, whole.expr), Type::Number(without_period(&y)));
                }
                if !x.is_plain() {
                    self.wrong_sort(left.span, &x.words(), "a share before `of`");
                }
                Typed::new(binary(Operator::Of, share.expr, whole.expr), Type::Number(x.combine(&y, 1)))
            }
        }
    }

    /// The units of a number, or a finding.
    pub(super) fn units(&mut self, ty: &Type, span: Span) -> Option<Units> {
        match ty {
            Type::Number(units) => Some(units.clone()),
            Type::Unknown => None,
            // `weight * met` counts a condition as 1 or 0 nowhere: it is written out.
            _ => {
                self.wrong_sort(span, &ty.words(), "a number");
                None
            }
        }
    }

    /// Reports two values that cannot be compared, added or counted in one another.
    pub(super) fn same_units(&mut self, a: &Type, b: &Type, at_a: Span, at_b: Span, done: &str) {
        let (Type::Number(x), Type::Number(y)) = (a, b) else {
            if !matches!((a, b), (Type::Unknown, _) | (_, Type::Unknown)) {
                let message = format!("{} and {} cannot be {done}", a.words(), b.words());
                self.sink.report(Finding::new(&UNIT_MISMATCH, at_b, message).label(at_a, a.words()));
            }
            return;
        };
        // Amounts for one period are alike, whether that is in their unit or they are computed from what is stated for each.
        let of_one_period = x.per.is_some() && x.per == y.per;
        if x.exponents == y.exponents || of_one_period && without_period(x).exponents == without_period(y).exponents {
            return;
        }
        let time = |u: &Units| u.is_duration() || u.is_span();
        // What is written there, where that is a quantity.
        let shown = |span: Span, units: &Units| match self.written(span) {
            Some(written) if written.starts_with(|c: char| c.is_ascii_digit()) => format!("`{written}`"),
            _ => units.words(),
        };
        let message = format!("{} and {} cannot be {done}", shown(at_a, x), shown(at_b, y));
        let finding = if time(x) && time(y) {
            Finding::new(&UNCOMPARABLE_SPANS, at_b, message).note(unlike(x, y)).help(alike(x, y))
        } else {
            Finding::new(&UNIT_MISMATCH, at_b, message)
        };
        self.sink.report(finding.here(y.words()).label(at_a, x.words()));
    }
}

/// Why two lengths of time cannot be compared.
fn unlike(a: &Units, b: &Units) -> &'static str {
    match (a.is_duration() || b.is_duration(), a.is_days() || b.is_days()) {
        (false, _) => "a month has 28 to 31 days",
        (true, true) => "a day has 23, 24 or 25 hours: the clocks change",
        (true, false) => "a month has 28 to 31 days, and a day 23, 24 or 25 hours",
    }
}

/// How to write them so that they can.
fn alike(a: &Units, b: &Units) -> &'static str {
    match (a.is_duration() || b.is_duration(), a.is_days() || b.is_days()) {
        (false, _) => "write both in months, or both in days, with the number of days that is meant",
        (true, true) => "write both in days, or both in hours, with the number of hours that is meant",
        (true, false) => "write both in months, or both in hours, with the number of hours that is meant",
    }
}

pub(super) fn binary(op: Operator, left: Expr, right: Expr) -> Expr {
    Expr::Binary { op, left: Box::new(left), right: Box::new(right) }
}

/// The units of an amount per period, as an amount.
pub(super) fn without_period(units: &Units) -> Units {
    let exponents = units
        .exponents
        .iter()
        .filter(|(d, p)| !(matches!(d, Physical::Span(_)) && **p < 0))
        .map(|(d, p)| (*d, *p))
        .collect();
    Units { exponents, percent: units.percent, per: None }
}

/// A quantity with its type. An amount of money per period, such as `12_000 EUR/month`, is what `12_000 EUR per month` is.
fn literal(quantity: Quantity) -> Typed {
    let units = quantity.measure().map_or_else(Units::plain, |m| Units::measure(&m));
    if let Some((money, period)) = quantity.unit.split_once('/')
        && let Some(unit) = PeriodUnit::named(period)
        && let Some(money) = Measure::parse(money).filter(|m| Units::measure(m).is_money())
    {
        let amount = Expr::Quantity(Quantity { value: quantity.value, unit: Name::from(money.unit.name) });
        return per_period(amount, &Units::measure(&money), period, unit);
    }
    Typed::new(Expr::Quantity(quantity), Type::Number(units))
}

/// `12_000 EUR per month`
pub(super) fn per_period(amount: Expr, units: &Units, word: &str, unit: PeriodUnit) -> Typed {
    let one = Expr::Quantity(Quantity { value: Rational::one(), unit: period_name(word) });
    Typed::new(binary(Operator::Per, amount, one), Type::Number(units.per_period(unit)))
}

fn period_name(word: &str) -> Name {
    Measure::parse(word).map_or_else(|| Name::from(word), |m| Name::from(m.unit.name))
}
