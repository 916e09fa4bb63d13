//! Cells of tables: names, words, texts, single values.

use super::{Lower, single};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::model::{Text, bracketed};
use crate::resolved::rules::{EMPTY_CELL, UNKNOWN_FIELD};
use crate::syntax::ast::{Cell, CellKind, Expr, ExprKind, Head, HeadKind, Table};

impl Lower<'_> {
    /// The heads of a table with fixed columns; one that is not among them is reported.
    pub(super) fn columns(&mut self, table: &Table, known: &[&str]) -> Vec<Name> {
        let heads = heads(table);
        for (name, head) in heads.iter().zip(&table.head) {
            if !known.contains(&name.as_str()) {
                self.unknown_column(name, head.span, known);
            }
        }
        heads
    }

    /// The name, and the label beside it, of a cell that declares one.
    pub(super) fn row_name(&mut self, cell: &Cell) -> Option<(Name, Text)> {
        match &cell.kind {
            CellKind::Named(word, text) => Some((word.name.clone(), self.text_value(text, &word.name))),
            CellKind::Value { values, .. } => match single(values).map(|v| &v.kind) {
                Some(ExprKind::Name(name) | ExprKind::Number(name)) => Some((name.clone(), Text::default())),
                _ => {
                    self.wrong_value(cell.span, "a name");
                    None
                }
            },
            _ => {
                self.wrong_value(cell.span, "a name");
                None
            }
        }
    }

    /// The only operand of a cell; none for `-`.
    pub(super) fn cell_value(&mut self, cell: &Cell) -> Option<Expr> {
        match &cell.kind {
            CellKind::Dash => None,
            CellKind::Empty => {
                self.sink.report(
                    Finding::new(&EMPTY_CELL, cell.span, "a cell is empty")
                        .note("an empty cell may mean nothing, the same as above, or forgotten")
                        .help("write the value, or `-` where the column does not apply to this row"),
                );
                None
            }
            CellKind::Value { values, clauses } if clauses.is_empty() && values.len() == 1 => values.first().cloned(),
            _ => {
                self.wrong_value(cell.span, "one value");
                None
            }
        }
    }

    pub(super) fn cell_word(&mut self, cell: &Cell) -> Option<Name> {
        let value = self.cell_value(cell)?;
        if let ExprKind::Blank(name) = &value.kind {
            return Some(bracketed(name));
        }
        self.name_in(&value, "a word")
    }

    pub(super) fn cell_text(&mut self, cell: &Cell) -> Option<Text> {
        match self.cell_value(cell)?.kind {
            ExprKind::Text(text) => Some(self.text_value(&text, "")),
            ExprKind::Blank(_) | ExprKind::Error => None,
            _ => {
                self.wrong_value(cell.span, "a text between quotes");
                None
            }
        }
    }

    pub(super) fn unknown_column(&mut self, name: &str, span: Span, known: &[&str]) {
        let near = suggest::nearest(name, known.iter().copied());
        let list: Vec<String> = known.iter().map(|k| format!("`{k}`")).collect();
        let finding = Finding::new(&UNKNOWN_FIELD, span, format!("this table has no column `{name}`"))
            .note(format!("its columns are {}", list.join(", ")))
            .help_if(near.map(|n| format!("did you mean `{n}`?")));
        self.sink.report(finding);
    }
}

/// The names in the head of a table; a head that is no name has an empty one.
pub(super) fn heads(table: &Table) -> Vec<Name> {
    let name = |head: &Head| match &head.kind {
        HeadKind::Words(word, _) => word.name.clone(),
        _ => Name::default(),
    };
    table.head.iter().map(name).collect()
}
