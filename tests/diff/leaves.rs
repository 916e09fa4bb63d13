//! Nothing is forgotten: whatever is changed in the normal form of a contract is found.

use super::{BASE, model};
use serde_json::Value;
use slac::compare::{self, NOT_COMPARED};
use slac::model::Model;
use std::collections::BTreeSet;

const FLAGSHIP: &str = include_str!("../../examples/infogerance-erp/erp_acme.slac");

/// What of the normal form is no term, and is not compared, beside what `NOT_COMPARED` says.
const NO_TERM: &[(&str, &str)] = &[("/version", "the version of the form itself")];

/// The places of all that can be changed: words, numbers, flags, and items of lists.
fn leaves(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, member)| leaves(member, &format!("{path}/{key}"), out))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| leaves(item, &format!("{path}/{at}"), out));
        }
        Value::Null => {}
        _ => out.push(path.to_owned()),
    }
}

/// A path without the places in its lists.
fn shape(path: &str) -> String {
    path.split('/')
        .map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { "*" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Other values for a leaf, the likeliest first.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(flag) => vec![Value::Bool(!flag)],
        Value::Number(number) => vec![Value::from(number.as_u64().unwrap_or(0) + 1)],
        Value::String(text) => {
            let number = text.parse::<i64>().ok().map(|number| Value::from((number + 1).to_string()));
            let date = text.strip_prefix("20").map(|rest| Value::from(format!("21{rest}")));
            let time = text.strip_suffix(":00:00").map(|hour| Value::from(format!("{hour}:07:00")));
            let words = [
                "at-most", "at_most", "higher", "lower", "mon", "tue", "second", "2", "month", "year", "text", "sum",
                "count",
            ];
            let mut all: Vec<Value> = number.into_iter().chain(date).chain(time).collect();
            all.push(Value::from(format!("{text}x")));
            all.extend(words.into_iter().filter(|word| word != text).map(Value::from));
            all
        }
        _ => Vec::new(),
    }
}

/// The model with another value at a place; none where that is no model.
fn changed(json: &Value, path: &str) -> Option<Model> {
    let leaf = json.pointer(path)?;
    others(leaf).into_iter().find_map(|other| {
        let mut json = json.clone();
        *json.pointer_mut(path)? = other;
        serde_json::from_value(json).ok()
    })
}

fn is_exempt(path: &str) -> bool {
    let is_field = |field: &str| path.split('/').any(|part| part == field);
    NO_TERM.iter().any(|(name, _)| path == *name) || NOT_COMPARED.iter().any(|(field, _)| is_field(field))
}

/// A model with as few terms as show every shape of a leaf that was not seen before.
fn pruned(json: &Value, seen: &BTreeSet<String>) -> Value {
    let mut known = seen.clone();
    let mut json = json.clone();
    for (table, rows) in json.as_object_mut().unwrap() {
        let Some(rows) = rows.as_array_mut() else { continue };
        rows.retain(|row| {
            let mut own = Vec::new();
            leaves(row, &format!("/{table}/0"), &mut own);
            let shown = own.iter().map(|path| known.insert(shape(path))).filter(|is_new| *is_new).count();
            shown > 0
        });
    }
    json
}

/// Every shape of a leaf once; what could not be changed, and what was not found.
fn walk(json: &Value, seen: &mut BTreeSet<String>) -> (usize, Vec<String>, Vec<String>) {
    let json = &pruned(json, seen);
    let mut paths = Vec::new();
    leaves(json, "", &mut paths);
    let base: Model = serde_json::from_value(json.clone()).unwrap();
    let (mut tried, mut rigid, mut missed) = (0, Vec::new(), Vec::new());
    for path in paths {
        if is_exempt(&path) || !seen.insert(shape(&path)) {
            continue;
        }
        match changed(json, &path) {
            None => rigid.push(path),
            Some(other) => {
                tried += 1;
                if compare::of(&base, &other).changes.is_empty() {
                    missed.push(path);
                }
            }
        }
    }
    (tried, rigid, missed)
}

#[test]
fn whatever_is_changed_is_found() {
    let mut seen = BTreeSet::new();
    let (mut tried, mut rigid, mut missed) = (0, Vec::new(), Vec::new());
    for source in [BASE, FLAGSHIP] {
        let json = serde_json::to_value(model(source)).unwrap();
        let (more, stiff, lost) = walk(&json, &mut seen);
        tried += more;
        rigid.extend(stiff);
        missed.extend(lost);
    }
    assert_eq!(missed, Vec::<String>::new(), "changes that no comparison finds");
    assert!(tried > 300 && rigid.len() * 5 < tried, "{tried} tried, {} could not be changed: {rigid:#?}", rigid.len());
}

#[test]
fn a_term_that_is_gone_is_found() {
    let json = serde_json::to_value(model(BASE)).unwrap();
    let base: Model = serde_json::from_value(json.clone()).unwrap();
    for (table, rows) in json.as_object().unwrap() {
        let Some(rows) = rows.as_array() else { continue };
        for at in [rows.len() / 2] {
            let mut without = json.clone();
            let Some(list) = without.get_mut(table).and_then(Value::as_array_mut).filter(|list| at < list.len()) else {
                continue;
            };
            list.remove(at);
            let other: Model = serde_json::from_value(without).unwrap();
            assert!(!compare::of(&base, &other).changes.is_empty(), "{table} {at}");
            assert!(!compare::of(&other, &base).changes.is_empty(), "{table} {at}, added");
        }
    }
}
