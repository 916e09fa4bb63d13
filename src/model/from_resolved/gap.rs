//! `gap of told`: the times between two events in a row, across the records of a sort or within each of them.

use super::Lower;
use super::expr::Typed;
use super::names_in_expr::{Where, cell_name};
use super::rules::{GAP_WITHOUT_END, WRONG_VALUE};
use super::types::{Type, Units};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Event, Expr, FieldType, Id, Record, Watch};
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::{Decl, DeclId};
use crate::syntax::ast;

impl Lower<'_> {
    /// `gap of E`. Where a record holds several instants of E, the times are those within each record, from its opening to its end.
    pub(super) fn gap(&mut self, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        let duration = Type::Number(Units::of(Physical::Duration));
        let Some(of) = self.event(right, cx.at, cx.subject) else { return Typed::new(Expr::None, Type::Unknown) };
        let within = match &of {
            Event::Field { record, field } => self.watch(record, field, right.span, cx.at),
            _ => None,
        };
        Typed::new(Expr::Gap { of, within }, duration)
    }

    /// From when until when a case is watched for an event that happens several times in it.
    fn watch(&mut self, record: &Id<Record>, field: &Name, span: Span, at: &Decl) -> Option<Watch> {
        let id = self.peek(record.as_str(), at)?;
        let life = self.life_of(id);
        if !life.iter().any(|(name, ty)| name == field && *ty == FieldType::Instants) {
            return None;
        }
        let event = |field: &Name| Event::Field { record: record.clone(), field: field.clone() };
        let own = |name| at.field(name).filter(|_| at.kind.id == KindId::Indicator);
        let first = life.first().map(|(name, _)| name).filter(|name| *name != field);
        let from = match own("from") {
            Some(from) => self.event_field(from, at),
            None => first.map(event),
        };
        let opening = match &from {
            Some(Event::Field { field, .. }) => Some(field),
            _ => None,
        };
        let others = life.iter().map(|(name, _)| name).filter(|name| *name != field && Some(*name) != opening);
        let others: Vec<&Name> = others.collect();
        let until = match (own("until"), others.as_slice()) {
            (Some(until), _) => self.event_field(until, at),
            (None, []) => None,
            (None, [only]) => Some(event(only)),
            (None, all @ [first, ..]) => {
                let message = format!(
                    "nothing says up to which event of a `{record}` the times between two `{field}` are measured"
                );
                let finding = Finding::new(&GAP_WITHOUT_END, span, message)
                    .note(format!("the last of them could go on until {}", either(all)))
                    .help(format!("add `until` and the event that ends the last one, such as `until {first}`"));
                self.sink.report(finding);
                None
            }
        };
        Some(Watch { from, until })
    }

    /// Reports events that bound nothing: an indicator without gaps within a case.
    pub(super) fn watch_in_vain(&mut self, decl: &Decl) {
        for field in ["from", "until"].into_iter().filter_map(|name| decl.field(name)) {
            let message = format!("`{}` bounds the gaps within a case, and this formula has none", field.spec.name);
            let finding =
                Finding::new(&WRONG_VALUE, field.span, message).help("write `time from … to …`, or leave it out");
            self.sink.report(finding);
        }
    }

    /// The instants of a record in the order of its life.
    fn life_of(&mut self, record: DeclId) -> Vec<(Name, FieldType)> {
        let names: Vec<Name> = self
            .program
            .decl(record)
            .tables
            .iter()
            .flat_map(|table| &table.rows)
            .filter_map(|row| row.cells.first().and_then(cell_name).cloned())
            .collect();
        let typed = names.into_iter().filter_map(|name| Some((self.field_type(record, &name)?, name)));
        let instants = |(ty, name)| matches!(ty, FieldType::Instant | FieldType::Instants).then_some((name, ty));
        typed.filter_map(instants).collect()
    }
}

/// `a`, `b` or `c`
fn either(names: &[&Name]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}
