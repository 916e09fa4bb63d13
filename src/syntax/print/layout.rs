//! Statements, blocks and tables become lines.

use super::lex::{Kind, Token};
use super::shape::{Block, Node, Statement};
use super::space::{self, begins_bound, head_length, pad, width};
use super::{LINE, table};

/// A step of indentation.
const STEP: usize = 2;

/// A head that is wider does not move the operands of its neighbours.
const WIDEST_HEAD: usize = 24;

/// A line that is wider does not move the comments of its neighbours.
const WIDEST_CODE: usize = 100;

/// What stands around a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// Items and declarations: nothing is aligned.
    Items,
    /// Fields.
    Fields,
    /// Fields of a tier, among which objectives stand.
    Levels,
}

/// A line with its indentation, and the comment after it.
struct Line<'t> {
    code: String,
    comment: Option<&'t str>,
}

/// Writes a whole text.
pub(super) fn write(nodes: &[Node<'_>]) -> String {
    let mut writer = Writer { lines: Vec::new() };
    writer.nodes(nodes, 0, Around::Items);
    writer.text()
}

struct Writer<'t> {
    lines: Vec<Line<'t>>,
}

impl<'t> Writer<'t> {
    fn line(&mut self, code: String, comment: Option<&'t str>) {
        self.lines.push(Line { code, comment });
    }

    fn nodes(&mut self, nodes: &[Node<'t>], indent: usize, around: Around) {
        let operands = operand_columns(nodes, around);
        for (node, operand) in nodes.iter().zip(operands) {
            match node {
                Node::Gap => self.line(String::new(), None),
                Node::Comment(text) | Node::Note(text) => self.line(indented(indent) + text, None),
                Node::Table(lines) => {
                    for (code, comment) in table::write(lines, indent) {
                        self.line(code, comment);
                    }
                }
                Node::Statement(statement) => self.statement(statement, indent, around, operand),
            }
        }
    }

    /// A statement; its operands begin at `operand` columns from its head, or one blank after it.
    fn statement(&mut self, statement: &Statement<'t>, indent: usize, around: Around, operand: usize) {
        let mut code = indented(indent);
        let mut first = true;
        for part in statement.words.split_inclusive(|t| t.kind == Kind::LineEnd) {
            let ends = part.last().is_some_and(|t| t.kind == Kind::LineEnd);
            let mut words = part.get(..part.len() - usize::from(ends)).unwrap_or_default();
            let comment = words.last().filter(|t| t.kind == Kind::Comment).map(|t| t.text);
            words = words.get(..words.len() - usize::from(comment.is_some())).unwrap_or_default();
            if first {
                write_first(&mut code, words, around, operand);
                first = false;
            } else {
                let closes = words.first().is_some_and(|t| t.kind == Kind::Close);
                code = indented(if closes { indent } else { indent + STEP });
                space::write(&mut code, words);
            }
            if ends {
                match comment {
                    // A comment on a line of its own between those of a statement.
                    Some(text) if words.is_empty() => self.line(std::mem::take(&mut code) + text, None),
                    _ => self.line(std::mem::take(&mut code), comment),
                }
            }
        }
        match &statement.block {
            None => self.line(code, statement.comment),
            Some(block) => self.block(code, statement, block, indent),
        }
    }

    /// A block after its header.
    fn block(&mut self, mut code: String, statement: &Statement<'t>, block: &Block<'t>, indent: usize) {
        let inside = inside(&statement.words);
        if !statement.words.is_empty() {
            code.push(' ');
        }
        let whole = one_line(block, inside).map(|text| code.clone() + &text);
        if let Some(whole) = whole.filter(|w| width(w) <= LINE || block.nodes.is_empty()) {
            self.line(whole, statement.comment);
            return;
        }
        code.push('{');
        self.line(code, block.comment);
        self.nodes(&block.nodes, indent + STEP, inside);
        self.line(indented(indent) + "}", statement.comment);
    }

    /// The lines, with the comments of lines that follow one another at one depth in one column.
    fn text(&self) -> String {
        let mut out =
            String::with_capacity(self.lines.iter().map(|l| l.code.len() + l.comment.map_or(1, |c| c.len() + 5)).sum());
        for run in self.lines.chunk_by(|a, b| a.comment.is_some() == b.comment.is_some() && depth(a) == depth(b)) {
            let widths: Vec<usize> = run.iter().map(|l| if l.comment.is_some() { width(&l.code) } else { 0 }).collect();
            let column = widths.iter().copied().filter(|w| *w <= WIDEST_CODE).max().unwrap_or(0);
            for (line, width) in run.iter().zip(widths) {
                out.push_str(&line.code);
                if let Some(comment) = line.comment {
                    pad(&mut out, column.saturating_sub(width) + 2);
                    out.push_str(comment);
                }
                out.push('\n');
            }
        }
        out
    }
}

fn depth(line: &Line<'_>) -> usize {
    line.code.find(|c| c != ' ').unwrap_or(0)
}

fn indented(indent: usize) -> String {
    " ".repeat(indent)
}

/// The first line of a statement.
fn write_first(code: &mut String, words: &[Token<'_>], around: Around, operand: usize) {
    let length = if around == Around::Items { 0 } else { head_length(words) };
    let (head, rest) = words.split_at_checked(length).unwrap_or((words, &[]));
    let start = code.len();
    space::write(code, head);
    if !head.is_empty() && continues(rest) {
        let wide = width(code.get(start..).unwrap_or(""));
        pad(code, operand.saturating_sub(wide).max(1));
    }
    space::write(code, rest);
}

/// Whether something follows the head of a field that stands apart from it.
fn continues(rest: &[Token<'_>]) -> bool {
    rest.first().is_some_and(|t| !matches!(t.kind, Kind::Comma | Kind::LineEnd))
}

/// For each node, the column at which its operand begins: one more than the widest head of its run. A run ends at an
/// empty line, a table or a block.
fn operand_columns(nodes: &[Node<'_>], around: Around) -> Vec<usize> {
    let mut columns = vec![0; nodes.len()];
    if around == Around::Items {
        return columns;
    }
    let splits =
        |n: &Node<'_>| matches!(n, Node::Gap | Node::Table(_)) || matches!(n, Node::Statement(s) if s.block.is_some());
    let heads: Vec<usize> = nodes.iter().map(|n| aligned_head(n, around)).collect();
    let mut start = 0;
    for end in 0..=nodes.len() {
        if nodes.get(end).is_some_and(|n| !splits(n)) {
            continue;
        }
        let run = heads.get(start..end).unwrap_or_default();
        let widest = run.iter().copied().filter(|w| *w <= WIDEST_HEAD).max().unwrap_or(0);
        for (column, head) in columns.iter_mut().skip(start).zip(run) {
            *column = if *head > 0 { widest + 1 } else { 0 };
        }
        start = end + 1;
    }
    columns
}

/// The width of the head of a field that takes part in the alignment, else zero.
fn aligned_head(node: &Node<'_>, around: Around) -> usize {
    let Node::Statement(statement) = node else { return 0 };
    let (head, rest) = statement.words.split_at_checked(head_length(&statement.words)).unwrap_or_default();
    let objective = around == Around::Levels && begins_bound(rest);
    if objective || !continues(rest) { 0 } else { width(&space::join(head)) }
}

/// What stands in the block of a header.
fn inside(header: &[Token<'_>]) -> Around {
    match header.iter().map(|t| t.text).find(|t| *t != "overrides") {
        Some("template") => Around::Items,
        Some("tier") => Around::Levels,
        _ => Around::Fields,
    }
}

/// A block on one line, where it was written so and holds nothing that ends a line.
fn one_line(block: &Block<'_>, around: Around) -> Option<String> {
    if block.nodes.is_empty() && block.comment.is_none() {
        return Some("{}".to_owned());
    }
    if !block.one_line {
        return None;
    }
    let mut out = String::from("{ ");
    for (at, node) in block.nodes.iter().enumerate() {
        let Node::Statement(statement) = node else { return None };
        if at > 0 {
            out.push_str("; ");
        }
        write_first(&mut out, &statement.words, around, 0);
        if let Some(inner) = &statement.block {
            out.push(' ');
            out.push_str(&one_line(inner, inside(&statement.words))?);
        }
    }
    out.push_str(" }");
    (!out.contains('\n')).then_some(out)
}
