//! Examples of small contracts in Paris. In 2026, Easter Monday is 6 April, 1 May and 8 May are Fridays, Ascension is Thursday 14 May
//! and Whit Monday 25 May.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use super::*;
use crate::diagnostics::Severity;
use crate::driver;
use crate::evaluate::Value;
use crate::evaluate::evidence::Row;
use crate::quantity::Rational;
use crate::resolved::loader::NoFiles;
use crate::time::{Instant, Stretch, local, print, zone};

const SOURCE: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock
use std.calendar.fr
contract hosting "Hosting" {
  from       FROM until UNTIL
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
calendar office "Office hours" {
  open   mon..fri 08:00-18:00
  except public_holidays
}
calendar daily "Every day" { open 08:00-20:00 }
calendar night "Night shift" { open 22:00-06:00 }
calendar week_nights "Nights of the week" { open mon..fri 22:00-06:00 }
dimension priority "Priority" of incident, ranked strictest {
  | priority | label |
  |----------|-------|
  | p1       | "P1"  |
  | p2       | "P2"  |
}
service site "Site" by host at gold
tier gold "Gold" {
  measured by eye
  obligation  result
TABLE
}
MORE
"#;

/// The table of one commitment on restoration for each priority.
const ONE: &str = "
  | priority | restoration | each  | during | quota | sample |
  |----------|-------------|-------|--------|-------|--------|
  | p1       | TARGET      | month | HOURS  | 100 % | 1      |
  | p2       | -           | month | HOURS  | 100 % | 1      |";

fn model(from: &str, until: &str, table: &str, more: &str) -> Model {
    let source = SOURCE.replace("FROM", from).replace("UNTIL", until).replace("TABLE", table).replace("MORE", more);
    let compilation = driver::compile_text("hosting.slac", &source, &NoFiles);
    compilation.model.unwrap_or_else(|| {
        let errors = compilation.findings.iter().filter(|finding| finding.severity() == Severity::Error);
        panic!("{:#?}", errors.map(|finding| &finding.message).collect::<Vec<_>>())
    })
}

fn of_one(from: &str, until: &str, target: &str, hours: &str) -> Model {
    model(from, until, &ONE.replace("TARGET", target).replace("HOURS", hours), "")
}

fn told(instant: Instant) -> String {
    let zone = zone::find("Europe/Paris").expect("a zone");
    print::instant(local::local(&zone, instant), crate::base::Language::English).replace('\u{A0}', " ")
}

/// When the case of a contract with one commitment opens, and when it is due.
fn opened_and_due(from: &str, until: &str, target: &str, hours: &str) -> [String; 2] {
    let model = of_one(from, until, target, hours);
    let found = of(&model);
    assert_eq!(found.cases.len(), 1);
    [told(found.cases[0].opened), told(found.cases[0].due[0].deadline)]
}

// Thursday 30 April 16:30 to 18:00 is 1 h 30 min; Friday is 1 May; Monday 4 May 08:00 to 10:30 is the rest.
#[test]
fn a_case_opens_before_a_holiday_next_to_a_weekend() {
    let found = opened_and_due("2026-04-20", "2027-01-01", "4 h", "office");
    assert_eq!(found, ["30 April 2026 at 16:30", "4 May 2026 at 10:30"]);
}

// Before 1 May there is the weekend of 25 April; a holiday that is nearer counts for more.
#[test]
fn a_weekend_will_do_where_no_holiday_comes() {
    let found = opened_and_due("2026-04-20", "2026-04-29", "4 h", "office");
    assert_eq!(found, ["24 April 2026 at 16:30", "27 April 2026 at 10:30"]);
}

// From Monday 11 May to Tuesday 19 May the only holiday is Ascension.
#[test]
fn a_holiday_within_the_week_comes_before_a_weekend() {
    let found = opened_and_due("2026-05-11", "2026-05-20", "4 h", "office");
    assert_eq!(found, ["13 May 2026 at 16:30", "15 May 2026 at 10:30"]);
}

// 15 August 2026 is a Saturday: it closes nothing, and the first holiday that does is Wednesday 11 November.
#[test]
fn a_holiday_on_a_weekend_is_none() {
    let found = opened_and_due("2026-08-01", "2026-11-30", "4 h", "office");
    assert_eq!(found, ["10 November 2026 at 16:30", "12 November 2026 at 10:30"]);
}

#[test]
fn a_short_target_opens_later_so_that_it_is_not_met_before_closing() {
    let found = opened_and_due("2026-04-20", "2027-01-01", "20 min", "office");
    assert_eq!(found, ["30 April 2026 at 17:45", "4 May 2026 at 08:05"]);
}

// The eve of 1 May, which is next to a weekend. Midnight is passed, and the clock runs on.
#[test]
fn on_a_calendar_that_never_closes_the_clock_runs_into_days_off() {
    let model = of_one("2026-04-20", "2027-01-01", "4 h", "always");
    let found = of(&model);
    let due = &found.cases[0].due[0];
    assert_eq!(told(found.cases[0].opened), "30 April 2026 at 22:30");
    assert_eq!(told(due.deadline), "1 May 2026 at 02:30");
    assert_eq!(due.counted, [Stretch::new(found.cases[0].opened, due.deadline)]);
    assert!(due.closed.is_empty());
}

// It closes each night, and no day: the case opens on the same evening, before closing.
#[test]
fn a_calendar_of_every_day_is_closed_at_night_only() {
    let found = opened_and_due("2026-04-20", "2027-01-01", "4 h", "daily");
    assert_eq!(found, ["30 April 2026 at 18:30", "1 May 2026 at 10:30"]);
}

// The night from Friday to Saturday ends at 06:00; Monday night goes on with it.
#[test]
fn a_night_shift_ends_on_the_day_after() {
    let found = opened_and_due("2026-04-20", "2026-04-29", "4 h", "week_nights");
    assert_eq!(found, ["25 April 2026 at 04:30", "28 April 2026 at 00:30"]);
}

#[test]
fn a_shift_of_every_night_has_no_day_without_hours() {
    let found = opened_and_due("2026-04-20", "2027-01-01", "8 h", "night");
    assert_eq!(found, ["30 April 2026 at 22:30", "1 May 2026 at 22:30"]);
}

// From Thursday 30 April, 1 May is a holiday: Monday 4 to Thursday 7; Friday 8 is a holiday; Monday 11.
#[test]
fn days_and_the_holidays_between_them_are_told() {
    let model = of_one("2026-04-20", "2027-01-01", "5 days of office", "office");
    let found = of(&model);
    let due = &found.cases[0].due[0];
    let days: Vec<String> = due.days.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07", "2026-05-11"]);
    let holidays = due.closed.iter().filter(|closed| !closed.holidays.is_empty());
    let holidays: Vec<String> = holidays.map(|closed| closed.day.to_string()).collect();
    assert_eq!(holidays, ["2026-05-01", "2026-05-08"]);
}

/// What is shown is what the evaluator says of the same case among evidence.
#[test]
fn a_deadline_is_that_of_the_same_case_among_evidence() {
    for (target, hours) in [("4 h", "office"), ("4 h", "always"), ("5 days of office", "office"), ("8 h", "night")] {
        let model = of_one("2026-04-20", "2027-01-01", target, hours);
        let found = of(&model);
        let case = &found.cases[0];
        let row = Row {
            record: case.record.clone(),
            name: "i1".into(),
            service: Some(case.service.clone()),
            values: vec![
                (case.field.clone(), Value::Instant(case.opened)),
                ("priority".into(), Value::Word("p1".into())),
                ("restored".into(), Value::Instant(case.due[0].deadline)),
            ],
            span: crate::base::Span::default(),
        };
        let mut evidence = Evidence::default();
        evidence.add(row.clone());
        let calendars = Calendars::around(&model, &evidence, jiff::civil::date(2026, 5, 1));
        let world = crate::evaluate::World::new(&model, &calendars, &evidence, calendars.within().end);
        let judged = &world.judge_cases(case.due[0].commitment, &row)[0];
        assert_eq!((judged.deadline, judged.late), (Some(case.due[0].deadline), false), "{target} {hours}");
    }
}

#[test]
fn equal_promises_are_shown_once_and_others_each() {
    let table = "
  | priority | response | restoration | each  | during | quota | sample |
  |----------|----------|-------------|-------|--------|-------|--------|
  | p1       | 30 min   | 4 h         | month | always | 100 % | 1      |
  | p2       | 1 h      | 8 h         | month | office | 100 % | 1      |";
    let model = model("2026-04-20", "2027-01-01", table, "");
    let found = of(&model);
    let shown: Vec<(String, usize)> =
        found.cases.iter().map(|case| (case.values[0].1.to_string(), case.due.len())).collect();
    assert_eq!(shown, [("p1".to_owned(), 2), ("p2".to_owned(), 2)]);
    assert!(!found.more);
}

const AVAILABILITY: &str = "  availability at least 99.9 % each month during always";

const CREDIT: &str = r#"
figure fee "Fee" of site { is 1_000 EUR per month }
penalty credit "Credit" on availability at gold {
  basis fee of site

  | availability       | pays |
  |--------------------|------|
  | 99.5 % to < 99.9 % | 5 %  |
  | 99 % to < 99.5 %   | 10 % |
  | < 99 %             | 25 % |
}
settlement credits "Credits" {
  combine sum
  cap     50 % of fee of site each month
  claim   automatic
  nature  penalty
  damages on_account
}"#;

// The middle of 99 % to 99.5 % of the 744 h of May leaves 5 h 34 min 48 s, and the nearest hour is 6 h: 123/124.
#[test]
fn an_outage_leads_into_the_middle_row_of_a_table() {
    let model = model("2026-04-20", "2027-01-01", AVAILABILITY, CREDIT);
    let found = of(&model);
    let owed = &found.owed[0];
    let judged = &owed.amount.judged;
    let number = |number: &Option<crate::evaluate::Number>| number.as_ref().map(|number| number.base.clone());
    assert_eq!(number(&judged.lost), Some(Rational::from(6 * 3_600)));
    assert_eq!(number(&judged.agreed), Some(Rational::from(744 * 3_600)));
    assert_eq!(number(&judged.attained), Rational::new(123, 124));
    assert_eq!(owed.amount.amount.base, Rational::from(100));
    let Facts::Record { during, .. } = &owed.facts else { panic!("no outage") };
    assert_eq!([told(during.start), told(during.end)], ["8 May 2026 at 10:00", "8 May 2026 at 16:00"]);
}

const BY_LATENESS: &str = r#"
penalty late "Late" on restoration at gold for p1 each incident {
  | restoration   | pays    |
  |---------------|---------|
  | > 4 h to 8 h  | 100 EUR |
  | > 8 h to 16 h | 300 EUR |
  | > 16 h        | 900 EUR |
}
settlement amounts "Amounts" {
  combine sum
  cap     1_000 EUR each month
  claim   automatic
  nature  penalty
  damages on_account
}"#;

// The middle row is that of 8 h to 16 h, and 12 h its middle: Monday 27 April from 10:00, 8 h; Tuesday from 08:00, 4 h.
#[test]
fn a_case_leads_into_the_middle_row_of_a_table_of_durations() {
    let table = ONE.replace("TARGET", "4 h").replace("HOURS", "office");
    let model = model("2026-04-20", "2027-01-01", &table, BY_LATENESS);
    let found = of(&model);
    let owed = &found.owed[0];
    assert_eq!(owed.amount.judged.attained.as_ref().map(|n| n.base.clone()), Some(Rational::from(12 * 3_600)));
    assert_eq!(owed.amount.amount.base, Rational::from(300));
    let Facts::Record { row, during } = &owed.facts else { panic!("no case") };
    assert_eq!(row.values.iter().filter(|(name, _)| name == "priority").count(), 1);
    assert_eq!([told(during.start), told(during.end)], ["27 April 2026 at 10:00", "28 April 2026 at 12:00"]);
}

/// A penalty for each unit of an hour of lateness, and what it comes to for the case that is made up.
fn of_an_hour(step: &str) -> (Rational, Rational, [String; 2]) {
    let table = ONE.replace("TARGET", "4 h").replace("HOURS", "office");
    let late = format!(
        "penalty late \"Late\" on restoration at gold for p1 each incident {{ pays 150 EUR per {step} h of excess }}"
    );
    let settlement = BY_LATENESS.split_once("settlement").expect("a settlement").1;
    let model = model("2026-04-20", "2027-01-01", &table, &format!("{late}\nsettlement{settlement}"));
    let found = of(&model);
    let owed = &found.owed[0];
    assert!(owed.row.is_none());
    let Facts::Record { during, .. } = &owed.facts else { panic!("no case") };
    let excess = owed.amount.judged.excess.as_ref().expect("an excess").base.clone();
    (excess, owed.amount.amount.base.clone(), [told(during.start), told(during.end)])
}

// 4 h and an hour and a half: from 10:00 to 15:30. That is two started hours, a full one, one and a half pro rata.
#[test]
fn a_case_that_is_late_by_a_unit_and_a_half_shows_how_it_counts() {
    for (step, amount) in [("started", 300), ("full", 150), ("pro rata", 225)] {
        let (excess, owed, during) = of_an_hour(step);
        assert_eq!((excess, owed), (Rational::from(5_400), Rational::from(amount)), "{step}");
        assert_eq!(during, ["27 April 2026 at 10:00", "27 April 2026 at 15:30"]);
    }
}

#[test]
fn a_contract_without_a_first_day_has_no_example() {
    let mut model = of_one("2026-04-20", "2027-01-01", "4 h", "office");
    model.contract.from = None;
    assert!(of(&model).is_empty());
}

#[test]
fn examples_are_few_however_long_the_tables_are() {
    let rows: String = (1..=60).map(|n| format!("\n  | p{n} | {n} h | month | office | 100 % | 1 |")).collect();
    let table =
        format!("\n  | priority | restoration | each | during | quota | sample |\n  |---|---|---|---|---|---|{rows}");
    let values: String = (3..=60).map(|n| format!("\n  | p{n} | \"P{n}\" |")).collect();
    let source = SOURCE.replace("  | p2       | \"P2\"  |", &format!("  | p2       | \"P2\"  |{values}"));
    let source = source.replace("FROM", "2026-04-20").replace("UNTIL", "2027-01-01");
    let source = source.replace("TABLE", &table).replace("MORE", "");
    let compilation = driver::compile_text("hosting.slac", &source, &NoFiles);
    let Some(model) = compilation.model else {
        panic!("{:#?}", compilation.findings.iter().map(|f| &f.message).take(5).collect::<Vec<_>>())
    };
    let found = of(&model);
    assert_eq!((found.cases.len(), found.more), (CASES, true));
}
