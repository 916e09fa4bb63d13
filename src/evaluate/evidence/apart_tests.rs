#![expect(clippy::unwrap_used, reason = "a test")]

use super::*;
use crate::driver;
use crate::resolved::loader::NoFiles;
use serde_json::json;

fn hosting() -> Model {
    let text = include_str!("../../../examples/month/hosting.slac");
    driver::compile_text("hosting.slac", text, &NoFiles).model.unwrap()
}

/// The places of a JSON value, as pointers, without texts and what nothing reads.
fn places(value: &Json, at: &str, all: &mut Vec<String>) {
    let mut inside = |key: &str, inner: &Json| {
        if !["label", "means", "notes", "records", "scenarios"].contains(&key) {
            let at = format!("{at}/{key}");
            all.push(at.clone());
            places(inner, &at, all);
        }
    };
    match value {
        Json::Array(items) => items.iter().enumerate().for_each(|(at, item)| inside(&at.to_string(), item)),
        Json::Object(fields) => fields.iter().for_each(|(key, inner)| inside(key, inner)),
        _ => {}
    }
}

#[test]
fn cases_that_are_only_judged_are_not_kept() {
    assert_eq!(judged_apart(&hosting()), BTreeSet::from(["incident".into()]));
    let text = include_str!("../../../examples/infogerance-erp/erp_acme.slac");
    let erp = driver::compile_text("erp_acme.slac", text, &NoFiles).model.unwrap();
    assert!(judged_apart(&erp).contains("incident"), "{:?}", judged_apart(&erp));
}

#[test]
fn whatever_gathers_records_is_found_in_every_field_of_the_model() {
    let model = hosting();
    let search = Search::of(&model, &"incident".into());
    let mut json = serde_json::to_value(&model).unwrap();
    assert!(!search.finds(&json));
    let mut all = Vec::new();
    places(&json, "", &mut all);
    assert!(all.len() > 500, "{}", all.len());
    let count =
        json!({"aggregate": {"function": "count", "of": {"records": "incident"}, "filter": null, "over": null}});
    for place in all {
        let field = json.pointer_mut(&place).unwrap();
        let before = std::mem::replace(field, count.clone());
        assert!(search.finds(&json), "{place}");
        *json.pointer_mut(&place).unwrap() = before;
    }
}

#[test]
fn what_is_gathered_of_a_dimension_or_an_indicator_of_the_records_is_found() {
    let model = hosting();
    let search = Search::of(&model, &"incident".into());
    for of in [
        json!({"indicator": {"indicator": "restoration", "of": null}}),
        json!({"aggregate": {"of": {"records": "outage"}, "filter": {"dimension": "priority"}}}),
        json!({"gap": {"of": {"field": {"record": "incident", "field": "opened"}}, "within": null}}),
    ] {
        assert!(search.in_value(&of, By::Case), "{of}");
    }
    let field = json!({"field": {"record": "incident", "field": "opened"}});
    assert!(!search.in_value(&field, By::Case));
    assert!(search.in_value(&field, By::Anyone));
}
