//! The published format of `slac diff --format json`. Its JSON Schema is `schema/diff.schema.json`.

use super::{Texts, Versions};
use crate::base::{Language, Name};
use crate::compare::{Change, Kind, Place, Verdict, Witness};
use crate::emit::report::moments::Moments;
use crate::model::{Quantity, Text};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Version of the format.
const VERSION: &str = "1";

/// What differs between two versions of a contract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Differences {
    /// Version of this format.
    pub version: String,
    /// The older version.
    pub old: Name,
    /// The newer version.
    pub new: Name,
    /// The zone in which instants are told.
    pub timezone: String,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// How many changes there are, by what becomes of what is owed.
    pub summary: Summary,
    /// The changes, in the order of the sorts of terms and of the newer version.
    pub changes: Vec<Difference>,
}

/// How many changes there are.
#[derive(Clone, Copy, Debug, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// More is owed.
    pub stricter: usize,
    /// Less is owed.
    pub looser: usize,
    /// More or less is owed as the case may be, or nothing says which.
    pub incomparable: usize,
    /// The same is owed.
    pub equal: usize,
    /// Of all of these, terms that are new.
    pub added: usize,
    /// Of all of these, terms that are gone.
    pub removed: usize,
    /// Of all of these, changes that were denied.
    pub denied: usize,
}

/// A term that is not what it was.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Difference {
    /// The sort of the term.
    pub sort: String,
    /// What happened to the term: `added`, `removed`, `renamed` or `changed`.
    pub how: &'static str,
    /// What becomes of all that it is about, taken together: `stricter`, `looser`, `equal` or `incomparable`.
    pub verdict: &'static str,
    /// Whether it was denied on the command line.
    pub denied: bool,
    /// The term in the older version; absent where it was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Where>,
    /// The term in the newer version; absent where it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Where>,
    /// The fields that differ, by their names in the normal form.
    pub fields: Vec<Name>,
    /// What both versions say of it and the other one does not, by language.
    pub texts: BTreeMap<String, Sides>,
    /// What becomes of what the parties owe one another.
    pub effects: Vec<Effect>,
    /// Terms that differ in the same way and are told with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Name>,
}

/// Where a term stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Where {
    /// Its identity.
    pub id: Name,
    /// What people call it, by language; an empty language serves all.
    pub label: BTreeMap<Name, Name>,
    /// File and line.
    pub source: Name,
}

/// Sentences and lines of tables of the contract text, as Markdown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sides {
    /// Of the older version.
    pub before: Vec<String>,
    /// Of the newer version.
    pub after: Vec<String>,
}

/// What becomes of one thing that a party owes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Effect {
    /// The fields that it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Name>,
    /// The term whose meaning changes, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Name>,
    /// What becomes of it: `stricter`, `looser`, `equal` or `incomparable`.
    pub verdict: &'static str,
    /// Who owes it, where that is known. What is stricter is so for this party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debtor: Option<Name>,
    /// To whom it is owed, where that is known. What is looser is so for this party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creditor: Option<Name>,
    /// The services for which it is so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Name>,
    /// The first day on which it is so, where that is not the first of the term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The day on which it is no longer so, where that is not the end of the term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Shown>,
}

/// An instance that shows what becomes of a promise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "sort", rename_all = "kebab-case")]
pub enum Shown {
    /// When something is due after an event.
    Due {
        /// The event, RFC 3339.
        event: String,
        /// When it was due, RFC 3339; absent: after all that is known of the calendars.
        #[serde(skip_serializing_if = "Option::is_none")]
        old: Option<String>,
        /// When it is due, RFC 3339; absent: after all that is known of the calendars.
        #[serde(skip_serializing_if = "Option::is_none")]
        new: Option<String>,
    },
    /// What is owed in a case, or for a value.
    Owed {
        /// The values of dimensions that are asked.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        cases: Vec<Name>,
        /// The value that is looked up.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Quantity>,
        /// What was owed, in words; absent: nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        old: Option<String>,
        /// What is owed, in words; absent: nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        new: Option<String>,
    },
    /// How many seconds may be lost in a window.
    Budget {
        /// The start of the window, RFC 3339.
        from: String,
        /// Its end, RFC 3339.
        until: String,
        /// By the older version, exact.
        old: String,
        /// By the newer version, exact.
        new: String,
    },
    /// An interruption, and whether the promise is kept.
    Outage {
        /// Its start, RFC 3339.
        from: String,
        /// Its end, RFC 3339.
        until: String,
        /// Whether it was kept.
        old: bool,
        /// Whether it is kept.
        new: bool,
    },
}

/// What differs, for programs; with the texts of each language.
#[must_use]
pub fn of(languages: &[Versions<'_>], denied: &BTreeSet<usize>) -> Option<Differences> {
    let first = languages.first()?;
    let zone = first.new.contract.zone();
    let moments = Moments { zone, year: 0 };
    let changes: Vec<Difference> = first
        .amendment
        .changes
        .iter()
        .enumerate()
        .map(|(at, change)| difference(languages, first, change, denied.contains(&at), &moments))
        .collect();
    let of = |word: &str| changes.iter().filter(|change| change.verdict == word).count();
    let how = |word: &str| changes.iter().filter(|change| change.how == word).count();
    let summary = Summary {
        stricter: of("stricter"),
        looser: of("looser"),
        incomparable: of("incomparable"),
        equal: of("equal"),
        added: how("added"),
        removed: how("removed"),
        denied: denied.len(),
    };
    Some(Differences {
        version: VERSION.to_owned(),
        old: first.old.contract.term.id.clone(),
        new: first.new.contract.term.id.clone(),
        timezone: first.new.contract.timezone.clone().unwrap_or_default(),
        tzdata: first.new.contract.tzdata.clone(),
        summary,
        changes,
    })
}

fn difference(
    languages: &[Versions<'_>],
    first: &Versions<'_>,
    change: &Change,
    denied: bool,
    moments: &Moments,
) -> Difference {
    let texts = languages.iter().map(|versions| {
        let Texts { before, after, before_table, after_table } = versions.texts(change);
        let sides = Sides { before: [before, before_table].concat(), after: [after, after_table].concat() };
        (versions.language.tag().to_owned(), sides)
    });
    Difference {
        sort: change.sort.name().to_owned(),
        how: match change.kind() {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Renamed => "renamed",
            Kind::Changed => "changed",
        },
        verdict: verdict(change.verdict()),
        denied,
        old: change.old.as_ref().map(place),
        new: change.new.as_ref().map(place),
        fields: change.fields.clone(),
        texts: texts.collect(),
        effects: change.effects.iter().map(|effect| self::effect(first, effect, moments)).collect(),
        with: change.with.clone(),
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Equal => "equal",
        Verdict::Stricter => "stricter",
        Verdict::Looser => "looser",
        Verdict::Incomparable => "incomparable",
    }
}

fn place(place: &Place) -> Where {
    let label = |text: &Text| text.parts.iter().cloned().collect();
    Where { id: place.id.clone(), label: label(&place.label), source: place.source.clone() }
}

fn effect(versions: &Versions<'_>, effect: &crate::compare::Effect, moments: &Moments) -> Effect {
    let at = |instant: Instant| moments.rfc3339(instant);
    let shown = |witness: &Witness| match witness {
        Witness::Due { event, old, new } => Shown::Due { event: at(*event), old: old.map(at), new: new.map(at) },
        Witness::Owed { cases, at, old, new } => Shown::Owed {
            cases: cases.clone(),
            at: at.clone(),
            old: old.as_ref().map(|expr| versions.old_words.value(expr)),
            new: new.as_ref().map(|expr| versions.new_words.value(expr)),
        },
        Witness::Budget { window, old, new } => {
            Shown::Budget { from: at(window.start), until: at(window.end), old: old.to_string(), new: new.to_string() }
        }
        Witness::Outage { during, old, new } => {
            Shown::Outage { from: at(during.start), until: at(during.end), old: *old, new: *new }
        }
    };
    Effect {
        fields: effect.fields.clone(),
        on: effect.on.clone(),
        verdict: verdict(effect.verdict),
        debtor: effect.debtor.as_ref().map(|party| party.name().clone()),
        creditor: effect.creditor.as_ref().map(|party| party.name().clone()),
        services: effect.services.iter().map(|service| service.name().clone()).collect(),
        from: effect.during.from.map(|day| day.to_string()),
        until: effect.during.until.map(|day| day.to_string()),
        witnesses: effect.witnesses.iter().map(shown).collect(),
    }
}

/// The languages whose texts are given: those of the newer version that can be printed, else English.
#[must_use]
pub fn languages(model: &crate::model::Model) -> Vec<Language> {
    let own: BTreeSet<Language> = model.contract.languages.iter().filter_map(|tag| Language::from_tag(tag)).collect();
    if own.is_empty() { vec![Language::English] } else { own.into_iter().collect() }
}
