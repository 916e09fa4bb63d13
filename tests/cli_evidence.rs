//! `slac evaluate` on evidence of every sort, from outside: states that someone reports, and what is wrong with their rows.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{Folder, Ran};

/// A shop that is up all the time, but for outages; a freeze that the shop reports does not count.
const FROZEN: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock

contract frozen_shop "Hosting" {
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
state frozen "Freeze" of service { given by shop }
service site "Site" by host at gold
tier gold "Gold" {
  measured by eye
  obligation  result
  availability at least 99 % each month during always
}
exclusion freeze "Freeze" { when frozen; suspends availability; budget 40 h each month; by shop }
"#;

const OUTAGE: &str = "outage,outage_began,outage_ended\no1,2026-05-12 00:00,2026-05-12 08:00\n";

/// The report on May with a file of the state.
fn may(name: &str, text: &str) -> Ran {
    let folder = Folder::new();
    folder.write("shop.slac", FROZEN).write("evidence/outages.csv", OUTAGE).write(&format!("evidence/{name}"), text);
    let ran = folder.slac(&["evaluate", "shop.slac", "--month", "2026-05", "--evidence", "evidence", "--explain"]);
    Ran { out: ran.out.replace('\u{A0}', " "), ..ran }
}

// 744 h less 24 h of freeze, of which 2 h lie in the outage: 6 of 720 h are lost, 99.1666 %. Without the freeze: 8 of 744.
#[test]
fn a_state_that_someone_reports_is_evidence_in_a_file() {
    let csv =
        "frozen,on,from,until\nf1,site,2026-05-12 06:00,2026-05-12 18:00\nf2,site,2026-05-12 12:00,2026-05-13 06:00\n";
    let object = |name: &str, from: &str, until: &str| {
        format!("{{\"frozen\": \"{name}\", \"from\": \"2026-05-{from}\", \"until\": \"2026-05-{until}\"}}\n")
    };
    let lines = object("f1", "12 06:00", "12 18:00") + &object("f2", "12 12:00", "13 06:00");
    for (name, text) in [("frozen.csv", csv), ("frozen.jsonl", lines.as_str())] {
        let ran = may(name, text);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains("met  99.166667% (119/120), target 99%"), "{}", ran.out);
    }
    let ran = may("frozen.csv", "frozen,on,from,until\n");
    assert!(ran.out.contains("breached  98.924731%"), "{}", ran.out);
}

#[test]
fn a_faulty_time_of_a_state_is_told_at_its_row() {
    let row = "f1,site,2026-05-12 06:00,2026-05-12 18:00";
    for (text, fault) in [
        ("f1,site,2026-05-12 18:00,2026-05-12 06:00", "events-out-of-order]: `until` of `f1` stands before its `from`"),
        ("f1,site,,2026-05-12 18:00", "unpaired-events]: `f1` has a `until` and no `from`"),
        ("f1,site,,", "record-without-instant]: `f1` does not say when it happened"),
        ("f1,site,2026-05-12,", "wrong-value]: `2026-05-12` has no time of day"),
        ("f1,sight,2026-05-12 06:00,", "unknown-name]: there is no service `sight`"),
    ] {
        let ran = may("frozen.csv", &format!("frozen,on,from,until\n{text}\n"));
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains(fault), "{fault}\n{}", ran.out);
        assert!(ran.out.contains("frozen.csv:2:1"), "{}", ran.out);
    }
    let twice = may("frozen.csv", &format!("frozen,on,from,until\n{row}\n{row}\n"));
    assert!(twice.out.contains("two records of `frozen` are called `f1`"), "{}", twice.out);
}

#[test]
fn a_file_of_a_state_has_the_columns_of_a_state() {
    let ran = may("frozen.csv", "frozen,on,form\n");
    assert!(ran.out.contains("`frozen` has no field `form`"), "{}", ran.out);
    assert!(ran.out.lines().any(|line| line.contains("did you mean `from`?")), "{}", ran.out);
    let ran = may("down.csv", "down,from,until\n");
    let said = "nobody reports the state `down`: it is found from records";
    assert!(ran.out.contains(said), "{}", ran.out);
    let misspelt = may("frozen.csv", "frozn,from,until\n");
    assert_eq!(
        misspelt.out.lines().find(|line| line.contains("did you mean")).unwrap().trim(),
        "help: did you mean `frozen`?"
    );
}
