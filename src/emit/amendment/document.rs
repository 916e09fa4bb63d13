//! An amendment to be signed: numbered articles, each with what is provided at present and henceforth.

use super::{Versions, Words};
use crate::base::Language;
use crate::compare::{Change, Kind, Sort, Verdict};
use crate::emit::text::{Templates, TextError, render_amendment};
use crate::model::HasTerm;
use crate::time::print;
use jiff::civil::Date;
use serde::Serialize;

/// What the template reads.
#[derive(Clone, Debug, Serialize)]
struct Document {
    title: String,
    reference: Option<String>,
    /// Whether values are left to agree.
    draft: bool,
    signed: Option<String>,
    parties: Vec<Party>,
    articles: Vec<Article>,
    /// The first day, or a blank for it.
    effective: String,
    effect_article: usize,
    rest_article: usize,
    signatories: Vec<Party>,
    notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
struct Party {
    name: String,
    identity: Option<String>,
    represented: Option<String>,
    last: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Article {
    number: usize,
    title: String,
    /// `added`, `removed`, `replaced`, `struck`, `completed`, `renamed` or `same`.
    how: &'static str,
    old_place: Option<String>,
    new_place: Option<String>,
    old_id: String,
    new_id: String,
    before: Vec<String>,
    before_table: Vec<String>,
    after: Vec<String>,
    after_table: Vec<String>,
    /// Commitments that differ in the same way.
    likewise: Option<String>,
}

/// The amendment, in Markdown. Without a day on which it takes effect, that is left blank.
///
/// # Errors
/// Where the template cannot be filled; the built-in ones always can.
pub fn markdown(versions: &Versions<'_>, effective: Option<Date>, templates: &Templates) -> Result<String, TextError> {
    let language = versions.language;
    // What follows from other changes has no article: no text of it is another one.
    let written = |change: &&Change| change.kind() != Kind::Changed || !change.fields.is_empty();
    let changes: Vec<&Change> = versions.amendment.changes.iter().filter(written).collect();
    let articles: Vec<Article> =
        changes.iter().enumerate().map(|(at, change)| article(versions, change, at + 1)).collect();
    let parties = || {
        let signing: Vec<_> = versions.new.parties.iter().filter(|party| party.signs()).collect();
        let last = signing.len();
        let of = |(at, party): (usize, &&crate::model::Party)| Party {
            name: versions.new_words.party(&party.id()),
            identity: versions.new_words.text(party.identity.as_ref()),
            represented: versions.new_words.text(party.represented.as_ref()),
            last: at + 1 == last,
        };
        signing.iter().enumerate().map(of).collect::<Vec<_>>()
    };
    let draft = !versions.new.blanks.is_empty();
    let french = language == Language::French;
    let blank = || if french { "**\\[date d’effet\\]**" } else { "**\\[effective date\\]**" }.to_owned();
    let document = Document {
        title: versions.old_words.label(&versions.old.contract.term),
        reference: versions.old_words.text(versions.old.contract.reference.as_ref()),
        draft,
        signed: versions.old.contract.signed.map(|day| print::date(day, language)),
        parties: parties(),
        effective: effective.map_or_else(blank, |day| print::date(day, language)),
        effect_article: articles.len() + 1,
        rest_article: articles.len() + 2,
        signatories: if draft { Vec::new() } else { parties() },
        notes: notes(versions, &changes),
        articles,
    };
    render_amendment(&document, language, templates)
}

fn article(versions: &Versions<'_>, change: &Change, number: usize) -> Article {
    let texts = versions.texts(change);
    let is_silent = |sentences: &[String], table: &[String]| sentences.is_empty() && table.is_empty();
    let (no_before, no_after) =
        (is_silent(&texts.before, &texts.before_table), is_silent(&texts.after, &texts.after_table));
    let how = match (change.kind(), no_before, no_after) {
        (Kind::Added, ..) => "added",
        (Kind::Removed, ..) => "removed",
        (Kind::Renamed, true, true) => "renamed",
        (_, false, false) => "replaced",
        (_, false, true) => "struck",
        (_, true, false) => "completed",
        (_, true, true) => "same",
    };
    let code = |id: Option<&crate::compare::Place>| id.map(|place| format!("`{}`", place.id)).unwrap_or_default();
    let with: Vec<String> = change.with.iter().map(|id| cited(versions, id, change.kind())).collect();
    Article {
        number,
        title: versions.title(change),
        how,
        old_place: versions.old_number(change).map(str::to_owned),
        new_place: versions.new_number(change).map(str::to_owned),
        old_id: code(change.old.as_ref()),
        new_id: code(change.new.as_ref()),
        before: texts.before,
        before_table: texts.before_table,
        after: texts.after,
        after_table: texts.after_table,
        likewise: if with.is_empty() {
            None
        } else {
            Some(with.join(if versions.language == Language::French { " ; " } else { "; " }))
        },
    }
}

/// A commitment that is told with another term: `Rétablissement (Or), article 6.2.5`.
fn cited(versions: &Versions<'_>, id: &str, kind: Kind) -> String {
    let (clauses, words) = match kind {
        Kind::Removed => (&versions.before, &versions.old_words),
        _ => (&versions.after, &versions.new_words),
    };
    let number = clauses.clause(id).map(|clause| clause.number.clone()).unwrap_or_default();
    let article = if versions.language == Language::French { "article" } else { "clause" };
    format!("{}, {article}\u{A0}{number}", words.title(id))
}

/// What each change does, in words: those that make an article under its number, and what follows from several of them.
fn notes(versions: &Versions<'_>, articles: &[&Change]) -> Vec<String> {
    let words = Words::of(versions);
    let mut out = Vec::new();
    for change in &versions.amendment.changes {
        let at = articles.iter().position(|other| std::ptr::eq(*other, change));
        let head = match at {
            Some(at) => format!("Article {} – {}", at + 1, versions.title(change)),
            None => versions.title(change),
        };
        let colon = if versions.language == Language::French { " :" } else { ":" };
        let joint = if versions.language == Language::French { " ; " } else { "; " };
        let mut line = format!("{head}{colon} {}", words.verdicts(change).join(joint));
        let shown = change.effects.iter().filter(|effect| effect.verdict != Verdict::Equal);
        let witnesses: Vec<String> = shown
            .flat_map(|effect| {
                let on = words.on(effect).filter(|_| change.sort != Sort::Commitment);
                let said = effect.witnesses.iter().map(|witness| words.witness(witness));
                said.map(|said| on.as_ref().map_or_else(|| capital(&said), |on| format!("{on}{colon} {said}")))
                    .collect::<Vec<_>>()
            })
            .take(4)
            .collect();
        if !witnesses.is_empty() {
            line.push_str(&format!(". {}", witnesses.join(". ")));
        }
        line.push('.');
        out.push(line);
    }
    out
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
