//! `slac deadline` and `slac calendar`, from outside: what they print, and what they refuse.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use serde_json::Value;
use support::{Folder, Ran};

const ERP: &str = include_str!("../examples/infogerance-erp/erp_acme.slac");
const BACKUP: &str = include_str!("../examples/backup-dr/backup_nakivo.slac");

/// A folder with the flagship.
fn erp() -> Folder {
    let folder = Folder::new();
    folder.write("erp.slac", ERP);
    folder
}

fn deadline(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.slac(&[&["deadline", "erp.slac"], arguments].concat())
}

/// What is printed by a run that works.
fn answer(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    &ran.out
}

/// What is said by a run that refuses its arguments.
fn refusal(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    &ran.err
}

// 17:30 and 15 min, 4 h, 30 min, 2 h: all of it runs day and night.
#[test]
fn a_p1_has_its_deadlines_its_ladder_and_those_who_are_told() {
    let ran = deadline(&erp(), &["--service", "erp", "--priority", "p1", "--opened", "2026-05-01 17:30"]);
    let lines: Vec<&str> = answer(&ran).lines().collect();
    for line in [
        "response     15 min  Fri 1 May 17:45  all hours",
        "restoration  4 h     Fri 1 May 21:30  all hours",
        "incident_ladder  1      Fri 1 May 17:30  l1 (Service desk, nord)",
        "incident_ladder  2      Fri 1 May 18:00  l2 (Operations, nord)",
        "incident_ladder  3      Fri 1 May 19:30  l3 (Technical lead, nord)",
        "incident_report  5 days of business  after `restored`  pilote (Contract manager, nord) → dsi (CIO, acme)",
    ] {
        assert!(lines.contains(&line), "{line}\n{}", ran.out);
    }
}

// Half an hour on Thursday, the holiday and the weekend, 3 h 30 min on Monday.
#[test]
fn an_answer_says_why() {
    let ran = deadline(&erp(), &["--priority", "p3", "--opened", "2026-04-30T17:30:00+02:00"]);
    let why = "counted: Thu 30 April 17:30–18:00 (30 min), Mon 4 May 08:00–11:30 (3 h 30 min)\n    holidays: Fri 1 May (Labour Day)";
    assert!(answer(&ran).contains(why), "{}", ran.out);
    assert!(ran.out.contains("Mon 11 May 24:00"), "{}", ran.out);
}

#[test]
fn impact_and_urgency_give_the_priority() {
    let opened = ["--opened", "2026-05-04 08:00"];
    let ran = deadline(&erp(), &[&opened[..], &["--set", "impact=high", "--set", "urgency=low"]].concat());
    assert!(answer(&ran).contains("so priority p2"), "{}", ran.out);
    let missing = deadline(&erp(), &[&opened[..], &["--set", "impact=high"]].concat());
    assert!(refusal(&missing).contains("or say what decides it: `--set urgency=…`"), "{}", missing.err);
}

// Opened at 08:00, 8 h, a pause of 2 h: 18:00. At 12:00, 2 h have been counted.
#[test]
fn a_pause_and_an_instant_give_what_is_left() {
    let ran = deadline(
        &erp(),
        &[
            "--priority",
            "p2",
            "--opened",
            "2026-05-04 08:00",
            "--paused",
            "2026-05-04 09:00..2026-05-04 11:00",
            "--at",
            "2026-05-04 12:00",
        ],
    );
    assert!(answer(&ran).contains("restoration  8 h     Mon 4 May 18:00  all hours   6 h left"), "{}", ran.out);
    assert!(ran.out.contains("paused: Mon 4 May 09:00–11:00 (waiting)"), "{}", ran.out);
}

#[test]
fn what_follows_another_event_is_due_once_it_is_said() {
    let ran =
        deadline(&erp(), &["--priority", "p1", "--opened", "2026-05-01 17:30", "--set", "restored=2026-05-01 19:00"]);
    assert!(answer(&ran).contains("incident_report  5 days of business  Mon 11 May 24:00"), "{}", ran.out);
    assert!(ran.out.contains("met Fri 1 May 19:00"), "{}", ran.out);
    assert!(!ran.out.contains("incident_ladder  3"), "level 3 is called after the restoration: {}", ran.out);
}

#[test]
fn a_time_that_clocks_skip_or_repeat_is_refused_with_both_readings() {
    let at = |instant: &str| deadline(&erp(), &["--priority", "p1", "--opened", instant]);
    let skipped = at("2026-03-29 02:30");
    assert!(refusal(&skipped).contains("`2026-03-29 03:30` by the clock before the change"), "{}", skipped.err);
    assert!(skipped.err.contains("`2026-03-29 01:30` by the clock after it"), "{}", skipped.err);
    let twice = at("2026-10-25 02:30");
    assert!(
        refusal(&twice).contains("write `2026-10-25 02:30+02:00` for the first or `2026-10-25 02:30+01:00`"),
        "{}",
        twice.err
    );
    assert!(answer(&at("2026-10-25 02:30+02:00")).contains("Sun 25 October 02:45 (+02:00)"));
    assert!(answer(&at("2026-10-25 02:30+01:00")).contains("Sun 25 October 02:45 (+01:00)"));
}

#[test]
fn words_that_are_not_known_are_refused_with_those_that_are() {
    let folder = erp();
    for (arguments, said) in [
        (&["--priority", "P1"][..], "unknown value `P1` of `priority`\n  help: write `p1`; there are `p1`, `p2`, `p3`"),
        (&["--set", "impct=high"], "unknown field `impct` of `incident`\n  help: write `impact`"),
        (&["--set", "impact"], "`--set impact` says no value"),
        (&["--service", "erpp", "--priority", "p1"], "unknown service `erpp`\n  help: the only one is `erp`"),
        (
            &["--record", "incidnet"],
            "unknown sort of case `incidnet`\n  help: write `incident`; there are `incident`, `disaster`",
        ),
        (&["--priority", "p1", "--set", "priority=p2"], "`priority` of the case is said twice"),
        (&["--set", "impact=high", "--set", "impact=low"], "`impact` of the case is said twice"),
        (&["--priority", "p1", "--set", "opened=2026-05-01 18:00"], "`opened` of the case is said twice"),
        (&["--priority", "p1", "--paused", "09:00"], "`09:00` is not a stretch of time"),
        (&["--priority", "p1", "--at", "2026-05-01 17:29"], "`--at` stands before the case is opened"),
        (
            &["--priority", "p1", "--set", "restored=2026-05-01 17:00"],
            "`restored` of `incident` is earlier than its `opened`",
        ),
    ] {
        let ran = deadline(&folder, &[&["--opened", "2026-05-01 17:30"], arguments].concat());
        assert!(refusal(&ran).contains(said), "{arguments:?}: {}", ran.err);
    }
    assert!(refusal(&deadline(&folder, &["--priority", "p1"])).contains("nothing says when the case was opened"));
    for (opened, said) in [
        ("2026-05-01", "has no time of day"),
        ("yesterday", "is not an instant"),
        ("2026-05-01 10:00:60", "has the second 60"),
        ("2026-05-01 10:00+14:01", "has an offset that no zone has"),
    ] {
        assert!(refusal(&deadline(&folder, &["--priority", "p1", "--opened", opened])).contains(said), "{opened}");
    }
}

/// Office hours, on which a duration and a level count; days that name no calendar.
const DAYS: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock
use std.itil_p3

contract days "Days" {
  from       2025-01-01 until 2027-01-01
  timezone   "Europe/Paris"
  currency   EUR, rounded half_up, to 0.01 EUR, taxes excluded
  languages  en
  law        "French law"
  clock      round_the_clock
  assessment usual_assessment
  delays     usual_delays
}
provider host "Host SAS"
customer shop "Shop SA"
observer eye "Eye SARL" { paid shop }
calendar office "Office" { open mon..fri 08:00-18:00 }
service site "Site" by host at gold
tier gold "Gold" {
  measured by eye
  obligation  result

  | priority | restoration      | each  | during | quota | sample |
  |----------|------------------|-------|--------|-------|--------|
  | p1       | 30 days          | month | office | 100 % | 1      |
  | p2       | 31 days          | month | office | 100 % | 1      |
  | p3       | 32 days of office | month | office | 100 % | 1      |
}
role chief "Chief" of host during always
role head "Head" of host during always
escalation ladder "Ladder" of incident {
  from  opened
  until restored

  | level | to    | after            | for | during |
  |-------|-------|------------------|-----|--------|
  | 1     | chief | 1 h              | p1  | always |
  | 2     | head  | 2 days           | p1  | office |
  | 3     | host  | 3 days of office | p1  | office |
}
"#;

// From Friday 10 October: the second day after it is Sunday, the third of the office Wednesday; the thirtieth is Sunday 9 November.
#[test]
fn days_that_name_no_calendar_are_those_of_the_year_whatever_hours_count() {
    let folder = Folder::new();
    folder.write("days.slac", DAYS);
    let ask = |more: &[&str]| {
        folder.slac(&[&["deadline", "days.slac", "--priority", "p1", "--opened", "2025-10-10 09:00"], more].concat())
    };
    let ran = ask(&[]);
    for line in [
        "restoration  30 days  Sun 9 November 24:00  all days",
        "ladder      1      Fri 10 October 10:00  chief (Chief, host)",
        "ladder      2      Mon 13 October 00:00  head (Head, host)",
        "ladder      3      Thu 16 October 00:00  host (Host SAS)",
    ] {
        assert!(answer(&ran).lines().any(|known| known == line), "{line}\n{}", ran.out);
    }
    let json: Value = serde_json::from_str(answer(&ask(&["--format", "json"]))).unwrap();
    assert_eq!(json["commitments"][0]["target"]["value"], "30");
    assert_eq!(json["commitments"][0].get("calendar"), None);
    let rules = folder.slac(&["export", "rules", "days.slac"]);
    assert!(rules.out.contains("is at most 30 days where `priority` is `p1`, "), "{}{}", rules.out, rules.err);
    assert!(rules.out.contains("with 1 case or more, counted in calendar days, as measured by"), "{}", rules.out);
    let of_office = "is at most 32 days of `office` where `priority` is `p3`, ";
    assert!(rules.out.contains(of_office), "{}", rules.out);
}

#[test]
fn nothing_applies_out_of_the_term() {
    let ran = deadline(&erp(), &["--priority", "p1", "--opened", "2029-01-01 00:00"]);
    assert!(answer(&ran).contains("until Sun 31 December 2028 24:00"), "{}", ran.out);
    assert!(!ran.out.contains("response"));
}

#[test]
fn a_disaster_is_opened_when_it_strikes() {
    let folder = Folder::new();
    folder.write("backup.slac", BACKUP);
    let ask = |arguments: &[&str]| folder.slac(&[&["deadline", "backup.slac"], arguments].concat());
    let which = ask(&["--opened", "2026-05-01 17:30"]);
    assert!(refusal(&which).contains("`--service fichiers`"), "{}", which.err);
    let ran = ask(&["--service", "fichiers", "--opened", "2026-05-01 17:30"]);
    assert!(answer(&ran).contains("rto         24 h    Sat 2 May 17:30"), "{}", ran.out);
    assert!(ran.out.contains("after `detected`"), "{}", ran.out);
}

/// A record of one's own: the response runs from the later of two events, the resolution from the end of the response.
const OWN: &str = r#"
edition 2026
use std.clock
contract own "Own" {
  from 2026-01-01 until 2028-01-01
  timezone "UTC"
  currency EUR
  languages en
  clock usual
  assessment usual_assessment
  delays usual_delays
}
provider host "Host"
customer shop "Shop"
observer eye "Eye"
record fault "Fault" of service {
  | field    | label   | type    | means |
  |----------|---------|---------|-------|
  | reported | "R"     | instant | "R."  |
  | ranked   | "K"     | instant | "K."  |
  | answered | "A"     | instant | "A."  |
  | solved   | "S"     | instant | "S."  |
}
dimension severity "Severity" of fault, ranked strictest { values high, low }
indicator answer "Answer" of fault { is time from reported and ranked to answered; better lower }
indicator solution "Solution" of fault { is time from answered to solved; better lower }
service site "Site" by host at gold
tier gold "Gold" {
  measured by eye
  obligation result
  | severity | answer | solution | each  | during |
  |----------|--------|----------|-------|--------|
  | high     | 1 h    | 4 h      | fault | always |
  | low      | 2 h    | 8 h      | fault | always |
}
"#;

#[test]
fn a_case_of_ones_own_is_opened_where_its_clocks_start_first() {
    let folder = Folder::new();
    folder.write("own.slac", OWN);
    let ask = |arguments: &[&str]| folder.slac(&[&["deadline", "own.slac"], arguments].concat());
    let opened = ["--opened", "2026-05-04 10:00"];
    assert!(refusal(&ask(&opened)).contains("`--priority high`"), "{}", ask(&opened).err);
    let waits = ask(&[&opened[..], &["--priority", "high"]].concat());
    assert!(answer(&waits).contains("reported Mon 4 May 2026 10:00, severity high"), "{}", waits.out);
    let both = ask(&[&opened[..], &["--priority", "low", "--set", "ranked=2026-05-04 10:30"]].concat());
    assert!(answer(&both).contains("answer      2 h     Mon 4 May 12:30"), "{}", both.out);
    assert!(both.out.contains("after `answered`"), "{}", both.out);
    let answered = ["--set", "ranked=2026-05-04 10:30", "--set", "answered=2026-05-04 11:00"];
    let later = ask(&[&opened[..], &["--priority", "low"], &answered].concat());
    assert!(answer(&later).contains("solution    8 h     Mon 4 May 19:00"), "{}", later.out);
}

#[test]
fn a_target_that_is_a_blank_is_no_deadline_and_no_freedom() {
    let folder = Folder::new();
    folder.write("blanks.slac", include_str!("../examples/template/standard_with_blanks.slac"));
    let ran = folder.slac(&["deadline", "blanks.slac", "--priority", "p1", "--opened", "2026-11-02 08:00"]);
    assert!(ran.out.contains("response     -       not agreed yet"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_contract_with_errors_answers_nothing() {
    let folder = Folder::new();
    folder.write("a.slac", "edition 2026\ncontract c \"C\" {\n  form 2026-01-01\n}\n");
    let ran = folder.slac(&["deadline", "a.slac", "--opened", "2026-05-01 17:30"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

// 21 days from Monday to Friday without 4 holidays, 10 h each.
#[test]
fn a_month_is_drawn_with_its_hours_and_holidays() {
    let folder = erp();
    let ran = folder.slac(&["calendar", "business", "erp.slac", "--month", "2026-05"]);
    let text = answer(&ran);
    assert!(text.starts_with("business: Business hours, May 2026 (Europe/Paris)\n"), "{text}");
    assert!(text.contains("\n  08-18  08-18  08-18  -      08-18  -      -      40 h\n"), "{text}");
    assert!(text.contains("\n* Thu 14 May: Ascension Day\n"), "{text}");
    assert!(text.ends_with("\n17 open days, 170 h\n"), "{text}");
    let march = folder.slac(&["calendar", "always", "erp.slac", "--month", "2026-03"]);
    assert!(answer(&march).contains("Sun 29 March: clocks go forward, the day has 23 h"), "{}", march.out);
    assert!(march.out.ends_with("31 open days, 743 h\n"), "{}", march.out);
    assert!(answer(&folder.slac(&["calendar", "business", "erp.slac"])).contains(", January 2026 "));
}

#[test]
fn a_calendar_of_the_library_needs_no_contract() {
    let folder = Folder::new();
    let uk = folder.slac(&["calendar", "uk.public_holidays", "--month", "2026-12", "--timezone", "Europe/London"]);
    assert!(answer(&uk).contains("* Mon 28 December: Boxing Day, moved from Sat 26 December"), "{}", uk.out);
    assert_eq!(folder.slac(&["calendar", "std.calendar.fr.ouvrables", "--month", "2026-05"]).code, 0);
    let nearly = folder.slac(&["calendar", "fr.public_holiday", "--month", "2026-05"]);
    assert!(refusal(&nearly).contains("write `fr.public_holidays`; there are "), "{}", nearly.err);
    assert!(refusal(&folder.slac(&["calendar", "fr.ouvrables"])).contains("nothing says which month"));
    assert!(refusal(&folder.slac(&["calendar", "fr.ouvrables", "--month", "May"])).contains("`May` is not a month"));
    let zone = folder.slac(&["calendar", "fr.ouvrables", "--month", "2026-05", "--timezone", "Paris"]);
    assert!(refusal(&zone).contains("unknown zone `Paris`"), "{}", zone.err);
}

#[test]
fn every_calendar_of_the_library_can_be_drawn() {
    let folder = Folder::new();
    let all = folder.slac(&["calendar", "-none-", "--month", "2026-05"]);
    assert_eq!(all.code, 2, "an option is no name");
    let all = folder.slac(&["calendar", "none", "--month", "2026-05"]);
    let names: Vec<&str> = all.err.split('`').filter(|name| name.contains('.')).collect();
    assert!(names.len() > 15, "{}", all.err);
    for name in names {
        let ran = folder.slac(&["calendar", name, "--month", "2026-05"]);
        assert!(answer(&ran).starts_with(name), "{}", ran.out);
    }
}

#[test]
fn an_unknown_calendar_is_refused_with_those_of_the_contract() {
    let ran = erp().slac(&["calendar", "busines", "erp.slac"]);
    assert!(refusal(&ran).contains("help: write `business`; there are "), "{}", ran.err);
    let library = erp().slac(&["calendar", "us.public_holidays", "erp.slac", "--month", "2026-11"]);
    assert!(answer(&library).contains("Thu 26 November: Thanksgiving Day"), "{}", library.out);
}

#[test]
fn answers_as_json_are_valid_by_their_published_schemas() {
    let folder = erp();
    for (schema, arguments) in [
        (
            "deadline",
            &["deadline", "erp.slac", "--priority", "p1", "--opened", "2026-05-01 17:30", "--format", "json"][..],
        ),
        ("deadline", &["deadline", "erp.slac", "--priority", "p3", "--opened", "2026-04-30 17:30", "--format", "json"]),
        ("calendar", &["calendar", "business", "erp.slac", "--format", "json"]),
    ] {
        let schema: Value = serde_json::from_str(&folder.slac(&["schema", schema]).out).unwrap();
        let ran = folder.slac(arguments);
        let value: Value = serde_json::from_str(answer(&ran)).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        if let Err(error) = validator.validate(&value) {
            panic!("{arguments:?}: {error} at {}", error.instance_path());
        }
    }
    let ran = deadline(&folder, &["--priority", "p1", "--opened", "2026-05-01 17:30", "--format", "json"]);
    let value: Value = serde_json::from_str(answer(&ran)).unwrap();
    assert_eq!(value["commitments"][1]["due"]["at"], "2026-05-01T21:30:00+02:00");
    assert_eq!(value["escalation"][2]["to"]["actor"], "l3");
    assert_eq!(value["duties"][1]["due"]["event"], "restored");
}

// A p2 has 8 h; with the count that is kept, a p1 has 4 h from its opening. A change after the restoration changes nothing.
#[test]
fn a_change_of_priority_gives_the_case_the_target_of_its_new_priority() {
    let opened = ["--priority", "p2", "--opened", "2026-05-04 08:00"];
    let due = |more: &[&str]| {
        let ran = deadline(&erp(), &[&opened, more].concat());
        answer(&ran).lines().find(|line| line.starts_with("restoration ")).unwrap().to_owned()
    };
    assert!(due(&[]).starts_with("restoration  8 h     Mon 4 May 16:00"), "{}", due(&[]));
    let reclassified = ["--reclassified", "p1 at 2026-05-04 09:00"];
    assert!(due(&reclassified).starts_with("restoration  4 h     Mon 4 May 12:00"), "{}", due(&reclassified));
    let over = [&reclassified[..], &["--set", "restored=2026-05-04 08:30"]].concat();
    assert!(due(&over).contains("8 h     Mon 4 May 16:00  all hours   met"), "{}", due(&over));
    let ran = deadline(&erp(), &[&opened, &reclassified[..]].concat());
    assert!(answer(&ran).contains("priority p2, priority p1 from Mon 4 May 2026 09:00"), "{}", ran.out);
    for (said, why) in [("p1", "does not say when"), ("p9 at 2026-05-04 09:00", "`p9`")] {
        let ran = deadline(&erp(), &[&opened[..], &["--reclassified", said]].concat());
        assert!(refusal(&ran).contains(why), "{}", ran.err);
    }
}

#[test]
fn a_deadline_in_the_hour_that_clocks_repeat_says_by_which_clock() {
    for (opened, due) in [("2026-10-24 22:30", "02:30 (+02:00)"), ("2026-10-24 23:30", "02:30 (+01:00)")] {
        let ran = deadline(&erp(), &["--priority", "p1", "--opened", opened]);
        assert!(answer(&ran).contains(&format!("restoration  4 h     Sun 25 October {due}")), "{}", ran.out);
    }
}

/// What must not come before 90 days are over: 3 April is the first of them, 1 July the last.
#[test]
fn a_time_that_is_promised_at_the_least_is_no_deadline() {
    let folder = Folder::new();
    let record = "record copy \"Copy\" of service {\n  | field | label | type |\n  |---|---|---|\n  | made | \"Made\" | instant |\n  | removed | \"Removed\" | instant |\n}\nindicator kept \"Retention\" of copy {\n  is time from made to removed\n  better higher\n}\n";
    let contract = "edition 2026\nuse std.evidence\nuse std.indicator\nuse std.clock\ncontract c \"C\" {\n  from 2026-01-01 until 2027-01-01\n  timezone \"Europe/Paris\"\n  currency EUR, rounded half_up, to 0.01 EUR, taxes excluded\n  languages en\n  clock usual\n  assessment usual_assessment\n  delays usual_delays\n}\nprovider host \"Host\"\ncustomer shop \"Shop\"\nobserver eye \"Eye\" { paid shop }\nservice a \"A\" by host at gold\n";
    let tier = "tier gold \"Gold\" {\n  measured by eye\n  obligation result\n  kept at least 90 days each copy during always\n}\n";
    folder.write("c.slac", format!("{contract}{record}{tier}"));
    let asked = ["deadline", "c.slac", "--service", "a", "--set", "made=2026-04-02 10:00"];
    let ran = folder.slac(&asked);
    assert!(answer(&ran).contains("not before Wed 1 July 24:00"), "{}", ran.out);
    let json: Value =
        serde_json::from_str(answer(&folder.slac(&[&asked[..], &["--format", "json"]].concat()))).unwrap();
    assert_eq!(json["commitments"][0]["at_least"], true, "{json:#}");
}
