//! Says what was expected where reading stopped, in words of the language.

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::report::{Reporter, clipped};
use super::{Grammar, Rule};
use crate::base::Span;
use crate::base::suggest::nearest;
use crate::diagnostics::Finding;
use crate::quantity::Measure;
use crate::syntax::rules;

/// Repairs are tried on texts up to this length: a repair reads the text once more.
const TRIED: usize = 1 << 14;

/// Where reading stopped.
pub(super) fn offset(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// Reports why `text`, which begins at `base` in the file, cannot be read by `rule`.
///
/// Where the slip is plain, gives the text as it was meant, of the same length, so that what stands in it is not lost.
pub(super) fn error(report: &Reporter<'_>, rule: Rule, text: &str, base: usize, error: &Error<Rule>) -> Option<String> {
    let at = offset(error).min(text.len());
    let slip = Slip { report, rule, text, base, at };
    if let Some((finding, mended)) = slip.special() {
        report.report(finding);
        return mended.filter(|m| m.len() == text.len());
    }
    let place = (base + at, base + at + token(text.get(at..).unwrap_or("")));
    report.report(match repeated(text, at) {
        Some(word) => {
            Finding::new(&rules::SYNTAX_ERROR, report.span(place.0, place.1), format!("`{word}` stands twice"))
                .help(format!("remove one `{word}`"))
        }
        None => general(report, place, shown(text, at), &expected(rule, error)),
    });
    None
}

/// The word at an offset, where the same word stands right before it.
fn repeated(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let word = rest.get(..token(rest)).filter(|word| word.starts_with(char::is_alphabetic))?;
    let before = text.get(..at)?;
    (before.ends_with([' ', '\t']) && before.split_whitespace().next_back() == Some(word)).then_some(word)
}

/// Reports that something else was expected.
pub(super) fn unexpected(report: &Reporter<'_>, place: (usize, usize), found: &str, expected: &str) {
    report.report(general(report, place, format!("`{}`", visible(found)), expected));
}

fn general(report: &Reporter<'_>, (start, end): (usize, usize), found: String, expected: &str) -> Finding {
    let finding = Finding::new(&rules::SYNTAX_ERROR, report.span(start, end), format!("{found} was not expected here"));
    let several = expected.contains(" or ");
    match expected {
        "" => finding,
        _ if several => finding.here(format!("expected {expected}")),
        _ => finding.here(format!("expected {expected}")).help(format!("write {expected} here")),
    }
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
        if c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        {
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

/// The width of the first character, in bytes.
fn first_width(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// A text that cannot be read, and where reading stopped.
struct Slip<'t, 'r, 's> {
    report: &'r Reporter<'s>,
    rule: Rule,
    text: &'t str,
    base: usize,
    at: usize,
}

/// What to say, and the text as it was meant where that is plain.
type Explained = (Finding, Option<String>);

impl Slip<'_, '_, '_> {
    fn span(&self, start: usize, length: usize) -> Span {
        self.report.span(self.base + start, self.base + start + length)
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or("")
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Mistakes that have a name of their own.
    fn special(&self) -> Option<Explained> {
        self.thousands()
            .or_else(|| self.foreign_sign())
            .or_else(|| self.field_sign())
            .or_else(|| self.comparator())
            .or_else(|| self.calendar_span())
            .or_else(|| self.tight_operator())
            .or_else(|| if self.text.len() > TRIED { None } else { self.missing() })
    }

    /// `12 000`, `12'000`: thousands apart, of which only the first group was read.
    fn thousands(&self) -> Option<Explained> {
        let is_digit = |c: char| c.is_ascii_digit();
        let is_gap = |c: char| matches!(c, ' ' | '\'' | '’' | '\u{A0}' | '\u{202F}' | '\u{2009}');
        let head = self.before().trim_end_matches(is_gap);
        let start = head.rfind(|c: char| !is_digit(c)).map_or(0, |at| at + head.get(at..).map_or(1, first_width));
        let first = head.get(start..)?;
        let mut groups = vec![first];
        let mut end = head.len();
        loop {
            let rest = self.text.get(end..)?;
            let gap = first_width(rest);
            let group = rest.get(gap..).filter(|_| rest.starts_with(is_gap)).unwrap_or("");
            let length = group.find(|c: char| !is_digit(c)).unwrap_or(group.len());
            let Some(group) = group.get(..length).filter(|_| length == 3) else { break };
            groups.push(group);
            end += gap + length;
        }
        // Reading stopped within it, at a sign or at the second group.
        let whole = (1..=3).contains(&first.len()) && groups.len() > 1 && self.at <= end;
        whole.then(|| {
            let written = self.text.get(start..end).unwrap_or("");
            let right = groups.join("_");
            let span = self.span(start, written.len());
            let finding = Finding::new(&rules::BAD_NUMBER, span, format!("`{written}` is not a number"))
                .help(format!("write `{right}`"))
                .edit(span, right.clone());
            let blanks = " ".repeat(written.len().saturating_sub(right.len()));
            (finding, self.replaced(start, &format!("{right}{blanks}")))
        })
    }

    /// Signs of other languages: `!=`, `==`, `'…'`, `/* … */`, `$150`; and `[` that begins no blank.
    fn foreign_sign(&self) -> Option<Explained> {
        let (before, rest) = (self.before(), self.rest());
        let (rule, message, help) = match rest.chars().next()? {
            '=' if before.ends_with(['=', '!']) || rest.starts_with("==") => {
                (&rules::SYNTAX_ERROR, "this is no comparison", "write `=`, or `not a = b`")
            }
            '!' => (&rules::SYNTAX_ERROR, "this is no comparison", "write `not a = b`"),
            '>' if before.ends_with('<') => (&rules::SYNTAX_ERROR, "this is no comparison", "write `not a = b`"),
            '\'' => (&rules::BAD_QUOTE, "a text does not stand between single quotes", "write `\"…\"`"),
            '/' if rest.starts_with("/*") => {
                (&rules::BAD_COMMENT, "a comment begins with `//`, not with `/*`", "write `// …`")
            }
            '€' | '$' | '£' => (
                &rules::BAD_UNIT,
                "a currency sign stands before its amount",
                "write the amount and the code of the currency: `150 EUR`",
            ),
            '[' => (&rules::SYNTAX_ERROR, "this is not a blank", "a blank is one name between brackets: `[threshold]`"),
            _ => return None,
        };
        Some((Finding::new(rule, self.span(self.at, token(rest)), message).help(help), None))
    }

    /// `field: value`, `field = "text"`
    fn field_sign(&self) -> Option<Explained> {
        let start = self.text.len() - self.text.trim_start().len();
        let word = token(self.text.get(start..)?);
        let after = self.text.get(start + word..)?;
        let sign_at = start + word + (after.len() - after.trim_start().len());
        let sign = self.text.get(sign_at..)?.chars().next().filter(|c| matches!(c, ':' | '='))?;
        let name = self.text.get(start..start + word).filter(|name| !name.is_empty())?;
        let name = clipped(name);
        (self.at >= sign_at && self.at <= sign_at + 2).then(|| {
            let finding = Finding::new(
                &rules::FIELD_SIGN,
                self.span(sign_at, 1),
                format!("there must be no `{sign}` after `{name}`"),
            );
            let blank =
                if self.text.get(sign_at + 1..).is_some_and(|after| after.starts_with([' ', '\t'])) { "" } else { " " };
            let value = self.text.get(sign_at + 1..).and_then(|after| after.lines().next()).unwrap_or("").trim();
            let value = if value.is_empty() || value.chars().count() > 40 { "…" } else { value };
            let finding = finding.help(format!("write `{name} {value}`")).edit(self.span(sign_at, 1), blank);
            (finding, self.replaced(sign_at, " "))
        })
    }

    /// `at mots 5 %`
    fn comparator(&self) -> Option<Explained> {
        let mut trimmed = self.before().trim_end();
        if trimmed.ends_with("more") || trimmed.ends_with("less") {
            trimmed = self.text.get(..self.at + token(self.rest()))?;
        }
        let start = trimmed.rfind(|c: char| c.is_whitespace()).map_or(0, |i| i + 1);
        let word = trimmed.get(start..)?;
        let first = trimmed.get(..start)?.split_whitespace().next_back()?;
        let known = match first {
            "at" => ["least", "most"].as_slice(),
            "more" | "less" => ["than"].as_slice(),
            _ => return None,
        };
        let near = nearest(word, known.iter().copied()).filter(|near| *near != word)?;
        let message = format!("`{first} {}` is no comparison", clipped(word));
        let finding = Finding::new(&rules::SYNTAX_ERROR, self.span(start, word.len()), message)
            .help(format!("was `{first} {near}` meant?"));
        Some((finding, self.replaced(start, near).filter(|_| near.len() == word.len())))
    }

    /// `5 business days`
    fn calendar_span(&self) -> Option<Explained> {
        let unit = self.rest().get(..token(self.rest()))?;
        let trimmed = self.before().trim_end();
        let calendar_start = trimmed.rfind(|c: char| c.is_whitespace())? + 1;
        let calendar = trimmed.get(calendar_start..)?;
        let number = trimmed.get(..calendar_start)?.trim_end();
        let number_start = number.rfind(|c: char| !(c.is_ascii_digit() || c == '_' || c == '.')).map_or(0, |i| i + 1);
        let count = number.get(number_start..)?;
        let spans = ["day", "days", "hour", "hours", "h", "week", "weeks", "month", "months", "min"];
        (spans.contains(&unit) && count.starts_with(|c: char| c.is_ascii_digit())).then(|| {
            let span = self.span(number_start, self.at + unit.len() - number_start);
            let (count, calendar) = (clipped(count), clipped(calendar));
            let message = format!("`{count} {calendar} {unit}` has two words for its unit");
            let note = "a unit is one word; a span that counts on a calendar names it with `of`";
            let right = format!("{count} {unit} of {calendar}");
            let finding = Finding::new(&rules::BAD_UNIT, span, message)
                .note(note)
                .help(format!("write `{right}`"))
                .edit(span, right);
            // What follows is read without the calendar, which the finding speaks of.
            (finding, self.replaced(calendar_start, &" ".repeat(trimmed.len() - calendar_start)))
        })
    }

    /// `a -b`, `a*b`
    fn tight_operator(&self) -> Option<Explained> {
        let sign = self.rest().chars().next().filter(|c| matches!(c, '-' | '+' | '*' | '/'))?;
        let message = format!("`{sign}` does not stand between blanks");
        let finding = Finding::new(&rules::SYNTAX_ERROR, self.span(self.at, 1), message);
        let spaced = format!("{} {sign} {}", self.before(), self.rest().get(1..)?);
        let reads = self.text.len() <= TRIED && Grammar::parse(self.rule, &spaced).is_ok();
        reads.then(|| (finding.help(format!("write `a {sign} b`")), None))
    }

    /// A comma, a bar or a bracket without which the text cannot be read, and with which it can.
    fn missing(&self) -> Option<Explained> {
        let rest = self.rest();
        let length = token(rest);
        let word = clipped(rest.get(..length)?);
        let in_row = matches!(self.rule, Rule::lone_row | Rule::lone_head);
        let is_word = rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let bar = in_row && !word.is_empty() && !is_word && self.reads("|");
        if bar {
            let finding = Finding::new(
                &rules::BAD_TABLE,
                self.span(self.at, length),
                format!("a `|` is missing before `{word}`"),
            );
            return Some((finding.help(format!("write `| {word}`")), self.inserted("|")));
        }
        if is_word
            && Measure::parse(&word).is_some()
            && let Some(blank) = blank_before(self.before())
        {
            return Some((after_blank(self.span(self.at, length), &word, blank), None));
        }
        if is_word && self.reads(",") {
            let finding = Finding::new(
                &rules::MISSING_COMMA,
                self.span(self.at, length),
                format!("`{word}` follows without a comma"),
            );
            let note = "only prepositions such as `of`, `each` and `for` need no comma before them";
            let help = if in_row {
                format!("write `, {word}`, or `| {word}` in a cell of its own")
            } else {
                format!("write `, {word}`")
            };
            return Some((finding.note(note).help(help), self.inserted(",")));
        }
        if rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.get(length..).is_some_and(|after| after.starts_with(':'))
        {
            let hour = rest.split(|c: char| !c.is_ascii_digit() && c != ':').next()?;
            let finding = Finding::new(
                &rules::SYNTAX_ERROR,
                self.span(self.at, hour.len()),
                format!("`{hour}` stands after days without the hour until which they are meant"),
            );
            return Some((finding.help(format!("write the hours from and to, such as `{hour}-24:00`")), None));
        }
        if rest.starts_with(|c: char| c.is_ascii_digit()) && self.reads(" + ") {
            let finding = Finding::new(
                &rules::SYNTAX_ERROR,
                self.span(self.at, length),
                format!("`{word}` follows without a sign"),
            );
            return Some((finding.help(format!("write `+ {word}` for a sum, or `, {word}` for a list")), None));
        }
        let bracket = [")", "]"].into_iter().find(|bracket| self.reads(bracket))?;
        let finding = Finding::new(&rules::SYNTAX_ERROR, self.span(self.at, 0), format!("`{bracket}` is missing"));
        Some((
            finding.here(format!("expected `{bracket}`")).help(format!("write `{bracket}` here")),
            self.inserted(bracket),
        ))
    }

    fn reads(&self, insert: &str) -> bool {
        Grammar::parse(self.rule, &format!("{}{insert} {}", self.before(), self.rest())).is_ok()
    }

    /// The text with a sign in place of the blank before the slip.
    fn inserted(&self, sign: &str) -> Option<String> {
        let head = self.before().strip_suffix(' ')?;
        Some(format!("{head}{sign}{}", self.rest()))
    }

    /// The text with as many bytes replaced at an offset as there are new ones.
    fn replaced(&self, start: usize, new: &str) -> Option<String> {
        Some(format!("{}{new}{}", self.text.get(..start)?, self.text.get(start + new.len()..)?))
    }
}

/// What was expected, in words: after a whole operand what may follow it, elsewhere what may stand there.
fn expected(rule: Rule, error: &Error<Rule>) -> String {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return String::new() };
    let has = |rules: &[Rule]| rules.iter().any(|rule| positives.contains(rule));
    if has(&[Rule::kind]) {
        return "a kind of declaration, such as `tier`".into();
    }
    if offset(error) == 0 && rule == Rule::lone_sentence {
        return "a field and its value".into();
    }
    let mut words: Vec<&str> = Vec::new();
    let text = has(&[Rule::text, Rule::part]);
    if has(&[Rule::expr, Rule::inner, Rule::head_expr, Rule::number])
        || (text && has(&[Rule::name]) && !has(&[Rule::block]))
    {
        words.push("a value");
    } else if has(&[Rule::prep, Rule::over]) && !has(&[Rule::name]) {
        words.extend(["a comma and a field", "a preposition such as `each`"]);
        words.push(match rule {
            Rule::lone_row | Rule::lone_head => "`|`",
            _ => "the end of the line",
        });
    } else {
        let known = WORDS.iter().filter(|(rule, _)| positives.contains(rule)).map(|(_, word)| *word);
        words.extend(known);
        words.dedup();
        words.truncate(4);
    }
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Rules in words, the most telling first. Rules that say nothing to people are left out.
const WORDS: &[(Rule, &str)] = &[
    (Rule::cell, "a cell"),
    (Rule::head_cell, "the head of a column"),
    (Rule::name, "a name"),
    (Rule::unit, "a unit"),
    (Rule::text, "a text in quotes"),
    (Rule::part, "a text in quotes"),
    (Rule::date, "a date"),
    (Rule::hours, "hours such as `08:00-18:00`"),
    (Rule::of_day, "hours such as `08:00-18:00`"),
    (Rule::clock, "a time of day"),
    (Rule::params, "`(`"),
    (Rule::prep, "a preposition such as `each`"),
    (Rule::block, "`{`"),
    (Rule::template_block, "`{`"),
    (Rule::EOI, "the end of the line"),
];

/// The name of the blank that a text ends with.
fn blank_before(text: &str) -> Option<&str> {
    let (_, name) = text.trim_end().strip_suffix(']')?.rsplit_once('[')?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then_some(name)
}

/// The finding for a unit behind a blank.
fn after_blank(span: Span, word: &str, blank: &str) -> Finding {
    Finding::new(&rules::SYNTAX_ERROR, span, format!("`{word}` follows a blank"))
        .note("a blank stands for the whole value, with its unit and with the step in which it counts")
        .help(format!("write `[{blank}]` alone; it is filled with its unit, such as `{blank} = 1 {word}` or `{blank} = full {word}`"))
}
