//! Presets: choices by closed words, each printed as a clause.

use super::Clause;
use crate::base::Name;
use crate::emit::text::phrase::Phrases;
use crate::emit::text::used;
use crate::language::{KindId, Shape, kinds};
use crate::model::{self, Term};
use serde::Serialize;
use std::collections::BTreeMap;

/// A preset.
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// The word chosen for each field of the kind; empty where nothing is chosen.
    pub rules: BTreeMap<String, String>,
}

/// How durations and delays are counted.
#[derive(Clone, Debug, Serialize)]
pub struct Counting {
    /// How durations are counted.
    pub clock: Option<Clock>,
    /// How delays in days are counted.
    pub delays: Vec<Delays>,
}

/// How durations are counted.
#[derive(Clone, Debug, Serialize)]
pub struct Clock {
    /// Whether something counts started slices of a time.
    pub started: bool,
    /// The choices.
    #[serde(flatten)]
    pub rules: Rules,
    /// After how long without news a solved case is closed.
    pub closing: Option<String>,
    /// The event that this delay runs from, as « à compter de » and « after » want it.
    pub closing_after: Option<String>,
    /// Who sets impact and urgency.
    pub priority_set: Option<String>,
    /// What holds while the parties disagree on the priority.
    pub priority_dispute: Option<String>,
}

/// How delays in days are counted.
#[derive(Clone, Debug, Serialize)]
pub struct Delays {
    /// Whether it counts every delay that names no other.
    pub general: bool,
    /// Whether some delays name another.
    pub others: bool,
    /// The choices.
    #[serde(flatten)]
    pub rules: Rules,
    /// The calendar whose days are open.
    pub calendar: Option<String>,
    /// « en dehors … »: the hours in which an event is received.
    pub reception: Option<String>,
}

/// How a breach is found, discussed and decided.
#[derive(Clone, Debug, Serialize)]
pub struct Procedure {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Whether what is owed for a breach is always an adjustment of the price, which is no penalty.
    pub adjusts: bool,
    /// What takes a formal notice first, and what does not.
    pub formal_notices: Vec<FormalNotice>,
    /// `amount_withheld`, `amount_due` or `amount_suspended`.
    pub meanwhile: Option<String>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// Whether penalties or a termination take a formal notice first.
#[derive(Clone, Debug, Serialize)]
pub struct FormalNotice {
    /// `required` or `waived`.
    pub rule: String,
    /// Whether it is said of penalties.
    pub of_penalties: bool,
    /// Whether it is said of a termination.
    pub of_termination: bool,
    /// The form that it takes.
    pub form: Option<String>,
    /// `on_receipt`, `on_sending` or `on_first_delivery`.
    pub effective: Option<String>,
    /// How long the party at fault has to mend.
    pub cure: Option<String>,
}

/// A step of the procedure.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// What people call it.
    pub label: String,
    /// Who takes it.
    pub by: String,
    /// How long that party has.
    pub within: String,
    /// The event that the delay runs from.
    pub after: String,
    /// What silence until then means.
    pub silence: String,
}

impl Phrases<'_> {
    /// A preset with a word, or nothing, for every choice of its kind.
    pub(super) fn rules(&self, kind: KindId, term: &Term, rules: &[(Name, Name)]) -> Rules {
        let choices = kinds::of(kind).fields.iter().filter(|f| matches!(f.shape, Shape::Word(_) | Shape::Flag));
        let mut all: BTreeMap<_, _> = choices.map(|f| (f.name.to_owned(), String::new())).collect();
        // A rule that nothing in the contract uses is no clause; delays in days use all of theirs.
        let is_used = |field: &str| kind == KindId::Delays || self.used.contains(field);
        let rules = rules.iter().filter(|(field, _)| is_used(field));
        all.extend(rules.map(|(field, word)| (field.to_string(), word.to_string())));
        Rules { clause: self.clause(term), rules: all }
    }

    /// Article of the counting.
    #[must_use]
    pub fn counting(&self) -> Counting {
        let clock = |c: &model::ClockRules| {
            let is_used = |field: &str| self.used.contains(field);
            let closing = c.closing.as_ref().filter(|_| is_used("closing"));
            Clock {
                started: is_used("started"),
                rules: self.rules(KindId::Clock, &c.term, &c.rules),
                closing: closing.map(|(delay, _)| self.delay(delay)),
                closing_after: closing.and_then(|(_, event)| event.as_ref()).map(|e| {
                    let event = self.event(e);
                    if self.is_french() { event.of() } else { event.plain() }
                }),
                priority_set: c
                    .priority_set
                    .as_ref()
                    .filter(|_| is_used("priority_set"))
                    .map(|a| self.actor(a).plain()),
                priority_dispute: self
                    .optional_text(c.priority_dispute.as_ref().filter(|_| is_used("priority_dispute"))),
            }
        };
        let others = self.model.delays.iter().any(|d| !d.general);
        let delays = |d: &model::DelayRules| Delays {
            general: d.general,
            others,
            rules: self.rules(KindId::Delays, &d.term, &d.rules),
            calendar: d.calendar.as_ref().map(|c| self.calendar(c).plain()),
            reception: d.reception.as_ref().map(|c| {
                let hours = self.calendar(c);
                if self.is_french() { hours.of() } else { hours.plain() }
            }),
        };
        let counts = used::counts_cases(self.model);
        Counting {
            clock: self.model.clock.as_ref().filter(|_| counts).map(clock),
            delays: self.model.delays.iter().map(delays).collect(),
        }
    }

    /// Article of the procedure.
    #[must_use]
    pub fn procedure(&self) -> Option<Procedure> {
        let p = self.model.procedure.as_ref()?;
        let step = |s: &model::ProcedureStep| Step {
            label: self.step_label(s),
            by: self.short_actor(&s.by),
            within: self.delay(&s.within),
            after: self.event(&s.after).plain(),
            silence: self.closed("silence", &s.silence),
        };
        let notice = |n: &model::FormalNotice| FormalNotice {
            rule: n.rule.to_string(),
            of_penalties: n.of.iter().any(|word| word == "penalties"),
            of_termination: n.of.iter().any(|word| word == "termination"),
            form: self.optional_text(n.form.as_ref()),
            effective: n.effective.as_ref().map(ToString::to_string),
            cure: n.cure.as_ref().map(|d| self.delay(d)),
        };
        Some(Procedure {
            clause: self.clause(&p.term),
            adjusts: !self.model.settlements.is_empty()
                && self.model.settlements.iter().all(|s| s.nature.as_deref() == Some("price_adjustment")),
            formal_notices: p.formal_notices.iter().map(notice).collect(),
            meanwhile: p.meanwhile.as_ref().map(ToString::to_string),
            steps: p.steps.iter().map(step).collect(),
        })
    }
}
