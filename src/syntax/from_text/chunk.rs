//! Gathers the pieces of one top-level item and settles where its blocks end.
//!
//! A kind word at the start of a line closes what was left open, with one finding at the block that was not closed.
//! How a field that is called like a kind is told from a declaration is said in the grammar, at `kind`.

use std::collections::VecDeque;
use std::ops::Range;

use super::report::Reporter;
use super::scan::{Piece, PieceKind, Scanner};
use crate::diagnostics::Finding;
use crate::syntax::rules;

/// The kinds, as in the grammar: a test compares the two.
pub(in crate::syntax) const KINDS: [&str; 35] = [
    "contract",
    "provider",
    "customer",
    "supplier",
    "observer",
    "role",
    "calendar",
    "period",
    "dimension",
    "record",
    "state",
    "figure",
    "indicator",
    "service",
    "tier",
    "exclusion",
    "penalty",
    "bonus",
    "settlement",
    "liability",
    "right",
    "duty",
    "raci",
    "escalation",
    "backup",
    "scenario",
    "accept",
    "exception",
    "text",
    "recital",
    "clock",
    "assessment",
    "delays",
    "procedure",
    "template",
];

/// What else begins an item.
pub(in crate::syntax) const OTHER_STARTERS: [&str; 3] = ["edition", "use", "overrides"];

/// The word at the start of a text, or the empty string.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or("")
}

/// Whether a word begins an item.
pub(in crate::syntax) fn is_starter(word: &str) -> bool {
    KINDS.contains(&word) || OTHER_STARTERS.contains(&word)
}

/// The pieces of one item.
pub(super) struct Chunk {
    pub(super) pieces: Vec<Piece>,
    /// A brace is missing or a piece is not to be read: the item cannot be read as a whole.
    pub(super) broken: bool,
}

impl Chunk {
    /// From its first piece to its last.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        Some(self.pieces.first()?.start..self.pieces.last()?.end)
    }
}

/// Cuts a text into chunks.
pub(super) struct Chunks<'t, 'r, 's> {
    text: &'t str,
    scanner: Scanner<'t, 'r, 's>,
    report: &'r Reporter<'s>,
    ahead: VecDeque<Piece>,
    /// Braces that would close blocks which were closed for want of them.
    forgiven: usize,
}

/// A block that is open.
struct Block {
    header: Piece,
    template: bool,
    /// Its first entry stands at the margin.
    at_margin: Option<bool>,
}

impl<'t, 'r, 's> Chunks<'t, 'r, 's> {
    pub(super) fn new(text: &'t str, report: &'r Reporter<'s>) -> Self {
        Self { text, scanner: Scanner::new(text, report), report, ahead: VecDeque::new(), forgiven: 0 }
    }

    fn peek(&mut self) -> Option<Piece> {
        if self.ahead.is_empty() {
            self.ahead.extend(self.scanner.next_piece());
        }
        self.ahead.front().copied()
    }

    fn take(&mut self) -> Option<Piece> {
        self.ahead.pop_front().or_else(|| self.scanner.next_piece())
    }

    fn slice(&self, piece: Piece) -> &'t str {
        self.text.get(piece.start..piece.end).unwrap_or("")
    }

    /// The next item, or none at the end.
    pub(super) fn next_chunk(&mut self) -> Option<Chunk> {
        let mut chunk = Chunk { pieces: Vec::new(), broken: false };
        loop {
            let Some(piece) = self.take() else {
                return (!chunk.pieces.is_empty()).then_some(chunk);
            };
            match piece.kind {
                PieceKind::Doc => chunk.pieces.push(piece),
                PieceKind::Close if self.forgiven > 0 => self.forgiven -= 1,
                PieceKind::Close => self.stray(piece, "remove it, or open its block with `{` after the header"),
                PieceKind::Row => {
                    self.rows(&mut chunk, piece);
                    return Some(chunk);
                }
                PieceKind::Open => {
                    self.stray(piece, "a block stands after a header such as `tier gold of nord to acme`");
                    chunk.broken = true;
                    chunk.pieces.push(piece);
                    self.block(&mut chunk, piece);
                    return Some(chunk);
                }
                PieceKind::Words => {
                    self.push(&mut chunk, piece);
                    self.body(&mut chunk, piece);
                    return Some(chunk);
                }
            }
        }
    }

    fn push(&mut self, chunk: &mut Chunk, piece: Piece) {
        chunk.broken |= piece.too_deep || piece.noted;
        chunk.pieces.push(piece);
    }

    fn stray(&self, piece: Piece, help: &str) {
        let message = format!("this `{}` belongs to no declaration", self.slice(piece));
        self.report.simple(&rules::STRAY_BRACE, (piece.start, piece.end), message, help);
    }

    /// The rows of a table, up to an empty line.
    fn rows(&mut self, chunk: &mut Chunk, first: Piece) {
        self.push(chunk, first);
        while let Some(next) = self.peek() {
            if next.kind != PieceKind::Row || next.after_gap {
                return;
            }
            self.ahead.pop_front();
            self.push(chunk, next);
        }
    }

    /// The block after a header, where there is one or where its brace was forgotten.
    fn body(&mut self, chunk: &mut Chunk, header: Piece) {
        let Some(next) = self.peek() else { return };
        if next.kind == PieceKind::Open {
            self.ahead.pop_front();
            chunk.pieces.push(next);
            self.block(chunk, header);
        } else if self.brace_is_missing(header, next) {
            let end = header.end;
            let open = Piece { kind: PieceKind::Open, start: end, end, ..header };
            self.report.report(
                Finding::new(&rules::MISSING_BRACE, self.report.span(end, end), "`{` is missing after this header")
                    .label(self.report.span(next.start, next.end), "its fields begin here")
                    .help("write `{` at the end of the header")
                    .edit(self.report.span(end, end), " {"),
            );
            chunk.broken = true;
            chunk.pieces.push(open);
            self.block(chunk, header);
        }
    }

    fn brace_is_missing(&self, header: Piece, next: Piece) -> bool {
        let declares = KINDS.contains(&first_word(self.slice(header)));
        let inside = next.first_on_line && !next.after_gap && next.indent > header.indent;
        let field = match next.kind {
            PieceKind::Words => !is_starter(first_word(self.slice(next))),
            PieceKind::Row => true,
            _ => false,
        };
        declares && inside && field
    }

    /// Gathers pieces up to the brace that closes the block of `header`.
    fn block(&mut self, chunk: &mut Chunk, header: Piece) {
        let template = |text: &str| first_word(text) == "template";
        let mut open = vec![Block { header, template: template(self.slice(header)), at_margin: None }];
        let mut notes = 0usize;
        while !open.is_empty() {
            self.scanner.braces = open.len();
            let Some(piece) = self.peek() else {
                chunk.broken = true;
                open.first().into_iter().for_each(|block| self.unclosed(block, None));
                break;
            };
            let inside = !matches!(piece.kind, PieceKind::Close | PieceKind::Open) && piece.first_on_line;
            if let Some(block) = open.last_mut().filter(|_| inside) {
                let margin = *block.at_margin.get_or_insert(piece.indent == 0);
                let template = block.template;
                if self.closes(piece, template, margin) {
                    self.give_back_notes(chunk, notes);
                    let Some(unclosed) = open.pop() else { return };
                    self.unclosed(&unclosed, Some(piece));
                    self.forgiven += 1;
                    chunk.broken = true;
                    chunk.pieces.push(Piece { kind: PieceKind::Close, start: piece.start, end: piece.start, ..piece });
                    notes = 0;
                    continue;
                }
            }
            self.ahead.pop_front();
            notes = if piece.kind == PieceKind::Doc { notes + 1 } else { 0 };
            let before = chunk.pieces.last().copied();
            self.push(chunk, piece);
            match piece.kind {
                PieceKind::Open => {
                    let header = before.filter(|p| p.kind == PieceKind::Words).unwrap_or(piece);
                    open.push(Block { header, template: template(self.slice(header)), at_margin: None });
                }
                PieceKind::Close => {
                    open.pop();
                }
                _ => {}
            }
        }
        self.scanner.braces = 0;
    }

    /// Notes before the line that closed a block belong to what it begins.
    fn give_back_notes(&mut self, chunk: &mut Chunk, notes: usize) {
        for _ in 0..notes {
            if let Some(note) = chunk.pieces.pop() {
                self.ahead.push_front(note);
            }
        }
    }

    fn unclosed(&self, block: &Block, next: Option<Piece>) {
        let header = self.report.span(block.header.start, block.header.end);
        let mut finding = Finding::new(&rules::UNCLOSED_BLOCK, header, "the block that begins here is not closed");
        let last = next.is_none();
        if let Some(next) = next {
            let word = first_word(self.slice(next));
            let text = if word.is_empty() {
                "the next one begins here".into()
            } else {
                format!("`{word}` begins the next one")
            };
            finding = finding.label(self.report.span(next.start, next.end), text);
        }
        let help = if last { "write `}` where it ends" } else { "write `}` on a line of its own before what follows" };
        self.report.report(finding.help(help));
    }

    /// Whether a line in a block begins the next declaration.
    fn closes(&self, piece: Piece, template: bool, block_at_margin: bool) -> bool {
        let text = self.slice(piece);
        let at_margin = piece.indent == 0;
        if piece.kind == PieceKind::Row {
            let head = first_word(text.trim_start_matches(['|', ' ']));
            return at_margin && !block_at_margin && KINDS.contains(&head);
        }
        if piece.kind != PieceKind::Words {
            return false;
        }
        let word = first_word(text);
        if !is_starter(word) || (word == "overrides" && !overrides_kind(text)) {
            return false;
        }
        if template {
            return at_margin && (!block_at_margin || matches!(word, "contract" | "template" | "edition"));
        }
        (at_margin && !block_at_margin) || (KINDS.contains(&word) && self.looks_like_header(piece, text))
    }

    /// A brace right after it, or a name and a label.
    fn looks_like_header(&self, piece: Piece, text: &str) -> bool {
        let after = self.text.get(piece.end..).unwrap_or("").trim_start_matches([' ', '\t']);
        let mut rest = text.get(first_word(text).len()..).unwrap_or("").trim_start();
        let name = first_word(rest);
        rest = rest.get(name.len()..).unwrap_or("");
        let label = rest.trim_start().starts_with('"') || tagged(rest.trim_start());
        after.starts_with('{') || (!name.is_empty() && rest.starts_with([' ', '\t']) && label)
    }
}

fn overrides_kind(text: &str) -> bool {
    KINDS.contains(&first_word(text.get("overrides".len()..).unwrap_or("").trim_start()))
}

/// `fr"`
fn tagged(text: &str) -> bool {
    let tag = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(text.len());
    (2..=35).contains(&tag) && text.get(tag..).is_some_and(|r| r.starts_with('"'))
}
