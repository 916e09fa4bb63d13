//! Nodes of the parser become the tree: declarations, sentences, tables.

use pest::iterators::{Pair, Pairs};

use super::Rule;
use super::literal::{self, Place};
use super::report::{Reporter, clipped};
use crate::base::{Name, Span, composed};
use crate::diagnostics::Finding;
use crate::syntax::ast::{
    Cell, CellKind, Clause, Decl, Doc, Entry, Expr, ExprKind, Head, HeadKind, Item, Param, Row, Sentence, Table, Text,
    Use, UseTarget, Word,
};
use crate::syntax::rules;

/// Says where a ruler has more cells than the head: a head is missing. A shorter one, `|---|`, rules the whole table.
pub(super) fn ruler_width(report: &Reporter<'_>, at: Place, ruler: &str, heads: usize) {
    let cells = ruler.split('|').filter(|cell| !cell.trim().is_empty()).count();
    if cells > heads {
        let count = |n: usize| if n == 1 { "1 cell".to_owned() } else { format!("{n} cells") };
        let message = format!("this line of dashes has {}, but the titles have {}", count(cells), count(heads));
        let help = "add the titles that are missing, or shorten the line of dashes";
        report.simple(&rules::BAD_TABLE, at, message, help);
    }
}

/// Makes trees of nodes of one chunk of a file.
pub(super) struct Builder<'r, 's> {
    pub(super) report: &'r Reporter<'s>,
    /// Where the chunk begins in the file.
    pub(super) base: usize,
}

impl Builder<'_, '_> {
    /// Where a node stands, without the blanks and line ends after it.
    pub(super) fn place(&self, pair: &Pair<'_, Rule>) -> Place {
        let start = self.base + pair.as_span().start();
        (start, start + trimmed(pair.as_str()).len())
    }

    pub(super) fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let (start, end) = self.place(pair);
        self.report.span(start, end)
    }

    /// The place of what is not there; the grammar makes it unreachable.
    pub(super) fn nothing(&self) -> Expr {
        Expr { kind: ExprKind::Error, span: self.report.span(self.base, self.base) }
    }

    /// A name, a function word or a phrase. A name with a hyphen is refused and read with `_`; only days and months that
    /// a hyphen was to join keep it.
    pub(super) fn word(&self, pair: &Pair<'_, Rule>) -> Word {
        let text = trimmed(pair.as_str());
        let span = self.span(pair);
        if pair.as_rule() == Rule::name && text.contains('-') {
            self.report.report(hyphenated(text, span));
            let name = if is_range(text) { Name::new(text) } else { composed(&text.replace('-', "_")) };
            return Word { name, span };
        }
        Word { name: plain(text), span }
    }

    pub(super) fn unit(&self, pair: &Pair<'_, Rule>) -> Word {
        let word = self.word(pair);
        let code = match word.name.as_str() {
            "€" => "EUR",
            "£" => "GBP",
            "$" => "USD",
            other => {
                if other
                    .strip_prefix('h')
                    .is_some_and(|minutes| !minutes.is_empty() && minutes.bytes().all(|b| b.is_ascii_digit()))
                {
                    let help = "a time of day is written `08:30`, a duration `8 h + 30 min`";
                    self.report.report(
                        Finding::new(&rules::BAD_TIME, word.span, format!("`{other}` is not a unit")).help(help),
                    );
                }
                return word;
            }
        };
        let message = format!("`{}` is not a unit", word.name);
        let help = format!("write the code of the currency, such as `{code}`");
        let finding = Finding::new(&rules::BAD_UNIT, word.span, message).help(help);
        // Several currencies are called dollar or pound; of the euro there is one.
        self.report.report(if code == "EUR" { finding.edit(word.span, code) } else { finding });
        Word { name: Name::new_static(code), span: word.span }
    }

    pub(super) fn text(&self, pair: Pair<'_, Rule>) -> Text {
        let mut text = self.verbatim(pair);
        text.parts.iter_mut().for_each(|part| part.value = composed(&part.value));
        text
    }

    /// A text as it is written, byte for byte: a path names a file that may have been called in either way.
    fn verbatim(&self, pair: Pair<'_, Rule>) -> Text {
        let span = self.span(&pair);
        let parts = collected(pair.into_inner(), |p| literal::text_part(self.report, p.as_str(), self.place(&p)));
        Text { parts, span }
    }

    pub(super) fn doc(&self, pair: &Pair<'_, Rule>) -> Doc {
        Doc { text: composed(pair.as_str().trim_start_matches('/').trim()), span: self.span(pair) }
    }

    /// What an `item` holds.
    pub(super) fn item(&self, pair: Pair<'_, Rule>) -> Option<Item> {
        let mut docs = Vec::new();
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::doc => docs.push(self.doc(&inner)),
                Rule::edition => {
                    let number = inner.into_inner().next()?;
                    return Some(Item::Edition(self.word(&number)));
                }
                Rule::import => return self.import(inner, docs).map(Item::Use),
                Rule::table => return Some(Item::Table(self.table(inner, docs))),
                Rule::decl | Rule::template_decl => return self.decl(inner, docs).map(Item::Decl),
                _ => {}
            }
        }
        None
    }

    pub(super) fn import(&self, pair: Pair<'_, Rule>, docs: Vec<Doc>) -> Option<Use> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let target = inner.next()?;
        let target = match target.as_rule() {
            Rule::path => UseTarget::Path(self.verbatim(target.into_inner().next()?)),
            _ => UseTarget::Name(self.word(&target)),
        };
        let arguments = inner.filter_map(|p| self.clause(p)).collect();
        Some(Use { target, arguments, docs, span })
    }

    /// A clause, an adjunct or a binding: a word and its values.
    pub(super) fn clause(&self, pair: Pair<'_, Rule>) -> Option<Clause> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let word = self.word(&inner.next()?);
        let values = collected(inner, |p| self.value(p, 0));
        Some(Clause { word, values, span })
    }

    pub(super) fn sentence(&self, pair: Pair<'_, Rule>, docs: Vec<Doc>) -> Sentence {
        let span = self.span(&pair);
        let mut overrides = None;
        let mut clauses = Vec::new();
        for inner in pair.into_inner() {
            if inner.as_rule() == Rule::overrides {
                overrides = Some(self.span(&inner));
            } else {
                clauses.extend(self.clause(inner));
            }
        }
        Sentence { docs, overrides, clauses, span }
    }

    pub(super) fn decl(&self, pair: Pair<'_, Rule>, docs: Vec<Doc>) -> Option<Decl> {
        let span = self.span(&pair);
        let mut inner = pair.into_inner().peekable();
        let mut overrides = None;
        if let Some(p) = inner.next_if(|p| p.as_rule() == Rule::overrides) {
            overrides = Some(self.span(&p));
        }
        let kind = inner.next()?;
        let kind = if kind.as_rule() == Rule::name {
            Word { name: plain(trimmed(kind.as_str())), span: self.span(&kind) }
        } else {
            self.word(&kind)
        };
        let mut decl = Decl {
            docs,
            overrides,
            head: kind.span,
            kind,
            name: None,
            label: None,
            params: Vec::new(),
            clauses: Vec::new(),
            body: None,
            span,
        };
        for part in inner {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::block | Rule::template_block => {
                    decl.body = Some(self.entries(part));
                    continue;
                }
                Rule::name if decl.kind.name == "accept" => {
                    decl.name = Some(Word { name: plain(trimmed(part.as_str())), span: place });
                }
                Rule::name => decl.name = Some(self.word(&part)),
                Rule::title => decl.label = part.into_inner().next().map(|t| self.text(t)),
                Rule::params => decl.params = part.into_inner().filter_map(|p| self.param(p)).collect(),
                Rule::head_adjunct | Rule::head_clause => decl.clauses.extend(self.clause(part)),
                _ => continue,
            }
            decl.head = decl.head.to(place);
        }
        if let Some(overrides) = decl.overrides {
            decl.head = decl.head.to(overrides);
        }
        Some(decl)
    }

    fn param(&self, pair: Pair<'_, Rule>) -> Option<Param> {
        let mut inner = pair.into_inner();
        Some(Param { name: self.word(&inner.next()?), ty: self.word(&inner.next()?) })
    }

    fn entries(&self, block: Pair<'_, Rule>) -> Vec<Entry> {
        let mut docs = Vec::new();
        let mut entries = Vec::new();
        for inner in block.into_inner() {
            match inner.as_rule() {
                Rule::doc => docs.push(self.doc(&inner)),
                Rule::table => entries.push(Entry::Table(self.table(inner, std::mem::take(&mut docs)))),
                Rule::sentence => entries.push(Entry::Sentence(self.sentence(inner, std::mem::take(&mut docs)))),
                Rule::import => entries.extend(self.import(inner, std::mem::take(&mut docs)).map(Entry::Use)),
                Rule::decl => entries.extend(self.decl(inner, std::mem::take(&mut docs)).map(Entry::Decl)),
                _ => {}
            }
        }
        entries
    }

    pub(super) fn table(&self, pair: Pair<'_, Rule>, docs: Vec<Doc>) -> Table {
        let span = self.span(&pair);
        let mut table = Table { docs, head: Vec::new(), rows: Vec::new(), span };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::head => table.head = self.head(inner),
                Rule::ruler => ruler_width(self.report, self.place(&inner), inner.as_str(), table.head.len()),
                Rule::row => table.rows.push(self.row(inner)),
                _ => {}
            }
        }
        table
    }

    pub(super) fn head(&self, pair: Pair<'_, Rule>) -> Vec<Head> {
        collected(pair.into_inner(), |p| self.head_cell(p))
    }

    fn head_cell(&self, pair: Pair<'_, Rule>) -> Head {
        let span = self.span(&pair);
        let mut inner = pair.into_inner();
        let kind = match inner.next() {
            Some(cross) if cross.as_rule() == Rule::cross => self.cross(cross),
            Some(words) if words.as_rule() == Rule::head_words => {
                Some(HeadKind::Words(self.word(&words), inner.next().map(|t| self.text(t))))
            }
            Some(value) => {
                let low = self.value(value, 0);
                Some(HeadKind::Value(match inner.next().and_then(|end| self.to_end(end)) {
                    Some(high) => self.interval(low, high),
                    None => low,
                }))
            }
            None => None,
        };
        Head { kind: kind.unwrap_or_else(|| HeadKind::Value(self.nothing())), span }
    }

    fn to_end(&self, pair: Pair<'_, Rule>) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let word = inner.next()?;
        if word.as_str() != "to" {
            let message = format!("a column cannot be headed by a value with `{}`", word.as_str());
            self.report.report(
                Finding::new(&rules::BAD_TABLE, self.span(&word), message)
                    .help("an interval is written `1 h to < 2 h`"),
            );
        }
        inner.next().map(|p| self.value(p, 0))
    }

    fn cross(&self, pair: Pair<'_, Rule>) -> Option<HeadKind> {
        let mut inner = pair.into_inner().peekable();
        let output = inner.next_if(|p| p.as_rule() == Rule::output).map(|p| self.word(&p));
        Some(HeadKind::Cross { output, rows: self.word(&inner.next()?), columns: self.word(&inner.next()?) })
    }

    pub(super) fn row(&self, pair: Pair<'_, Rule>) -> Row {
        let span = self.span(&pair);
        Row { cells: collected(pair.into_inner(), |p| self.cell(p)), span }
    }

    fn cell(&self, pair: Pair<'_, Rule>) -> Cell {
        let span = self.span(&pair);
        let inner = pair.into_inner();
        // Most cells hold one value, and there may be millions of them.
        let mut values = Vec::with_capacity(inner.len().min(1));
        let mut clauses = Vec::new();
        for inner in inner {
            match inner.as_rule() {
                Rule::dash => return Cell { kind: CellKind::Dash, span },
                Rule::letters => values.extend(inner.into_inner().map(|p| {
                    let word = self.word(&p);
                    Expr { kind: ExprKind::Name(word.name), span: word.span }
                })),
                Rule::label => return Cell { kind: self.named(values, inner), span },
                Rule::adjunct | Rule::clause => clauses.extend(self.clause(inner)),
                _ => values.push(self.value(inner, 0)),
            }
        }
        if values.is_empty() && clauses.is_empty() {
            return Cell { kind: CellKind::Empty, span };
        }
        let (values, clauses) = self.with_interval(values, clauses);
        Cell { kind: CellKind::Value { values, clauses }, span }
    }

    /// `name "label"`
    fn named(&self, mut values: Vec<Expr>, label: Pair<'_, Rule>) -> CellKind {
        let label = label.into_inner().next().map(|t| self.text(t));
        let last = values.pop();
        match (last, label) {
            (Some(Expr { kind: ExprKind::Name(name), span }), Some(label)) if values.is_empty() => {
                CellKind::Named(Word { name, span }, label)
            }
            (Some(last), label) => {
                let span = label.map_or(last.span, |l| l.span);
                let message = "a label stands beside one name";
                self.report.report(
                    Finding::new(&rules::BAD_TABLE, span, message)
                        .help("write `name \"label\"`, or give the label a column"),
                );
                values.push(last);
                CellKind::Value { values, clauses: Vec::new() }
            }
            (None, _) => CellKind::Empty,
        }
    }

    /// In a cell that holds `a to b` and nothing else, `to` makes an interval.
    fn with_interval(&self, mut values: Vec<Expr>, mut clauses: Vec<Clause>) -> (Vec<Expr>, Vec<Clause>) {
        let alone = values.len() == 1
            && matches!(clauses.as_slice(), [only] if only.word.name == "to" && only.values.len() == 1);
        if !alone {
            return (values, clauses);
        }
        let high = clauses.pop().and_then(|mut c| c.values.pop());
        if let (Some(low), Some(high)) = (values.pop(), high) {
            values.push(self.interval(low, high));
        }
        (values, clauses)
    }
}

/// One thing a node, without room for more: trees live long and a vector that grows by itself starts with room for four.
pub(super) fn collected<T>(pairs: Pairs<'_, Rule>, make: impl FnMut(Pair<'_, Rule>) -> T) -> Vec<T> {
    let mut all = Vec::with_capacity(pairs.len());
    all.extend(pairs.map(make));
    all
}

/// Without the blanks and line ends at its end.
fn trimmed(text: &str) -> &str {
    text.trim_end()
}

/// Backquotes taken off; one blank between words.
fn plain(text: &str) -> Name {
    if text.contains('`') {
        return composed(&text.replace('`', ""));
    }
    if text.contains(|c: char| c.is_whitespace()) {
        return composed(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    composed(text)
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `mon-fri`
fn is_range(text: &str) -> bool {
    text.split_once('-')
        .is_some_and(|(a, b)| [DAYS.as_slice(), &MONTHS].iter().any(|cycle| cycle.contains(&a) && cycle.contains(&b)))
}

fn hyphenated(text: &str, span: Span) -> Finding {
    if is_range(text) {
        let right = text.replace('-', "..");
        return Finding::new(&rules::BAD_RANGE, span, format!("`{text}` is not a range"))
            .help(format!("write `{right}`"))
            .edit(span, right);
    }
    let text = clipped(text);
    Finding::new(&rules::BAD_NAME, span, format!("`{text}` is not a name: names have no hyphen"))
        .help(format!("write `{}`, or blanks on both sides of `-` to subtract", text.replace('-', "_")))
}
