//! One finding: what is wrong, where, why, and what would mend it.

use super::{Family, Rule, Severity, Witness};
use crate::base::{Name, Span};

/// A place in a source with what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// Why this place matters; may be empty for the primary label.
    pub text: String,
}

/// A replacement of source text that cannot change what the parties meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// What a rule found. Plain data: `render` alone decides how it looks.
///
/// `message` says what is wrong, `labels` where, `notes` why, `help` what to do; only `help` suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// The identities of the terms that it is about, where it is about terms; an acceptance names them.
    pub about: Vec<Name>,
    /// What is wrong: lowercase, no full stop, names in backticks.
    pub message: String,
    /// Where; the first is the primary place.
    pub labels: Vec<Label>,
    /// An instant, a value or an incident that shows the trouble and that anyone can check.
    pub witness: Option<Witness>,
    /// Why it is wrong.
    pub notes: Vec<String>,
    /// The smallest repair, in words.
    pub help: Option<String>,
    /// The repair as edits, where it cannot change the meaning.
    pub fix: Vec<Edit>,
    /// Whether the user denies this warning, which makes an error of it.
    pub denied: bool,
    /// The one place that would be mended, where several terms suffer from it: findings of a rule with one cause are told once.
    pub cause: Option<Span>,
    /// How many findings of the rule are not told; 0 for a finding that is one.
    pub more: usize,
}

impl Finding {
    /// A finding of `rule` at `span`.
    #[must_use]
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            about: Vec::new(),
            message: message.into(),
            labels: vec![Label { span, text: String::new() }],
            witness: None,
            notes: Vec::new(),
            help: None,
            fix: Vec::new(),
            denied: false,
            cause: None,
            more: 0,
        }
    }

    /// Says which term it is about; may be called for several.
    #[must_use]
    pub fn about(mut self, term: &Name) -> Self {
        self.about.push(term.clone());
        self
    }

    /// Says which one place would be mended, for this term and for others.
    #[must_use]
    pub fn because_of(mut self, cause: Span) -> Self {
        self.cause = Some(cause);
        self
    }

    /// Says what the primary place has to do with it.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Points at another term in conflict.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Shows an instant, a value or an incident.
    #[must_use]
    pub fn witness(mut self, witness: impl Into<Witness>) -> Self {
        self.witness = Some(witness.into());
        self
    }

    /// Says why.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to do where there is something to say.
    #[must_use]
    pub fn help_if(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// Adds a replacement that keeps the meaning.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(Edit { span, text: text.into() });
        self
    }

    /// The family of the rule.
    #[must_use]
    pub fn family(&self) -> Family {
        self.rule.family
    }

    /// The severity of the family; that of an error where the user denies it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.denied { Severity::Error } else { self.rule.family.severity() }
    }

    /// The primary place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels.first().map(|l| l.span).unwrap_or_default()
    }
}
