//! The evidence of scenarios: records, and states that someone reports, one a row.

use super::cells::heads;
use super::names_in_expr::Where;
use super::rules::{UNIT_MISMATCH, UNKNOWN_NAME, WRONG_VALUE};
use super::{Currency, Lower, single};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{EvidenceRow, EvidenceValue, FieldType, Record};
use crate::quantity::Measure;
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::{Decl, DeclId};
use crate::syntax::ast::{Cell, CellKind, Days, Expr, ExprKind, Op, Recurrence, Table};

/// The column that says which instance of its service a record is about.
const INSTANCE: &str = "instance";

/// The columns of a state that someone reports.
const OF_STATES: [&str; 2] = ["from", "until"];

/// The columns of a duty: for which period or case it was done, and when.
const OF_DUTIES: [&str; 2] = ["for", "done"];

impl Lower<'_> {
    /// The rows of a table whose first head is the name of a record, or of a state that someone reports.
    pub(super) fn evidence(&mut self, table: &Table, head: &str, decl: &Decl) -> Vec<EvidenceRow> {
        let span = table.head.first().map_or(table.span, |h| h.span);
        let Some(sort) = self.find(head, span, decl, &[KindId::Record, KindId::State, KindId::Service, KindId::Duty])
        else {
            return Vec::new();
        };
        if !self.may_be_written(sort, span) {
            return Vec::new();
        }
        let heads = heads(table);
        for (name, head) in heads.iter().zip(&table.head).skip(1) {
            self.column_of(sort, name, head.span, decl);
        }
        let mut rows = Vec::new();
        for row in &table.rows {
            let Some((name, _)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
            let mut values = Vec::new();
            for (cell, field) in row.cells.iter().zip(&heads).skip(1) {
                if let Some(value) = self.evidence_value(cell, sort, field, decl) {
                    values.push((field.clone(), value));
                }
            }
            rows.push(EvidenceRow { record: self.id::<Record>(sort), name, values, span: row.span });
        }
        rows
    }

    /// Whether evidence of this sort is written down: a state is only where someone reports it.
    fn may_be_written(&mut self, sort: DeclId, span: Span) -> bool {
        let decl = self.program.decl(sort);
        if decl.kind.id == KindId::Service && !self.has_instances(sort) {
            let message = format!("`{}` has no instances that could be listed", decl.name);
            let finding = Finding::new(&WRONG_VALUE, span, message).label(decl.name_span, "not `instances many`");
            self.sink.report(finding);
            return false;
        }
        let given = decl.kind.id != KindId::State || decl.field("given by").is_some();
        if !given {
            let message = format!("nobody reports the state `{}`: it is found from records", decl.name);
            let finding = Finding::new(&WRONG_VALUE, span, message).label(decl.name_span, "not `given by` anyone");
            self.sink.report(finding.help("write the records that it is found from"));
        }
        given
    }

    /// Whether each instance of a service is judged on its own.
    pub(super) fn has_instances(&self, service: DeclId) -> bool {
        let field = self.program.decl(service).field("instances");
        let value = field.and_then(|field| single(&field.values)).map(|value| &value.kind);
        matches!(value, Some(ExprKind::Name(word)) if word == "many")
    }

    /// Whether a column says which instance of its service a record is about: a field of that name comes first.
    fn is_instance(&mut self, sort: DeclId, name: &str) -> bool {
        name == INSTANCE && !self.is_kind(sort, KindId::Service) && self.field_type(sort, name).is_none()
    }

    /// The figure that is a column of a list of instances.
    fn figure_column(&mut self, sort: DeclId, name: &str, at: &Decl) -> Option<DeclId> {
        let figure = self.peek(name, at).filter(|&id| self.is_kind(id, KindId::Figure))?;
        (self.is_kind(sort, KindId::Service) && self.is_of_services(figure)).then_some(figure)
    }

    /// Whether a figure or a dimension may be another one for each service.
    pub(super) fn is_of_services(&self, id: DeclId) -> bool {
        let of = self.program.decl(id).field("of");
        match of.and_then(|field| single(&field.values)).map(|value| &value.kind) {
            Some(ExprKind::Name(name)) => {
                let at = self.program.decl(id);
                name == "service" || self.peek(name, at).is_some_and(|id| self.is_kind(id, KindId::Service))
            }
            _ => false,
        }
    }

    /// Reports a column that says nothing of this sort of evidence.
    fn column_of(&mut self, sort: DeclId, name: &Name, span: Span, decl: &Decl) {
        let of = self.program.decl(sort);
        let sort_name = of.name.clone();
        if self.is_instance(sort, name) || self.figure_column(sort, name, decl).is_some() {
            return;
        }
        if (name == "on" || name == "of") && of.kind.id != KindId::Service {
            // What is kept of the contract is about no service.
            let subject = of.field("of").and_then(|field| single(&field.values)).map(|value| &value.kind);
            if matches!(subject, Some(ExprKind::Name(subject)) if subject == "contract") {
                let message = format!("`{sort_name}` is of the contract, and is about no service");
                self.sink.report(Finding::new(&UNKNOWN_NAME, span, message).help(format!("leave out `{name}`")));
            }
            return;
        }
        if of.kind.id == KindId::Duty && OF_DUTIES.contains(&name.as_str()) {
            return;
        }
        match self.evidence_type(sort, name, decl) {
            Some(FieldType::Dimension(_)) if !self.tells_apart(sort, name, decl) => {
                let message =
                    format!("`{name}` does not tell records of `{sort_name}` apart, so that nothing reads it here");
                let finding = Finding::new(&UNKNOWN_NAME, span, message);
                let about = self.peek(name, decl).map(|id| self.program.decl(id).name_span);
                let label = |finding: Finding, at: Span| finding.label(at, "it is of something else");
                self.sink.report(about.into_iter().fold(finding, label));
            }
            Some(_) => {}
            None => {
                let fields = self.survey.records_of.iter().filter(|(_, r)| r.contains(&sort)).map(|(n, _)| n.clone());
                let fields: Vec<Name> = fields.collect();
                let near = suggest::nearest(name, fields.iter().map(Name::as_str));
                let finding = Finding::new(&UNKNOWN_NAME, span, format!("`{sort_name}` has no field `{name}`"));
                self.sink.report(finding.help_if(near.map(|n| format!("did you mean `{n}`?"))));
            }
        }
    }

    /// Whether a column is a field of the record, or a dimension of it or of a record that it refers to.
    fn tells_apart(&mut self, record: DeclId, name: &str, at: &Decl) -> bool {
        let Some(dimension) = self.peek(name, at).filter(|&id| self.is_kind(id, KindId::Dimension)) else {
            return true;
        };
        if self.field_type(record, name).is_some() || self.is_kind(record, KindId::Service) {
            return true;
        }
        let Some(subject) = self.subject_record(self.program.decl(dimension)) else { return false };
        let fields: Vec<Name> =
            self.survey.records_of.iter().filter(|(_, r)| r.contains(&record)).map(|(n, _)| n.clone()).collect();
        let named = FieldType::Record(self.id::<Record>(subject));
        subject == record || fields.iter().any(|field| self.field_type(record, field).as_ref() == Some(&named))
    }

    /// The type of a column of evidence: a field of the record, or a dimension that tells such records apart.
    fn evidence_type(&mut self, sort: DeclId, name: &str, at: &Decl) -> Option<FieldType> {
        if self.is_kind(sort, KindId::Duty) {
            return None;
        }
        if self.is_kind(sort, KindId::State) {
            return OF_STATES.contains(&name).then_some(FieldType::Instant);
        }
        if self.is_kind(sort, KindId::Service) {
            let id = self.peek(name, at).filter(|&id| self.is_kind(id, KindId::Dimension))?;
            return self.is_of_services(id).then(|| {
                self.need(id);
                FieldType::Dimension(self.id(id))
            });
        }
        let field = self.field_type(sort, name);
        if field.is_some() {
            return field;
        }
        let id = self.peek(name, at).filter(|&id| self.is_kind(id, KindId::Dimension))?;
        self.need(id);
        Some(FieldType::Dimension(self.id(id)))
    }

    fn evidence_value(&mut self, cell: &Cell, record: DeclId, field: &str, decl: &Decl) -> Option<EvidenceValue> {
        if let Some(figure) = self.figure_column(record, field, decl) {
            self.need(figure);
            let value = self.cell_value(cell)?;
            let expr = self.column_value(figure, &value, cell.span, &Where::new(decl, "scenario"));
            return Some(EvidenceValue::Expr(expr));
        }
        if self.is_instance(record, field) {
            let value = self.cell_value(cell)?;
            return self.instance_named(&value).map(EvidenceValue::Word);
        }
        if self.is_kind(record, KindId::Duty) && field != "on" {
            let value = self.cell_value(cell)?;
            return match field {
                "for" => self.done_for(&value).map(EvidenceValue::Word),
                _ => self.evidence_instant(&value).map(EvidenceValue::Instant),
            };
        }
        let ty = self.evidence_type(record, field, decl);
        if let (Some(FieldType::Instants), CellKind::Value { values, .. }) = (&ty, &cell.kind) {
            let instants: Option<Vec<String>> = values.iter().map(|value| self.evidence_instant(value)).collect();
            return instants.map(EvidenceValue::Instants);
        }
        let value = self.cell_value(cell)?;
        match (&value.kind, ty) {
            (_, Some(FieldType::Instant | FieldType::Instants)) => {
                self.evidence_instant(&value).map(EvidenceValue::Instant)
            }
            (ExprKind::Name(name), Some(FieldType::Dimension(dimension))) => {
                let id = self.peek(dimension.as_str(), decl)?;
                if self.dimension_of(name, value.span, decl, Some(id)).is_none() {
                    self.unknown_value(id, name, value.span);
                    return None;
                }
                Some(EvidenceValue::Word(name.clone()))
            }
            (ExprKind::Name(name), Some(FieldType::Choice(choices))) => {
                if !choices.contains(name) {
                    let record = self.program.decl(record).name.clone();
                    self.choice(&record, field, name, value.span, decl);
                    return None;
                }
                Some(EvidenceValue::Word(name.clone()))
            }
            (ExprKind::Name(name), Some(FieldType::Actor)) => {
                self.actor_named(name, value.span, decl).map(|a| EvidenceValue::Word(a.name().clone()))
            }
            (ExprKind::Name(name), Some(FieldType::Service)) => self.service_word(name, value.span, decl),
            (ExprKind::Name(name), None) if field == "on" || field == "of" => self.service_word(name, value.span, decl),
            (ExprKind::Name(name), Some(FieldType::Flag)) if name == "yes" || name == "no" => {
                Some(EvidenceValue::Word(name.clone()))
            }
            (ExprKind::Name(name) | ExprKind::Number(name), Some(FieldType::Record(_))) => {
                Some(EvidenceValue::Word(name.clone()))
            }
            (ExprKind::Text(text), Some(FieldType::Text)) => Some(EvidenceValue::Text(self.text_value(text, ""))),
            (_, Some(ty)) => self.measured(&value, &ty, decl),
            (_, None) => None,
        }
    }

    /// For what a duty was done: a month, a day of the period, or the name of a case, `"i1#2"` of one that was opened again.
    fn done_for(&mut self, value: &Expr) -> Option<Name> {
        match &value.kind {
            ExprKind::Month(day) => Some(day.strftime("%Y-%m").to_string().into()),
            ExprKind::Date(day) => Some(day.to_string().into()),
            ExprKind::Name(name) | ExprKind::Number(name) => Some(name.clone()),
            ExprKind::Text(text) => Some(self.text_value(text, "").any("").into()),
            _ => {
                self.wrong_value(value.span, "a period, such as `2026-05`, or the name of a case");
                None
            }
        }
    }

    /// The name of an instance: a name of the language, a number, or a text.
    pub(super) fn instance_named(&mut self, value: &Expr) -> Option<Name> {
        match &value.kind {
            ExprKind::Name(name) | ExprKind::Number(name) => Some(name.clone()),
            ExprKind::Text(text) => {
                Some(self.text_value(text, "").any("").into()).filter(|name: &Name| !name.is_empty())
            }
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, "the name of an instance");
                None
            }
        }
    }

    fn service_word(&mut self, name: &Name, span: Span, decl: &Decl) -> Option<EvidenceValue> {
        self.find(name, span, decl, &[KindId::Service]).map(|_| EvidenceValue::Word(name.clone()))
    }

    /// A number of a field, with the unit that the field has.
    fn measured(&mut self, value: &Expr, ty: &FieldType, decl: &Decl) -> Option<EvidenceValue> {
        let (due, unit) = match ty {
            FieldType::Number => ("a number".to_owned(), String::new()),
            FieldType::Unit(unit) => (format!("a number of `{unit}`"), unit.to_string()),
            FieldType::Duration => ("a duration, such as `15 min`,".to_owned(), "s".to_owned()),
            FieldType::Money => {
                let currency = self.currency.code();
                let due = match self.currency {
                    Currency::Named(code) => format!("an amount in {code}"),
                    Currency::Open | Currency::Unsaid | Currency::Unread => "an amount of money".to_owned(),
                };
                (due, currency.to_owned())
            }
            FieldType::Flag => ("`yes` or `no`".to_owned(), String::new()),
            FieldType::Text => ("a text".to_owned(), String::new()),
            _ => ("a name".to_owned(), String::new()),
        };
        let numeric = matches!(ty, FieldType::Number | FieldType::Unit(_) | FieldType::Duration | FieldType::Money);
        let simple = |value: &Expr| match &value.kind {
            ExprKind::Number(_) | ExprKind::Quantity(..) | ExprKind::Negative(_) | ExprKind::Error => true,
            ExprKind::Binary(op, ..) => matches!(op, Op::Div | Op::Sub),
            _ => false,
        };
        if !numeric || !simple(value) {
            self.wrong_value(value.span, &due);
            return None;
        }
        let typed = self.expr(value, &Where::new(decl, "scenario"));
        let crate::model::Expr::Quantity(quantity) = &typed.expr else { return Some(EvidenceValue::Expr(typed.expr)) };
        let dimension = |unit: &str| Measure::parse(unit).map(|measure| measure.dimension());
        let is = dimension(&quantity.unit);
        if matches!((ty, is), (FieldType::Money, Some((Physical::Money(_), None)))) {
            // Another currency was reported where it was read.
            return Some(EvidenceValue::Expr(typed.expr));
        }
        if is != dimension(&unit) {
            let written = self.sources.slice(value.span).to_owned();
            let message = format!("`{written}` stands where {due} is expected");
            self.sink.report(Finding::new(&UNIT_MISMATCH, value.span, message));
            return None;
        }
        Some(EvidenceValue::Expr(typed.expr))
    }

    /// An instant of evidence as RFC 3339, with its offset where it is written.
    pub(super) fn evidence_instant(&mut self, value: &Expr) -> Option<String> {
        match &value.kind {
            ExprKind::Instant(date, time, offset) => {
                let offset = offset.map(offset_words).unwrap_or_default();
                Some(format!("{}{offset}", date.to_datetime(*time)))
            }
            ExprKind::Date(date) => Some(date.to_datetime(jiff::civil::Time::midnight()).to_string()),
            // Where an instant is due, the hours of a day are a time and an offset below 0: `2026-11-01 01:30-04:00`.
            ExprKind::Recurrence(Recurrence {
                ordinal: None,
                days: Some(Days::Dates(date, None)),
                hours: Some((time, Some(offset))),
            }) if offset.second() == 0 && offset.hour() <= MOST_HOURS_OF_OFFSET => {
                let offset = offset_words(-(i16::from(offset.hour()) * 60 + i16::from(offset.minute())));
                Some(format!("{}{offset}", date.to_datetime(*time)))
            }
            _ => {
                self.wrong_value(value.span, "an instant, such as `2026-05-03 22:10`,");
                None
            }
        }
    }
}

/// No zone has more.
const MOST_HOURS_OF_OFFSET: i8 = 15;

fn offset_words(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
