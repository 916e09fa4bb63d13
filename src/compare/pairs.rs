//! Which term of one version is which of the other: by identity, and of what is left over, by what it says.

use super::canon::{self, Entry, Sort};
use crate::base::Name;
use crate::model::Model;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// How often names are followed from one renamed term to those that name it.
const ROUNDS: usize = 6;

/// Stands for the own name of a term.
const SELF: &str = "§";

/// Terms of the older version and of the newer one that say the same.
type Alike<'e, 'm> = (Vec<&'e Entry<'m>>, Vec<&'e Entry<'m>>);

/// A term of both versions, or of one.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Its place among the terms of the older version.
    pub old: Option<usize>,
    /// Its place among the terms of the newer version.
    pub new: Option<usize>,
}

/// The names that terms of the older version have in the newer one, where they have another one.
pub fn renames(old: &Model, new: &Model) -> FxHashMap<Name, Name> {
    let (mut old, new) = (canon::entries(old), canon::entries(new));
    let mut renamed: FxHashMap<Name, Name> = FxHashMap::default();
    for entry in old.iter().filter(|entry| entry.sort.is_single()) {
        let other = new.iter().find(|other| other.sort == entry.sort && other.id != entry.id);
        renamed.extend(other.map(|other| (entry.id.clone(), other.id.clone())));
    }
    let mut found = renamed.clone();
    for _ in 0..ROUNDS {
        for entry in &mut old {
            entry.form.iter_mut().for_each(|(key, value)| rename(value, key, &found));
        }
        found = alike(&old, &new, &renamed);
        if found.is_empty() {
            break;
        }
        renamed.extend(found.clone());
    }
    renamed
}

/// A model with other names for some of its terms. Places in the source are not kept.
pub fn renamed(model: &Model, names: &FxHashMap<Name, Name>) -> Option<Model> {
    let mut value = serde_json::to_value(model).ok()?;
    rename(&mut value, "", names);
    serde_json::from_value(value).ok()
}

/// The terms of both versions side by side, in the order of the newer one, sort by sort; what is gone stands behind.
pub fn pairs(old: &[Entry<'_>], new: &[Entry<'_>]) -> Vec<Pair> {
    let mut places: FxHashMap<(Sort, &str), Vec<usize>> = FxHashMap::default();
    for (at, entry) in old.iter().enumerate().rev() {
        places.entry((entry.sort, &entry.id)).or_default().push(at);
    }
    let mut sorts: Vec<Sort> = old.iter().chain(new).map(|entry| entry.sort).collect();
    sorts.sort_unstable();
    sorts.dedup();
    let mut out = Vec::new();
    for sort in sorts {
        for (at, entry) in new.iter().enumerate().filter(|(_, entry)| entry.sort == sort) {
            let place = places.get_mut(&(sort, entry.id.as_str())).and_then(Vec::pop);
            out.push(Pair { old: place, new: Some(at) });
        }
        for (at, entry) in old.iter().enumerate().filter(|(_, entry)| entry.sort == sort) {
            if places.get(&(sort, entry.id.as_str())).is_some_and(|left| left.contains(&at)) {
                out.push(Pair { old: Some(at), new: None });
            }
        }
    }
    out
}

/// Terms that stand in one version only and say the same as exactly one of the other version: with their labels, else without.
fn alike(old: &[Entry<'_>], new: &[Entry<'_>], known: &FxHashMap<Name, Name>) -> FxHashMap<Name, Name> {
    let name = |entry: &Entry<'_>| known.get(&entry.id).cloned().unwrap_or_else(|| entry.id.clone());
    let names = |entries: &[Entry<'_>], of: &dyn Fn(&Entry<'_>) -> Name| -> FxHashMap<(Sort, Name), ()> {
        entries.iter().map(|entry| ((entry.sort, of(entry)), ())).collect()
    };
    let (before, after) = (names(old, &name), names(new, &|entry: &Entry<'_>| entry.id.clone()));
    let may_move = |entry: &Entry<'_>| !matches!(entry.sort, Sort::Blank | Sort::Acceptance);
    let gone: Vec<&Entry<'_>> =
        old.iter().filter(|entry| may_move(entry) && !after.contains_key(&(entry.sort, name(entry)))).collect();
    let come: Vec<&Entry<'_>> =
        new.iter().filter(|entry| may_move(entry) && !before.contains_key(&(entry.sort, entry.id.clone()))).collect();
    let mut found = FxHashMap::default();
    // What some terms are called is what they are about.
    let is_its_label = |entry: &Entry<'_>| {
        matches!(
            entry.sort,
            Sort::Party | Sort::Role | Sort::Service | Sort::Responsibility | Sort::Right | Sort::Duty | Sort::Prose
        )
    };
    for labelled in [true, false] {
        let mut by_content: FxHashMap<(Sort, String), Alike<'_, '_>> = FxHashMap::default();
        let fits = |entry: &&&Entry<'_>| labelled || !is_its_label(entry);
        for entry in gone.iter().filter(fits).filter(|entry| !found.contains_key(&entry.id)) {
            by_content.entry((entry.sort, content(entry, old, labelled))).or_default().0.push(entry);
        }
        for entry in come.iter().filter(fits).filter(|entry| !found.values().any(|name| *name == entry.id)) {
            by_content.entry((entry.sort, content(entry, new, labelled))).or_default().1.push(entry);
        }
        for (before, after) in by_content.values() {
            let ([one], [other]) = (before.as_slice(), after.as_slice()) else { continue };
            found.insert(one.id.clone(), other.id.clone());
            // What lies below it moves with it: the commitments of a tier.
            let dotted = format!("{}.", one.id);
            for entry in old.iter().filter(|entry| entry.id.starts_with(&dotted)) {
                if let Some(rest) = entry.id.strip_prefix(dotted.as_str()) {
                    found.insert(entry.id.clone(), format!("{}.{rest}", other.id).into());
                }
            }
        }
    }
    found.retain(|from, to| from != to);
    found
}

/// What a term says, with what lies below it, and without its name.
fn content(entry: &Entry<'_>, all: &[Entry<'_>], labelled: bool) -> String {
    let dotted = format!("{}.", entry.id);
    let nameless = |form: &Map<String, Value>, labelled: bool| {
        let mut form = form.clone();
        if !labelled {
            form.remove("label");
        }
        form.iter_mut().for_each(|(key, value)| forget(value, key, &entry.id, &dotted));
        Value::Object(form).to_string()
    };
    let mut below: Vec<String> = match entry.sort {
        Sort::Tier => {
            let below = all.iter().filter(|other| other.id.starts_with(&dotted));
            below
                .map(|other| {
                    format!("{}{}", other.id.replacen(entry.id.as_str(), SELF, 1), nameless(&other.form, true))
                })
                .collect()
        }
        _ => Vec::new(),
    };
    below.sort_unstable();
    format!("{}{below:?}", nameless(&entry.form, labelled))
}

fn forget(value: &mut Value, key: &str, id: &str, dotted: &str) {
    match value {
        Value::String(text) if key != "parts" && text == id => *text = SELF.to_owned(),
        Value::String(text) if key != "parts" && text.starts_with(dotted) => *text = text.replacen(id, SELF, 1),
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, key, id, dotted)),
        Value::Object(members) => members.iter_mut().for_each(|(key, member)| forget(member, key, id, dotted)),
        _ => {}
    }
}

/// Puts the names of the newer version in the place of those of the older one. Texts are left as they are.
fn rename(value: &mut Value, key: &str, names: &FxHashMap<Name, Name>) {
    match value {
        Value::String(text) if key != "parts" => {
            if let Some(name) = names.get(text.as_str()) {
                *text = name.to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, key, names)),
        Value::Object(members) => members.iter_mut().for_each(|(key, member)| rename(member, key, names)),
        _ => {}
    }
}
