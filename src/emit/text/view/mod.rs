//! What templates read: the whole contract as plain words, numbers of clauses and flags.
//!
//! Everything is a string, a list or a flag. Words are in the language of the text and already safe in Markdown, so a
//! template inserts them as they are. What a party or a lawyer may choose between stays a word of the language
//! (`result`, `waived`): the template says the sentence. A field that is absent is `null`.
//!
//! | file | what it holds |
//! |---|---|
//! | `clause` | the frame of articles and clauses: number, anchor, name, title, notes |
//! | `parties` | parties, roles, object and term |
//! | `definitions` | calendars, periods, indicators, states, figures |
//! | `scope` | services |
//! | `levels` | tiers and commitments |
//! | `evidence` | dimensions, records, assessment |
//! | `rules` | presets: clock, delays, procedure |
//! | `conduct` | escalation, responsibilities, rights, duties |
//! | `exclusions` | exclusions and exceptions |
//! | `amounts` | penalties, settlements, liability |
//! | `backup` | backup plans |
//! | `closing` | final provisions, acceptances, scenarios, gaps |
//! | `examples` | what the evaluator worked out |

pub mod amounts;
pub mod backup;
pub mod clause;
pub mod closing;
pub mod conduct;
pub mod definitions;
pub mod evidence;
pub mod examples;
pub mod exclusions;
pub mod levels;
pub mod parties;
pub mod rules;
pub mod scope;
pub mod settlement;

pub use clause::{Article, Clause, Prose};

use super::attached::Attached;
use super::number::{Numbering, Part};
use super::phrase::Phrases;
use crate::base::Language;
use crate::evaluate::examples::Examples;
use crate::model::Model;
use serde::Serialize;

/// A contract, ready for its templates. Parts that are empty are `null`.
#[derive(Clone, Debug, Serialize)]
pub struct Contract {
    /// `fr` or `en`.
    pub language: String,
    /// What people call it.
    pub title: String,
    /// The number by which the parties cite it.
    pub reference: Option<String>,
    /// Notes without contractual value.
    pub notes: Vec<String>,
    /// Whether values are left to agree: the text is not ready to be signed.
    pub draft: bool,
    /// Who signs, supplies, observes and acts.
    pub parties: Option<Article<parties::Parties>>,
    /// The recitals.
    pub recitals: Option<Article<()>>,
    /// What the contract is and how long it lasts.
    pub object: Option<Article<parties::Object>>,
    /// Calendars, periods, indicators, states, figures.
    pub definitions: Option<Article<definitions::Definitions>>,
    /// Services.
    pub scope: Option<Article<scope::Scope>>,
    /// Service levels.
    pub levels: Option<Article<levels::Levels>>,
    /// Criteria, the priority above all.
    pub priorities: Option<Article<evidence::Priorities>>,
    /// Evidence and assessment.
    pub measurement: Option<Article<evidence::Measurement>>,
    /// How durations and delays are counted.
    pub counting: Option<Article<rules::Counting>>,
    /// Who is called in.
    pub escalation: Option<Article<conduct::Escalations>>,
    /// Who answers for what.
    pub responsibilities: Option<Article<conduct::Responsibilities>>,
    /// What does not count.
    pub exclusions: Option<Article<exclusions::Exclusions>>,
    /// What is owed.
    pub penalties: Option<Article<amounts::Penalties>>,
    /// Caps of liability.
    pub liability: Option<Article<settlement::Liability>>,
    /// What parties may do.
    pub rights: Option<Article<conduct::Rights>>,
    /// What they must do.
    pub governance: Option<Article<conduct::Governance>>,
    /// Backup plans.
    pub backup: Option<Article<backup::Backups>>,
    /// How a breach becomes final.
    pub procedure: Option<Article<ProcedurePart>>,
    /// What is otherwise under a condition or for a time.
    pub exceptions: Option<Article<exclusions::Exceptions>>,
    /// Prose that stands in no other part.
    pub particular: Option<Article<()>>,
    /// Languages, law, precedence.
    #[serde(rename = "final")]
    pub closing: Option<Article<closing::Final>>,
    /// What parties took note of.
    pub acceptances: Option<Article<closing::Acceptances>>,
    /// Worked examples.
    pub scenarios: Option<Article<closing::Scenarios>>,
    /// What is left to agree.
    pub blanks: Option<Article<closing::Blanks>>,
    /// Those who sign; none where values are left to agree.
    pub signatories: Vec<parties::Signatory>,
}

/// Article of the procedure.
#[derive(Clone, Debug, Serialize)]
pub struct ProcedurePart {
    /// The procedure.
    pub procedure: Option<rules::Procedure>,
}

/// The view of a model in a language, with the examples that its text shows.
#[must_use]
pub fn build(model: &Model, language: Language, examples: &Examples<'_>) -> Contract {
    let numbering = Numbering::with_examples(model, || !examples.is_empty());
    let attached = Attached::of(model);
    let p = Phrases::new(model, language, &numbering, &attached);
    let clause = p.clause(&model.contract.term);
    Contract {
        language: language.tag().to_owned(),
        title: clause.title,
        reference: p.optional_text(model.contract.reference.as_ref()),
        notes: clause.notes,
        draft: !model.blanks.is_empty(),
        parties: p.article(Part::Parties, || p.parties()),
        recitals: p.article(Part::Recitals, || ()),
        object: p.article(Part::Object, || p.object()),
        definitions: p.article(Part::Definitions, || p.definitions()),
        scope: p.article(Part::Scope, || p.services()),
        levels: p.article(Part::Levels, || p.levels()),
        priorities: p.article(Part::Priorities, || p.priorities()),
        measurement: p.article(Part::Measurement, || p.measurement()),
        counting: p.article(Part::Counting, || p.counting()),
        escalation: p.article(Part::Escalation, || p.escalations()),
        responsibilities: p.article(Part::Responsibilities, || p.responsibilities()),
        exclusions: p.article(Part::Exclusions, || p.exclusions()),
        penalties: p.article(Part::Penalties, || p.penalties()),
        liability: p.article(Part::Liability, || p.liability()),
        rights: p.article(Part::Rights, || p.rights()),
        governance: p.article(Part::Governance, || p.governance()),
        backup: p.article(Part::Backup, || p.backups()),
        procedure: p.article(Part::Procedure, || ProcedurePart { procedure: p.procedure() }),
        exceptions: p.article(Part::Exceptions, || p.exceptions()),
        particular: p.article(Part::Particular, || ()),
        closing: p.article(Part::Final, || p.closing()),
        acceptances: p.article(Part::Acceptances, || p.acceptances()),
        scenarios: p.article(Part::Scenarios, || p.scenarios(examples)),
        blanks: p.article(Part::Blanks, || p.blanks()),
        signatories: p.signatories(),
    }
}
