use super::*;
use crate::time::{Weekday, zone};
use jiff::civil::date;

const PLAIN: DelayRule = DelayRule { counts_first_day: false, closed_day: ClosedDay::Stays, clear: false };

fn is_working_day(day: Date) -> bool {
    Weekday::of(day) <= Weekday::Fri
}

fn after(event: Date, span: CivilSpan, rule: DelayRule) -> Option<Date> {
    last_day(event, span, Direction::After, rule, |_| true, is_working_day)
}

#[test]
fn a_closed_last_day_may_move_back_whichever_way_the_delay_runs() {
    let back = DelayRule { closed_day: ClosedDay::MovesBack, ..PLAIN };
    // Saturday 25 April 2026 is closed: the 24th, from the end of March on and back from the end of April.
    let opens = |day: Date| !matches!(Weekday::of(day), Weekday::Sat | Weekday::Sun);
    let last = |event, days, direction| last_day(event, CivilSpan::Days(days), direction, back, |_| true, opens);
    assert_eq!(last(date(2026, 3, 31), 25, Direction::After), Some(date(2026, 4, 24)));
    assert_eq!(last(date(2026, 4, 30), 5, Direction::Before), Some(date(2026, 4, 24)));
}

#[test]
fn months_are_cut_to_the_length_of_the_month_and_counted_from_the_anchor() {
    let january = date(2026, 1, 31);
    let ends = [1, 2, 3, 13, 25].map(|n| shift(january, CivilSpan::Months(n), Direction::After));
    let due = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2027, 2, 28), date(2028, 2, 29)];
    assert_eq!(ends, due.map(Some));
    assert_eq!(shift(date(2028, 2, 29), CivilSpan::Months(12), Direction::After), Some(date(2029, 2, 28)));
    assert_eq!(shift(date(2026, 3, 31), CivilSpan::Months(1), Direction::Before), Some(date(2026, 2, 28)));
    assert_eq!(shift(Date::MAX, CivilSpan::Days(1), Direction::After), None);
}

#[test]
fn an_instant_moves_to_the_same_time_by_the_clock() {
    let paris = zone::find("Europe/Paris").unwrap_or(TimeZone::UTC);
    let at = |day: Date, hour: i8| local::read(&paris, day.at(hour, 30, 0, 0)).first();
    let moved = shift_instant(at(date(2026, 3, 28), 9), CivilSpan::Days(1), Direction::After, &paris);
    assert_eq!(moved, Some(at(date(2026, 3, 28), 9) + 23 * 3_600));
    // Half past two is jumped over: the instant of the jump.
    let jumped = shift_instant(at(date(2026, 3, 28), 2), CivilSpan::Days(1), Direction::After, &paris);
    assert_eq!(jumped, Some(local::read(&paris, date(2026, 3, 29).at(3, 0, 0, 0)).first()));
}

#[test]
fn the_day_of_the_event_counts_only_where_the_rule_says_so() {
    let event = date(2026, 5, 4);
    assert_eq!(after(event, CivilSpan::Days(10), PLAIN), Some(date(2026, 5, 14)));
    let included = DelayRule { counts_first_day: true, ..PLAIN };
    assert_eq!(after(event, CivilSpan::Days(10), included), Some(date(2026, 5, 13)));
    assert_eq!(after(event, CivilSpan::Months(1), PLAIN), Some(date(2026, 6, 4)));
    assert_eq!(after(event, CivilSpan::Months(1), included), Some(date(2026, 6, 3)));
    assert_eq!(after(event, CivilSpan::Days(0), included), Some(event));
}

#[test]
fn clear_days_leave_out_the_first_and_the_last() {
    let clear = DelayRule { clear: true, ..PLAIN };
    assert_eq!(after(date(2026, 5, 4), CivilSpan::Days(10), clear), Some(date(2026, 5, 15)));
    assert_eq!(after(date(2026, 5, 4), CivilSpan::Months(1), clear), Some(date(2026, 6, 5)));
    let both = DelayRule { counts_first_day: true, ..clear };
    assert_eq!(after(date(2026, 5, 4), CivilSpan::Days(10), both), Some(date(2026, 5, 15)));
}

#[test]
fn a_last_day_that_is_closed_moves_in_the_direction_of_the_delay() {
    let moving = DelayRule { closed_day: ClosedDay::MovesOn, ..PLAIN };
    // Saturday 16 May.
    assert_eq!(after(date(2026, 5, 6), CivilSpan::Days(10), moving), Some(date(2026, 5, 18)));
    assert_eq!(after(date(2026, 5, 6), CivilSpan::Days(10), PLAIN), Some(date(2026, 5, 16)));
    let before = last_day(date(2026, 5, 26), CivilSpan::Days(10), Direction::Before, moving, |_| true, is_working_day);
    assert_eq!(before, Some(date(2026, 5, 15)));
}

#[test]
fn days_of_a_calendar_count_its_open_days_only() {
    let working = |event, days, rule| {
        last_day(event, CivilSpan::Days(days), Direction::After, rule, is_working_day, is_working_day)
    };
    // Friday 8 May; an event on Saturday counts from Monday on.
    assert_eq!(working(date(2026, 5, 8), 5, PLAIN), Some(date(2026, 5, 15)));
    assert_eq!(working(date(2026, 5, 9), 5, PLAIN), Some(date(2026, 5, 15)));
    let included = DelayRule { counts_first_day: true, ..PLAIN };
    assert_eq!(working(date(2026, 5, 8), 5, included), Some(date(2026, 5, 14)));
    assert_eq!(working(date(2026, 5, 9), 5, included), Some(date(2026, 5, 15)));
}

#[test]
fn a_calendar_without_days_has_no_last_day() {
    let never = last_day(date(2026, 5, 8), CivilSpan::Days(1), Direction::After, PLAIN, |_| false, |_| true);
    assert_eq!(never, None);
}

#[test]
fn a_day_is_over_at_midnight_or_when_its_calendar_closes() {
    let paris = zone::find("Europe/Paris").unwrap_or(TimeZone::UTC);
    let day = date(2026, 10, 25);
    let open = Instants::of(
        local::day(&paris, day),
        [crate::time::Stretch::new(local::start_of(&paris, day), local::start_of(&paris, day) + 60)],
    );
    assert_eq!(closing(day, &open, &paris), Some(local::start_of(&paris, day) + 60));
    assert_eq!(closing(date(2026, 10, 26), &open, &paris), None);
    assert_eq!(midnight_after(day, &paris), local::start_of(&paris, day) + 25 * 3_600);
}

#[test]
fn clear_days_leave_the_day_of_the_event_out_even_where_it_would_count() {
    let clear = DelayRule { clear: true, ..PLAIN };
    let both = DelayRule { counts_first_day: true, ..clear };
    let event = date(2026, 6, 1);
    assert_eq!(after(event, CivilSpan::Days(2), both), Some(date(2026, 6, 4)));
    assert_eq!(after(event, CivilSpan::Days(2), both), after(event, CivilSpan::Days(2), clear));
}
