//! Decision tables, plain and crossed: key columns give an outcome, and rows have no order.

use super::expr::Typed;
use super::judged::Judging;
use super::names_in_expr::{Where, attained};
use super::rules::OUT_OF_DOMAIN;
use super::types::{Type, Units};
use super::{Lower, single};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{
    Attained, Decision, DecisionRow, Expr, Interval, Key, KeyCondition, Quantity, Range, Stated, bracketed,
};
use crate::quantity::Rational;
use crate::resolved::rules::{EMPTY_CELL, UNEXPECTED_TABLE};
use crate::resolved::{Decl, DeclId, OpenRows};
use crate::syntax::ast::{self, Cell, CellKind, Comparator, ExprKind, HeadKind, Table, Word};

/// What a table of amounts is about; nothing of any other table.
#[derive(Default)]
pub(super) struct About<'j> {
    /// The indicator that is judged, where there is one.
    pub indicator: Option<DeclId>,
    /// What the words about what is judged are numbers of.
    pub judging: Option<&'j Judging>,
    /// Whether the share of the cases in time is judged, and not the time of each.
    pub by_share: bool,
}

/// A decision table before its outcomes are read.
struct Raw {
    keys: Vec<KeyColumn>,
    /// Conditions, the cell or head that holds the outcome, and the place to blame.
    rows: Vec<(Vec<KeyCondition>, Option<Vec<ast::Expr>>, Span)>,
}

/// A key with what is needed to read its cells.
#[derive(Clone)]
struct KeyColumn {
    key: Key,
    /// The term that it names; none for a word about what is judged.
    decl: Option<DeclId>,
    ty: Type,
}

impl Lower<'_> {
    /// The table that gives a dimension from other dimensions.
    pub(super) fn decide_values(&mut self, table: &Table, id: DeclId, decl: &Decl) -> Option<Decision<Name>> {
        let raw = self.raw(table, decl, decl.name.as_str(), &About::default())?;
        let mut rows = Vec::new();
        for (conditions, outcome, span) in raw.rows {
            let outcome = outcome.and_then(|values| {
                let value = single(&values)?;
                if let ExprKind::Blank(name) = &value.kind {
                    return Some(bracketed(name));
                }
                let name = self.name_in(value, "a value of the dimension")?;
                if self.dimension_of(&name, value.span, decl, Some(id)).is_none() {
                    self.unknown_value(id, &name, value.span);
                    return None;
                }
                Some(name)
            });
            rows.push(DecisionRow { conditions, outcome, span });
        }
        Some(Decision { keys: keys(raw.keys), rows, span: table.span })
    }

    /// The table that gives a figure, and the type of what it gives.
    pub(super) fn decide_figure(
        &mut self,
        table: &Table,
        decl: &Decl,
        judging: Option<&Judging>,
    ) -> (Option<Decision<Expr>>, Type) {
        let about = About { judging, ..About::default() };
        let Some(raw) = self.raw(table, decl, "is", &about) else { return (None, Type::Unknown) };
        let mut ty = Type::Unknown;
        let mut rows = Vec::new();
        for (conditions, outcome, span) in raw.rows {
            let cx = Where { judging: judging.cloned(), ..self.cx(decl, "is") };
            let outcome = outcome.and_then(|values| {
                let value = single(&values)?.clone();
                let typed = self.expr(&value, &cx);
                if ty == Type::Unknown {
                    ty = typed.ty.clone();
                } else {
                    self.same_units(&ty.clone(), &typed.ty, decl.name_span, value.span, "given by one table");
                }
                Some(typed.expr)
            });
            rows.push(DecisionRow { conditions, outcome, span });
        }
        (Some(Decision { keys: keys(raw.keys), rows, span: table.span }), ty)
    }

    /// The brackets of a penalty or bonus.
    pub(super) fn decide_amount(
        &mut self,
        table: &Table,
        decl: &Decl,
        about: &About<'_>,
        amount: &mut dyn FnMut(&mut Self, &ast::Expr) -> Typed,
    ) -> Option<Decision<Expr>> {
        let raw = self.raw(table, decl, "pays", about)?;
        let mut rows = Vec::new();
        for (conditions, outcome, span) in raw.rows {
            let outcome = outcome.and_then(|values| {
                let value = single(&values)?.clone();
                Some(amount(self, &value).expr)
            });
            rows.push(DecisionRow { conditions, outcome, span });
        }
        Some(Decision { keys: keys(raw.keys), rows, span: table.span })
    }

    fn raw(&mut self, table: &Table, decl: &Decl, out: &str, about: &About<'_>) -> Option<Raw> {
        let mut raw = match table.head.first().map(|h| &h.kind) {
            Some(HeadKind::Cross { output, rows, columns }) => {
                self.crossed(table, output.as_ref(), rows, columns, decl, out, about)
            }
            _ => self.plain(table, decl, out, about),
        }?;
        // A blank that stands for rows could be any of them.
        for rows in open_rows(decl, table) {
            let blank = ast::Expr { kind: ExprKind::Blank(rows.name.clone()), span: rows.span };
            let conditions = vec![KeyCondition::Blank(rows.name.clone()); raw.keys.len()];
            raw.rows.push((conditions, Some(vec![blank]), rows.span));
        }
        Some(raw)
    }

    fn plain(&mut self, table: &Table, decl: &Decl, out: &str, about: &About<'_>) -> Option<Raw> {
        let mut columns: Vec<(usize, KeyColumn)> = Vec::new();
        let mut result = None;
        for (i, head) in table.head.iter().enumerate() {
            match &head.kind {
                HeadKind::Words(word, _) if word.name == out => result = Some(i),
                HeadKind::Words(word, _) => columns.push((i, self.key(word, decl, about)?)),
                _ => {
                    self.wrong_value(head.span, "the name of a dimension or an indicator");
                    return None;
                }
            }
        }
        let bare = table.head.len() == 1 && open_rows(decl, table).next().is_some();
        let Some(result) = result else {
            if bare {
                // Its other heads come with its rows.
                return Some(Raw { keys: columns.into_iter().map(|(_, key)| key).collect(), rows: Vec::new() });
            }
            let finding = Finding::new(&UNEXPECTED_TABLE, table.span, format!("no column of this table is `{out}`"))
                .here("the other columns say when; one must say what")
                .help(format!("head the column of the outcome with `{out}`"));
            self.sink.report(finding);
            return None;
        };
        let mut rows = Vec::new();
        for row in &table.rows {
            let conditions: Option<Vec<KeyCondition>> = columns
                .iter()
                .map(|(i, key)| row.cells.get(*i).and_then(|cell| self.key_condition(cell, key, decl)))
                .collect();
            let cell = row.cells.get(result);
            let outcome = cell.and_then(|c| self.outcome(c, out));
            if let Some(conditions) = conditions {
                rows.push((conditions, outcome, row.span));
            }
        }
        Some(Raw { keys: columns.into_iter().map(|(_, k)| k).collect(), rows })
    }

    /// `out: a \ b`: rows are values of `a`, heads values of `b`, cells `out`; one of the three is inferred.
    #[expect(clippy::too_many_arguments, reason = "the parts of one head")]
    fn crossed(
        &mut self,
        table: &Table,
        output: Option<&Word>,
        rows: &Word,
        columns: &Word,
        decl: &Decl,
        out: &str,
        about: &About<'_>,
    ) -> Option<Raw> {
        let row_key = self.key(rows, decl, about)?;
        // Outcomes in the heads: the cells are intervals of the indicator that is judged.
        if columns.name == out {
            let judged = match output {
                Some(word) => self.key(word, decl, about)?,
                None => self.key_of(about.indicator?, decl),
            };
            let mut raw = Raw { keys: vec![row_key.clone(), judged.clone()], rows: Vec::new() };
            for row in &table.rows {
                let Some(first) = row.cells.first().and_then(|c| self.key_condition(c, &row_key, decl)) else {
                    continue;
                };
                for (cell, head) in row.cells.iter().zip(&table.head).skip(1) {
                    let Some(condition) = self.key_condition_or_none(cell, &judged, decl) else { continue };
                    let amount = match &head.kind {
                        HeadKind::Value(value) => Some(vec![value.clone()]),
                        HeadKind::Words(word, _) => {
                            Some(vec![ast::Expr { kind: ExprKind::Name(word.name.clone()), span: word.span }])
                        }
                        HeadKind::Cross { .. } => None,
                    };
                    raw.rows.push((vec![first.clone(), condition], amount, cell.span));
                }
            }
            return Some(raw);
        }
        let column_key = self.key(columns, decl, about)?;
        let mut raw = Raw { keys: vec![row_key.clone(), column_key.clone()], rows: Vec::new() };
        let mut heads = Vec::new();
        for head in table.head.iter().skip(1) {
            let value = match &head.kind {
                HeadKind::Words(word, _) => ast::Expr { kind: ExprKind::Name(word.name.clone()), span: word.span },
                HeadKind::Value(value) => value.clone(),
                HeadKind::Cross { .. } => return None,
            };
            heads.push(self.condition_of(std::slice::from_ref(&value), head.span, &column_key, decl));
        }
        for row in &table.rows {
            let Some(first) = row.cells.first().and_then(|c| self.key_condition(c, &row_key, decl)) else { continue };
            for (cell, head) in row.cells.iter().skip(1).zip(&heads) {
                let Some(head) = head else { continue };
                let outcome = self.outcome(cell, out);
                if matches!(cell.kind, CellKind::Empty) {
                    continue;
                }
                raw.rows.push((vec![first.clone(), head.clone()], outcome, cell.span));
            }
        }
        Some(raw)
    }

    fn key(&mut self, word: &Word, decl: &Decl, about: &About<'_>) -> Option<KeyColumn> {
        // As in a formula, such a word is the one about what is judged, whatever else has its name.
        if let Some(judging) = about.judging
            && let Some(asked) = attained(&word.name).filter(|asked| may_be_asked(*asked))
        {
            let ty = self.judged_word(asked, &word.name, word.span, judging).ty;
            return Some(KeyColumn { key: Key::Judged(asked), decl: None, ty });
        }
        let kinds = [KindId::Dimension, KindId::Indicator, KindId::Figure];
        let id = self.find(&word.name, word.span, decl, &kinds)?;
        if about.by_share && about.indicator == Some(id) {
            self.sink.report(times_for_a_share(word));
            return None;
        }
        Some(self.key_of(id, decl))
    }

    fn key_of(&mut self, id: DeclId, decl: &Decl) -> KeyColumn {
        let span = decl.name_span;
        match self.program.decl(id).kind.id {
            KindId::Indicator => {
                KeyColumn { key: Key::Indicator(self.id(id)), decl: Some(id), ty: self.type_of(id, span) }
            }
            KindId::Figure => KeyColumn { key: Key::Figure(self.id(id)), decl: Some(id), ty: self.type_of(id, span) },
            _ => KeyColumn { key: Key::Dimension(self.id(id)), decl: Some(id), ty: Type::Value(self.id(id)) },
        }
    }

    /// The outcome in a cell: none for `-`; an empty cell is reported.
    fn outcome(&mut self, cell: &Cell, column: &str) -> Option<Vec<ast::Expr>> {
        match &cell.kind {
            CellKind::Dash => None,
            CellKind::Empty => {
                let finding = Finding::new(&EMPTY_CELL, cell.span, format!("a cell of `{column}` is empty"))
                    .note("an empty cell may mean nothing, the same as above, or forgotten")
                    .help("write the outcome, or `-` for nothing on purpose");
                self.sink.report(finding);
                None
            }
            CellKind::Value { values, clauses } if clauses.is_empty() && values.len() == 1 => Some(values.clone()),
            _ => {
                self.wrong_value(cell.span, "one value");
                None
            }
        }
    }

    fn key_condition(&mut self, cell: &Cell, key: &KeyColumn, decl: &Decl) -> Option<KeyCondition> {
        match &cell.kind {
            CellKind::Dash => {
                self.wrong_value(cell.span, "a value, a list of values or `all`");
                None
            }
            _ => self.key_condition_or_none(cell, key, decl),
        }
    }

    fn key_condition_or_none(&mut self, cell: &Cell, key: &KeyColumn, decl: &Decl) -> Option<KeyCondition> {
        match &cell.kind {
            CellKind::Dash => None,
            CellKind::Empty => {
                self.outcome(cell, "a key");
                None
            }
            CellKind::Named(word, _) => {
                let value = ast::Expr { kind: ExprKind::Name(word.name.clone()), span: word.span };
                self.condition_of(&[value], cell.span, key, decl)
            }
            CellKind::Value { values, clauses } if clauses.is_empty() => {
                self.condition_of(values, cell.span, key, decl)
            }
            CellKind::Value { .. } => {
                self.wrong_value(cell.span, "a value, a list of values or `all`");
                None
            }
        }
    }

    fn condition_of(&mut self, values: &[ast::Expr], span: Span, key: &KeyColumn, decl: &Decl) -> Option<KeyCondition> {
        match single(values).map(|v| &v.kind) {
            Some(ExprKind::Name(name)) if name == "all" || name == "any" => return Some(KeyCondition::All),
            Some(ExprKind::Error) => return None,
            _ => {}
        }
        let blank = |value: &ast::Expr| match &value.kind {
            ExprKind::Blank(name) => Some(KeyCondition::Blank(name.clone())),
            _ => None,
        };
        if let Some(open) = values.iter().find_map(blank) {
            return Some(open);
        }
        match &key.ty {
            Type::Value(_) => {
                let mut names = Vec::new();
                for value in values {
                    let name = self.name_in(value, "values of the dimension")?;
                    if self.dimension_of(&name, value.span, decl, key.decl).is_none() {
                        if let Some(dimension) = key.decl {
                            self.unknown_value(dimension, &name, value.span);
                        }
                        return None;
                    }
                    names.push(name);
                }
                Some(KeyCondition::Values(names))
            }
            Type::Flag => {
                let word = |v: &ast::Expr| match &v.kind {
                    ExprKind::Name(n) if n == "yes" || n == "no" => Some(n.clone()),
                    _ => None,
                };
                let names: Option<Vec<Name>> = values.iter().map(word).collect();
                if names.is_none() {
                    self.wrong_value(span, "`yes` or `no`");
                }
                names.map(KeyCondition::Values)
            }
            Type::Number(_) | Type::Unknown => {
                let units = match &key.ty {
                    Type::Number(units) => Some(units.clone()),
                    _ => None,
                };
                let value = single(values)?;
                if has_open_end(value) {
                    return self.open_interval(value, units.as_ref(), decl);
                }
                let interval = self.interval(value, units.as_ref(), decl)?;
                self.check_domain(&interval, key, span);
                Some(KeyCondition::Within(interval))
            }
            _ => None,
        }
    }

    /// `99 % to < 99.9 %`, `< 99 %`, `95 %`, in the units of what is asked, where they are known.
    pub(super) fn interval(&mut self, value: &ast::Expr, units: Option<&Units>, decl: &Decl) -> Option<Interval> {
        let (low, high) = ends(value);
        let mut read = |end: Option<(&ast::Expr, bool)>| match end {
            Some((value, outside)) => Some(Some((self.end(value, units, decl)?, outside))),
            None => Some(None),
        };
        Some(Interval { low: read(low)?, high: read(high)? })
    }

    /// An end of an interval.
    fn end(&mut self, end: &ast::Expr, units: Option<&Units>, decl: &Decl) -> Option<Quantity> {
        let quantity = match &end.kind {
            ExprKind::Number(_) | ExprKind::Quantity(..) => self.quantity(end)?,
            ExprKind::Error | ExprKind::Blank(_) => return None,
            _ => {
                self.wrong_value(end.span, "a value or an interval, such as `99 % to < 99.9 %`,");
                return None;
            }
        };
        let Some(units) = units else { return Some(quantity) };
        let found = quantity.measure().map_or_else(Units::plain, |m| Units::measure(&m));
        // A day is no length of elapsed time: what was attained in seconds cannot be compared with it.
        if found.exponents != units.exponents || (found.is_plain() && found.percent != units.percent) {
            let message = format!("{} stands where {} is expected", found.words(), units.words());
            self.sink.report(
                Finding::new(&super::rules::UNIT_MISMATCH, end.span, message).label(decl.name_span, "in this term"),
            );
            return None;
        }
        Some(quantity)
    }

    /// An interval of which an end, at least, is a blank.
    fn open_interval(&mut self, value: &ast::Expr, units: Option<&Units>, decl: &Decl) -> Option<KeyCondition> {
        let (low, high) = ends(value);
        let mut read = |end: Option<(&ast::Expr, bool)>| match end {
            Some((ast::Expr { kind: ExprKind::Blank(name), .. }, outside)) => {
                Some(Some((Expr::Blank(name.clone()), outside)))
            }
            Some((value, outside)) => Some(Some((Expr::Quantity(self.end(value, units, decl)?), outside))),
            None => Some(None),
        };
        Some(KeyCondition::Around { low: read(low)?, high: read(high)? })
    }

    /// An interval with an end that what is asked can never reach.
    fn check_domain(&mut self, interval: &Interval, key: &KeyColumn, span: Span) {
        let range = match &key.key {
            Key::Indicator(id) => self.indicators.get(id).map(|indicator| Range::from(&indicator.domain)),
            Key::Figure(id) => self.figures.get(id).map(|figure| self.ranges(Stated::Anything).of_figure(figure)),
            Key::Judged(Attained::Attained) => None,
            Key::Judged(_) => Some(Range::positive()),
            Key::Dimension(_) => None,
        };
        let Some(range) = range else { return };
        let ends = || [&interval.low, &interval.high].into_iter().flatten().map(|(end, _)| end);
        let above = ends().find(|end| range.high.as_ref().is_some_and(|high| end.base() > *high));
        let below = ends().find(|end| range.low.as_ref().is_some_and(|low| end.base() < *low));
        let Some(end) = above.or(below) else { return };
        let written = |base: &Rational| {
            let value = end.measure().map_or_else(|| base.clone(), |measure| measure.from_base(base));
            format!("{value} {}", end.unit).trim_end().to_owned()
        };
        let lies = match (&range.low, &range.high) {
            (Some(low), Some(high)) => format!("between {} and {}", written(low), written(high)),
            (Some(low), None) if low.is_zero() => "at 0 or above".to_owned(),
            (Some(low), None) => format!("at {} or above", written(low)),
            (None, Some(high)) => format!("at {} or below", written(high)),
            (None, None) => return,
        };
        let name = match (&key.key, key.decl) {
            (_, Some(id)) => self.program.decl(id).name.clone(),
            (Key::Judged(word), None) => word.word().into(),
            _ => return,
        };
        let finding = Finding::new(&OUT_OF_DOMAIN, span, format!("`{name}` never takes such a value"));
        self.sink.report(finding.note(format!("it always lies {lies}")));
    }
}

/// The words about what is judged that a table may ask for: those that differ from one period or case to the next.
const fn may_be_asked(word: Attained) -> bool {
    matches!(word, Attained::Attained | Attained::Excess | Attained::Missed | Attained::Lost)
}

fn times_for_a_share(word: &Word) -> Finding {
    let message = format!("`{}` is the time of one case, and the share of the cases in time is judged here", word.name);
    Finding::new(&super::rules::UNIT_MISMATCH, word.span, message).help(
        "head the column with `attained` for the share of the cases in time, or add `each` and the record to the term",
    )
}

/// The blanks that stand for rows of a table of a declaration.
fn open_rows<'d>(decl: &'d Decl, table: &Table) -> impl Iterator<Item = &'d OpenRows> {
    let number = decl.tables.iter().position(|own| std::ptr::eq(own, table)).unwrap_or(usize::MAX);
    decl.open_rows(number)
}

/// The ends of an interval as it is written, each with whether it is outside.
type Ends<'e> = (Option<(&'e ast::Expr, bool)>, Option<(&'e ast::Expr, bool)>);

/// The lower and the upper end of an interval.
fn ends(value: &ast::Expr) -> Ends<'_> {
    match &value.kind {
        ExprKind::Interval(low, high) => (Some((&low.value, low.open)), Some((&high.value, high.open))),
        ExprKind::Bound(comparator, limit) => match comparator {
            Comparator::AtLeast => (Some((limit, false)), None),
            Comparator::MoreThan => (Some((limit, true)), None),
            Comparator::AtMost => (None, Some((limit, false))),
            Comparator::LessThan => (None, Some((limit, true))),
            Comparator::Exactly => (Some((limit, false)), Some((limit, false))),
        },
        _ => (Some((value, false)), Some((value, false))),
    }
}

/// Whether an end of an interval is a blank.
fn has_open_end(value: &ast::Expr) -> bool {
    let (low, high) = ends(value);
    low.into_iter().chain(high).any(|(end, _)| matches!(end.kind, ExprKind::Blank(_)))
}

fn keys(columns: Vec<KeyColumn>) -> Vec<Key> {
    columns.into_iter().map(|c| c.key).collect()
}
