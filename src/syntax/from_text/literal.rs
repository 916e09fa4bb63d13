//! Numbers, dates, times and texts: spelling checked, nothing converted.

use jiff::civil::{Date, Time};

use super::report::{Reporter, clipped};
use crate::base::Name;
use crate::diagnostics::Rule;
use crate::syntax::ast::{ExprKind, TextPart};
use crate::syntax::rules;

/// Where a literal stands: offsets in the file.
pub(super) type Place = (usize, usize);

/// Longer numbers are refused: exact arithmetic would carry all their digits for ever.
const MAX_NUMBER: usize = 60;

/// Why a literal could not be read.
struct Refusal {
    rule: &'static Rule,
    /// What is wrong.
    message: String,
    /// What to write.
    help: String,
    /// The one spelling that can have been meant, where there is but one.
    right: Option<String>,
}

impl Refusal {
    fn new(rule: &'static Rule, message: String, help: impl Into<String>) -> Self {
        Self { rule, message, help: help.into(), right: None }
    }

    fn report(self, report: &Reporter<'_>, place: Place) {
        match self.right {
            Some(right) => report.spelled(self.rule, place, self.message, self.help, right),
            None => report.simple(self.rule, place, self.message, self.help),
        }
    }
}

/// A number, or the refusal of what only looks like one.
pub(super) fn number(report: &Reporter<'_>, text: &str, place: Place) -> ExprKind {
    if text.len() > MAX_NUMBER {
        let message = format!("`{}` has more than {MAX_NUMBER} signs", clipped(text));
        report.simple(&rules::BAD_NUMBER, place, message, "no quantity of a contract needs so many digits");
        return ExprKind::Error;
    }
    match refused_number(text) {
        None => ExprKind::Number(Name::new(text)),
        Some(refusal) => {
            refusal.report(report, place);
            ExprKind::Error
        }
    }
}

fn refused_number(text: &str) -> Option<Refusal> {
    let unsigned = text.trim_start_matches(['-', '+']);
    let odd = unsigned.find(|c: char| !c.is_ascii_digit())?;
    let (head, tail) = (unsigned.get(..odd)?, unsigned.get(odd..)?);
    let sign = tail.chars().next()?;
    let parts: Vec<&str> = unsigned.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let digits_only = |sep: char| unsigned.chars().all(|c| c.is_ascii_digit() || c == sep);
    let groups = parts.len() > 1 && parts.iter().skip(1).all(|p| p.len() == 3);
    if valid_number(unsigned) {
        return parts.get(1).filter(|_| unsigned.contains('/')).and_then(|_| zero_denominator(unsigned));
    }
    let sign_before = text.get(..text.len() - unsigned.len())?;
    let number = |help: String, right: Option<String>| {
        let right = right.map(|right| format!("{sign_before}{right}"));
        Some(Refusal { right, ..Refusal::new(&rules::BAD_NUMBER, format!("`{text}` is not a number"), help) })
    };
    if (digits_only('/') || digits_only('.') || digits_only('-') || digits_only(','))
        && parts.len() == 3
        && !(groups && sign != '/' && sign != '-')
    {
        return Some(refused_parts(text, &parts));
    }
    if sign == '-' && parts.len() == 2 {
        let help = format!("write `{head} to {}` in a cell, or put a blank on both sides of `-`", parts.get(1)?);
        return Some(Refusal::new(&rules::BAD_RANGE, format!("`{text}` is not a range"), help));
    }
    if unsigned.contains(':') {
        let message = format!("`{text}` is not a time of day");
        return Some(Refusal::new(&rules::BAD_TIME, message, "a time of day is written `08:00`"));
    }
    if groups && !digits_only('.') {
        let joined = parts.join("_");
        if sign == ',' && parts.len() == 2 {
            let help = format!("write `{joined}` for thousands, `{}` for a fraction", unsigned.replace(',', "."));
            return number(help, None);
        }
        return number(format!("write `{joined}`"), Some(joined));
    }
    if sign == ',' && parts.len() == 2 {
        let right = format!("{head}.{}", parts.get(1)?);
        return number(format!("write `{right}`: the decimal sign is a point"), Some(right));
    }
    number("a number is written `12_000`, `99.95` or `1/30`".into(), None)
}

fn zero_denominator(text: &str) -> Option<Refusal> {
    let below = text.split('/').nth(1)?;
    below
        .chars()
        .all(|c| c == '0')
        .then(|| Refusal::new(&rules::BAD_NUMBER, format!("`{text}` divides by zero"), "a rational is written `1/30`"))
}

/// `digits(_digits)*(.digits)?(/digits)?`
fn valid_number(text: &str) -> bool {
    let mut halves = text.splitn(2, '/');
    let top = halves.next().unwrap_or("");
    let below = halves.next();
    let mut sides = top.splitn(2, '.');
    let whole = sides.next().unwrap_or("");
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    whole.split('_').all(all_digits) && sides.next().is_none_or(all_digits) && below.is_none_or(all_digits)
}

/// A date in another order or with other signs. Where the first or the last number is a year, the others may be day and
/// month either way.
fn refused_parts(text: &str, parts: &[&str]) -> Refusal {
    let written = |year: &str, month: &str, day: &str| {
        let year = Some(year).filter(|y| y.len() == 4)?.parse().ok()?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let both = match parts {
        [year, month, day] if year.len() == 4 => [written(year, month, day), None],
        [a, b, year] => [written(year, b, a), written(year, a, b)],
        _ => [None, None],
    };
    let message = format!("`{text}` is not a date");
    match both {
        [Some(one), Some(other)] if one != other => {
            Refusal::new(&rules::BAD_DATE, message, format!("write `{one}` or `{other}`, whichever is meant"))
        }
        [Some(one), _] | [None, Some(one)] => {
            let refusal = Refusal::new(&rules::BAD_DATE, message, format!("write `{one}`"));
            Refusal { right: Some(one.to_string()), ..refusal }
        }
        _ => Refusal::new(&rules::BAD_DATE, message, "a date is written year-month-day: `2026-01-31`"),
    }
}

/// `2026-05-03` or `2026-05`.
pub(super) fn date(report: &Reporter<'_>, text: &str, place: Place) -> ExprKind {
    match parse_date(text) {
        Some((date, true)) => ExprKind::Date(date),
        Some((date, false)) => ExprKind::Month(date),
        None => {
            refuse_date(report, text, place);
            ExprKind::Error
        }
    }
}

/// The date, and whether it has a day.
fn parse_date(text: &str) -> Option<(Date, bool)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next());
    if month.len() != 2 || day.is_some_and(|d| d.len() != 2) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.map_or(Ok(1), str::parse).ok()?).ok()?;
    Some((date, day.is_some()))
}

fn refuse_date(report: &Reporter<'_>, text: &str, place: Place) {
    let parts: Vec<&str> = text.split('-').collect();
    let padded: Vec<String> = parts.iter().map(|p| format!("{p:0>2}")).collect();
    let padded = padded.join("-");
    match parse_date(&padded) {
        Some(_) => {
            let message = format!("`{text}` is not a date");
            report.spelled(&rules::BAD_DATE, place, message, format!("write `{padded}`"), padded);
        }
        None => {
            let help = last_day(&parts).unwrap_or_else(|| "a date is written year-month-day: `2026-01-31`".into());
            report.simple(&rules::BAD_DATE, place, format!("no calendar has `{text}`"), help);
        }
    }
}

/// Says which day is the last of a month, where only the day is wrong.
fn last_day(parts: &[&str]) -> Option<String> {
    let [year, month, _] = parts else { return None };
    let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    Some(format!("the last day of that month is `{}`", first.last_of_month()))
}

/// The date, or none after a finding; a month is its first day.
pub(super) fn day(report: &Reporter<'_>, text: &str, place: Place) -> Option<Date> {
    match date(report, text, place) {
        ExprKind::Date(d) | ExprKind::Month(d) => Some(d),
        _ => None,
    }
}

/// `22:10`; `None` after a finding.
pub(super) fn clock(report: &Reporter<'_>, text: &str, place: Place) -> Option<Time> {
    let time = parse_clock(text);
    if time.is_none() {
        refuse_clock(report, text, place, "");
    }
    time
}

/// The end of hours: `24:00` is `Some(None)`.
pub(super) fn end_clock(report: &Reporter<'_>, text: &str, place: Place) -> Option<Option<Time>> {
    if text == "24:00" {
        return Some(None);
    }
    let time = parse_clock(text);
    if time.is_none() {
        refuse_clock(report, text, place, ", and `24:00` ends a day");
    }
    time.map(Some)
}

fn refuse_clock(report: &Reporter<'_>, text: &str, place: Place, more: &str) {
    let padded: Vec<String> = text.split(':').map(|p| format!("{p:0>2}")).collect();
    let padded = padded.join(":");
    if parse_clock(&padded).is_some() {
        let message = format!("`{text}` is not a time of day");
        report.spelled(&rules::BAD_TIME, place, message, format!("write `{padded}`"), padded);
    } else {
        let help = format!("times of day run from `00:00` to `23:59`{more}");
        report.simple(&rules::BAD_TIME, place, format!("no clock shows `{text}`"), help);
    }
}

fn parse_clock(text: &str) -> Option<Time> {
    let parts: Vec<&str> = text.split(':').collect();
    if parts.iter().any(|p| p.len() != 2) {
        return None;
    }
    let mut numbers = parts.iter().map(|p| p.parse::<i8>().ok());
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let second = numbers.next().unwrap_or(Some(0))?;
    Time::new(hour, minute, second, 0).ok().filter(|_| second < 60)
}

/// `2026-05-03 22:10`, `2026-05-03T22:10-05:00`.
pub(super) fn instant(report: &Reporter<'_>, text: &str, place: Place) -> ExprKind {
    let cut = text.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(text.len());
    let (day_text, rest) = text.split_at(cut);
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let (clock_text, offset_text) = rest.split_at(rest.find(['+', '-', 'Z']).unwrap_or(rest.len()));
    let day_place = (place.0, place.0 + cut);
    let clock_start = place.1 - rest.len();
    let date = day(report, day_text, day_place);
    let time = clock(report, clock_text, (clock_start, clock_start + clock_text.len()));
    let offset = match offset_text {
        "" => Some(None),
        "Z" => Some(Some(0)),
        written => offset(written).map(Some),
    };
    if offset.is_none() {
        report.simple(
            &rules::BAD_TIME,
            place,
            format!("no zone has the offset `{offset_text}`"),
            "an offset is written `+01:00`",
        );
    }
    match (date, time, offset) {
        (Some(date), Some(time), Some(offset)) => ExprKind::Instant(date, time, offset),
        _ => ExprKind::Error,
    }
}

/// An offset in minutes, at most 14 hours: no zone has more.
fn offset(text: &str) -> Option<i16> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = (hours <= 14 && minutes < 60).then_some(hours * 60 + minutes).filter(|total| *total <= 14 * 60)?;
    Some(if text.starts_with('-') { -total } else { total })
}

/// One text with its tag and quotes.
pub(super) fn text_part(report: &Reporter<'_>, text: &str, place: Place) -> TextPart {
    let opening = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(text.len());
    let (tag, quoted) = text.split_at(opening);
    let language = (!tag.is_empty()).then(|| Name::new(tag));
    let start = place.0 + opening;
    let (body, skipped) = match unquoted(quoted) {
        Ok(inner) => inner,
        Err((rule, message, help, inner, skipped)) => {
            // Between typographic quotes a text may hold straight ones or a backslash, which straight ones would end.
            if rule == &rules::BAD_QUOTE && !inner.contains(['"', '\\']) {
                report.spelled(rule, (start, place.1), message, help, format!("\"{inner}\""));
            } else {
                let end = if rule == &rules::UNCLOSED_TEXT { start + skipped } else { place.1 };
                report.simple(rule, (start, end), message, help);
            }
            (inner, skipped)
        }
    };
    let value = if body.contains('\\') { unescape(report, body, start + skipped) } else { Name::new(body) };
    // A text is the same on every system.
    let value = if value.contains('\r') { Name::new(value.replace("\r\n", "\n")) } else { value };
    TextPart { language, value, span: report.span(place.0, place.1) }
}

type Unquoted<'t> = Result<(&'t str, usize), (&'static Rule, &'static str, &'static str, &'t str, usize)>;

/// What stands between the quotes, and how long the opening one is.
fn unquoted(quoted: &str) -> Unquoted<'_> {
    let long = quoted.starts_with("\"\"\"");
    let mark =
        if long { "\"\"\"" } else { quoted.get(..quoted.chars().next().map_or(0, char::len_utf8)).unwrap_or("") };
    let inner = quoted.get(mark.len()..).unwrap_or("");
    let whole = |body: &&str| long || !ends_in_escape(body);
    if mark.starts_with('"')
        && let Some(body) = inner.strip_suffix(mark).filter(whole)
    {
        return Ok((body, mark.len()));
    }
    if !long && let Some(body) = inner.strip_suffix(['"', '”', '“', '»', '’']).filter(whole) {
        return Err((
            &rules::BAD_QUOTE,
            "a text stands between typographic quotes",
            "write straight quotes: `\"…\"`",
            body.trim(),
            mark.len(),
        ));
    }
    let help = "close it with `\"`; a text of several lines stands between `\"\"\"`";
    Err((&rules::UNCLOSED_TEXT, "this text is not closed on its line", help, inner.trim_end(), mark.len()))
}

fn ends_in_escape(body: &str) -> bool {
    (body.len() - body.trim_end_matches('\\').len()) % 2 == 1
}

/// Undoes `\"`, `\\` and `\n`; anything else after a backslash stays, with a finding.
fn unescape(report: &Reporter<'_>, body: &str, start: usize) -> Name {
    let mut value = String::with_capacity(body.len());
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some((_, 'n')) => value.push('\n'),
            Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
            other => {
                let shown = other.map_or(String::new(), |(_, c)| c.to_string());
                let end = start + at + 1 + shown.len();
                let message = format!("a backslash in a text is written twice: `\\{shown}` has no meaning");
                let help = format!(
                    "write `\\\\{shown}`; a single backslash is only written in `\\\"`, a quotation mark, and `\\n`, a new line"
                );
                report.simple(&rules::BAD_ESCAPE, (start + at, end), message, &help);
                value.push('\\');
                value.push_str(&shown);
            }
        }
    }
    Name::from(value)
}
