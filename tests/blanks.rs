//! A blank in the place of every value of contracts that have none: nothing is found that was not there, the model holds the
//! blank, and the text prints it.
#![expect(clippy::unwrap_used, reason = "tests")]

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

fn said(compilation: &Compilation) -> BTreeSet<String> {
    let findings = compilation.findings.iter();
    findings.map(|f| format!("{} {:?}: {}", f.rule.name, f.severity(), f.message)).collect()
}

/// Fields whose blank leaves something else without its meaning, which is said: amounts in a currency that is not agreed, a value that
/// another table names, the time that an amount per hour is owed for.
const ELSEWHERE: &[&str] = &["contract.currency", "dimension|0|priority", "penalty.each"];

#[test]
fn a_blank_stands_in_the_place_of_every_value() {
    for path in ["examples/month/hosting.slac", "examples/init/saas-en.slac"] {
        let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let before = said(&compile_text("a.slac", &source, &NoFiles));
        let mut tried = 0;
        for place in places(&source).into_iter().filter(|place| !ELSEWHERE.contains(&place.field.as_str())) {
            let mut text = source.clone();
            text.replace_range(place.span.range(), "[qqq]");
            let compiled = compile_text("a.slac", &text, &NoFiles);
            let new: Vec<String> = said(&compiled).difference(&before).cloned().collect();
            assert_eq!(new, Vec::<String>::new(), "{path}, {}", place.field);
            let Some(model) = &compiled.model else { continue };
            assert!(model.blanks.iter().any(|blank| blank.name == "qqq"), "{path}, {}: not held", place.field);
            let text = render(model, Language::English, &Templates::built_in()).unwrap();
            let (body, list) = text.split_once("Points still to be agreed").unwrap_or((&text, ""));
            assert!(body.contains("qqq"), "{path}, {}: not in its clause", place.field);
            assert!(list.contains("qqq"), "{path}, {}: not listed", place.field);
            tried += 1;
        }
        assert!(tried > 20, "{path}: {tried}");
    }
}
