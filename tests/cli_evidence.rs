//! `slac evaluate` on evidence of every sort, from outside: states that someone reports, and what is wrong with their rows.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

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
        (
            "f1,site,2026-05-12 18:00,2026-05-12 06:00",
            "events-out-of-order]: `until` of `f1` is earlier than its `from`",
        ),
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

const CLOUD: &str = include_str!("evaluate/instances.slac");
const LIST: &str = "vm,rent,size\ni-1,400,small\ni-2,,large\ni-3,10 EUR,\n";

/// The report on May of the contract whose machines are judged one by one.
fn machines(list: Option<&str>, outages: &str) -> Ran {
    let folder = Folder::new();
    folder.write("cloud.slac", CLOUD).write("evidence/outages.csv", outages);
    list.iter().for_each(|list| {
        folder.write("evidence/machines.csv", list);
    });
    folder.slac(&["evaluate", "cloud.slac", "--month", "2026-05", "--evidence", "evidence"])
}

fn outages(rows: &[&str]) -> String {
    let at = |row: &&str| format!("{row},2026-05-05 08:00,2026-05-05 13:00\n");
    format!("outage,on,instance,outage_began,outage_ended\n{}", rows.iter().map(at).collect::<String>())
}

// 5 of 744 hours: 10 % of 400 for the one, 10 % of the rent of all, 40, for the other; the third earns 1 % of 100.
#[test]
fn each_instance_of_a_list_is_judged_and_paid_by_itself() {
    let ran = machines(Some(LIST), &outages(&["o1,vm,i-1", "o2,vm,i-2"]));
    for line in [
        "  gold.availability for vm[i-1]  breached  99.327957% (739/744), target 99.5%",
        "  gold.availability for vm[i-3]  met       100%, target 99.5%",
        "    downtime: EUR\u{A0}40 on gold.availability for vm[i-1]",
        "    downtime: EUR\u{A0}4 on gold.availability for vm[i-2]",
        "    steady: EUR\u{A0}1 on gold.availability for vm[i-3]",
    ] {
        assert!(ran.out.lines().any(|printed| printed == line), "{line}\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn without_a_list_only_instances_that_records_name_are_judged() {
    let ran = machines(None, &outages(&["o1,vm,i-2"]));
    let judged = ran.out.lines().filter(|line| line.contains("gold.availability for vm")).count();
    assert_eq!((ran.code, judged), (0, 2), "one judgement, one amount: {}", ran.out);
}

#[test]
fn a_record_on_no_instance_or_on_one_that_is_not_there_is_a_fault() {
    for (row, fault) in [
        ("o1,vm,", "`o1` does not say which instance of `vm` it is about"),
        ("o1,site,i-1", "`o1` names the instance `i-1`, and `site` has no instances"),
        ("o1,vm,i-12", "the list of `vm` has no instance `i-12`"),
    ] {
        let ran = machines(Some(LIST), &outages(&[row]));
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains(fault) && ran.out.contains("outages.csv:2:1"), "{fault}\n{}", ran.out);
    }
    let list = machines(Some("vm,rent\ni-1,400 USD\n"), &outages(&[]));
    assert!(list.out.contains("`400 USD` is not in EUR"), "{}", list.out);
}

#[test]
fn evidence_that_was_not_sent_is_warned_of_and_a_head_alone_is_not() {
    let warnings = |ran: &Ran| {
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out.lines().filter(|line| line.starts_with("warning: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let ran = machines(None, "outage,on,instance,outage_began,outage_ended\n");
    let incident = "warning: no `incident` was given: taken as none by `restoration`";
    assert_eq!(warnings(&ran), [incident, "warning: no instance of `vm` was named: none is judged"]);
    assert_eq!(warnings(&machines(Some(LIST), &outages(&["o1,vm,i-1"]))), [incident]);
    let folder = Folder::new();
    folder.write("cloud.slac", CLOUD).write(
        "evidence/incidents.jsonl",
        "{\"incident\": \"c1\", \"on\": \"site\", \"opened\": \"2026-05-05 08:00\"}\n",
    );
    let ran =
        folder.slac(&["evaluate", "cloud.slac", "--month", "2026-05", "--evidence", "evidence", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let said = json["warnings"].as_array().unwrap().iter().map(|warning| warning["message"].as_str().unwrap());
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["no `outage` was given: taken as none by `availability`", "no instance of `vm` was named: none is judged"]
    );
}

// The freeze is read by an exclusion, and takes nothing out where it was not sent.
#[test]
fn only_what_commitments_rest_on_is_warned_of() {
    let ran = may("frozen.jsonl", "");
    assert!(!ran.out.contains("warning"), "{}", ran.out);
}

const HOSTING: &str = include_str!("../examples/month/hosting.slac");

/// The report on May of a hosting contract, with one outage of 6 h and other files of evidence.
fn hosting(files: &[(&str, &str)]) -> Ran {
    let folder = Folder::new();
    folder.write("hosting.slac", HOSTING);
    folder.write("evidence/o.csv", "outage,outage_began,outage_ended\no1,2026-05-12 00:00,2026-05-12 06:00\n");
    files.iter().for_each(|(name, text)| {
        folder.write(&format!("evidence/{name}"), text);
    });
    let ran = folder.slac(&["evaluate", "hosting.slac", "--month", "2026-05", "--evidence", "evidence", "--explain"]);
    Ran { out: ran.out.replace('\u{A0}', " "), ..ran }
}

#[test]
fn records_that_are_found_by_their_names_need_no_term_that_names_them() {
    let claim = ("c.csv", "claim,claim_received,claim_period\nc1,2026-06-10 09:00,2026-05-01 00:00\n");
    let change = ("r.csv", "reclassification,reclassified_at,reclassifies,priority\nr1,2026-05-12 09:00,i1,p1\n");
    let case = ("i.csv", "incident,priority,opened,restored\ni1,p2,2026-05-12 08:00,2026-05-12 13:00\n");
    let ran = hosting(&[claim, change, case]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("EUR 300, claimed, to be claimed by 30 June 2026 at 24:00"), "{}", ran.out);
    assert!(ran.out.contains("late: EUR 100 on gold.restoration.p1"), "{}", ran.out);
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = ran.out.lines().map(line).collect();
    for expected in ["to be claimed by 30 June 2026 at 24:00 credits", "claimed 10 June 2026 at 09:00 credits: c1"] {
        assert!(lines.iter().any(|printed| printed == expected), "{expected}\n{}", ran.out);
    }
}

#[test]
fn what_lies_outside_the_term_is_told() {
    let case = ("i.csv", "incident,priority,opened,restored\ni1,p2,2062-05-12 08:00,2062-05-12 13:00\n");
    let ran = hosting(&[case]);
    assert!(ran.out.contains("warning: `i1` of `incident` lies outside the term of the contract"), "{}", ran.out);
}

// i1 is open for an hour when May ends, and has 4 h: were it 2062 by then, it would be late.
#[test]
fn a_record_outside_the_term_makes_nothing_else_known() {
    let cases = "incident,priority,opened\ni1,p1,2026-05-31 23:00\nz9,p1,2062-05-12 10:00\n";
    let ran = hosting(&[("i.csv", cases)]);
    assert!(ran.out.contains("as known on 1 June 2026 at 00:00"), "{}", ran.out);
    assert!(!ran.out.contains("late: EUR"), "{}", ran.out);
    let later = cases.replace("2062-05-12", "2026-06-02");
    let ran = hosting(&[("i.csv", later.as_str())]);
    assert!(ran.out.contains("as known on 2 June 2026 at 10:00") && ran.out.contains("late: EUR"), "{}", ran.out);
}

#[test]
fn names_of_evidence_steer_no_terminal_and_begin_no_line() {
    let case = "incident,priority,opened,restored\n\"\u{1b}[31mi1\n  credits: none\u{202e}\",p1,2026-05-12 22:10,2026-05-13 03:40\n";
    for more in [&[][..], &["--explain"]] {
        let folder = Folder::new();
        folder.write("hosting.slac", include_str!("../examples/month/hosting.slac")).write("i.csv", case);
        let arguments = ["evaluate", "hosting.slac", "--month", "2026-05", "--evidence", "i.csv"];
        let ran = folder.slac(&[&arguments[..], more].concat());
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{:?}", ran.out);
        assert!(!ran.out.lines().any(|line| line.starts_with("  credits: none")), "{}", ran.out);
        assert!(ran.out.contains("\u{fffd}[31mi1\u{fffd}  credits: none\u{fffd}"), "{}", ran.out);
    }
}

#[test]
fn a_message_shows_the_beginning_of_a_long_cell() {
    let long = "x".repeat(100_000);
    let head = "incident,priority,opened,restored\n";
    for text in [
        format!("{head}i1,p1,{long},\n"),
        format!("{head}i1,{long},2026-05-12 22:10,\n"),
        format!("{head}{long},p9,2026-05-12 22:10,\n"),
        format!("incident,{long}\n"),
        format!("{long},opened\n"),
    ] {
        let ran = hosting(&[("i.csv", text.as_str())]);
        assert_eq!(ran.code, 1);
        assert!(ran.out.len() < 2_000 && ran.out.contains("…`"), "{}", ran.out);
    }
}

#[test]
fn a_head_that_stands_twice_is_a_fault_whatever_the_case_of_the_ending() {
    let ran = hosting(&[("I.CSV", "incident,priority,opened,opened\n")]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("wrong-value]: the head `opened` stands twice"), "{}", ran.out);
}

/// A penalty of what the shop lost, which it states for each month.
fn loss(file: &str) -> Ran {
    let folder = Folder::new();
    let own = FROZEN.split("state frozen").next().unwrap();
    let terms = r#"service site "Site" by host at gold
figure loss "Loss" of site { given by shop each month; unit EUR }
tier gold "Gold" {
  measured by eye
  obligation  result
  availability at least 99.9 % each month during always
}
penalty down "Downtime" on availability at gold { pays loss of site }
settlement credits "Credits" { combine sum; claim automatic; form deduction; nature penalty; damages on_account }
"#;
    folder.write("shop.slac", format!("{own}{terms}")).write("evidence/outages.csv", OUTAGE);
    folder.write("evidence/figures.csv", file);
    let ran = folder.slac(&["evaluate", "shop.slac", "--month", "2026-05", "--evidence", "evidence"]);
    Ran { out: ran.out.replace('\u{A0}', " "), ..ran }
}

#[test]
fn a_figure_that_someone_states_is_read_from_a_file() {
    for row in ["loss,site,2026-05,40", "loss,,2026-05-31,40"] {
        let ran = loss(&format!("figure,on,period,value\nloss,site,2026-04,7\n{row}\n"));
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert!(ran.out.contains("credits: EUR 40"), "{}", ran.out);
    }
    // What is stated of the site goes before what is stated of all, whichever stands first.
    for rows in ["loss,site,2026-05,41\nloss,,2026-05,40", "loss,,2026-05,40\nloss,site,2026-05,41"] {
        let ran = loss(&format!("figure,on,period,value\n{rows}\n"));
        assert!(ran.out.contains("credits: EUR 41"), "{}{}", ran.out, ran.err);
    }
    let none = loss("figure,on,period,value\nloss,site,2026-04,7\n");
    assert!(none.out.contains("warning: no `loss` was stated"), "{}", none.out);
    for (row, fault) in [
        ("loss,site,2026,40", "wrong-value]: `2026` stands where a period of `loss`, such as `2026-05`, is expected"),
        ("loss,site,,40", "wrong-value]: this row does not say for which period `loss` is stated"),
        ("loss,sight,2026-05,40", "unknown-name]: there is no service `sight`"),
        ("los,site,2026-05,40", "unknown-name]: the contract has no figure `los`"),
        ("loss,site,2026-05,many", "wrong-value]: `many` stands where"),
        ("loss,site,2026-05,40\nloss,site,2026-05,41", "duplicate-record]: `loss` is stated twice for the same period"),
    ] {
        let ran = loss(&format!("figure,on,period,value\n{row}\n"));
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains(fault), "{fault}\n{}", ran.out);
    }
}
