use super::*;
use crate::time::zone;
use jiff::civil::date;

fn zone_of(name: &str) -> TimeZone {
    zone::find(name).unwrap_or(TimeZone::UTC)
}

fn utc(text: &str) -> Instant {
    text.parse::<Timestamp>().map_or(0, Timestamp::as_second)
}

#[test]
fn a_time_is_read_once_never_or_twice() {
    let paris = zone_of("Europe/Paris");
    assert_eq!(read(&paris, date(2026, 3, 29).at(1, 30, 0, 0)), Reading::Once(utc("2026-03-29T00:30:00Z")));
    assert_eq!(read(&paris, date(2026, 3, 29).at(2, 30, 0, 0)), Reading::Never(utc("2026-03-29T01:00:00Z")));
    let (first, second) = (utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z"));
    assert_eq!(read(&paris, date(2026, 10, 25).at(2, 30, 0, 0)), Reading::Twice(first, second));
}

#[test]
fn a_day_whose_midnight_is_jumped_over_begins_when_the_clocks_jump() {
    // In Brazil, clocks went from 24:00 to 01:00.
    let sao_paulo = zone_of("America/Sao_Paulo");
    assert_eq!(start_of(&sao_paulo, date(2018, 11, 4)), utc("2018-11-04T03:00:00Z"));
    assert_eq!(day(&sao_paulo, date(2018, 11, 4)).seconds(), 23 * 3_600);
}

#[test]
fn a_day_that_a_zone_skips_is_empty() {
    let apia = zone_of("Pacific/Apia");
    assert!(day(&apia, date(2011, 12, 30)).is_empty());
    assert_eq!(day(&apia, date(2011, 12, 29)).end, day(&apia, date(2011, 12, 31)).start);
}

#[test]
fn a_day_that_the_clocks_enter_twice_begins_the_first_time() {
    // Newfoundland went back at one minute past midnight.
    let st_johns = zone_of("America/St_Johns");
    assert_eq!(start_of(&st_johns, date(2010, 11, 7)), utc("2010-11-07T02:30:00Z"));
    assert_eq!(date_at(&st_johns, utc("2010-11-07T02:31:00Z")), date(2010, 11, 6));
}

#[test]
fn steady_clocks_make_up_the_whole() {
    let year = days(&zone_of("Australia/Lord_Howe"), date(2026, 1, 1), date(2027, 1, 1));
    let clocks: Vec<_> = steady_clocks(&zone_of("Australia/Lord_Howe"), year).collect();
    assert_eq!(clocks.iter().map(|c| c.offset / 60).collect::<Vec<_>>(), [660, 630, 660]);
    assert_eq!(clocks.first().map(|c| c.during.start), Some(year.start));
    assert_eq!(clocks.last().map(|c| c.during.end), Some(year.end));
    assert!(clocks.iter().zip(clocks.iter().skip(1)).all(|(a, b)| a.during.end == b.during.start));
}
