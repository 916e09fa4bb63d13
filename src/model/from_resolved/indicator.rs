//! Indicators: the formula, its form, and the values that it can take.

use super::Lower;
use super::types::{Type, Units, unit_name};
use crate::model::{Aggregate, Expr, Form, Indicator, Interval, Polarity, Quantity, Subject};
use crate::quantity::Rational;
use crate::resolved::Decl;

impl Lower<'_> {
    pub(super) fn lower_indicator(&mut self, decl: &Decl) -> Type {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let typed = decl.field("is").and_then(|f| self.one(f, "a formula")).map(|v| self.expr(v, &self.cx(decl, "is")));
        let Some(typed) = typed else { return Type::Unknown };
        let better = self.word(decl, "better");
        let each = decl.field("each").and_then(|f| self.window(f, decl));
        let during = decl.field("during").and_then(|f| self.calendar_set(f, decl));
        let empty = decl
            .field("empty")
            .and_then(|f| self.one(f, "a value"))
            .map(|v| self.expr(v, &self.cx(decl, "empty")).expr);
        let means = self.text(decl, "means");
        let units = match &typed.ty {
            Type::Number(units) => units.clone(),
            Type::Unknown => Units::plain(),
            other => {
                self.wrong_sort(
                    decl.field("is").map_or(decl.span, |f| f.span),
                    &other.words(),
                    "a formula that gives a number",
                );
                return Type::Unknown;
            }
        };
        let form = form(&typed.expr, &of);
        if !matches!(&typed.expr, Expr::Aggregate { of, .. } if matches!(**of, Expr::Gap { within: Some(_), .. })) {
            self.watch_in_vain(decl);
        }
        let domain = domain(form, &units);
        let Some(better) = better else { return typed.ty };
        let better = if better == "higher" { Polarity::Higher } else { Polarity::Lower };
        let unit = unit_name(&units);
        let indicator =
            Indicator { term, of, formula: typed.expr, form, unit, domain, each, during, empty, better, means };
        self.indicators.insert(indicator);
        typed.ty
    }
}

/// The form of an indicator, by its formula.
fn form(formula: &Expr, of: &Subject) -> Form {
    match formula {
        Expr::TimeShare { slots: None, .. } => Form::TimeRatio,
        Expr::TimeShare { slots: Some(_), .. } => Form::SlotRatio,
        Expr::Aggregate { function: Aggregate::Share, .. } => Form::CountRatio,
        Expr::TimeBetween { .. } => Form::Duration,
        Expr::Aggregate { of: what, over: None, .. }
            if matches!(**what, Expr::Gap { within: Some(_), .. }) && matches!(of, Subject::Record(_)) =>
        {
            Form::Duration
        }
        _ => Form::Value,
    }
}

/// What an indicator can attain: shares from 0 % to 100 %, everything else from 0.
fn domain(form: Form, units: &Units) -> Interval {
    let quantity = |value: i64| Quantity { value: Rational::from(value), unit: unit_name(units) };
    let share = matches!(form, Form::TimeRatio | Form::SlotRatio | Form::CountRatio) || units.percent;
    Interval { low: Some((quantity(0), false)), high: share.then(|| (quantity(100), false)) }
}
