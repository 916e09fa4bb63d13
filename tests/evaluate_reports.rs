//! What a report says before a month is over, and what stands in it: worked by hand. Every day is of UTC.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use slac::base::{Language, Name};
use slac::diagnostics::Sink;
use slac::driver;
use slac::evaluate::derivation::What;
use slac::evaluate::evidence::from_scenario;
use slac::evaluate::report::Report;
use slac::evaluate::settle::Standing;
use slac::evaluate::words::Words;
use slac::evaluate::{Calendars, Verdict, World};
use slac::resolved::loader::NoFiles;
use slac::time::{Cycle, local};
use std::path::Path;

/// The tier changes with 16 June; cases of the desk are judged one by one, those of the site by a quota.
const CONTRACT: &str = r#"
edition 2026
use std.evidence
use std.indicator
use std.clock
use std.cause
contract reports "Reports" {
  from       2026-01-01 until 2026-07-21
  timezone   "UTC"
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
service site "Site" by host {
  at low from 2026-01-01 until 2026-06-16
  at high from 2026-06-16
}
service desk "Desk" by host at single
tier low "Low" {
  measured by eye
  obligation  result
  availability at least 90 % each month during always
  restoration  at most 4 h each month during always, quota 50 %, sample 1
}
tier high "High" {
  measured by eye
  obligation  result
  availability at least 99 % each month during always
  restoration  at most 4 h each month during always, quota 50 %, sample 1
}
tier single "Single" {
  measured by eye
  obligation  result
  restoration  at most 4 h each incident during always
}
exclusion force "Force majeure" {
  when           cause = force_majeure
  suspends       restoration
  established by eye within 10 days after cause_raised, otherwise counts
}
penalty down "Down" on availability at high { pays 100 EUR }
settlement credits "Settlement" {
  combine sum
  cap     10_000 EUR each month
  claim   automatic
  form    deduction
  nature  penalty
  damages on_account
}
right leave "Leave" of shop {
  when   count of breaches of availability[high] over last 2 months >= 1
  within 30 days after end of month
  law    kept
  does   "Terminate."
}
right early "Leave early" of shop {
  valid from  2026-01-01
  valid until 2026-03-01
  when   count of breaches of availability[high] over last 2 months >= 1
  within 30 days after end of month
  law    kept
  does   "Terminate."
}
scenario events "Events" for 2026-06 {
"#;

fn at(day: Date, hour: i8) -> i64 {
    day.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp().as_second()
}

/// The report of the month that holds a day, as known at an instant.
fn report(evidence: &str, month: Date, as_of: i64) -> Report {
    let text = format!("{CONTRACT}{evidence}\n}}\n");
    report_of(&text, "events", month, as_of)
}

/// The report of the month that holds a day on the evidence of a scenario, as known at an instant.
fn report_of(text: &str, scenario: &str, month: Date, as_of: i64) -> Report {
    let compilation = driver::compile_text("reports.slac", text, &NoFiles);
    let model = compilation.model.unwrap_or_else(|| panic!("{:#?}", compilation.findings));
    let mut sink = Sink::default();
    let scenario = model.scenarios.iter().find(|known| known.term.id == scenario).unwrap();
    let evidence = from_scenario(&model, scenario, &mut sink);
    assert_eq!(sink.errors(), 0);
    let calendars = Calendars::around(&model, &evidence, month);
    let period = Cycle::month().at(local::start_of(calendars.zone(), month), calendars.zone()).unwrap().whole;
    World::new(&model, &calendars, &evidence, as_of).report(period)
}

fn verdicts(report: &Report, commitment: &str) -> Vec<Verdict> {
    report.judged.iter().filter(|j| j.commitment.as_str() == commitment).map(|j| j.verdict).collect()
}

/// The report of May 2026 on the evidence of a scenario of a file, as known when May is over.
fn report_of_may(file: &str, scenario: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate").join(file);
    let paris = date(2026, 6, 1).at(0, 0, 0, 0).in_tz("Europe/Paris").unwrap().timestamp().as_second();
    report_of(&std::fs::read_to_string(path).unwrap(), scenario, date(2026, 5, 1), paris)
}

/// What an open case adds is cut by the cap, or lies in the next month; or else it may still be owed.
#[test]
fn an_amount_is_due_where_nothing_that_is_open_can_change_it() {
    let standing = |file: &str, scenario: &str| {
        let report = report_of_may(file, scenario);
        let settled = report.settled.last().unwrap();
        let open = settled.lines.iter().find(|line| line.what == What::StillOpen);
        (settled.standing, open.map(|line| line.rows.names.clone()).unwrap_or_default())
    };
    assert_eq!(standing("open_cases_of_a_quota.slac", "up_to_the_cap"), (Standing::Due, vec![]));
    assert_eq!(standing("open_states_that_last.slac", "long_enough"), (Standing::Due, vec![]));
    assert_eq!(
        standing("open_cases_of_a_quota.slac", "missed_for_good"),
        (Standing::Provisional, vec![Name::from("i3")])
    );
    assert_eq!(standing("open_states_that_last.slac", "not_yet"), (Standing::Provisional, vec![Name::from("o1")]));
}

/// The line beneath the verdict names what is open.
#[test]
fn a_report_says_in_words_why_a_figure_is_provisional() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/evaluate/open_cases_gathered.slac"));
    let model = driver::compile_text("reports.slac", &text.unwrap(), &NoFiles).model.unwrap();
    let report = report_of_may("open_cases_gathered.slac", "past_its_limit");
    let said = |language: Language| {
        let words = Words::of(&model, language);
        let lines = report.judged.first().unwrap().lines.iter().filter(|line| line.what == What::StillOpen);
        lines.map(|line| words.line(line)).map(|(what, value, on)| format!("{what}: {value}, {on}")).collect::<Vec<_>>()
    };
    assert_eq!(said(Language::English), ["still open: what comes out may change: 1, i2"]);
    assert_eq!(said(Language::French), ["encore ouvert : le résultat peut changer: 1, i2"]);
    assert!(report.rights.is_empty());
    assert!(report_of_may("open_cases_gathered.slac", "lost_already").rights.iter().all(|right| right.provisional));
}

const OUTAGE: &str = "
  | outage | on   | outage_began     | outage_ended     |
  |--------|------|------------------|------------------|
  | o1     | site | 2026-06-20 00:00 | 2026-06-20 10:00 |
";

/// 10 h of the 15 days of the high tier are 97.2 %, and none of the 15 days of the low one.
#[test]
fn a_tier_that_changes_within_the_month_is_judged_on_its_own_days() {
    let june = report(OUTAGE, date(2026, 6, 1), at(date(2026, 7, 1), 0));
    assert_eq!(verdicts(&june, "low.availability"), [Verdict::Met]);
    assert_eq!(verdicts(&june, "high.availability"), [Verdict::Breached]);
    let days =
        |name: &str| june.judged.iter().find(|j| j.commitment.as_str() == name).unwrap().span.within.seconds() / 86_400;
    assert_eq!((days("low.availability"), days("high.availability")), (15, 15));
    assert_eq!(june.settled.len(), 1);
    assert_eq!((june.settled[0].amount.base.to_i64(), june.settled[0].standing), (Some(100), Standing::Due));
    let rights: Vec<_> = june.rights.iter().map(|right| (right.right.as_str(), right.until)).collect();
    assert_eq!(rights, [("leave", Some(at(date(2026, 7, 31), 0)))]);
}

#[test]
fn a_month_that_is_not_over_is_provisional_with_its_amount() {
    let as_of = at(date(2026, 6, 25), 0);
    let june = report(OUTAGE, date(2026, 6, 1), as_of);
    // 10 h of the nine days that are known.
    assert_eq!(verdicts(&june, "high.availability"), [Verdict::Provisional]);
    assert_eq!(
        june.judged
            .iter()
            .find(|j| j.commitment.as_str() == "high.availability")
            .unwrap()
            .agreed
            .as_ref()
            .unwrap()
            .base
            .to_i64(),
        Some(9 * 86_400)
    );
    assert_eq!((june.settled[0].amount.base.to_i64(), june.settled[0].standing), (Some(100), Standing::Provisional));
    assert!(june.rights.is_empty());
    // The days of the low tier are over.
    assert_eq!(verdicts(&june, "low.availability"), [Verdict::Met]);
    // Where nothing is lost so far, nothing is owed so far.
    let known = report(OUTAGE, date(2026, 6, 1), at(date(2026, 6, 19), 0));
    assert_eq!((known.settled[0].amounts.len(), known.settled[0].standing), (0, Standing::Due));
}

/// The term ends with 20 July: the last month is over then.
#[test]
fn the_last_month_is_over_when_the_term_is() {
    let evidence = OUTAGE.replace("2026-06-20", "2026-07-10");
    let july = report(&evidence, date(2026, 7, 1), at(date(2026, 7, 21), 0));
    assert_eq!(verdicts(&july, "high.availability"), [Verdict::Breached]);
    let sooner = report(&evidence, date(2026, 7, 1), at(date(2026, 7, 20), 0));
    assert_eq!(verdicts(&sooner, "high.availability"), [Verdict::Provisional]);
}

/// d1 is late, d2 ends after what is known, d3 is of May, d4 was force majeure: it is no case. Of the site one is on time and one is running: half are enough, and
/// it may become less.
#[test]
fn cases_stand_in_the_report_as_they_are_known() {
    let evidence = "
  | incident | on   | opened           | restored         | cause_raised     | cause_found      | cause         |
  |----------|------|------------------|------------------|------------------|------------------|---------------|
  | d1       | desk | 2026-06-01 10:00 | 2026-06-01 15:00 | -                | -                | -             |
  | d2       | desk | 2026-06-30 22:00 | 2026-07-01 03:00 | -                | -                | -             |
  | d3       | desk | 2026-05-01 10:00 | 2026-05-01 15:00 | -                | -                | -             |
  | d4       | desk | 2026-06-02 10:00 | 2026-06-02 15:00 | 2026-06-02 16:00 | 2026-06-03 10:00 | force_majeure |
  | i1       | site | 2026-06-17 10:00 | 2026-06-17 14:00 | -                | -                | -             |
  | i2       | site | 2026-06-30 22:00 | 2026-07-01 03:00 | -                | -                | -             |
";
    let june = report(evidence, date(2026, 6, 1), at(date(2026, 7, 1), 0));
    let desk = june.cases.iter().find(|line| line.commitment.as_str() == "single.restoration").unwrap();
    let late: Vec<_> = desk.late.iter().map(|case| case.case.clone().unwrap()).collect();
    assert_eq!((desk.on_time, desk.running, late), (0, 1, vec!["d1".into()]));
    assert_eq!(verdicts(&june, "high.restoration"), [Verdict::Provisional]);
    // At three o'clock all is known: d2 is late as well, and one of two is half of them.
    let later = report(evidence, date(2026, 6, 1), at(date(2026, 7, 1), 3));
    let desk = later.cases.iter().find(|line| line.commitment.as_str() == "single.restoration").unwrap();
    assert_eq!((desk.on_time, desk.running, desk.late.len()), (0, 0, 2));
    assert_eq!(verdicts(&later, "high.restoration"), [Verdict::Met]);
}

/// What is owed, and whether it may still change, for an amount that reads two weeks after an event, and one that reads the two months after its own.
#[test]
fn an_amount_that_reads_what_follows_is_provisional_until_that_is_over() {
    let text = include_str!("evaluate/amounts_that_wait.slac");
    let settled = |scenario: &str, month: i8, as_of: Date| -> Vec<(Option<i64>, Standing)> {
        let report = report_of(text, scenario, date(2026, month, 1), at(as_of, 0));
        report.settled.iter().map(|settled| (settled.amount.base.to_i64(), settled.standing)).collect()
    };
    let due = |amount: i64| (Some(amount), Standing::Due);
    let open = |amount: i64| (Some(amount), Standing::Provisional);
    // The cases first, then the periods. The two weeks are over on the 16th at 08:00; May and June with 1 July, and met, so that nothing is owed.
    assert_eq!(settled("april", 4, date(2026, 5, 1)), [due(110), open(50)]);
    assert_eq!(settled("april", 4, date(2026, 4, 15))[0], open(110));
    assert_eq!(settled("april", 4, date(2026, 4, 16))[0], open(110));
    assert_eq!(settled("april", 4, date(2026, 4, 17))[0], due(110));
    assert_eq!(settled("april", 4, date(2026, 6, 30))[1], open(0));
    assert_eq!(settled("april", 4, date(2026, 7, 1)), [due(110), due(0)]);
    // Restored at no time yet.
    assert_eq!(settled("may", 5, date(2026, 6, 1))[0], open(0));
    assert_eq!(settled("june", 6, date(2026, 7, 1))[0], open(100));
    assert_eq!(settled("june", 6, date(2026, 7, 4))[0], open(100));
    assert_eq!(settled("june", 6, date(2026, 7, 5))[0], due(100));
    assert_eq!(settled("december", 12, date(2027, 1, 1))[1], due(50));
}

fn source(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/evaluate/{name}.slac", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The settlements of a month that may still change, and the others that are due.
fn provisional(report: &Report) -> Vec<&str> {
    let all = report.settled.iter();
    assert!(all.clone().all(|month| matches!(month.standing, Standing::Due | Standing::Provisional)));
    all.filter(|month| month.standing == Standing::Provisional).map(|month| month.settlement.as_str()).collect()
}

/// The amounts are worked in the file.
#[test]
fn an_amount_is_provisional_where_what_it_hangs_on_may_still_change() {
    let text = source("standings");
    let (june, july) = (date(2026, 6, 1), at(date(2026, 7, 1), 0));
    // The outage of May is disputed. One amount is the same either way, and what looks at June alone is sure.
    let disputed_before = report_of(&text, "may", june, july);
    assert_eq!(provisional(&disputed_before), ["cap", "earlier", "reached", "average", "exempt", "ahead"]);
    // That of June is. What is waived, or exempt, either way is sure.
    let disputed = report_of(&text, "june", june, july);
    let open = ["plain", "cap", "reached", "half", "ahead", "unless_down", "value", "points", "part", "good"];
    assert_eq!(provisional(&disputed), open);
    // The time to establish the cause was over by the end of July; that July and August were good is known by the end of August.
    let known = report_of(&text, "may", june, at(date(2026, 9, 1), 0));
    assert!(provisional(&known).is_empty());
    let ahead = known.settled.iter().find(|month| month.settlement.as_str() == "ahead").unwrap();
    assert!(ahead.amount.base.is_zero());
}

/// Neither found, nothing is owed; both, nothing is; one of them, something is. Of many, nothing is sure.
#[test]
fn an_amount_that_only_a_mixture_of_outcomes_changes_is_provisional() {
    let text = source("mixed_causes");
    let (june, july) = (date(2026, 6, 1), at(date(2026, 7, 1), 0));
    assert_eq!(provisional(&report_of(&text, "two", june, july)), ["site_credits"]);
    assert_eq!(provisional(&report_of(&text, "five", june, july)), ["site_credits", "desk_credits"]);
    // The time to establish the causes is over on 5 July.
    let over = at(date(2026, 7, 6), 1);
    assert!(provisional(&report_of(&text, "two", june, over)).is_empty());
    assert!(provisional(&report_of(&text, "five", june, over)).is_empty());
}

/// Under a cap that cannot be computed nothing is cut, and nothing is final.
#[test]
fn an_amount_under_a_cap_that_nobody_stated_is_provisional() {
    let report = report_of(&source("cap_on_a_figure_not_stated"), "a", date(2026, 6, 1), at(date(2026, 7, 1), 0));
    assert_eq!(provisional(&report), ["credits", "of_year"]);
}

/// That of i2, which would be claimed in time, is not owed.
#[test]
fn what_is_not_left_says_nothing_of_the_claim() {
    let report = report_of(&source("claims_of_what_is_left"), "a", date(2026, 6, 1), at(date(2026, 8, 1), 0));
    let credits = &report.settled[0];
    assert_eq!((credits.amount.base.to_i64(), credits.standing), (Some(0), Standing::Forfeited));
    // The end of 11 June in Paris.
    assert_eq!(credits.claim_by, Some(at(date(2026, 6, 11), 22)));
}

/// While May may still be claimed, so that it may use up the cap of the year or not, what is left for June is not known.
#[test]
fn what_may_still_be_forfeited_leaves_a_cap_open() {
    let text = source("forfeited_uses_nothing_up").replace("within 10 days", "within 40 days");
    // On 5 July, when the claim is received, what May has of the cap is still owed.
    let text = text.replace(" 0 EUR |", " all |").replace(" 150 EUR |", " 0 EUR |").replace(" all |", " 150 EUR |");
    let june = |as_of| {
        let report = report_of(&text, "b", date(2026, 6, 1), as_of);
        (report.settled[0].amount.base.to_i64(), report.settled[0].standing)
    };
    assert_eq!(june(at(date(2026, 7, 1), 0)), (Some(0), Standing::Provisional));
    assert_eq!(june(at(date(2026, 7, 15), 0)), (Some(150), Standing::Claimed));
}

/// What was done on 16 May is not known on the 15th: the duty, due at 08:00, is late so far.
#[test]
fn what_is_done_later_than_all_is_known_is_not_done_yet() {
    let text = source("penalties_on_a_duty_that_follow_one_another");
    let may = |as_of| {
        let report = report_of(&text, "may", date(2026, 5, 1), as_of);
        (report.settled[0].amount.base.to_i64(), report.settled[0].standing)
    };
    assert_eq!(may(at(date(2026, 5, 15), 12)), (Some(3), Standing::Provisional));
    assert_eq!(may(at(date(2026, 6, 1), 0)), (Some(3), Standing::Due));
}
