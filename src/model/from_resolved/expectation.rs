//! What a scenario takes as given, and what it expects.

use super::expr::without_period;
use super::names_in_expr::Where;
use super::rules::UNIT_MISMATCH;
use super::types::{Type, Units};
use super::{Lower, single};
use crate::base::Name;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{self, Expectation, Expected, Scope, blank_in};
use crate::quantity::Rational;
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::{Decl, DeclId};
use crate::syntax::ast::{Cell, CellKind, Expr, ExprKind, Op, Table};

/// The most decimals at which a value may be compared: more than anything that a report shows.
const MAX_DECIMALS: u32 = 12;

impl Lower<'_> {
    /// The rows of a table of what is given, or of what is expected.
    pub(super) fn expectations(
        &mut self,
        table: &Table,
        columns: &[&str],
        decl: &Decl,
        rows: &[Name],
    ) -> Vec<Expectation> {
        let heads = self.columns(table, columns);
        let mut out = Vec::new();
        for row in &table.rows {
            let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
            let Some(what) = row.cells.first().and_then(|c| self.expected(c, decl, rows)) else { continue };
            let month = cell("for").and_then(|c| self.cell_value(c)).and_then(|value| self.month_of(&value));
            let (is, rounded, due) = match (&what, cell("is")) {
                (_, None) => (None, None, None),
                (Expected::Term(of) | Expected::Of { what: of, .. }, Some(is)) if self.is_duty(of, decl) => {
                    let (is, due) = self.expected_of_duty(is);
                    (is, None, due)
                }
                (_, Some(is)) => {
                    let due = row.cells.first().and_then(|c| self.expected_type(c, decl));
                    let (is, rounded) = self.expected_value(is, due, decl);
                    (is, rounded, None)
                }
            };
            let verdict =
                cell("verdict").and_then(|c| self.cell_word(c)).filter(|v| blank_in(v).is_none()).filter(|v| {
                    let known = ["met", "breached", "not_assessed", "disputed", "provisional"];
                    let fine = known.contains(&v.as_str());
                    if !fine {
                        let due = format!("one of `{}`", known.join("`, `"));
                        self.wrong_value(cell("verdict").map_or(row.span, |c| c.span), &due);
                    }
                    fine
                });
            out.push(Expectation { what, month, is, due, rounded, verdict, span: row.span });
        }
        out
    }

    fn is_duty(&self, name: &str, decl: &Decl) -> bool {
        self.peek(name, decl).is_some_and(|id| self.is_kind(id, KindId::Duty))
    }

    /// Of a duty: whether it is due, or until when, by a day or an instant.
    fn expected_of_duty(&mut self, cell: &Cell) -> (Option<model::Expr>, Option<Name>) {
        let value = self.cell_value(cell);
        match value.as_ref().map(|value| &value.kind) {
            Some(ExprKind::Name(word)) if word == "yes" || word == "no" => {
                (Some(model::Expr::Flag(word == "yes")), None)
            }
            Some(ExprKind::Date(day)) => (None, Some(day.to_string().into())),
            Some(ExprKind::Instant(..)) => {
                (None, value.as_ref().and_then(|value| self.evidence_instant(value)).map(Name::from))
            }
            Some(_) => {
                self.wrong_value(cell.span, "`yes`, `no`, or the day until which it is due, such as `2026-06-08`,");
                (None, None)
            }
            None => (None, None),
        }
    }

    /// The first day of a month.
    fn month_of(&mut self, value: &Expr) -> Option<jiff::civil::Date> {
        match &value.kind {
            ExprKind::Month(day) => Some(*day),
            _ => {
                self.wrong_value(value.span, "a month, such as `2026-05`,");
                None
            }
        }
    }

    /// `99.3280 %, rounded 4`: a value, and the decimals at which it is compared where it is not exact.
    fn expected_value(&mut self, cell: &Cell, due: Option<Type>, decl: &Decl) -> (Option<model::Expr>, Option<u32>) {
        let CellKind::Value { values, clauses } = &cell.kind else { return (None, None) };
        let mut rounded = None;
        for clause in clauses {
            match single(&clause.values) {
                Some(count) if clause.word.name == "rounded" => {
                    let places = self.count(count, 0);
                    rounded = places.and_then(|n| u32::try_from(n).ok()).filter(|n| *n <= MAX_DECIMALS);
                    if places.is_some() && rounded.is_none() {
                        self.wrong_value(count.span, &format!("a number of decimals of at most {MAX_DECIMALS}"));
                    }
                }
                _ => self.wrong_value(clause.span, "`rounded` and a number of decimals"),
            }
        }
        let Some(value) = single(values) else {
            self.wrong_value(cell.span, "one value");
            return (None, rounded);
        };
        let typed = self.expr(value, &Where::new(decl, "scenario"));
        if let (Some(Type::Number(due)), Type::Number(found)) = (due, &typed.ty)
            && (!may_be(&due, found) || exceeds_whole(&due, found, &typed.expr))
        {
            let message = format!("{} stands where {} is expected", found.words(), due.words());
            self.sink.report(Finding::new(&UNIT_MISMATCH, value.span, message));
        }
        (Some(typed.expr), rounded)
    }

    /// What the value of an expectation is a number of; none where it is not known.
    fn expected_type(&mut self, cell: &Cell, decl: &Decl) -> Option<Type> {
        let value = match &cell.kind {
            CellKind::Value { values, .. } => single(values)?,
            _ => return None,
        };
        let what = match &value.kind {
            ExprKind::Binary(Op::Of, what, _) => what,
            _ => value,
        };
        let name = match &what.kind {
            ExprKind::Name(name) => name,
            ExprKind::Scoped(word, _) => &word.name,
            _ => return None,
        };
        if self.survey.objectives.contains_key(name) {
            return None;
        }
        let id = self.peek(name, decl)?;
        match self.program.decl(id).kind.id {
            KindId::Figure | KindId::Indicator => Some(self.type_of(id, what.span)),
            KindId::Penalty | KindId::Bonus | KindId::Settlement => Some(Type::Number(self.money())),
            _ => None,
        }
    }

    fn expected(&mut self, cell: &Cell, decl: &Decl, rows: &[Name]) -> Option<Expected> {
        let value = self.cell_value(cell)?;
        match &value.kind {
            ExprKind::Name(name) if self.survey.objectives.contains_key(name) => Some(Expected::Term(name.clone())),
            ExprKind::Name(name) => {
                let id = self.find(name, value.span, decl, &[])?;
                Some(Expected::Term(self.identity(self.program.decl(id))))
            }
            ExprKind::Scoped(_, inside) => {
                let what = self.only_commitment(&value, decl)?;
                let names = |pass: &Self, part: &Expr| match &part.kind {
                    ExprKind::Name(name) => pass.peek(name, decl).filter(|&id| pass.is_kind(id, KindId::Service)),
                    _ => None,
                };
                let services: Vec<DeclId> = inside.iter().filter_map(|part| names(self, part)).collect();
                match services.as_slice() {
                    [] => Some(Expected::Term(what)),
                    [service] => Some(Expected::Of { what, of: self.identity(self.program.decl(*service)) }),
                    _ => {
                        self.wrong_value(value.span, "the name of one service, and not of several,");
                        None
                    }
                }
            }
            ExprKind::Binary(Op::Of, what, of) => {
                if matches!(what.kind, ExprKind::Scoped(..)) {
                    let what = self.only_commitment(what, decl)?;
                    let of_name = self.expected_of(of, decl, rows)?;
                    return Some(Expected::Of { what, of: of_name });
                }
                let what = self.name_in(what, "an indicator")?;
                let of_name = self.expected_of(of, decl, rows)?;
                if !self.survey.objectives.contains_key(&what) {
                    self.find(
                        &what,
                        value.span,
                        decl,
                        &[KindId::Indicator, KindId::Figure, KindId::Duty, KindId::Right],
                    )?;
                }
                Some(Expected::Of { what, of: of_name })
            }
            _ => {
                self.wrong_value(value.span, "a penalty, or an indicator `of` a service or a record");
                None
            }
        }
    }

    /// What an expectation is about: a service, an instance of one (`vm[i_1]`), or a record of the scenario.
    fn expected_of(&mut self, of: &Expr, decl: &Decl, rows: &[Name]) -> Option<Name> {
        if let ExprKind::Scoped(service, inside) = &of.kind {
            let id = self.find(&service.name, service.span, decl, &[KindId::Service])?;
            let [instance] = inside.as_slice() else {
                self.wrong_value(of.span, "the name of one instance");
                return None;
            };
            if !self.has_instances(id) {
                self.wrong_value(of.span, "a service or a record of the scenario");
                return None;
            }
            let instance = self.instance_named(instance)?;
            return Some(format!("{}[{instance}]", service.name).into());
        }
        let name = self.name_in(of, "a service or a record of the scenario")?;
        if !rows.contains(&name) {
            self.find(&name, of.span, decl, &[KindId::Service])?;
        }
        Some(name)
    }

    /// The one commitment that a scoped reference names: `restoration[gold, p1]`.
    fn only_commitment(&mut self, value: &Expr, decl: &Decl) -> Option<Name> {
        let named = self.commitments_named(value, None, &Scope::default(), decl);
        match named.as_slice() {
            [only] => Some(only.name().clone()),
            // What names none is reported where it is read.
            [] => None,
            several => {
                let due = format!("the name of one commitment, and not of {},", several.len());
                self.wrong_value(value.span, &due);
                None
            }
        }
    }
}

/// Whether a value may be given or expected of something: an amount per period is one of a period; an amount may be one in days; of times, the
/// share of cases that are on time may be meant.
fn may_be(due: &Units, found: &Units) -> bool {
    let same = |due: &Units| due.exponents == found.exponents;
    let times = |units: &Units| units.is_duration() || units.is_days() || units.is_span();
    let of_cases = times(due) && found.percent;
    let in_days = due.is_money() && times(found);
    // Breaches may be counted with their unit or without it.
    let counts = |units: &Units| units.exponents.keys().all(|unit| matches!(unit, Physical::Count(_)));
    same(due)
        || of_cases
        || in_days
        || (counts(due) && counts(found))
        || (due.per.is_some() && same(&without_period(due)))
}

/// Whether a number without a unit is more than the whole: `98` is no share.
fn exceeds_whole(due: &Units, found: &Units, value: &model::Expr) -> bool {
    let above = matches!(value, model::Expr::Quantity(quantity) if quantity.value > Rational::one());
    due.percent && found.is_plain() && !found.percent && above
}
