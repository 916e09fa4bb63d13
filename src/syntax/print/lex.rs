//! Tokens of a text that the grammar has read: what stands between blanks, with its spelling.
//!
//! It knows less than the grammar, and leans on it: a text that reached this place has no spelling that is refused.
//! What the grammar reads as one piece without blanks (`fr"…"`, `mon..fri`, `GB/h`, `08:00-18:00`) is one token.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a function word, a unit, a range of days, `%`.
    Word,
    /// A number, a date, a time of day, hours.
    Number,
    /// A text with its tag.
    Text,
    /// An operator, a comparison, `=`, `\`, or the `-` of an empty cell.
    Sign,
    /// `-` right before what it negates.
    Minus,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `|`
    Bar,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `;`
    Semicolon,
    /// `// …`
    Comment,
    /// `/// …`
    Note,
    /// The end of a line.
    LineEnd,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// A blank stands before it on its line.
    pub(super) apart: bool,
}

/// Cuts a text into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut lexer =
        Lexer { rest: text.strip_prefix('\u{FEFF}').unwrap_or(text), depth: 0, begins: true, goes_on: false };
    let mut tokens = Vec::with_capacity(text.len() / 6);
    while let Some(token) = lexer.next_token() {
        tokens.push(token);
    }
    tokens
}

struct Lexer<'t> {
    rest: &'t str,
    /// Brackets that are open.
    depth: usize,
    /// The next token is the first one of a statement.
    begins: bool,
    /// The last token was a comma: the statement goes on after the end of the line.
    goes_on: bool,
}

impl<'t> Lexer<'t> {
    fn next_token(&mut self) -> Option<Token<'t>> {
        let before = self.rest;
        self.rest = before.trim_start_matches(is_blank);
        let apart = self.rest.len() < before.len();
        let first = self.rest.chars().next()?;
        let (kind, length) = self.token(first);
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        match kind {
            Kind::Open => self.depth += 1,
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.begins = match kind {
            Kind::Semicolon | Kind::OpenBrace | Kind::CloseBrace | Kind::Note => true,
            Kind::LineEnd => self.depth == 0 && !self.goes_on,
            Kind::Comment => self.begins,
            _ => self.begins && text == "overrides",
        };
        if !matches!(kind, Kind::LineEnd | Kind::Comment) {
            self.goes_on = kind == Kind::Comma;
        }
        let text = if matches!(kind, Kind::Comment | Kind::Note) { text.trim_end() } else { text };
        Some(Token { kind, text, apart })
    }

    /// The kind of the next token and its length in bytes.
    fn token(&self, first: char) -> (Kind, usize) {
        let rest = self.rest;
        let second = rest.chars().nth(1).unwrap_or('\n');
        match first {
            '\n' => (Kind::LineEnd, 1),
            '/' if rest.starts_with("///") => (Kind::Note, line(rest)),
            '/' if second == '/' => (Kind::Comment, line(rest)),
            '"' => (Kind::Text, quoted(rest)),
            '0'..='9' => (Kind::Number, numeric(rest)),
            '+' | '-' if second.is_ascii_digit() => (Kind::Number, 1 + number(rest.get(1..).unwrap_or(""))),
            '-' if !is_blank(second) && !matches!(second, '\n' | '|') => (Kind::Minus, 1),
            '<' | '>' if second == '=' => (Kind::Sign, 2),
            ',' => (Kind::Comma, 1),
            ':' => (Kind::Colon, 1),
            '(' | '[' => (Kind::Open, 1),
            ')' | ']' => (Kind::Close, 1),
            '|' => (Kind::Bar, 1),
            '{' => (Kind::OpenBrace, 1),
            '}' => (Kind::CloseBrace, 1),
            ';' => (Kind::Semicolon, 1),
            '%' => (Kind::Word, 1),
            c if is_head(c) || c == '`' => match tag(rest) {
                // The first word of a statement is never a tag: `by"…"` is a field without a blank after it.
                0 => (Kind::Word, word(rest)),
                _ if self.begins => (Kind::Word, word(rest)),
                length => (Kind::Text, length + quoted(rest.get(length..).unwrap_or(""))),
            },
            c => (Kind::Sign, c.len_utf8()),
        }
    }
}

/// What the grammar takes for a blank; a return belongs to the end of its line.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\r')
}

fn is_head(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, '\u{300}'..='\u{36F}')
}

/// How many bytes at the start of a text are such characters.
fn run(text: &str, such: impl Fn(char) -> bool) -> usize {
    text.find(|c| !such(c)).unwrap_or(text.len())
}

fn line(text: &str) -> usize {
    run(text, |c| c != '\n')
}

/// A text from its first quote to its last one.
fn quoted(text: &str) -> usize {
    if let Some(body) = text.strip_prefix("\"\"\"")
        && let Some(length) = body.find("\"\"\"")
    {
        return length + 6;
    }
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            '\n' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The tag of a text right before its quote: `fr`, `fr-CA`. Zero where there is none.
fn tag(text: &str) -> usize {
    let length = run(text, |c| c.is_ascii_alphanumeric() || c == '-');
    let (tag, rest) = text.split_at(length);
    let mut parts = tag.split('-');
    let language =
        parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_lowercase()));
    let fits = language && rest.starts_with('"') && parts.all(|p| (2..=8).contains(&p.len()));
    if fits { length } else { 0 }
}

/// A word with what is joined to it without blanks: `std.clock`, `mon..fri`, `GB/h`.
fn word(text: &str) -> usize {
    let mut end = simple_word(text);
    loop {
        let rest = text.get(end..).unwrap_or("");
        let joint = run(rest, |c| c == '.').min(2);
        match simple_word(rest.get(joint..).unwrap_or("")) {
            length if joint > 0 && length > 0 => end += joint + length,
            _ => break,
        }
    }
    match text.get(end..).and_then(|rest| rest.strip_prefix('/')) {
        Some(unit) if unit.starts_with(is_head) => end + 1 + run(unit, is_inner),
        _ => end,
    }
}

/// A word, with backquotes or without; zero where there is none.
fn simple_word(text: &str) -> usize {
    match text.strip_prefix('`') {
        Some(inside) => {
            let length = run(inside, is_inner);
            if length > 0 && inside.get(length..).is_some_and(|r| r.starts_with('`')) { length + 2 } else { 1 }
        }
        None if text.starts_with(is_head) => run(text, is_inner),
        None => 0,
    }
}

/// A number, a date, a time of day and what is joined to it.
fn numeric(text: &str) -> usize {
    let date = pattern(text, "####-#?-#?").max(pattern(text, "####-#?"));
    if date > 0 {
        let rest = text.get(date..).unwrap_or("");
        if rest.starts_with('T') {
            return date + 1 + clock(rest.get(1..).unwrap_or(""));
        }
        return match rest.strip_prefix("..") {
            Some(last) if last.starts_with(|c: char| c.is_ascii_digit()) => date + 2 + numeric(last),
            _ => date,
        };
    }
    match clock(text) {
        0 => number(text),
        length => length,
    }
}

/// A time of day with an offset, or hours.
fn clock(text: &str) -> usize {
    let time = |text| pattern(text, "#?:#?:##").max(pattern(text, "#?:#?"));
    let start = time(text);
    let rest = text.get(start..).unwrap_or("");
    match rest.chars().next() {
        Some('-' | '+') if start > 0 => match time(rest.get(1..).unwrap_or("")) {
            0 => start,
            end => start + 1 + end,
        },
        Some('Z') if start > 0 => start + 1,
        _ => start,
    }
}

/// The length of what begins like `pattern`, or zero. `#` is a digit, `#?` one or two, anything else itself.
fn pattern(text: &str, pattern: &str) -> usize {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    for sign in pattern.bytes() {
        match sign {
            b'?' => at += usize::from(digit(at)),
            b'#' if digit(at) => at += 1,
            _ if text.as_bytes().get(at) == Some(&sign) => at += 1,
            _ => return 0,
        }
    }
    at
}

/// `12_000`, `99.95`, `1/30`
fn number(text: &str) -> usize {
    let digits = |from: usize| run(text.get(from..).unwrap_or(""), |c| c.is_ascii_digit());
    let joined = |from: usize, sign: u8| if text.as_bytes().get(from) == Some(&sign) { digits(from + 1) } else { 0 };
    let mut end = digits(0);
    while joined(end, b'_') > 0 {
        end += 1 + joined(end, b'_');
    }
    for sign in [b'.', b'/'] {
        if joined(end, sign) > 0 {
            end += 1 + joined(end, sign);
        }
    }
    end
}
