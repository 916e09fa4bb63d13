//! The text of a contract cut into its clauses: what it says of each term, sentence by sentence.

use super::attached::Attached;
use super::number::Numbering;
use super::phrase::Phrases;
use super::{Templates, TextError, anchor, number, render};
use crate::base::{Language, Name};
use crate::model::{Expr, HasTerm, Id, Model, Party, Quantity, Term, Text};
use std::collections::BTreeMap;

/// What the text says of one term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClauseText {
    /// Its number: `6.1.2`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its sentences, as Markdown.
    pub sentences: Vec<String>,
    /// Its tables, line by line, as Markdown.
    pub table: Vec<String>,
}

/// The clauses of a contract in a language.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    clauses: BTreeMap<Name, ClauseText>,
    articles: BTreeMap<String, ClauseText>,
}

impl Clauses {
    /// The clauses of a model.
    ///
    /// # Errors
    /// As [`render`]; the built-in templates have none.
    pub fn of(model: &Model, language: Language) -> Result<Self, TextError> {
        let text = render(model, language, &Templates::built_in())?;
        let ids: BTreeMap<String, &Name> = number::terms(model).into_iter().map(|t| (anchor(&t.id), &t.id)).collect();
        let mut found = Self::default();
        let mut place = Place::Nowhere;
        let mut heads: Vec<&str> = Vec::new();
        for line in text.lines() {
            if line.starts_with('|') && !line.starts_with("| ---") && !line.contains("<a id=") {
                heads = cells(line);
            }
            if line.starts_with('#') {
                place = article(line).map_or(Place::Nowhere, |name| {
                    let known = found.articles.entry(name.clone()).or_default();
                    let head = line.rsplit("</a>").next().unwrap_or_default();
                    let (number, title) = head.split_once(" – ").unwrap_or((head, ""));
                    known.number = number.rsplit(' ').next().unwrap_or_default().to_owned();
                    title.clone_into(&mut known.title);
                    Place::Article(name)
                });
                continue;
            }
            let mut line = line;
            if let Some((id, number, title, rest)) = head(line).and_then(|(a, n, t, r)| Some((*ids.get(a)?, n, t, r))) {
                let clause = found.clauses.entry(id.clone()).or_default();
                (clause.number, clause.title) = (number.to_owned(), title.to_owned());
                // A row of a table is a clause of its own: the line of its cells.
                let is_row = line.starts_with('|');
                place = if is_row { place } else { Place::Clause(id.clone()) };
                if is_row {
                    // The cells of the row with their heads, number and title aside.
                    let parts = heads.iter().zip(cells(line)).skip(2).map(|(head, cell)| match language {
                        Language::French => format!("{head} : {cell}"),
                        Language::English => format!("{head}: {cell}"),
                    });
                    let joint = if language == Language::French { " ; " } else { "; " };
                    clause.sentences.push(parts.collect::<Vec<_>>().join(joint) + ".");
                    if let Some(title) = cells(line).get(1) {
                        title.split(" (`").next().unwrap_or_default().clone_into(&mut clause.title);
                    }
                    continue;
                }
                line = rest;
            }
            let clause = match &place {
                Place::Clause(id) => found.clauses.get_mut(id),
                Place::Article(name) => found.articles.get_mut(name),
                Place::Nowhere => None,
            };
            let Some(clause) = clause.filter(|_| !line.trim().is_empty()) else { continue };
            let is_name = line.starts_with("(`") && line.ends_with("`)");
            if line.starts_with('|') {
                clause.table.push(line.to_owned());
            } else if !is_name {
                clause.sentences.push(line.trim().to_owned());
            }
        }
        Ok(found)
    }

    /// What the text says of a term.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&ClauseText> {
        self.clauses.get(id)
    }

    /// What an article says beside its clauses, by the name of its part: `final`.
    #[must_use]
    pub fn article(&self, part: &str) -> Option<&ClauseText> {
        self.articles.get(part)
    }
}

/// Words of a contract that stand outside of its text.
pub struct Wording<'m> {
    model: &'m Model,
    language: Language,
    numbering: Numbering,
    attached: Attached<'m>,
}

impl<'m> Wording<'m> {
    /// The words of a model.
    #[must_use]
    pub fn of(model: &'m Model, language: Language) -> Self {
        Self { model, language, numbering: Numbering::of(model), attached: Attached::of(model) }
    }

    fn phrases(&self) -> Phrases<'_> {
        Phrases::new(self.model, self.language, &self.numbering, &self.attached)
    }

    /// A value or an amount.
    #[must_use]
    pub fn value(&self, expr: &Expr) -> String {
        self.phrases().cell(expr)
    }

    /// A quantity.
    #[must_use]
    pub fn quantity(&self, quantity: &Quantity) -> String {
        self.phrases().short_quantity(quantity)
    }

    /// A party by its name.
    #[must_use]
    pub fn party(&self, party: &Id<Party>) -> String {
        self.phrases().party(party).plain()
    }

    /// What people call a term.
    #[must_use]
    pub fn label(&self, term: &Term) -> String {
        self.phrases().label(term)
    }

    /// The title of a commitment, and what people call any other term; its name where it has none.
    #[must_use]
    pub fn title(&self, id: &str) -> String {
        let phrases = self.phrases();
        match self.model.commitments.by_name(id) {
            Some(commitment) => {
                let tier = self.model.tiers.get(&commitment.tier).map(|tier| phrases.label(tier.term()));
                format!("{} ({})", phrases.commitment_title(commitment), tier.unwrap_or_default())
            }
            None => phrases.short_name(id),
        }
    }

    /// A text that may be absent.
    #[must_use]
    pub fn text(&self, text: Option<&Text>) -> Option<String> {
        self.phrases().optional_text(text)
    }
}

/// Where a line belongs.
enum Place {
    Clause(Name),
    Article(String),
    Nowhere,
}

/// The name of the part whose heading a line is.
fn article(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("<a id=\"article-")?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// The anchor, the number and the title of a clause that begins on a line, and what follows them.
fn head(line: &str) -> Option<(&str, &str, &str, &str)> {
    let (_, rest) = line.split_once("<a id=\"")?;
    let (anchor, rest) = rest.split_once("\"></a>")?;
    let anchor = anchor.starts_with("terme-").then_some(anchor)?;
    let Some(bold) = rest.strip_prefix("**") else {
        // In a cell of a table: the number and the name stand there as they are.
        let cell = rest.split('|').next().unwrap_or_default().trim();
        let (number, title) = cell.split_once(' ').unwrap_or((cell, ""));
        return Some((anchor, number.trim_end_matches('.'), title, ""));
    };
    let (head, rest) = bold.split_once("**")?;
    let (number, title) = head.split_once(". ").unwrap_or((head, ""));
    Some((anchor, number.trim_end_matches('.'), title.trim_end_matches('.'), rest))
}

/// The cells of a row.
fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split(" | ").map(str::trim).collect()
}
