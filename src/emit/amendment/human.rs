//! What differs, as text for a terminal.

use super::{Versions, Words};
use crate::compare::{Change, Effect, Kind, Verdict};
use crate::model::Validity;
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many terms that follow from a definition are shown.
const SHOWN: usize = 6;

/// What differs, the denied changes first. Each is known by its place among the changes.
#[must_use]
pub fn text(versions: &Versions<'_>, denied: &BTreeSet<usize>) -> String {
    let changes = &versions.amendment.changes;
    let mut out = format!("{}\n", summary(versions));
    if !denied.is_empty() {
        let _ = writeln!(out, "{} denied, shown first", denied.len());
    }
    let (first, rest): (Vec<_>, Vec<_>) = (0..changes.len()).partition(|at| denied.contains(at));
    for at in first.into_iter().chain(rest) {
        let Some(change) = changes.get(at) else { continue };
        out.push('\n');
        out.push_str(&told(versions, change, denied.contains(&at)));
    }
    out.replace('\u{a0}', " ")
}

/// `3 changes: 1 stricter, 1 looser, 1 incomparable`, with what is new and gone.
#[must_use]
pub fn summary(versions: &Versions<'_>) -> String {
    let changes = &versions.amendment.changes;
    if changes.is_empty() {
        return "no change".to_owned();
    }
    let count = |what: &dyn Fn(&Change) -> bool| changes.iter().filter(|change| what(change)).count();
    let verdicts = [
        (Verdict::Stricter, "stricter"),
        (Verdict::Looser, "looser"),
        (Verdict::Incomparable, "incomparable"),
        (Verdict::Equal, "equal"),
    ];
    let kinds = [(Kind::Added, "added"), (Kind::Removed, "removed"), (Kind::Renamed, "renamed")];
    let by_verdict = verdicts.map(|(verdict, word)| (count(&|change| change.verdict() == verdict), word));
    let by_kind = kinds.map(|(kind, word)| (count(&|change| change.kind() == kind), word));
    let list = |counts: &[(usize, &str)]| {
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        counts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    };
    let plural = if changes.len() == 1 { "change" } else { "changes" };
    let mut out = format!("{} {plural}: {}", changes.len(), list(&by_verdict));
    let kinds = list(&by_kind);
    if !kinds.is_empty() {
        let _ = write!(out, " ({kinds})");
    }
    out
}

fn told(versions: &Versions<'_>, change: &Change, denied: bool) -> String {
    let words = Words::of(versions);
    let mut out = String::new();
    let verdicts = words.verdicts(change).join("; ");
    let mark = if denied { "denied: " } else { "" };
    let kind = match change.kind() {
        Kind::Changed => String::new(),
        kind => format!("{}, ", words.kind(kind)),
    };
    let id = change.place().map(|place| place.id.as_str()).unwrap_or_default();
    let _ = writeln!(out, "{mark}{kind}{verdicts}: {} `{id}` – {}", change.sort.name(), plain(&versions.title(change)));
    let place = |place: &Option<crate::compare::Place>| {
        place.as_ref().map(|place| place.source.to_string()).filter(|source| !source.is_empty())
    };
    match (place(&change.old), place(&change.new)) {
        (Some(old), Some(new)) => drop(writeln!(out, "    {old} -> {new}")),
        (Some(one), None) | (None, Some(one)) => drop(writeln!(out, "    {one}")),
        (None, None) => {}
    }
    if let (Kind::Renamed, Some(old)) = (change.kind(), &change.old) {
        let _ = writeln!(out, "    was called `{}`", old.id);
    }
    let texts = versions.texts(change);
    // Of a table, the lines that differ.
    let only = |table: &[String], other: &[String]| -> Vec<String> {
        table
            .iter()
            .filter(|row| !other.contains(row))
            .map(|row| row.trim_matches(['|', ' ']).replace(" | ", ", "))
            .collect()
    };
    let (old_rows, new_rows) =
        (only(&texts.before_table, &texts.after_table), only(&texts.after_table, &texts.before_table));
    for (head, lines) in [("before", [texts.before, old_rows]), ("after", [texts.after, new_rows])] {
        for line in lines.concat() {
            let _ = writeln!(out, "    {head:<7} {}", plain(&line));
        }
    }
    if !change.fields.is_empty() {
        let fields: Vec<String> = change.fields.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "    fields  {}", fields.join(", "));
    }
    out.push_str(&effects(&words, change));
    if !change.with.is_empty() {
        let with: Vec<String> = change.with.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
        let more = change.with.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(out, "    with    {}{more}", with.join(", "));
    }
    out
}

fn effects(words: &Words<'_, '_>, change: &Change) -> String {
    let mut out = String::new();
    let mut told: Vec<&Effect> = Vec::new();
    for effect in change.effects.iter().filter(|effect| effect.verdict != Verdict::Equal) {
        if !told.contains(&effect) {
            told.push(effect);
        }
    }
    let is_single = told.len() == 1 && told.iter().all(|effect| effect.on.is_none());
    for effect in told.iter().take(SHOWN) {
        let mut parts: Vec<String> = Vec::new();
        if !is_single {
            parts.push(words.effect(effect));
            let of: Vec<String> = effect.fields.iter().map(ToString::to_string).collect();
            match words.on(effect) {
                Some(on) => parts.push(format!("on {}", plain(&on))),
                None if !of.is_empty() => parts.push(format!("by {}", of.join(", "))),
                None => {}
            }
        }
        parts.extend(words.services(effect).map(|services| format!("for {}", plain(&services))));
        if effect.during != Validity::default() {
            parts.extend(words.during(effect.during));
        }
        if !parts.is_empty() {
            let _ = writeln!(out, "    {}", parts.join(", "));
        }
        for witness in &effect.witnesses {
            let _ = writeln!(out, "    witness {}", plain(&words.witness(witness)));
        }
    }
    if told.len() > SHOWN {
        let _ = writeln!(out, "    … and {} more", told.len() - SHOWN);
    }
    out
}

/// Words of the contract text without the marks of Markdown.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '*' | '`' => {}
            c => out.push(c),
        }
    }
    out
}
