//! Whether two trees say the same, wherever it stands.
//!
//! Positions are left out, and line ends inside a text of several lines count as one sign.

use crate::syntax::ast::{
    Cell, CellKind, Clause, Days, Decl, Doc, End, Entry, Expr, ExprKind, Head, HeadKind, Item, Param, Row, Sentence,
    Table, Text, TextPart, Tree, Use, UseTarget, Word,
};

/// Whether two trees say the same.
pub(crate) fn trees(a: &Tree, b: &Tree) -> bool {
    all(&a.items, &b.items, item)
}

fn all<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn both<T>(a: Option<&T>, b: Option<&T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

fn item(a: &Item, b: &Item) -> bool {
    match (a, b) {
        (Item::Edition(a), Item::Edition(b)) => word(a, b),
        (Item::Use(a), Item::Use(b)) => import(a, b),
        (Item::Table(a), Item::Table(b)) => table(a, b),
        (Item::Decl(a), Item::Decl(b)) => decl(a, b),
        _ => false,
    }
}

fn entry(a: &Entry, b: &Entry) -> bool {
    match (a, b) {
        (Entry::Sentence(a), Entry::Sentence(b)) => sentence(a, b),
        (Entry::Table(a), Entry::Table(b)) => table(a, b),
        (Entry::Decl(a), Entry::Decl(b)) => decl(a, b),
        (Entry::Use(a), Entry::Use(b)) => import(a, b),
        _ => false,
    }
}

fn word(a: &Word, b: &Word) -> bool {
    a.name == b.name
}

fn import(a: &Use, b: &Use) -> bool {
    let target = match (&a.target, &b.target) {
        (UseTarget::Name(a), UseTarget::Name(b)) => word(a, b),
        (UseTarget::Path(a), UseTarget::Path(b)) => text(a, b),
        _ => false,
    };
    target && all(&a.arguments, &b.arguments, clause) && notes(&a.docs, &b.docs)
}

fn notes(a: &[Doc], b: &[Doc]) -> bool {
    all(a, b, |a, b| a.text == b.text)
}

fn decl(a: &Decl, b: &Decl) -> bool {
    notes(&a.docs, &b.docs)
        && a.overrides.is_some() == b.overrides.is_some()
        && word(&a.kind, &b.kind)
        && both(a.name.as_ref(), b.name.as_ref(), word)
        && both(a.label.as_ref(), b.label.as_ref(), text)
        && all(&a.params, &b.params, param)
        && all(&a.clauses, &b.clauses, clause)
        && both(a.body.as_ref(), b.body.as_ref(), |a, b| all(a, b, entry))
}

fn param(a: &Param, b: &Param) -> bool {
    word(&a.name, &b.name) && word(&a.ty, &b.ty)
}

fn sentence(a: &Sentence, b: &Sentence) -> bool {
    notes(&a.docs, &b.docs) && a.overrides.is_some() == b.overrides.is_some() && all(&a.clauses, &b.clauses, clause)
}

fn clause(a: &Clause, b: &Clause) -> bool {
    word(&a.word, &b.word) && all(&a.values, &b.values, expr)
}

fn text(a: &Text, b: &Text) -> bool {
    all(&a.parts, &b.parts, part)
}

fn part(a: &TextPart, b: &TextPart) -> bool {
    let same_lines = || a.value.replace("\r\n", "\n") == b.value.replace("\r\n", "\n");
    a.language == b.language && (a.value == b.value || same_lines())
}

fn table(a: &Table, b: &Table) -> bool {
    notes(&a.docs, &b.docs) && all(&a.head, &b.head, head) && all(&a.rows, &b.rows, row)
}

/// Whether two heads of columns say the same.
pub(crate) fn head(a: &Head, b: &Head) -> bool {
    match (&a.kind, &b.kind) {
        (HeadKind::Words(a, x), HeadKind::Words(b, y)) => word(a, b) && both(x.as_ref(), y.as_ref(), text),
        (HeadKind::Cross { output: a, rows: b, columns: c }, HeadKind::Cross { output: x, rows: y, columns: z }) => {
            both(a.as_ref(), x.as_ref(), word) && word(b, y) && word(c, z)
        }
        (HeadKind::Value(a), HeadKind::Value(b)) => expr(a, b),
        _ => false,
    }
}

fn row(a: &Row, b: &Row) -> bool {
    all(&a.cells, &b.cells, cell)
}

fn cell(a: &Cell, b: &Cell) -> bool {
    match (&a.kind, &b.kind) {
        (CellKind::Dash, CellKind::Dash) | (CellKind::Empty, CellKind::Empty) => true,
        (CellKind::Named(a, x), CellKind::Named(b, y)) => word(a, b) && text(x, y),
        (CellKind::Value { values: a, clauses: x }, CellKind::Value { values: b, clauses: y }) => {
            all(a, b, expr) && all(x, y, clause)
        }
        _ => false,
    }
}

fn expr(a: &Expr, b: &Expr) -> bool {
    use ExprKind as K;
    match (&a.kind, &b.kind) {
        (K::Error, K::Error) => true,
        (K::Text(a), K::Text(b)) => text(a, b),
        (K::Blank(a), K::Blank(b))
        | (K::Name(a), K::Name(b))
        | (K::Number(a), K::Number(b))
        | (K::Unit(a), K::Unit(b)) => a == b,
        (K::Scoped(a, x), K::Scoped(b, y)) | (K::Call(a, x), K::Call(b, y)) => word(a, b) && all(x, y, expr),
        (K::Quantity(a, x), K::Quantity(b, y)) => a == b && word(x, y),
        (K::Date(a), K::Date(b)) | (K::Month(a), K::Month(b)) => a == b,
        (K::Instant(a, x, o), K::Instant(b, y, p)) => (a, x, o) == (b, y, p),
        (K::Time(a), K::Time(b)) => a == b,
        (K::Recurrence(a), K::Recurrence(b)) => {
            both(a.ordinal.as_ref(), b.ordinal.as_ref(), word)
                && both(a.days.as_ref(), b.days.as_ref(), days)
                && a.hours == b.hours
        }
        (K::Bound(a, x), K::Bound(b, y)) => a == b && expr(x, y),
        (K::Interval(a, x), K::Interval(b, y)) => end(a, b) && end(x, y),
        (K::Binary(a, u, x), K::Binary(b, v, y)) => a == b && expr(u, v) && expr(x, y),
        (K::Not(a), K::Not(b)) | (K::Negative(a), K::Negative(b)) => expr(a, b),
        (K::Step(a, x), K::Step(b, y)) => a == b && expr(x, y),
        (K::Horizon(a, x), K::Horizon(b, y)) => a == b && expr(x, y),
        (K::Over(a, x), K::Over(b, y)) | (K::TimeFromTo(a, x), K::TimeFromTo(b, y)) => expr(a, b) && expr(x, y),
        (K::List(a), K::List(b)) => all(a, b, expr),
        _ => false,
    }
}

fn end(a: &End, b: &End) -> bool {
    a.open == b.open && expr(&a.value, &b.value)
}

fn days(a: &Days, b: &Days) -> bool {
    match (a, b) {
        (Days::Name(a), Days::Name(b)) => word(a, b),
        (Days::Range(a, x), Days::Range(b, y)) => word(a, b) && word(x, y),
        (Days::Dates(a, x), Days::Dates(b, y)) => a == b && x == y,
        _ => false,
    }
}
