//! The text says all that the model says, in both languages, and no number that the model does not have.

use crate::support::{examples, plain, text, walk};
use crate::worked;
use jiff::civil::{Date, DateTime};
use serde_json::Value;
use slac::base::Language;
use slac::emit::text::number::{Numbering, Part};
use slac::emit::text::{Templates, anchor, render};
use slac::model::Model;
use slac::quantity::{Measure, Rational, format};
use slac::time::{date_rule, print};
use std::collections::{BTreeMap, BTreeSet};

/// The words of each clause, by its anchor: up to the next anchor.
fn clauses(text: &str) -> BTreeMap<&str, String> {
    let parts = text.split("<a id=\"").skip(1).map(|part| part.split_once("\"></a>").unwrap());
    parts.map(|(anchor, words)| (anchor, plain(words))).collect()
}

/// Every term of the model: its identity and its JSON.
fn terms(json: &Value) -> Vec<(&str, &Value)> {
    let mut terms = Vec::new();
    walk(json, "", &mut |_, value| {
        if let (Some(id), Some(_), Some(_)) = (value.get("id"), value.get("label"), value.get("source")) {
            terms.push((id.as_str().unwrap(), value));
        }
    });
    terms
}

fn each_example(check: impl Fn(&str, &Model, &Value, Language, &str)) {
    for (example, model, json) in examples() {
        for language in Language::ALL {
            check(example, model, json, language, &text(model, language));
        }
    }
}

#[test]
fn every_term_has_one_clause_with_its_number_and_its_name() {
    each_example(|example, model, json, language, text| {
        let numbering = Numbering::of(model);
        for (id, _) in terms(json) {
            let place = format!("<a id=\"{}\"></a>", anchor(id));
            assert_eq!(text.matches(&place).count(), 1, "{example} {language:?} {id}");
            let clause = &clauses(text)[anchor(id).as_str()];
            let number = numbering.clause(id).unwrap();
            assert!(clause.trim_start_matches('*').starts_with(&number), "{example} {language:?} {id}: {number}");
            assert!(clause.contains(&format!("(`{id}`)")), "{example} {language:?} {id}");
        }
    });
}

#[test]
fn no_two_clauses_have_one_number() {
    for (example, model, json) in examples() {
        let numbering = Numbering::of(model);
        let numbers: BTreeSet<_> = terms(json).iter().map(|(id, _)| numbering.clause(id).unwrap()).collect();
        assert_eq!(numbers.len(), terms(json).len(), "{example}");
    }
}

/// The text of a `Text` in a language, as the source wrote it.
fn words_of(value: &Value, language: Language) -> Option<&str> {
    let parts = value.as_object().filter(|o| o.len() == 1)?.get("parts")?.as_array()?;
    let tagged = |tag: &str| parts.iter().find(|p| p[0] == tag).and_then(|p| p[1].as_str());
    tagged(language.tag()).or_else(|| tagged("")).or_else(|| parts.first().and_then(|p| p[1].as_str()))
}

#[test]
fn every_text_of_a_term_stands_in_its_clause() {
    each_example(|example, _, json, language, text| {
        let (clauses, whole) = (clauses(text), plain(text));
        for (id, term) in terms(json) {
            walk(term, "", &mut |path, value| {
                let Some(words) = words_of(value, language) else { return };
                // The label of a matrix heads its table; the law and the courts stand among the final provisions.
                let is_elsewhere = ["/matrix_label", "/law", "/jurisdiction"].contains(&path);
                // Where no commitment goes by priority, nobody disagrees on one.
                if path == "/priority_dispute" && !has_priorities(json) {
                    return;
                }
                let place = if is_elsewhere { &whole } else { &clauses[anchor(id).as_str()] };
                for piece in words.split(['{', '}']).step_by(2).map(|p| plain(p.trim().trim_end_matches('.'))) {
                    assert!(place.contains(&piece), "{example} {language:?} {id}{path}: {piece}\n{place}");
                }
            });
        }
    });
}

fn has_priorities(json: &Value) -> bool {
    let of_case = |id: &Value| {
        json["dimensions"].as_array().unwrap().iter().any(|d| d["id"] == *id && !d["of"]["record"].is_null())
    };
    let scopes = json["commitments"].as_array().unwrap().iter().map(|c| &c["scope"]["dimensions"]);
    scopes.filter_map(Value::as_array).flatten().any(|limited| of_case(&limited[0]))
}

/// How a quantity may be printed.
fn printed(quantity: &Value, language: Language) -> Option<Vec<String>> {
    let object = quantity.as_object().filter(|o| o.len() == 2)?;
    let (value, unit) = (object.get("value")?.as_str()?, object.get("unit")?.as_str()?);
    let value: Rational = serde_json::from_value(value.into()).ok()?;
    let Some(measure) = Measure::parse(unit) else { return Some(vec![plain(&format::number(&value, language))]) };
    let long = plain(&format::quantity(&value, &measure, language));
    let short = plain(&format::short_quantity(&value, &measure, language));
    let in_days = long.replace(" day", " calendar day");
    // `per started hour` counts one without its number.
    let started = long.clone();
    let started = started.strip_prefix("1 ").map(|unit| {
        let e = if unit.ends_with('e') { "e" } else { "" };
        [format!("started {unit}"), format!("{unit} entamé{e}")]
    });
    Some([long, short, in_days].into_iter().chain(started.into_iter().flatten()).collect())
}

#[test]
fn every_quantity_of_a_term_stands_in_its_clause() {
    each_example(|example, _, json, language, text| {
        let clauses = clauses(text);
        for (id, term) in terms(json) {
            let no_commitment = term.get("indicator").is_some() && term.get("target") == Some(&Value::Null);
            walk(term, "", &mut |path, value| {
                // What an indicator can take follows from its formula; where nothing is promised, nothing is judged;
                // `per month` names a unit and prints no number.
                // A preset's closing delay is no clause where no case is closed.
                if path.starts_with("/closing") && !has_priorities(json) {
                    return;
                }
                let is_silent =
                    path.starts_with("/domain") || no_commitment || path.ends_with("/binary/right/quantity");
                let Some(forms) = printed(value, language).filter(|_| !is_silent) else { return };
                let clause = &clauses[anchor(id).as_str()];
                assert!(
                    forms.iter().any(|f| clause.contains(f)),
                    "{example} {language:?} {id}{path}: {forms:?}\n{clause}"
                );
            });
        }
    });
}

#[test]
fn every_date_of_a_term_stands_in_its_clause() {
    each_example(|example, model, json, language, text| {
        let clauses = clauses(text);
        for (id, term) in terms(json) {
            walk(term, "", &mut |path, value| {
                let Some(written) = value.as_str() else { return };
                // The term of the contract is its own validity; a day of the clause's last day is printed instead.
                let forms = match (written.parse::<Date>(), written.parse::<DateTime>()) {
                    (Ok(day), Err(_)) => {
                        let last = print::last_day(day).unwrap();
                        vec![print::date(day, language), print::date(last, language), print::month(day, language)]
                    }
                    (_, Ok(instant)) if written.len() > 10 => vec![print::instant(instant, language)],
                    (Ok(day), Ok(_)) => {
                        let last = print::last_day(day).unwrap();
                        vec![print::date(day, language), print::date(last, language), print::month(day, language)]
                    }
                    _ => return,
                };
                let clause = &clauses[anchor(id).as_str()];
                let is_gap = model.blanks.iter().any(|b| b.term == id && path.ends_with(b.field.as_str()));
                assert!(
                    is_gap || forms.iter().any(|f| clause.contains(&plain(f))),
                    "{example} {id}{path}: {forms:?}\n{clause}"
                );
            });
        }
    });
}

/// Numbers in a text: runs of digits with what may stand between digits.
pub fn numbers(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let mut found = BTreeSet::new();
    let mut i = 0;
    while i < chars.len() {
        if !digit(i) {
            i += 1;
            continue;
        }
        let start = i;
        while digit(i)
            || (chars.get(i).is_some_and(|c| matches!(c, '.' | ',' | '/' | '\u{202F}' | ':')) && digit(i + 1))
        {
            i += 1;
        }
        found.insert(chars[start..i].iter().collect());
    }
    found
}

/// The text without what names terms: code font and the targets of links and anchors.
fn without_names(text: &str) -> String {
    let without_code: String = text.split('`').step_by(2).collect();
    let mut out = String::new();
    for part in without_code.split("](#") {
        out.push_str(if out.is_empty() { part } else { part.split_once(')').unwrap().1 });
        out.push(' ');
    }
    let mut visible = String::new();
    for (i, part) in out.split("<a id=\"").enumerate() {
        visible.push_str(if i == 0 { part } else { part.split_once("\"></a>").unwrap().1 });
    }
    visible
}

/// Every number that the model has, as the language writes it.
fn known_numbers(model: &Model, json: &Value, language: Language) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let mut add = |words: &str| known.extend(numbers(words));
    walk(json, "", &mut |path, value| {
        printed_as_is(value, language).iter().for_each(|p| add(p));
        match value {
            Value::Number(n) => {
                add(&n.to_string());
                // Quantiles are kept in thousandths.
                let percent = Rational::new(n.as_i64().unwrap_or_default(), 10).unwrap();
                if path.ends_with("/quantile") {
                    add(&format::number(&percent, language));
                }
            }
            Value::String(s) => {
                if let Ok(day) = s.parse::<Date>() {
                    add(&print::date(day, language));
                    add(&print::date(print::last_day(day).unwrap(), language));
                }
                if let Ok(instant) = s.parse::<DateTime>() {
                    add(&print::instant(instant, language));
                }
                if !path.ends_with("/source") && !path.ends_with("/module") {
                    add(s);
                }
            }
            _ => {}
        }
    });
    let numbering = Numbering::of(model);
    Part::ALL.iter().filter_map(|p| numbering.article(*p)).for_each(|n| add(&n.to_string()));
    terms(json).iter().for_each(|(id, _)| add(&numbering.clause(id).unwrap()));
    let hours = model.calendars.iter().flat_map(|c| &c.open).chain(model.backups.iter().flat_map(|b| &b.at));
    let permitted = model.exclusions.iter().filter_map(|e| match &e.applies {
        slac::model::ExclusionSource::Permitted(hours) => Some(hours),
        _ => None,
    });
    hours.chain(permitted.flatten()).for_each(|r| add(&print::recurrence(r, language)));
    let counted = model.calendars.iter().flat_map(|c| &c.counted);
    counted.for_each(|day| add(&print::hours(day.hours, language)));
    let first = model.contract.from.unwrap();
    let end = model.contract.until.unwrap_or(first.saturating_add(jiff::Span::new().years(3)));
    for calendar in &model.calendars {
        let rules: Vec<_> = calendar.days.iter().map(|d| d.rule.clone()).collect();
        date_rule::dates(&rules, first, end).iter().for_each(|o| add(&print::date(o.date, language)));
    }
    (first.year()..=end.year()).for_each(|y| add(&y.to_string()));
    known
}

fn printed_as_is(value: &Value, language: Language) -> Vec<String> {
    let Some(object) = value.as_object().filter(|o| o.len() == 2) else { return Vec::new() };
    let (Some(number), Some(unit)) =
        (object.get("value").and_then(Value::as_str), object.get("unit").and_then(Value::as_str))
    else {
        return Vec::new();
    };
    let number: Rational = serde_json::from_value(number.into()).unwrap();
    match Measure::parse(unit) {
        Some(measure) => {
            vec![format::quantity(&number, &measure, language), format::short_quantity(&number, &measure, language)]
        }
        None => vec![format::number(&number, language)],
    }
}

/// The text without the examples that follow from its clauses, and these.
fn parted(text: &str) -> (String, String) {
    let Some(start) = text.find("<a id=\"exemples-") else { return (text.to_owned(), String::new()) };
    let (before, rest) = text.split_at(start);
    let end = rest.find("\n## ").unwrap_or(rest.len());
    let (examples, after) = rest.split_at(end);
    (format!("{before}{after}"), examples.to_owned())
}

#[test]
fn no_number_of_the_text_is_absent_from_the_model() {
    each_example(|example, model, json, language, text| {
        let known = known_numbers(model, json, language);
        let (stated, worked) = parted(text);
        let unknown: Vec<_> = numbers(&without_names(&stated)).into_iter().filter(|n| !known.contains(n)).collect();
        assert!(unknown.is_empty(), "{example} {language:?}: {unknown:?}");
        let computed = worked::numbers_of(model, language);
        let is_new = |n: &String| !known.contains(n) && !computed.contains(n);
        let unknown: Vec<_> = numbers(&without_names(&worked)).into_iter().filter(is_new).collect();
        assert!(unknown.is_empty(), "{example} {language:?}, in its examples: {unknown:?}");
    });
}

#[test]
fn a_number_that_a_template_invents_is_seen() {
    let (_, model, json) = &examples()[0];
    let mut templates = Templates::built_in();
    let own = templates.get(Language::French, "rights").unwrap().to_owned();
    templates.replace(Language::French, "rights", format!("{own}\nUn délai de 77 jours.\n")).unwrap();
    let text = render(model, Language::French, &templates).unwrap();
    let known = known_numbers(model, json, Language::French);
    assert!(numbers(&without_names(&text)).iter().any(|n| !known.contains(n)));
}
