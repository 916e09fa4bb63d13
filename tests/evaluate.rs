//! Scenarios with numbers that were worked by hand: `tests/evaluate/*.slac`, and those of the examples.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use slac::diagnostics::{Finding, Severity};
use slac::driver;
use slac::evaluate::derivation::{Line, What};
use slac::evaluate::scenario::Checked;
use slac::quantity::Rational;
use slac::resolved::loader::NoFiles;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "slac"))
        .collect();
    found.sort();
    found
}

/// Runs every scenario of a source: how many expectations there are, and those that do not hold.
fn run(text: &str) -> (usize, Vec<String>) {
    let compilation = driver::compile_text("scenario.slac", text, &NoFiles);
    let other = |f: &&Finding| f.severity() == Severity::Error && f.rule.name != "wrong-example";
    let errors: Vec<_> = compilation.findings.iter().filter(other).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut failed = Vec::new();
    let mut expectations = 0;
    for outcome in &compilation.examples {
        assert!(!outcome.unread);
        expectations += outcome.checked.len();
        for checked in outcome.checked.iter().filter(|checked| !checked.passed) {
            failed.push(format!("{}: {:?} gave {:?}", outcome.scenario, checked.expected.what, checked.got));
        }
    }
    (expectations, failed)
}

#[test]
fn scenarios_come_out_as_they_were_worked_by_hand() {
    let mut expectations = 0;
    for path in sources("tests/evaluate") {
        let (count, failed) = run(&std::fs::read_to_string(&path).unwrap());
        assert!(failed.is_empty(), "{}: {failed:#?}", path.display());
        assert!(count > 0, "{} expects nothing", path.display());
        expectations += count;
    }
    assert!(expectations > 250, "{expectations}");
}

#[test]
fn a_value_is_compared_at_twelve_decimals_at_most() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/march_2026_in_paris.slac");
    let text = std::fs::read_to_string(path).unwrap();
    for places in ["13", "2147483648", "99999999999"] {
        let text = text.replacen("rounded 6", &format!("rounded {places}"), 1);
        let findings = driver::compile_text("scenario.slac", &text, &NoFiles).findings;
        let said = format!("`{places}` stands where a number of decimals of at most 12 is expected");
        assert!(findings.iter().any(|finding| finding.message == said), "{findings:#?}");
    }
}

#[test]
fn the_part_of_a_case_that_is_due_to_its_cause_is_a_part() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/permitted_hours_and_clocks.slac");
    let text = std::fs::read_to_string(path).unwrap();
    for (part, is_fault) in [("0 %", false), ("100 %", false), ("101 %", true), ("-1 %", true)] {
        let text = text.replacen("| 40 %        |", &format!("| {part} |"), 1);
        assert!(text.contains(part), "the cell is there");
        let findings = driver::compile_text("scenario.slac", &text, &NoFiles).findings;
        let said = "`cause_share` of `i1` does not lie between 0 % and 100 %";
        assert_eq!(findings.iter().any(|finding| finding.message == said), is_fault, "{part}: {findings:#?}");
    }
}

/// An expectation that is a little off must fail, or none of the others says anything.
#[test]
fn an_expectation_that_is_off_by_the_last_digit_fails() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/march_2026_in_paris.slac");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, failed) = run(&text.replace("99.876293", "99.876292"));
    assert_eq!(failed.len(), 1);
    let (_, failed) = run(&text.replace("rounded 6 | breached |", "rounded 6 | met |"));
    assert_eq!(failed.len(), 2);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/clocks.slac");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, failed) = run(&text.replace("| 241 min | breached |", "| 14461 s | breached |"));
    assert_eq!(failed.len(), 1);
    let (_, failed) = run(&text.replace("| 200 EUR | -        |", "| 200.01 EUR | -        |"));
    assert_eq!(failed.len(), 1);
}

/// A contract to which a scenario with faults is added.
const BASE: &str = r#"
edition 2026
use std.evidence
use std.indicator
use std.clock
use std.itil_p3
contract base "Base" {
  from       2026-01-01 until 2027-01-01
  timezone   "Europe/Paris"
  currency   EUR, rounded half_up, to 0.01 EUR, taxes excluded
  languages  en
  law        "French law"
  clock      usual
  assessment usual_assessment
  delays     usual_delays
}
provider host "Host SAS"
customer shop "Shop SA"
observer eye "Eye SARL" { paid shop }
dimension plan "Plan" of service { values small, large }
record delivery "Delivery" of site {
  | field  | label    | type    | means                |
  |--------|----------|---------|----------------------|
  | handed | "Handed" | instant | "It is handed over." |
  | taken  | "Taken"  | instant | "It is accepted."    |
}
indicator acceptance "Acceptance" of delivery {
  is     time from handed to taken
  better lower
}
state frozen "Freeze" of service { given by shop }
service site "Site" by host at gold
service till "Till" by host at gold
tier gold "Gold" {
  measured by eye
  obligation  result
  availability at least 99 % each month during always
  latency      at most 500 ms each month during always
  acceptance   at most 4 h each delivery during always
  restoration  at most 4 h each incident during always
}
exclusion freeze "Freeze" { when frozen; suspends availability; budget 4 h each month; by shop }
exclusion waiting "Waiting" {
  from     info_requested
  until    info_received
  suspends restoration
  limit    5 days, then resume
  by       host
}
penalty downtime "Downtime" on availability at gold { pays 1 EUR }
settlement credits "Settlement" {
  combine sum
  cap     10_000 EUR each month
  claim   by shop within 15 days after end of month, otherwise forfeited
  form    deduction
  nature  penalty
  damages on_account
}
scenario faulty "Faulty" for 2026-06 {
"#;

/// The names of what is wrong with a contract that has this evidence, warnings aside.
fn faults(evidence: &str) -> Vec<&'static str> {
    let evidence: Vec<String> = evidence.lines().map(str::trim).map(str::to_owned).collect();
    let columns = evidence[0].matches('|').count() - 1;
    let ruler = format!("|{}", "---|".repeat(columns));
    let (head, rows) = evidence.split_first().unwrap();
    let text = format!("{BASE}\n{head}\n{ruler}\n{}\n}}\n", rows.join("\n"));
    let compilation = driver::compile_text("faulty.slac", &text, &NoFiles);
    let errors = compilation.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| finding.rule.name).collect()
}

/// Each fault is found where it stands, once, and no record is dropped in silence.
#[test]
fn evidence_that_cannot_be_true_or_counts_nowhere_is_found() {
    let cases: [(&str, &[&str]); 26] = [
        (
            "| incident | on | opened | restored |\n| i1 | site | 2026-06-01 10:00 | 2026-06-01 09:00 |",
            &["events-out-of-order"],
        ),
        ("| incident | on | opened | restored |\n| i1 | site | 2026-06-01 10:00 | 2026-06-01 11:00 |", &[]),
        ("| incident | on | restored |\n| i1 | site | 2026-06-01 09:00 |", &["unpaired-events"]),
        ("| outage | on | outage_ended |\n| o1 | site | 2026-06-01 09:00 |", &["unpaired-events"]),
        ("| outage | on | outage_began |\n| o1 | site | 2026-06-01 09:00 |", &[]),
        ("| outage | on |\n| o1 | site |", &["record-without-instant"]),
        ("| outage | outage_began |\n| o1 | 2026-06-01 09:00 |", &["record-without-service"]),
        ("| outage | on | outage_began |\n| o1 | shed | 2026-06-01 09:00 |", &["unknown-name"]),
        ("| outage | of | outage_began |\n| o1 | shed | 2026-06-01 09:00 |", &["unknown-name"]),
        ("| outage | on | outage_began | of_incident |\n| o1 | site | 2026-06-01 09:00 | i7 |", &["unknown-record"]),
        (
            "| outage | on | outage_began |\n| o1 | site | 2026-06-01 |\n| o1 | site | 2026-06-02 |",
            &["duplicate-record"],
        ),
        ("| outage | on | outage_began |\n| o1 | site | 2026-03-29 02:30 |", &["skipped-instant"]),
        ("| outage | on | outage_began |\n| o1 | site | 2026-10-25 02:30 |", &["ambiguous-instant"]),
        ("| outage | on | outage_began |\n| o1 | site | 2026-10-25 02:30+01:00 |", &[]),
        ("| outage | on | outage_began |\n| o1 | site | 5 h |", &["wrong-value"]),
        ("| outage | on | outage_began | plan |\n| o1 | site | 2026-06-01 09:00 | small |", &["unknown-name"]),
        ("| outage | on | outage_begun |\n| o1 | site | 2026-06-01 09:00 |", &["unknown-name"]),
        ("| claim | claim_received | claim_amount |\n| c1 | 2026-07-01 09:00 | 100 USD |", &["currency-mismatch"]),
        ("| claim | claim_received | claim_amount |\n| c1 | 2026-07-01 09:00 | 3 h |", &["unit-mismatch"]),
        ("| claim | on | claim_received |\n| c1 | site | 2026-07-01 09:00 |", &["unknown-name"]),
        ("| transaction | on | requested_at | failed |\n| t1 | site | 2026-06-01 09:00 | perhaps |", &["wrong-value"]),
        (
            "| transaction | on | requested_at | response_time |\n| t1 | site | 2026-06-01 09:00 | 300 |",
            &["unit-mismatch"],
        ),
        ("| delivery | on | handed |\n| d1 | till | 2026-06-01 09:00 |", &["record-without-service"]),
        (
            "| frozen | on | from | until |\n| f1 | site | 2026-06-01 09:00 | 2026-06-01 08:00 |",
            &["events-out-of-order"],
        ),
        ("| frozen | on | until |\n| f1 | site | 2026-06-01 09:00 |", &["unpaired-events"]),
        (
            "| incident | on | opened | info_requested | info_received |\n\
             | i1 | site | 2026-06-01 10:00 | 2026-06-01 11:00, 2026-06-01 12:00 | 2026-06-01 13:00 |",
            &["unpaired-events"],
        ),
    ];
    for (evidence, expected) in cases {
        assert_eq!(faults(evidence), expected, "{evidence}");
    }
    assert_eq!(faults("| down | on | from |\n| d1 | site | 2026-06-01 |"), ["wrong-value"]);
}

/// Announced in February, too late for the work of March: the derivation of March says so.
#[test]
fn what_is_not_excluded_is_said_in_the_month_of_the_work() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/march_2026_in_paris.slac");
    let compilation = driver::compile_text("march.slac", &std::fs::read_to_string(path).unwrap(), &NoFiles);
    let late = compilation.examples.iter().find(|outcome| outcome.scenario == "late_notice").unwrap();
    let lines = &late.checked.first().unwrap().got.first().unwrap().lines;
    assert!(lines.iter().any(|line| line.what == What::LateNotice && line.rows.names == ["w1"]), "{lines:?}");
}

#[test]
fn what_is_not_taken_out_of_a_case_is_said_with_its_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/refused_pauses.slac");
    let compilation = driver::compile_text("refused.slac", &std::fs::read_to_string(path).unwrap(), &NoFiles);
    let hours = |seconds: i64| Some(Rational::from(seconds / 3_600));
    let told = |outcome: &Checked| -> Vec<_> {
        let lines = outcome
            .got
            .iter()
            .flat_map(|got| &got.lines)
            .filter(|line| line.what == What::Paused || (What::LateNotice..=What::PastLimit).contains(&line.what));
        let line =
            |line: &Line| (line.what, line.term.to_string(), line.during.and_then(|during| hours(during.seconds())));
        lines.map(line).collect()
    };
    let told: Vec<_> = compilation.examples[0].checked.iter().map(told).collect();
    let line = |what: What, term: &str, hours: i64| (what, term.to_owned(), Some(Rational::from(hours)));
    assert_eq!(told[0], [line(What::NotInForce, "visit", 2)]);
    assert_eq!(told[1], [line(What::LateNotice, "visit", 2)]);
    assert_eq!(told[2], [line(What::Paused, "waiting", 2), line(What::PastLimit, "waiting", 3)]);
    assert_eq!(told[3], [line(What::Paused, "visit", 3), line(What::BudgetUsedUp, "visit", 2)]);
    assert_eq!(told[4], [(What::NotEstablished, "force".to_owned(), None)]);
    assert_eq!(told[5], [(What::LateNotice, "maintenance".to_owned(), None)]);
}
