//! What the rules for monitors say of real contracts.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/examples.rs"]
mod support;

use serde_json::{Value, json};
use slac::emit::rules::to_rules;
use std::collections::BTreeSet;
use support::{example, examples};

/// The rules of an example.
fn rules_of(name: &str) -> Value {
    serde_json::to_value(to_rules(&example(name), &|id| Some(format!("clause of {id}"))).unwrap()).unwrap()
}

fn find<'v>(value: &'v Value, list: &str, id: &str) -> &'v Value {
    value[list].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("no {id} in {list}"))
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[test]
fn nothing_is_dropped_in_silence() {
    for (path, model) in examples() {
        let Ok(rules) = to_rules(&model, &|_| None) else { continue };
        let mut said = BTreeSet::new();
        texts(&serde_json::to_value(rules).unwrap(), &mut said);
        let mut terms = Vec::new();
        own_terms(&serde_json::to_value(&model).unwrap(), &mut terms);
        assert!(terms.len() > 5, "{}", path.display());
        for term in terms {
            assert!(said.contains(&term), "{}: nothing is said of `{term}`", path.display());
        }
    }
}

/// Every text of a document.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

/// The identities of the terms of a model that the contract's own sources state.
fn own_terms(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| own_terms(item, found)),
        Value::Object(members) => {
            if let (Some(Value::String(id)), Some(_), None) =
                (members.get("id"), members.get("source"), members.get("module"))
            {
                found.push(id.clone());
            }
            members.values().for_each(|member| own_terms(member, found));
        }
        _ => {}
    }
}

#[test]
fn a_target_is_exact_and_stands_in_base_units_too() {
    let rules = rules_of("init/infogerance-fr.slac");
    let availability = find(&rules, "rules", "niveaux.availability");
    let amount = json!({ "value": "99.5", "unit": "%", "base": { "value": "0.995", "unit": "1" } });
    assert_eq!(availability["target"], json!({ "comparator": "at_least", "amount": amount }));
    let p1 = find(&rules, "rules", "niveaux.restoration.p1");
    let amount = json!({ "value": "4", "unit": "h", "base": { "value": "14400", "unit": "s" } });
    assert_eq!(p1["target"], json!({ "comparator": "at_most", "amount": amount }));
    let p3 = find(&rules, "rules", "niveaux.restoration.p3");
    assert_eq!(p3["target"]["days_of"], json!({ "kind": "calendar", "calendar": "ouverture" }));
    // Money is never converted.
    assert_eq!(
        find(&rules, "figures", "redevance")["value"]["formula"]["left"]["amount"],
        json!({ "value": "5000", "unit": "EUR" })
    );
}

#[test]
fn a_rule_says_why_it_exists_in_one_sentence() {
    let rules = rules_of("init/infogerance-fr.slac");
    assert_eq!(
        find(&rules, "rules", "niveaux.restoration.p2")["why"],
        "Le prestataire promises Le client that `restoration` of `application` is at most 8 h where `priority` is `p2`, for 90 % of \
         cases, judged for each calendar month with 10 cases or more, counted at all times (24 hours, 7 days), as measured by \
         Le mesureur."
    );
}

#[test]
fn a_rule_names_the_clause_and_the_line_that_it_comes_from() {
    let rules = rules_of("init/infogerance-fr.slac");
    let term = &find(&rules, "rules", "niveaux.availability")["term"];
    assert_eq!(term["clause"], "clause of niveaux.availability");
    assert!(term["source"].as_str().unwrap().contains("infogerance-fr.slac:"));
}

#[test]
fn a_calendar_lists_the_holidays_of_the_term() {
    let rules = rules_of("init/infogerance-fr.slac");
    let calendar = find(&rules, "calendars", "ouverture");
    assert_eq!(calendar["listed_until"], "2026-12-31");
    assert_eq!(
        calendar["open"][0]["days"],
        json!({ "kind": "weekdays", "weekdays": ["mon", "tue", "wed", "thu", "fri"] })
    );
    let dates: Vec<&str> =
        calendar["days_off"].as_array().unwrap().iter().map(|d| d["date"].as_str().unwrap()).collect();
    assert_eq!(
        dates,
        [
            "2026-01-01",
            "2026-04-06",
            "2026-05-01",
            "2026-05-08",
            "2026-05-14",
            "2026-05-25",
            "2026-07-14",
            "2026-08-15",
            "2026-11-01",
            "2026-11-11",
            "2026-12-25"
        ]
    );
}

#[test]
fn a_holiday_that_moves_names_the_day_that_it_moved_from() {
    let rules = rules_of("init/saas-en.slac");
    let boxing_day =
        find(&rules, "calendars", "office")["days_off"].as_array().unwrap().iter().find(|d| d["date"] == "2026-12-28");
    assert_eq!(boxing_day.unwrap()["moved_from"], "2026-12-26");
}

#[test]
fn a_plan_that_the_contract_did_not_choose_has_no_rules() {
    let rules = rules_of("saas/helpdesk_saas.slac");
    assert!(!ids(&rules["rules"]).iter().any(|id| id.contains("enterprise_plan")));
    let left: Vec<&Value> = rules["not_carried"].as_array().unwrap().iter().collect();
    let one = left.iter().find(|l| l["term"]["id"] == "subscription.availability.enterprise_plan").unwrap();
    assert!(one["reason"].as_str().unwrap().contains("chose another value"));
}

#[test]
fn a_cell_without_a_commitment_is_no_rule() {
    let rules = rules_of("saas/helpdesk_saas.slac");
    let left = rules["not_carried"].as_array().unwrap();
    let one = left.iter().find(|l| l["term"]["id"] == "subscription.restoration.standard_plan.p1").unwrap();
    assert_eq!(
        (one["sort"].as_str(), one["reason"].as_str()),
        (Some("commitment"), Some("nothing is promised here, on purpose"))
    );
}

#[test]
fn a_rule_is_about_the_services_that_its_scope_lets_in() {
    let rules = rules_of("backup-dr/backup_nakivo.slac");
    assert_eq!(ids(&find(&rules, "rules", "reprise.rpo.vital")["services"]), ["etat_civil"]);
    assert_eq!(ids(&find(&rules, "rules", "reprise.rto.important")["services"]), ["finances", "fichiers"]);
}

#[test]
fn escalation_has_the_levels_for_the_cases_of_the_rule() {
    let rules = rules_of("init/infogerance-fr.slac");
    let levels = |id: &str| -> Vec<String> {
        let steps = find(&rules, "rules", id)["escalation"].as_array().unwrap();
        steps.iter().map(|s| format!("{} {}", s["level"].as_str().unwrap(), s["to"].as_str().unwrap())).collect()
    };
    assert_eq!(levels("niveaux.restoration.p1"), ["1 support", "2 exploitation"]);
    assert_eq!(levels("niveaux.restoration.p3"), ["1 support"]);
    assert!(levels("niveaux.availability").is_empty());
    assert!(ids(&rules["roles"]).contains(&"exploitation"));
}

#[test]
fn what_is_read_by_a_formula_is_carried_along() {
    let rules = rules_of("init/infogerance-fr.slac");
    assert_eq!(find(&rules, "indicators", "availability")["words"], "share of time in which `down` does not hold");
    assert_eq!(find(&rules, "states", "down")["words"], "holds from `outage.outage_began` until `outage.outage_ended`");
    assert!(ids(&find(&rules, "records", "outage")["fields"]).contains(&"outage_began"));
    // The priority follows from impact and urgency, by a table.
    assert_eq!(find(&rules, "dimensions", "priority")["decision"]["rows"].as_array().map(Vec::len), Some(9));
    assert!(ids(&rules["dimensions"]).contains(&"urgency"));
}

#[test]
fn the_version_of_the_format_and_of_the_time_zone_data_are_stated() {
    let rules = rules_of("init/saas-en.slac");
    assert_eq!(rules["version"], "1");
    assert_eq!(rules["contract"]["timezone"], "Europe/London");
    assert_eq!(rules["contract"]["tzdata"], slac::time::zone::data_version());
}
