//! The linear scan: cuts a text into headers, fields, rows, notes and braces.
//!
//! It knows texts, comments, brackets and lines, and nothing of what stands in them. It never goes back, so that its
//! time is that of one pass, and it counts brackets, so that no text can exhaust the stack of what comes after.

use std::borrow::Cow;

use super::chunk::{first_word, is_starter};
use super::report::Reporter;
use crate::syntax::rules;

/// How many brackets of any kind may be open at once.
pub(super) const MAX_DEPTH: usize = 64;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `/// …`
    Doc,
    /// A line of a table.
    Row,
    /// A header, a field or an item without a block.
    Words,
    /// `{`
    Open,
    /// `}`
    Close,
}

/// A piece of the text: bytes `[start, end)` without outer blanks and comments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Nothing but blanks stands before it on its line.
    pub(super) first_on_line: bool,
    /// Bytes of blanks before it on its line.
    pub(super) indent: usize,
    /// An empty line stands before it.
    pub(super) after_gap: bool,
    /// Its brackets are nested too deep: reported, and not to be read.
    pub(super) too_deep: bool,
    /// A note stands behind it: reported, and left out of it.
    pub(super) noted: bool,
}

/// Replaces control characters by blanks of the same width, with a finding a run.
pub(super) fn without_controls<'t>(text: &'t str, report: &Reporter<'_>) -> Cow<'t, str> {
    let bytes = text.as_bytes();
    let odd = |i: usize, b: u8| {
        (b < b' ' && b != b'\n' && b != b'\t' && !(b == b'\r' && bytes.get(i + 1) == Some(&b'\n'))) || b == 0x7F
    };
    if !bytes.iter().enumerate().any(|(i, &b)| odd(i, b)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut run: Option<(usize, char)> = None;
    for (i, c) in text.char_indices() {
        if c.is_ascii() && odd(i, c as u8) {
            run = run.or(Some((i, c)));
            clean.push(' ');
            continue;
        }
        report_run(report, run.take(), i);
        clean.push(c);
    }
    report_run(report, run, text.len());
    Cow::Owned(clean)
}

/// What to do about characters that cannot be seen.
const HELP: &str = "delete it, or type in its place what was meant, such as a blank; where there are many, save the file again as UTF-8";

fn report_run(report: &Reporter<'_>, run: Option<(usize, char)>, end: usize) {
    if let Some((start, c)) = run {
        let message = format!("an invisible character (U+{:04X}) stands here", u32::from(c));
        report.simple(&rules::BAD_CHARACTER, (start, end), message, HELP);
    }
}

/// Cuts a text into pieces.
pub(super) struct Scanner<'t, 'r, 's> {
    text: &'t str,
    pos: usize,
    line_start: usize,
    report: &'r Reporter<'s>,
    /// Braces open now; kept by the reader of chunks.
    pub(super) braces: usize,
    /// No `"""` is left in the text: found out once.
    no_long_end: bool,
}

impl<'t, 'r, 's> Scanner<'t, 'r, 's> {
    pub(super) fn new(text: &'t str, report: &'r Reporter<'s>) -> Self {
        Self { text, pos: 0, line_start: 0, report, braces: 0, no_long_end: false }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    fn starts(&self, at: usize, with: &str) -> bool {
        self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(with.as_bytes()))
    }

    /// The width of the blank at `at`, or 0.
    fn blank(&self, at: usize) -> usize {
        match self.byte(at) {
            b' ' | b'\t' | b'\r' if at < self.text.len() => 1,
            0xC2 if self.starts(at, "\u{A0}") => 2,
            0xE2 if self.starts(at, "\u{202F}") => 3,
            0xEF if at == 0 && self.starts(at, "\u{FEFF}") => 3,
            _ => 0,
        }
    }

    fn skip_line(&mut self) {
        let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
        self.pos += rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
    }

    /// Skips blanks, empty lines, comments and `;`. Says whether a line before the next piece was empty.
    fn skip_between(&mut self) -> bool {
        let mut gap = false;
        let mut line_empty = false;
        loop {
            if self.pos >= self.text.len() {
                return gap;
            }
            match self.byte(self.pos) {
                b'\n' => {
                    gap |= line_empty;
                    line_empty = true;
                    self.pos += 1;
                    self.line_start = self.pos;
                }
                b';' => {
                    line_empty = false;
                    self.pos += 1;
                }
                b'#' => {
                    line_empty = false;
                    self.hash();
                }
                b'/' if self.starts(self.pos, "//") && !self.starts(self.pos, "///") => {
                    line_empty = false;
                    self.skip_line();
                }
                _ => match self.blank(self.pos) {
                    0 => return gap,
                    width => self.pos += width,
                },
            }
        }
    }

    /// `#` to the end of the line.
    fn hash(&mut self) {
        let start = self.pos;
        self.skip_line();
        let text = self.text.get(start + 1..self.pos).unwrap_or("").trim();
        let shown = if text.is_empty() || text.chars().count() > 40 { "…" } else { text };
        let message = "a comment begins with `//`, not with `#`";
        let help = format!("write `// {shown}`");
        self.report.spelled(&rules::BAD_COMMENT, (start, start + 1), message, &help, "//");
    }

    /// The next piece, or none at the end.
    pub(super) fn next_piece(&mut self) -> Option<Piece> {
        let after_gap = self.skip_between();
        if self.pos >= self.text.len() {
            return None;
        }
        let start = self.pos;
        let before = self.text.get(self.line_start..start).unwrap_or("x");
        let first_on_line = before.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}');
        let mut piece = Piece {
            kind: PieceKind::Words,
            start,
            end: start,
            first_on_line,
            indent: before.len(),
            after_gap,
            too_deep: false,
            noted: false,
        };
        match self.byte(start) {
            b'{' | b'}' => {
                piece.kind = if self.byte(start) == b'{' { PieceKind::Open } else { PieceKind::Close };
                self.pos += 1;
                piece.end = self.pos;
            }
            b'/' if self.starts(start, "///") => {
                piece.kind = PieceKind::Doc;
                self.skip_line();
                piece.end = start + self.text.get(start..self.pos).unwrap_or("").trim_end().len();
            }
            b'|' => {
                piece.kind = PieceKind::Row;
                self.run(&mut piece);
            }
            _ => self.run(&mut piece),
        }
        Some(piece)
    }

    /// Runs to the end of a row or of words, over texts and continued lines.
    fn run(&mut self, piece: &mut Piece) {
        let row = piece.kind == PieceKind::Row;
        let mut open = 0usize;
        while self.pos < self.text.len() {
            let at = self.pos;
            match self.byte(at) {
                b'"' => {
                    self.skip_text(row);
                    piece.end = self.pos;
                    continue;
                }
                b'\n' => {
                    let last = self.byte(piece.end.saturating_sub(1));
                    if row || !self.goes_on(last, open) {
                        return;
                    }
                }
                b'/' if self.starts(at, "//") => {
                    if self.starts(at, "///") {
                        piece.noted = true;
                        let help = "put it on a line of its own before what it is about, or write `//` for a comment";
                        self.report.simple(
                            &rules::MISPLACED_NOTE,
                            (at, at + 3),
                            "a note stands after something on its line",
                            help,
                        );
                    }
                    self.skip_line();
                    continue;
                }
                b'#' => {
                    self.hash();
                    continue;
                }
                b';' | b'{' | b'}' if !row => return,
                // At the end of a line a row may be over as a sentence is.
                b';' if self.byte(piece.end.saturating_sub(1)) == b'|' && self.ends_line(at + 1) => return,
                b'(' | b'[' => {
                    open += 1;
                    if open + self.braces == MAX_DEPTH + 1 && !piece.too_deep {
                        piece.too_deep = true;
                        let message = format!("more than {MAX_DEPTH} parentheses or brackets are open at this point");
                        self.report.simple(
                            &rules::TOO_DEEP,
                            (at, at + 1),
                            message,
                            "close them, or delete those that are too many; a long formula can be cut up by giving its parts names, each as a `figure` or a `state`",
                        );
                    }
                    piece.end = at + 1;
                }
                b')' | b']' => {
                    open = open.saturating_sub(1);
                    piece.end = at + 1;
                }
                _ => match self.blank(at) {
                    0 => piece.end = at + 1,
                    width => {
                        self.pos += width;
                        continue;
                    }
                },
            }
            self.pos += 1;
        }
    }

    /// Whether nothing but blanks and signs that part sentences stands between a place and the end of its line.
    fn ends_line(&self, mut at: usize) -> bool {
        while self.blank(at) > 0 || (self.byte(at) == b';' && at < self.text.len()) {
            at += self.blank(at).max(1);
        }
        self.byte(at) == b'\n' || self.starts(at, "//")
    }

    /// At the end of a line: whether the words go on on the next one.
    fn goes_on(&mut self, last: u8, open: usize) -> bool {
        let mut at = self.pos + 1;
        let mut line = at;
        loop {
            while at < self.text.len() && (self.byte(at) == b'\n' || self.blank(at) > 0) {
                let newline = self.byte(at) == b'\n';
                at += self.blank(at).max(1);
                if newline {
                    line = at;
                }
            }
            // A comment between the lines of what goes on is read again once, and only where a line ends with a comma.
            if matches!(last, b',' | b'(' | b'[') && self.starts(at, "//") && !self.starts(at, "///") {
                let rest = self.text.as_bytes().get(at..).unwrap_or_default();
                at += rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
            } else {
                break;
            }
        }
        let next = self.byte(at);
        let comes = if matches!(last, b',' | b'(' | b'[') {
            let rest = self.text.get(at..).unwrap_or("");
            let ends = matches!(next, b'|' | b'}' | b'{') || rest.starts_with("///");
            let begins = at == line && is_starter(first_word(rest));
            !(ends || begins)
        } else {
            open > 0 && matches!(next, b')' | b']')
        };
        // At the end of the text nothing comes, and the blanks before it may be wider than a byte.
        let comes = comes && at < self.text.len();
        if comes {
            self.pos = at.saturating_sub(1);
            self.line_start = line;
        }
        comes
    }

    /// Skips a text; one that is not closed ends with its line, or before a brace at the end of it.
    fn skip_text(&mut self, row: bool) {
        let start = self.pos;
        if self.starts(start, "\"\"\"") && !self.no_long_end {
            let body = self.text.get(start + 3..).unwrap_or("");
            if let Some(length) = body.find("\"\"\"") {
                self.pos = start + 6 + length;
                return;
            }
            self.no_long_end = true;
        }
        let mut at = start + 1;
        while at < self.text.len() {
            match self.byte(at) {
                b'"' => {
                    self.pos = at + 1;
                    return;
                }
                b'\n' => break,
                b'\\' if self.byte(at + 1) != b'\n' => at += 1,
                _ => {}
            }
            at += 1;
        }
        let line = self.text.get(start..at.min(self.text.len())).unwrap_or("").trim_end();
        let brace = !row && line.ends_with('{');
        self.pos = start + line.len() - usize::from(brace);
    }
}
