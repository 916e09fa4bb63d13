//! What people do: escalation, responsibilities, rights, duties.

use super::Clause;
use crate::base::Name;
use crate::emit::text::markdown;
use crate::emit::text::phrase::Phrases;
use crate::model::{self, Actor, Event, HasTerm};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// Who is called in.
#[derive(Clone, Debug, Serialize)]
pub struct Escalations {
    /// The ladders.
    pub escalations: Vec<Escalation>,
}

/// A ladder.
#[derive(Clone, Debug, Serialize)]
pub struct Escalation {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Which cases.
    pub of: String,
    /// The event that every delay runs from, as « à compter de » and « after » want it.
    pub from_event: String,
    /// The event that ends it.
    pub until_event: String,
    /// The levels.
    pub steps: Vec<EscalationStep>,
}

/// One level.
#[derive(Clone, Debug, Serialize)]
pub struct EscalationStep {
    /// Its number or name.
    pub level: String,
    /// Who is called in.
    pub to: String,
    /// How long after the event.
    pub after: String,
    /// The calendar on which the delay counts.
    pub during: String,
    /// Which cases.
    pub scope: String,
}

/// Who answers for what.
#[derive(Clone, Debug, Serialize)]
pub struct Responsibilities {
    /// The matrices.
    pub matrices: Vec<Matrix>,
}

/// A matrix.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// What people call it.
    pub label: String,
    /// The services that it is about; empty: all.
    pub services: Vec<String>,
    /// The parties and roles of its columns.
    pub heads: Vec<String>,
    /// One activity a row.
    pub rows: Vec<Activity>,
}

/// An activity.
#[derive(Clone, Debug, Serialize)]
pub struct Activity {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Letters of `R`, `A`, `C`, `I`; a dash where there is none.
    pub cells: Vec<String>,
    /// Who answers for it, alone.
    pub accountable: String,
    /// Who does it.
    pub responsible: String,
}

/// What parties may do.
#[derive(Clone, Debug, Serialize)]
pub struct Rights {
    /// The rights.
    pub rights: Vec<Right>,
}

/// A right.
#[derive(Clone, Debug, Serialize)]
pub struct Right {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Whose it is.
    pub of: String,
    /// « lorsque … »: the condition under which it arises.
    pub when: Option<String>,
    /// The terms that it is about; empty: the contract.
    pub on: String,
    /// How often it arises.
    pub for_each: Option<String>,
    /// « chaque instance de … »: of what it is, each by itself.
    pub of_each: Option<String>,
    /// « dans un délai de … »: how long it may be used.
    pub within: Option<String>,
    /// How long before it takes effect it is announced.
    pub notice: Option<String>,
    /// The event after which it may be used, where no delay runs from it.
    pub after: Option<String>,
    /// The terms that it may change.
    pub changes: Vec<String>,
    /// What must hold of the change.
    pub provided: Option<String>,
    /// `kept` or `replaced`.
    pub law: Option<String>,
    /// What it allows.
    pub does: Option<String>,
    /// The clause of the formal notice that a termination follows.
    pub procedure: Option<String>,
}

/// What parties must do.
#[derive(Clone, Debug, Serialize)]
pub struct Governance {
    /// The duties.
    pub duties: Vec<Duty>,
}

/// A duty.
#[derive(Clone, Debug, Serialize)]
pub struct Duty {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Who must do it.
    pub of: String,
    /// Whether several must, each of them.
    pub several: bool,
    /// « à … »: for whom.
    pub to: Option<String>,
    /// How often; none: once, or each time that the event of its delay happens.
    pub for_each: Option<String>,
    /// Whether its delay runs from, or precedes, an event that may happen more than once.
    pub recurs: bool,
    /// Which breaches it follows, where it follows any: `periods`, `cases` or `both`.
    pub breaches: Option<String>,
    /// After how long it is due again.
    pub every: Option<String>,
    /// « de … »: the event from which that runs for the first time.
    pub every_after: Option<String>,
    /// The event that ends it.
    pub until_event: Option<String>,
    /// « dans un délai de … »: the deadline.
    pub within: Option<String>,
    /// How long before an event.
    pub notice: Option<String>,
    /// The event that it follows, where no delay runs from it.
    pub after: Option<String>,
    /// The event that it precedes.
    pub before: Option<String>,
    /// Which cases.
    pub scope: Option<String>,
    /// The calendar on which the deadline counts.
    pub during: Option<String>,
    /// What must be done.
    pub does: Option<String>,
    /// `accepted` or `refused`: the other party's silence.
    pub silence: Option<String>,
    /// `means` or `result`.
    pub obligation: Option<String>,
}

impl Phrases<'_> {
    /// Article of the escalation.
    #[must_use]
    pub fn escalations(&self) -> Escalations {
        let step = |s: &model::EscalationStep| EscalationStep {
            level: markdown::inline(&s.level, self.language),
            to: self.short_actor(&s.to),
            after: self.delay(&s.after),
            during: if s.after.counts_days() && s.after.length.as_blank().is_none() {
                "–".to_owned()
            } else {
                self.short_during(&s.during)
            },
            scope: self.short_scope(&s.scope),
        };
        let ladder = |e: &model::Escalation| {
            let inner = self.about_subject(Some(&e.of));
            let from = inner.event(&e.from);
            Escalation {
                clause: self.clause(e.term()),
                of: self.subject(&e.of),
                from_event: if self.is_french() { from.of() } else { from.plain() },
                until_event: if self.is_french() { inner.event(&e.until).to() } else { inner.event(&e.until).plain() },
                steps: e.steps.iter().map(step).collect(),
            }
        };
        Escalations { escalations: self.model.escalations.iter().map(ladder).collect() }
    }

    /// Article of the responsibilities.
    #[must_use]
    pub fn responsibilities(&self) -> Responsibilities {
        let mut order: Vec<&model::Responsibility> = Vec::new();
        let mut groups: FxHashMap<&Name, Vec<&model::Responsibility>> = FxHashMap::default();
        for row in &self.model.responsibilities {
            let rows = groups.entry(&row.matrix).or_default();
            if rows.is_empty() {
                order.push(row);
            }
            rows.push(row);
        }
        let matrices = order.iter().filter_map(|first| Some(self.matrix(first, groups.get(&first.matrix)?)));
        Responsibilities { matrices: matrices.collect() }
    }

    fn matrix(&self, first: &model::Responsibility, rows: &[&model::Responsibility]) -> Matrix {
        let mut columns: Vec<&Actor> = Vec::new();
        for cell in rows.iter().flat_map(|r| &r.cells) {
            if !columns.contains(&&cell.actor) {
                columns.push(&cell.actor);
            }
        }
        let label = self.title(&first.matrix_label);
        let row = |r: &&model::Responsibility| {
            let letters = |actor: &Actor| {
                let cell = r.cells.iter().find(|c| c.actor == *actor).filter(|c| !c.letters.is_empty());
                cell.map_or_else(
                    || self.gap_in(&r.term.id, actor.name()).unwrap_or_else(|| "–".to_owned()),
                    |c| c.letters.chars().map(String::from).collect::<Vec<_>>().join("\u{A0}"),
                )
            };
            let holders = |letter: char| {
                let holders: Vec<_> = r
                    .cells
                    .iter()
                    .filter(|c| c.letters.contains(letter))
                    .map(|c| self.actor(&c.actor).plain())
                    .collect();
                self.all_of(&holders)
            };
            Activity {
                clause: self.clause(r.term()),
                cells: columns.iter().map(|a| letters(a)).collect(),
                accountable: holders('A'),
                responsible: holders('R'),
            }
        };
        Matrix {
            label: if label.is_empty() { markdown::code(&first.matrix) } else { label },
            services: first.services.iter().map(|s| self.cite(s.as_str())).collect(),
            heads: columns.iter().map(|a| self.short_actor(a)).collect(),
            rows: rows.iter().map(row).collect(),
        }
    }

    /// Article of the rights.
    #[must_use]
    pub fn rights(&self) -> Rights {
        let rights = self.model.rights.iter().map(|r| Right {
            clause: self.clause(r.term()),
            of: self.actor(&r.of).plain(),
            when: r.when.as_ref().map(|c| self.when(c)),
            on: self.cite_all(r.on.iter().map(Name::as_str)),
            for_each: r.each.as_ref().map(|w| self.each(w)),
            of_each: r.each_of.as_ref().map(|subject| self.each_instance(subject)),
            within: r.within.as_ref().map(|d| self.deadline(d)),
            notice: r.notice.as_ref().map(|d| self.notice(d)),
            after: r.after.as_ref().map(|e| self.event(e).plain()),
            changes: r.changes.iter().map(|id| self.cite(id)).collect(),
            provided: r.provided.as_ref().map(|c| self.condition(c)),
            law: r.law.as_ref().map(ToString::to_string),
            does: self.optional_text(r.does.as_ref()),
            procedure: self.model.procedure.as_ref().map(|p| self.cite(&p.term.id)),
        });
        Rights { rights: rights.collect() }
    }

    /// `each instance of the service “Site”`, `each service`.
    fn each_instance(&self, subject: &model::Subject) -> String {
        match subject {
            model::Subject::Service(service) => {
                let name = self.name(service.as_str());
                self.either("chaque instance du service", "each instance of the service").to_owned() + " " + &name
            }
            _ if self.model.services.iter().any(|service| service.many) => self
                .either("chaque service, ou chaque instance d’un service", "each service, or each instance of one")
                .to_owned(),
            _ => self.either("chaque service", "each service").to_owned(),
        }
    }

    /// Article of the duties.
    #[must_use]
    pub fn governance(&self) -> Governance {
        let duties = self.model.duties.iter().map(|d| {
            let inner = match &d.each {
                Some(model::Window::Case { record }) => self.about(record),
                _ => self.about_subject(None),
            };
            Duty {
                clause: self.clause(d.term()),
                of: self.actors(&d.of),
                several: d.of.len() > 1,
                to: (!d.to.is_empty())
                    .then(|| self.all_of(&d.to.iter().map(|a| self.actor(a).to()).collect::<Vec<_>>())),
                for_each: d.each.as_ref().map(|w| self.each(w)),
                recurs: self.recurs(d),
                breaches: self.breaches(d),
                until_event: d.until.as_ref().map(|e| {
                    let event = inner.event(e);
                    if self.is_french() { event.to() } else { event.plain() }
                }),
                every: d.every.as_ref().map(|every| inner.delay(&every.delay)),
                every_after: d.every.as_ref().and_then(|every| every.after.as_ref()).map(|e| {
                    let event = inner.event(e);
                    if self.is_french() { event.of() } else { event.plain() }
                }),
                within: d.within.as_ref().map(|d| inner.deadline(d)),
                notice: d.notice.as_ref().map(|d| inner.notice(d)),
                after: d.after.as_ref().map(|e| inner.event(e).plain()),
                before: d.before.as_ref().map(|e| inner.event(e).plain()),
                scope: self.scope(&d.scope),
                during: d.during.as_ref().map(|c| self.during(c)),
                does: self.optional_text(d.does.as_ref()),
                silence: d.silence.as_ref().map(ToString::to_string),
                obligation: d.obligation.as_ref().map(ToString::to_string),
            }
        });
        Governance { duties: duties.collect() }
    }
}

impl Phrases<'_> {
    /// Whether a duty hangs on an event that may happen again and again.
    fn recurs(&self, duty: &model::Duty) -> bool {
        let deadlines =
            duty.every.iter().chain(&duty.within).chain(&duty.notice).flat_map(|d| d.after.iter().chain(&d.before));
        let mut events = deadlines.chain(&duty.after).chain(&duty.before);
        events.any(|event| self.happens_again(event, &mut vec![&duty.term.id]))
    }

    fn happens_again<'d>(&'d self, event: &'d Event, seen: &mut Vec<&'d Name>) -> bool {
        match event {
            Event::Field { .. } | Event::StartOf(_) | Event::EndOf(_) | Event::Breach(_) => true,
            // A duty that follows another comes as often as that one.
            Event::Done(of) => {
                let Some(duty) = self.model.duties.get(of).filter(|duty| !seen.contains(&&duty.term.id)) else {
                    return false;
                };
                seen.push(&duty.term.id);
                let mut deadlines = duty.within.iter().chain(&duty.notice);
                duty.each.is_some()
                    || deadlines.any(|d| d.after.iter().chain(&d.before).any(|event| self.happens_again(event, seen)))
            }
            Event::Step(_) => true,
            Event::Later(events) | Event::Earlier(events) => events.iter().any(|event| self.happens_again(event, seen)),
            Event::ContractStart | Event::ContractEnd | Event::Blank(_) => false,
        }
    }

    /// Whether the breaches that a duty follows are of periods, of cases, or of both: that says when they happen.
    fn breaches(&self, duty: &model::Duty) -> Option<String> {
        let of = duty.follows_breach()?;
        let meant: Vec<_> = self.model.commitments.iter().filter(|c| c.target.is_some() && of.means(c)).collect();
        let by_case = |c: &&&model::Commitment| matches!(c.window, Some(model::Window::Case { .. }));
        let cases = meant.iter().filter(by_case).count();
        let word = match cases {
            0 => "periods",
            all if all == meant.len() => "cases",
            _ => "both",
        };
        Some(word.to_owned())
    }
}
