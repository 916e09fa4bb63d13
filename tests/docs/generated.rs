//! Parts of the pages that the code writes.

use super::{pages, read, shown};
use slac::diagnostics::{Family, Severity};
use slac::driver;
use slac::language::kinds::OBJECTIVE_CLAUSES;
use slac::language::words::{AGGREGATES, ATTAINED, FIELD_TYPES, FUNCTIONS, PERIODS, PREPOSITIONS};
use slac::language::{Column, Field, KINDS, Kind, KindId, Need, Shape};
use slac::quantity::unit::{Dimension, SpanBase, UNITS, Unit};
use slac::resolved::loader;
use slac::syntax::ast::{CellKind, Decl, ExprKind, HeadKind, Item, Table, Text};
use std::fmt::Write as _;

const OPEN: &str = "<!-- generated:";
const CLOSE: &str = "<!-- end -->";

#[test]
fn generated_parts_are_what_the_code_says() {
    let write = std::env::var_os("SLAC_WRITE_DOCS").is_some();
    let mut stale = Vec::new();
    for path in pages() {
        let old = read(&path);
        let new = regenerate(&old, &shown(&path));
        if old == new {
            continue;
        }
        if write {
            std::fs::write(&path, new).unwrap();
        } else {
            stale.push(shown(&path));
        }
    }
    assert!(stale.is_empty(), "run `SLAC_WRITE_DOCS=1 cargo test --test docs` and read what changed in {stale:?}");
}

#[test]
fn every_kind_and_every_list_is_printed_somewhere() {
    let text: String = pages().iter().map(|p| read(p)).collect();
    let kinds = KINDS.iter().filter(|k| !k.fields.is_empty()).map(|k| format!("kind:{}", k.word));
    let lists = LISTS.iter().map(|(name, _)| (*name).to_owned());
    let absent: Vec<String> = kinds.chain(lists).filter(|what| !text.contains(&format!("{OPEN}{what} -->"))).collect();
    assert!(absent.is_empty(), "no page has {absent:?}");
}

/// What a page asks for, and what writes it.
type List = (&'static str, fn() -> String);

/// The lists that a page may ask for, beside `kind:NAME`.
const LISTS: &[List] = &[
    ("kinds", kinds),
    ("objective-clauses", objective_clauses),
    ("prepositions", prepositions),
    ("units", units),
    ("periods", periods),
    ("field-types", field_types),
    ("attained", || named(ATTAINED)),
    ("functions", || named(FUNCTIONS)),
    ("aggregates", || named(AGGREGATES)),
    ("families", families),
    ("rules", rules),
    ("stdlib", stdlib),
];

/// The page with every generated part written anew.
fn regenerate(page: &str, name: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (what, body) = after.split_once(" -->").unwrap_or_else(|| panic!("{name}: a marker is not closed"));
        let (_, after) = body.split_once(CLOSE).unwrap_or_else(|| panic!("{name}: `{what}` has no end"));
        write!(out, "{before}{OPEN}{what} -->\n\n{}\n{CLOSE}", part(what, name)).unwrap();
        rest = after;
    }
    out + rest
}

fn part(what: &str, page: &str) -> String {
    if let Some(word) = what.strip_prefix("kind:") {
        let kind = KINDS.iter().find(|k| k.word == word);
        return kind_part(kind.unwrap_or_else(|| panic!("{page}: no kind is called `{word}`")));
    }
    let list = LISTS.iter().find(|(name, _)| *name == what);
    list.unwrap_or_else(|| panic!("{page}: nothing generates `{what}`")).1()
}

fn kinds() -> String {
    let mut out = String::from("| kind | what it declares |\n|---|---|\n");
    for kind in KINDS {
        writeln!(out, "| [`{0}`](reference/kinds.md#{0}) | {1} |", kind.word, kind.about).unwrap();
    }
    out
}

fn kind_part(kind: &Kind) -> String {
    let mut out = format!("{}\n\n", kind.about);
    if kind.named != Need::Required {
        out.push_str("Its name may be left out.\n\n");
    }
    fields(&mut out, kind.fields);
    for table in kind.tables {
        let first = match table.first {
            Column::Word(word) => format!("A table whose first head is `{word}`."),
            Column::Own => format!("A table whose first head is the name of the {} itself.", kind.word),
            Column::Keys => "A table whose first heads are dimensions, figures or indicators.".to_owned(),
            Column::Record => "A table whose first head is the name of a record.".to_owned(),
        };
        write!(out, "\n**{first}** {}\n", table.about).unwrap();
        if !table.columns.is_empty() {
            out.push('\n');
            rows(&mut out, "column", table.columns);
        }
    }
    out
}

fn fields(out: &mut String, fields: &[Field]) {
    if !fields.is_empty() {
        rows(out, "field", fields);
    }
}

fn rows(out: &mut String, title: &str, fields: &[Field]) {
    writeln!(out, "| {title} | | takes | says |\n|---|---|---|---|").unwrap();
    for field in fields {
        row(out, field, "");
        for tail in field.tails {
            row(out, tail, "… ");
            for inner in tail.tails {
                row(out, inner, "… … ");
            }
        }
    }
}

fn row(out: &mut String, field: &Field, before: &str) {
    let need = match field.need {
        Need::Required => "must",
        Need::Several => "must, many",
        Need::Many => "many",
        Need::Optional | Need::Never => "",
    };
    writeln!(out, "| {before}`{}` | {need} | {} | {} |", field.name, takes(field.shape), field.about).unwrap();
}

fn takes(shape: Shape) -> String {
    let words = |words: &[&str]| words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>();
    let kinds = |kinds: &[KindId]| {
        let words: Vec<&str> = kinds.iter().map(|id| slac::language::kinds::of(*id).word).collect();
        match words.as_slice() {
            ["provider", "customer", "supplier", "observer"] => "party".to_owned(),
            ["provider", "customer", "supplier", "observer", "role"] => "party or role".to_owned(),
            words => words.join(" or "),
        }
    };
    match shape {
        Shape::Text => "a text".into(),
        Shape::Word([]) => "no value: its clauses say it".into(),
        Shape::Word(list) => words(list).join(" or "),
        Shape::Words(list) => format!("one or more of {}", words(list).join(", ")),
        Shape::Languages => "language tags: `fr`, `en`".into(),
        Shape::Currency => "an ISO 4217 code: `EUR`".into(),
        Shape::Ref(list) => format!("the name of a {}", kinds(list)),
        Shape::Refs(list) => format!("names, each of a {}; or `all`", kinds(list)),
        Shape::Term => "the name of a term".into(),
        Shape::Terms => "names of terms, or `all`".into(),
        Shape::Judged => "names of terms".into(),
        Shape::Subject => "a record, a service, a dimension, `service`, `contract` or `objective`".into(),
        Shape::Event => "an event".into(),
        Shape::Events => "events".into(),
        Shape::Scope => "values of dimensions or names of services: `p1, p2`; or `all`".into(),
        Shape::Calendar => "a calendar, or calendars with `and`, `or`, `except`".into(),
        Shape::Recurrences => "days and hours: `mon..fri 08:00-18:00`".into(),
        Shape::Date => "a date: `2026-01-31`".into(),
        Shape::Duration => "a duration: `15 min`".into(),
        Shape::Span => "a calendar span: `6 months`".into(),
        Shape::Delay => "a delay: `30 min`, `5 days of business`".into(),
        Shape::Window => "a window: `month`, `rolling 28 days`, `incident`".into(),
        Shape::Percent => "a percentage".into(),
        Shape::Count => "a whole number".into(),
        Shape::Quantity => "a quantity of any unit".into(),
        Shape::Money => "an amount of money".into(),
        Shape::Expression => "an expression".into(),
        Shape::Bound => "a bound: `at least 3 min`".into(),
        Shape::Condition => "a condition".into(),
        Shape::When => "a condition, a calendar, or days and hours".into(),
        Shape::Alternatives => "groups of penalties or bonuses: `a and b`, `(a, b) and c`".into(),
        Shape::Dependency => "services: `a and b`, `1 of (a, b)`".into(),
        Shape::Names => "new names: `high, medium, low`".into(),
        Shape::FieldType => "a type, see [types of fields](words.md#types-of-fields)".into(),
        Shape::Combination => "`sum`, `greatest`, `least` or `choice of` a party".into(),
        Shape::Flag => "`yes` or `no`".into(),
        Shape::Letters => "letters `R`, `A`, `C`, `I`".into(),
        Shape::DateRule => "a rule: `1 jan`, `easter + 39 days`, `last mon before 25 may`".into(),
        Shape::Any => "what the field of the changed term takes".into(),
    }
}

fn objective_clauses() -> String {
    let mut out = String::new();
    rows(&mut out, "clause", OBJECTIVE_CLAUSES);
    out
}

fn prepositions() -> String {
    let mut out = String::from("| preposition | its one meaning |\n|---|---|\n");
    for p in PREPOSITIONS {
        writeln!(out, "| `{}` | {} |", p.word, p.says).unwrap();
    }
    out
}

fn units() -> String {
    let mut out = String::from("| measures | units |\n|---|---|\n");
    let mut line: Option<(&str, Vec<String>)> = None;
    for unit in UNITS {
        let measures = measures(unit);
        if line.as_ref().is_none_or(|(m, _)| *m != measures) {
            unit_line(&mut out, line.take());
            line = Some((measures, Vec::new()));
        }
        if let Some((_, units)) = &mut line {
            units.push(spellings(unit));
        }
    }
    unit_line(&mut out, line);
    out
}

fn unit_line(out: &mut String, line: Option<(&str, Vec<String>)>) {
    if let Some((measures, units)) = line {
        writeln!(out, "| {measures} | {} |", units.join(", ")).unwrap();
    }
}

fn spellings(unit: &Unit) -> String {
    let also: Vec<String> = unit.also.iter().map(|s| format!("`{s}`")).collect();
    if also.is_empty() { format!("`{}`", unit.name) } else { format!("`{}` ({})", unit.name, also.join(", ")) }
}

fn measures(unit: &Unit) -> &'static str {
    match unit.dimension {
        Dimension::Ratio => "a share",
        Dimension::Duration => "exact elapsed time",
        Dimension::Span(SpanBase::Day) => "days of a calendar",
        Dimension::Span(SpanBase::Month) => "months of a calendar",
        Dimension::Information => "data",
        Dimension::Count(_) => "a number of things",
        Dimension::Length => "distance",
        Dimension::Area => "surface",
        Dimension::Power => "power",
        Dimension::Energy => "energy",
        Dimension::Frequency => "frequency",
        Dimension::Temperature => "temperature",
        Dimension::Money(_) => "money",
    }
}

fn periods() -> String {
    let words: Vec<String> = PERIODS.iter().map(|p| format!("`{p}`")).collect();
    format!("{}\n", words.join(", "))
}

fn field_types() -> String {
    let words: Vec<String> = FIELD_TYPES.iter().map(|t| format!("`{t}`")).collect();
    format!("{}\n", words.join(", "))
}

fn named(list: &[(&str, &str)]) -> String {
    let mut out = String::from("| word | says |\n|---|---|\n");
    for (word, says) in list {
        writeln!(out, "| `{word}` | {says} |").unwrap();
    }
    out
}

fn families() -> String {
    let mut out = String::from("| family | in French texts | severity | rules |\n|---|---|---|---|\n");
    for family in Family::ALL {
        let count = driver::rules().iter().filter(|r| r.family == family).count();
        let (name, french, severity) = (family.name(), family.french(), family.severity().name());
        writeln!(out, "| [{name}](#{name}) | {french} | {severity} | {count} |").unwrap();
    }
    out
}

fn rules() -> String {
    let mut out = String::new();
    for family in Family::ALL {
        let accepted = match family.severity() {
            Severity::Error => "Errors: none can be accepted.",
            Severity::Warning => "Warnings: each can be denied, or accepted with a reason.",
        };
        write!(out, "### {}\n\n{accepted}\n\n| rule | what is wrong |\n|---|---|\n", family.name()).unwrap();
        for rule in driver::rules().iter().filter(|r| r.family == family) {
            // A page is linked where there is one.
            let name = match driver::page(rule.name) {
                Some(_) => format!("[`{0}`](../rules/{0}.md)", rule.name),
                None => format!("`{}`", rule.name),
            };
            writeln!(out, "| {name} | {} |", rule.summary).unwrap();
        }
        out.push('\n');
    }
    out.trim_end().to_owned() + "\n"
}

fn stdlib() -> String {
    let mut out = String::new();
    for module in loader::standard_names() {
        let text = loader::standard(module).unwrap();
        let mut sink = slac::diagnostics::Sink::default();
        let tree = slac::syntax::parse(slac::base::FileId(0), text, &mut sink);
        assert!(sink.findings().is_empty(), "{module} is read without a finding");
        let about: String = text.lines().next().unwrap_or("").trim_start_matches("// ").trim().to_owned();
        let about = about.split_once(": ").map_or(about.as_str(), |(_, rest)| rest);
        write!(out, "### {module}\n\n{}\n\n| kind | name | label |\n|---|---|---|\n", sentence(about)).unwrap();
        for item in &tree.items {
            match item {
                Item::Decl(decl) => decl_row(&mut out, decl),
                Item::Table(table) => table_rows(&mut out, table),
                Item::Edition(_) | Item::Use(_) => {}
            }
        }
        out.push('\n');
    }
    out.trim_end().to_owned() + "\n"
}

fn decl_row(out: &mut String, decl: &Decl) {
    let name = decl.name.as_ref().map_or("", |w| w.name.as_str());
    let params: Vec<String> = decl.params.iter().map(|p| format!("{}: {}", p.name.name, p.ty.name)).collect();
    let params = if params.is_empty() { String::new() } else { format!("({})", params.join(", ")) };
    writeln!(
        out,
        "| {} | `{name}{params}` | {} |",
        decl.kind.name,
        decl.label.as_ref().map_or_else(String::new, english)
    )
    .unwrap();
}

fn table_rows(out: &mut String, table: &Table) {
    let heads: Vec<&str> = table
        .head
        .iter()
        .map(|h| match &h.kind {
            HeadKind::Words(word, _) => word.name.as_str(),
            _ => "",
        })
        .collect();
    for row in &table.rows {
        let cell = |name: &str| heads.iter().position(|h| *h == name).and_then(|i| row.cells.get(i));
        let first = row.cells.first().map(|c| &c.kind);
        let (name, own) = match first {
            Some(CellKind::Named(word, label)) => (word.name.as_str(), Some(label)),
            Some(CellKind::Value { values, .. }) => match values.first().map(|v| &v.kind) {
                Some(ExprKind::Name(name)) => (name.as_str(), None),
                _ => continue,
            },
            _ => continue,
        };
        let label = match cell("label").map(|c| &c.kind) {
            Some(CellKind::Value { values, .. }) => match values.first().map(|v| &v.kind) {
                Some(ExprKind::Text(text)) => english(text),
                _ => String::new(),
            },
            _ => own.map_or_else(String::new, english),
        };
        writeln!(out, "| {} | `{name}` | {label} |", heads.first().unwrap_or(&"")).unwrap();
    }
}

/// The English part of a text, else the first.
fn english(text: &Text) -> String {
    let part = text.parts.iter().find(|p| p.language.as_deref() == Some("en")).or_else(|| text.parts.first());
    part.map_or_else(String::new, |p| p.value.to_string())
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let text: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    if text.ends_with(['.', ':']) { text } else { text + "." }
}
