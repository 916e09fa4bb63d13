//! The numbers of articles and clauses: which term stands where.
//!
//! A number follows from the model alone, never from the language, so that a letter may cite « article 7.2 » whichever
//! version its reader holds. Parts without anything in them are left out and take no number.

use super::attached::Attached;
use super::used;
use crate::base::Name;
use crate::evaluate::examples;
use crate::model::{HasTerm, Model, Prose, Term};
use rustc_hash::FxHashMap;

/// A part of the contract: one article each, in the order of print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the article of this name")]
pub enum Part {
    Parties,
    Recitals,
    Object,
    Definitions,
    Scope,
    Levels,
    Priorities,
    Measurement,
    Counting,
    Escalation,
    Responsibilities,
    Exclusions,
    Penalties,
    Liability,
    Rights,
    Governance,
    Backup,
    Procedure,
    Exceptions,
    Particular,
    Final,
    Acceptances,
    Scenarios,
    Blanks,
}

impl Part {
    /// Every part, in the order of print.
    pub const ALL: [Self; 24] = [
        Self::Parties,
        Self::Recitals,
        Self::Object,
        Self::Definitions,
        Self::Scope,
        Self::Levels,
        Self::Priorities,
        Self::Measurement,
        Self::Counting,
        Self::Escalation,
        Self::Responsibilities,
        Self::Exclusions,
        Self::Penalties,
        Self::Liability,
        Self::Rights,
        Self::Governance,
        Self::Backup,
        Self::Procedure,
        Self::Exceptions,
        Self::Particular,
        Self::Final,
        Self::Acceptances,
        Self::Scenarios,
        Self::Blanks,
    ];

    /// The name of its template, of its field in the view, and of its anchor.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parties => "parties",
            Self::Recitals => "recitals",
            Self::Object => "object",
            Self::Definitions => "definitions",
            Self::Scope => "scope",
            Self::Levels => "levels",
            Self::Priorities => "priorities",
            Self::Measurement => "measurement",
            Self::Counting => "counting",
            Self::Escalation => "escalation",
            Self::Responsibilities => "responsibilities",
            Self::Exclusions => "exclusions",
            Self::Penalties => "penalties",
            Self::Liability => "liability",
            Self::Rights => "rights",
            Self::Governance => "governance",
            Self::Backup => "backup",
            Self::Procedure => "procedure",
            Self::Exceptions => "exceptions",
            Self::Particular => "particular",
            Self::Final => "final",
            Self::Acceptances => "acceptances",
            Self::Scenarios => "scenarios",
            Self::Blanks => "blanks",
        }
    }
}

/// Where every term stands.
#[derive(Clone, Debug, Default)]
pub struct Numbering {
    articles: Vec<(Part, u32)>,
    clauses: FxHashMap<Name, Vec<u32>>,
}

impl Numbering {
    /// Numbers the parts of a model, and the clauses in them.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        // Examples that the evaluator makes have an article even where the contract writes none.
        Self::with_examples(model, || !examples::of(model).is_empty())
    }

    /// The same where it is known whether the evaluator has examples.
    #[must_use]
    pub fn with_examples(model: &Model, are_any: impl Fn() -> bool) -> Self {
        let attached = Attached::of(model);
        let mut numbering = Self::default();
        for part in Part::ALL {
            let terms = terms_of(part, model);
            if terms.is_empty() && !stands_without_terms(part, model) && !(part == Part::Scenarios && are_any()) {
                continue;
            }
            let article = numbering.articles.len() as u32 + 1;
            numbering.articles.push((part, article));
            for (i, id) in (1..).zip(terms) {
                numbering.clauses.insert(id.clone(), vec![article, i]);
                if part == Part::Levels {
                    for (k, commitment) in (1..).zip(attached.commitments(id)) {
                        numbering.clauses.insert(commitment.term.id.clone(), vec![article, i, k]);
                    }
                }
            }
        }
        numbering
    }

    /// The number of an article; none where the part is empty.
    #[must_use]
    pub fn article(&self, part: Part) -> Option<u32> {
        self.articles.iter().find(|(p, _)| *p == part).map(|(_, number)| *number)
    }

    /// The number of the clause of a term: `7.2`.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<String> {
        self.clauses.get(id).map(|n| n.iter().map(u32::to_string).collect::<Vec<_>>().join("."))
    }
}

/// Whether a part has something to say although no term stands in it.
fn stands_without_terms(part: Part, model: &Model) -> bool {
    match part {
        Part::Final => true,
        Part::Acceptances => model.acceptances.iter().any(|a| a.because.is_some()),
        Part::Blanks => !model.blanks.is_empty(),
        _ => false,
    }
}

/// The terms of a part, in the order of print. Every term of the model stands in exactly one.
fn terms_of(part: Part, model: &Model) -> Vec<&Name> {
    fn ids<'m, T: HasTerm + 'm>(terms: impl IntoIterator<Item = &'m T>) -> Vec<&'m Name> {
        terms.into_iter().map(|t| &t.term().id).collect()
    }
    let mut all = match part {
        Part::Parties => [ids(&model.parties), ids(&model.roles)].concat(),
        Part::Object => vec![&model.contract.term.id],
        Part::Definitions => [
            ids(&model.calendars),
            ids(&model.periods),
            ids(&model.indicators),
            ids(&model.states),
            ids(&model.figures),
        ]
        .concat(),
        Part::Scope => ids(&model.services),
        Part::Levels => ids(&model.tiers),
        Part::Priorities => ids(&model.dimensions),
        Part::Measurement => [ids(&model.records), model.assessment.iter().map(|t| &t.term.id).collect()].concat(),
        Part::Counting => {
            let clock = model.clock.iter().filter(|_| used::counts_cases(model)).map(|t| &t.term.id);
            clock.chain(model.delays.iter().map(|t| &t.term.id)).collect()
        }
        Part::Escalation => ids(&model.escalations),
        Part::Responsibilities => ids(&model.responsibilities),
        Part::Exclusions => ids(&model.exclusions),
        Part::Penalties => [ids(&model.schedules), ids(&model.settlements)].concat(),
        Part::Liability => ids(&model.liabilities),
        Part::Rights => ids(&model.rights),
        Part::Governance => ids(&model.duties),
        Part::Backup => ids(&model.backups),
        Part::Procedure => model.procedure.iter().map(|t| &t.term.id).collect(),
        Part::Exceptions => ids(&model.exceptions),
        Part::Scenarios => ids(&model.scenarios),
        Part::Recitals | Part::Particular | Part::Final | Part::Acceptances | Part::Blanks => Vec::new(),
    };
    all.extend(ids(prose_of(part, model)));
    all
}

/// Every term of a model.
#[must_use]
pub fn terms(model: &Model) -> Vec<&Term> {
    fn of<'m, T: HasTerm + 'm>(table: impl IntoIterator<Item = &'m T>) -> Vec<&'m Term> {
        table.into_iter().map(HasTerm::term).collect()
    }
    let mut all = vec![&model.contract.term];
    all.extend(model.clock.iter().map(|t| &t.term));
    all.extend(model.assessment.iter().map(|t| &t.term));
    all.extend(model.delays.iter().map(|t| &t.term));
    all.extend(model.procedure.iter().map(|t| &t.term));
    all.extend(
        [
            of(&model.parties),
            of(&model.roles),
            of(&model.calendars),
            of(&model.periods),
            of(&model.dimensions),
            of(&model.records),
            of(&model.states),
            of(&model.figures),
            of(&model.indicators),
            of(&model.services),
            of(&model.tiers),
            of(&model.commitments),
            of(&model.exclusions),
            of(&model.schedules),
            of(&model.settlements),
            of(&model.liabilities),
            of(&model.rights),
            of(&model.duties),
            of(&model.responsibilities),
            of(&model.escalations),
            of(&model.backups),
            of(&model.scenarios),
            of(&model.exceptions),
            of(&model.prose),
        ]
        .concat(),
    );
    all
}

/// The prose that is printed in a part.
pub fn prose_of(part: Part, model: &Model) -> impl Iterator<Item = &Prose> {
    model.prose.iter().filter(move |prose| part_of_prose(prose) == part)
}

fn part_of_prose(prose: &Prose) -> Part {
    match prose.under.as_deref() {
        _ if prose.recital => Part::Recitals,
        Some("object") => Part::Object,
        Some("scope") => Part::Scope,
        Some("levels") => Part::Levels,
        Some("measurement") => Part::Measurement,
        Some("escalation") => Part::Escalation,
        Some("responsibilities") => Part::Responsibilities,
        Some("exclusions") => Part::Exclusions,
        Some("penalties") => Part::Penalties,
        Some("rights") => Part::Rights,
        Some("governance") => Part::Governance,
        Some("final") => Part::Final,
        _ => Part::Particular,
    }
}
