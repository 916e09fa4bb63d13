//! Where passes leave their findings.

use super::{Finding, Severity};

/// Gathers findings in the order in which passes report them.
///
/// A pass takes `&mut Sink` and returns data: a user's mistake is a finding, never an `Err`.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Finding>,
    errors: usize,
}

impl Sink {
    /// Takes a finding.
    pub fn report(&mut self, finding: Finding) {
        self.errors += usize::from(finding.severity() == Severity::Error);
        self.findings.push(finding);
    }

    /// Whether any finding so far is an error. Gates between passes ask this.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// How many errors there are so far.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// The findings so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings in the order in which people read them: by file, place, rule; twins removed.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Finding> {
        let mut findings = self.findings;
        findings.sort_by(|a, b| (a.span(), a.rule.name, &a.message).cmp(&(b.span(), b.rule.name, &b.message)));
        findings.dedup();
        findings
    }
}
