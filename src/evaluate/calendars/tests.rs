#![expect(clippy::expect_used, reason = "a test")]

use super::*;
use crate::driver;
use crate::resolved::loader::NoFiles;
use jiff::civil::date;

const CALENDARS: &str = r#"
calendar business "Office hours" {
  open   mon..fri 08:00-18:00
  except public_holidays
}
calendar tokyo "Tokyo" {
  timezone "Asia/Tokyo"
  open     mon..fri 09:00-17:00
}
calendar both "Both" { is business or tokyo }
calendar sun_sydney "Sydney" {
  timezone "Australia/Sydney"
  open     mon..fri
}
"#;

fn model(during: &str) -> Model {
    model_of(CALENDARS, during)
}

fn model_of(calendars: &str, during: &str) -> Model {
    let source = format!(
        r#"edition 2026
use std.calendar.fr
use std.evidence
use std.indicator
use std.clock
contract hosting "Hosting" {{
  from       2026-01-01 until 2027-01-01
  timezone   "Europe/Paris"
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
service site "Web shop" by host at gold
tier gold "Gold" {{
  measured by eye
  obligation  result
  availability at least 99.9 % each month during {during}
}}
{calendars}"#
    );
    driver::compile_text("test.slac", &source, &NoFiles).model.expect("the source is a contract")
}

fn named(name: &str) -> CalendarSet {
    CalendarSet::Calendar(Id::new(name))
}

#[test]
fn a_calendar_is_its_hours_without_its_exceptions() {
    let model = model("business");
    let calendars = Calendars::of(&model, date(2026, 5, 1), date(2026, 6, 1));
    // 21 weekdays; 1, 8, 14 and 25 May are holidays.
    assert_eq!(calendars.instants(&named("business")).seconds(), 17 * 10 * 3_600);
    assert!(!calendars.day_is_open(&named("business"), date(2026, 5, 14)));
    assert!(calendars.day_is_open(&named("business"), date(2026, 5, 15)));
    let labels =
        |day| calendars.holidays_on(&named("business"), day).into_iter().map(|h| h.name.clone()).collect::<Vec<_>>();
    assert_eq!(labels(date(2026, 5, 14)), ["ascension"]);
    assert!(labels(date(2026, 5, 15)).is_empty());
}

#[test]
fn calendars_of_different_zones_combine_as_instants() {
    let model = model("both");
    let calendars = Calendars::of(&model, date(2026, 6, 1), date(2026, 6, 6));
    // Tokyo closes at 10:00 in Paris, two hours after Paris has opened.
    let (tokyo, business) = (named("tokyo"), named("business"));
    assert_eq!(calendars.instants(&CalendarSet::And(vec![tokyo.clone(), business.clone()])).seconds(), 5 * 2 * 3_600);
    assert_eq!(calendars.instants(&named("both")).seconds(), 5 * 16 * 3_600);
    let either = CalendarSet::Or(vec![tokyo, business]);
    assert_eq!(calendars.instants(&either), calendars.instants(&named("both")));
}

#[test]
fn always_and_its_rest() {
    let model = model("business");
    let calendars = Calendars::of(&model, date(2026, 3, 1), date(2026, 4, 1));
    assert_eq!(calendars.instants(&CalendarSet::Always).seconds(), 44_580 * 60);
    let outside = CalendarSet::Except(Box::new(CalendarSet::Always), Box::new(named("business")));
    assert_eq!(calendars.instants(&outside).seconds(), (44_580 - 22 * 600) * 60);
}

#[test]
fn days_are_those_of_the_zone_that_all_calendars_share() {
    let model = model_of(CALENDARS, "sun_sydney");
    let calendars = Calendars::of(&model, date(2026, 6, 1), date(2026, 7, 1));
    assert!(!calendars.day_is_open(&named("sun_sydney"), date(2026, 6, 14)), "a Sunday in Sydney, not in Paris");
    assert_eq!(calendars.zone_of(&named("sun_sydney")).iana_name(), Some("Australia/Sydney"));
    let mixed = CalendarSet::And(vec![named("business"), named("sun_sydney")]);
    assert_eq!(calendars.zone_of(&mixed).iana_name(), Some("Europe/Paris"));
}

#[test]
fn a_long_chain_of_calendars_is_compiled() {
    let link = |n: usize| format!("calendar c{n} \"C{n}\" {{ is c{} }}\n", n + 1);
    let chain: String = (0..3_000).map(link).chain(["calendar c3000 \"C\" { open mon }".to_owned()]).collect();
    let model = model_of(&chain, "c0");
    let calendars = Calendars::of(&model, date(2026, 6, 1), date(2026, 6, 8));
    assert_eq!(calendars.instants(&named("c0")).seconds(), 86_400);
}

#[test]
fn the_last_working_day_of_a_month_is_counted_on_a_calendar() {
    let calendars = "calendar closing \"Month-end closing\" {\n  open last day of fr.working_days 18:00-20:00\n}";
    let model = model_of(calendars, "closing");
    let starts = |from, until| {
        let instants = Calendars::of(&model, from, until).instants(&named("closing"));
        let zone = zone_named("Europe/Paris");
        instants.stretches().map(|s| local::local(&zone, s.start).to_string()).collect::<Vec<_>>()
    };
    // 31 May is a Sunday; 30 June a Tuesday.
    let two = ["2026-05-29T18:00:00", "2026-06-30T18:00:00"];
    assert_eq!(starts(date(2026, 5, 1), date(2026, 7, 1)), two);
    // A term that ends, or begins, in the middle of the month has the same days.
    assert_eq!(starts(date(2026, 5, 15), date(2026, 7, 20)), two);
    assert!(starts(date(2026, 6, 1), date(2026, 6, 20)).is_empty());
}

#[test]
fn the_first_working_day_is_not_the_first_of_the_term() {
    let calendars = "calendar opening \"Opening\" {\n  open first day of fr.working_days\n}";
    let model = model_of(calendars, "opening");
    let calendars = Calendars::of(&model, date(2026, 5, 15), date(2026, 6, 15));
    let days = calendars.instants(&named("opening"));
    assert_eq!(days.stretches().collect::<Vec<_>>(), [local::day(calendars.zone(), date(2026, 6, 1))]);
}

#[test]
fn days_may_come_in_every_second_week() {
    let calendars = "calendar patches \"Patches\" {\n  open mon 08:00-12:00, every 2 weeks from 2026-01-05\n}";
    let model = model_of(calendars, "patches");
    let calendars = Calendars::of(&model, date(2026, 1, 1), date(2027, 1, 1));
    assert_eq!(calendars.instants(&named("patches")).seconds(), 26 * 4 * 3_600);
}
