use super::*;
use jiff::civil::date;
use std::fmt::Write as _;

use Month::{Apr, Aug, Dec, Feb, Jan, Jul, Jun, May, Nov, Oct, Sep};
use Ordinal::{First, Fourth, Last, Second, Third};
use Weekday::{Mon, Sat, Sun, Thu};

fn fixed(month: Month, day: i8) -> Holiday {
    DateRule::Fixed { month, day }.into()
}

fn nth(ordinal: Ordinal, weekday: Weekday, month: Month) -> Holiday {
    DateRule::Nth { ordinal, weekday, month }.into()
}

fn easter_and(offset: i16) -> Holiday {
    DateRule::Easter { offset }.into()
}

fn observed(holiday: Holiday, observance: Observance) -> Holiday {
    Holiday { observance, ..holiday }
}

/// The kept days of a year as `01-03<01-01`: the day, and the date that it was moved from.
fn year(holidays: &[Holiday], year: i16) -> String {
    let mut out = String::new();
    for occurrence in dates(holidays, date(year, 1, 1), date(year + 1, 1, 1)) {
        let moved = occurrence.moved_from.map_or(String::new(), |d| d.strftime("<%m-%d").to_string());
        let _ = write!(out, "{}{moved} ", occurrence.date.strftime("%m-%d"));
    }
    out.trim_end().to_owned()
}

#[test]
fn western_easter_is_known_for_two_centuries_of_extremes() {
    let known = [
        (1818, 3, 22),
        (1943, 4, 25),
        (1954, 4, 18),
        (1981, 4, 19),
        (2049, 4, 18),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
    ];
    for (y, m, d) in known {
        assert_eq!(easter(y), Some(date(y, m, d)));
    }
    assert_eq!(easter(1582), None);
}

#[test]
fn orthodox_easter_is_known() {
    for (y, m, d) in [(2023, 4, 16), (2024, 5, 5), (2025, 4, 20), (2026, 4, 12), (2027, 5, 2), (2028, 4, 16)] {
        assert_eq!(orthodox_easter(y), Some(date(y, m, d)));
    }
}

#[test]
fn france_has_eleven_days_on_their_dates() {
    let france = [
        fixed(Jan, 1),
        easter_and(1),
        fixed(May, 1),
        fixed(May, 8),
        easter_and(39),
        easter_and(50),
        fixed(Jul, 14),
        fixed(Aug, 15),
        fixed(Nov, 1),
        fixed(Nov, 11),
        fixed(Dec, 25),
    ];
    // In 2024 Ascension falls on the day after 8 May.
    assert_eq!(year(&france, 2024), "01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25");
    assert_eq!(year(&france, 2025), "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25");
    assert_eq!(year(&france, 2026), "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25");
    assert_eq!(year(&france, 2027), "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25");
    assert_eq!(year(&france, 2028), "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25");
}

#[test]
fn belgium_has_ten_days_and_luxembourg_europe_day_since_2019() {
    let belgium = [
        fixed(Jan, 1),
        easter_and(1),
        fixed(May, 1),
        easter_and(39),
        easter_and(50),
        fixed(Jul, 21),
        fixed(Aug, 15),
        fixed(Nov, 1),
        fixed(Nov, 11),
        fixed(Dec, 25),
    ];
    assert_eq!(year(&belgium, 2026), "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25");
    let luxembourg = [
        fixed(Jan, 1),
        easter_and(1),
        fixed(May, 1),
        Holiday { from: Some(date(2019, 5, 9)), ..fixed(May, 9) },
        easter_and(39),
        easter_and(50),
        fixed(Jun, 23),
        fixed(Aug, 15),
        fixed(Nov, 1),
        fixed(Dec, 25),
        fixed(Dec, 26),
    ];
    // In 2024 Europe Day and Ascension are one day and two holidays.
    assert_eq!(year(&luxembourg, 2024), "01-01 04-01 05-01 05-09 05-09 05-20 06-23 08-15 11-01 12-25 12-26");
    assert_eq!(year(&luxembourg, 2018), "01-01 04-02 05-01 05-10 05-21 06-23 08-15 11-01 12-25 12-26");
}

#[test]
fn geneva_fasts_on_the_thursday_after_the_first_sunday_of_september() {
    let geneva = [
        fixed(Jan, 1),
        easter_and(-2),
        easter_and(1),
        easter_and(39),
        easter_and(50),
        fixed(Aug, 1),
        // The first Sunday is between the 1st and the 7th, so its Thursday is the first one from the 5th on.
        DateRule::WeekdayOnOrAfter { weekday: Thu, month: Sep, day: 5 }.into(),
        fixed(Dec, 25),
        fixed(Dec, 31),
    ];
    assert_eq!(year(&geneva, 2024), "01-01 03-29 04-01 05-09 05-20 08-01 09-05 12-25 12-31");
    assert_eq!(year(&geneva, 2026), "01-01 04-03 04-06 05-14 05-25 08-01 09-10 12-25 12-31");
}

#[test]
fn quebec_moves_only_what_falls_on_a_sunday() {
    let after_sunday = || Observance::Shifted(vec![Shift { on: Sun, days: 1 }]);
    let quebec = [
        fixed(Jan, 1),
        easter_and(-2),
        DateRule::WeekdayBefore { weekday: Mon, month: May, day: 25 }.into(),
        observed(fixed(Jun, 24), after_sunday()),
        observed(fixed(Jul, 1), after_sunday()),
        nth(First, Mon, Sep),
        nth(Second, Mon, Oct),
        fixed(Dec, 25),
    ];
    assert_eq!(year(&quebec, 2026), "01-01 04-03 05-18 06-24 07-01 09-07 10-12 12-25");
    // 25 May 2026 is itself a Monday, and so is never the one before it; in 2029 24 June and 1 July are Sundays.
    assert_eq!(year(&quebec, 2029), "01-01 03-30 05-21 06-25<06-24 07-02<07-01 09-03 10-08 12-25");
}

#[test]
fn england_substitutes_the_next_day_that_is_free() {
    let next_free = || Observance::NextFree([Sat, Sun].into());
    let england = [
        observed(fixed(Jan, 1), next_free()),
        easter_and(-2),
        easter_and(1),
        nth(First, Mon, May),
        nth(Last, Mon, May),
        nth(Last, Mon, Aug),
        observed(fixed(Dec, 25), next_free()),
        observed(fixed(Dec, 26), next_free()),
        DateRule::Once { date: date(2023, 5, 8) }.into(),
    ];
    assert_eq!(year(&england, 2023), "01-02<01-01 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26");
    assert_eq!(year(&england, 2024), "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26");
    assert_eq!(year(&england, 2025), "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26");
    assert_eq!(year(&england, 2026), "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28<12-26");
    // Both on a weekend: Christmas takes Monday, Boxing Day what is left.
    assert_eq!(year(&england, 2027), "01-01 03-26 03-29 05-03 05-31 08-30 12-27<12-25 12-28<12-26");
    assert_eq!(year(&england, 2028), "01-03<01-01 04-14 04-17 05-01 05-29 08-28 12-25 12-26");
    // Christmas on a Sunday must pass over Boxing Day.
    assert_eq!(year(&england, 2022), "01-03<01-01 04-15 04-18 05-02 05-30 08-29 12-26 12-27<12-25");
}

#[test]
fn the_united_states_move_to_friday_or_monday() {
    let to_workday = || Observance::Shifted(vec![Shift { on: Sat, days: -1 }, Shift { on: Sun, days: 1 }]);
    let federal = [
        observed(fixed(Jan, 1), to_workday()),
        nth(Third, Mon, Jan),
        nth(Third, Mon, Feb),
        nth(Last, Mon, May),
        observed(Holiday { from: Some(date(2021, 6, 17)), ..fixed(Jun, 19) }, to_workday()),
        observed(fixed(Jul, 4), to_workday()),
        nth(First, Mon, Sep),
        nth(Second, Mon, Oct),
        observed(fixed(Nov, 11), to_workday()),
        nth(Fourth, Thu, Nov),
        observed(fixed(Dec, 25), to_workday()),
    ];
    assert_eq!(year(&federal, 2020), "01-01 01-20 02-17 05-25 07-03<07-04 09-07 10-12 11-11 11-26 12-25");
    assert_eq!(year(&federal, 2024), "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25");
    assert_eq!(year(&federal, 2026), "01-01 01-19 02-16 05-25 06-19 07-03<07-04 09-07 10-12 11-11 11-26 12-25");
    // 1 January 2028 is a Saturday and is kept in the year before.
    assert_eq!(
        year(&federal, 2027),
        "01-01 01-18 02-15 05-31 06-18<06-19 07-05<07-04 09-06 10-11 11-11 11-25 12-24<12-25 12-31<01-01"
    );
    assert_eq!(year(&federal, 2028), "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10<11-11 11-23 12-25");
}

#[test]
fn a_moved_holiday_may_be_kept_on_both_days() {
    let both = Holiday { kept_as_dated: true, ..observed(fixed(Dec, 26), Observance::NextFree([Sat, Sun].into())) };
    assert_eq!(year(&[both], 2026), "12-26 12-28<12-26");
}

#[test]
fn the_range_is_half_open() {
    let new_year = [fixed(Jan, 1)];
    assert_eq!(dates(&new_year, date(2026, 1, 1), date(2026, 1, 1)), []);
    assert_eq!(dates(&new_year, date(2026, 1, 1), date(2027, 1, 1)).len(), 1);
    assert_eq!(dates(&new_year, date(2026, 1, 2), date(2027, 1, 1)).len(), 0);
}

#[test]
fn a_day_that_a_year_does_not_have_is_skipped() {
    assert_eq!(year(&[fixed(Feb, 29)], 2027), "");
    assert_eq!(year(&[fixed(Feb, 29)], 2028), "02-29");
    assert_eq!(year(&[nth(Ordinal::Fifth, Mon, Apr)], 2026), "");
    assert_eq!(year(&[fixed(Apr, 31)], 2026), "");
}

#[test]
fn a_week_without_an_open_day_moves_nothing() {
    let closed = Observance::NextFree(Weekday::ALL.into());
    assert_eq!(year(&[observed(fixed(May, 1), closed)], 2026), "05-01");
}

#[test]
fn the_ends_of_the_calendar_are_not_a_panic() {
    let shifted = observed(fixed(Jan, 1), Observance::Shifted(vec![Shift { on: Mon, days: -7 }]));
    let all = [shifted, fixed(Dec, 31), easter_and(50), nth(Last, Mon, Dec)];
    assert!(!dates(&all, date(9999, 1, 1), Date::MAX).is_empty());
    assert!(!dates(&all, Date::MIN, date(-9998, 1, 1)).is_empty());
}

#[test]
fn json_is_read_back_as_the_same_holiday() {
    let all = [
        Holiday { from: Some(date(2021, 6, 17)), ..fixed(Jun, 19) },
        observed(nth(Last, Mon, May), Observance::NextFree([Sat, Sun].into())),
        DateRule::Once { date: date(2023, 5, 8) }.into(),
    ];
    let json = serde_json::to_string(&all).unwrap_or_default();
    assert_eq!(serde_json::from_str::<Vec<Holiday>>(&json).ok().as_deref(), Some(&all[..]), "{json}");
}

#[test]
fn orthodox_easter_lags_by_a_day_more_after_2100() {
    assert_eq!(orthodox_easter(2099), Some(date(2099, 4, 12)));
    assert_eq!(orthodox_easter(2100), Some(date(2100, 5, 2)));
    assert_eq!(orthodox_easter(1899), Some(date(1899, 4, 30)));
}

/// 31 December 2022 is a Saturday, as is 1 January 2028.
#[test]
fn a_holiday_that_moves_over_a_new_year_is_kept_in_the_other_year() {
    let shift = |day: Holiday, days: i8| observed(day, Observance::Shifted(vec![Shift { on: Sat, days }]));
    let later = [shift(fixed(Dec, 31), 2)];
    assert_eq!(dates(&later, date(2023, 1, 1), date(2023, 12, 31)).first().map(|o| o.date), Some(date(2023, 1, 2)));
    let earlier = [shift(fixed(Jan, 1), -3)];
    assert_eq!(dates(&earlier, date(2027, 2, 1), date(2027, 12, 31)).first().map(|o| o.date), Some(date(2027, 12, 29)));
}

#[test]
fn a_holiday_is_in_force_from_its_first_day_and_not_on_the_day_that_ends_it() {
    let years = |from: Date, until: Date| -> Vec<i16> {
        let holiday = Holiday { from: Some(from), until: Some(until), ..fixed(May, 9) };
        dates(&[holiday], date(2020, 1, 1), date(2030, 1, 1)).iter().map(|o| o.date.year()).collect()
    };
    assert_eq!(years(date(2026, 5, 9), date(2028, 5, 9)), [2026, 2027]);
    assert_eq!(years(date(2026, 5, 10), date(2028, 5, 10)), [2027, 2028]);
}
