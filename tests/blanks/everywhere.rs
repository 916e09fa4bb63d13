//! A blank in the place of every value of contracts that have none: nothing is found that was not there, the model holds the
//! blank, and the text prints it.

use slac::base::{FileId, Language, Span};
use slac::diagnostics::Sink;
use slac::driver::{Compilation, compile_text};
use slac::emit::text::{Templates, render};
use slac::resolved::loader::NoFiles;
use slac::syntax::ast::{CellKind, Clause, Decl, Entry, Expr, ExprKind, Item, Table};
use std::collections::BTreeSet;
use std::path::Path;

/// Where a value stands, with the kind and the field that it stands in.
struct Place {
    span: Span,
    field: String,
}

fn places(source: &str) -> Vec<Place> {
    let tree = slac::syntax::parse(FileId(0), source, &mut Sink::default());
    let mut found = Vec::new();
    for item in &tree.items {
        match item {
            Item::Decl(decl) => of_decl(decl, &mut found),
            Item::Table(table) => of_table(table, "table", &mut found),
            Item::Edition(_) | Item::Use(_) => {}
        }
    }
    found
}

fn of_decl(decl: &Decl, found: &mut Vec<Place>) {
    let kind = decl.kind.name.as_str();
    of_clauses(&decl.clauses, kind, found);
    for entry in decl.body.iter().flatten() {
        match entry {
            Entry::Sentence(sentence) => of_clauses(&sentence.clauses, kind, found),
            Entry::Table(table) => of_table(table, kind, found),
            Entry::Decl(_) | Entry::Use(_) => {}
        }
    }
}

fn of_clauses(clauses: &[Clause], kind: &str, found: &mut Vec<Place>) {
    for clause in clauses {
        of_values(&clause.values, &format!("{kind}.{}", clause.word.name), found);
    }
}

fn of_values(values: &[Expr], field: &str, found: &mut Vec<Place>) {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return };
    found.push(Place { span: first.span.to(last.span), field: field.to_owned() });
    // The limit of a bound, and the ends of an interval, may be blanks by themselves.
    if let [Expr { kind: ExprKind::Bound(_, limit), .. }] = values {
        found.push(Place { span: limit.span, field: format!("{field} limit") });
    }
    if let [Expr { kind: ExprKind::Interval(low, high), .. }] = values {
        found.push(Place { span: low.value.span, field: format!("{field} low") });
        found.push(Place { span: high.value.span, field: format!("{field} high") });
    }
}

fn of_table(table: &Table, kind: &str, found: &mut Vec<Place>) {
    for row in &table.rows {
        for (at, cell) in row.cells.iter().enumerate() {
            let head = table.head.get(at).map(|head| format!("{:?}", head.kind)).unwrap_or_default();
            let head: String = head.chars().skip_while(|c| *c != '"').skip(1).take_while(|c| *c != '"').collect();
            if let CellKind::Value { values, clauses } = &cell.kind {
                let field = format!("{kind}|{at}|{head}");
                of_values(values, &field, found);
                for clause in clauses {
                    of_values(&clause.values, &format!("{field} {}", clause.word.name), found);
                }
            }
        }
    }
}

/// What is written of a place and is no value that could be agreed later: the names of what is declared, what a scenario expects,
/// and the currency that the other amounts of the contract are in.
fn is_no_value(field: &str) -> bool {
    field.starts_with("scenario")
        || field == "contract.currency"
        || field.strip_prefix("table|0|").is_some_and(|head| slac::language::kinds::find(head).is_some())
        || ["dimension", "raci", "escalation", "record"].iter().any(|kind| field.starts_with(&format!("{kind}|0|")))
}

fn said(compilation: &Compilation) -> BTreeSet<String> {
    compilation.findings.iter().map(|f| format!("{}: {}", f.rule.name, f.message)).collect()
}

/// What is wrong with a blank in a place.
fn wrong(source: &str, place: &Place, before: &BTreeSet<String>) -> Vec<String> {
    let mut text = source.to_owned();
    text.replace_range(place.span.range(), "[qqq]");
    let compiled = compile_text("a.slac", &text, &NoFiles);
    let mut wrong: Vec<String> = said(&compiled).difference(before).cloned().collect();
    let Some(model) = &compiled.model else { return wrong };
    if !model.blanks.iter().any(|blank| blank.name == "qqq") {
        wrong.push("the model does not hold it".to_owned());
        return wrong;
    }
    let text = render(model, Language::English, &Templates::built_in()).unwrap();
    let (clauses, list) = text.split_once("Points still to be agreed").unwrap_or((&text, ""));
    for (part, name) in [(clauses, "its clause does not print it"), (list, "it is not listed")] {
        if !part.contains("qqq") {
            wrong.push(name.to_owned());
        }
    }
    wrong
}

#[test]
fn a_blank_may_stand_for_every_value_of_a_contract() {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for name in ["saas-en", "infogerance-fr", "backup-fr"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/init/{name}.slac"));
        let source = std::fs::read_to_string(path).unwrap();
        let before = said(&compile_text("a.slac", &source, &NoFiles));
        for place in places(&source) {
            if is_no_value(&place.field) || !seen.insert(place.field.clone()) {
                continue;
            }
            let wrong = wrong(&source, &place, &before);
            if !wrong.is_empty() {
                let line = source[..place.span.start as usize].lines().count();
                all.push(format!("{name}:{line} {}: {}", place.field, wrong.join("; ")));
            }
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
    assert!(all.is_empty(), "{all:#?}");
}
