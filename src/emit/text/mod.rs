//! The text that people sign: Markdown, in French or in English, from the normal form.
//!
//! A pure function. [`view`] turns the model into plain words, numbers of clauses and flags; the [`Templates`] turn these
//! into sentences. The text states every operative term and no other: each has its clause, with an anchor that never
//! changes and the name of the term at its end.
//!
//! | file | what it does |
//! |---|---|
//! | `number` | articles and clauses: which term stands where |
//! | `phrase/` | expressions, delays, windows and names in words, both languages side by side |
//! | `view/` | what templates read |
//! | `templates` | built-in and replaced templates |
//! | `markdown` | the words of the source, made safe |

mod markdown;
pub mod number;
mod phrase;
mod templates;
pub mod view;

pub use markdown::anchor;
pub use templates::{Templates, TextError};

use crate::base::Language;
use crate::model::Model;

/// The text of a contract.
///
/// # Errors
/// When a template cannot be read or asks for what the view does not have. The built-in templates never do.
pub fn render(model: &Model, language: Language, templates: &Templates) -> Result<String, TextError> {
    let text = templates.fill(language, &view::build(model, language))?;
    Ok(tidy(&text, language))
}

/// Takes out what sentences that are not said leave behind: blanks at ends and starts of lines, doubled blanks, empty
/// lines in a row. Sets the blanks of the language, so that templates need not.
fn tidy(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_gap = true;
    for line in text.lines() {
        let words: Vec<_> = line.split([' ', '\t']).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            if !after_gap {
                out.push('\n');
                after_gap = true;
            }
            continue;
        }
        for (i, part) in words.join(" ").split('`').enumerate() {
            // Every other part is a name in code font, which stays as it is.
            match i % 2 {
                0 if i == 0 => out.push_str(&markdown::typeset(part, language)),
                0 => out.push_str(&format!("`{}", markdown::typeset(part, language))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_are_not_said_leave_nothing_behind() {
        assert_eq!(tidy("\n\na  b \n\n \n c\n\n", Language::English), "a b\n\nc\n");
    }

    #[test]
    fn blanks_that_may_not_break_stay() {
        assert_eq!(tidy("5\u{A0}%\n", Language::English), "5\u{A0}%\n");
        assert_eq!(tidy("a : `b : c` ; d\n", Language::French), "a\u{A0}: `b : c`\u{A0}; d\n");
    }
}
