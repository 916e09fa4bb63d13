//! What two versions of a contract say differently, for people who negotiate, for those who sign, and for programs.
//!
//! The sentences are those of the contract text of each version: what a term says before and after is what people sign.
//!
//! | file | what it makes |
//! |---|---|
//! | here | what both versions say of each term, side by side |
//! | `words` | parties, verdicts and what shows them, in both languages |
//! | `human` | text for a terminal |
//! | `document` | an amendment to be signed, in Markdown |
//! | `format` | JSON |

pub mod document;
pub mod format;
pub mod human;
mod words;

pub use words::Words;

use super::text::TextError;
use super::text::clauses::{ClauseText, Clauses, Wording};
use crate::base::Language;
use crate::compare::{Amendment, Change, Sort};
use crate::model::Model;

/// Two versions of a contract with what differs, in one language.
pub struct Versions<'a> {
    /// The older version.
    pub old: &'a Model,
    /// The newer version.
    pub new: &'a Model,
    /// What differs.
    pub amendment: &'a Amendment,
    /// The language.
    pub language: Language,
    before: Clauses,
    after: Clauses,
    old_words: Wording<'a>,
    new_words: Wording<'a>,
}

/// What both versions say of a term, where they say it differently.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Sentences of the older version.
    pub before: Vec<String>,
    /// Sentences of the newer version.
    pub after: Vec<String>,
    /// The table of the older version, where a line of it differs.
    pub before_table: Vec<String>,
    /// The table of the newer version, where a line of it differs.
    pub after_table: Vec<String>,
}

impl<'a> Versions<'a> {
    /// Both versions in a language.
    ///
    /// # Errors
    /// Where a contract text cannot be made; the built-in templates always make one.
    pub fn of(old: &'a Model, new: &'a Model, amendment: &'a Amendment, language: Language) -> Result<Self, TextError> {
        Ok(Self {
            old,
            new,
            amendment,
            language,
            before: Clauses::of(old, language)?,
            after: Clauses::of(new, language)?,
            old_words: Wording::of(old, language),
            new_words: Wording::of(new, language),
        })
    }

    /// The number of a term in the text of the older version.
    #[must_use]
    pub fn old_number(&self, change: &Change) -> Option<&str> {
        self.number(&self.before, change.sort, &change.old.as_ref()?.id)
    }

    fn number<'c>(&self, clauses: &'c Clauses, sort: Sort, id: &str) -> Option<&'c str> {
        let clause = match sort {
            Sort::Contract => clauses.article(self.contract_part()?),
            Sort::Acceptance => clauses.article("acceptances"),
            Sort::Blank => clauses.article("blanks"),
            _ => clauses.clause(id),
        };
        clause.map(|clause| clause.number.as_str()).filter(|number| !number.is_empty())
    }

    /// The article in which the terms of the contract itself are told otherwise than before; none where there are several.
    fn contract_part(&self) -> Option<&'static str> {
        let of = |clauses: &Clauses, id: &str| clauses.clause(id).map(keys).unwrap_or_default();
        let last = |clauses: &Clauses| clauses.article("final").map(keys).unwrap_or_default();
        let object = of(&self.before, &self.old.contract.term.id) != of(&self.after, &self.new.contract.term.id);
        match (object, last(&self.before) != last(&self.after)) {
            (true, false) => Some("object"),
            (false, true) => Some("final"),
            _ => None,
        }
    }

    /// The number of a term in the text of the newer version.
    #[must_use]
    pub fn new_number(&self, change: &Change) -> Option<&str> {
        self.number(&self.after, change.sort, &change.new.as_ref()?.id)
    }

    /// What people call the term of a change.
    #[must_use]
    pub fn title(&self, change: &Change) -> String {
        let title = |clauses: &Clauses, wording: &Wording<'_>, id: &str| match change.sort {
            Sort::Commitment => wording.title(id),
            Sort::Contract => {
                let part = self.contract_part().and_then(|part| clauses.article(part));
                part.map_or_else(|| wording.title(id), |article| article.title.clone())
            }
            Sort::Acceptance | Sort::Blank => id.to_owned(),
            _ => {
                let own = clauses.clause(id).map(|clause| clause.title.clone()).filter(|title| !title.is_empty());
                own.unwrap_or_else(|| wording.title(id))
            }
        };
        match (&change.new, &change.old) {
            (Some(new), _) => title(&self.after, &self.new_words, &new.id),
            (None, Some(old)) => title(&self.before, &self.old_words, &old.id),
            (None, None) => String::new(),
        }
    }

    /// What both versions say of a term, sentence by sentence, without what both say.
    #[must_use]
    pub fn texts(&self, change: &Change) -> Texts {
        let old =
            change.old.as_ref().map(|place| self.clause(&self.before, change.sort, &place.id)).unwrap_or_default();
        let new = change.new.as_ref().map(|place| self.clause(&self.after, change.sort, &place.id)).unwrap_or_default();
        let (old_keys, new_keys): (Vec<String>, Vec<String>) =
            (old.sentences.iter().map(|s| key(s)).collect(), new.sentences.iter().map(|s| key(s)).collect());
        let only = |sentences: &[String], others: &[String]| -> Vec<String> {
            sentences.iter().filter(|sentence| !others.contains(&key(sentence))).map(|s| without_links(s)).collect()
        };
        let rows = |table: &[String]| table.iter().map(|row| key(row)).collect::<Vec<_>>();
        let same_table = rows(&old.table) == rows(&new.table);
        let table = |clause: &ClauseText| -> Vec<String> {
            if same_table { Vec::new() } else { clause.table.iter().map(|row| without_links(row)).collect() }
        };
        Texts {
            before: only(&old.sentences, &new_keys),
            after: only(&new.sentences, &old_keys),
            before_table: table(&old),
            after_table: table(&new),
        }
    }

    /// What a text says of a term. The contract has its final provisions, too; the tables of a tier repeat its commitments.
    fn clause(&self, clauses: &Clauses, sort: Sort, id: &str) -> ClauseText {
        let mut clause = match sort {
            Sort::Acceptance => clauses.article("acceptances").cloned().unwrap_or_default(),
            Sort::Blank => clauses.article("blanks").cloned().unwrap_or_default(),
            _ => clauses.clause(id).cloned().unwrap_or_default(),
        };
        match sort {
            Sort::Contract => {
                let more = clauses.article("final").map(|article| article.sentences.clone());
                clause.sentences.extend(more.unwrap_or_default());
            }
            Sort::Tier => clause.table.clear(),
            _ => {}
        }
        clause
    }
}

/// What a clause says, sentence by sentence, as it is known again.
fn keys(clause: &ClauseText) -> Vec<String> {
    clause.sentences.iter().map(|sentence| key(sentence)).collect()
}

/// A sentence by which it is known again: without the numbers of clauses, which move when others come before them.
fn key(sentence: &str) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        let target = link.split_once("](#").filter(|(text, _)| !text.contains('['));
        match target.and_then(|(_, tail)| tail.split_once(')')) {
            Some((anchor, tail)) => {
                out.push_str(&format!("[#{anchor}]"));
                rest = tail;
            }
            None => {
                out.push('[');
                rest = link;
            }
        }
    }
    out + rest
}

/// A sentence whose citations lead nowhere: they are those of another document.
fn without_links(sentence: &str) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        let target = link.split_once("](#").filter(|(text, _)| !text.contains('['));
        match target.and_then(|(text, tail)| Some((text, tail.split_once(')')?.1))) {
            Some((text, tail)) => {
                out.push_str(text);
                rest = tail;
            }
            None => {
                out.push('[');
                rest = link;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{key, without_links};

    #[test]
    fn a_citation_is_known_by_its_term_and_read_by_its_number() {
        let sentence = "Selon l’[article 7.2](#terme-a) (Heures) et \\[x\\].";
        assert_eq!(key(sentence), key(&sentence.replace("7.2", "8.1")));
        assert_eq!(without_links(sentence), "Selon l’article 7.2 (Heures) et \\[x\\].");
    }
}
