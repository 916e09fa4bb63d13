//! `slac test` and `slac evaluate`, from outside: exit codes, formats, and what is said of evidence that cannot be read.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use serde_json::Value;
use support::{Folder, Ran};

const HOSTING: &str = include_str!("../examples/month/hosting.slac");
const INCIDENTS: &str = include_str!("../examples/month/evidence/incidents.csv");
const OUTAGES: &str = include_str!("../examples/month/evidence/outages.csv");
const WORK: &str = include_str!("../examples/month/evidence/work.csv");

/// The end of a scenario that expects what comes out, or another amount.
fn scenario(amount: &str) -> String {
    format!(
        r#"scenario may "A month" for 2026-05 {{
  | outage | outage_began     | outage_ended     |
  |--------|------------------|------------------|
  | o1     | 2026-05-12 22:10 | 2026-05-13 03:40 |

  | expect               | is                 | verdict  |
  |----------------------|--------------------|----------|
  | availability of site | 99.26 %, rounded 2 | breached |
  | downtime             | {amount}           | -        |
}}
"#
    )
}

/// A folder with the contract and a month of evidence.
fn hosting() -> Folder {
    let folder = Folder::new();
    folder.write("hosting.slac", HOSTING).write("evidence/incidents.csv", INCIDENTS);
    folder.write("evidence/outages.csv", OUTAGES).write("evidence/work.csv", WORK);
    folder
}

fn evaluate(folder: &Folder, arguments: &[&str]) -> Ran {
    slac(folder, &[&["evaluate", "hosting.slac", "--month", "2026-05"], arguments].concat())
}

/// Runs the command; the spaces that keep a figure with its unit are plain ones here.
fn slac(folder: &Folder, arguments: &[&str]) -> Ran {
    let ran = folder.slac(arguments);
    Ran { out: ran.out.replace('\u{A0}', " "), ..ran }
}

/// What is printed by a run that works.
fn report(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    &ran.out
}

/// What is said of evidence in which something is wrong.
fn faults(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{}{}", ran.out, ran.err);
    &ran.out
}

/// What is said where the work could not be done at all.
fn refusal(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    &ran.err
}

/// The report on the month with one file in the place of another.
fn with(file: &str, text: impl AsRef<[u8]>) -> Ran {
    let folder = hosting();
    folder.write(&format!("evidence/{file}"), text);
    evaluate(&folder, &["--evidence", "evidence"])
}

// 744 h less 2 h of work in time; 5 h 30 min and 20 min are lost: 1 - 350/44520 = 631/636. 10 % of 2 000, and two started
// hours of 100, capped at 15 % of 2 000.
#[test]
fn a_month_is_judged_by_a_folder_of_files() {
    let ran = evaluate(&hosting(), &["--evidence", "evidence"]);
    for line in [
        "  gold.availability for site    breached  99.213836% (631/636), target 99.9%",
        "  gold.restoration.p1 for site  breached  0%, target 100%",
        "  gold.restoration.p2 for site  met       75%, target 75%",
        "  credits: EUR 300, claimable, to be claimed by 30 June 2026 at 24:00",
    ] {
        assert!(report(&ran).lines().any(|printed| printed == line), "{line}\n{}", ran.out);
    }
    assert!(!ran.out.contains("time of the calendar"), "derivations are asked for: {}", ran.out);
}

#[test]
fn a_derivation_shows_what_was_excluded_and_what_was_refused_and_how_long_a_case_took() {
    let ran = evaluate(&hosting(), &["--evidence", "evidence", "--explain"]);
    let lines: Vec<Vec<&str>> = report(&ran).lines().map(|line| line.split_whitespace().collect()).collect();
    for line in [
        "excluded 2 h, 10 May 2026 at 02:00 to 10 May 2026 at 04:00 maintenance: w1",
        "not excluded: no notice in time maintenance: w2",
        "opened 12 May 2026 at 22:10 i1",
        "due 13 May 2026 at 02:10",
        "capped EUR 300 credits",
    ] {
        assert!(lines.contains(&line.split_whitespace().collect()), "{line}\n{}", ran.out);
    }
}

#[test]
fn the_same_evidence_as_json_lines_gives_the_same_report() {
    let folder = hosting();
    let mut objects = String::from("\u{FEFF}");
    for text in [INCIDENTS, OUTAGES, WORK] {
        let mut lines = text.lines();
        let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
        for line in lines {
            let cell = |cell: &str| match cell.split(';').collect::<Vec<_>>().as_slice() {
                [""] => Value::Null,
                [one] => Value::from(*one),
                several => Value::from(several.to_vec()),
            };
            let object = heads.iter().zip(line.split(',')).map(|(head, text)| ((*head).to_owned(), cell(text)));
            objects.push_str(&format!("{}\n\n", Value::Object(object.collect())));
        }
    }
    folder.write("may.jsonl", objects);
    let by_lines = evaluate(&folder, &["--evidence", "may.jsonl", "--explain"]);
    let by_cells = evaluate(&folder, &["--evidence", "evidence", "--explain"]);
    assert_eq!(report(&by_lines), report(&by_cells));
}

#[test]
fn a_report_as_json_is_valid_by_its_published_schema() {
    let folder = hosting();
    let ran = evaluate(&folder, &["--evidence", "evidence", "--format", "json"]);
    let value: Value = serde_json::from_str(report(&ran)).unwrap();
    let schema: Value = serde_json::from_str(&folder.slac(&["schema", "report"]).out).unwrap();
    if let Err(error) = jsonschema::validator_for(&schema).unwrap().validate(&value) {
        panic!("{error} at {}", error.instance_path());
    }
    assert_eq!(value["contract"], "hosting");
}

#[test]
fn what_a_spreadsheet_adds_to_a_file_changes_nothing() {
    let folder = hosting();
    let plain = evaluate(&folder, &["--evidence", "evidence"]);
    for text in [
        format!("\u{FEFF}{OUTAGES}"),
        OUTAGES.replace('\n', "\r\n"),
        OUTAGES.trim_end().to_owned(),
        OUTAGES.replace("o2,", "\"o2\", "),
        format!("{OUTAGES}\n\n"),
    ] {
        assert_eq!(report(&with("outages.csv", &text)), report(&plain), "{text:?}");
    }
}

#[test]
fn nothing_is_known_after_the_day_that_is_said() {
    let ran = evaluate(&hosting(), &["--evidence", "evidence", "--as-of", "2026-05-11"]);
    assert!(report(&ran).contains("gold.availability for site    provisional  100%"), "{}", ran.out);
}

/// What happens later is as if it were not written: nothing of it runs, is planned or is counted.
#[test]
fn evidence_of_later_days_is_none() {
    let day = ["--evidence", "evidence", "--as-of", "2026-05-11", "--explain"];
    let whole = evaluate(&hosting(), &day);
    let folder = hosting();
    let incidents = "incident,priority,opened,restored,info_requested,info_received\n\
                     i2,p2,2026-05-07 16:00,2026-05-11 14:00,2026-05-08 09:00,2026-05-11 10:00\n";
    let outages = "outage,outage_began,outage_ended,of_incident\no2,2026-05-10 02:30,2026-05-10 03:30,\n";
    let work = "maintenance_work,work_announced,work_began,work_ended\nw1,2026-05-04 10:00,2026-05-10 02:00,2026-05-10 04:00\n";
    for (file, text) in [("incidents", incidents), ("outages", outages), ("work", work)] {
        folder.write(&format!("evidence/{file}.csv"), text);
    }
    assert_eq!(report(&whole), report(&evaluate(&folder, &day)));
}

#[test]
fn a_fault_is_shown_at_its_row() {
    for (file, text, said, row) in [
        ("incidents.csv", INCIDENTS.replacen("priority", "prio", 1), "`incident` has no field `prio`", 1),
        ("incidents.csv", INCIDENTS.replacen("priority", "priorty", 1), "help: did you mean `priority`?", 1),
        ("outages.csv", OUTAGES.replacen("outage", "outages", 1), "the contract has no record `outages`", 1),
        ("outages.csv", OUTAGES.replace(',', ";"), "help: part the cells by commas", 1),
        ("outages.csv", String::new(), "the file is empty, and its head is due", 1),
        ("outages.jsonl", String::new(), "the file is empty, and a record is due", 1),
        ("outages.jsonl", "\n \n".to_owned(), "the file is empty, and a record is due", 1),
        ("incidents.csv", INCIDENTS.replacen(",p2,", ",P2,", 1), "there is no priority `P2`", 3),
        ("incidents.csv", INCIDENTS.replacen(",p2,", ",,", 1), "`i2` does not say its `priority`", 3),
        ("incidents.csv", INCIDENTS.replace("i4", "i3"), "two records of `incident` are called `i3`", 5),
        (
            "outages.csv",
            OUTAGES.replace(",i1", ",i9"),
            "`o1` refers to the `incident` `i9`, but there is none of that name",
            2,
        ),
        ("outages.csv", OUTAGES.replace("i1\n", "i1,x\n"), "this row has 5 cells, and the head has 4", 2),
        ("outages.csv", OUTAGES.replace("2026-05-10 03:30,", ""), "this row has 3 cells, and the head has 4", 3),
        (
            "outages.csv",
            OUTAGES.replace("2026-05-10 02:30", "10/05/2026 02:30"),
            "`10/05/2026 02:30` stands where an instant",
            3,
        ),
        ("outages.csv", OUTAGES.replace("2026-05-10 02:30", "2026-05-10"), "`2026-05-10` has no time of day", 3),
        ("outages.csv", OUTAGES.replace("2026-05-10 02:30", "2026-05-10 02:30:00.5"), "has a part of a second", 3),
        ("outages.csv", OUTAGES.replace("2026-05-10 02:30", "2026-05-10 02:30:60"), "has the second 60", 3),
        ("outages.csv", OUTAGES.replace("2026-05-10 02:30", "2026-05-10 02:30+14:01"), "an offset that no zone has", 3),
        ("outages.csv", OUTAGES.replace("2026-05-10 02:30", "2026-10-25 02:30"), "`2026-10-25 02:30` comes twice", 3),
        (
            "outages.csv",
            OUTAGES.replace("2026-05-10 02:30", "2026-05-11 02:30"),
            "`outage_ended` of `o2` is earlier than its `outage_began`",
            3,
        ),
        ("outages.csv", OUTAGES.replace("2026-05-10 02:30", ""), "`o2` has a `outage_ended` and no `outage_began`", 3),
        (
            "incidents.csv",
            INCIDENTS.replace("2026-05-20 19:30", ""),
            "`i4` does not say when it began: it has no `opened`",
            5,
        ),
        ("incidents.csv", INCIDENTS.replace("2026-05-26 11:30;", ""), "`i5` has a second `info_requested`", 6),
    ] {
        let ran = with(file, &text);
        assert!(faults(&ran).contains(said), "{said}\n{}", ran.out);
        assert!(ran.out.contains(&format!("─[evidence/{file}:{row}:1]")), "{row}\n{}", ran.out);
    }
}

#[test]
fn each_fault_of_a_file_is_told_and_nothing_is_judged() {
    let ran = with("outages.csv", OUTAGES.replace("2026-05-10 02:30", "soon").replace(",i1", ",i9"));
    assert!(faults(&ran).contains("2 errors in 1 file"), "{}", ran.out);
    assert!(!ran.out.contains("gold.availability"), "{}", ran.out);
}

#[test]
fn a_fault_of_a_json_line_is_shown_at_its_line() {
    for (line, said) in [
        ("[1]", "this line is not a JSON object"),
        (r#"{"outage": "o9""#, "note: the line ends before the object does"),
        (r#"{"outage": "o9", }"#, "note: trailing comma, in column 18"),
        (r#"{"outge": "o9"}"#, "help: did you mean `outage`?"),
        ("{}", "help: name the record: "),
        (r#"{"outage": 9, "outage_bgan": ""}"#, "help: did you mean `outage_began`?"),
    ] {
        let folder = hosting();
        folder.write("more.jsonl", format!("\n{line}\n"));
        let ran = evaluate(&folder, &["--evidence", "evidence/incidents.csv", "more.jsonl"]);
        assert!(faults(&ran).contains(said) && ran.out.contains("─[more.jsonl:2:1]"), "{said}\n{}", ran.out);
    }
}

#[test]
fn what_cannot_be_judged_at_all_exits_with_2() {
    let folder = hosting();
    folder.write("none/notes.txt", "nothing").write("latin.csv", b"outage\n\xe9\n");
    folder.write("utf16.jsonl", b"\xff\xfe{\0}\0");
    for (arguments, said) in [
        (&["--evidence", "gone.csv"][..], "cannot read `gone.csv`: there is no such file or folder"),
        (&["--evidence", "gone"], "cannot read `gone`: there is no such file or folder"),
        (&["--evidence", "none"], "none holds no file of evidence"),
        (&["--evidence", "none/notes.txt"], "evidence is CSV (`.csv`) or JSON Lines (`.jsonl`)"),
        (&["--evidence", "evidence", "hosting.slac"], "name the contract before the options"),
        (&["--evidence", "latin.csv"], "cannot read `latin.csv`: it is not UTF-8 text"),
        (&["--evidence", "utf16.jsonl"], "cannot read `utf16.jsonl`: it is not UTF-8 text"),
    ] {
        let ran = evaluate(&folder, arguments);
        assert!(refusal(&ran).contains(said), "{arguments:?}: {}", ran.err);
    }
    for month in ["2026-13", "2026-5", "05-2026", "May", ""] {
        let ran = folder.slac(&["evaluate", "hosting.slac", "--month", month, "--evidence", "evidence"]);
        assert!(
            refusal(&ran).contains(&format!("`{month}` is not a month\n  help: write a month as `2026-05`")),
            "{}",
            ran.err
        );
    }
    for month in ["2025-12", "2027-01"] {
        let ran = folder.slac(&["evaluate", "hosting.slac", "--month", month, "--evidence", "evidence"]);
        assert!(refusal(&ran).contains(&format!("the contract is not in force in {month}")), "{}", ran.err);
    }
    folder.write("blanks.slac", include_str!("../examples/template/standard_with_blanks.slac"));
    let ran = folder.slac(&["evaluate", "blanks.slac", "--month", "2026-11", "--evidence", "evidence"]);
    assert!(ran.err.contains("the contract has values that are not agreed yet") && ran.code == 2, "{}", ran.err);
}

#[test]
fn a_month_without_amounts_says_that_nothing_is_owed() {
    let folder = hosting();
    folder.write("outages.csv", "outage,outage_began,outage_ended\n");
    let ran = evaluate(&folder, &["--evidence", "outages.csv"]);
    assert!(report(&ran).contains("gold.availability for site    met           100%"), "{}", ran.out);
    assert!(ran.out.contains("gold.restoration.p1 for site  not assessed"), "{}", ran.out);
    assert!(ran.out.contains("  credits: nothing is owed\n"), "{}", ran.out);
}

#[test]
fn scenarios_that_hold_exit_with_0_and_others_with_1() {
    let folder = Folder::new();
    folder.write("good.slac", format!("{HOSTING}{}", scenario("200 EUR")));
    folder.write("off.slac", format!("{HOSTING}{}", scenario("100 EUR")));
    let good = slac(&folder, &["test", "good.slac"]);
    assert!(report(&good).starts_with("hosting, scenario may: 2 of 2 expectations hold\n"), "{}", good.out);
    assert!(!good.out.contains("counted"), "{}", good.out);
    let explained = slac(&folder, &["test", "good.slac", "--explain"]);
    assert!(report(&explained).contains("counted"), "{}", explained.out);
    let off = slac(&folder, &["test", "off.slac"]);
    assert!(faults(&off).contains("  FAIL downtime              expected EUR 100, got EUR 200\n"), "{}", off.out);
    assert!(off.out.contains("read in the table"), "what differs is derived: {}", off.out);
    assert_eq!(slac(&folder, &["test", "good.slac", "off.slac"]).code, 1);
}

#[test]
fn where_there_is_no_scenario_nothing_is_run_and_that_is_said() {
    let folder = hosting();
    let ran = slac(&folder, &["test", "hosting.slac"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", "there is no scenario to run\n"));
}

#[test]
fn what_cannot_be_run_says_so() {
    let folder = Folder::new();
    assert!(refusal(&slac(&folder, &["test", "gone.slac"])).contains("cannot read `gone.slac`"));
    assert_eq!(slac(&folder, &["test", "--format", "xml"]).code, 2);
    folder.write("broken.slac", HOSTING.replace("currency ", "curency "));
    let broken = slac(&folder, &["test", "broken.slac"]);
    assert_eq!((broken.code, broken.out.as_str()), (1, ""), "{}", broken.err);
    assert!(broken.err.contains("unknown-field"), "{}", broken.err);
    let unread = scenario("200 EUR").replace("2026-05-13 03:40", "2026-05-12 03:40");
    folder.write("unread.slac", format!("{HOSTING}{unread}"));
    let ran = slac(&folder, &["test", "unread.slac"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.out.contains("scenario may: its evidence cannot be read"), "{}", ran.out);
    assert!(ran.err.contains("`outage_ended` of `o1` is earlier than its `outage_began`"), "{}", ran.err);
}

#[test]
fn junit_is_well_formed_and_counts_what_failed() {
    let folder = Folder::new();
    folder.write("off.slac", format!("{HOSTING}{}", scenario("100 EUR")));
    folder.write("good.slac", format!("{HOSTING}{}", scenario("200 EUR")));
    let ran = slac(&folder, &["test", "off.slac", "good.slac", "--format", "junit"]);
    let xml = faults(&ran);
    assert_eq!(
        elements(xml),
        [
            "testsuites tests=\"4\" failures=\"1\" errors=\"0\"",
            "testsuite name=\"hosting.may\" tests=\"2\" failures=\"1\" errors=\"0\"",
            "testcase classname=\"hosting.may\" name=\"availability of site\"",
            "testcase classname=\"hosting.may\" name=\"downtime\"",
            "failure message=\"expected EUR 100, got EUR 200\"",
            "testsuite name=\"hosting.may\" tests=\"2\" failures=\"0\" errors=\"0\"",
            "testcase classname=\"hosting.may\" name=\"availability of site\"",
            "testcase classname=\"hosting.may\" name=\"downtime\"",
        ]
    );
    folder.write("none.slac", HOSTING);
    let none = slac(&folder, &["test", "none.slac", "--format", "junit"]);
    assert_eq!(elements(&none.out), ["testsuites tests=\"0\" failures=\"0\" errors=\"0\""]);
    assert_eq!(none.code, 0);
}

/// The opening tags of a document, in order. Tags must nest, and text must hold no sign of its own: that much of XML is used.
fn elements(xml: &str) -> Vec<String> {
    let mut rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let (mut found, mut open): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some(at) = rest.find('<') {
        assert!(escaped(&rest[..at]) && (!open.is_empty() || rest[..at].trim().is_empty()), "{}", &rest[..at]);
        let end = at + rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        assert!(escaped(tag) && tag.matches('"').count().is_multiple_of(2), "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        found.push(tag.trim_end_matches('/').to_owned());
        if !tag.ends_with('/') {
            assert!(!found.is_empty() && (found.len() == 1 || !open.is_empty()), "two roots: {tag}");
            open.push(tag.split(' ').next().unwrap().to_owned());
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    found
}

/// Whether a text has no bare `<`, and `&` only where it begins an entity that XML knows.
fn escaped(text: &str) -> bool {
    let known = |rest: &str| ["amp;", "lt;", "gt;", "quot;", "#10;"].iter().any(|entity| rest.starts_with(entity));
    !text.contains('<') && text.split('&').skip(1).all(known)
}

// The table gives 10 % of 2 000, 200 EUR; two started hours of 120 give 240. The shop is owed, the host owes.
#[test]
fn a_choice_is_that_of_the_party_and_lists_what_it_may_choose() {
    for (party, amount, line) in [
        ("shop", "240", "choice of shop: EUR 240 (late, i1) is taken, instead of EUR 200 (downtime)"),
        ("host", "200", "choice of host: EUR 200 (downtime) is taken, instead of EUR 240 (late, i1)"),
    ] {
        let folder = hosting();
        let contract =
            HOSTING.replace("combine sum", &format!("combine choice of {party}")).replace("100 EUR per", "120 EUR per");
        folder.write("hosting.slac", contract);
        let ran = evaluate(&folder, &["--evidence", "evidence"]);
        assert!(report(&ran).contains(&format!("credits: EUR {amount}, claimable")), "{}", ran.out);
        assert!(ran.out.lines().any(|printed| printed.trim() == line), "{line}\n{}", ran.out);
        let ran = evaluate(&folder, &["--evidence", "evidence", "--format", "json"]);
        let json: Value = serde_json::from_str(report(&ran)).unwrap();
        let choice = &json["settlements"].as_array().unwrap().last().unwrap()["choices"][0];
        assert_eq!(
            (choice["by"].as_str(), choice["among"][0]["amount"]["value"].as_str()),
            (Some(party), Some(amount))
        );
    }
}

// Opened on Monday 18 May at 9:00 and counted in office hours, 8:00 to 18:00, without the 14th and 25th: 9 h, then 3 h 30 min.
#[test]
fn a_late_case_that_only_counts_against_a_quota_is_derived() {
    let ran = evaluate(&hosting(), &["--evidence", "evidence", "--explain"]);
    let late = report(&ran).split("\nLate cases\n").nth(1).unwrap().split("\nAmounts\n").next().unwrap();
    let lines: Vec<Vec<&str>> = late.lines().map(|line| line.split_whitespace().collect()).collect();
    for line in [
        "opened 18 May 2026 at 09:00 i3",
        "stopped 19 May 2026 at 11:30 i3",
        "time counted 12 h 30 min",
        "due 18 May 2026 at 17:00",
    ] {
        assert!(lines.contains(&line.split_whitespace().collect()), "{line}\n{late}");
    }
    assert!(!late.contains("i1"), "its amount has its derivation: {late}");
    let ran = evaluate(&hosting(), &["--evidence", "evidence", "--format", "json"]);
    let json: Value = serde_json::from_str(report(&ran)).unwrap();
    assert_eq!(json["missed"][0]["case"], "i3");
}
