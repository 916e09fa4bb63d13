//! What a rule is: a name, a family, a page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The seven kinds of trouble that a contract can be in. The family decides the severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// A sentence cannot be read.
    IllFormed,
    /// A question has two answers.
    Ambiguous,
    /// A question has no answer.
    Silent,
    /// In some situation no conduct uses a term as written and satisfies the others.
    Contradictory,
    /// A term can never do anything.
    Void,
    /// Nobody could prove or apply a term.
    Unenforceable,
    /// A term can be satisfied, but a named threshold is passed.
    Unrealistic,
    /// `slac` itself is at fault, and not the contract. No rule that judges a contract is of this family.
    Internal,
}

impl Family {
    /// Every family of trouble that a contract can be in, errors first.
    pub const ALL: [Self; 7] = [
        Self::IllFormed,
        Self::Ambiguous,
        Self::Silent,
        Self::Contradictory,
        Self::Void,
        Self::Unenforceable,
        Self::Unrealistic,
    ];

    /// The name in findings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::IllFormed => "ill-formed",
            Self::Ambiguous => "ambiguous",
            Self::Silent => "silent",
            Self::Contradictory => "contradictory",
            Self::Void => "void",
            Self::Unenforceable => "unenforceable",
            Self::Unrealistic => "unrealistic",
            Self::Internal => "internal",
        }
    }

    /// The name in French contract texts. Words that mean something else in law are avoided.
    #[must_use]
    pub fn french(self) -> &'static str {
        match self {
            Self::IllFormed => "illisible",
            Self::Ambiguous => "équivoque",
            Self::Silent => "muet",
            Self::Contradictory => "inconciliable",
            Self::Void => "sans effet",
            Self::Unenforceable => "improuvable",
            Self::Unrealistic => "irréaliste",
            Self::Internal => "interne",
        }
    }

    /// The first four are errors and cannot be accepted; the next three are warnings. What `slac` cannot show builds nothing.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::IllFormed | Self::Ambiguous | Self::Silent | Self::Contradictory | Self::Internal => Severity::Error,
            Self::Void | Self::Unenforceable | Self::Unrealistic => Severity::Warning,
        }
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The contract means nothing or two things: nothing is built from it.
    Error,
    /// The contract can be built; a warning can be denied, or accepted in the source with a reason.
    Warning,
}

impl Severity {
    /// The word in findings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One way in which a contract can be wrong.
///
/// Its long text is the page `docs/rules/<name>.md`, embedded at compile time.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name, unique, stable: `escalation-after-deadline`.
    pub name: &'static str,
    /// The family, and with it the severity.
    pub family: Family,
    /// One line for lists: what is wrong, lowercase, no full stop.
    pub summary: &'static str,
    /// The rows of the catalogue of checks that this rule decides, such as `P1`; empty for syntax.
    pub checks: &'static [&'static str],
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Rule {}
