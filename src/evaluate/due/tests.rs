//! Deadlines worked by hand, in Paris. In 2026, 1 May and 8 May are Fridays and holidays; 29 March and 25 October are the Sundays on
//! which clocks change; 1 November is a Sunday.
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

use super::*;
use crate::driver;
use crate::evaluate::evidence::{Evidence, written};
use crate::evaluate::{Calendars, Value};
use crate::model::{Id, Model};
use crate::resolved::loader::NoFiles;
use crate::time::local::Clocks;
use crate::time::{Stretch, local};

const SOURCE: &str = r#"edition 2026
use std.evidence
use std.indicator
use std.clock
use std.calendar.fr
contract hosting "Hosting" {
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
role desk "Desk" of host during always
role expert "Expert" of host during office
role standby "Standby" of host during always
role manager "Manager" of shop during office
calendar office "Office hours" {
  open   mon..fri 08:00-18:00
  except public_holidays
}
calendar night "Night shift" { open 22:00-06:00 }
calendar opening "Opening day" { open 2026-01-05 }
dimension priority "Priority" of incident, ranked none {
  | priority | label |
  |----------|-------|
  | by_day   | "D"   |
  | by_night | "N"   |
  | round    | "R"   |
  | slow     | "S"   |
  | once     | "O"   |
  | nothing  | "-"   |
}
service site "Site" by host at gold
tier gold "Gold" {
  measured by eye
  obligation  result

  | priority | restoration      | each  | during  | quota | sample |
  |----------|------------------|-------|---------|-------|--------|
  | by_day   | 4 h              | month | office  | 100 % | 1      |
  | by_night | 8 h              | month | night   | 100 % | 1      |
  | round    | 8 h              | month | always  | 100 % | 1      |
  | slow     | 5 days of office | month | office  | 100 % | 1      |
  | once     | 48 h             | month | opening | 100 % | 1      |
  | nothing  | -                | month | office  | 100 % | 1      |
}
exclusion waiting "Waiting" {
  from     info_requested
  until    info_received
  suspends restoration
  by       host
}
escalation ladder "Ladder" of incident {
  from  opened
  until restored

  | level | to     | after | for    | during |
  |-------|--------|-------|--------|--------|
  | 1     | desk   | 0 min | all    | always |
  | 2     | expert | 1 h   | by_day | office |
  | 3     | standby | 2 h   | round  | always |
}
duty notice "Notice" of desk to manager {
  each   incident
  within 30 min after opened
  for    round
}
duty report "Report" of host to shop {
  each   incident
  within 2 days of office after restored
}
duty review "Review" of host to shop {
  every 2 days of office after opened
  for   by_night
  until restored
}
duty call "Call" of host to shop {
  each   incident
  every  4 h
  within 30 min after opened
  for    once
}
"#;

fn model() -> Model {
    let compilation = driver::compile_text("hosting.slac", SOURCE, &NoFiles);
    compilation.model.unwrap_or_else(|| panic_with(&compilation.findings))
}

#[expect(clippy::panic, reason = "a test")]
fn panic_with(findings: &[crate::diagnostics::Finding]) -> Model {
    panic!("{findings:#?}")
}

fn at(text: &str) -> Instant {
    written::instant(text, &Clocks::of(&crate::time::zone::find("Europe/Paris").expect("a zone"))).expect("an instant")
}

/// Asks about an incident, with the instants that are known of it, and shows the answer.
fn ask<T>(priority: &str, instants: &[(&str, &str)], see: impl FnOnce(&World<'_>, &Answer<'_>) -> T) -> T {
    let model = model();
    let mut values: Vec<(Name, Value)> = vec![("priority".into(), Value::Word(priority.into()))];
    values.extend(instants.iter().map(|(field, text)| ((*field).into(), Value::Instant(at(text)))));
    let service = Some(Id::new("site"));
    let case = Row {
        record: Id::new("incident"),
        name: "incident".into(),
        service,
        values,
        span: crate::base::Span::default(),
    };
    let mut evidence = Evidence::default();
    evidence.add(case.clone());
    let last = evidence.last_instant().expect("an instant");
    let calendars = Calendars::around(
        &model,
        &evidence,
        local::date_at(&crate::time::zone::find("Europe/Paris").expect("a zone"), last),
    );
    let world = World::new(&model, &calendars, &evidence, last);
    see(&world, &world.answer(&case))
}

/// When the restoration of an incident is due, and the pieces that were counted.
fn due(priority: &str, opened: &str) -> (When<'static>, Vec<Stretch>) {
    ask(priority, &[("opened", opened)], |_, answer| {
        let when = answer.promised[0].when.instant().map_or(When::Nothing, When::At);
        (when, answer.promised[0].why.counted.clone())
    })
}

fn pieces(all: &[(&str, &str)]) -> Vec<Stretch> {
    all.iter().map(|(from, until)| Stretch::new(at(from), at(until))).collect()
}

// Thursday 30 April 17:30 to 18:00 is 30 min; Friday is 1 May; Monday 4 May 08:00 to 11:30 is 3 h 30 min.
#[test]
fn a_holiday_before_a_weekend_is_passed_over_and_named() {
    let (when, counted) = due("by_day", "2026-04-30 17:30");
    assert_eq!(when, When::At(at("2026-05-04 11:30")));
    assert_eq!(counted, pieces(&[("2026-04-30 17:30", "2026-04-30 18:00"), ("2026-05-04 08:00", "2026-05-04 11:30")]));
    let closed = ask("by_day", &[("opened", "2026-04-30 17:30")], |_, answer| {
        let closed = &answer.promised[0].why.closed;
        closed.iter().map(|closed| (closed.day.to_string(), closed.holidays[0].name.to_string())).collect::<Vec<_>>()
    });
    assert_eq!(closed, [("2026-05-01".to_owned(), "labour".to_owned())]);
}

// Friday 30 October 17:00 to 18:00 is 1 h; Saturday 31 is closed, Sunday 1 November is closed twice; Monday 2 November 08:00 to 11:00.
#[test]
fn all_saints_on_a_sunday_moves_nothing() {
    let (when, counted) = due("by_day", "2026-10-30 17:00");
    assert_eq!(when, When::At(at("2026-11-02 11:00")));
    assert_eq!(counted, pieces(&[("2026-10-30 17:00", "2026-10-30 18:00"), ("2026-11-02 08:00", "2026-11-02 11:00")]));
}

// Saturday 22:00 and 8 h: in spring 02:00 is 03:00, so 07:00 on the clock; in autumn 03:00 is 02:00 again, so 05:00.
#[test]
fn a_night_on_which_clocks_change_is_counted_in_hours_that_pass() {
    assert_eq!(due("round", "2026-03-28 22:00").0, When::At(at("2026-03-29 07:00")));
    assert_eq!(due("round", "2026-10-24 22:00").0, When::At(at("2026-10-25 05:00")));
}

// The night from Saturday 28 March has 7 h; the eighth is that of Sunday 22:00 to 23:00. The one from 24 October has 9 h.
#[test]
fn a_shift_over_such_a_night_is_an_hour_shorter_or_longer() {
    let (when, counted) = due("by_night", "2026-03-28 21:00");
    assert_eq!(when, When::At(at("2026-03-29 23:00")));
    assert_eq!(counted, pieces(&[("2026-03-28 22:00", "2026-03-29 06:00"), ("2026-03-29 22:00", "2026-03-29 23:00")]));
    assert_eq!(due("by_night", "2026-10-24 21:00").0, When::At(at("2026-10-25 05:00")));
}

// Monday 05:00 to 06:00 is 1 h; Monday 22:00 to Tuesday 05:00 is 7 h.
#[test]
fn a_shift_over_midnight_is_one_piece() {
    let (when, counted) = due("by_night", "2026-05-04 05:00");
    assert_eq!(when, When::At(at("2026-05-05 05:00")));
    assert_eq!(counted, pieces(&[("2026-05-04 05:00", "2026-05-04 06:00"), ("2026-05-04 22:00", "2026-05-05 05:00")]));
}

// Opened on Saturday, it counts from Monday 4 May 08:00 to 12:00.
#[test]
fn an_incident_outside_hours_starts_at_the_next_opening() {
    let starts = ask("by_day", &[("opened", "2026-05-02 12:00")], |_, answer| {
        (answer.promised[0].why.starts, answer.promised[0].when.instant())
    });
    assert_eq!(starts, (Some(at("2026-05-04 08:00")), Some(at("2026-05-04 12:00"))));
}

// 4 h from Monday 14:00 are over when the office closes, not when it opens again.
#[test]
fn a_count_that_is_reached_at_closing_is_due_at_closing() {
    assert_eq!(due("by_day", "2026-05-04 14:00").0, When::At(at("2026-05-04 18:00")));
}

// From Thursday 30 April: Monday 4, Tuesday 5, Wednesday 6, Thursday 7; Friday 8 is a holiday; Monday 11, until midnight.
#[test]
fn days_are_those_on_which_the_calendar_opens() {
    let (when, days) = ask("slow", &[("opened", "2026-04-30 17:30")], |_, answer| {
        let days = answer.promised[0].why.days.iter().map(ToString::to_string).collect::<Vec<_>>();
        (answer.promised[0].when.instant(), days)
    });
    assert_eq!(when, Some(at("2026-05-12 00:00")));
    assert_eq!(days, ["2026-05-04", "2026-05-05", "2026-05-06", "2026-05-07", "2026-05-11"]);
}

// Monday 08:00 to 09:00, then from 11:00: the other 3 h are over at 14:00.
#[test]
fn a_pause_moves_the_deadline() {
    let known =
        [("opened", "2026-05-04 08:00"), ("info_requested", "2026-05-04 09:00"), ("info_received", "2026-05-04 11:00")];
    let (when, counted) = ask("by_day", &known, |_, answer| {
        assert_eq!(answer.promised[0].why.pauses.len(), 1);
        (answer.promised[0].when.instant(), answer.promised[0].counted)
    });
    assert_eq!((when, counted), (Some(at("2026-05-04 14:00")), 3600));
}

#[test]
fn a_pause_that_nothing_ends_has_no_deadline() {
    let known = [("opened", "2026-05-04 08:00"), ("info_requested", "2026-05-04 09:00")];
    assert!(ask("by_day", &known, |_, answer| answer.promised[0].when == When::Paused));
}

// The calendar has 24 h in all, and 48 h are to be counted.
#[test]
fn a_deadline_after_all_that_is_known_is_said_to_be_so() {
    let is_later = ask("once", &[("opened", "2026-01-02 08:00")], |world, answer| {
        answer.promised[0].when == When::Later(world.calendars.within().end)
    });
    assert!(is_later);
}

#[test]
fn a_cell_that_promises_nothing_is_an_answer() {
    let nothing = ask("nothing", &[("opened", "2026-05-04 08:00")], |_, answer| {
        answer.promised.len() == 1 && answer.promised[0].when == When::Nothing
    });
    assert!(nothing);
}

// Level 2 is called in after an hour of the office: Thursday 17:30 to 18:00, Monday 08:00 to 08:30. Level 3 is not for this priority.
#[test]
fn a_ladder_counts_on_the_calendar_of_its_step() {
    let called = ask("by_day", &[("opened", "2026-04-30 17:30")], |_, answer| {
        answer.called.iter().map(|called| (called.step.level.to_string(), called.when.instant())).collect::<Vec<_>>()
    });
    assert_eq!(
        called,
        [("1".to_owned(), Some(at("2026-04-30 17:30"))), ("2".to_owned(), Some(at("2026-05-04 08:30")))]
    );
}

// On Saturday night nobody of the office can be reached before Monday.
#[test]
fn whoever_cannot_be_reached_is_named() {
    ask("round", &[("opened", "2026-05-02 22:00")], |_, answer| {
        let monday = Reach::From(at("2026-05-04 08:00"));
        assert_eq!(answer.called.iter().map(|called| called.reach).collect::<Vec<_>>(), [Reach::Then, Reach::Then]);
        assert_eq!(answer.told[0].when, When::At(at("2026-05-02 22:30")));
        assert_eq!(answer.told[0].to.iter().map(|(_, reach)| *reach).collect::<Vec<_>>(), [monday]);
    });
}

// 2 days of the office after Thursday 7 May: Friday 8 is a holiday; Monday 11, Tuesday 12, until midnight.
#[test]
fn a_duty_waits_for_its_event() {
    let waits =
        ask("slow", &[("opened", "2026-05-07 09:00")], |_, answer| matches!(answer.told[0].when, When::After(_)));
    assert!(waits);
    let known = [("opened", "2026-05-07 09:00"), ("restored", "2026-05-07 10:00")];
    assert_eq!(ask("slow", &known, |_, answer| answer.told[0].when.instant()), Some(at("2026-05-13 00:00")));
}

// Restored after 90 minutes: level 3 is not called in any more.
#[test]
fn nobody_is_called_in_after_the_end_of_a_ladder() {
    let known = [("opened", "2026-05-04 09:00"), ("restored", "2026-05-04 10:30")];
    assert_eq!(ask("round", &known, |_, answer| answer.called.len()), 1);
}

#[test]
fn nothing_applies_before_the_contract() {
    ask("round", &[("opened", "2025-12-31 23:59")], |_, answer| {
        assert!(!answer.in_term && answer.promised.is_empty() && answer.called.is_empty() && answer.told.is_empty());
    });
    ask("round", &[("opened", "2026-01-01 00:00")], |_, answer| assert!(answer.in_term && answer.promised.len() == 1));
}

#[test]
fn a_case_that_does_not_say_what_decides_is_asked_for_it() {
    let model = model();
    let opened = ("opened".into(), Value::Instant(at("2026-05-04 09:00")));
    let case = Row {
        record: Id::new("incident"),
        name: "incident".into(),
        service: Some(Id::new("site")),
        values: vec![opened],
        span: crate::base::Span::default(),
    };
    let mut evidence = Evidence::default();
    evidence.add(case.clone());
    let calendars = Calendars::around(&model, &evidence, jiff::civil::date(2026, 5, 4));
    let world = World::new(&model, &calendars, &evidence, at("2026-05-04 09:00"));
    let undecided = world.undecided(&case);
    assert_eq!(undecided.iter().map(|dimension| dimension.term.id.as_str()).collect::<Vec<_>>(), ["priority"]);
}

// Friday 1 May and Friday 8 May are holidays: of Monday 4, Tuesday 5, Wednesday 6, Thursday 7, Monday 11 and Tuesday 12 May each second one is the last day.
#[test]
fn a_duty_of_every_two_days_is_due_again_from_when_it_was_due() {
    let due = |instants: &[(&str, &str)]| {
        ask("by_night", instants, |_, answer| {
            let reviews = answer.told.iter().filter(|told| told.duty.term.id == "review");
            reviews.filter_map(|told| told.when.instant()).collect::<Vec<_>>()
        })
    };
    let all = [at("2026-05-06 00:00"), at("2026-05-08 00:00"), at("2026-05-13 00:00")];
    assert_eq!(due(&[("opened", "2026-04-30 22:30")]), all);
    assert_eq!(due(&[("opened", "2026-04-30 22:30"), ("restored", "2026-05-08 00:00")]), all[..2]);
    assert_eq!(due(&[("opened", "2026-04-30 22:30"), ("restored", "2026-05-07 10:00")]), all[..1]);
}

#[test]
fn a_duty_of_every_four_hours_counts_from_its_first_time() {
    let due = ask("once", &[("opened", "2026-05-04 09:00")], |_, answer| {
        let calls = answer.told.iter().filter(|told| told.duty.term.id == "call");
        calls.filter_map(|told| told.when.instant()).collect::<Vec<_>>()
    });
    assert_eq!(due, [at("2026-05-04 09:30"), at("2026-05-04 13:30"), at("2026-05-04 17:30")]);
}
