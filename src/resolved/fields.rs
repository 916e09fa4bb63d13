//! Sorts clauses into the fields of a kind, and rows of tables into declarations.

use super::rules::{
    EMPTY_CELL, MISSING_FIELD, MISSING_NAME, REPEATED_FIELD, ROW_WIDTH, UNEXPECTED_TABLE, UNKNOWN_FIELD,
};
use super::{Decl, Field, ModuleId, OpenRows};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::{Finding, Sink};
use crate::language::{Column, KINDS, Kind, KindId, Need, Shape, kinds, shape};
use crate::syntax::ast::{
    self, Cell, CellKind, Clause, Entry, Expr, ExprKind, Head, HeadKind, Row, Sentence, Table, Text, Word,
};

/// A declaration from its syntax.
pub(super) fn from_decl(decl: ast::Decl, kind: &'static Kind, module: ModuleId, sink: &mut Sink) -> Decl {
    let mut out = Decl {
        kind,
        name: decl.name.as_ref().map(|w| w.name.clone()).unwrap_or_default(),
        name_span: decl.name.as_ref().map_or(decl.kind.span, |w| w.span),
        label: decl.label,
        open_label: None,
        docs: decl.docs,
        overrides: decl.overrides,
        fields: Vec::new(),
        facts: Vec::new(),
        objectives: Vec::new(),
        tables: Vec::new(),
        open: Vec::new(),
        module,
        lexical: module,
        span: decl.span,
        head: decl.head,
    };
    if kind.named == Need::Required && out.name.is_empty() {
        sink.report(missing_name(kind, decl.kind.span));
    }
    sort(&mut out, decl.clauses, sink);
    for entry in decl.body.unwrap_or_default() {
        match entry {
            Entry::Sentence(sentence) => sort_sentence(&mut out, sentence, sink),
            Entry::Table(table) => take_table(&mut out, table, sink),
            // The grammar nests declarations in templates only, and those are expanded before.
            Entry::Decl(_) | Entry::Use(_) => {}
        }
    }
    check_required(&out, sink);
    out
}

/// The declarations of a table whose first head is `kind`, one a row, and the blanks that stand for some of them.
pub(super) fn from_table(
    mut table: Table,
    kind: &'static Kind,
    module: ModuleId,
    sink: &mut Sink,
) -> (Vec<Decl>, Vec<OpenRows>) {
    let open = open_rows(&mut table, 0);
    let heads: Vec<Option<&Word>> = table
        .head
        .iter()
        .map(|h| match &h.kind {
            HeadKind::Words(word, _) => Some(word),
            _ => None,
        })
        .collect();
    for (head, word) in table.head.iter().zip(&heads).skip(1) {
        let known = word.is_some_and(|w| w.name == "label" || kind.field(&w.name).is_some());
        if !known && !takes_facts(kind) {
            let name = word.map_or_else(String::new, |w| w.name.to_string());
            sink.report(unknown_field(kind, &name, head.span, "column"));
        }
    }
    let mut decls = Vec::new();
    for row in table.rows {
        let docs = if decls.is_empty() { table.docs.clone() } else { Vec::new() };
        if let Some(mut decl) = from_row(row, kind, &heads, module, sink) {
            decl.docs = docs;
            check_required(&decl, sink);
            decls.push(decl);
        }
    }
    (decls, open)
}

/// Takes the blanks that stand for rows out of a table.
fn open_rows(table: &mut Table, number: usize) -> Vec<OpenRows> {
    let mut open = Vec::new();
    table.rows.retain(|row| match row.blank() {
        Some((name, span)) => {
            open.push(OpenRows { name: name.clone(), table: number, span });
            false
        }
        None => true,
    });
    open
}

fn from_row(
    mut row: Row,
    kind: &'static Kind,
    heads: &[Option<&Word>],
    module: ModuleId,
    sink: &mut Sink,
) -> Option<Decl> {
    let titles: Vec<String> =
        heads.iter().map(|head| head.map_or_else(|| "a value".to_owned(), |word| word.name.to_string())).collect();
    fit(&mut row, &titles, sink);
    let mut cells = row.cells.into_iter();
    let first = cells.next()?;
    let (name, mut label) = match first.kind {
        CellKind::Named(word, text) => (word, Some(text)),
        CellKind::Value { values, clauses } if clauses.is_empty() => match <[Expr; 1]>::try_from(values) {
            Ok([Expr { kind: ExprKind::Name(name), span }]) => (Word { name, span }, None),
            _ => {
                sink.report(missing_name(kind, first.span));
                return None;
            }
        },
        _ => {
            sink.report(missing_name(kind, first.span));
            return None;
        }
    };
    let mut out = Decl {
        kind,
        name: name.name,
        name_span: name.span,
        label: None,
        open_label: None,
        docs: Vec::new(),
        overrides: None,
        fields: Vec::new(),
        facts: Vec::new(),
        objectives: Vec::new(),
        tables: Vec::new(),
        open: Vec::new(),
        module,
        lexical: module,
        span: row.span,
        head: row.span,
    };
    for (cell, head) in cells.zip(heads.iter().skip(1)) {
        let Some(head) = head else { continue };
        match cell_clauses(cell, head, sink) {
            Some(clauses) if head.name == "label" => {
                out.open_label = blank_of(&clauses);
                label = label.or_else(|| text_of(clauses));
            }
            Some(clauses) => sort(&mut out, clauses, sink),
            None => {}
        }
    }
    out.label = label;
    Some(out)
}

/// A cell as the clauses of its column; none for `-` and for an empty cell, which is reported.
pub(crate) fn cell_clauses(cell: Cell, head: &Word, sink: &mut Sink) -> Option<Vec<Clause>> {
    let word = Word { name: head.name.clone(), span: cell.span };
    let (values, mut clauses) = match cell.kind {
        CellKind::Dash => return None,
        CellKind::Empty => {
            sink.report(empty_cell(cell.span, &head.name));
            return None;
        }
        CellKind::Named(name, text) => {
            let span = name.span;
            let text = Expr { span: text.span, kind: ExprKind::Text(text) };
            (vec![Expr { kind: ExprKind::Name(name.name), span }, text], Vec::new())
        }
        CellKind::Value { values, clauses } => (values, clauses),
    };
    clauses.insert(0, Clause { word, values, span: cell.span });
    Some(clauses)
}

/// The blank that a cell holds.
fn blank_of(clauses: &[Clause]) -> Option<(Name, Span)> {
    clauses.iter().flat_map(|c| &c.values).find_map(|v| match &v.kind {
        ExprKind::Blank(name) => Some((name.clone(), v.span)),
        _ => None,
    })
}

fn text_of(clauses: Vec<Clause>) -> Option<Text> {
    clauses.into_iter().flat_map(|c| c.values).find_map(|v| match v.kind {
        ExprKind::Text(text) => Some(text),
        _ => None,
    })
}

fn sort_sentence(out: &mut Decl, sentence: Sentence, sink: &mut Sink) {
    let Sentence { docs, overrides, clauses, span } = sentence;
    let joined = join(clauses, |word| out.kind.field(word).is_some());
    let is_field = joined.first().is_some_and(|c| out.kind.field(&c.word.name).is_some());
    if !is_field && out.kind.objectives {
        check_objective(&joined, sink);
        out.objectives.push(Sentence { docs, overrides, clauses: joined, span });
    } else {
        out.docs.extend(docs);
        sort(out, joined, sink);
    }
}

/// Gives each clause to the field before it, where that takes it, or to the declaration.
fn sort(out: &mut Decl, clauses: Vec<Clause>, sink: &mut Sink) {
    let kind = out.kind;
    let clauses =
        join(clauses, |word| kind.field(word).is_some() || kind.fields.iter().any(|f| f.tail(word).is_some()));
    let mut open: Option<Field> = None;
    let hours = clauses.first().map(|clause| clause.word.name.clone());
    for clause in clauses {
        if hours.as_ref().is_some_and(|hours| follows_hours(kind, hours, &clause.word.name)) {
            out.facts.push(clause);
            continue;
        }
        let tail = open.as_ref().and_then(|f| f.spec.tail(&clause.word.name));
        if let (Some(spec), Some(field)) = (tail, open.as_mut()) {
            if field.tails.iter().any(|t| t.spec.name == spec.name) {
                sink.report(repeated_field(spec.name, clause.span));
            }
            field.span = field.span.to(clause.span);
            field.tails.push(Field::new(spec, clause));
            continue;
        }
        if let Some(done) = open.take() {
            push(out, done, sink);
        }
        match kind.field(&clause.word.name) {
            Some(spec) => open = Some(Field::new(spec, clause)),
            None if takes_facts(kind) => out.facts.push(clause),
            None => sink.report(unknown_field(kind, &clause.word.name, clause.word.span, "field")),
        }
    }
    if let Some(done) = open.take() {
        push(out, done, sink);
    }
}

impl Field {
    fn new(spec: &'static shape::Field, clause: Clause) -> Self {
        Self { spec, values: clause.values, tails: Vec::new(), word: clause.word, span: clause.span }
    }
}

fn push(out: &mut Decl, field: Field, sink: &mut Sink) {
    if !matches!(field.spec.need, Need::Many | Need::Several)
        && let Some(first) = out.field(field.spec.name)
    {
        let finding = repeated_field(field.spec.name, field.span).label(first.span, "it stands here first");
        sink.report(finding);
        return;
    }
    out.fields.push(field);
}

/// Joins `given` `by x` into `given by x` where the pair is a word that is known.
fn join(clauses: Vec<Clause>, known: impl Fn(&str) -> bool) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        if let Some(last) = out.last_mut()
            && last.values.is_empty()
        {
            let both = format!("{} {}", last.word.name, clause.word.name);
            if known(&both) {
                *last = Clause {
                    word: Word { name: Name::from(both), span: last.word.span.to(clause.word.span) },
                    values: clause.values,
                    span: last.span.to(clause.span),
                };
                continue;
            }
        }
        out.push(clause);
    }
    out
}

fn check_objective(clauses: &[Clause], sink: &mut Sink) {
    for clause in clauses.iter().skip(1) {
        if !kinds::OBJECTIVE_CLAUSES.iter().any(|f| f.name == clause.word.name) {
            let near = suggest::nearest(&clause.word.name, kinds::OBJECTIVE_CLAUSES.iter().map(|f| f.name));
            sink.report(
                Finding::new(&UNKNOWN_FIELD, clause.word.span, format!("an objective has no `{}`", clause.word.name))
                    .help_if(near.map(|n| format!("did you mean `{n}`?"))),
            );
        }
    }
}

fn take_table(out: &mut Decl, mut table: Table, sink: &mut Sink) {
    let first = match table.head.first().map(|h| &h.kind) {
        Some(HeadKind::Words(word, _)) => word.name.clone(),
        _ => Name::default(),
    };
    let own = first == out.name;
    let known = |column: Column| match column {
        Column::Word(word) => word == first,
        Column::Own => own,
        Column::Keys | Column::Record => true,
    };
    if !out.kind.tables.iter().any(|t| known(t.first)) {
        sink.report(unexpected_table(out.kind, &table, &first));
        return;
    }
    out.open.extend(open_rows(&mut table, out.tables.len()));
    let titles: Vec<String> = table.head.iter().map(title).collect();
    table.rows.iter_mut().for_each(|row| fit(row, &titles, sink));
    out.tables.push(table);
}

/// The title of a column.
fn title(head: &Head) -> String {
    match &head.kind {
        HeadKind::Words(word, _) => word.name.to_string(),
        HeadKind::Cross { rows, columns, .. } => format!("{} and {}", rows.name, columns.name),
        HeadKind::Value(_) => "a value".to_owned(),
    }
}

/// Reports a row of another width than its head, and gives it that width: the name that it declares stays known, and
/// later floors are silent about the cells that are made up.
fn fit(row: &mut Row, titles: &[String], sink: &mut Sink) {
    let width = titles.len();
    if row.cells.len() == width {
        return;
    }
    sink.report(row_width(row, titles));
    let span = row.span;
    let error = || Expr { kind: ExprKind::Error, span };
    row.cells
        .resize_with(width, || Cell { kind: CellKind::Value { values: vec![error()], clauses: Vec::new() }, span });
}

fn check_required(decl: &Decl, sink: &mut Sink) {
    for spec in decl.kind.fields.iter().filter(|f| matches!(f.need, Need::Required | Need::Several)) {
        // A field that is misspelt is not missing too.
        let misspelt = || {
            sink.findings().iter().any(|f| {
                f.rule == &UNKNOWN_FIELD
                    && decl.span.contains(f.span())
                    && f.help.as_deref() == Some(&did_you_mean(spec.name))
            })
        };
        if decl.field(spec.name).is_none() && !misspelt() {
            let name = if decl.name.is_empty() { String::new() } else { format!(" `{}`", decl.name) };
            sink.report(
                Finding::new(
                    &MISSING_FIELD,
                    decl.head,
                    format!("{}{name} does not say `{}`", decl.kind.word, spec.name),
                )
                .here(format!("`{}`: {}", spec.name, spec.about))
                .help(format!("add `{}` and {}", spec.name, due(spec.shape))),
            );
        }
    }
}

/// What a field asks for, in words.
fn due(shape: Shape) -> String {
    match shape {
        Shape::Text => "a text, such as `\"…\"`".to_owned(),
        Shape::Word(words) | Shape::Words(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(" or ")
        }
        Shape::Calendar => "the hours: `always`, or the name of a calendar".to_owned(),
        Shape::Recurrences => "days and hours, such as `mon..fri 08:00-18:00`".to_owned(),
        Shape::Date => "a day, such as `2026-01-31`".to_owned(),
        Shape::Duration => "a duration, such as `15 min`".to_owned(),
        Shape::Span => "a length, such as `6 months`".to_owned(),
        Shape::Delay => "a time, such as `30 min` or `5 days`".to_owned(),
        Shape::Window => "a period, such as `month`".to_owned(),
        Shape::Percent => "a percentage, such as `95 %`".to_owned(),
        Shape::Ref(_) | Shape::Refs(_) | Shape::Term | Shape::Terms => "the name of what is meant".to_owned(),
        Shape::Flag => "`yes` or `no`".to_owned(),
        Shape::Condition | Shape::When => "what must hold".to_owned(),
        _ => "its value".to_owned(),
    }
}

/// Services take columns for dimensions and figures; an exception, the fields of the term that it changes.
fn takes_facts(kind: &Kind) -> bool {
    matches!(kind.id, KindId::Service | KindId::Exception)
}

/// Whether a clause says in which weeks an exception opens a calendar, `open mon, every 2 weeks from 2026-01-05`, and so is no field
/// of the exception itself.
fn follows_hours(kind: &Kind, first: &str, word: &str) -> bool {
    let hours = kinds::of(KindId::Calendar).field(first).filter(|_| kind.id == KindId::Exception);
    hours.is_some_and(|hours| hours.tail(word).is_some())
}

fn unknown_field(kind: &Kind, name: &str, span: Span, what: &str) -> Finding {
    let words = kind.fields.iter().map(|f| f.name);
    let near = suggest::nearest(name, words.clone());
    let list: Vec<String> = words.map(|w| format!("`{w}`")).collect();
    let finding = Finding::new(&UNKNOWN_FIELD, span, format!("{} has no {what} `{name}`", kind.with_article()));
    match near {
        Some(near) => finding.help(did_you_mean(near)),
        None if list.is_empty() => finding,
        None => finding.note(format!("{} has {}", kind.with_article(), list.join(", "))),
    }
}

fn did_you_mean(field: &str) -> String {
    format!("did you mean `{field}`?")
}

fn repeated_field(name: &str, span: Span) -> Finding {
    Finding::new(&REPEATED_FIELD, span, format!("`{name}` stands twice"))
        .here("and again here")
        .help("keep one of the two: the later one does not replace the earlier one")
}

/// A name that a declaration of a kind may have.
fn example_name(kind: &Kind) -> String {
    format!("first_{}", kind.word)
}

fn missing_name(kind: &Kind, span: Span) -> Finding {
    Finding::new(&MISSING_NAME, span, format!("{} needs a name", kind.with_article()))
        .note("reports and findings refer to it by its name")
        .help(format!("write a name of letters, digits and `_`, such as `{0} {1}`", kind.word, example_name(kind)))
}

fn row_width(row: &Row, titles: &[String]) -> Finding {
    let (have, width) = (row.cells.len(), titles.len());
    let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    let (cells, columns) = (count(have, "cell"), count(width, "column"));
    let help = match titles.get(have..) {
        Some([]) | None => "put each value under its column: a cell is one too many, or a column is missing".to_owned(),
        Some(missing) => {
            let missing: Vec<String> = missing.iter().map(|title| format!("`{title}`")).collect();
            format!("write what is missing between `|`, such as the value of {}", missing.join(" and "))
        }
    };
    Finding::new(&ROW_WIDTH, row.span, format!("this row has {cells}, but the table has {columns}")).help(help)
}

fn empty_cell(span: Span, column: &str) -> Finding {
    Finding::new(&EMPTY_CELL, span, format!("a cell of `{column}` is empty"))
        .note("an empty cell may mean nothing, the same as above, or forgotten")
        .help("write the value, or `-` where the column does not apply to this row")
}

fn unexpected_table(kind: &Kind, table: &Table, first: &str) -> Finding {
    let span = table.head.first().map_or(table.span, |h| h.span);
    let words: Vec<&str> = kind
        .tables
        .iter()
        .filter_map(|t| match t.first {
            Column::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    let near = suggest::nearest(first, words.iter().copied());
    Finding::new(
        &UNEXPECTED_TABLE,
        span,
        format!("{} has no table whose first column is `{first}`", kind.with_article()),
    )
    .help(
        near.map(|n| format!("did you mean `{n}`?"))
            .or_else(|| (!words.is_empty()).then(|| format!("the first column is called `{}`", words.join("` or `"))))
            .or_else(|| {
                let has = |other: &&Kind| other.tables.iter().any(|t| matches!(t.first, Column::Word(w) if w == first));
                KINDS.iter().find(has).map(|other| format!("remove it, or move it to a `{}`", other.word))
            })
            .unwrap_or_else(|| format!("remove it: {} has no table", kind.with_article())),
    )
}
