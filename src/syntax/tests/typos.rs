//! One slip in a contract of 160 lines costs one finding, on its line, and nothing but its line.

use std::fmt::Write;

use super::support;
use crate::base::{FileId, SourceFile};
use crate::diagnostics::Sink;
use crate::syntax::{parse, sketch};

const FLAGSHIP: &str = include_str!("flagship.slac");

/// What was slipped, what stood there, what stands there now.
const TYPOS: &[(&str, &str, &str)] = &[
    ("no closing quote", "\"ACME-2026-014\"", "\"ACME-2026-014"),
    ("no closing quote in a header", "of nord to acme {\n  measured", "\"Gold of nord to acme {\n  measured"),
    ("no closing brace", "en\"French law\"\n}", "en\"French law\"\n"),
    ("a brace too many", "except fr.public_holidays\n}", "except fr.public_holidays\n}\n}"),
    ("no comma before a field", "EUR, rounded half_up", "EUR rounded half_up"),
    ("a decimal comma", "99.95 % each month during", "99,95 % each month during"),
    ("a comma between thousands", "12_000 EUR", "12,000 EUR"),
    ("a blank between thousands", "12_000 EUR", "12 000 EUR"),
    ("a misspelt kind", "penalty downtime", "penatly downtime"),
    ("a misspelt kind without a block", "observer vigie", "obsever vigie"),
    ("no last bar", "nord | always   |\n| l2", "nord | always   \n| l2"),
    ("no inner bar", "| p2       | 30 min   |", "| p2       | 30 min   "),
    (
        "no ruler",
        "  | availability        | pays |\n  |---------------------|------|\n",
        "  | availability        | pays |\n",
    ),
    ("a no-break blank", "99.95 % each month during", "99.95\u{A0}% each month during"),
    ("a row in a comment", "| l2   | fr\"Expl", "// | l2   | fr\"Expl"),
    ("no opening brace", "settlement {", "settlement"),
    (
        "the brace on the next line",
        "escalation incident_ladder of incident {",
        "escalation incident_ladder of incident\n{",
    ),
    ("two blanks in a head", "| depends on        |", "| depends  on        |"),
    ("a date with slashes", "from      2026-01-01 until", "from      2026/01/01 until"),
    ("a day that no month has", "from      2026-01-01 until 2029-01-01", "from      2026-01-01 until 2029-02-30"),
    ("a sign of comparison", "availability at least 99.95 %", "availability >= 99.95 %"),
    ("a colon after a field", "timezone  \"", "timezone: \""),
    ("an equals sign after a field", "timezone  \"", "timezone = \""),
    ("typographic quotes", "\"ACME SA\"", "“ACME SA”"),
    ("an hour of one digit", "08:00-18:00", "8:00-18:00"),
    ("an hour that no clock shows", "08:00-18:00", "08:00-99:99"),
    ("a comment with a hash", "// measures; neither", "# measures; neither"),
    ("no closing parenthesis", "1 of (vm_a, vm_b) |", "1 of (vm_a, vm_b |"),
    ("a misspelt comparison", "rpo at most 15 min", "rpo at mots 15 min"),
    ("a decimal comma in a cell", "| 99.9 % to < 99.95 % |", "| 99,9 % to < 99.95 % |"),
    ("a hyphen in a name", "backup erp_backup", "backup erp-backup"),
    (
        "a wrapped line without a comma",
        "  claim   by acme within 30 days after monthly_report",
        "  claim   by acme within\n          30 days after monthly_report",
    ),
    ("an empty line in a table", "| l3   | fr\"Expert", "\n| l3   | fr\"Expert"),
    ("a range of days with a hyphen", "mon..fri 08:00", "mon-fri 08:00"),
    ("a long text without end", "\"ACME-2026-014\"", "\"\"\"ACME-2026-014\""),
    ("a date as a name", "\"ACME-2026-014\"", "ACME-2026-014"),
    ("a span on an unnamed calendar", "| 5 days of business |", "| 5 business days |"),
    ("a sign for a currency", "150 EUR per", "150 € per"),
    ("a note after a field", "size     900 GB", "size     900 GB /// of data"),
    ("a note before nothing", "  test     each 6 months\n", "  test     each 6 months\n  /// said of nothing\n"),
    ("an unknown escape", "\"ACME SA\"", "\"ACME\\SA\""),
    ("a chained rate", "12_000 EUR per month", "12_000 EUR per month per user"),
    ("not equal", "cause_party = acme ", "cause_party != acme"),
    ("a control character", "customer acme", "customer\u{0}acme"),
];

#[test]
fn a_slip_costs_one_finding_and_its_line() {
    let whole = sketch_of(FLAGSHIP);
    let mut out = String::new();
    for (what, before, after) in TYPOS {
        let slipped = FLAGSHIP.replacen(before, after, 1);
        let true_line = FLAGSHIP.split(before).next().map_or(0, |head| head.matches('\n').count() + 1);
        let _ = writeln!(out, "## {what} (line {true_line})");
        let file = SourceFile::new("t", slipped.as_str());
        for finding in support::findings(&slipped) {
            out.push_str(&support::show(&file, &finding));
        }
        let now = sketch_of(&slipped);
        for lost in whole.lines().filter(|line| !now.lines().any(|l| l == *line)) {
            let _ = writeln!(out, "  - {}", lost.trim());
        }
        for new in now.lines().filter(|line| !whole.lines().any(|l| l == *line)) {
            let _ = writeln!(out, "  + {}", new.trim());
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn the_flagship_has_no_slip() {
    assert_eq!(support::findings(FLAGSHIP), []);
}

fn sketch_of(text: &str) -> String {
    let mut sink = Sink::default();
    sketch::tree(&parse(FileId(0), text, &mut sink))
}
