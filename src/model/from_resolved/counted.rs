//! Units of something: `per started h of excess`, `3 days of` an amount per day.

use super::Lower;
use super::expr::{Typed, binary, per_period};
use super::judged::{Judging, is_number_of_things};
use super::names_in_expr::Where;
use super::rules::{RATE_IN_OTHER_WINDOW, STEP_NOT_SAID, UNIT_MISMATCH};
use super::types::{Type, Units};
use crate::base::Span;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Attained, Expr, Id, Operator, Period, PeriodUnit, Quantity, Window};
use crate::quantity::Rational;
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use crate::resolved::Decl;
use crate::syntax::ast::{self, ExprKind, Op, Step};

impl Lower<'_> {
    /// `150 EUR per started h of excess`, `12_000 EUR per month`.
    pub(super) fn per(&mut self, left: &ast::Expr, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        let amount = self.expr(left, cx);
        let units = self.units(&amount.ty, left.span);
        if let (Some(units), ExprKind::Name(name)) = (&units, &right.kind)
            && let Some(unit) = PeriodUnit::named(name)
        {
            return per_period(amount.expr, units, name, unit);
        }
        if let (Some(units), ExprKind::Name(name)) = (&units, &right.kind)
            && let Some(period) = self.own_period(name, cx.at)
        {
            let one = Expr::Quantity(Quantity { value: Rational::one(), unit: period.name().clone() });
            return Typed::new(binary(Operator::Per, amount.expr, one), Type::Number(units.per_own_period(period)));
        }
        if let ExprKind::Binary(Op::Of, unit, _) = &right.kind
            && self.quantity_in_words(unit)
        {
            self.sink.report(step_not_said(self.sources.slice(unit.span), right.span));
            return Typed::unknown();
        }
        let count = self.expr(right, cx);
        let stepped = matches!(count.expr, Expr::Step { .. });
        let (Some(units), Some(by)) = (units, self.units(&count.ty, right.span)) else {
            return Typed::open(if stepped { Operator::Mul } else { Operator::Per }, amount, count);
        };
        // A count of units multiplies; anything else is a rate.
        if stepped || by.is_plain() {
            return Typed::new(binary(Operator::Mul, amount.expr, count.expr), Type::Number(units.combine(&by, 1)));
        }
        let mut rate = units.combine(&by, -1);
        rate.per = None;
        Typed::new(binary(Operator::Per, amount.expr, count.expr), Type::Number(rate))
    }

    /// The period of the contract's own that a name names.
    pub(super) fn own_period(&mut self, name: &str, at: &Decl) -> Option<Id<Period>> {
        let id = self.peek(name, at).filter(|id| self.is_kind(*id, KindId::Period))?;
        self.need(id);
        Some(self.id(id))
    }

    /// Whether an operand is a unit, with or without a number.
    fn quantity_in_words(&self, value: &ast::Expr) -> bool {
        matches!(self.with_count(value).kind, ExprKind::Quantity(..))
    }

    /// `started h of excess`, `full 30 min of lost`, `pro rata 8 h of round(excess, 15 min)`.
    pub(super) fn step(&mut self, step: Step, inner: &ast::Expr, span: Span, cx: &Where<'_>) -> Typed {
        match &inner.kind {
            ExprKind::Binary(Op::Of, unit, counted) => self.counted(step, unit, counted, span, cx),
            _ => {
                self.wrong_value(span, "units of something, such as `started h of excess`,");
                Typed::unknown()
            }
        }
    }

    pub(super) fn counted(
        &mut self,
        step: Step,
        unit: &ast::Expr,
        counted: &ast::Expr,
        span: Span,
        cx: &Where<'_>,
    ) -> Typed {
        let with_count = self.with_count(unit);
        let Some(unit) = self.quantity(&with_count) else {
            self.wrong_value(span, "units of something, such as `started h of excess`,");
            return Typed::unknown();
        };
        if !unit.value.is_positive() {
            self.wrong_value(with_count.span, "a unit greater than 0");
        }
        let units = unit.measure().map_or_else(Units::plain, |m| Units::measure(&m));
        if let ExprKind::Binary(Op::Of, calendar, excess) = &counted.kind
            && matches!(&excess.kind, ExprKind::Name(name) if name == Attained::Excess.word())
        {
            let value = self.late_on((calendar, excess), &units, with_count.span, cx);
            return value.map_or_else(Typed::unknown, |value| {
                Typed::new(Expr::Step { step, value: Box::new(value), unit }, Type::plain())
            });
        }
        let value = self.expr(counted, cx);
        if let (Expr::Attained(Attained::Excess | Attained::Lost | Attained::Agreed), Type::Number(is)) =
            (&value.expr, &value.ty)
            && is.is_plain()
            && units.percent
            && is_number_of_things(&value.expr, cx.judging.as_ref())
        {
            let (of, word) = (self.sources.slice(with_count.span), self.sources.slice(counted.span));
            let message = format!("`{word}` is a number of cases, slots or records here, and no percentage");
            let finding = Finding::new(&UNIT_MISMATCH, counted.span, message)
                .here("a plain number")
                .label(with_count.span, "a percentage")
                .note("what is attained and what is promised are percentages, and so is the difference between them")
                .help(format!(
                    "write `{of}` of the difference, `(target - attained)` or `(attained - target)`, or an amount for each \
                     one, such as `10 EUR * {word}`"
                ));
            self.sink.report(finding);
            return Typed::new(Expr::Step { step, value: Box::new(value.expr), unit }, Type::plain());
        }
        if let (Expr::Attained(word), Type::Number(is)) = (&value.expr, &value.ty)
            && is.is_plain()
            && matches!(word, Attained::Lost | Attained::Agreed | Attained::Excess | Attained::Missed)
            && (!units.is_plain() || units.percent && *word == Attained::Missed)
        {
            let (of, word) = (self.sources.slice(with_count.span), self.sources.slice(counted.span));
            let message = format!("`{word}` is a number of cases or slots here, and `{of}` of it is nothing");
            let finding = Finding::new(&UNIT_MISMATCH, counted.span, message)
                .here("a plain number")
                .label(with_count.span, units.words())
                .note("only of a share of time, or of a case that is judged by itself, is it a time")
                .help(format!(
                    "write an amount for each, such as `10 EUR * {word}`, or judge each case, `each incident`"
                ));
            self.sink.report(finding);
            return Typed::new(Expr::Step { step, value: Box::new(value.expr), unit }, Type::plain());
        }
        let (unit_typed, at) = (Typed::new(Expr::Quantity(unit.clone()), Type::Number(units)), with_count.span);
        self.same_units(&unit_typed.ty, &value.ty, at, counted.span, "counted");
        self.number_beside_share((&unit_typed, at), (&value, counted.span), cx);
        Typed::new(Expr::Step { step, value: Box::new(value.expr), unit }, Type::plain())
    }
}

impl Lower<'_> {
    /// `always of excess`, behind a unit: how late it is, in days of a calendar or in its hours.
    fn late_on(
        &mut self,
        (calendar, excess): (&ast::Expr, &ast::Expr),
        unit: &Units,
        unit_span: Span,
        cx: &Where<'_>,
    ) -> Option<Expr> {
        let in_days = unit.is_days();
        if !in_days && unit.exponents != Units::of(Physical::Duration).exponents {
            self.wrong_value(unit_span, "a time, such as `day` or `h`, of a calendar");
            return None;
        }
        let calendar = self.calendar_value(calendar, cx.at)?;
        if !cx.judging.as_ref().is_some_and(Judging::has_deadline) {
            let message = "`excess` is no time after a deadline here, and is counted on no calendar";
            let finding = Finding::new(&UNIT_MISMATCH, excess.span, message)
                .note("a case that is judged by itself has a deadline, and so has a duty")
                .help("judge each case, such as `each incident`, or write the unit of `excess` without a calendar");
            self.sink.report(finding);
            return None;
        }
        Some(Expr::Late { calendar, in_days })
    }
}

/// A time of an amount per period that it does not count.
pub(super) fn time_of_rate(time: &str, per: &Window, span: Span) -> Finding {
    let rate = super::windows::window_words(per);
    let message = format!("nothing says what `{time}` of an amount per {rate} come to");
    Finding::new(&RATE_IN_OTHER_WINDOW, span, message)
        .note("of a day, a thirtieth of the month's amount, its amount divided by its days, and a 365th of the year's are three amounts")
        .help("write it out, such as `3/30 of fee` or `3 * 12 * fee / 365`, or give the price of a day, `EUR per day`")
}

/// Whether a time is a number of the periods of a rate: days of an amount per day, months of an amount per month.
pub(super) fn counts(time: &Units, per: &Window) -> bool {
    let month = Units::of(Physical::Span(SpanBase::Month));
    match per {
        Window::Calendar { count: 1, unit: PeriodUnit::Day } => time.is_days(),
        Window::Calendar { count: 1, unit: PeriodUnit::Month | PeriodUnit::ContractMonth } => {
            time.exponents == month.exponents
        }
        _ => false,
    }
}

fn step_not_said(unit: &str, span: Span) -> Finding {
    Finding::new(&STEP_NOT_SAID, span, format!("nothing says how a part of `{unit}` counts"))
        .note("90 minutes are two started hours, one full hour, or one hour and a half")
        .help(format!("write `started {unit}`, `full {unit}` or `pro rata {unit}`"))
}
