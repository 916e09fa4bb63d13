//! `record incident extends incident`: a record of a library, with what a contract adds to it or says otherwise.
//!
//! The two become one declaration under the contract's name. Whatever the library says of its record, it then says of this one.

use super::{Decl, DeclId, Program};
use crate::base::Name;
use crate::language::KindId;
use crate::syntax::ast::{Cell, CellKind, Expr, ExprKind, Head, HeadKind, Table};

/// Puts each record that extends another in the place of that one. One that names no record is left as it is, for the floor
/// that looks names up.
pub(super) fn extend_records(program: &mut Program) {
    let extending: Vec<(DeclId, DeclId)> =
        program.own().filter_map(|(id, decl)| Some((id, base_of(program, id, decl)?))).collect();
    for (id, base) in extending {
        let merged = merged(program.decl(id).clone(), program.decl(base));
        let known_as = program.decl(base).name.clone();
        if let Some(place) = program.decls.get_mut(id.0 as usize) {
            *place = merged;
        }
        // The name that the library knows means the contract's own from now on.
        let ids = program.names.entry(known_as).or_default();
        ids.retain(|known| *known != id && *known != base);
        ids.push(id);
    }
}

/// The record that a record extends: it has another declaration, in whichever file.
fn base_of(program: &Program, id: DeclId, decl: &Decl) -> Option<DeclId> {
    if decl.kind.id != KindId::Record {
        return None;
    }
    let [Expr { kind: ExprKind::Name(name), .. }] = decl.field("extends")?.values.as_slice() else { return None };
    let (module, last) = name.rsplit_once('.').map_or((None, name.as_str()), |(module, last)| (Some(module), last));
    let of_module = |other: DeclId| {
        let called = &program.module(program.decl(other).module).name;
        module.is_none_or(|module| called == module || called.rsplit('.').next() == Some(module))
    };
    let is_base = |&other: &DeclId| {
        let base = program.decl(other);
        other != id && base.kind.id == KindId::Record && program.sees(decl, base) && of_module(other)
    };
    let mut bases = program.names.get(last)?.iter().copied().filter(is_base);
    bases.next().filter(|_| bases.next().is_none())
}

/// What the contract says, and of the library what it does not say itself.
fn merged(mut own: Decl, base: &Decl) -> Decl {
    let tables: Vec<Table> = base.tables.iter().map(|table| said_otherwise(table, &mut own.tables)).collect();
    let mut fields: Vec<_> = own.fields.iter().filter(|field| field.spec.name != "extends").cloned().collect();
    fields.extend(base.fields.iter().filter(|field| own.field(field.spec.name).is_none()).cloned());
    Decl {
        label: own.label.clone().or_else(|| base.label.clone()),
        fields,
        tables: tables.into_iter().chain(own.tables.clone()).collect(),
        // Names that the library wrote are looked up in the library.
        lexical: base.module,
        ..own
    }
}

/// A table of the library in which a row that the contract writes too says what the contract says, in its old place: the order
/// of rows is the order of a record's life. The contract's row is used up.
fn said_otherwise(table: &Table, own: &mut [Table]) -> Table {
    let mut table = table.clone();
    for row in &mut table.rows {
        let Some(name) = row.cells.first().and_then(row_name) else { continue };
        for other in own.iter_mut() {
            let Some(at) =
                other.rows.iter().position(|row| row.cells.first().and_then(row_name).as_ref() == Some(&name))
            else {
                continue;
            };
            let said = other.rows.remove(at);
            for (head, cell) in table.head.iter().zip(&mut row.cells) {
                let column = other.head.iter().position(|column| head_word(column) == head_word(head));
                if let Some(instead) = column.and_then(|column| said.cells.get(column)) {
                    *cell = instead.clone();
                }
            }
            row.span = said.span;
        }
    }
    table
}

fn head_word(head: &Head) -> Option<&Name> {
    match &head.kind {
        HeadKind::Words(word, _) => Some(&word.name),
        _ => None,
    }
}

/// The field that a row of a record is about.
fn row_name(cell: &Cell) -> Option<Name> {
    match &cell.kind {
        CellKind::Named(word, _) => Some(word.name.clone()),
        CellKind::Value { values, .. } => match values.as_slice() {
            [Expr { kind: ExprKind::Name(name), .. }] => Some(name.clone()),
            _ => None,
        },
        _ => None,
    }
}
