//! The published schemas are those of the program, and what the program writes is valid by them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/examples.rs"]
mod support;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use slac::emit::amendment::format::Differences;
use slac::emit::report::answers::Answer;
use slac::emit::report::due::Deadlines;
use slac::emit::report::month::CalendarMonth;
use slac::emit::rules::{Rules, to_rules};
use slac::model::Model;
use std::path::Path;
use support::examples;

/// The schema of what is written; what is read may leave out more.
fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// The published files are written anew with `SLAC_WRITE_SCHEMAS=1 cargo test schema`.
fn is_published(name: &str, schema: &Schema) {
    let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("SLAC_WRITE_SCHEMAS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == text,
        "{path} is out of date: SLAC_WRITE_SCHEMAS=1 cargo test schema"
    );
}

#[test]
fn the_schema_of_the_rules_is_published() {
    is_published("rules", &schema::<Rules>());
}

#[test]
fn the_schema_of_the_report_is_published() {
    is_published("report", &schema::<slac::emit::report::format::Report>());
}

#[test]
fn the_schema_of_the_model_is_published() {
    is_published("model", &schema::<Model>());
}

#[test]
fn the_schemas_of_the_answers_are_published() {
    is_published("deadline", &schema::<Deadlines>());
    is_published("calendar", &schema::<CalendarMonth>());
    is_published("answer", &schema::<Answer>());
    is_published("diff", &schema::<Differences>());
}

#[test]
fn every_field_is_documented() {
    for schema in [
        schema::<Rules>(),
        schema::<Deadlines>(),
        schema::<CalendarMonth>(),
        schema::<Answer>(),
        schema::<Differences>(),
    ] {
        let mut missing = Vec::new();
        undocumented("", &serde_json::to_value(schema).unwrap(), &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }
}

/// Properties without a description, by their path.
fn undocumented(path: &str, schema: &Value, missing: &mut Vec<String>) {
    if let Some(properties) = schema.get("properties").and_then(|p| p.as_object()) {
        for (name, property) in properties {
            // The tag of a choice is explained by the description of each of its values.
            let is_tag = property.get("const").is_some();
            if !is_tag && property.get("description").is_none() {
                missing.push(format!("{path}/{name}"));
            }
        }
    }
    match schema {
        Value::Object(members) => members.iter().for_each(|(k, v)| undocumented(&format!("{path}/{k}"), v, missing)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, v)| undocumented(&format!("{path}/{i}"), v, missing))
        }
        _ => {}
    }
}

/// The published schema of this name, ready to judge.
fn published(name: &str) -> jsonschema::Validator {
    let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn is_valid(validator: &jsonschema::Validator, path: &Path, value: &Value) {
    if let Err(error) = validator.validate(value) {
        panic!("{}: {error} at {}", path.display(), error.instance_path());
    }
}

#[test]
fn the_rules_of_every_example_are_valid() {
    let validator = published("rules");
    let mut exported = 0;
    for (path, model) in examples() {
        match to_rules(&model, &|_| None) {
            Ok(rules) => {
                let value = serde_json::to_value(&rules).unwrap();
                is_valid(&validator, &path, &value);
                refers_to_itself(&path, &value);
                exported += 1;
            }
            Err(template) => assert!(!template.blanks.is_empty(), "{}", path.display()),
        }
    }
    assert!(exported >= 6, "{exported}");
}

/// What a rule names stands in the lists beside it.
fn refers_to_itself(path: &Path, value: &Value) {
    let ids = |list: &str| -> Vec<&str> {
        value[list].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
    };
    let lists = [
        ("indicator", "indicators"),
        ("exclusions", "exclusions"),
        ("penalties", "penalties"),
        ("exceptions", "exceptions"),
    ];
    for rule in value["rules"].as_array().unwrap() {
        for (field, list) in lists {
            let known = ids(list);
            let named: Vec<&str> = match &rule[field] {
                Value::Array(names) => names.iter().map(|n| n.as_str().unwrap()).collect(),
                name => vec![name.as_str().unwrap()],
            };
            assert!(named.iter().all(|name| known.contains(name)), "{}: {} {field}", path.display(), rule["id"]);
        }
    }
    let mut text = Vec::new();
    tagged(value, &mut text);
    for (field, list) in [
        ("state", "states"),
        ("calendar", "calendars"),
        ("figure", "figures"),
        ("record", "records"),
        ("dimension", "dimensions"),
    ] {
        let known = ids(list);
        for (_, name) in text.iter().filter(|(f, _)| f == field) {
            assert!(known.contains(&name.as_str()), "{}: {field} `{name}` is not carried", path.display());
        }
    }
}

/// Every field that holds a name, with the name, below `rules` and the definitions.
fn tagged(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (field, member) in members {
                match member {
                    Value::String(name) => found.push((field.clone(), name.clone())),
                    // Choices of the contract may be about dimensions that no rule reads.
                    _ if field == "chooses" => {}
                    _ => tagged(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| tagged(item, found)),
        _ => {}
    }
}

#[test]
fn the_model_of_every_example_is_valid_and_is_read_back() {
    let validator = published("model");
    for (path, model) in examples() {
        let value = serde_json::to_value(&model).unwrap();
        is_valid(&validator, &path, &value);
        let read: Model = serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(serde_json::to_value(&read).unwrap() == value, "{}", path.display());
    }
}
