//! Nothing in a model is idle: take any part of it away, or choose another word, and the text changes.
//!
//! The templates of both languages ask the same of the view (a test beside them sees to it), so French stands for both.

use crate::support::{examples, stated};
use serde_json::Value;
use slac::base::Language;
use slac::language::{KINDS, KindId, Shape};
use slac::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Parts of the model that the text does not state, with the reason.
const SILENT: &[(&str, &str)] = &[
    ("/version", "the form of the JSON"),
    ("/source", "a place in a file"),
    ("/module", "where a term comes from"),
    ("/indicators/*/domain", "follows from the formula"),
    ("/acceptances/*/remark", "the drafter's, never printed"),
    ("/contract/validity", "the term of the contract, which is stated as such"),
    ("/rule/kept_as_dated", "without effect where a day never moves"),
    ("/commitments/*/label", "that of the indicator, which titles the clause anyway"),
    ("/commitments/*/is_override", "how it was written; what it replaces is stated"),
    ("/figures/*/per", "follows from the value, which names the period"),
    ("/schedules/*/tier", "follows from the commitments, which are stated"),
    ("/clock/rules", "printed where something uses the rule; each choice has a test below"),
    ("/clock/closing", "printed where a case may be closed"),
    ("/clock/priority_set", "printed where a priority may change"),
    ("/clock/priority_dispute", "printed where a priority may change"),
    ("/assessment/rules", "printed where something uses the rule; each choice has a test below"),
];

fn is_silent(shape: &str) -> bool {
    SILENT.iter().any(|(silent, _)| shape.ends_with(silent) || shape.contains(&format!("{silent}/")))
}

/// A library explains itself to those who use it: its notes are not the contract's.
fn is_note_of_a_library(json: &Value, pointer: &str) -> bool {
    let term = pointer.split_once("/notes").and_then(|(term, _)| json.pointer(term));
    term.is_some_and(|t| t.get("module").is_some())
}

/// A pointer to every place of a value, with its shape: the pointer with a star for each place in a list.
fn places(value: &Value, pointer: &str, shape: &str, found: &mut Vec<(String, String)>) {
    found.push((pointer.to_owned(), shape.to_owned()));
    match value {
        // That texts are printed, word for word, is another test.
        Value::Object(fields) if !fields.contains_key("parts") => {
            for (name, inner) in fields {
                places(inner, &format!("{pointer}/{name}"), &format!("{shape}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (i, inner) in items.iter().enumerate() {
                places(inner, &format!("{pointer}/{i}"), &format!("{shape}/*"), found);
            }
        }
        _ => {}
    }
}

/// The value without what stands at the pointer.
fn without(json: &Value, pointer: &str) -> Option<Value> {
    let mut json = json.clone();
    let (parent, last) = pointer.rsplit_once('/')?;
    match json.pointer_mut(parent)? {
        Value::Array(items) => {
            items.remove(last.parse().ok()?);
        }
        Value::Object(fields) => match fields.get_mut(last)? {
            Value::Null => return None,
            Value::Array(items) if !items.is_empty() => items.clear(),
            Value::Bool(flag) => *flag = !*flag,
            field => *field = Value::Null,
        },
        _ => return None,
    }
    Some(json)
}

/// The model with those of its terms alone that have a part of a shape not seen before.
fn thinned(json: &Value, seen: &mut BTreeSet<String>) -> Value {
    let mut json = json.clone();
    for (table, terms) in json.as_object_mut().unwrap() {
        let Some(terms) = terms.as_array_mut() else { continue };
        terms.retain(|term| {
            let mut all = Vec::new();
            places(term, "", &format!("/{table}/*"), &mut all);
            let said = all.into_iter().filter(|(pointer, _)| term.pointer(pointer).is_some_and(|v| !v.is_null()));
            said.fold(false, |new, (_, shape)| seen.insert(shape) || new)
        });
    }
    json
}

#[test]
fn what_is_taken_out_of_the_model_is_missed_in_the_text() {
    let mut idle: BTreeMap<String, String> = BTreeMap::new();
    // One place of each shape will do.
    let (mut seen, mut tried): (BTreeSet<String>, BTreeSet<String>) = (BTreeSet::new(), BTreeSet::new());
    for (example, _, json) in examples() {
        let json = &thinned(json, &mut seen);
        let whole = stated(&serde_json::from_value(json.clone()).unwrap(), Language::French);
        let mut all = Vec::new();
        places(json, "", "", &mut all);
        for (pointer, shape) in all {
            if is_silent(&shape) || tried.contains(&shape) || is_note_of_a_library(json, &pointer) {
                continue;
            }
            // What the form of the model requires cannot be taken away.
            let Some(Ok(less)) = without(json, &pointer).map(serde_json::from_value::<Model>) else { continue };
            tried.insert(shape.clone());
            if stated(&less, Language::French) == whole {
                idle.entry(shape).or_insert_with(|| format!("{example}{pointer}"));
            }
        }
    }
    assert!(idle.is_empty(), "{idle:#?}");
}

/// A word that is no choice, and so has no sentence: every choice must say more than it.
const UNKNOWN: &str = "unknown";

/// The presets, the field of the model that holds each, and its kind.
const PRESETS: [(&str, KindId); 3] =
    [("clock", KindId::Clock), ("assessment", KindId::Assessment), ("delays", KindId::Delays)];

#[test]
fn every_word_of_a_preset_has_a_clause_of_its_own() {
    let (_, _, json) = &examples()[0];
    for (preset, kind) in PRESETS {
        let kind = KINDS.iter().find(|k| k.id == kind).unwrap();
        for field in kind.fields {
            let words: &[&str] = match field.shape {
                Shape::Word(words) => words,
                Shape::Flag => &["yes", "no"],
                _ => continue,
            };
            for language in Language::ALL {
                let texts = words.iter().chain([&UNKNOWN]).map(|word| {
                    let mut json = json.clone();
                    let at = if preset == "delays" { "/delays/0/rules".to_owned() } else { format!("/{preset}/rules") };
                    let rules = json.pointer_mut(&at).unwrap().as_array_mut().unwrap();
                    rules.retain(|rule| rule[0] != field.name);
                    rules.push(serde_json::json!([field.name, word]));
                    stated(&serde_json::from_value(json).unwrap(), language)
                });
                all_differ(texts.collect(), &format!("{preset} {}", field.name));
            }
        }
    }
}

/// A field of the model that holds a closed word, and where the vocabulary lists it.
const CHOICES: [(&str, KindId, &str); 18] = [
    ("/procedure/formal_notices/0/rule", KindId::Procedure, "formal_notice"),
    ("/procedure/formal_notices/0/effective", KindId::Procedure, "effective"),
    ("/procedure/meanwhile", KindId::Procedure, "meanwhile"),
    ("/contract/taxes", KindId::Contract, "taxes"),
    ("/contract/renewal/mode", KindId::Contract, "renewal"),
    ("/contract/rounding/rounding", KindId::Contract, "rounded"),
    ("/settlements/0/nature", KindId::Settlement, "nature"),
    ("/settlements/0/damages", KindId::Settlement, "damages"),
    ("/settlements/0/remedy", KindId::Settlement, "remedy"),
    ("/settlements/0/per", KindId::Settlement, "per"),
    ("/liabilities/0/indirect", KindId::Liability, "indirect"),
    ("/liabilities/0/penalties", KindId::Liability, "penalties"),
    ("/rights/0/law", KindId::Right, "law"),
    ("/duties/0/silence", KindId::Duty, "silence"),
    ("/duties/0/obligation", KindId::Duty, "obligation"),
    ("/commitments/0/obligation", KindId::Tier, "obligation"),
    ("/backups/0/beyond_size", KindId::Backup, "beyond_size"),
    ("/scenarios/0/status", KindId::Scenario, "status"),
];

#[test]
fn every_choice_has_a_sentence_of_its_own() {
    let (_, _, json) = &examples()[0];
    for (pointer, kind, name) in CHOICES {
        let kind = KINDS.iter().find(|k| k.id == kind).unwrap();
        let field =
            kind.fields.iter().flat_map(|f| std::iter::once(f).chain(f.tails)).find(|f| f.name == name).unwrap();
        let Shape::Word(words) = field.shape else { panic!("{name} takes no word") };
        for language in Language::ALL {
            let texts = words.iter().chain([&UNKNOWN]).filter_map(|word| {
                let mut json = json.clone();
                *json.pointer_mut(pointer).unwrap() = Value::from(*word);
                // Where the model has a type of its own for the choice, it refuses the word that is none.
                Some(stated(&serde_json::from_value(json).ok()?, language))
            });
            all_differ(texts.collect(), pointer);
        }
    }
}

fn all_differ(texts: Vec<String>, what: &str) {
    for (i, one) in texts.iter().enumerate() {
        assert!(!texts.iter().skip(i + 1).any(|other| one == other), "{what}: two choices read alike");
    }
}
