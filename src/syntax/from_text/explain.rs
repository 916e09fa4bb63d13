//! Says what was expected where reading stopped, in words of the language.

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::report::Reporter;
use super::{Grammar, Rule};
use crate::base::suggest::nearest;
use crate::diagnostics::Finding;
use crate::syntax::rules;

/// Repairs are tried on texts up to this length: a repair reads the text once more.
const TRIED: usize = 1 << 14;

/// Reports why `text`, which begins at `base` in the file, cannot be read by `rule`.
pub(super) fn error(report: &Reporter<'_>, rule: Rule, text: &str, base: usize, error: &Error<Rule>) {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at.min(text.len()),
    };
    let place = (base + at, base + at + token(text.get(at..).unwrap_or("")));
    let finding = special(report, rule, text, base, at)
        .unwrap_or_else(|| {
            let expected = expected(error);
            general(report, place, shown(text, at), &expected)
        });
    report.report(finding);
}

/// Reports that something else was expected.
pub(super) fn unexpected(report: &Reporter<'_>, place: (usize, usize), found: &str, expected: &str) {
    report.report(general(report, place, format!("`{}`", visible(found)), expected));
}

fn general(report: &Reporter<'_>, (start, end): (usize, usize), found: String, expected: &str) -> Finding {
    let finding = Finding::new(&rules::SYNTAX_ERROR, report.span(start, end), format!("{found} was not expected here"));
    if expected.is_empty() { finding } else { finding.here(format!("expected {expected}")).help(format!("write {expected} here")) }
}

/// What stands at an offset, for people.
fn shown(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or("");
    let found = rest.get(..token(rest)).unwrap_or("");
    if found.trim().is_empty() { "the end of the line".into() } else { format!("`{}`", visible(found)) }
}

/// Invisible characters by their number.
fn visible(found: &str) -> String {
    let mut shown = String::new();
    for c in found.chars().take(40) {
        if c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}') {
            shown.push_str(&format!("U+{:04X}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The length of the word or sign at the start of a text.
fn token(rest: &str) -> usize {
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) }
}

/// Mistakes that have a name of their own.
fn special(report: &Reporter<'_>, rule: Rule, text: &str, base: usize, at: usize) -> Option<Finding> {
    let (before, rest) = (text.get(..at)?, text.get(at..)?);
    let here = |length: usize| report.span(base + at, base + at + length);
    if rest.starts_with("!=") || before.ends_with('!') || rest.starts_with("==") {
        let help = if rest.starts_with("==") { "write `=`" } else { "write `not a = b`" };
        return Some(Finding::new(&rules::SYNTAX_ERROR, here(token(rest)), "this is no comparison of the language").help(help));
    }
    if let Some(finding) = field_sign(report, text, base, at) {
        return Some(finding);
    }
    if let Some(finding) = comparator(report, before, base).or_else(|| calendar_span(report, before, rest, base)) {
        return Some(finding);
    }
    if text.len() > TRIED {
        return None;
    }
    let reads = |insert: &str| {
        let mended = format!("{before}{insert}{rest}");
        Grammar::parse(rule, &mended).is_ok()
    };
    if rest.starts_with(|c: char| c.is_alphabetic() || c == '_') && reads(", ") {
        let word = rest.get(..token(rest))?;
        let message = format!("`{word}` follows without a comma");
        let note = "only prepositions such as `of`, `each` and `for` need no comma before them";
        return Some(Finding::new(&rules::MISSING_COMMA, here(word.len()), message).note(note).help(format!("write `, {word}`")));
    }
    [")", "]"].into_iter().find(|bracket| reads(bracket)).map(|bracket| {
        let message = format!("`{bracket}` is missing");
        Finding::new(&rules::SYNTAX_ERROR, here(0), message).here(format!("expected `{bracket}`")).help(format!("write `{bracket}` here"))
    })
}

/// `field: value`, `field = "text"`
fn field_sign(report: &Reporter<'_>, text: &str, base: usize, at: usize) -> Option<Finding> {
    let start = text.len() - text.trim_start().len();
    let word = token(text.get(start..)?);
    let after = text.get(start + word..)?;
    let sign_at = start + word + (after.len() - after.trim_start().len());
    let sign = text.get(sign_at..)?.chars().next().filter(|c| matches!(c, ':' | '='))?;
    let name = text.get(start..start + word)?;
    (at >= sign_at && at <= sign_at + 2 && !name.is_empty()).then(|| {
        let span = report.span(base + sign_at, base + sign_at + 1);
        Finding::new(&rules::FIELD_SIGN, span, format!("no `{sign}` stands between a field and its value")).help(format!("write `{name} …`"))
    })
}

/// `at mots 5 %`
fn comparator(report: &Reporter<'_>, before: &str, base: usize) -> Option<Finding> {
    let trimmed = before.trim_end();
    let start = trimmed.rfind(|c: char| c.is_whitespace()).map_or(0, |i| i + 1);
    let word = trimmed.get(start..)?;
    let first = trimmed.get(..start)?.split_whitespace().next_back()?;
    let known = match first {
        "at" => ["least", "most"].as_slice(),
        "more" | "less" => ["than"].as_slice(),
        _ => return None,
    };
    let near = nearest(word, known.iter().copied()).filter(|near| *near != word)?;
    let span = report.span(base + start, base + start + word.len());
    Some(Finding::new(&rules::SYNTAX_ERROR, span, format!("`{first} {word}` is no comparison")).help(format!("did the author mean `{first} {near}`?")))
}

/// `5 business days`
fn calendar_span(report: &Reporter<'_>, before: &str, rest: &str, base: usize) -> Option<Finding> {
    let unit = rest.get(..token(rest))?;
    let trimmed = before.trim_end();
    let calendar_start = trimmed.rfind(|c: char| c.is_whitespace())? + 1;
    let calendar = trimmed.get(calendar_start..)?;
    let number = trimmed.get(..calendar_start)?.trim_end();
    let number_start = number.rfind(|c: char| !(c.is_ascii_digit() || c == '_' || c == '.')).map_or(0, |i| i + 1);
    let count = number.get(number_start..)?;
    let spans = ["day", "days", "hour", "hours", "h", "week", "weeks", "month", "months", "min"];
    (spans.contains(&unit) && count.starts_with(|c: char| c.is_ascii_digit())).then(|| {
        let span = report.span(base + number_start, base + before.len() + unit.len());
        let message = format!("`{count} {calendar} {unit}` does not say on which calendar it counts");
        Finding::new(&rules::SYNTAX_ERROR, span, message).help(format!("write `{count} {unit} of {calendar}`"))
    })
}

/// What was expected, in the order of the table, at most four things.
fn expected(error: &Error<Rule>) -> String {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return String::new() };
    let mut words: Vec<&str> = Vec::new();
    for (rule, word) in WORDS {
        if positives.contains(rule) && !words.contains(word) {
            words.push(word);
        }
    }
    words.truncate(4);
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Rules in words, the most telling first. Rules that say nothing to people are left out.
const WORDS: &[(Rule, &str)] = &[
    (Rule::kind, "a kind such as `tier`"),
    (Rule::item, "a declaration"),
    (Rule::table, "a table"),
    (Rule::row, "a row"),
    (Rule::cell, "a cell"),
    (Rule::head_cell, "the head of a column"),
    (Rule::expr, "a value"),
    (Rule::inner, "a value"),
    (Rule::head_expr, "a value"),
    (Rule::bound, "a value"),
    (Rule::inner_bound, "a value"),
    (Rule::head_bound, "a value"),
    (Rule::number, "a number"),
    (Rule::date, "a date"),
    (Rule::name, "a name"),
    (Rule::text, "a text in quotes"),
    (Rule::part, "a text in quotes"),
    (Rule::unit, "a unit"),
    (Rule::hours, "hours"),
    (Rule::clock, "a time of day"),
    (Rule::percent, "`%`"),
    (Rule::block, "`{`"),
    (Rule::template_block, "`{`"),
    (Rule::params, "`(`"),
    (Rule::prep, "a preposition"),
    (Rule::EOI, "the end of the line"),
];
