//! Exclusions and exceptions: what does not count, and what is otherwise.

use super::Clause;
use super::scope::Fact;
use crate::base::Name;
use crate::emit::text::phrase::Phrases;
use crate::model::{self, ExclusionSource, HasTerm, Replacement};
use serde::Serialize;

/// What does not count.
#[derive(Clone, Debug, Serialize)]
pub struct Exclusions {
    /// The exclusions.
    pub exclusions: Vec<Exclusion>,
}

/// Time or cases that do not count, or a pause.
#[derive(Clone, Debug, Serialize)]
pub struct Exclusion {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// `permitted` (days and hours when it may be used), `calendar`, `when`, `between` or `blank`.
    pub source: String,
    /// When it applies, in words.
    pub applies: String,
    /// The indicators that do not count meanwhile.
    pub suspends: Vec<String>,
    /// Whether it suspends every indicator.
    pub suspends_all: bool,
    /// How much of it may be used.
    pub budget: Option<String>,
    /// In which window.
    pub budget_each: Option<String>,
    /// How long before it the other party is told.
    pub notice: Option<String>,
    /// How long one occurrence may last.
    pub limit: Option<String>,
    /// `resume`, `reset`, `reset_at_end`, `downgrade` or `close`: what happens then.
    pub then: Option<String>,
    /// The event by which whoever uses it chooses that the count begins again.
    pub once: Option<String>,
    /// Who uses it.
    pub by: Option<String>,
    /// Who finds that it applies.
    pub established_by: Option<String>,
    /// « dans un délai de … »: within what time.
    pub established_within: Option<String>,
    /// `counts` or `does_not_count`: what holds without a finding in time.
    pub otherwise: Option<String>,
    /// The part that does not count where the cause is shared.
    pub share: Option<String>,
    /// Its definition.
    pub means: Option<String>,
}

/// What is otherwise under a condition or for a time.
#[derive(Clone, Debug, Serialize)]
pub struct Exceptions {
    /// The exceptions.
    pub items: Vec<Exception>,
}

/// Other values of a term's fields.
#[derive(Clone, Debug, Serialize)]
pub struct Exception {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// « à l’article … et à l’article … », `clause … and clause …`: the clauses that it changes.
    pub on: String,
    /// When it holds, in words.
    pub applies: Option<String>,
    /// Which cases.
    pub scope: Option<String>,
    /// The exceptions that it prevails over.
    pub over: Vec<String>,
    /// The fields that it replaces, with their values.
    pub fields: Vec<Fact>,
}

impl Phrases<'_> {
    /// Article of the exclusions.
    #[must_use]
    pub fn exclusions(&self) -> Exclusions {
        Exclusions { exclusions: self.model.exclusions.iter().map(|e| self.exclusion(e)).collect() }
    }

    fn exclusion(&self, e: &model::Exclusion) -> Exclusion {
        let established = e.established.as_ref();
        Exclusion {
            clause: self.clause(e.term()),
            source: match &e.applies {
                ExclusionSource::Permitted(_) => "permitted",
                ExclusionSource::Calendar(_) => "calendar",
                ExclusionSource::When(_) => "when",
                ExclusionSource::Between(..) => "between",
                ExclusionSource::Blank(_) => "blank",
            }
            .to_owned(),
            applies: self.about_subject(self.suspended(e)).exclusion_source(&e.applies),
            suspends: e.suspends.iter().map(|i| self.cite(i.as_str())).collect(),
            suspends_all: e.suspends_all,
            budget: e.budget.as_ref().map(|(q, _)| self.quantity(q)),
            budget_each: e.budget.as_ref().and_then(|(_, w)| w.as_ref()).map(|w| self.each(w)),
            notice: e.notice.as_ref().map(|n| self.notice(n)),
            limit: e.limit.as_ref().map(|(d, _)| self.delay(d)),
            once: e.once.as_ref().map(|event| self.event(event).plain()),
            then: e.limit.as_ref().and_then(|(_, then)| then.as_ref()).map(ToString::to_string),
            by: e.by.as_ref().map(|a| self.actor(a).plain()),
            established_by: established.map(|f| self.actor(&f.by).plain()),
            established_within: established.and_then(|f| f.within.as_ref()).map(|d| self.deadline(d)),
            otherwise: established.and_then(|f| f.otherwise.as_ref()).map(ToString::to_string),
            share: e.share.as_ref().map(|q| self.quantity(q)),
            means: self.optional_text(e.means.as_ref()),
        }
    }

    /// What all indicators that an exclusion suspends are indicators of.
    fn suspended(&self, e: &model::Exclusion) -> Option<&model::Subject> {
        let mut of = e.suspends.iter().filter_map(|id| self.model.indicators.get(id)).map(|indicator| &indicator.of);
        let first = of.next()?;
        of.all(|other| other == first).then_some(first)
    }

    /// Article of the exceptions.
    #[must_use]
    pub fn exceptions(&self) -> Exceptions {
        let items = self.model.exceptions.iter().map(|e| Exception {
            clause: self.clause(e.term()),
            on: self.cite_to(e.on.iter().map(Name::as_str)),
            applies: e.when.as_ref().map(|w| self.exclusion_source(w)),
            scope: self.scope(&e.scope),
            over: e.over.iter().map(|id| self.cite(id.as_str())).collect(),
            fields: e
                .fields
                .iter()
                .map(|(name, r)| Fact { name: self.field(name), value: self.replacement(&e.on, name, r) })
                .collect(),
        });
        Exceptions { items: items.collect() }
    }

    fn replacement(&self, on: &[Name], field: &str, replacement: &Replacement) -> String {
        match replacement {
            Replacement::Expr(expr) if field == "waived when" => self.when(expr),
            Replacement::Expr(expr) if field == "pays" => {
                self.share(expr, on.iter().find_map(|id| self.model.schedules.by_name(id)?.basis.as_ref()))
            }
            Replacement::Expr(expr) => self.expr(expr).plain(),
            Replacement::Bound(bound) => self.bound(bound),
            Replacement::Words(words) => {
                let words: Vec<_> =
                    words.iter().map(|w| if self.is_term(w) { self.cite(w) } else { self.closed(field, w) }).collect();
                self.all_of(&words)
            }
            Replacement::Text(text) => self.text(text),
            Replacement::Calendar(set) => self.calendar(set).plain(),
            Replacement::Window(window) => self.each(window),
            Replacement::Delay(delay) => self.delay(delay),
            Replacement::Hours(open, counted) => self.open_hours(open, counted).join(self.either("\u{A0}; ", "; ")),
            Replacement::Cap(cap) => self.cap_in_words(cap),
            Replacement::Exempt(exempt) => self.exemption_in_words(exempt),
            Replacement::Combine(combine, per, between) => self.combination_in_words(combine, per.as_deref(), between),
        }
    }
}
