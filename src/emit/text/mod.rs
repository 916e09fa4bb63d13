//! The text that people sign: Markdown, in French or in English, from the normal form.
//!
//! A pure function. [`view`] turns the model into plain words, numbers of clauses and flags; the [`Templates`] turn these
//! into sentences. The text states every operative term and no other: each has its clause, with an anchor that never
//! changes and the name of the term at its end.
//!
//! | file | what it does |
//! |---|---|
//! | `attached` | what hangs on each term |
//! | `clauses` | the text cut into clauses again |
//! | `used` | the rules of presets that something uses |
//! | `number` | articles and clauses: which term stands where |
//! | `phrase/` | expressions, delays, windows and names in words, both languages side by side |
//! | `view/` | what templates read |
//! | `templates` | built-in and replaced templates |
//! | `markdown` | the words of the source, made safe |

mod attached;
pub mod clauses;
mod markdown;
pub mod number;
mod phrase;
mod templates;
mod used;
pub mod view;

pub use markdown::anchor;
pub use templates::{Templates, TextError};

use crate::base::Language;
use crate::evaluate::examples;
use crate::model::Model;

/// The text of a contract.
///
/// # Errors
/// When a template cannot be read or asks for what the view does not have. The built-in templates never do.
pub fn render(model: &Model, language: Language, templates: &Templates) -> Result<String, TextError> {
    let text = templates.fill(language, &view::build(model, language, &examples::of(model)))?;
    Ok(tidy(&text, language))
}

/// An amendment of a contract, from its view.
///
/// # Errors
/// As [`render`].
pub fn render_amendment(
    view: &impl serde::Serialize,
    language: Language,
    templates: &Templates,
) -> Result<String, TextError> {
    Ok(tidy(&templates.fill_one("amendment", language, view)?, language))
}

/// Takes out what sentences that are not said leave behind: blanks at ends and starts of lines, doubled blanks, empty
/// lines but those of the templates. Sets the blanks of the language, so that templates need not.
fn tidy(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_gap = true;
    for line in text.lines() {
        let words: Vec<_> = line.split([' ', '\t']).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            continue;
        }
        if line.contains(templates::GAP) {
            if !after_gap {
                out.push('\n');
                after_gap = true;
            }
            continue;
        }
        for (i, part) in capital_article(&words.join(" ")).split('`').enumerate() {
            // Every other part is a name in code font, which stays as it is.
            match i % 2 {
                0 if i == 0 => out.push_str(&markdown::typeset(&one_stop(part), language)),
                0 => out.push_str(&format!("`{}", markdown::typeset(&one_stop(part), language))),
                _ => out.push_str(&format!("`{part}")),
            }
        }
        out.push('\n');
        after_gap = false;
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A name may end with a full stop, and its sentence then needs no second one: `Gap Inc.`
fn one_stop(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (i, run) in words.split("..").enumerate() {
        let ellipsis = run.starts_with('.') || out.ends_with('.');
        out.push_str(match (i, ellipsis) {
            (0, _) => "",
            (_, true) => "..",
            (_, false) => ".",
        });
        out.push_str(run);
    }
    out
}

/// A sentence may begin with a party or a role, whose article is in small letters everywhere else.
fn capital_article(line: &str) -> String {
    const ARTICLES: [&str; 5] = ["le ", "la ", "les ", "l’", "the "];
    let mut chars = line.chars();
    match chars.next() {
        Some(first) if ARTICLES.iter().any(|a| line.starts_with(a)) => first.to_uppercase().chain(chars).collect(),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_are_not_said_leave_nothing_behind() {
        assert_eq!(tidy("\n\na  b \n\u{E000}\n \n\u{E000}\n c\n\nd\n", Language::English), "a b\n\nc\nd\n");
    }

    #[test]
    fn a_name_that_ends_with_a_stop_ends_its_sentence() {
        assert_eq!(tidy("Of Gap Inc..\n", Language::English), "Of Gap Inc.\n");
        assert_eq!(tidy("And so on...\n", Language::English), "And so on...\n");
    }

    #[test]
    fn blanks_that_may_not_break_stay() {
        assert_eq!(tidy("5\u{A0}%\n", Language::English), "5\u{A0}%\n");
        assert_eq!(tidy("a : `b : c` ; d\n", Language::French), "a\u{A0}: `b : c`\u{A0}; d\n");
    }
}
