//! `slac evaluate` on what stands in the rows of evidence files, from outside: units, names of records, ends of lines, keys.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{Folder, Ran};

/// The report on May of a contract, with files of evidence.
fn may(contract: &str, files: &[(&str, &str)]) -> Ran {
    let folder = Folder::new();
    folder.write("contract.slac", contract);
    files.iter().for_each(|(name, text)| {
        folder.write(&format!("evidence/{name}"), text);
    });
    let ran = folder.slac(&["evaluate", "contract.slac", "--month", "2026-05", "--evidence", "evidence"]);
    Ran { out: ran.out.replace('\u{A0}', " "), ..ran }
}

/// The output and a line that is in it, whatever the spaces between its words.
fn prints(ran: &Ran, line: &str) -> bool {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    ran.out.lines().any(|printed| words(printed) == line)
}

const FIGURES: &str = include_str!("evaluate/figures_of_instances.slac");
const OUTAGES: &str = "outage,on,instance,outage_began,outage_ended\no1,vm,a,2026-05-05 08:00,2026-05-05 13:00\n";

// 5 of 744 h: 10 % of 400, and 7 EUR for each of 2 zones: a half of 14.
#[test]
fn a_figure_without_a_unit_is_the_number_or_the_percentage_that_is_written() {
    for list in [
        "vm,zones,bill,promised,plan,scale\na,2,400,99.5,premium,50 %\n",
        "vm,zones,bill,promised,plan,scale\na,200 %,400 EUR,99.5 %,premium,50\n",
    ] {
        let ran = may(FIGURES, &[("o.csv", OUTAGES), ("vm.csv", list)]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        for line in ["downtime: EUR 40 on gold.availability for vm[a]", "prem: EUR 7 on gold.availability for vm[a]"] {
            assert!(prints(&ran, line), "{line}\n{}", ran.out);
        }
    }
    let wrong = may(FIGURES, &[("vm.csv", "vm,zones\na,2 h\n")]);
    assert!(wrong.out.contains("wrong-value]: `2 h` stands where a number is expected"), "{}", wrong.out);
}

#[test]
fn a_scenario_writes_the_unit_of_a_figure_that_has_one() {
    let folder = Folder::new();
    folder.write("contract.slac", FIGURES.replace("| 99.5 %   | premium | 50 %  |", "| 99.5     | premium | 50 %  |"));
    let ran = folder.slac(&["test", "contract.slac"]);
    assert_ne!(ran.code, 0);
    let said = "wrong-value]: `99.5` stands where a number of `%` is expected";
    assert!([&ran.out, &ran.err].iter().any(|text| text.contains(said)), "{}{}", ran.out, ran.err);
}

const CLOUD: &str = include_str!("evaluate/instances.slac");

#[test]
fn a_rate_is_written_with_its_period_or_without() {
    let outages = OUTAGES.replace(",a,", ",i-1,");
    for rent in ["400", "400 EUR", "400 EUR per month", "400 EUR/month"] {
        let list = format!("vm,rent\ni-1,{rent}\n");
        let ran = may(CLOUD, &[("o.csv", outages.as_str()), ("vm.csv", list.as_str())]);
        assert!(prints(&ran, "downtime: EUR 40 on gold.availability for vm[i-1]"), "{rent}: {}{}", ran.out, ran.err);
    }
    let ran = may(CLOUD, &[("vm.csv", "vm,rent\ni-1,400 EUR per year\n")]);
    let said = "wrong-value]: `400 EUR per year` stands where an amount for another period is expected";
    assert!(ran.out.contains(said), "{}", ran.out);
}

/// A contract on the records of one library, or of two.
fn plain(uses: &str, terms: &str) -> String {
    format!(
        r#"edition 2026
use std.plain
{uses}
contract hosting "Hosting" {{
  from       2026-01-01 until 2028-01-01
  timezone   "UTC"
  currency   EUR, rounded half_up, to 0.01 EUR, taxes excluded
  languages  en
  law        "French law"
  clock      usual
  assessment usual_assessment
  delays     usual_delays
}}
provider host "Host SAS"
customer shop "Shop SA"
observer eye "Eye SARL" {{ paid shop }}
service site "Site" by host at gold
tier gold "Gold" {{
  measured by eye
  obligation  result
  {terms}
}}
penalty late "Late" on std.plain.restoration at gold each std.plain.incident {{ pays 100 EUR per started h of excess }}
settlement credits "Settlement" {{
  combine sum
  claim   by shop within 30 days after end of month, otherwise forfeited
  form    deduction
  nature  penalty
  damages on_account
}}
"#
    )
}

const RESTORED: &str = "std.plain.restoration at most 4 h each std.plain.incident during always";

fn incidents(record: &str) -> String {
    format!("{record},opened,restored\ni1,2026-05-05 08:00,2026-05-05 13:00\n")
}

// The clock of std.clock reads records of std.evidence that are called like those of std.plain.
#[test]
fn a_name_is_that_of_the_record_that_the_contract_means() {
    let contract = plain("use std.clock", RESTORED);
    let claims = ("c.csv", "claim,claim_received\nc1,2026-06-05 08:00\n");
    let ran = may(&contract, &[("i.csv", &incidents("incident")), claims]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("credits: EUR 100, claimed"), "{}", ran.out);
    let object = r#"{"incident": "i1", "opened": "2026-05-05 08:00", "restored": "2026-05-05 13:00"}"#;
    let ran = may(&contract, &[("i.jsonl", object)]);
    assert!(ran.out.contains("credits: EUR 100, claimable"), "{}", ran.out);
}

#[test]
fn of_two_records_of_one_name_the_one_that_is_meant_is_written_in_full() {
    let terms = format!("{RESTORED}\n  std.indicator.response at most 1 h each std.evidence.incident during always");
    let contract = plain("use std.clock\nuse std.evidence\nuse std.indicator", &terms);
    let object = r#"{"incident": "i1", "opened": "2026-05-05 08:00", "restored": "2026-05-05 13:00"}"#;
    for (name, text) in [("i.csv", incidents("incident")), ("i.jsonl", object.to_owned())] {
        let ran = may(&contract, &[(name, text.as_str())]);
        let said = "ambiguous-name]: `incident` means `std.plain.incident` or `std.evidence.incident`";
        assert!(ran.code == 1 && ran.out.contains(said), "{}{}", ran.out, ran.err);
    }
    let full = object.replace("incident", "std.plain.incident");
    for (name, text) in [("i.csv", incidents("plain.incident")), ("i.jsonl", full)] {
        let ran = may(&contract, &[(name, text.as_str())]);
        assert!(ran.out.contains("late: EUR 100"), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_fault_stands_at_its_row_whatever_ends_the_lines() {
    let text = "outage,on,instance,outage_began,outage_ended\r\no1,vm,a,2026-05-05 08:00,\r\n\r\n\
                o2,vm,b,2026-05-05 08:00,2026-05-04 08:00\r\n";
    for text in [text.to_owned(), text.replace("\r\n\r\n", "\r\n").replace("\r\n", "\n")] {
        let ran = may(FIGURES, &[("o.csv", text.as_str())]);
        assert!(ran.out.contains("events-out-of-order]"), "{}{}", ran.out, ran.err);
        let marked = ran.out.lines().position(|line| line.contains("─────")).map(|at| at - 1);
        let line = ran.out.lines().nth(marked.unwrap()).unwrap();
        assert!(line.contains("o2,vm,b"), "{line}\n{}", ran.out);
    }
}

#[test]
fn a_key_that_stands_twice_in_an_object_is_a_fault_at_the_second() {
    let object = r#"{"outage": "o1", "on": "vm", "instance": "a", "outage_began": "2026-05-05 08:00", "on": "vm"}"#;
    let ran = may(FIGURES, &[("o.jsonl", object)]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("wrong-value]: the key `on` stands twice"), "{}", ran.out);
    let column = object.rfind("\"on\"").unwrap() + 1;
    assert!(ran.out.contains(&format!("o.jsonl:1:{column}]")), "{}", ran.out);
}

#[test]
fn an_object_is_of_the_sort_whose_fields_it_has() {
    let terms = r#"record ticket "Ticket" of service {
  | field  | label    | type    |
  |--------|----------|---------|
  | filed  | "Filed"  | instant |
  | outage | "Outage" | outage  |
}
indicator tickets "Tickets" of service {
  is     count of ticket
  better lower
}
"#;
    let contract = FIGURES.replace("service vm", &format!("{terms}service vm"));
    let contract =
        contract.replace("  restoration at", "  tickets at most 0 each month during always\n  restoration at");
    let object = r#"{"outage": "o1", "ticket": "t1", "on": "vm", "instance": "a", "filed": "2026-05-05 08:00"}"#;
    let ran = may(&contract, &[("o.csv", OUTAGES), ("t.jsonl", object)]);
    assert!(prints(&ran, "gold.tickets for vm[a] breached 1, target 0"), "{}{}", ran.out, ran.err);
}

// The penalty is waived because no notice was sent, and the right would rest on surveys: nobody sent either.
#[test]
fn what_amounts_and_rights_rest_on_is_warned_of_with_what_reads_it() {
    let right = "right leave \"Leave\" of shop { when count of survey over month >= 1 }\nsettlement";
    let waived = "waived when count of formal_notice over month = 0";
    let terms = FIGURES.split("scenario may").next().unwrap();
    let contract = terms.replace("waived when zones = 1", waived).replace("settlement", right);
    let cases = "incident,opened,restored\n";
    let ran = may(&contract, &[("o.csv", OUTAGES), ("i.csv", cases)]);
    let warned: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("warning: ")).collect();
    let notice = "warning: no `formal_notice` was given: taken as none by `downtime`";
    let survey = "warning: no `survey` was given: taken as none by `leave`";
    assert_eq!(warned, [notice, survey], "{}{}", ran.out, ran.err);
    let ran =
        may(&contract, &[("o.csv", OUTAGES), ("i.csv", cases), ("n.csv", "formal_notice\n"), ("s.csv", "survey\n")]);
    assert!(!ran.out.contains("warning"), "{}{}", ran.out, ran.err);
}
