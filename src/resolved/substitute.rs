//! Puts values in the place of names and blanks: parameters of templates, blanks of used files.

use crate::base::Name;
use crate::syntax::ast::{
    Cell, CellKind, Clause, Days, Decl, End, Entry, Expr, ExprKind, Head, HeadKind, Item, Recurrence, Sentence, Table,
    Use, Word,
};
use std::collections::BTreeMap;

/// What stands in whose place.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// By parameter: names that are replaced.
    pub parameters: BTreeMap<Name, Expr>,
    /// By blank: blanks that are filled.
    pub blanks: BTreeMap<Name, Expr>,
    /// The blanks that were met.
    pub filled: Vec<Name>,
}

impl Values {
    pub fn items(&mut self, items: &mut [Item]) {
        for item in items {
            match item {
                Item::Decl(decl) => self.decl(decl),
                Item::Table(table) => self.table(table),
                Item::Use(used) => self.used(used),
                Item::Edition(_) => {}
            }
        }
    }

    pub fn decl(&mut self, decl: &mut Decl) {
        self.clauses(&mut decl.clauses);
        for entry in decl.body.iter_mut().flatten() {
            self.entry(entry);
        }
    }

    pub fn entry(&mut self, entry: &mut Entry) {
        match entry {
            Entry::Sentence(Sentence { clauses, .. }) => self.clauses(clauses),
            Entry::Table(table) => self.table(table),
            Entry::Decl(decl) => self.decl(decl),
            Entry::Use(used) => self.used(used),
        }
    }

    pub fn used(&mut self, used: &mut Use) {
        self.clauses_values(&mut used.arguments);
    }

    pub fn table(&mut self, table: &mut Table) {
        for Head { kind, .. } in &mut table.head {
            match kind {
                HeadKind::Words(word, _) => self.word(word),
                HeadKind::Cross { output, rows, columns } => {
                    output.iter_mut().for_each(|w| self.word(w));
                    self.word(rows);
                    self.word(columns);
                }
                HeadKind::Value(expr) => self.expr(expr),
            }
        }
        for Cell { kind, .. } in table.rows.iter_mut().flat_map(|r| &mut r.cells) {
            if let CellKind::Value { values, clauses } = kind {
                self.operands(values);
                self.clauses(clauses);
            }
        }
    }

    fn clauses(&mut self, clauses: &mut [Clause]) {
        for clause in clauses.iter_mut() {
            self.word(&mut clause.word);
        }
        self.clauses_values(clauses);
    }

    fn clauses_values(&mut self, clauses: &mut [Clause]) {
        for clause in clauses {
            self.operands(&mut clause.values);
        }
    }

    /// Operands between commas. A list in the place of a blank becomes several of them.
    fn operands(&mut self, operands: &mut Vec<Expr>) {
        if !operands.iter().any(|operand| self.is_list(operand)) {
            self.exprs(operands);
            return;
        }
        for mut operand in std::mem::take(operands) {
            let spread = self.is_list(&operand);
            self.expr(&mut operand);
            match operand.kind {
                ExprKind::List(values) if spread => operands.extend(values),
                _ => operands.push(operand),
            }
        }
    }

    /// Whether a list stands in the place of a blank.
    fn is_list(&self, operand: &Expr) -> bool {
        let ExprKind::Blank(name) = &operand.kind else { return false };
        matches!(self.blanks.get(name), Some(Expr { kind: ExprKind::List(_), .. }))
    }

    /// A word that is a parameter becomes the name that the parameter stands for.
    fn word(&self, word: &mut Word) {
        if let Some(Expr { kind: ExprKind::Name(name), .. }) = self.parameters.get(&word.name) {
            word.name = name.clone();
        }
    }

    fn exprs(&mut self, exprs: &mut [Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &mut Expr) {
        match &mut expr.kind {
            ExprKind::Name(name) => {
                if let Some(value) = self.parameters.get(name) {
                    *expr = value.clone();
                }
            }
            ExprKind::Blank(name) => {
                if let Some(value) = self.blanks.get(name) {
                    self.filled.push(name.clone());
                    *expr = value.clone();
                }
            }
            ExprKind::Scoped(word, exprs) | ExprKind::Call(word, exprs) => {
                self.word(word);
                self.exprs(exprs);
            }
            ExprKind::Bound(_, inner)
            | ExprKind::Not(inner)
            | ExprKind::Negative(inner)
            | ExprKind::Step(_, inner)
            | ExprKind::Horizon(_, inner) => {
                self.expr(inner);
            }
            ExprKind::Interval(low, high) => {
                let End { value: low, .. } = &mut **low;
                self.expr(low);
                let End { value: high, .. } = &mut **high;
                self.expr(high);
            }
            // Hours after a name: the days of a calendar that is a parameter.
            ExprKind::Recurrence(Recurrence { days: Some(Days::Name(word)), .. }) => self.word(word),
            ExprKind::Binary(_, a, b) | ExprKind::Over(a, b) | ExprKind::TimeFromTo(a, b) => {
                self.expr(a);
                self.expr(b);
            }
            ExprKind::List(exprs) => self.exprs(exprs),
            ExprKind::Error
            | ExprKind::Text(_)
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
}
