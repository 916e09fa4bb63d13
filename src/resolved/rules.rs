//! What this floor finds wrong. Each rule has its page under `docs/rules/`.

use crate::base::Span;
use crate::diagnostics::{Family, Finding, Rule};

const fn rule(name: &'static str, summary: &'static str, checks: &'static [&'static str]) -> Rule {
    Rule { name, family: Family::IllFormed, summary, checks }
}

/// A file that is used cannot be read.
pub static UNREADABLE_FILE: Rule = rule("unreadable-file", "a file that is used cannot be read", &[]);
/// Files use one another in a circle.
pub static IMPORT_CYCLE: Rule = rule("import-cycle", "files use one another in a circle", &["R3"]);
/// No such module in the standard library.
pub static UNKNOWN_MODULE: Rule = rule("unknown-module", "the standard library has no such module", &["R1", "R6"]);
/// No such edition.
pub static UNKNOWN_EDITION: Rule = rule("unknown-edition", "this compiler does not know the edition", &[]);
/// No such template.
pub static UNKNOWN_TEMPLATE: Rule = rule("unknown-template", "no template has this name", &["R1", "R6"]);
/// A template uses itself.
pub static TEMPLATE_CYCLE: Rule = rule("template-cycle", "a template uses itself", &["R3"]);
/// A parameter gets no value, or a value goes to no parameter.
pub static UNBOUND_PARAMETER: Rule =
    rule("unbound-parameter", "a template or a blank is given too few, too many or unknown values", &["G7"]);
/// Two declarations have one name.
pub static DUPLICATE_NAME: Rule = rule("duplicate-name", "two declarations have the same name", &["R2"]);
/// A declaration needs a name.
pub static MISSING_NAME: Rule = rule("missing-name", "a declaration needs a name", &[]);
/// A field that the kind does not have.
pub static UNKNOWN_FIELD: Rule = rule("unknown-field", "the kind has no such field", &["R1", "R6"]);
/// A field stands twice.
pub static REPEATED_FIELD: Rule = rule("repeated-field", "a field stands twice where one is allowed", &["R2"]);
/// A required field is missing.
pub static MISSING_FIELD: Rule = rule("missing-field", "a field that must be written is missing", &[]);
/// A table that the kind does not take.
pub static UNEXPECTED_TABLE: Rule = rule("unexpected-table", "a table stands where none of its sort may stand", &[]);
/// A row is shorter or longer than the head.
pub static ROW_WIDTH: Rule = rule("row-width", "a row has another number of cells than the head", &[]);
/// There is no contract, or more than one.
pub static ONE_CONTRACT: Rule = rule("one-contract", "a source has exactly one `contract` declaration", &[]);
/// Two used modules declare the same name.
pub static AMBIGUOUS_NAME: Rule = rule("ambiguous-name", "a name means two things and must be qualified", &["N4"]);
/// Bytes that are no UTF-8.
pub static NOT_UTF8: Rule = rule("not-utf8", "the file is not encoded in UTF-8", &[]);
/// A cell is empty.
pub static EMPTY_CELL: Rule = Rule {
    name: "empty-cell",
    family: Family::Silent,
    summary: "a cell says nothing, not even that it does not apply",
    checks: &["T5"],
};

/// All of them.
pub static RULES: &[&Rule] = &[
    &UNREADABLE_FILE,
    &IMPORT_CYCLE,
    &UNKNOWN_MODULE,
    &UNKNOWN_EDITION,
    &UNKNOWN_TEMPLATE,
    &TEMPLATE_CYCLE,
    &UNBOUND_PARAMETER,
    &DUPLICATE_NAME,
    &MISSING_NAME,
    &UNKNOWN_FIELD,
    &REPEATED_FIELD,
    &MISSING_FIELD,
    &UNEXPECTED_TABLE,
    &ROW_WIDTH,
    &ONE_CONTRACT,
    &AMBIGUOUS_NAME,
    &NOT_UTF8,
    &EMPTY_CELL,
];

/// The finding for a source that is not UTF-8.
pub(crate) fn not_utf8(span: Span) -> Finding {
    Finding::new(&NOT_UTF8, span, "this file is not written in UTF-8")
        .here("the first character that cannot be read")
        .help("save the file again, with the encoding UTF-8")
}
