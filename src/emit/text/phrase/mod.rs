//! Parts of sentences: what a model says in expressions, delays, windows and names, in the words of a language.
//!
//! The sentences themselves stand in the templates, where a lawyer can replace them. Here the two languages stand side
//! by side, so that they cannot drift apart. Everything that comes out is Markdown already.

mod calendar;
mod closed;
mod concerned;
mod condition;
mod count;
mod each;
mod expr;
mod fields;
mod gathered;
mod interval;
mod noun;
mod part;
mod party;
mod scope;
mod slices;
mod table;
mod window;

pub use concerned::Concerned;
pub use noun::{Article, Noun};
pub use table::{Grid, Table};

use super::attached::Attached;
use super::markdown;
use super::number::{Numbering, terms};
use super::used::used;
use crate::base::Language;
use crate::model::{
    Actor, Deadline, Delay, HasTerm, Id, Model, Party, Quantity, Record, Subject, Term, Text, blank_in,
};
use crate::quantity::{Measure, Rational, format};
use crate::time::print;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Finds the words of a model in one language.
pub struct Phrases<'m> {
    /// The contract.
    pub model: &'m Model,
    /// The language of print.
    pub language: Language,
    /// Where every term stands.
    pub numbering: &'m Numbering,
    /// What hangs on each term.
    pub attached: &'m Attached<'m>,
    /// The rules of presets that something in the contract uses.
    pub used: Rc<BTreeSet<&'static str>>,
    /// The record that the words are about, where the sentence has named it.
    about: Option<&'m Record>,
    /// What is judged, where the sentence is about one that is.
    concerned: Option<Concerned>,
    terms: Rc<FxHashMap<&'m str, &'m Term>>,
}

impl<'m> Phrases<'m> {
    /// The words of `model` in `language`.
    #[must_use]
    pub fn new(model: &'m Model, language: Language, numbering: &'m Numbering, attached: &'m Attached<'m>) -> Self {
        let terms = Rc::new(terms(model).into_iter().map(|t| (t.id.as_str(), t)).collect());
        Self { model, language, numbering, attached, used: Rc::new(used(model)), about: None, concerned: None, terms }
    }

    /// The words of a clause that has named what it is about: its record, where it is one.
    #[must_use]
    pub fn about_subject(&self, subject: Option<&Subject>) -> Self {
        match subject {
            Some(Subject::Record(record)) => self.about(record),
            _ => Self { used: Rc::clone(&self.used), terms: Rc::clone(&self.terms), ..*self },
        }
    }

    /// The words of a part of a sentence that has named a record.
    #[must_use]
    pub fn about(&self, record: &Id<Record>) -> Self {
        let (used, terms) = (Rc::clone(&self.used), Rc::clone(&self.terms));
        Self { about: self.model.records.get(record), used, terms, ..*self }
    }

    /// Whether the language is French.
    #[must_use]
    pub fn is_french(&self) -> bool {
        self.language == Language::French
    }

    /// One of two wordings.
    #[must_use]
    pub fn either<'a>(&self, french: &'a str, english: &'a str) -> &'a str {
        if self.is_french() { french } else { english }
    }

    /// A noun of the language.
    #[must_use]
    pub fn noun(&self, article: Article, text: impl Into<String>) -> Noun {
        Noun::new(self.language, article, text)
    }

    /// A noun without an article.
    #[must_use]
    pub fn bare(&self, text: impl Into<String>) -> Noun {
        Noun::bare(self.language, text)
    }

    /// Words between the quotation marks of the language.
    #[must_use]
    pub fn quoted(&self, words: &str) -> String {
        if self.is_french() { format!("«\u{A0}{words}\u{A0}»") } else { format!("“{words}”") }
    }

    /// `a, b et c`, `a, b and c`.
    #[must_use]
    pub fn all_of(&self, items: &[String]) -> String {
        self.list(items, self.either("et", "and"))
    }

    /// `a, b ou c`, `a, b or c`.
    #[must_use]
    pub fn any_of(&self, items: &[String]) -> String {
        self.list(items, self.either("ou", "or"))
    }

    fn list(&self, items: &[String], last_joint: &str) -> String {
        match items {
            [] => String::new(),
            [only] => only.clone(),
            [firsts @ .., last] => format!("{} {last_joint} {last}", firsts.join(", ")),
        }
    }

    /// A text of the source on one line, with its citations resolved.
    #[must_use]
    pub fn text(&self, text: &Text) -> String {
        self.cited(text.any(self.language.tag()))
    }

    /// A label. It cites nothing: what a citation shows is a label, and the two would never end.
    #[must_use]
    pub fn title(&self, label: &Text) -> String {
        markdown::inline(label.any(self.language.tag()), self.language)
    }

    /// A text that may be absent, without the full stop that its sentence will have.
    #[must_use]
    pub fn optional_text(&self, text: Option<&Text>) -> Option<String> {
        text.filter(|t| !t.is_empty()).map(|t| self.text(t).trim_end_matches('.').to_owned())
    }

    /// The paragraphs of a longer text, with its citations resolved.
    #[must_use]
    pub fn paragraphs(&self, text: &Text) -> Vec<String> {
        markdown::paragraphs(text.any(self.language.tag())).iter().map(|p| self.cited(p)).collect()
    }

    /// Words of the source in which `{term}` cites a clause. What names no term stays as it was written.
    fn cited(&self, text: &str) -> String {
        let mut out = String::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            plain.push_str(before);
            match after.split_once('}') {
                Some((name, tail)) if self.terms.contains_key(name.trim()) => {
                    out.push_str(&self.words(&plain, out.is_empty()));
                    plain.clear();
                    out.push_str(&self.named_with_clause(name.trim()));
                    rest = tail;
                }
                _ => {
                    plain.push('{');
                    rest = after;
                }
            }
        }
        plain.push_str(rest);
        out.push_str(&self.words(&plain, out.is_empty()));
        out.trim().to_owned()
    }

    /// Words between two citations: the blanks at their ends part them from these.
    fn words(&self, text: &str, first: bool) -> String {
        let safe = if first { markdown::inline(text, self.language) } else { markdown::within(text, self.language) };
        let blank = |is: bool| if is { " " } else { "" };
        match safe.as_str() {
            "" => blank(!text.is_empty()).to_owned(),
            words => {
                let words = words.trim_start_matches(' ');
                format!(
                    "{}{words}{}",
                    blank(text.starts_with(char::is_whitespace)),
                    blank(text.ends_with(char::is_whitespace))
                )
            }
        }
    }

    /// What people call a term; its name in code font where it has no label.
    #[must_use]
    pub fn label(&self, term: &Term) -> String {
        let label = self.title(&term.label);
        if label.is_empty() { markdown::code(&term.id) } else { label }
    }

    /// What people call the term of an identity, between quotation marks.
    #[must_use]
    pub fn name(&self, id: &str) -> String {
        match self.terms.get(id) {
            _ if self.model.commitments.by_name(id).is_some() => {
                let titles = self.model.commitments.by_name(id).map(|c| self.commitment_title(c));
                self.quoted(&titles.unwrap_or_default())
            }
            Some(term) if !term.label.is_empty() => self.quoted(&self.title(&term.label)),
            _ => self.unlabelled(id),
        }
    }

    /// The name of a term that has no label, in code font, or the blank that stands for a term.
    #[must_use]
    pub fn unlabelled(&self, id: &str) -> String {
        blank_in(id).map_or_else(|| markdown::code(id), |name| self.blank(name))
    }

    /// `article 7.2 (Indisponibilité)`, with a link to the clause.
    #[must_use]
    pub fn cite(&self, id: &str) -> String {
        let Some(number) = self.numbering.clause(id) else { return self.name(id) };
        let title = match (self.terms.get(id), self.model.commitments.by_name(id)) {
            (Some(term), None) => self.label(term),
            (_, Some(c)) => format!("{}, {}", self.commitment_title(c), self.short_name(c.tier.as_str())),
            (None, None) => markdown::code(id),
        };
        format!("{} ({title})", self.link(id, &number))
    }

    /// `article 7.2`, with a link to the clause: where its name stands beside it.
    #[must_use]
    pub fn cite_number(&self, id: &str) -> String {
        self.numbering.clause(id).map_or_else(|| self.name(id), |number| self.link(id, &number))
    }

    fn link(&self, id: &str, number: &str) -> String {
        format!("[{} {number}](#{})", self.either("article", "clause"), markdown::anchor(id))
    }

    /// `« Indisponibilité » (article 7.2)`: a term that a text of the source names.
    #[must_use]
    pub fn named_with_clause(&self, id: &str) -> String {
        match self.numbering.clause(id) {
            Some(number) => format!("{} ({})", self.name(id), self.link(id, &number)),
            None => self.name(id),
        }
    }

    /// Several citations in a row, after « de l’ » in French: `article 7.2 (…) et de l’article 7.3 (…)`.
    #[must_use]
    pub fn cite_all<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> String {
        let cited: Vec<_> = ids.into_iter().map(|id| self.cite(id)).collect();
        match (self.is_french(), cited.as_slice()) {
            (true, [firsts @ .., last]) if !firsts.is_empty() => format!("{} et de l’{last}", firsts.join(", de l’")),
            _ => self.all_of(&cited),
        }
    }

    /// The same where each of them will do: `article 7.2 (…) ou de l’article 7.3 (…)`.
    #[must_use]
    pub fn cite_any<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> String {
        let cited: Vec<_> = ids.into_iter().map(|id| self.cite(id)).collect();
        match (self.is_french(), cited.as_slice()) {
            (true, [firsts @ .., last]) if !firsts.is_empty() => format!("{} ou de l’{last}", firsts.join(", de l’")),
            _ => self.any_of(&cited),
        }
    }

    /// Several citations after « à » in French: `à l’article 7.2 (…) et à l’article 7.3 (…)`.
    #[must_use]
    pub fn cite_to<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> String {
        let to = self.either("à l’", "");
        self.all_of(&ids.into_iter().map(|id| format!("{to}{}", self.cite(id))).collect::<Vec<_>>())
    }

    /// The words with a capital first letter, for the head of a column.
    #[must_use]
    pub fn capital(&self, words: &str) -> String {
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }

    /// A party by its name.
    #[must_use]
    pub fn party(&self, id: &Id<Party>) -> Noun {
        let name = self.model.parties.get(id).map_or_else(|| self.unlabelled(id.as_str()), |p| self.label(p.term()));
        party::noun(self.language, &name)
    }

    /// Someone who acts. A role names its party.
    #[must_use]
    pub fn actor(&self, actor: &Actor) -> Noun {
        match actor {
            Actor::Party(party) => self.party(party),
            Actor::Role(role) => {
                let Some(row) = self.model.roles.get(role) else { return self.bare(self.unlabelled(role.as_str())) };
                let (label, party) = (self.label(row.term()), self.party(&row.of));
                if self.is_french() {
                    self.noun(Article::Le, format!("rôle {} ({})", self.quoted(&label), party.plain()))
                } else {
                    self.noun(Article::Le, format!("role {} ({})", self.quoted(&label), party.plain()))
                }
            }
        }
    }

    /// Someone who acts, as short as a table wants it.
    #[must_use]
    pub fn short_actor(&self, actor: &Actor) -> String {
        match self.terms.get(actor.name().as_str()) {
            Some(term) => self.label(term),
            None => self.unlabelled(actor.name()),
        }
    }

    /// Several who act.
    #[must_use]
    pub fn actors(&self, actors: &[Actor]) -> String {
        self.all_of(&actors.iter().map(|a| self.actor(a).plain()).collect::<Vec<_>>())
    }

    /// A value that is not agreed yet, so that nobody can miss it.
    #[must_use]
    pub fn blank(&self, name: &str) -> String {
        format!("**\\[{}\\]**", markdown::inline(name, self.language))
    }

    /// A quantity with its unit in words.
    #[must_use]
    pub fn quantity(&self, quantity: &Quantity) -> String {
        self.measured(quantity, format::quantity)
    }

    /// A quantity as short as a table wants it.
    #[must_use]
    pub fn short_quantity(&self, quantity: &Quantity) -> String {
        self.measured(quantity, format::short_quantity)
    }

    fn measured(&self, quantity: &Quantity, print: impl Fn(&Rational, &Measure, Language) -> String) -> String {
        if let Some(name) = quantity.as_blank() {
            return self.blank(name);
        }
        if quantity.unit.is_empty() {
            return format::number(&quantity.value, self.language);
        }
        match Measure::parse(&quantity.unit) {
            Some(measure) => print(&quantity.value, &measure, self.language),
            None => format!(
                "{}{}{}",
                format::number(&quantity.value, self.language),
                format::NO_BREAK,
                self.name(&quantity.unit)
            ),
        }
    }

    /// A plain count.
    #[must_use]
    pub fn count(&self, count: u64) -> String {
        format::number(&Rational::from(num_bigint::BigInt::from(count)), self.language)
    }

    /// A number of cases: `20 cas`, `1 case`.
    #[must_use]
    pub fn cases(&self, count: u64) -> String {
        let one_only = count < 2;
        format!(
            "{}\u{A0}{}",
            self.count(count),
            if one_only { self.either("cas", "case") } else { self.either("cas", "cases") }
        )
    }

    /// The words of a unit: `heures`, `Go`.
    #[must_use]
    pub fn unit_name(&self, unit: &str) -> String {
        match Measure::parse(unit) {
            Some(measure) if measure.per.is_none() => measure.unit.words(self.language).many.to_owned(),
            Some(_) => markdown::inline(unit, self.language),
            None => markdown::code(unit),
        }
    }

    /// Whether a name is that of a term.
    #[must_use]
    pub fn is_term(&self, name: &str) -> bool {
        self.terms.contains_key(name)
    }

    /// A day: `1er avril 2026`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        print::date(date, self.language)
    }

    /// The last day of what is over on `end`.
    #[must_use]
    pub fn last_day(&self, end: Date) -> String {
        self.date(print::last_day(end).unwrap_or(end))
    }

    /// A length of time until something: `30 minutes`, `30 jours calendaires`, `5 jours du calendrier « Heures ouvrées »`.
    #[must_use]
    pub fn delay(&self, delay: &Delay) -> String {
        let length = self.length(&delay.length, delay.calendar.as_ref());
        match (&delay.counted_by, self.is_french()) {
            (Some(preset), true) => format!("{length} (décomptés selon l’{})", self.cite_number(preset.as_str())),
            (Some(preset), false) => format!("{length} (counted under {})", self.cite_number(preset.as_str())),
            (None, _) => length,
        }
    }

    /// `dans un délai de 30 jours calendaires à compter de …`, `within 30 calendar days after …`.
    #[must_use]
    pub fn deadline(&self, deadline: &Deadline) -> String {
        if let Some(periods) = self.by_the_end_of_periods(deadline) {
            return periods;
        }
        let delay = self.delay(&deadline.delay);
        let after = deadline.after.as_ref().map(|e| self.event(e));
        let before = deadline.before.as_ref().map(|e| self.event(e));
        let mut out = if self.is_french() {
            format!("dans un délai {}", self.bare(delay).of())
        } else {
            format!("within {delay}")
        };
        if let Some(event) = after {
            out.push_str(&if self.is_french() {
                format!(" à compter {}", event.of())
            } else {
                format!(" after {}", event.plain())
            });
        }
        if let Some(event) = before {
            out.push_str(&if self.is_french() {
                format!(" avant {}", event.plain())
            } else {
                format!(" before {}", event.plain())
            });
        }
        out
    }

    /// What is given ahead of something: `30 jours calendaires`, with the events that it runs from or precedes.
    #[must_use]
    pub fn notice(&self, notice: &Deadline) -> String {
        let mut out = self.delay(&notice.delay);
        for (joint_fr, joint_en, event) in [("avant", "before", &notice.before), ("après", "after", &notice.after)] {
            if let Some(event) = event {
                out = format!("{out} {} {}", self.either(joint_fr, joint_en), self.event(event).plain());
            }
        }
        out
    }
}
