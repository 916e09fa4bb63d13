//! Dimensions: their values, how they follow from others, and how several answers become one.

use super::Lower;
use super::cells::heads;
use super::judged::Judging;
use super::names_in_expr::Where;
use super::rules::WRONG_VALUE;
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::model::{Combination, Dimension, DimensionValue, Subject, Text, blank_in, bracketed};
use crate::resolved::rules::DUPLICATE_NAME;
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, ExprKind, HeadKind, Op};
use std::collections::BTreeMap;

impl Lower<'_> {
    pub(super) fn dimension(&mut self, id: DeclId, decl: &Decl) {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let mut values: Vec<DimensionValue> = Vec::new();
        let mut open = false;
        for value in decl.field("values").into_iter().flat_map(|f| &f.values) {
            if matches!(value.kind, ExprKind::Blank(_)) {
                open = true;
            }
            if let Some(name) = self.name_in(value, "a value: a name") {
                let label = Text::default();
                values.push(DimensionValue { name, label, when: None, means: None, span: value.span });
            }
        }
        let mut decision = None;
        for (number, table) in decl.tables.iter().enumerate() {
            let own = matches!(table.head.first().map(|h| &h.kind), Some(HeadKind::Words(w, _)) if w.name == decl.name);
            if own {
                values.extend(self.dimension_rows(table, decl));
                open |= decl.open_rows(number).next().is_some();
            } else {
                decision = self.decide_values(table, id, decl);
            }
        }
        self.duplicate_rows(&values.iter().map(|v| (v.name.clone(), v.span)).collect::<Vec<_>>());
        let default = decl.field("default").and_then(|f| self.one(f, "a value, or `none`")).and_then(|v| {
            if let ExprKind::Blank(name) = &v.kind {
                return Some(bracketed(name));
            }
            let name = self.name_in(v, "a value, or `none`")?;
            if name != "none" && !values.iter().any(|x| x.name == name) && !open {
                self.unknown_value(id, &name, v.span);
                return None;
            }
            Some(name)
        });
        let dimension = Dimension {
            of,
            // An order that is not agreed yet ranks nothing.
            ranked: self.word(decl, "ranked").filter(|r| r != "none" && blank_in(r).is_none()),
            decision,
            combine: decl.field("combine").and_then(|f| self.by_rank(f, decl)),
            default,
            by: self.actor_field(decl, "by"),
            means: self.text(decl, "means"),
            values,
            open,
            term,
        };
        self.dimensions.insert(dimension);
    }

    fn dimension_rows(&mut self, table: &ast::Table, decl: &Decl) -> Vec<DimensionValue> {
        let heads = self.columns(table, &[decl.name.as_str(), "label", "when", "means"]);
        let mut values = Vec::new();
        for row in &table.rows {
            let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
            let Some((name, label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
            let label = cell("label").and_then(|c| self.cell_text(c)).unwrap_or(label);
            let judging = self.is_about_objectives(decl).then(Judging::unknown);
            let cx = Where { judging, ..self.cx(decl, "when") };
            let when = cell("when").and_then(|c| self.cell_value(c)).map(|v| self.condition(&v, &cx));
            let means = cell("means").and_then(|c| self.cell_text(c));
            let span = row.cells.first().map_or(row.span, |c| c.span);
            values.push(DimensionValue { name, label, when, means, span });
        }
        values
    }

    /// What the rows of a dimension say of when each value holds, read where something is judged.
    pub(super) fn conditions_of_values(&mut self, decl: &Decl, cx: &Where<'_>) {
        for table in &decl.tables {
            let Some(column) = heads(table).iter().position(|head| head == "when") else { continue };
            for cell in table.rows.iter().filter_map(|row| row.cells.get(column)) {
                if let ast::CellKind::Value { values, .. } = &cell.kind
                    && let Some(value) = values.first()
                    && !self.sink.has_errors()
                {
                    self.condition(value, cx);
                }
            }
        }
    }

    /// Two rows of a table with the same name.
    pub(super) fn duplicate_rows(&mut self, names: &[(Name, Span)]) {
        let mut seen: BTreeMap<&Name, Span> = BTreeMap::new();
        for (name, span) in names {
            if let Some(first) = seen.get(name) {
                let finding = Finding::new(&DUPLICATE_NAME, *span, format!("two rows are called `{name}`"))
                    .here("declared again here")
                    .label(*first, "declared here first")
                    .help("give one of the two another name, or take it out");
                self.sink.report(finding);
            } else {
                seen.insert(name, *span);
            }
        }
    }

    /// Which of several values holds: that goes by their rank.
    fn by_rank(&mut self, field: &Field, at: &Decl) -> Option<Combination> {
        let combination = self.combination(field, at)?;
        let ranked = self.word(at, "ranked").is_some_and(|rank| rank != "none");
        let sayable = match combination {
            // The one that is stated holds.
            Combination::Choice(_) | Combination::Blank(_) => true,
            Combination::Greatest | Combination::Least => ranked,
            Combination::Sum => false,
        };
        if sayable {
            return Some(combination);
        }
        let finding = Finding::new(&WRONG_VALUE, field.span, format!("several values of `{}` cannot be combined so", at.name))
            .note("rows have no order: which value is the greatest is said by the rank of the dimension")
            .help("write `ranked strictest` or `ranked mildest`, and `combine greatest` or `combine least`; or make the conditions exclude one another");
        self.sink.report(finding);
        None
    }

    pub(super) fn combination(&mut self, field: &Field, at: &Decl) -> Option<Combination> {
        let due = "`sum`, `greatest`, `least` or `choice of` a party";
        let value = self.one(field, due)?;
        match &value.kind {
            ExprKind::Name(name) => match name.as_str() {
                "sum" => Some(Combination::Sum),
                "greatest" => Some(Combination::Greatest),
                "least" => Some(Combination::Least),
                _ => {
                    self.wrong_value(value.span, due);
                    None
                }
            },
            ExprKind::Binary(Op::Of, choice, who) if matches!(&choice.kind, ExprKind::Name(n) if n == "choice") => {
                self.actor(who, at).map(Combination::Choice)
            }
            // `sum per incident` is read with its group.
            ExprKind::Binary(Op::Per, inner, _) => {
                let inner = Field { values: vec![(**inner).clone()], ..field.clone() };
                self.combination(&inner, at)
            }
            ExprKind::Blank(name) => Some(Combination::Blank(name.clone())),
            ExprKind::Error => None,
            _ => {
                self.wrong_value(value.span, due);
                None
            }
        }
    }
}
