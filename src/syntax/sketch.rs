//! Trees in a few characters, for tests: shapes and words, no positions.

use std::fmt::Write;

use super::ast::{
    Cell, CellKind, Clause, Comparator, Days, Decl, Doc, End, Entry, Expr, ExprKind, Head, HeadKind, Item, Op,
    Sentence, Table, Text, Tree, Use, UseTarget,
};

/// The whole tree, one line an item, field or row.
pub(crate) fn tree(tree: &Tree) -> String {
    let mut out = String::new();
    for item in &tree.items {
        match item {
            Item::Edition(word) => line(&mut out, 0, &format!("edition {}", word.name)),
            Item::Use(used) => use_item(&mut out, 0, used),
            Item::Table(t) => table(&mut out, 0, t),
            Item::Decl(d) => decl(&mut out, 0, d),
        }
    }
    out
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{}{}", "  ".repeat(depth), text.trim_end());
}

fn notes(out: &mut String, depth: usize, docs: &[Doc]) {
    for doc in docs {
        line(out, depth, &format!("/// {}", doc.text));
    }
}

fn use_item(out: &mut String, depth: usize, used: &Use) {
    notes(out, depth, &used.docs);
    let target = match &used.target {
        UseTarget::Name(word) => word.name.to_string(),
        UseTarget::Path(path) => text(path),
    };
    line(out, depth, &format!("use {target} {}", clauses(&used.arguments)));
}

fn decl(out: &mut String, depth: usize, d: &Decl) {
    notes(out, depth, &d.docs);
    let mut head = String::new();
    if d.overrides.is_some() {
        head.push_str("overrides ");
    }
    let _ = write!(head, "{} {}", d.kind.name, d.name.as_ref().map_or("_", |n| n.name.as_str()));
    if let Some(label) = &d.label {
        let _ = write!(head, " {}", text(label));
    }
    for param in &d.params {
        let _ = write!(head, " <{}: {}>", param.name.name, param.ty.name);
    }
    let _ = write!(head, " {}", clauses(&d.clauses));
    line(out, depth, &head);
    for entry in d.body.iter().flatten() {
        match entry {
            Entry::Sentence(s) => sentence(out, depth + 1, s),
            Entry::Table(t) => table(out, depth + 1, t),
            Entry::Decl(d) => decl(out, depth + 1, d),
            Entry::Use(u) => use_item(out, depth + 1, u),
        }
    }
}

fn sentence(out: &mut String, depth: usize, s: &Sentence) {
    notes(out, depth, &s.docs);
    let overrides = if s.overrides.is_some() { "overrides " } else { "" };
    line(out, depth, &format!("{overrides}{}", clauses(&s.clauses)));
}

fn table(out: &mut String, depth: usize, t: &Table) {
    notes(out, depth, &t.docs);
    let head: Vec<String> = t.head.iter().map(head_cell).collect();
    line(out, depth, &format!("|{}|", head.join("|")));
    for row in &t.rows {
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        line(out, depth, &format!("> {}", cells.join(" | ")));
    }
}

fn head_cell(head: &Head) -> String {
    match &head.kind {
        HeadKind::Words(word, None) => word.name.to_string(),
        HeadKind::Words(word, Some(label)) => format!("{} {}", word.name, text(label)),
        HeadKind::Cross { output, rows, columns } => {
            let output = output.as_ref().map(|w| format!("{}: ", w.name)).unwrap_or_default();
            format!("{output}{} \\ {}", rows.name, columns.name)
        }
        HeadKind::Value(value) => expr(value),
    }
}

fn cell(cell: &Cell) -> String {
    match &cell.kind {
        CellKind::Dash => "-".into(),
        CellKind::Empty => "∅".into(),
        CellKind::Named(word, label) => format!("{} {}", word.name, text(label)),
        CellKind::Value { values, clauses: rest } => format!("{} {}", list(values), clauses(rest)).trim().to_owned(),
    }
}

fn clauses(all: &[Clause]) -> String {
    let shown: Vec<String> =
        all.iter().map(|c| format!("({})", format!("{} {}", quoted(&c.word.name), list(&c.values)).trim())).collect();
    shown.join(" ")
}

/// Words of two words in one piece.
fn quoted(word: &str) -> String {
    word.replace(' ', "_")
}

fn list(values: &[Expr]) -> String {
    values.iter().map(expr).collect::<Vec<_>>().join(", ")
}

fn text(text: &Text) -> String {
    let part = |p: &super::ast::TextPart| format!("{}{:?}", p.language.as_deref().unwrap_or(""), p.value.as_str());
    text.parts.iter().map(part).collect::<Vec<_>>().join(" ")
}

/// An operand as an s-expression; a unit is glued to its number with `:`.
pub(crate) fn expr(e: &Expr) -> String {
    match &e.kind {
        ExprKind::Error => "(error)".into(),
        ExprKind::Text(t) => text(t),
        ExprKind::Blank(name) => format!("[{name}]"),
        ExprKind::Name(name) | ExprKind::Number(name) | ExprKind::Unit(name) => name.to_string(),
        ExprKind::Scoped(word, scope) => format!("{}[{}]", word.name, list(scope)),
        ExprKind::Quantity(number, unit) => format!("{number}:{}", unit.name),
        ExprKind::Date(date) => date.to_string(),
        ExprKind::Month(date) => format!("{:04}-{:02}", date.year(), date.month()),
        ExprKind::Instant(date, time, offset) => {
            format!("{date}T{time}{}", offset.map(|o| format!("{o:+}")).unwrap_or_default())
        }
        ExprKind::Time(time) => time.to_string(),
        ExprKind::Recurrence(r) => {
            let ordinal = r.ordinal.as_ref().map(|w| format!("{} ", w.name)).unwrap_or_default();
            let days = match &r.days {
                None => String::new(),
                Some(Days::Name(word)) => word.name.to_string(),
                Some(Days::Range(a, b)) => format!("{}..{}", a.name, b.name),
                Some(Days::Dates(a, b)) => format!("{a}{}", b.map(|b| format!("..{b}")).unwrap_or_default()),
            };
            let hours =
                r.hours.map(|(a, b)| format!("@{a}-{}", b.map_or("24".into(), |b| b.to_string()))).unwrap_or_default();
            format!("<{ordinal}{days}{hours}>")
        }
        ExprKind::Bound(sign, limit) => format!("({} {})", comparator(*sign), expr(limit)),
        ExprKind::Interval(low, high) => {
            format!("{}{}..{}{}", mark(low, '>'), expr(&low.value), mark(high, '<'), expr(&high.value))
        }
        ExprKind::Binary(op, a, b) => format!("({} {} {})", operator(*op), expr(a), expr(b)),
        ExprKind::Not(x) => format!("(not {})", expr(x)),
        ExprKind::Negative(x) => format!("(neg {})", expr(x)),
        ExprKind::Step(step, x) => format!("({} {})", format!("{step:?}").to_lowercase(), expr(x)),
        ExprKind::Over(x, d) => format!("(over {} {})", expr(x), expr(d)),
        ExprKind::Horizon(h, x) => format!("({} {})", format!("{h:?}").to_lowercase(), expr(x)),
        ExprKind::Call(word, values) => format!("{}({})", word.name, list(values)),
        ExprKind::List(values) => format!("({})", list(values)),
        ExprKind::TimeFromTo(a, b) => format!("(time {} {})", expr(a), expr(b)),
    }
}

fn mark(end: &End, sign: char) -> String {
    if end.open { sign.to_string() } else { String::new() }
}

fn comparator(c: Comparator) -> &'static str {
    match c {
        Comparator::AtLeast => ">=",
        Comparator::AtMost => "<=",
        Comparator::MoreThan => ">",
        Comparator::LessThan => "<",
        Comparator::Exactly => "=",
    }
}

fn operator(op: Op) -> &'static str {
    match op {
        Op::Except => "except",
        Op::Or => "or",
        Op::And => "and",
        Op::Compare(c) => comparator(c),
        Op::In => "in",
        Op::Add => "+",
        Op::Sub => "-",
        Op::Mul => "*",
        Op::Div => "/",
        Op::Per => "per",
        Op::Where => "where",
        Op::Before => "before",
        Op::After => "after",
        Op::Of => "of",
    }
}
