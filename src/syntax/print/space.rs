//! What stands between two tokens of a line: one blank or none.

use super::lex::{Kind, Token};
use unicode_width::UnicodeWidthStr;

/// Function words: what follows one is never an argument of it.
const FUNCTION_WORDS: [&str; 26] = [
    "and",
    "at",
    "after",
    "by",
    "before",
    "because",
    "during",
    "each",
    "except",
    "exactly",
    "for",
    "from",
    "in",
    "not",
    "or",
    "of",
    "on",
    "overrides",
    "over",
    "per",
    "to",
    "until",
    "where",
    "within",
    "when",
    "use",
];

/// Prepositions of two words, and the words of a bound.
const PHRASES: [(&str, &str); 14] = [
    ("counted", "by"),
    ("measured", "by"),
    ("given", "by"),
    ("acknowledged", "by"),
    ("established", "by"),
    ("observed", "by"),
    ("depends", "on"),
    ("waived", "when"),
    ("valid", "from"),
    ("valid", "until"),
    ("at", "least"),
    ("at", "most"),
    ("more", "than"),
    ("less", "than"),
];

/// How many columns a text takes. Of a text of several lines, the last one counts.
pub(super) fn width(text: &str) -> usize {
    let line = text.rfind('\n').and_then(|at| text.get(at + 1..)).unwrap_or(text);
    if line.is_ascii() { line.len() } else { line.width() }
}

/// Adds so many blanks.
pub(super) fn pad(out: &mut String, blanks: usize) {
    out.extend(std::iter::repeat_n(' ', blanks));
}

/// Tokens of one line as a text.
pub(super) fn join(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    write(&mut out, tokens);
    out
}

/// Adds the tokens of one line to what stands there.
pub(super) fn write(out: &mut String, tokens: &[Token<'_>]) {
    for (at, token) in tokens.iter().enumerate() {
        if let Some(before) = tokens.get(..at).filter(|b| !b.is_empty())
            && is_apart(before, token)
        {
            out.push(' ');
        }
        if token.kind == Kind::Text && token.text.contains('\r') {
            out.push_str(&token.text.replace("\r\n", "\n"));
        } else {
            out.push_str(token.text);
        }
    }
}

/// Whether a blank stands before `next`.
fn is_apart(before: &[Token<'_>], next: &Token<'_>) -> bool {
    let Some(last) = before.last() else { return false };
    if matches!(last.kind, Kind::Open | Kind::Minus) {
        return false;
    }
    match next.kind {
        Kind::Comma | Kind::Colon | Kind::Close => false,
        // `f(x)` is a call and `f (x)` is a field with its value: what was written is kept.
        Kind::Open if last.kind == Kind::Word => next.apart || is_function(before),
        _ => true,
    }
}

/// Whether tokens end with a function word.
fn is_function(tokens: &[Token<'_>]) -> bool {
    let (Some(last), before) = (tokens.last(), tokens.len().checked_sub(2).and_then(|i| tokens.get(i))) else {
        return false;
    };
    FUNCTION_WORDS.contains(&last.text) || before.is_some_and(|b| PHRASES.contains(&(b.text, last.text)))
}

/// How many tokens of a field are its head: `overrides availability`, `measured by`, `from`.
pub(super) fn head_length(words: &[Token<'_>]) -> usize {
    let text = |at: usize| words.get(at).map_or("", |t| t.text);
    let first = usize::from(text(0) == "overrides");
    let phrase =
        PHRASES.contains(&(text(first), text(first + 1))) && !begins_bound(words.get(first..).unwrap_or_default());
    (first + 1 + usize::from(phrase)).min(words.len())
}

/// Whether tokens begin with a comparison or its words.
pub(super) fn begins_bound(words: &[Token<'_>]) -> bool {
    let text = |at: usize| words.get(at).map_or("", |t| t.text);
    match (text(0), text(1)) {
        ("exactly" | "<" | "<=" | ">" | ">=" | "=", _) => true,
        pair => matches!(pair, ("at", "least" | "most") | ("more" | "less", "than")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words between quotes in the definition of a rule.
    fn words(rule: &str) -> Vec<&'static str> {
        let grammar = include_str!("../../../grammar/slac.pest");
        let from = grammar.find(&format!("\n{rule} ")).map_or("", |at| &grammar[at + 1..]);
        let definition = from.split("\n\n").next().unwrap_or("").split("\n").take_while(|l| !l.starts_with("//"));
        let first: Vec<&str> =
            definition.enumerate().take_while(|(i, l)| *i == 0 || l.starts_with([' ', '}'])).map(|(_, l)| l).collect();
        first.into_iter().flat_map(|l| l.split('"').skip(1).step_by(2)).filter(|w| w.len() > 1).collect()
    }

    #[test]
    fn the_function_words_are_those_of_the_grammar() {
        let reserved = words("reserved");
        assert!(reserved.len() > 20);
        for word in reserved {
            assert!(FUNCTION_WORDS.contains(&word), "{word}");
        }
    }

    #[test]
    fn the_phrases_are_those_of_the_grammar() {
        let phrases = words("phrase");
        assert!(phrases.len() > 5);
        for word in phrases {
            assert!(PHRASES.iter().any(|(a, b)| *a == word || *b == word), "{word}");
        }
    }
}
