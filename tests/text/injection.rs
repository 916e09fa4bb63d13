//! Whatever the authors of a contract write, the structure of the text is that of the templates.

use crate::support::{examples, text};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use slac::base::Language;
use slac::model::Model;

const ATTACKS: [&str; 10] = [
    "# x",
    "- x\n- y",
    "1. x",
    "x | y |\n| --- | --- |",
    "</a><script>x</script>",
    "[x](http://y) ![x](y)",
    "**x** `y` ~~z~~ _u_",
    "> x\n```\ny",
    "x\n===\ny\n---",
    "x {{term}} {nord} <!-- y",
];

/// Puts `words` in the place of every text of the contract's authors.
fn say(value: &mut Value, words: &str) {
    match value {
        Value::Object(fields) => {
            if let Some(parts) = fields.get_mut("parts").and_then(Value::as_array_mut) {
                parts.iter_mut().for_each(|part| part[1] = words.into());
            } else if let Some(notes) = fields.get_mut("notes").and_then(Value::as_array_mut) {
                notes.iter_mut().for_each(|note| *note = words.into());
            }
            fields.values_mut().for_each(|v| say(v, words));
        }
        Value::Array(items) => items.iter_mut().for_each(|v| say(v, words)),
        _ => {}
    }
}

/// The marks of a text without its words: what begins and ends, where links go, which anchors there are.
fn structure(markdown: &str) -> Vec<String> {
    let mut marks = Vec::new();
    for event in
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES)
    {
        match event {
            Event::Text(_) | Event::SoftBreak | Event::Code(_) => {}
            Event::Start(Tag::Link { dest_url, .. }) => marks.push(format!("link {dest_url}")),
            Event::InlineHtml(html) | Event::Html(html) => marks.push(html.to_string()),
            other => marks.push(format!("{other:?}")),
        }
    }
    marks
}

#[test]
fn no_text_of_the_authors_changes_the_structure() {
    let (_, _, json) = &examples()[0];
    let with = |words: &str| {
        let mut json = json.clone();
        say(&mut json, words);
        let model: Model = serde_json::from_value(json).unwrap();
        structure(&text(&model, Language::English))
    };
    let benign = with("x");
    assert!(benign.iter().any(|mark| mark.starts_with("link #terme-")));
    for attack in ATTACKS {
        let attacked: Vec<_> = with(attack).into_iter().collect();
        let first = attacked.iter().zip(&benign).position(|(a, b)| a != b);
        // A citation in a text is a link to its clause, and nothing else.
        let cited = attack.contains("{nord}");
        let links = |marks: &[String]| {
            marks
                .iter()
                .filter(|m| !cited || !m.contains("#terme-nord") && !m.contains("End(Link"))
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(links(&attacked), links(&benign), "{attack:?} at {first:?}");
    }
}
