//! `slac fmt`: a source in its one canonical form.
//!
//! Only blanks, line ends and the rulers of tables change: no word is added, taken away or put elsewhere. The text is
//! cut into tokens (`lex`), the tokens into statements, blocks and tables (`shape`), and these are written down again
//! (`layout`, with `space` between two tokens of a line and `table` for columns).
//!
//! What is written is read again and compared with what was read (`same`): where the two trees or the comments differ,
//! nothing is changed. A text that cannot be read is not touched either, since nobody knows what it was to say.
//!
//! The canonical form, in short (`docs/formatting.md` says it for people):
//! - two blanks for each open brace, one more step for a line that goes on, no blanks at the end of a line;
//! - at most one empty line in a row, none after `{`, before `}` and at both ends of a text;
//! - the operands of fields that stand together begin in one column; objectives of a tier do not take part;
//! - the columns of a table are as wide as their widest cell; a long last column is not filled up;
//! - a block written on one line stays there as long as it fits into [`LINE`] columns;
//! - comments at the end of lines that follow one another begin in one column.
//!
//! Words are left as they were written: `>= 5` is not turned into `at least 5`, nor is `of` or `to` added or taken away.

mod layout;
mod lex;
mod shape;
mod space;
mod table;
#[cfg(test)]
mod tests;

use crate::base::FileId;
use crate::diagnostics::{Finding, Sink};
use crate::syntax::ast::Tree;
use crate::syntax::{parse, same};
use lex::{Kind, Token};

/// How long a line may become by being filled up or by staying in one piece. Nothing is ever broken that was not.
pub const LINE: usize = 120;

/// Why a text was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be read; the findings say why, in `FileId(0)`.
    Unreadable(Vec<Finding>),
    /// What was written did not read the same. That is a mistake in this module.
    Altered,
}

/// A text in its canonical form, without a byte order mark and with `\n` at the end of each line.
///
/// # Errors
/// A text that cannot be read is refused.
pub fn format(text: &str) -> Result<String, Refusal> {
    let before = read(text).map_err(Refusal::Unreadable)?;
    let tokens = lex::tokens(text);
    let written = layout::write(&shape::nodes(&tokens));
    let after = read(&written).map_err(|_| Refusal::Altered)?;
    let kept = same::trees(&before, &after) && comments(&tokens) == comments(&lex::tokens(&written));
    if kept { Ok(written) } else { Err(Refusal::Altered) }
}

fn read(text: &str) -> Result<Tree, Vec<Finding>> {
    let mut sink = Sink::default();
    let tree = parse(FileId(0), text, &mut sink);
    let findings = sink.into_sorted();
    if findings.is_empty() { Ok(tree) } else { Err(findings) }
}

/// All comments, in the order of their texts: one may move past a brace or a bar.
fn comments<'t>(tokens: &[Token<'t>]) -> Vec<&'t str> {
    let mut all: Vec<&str> = tokens.iter().filter(|t| t.kind == Kind::Comment).map(|t| t.text).collect();
    all.sort_unstable();
    all
}
