//! The sentences: Handlebars templates, one a part, that anyone can replace.
//!
//! The built-in ones stand under `templates/fr` and `templates/en`. A user's template replaces the one of its name; a
//! name that is none of these is an error, because a misspelt name would change nothing and say nothing.

use crate::base::Language;
use crate::base::suggest::nearest;
use handlebars::Handlebars;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// Why a text cannot be made of a model: always a matter of the templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// A template that nothing includes.
    UnknownTemplate {
        /// Its name.
        name: String,
        /// The nearest name that there is.
        nearest: Option<&'static str>,
    },
    /// A template that cannot be read.
    BadTemplate {
        /// Its name.
        name: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// A template that asks for what the view does not have.
    Failed {
        /// What is wrong, and where.
        reason: String,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTemplate { name, nearest: None } => write!(f, "no template is called `{name}`"),
            Self::UnknownTemplate { name, nearest: Some(known) } => {
                write!(f, "no template is called `{name}`; the nearest name is `{known}`")
            }
            Self::BadTemplate { name, reason } => write!(f, "the template `{name}` cannot be read: {reason}"),
            Self::Failed { reason } => write!(f, "the text cannot be made: {reason}"),
        }
    }
}

impl std::error::Error for TextError {}

/// The name of a template with its text in French and in English.
type BuiltIn = (&'static str, &'static str, &'static str);

/// A built-in template in both languages.
macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../../templates/fr/", $name, ".hbs")),
            include_str!(concat!("../../../templates/en/", $name, ".hbs")),
        )),+]
    };
}

const BUILT_IN: &[BuiltIn] = built_in![
    "acceptances",
    "amendment",
    "backup",
    "blanks",
    "clause",
    "contract",
    "counting",
    "definitions",
    "end",
    "escalation",
    "exceptions",
    "exclusions",
    "final",
    "governance",
    "grid",
    "levels",
    "liability",
    "measurement",
    "object",
    "particular",
    "parties",
    "penalties",
    "priorities",
    "procedure",
    "prose",
    "recitals",
    "responsibilities",
    "rights",
    "scenarios",
    "scope",
    "table",
];

/// The templates of a text: the built-in ones, and those that replace them.
#[derive(Clone, Debug, Default)]
pub struct Templates {
    replaced: BTreeMap<(Language, &'static str), String>,
    french: OnceLock<Registry>,
    english: OnceLock<Registry>,
}

/// How many blocks and brackets of a template may be open at once: what reads it goes down one step for each.
const MAX_NESTING: usize = 100;

/// Templates of one language, compiled when they are first needed.
type Registry = Result<Handlebars<'static>, TextError>;

impl Templates {
    /// The built-in templates.
    #[must_use]
    pub fn built_in() -> Self {
        Self::default()
    }

    /// Names of the templates, sorted; each is a file `NAME.hbs` in the folder of its language.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, ..)| *name)
    }

    /// Replaces a template of a language. The name may be that of its file.
    ///
    /// # Errors
    /// When there is no template of this name, or when it cannot be read.
    pub fn replace(&mut self, language: Language, name: &str, text: String) -> Result<(), TextError> {
        let name = name.strip_suffix(".hbs").unwrap_or(name);
        let Some(known) = Self::names().find(|n| *n == name) else {
            return Err(TextError::UnknownTemplate { name: name.to_owned(), nearest: nearest(name, Self::names()) });
        };
        let bad = |reason: String| TextError::BadTemplate { name: name.to_owned(), reason };
        if nesting(&text) > MAX_NESTING {
            return Err(bad(format!("more than {MAX_NESTING} blocks and brackets are open at once")));
        }
        handlebars::Template::compile(&text).map_err(|e| bad(e.to_string()))?;
        self.replaced.insert((language, known), text);
        (self.french, self.english) = (OnceLock::new(), OnceLock::new());
        Ok(())
    }

    /// The text of a template.
    #[must_use]
    pub fn get(&self, language: Language, name: &str) -> Option<&str> {
        let (known, french, english) = BUILT_IN.iter().find(|(n, ..)| *n == name)?;
        let built_in = match language {
            Language::French => french,
            Language::English => english,
        };
        Some(self.replaced.get(&(language, known)).map_or(built_in, String::as_str))
    }

    /// Fills the templates of a language with a view.
    ///
    /// # Errors
    /// When a template cannot be read or asks for what the view does not have.
    pub fn fill(&self, language: Language, view: &impl serde::Serialize) -> Result<String, TextError> {
        self.fill_one("contract", language, view)
    }

    /// The same with the template of another document.
    ///
    /// # Errors
    /// When a template cannot be read or asks for what the view does not have.
    pub fn fill_one(&self, name: &str, language: Language, view: &impl serde::Serialize) -> Result<String, TextError> {
        let cell = match language {
            Language::French => &self.french,
            Language::English => &self.english,
        };
        let registry = cell.get_or_init(|| self.compile(language)).as_ref().map_err(Clone::clone)?;
        registry.render(name, view).map_err(|e| TextError::Failed { reason: e.to_string() })
    }

    fn compile(&self, language: Language) -> Registry {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        // The view is Markdown already; escaping it for HTML would spoil it.
        registry.register_escape_fn(handlebars::no_escape);
        registry.set_prevent_indent(true);
        for name in Self::names() {
            registry
                .register_template_string(name, mark_gaps(self.get(language, name).unwrap_or_default()))
                .map_err(|e| TextError::BadTemplate { name: name.to_owned(), reason: e.to_string() })?;
        }
        Ok(registry)
    }
}

/// Stands for an empty line of a template until the text is tidied.
pub const GAP: char = '\u{E000}';

/// Marks the empty lines of a template: they part paragraphs, while a line whose sentences are not said leaves nothing.
fn mark_gaps(template: &str) -> String {
    let lines = template.lines().map(|line| if line.trim().is_empty() { GAP.to_string() } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// How many blocks (`{{#if …}} … {{/if}}`) and brackets are open at once, at most.
fn nesting(text: &str) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        if let Some(tag) = text.get(at..).and_then(|rest| rest.strip_prefix("{{")) {
            let tag = tag.trim_start_matches(|c: char| c == '~' || c.is_whitespace());
            // `{{^}}` is another way to write `{{else}}`.
            if tag.starts_with('#') || tag.starts_with('^') && !tag.starts_with("^}") {
                open += 1;
            } else if tag.starts_with('/') {
                open = open.saturating_sub(1);
            }
        }
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a template that cannot be read is a failed test")]
    use super::*;

    #[test]
    fn every_built_in_template_can_be_read() {
        for (name, french, english) in BUILT_IN {
            for text in [french, english] {
                assert!(handlebars::Template::compile(text).is_ok(), "{name}");
            }
        }
    }

    #[test]
    fn no_template_states_a_number() {
        for (name, french, english) in BUILT_IN {
            for text in [french, english] {
                assert!(!text.chars().any(|c| c.is_ascii_digit()), "{name}");
            }
        }
    }

    /// What a template asks of the view, in order.
    fn tags(template: &str) -> Vec<&str> {
        let mut tags: Vec<_> = template.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).collect();
        tags.sort_unstable();
        tags
    }

    #[test]
    fn both_languages_ask_the_same_of_the_view() {
        for (name, french, english) in BUILT_IN {
            assert_eq!(tags(french), tags(english), "{name}");
        }
    }

    #[test]
    fn a_template_of_another_name_is_refused_with_the_nearest_name() {
        let refused = Templates::built_in().replace(Language::French, "penalites.hbs", String::new());
        let nearest = Some("penalties");
        assert_eq!(refused, Err(TextError::UnknownTemplate { name: "penalites".to_owned(), nearest }));
    }

    #[test]
    fn a_template_that_cannot_be_read_is_refused_at_once() {
        let refused = Templates::built_in().replace(Language::French, "final", "{{#if}".to_owned());
        assert!(matches!(refused, Err(TextError::BadTemplate { name, .. }) if name == "final"));
    }

    #[test]
    fn nesting_without_bounds_is_refused_before_it_is_read() {
        let nested = |n| ["{{#if x}}".repeat(n), "{{/if}}".repeat(n)].concat();
        let bracketed = |n| format!("{{{{x {}{}}}}}", "(y ".repeat(n), ")".repeat(n));
        let replaced = |text| Templates::built_in().replace(Language::French, "final", text);
        assert_eq!(replaced(nested(90)), Ok(()));
        assert_eq!(replaced(bracketed(90)), Ok(()));
        assert_eq!(replaced("{{#if x}}a{{^}}b{{/if}} (c) ".repeat(1_000)), Ok(()));
        for text in [nested(100_000), bracketed(100_000), "{{~ #if x}}".repeat(100_000)] {
            assert!(matches!(replaced(text), Err(TextError::BadTemplate { .. })));
        }
    }

    #[test]
    fn a_replaced_template_serves_its_language_only() {
        let mut templates = Templates::built_in();
        templates.replace(Language::French, "contract.hbs", "{{title}}".to_owned()).unwrap();
        let view = serde_json::json!({ "title": "T" });
        assert_eq!(templates.fill(Language::French, &view).unwrap(), "T\n");
        assert_ne!(templates.fill(Language::English, &view).unwrap(), "T\n");
        assert!(templates.fill(Language::French, &serde_json::json!({})).is_err());
    }
}
