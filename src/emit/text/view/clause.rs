//! What every clause and every article of the text has.

use crate::base::Name;
use crate::emit::text::markdown;
use crate::emit::text::number::{Part, prose_of};
use crate::emit::text::phrase::Phrases;
use crate::model::{Blank, HasTerm, Term};
use serde::Serialize;

/// The frame of a clause. It is flattened into the views of all terms.
#[derive(Clone, Debug, Serialize)]
pub struct Clause {
    /// `7.2`: the same in every language.
    pub number: String,
    /// The anchor that links and other outputs point at: the same in every language.
    pub anchor: String,
    /// The name of the term in the source, in code font.
    pub term: String,
    /// What people call it; empty for prose without a title.
    pub title: String,
    /// Notes without contractual value.
    pub notes: Vec<String>,
    /// The first day on which it is in force, where it is not that of the contract.
    pub from: Option<String>,
    /// The last day on which it is in force, where it is not that of the contract.
    pub until: Option<String>,
    /// The blank in the place of the day on which it is no longer in force.
    pub until_open: Option<String>,
    /// Values of it that are left to agree, whether or not a sentence shows the gap.
    pub gaps: Vec<Gap>,
    /// The clauses that make an exception to it.
    pub exceptions: Vec<String>,
}

/// A value that is not agreed yet.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// The gap as it stands in the text.
    pub name: String,
    /// What it is a value of.
    pub field: String,
}

/// An article.
#[derive(Clone, Debug, Serialize)]
pub struct Article<T> {
    /// Its number.
    pub article: u32,
    /// Its anchor: the same in every language.
    pub article_anchor: String,
    /// What it holds.
    #[serde(flatten)]
    pub content: T,
    /// Binding prose that closes it.
    pub prose: Vec<Prose>,
}

/// Binding prose.
#[derive(Clone, Debug, Serialize)]
pub struct Prose {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// What it says.
    pub paragraphs: Vec<String>,
}

impl Phrases<'_> {
    /// The frame of the clause of a term.
    #[must_use]
    pub fn clause(&self, term: &Term) -> Clause {
        let exceptions = self.attached.exceptions(&term.id).iter().map(|e| self.cite(&e.term.id));
        Clause {
            number: self.numbering.clause(&term.id).unwrap_or_default(),
            anchor: markdown::anchor(&term.id),
            term: markdown::code(&term.id),
            title: self.label(term),
            // A library explains itself to those who use it; the contract's notes are those of its authors.
            notes: term
                .notes
                .iter()
                .filter(|_| term.module.is_empty())
                .map(|n| markdown::inline(n, self.language))
                .collect(),
            from: term.validity.from.map(|d| self.date(d)).or_else(|| self.open_date(term, "from")),
            until: term.validity.until.map(|d| self.last_day(d)),
            until_open: self.open_date(term, "until"),
            gaps: self.attached.blanks(&term.id).iter().map(|b| self.gap(b)).collect(),
            exceptions: exceptions.collect(),
        }
    }

    /// The blank in a field of a term.
    #[must_use]
    pub fn gap_in(&self, term: &Name, field: &str) -> Option<String> {
        let blanks = self.attached.blanks(term);
        blanks.iter().find(|blank| blank.field == field).map(|blank| self.blank(&blank.name))
    }

    /// The blank in the place of the first day on which a term is in force, or of the one on which it no longer is. Of terms that
    /// run from an event until another, these words say the events.
    fn open_date(&self, term: &Term, edge: &str) -> Option<String> {
        let (model, id) = (self.model, &term.id);
        let has_own = model.exclusions.by_name(id).is_some() || model.rights.by_name(id).is_some();
        let has_events = model.states.by_name(id).is_some()
            || model.escalations.by_name(id).is_some()
            || model.periods.by_name(id).is_some()
            || model.indicators.by_name(id).is_some()
            || edge == "until" && model.duties.by_name(id).is_some();
        match (has_own, has_events) {
            (true, _) => self.gap_in(id, &format!("valid {edge}")),
            (false, true) => None,
            (false, false) => self.gap_in(id, edge),
        }
    }

    fn gap(&self, blank: &Blank) -> Gap {
        Gap { name: self.blank(&blank.name), field: self.open_field(&blank.field) }
    }

    /// An article around its content; none where the part is empty.
    pub fn article<T>(&self, part: Part, content: impl FnOnce() -> T) -> Option<Article<T>> {
        let article = self.numbering.article(part)?;
        let prose = prose_of(part, self.model).map(|p| {
            let title = self.title(&p.term.label);
            let open = self.gap_in(&p.term.id, "says");
            let paragraphs = open.map_or_else(|| self.paragraphs(&p.says), |blank| vec![blank]);
            Prose { clause: Clause { title, ..self.clause(p.term()) }, paragraphs }
        });
        Some(Article {
            article,
            article_anchor: format!("article-{}", part.name()),
            content: content(),
            prose: prose.collect(),
        })
    }
}
