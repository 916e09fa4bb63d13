//! Reads chunks: as a whole where it can be, piece by piece where not.

use pest::Parser;
use pest::iterators::Pair;

use super::build::{Builder, ruler_width};
use super::chunk::{Chunk, KINDS, OTHER_STARTERS, first_word};
use super::explain;
use super::report::{Reporter, clipped};
use super::scan::{Piece, PieceKind};
use super::{Grammar, Rule};
use crate::base::suggest::nearest;
use crate::base::{Name, Span, composed};
use crate::diagnostics::Finding;
use crate::language::{self, Column, TableSpec};
use crate::syntax::ast::{Decl, Doc, Entry, Item, Sentence, Table, Word};
use crate::syntax::rules;

/// Reads one file, chunk by chunk.
pub(super) struct Reader<'t, 'r, 's> {
    text: &'t str,
    report: &'r Reporter<'s>,
    /// Longer items are read piece by piece.
    whole: usize,
    /// What was read so far.
    pub(super) items: Vec<Item>,
}

/// The pieces of a chunk that are still to be read.
type Pieces<'p> = std::iter::Peekable<std::iter::Copied<std::slice::Iter<'p, Piece>>>;

impl<'t, 'r, 's> Reader<'t, 'r, 's> {
    pub(super) fn new(text: &'t str, report: &'r Reporter<'s>, whole: usize) -> Self {
        Self { text, report, whole, items: Vec::new() }
    }

    /// Reads one chunk into items.
    pub(super) fn read(&mut self, chunk: &Chunk) {
        let Some(range) = chunk.range() else { return };
        let start = range.start;
        let slice = self.text.get(range).unwrap_or("");
        if chunk.broken || slice.len() > self.whole {
            self.read_pieces(chunk);
            return;
        }
        match Grammar::parse(Rule::item, slice) {
            Ok(mut pairs) => {
                let item = pairs.next().and_then(|p| self.builder(start).item(p));
                self.items.extend(item);
            }
            Err(error) => {
                let before = self.report.count();
                self.read_pieces(chunk);
                if self.report.count() == before {
                    explain::error(self.report, Rule::item, slice, start, &error);
                }
            }
        }
    }

    fn builder(&self, base: usize) -> Builder<'r, 's> {
        Builder { report: self.report, base }
    }

    fn slice(&self, piece: Piece) -> &'t str {
        self.text.get(piece.start..piece.end).unwrap_or("")
    }

    fn span(&self, piece: Piece) -> Span {
        self.report.span(piece.start, piece.end)
    }

    fn read_pieces(&mut self, chunk: &Chunk) {
        let mut pieces = chunk.pieces.iter().copied().peekable();
        let docs = self.docs(&mut pieces);
        let Some(first) = pieces.peek().copied() else {
            self.misplaced(&docs);
            return;
        };
        match first.kind {
            PieceKind::Row => {
                let previous = match self.items.pop() {
                    Some(Item::Table(table)) => Some(table),
                    other => {
                        self.items.extend(other);
                        None
                    }
                };
                let tables = self.table(&mut pieces, docs, previous);
                self.items.extend(tables.into_iter().map(Item::Table));
            }
            PieceKind::Words if matches!(first_word(self.slice(first)), "edition" | "use") => {
                pieces.next();
                let item = self.piece(Rule::lone_import, first, |builder, pair| builder.item(pair));
                self.items.extend(item.map(|item| with_docs(item, docs)));
            }
            PieceKind::Words => {
                let decl = self.declaration(&mut pieces, docs);
                self.items.extend(decl.map(Item::Decl));
            }
            // A block without a header: said by the reader of chunks.
            _ => {}
        }
    }

    /// Reads a piece with one of the `lone_…` rules. Where it cannot be read, says why, and reads it as it was meant
    /// where that is clear.
    fn piece<T>(
        &self,
        rule: Rule,
        piece: Piece,
        build: impl Fn(&Builder<'_, '_>, Pair<'_, Rule>) -> Option<T>,
    ) -> Option<T> {
        if piece.too_deep || self.report.exhausted() {
            return None;
        }
        self.text_of(rule, self.slice(piece), piece.start, build)
    }

    fn text_of<T>(
        &self,
        rule: Rule,
        slice: &str,
        start: usize,
        build: impl Fn(&Builder<'_, '_>, Pair<'_, Rule>) -> Option<T>,
    ) -> Option<T> {
        let read = |text: &str| {
            let pair = Grammar::parse(rule, text)?.next();
            Ok(pair.and_then(|pair| build(&self.builder(start), pair)))
        };
        match read(slice) {
            Ok(built) => built,
            Err(error) => {
                let mended = explain::error(self.report, rule, slice, start, &error)?;
                self.report.quietly(|| read(&mended).ok().flatten())
            }
        }
    }

    fn docs(&self, pieces: &mut Pieces<'_>) -> Vec<Doc> {
        let mut docs = Vec::new();
        while let Some(piece) = pieces.next_if(|p| p.kind == PieceKind::Doc) {
            let text = composed(self.slice(piece).trim_start_matches('/').trim());
            docs.push(Doc { text, span: self.span(piece) });
        }
        docs
    }

    fn misplaced(&self, docs: &[Doc]) {
        if let Some(doc) = docs.first() {
            let finding =
                Finding::new(&rules::MISPLACED_NOTE, doc.span, "nothing comes after this note that it could explain");
            let help = "move it above the line that it explains, or write `//` for a remark that is not printed";
            self.report.report(finding.note("a note with `///` is printed in the contract").help(help));
        }
    }

    /// A header and its block. The header may be unreadable: its block is read all the same.
    fn declaration(&self, pieces: &mut Pieces<'_>, docs: Vec<Doc>) -> Option<Decl> {
        let piece = pieces.next()?;
        let known = self.known_kind(piece);
        let header = match known {
            Kind::Unknown => None,
            _ => self.piece(Rule::lone_header, piece, |builder, pair| builder.decl(pair, Vec::new())),
        };
        let mut decl = header.unwrap_or_else(|| self.bare(piece));
        decl.docs = docs;
        decl.span = self.span(piece);
        decl.head = decl.span;
        if let Kind::Misspelt(kind) = known {
            decl.kind.name = Name::new(kind);
        }
        if pieces.next_if(|p| p.kind == PieceKind::Open).is_some() {
            let template = decl.kind.name == "template";
            let (entries, end) = self.entries(pieces, template);
            decl.body = Some(entries);
            decl.span = self.report.span(piece.start, end.max(piece.end));
        } else if decl.kind.name == "template" {
            let help = "write its declarations between `{` and `}`";
            self.report.simple(&rules::MISSING_BRACE, (piece.end, piece.end), "a template has a block", help);
        }
        (!matches!(known, Kind::Unknown)).then_some(decl)
    }

    /// What can be said of a header that could not be read: its kind, and its name where that is plain.
    fn bare(&self, piece: Piece) -> Decl {
        let text = self.slice(piece);
        let kind = first_word(text);
        let after = text.get(kind.len()..).unwrap_or("");
        let rest = after.trim_start();
        let name = first_word(rest);
        let word =
            |text: &str, start: usize| Word { name: composed(text), span: self.report.span(start, start + text.len()) };
        let name_start = piece.start + kind.len() + (after.len() - rest.len());
        Decl {
            docs: Vec::new(),
            overrides: None,
            kind: word(kind, piece.start),
            name: (!name.is_empty()).then(|| word(name, name_start)),
            label: None,
            params: Vec::new(),
            clauses: Vec::new(),
            body: None,
            span: self.span(piece),
            head: self.span(piece),
        }
    }

    /// Whether a header begins with a kind; says so where it does not.
    fn known_kind(&self, piece: Piece) -> Kind {
        let text = self.slice(piece);
        let mut word = first_word(text);
        let mut start = piece.start;
        if word == "overrides" {
            let rest = text.get(word.len()..).unwrap_or("").trim_start();
            start = piece.end - rest.len();
            word = first_word(rest);
        }
        if KINDS.contains(&word) {
            return Kind::Known;
        }
        if word.is_empty() {
            let sign: String = text.chars().take(1).collect();
            let end = piece.start + sign.len();
            explain::unexpected(
                self.report,
                (piece.start, end),
                &sign,
                "a declaration, such as `tier gold of nord to acme { … }`",
            );
            return Kind::Unknown;
        }
        let near = nearest(word, KINDS.into_iter().chain(OTHER_STARTERS)).filter(|_| word.len() > 2);
        let help = match near {
            Some(near) => format!("was `{near}` meant?"),
            None => "a declaration begins with its kind, such as `tier` or `penalty`; a field stands inside a block"
                .to_owned(),
        };
        self.report.simple(
            &rules::UNKNOWN_KIND,
            (start, start + word.len()),
            format!("`{}` is not a kind of declaration", clipped(word)),
            help,
        );
        near.and_then(|near| KINDS.into_iter().find(|k| *k == near)).map_or(Kind::Unknown, Kind::Misspelt)
    }

    /// The entries up to the closing brace, and where that stands.
    fn entries(&self, pieces: &mut Pieces<'_>, template: bool) -> (Vec<Entry>, usize) {
        let mut entries: Vec<Entry> = Vec::new();
        let mut end = 0;
        loop {
            let docs = self.docs(pieces);
            let Some(piece) = pieces.peek().copied() else {
                self.misplaced(&docs);
                return (entries, end);
            };
            end = piece.end;
            match piece.kind {
                PieceKind::Close => {
                    pieces.next();
                    self.misplaced(&docs);
                    return (entries, end);
                }
                PieceKind::Row => {
                    let previous = match entries.pop() {
                        Some(Entry::Table(table)) => Some(table),
                        other => {
                            entries.extend(other);
                            None
                        }
                    };
                    entries.extend(self.table(pieces, docs, previous).into_iter().map(Entry::Table));
                }
                PieceKind::Words if template => match first_word(self.slice(piece)) {
                    "use" => {
                        pieces.next();
                        let item = self.piece(Rule::lone_import, piece, |builder, pair| builder.item(pair));
                        if let Some(Item::Use(used)) = item.map(|i| with_docs(i, docs)) {
                            entries.push(Entry::Use(used));
                        }
                    }
                    _ => entries.extend(self.declaration(pieces, docs).map(Entry::Decl)),
                },
                PieceKind::Words => {
                    pieces.next();
                    let sentence = self.wrapped(piece, pieces).or_else(|| self.sentence(piece));
                    entries.extend(sentence.map(|s| Entry::Sentence(Sentence { docs, ..s })));
                }
                PieceKind::Open => {
                    pieces.next();
                    let help = "only declarations have blocks, and they nest in templates only";
                    self.report.simple(&rules::STRAY_BRACE, (piece.start, piece.end), "a field has no block", help);
                    skip_block(pieces);
                }
                PieceKind::Doc => {}
            }
        }
    }

    fn sentence(&self, piece: Piece) -> Option<Sentence> {
        self.piece(Rule::lone_sentence, piece, lone_sentence)
    }

    /// A sentence that stops short at the end of its line and can be read with the next line.
    fn wrapped(&self, piece: Piece, pieces: &mut Pieces<'_>) -> Option<Sentence> {
        let next = pieces.peek().copied().filter(|p| p.kind == PieceKind::Words && p.first_on_line && !p.after_gap)?;
        let slice = self.slice(piece);
        let short = Grammar::parse(Rule::lone_sentence, slice).err().filter(|e| explain::offset(e) >= slice.len());
        let both = self.text.get(piece.start..next.end).filter(|both| short.is_some() && both.len() < 1 << 12)?;
        let joined = both.replace(['\n', '\r'], " ");
        let pair = Grammar::parse(Rule::lone_sentence, &joined).ok()?.next()?;
        pieces.next();
        let help = "end the line with a comma, or write the sentence on one line";
        self.report.simple(
            &rules::SYNTAX_ERROR,
            (piece.end, piece.end),
            "this line stops short: a line goes on after a comma only",
            help,
        );
        lone_sentence(&self.builder(piece.start), pair)
    }

    /// The rows of one table. A table without a ruler right after another one goes on with it: an empty line cut it.
    fn table(&self, pieces: &mut Pieces<'_>, docs: Vec<Doc>, previous: Option<Table>) -> Vec<Table> {
        let Some(first) = pieces.next_if(|p| p.kind == PieceKind::Row) else { return previous.into_iter().collect() };
        let is_row = |p: &Piece| p.kind == PieceKind::Row && !p.after_gap;
        let ruler = pieces.next_if(|p| is_row(p) && is_ruler(self.slice(*p)));
        let ruled = ruler.is_some();
        let mut table = Table { docs, head: Vec::new(), rows: Vec::new(), span: self.span(first) };
        let mut tables = Vec::new();
        let mut keep = true;
        match previous {
            Some(previous) if !ruled && self.goes_on(&previous, first, &table.docs) => {
                table = previous;
                self.row(&mut table, first);
            }
            previous => {
                tables.extend(previous);
                if !ruled {
                    let head = self.report.span(first.start, first.end);
                    let ruler = "---|".repeat(bars(self.slice(first)).saturating_sub(1));
                    let indent = " ".repeat(first.indent);
                    self.report.report(
                        Finding::new(
                            &rules::BAD_TABLE,
                            head,
                            "the line of dashes is missing under the titles of the columns",
                        )
                        .help(format!("write `|{ruler}` on a line of its own under this one"))
                        .edit(self.report.span(first.end, first.end), format!("\n{indent}|{ruler}")),
                    );
                }
                let head = self.row_piece(Rule::lone_head, first, |builder, pair| {
                    pair.into_inner().next().map(|p| builder.head(p))
                });
                keep = head.is_some();
                table.head = head.unwrap_or_default();
                if let Some(ruler) = ruler.filter(|_| keep) {
                    ruler_width(self.report, (ruler.start, ruler.end), self.slice(ruler), table.head.len());
                }
            }
        }
        while let Some(row) = pieces.next_if(is_row) {
            if ruled && self.begins_another(row, first, &table, pieces.peek().copied().filter(is_row)) {
                let line_start = row.start.saturating_sub(row.indent);
                self.report.report(
                    Finding::new(
                        &rules::BAD_TABLE,
                        self.span(row),
                        "another table begins here, and no empty line ends the one before",
                    )
                    .help("put an empty line before it")
                    .edit(self.report.span(line_start, line_start), "\n"),
                );
                pieces.next();
                let head = self
                    .row_piece(Rule::lone_head, row, |builder, pair| pair.into_inner().next().map(|p| builder.head(p)));
                let next = Table { docs: Vec::new(), head: Vec::new(), rows: Vec::new(), span: self.span(row) };
                tables.extend(keep.then_some(std::mem::replace(&mut table, next)));
                keep = head.is_some();
                table.head = head.unwrap_or_default();
                continue;
            }
            // A row of single dashes is a row: `-` says that a column does not apply.
            if !(is_ruler(self.slice(row)) && self.slice(row).contains("--")) {
                self.row(&mut table, row);
                table.span = table.span.to(self.span(row));
            } else if ruled {
                let help = "a table has one ruler, after its heads";
                self.report.simple(
                    &rules::BAD_TABLE,
                    (row.start, row.end),
                    "a second ruler stands in this table",
                    help,
                );
            }
        }
        tables.extend(keep.then_some(table));
        tables
    }

    /// Whether a row is the head of another table: a ruler follows it, and it is of another width, or begins as only a head or
    /// as the head before does.
    fn begins_another(&self, row: Piece, head: Piece, table: &Table, next: Option<Piece>) -> bool {
        let text = self.slice(row);
        let ruler = next.is_some_and(|next| is_ruler(self.slice(next)) && self.slice(next).contains("--"));
        let first_cell = |text: &str| text.split('|').nth(1).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let first = first_cell(text);
        let begins = |spec: &TableSpec| matches!(spec.first, Column::Word(word) if word == first);
        let is_first = || language::KINDS.iter().flat_map(|kind| kind.tables).any(begins);
        ruler
            && !is_ruler(text)
            && (bars(text) != table.head.len() + 1 || is_first() || first == first_cell(self.slice(head)))
    }

    /// Whether a row without a ruler belongs to the table before it; says what stands between them.
    fn goes_on(&self, previous: &Table, first: Piece, docs: &[Doc]) -> bool {
        if bars(self.slice(first)) != previous.head.len() + 1 {
            return false;
        }
        if let Some(doc) = docs.first() {
            let finding = Finding::new(&rules::MISPLACED_NOTE, doc.span, "a note cannot stand before a row");
            self.report.report(finding.help("put it before the table, or write `//` for a comment"));
        } else if first.after_gap {
            let help = "remove the empty line; a line of comment may stand there";
            self.report.simple(
                &rules::BAD_TABLE,
                (first.start, first.end),
                "an empty line cuts this row off its table",
                help,
            );
        }
        first.after_gap || !docs.is_empty()
    }

    fn row(&self, table: &mut Table, piece: Piece) {
        table.rows.extend(
            self.row_piece(Rule::lone_row, piece, |builder, pair| pair.into_inner().next().map(|p| builder.row(p))),
        );
    }

    /// Reads a row or a head; one without its last bar is read as if it had it.
    fn row_piece<T>(
        &self,
        rule: Rule,
        piece: Piece,
        build: impl Fn(&Builder<'_, '_>, Pair<'_, Rule>) -> Option<T>,
    ) -> Option<T> {
        let slice = self.slice(piece);
        if piece.too_deep || slice.ends_with('|') {
            return self.piece(rule, piece, build);
        }
        let message = "the last `|` of this row is missing";
        self.report.spelled(&rules::BAD_TABLE, (piece.end, piece.end), message, "end each row with `|`", " |");
        let mended = format!("{slice}|");
        let pair = Grammar::parse(rule, &mended).ok()?.next()?;
        build(&self.builder(piece.start), pair)
    }
}

fn lone_sentence(builder: &Builder<'_, '_>, pair: Pair<'_, Rule>) -> Option<Sentence> {
    pair.into_inner().next().map(|p| builder.sentence(p, Vec::new()))
}

/// What the first word of a header is.
#[derive(Clone, Copy)]
enum Kind {
    Known,
    Misspelt(&'static str),
    Unknown,
}

fn with_docs(item: Item, docs: Vec<Doc>) -> Item {
    match item {
        Item::Use(used) => Item::Use(crate::syntax::ast::Use { docs, ..used }),
        other => other,
    }
}

/// Skips to the brace that closes a block which does not belong here.
fn skip_block(pieces: &mut Pieces<'_>) {
    let mut depth = 1usize;
    while depth > 0 {
        match pieces.next().map(|p| p.kind) {
            Some(PieceKind::Open) => depth += 1,
            Some(PieceKind::Close) => depth -= 1,
            None => return,
            _ => {}
        }
    }
}

fn is_ruler(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '\u{A0}' | '\u{202F}'))
}

fn bars(text: &str) -> usize {
    text.matches('|').count()
}
