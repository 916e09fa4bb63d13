//! The rules of the front end: what keeps a sentence from being read.

use crate::diagnostics::{Family, Rule};

/// Every rule of the front end, in the order of the documentation.
pub static RULES: &[&Rule] = &[
    &SYNTAX_ERROR,
    &UNKNOWN_KIND,
    &MISSING_COMMA,
    &FIELD_SIGN,
    &UNCLOSED_BLOCK,
    &MISSING_BRACE,
    &STRAY_BRACE,
    &UNCLOSED_TEXT,
    &BAD_ESCAPE,
    &BAD_QUOTE,
    &BAD_NUMBER,
    &BAD_UNIT,
    &BAD_DATE,
    &BAD_TIME,
    &BAD_RANGE,
    &BAD_NAME,
    &BAD_COMPARISON,
    &BAD_COMMENT,
    &BAD_CHARACTER,
    &BAD_TABLE,
    &MISPLACED_NOTE,
    &TOO_DEEP,
    &TOO_MANY_FINDINGS,
];

const fn rule(name: &'static str, summary: &'static str) -> Rule {
    Rule { name, family: Family::IllFormed, summary, checks: &[] }
}

/// Something else was expected.
pub static SYNTAX_ERROR: Rule = rule("syntax-error", "a sentence has something else where a word or a sign is due");
/// A line begins with a word that begins nothing.
pub static UNKNOWN_KIND: Rule = rule("unknown-kind", "a declaration begins with a word that is no kind");
/// A field follows another one without a comma.
pub static MISSING_COMMA: Rule = rule("missing-comma", "a clause follows another one without a comma");
/// `field: value`, `field = value`.
pub static FIELD_SIGN: Rule = rule("field-sign", "a field is followed by `:` or `=`");
/// A block has no `}`.
pub static UNCLOSED_BLOCK: Rule = rule("unclosed-block", "a block is not closed before the next declaration");
/// A block has no `{`.
pub static MISSING_BRACE: Rule = rule("missing-brace", "the fields of a declaration begin without `{`");
/// A `}` closes nothing.
pub static STRAY_BRACE: Rule = rule("stray-brace", "a brace belongs to no declaration");
/// A text has no closing quote.
pub static UNCLOSED_TEXT: Rule = rule("unclosed-text", "a text is not closed on its line");
/// A backslash before something else than `"`, `\` and `n`.
pub static BAD_ESCAPE: Rule = rule("bad-escape", "a backslash in a text escapes nothing");
/// Typographic quotes.
pub static BAD_QUOTE: Rule = rule("bad-quote", "a text stands between typographic quotes");
/// A number in another spelling.
pub static BAD_NUMBER: Rule = rule("bad-number", "what looks like a number is none");
/// A sign where a currency code is due.
pub static BAD_UNIT: Rule = rule("bad-unit", "a sign stands where a currency code is expected");
/// A date in another spelling, or one that no calendar has.
pub static BAD_DATE: Rule = rule("bad-date", "what looks like a date is none");
/// A time of day in another spelling, or one that no clock shows.
pub static BAD_TIME: Rule = rule("bad-time", "what looks like a time of day is none");
/// A range in another spelling.
pub static BAD_RANGE: Rule = rule("bad-range", "what looks like a range is none");
/// A name with a hyphen.
pub static BAD_NAME: Rule = rule("bad-name", "a name has a sign in it");
/// `a > b > c`.
pub static BAD_COMPARISON: Rule = rule("bad-comparison", "comparisons or rates are chained");
/// A comment in another spelling.
pub static BAD_COMMENT: Rule = rule("bad-comment", "a comment does not begin with `//`");
/// A character that no text for people has.
pub static BAD_CHARACTER: Rule = rule("bad-character", "a source has a control character");
/// A table without a ruler or with a blank line in it.
pub static BAD_TABLE: Rule = rule("bad-table", "a table is not a head, a ruler and rows");
/// A `///` note before nothing.
pub static MISPLACED_NOTE: Rule = rule("misplaced-note", "a note stands before no declaration, field or table");
/// Brackets or operators without end.
pub static TOO_DEEP: Rule = rule("too-deep", "brackets or operators are nested too deep");
/// The reader gave up.
pub static TOO_MANY_FINDINGS: Rule = rule("too-many-findings", "a source has too many mistakes to read on");
