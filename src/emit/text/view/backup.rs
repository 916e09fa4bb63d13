//! Backup plans.

use super::Clause;
use crate::emit::text::phrase::Phrases;
use crate::model::{self, HasTerm};
use serde::Serialize;

/// Backup and recovery.
#[derive(Clone, Debug, Serialize)]
pub struct Backups {
    /// The plans.
    pub backups: Vec<Backup>,
}

/// A backup plan.
#[derive(Clone, Debug, Serialize)]
pub struct Backup {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// What is backed up.
    pub of: String,
    /// The commitments that it serves.
    pub protects: String,
    /// Who runs it.
    pub by: Option<String>,
    /// The product or the method.
    pub means: Option<String>,
    /// What is covered; none: everything.
    pub perimeter: Option<String>,
    /// How often a copy is made.
    pub every: String,
    /// At what time.
    pub at: Option<String>,
    /// Until the copy is safe.
    pub lag: Option<String>,
    /// Where copies are kept.
    pub stored: Option<String>,
    /// How long.
    pub retained: Option<String>,
    /// How much there is to restore, at the most.
    pub size: Option<String>,
    /// How fast, at the least.
    pub restore: Option<String>,
    /// `still_bound` or `released`.
    pub beyond_size: Option<String>,
    /// Until the disaster is noticed.
    pub detect: Option<String>,
    /// Until the recovery is decided.
    pub declare: Option<String>,
    /// Until the restored service is checked.
    pub verify: Option<String>,
    /// Whether restore tests are made.
    pub tested: bool,
    /// How often.
    pub test_each: Option<String>,
    /// `repeated` or `breach`.
    pub test_failed: Option<String>,
    /// Within what time a failed one is repeated.
    pub test_within: Option<String>,
}

impl Phrases<'_> {
    /// Article of the backup.
    #[must_use]
    pub fn backups(&self) -> Backups {
        Backups { backups: self.model.backups.iter().map(|b| self.backup(b)).collect() }
    }

    fn backup(&self, b: &model::Backup) -> Backup {
        let quantity = |q: &Option<model::Quantity>| q.as_ref().map(|q| self.quantity(q));
        let test = b.test.as_ref();
        Backup {
            clause: self.clause(b.term()),
            of: self.cite_all(b.of.iter().map(model::Id::as_str)),
            protects: self.cite_all(self.served(b)),
            by: b.by.as_ref().map(|a| self.actor(a).plain()),
            means: self.optional_text(b.means.as_ref()),
            perimeter: self.scope(&b.perimeter).map(|_| self.short_scope(&b.perimeter)),
            every: match &b.every.calendar {
                None => self.quantity(&b.every.length),
                Some(set) => format!("{}{}", self.quantity(&b.every.length), self.on_calendar(set)),
            },
            at: (!b.at.is_empty()).then(|| self.starts(&b.at)),
            lag: quantity(&b.lag),
            stored: b.stored.as_ref().map(|s| self.cite(s.as_str())),
            retained: b.retained.as_ref().map(|d| self.delay(d)),
            size: quantity(&b.size),
            restore: quantity(&b.restore),
            beyond_size: b.beyond_size.as_ref().map(ToString::to_string),
            detect: quantity(&b.detect),
            declare: quantity(&b.declare),
            verify: quantity(&b.verify),
            tested: test.is_some(),
            test_each: test.and_then(|t| t.each.as_ref()).map(|w| self.each(w)),
            test_failed: test.and_then(|t| t.otherwise.as_ref()).map(ToString::to_string),
            test_within: test.and_then(|t| t.within.as_ref()).map(|d| self.delay(d)),
        }
    }

    /// The commitments that a plan serves: those that services it backs up are held to.
    fn served<'b>(&self, backup: &'b model::Backup) -> Vec<&'b str> {
        let services: Vec<_> = backup.of.iter().filter_map(|id| self.model.services.get(id)).collect();
        let fits = |scope: &model::Scope, service: &model::Service| {
            let is_of = |(dimension, values): &(model::Id<model::Dimension>, Vec<crate::base::Name>)| {
                let fact = service.facts.iter().find(|(name, _)| name == dimension.name());
                match fact {
                    Some((_, model::Expr::Value { value, .. })) => values.contains(value),
                    _ => true,
                }
            };
            (scope.services.is_empty() || scope.services.contains(&service.id())) && scope.dimensions.iter().all(is_of)
        };
        let own = |id: &&model::Id<model::Commitment>| {
            let commitment = self.model.commitments.get(id);
            commitment.is_none_or(|c| services.iter().any(|service| fits(&c.scope, service)))
        };
        let served: Vec<_> = backup.protects.iter().filter(own).map(model::Id::as_str).collect();
        if served.is_empty() { backup.protects.iter().map(model::Id::as_str).collect() } else { served }
    }

    fn on_calendar(&self, set: &model::CalendarSet) -> String {
        let words = self.calendar(set).plain();
        match set {
            model::CalendarSet::Always => format!(", {words}"),
            _ => format!(", {} {words}", self.either("sur", "on")),
        }
    }
}
