//! Words of the source as Markdown that can only be words.
//!
//! Labels, notes and prose come from the contract's authors and say what they like; none of it may become a heading, a
//! list, a link, an image, raw HTML or a break of a table. Each piece is made safe once, when the view is built;
//! templates insert it as it is.

use crate::base::Language;
use crate::quantity::format::NO_BREAK;
use std::fmt::Write;

/// One line of words, safe in a paragraph, in a heading and in a cell of a table.
#[must_use]
pub fn inline(text: &str, language: Language) -> String {
    escape(&typeset(&one_line(text), language))
}

/// The same for words that follow others on their line.
#[must_use]
pub fn within(text: &str, language: Language) -> String {
    escape_marks(&typeset(&one_line(text), language), String::new())
}

/// The paragraphs of a longer text, as they were written: blank lines part them.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => {
                last.push_str(line);
                last.push(' ');
            }
            Some(last) if !last.is_empty() => paragraphs.push(String::new()),
            _ => {}
        }
    }
    paragraphs.retain(|p| !p.trim().is_empty());
    paragraphs
}

/// A name of the source in code font, safe in a cell of a table too.
#[must_use]
pub fn code(name: &str) -> String {
    let safe = one_line(name).replace('`', "'").replace('|', "\\|");
    if safe.is_empty() { String::new() } else { format!("`{safe}`") }
}

/// The anchor of a term: its identity with hyphens for dots, the same in every language.
#[must_use]
pub fn anchor(id: &str) -> String {
    let mut out = String::from("terme-");
    for c in id.chars() {
        match c {
            '.' => out.push('-'),
            c if c.is_alphanumeric() || c == '_' => out.push(c),
            // Names are never empty, so two hyphens in a row come from nothing else.
            c => {
                let _ = write!(out, "--{:x}--", u32::from(c));
            }
        }
    }
    out
}

/// Runs of blanks become one; what cannot be seen, or turns the direction of writing, becomes the replacement character.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            NO_BREAK | '\u{202F}' => out.push(c),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if is_hidden(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The blanks and the apostrophes of good print; no letter changes.
#[must_use]
pub fn typeset(text: &str, language: Language) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let (before, after) = (at(i.checked_sub(1)), at(Some(i + 1)));
        let french = language == Language::French;
        match c {
            '\'' if before.is_alphanumeric() && i > 0 => out.push('’'),
            ' ' if french && matches!(after, ':' | ';' | '!' | '?' | '»' | '%' | '€') => out.push(NO_BREAK),
            ' ' if french && before == '«' => out.push(NO_BREAK),
            c => out.push(c),
        }
    }
    out
}

/// Puts a backslash before every character that Markdown could read as a mark.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    // At the start of a line, a dash or a number with a dot would open a list.
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = text.split_at(digits);
    if after.starts_with(['.', ')']) || text.starts_with(['-', '+', '=', ':']) {
        out.push_str(number);
        out.push('\\');
        rest = after;
        if let Some(c) = rest.chars().next() {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
    escape_marks(rest, out)
}

fn escape_marks(text: &str, mut out: String) -> String {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let opens_a_link = (c == ':' && next == '/') || (c == '.' && out.to_lowercase().ends_with("www"));
        let opens_an_entity = c == '&' && (next.is_alphanumeric() || next == '#');
        if opens_a_link
            || opens_an_entity
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '^')
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    /// What a reader of Markdown sees, if all that it sees is one paragraph of words.
    fn seen(markdown: &str) -> String {
        let mut words = String::new();
        // Smart punctuation turns hyphens into dashes, which no escape prevents and nobody minds.
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => words.push_str(&format!("<{other:?}>")),
            }
        }
        words
    }

    #[test]
    fn no_mark_of_markdown_survives() {
        let attacks = [
            "# title",
            "- item",
            "+ item",
            "1. item",
            "12) item",
            "* item",
            "> quote",
            "---",
            "===",
            "~~~",
            "```",
            "a `b` c",
            "*a* __b__ ~~c~~",
            "<b>x</b>",
            "<!-- x -->",
            "[a](http://b)",
            "![a](b)",
            "[a]: b",
            "<http://a.b>",
            "&lt;",
            "a | b",
            "| a | b |",
            "$x$",
            "x^2^",
            "\\",
            "[^1]",
            ": definition",
            "http://a.b",
            "www.a.b",
            "a@b.c",
            ":::",
            "!",
            "{#id}",
            "[x] done",
        ];
        for attack in attacks {
            assert_eq!(seen(&inline(attack, Language::English)), attack);
            assert_eq!(seen(&format!("words {}", inline(attack, Language::English))), format!("words {attack}"));
        }
    }

    #[test]
    fn a_line_break_cannot_leave_its_line() {
        assert_eq!(inline("a\n\n# b\r\n\t- c", Language::English), "a \\# b - c");
        assert_eq!(paragraphs("a\nb\n\n\n  # c\n"), ["a b ", "  # c "]);
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(inline("a\u{202E}b\u{200B}c\u{7}", Language::English), "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
    }

    #[test]
    fn french_print_keeps_marks_beside_their_words() {
        assert_eq!(inline("l'ERP : « 5 % » ?", Language::French), "l’ERP\u{A0}: «\u{A0}5\u{A0}%\u{A0}»\u{A0}?");
        assert_eq!(inline("a : b", Language::English), "a : b");
    }

    #[test]
    fn a_name_in_code_font_cannot_end_it() {
        assert_eq!(code("a`b|c"), "`a'b\\|c`");
    }

    #[test]
    fn different_terms_have_different_anchors() {
        assert_eq!(anchor("gold.restoration.p1"), "terme-gold-restoration-p1");
        assert_ne!(anchor("a.b"), anchor("a-b"));
        assert_ne!(anchor("a b"), anchor("a_b"));
        assert_eq!(anchor("pénalité"), "terme-pénalité");
    }
}
