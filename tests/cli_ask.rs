//! `slac ask`, from outside: what it answers, and what it refuses.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

mod support;

use serde_json::Value;
use support::{Folder, Ran};

const ERP: &str = include_str!("../examples/infogerance-erp/erp_acme.slac");
const BLANKS: &str = include_str!("../examples/template/standard_with_blanks.slac");

fn erp() -> Folder {
    let folder = Folder::new();
    folder.write("erp.slac", ERP);
    folder
}

fn ask(arguments: &[&str]) -> Ran {
    erp().slac(&[&["ask", "erp.slac"], arguments].concat())
}

/// What is printed by a run that works, with plain blanks, each run of them as one.
fn answer(ran: &Ran) -> String {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let lines = ran.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.map(|line| line + "\n").collect()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&answer(&ask(&[arguments, &["--format", "json"]].concat()))).unwrap()
}

fn refusal(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    &ran.err
}

// Each line of the list is a command: it works as it stands.
#[test]
fn without_a_question_it_lists_what_can_be_asked_and_each_of_these_works() {
    let ran = ask(&[]);
    let listed = answer(&ran);
    let commands: Vec<&str> =
        listed.lines().filter_map(|line| line.split_once("slac ask erp.slac ")).map(|(_, c)| c).collect();
    assert_eq!(commands.len(), 5, "{}", ran.out);
    for command in commands {
        let mut arguments: Vec<&str> = Vec::new();
        for (at, part) in command.split('"').enumerate() {
            if at % 2 == 0 { arguments.extend(part.split_whitespace()) } else { arguments.push(part) }
        }
        assert!(!answer(&ask(&arguments)).is_empty(), "{command}");
    }
}

// A Saturday at night: the desk is there, the CIO from Monday on.
#[test]
fn it_says_who_answers_and_when_they_can_be_reached() {
    let ran = ask(&["who", "triage", "--at", "2026-05-02 03:10"]);
    let told = answer(&ran);
    assert!(told.contains("accountable l1 (Service desk) of nord then\n"), "{told}");
    assert!(told.contains("informed dsi (CIO) of acme from Mon 4 May 2026 08:00\n"), "{told}");
    let told = json(&["who", "operations.triage", "--at", "2026-05-02 03:10"]);
    let parts = told["activities"][0]["parts"].as_array().unwrap();
    assert_eq!(
        (parts[0]["letters"].as_str(), parts[0]["reached"].as_str()),
        (Some("RA"), Some("2026-05-02T03:10:00+02:00"))
    );
    let ran = ask(&["who", "triage"]);
    assert!(!answer(&ran).contains("REACHED"), "{}", ran.out);
}

// Before April the service is in its verification phase.
#[test]
fn it_says_what_a_service_is_held_to_at_an_instant() {
    let ran = ask(&["targets", "--service", "erp", "--at", "2026-02-02 09:00"]);
    assert!(answer(&ran).contains("vsr.availability at least 99.5% "), "{}", ran.out);
    let ran = ask(&["targets", "--service", "erp", "--at", "2026-05-02 09:00"]);
    assert!(answer(&ran).contains("at most 5 days of business, 90% of cases"), "{}", ran.out);
    let ran = ask(&["targets", "--service", "erp", "--at", "2030-05-02 09:00"]);
    assert!(answer(&ran).contains("It is held to nothing then."), "{}", ran.out);
}

// Sunday at 4: within the hours of planned maintenance, and out of those of the office. Saturday at 4: in neither.
#[test]
fn it_says_whether_an_instant_counts_and_what_may_take_it_out() {
    let by = |told: &Value, id: &str| {
        told["commitments"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap().clone()
    };
    let sunday = json(&["counts", "--service", "erp", "--at", "2026-05-03 04:00"]);
    let availability = by(&sunday, "gold.availability");
    assert_eq!(availability["counts"], "unless");
    assert_eq!(availability["exclusions"][0], "maintenance");
    let p3 = by(&sunday, "gold.response.p3");
    assert_eq!((p3["counts"].as_str(), p3["next"].as_str()), (Some("no"), Some("2026-05-04T08:00:00+02:00")));
    let saturday = json(&["counts", "--service", "erp", "--at", "2026-05-02 04:00"]);
    assert_eq!(by(&saturday, "gold.availability")["exclusions"][0], "emergency_fix");
}

// 99.2 % lies in the bracket of 10 %: 1 200 of 12 000.
#[test]
fn it_says_what_a_month_costs() {
    let month = ["cost", "--month", "2026-05", "--given"];
    let ran = ask(&[&month[..], &["availability of erp = 99.2 %"]].concat());
    assert!(answer(&ran).contains("reglement: EUR 1,200, claimable"), "{}", ran.out);
    assert!(answer(&ran).contains("supposing availability of erp 99.2%, and nothing else"), "{}", ran.out);
    let met = ask(&[&month[..], &["availability of erp = 99.95 %"]].concat());
    assert!(answer(&met).contains("reglement: nothing is owed"), "{}", met.out);
    let told = json(&[&month[..], &["availability of erp = 99.2 %"]].concat());
    assert_eq!(told["report"]["settlements"][0]["amount"]["value"], "1200");
}

// 15 % of 9 000 × 3 + 12 000 × 9, then of 12 000 × 12; twelve months over two years fill both caps.
#[test]
fn it_says_what_the_most_is_and_what_reaches_it() {
    let told = json(&["exposure"]);
    let settled = &told["settlements"][0];
    let years: Vec<_> = settled["years"]
        .as_array()
        .unwrap()
        .iter()
        .map(|y| (y["bound"]["value"].clone(), y["exact"].clone()))
        .collect();
    assert_eq!(years, [("20250".into(), true.into()), ("21600".into(), true.into()), ("21600".into(), true.into())]);
    assert_eq!(
        (&settled["straddling"]["bound"]["value"], &settled["straddling"]["exact"]),
        (&"43200".into(), &true.into())
    );
}

#[test]
fn what_it_cannot_answer_it_says() {
    assert!(refusal(&ask(&["who", "triag"])).contains("write `triage`"));
    assert!(refusal(&ask(&["counts", "--at", "2026-05-03 04:00"])).contains("nothing says which service is meant"));
    assert!(refusal(&ask(&["counts", "--service", "erq", "--at", "2026-05-03 04:00"])).contains("write `erp`"));
    assert!(refusal(&ask(&["cost", "--month", "2026-05"])).contains("nothing says what is attained"));
    assert!(
        refusal(&ask(&["cost", "--month", "2026-05", "--given", "availabilty of erp = 9 %"]))
            .contains("did you mean `availability`?")
    );
    assert!(
        refusal(&ask(&["cost", "--month", "2026-05", "--given", "availability of erp = 4 h"]))
            .contains("a number of `%`")
    );
    assert!(
        refusal(&ask(&["cost", "--month", "2036-05", "--given", "availability of erp = 9 %"])).contains("not in force")
    );
    let folder = Folder::new();
    let ran = folder.write("b.slac", BLANKS).slac(&["ask", "b.slac", "exposure"]);
    assert!(refusal(&ran).contains("not agreed yet"), "{}", ran.err);
}
