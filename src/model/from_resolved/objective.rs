//! Commitments: sentences and tables of a tier, one commitment a cell.

use super::Lower;
use super::blank::blanks_in;
use super::cells::heads;
use super::names_in_expr::Where;
use super::rules::{UNKNOWN_NAME, WRONG_VALUE};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::{Field as Spec, KindId, kinds};
use crate::model::{CalendarSet, Commitment, Expr, Id, Quantity, Text, Tier, TierTable, Validity, Window};
use crate::resolved::rules::{EMPTY_CELL, UNKNOWN_FIELD};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, Cell, CellKind, Clause, Comparator, ExprKind, HeadKind, Sentence, Table, Word};
use smol_str::format_smolstr;
use std::borrow::Cow;

/// What a sentence or a row says beside its target.
#[derive(Clone, Default)]
pub(super) struct Beside {
    pub window: Option<Window>,
    /// By how much the window slides, with its place.
    pub step: Option<(Quantity, Span)>,
    pub calendar: Option<CalendarSet>,
    pub scope: Vec<ast::Expr>,
    pub quota: Option<Quantity>,
    pub sample: Option<u64>,
    pub goal: Option<ast::Expr>,
    pub obligation: Option<Name>,
    pub measurer: Option<crate::model::Actor>,
    pub validity: Validity,
    pub facts: Vec<(Name, Expr)>,
    pub objective: Option<(Name, Text)>,
    pub is_override: bool,
    pub notes: Vec<Name>,
    /// Where what is said stands: who measures, and facts by their names.
    pub fields: Vec<(Name, Span)>,
    /// The blanks of it, with the field that each stands in.
    pub open: Vec<(Name, Name, Span)>,
}

/// What an objective is about.
#[derive(Clone)]
pub(super) enum About {
    /// An indicator.
    Indicator(DeclId),
    /// One that is not agreed yet.
    Blank(Name),
}

/// What a column of a table of objectives is.
enum Column {
    Key(DeclId),
    Indicator(DeclId, Word),
    Clause(&'static Spec),
    Fact(DeclId, Name),
    Objective,
    Label,
    IndicatorName,
    Target,
}

impl Lower<'_> {
    /// The commitments that a tier states itself.
    pub(super) fn objectives(&mut self, decl: &Decl, tier: &Id<Tier>) {
        for sentence in &decl.objectives {
            self.sentence(sentence, decl, tier);
        }
        for table in &decl.tables {
            self.objective_table(table, decl, tier);
        }
    }

    fn sentence(&mut self, sentence: &Sentence, decl: &Decl, tier: &Id<Tier>) {
        let Some(head) = sentence.clauses.first() else { return };
        let kinds = [KindId::Indicator];
        let Some(id) = self.find_objective_head(&head.word, decl, &kinds) else { return };
        let mut beside = Beside {
            is_override: sentence.overrides.is_some(),
            notes: sentence.docs.iter().map(|d| d.text.clone()).collect(),
            ..Beside::default()
        };
        for clause in sentence.clauses.iter().skip(1) {
            self.beside(&mut beside, clause, decl);
        }
        let target = head.values.first();
        let span = target.map_or(head.span, |t| t.span);
        match target {
            Some(value) if head.values.len() == 1 => {
                self.commit(&About::Indicator(id), Some(value), span, sentence.span, &beside, decl, tier);
            }
            _ => {
                let finding = Finding::new(&WRONG_VALUE, head.span, format!("`{}` has no target", head.word.name))
                    .help(format!("write `{} at least …` or `at most …`", head.word.name));
                self.sink.report(finding);
            }
        }
    }

    /// The indicator that heads an objective; a field of a tier that is misspelt is told apart from an unknown indicator.
    fn find_objective_head(&mut self, word: &Word, decl: &Decl, kinds: &[KindId]) -> Option<DeclId> {
        if self.peek(&word.name, decl).is_none() {
            let fields = decl.kind.fields.iter().map(|f| f.name);
            let near = crate::base::suggest::nearest(&word.name, fields.chain(self.program.names_of(decl, kinds)));
            let message = format!("`{}` is neither an indicator nor a field of a tier", word.name);
            let finding =
                Finding::new(&UNKNOWN_NAME, word.span, message).help_if(near.map(|n| format!("did you mean `{n}`?")));
            self.sink.report(finding);
            return None;
        }
        self.find(&word.name, word.span, decl, kinds)
    }

    fn beside(&mut self, beside: &mut Beside, clause: &Clause, decl: &Decl) {
        let Some(spec) = kinds::OBJECTIVE_CLAUSES.iter().find(|f| f.name == clause.word.name) else { return };
        leave_open(&mut beside.open, &clause.values, spec.name);
        let field = Field {
            spec,
            values: clause.values.clone(),
            tails: Vec::new(),
            word: clause.word.clone(),
            span: clause.span,
        };
        match spec.name {
            "each" => beside.window = self.window(&field, decl),
            "every" => beside.step = self.step_of_window(&field),
            "during" => beside.calendar = self.calendar_set(&field, decl),
            "for" => beside.scope.extend(clause.values.iter().cloned()),
            "quota" => {
                beside.quota = self.one(&field, "a percentage").and_then(|v| self.share(v, "a quota"));
            }
            "sample" => beside.sample = self.one(&field, "a whole number").and_then(|v| self.count(v, 1)),
            "goal" => beside.goal = clause.values.first().cloned(),
            "obligation" => beside.obligation = self.word_of(&field),
            "measured by" => {
                beside.measurer = self.one(&field, "a party or a role").and_then(|v| self.actor(v, decl));
                beside.fields.push((Name::new_static("measured by"), field.span));
            }
            "from" => beside.validity.from = self.date(&field),
            "until" => beside.validity.until = self.date(&field),
            _ => {}
        }
    }

    fn objective_table(&mut self, table: &Table, decl: &Decl, tier: &Id<Tier>) {
        if matches!(table.head.first().map(|h| &h.kind), Some(HeadKind::Cross { .. })) {
            self.crossed_objectives(table, decl, tier);
            return;
        }
        let mut columns = Vec::new();
        for head in &table.head {
            let HeadKind::Words(word, _) = &head.kind else {
                self.wrong_value(head.span, "the name of a dimension, an indicator or a field");
                return;
            };
            match self.objective_column(word, columns.is_empty(), decl) {
                Some(column) => columns.push(column),
                None => return,
            }
        }
        let mut rows = TierTable { columns: heads(table), rows: Vec::new() };
        for row in &table.rows {
            if row.cells.len() == columns.len() {
                rows.rows.push(self.objective_row(row, &columns, decl, tier));
            }
        }
        if let Some(tier) = self.tiers.get_mut(tier) {
            tier.tables.push(rows);
        }
    }

    fn objective_column(&mut self, word: &Word, first: bool, decl: &Decl) -> Option<Column> {
        match word.name.as_str() {
            "objective" if first => return Some(Column::Objective),
            "label" => return Some(Column::Label),
            "indicator" => return Some(Column::IndicatorName),
            "target" => return Some(Column::Target),
            _ => {}
        }
        if let Some(spec) = kinds::OBJECTIVE_CLAUSES.iter().find(|f| f.name == word.name) {
            return Some(Column::Clause(spec));
        }
        let Some(id) = self.peek(&word.name, decl) else {
            let clauses = kinds::OBJECTIVE_CLAUSES.iter().map(|f| f.name);
            let known = [KindId::Dimension, KindId::Indicator, KindId::Figure];
            let near = crate::base::suggest::nearest(&word.name, clauses.chain(self.program.names_of(decl, &known)));
            let message = format!("`{}` is no dimension, no indicator and no field of an objective", word.name);
            let finding =
                Finding::new(&UNKNOWN_FIELD, word.span, message).help_if(near.map(|n| format!("did you mean `{n}`?")));
            self.sink.report(finding);
            return None;
        };
        self.need(id);
        match self.program.decl(id).kind.id {
            // A dimension of objectives is a fact about the row; any other tells cases apart.
            KindId::Dimension if self.is_of_objective(id) => Some(Column::Fact(id, word.name.clone())),
            KindId::Dimension => Some(Column::Key(id)),
            KindId::Indicator => Some(Column::Indicator(id, word.clone())),
            KindId::Figure => Some(Column::Fact(id, word.name.clone())),
            _ => {
                self.find(&word.name, word.span, decl, &[KindId::Dimension, KindId::Indicator, KindId::Figure]);
                None
            }
        }
    }

    fn is_of_objective(&self, id: DeclId) -> bool {
        self.is_about_objectives(self.program.decl(id))
    }

    /// Whether a figure or a dimension is `of objective`.
    pub(super) fn is_about_objectives(&self, decl: &Decl) -> bool {
        let of = decl.field("of");
        of.is_some_and(|f| matches!(f.values.first().map(|v| &v.kind), Some(ExprKind::Name(n)) if n == "objective"))
    }

    fn objective_row(
        &mut self,
        row: &ast::Row,
        columns: &[Column],
        decl: &Decl,
        tier: &Id<Tier>,
    ) -> Vec<Id<Commitment>> {
        let mut beside = Beside::default();
        let mut named: Option<About> = None;
        let mut target: Option<&Cell> = None;
        let mut targets: Vec<(About, &Cell)> = Vec::new();
        for (column, cell) in columns.iter().zip(&row.cells) {
            if matches!(cell.kind, CellKind::Empty) {
                self.empty_objective_cell(cell, column);
                continue;
            }
            match column {
                Column::Key(id) => {
                    leave_open_in(&mut beside.open, cell, &self.program.decl(*id).name);
                    beside.scope.extend(self.key_values(cell, *id));
                }
                Column::Indicator(id, _) => targets.push((About::Indicator(*id), cell)),
                Column::Clause(spec) => {
                    let word = Word { name: Name::from(spec.name), span: cell.span };
                    if let CellKind::Value { values, clauses } = &cell.kind {
                        let clause = Clause { word, values: values.clone(), span: cell.span };
                        self.beside(&mut beside, &clause, decl);
                        clauses.iter().for_each(|c| self.beside(&mut beside, c, decl));
                    }
                }
                Column::Fact(id, name) => {
                    leave_open_in(&mut beside.open, cell, name);
                    self.objective_fact(&mut beside, *id, name, cell, decl);
                }
                Column::Objective => {
                    beside.objective = self.row_name(cell);
                }
                Column::Label => {
                    let text = self.cell_text(cell);
                    if let (Some((_, label)), Some(text)) = (&mut beside.objective, text) {
                        *label = text;
                    }
                }
                Column::IndicatorName => {
                    leave_open_in(&mut beside.open, cell, "indicator");
                    named = self.cell_value(cell).and_then(|v| {
                        if let ExprKind::Blank(name) = v.kind {
                            return Some(About::Blank(name));
                        }
                        let name = self.name_in(&v, "an indicator")?;
                        self.find(&name, v.span, decl, &[KindId::Indicator]).map(About::Indicator)
                    });
                }
                Column::Target => target = Some(cell),
            }
        }
        if let (Some(named), Some(cell)) = (named, target) {
            targets.push((named, cell));
        }
        let mut made = Vec::new();
        for (indicator, cell) in targets {
            made.extend(self.target_cell(&indicator, cell, &beside, decl, tier));
        }
        made
    }

    fn target_cell(
        &mut self,
        indicator: &About,
        cell: &Cell,
        beside: &Beside,
        decl: &Decl,
        tier: &Id<Tier>,
    ) -> Option<Id<Commitment>> {
        match &cell.kind {
            CellKind::Dash => self.commit(indicator, None, cell.span, cell.span, beside, decl, tier),
            CellKind::Value { values, clauses } if values.len() == 1 => {
                let mut own = Cow::Borrowed(beside);
                clauses.iter().for_each(|c| self.beside(own.to_mut(), c, decl));
                self.commit(indicator, values.first(), cell.span, cell.span, &own, decl, tier)
            }
            _ => {
                self.wrong_value(cell.span, "a target, such as `15 min`,");
                None
            }
        }
    }

    fn objective_fact(&mut self, beside: &mut Beside, id: DeclId, name: &Name, cell: &Cell, decl: &Decl) {
        let Some(value) = self.cell_value(cell) else { return };
        let cx = Where::new(decl, "objective");
        let expr = if self.is_kind(id, KindId::Dimension) {
            if let ExprKind::Blank(blank) = value.kind {
                beside.facts.push((name.clone(), Expr::Blank(blank)));
                return;
            }
            let Some(word) = self.name_in(&value, "a value of the dimension") else { return };
            if self.dimension_of(&word, value.span, decl, Some(id)).is_none() {
                self.unknown_value(id, &word, value.span);
                return;
            }
            Expr::Value { dimension: self.id(id), value: word }
        } else {
            self.column_value(id, &value, cell.span, &cx)
        };
        beside.facts.push((name.clone(), expr));
        beside.fields.push((name.clone(), cell.span));
    }

    fn empty_objective_cell(&mut self, cell: &Cell, column: &Column) {
        let what = match column {
            Column::Indicator(_, word) => format!("a cell of `{}` is empty", word.name),
            Column::Clause(spec) => format!("a cell of `{}` is empty", spec.name),
            _ => "a cell is empty".to_owned(),
        };
        let finding = Finding::new(&EMPTY_CELL, cell.span, what)
            .note("an empty cell may mean nothing, the same as above, or forgotten")
            .help("write the value, or `-` for no commitment on purpose");
        self.sink.report(finding);
    }

    /// The values in a key cell, written as `dimension = value` so that no other dimension is meant.
    fn key_values(&mut self, cell: &Cell, dimension: DeclId) -> Vec<ast::Expr> {
        let decl = self.program.decl(dimension);
        let name = |value: &Name, span: Span| {
            let side = |n: Name| Box::new(ast::Expr { kind: ExprKind::Name(n), span });
            let kind =
                ExprKind::Binary(ast::Op::Compare(Comparator::Exactly), side(decl.name.clone()), side(value.clone()));
            ast::Expr { kind, span }
        };
        match &cell.kind {
            CellKind::Value { values, clauses } if clauses.is_empty() => values
                .iter()
                .filter_map(|v| match &v.kind {
                    ExprKind::Name(n) if n == "all" || n == "any" => None,
                    ExprKind::Name(n) => Some(name(n, v.span)),
                    ExprKind::Blank(_) => Some(v.clone()),
                    _ => {
                        self.wrong_value(v.span, "a value, a list of values or `all`");
                        None
                    }
                })
                .collect(),
            CellKind::Named(word, _) => vec![name(&word.name, word.span)],
            _ => {
                self.wrong_value(cell.span, "a value, a list of values or `all`");
                Vec::new()
            }
        }
    }

    /// `restoration: priority \ service_class | a | b |`
    fn crossed_objectives(&mut self, table: &Table, decl: &Decl, tier: &Id<Tier>) {
        let Some(HeadKind::Cross { output, rows, columns }) = table.head.first().map(|h| &h.kind) else { return };
        let Some(output) = output else {
            let span = table.head.first().map_or(table.span, |h| h.span);
            self.wrong_value(span, "the indicator, then `:`, before the two dimensions");
            return;
        };
        let indicator = self.find(&output.name, output.span, decl, &[KindId::Indicator]);
        let row_key = self.find(&rows.name, rows.span, decl, &[KindId::Dimension]);
        let column_key = self.find(&columns.name, columns.span, decl, &[KindId::Dimension]);
        let (Some(indicator), Some(row_key), Some(column_key)) = (indicator, row_key, column_key) else { return };
        let (down, across) = (&rows.name, &columns.name);
        let values = table.head.iter().skip(1).filter_map(|head| match &head.kind {
            HeadKind::Words(word, _) => Some(format_smolstr!("{across} {}", word.name)),
            _ => None,
        });
        let heads = std::iter::once(format_smolstr!("{down} \\ {across}")).chain(values).collect();
        let mut out = TierTable { columns: heads, rows: Vec::new() };
        for row in &table.rows {
            let Some(first) = row.cells.first() else { continue };
            let row_scope = self.key_values(first, row_key);
            let mut made = Vec::new();
            for (cell, head) in row.cells.iter().zip(&table.head).skip(1) {
                let HeadKind::Words(word, _) = &head.kind else { continue };
                if matches!(cell.kind, CellKind::Empty) {
                    self.empty_objective_cell(cell, &Column::Indicator(indicator, output.clone()));
                    continue;
                }
                let value = ast::Expr { kind: ExprKind::Name(word.name.clone()), span: word.span };
                let key = Cell { kind: CellKind::Value { values: vec![value], clauses: Vec::new() }, span: word.span };
                let mut scope = row_scope.clone();
                scope.extend(self.key_values(&key, column_key));
                let mut beside = Beside { scope, ..Beside::default() };
                leave_open_in(&mut beside.open, first, &rows.name);
                made.extend(self.target_cell(&About::Indicator(indicator), cell, &beside, decl, tier));
            }
            out.rows.push(made);
        }
        if let Some(tier) = self.tiers.get_mut(tier) {
            tier.tables.push(out);
        }
    }
}

/// Remembers the blanks of operands.
fn leave_open(open: &mut Vec<(Name, Name, Span)>, values: &[ast::Expr], field: &str) {
    for value in values {
        blanks_in(value, &mut |name, span| open.push((name.clone(), Name::from(field), span)));
    }
}

/// Remembers the blanks of a cell.
fn leave_open_in(open: &mut Vec<(Name, Name, Span)>, cell: &Cell, field: &str) {
    if let CellKind::Value { values, .. } = &cell.kind {
        leave_open(open, values, field);
    }
}
