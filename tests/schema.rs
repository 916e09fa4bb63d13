//! The published schemas are those of the program, and what the program writes is valid by them.
#![expect(clippy::unwrap_used, reason = "tests")]

use schemars::{Schema, schema_for};
use slac::emit::rules::Rules;
use slac::model::Model;

/// The published files are written anew with `SLAC_WRITE_SCHEMAS=1 cargo test schema`.
fn is_published(name: &str, schema: &Schema) {
    let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("SLAC_WRITE_SCHEMAS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == text, "{path} is out of date: SLAC_WRITE_SCHEMAS=1 cargo test schema");
}

#[test]
fn the_schema_of_the_rules_is_published() {
    is_published("rules", &schema_for!(Rules));
}

#[test]
fn the_schema_of_the_model_is_published() {
    is_published("model", &schema_for!(Model));
}

#[test]
fn every_field_of_the_rules_is_documented() {
    let schema = serde_json::to_value(schema_for!(Rules)).unwrap();
    let mut missing = Vec::new();
    undocumented("", &schema, &mut missing);
    assert_eq!(missing, Vec::<String>::new());
}

/// Properties without a description, by their path.
fn undocumented(path: &str, schema: &serde_json::Value, missing: &mut Vec<String>) {
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
        serde_json::Value::Object(members) => members.iter().for_each(|(k, v)| undocumented(&format!("{path}/{k}"), v, missing)),
        serde_json::Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| undocumented(&format!("{path}/{i}"), v, missing)),
        _ => {}
    }
}
