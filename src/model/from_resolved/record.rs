//! Records and states: what is known.

use super::names_in_expr::Where;
use super::rules::WRONG_VALUE;
use super::types::Units;
use super::{Lower, single};
use crate::base::Name;
use crate::diagnostics::Finding;
use crate::language::{KindId, words};
use crate::model::{
    Event, FOUND_BY_NAME, FieldType, HasTerm, Id, Record, RecordField, State, StateSource, Subject, Table,
};
use crate::quantity::Measure;
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::{Decl, DeclId, Found};
use crate::syntax::ast::{self, Cell, CellKind, ExprKind};

impl Lower<'_> {
    /// What something belongs to.
    pub(super) fn subject(&mut self, decl: &Decl, name: &str) -> Option<Subject> {
        let field = decl.field(name)?;
        let value = self.one(field, "a record, a service, a dimension, `contract` or `objective`")?;
        if let ExprKind::Blank(name) = &value.kind {
            return Some(Subject::Record(Id::blank(name)));
        }
        let word = self.name_in(value, "a record, a service, a dimension, `contract` or `objective`")?;
        match word.as_str() {
            "contract" => return Some(Subject::Contract),
            "objective" => return Some(Subject::Objective),
            "service" => return Some(Subject::Any),
            _ => {}
        }
        let kinds = [KindId::Record, KindId::Service, KindId::Dimension];
        let id = self.find(&word, value.span, decl, &kinds)?;
        Some(match self.program.decl(id).kind.id {
            KindId::Record => Subject::Record(self.id(id)),
            KindId::Service => Subject::Service(self.id(id)),
            _ => Subject::Dimension(self.id(id)),
        })
    }

    /// The record that a declaration is about, for names of fields.
    pub(super) fn subject_record(&self, decl: &Decl) -> Option<DeclId> {
        let value = single(&decl.field("of")?.values)?;
        match &value.kind {
            ExprKind::Name(name) => self.peek(name, decl).filter(|&id| self.is_kind(id, KindId::Record)),
            _ => None,
        }
    }

    pub(super) fn cx<'d>(&self, decl: &'d Decl, field: &'static str) -> Where<'d> {
        Where::new(decl, field).with_subject(self.subject_record(decl))
    }

    /// The records of libraries in use that are found by their names, where no term names them, with those that they refer to.
    pub(super) fn unnamed_records(&mut self, contract: &Decl) -> Table<Record> {
        let named = self.records.len();
        for name in FOUND_BY_NAME {
            if let Found::One(id) = self.program.find(name, contract)
                && self.is_kind(id, KindId::Record)
            {
                self.need(id);
            }
        }
        self.drain();
        let mut unnamed = Table::default();
        let added: Vec<Record> = self.records.iter().skip(named).cloned().collect();
        for record in added {
            self.records.remove(&record.id());
            unnamed.insert(record);
        }
        unnamed
    }

    pub(super) fn record(&mut self, decl: &Decl) {
        // A record that another one is found for has been put in its place; this one has none.
        if let Some(value) = decl.field("extends").and_then(|field| self.one(field, "a record"))
            && let Some(name) = self.name_in(value, "a record")
            && let Some(id) = self.find(&name, value.span, decl, &[KindId::Record])
        {
            self.circular(id, value.span);
        }
        let term = self.term(decl);
        let of = decl.field("of").and_then(|_| self.subject(decl, "of"));
        let mut fields: Vec<RecordField> = Vec::new();
        for table in &decl.tables {
            let heads = self.columns(table, &["field", "label", "type", "by", "means"]);
            for row in &table.rows {
                let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
                let Some((name, label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
                let label = cell("label").and_then(|c| self.cell_text(c)).unwrap_or(label);
                let ty = match cell("type") {
                    Some(c) => self.checked_field_type(c, decl),
                    None => None,
                };
                let by = cell("by").and_then(|c| self.cell_value(c)).and_then(|v| self.actor(&v, decl));
                let means = cell("means").and_then(|c| self.cell_text(c));
                let span = row.cells.first().map_or(row.span, |c| c.span);
                if let Some(ty) = ty {
                    fields.push(RecordField { name, label, ty, by, means, span });
                }
            }
        }
        self.duplicate_rows(&fields.iter().map(|f| (f.name.clone(), f.span)).collect::<Vec<_>>());
        let record = Record { term, of, by: self.actor_field(decl, "by"), means: self.text(decl, "means"), fields };
        self.records.insert(record);
    }

    fn checked_field_type(&mut self, cell: &Cell, decl: &Decl) -> Option<FieldType> {
        let ty = self.field_type_in(cell, decl);
        if ty.is_none() {
            let due = format!("a type: {}, a unit, a dimension, or a list of words,", words::FIELD_TYPES.join(", "));
            self.wrong_value(cell.span, &due);
        }
        ty
    }

    /// The type that a cell names; nothing is reported.
    pub(super) fn field_type_in(&mut self, cell: &Cell, decl: &Decl) -> Option<FieldType> {
        let CellKind::Value { values, clauses } = &cell.kind else { return None };
        if !clauses.is_empty() {
            return None;
        }
        match values.as_slice() {
            [ast::Expr { kind: ExprKind::Blank(name), .. }] => Some(FieldType::Dimension(Id::blank(name))),
            [ast::Expr { kind: ExprKind::Name(name) | ExprKind::Unit(name), .. }] => Some(match name.as_str() {
                "instant" => FieldType::Instant,
                "instants" => FieldType::Instants,
                "flag" => FieldType::Flag,
                "number" => FieldType::Number,
                "text" | "name" => FieldType::Text,
                "duration" => FieldType::Duration,
                "money" => FieldType::Money,
                "service" => FieldType::Service,
                "actor" => FieldType::Actor,
                _ => match self.peek(name, decl) {
                    Some(id) if self.is_kind(id, KindId::Dimension) => {
                        self.need(id);
                        FieldType::Dimension(self.id(id))
                    }
                    Some(id) if self.is_kind(id, KindId::Record) => {
                        self.need(id);
                        FieldType::Record(self.id(id))
                    }
                    _ => FieldType::Unit(Name::from(Measure::parse(name)?.to_string())),
                },
            }),
            [_, _, ..] => {
                let name = |v: &ast::Expr| match &v.kind {
                    ExprKind::Name(name) => Some(name.clone()),
                    _ => None,
                };
                values.iter().map(name).collect::<Option<Vec<_>>>().map(FieldType::Choice)
            }
            _ => None,
        }
    }

    pub(super) fn state(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let subject = self.subject_record(decl);
        let lasts = decl.field("from").is_some() && decl.field("until").is_some();
        let condition = Where::new(decl, "when").with_subject(subject);
        let holds = if lasts {
            self.between(decl).map(|(from, until)| StateSource::Between(from, until))
        } else if let Some(field) = decl.field("when") {
            match self.one(field, "a condition") {
                Some(ast::Expr { kind: ExprKind::Blank(name), .. }) => Some(StateSource::Blank(name.clone())),
                Some(value) => Some(StateSource::When(self.condition(value, &condition))),
                None => None,
            }
        } else if decl.field("given by").is_some() {
            self.actor_field(decl, "given by").map(StateSource::GivenBy)
        } else {
            self.between(decl).map(|(from, until)| StateSource::Between(from, until))
        };
        let which = decl.field("when").filter(|_| lasts).and_then(|field| self.one(field, "a condition"));
        let when = which.map(|value| self.condition(value, &condition));
        if holds.is_none() && ["when", "given by", "from"].iter().all(|f| decl.field(f).is_none()) {
            let message = format!("nothing says when state `{}` holds", decl.name);
            let finding = Finding::new(&WRONG_VALUE, decl.head, message)
                .help("add `when` a condition, `given by` who reports it, or `from` an event `until` another");
            self.sink.report(finding);
        }
        let state = State {
            of,
            when,
            each: decl.field("each").and_then(|f| self.window(f, decl)),
            lasting: decl.field("lasting").and_then(|f| self.bound_field(f, decl, Units::of(Physical::Duration))),
            empty: self.flag(decl, "empty"),
            means: self.text(decl, "means"),
            holds: match holds {
                Some(holds) => holds,
                None => return,
            },
            term,
        };
        self.states.insert(state);
    }

    /// `from E until E`, where both are written.
    pub(super) fn between(&mut self, decl: &Decl) -> Option<(Event, Event)> {
        let subject = self.subject_record(decl);
        let from = decl.field("from").and_then(|f| self.one(f, "an event")).and_then(|v| self.event(v, decl, subject));
        let until =
            decl.field("until").and_then(|f| self.one(f, "an event")).and_then(|v| self.event(v, decl, subject));
        Some((from?, until?))
    }
}
