//! Indicators: the formula, its form, and the values that it can take.

use super::rules::WRONG_VALUE;
use super::types::{Type, Units, unit_name};
use super::{Lower, blank_of};
use crate::diagnostics::Finding;
use crate::model::{Aggregate, Expr, Form, Indicator, Interval, Polarity, Quantity, Range, Ranges, Stated, Subject};
use crate::quantity::{Measure, Rational};
use crate::resolved::Decl;

impl Lower<'_> {
    pub(super) fn lower_indicator(&mut self, decl: &Decl) -> Type {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        if let (Subject::Dimension(dimension), Some(field)) = (&of, decl.field("of")) {
            let message = format!("`{}` is measured of a service, of a record or of the contract", decl.name);
            let finding = Finding::new(&WRONG_VALUE, field.span, message)
                .label(field.span, format!("`{dimension}` tells cases apart, and nothing is measured of it"))
                .help(format!("write `of service`, and `for` the values of `{dimension}` at each commitment"));
            self.sink.report(finding);
        }
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
        self.gathers_one(&typed.expr, decl.field("is").map_or(decl.span, |field| field.span));
        let form = form(&typed.expr, &of);
        if !matches!(&typed.expr, Expr::Aggregate { of, .. } if matches!(**of, Expr::Gap { within: Some(_), .. })) {
            self.watch_in_vain(decl);
        }
        // Of a formula that is not agreed yet nothing is known, nor what it can give.
        let domain = match typed.ty {
            Type::Unknown => Interval { low: None, high: None },
            _ => domain(form, &units, &typed.expr, self.ranges(Stated::Expected)),
        };
        let better = match better.as_deref() {
            Some("higher") => Some(Polarity::Higher),
            Some("lower") => Some(Polarity::Lower),
            _ if decl.field("better").is_some_and(|field| blank_of(field).is_some()) => None,
            _ => return typed.ty,
        };
        let unit = unit_name(&units);
        let indicator =
            Indicator { term, of, formula: typed.expr, form, unit, domain, each, during, empty, better, means };
        self.indicators.insert(indicator);
        typed.ty
    }
}

impl Lower<'_> {
    /// The values that formulas take, as far as their terms are read.
    pub(super) fn ranges(&self, stated: Stated) -> Ranges<'_> {
        Ranges { figures: &self.figures, indicators: &self.indicators, records: &self.records, stated }
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

/// What an indicator can attain: shares from 0 % to 100 %, a formula what its parts allow, everything else from 0.
fn domain(form: Form, units: &Units, formula: &Expr, ranges: Ranges<'_>) -> Interval {
    let share = matches!(form, Form::TimeRatio | Form::SlotRatio | Form::CountRatio);
    let range = match formula {
        _ if share => Range::share(),
        Expr::Binary { .. } | Expr::Call { .. } => ranges.of(formula),
        // A share that is gathered from what someone states is one of a whole.
        _ => Range { high: units.percent.then(Rational::one), ..ranges.of(formula) },
    };
    let unit = unit_name(units);
    let written = |base: Rational| Measure::parse(&unit).map_or(base.clone(), |measure| measure.from_base(&base));
    let end = |base: Option<Rational>| base.map(|base| (Quantity { value: written(base), unit: unit.clone() }, false));
    Interval { low: end(range.low), high: end(range.high) }
}
