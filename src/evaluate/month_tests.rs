#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

use super::*;
use crate::driver::with_standard_calendar;
use crate::model::Id;
use jiff::civil::date;

fn see<T>(module: &str, name: &str, zone: &str, first: Date, see: impl FnOnce(&Month<'_>) -> T) -> T {
    let model = with_standard_calendar(module, &format!("{}.{name}", module.trim_start_matches("std.calendar.")), zone);
    let model = model.expect("a calendar of the library");
    let (from, until) = around(first);
    let calendars = Calendars::of(&model, from, until);
    see(&of(&calendars, &CalendarSet::Calendar(Id::new(name)), first))
}

// May 2026 has 21 days from Monday to Friday; 1, 8, 14 and 25 May are holidays.
#[test]
fn holidays_are_no_working_days() {
    see("std.calendar.fr", "working_days", "Europe/Paris", date(2026, 5, 1), |month| {
        assert_eq!((month.open_days(), month.seconds()), (17, 17 * 86_400));
        assert_eq!(month.holidays.iter().map(|kept| kept.day.day()).collect::<Vec<_>>(), [1, 8, 14, 25]);
    });
}

// 26 December 2026 is a Saturday; its substitute is Monday 28. 25 December 2027 is a Saturday, 26 a Sunday: Monday 27 and Tuesday 28.
#[test]
fn a_holiday_that_moves_says_from_where() {
    let kept = |year| {
        see("std.calendar.uk", "public_holidays", "Europe/London", date(year, 12, 1), |month| {
            month.holidays.iter().map(|kept| (kept.day.day(), kept.moved_from.map(Date::day))).collect::<Vec<_>>()
        })
    };
    assert_eq!(kept(2026), [(25, None), (28, Some(26))]);
    assert_eq!(kept(2027), [(27, Some(25)), (28, Some(26))]);
}

// The Sunday on which clocks go forward has 23 h, that on which they go back 25 h: months of 743 h and 745 h.
#[test]
fn months_in_which_clocks_change_are_an_hour_shorter_or_longer() {
    let hours = |first| {
        see("std.calendar.fr", "public_holidays", "Europe/Paris", first, |month| {
            let odd: Vec<(i8, i64)> = month
                .days
                .iter()
                .filter(|day| day.whole.seconds() != 86_400)
                .map(|day| (day.date.day(), day.whole.seconds() / 3600))
                .collect();
            (odd, month.days.iter().map(|day| day.whole.seconds()).sum::<i64>() / 3600)
        })
    };
    assert_eq!(hours(date(2026, 3, 1)), (vec![(29, 23)], 743));
    assert_eq!(hours(date(2026, 10, 1)), (vec![(25, 25)], 745));
}

#[test]
fn a_month_has_all_its_days() {
    see("std.calendar.fr", "public_holidays", "Europe/Paris", date(2028, 2, 1), |month| {
        assert_eq!((month.days.len(), month.days[28].date), (29, date(2028, 2, 29)));
        assert_eq!(month.open_days(), 0);
    });
}
