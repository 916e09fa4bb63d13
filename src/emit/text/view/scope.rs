//! Services, what they depend on, and the levels that they are held to.

use super::Clause;
use crate::emit::text::phrase::Phrases;
use crate::model::{self, HasTerm};
use serde::Serialize;

/// What is provided.
#[derive(Clone, Debug, Serialize)]
pub struct Scope {
    /// The services.
    pub services: Vec<Service>,
}

/// A service.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Who provides it.
    pub by: String,
    /// What it needs.
    pub depends_on: Option<String>,
    /// The levels that it is held to.
    pub levels: Vec<Held>,
    /// Whether each instance is judged on its own.
    pub many: bool,
    /// When it is provided.
    pub hours: Option<String>,
    /// Its perimeter.
    pub means: Option<String>,
    /// Facts about it.
    pub facts: Vec<Fact>,
}

/// A level that a service is held to.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// The clause of the level, or of the service.
    pub cite: String,
    /// The first day.
    pub held_from: Option<String>,
    /// The last day.
    pub held_until: Option<String>,
    /// The blank in the place of the day on which it is no longer.
    pub held_until_open: Option<String>,
}

/// A name with its value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Phrases<'_> {
    /// Article of the services.
    #[must_use]
    pub fn services(&self) -> Scope {
        let services = self.model.services.iter().map(|s| Service {
            clause: self.clause(s.term()),
            by: self.party(&s.by).plain(),
            depends_on: s.depends_on.as_ref().map(|d| self.dependency(d)),
            levels: s.tiers.iter().map(|h| self.held(h, h.tier.as_str())).collect(),
            many: s.many,
            hours: s.hours.as_ref().map(|c| self.during(c)),
            means: self.optional_text(s.means.as_ref()),
            facts: self.facts(&s.facts),
        });
        Scope { services: services.collect() }
    }

    /// A service at a level, cited by the one or by the other.
    pub(super) fn held(&self, held: &model::Held, cited: &str) -> Held {
        Held {
            cite: self.cite(cited),
            held_from: held.from.map(|d| self.date(d)).or_else(|| held.from_open.as_ref().map(|n| self.blank(n))),
            held_until: held.until.map(|d| self.last_day(d)),
            held_until_open: held.until_open.as_ref().map(|n| self.blank(n)),
        }
    }

    /// Values of dimensions and figures that a table gives to a service or an objective.
    pub(super) fn facts(&self, facts: &[(crate::base::Name, model::Expr)]) -> Vec<Fact> {
        facts.iter().map(|(name, value)| Fact { name: self.name(name), value: self.expr(value).plain() }).collect()
    }
}
