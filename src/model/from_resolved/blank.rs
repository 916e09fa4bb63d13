//! Blanks: every value that is not agreed yet, with the term and the field that it stands in.
//!
//! They are read off the syntax, wherever they stand. Whoever lowers a value need not remember the blank in it, and none is
//! forgotten.

use super::Lower;
use super::cells::heads;
use crate::base::{Name, Span};
use crate::language::KindId;
use crate::model::Blank;
use crate::resolved::{Decl, Field};
use crate::syntax::ast::{Cell, CellKind, Expr, ExprKind, HeadKind, Table};
use smol_str::format_smolstr;

/// The field of a blank that stands for rows of a table.
const ROWS: &str = "rows";

impl Lower<'_> {
    /// Remembers the blanks of a declaration. Those in the tables of tiers and of matrices belong to the terms of their rows.
    pub(super) fn open_values(&mut self, decl: &Decl, term: &Name) {
        for field in &decl.fields {
            self.open_field(field, field.spec.name.into(), term);
        }
        for clause in &decl.facts {
            self.open_exprs(&clause.values, &clause.word.name, term);
        }
        if let Some((name, span)) = &decl.open_label {
            self.blank(name, term, Name::new_static("label"), *span);
        }
        for rows in &decl.open {
            self.blank(&rows.name, term, ROWS.into(), rows.span);
        }
        if !matches!(decl.kind.id, KindId::Tier | KindId::Raci) {
            decl.tables.iter().for_each(|table| self.open_table(table, term));
        }
    }

    fn open_field(&mut self, field: &Field, name: Name, term: &Name) {
        self.open_exprs(&field.values, &name, term);
        for tail in &field.tails {
            self.open_field(tail, format_smolstr!("{} {}", field.spec.name, tail.spec.name), term);
        }
    }

    fn open_table(&mut self, table: &Table, term: &Name) {
        let names = heads(table);
        for (head, name) in table.head.iter().zip(&names) {
            if let HeadKind::Value(value) = &head.kind {
                self.open_exprs(std::slice::from_ref(value), name, term);
            }
        }
        let last = names.last().cloned().unwrap_or_default();
        for row in &table.rows {
            for (at, cell) in row.cells.iter().enumerate() {
                self.open_cell(cell, names.get(at).unwrap_or(&last), term);
            }
        }
    }

    /// Remembers the blanks of a cell.
    pub(super) fn open_cell(&mut self, cell: &Cell, column: &Name, term: &Name) {
        if let CellKind::Value { values, clauses } = &cell.kind {
            self.open_exprs(values, column, term);
            clauses.iter().for_each(|clause| self.open_exprs(&clause.values, &clause.word.name, term));
        }
    }

    fn open_exprs(&mut self, values: &[Expr], field: &Name, term: &Name) {
        for value in values {
            blanks_in(value, &mut |name, span| self.blank(name, term, field.clone(), span));
        }
    }

    /// Remembers a blank, once for each term and place.
    pub(super) fn blank(&mut self, name: &Name, term: &Name, field: Name, span: Span) {
        if self.open.insert((term.clone(), span)) {
            self.blanks_of.entry(term.clone()).or_default().push(self.blanks.len());
            self.blanks.push(Blank { name: name.clone(), term: term.clone(), field, span });
        }
    }

    /// Gives a copy of a term the blanks of the term that it is a copy of.
    pub(super) fn copy_blanks(&mut self, from: &Name, to: &Name) {
        let places = self.blanks_of.get(from).into_iter().flatten();
        let own: Vec<Blank> = places.filter_map(|place| self.blanks.get(*place)).cloned().collect();
        for Blank { name, field, span, .. } in own {
            self.blank(&name, to, field, span);
        }
    }
}

/// Shows the blanks of an operand, from left to right.
pub(super) fn blanks_in(value: &Expr, found: &mut dyn FnMut(&Name, Span)) {
    match &value.kind {
        ExprKind::Blank(name) => found(name, value.span),
        ExprKind::Scoped(_, parts) | ExprKind::Call(_, parts) | ExprKind::List(parts) => {
            parts.iter().for_each(|part| blanks_in(part, found));
        }
        ExprKind::Bound(_, part)
        | ExprKind::Not(part)
        | ExprKind::Negative(part)
        | ExprKind::Step(_, part)
        | ExprKind::Horizon(_, part) => blanks_in(part, found),
        ExprKind::Interval(low, high) => [&low.value, &high.value].into_iter().for_each(|end| blanks_in(end, found)),
        ExprKind::Binary(_, a, b) | ExprKind::Over(a, b) | ExprKind::TimeFromTo(a, b) => {
            [a, b].into_iter().for_each(|part| blanks_in(part, found));
        }
        ExprKind::Error
        | ExprKind::Text(_)
        | ExprKind::Name(_)
        | ExprKind::Number(_)
        | ExprKind::Quantity(..)
        | ExprKind::Unit(_)
        | ExprKind::Date(_)
        | ExprKind::Month(_)
        | ExprKind::Instant(..)
        | ExprKind::Time(_)
        | ExprKind::Recurrence(_) => {}
    }
}
