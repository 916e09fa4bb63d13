//! `slac check --fix`: what it writes, and what it leaves to people.

mod support;

use slac::base::FileId;
use slac::diagnostics::{Family, mended};
use slac::driver::compile_text;
use slac::resolved::loader::NoFiles;
use support::Folder;

/// What is wrong, and what stands there after it was mended: each is a whole line of the contract below.
const MENDED: &[(&str, &str)] = &[
    ("  availability at least 99,95 % each month", "  availability at least 99.95 % each month"),
    ("figure fee \"Fee\" of erp { is 12'000 EUR per month }", "figure fee \"Fee\" of erp { is 12_000 EUR per month }"),
    ("  is 1 012 000 EUR per year", "  is 1_012_000 EUR per year"),
    ("  is 1\u{202f}012\u{a0}000 EUR per year", "  is 1_012_000 EUR per year"),
    ("  is 1,012,000 EUR per year", "  is 1_012_000 EUR per year"),
    ("figure fee \"Fee\" of erp { is 12_000 € per month }", "figure fee \"Fee\" of erp { is 12_000 EUR per month }"),
    ("  from 2026/01/31 until 2029-01-01", "  from 2026-01-31 until 2029-01-01"),
    ("  from 2026-1-31 until 2029-01-01", "  from 2026-01-31 until 2029-01-01"),
    ("  from 31/01/2026 until 2029-01-01", "  from 2026-01-31 until 2029-01-01"),
    ("calendar hours \"Hours\" { open mon..fri 8:00-18:00 }", "calendar hours \"Hours\" { open mon..fri 08:00-18:00 }"),
    ("calendar hours \"Hours\" { open mon-fri 08:00-18:00 }", "calendar hours \"Hours\" { open mon..fri 08:00-18:00 }"),
    ("provider nord “Nord”", "provider nord \"Nord\""),
    ("# who is bound", "// who is bound"),
    ("  languages: en", "  languages en"),
    ("  within 5 hours days after end of month", "  within 5 days of hours after end of month"),
    ("  | availability | pays |\n  | < 99.95 %", "  | availability | pays |\n  |---|---|\n  | < 99.95 %"),
    (
        "  | p2       | <= 60 min, each incident |\n  | priority | restoration",
        "  | p2       | <= 60 min, each incident |\n\n  | priority | restoration",
    ),
    ("  | < 99.95 %    | 5 %\n", "  | < 99.95 %    | 5 % |\n"),
    ("tier gold \"Gold\" of nord to acme", "tier gold \"Gold\" of nord to acme {"),
];

/// A contract in which one line is wrong.
const CONTRACT: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock
contract c "Contract" {
  from 2026-01-31 until 2029-01-01
  timezone "Europe/Paris"
  currency EUR, rounded half_up, to 0.01 EUR
  languages en
  law "France"
  clock usual
  assessment usual_assessment
  delays usual_delays
}
// who is bound
provider nord "Nord"
customer acme "Acme"
observer vigie "Vigie"
calendar hours "Hours" { open mon..fri 08:00-18:00 }
dimension priority "Priority" of incident, ranked strictest { values p1, p2 }
service erp "ERP" { by nord; at gold }
figure fee "Fee" of erp { is 12_000 EUR per month }
tier gold "Gold" of nord to acme {
  during always
  measured by vigie
  availability at least 99.95 % each month

  | priority | response         |
  |----------|------------------|
  | p1       | <= 15 min, each incident |
  | p2       | <= 60 min, each incident |

  | priority | restoration      |
  |----------|------------------|
  | p1       | <= 4 h, each incident    |
  | p2       | <= 8 h, each incident    |
}
figure licence "Licence" of erp {
  is 1_012_000 EUR per year
}
duty report "Monthly report" of nord to acme {
  each month
  within 5 days of hours after end of month
}
penalty credit "Credit" on availability at gold {
  basis fee of erp
  | availability | pays |
  |---|---|
  | < 99.95 %    | 5 % |
}
"#;

/// The text after turns of mending, as the command takes them.
fn mend(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..5 {
        let found = compile_text("c.slac", &text, &NoFiles).findings;
        match mended(&text, FileId(0), &found) {
            Some((new, _)) => text = new,
            None => break,
        }
    }
    text
}

#[test]
fn what_can_be_read_in_one_way_is_written_in_that_way() {
    for (wrong, right) in MENDED {
        assert!(CONTRACT.contains(right), "{right}");
        let broken = CONTRACT.replacen(right, wrong, 1);
        assert_eq!(mend(&broken), CONTRACT, "{wrong}");
    }
}

#[test]
fn what_was_mended_can_be_read() {
    let found = compile_text("c.slac", CONTRACT, &NoFiles).findings;
    let unread: Vec<&str> =
        found.iter().filter(|f| f.family() == Family::IllFormed).map(|f| f.message.as_str()).collect();
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn what_can_be_read_in_two_ways_is_left_to_people() {
    for (right, unclear) in [
        ("12_000 EUR", "12,000 EUR"),
        ("12_000 EUR", "$12_000"),
        ("2026-01-31", "01/02/2026"),
        ("open mon..fri 08:00-18:00", "open monfri 08:00-18:00"),
        ("at least 99.95 %", "at lest 99.95 %"),
    ] {
        let broken = CONTRACT.replacen(right, unclear, 1);
        assert_ne!(broken, CONTRACT, "{unclear}");
        assert!(!compile_text("c.slac", &broken, &NoFiles).findings.is_empty(), "{unclear}");
        assert_eq!(mend(&broken), broken, "{unclear}");
    }
}

#[test]
fn all_mistakes_of_one_text_are_mended_together() {
    // One whole date among them stands for the others.
    let broken = MENDED
        .iter()
        .filter(|(wrong, _)| !wrong.contains("31/01") && !wrong.contains("2026/"))
        .fold(CONTRACT.to_owned(), |text, (wrong, right)| text.replacen(right, wrong, 1));
    assert_eq!(mend(&broken), CONTRACT);
}

#[test]
fn the_command_mends_a_contract_and_its_modules_in_place_and_says_so() {
    let folder = Folder::new();
    let module = "edition 2026\ncalendar desk \"Desk\" { open mon-fri 8:00-18:00 }\n";
    folder.write("desk.slac", module);
    folder.write(
        "c.slac",
        CONTRACT.replacen("99.95", "99,95", 1).replacen("edition 2026", "edition 2026\nuse \"./desk.slac\"", 1),
    );
    let told = folder.slac(&["check", "c.slac"]);
    assert!(told.err.contains("3 findings have one repair only: `slac check --fix c.slac` writes it"), "{}", told.err);
    let ran = folder.slac(&["check", "--fix", "c.slac"]);
    assert!(ran.err.contains("mended 1 finding in c.slac\nmended 2 findings in desk.slac\n"), "{}", ran.err);
    assert_eq!(folder.read("desk.slac"), module.replace("mon-fri 8:00", "mon..fri 08:00"));
    assert!(folder.read("c.slac").contains("at least 99.95 % each month"));
    assert!(!ran.out.contains("bad-"), "{}", ran.out);
    assert_eq!(folder.files(), ["c.slac", "desk.slac"]);
    let again = folder.slac(&["check", "--fix", "c.slac"]);
    assert!(!again.err.contains("mended"), "{}", again.err);
}

#[test]
fn standard_input_is_not_mended() {
    let ran = Folder::new().run(&["check", "--fix", "-"], CONTRACT.as_bytes());
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("standard input cannot be mended"), "{}", ran.err);
}
