//! Tokens become statements, blocks and tables: what lines are made of.

use super::lex::{Kind, Token};

/// What stands between two braces or at the top of a text.
#[derive(Debug)]
pub(super) enum Node<'t> {
    /// Empty lines.
    Gap,
    /// A comment on a line of its own.
    Comment(&'t str),
    /// `/// …`
    Note(&'t str),
    /// A field, an item or a declaration.
    Statement(Statement<'t>),
    /// A table.
    Table(Vec<TableLine<'t>>),
}

/// A field, an item, or a header with its block.
#[derive(Debug)]
pub(super) struct Statement<'t> {
    /// Its tokens. Ends of lines and comments among them stand where it goes on on the next line.
    pub(super) words: Vec<Token<'t>>,
    pub(super) block: Option<Block<'t>>,
    /// The comment after its last line.
    pub(super) comment: Option<&'t str>,
}

/// What stands between braces.
#[derive(Debug)]
pub(super) struct Block<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    /// Both braces stand on one line.
    pub(super) one_line: bool,
    /// The comment after the opening brace.
    pub(super) comment: Option<&'t str>,
}

/// A line of a table.
#[derive(Debug)]
pub(super) enum TableLine<'t> {
    /// The head or a row: the tokens of each cell.
    Row(Vec<Vec<Token<'t>>>, Option<&'t str>),
    /// The ruler under the head.
    Ruler(Option<&'t str>),
    /// A comment on a line of its own.
    Comment(&'t str),
}

/// Gathers the tokens of a text that could be read, in which braces match.
pub(super) fn nodes<'t>(tokens: &[Token<'t>]) -> Vec<Node<'t>> {
    let mut reader = Reader { tokens, at: 0 };
    let mut nodes = Vec::new();
    while reader.peek().is_some() {
        nodes.extend(reader.block_nodes());
        reader.at += 1;
    }
    nodes
}

struct Reader<'a, 't> {
    tokens: &'a [Token<'t>],
    at: usize,
}

impl<'t> Reader<'_, 't> {
    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    fn kind(&self) -> Option<Kind> {
        self.peek().map(|t| t.kind)
    }

    /// Nothing but blanks stands before the next token on its line.
    fn first_on_line(&self) -> bool {
        self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).is_none_or(|t| t.kind == Kind::LineEnd)
    }

    /// Takes the comment that ends the line, if one does.
    fn line_comment(&mut self) -> Option<&'t str> {
        let token = self.peek().filter(|t| t.kind == Kind::Comment)?;
        self.at += 1;
        Some(token.text)
    }

    /// Everything up to a closing brace or the end.
    fn block_nodes(&mut self) -> Vec<Node<'t>> {
        let mut nodes = Vec::new();
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::CloseBrace => break,
                Kind::LineEnd => {
                    if self.first_on_line() && !matches!(nodes.last(), None | Some(Node::Gap)) {
                        nodes.push(Node::Gap);
                    }
                    self.at += 1;
                }
                Kind::Semicolon => self.at += 1,
                Kind::Note => {
                    nodes.push(Node::Note(token.text));
                    self.at += 1;
                }
                Kind::Comment => {
                    let beside = !self.first_on_line();
                    self.at += 1;
                    match nodes.last_mut().filter(|_| beside).and_then(free_place) {
                        Some(place) => *place = Some(token.text),
                        None => nodes.push(Node::Comment(token.text)),
                    }
                }
                Kind::Bar => self.table(&mut nodes),
                _ => nodes.push(Node::Statement(self.statement())),
            }
        }
        if matches!(nodes.last(), Some(Node::Gap)) {
            nodes.pop();
        }
        nodes
    }

    fn statement(&mut self) -> Statement<'t> {
        let mut words: Vec<Token<'t>> = Vec::new();
        let mut moved = Vec::new();
        let mut depth = 0usize;
        let mut last = Kind::LineEnd;
        while let Some(token) = self.peek() {
            // After `with` the bindings may begin on the next line; they are written on the same one.
            let joins = depth == 0 && is_import(&words) && words.last().is_some_and(|t| t.text == "with");
            match token.kind {
                Kind::LineEnd if joins => {
                    self.at += 1;
                    continue;
                }
                Kind::LineEnd | Kind::Comment if depth > 0 || last == Kind::Comma => {
                    let twice = token.kind == Kind::LineEnd && words.last().is_some_and(|t| t.kind == Kind::LineEnd);
                    if !twice {
                        words.push(token);
                    }
                    self.at += 1;
                    continue;
                }
                Kind::LineEnd | Kind::Comment => match self.brace_below() {
                    Some(comments) => moved = comments,
                    None => break,
                },
                Kind::Semicolon | Kind::CloseBrace | Kind::Note | Kind::Bar => break,
                Kind::OpenBrace => {
                    let block = Some(self.block(moved));
                    return Statement { words, block, comment: None };
                }
                kind => {
                    depth = match kind {
                        Kind::Open => depth + 1,
                        Kind::Close => depth.saturating_sub(1),
                        _ => depth,
                    };
                    last = kind;
                    words.push(token);
                    self.at += 1;
                }
            }
        }
        Statement { words, block: None, comment: None }
    }

    /// Goes on to the opening brace where it is what follows; the comments on the way there.
    fn brace_below(&mut self) -> Option<Vec<&'t str>> {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let skipped = rest.iter().position(|t| !matches!(t.kind, Kind::LineEnd | Kind::Comment))?;
        let brace = rest.get(skipped).filter(|t| t.kind == Kind::OpenBrace);
        brace.map(|_| {
            self.at += skipped;
            rest.iter().take(skipped).filter(|t| t.kind == Kind::Comment).map(|t| t.text).collect()
        })
    }

    /// A block, with the comments that stood between its header and its brace.
    fn block(&mut self, moved: Vec<&'t str>) -> Block<'t> {
        let start = self.at;
        self.at += 1;
        let mut moved = moved.into_iter();
        let comment = self.line_comment().or_else(|| moved.next());
        let mut nodes: Vec<Node<'t>> = moved.map(Node::Comment).collect();
        nodes.extend(self.block_nodes());
        let inside = self.tokens.get(start..self.at).unwrap_or_default();
        let one_line = comment.is_none() && !inside.iter().any(|t| t.kind == Kind::LineEnd);
        if self.kind() == Some(Kind::CloseBrace) {
            self.at += 1;
        }
        Block { nodes, one_line, comment }
    }

    /// A table up to an empty line or to what is no row. Comments inside a cell are put on lines above its row.
    fn table(&mut self, nodes: &mut Vec<Node<'t>>) {
        let mut lines = Vec::new();
        let mut rows = 0usize;
        loop {
            if rows == 1 {
                while !matches!(self.kind(), None | Some(Kind::LineEnd | Kind::Comment | Kind::Semicolon)) {
                    self.at += 1;
                }
                lines.push(TableLine::Ruler(self.line_comment()));
            } else {
                let (cells, inner) = self.row();
                lines.extend(inner.into_iter().map(TableLine::Comment));
                lines.push(TableLine::Row(cells, self.line_comment()));
            }
            rows += 1;
            match self.row_below() {
                Some(comments) => lines.extend(comments.into_iter().map(TableLine::Comment)),
                None => break,
            }
        }
        nodes.push(Node::Table(lines));
    }

    /// Goes on to the next row of the table where there is one; the comments on the way there.
    fn row_below(&mut self) -> Option<Vec<&'t str>> {
        let mut at = self.at;
        let mut comments = Vec::new();
        loop {
            self.tokens.get(at).filter(|t| t.kind == Kind::LineEnd)?;
            let next = self.tokens.get(at + 1)?;
            match next.kind {
                Kind::Bar => {
                    self.at = at + 1;
                    return Some(comments);
                }
                Kind::Comment => comments.push(next.text),
                _ => return None,
            }
            at += 2;
        }
    }

    /// The cells of a row, and the comments between their tokens.
    fn row(&mut self) -> (Vec<Vec<Token<'t>>>, Vec<&'t str>) {
        let mut cells = Vec::new();
        let mut comments = Vec::new();
        self.at += 1;
        while !matches!(self.kind(), None | Some(Kind::LineEnd | Kind::Comment | Kind::Semicolon | Kind::CloseBrace)) {
            let mut cell: Vec<Token<'t>> = Vec::new();
            let mut depth = 0usize;
            while let Some(token) = self.peek() {
                let inside = depth > 0 || cell.last().is_some_and(|t| t.kind == Kind::Comma);
                match token.kind {
                    Kind::Bar => break,
                    Kind::LineEnd if inside => {}
                    Kind::Comment if inside => comments.push(token.text),
                    Kind::LineEnd | Kind::Comment => break,
                    kind => {
                        depth = match kind {
                            Kind::Open => depth + 1,
                            Kind::Close => depth.saturating_sub(1),
                            _ => depth,
                        };
                        cell.push(token);
                    }
                }
                self.at += 1;
            }
            cells.push(cell);
            if self.kind() == Some(Kind::Bar) {
                self.at += 1;
            }
        }
        (cells, comments)
    }
}

/// `use …`
pub(super) fn is_import(words: &[Token<'_>]) -> bool {
    words.first().is_some_and(|t| t.text == "use")
}

/// Where the comment at the end of the last line of a node goes, while there is none.
fn free_place<'n, 't>(node: &'n mut Node<'t>) -> Option<&'n mut Option<&'t str>> {
    let place = match node {
        Node::Statement(statement) => &mut statement.comment,
        Node::Table(lines) => match lines.last_mut()? {
            TableLine::Row(_, comment) | TableLine::Ruler(comment) => comment,
            TableLine::Comment(_) => return None,
        },
        Node::Gap | Node::Comment(_) | Node::Note(_) => return None,
    };
    place.is_none().then_some(place)
}
