#![expect(clippy::unwrap_used, reason = "a failed read is a failed test")]

use super::*;
use crate::base::SourceFile;
use crate::diagnostics::Family;
use proptest::prelude::*;

static LATE: Rule = Rule {
    name: "escalation-after-deadline",
    family: Family::Contradictory,
    summary: "a level is reached after the deadline that it protects",
    checks: &[],
};
static UNKNOWN: Rule =
    Rule { name: "unknown-name", family: Family::IllFormed, summary: "a name is declared nowhere", checks: &[] };
static DEAD: Rule =
    Rule { name: "dead-exclusion", family: Family::Void, summary: "an exclusion can never apply", checks: &[] };

const ERP: &str = "contract erp {\n  use std.itil\n}\ntier gold {\n  | priority | restoration | during |\n  |----------|-------------|--------|\n  | p1       | 4 h         | always |\n}\n\nexclusion maintenance {\n  when sat 02:00-06:00\n  suspends availability\n}\n";
const LADDER: &str = "escalation ladder of incident {\r\n\t| level | to | after |\r\n\t|-------|----|-------|\r\n\t| 3     | l3 | 5 h   |\r\n}\r\n";

struct Fixture {
    sources: SourceMap,
    erp: FileId,
    ladder: FileId,
}

fn fixture() -> Fixture {
    let mut sources = SourceMap::default();
    let erp = sources.add(SourceFile::new("erp.slac", ERP));
    let ladder = sources.add(SourceFile::new("annexes/échelle 1.slac", LADDER));
    Fixture { sources, erp, ladder }
}

/// The place of the first `needle` in a source.
fn at(fixture: &Fixture, file: FileId, needle: &str) -> Span {
    let start = fixture.sources.file(file).text().find(needle).unwrap() as u32;
    Span::new(file, start, start + needle.len() as u32)
}

fn findings(f: &Fixture) -> Vec<Finding> {
    let end = fixture().sources.file(f.erp).text().len() as u32;
    vec![
        Finding::new(&LATE, at(f, f.erp, "4 h"), "level 3 is reached after `restoration` of `p1` is due")
            .here("due 4 h after opening")
            .label(at(f, f.erp, "always"), "counted over `always`")
            .label(at(f, f.ladder, "5 h"), "level 3 is called 5 h after opening")
            .witness("opened 2026-01-01 00:00 Europe/Paris → due 04:00, level 3 at 05:00")
            .note("a step that comes at or after the deadline protects nothing, because at the deadline itself nothing is left to do, whoever is called")
            .help("call level 3 before 4 h, or remove it for `p1`"),
        Finding::new(&UNKNOWN, at(f, f.erp, "std.itil"), "module `std.itil` is not known: 100 % sure")
            .help("did you mean `std.itsm`?")
            .edit(at(f, f.erp, "std.itil"), "std.itsm"),
        Finding::new(&UNKNOWN, Span::new(f.erp, end, end), "a `}` is missing").here("the text ends here"),
        Finding::new(&DEAD, at(f, f.erp, "exclusion maintenance {\n  when sat 02:00-06:00\n  suspends availability\n}"), "exclusion `maintenance` never applies")
            .here("outside the hours of every service"),
    ]
}

fn shown(format: Format, options: &Options) -> String {
    let fixture = fixture();
    render(format, &findings(&fixture), &fixture.sources, options)
}

#[test]
fn human_shows_each_label_in_its_own_source() {
    insta::assert_snapshot!(shown(Format::Human, &Options::default()));
}

#[test]
fn human_wraps_at_the_width_it_is_given() {
    let text = shown(Format::Human, &Options { width: 60, ..Options::default() });
    let prose = text.lines().filter(|line| line.starts_with("  ") && !line.contains(['│', '·', '╭', '╰']));
    assert!(prose.clone().count() > 8);
    assert!(prose.clone().all(|line| line.chars().count() <= 60), "{text}");
}

#[test]
fn colours_change_nothing_but_the_colours() {
    let plain = shown(Format::Human, &Options::default());
    let coloured = shown(Format::Human, &Options { color: true, ..Options::default() });
    assert!(coloured.contains("\u{1b}[31;1mcontradictory[escalation-after-deadline]\u{1b}[0m"));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, escape)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = escape.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&stripped), trimmed(&plain));
}

#[test]
fn concise_has_one_line_a_finding() {
    insta::assert_snapshot!(shown(Format::Concise, &Options::default()));
}

#[test]
fn github_escapes_what_would_end_a_command() {
    insta::assert_snapshot!(shown(Format::Github, &Options::default()));
}

#[test]
fn json_gives_bytes_and_columns() {
    insta::assert_snapshot!(shown(Format::Json, &Options::default()));
}

#[test]
fn json_is_valid_by_its_published_schema() {
    let schema = serde_json::to_value(json::schema()).unwrap();
    let report: serde_json::Value = serde_json::from_str(&shown(Format::Json, &Options::default())).unwrap();
    jsonschema::validate(&schema, &report).unwrap();
    let mut broken = report;
    broken.as_object_mut().unwrap().remove("findings");
    assert!(!jsonschema::is_valid(&schema, &broken));
}

/// The published file is written anew with `SLAC_WRITE_SCHEMAS=1 cargo test schema`.
#[test]
fn the_published_schema_is_that_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/findings.schema.json");
    let schema = to_json(&json::schema());
    if std::env::var_os("SLAC_WRITE_SCHEMAS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), schema);
}

#[test]
fn sarif_describes_rules_results_and_fixes() {
    let page = |rule: &Rule| (rule.name == "unknown-name").then_some("# Unknown name\n\nA name is declared nowhere.");
    insta::assert_snapshot!(shown(Format::Sarif, &Options { page, ..Options::default() }));
}

#[test]
fn sarif_is_valid_by_the_schema_of_the_standard() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/sarif-2.1.0.schema.json");
    let mut schema: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    // The pattern of a member that is not written here has a bracket too many, at which this validator stops.
    for owner in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{owner}/properties/language")).unwrap();
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let options = Options { page: |_| Some("A page."), ..Options::default() };
    let mut log: serde_json::Value = serde_json::from_str(&shown(Format::Sarif, &options)).unwrap();
    jsonschema::validate(&schema, &log).unwrap();
    log.as_object_mut().unwrap().insert("verdict".into(), true.into());
    assert!(!jsonschema::is_valid(&schema, &log));
}

/// The part of each format that says how grave a finding is: with the severity of its family, and denied.
#[test]
fn a_denied_warning_is_an_error_in_every_format() {
    let fixture = fixture();
    let warning = findings(&fixture).pop().unwrap();
    let denied = Finding { denied: true, ..warning.clone() };
    for format in Format::ALL {
        let (before, after) = match format {
            Format::Human => ("1 warning in 1 file", "1 error in 1 file"),
            Format::Concise => (": warning[dead-exclusion]", ": error[dead-exclusion]"),
            Format::Json => (r#""severity": "warning""#, r#""severity": "error""#),
            Format::Sarif => ("\n          \"level\": \"warning\"", "\n          \"level\": \"error\""),
            Format::Github => ("::warning ", "::error "),
        };
        let shown = |finding| {
            let options = Options { color: true, ..Options::default() };
            render(format, std::slice::from_ref(finding), &fixture.sources, &options)
        };
        let (warned, erred) = (shown(&warning), shown(&denied));
        assert!(warned.contains(before) && !warned.contains(after), "{format:?}\n{warned}");
        assert!(erred.contains(after) && !erred.contains(before), "{format:?}\n{erred}");
        match format {
            Format::Human => assert!(erred.contains("\u{1b}[31;1mvoid[dead-exclusion]"), "{erred}"),
            Format::Json => assert!(erred.contains("\"errors\": 1,\n  \"warnings\": 0"), "{erred}"),
            // What the rule is without being denied is still said, where the format has a place for it.
            Format::Sarif => {
                let log: serde_json::Value = serde_json::from_str(&erred).unwrap();
                let level = log.pointer("/runs/0/tool/driver/rules/0/defaultConfiguration/level");
                assert_eq!(level.and_then(|level| level.as_str()), Some("warning"));
            }
            Format::Concise | Format::Github => {}
        }
    }
}

#[test]
fn every_format_has_a_name_and_says_nothing_about_nothing() {
    let sources = SourceMap::default();
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(format));
        let text = render(format, &[], &sources, &Options::default());
        assert_eq!(text.is_empty(), !matches!(format, Format::Json | Format::Sarif), "{format:?}");
    }
}

#[test]
fn the_summary_counts_errors_warnings_and_files() {
    let fixture = fixture();
    let all = findings(&fixture);
    assert_eq!(summary(&all), "3 errors, 1 warning in 1 file");
    assert_eq!(summary(all.get(3..).unwrap()), "1 warning in 1 file");
    assert_eq!(summary(&[]), "");
    let elsewhere = Finding::new(&UNKNOWN, at(&fixture, fixture.ladder, "l3"), "role `l3` is not known");
    assert_eq!(summary(&[all.first().unwrap().clone(), elsewhere]), "2 errors in 2 files");
}

#[test]
fn a_finding_without_a_known_source_is_shown_without_lines() {
    let lost = Finding::new(&UNKNOWN, Span::new(FileId(7), 0, 1), "module `x` is not known");
    let nowhere = Finding { labels: Vec::new(), ..lost.clone() };
    for finding in [lost, nowhere] {
        for format in Format::ALL {
            let text = render(format, std::slice::from_ref(&finding), &SourceMap::default(), &Options::default());
            assert!(text.contains("module `x` is not known"), "{format:?}");
        }
    }
}

#[test]
fn a_thousand_labels_are_counted_and_not_all_drawn() {
    let mut sources = SourceMap::default();
    let id = sources.add(SourceFile::new("a.slac", "x".repeat(100_000)));
    let mut finding = Finding::new(&UNKNOWN, Span::new(id, 0, 1), "message").here("here");
    for i in 1..1000 {
        finding = finding.label(Span::new(id, i * 100, i * 100 + 1), "there");
    }
    let text = render(Format::Human, &[finding], &sources, &Options::default());
    assert!(text.contains("\n  also: 960 more places\n"));
}

#[test]
fn a_line_of_ten_megabytes_is_clipped() {
    let mut sources = SourceMap::default();
    let id = sources.add(SourceFile::new("long.slac", "é".repeat(5_000_000)));
    let finding = Finding::new(&UNKNOWN, Span::new(id, 4_000_000, 6_000_000), "too long").here("here");
    let text = render(Format::Human, &[finding], &sources, &Options::default());
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(text.contains("[long.slac:1:2000001]"), "{text}");
}

#[test]
fn what_a_terminal_would_obey_is_not_written() {
    let mut sources = SourceMap::default();
    let id = sources.add(SourceFile::new("a.slac", "x \u{1b}[2J y\r z"));
    let finding = Finding::new(&UNKNOWN, Span::new(id, 0, 1), "name `\u{1b}[2J` is\nnot known")
        .here("\u{202e}here\u{7}")
        .help("remove \u{1b}[2J");
    for format in [Format::Human, Format::Concise] {
        let text = render(format, std::slice::from_ref(&finding), &sources, &Options::default());
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\r']), "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_and_no_span_is_a_panic(
        text in "[aé𝄞 |{}\t\r\n\u{1b}\u{200d}]{0,120}",
        spans in prop::collection::vec((0..300_u32, 0..80_u32), 0..5),
        width in 0..120_usize,
        color in any::<bool>(),
    ) {
        let mut sources = SourceMap::default();
        let id = sources.add(SourceFile::new("a.slac", text));
        let mut finding = Finding { labels: Vec::new(), ..Finding::new(&LATE, Span::default(), "message") };
        for (start, length) in spans {
            finding = finding.label(Span::new(id, start, start + length), "label\nof two lines");
        }
        for format in Format::ALL {
            let options = Options { color, width, ..Options::default() };
            let text = render(format, std::slice::from_ref(&finding), &sources, &options);
            prop_assert!(text.contains("escalation-after-deadline"));
        }
    }
}
