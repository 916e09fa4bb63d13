//! Parties, verdicts and what shows them, in both languages.

use super::Versions;
use crate::base::Language;
use crate::compare::{Change, Effect, Kind, Verdict, Witness};
use crate::evaluate::words::Words as Figures;
use crate::model::{Expr, Id, Party, Validity};
use crate::quantity::Rational;
use crate::quantity::format;
use crate::time::{Instant, local, print};

/// Finds the words of what differs.
pub struct Words<'v, 'a> {
    versions: &'v Versions<'a>,
    figures: Figures,
}

impl<'v, 'a> Words<'v, 'a> {
    /// The words of two versions.
    #[must_use]
    pub fn of(versions: &'v Versions<'a>) -> Self {
        Self { versions, figures: Figures::of(versions.new, versions.language) }
    }

    fn pick<'t>(&self, french: &'t str, english: &'t str) -> &'t str {
        if self.versions.language == Language::French { french } else { english }
    }

    /// A party by its name.
    #[must_use]
    pub fn party(&self, party: &Id<Party>) -> String {
        match self.versions.new.parties.get(party) {
            Some(_) => self.versions.new_words.party(party),
            None => self.versions.old_words.party(party),
        }
    }

    /// What happened to a term.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> &'static str {
        let french = self.versions.language == Language::French;
        match (kind, french) {
            (Kind::Added, true) => "ajouté",
            (Kind::Added, false) => "added",
            (Kind::Removed, true) => "supprimé",
            (Kind::Removed, false) => "removed",
            (Kind::Renamed, true) => "renommé",
            (Kind::Renamed, false) => "renamed",
            (Kind::Changed, true) => "modifié",
            (Kind::Changed, false) => "changed",
        }
    }

    /// What becomes of something, and for whom: `stricter for Nord`, `looser for ACME`.
    #[must_use]
    pub fn effect(&self, effect: &Effect) -> String {
        let of = |word: &str, party: &Option<Id<Party>>| match party {
            Some(party) => format!("{word} {} {}", self.pick("pour", "for"), self.party(party)),
            None => word.to_owned(),
        };
        match effect.verdict {
            Verdict::Equal => self.pick("égal", "equal").to_owned(),
            Verdict::Stricter => of(self.pick("plus strict", "stricter"), &effect.debtor),
            Verdict::Looser => of(self.pick("plus souple", "looser"), &effect.creditor),
            Verdict::Incomparable => self.pick("non comparable", "incomparable").to_owned(),
        }
    }

    /// What becomes of all that a change is about: each thing once.
    #[must_use]
    pub fn verdicts(&self, change: &Change) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let own = change.effects.iter().filter(|effect| effect.verdict != Verdict::Equal);
        for words in own.map(|effect| self.effect(effect)) {
            if !all.contains(&words) {
                all.push(words);
            }
        }
        if all.is_empty() {
            all.push(self.pick("égal", "equal").to_owned());
        }
        all
    }

    /// The term whose meaning changes, where it is another one.
    #[must_use]
    pub fn on(&self, effect: &Effect) -> Option<String> {
        let id = effect.on.as_ref()?;
        let is_new = self.versions.after.clause(id).is_some();
        let words = if is_new { &self.versions.new_words } else { &self.versions.old_words };
        Some(words.title(id))
    }

    /// The services for which it is so: `ERP SAP`, `ERP SAP and 3 other services`.
    #[must_use]
    pub fn services(&self, effect: &Effect) -> Option<String> {
        let first = effect.services.first()?;
        let name = self.versions.new_words.title(first.as_str());
        Some(match effect.services.len() - 1 {
            0 => name,
            1 => format!("{name} {}", self.pick("et un autre service", "and 1 other service")),
            more => format!("{name} {}", self.pick("et {} autres services", "and {} other services"))
                .replace("{}", &more.to_string()),
        })
    }

    /// When it is so: `from 1 July 2026`, `until 31 August 2026`. None for the whole term.
    #[must_use]
    pub fn during(&self, during: Validity) -> Option<String> {
        let date = |day| print::date(day, self.versions.language);
        let from = during.from.map(|day| format!("{} {}", self.pick("à compter du", "from"), date(day)));
        let until = during
            .until
            .map(|day| format!("{} {}", self.pick("jusqu’au", "until"), date(print::last_day(day).unwrap_or(day))));
        let parts: Vec<String> = from.into_iter().chain(until).collect();
        if parts.is_empty() { None } else { Some(parts.join(" ")) }
    }

    /// An instant: `Friday 1 May 2026 at 17:30`.
    fn instant(&self, instant: Instant, is_end: bool) -> String {
        let (day, told) = match is_end {
            true => (instant - 1, self.figures.deadline(instant)),
            false => (instant, self.figures.instant(instant)),
        };
        let weekday = crate::time::Weekday::of(local::date_at(&self.figures.zone, day)).name(self.versions.language);
        match self.versions.language {
            Language::French if is_end => format!("le {weekday} {told}"),
            _ => format!("{weekday} {told}"),
        }
    }

    fn due(&self, due: Option<Instant>) -> String {
        due.map_or_else(
            || {
                self.pick("après tout ce que l’on connaît des calendriers", "after all that is known of the calendars")
                    .to_owned()
            },
            |due| self.instant(due, true),
        )
    }

    fn time(&self, seconds: &Rational) -> String {
        // To the second is more than anybody measures.
        let whole = seconds.round(0, crate::quantity::Rounding::HalfUp);
        format::short_duration(&whole, self.versions.language)
    }

    /// What shows it.
    #[must_use]
    pub fn witness(&self, witness: &Witness) -> String {
        match witness {
            Witness::Due { event, old, new } => {
                let (event, old, new) = (self.instant(*event, false), self.due(*old), self.due(*new));
                match self.versions.language {
                    Language::French => {
                        format!("pour un événement du {event}, l’échéance est {old} jusqu’ici, {new} désormais")
                    }
                    Language::English => format!("event on {event}: due by {old} before, by {new} after"),
                }
            }
            Witness::Owed { cases, at, old, new } => {
                let mut place: Vec<String> = cases.iter().map(ToString::to_string).collect();
                place.extend(at.as_ref().map(|at| self.versions.new_words.quantity(at)));
                let place = if place.is_empty() {
                    String::new()
                } else {
                    let at = self.pick("pour", "at");
                    format!("{at} {}{} ", place.join(", "), self.pick("\u{A0}:", ":"))
                };
                let nothing = || self.pick("rien", "nothing").to_owned();
                let shown = |expr: &Option<Expr>, words: &super::Wording<'_>| {
                    expr.as_ref().map_or_else(nothing, |expr| words.value(expr))
                };
                let (old, new) = (shown(old, &self.versions.old_words), shown(new, &self.versions.new_words));
                match self.versions.language {
                    Language::French => format!("{place}{old} jusqu’ici, {new} désormais"),
                    Language::English => format!("{place}{old} before, {new} after"),
                }
            }
            Witness::Budget { window, old, new } => {
                let month = format!("{} – {}", self.figures.instant(window.start), self.figures.deadline(window.end));
                let (old, new) = (self.time(old), self.time(new));
                match self.versions.language {
                    Language::French => {
                        format!("le temps qui peut être perdu ({month}) est de {old} jusqu’ici, de {new} désormais")
                    }
                    Language::English => format!("time that may be lost, {month}: {old} before, {new} after"),
                }
            }
            Witness::Outage { during, old, new } => {
                let from = self.instant(during.start, false);
                let length = self.time(&Rational::from(during.seconds()));
                let kept = |kept: bool| if kept { self.pick("tenu", "kept") } else { self.pick("manqué", "breached") };
                match self.versions.language {
                    Language::French => format!(
                        "avec une interruption de {length} à compter du {from}, l’engagement est {} jusqu’ici, {} désormais",
                        kept(*old),
                        kept(*new)
                    ),
                    Language::English => {
                        format!("an interruption of {length} from {from}: {} before, {} after", kept(*old), kept(*new))
                    }
                }
            }
        }
    }
}
