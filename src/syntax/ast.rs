//! The shapes of the language. Literals keep their spelling: the floor above gives them a value and a unit.

use crate::base::{FileId, Name, Span};
use jiff::civil::{Date, Time};

/// One source file.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The file.
    pub file: FileId,
    /// What stands in it, in order. What could not be read is left out: its finding has been reported.
    pub items: Vec<Item>,
}

/// A top-level item.
#[derive(Clone, Debug)]
pub enum Item {
    /// `edition 2026`
    Edition(Word),
    /// `use std.itil`, `use "./common.slac" with threshold = 99.9 %`, `use gap_levels(ratchet 20 %)`
    Use(Use),
    /// A table whose first head is a kind: one declaration a row.
    Table(Table),
    /// `kind name "label" … { … }`
    Decl(Decl),
}

/// A word as written, with its place. Dotted names are one word: `fr.public_holidays`. Backquotes are taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word; prepositions of two words have one blank: `measured by`, `depends on`.
    pub name: Name,
    /// Where it stands, backquotes included.
    pub span: Span,
}

/// An import or an instantiation.
#[derive(Clone, Debug)]
pub struct Use {
    /// What is used.
    pub target: UseTarget,
    /// `name(param value, …)` or `with name = value, …`: one clause an argument.
    pub arguments: Vec<Clause>,
    /// Notes before it.
    pub docs: Vec<Doc>,
    /// The whole item.
    pub span: Span,
}

/// What `use` names.
#[derive(Clone, Debug)]
pub enum UseTarget {
    /// A module of the standard library (`std.itil`) or a template by its name.
    Name(Word),
    /// A file, relative to the one that uses it.
    Path(Text),
}

/// `/// …`: printed beside the term, and not binding.
#[derive(Clone, Debug)]
pub struct Doc {
    /// The note without its slashes and outer blanks.
    pub text: Name,
    /// The line.
    pub span: Span,
}

/// A declaration: `overrides? kind name? label? (params)? clauses { entries }`.
#[derive(Clone, Debug)]
pub struct Decl {
    /// Notes before it.
    pub docs: Vec<Doc>,
    /// `overrides` before the kind.
    pub overrides: Option<Span>,
    /// The kind word.
    pub kind: Word,
    /// The name that it declares (for `accept`, the rule's name, which alone may have hyphens).
    pub name: Option<Word>,
    /// The label beside the name.
    pub label: Option<Text>,
    /// Parameters of a template.
    pub params: Vec<Param>,
    /// Clauses of the header: `of nord to acme`.
    pub clauses: Vec<Clause>,
    /// The block, where there is one.
    pub body: Option<Vec<Entry>>,
    /// The whole declaration.
    pub span: Span,
    /// The header alone, up to the opening brace.
    pub head: Span,
}

/// `name: type` of a template.
#[derive(Clone, Debug)]
pub struct Param {
    /// The parameter.
    pub name: Word,
    /// A unit (`%`, `EUR`, `min`) or a kind (`role`, `calendar`).
    pub ty: Word,
}

/// What stands in a block.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A field, or an objective of a tier.
    Sentence(Sentence),
    /// A table.
    Table(Table),
    /// A declaration, in templates only.
    Decl(Decl),
    /// `use name(…)`, in templates only.
    Use(Use),
}

/// `overrides? head, clause, clause …`: at least one clause.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Notes before it.
    pub docs: Vec<Doc>,
    /// `overrides` before the head.
    pub overrides: Option<Span>,
    /// The head clause first, then the others in order.
    pub clauses: Vec<Clause>,
    /// The whole sentence.
    pub span: Span,
}

/// A head word and what it says: `pays 5 %`, `each month`, `measured by vigie`.
#[derive(Clone, Debug)]
pub struct Clause {
    /// A field name or a preposition.
    pub word: Word,
    /// Its operands, separated by commas; may be empty (`claim automatic` has one name).
    pub values: Vec<Expr>,
    /// The whole clause.
    pub span: Span,
}

/// Plain (`"SAP"`) or tagged text (`fr"…" en"…"`).
#[derive(Clone, Debug)]
pub struct Text {
    /// The parts; a plain text has one part without a language.
    pub parts: Vec<TextPart>,
    /// From the first tag to the last quote.
    pub span: Span,
}

/// One text in one language.
#[derive(Clone, Debug)]
pub struct TextPart {
    /// BCP 47 tag, such as `fr` or `fr-CA`; none for plain text.
    pub language: Option<Name>,
    /// The text with escapes undone.
    pub value: Name,
    /// Tag and quotes included.
    pub span: Span,
}

/// A table: a head, a ruler, rows.
#[derive(Clone, Debug)]
pub struct Table {
    /// Notes before it.
    pub docs: Vec<Doc>,
    /// One head a column.
    pub head: Vec<Head>,
    /// The rows that could be read; each may have another width than the head (a finding of the floor above).
    pub rows: Vec<Row>,
    /// The whole table.
    pub span: Span,
}

/// The head of a column.
#[derive(Clone, Debug)]
pub struct Head {
    /// What it says.
    pub kind: HeadKind,
    /// The cell without its outer blanks.
    pub span: Span,
}

/// What a head says.
#[derive(Clone, Debug)]
pub enum HeadKind {
    /// A kind, field, preposition, dimension, indicator or value: words with one blank between them.
    Words(Word, Option<Text>),
    /// `output: rows \ columns`
    Cross {
        /// What the cells give; may be inferred.
        output: Option<Word>,
        /// Whose values head the rows.
        rows: Word,
        /// Whose values head the columns.
        columns: Word,
    },
    /// A literal or an interval, under a cross head.
    Value(Expr),
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// The row from bar to bar.
    pub span: Span,
}

impl Row {
    /// The blank that stands alone in the row, and stands for rows.
    #[must_use]
    pub fn blank(&self) -> Option<(&Name, Span)> {
        let [Cell { kind: CellKind::Value { values, clauses }, .. }] = self.cells.as_slice() else { return None };
        match values.as_slice() {
            [Expr { kind: ExprKind::Blank(name), span }] if clauses.is_empty() => Some((name, *span)),
            _ => None,
        }
    }
}

impl Table {
    /// The blank at the head of its first column: its rows stand in the place of that blank.
    #[must_use]
    pub fn fills(&self) -> Option<(&Name, Span)> {
        match self.head.first().map(|head| &head.kind) {
            Some(HeadKind::Value(Expr { kind: ExprKind::Blank(name), span })) => Some((name, *span)),
            _ => None,
        }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it holds.
    pub kind: CellKind,
    /// The cell without its outer blanks; where it is empty, the blanks.
    pub span: Span,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum CellKind {
    /// `-`: this column does not apply to this row.
    Dash,
    /// Nothing was written: an error of the floor above.
    Empty,
    /// `name "label"`: a key cell that declares its name.
    Named(Word, Text),
    /// Operands and what follows them: `p1, p2`, `5 days of business after end of month`, `during always`.
    /// Two or more RACI letters (`A R`) are one name per letter, in `values`.
    Value {
        /// The operands; empty where the cell begins with a preposition.
        values: Vec<Expr>,
        /// Clauses after them.
        clauses: Vec<Clause>,
    },
}

/// An operand.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// What an operand is. Names are not resolved and units not checked.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal that was refused, with its finding: later floors stay silent about it.
    Error,
    /// `"…"`
    Text(Text),
    /// `[name]`: a value not agreed yet.
    Blank(Name),
    /// A name, dotted or not; also `all`, `none`, `any`.
    Name(Name),
    /// `restoration[gold, p1]`
    Scoped(Word, Vec<Expr>),
    /// A number without a unit, as written (`12_000`, `1/30`, `-5`, `+3`).
    Number(Name),
    /// A number with a unit: `99.9 %`, `150 EUR`, `4 h`, `5 days`.
    Quantity(Name, Word),
    /// A unit alone that is no name: `%`, `GB/h`; words that happen to be units are names.
    Unit(Name),
    /// `2026-05-03`
    Date(Date),
    /// `2026-05`: its first day.
    Month(Date),
    /// `2026-05-03 22:10`, with a written offset in minutes where there is one (`2026-10-25 02:30+01:00`).
    Instant(Date, Time, Option<i16>),
    /// `22:10` alone.
    Time(Time),
    /// Days and hours that come again: `mon..fri 08:00-18:00`, `first sun 02:00-06:00`, `2026-12-24..2026-12-31`.
    Recurrence(Recurrence),
    /// `at least x`, or `>= x` in a cell or where a bound is due.
    Bound(Comparator, Box<Expr>),
    /// `a to < b` in cells: either end with whether it is open.
    Interval(Box<End>, Box<End>),
    /// `x op y`
    Binary(Op, Box<Expr>, Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// `-x` of anything but a number: a number keeps its sign in its spelling (`-3`, `+3`).
    Negative(Box<Expr>),
    /// `started x`, `full x`, `pro rata x`
    Step(Step, Box<Expr>),
    /// `x over rolling 6 months`
    Over(Box<Expr>, Box<Expr>),
    /// `rolling 28 days`, `last 2 months`, `next 12 months`
    Horizon(Horizon, Box<Expr>),
    /// `round(x, 15 min)`, `2 of (a, b, c)` is a [`Op::Of`] of a number and a list.
    Call(Word, Vec<Expr>),
    /// `(a, b, c)`: two or more. Parentheses around one operand leave no node.
    List(Vec<Expr>),
    /// `time from a to b`
    TimeFromTo(Box<Expr>, Box<Expr>),
}

/// One end of an interval.
#[derive(Clone, Debug)]
pub struct End {
    /// The bound.
    pub value: Expr,
    /// Written with `<` or `>`: the bound itself is outside.
    pub open: bool,
}

/// `mon..fri 08:00-18:00` and its like.
#[derive(Clone, Debug)]
pub struct Recurrence {
    /// `first`, `second`, `third`, `fourth`, `fifth`, `last`.
    pub ordinal: Option<Word>,
    /// Which days.
    pub days: Option<Days>,
    /// From when until when; the end is past midnight where it is not after the start. `24:00` is `None`.
    pub hours: Option<(Time, Option<Time>)>,
}

/// Days of a recurrence.
#[derive(Clone, Debug)]
pub enum Days {
    /// `sun`, `day`, `nov`, or a name of a dimension's value.
    Name(Word),
    /// `mon..fri`, `nov..jan`
    Range(Word, Word),
    /// `2026-12-24`, with the last day where it is a range.
    Dates(Date, Option<Date>),
}

/// A comparison.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// `at least`, `>=`
    AtLeast,
    /// `at most`, `<=`
    AtMost,
    /// `more than`, `>`
    MoreThan,
    /// `less than`, `<`
    LessThan,
    /// `exactly`, `=`
    Exactly,
}

/// An operator between two operands, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// `except` between brackets, loosest so that `(a or b except c)` means what `a or b except c` means without them:
    /// elsewhere `except` is a preposition, and excepts from all that stands before it.
    Except,
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`, `<`, `<=`, `>`, `>=`
    Compare(Comparator),
    /// `in`
    In,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `per`
    Per,
    /// `where`
    Where,
    /// `before` an event, behind `over`
    Before,
    /// `after` an event, behind `over`
    After,
    /// `of`; right associative, tightest
    Of,
}

/// How units that are only partly used up count.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Rounds up.
    Started,
    /// Rounds down.
    Full,
    /// Neither.
    ProRata,
}

/// Which way a horizon looks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Horizon {
    /// A window that slides.
    Rolling,
    /// The periods just ended.
    Last,
    /// The periods to come.
    Next,
    /// The periods before the one that is looked at.
    Previous,
}
