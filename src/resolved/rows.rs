//! Puts rows in the place of blanks that stand for them.
//!
//! A file fills the rows of a file that it uses with a table of its own, whose first head is the blank. Its other heads say
//! which column each cell goes to, so that nobody counts bars. Where the table that is filled has no head but its first,
//! it takes these.

use super::rules::UNBOUND_PARAMETER;
use crate::base::{Name, Span};
use crate::diagnostics::{Finding, Sink};
use crate::syntax::ast::{Cell, CellKind, Clause, Decl, Entry, Expr, ExprKind, Head, HeadKind, Item, Row, Table};
use crate::syntax::same;
use std::collections::{BTreeMap, BTreeSet};

/// The tables with which a file fills rows of the files that it uses.
#[derive(Debug, Default)]
pub(super) struct Rows {
    tables: BTreeMap<Name, Table>,
    /// The blanks that were met.
    met: BTreeSet<Name>,
    /// The blanks for rows that a single value was given for, which is reported.
    pub misused: BTreeSet<Name>,
}

impl Rows {
    /// Takes the tables that fill rows out of the items of a file.
    pub fn of(items: &mut Vec<Item>, sink: &mut Sink) -> Self {
        let mut rows = Self::default();
        let all = std::mem::take(items);
        items.reserve(all.len());
        for item in all {
            match item {
                Item::Table(table) if table.fills().is_some() => rows.add(table, sink),
                item => items.push(item),
            }
        }
        rows
    }

    fn add(&mut self, table: Table, sink: &mut Sink) {
        let Some((name, span)) = table.fills() else { return };
        let name = name.clone();
        if let Some(first) = self.tables.get(&name).and_then(Table::fills) {
            let message = format!("`[{name}]` gets its rows twice");
            sink.report(Finding::new(&UNBOUND_PARAMETER, span, message).label(first.1, "they are given here first"));
            return;
        }
        self.tables.insert(name, table);
    }

    /// Reports the tables for which no file that is used had a place.
    pub fn report_vain(&self, sink: &mut Sink) {
        for (name, table) in self.tables.iter().filter(|(name, _)| !self.met.contains(*name)) {
            let span = table.fills().map_or(table.span, |(_, span)| span);
            let message = format!("no file that is used here has a row `| [{name}] |`");
            let finding = Finding::new(&UNBOUND_PARAMETER, span, message)
                .note("a table whose first head is a blank fills the rows that this blank stands for in a file that is used")
                .help(format!("for a single value, write `with {name} = …` after the file that is used"));
            sink.report(finding);
        }
    }

    /// Fills the tables of a file that is used. `values` are the blanks of it that get a single value.
    pub fn items(&mut self, items: &mut [Item], values: &[Clause], sink: &mut Sink) {
        for item in items {
            match item {
                Item::Decl(decl) => self.decl(decl, values, sink),
                Item::Table(table) => self.table(table, values, sink),
                Item::Edition(_) | Item::Use(_) => {}
            }
        }
    }

    fn decl(&mut self, decl: &mut Decl, values: &[Clause], sink: &mut Sink) {
        for entry in decl.body.iter_mut().flatten() {
            match entry {
                Entry::Table(table) => self.table(table, values, sink),
                Entry::Decl(decl) => self.decl(decl, values, sink),
                Entry::Sentence(_) | Entry::Use(_) => {}
            }
        }
    }

    fn table(&mut self, table: &mut Table, values: &[Clause], sink: &mut Sink) {
        if table.rows.iter().all(|row| row.blank().is_none()) {
            return;
        }
        for row in std::mem::take(&mut table.rows) {
            let Some((name, _)) = row.blank() else {
                table.rows.push(row);
                continue;
            };
            if let Some(fill) = self.tables.get(name) {
                self.met.insert(name.clone());
                let columns = columns(fill, &mut table.head, sink);
                table.rows.extend(fill.rows.iter().map(|row| under(row, fill.head.len(), &columns)));
                continue;
            }
            match values.iter().find(|value| value.word.name == *name) {
                // In a table of one column, a row may be a value.
                Some(value) if table.head.len() > 1 => {
                    self.misused.insert(name.clone());
                    sink.report(one_value(name, value.span, row.span));
                }
                _ => table.rows.push(row),
            }
        }
    }
}

/// A row with its cells in the order of the columns; one of another width than its head stays as it is, and is reported as
/// every such row.
fn under(row: &Row, width: usize, columns: &[Option<usize>]) -> Row {
    if row.cells.len() != width {
        return row.clone();
    }
    // What is said already is not said of each row.
    let span = row.span;
    let error = Cell {
        kind: CellKind::Value { values: vec![Expr { kind: ExprKind::Error, span }], clauses: Vec::new() },
        span,
    };
    let cell = |at: &Option<usize>| at.and_then(|at| row.cells.get(at)).unwrap_or(&error).clone();
    Row { cells: columns.iter().map(cell).collect(), span }
}

/// For each column of a table, the place of its cell in the rows that fill it.
fn columns(fill: &Table, heads: &mut Vec<Head>, sink: &mut Sink) -> Vec<Option<usize>> {
    if heads.len() == 1 {
        heads.extend(fill.head.iter().skip(1).cloned());
        return (0..fill.head.len()).map(Some).collect();
    }
    let own = || fill.head.iter().enumerate().skip(1);
    let mut places = vec![Some(0)];
    for head in heads.iter().skip(1) {
        match own().find(|(_, other)| same::head(head, other)) {
            Some((at, _)) => places.push(Some(at)),
            None => {
                places.push(None);
                let span = fill.fills().map_or(fill.span, |(_, span)| span);
                let finding =
                    Finding::new(&UNBOUND_PARAMETER, span, format!("these rows have no column{}", named(head)))
                        .label(head.span, "the table that they fill has it")
                        .help("give the column its cells, or `-` where it does not apply");
                sink.report(finding);
            }
        }
    }
    for (_, head) in own().filter(|(_, other)| !heads.iter().skip(1).any(|head| same::head(head, other))) {
        let message = format!("the table that these rows fill has no column{}", named(head));
        let finding = Finding::new(&UNBOUND_PARAMETER, head.span, message);
        sink.report(match heads.first() {
            Some(first) => finding.label(first.span, "it begins here"),
            None => finding,
        });
    }
    places
}

fn named(head: &Head) -> String {
    match &head.kind {
        HeadKind::Words(word, _) => format!(" `{}`", word.name),
        _ => String::new(),
    }
}

fn one_value(name: &str, value: Span, row: Span) -> Finding {
    Finding::new(&UNBOUND_PARAMETER, value, format!("`[{name}]` stands for rows, and gets a single value"))
        .label(row, "it stands alone in a row here")
        .help(format!("write a table whose first head is `[{name}]`, with the rows below it"))
}
