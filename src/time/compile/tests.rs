use super::*;
use crate::time::{Days, Hours, Month, Ordinal, Weekday, local, zone};
use jiff::Timestamp;
use jiff::civil::{date, time};

fn zone_of(name: &str) -> TimeZone {
    zone::find(name).unwrap_or(TimeZone::UTC)
}

fn hours(from: (i8, i8), to: (i8, i8)) -> Hours {
    let end = (to.0 < 24).then(|| time(to.0, to.1, 0, 0));
    Hours { start: time(from.0, from.1, 0, 0), end }
}

fn all_days(hours: Hours) -> Recurrence {
    Recurrence { days: Days::All, hours }
}

/// The stretches of a rule between two days of a zone, as UTC reads them: `03-29T01:00/03:00`.
fn stretches(rule: &Recurrence, name: &str, from: Date, until: Date) -> Vec<String> {
    let zone = zone_of(name);
    let set = compile(std::slice::from_ref(rule), &[], &zone, local::days(&zone, from, until));
    let utc = |at: i64| Timestamp::from_second(at).map(|t| t.to_string()).unwrap_or_default();
    set.stretches().map(|s| format!("{}/{}", &utc(s.start)[5..16], &utc(s.end)[11..16])).collect()
}

fn minutes(rules: &[Recurrence], name: &str, from: Date, until: Date) -> i64 {
    let zone = zone_of(name);
    compile(rules, &[], &zone, local::days(&zone, from, until)).seconds() / 60
}

#[test]
fn march_2026_in_paris_is_an_hour_short() {
    let always = all_days(Hours::WHOLE_DAY);
    assert_eq!(minutes(&[always], "Europe/Paris", date(2026, 3, 1), date(2026, 4, 1)), 44_580);
    let office = Recurrence { days: Days::weekdays(Weekday::Mon, Weekday::Fri), hours: hours((8, 0), (19, 0)) };
    assert_eq!(minutes(&[office], "Europe/Paris", date(2026, 3, 1), date(2026, 4, 1)), 14_520);
}

#[test]
fn a_window_that_the_clocks_jump_over_is_empty_that_day() {
    let nightly = all_days(hours((2, 0), (3, 0)));
    assert_eq!(stretches(&nightly, "Europe/Paris", date(2026, 3, 29), date(2026, 3, 30)), [""; 0]);
    let longer = all_days(hours((1, 30), (4, 0)));
    assert_eq!(stretches(&longer, "Europe/Paris", date(2026, 3, 29), date(2026, 3, 30)), ["03-29T00:30/02:00"]);
    let inside = all_days(hours((2, 30), (3, 30)));
    assert_eq!(stretches(&inside, "Europe/Paris", date(2026, 3, 29), date(2026, 3, 30)), ["03-29T01:00/01:30"]);
}

#[test]
fn a_window_that_the_clocks_read_twice_counts_twice() {
    let nightly = all_days(hours((2, 0), (3, 0)));
    assert_eq!(stretches(&nightly, "Europe/Paris", date(2026, 10, 25), date(2026, 10, 26)), ["10-25T00:00/02:00"]);
    // From half past two to three, twice: the clocks read two o'clock in between.
    let half = all_days(hours((2, 30), (3, 0)));
    let twice = ["10-25T00:30/01:00", "10-25T01:30/02:00"];
    assert_eq!(stretches(&half, "Europe/Paris", date(2026, 10, 25), date(2026, 10, 26)), twice);
}

#[test]
fn a_night_shift_reaches_over_the_change_of_the_clocks() {
    let night = Recurrence { days: Days::weekdays(Weekday::Sat, Weekday::Sat), hours: hours((22, 0), (6, 0)) };
    let paris = |from, until| minutes(std::slice::from_ref(&night), "Europe/Paris", from, until);
    assert_eq!(paris(date(2026, 3, 28), date(2026, 3, 30)), 7 * 60);
    assert_eq!(paris(date(2026, 10, 24), date(2026, 10, 26)), 9 * 60);
    assert_eq!(paris(date(2026, 6, 6), date(2026, 6, 8)), 8 * 60);
}

#[test]
fn a_shift_that_began_on_the_day_before_the_term_reaches_into_it() {
    let night = all_days(hours((22, 0), (6, 0)));
    let new_year = stretches(&night, "UTC", date(2026, 1, 1), date(2026, 1, 2));
    assert_eq!(new_year, ["01-01T00:00/06:00", "01-01T22:00/00:00"]);
}

#[test]
fn the_first_sunday_may_be_the_one_on_which_clocks_change() {
    // New York changes its clocks on the first Sunday of November.
    let window = Recurrence { days: Days::NthWeekday(Ordinal::First, Weekday::Sun), hours: hours((1, 0), (6, 0)) };
    assert_eq!(stretches(&window, "America/New_York", date(2026, 11, 1), date(2026, 12, 1)), ["11-01T05:00/11:00"]);
    let maintenance = Recurrence { days: Days::NthWeekday(Ordinal::Last, Weekday::Sun), hours: hours((2, 0), (6, 0)) };
    let paris = |from, until| minutes(std::slice::from_ref(&maintenance), "Europe/Paris", from, until);
    assert_eq!(paris(date(2026, 3, 1), date(2026, 4, 1)), 180);
    assert_eq!(paris(date(2026, 10, 1), date(2026, 11, 1)), 300);
}

#[test]
fn clocks_may_change_by_half_an_hour() {
    let early = all_days(hours((1, 30), (2, 30)));
    let lord_howe = |from, until| minutes(std::slice::from_ref(&early), "Australia/Lord_Howe", from, until);
    // Back from 02:00 to 01:30 in April, forward from 02:00 to 02:30 in October.
    assert_eq!(lord_howe(date(2026, 4, 5), date(2026, 4, 6)), 90);
    assert_eq!(lord_howe(date(2026, 10, 4), date(2026, 10, 5)), 30);
}

#[test]
fn a_day_that_a_zone_skips_has_no_hours() {
    let fridays = Recurrence { days: Days::weekdays(Weekday::Fri, Weekday::Fri), hours: Hours::WHOLE_DAY };
    assert_eq!(stretches(&fridays, "Pacific/Apia", date(2011, 12, 24), date(2012, 1, 6)), [""; 0]);
    let always = all_days(Hours::WHOLE_DAY);
    assert_eq!(minutes(&[always], "Pacific/Apia", date(2011, 12, 29), date(2012, 1, 1)), 2 * 1_440);
}

#[test]
fn months_go_to_their_last_day_and_leap_years_have_one_more() {
    let february = Recurrence { days: Days::Months(Month::Feb, Month::Feb), hours: Hours::WHOLE_DAY };
    assert_eq!(minutes(std::slice::from_ref(&february), "UTC", date(2028, 1, 1), date(2029, 1, 1)), 29 * 1_440);
    assert_eq!(minutes(&[february], "UTC", date(2026, 1, 1), date(2027, 1, 1)), 28 * 1_440);
    let last = Recurrence { days: Days::NthDay(Ordinal::Last), hours: hours((18, 0), (24, 0)) };
    let ends = ["02-29T18:00/00:00", "03-31T18:00/00:00", "04-30T18:00/00:00"];
    assert_eq!(stretches(&last, "UTC", date(2028, 2, 1), date(2028, 5, 1)), ends);
}

#[test]
fn a_holiday_is_its_whole_local_day_where_it_is_kept() {
    use crate::time::{DateRule, Observance, Shift};
    let christmas = Holiday {
        observance: Observance::Shifted(vec![
            Shift { on: Weekday::Sat, days: -1 },
            Shift { on: Weekday::Sun, days: 1 },
        ]),
        ..Holiday::from(DateRule::Fixed { month: Month::Dec, day: 25 })
    };
    let toronto = zone_of("America/Toronto");
    let year = local::days(&toronto, date(2027, 1, 1), date(2028, 1, 1));
    let kept = compile(&[], &[christmas], &toronto, year);
    // A Saturday in 2027, kept on Friday.
    let friday = local::day(&toronto, date(2027, 12, 24));
    assert_eq!(kept.stretches().collect::<Vec<_>>(), [friday]);
}

#[test]
fn hours_that_overlap_count_once() {
    let rules =
        [all_days(hours((8, 0), (12, 0))), all_days(hours((10, 0), (14, 0))), all_days(hours((14, 0), (15, 0)))];
    assert_eq!(minutes(&rules, "UTC", date(2026, 1, 1), date(2026, 1, 2)), 7 * 60);
    let zone = TimeZone::UTC;
    let day = compile(&rules, &[], &zone, local::days(&zone, date(2026, 1, 1), date(2026, 1, 2)));
    assert_eq!(day.stretches().len(), 1);
}

#[test]
fn seconds_of_clock_times_are_read() {
    let hours = Hours { start: time(8, 0, 30, 0), end: Some(time(8, 1, 0, 500)) };
    let zone = TimeZone::UTC;
    let day = compile(&[all_days(hours)], &[], &zone, local::days(&zone, date(2026, 1, 1), date(2026, 1, 2)));
    assert_eq!(day.seconds(), 30);
}

/// In St. John's, clocks went back from 00:01 on 7 November 2010 to 23:01 of the 6th.
#[test]
fn hours_of_the_days_around_a_fold_over_midnight_are_found() {
    let zone = zone_of("America/St_Johns");
    let midnight = local::start_of(&zone, date(2010, 11, 7));
    let on = |day: i8, hours: Hours| {
        let day = date(2010, 11, day);
        Recurrence { days: Days::Dates(day, day), hours }
    };
    // From 00:00:30 on, the clocks read the end of the 6th once more: hours that began on the 5th belong to it.
    let long = on(5, hours((23, 30), (23, 20)));
    let set = compile(&[long], &[], &zone, Stretch::new(midnight + 30, midnight + 7_200));
    assert_eq!(set.stretches().collect::<Vec<_>>(), [Stretch::new(midnight + 60, midnight + 60 + 19 * 60)]);
    // Until 23:11 of the 6th, which comes after the first minute of the 7th.
    let first_minute = on(7, hours((0, 0), (0, 1)));
    let set = compile(&[first_minute], &[], &zone, Stretch::new(midnight - 7_200, midnight + 660));
    assert_eq!(set.stretches().collect::<Vec<_>>(), [Stretch::new(midnight, midnight + 60)]);
}

#[test]
fn hours_that_begin_last_need_not_end_last() {
    let day = date(2026, 6, 10);
    let rule = |hours: Hours| Recurrence { days: Days::Dates(day, day), hours };
    let rules = [rule(hours((8, 0), (7, 0))), rule(hours((20, 0), (21, 0)))];
    assert_eq!(minutes(&rules, "UTC", day, date(2026, 6, 12)), 23 * 60);
}
