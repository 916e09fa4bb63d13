use super::*;
use crate::time::zone;
use jiff::civil::date;

fn zone_of(name: &str) -> TimeZone {
    zone::find(name).unwrap_or(TimeZone::UTC)
}

/// The local days on which the periods of a term begin; those that the term cuts have a `*`.
fn begun(cycle: Cycle, name: &str, from: Date, until: Date) -> Vec<String> {
    let zone = zone_of(name);
    let periods = cycle.periods(local::days(&zone, from, until), &zone);
    periods.map(|p| format!("{}{}", p.day, if p.is_partial() { "*" } else { "" })).collect()
}

#[test]
fn the_first_and_the_last_month_may_be_cut() {
    let months = begun(Cycle::month(), "Europe/Paris", date(2026, 1, 15), date(2026, 4, 10));
    assert_eq!(months, ["2026-01-01*", "2026-02-01", "2026-03-01", "2026-04-01*"]);
    let whole = begun(Cycle::month(), "Europe/Paris", date(2028, 2, 1), date(2028, 4, 1));
    assert_eq!(whole, ["2028-02-01", "2028-03-01"]);
}

#[test]
fn contract_months_are_counted_from_the_first_day() {
    let contract = Cycle::new(Length::Months(1), date(2026, 1, 31));
    let months = begun(contract, "Europe/Paris", date(2026, 1, 31), date(2026, 6, 1));
    assert_eq!(months, ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31*"]);
    let leap = Cycle::new(Length::Months(12), date(2024, 2, 29));
    let years = begun(leap, "Europe/Paris", date(2024, 2, 29), date(2029, 1, 1));
    assert_eq!(years, ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29*"]);
}

#[test]
fn weeks_begin_on_monday_and_quarters_with_january() {
    let weeks = begun(Cycle::week(), "UTC", date(2026, 1, 1), date(2026, 1, 12));
    assert_eq!(weeks, ["2025-12-29*", "2026-01-05"]);
    let quarters = begun(Cycle::quarter(), "UTC", date(2026, 4, 1), date(2027, 1, 1));
    assert_eq!(quarters, ["2026-04-01", "2026-07-01", "2026-10-01"]);
    assert_eq!(begun(Cycle::year(), "UTC", date(2026, 4, 1), date(2027, 1, 1)), ["2026-01-01*"]);
}

#[test]
fn periods_go_back_before_their_anchor() {
    let fortnight = Cycle::new(Length::Days(14), date(2026, 1, 5));
    assert_eq!(
        begun(fortnight, "UTC", date(2025, 12, 20), date(2026, 1, 6)),
        ["2025-12-08*", "2025-12-22", "2026-01-05*"]
    );
    let months = Cycle::new(Length::Months(3), date(2026, 5, 15));
    assert_eq!(begun(months, "UTC", date(2026, 2, 14), date(2026, 2, 16)), ["2025-11-15*", "2026-02-15*"]);
}

#[test]
fn several_periods_at_once_are_counted_from_the_one_that_holds_a_day() {
    let thirds = Cycle::month().times(4, date(2026, 3, 20));
    assert_eq!(begun(thirds, "UTC", date(2026, 3, 20), date(2026, 11, 1)), ["2026-03-01*", "2026-07-01"]);
}

#[test]
fn a_month_lasts_as_long_as_the_clocks_say() {
    let paris = zone_of("Europe/Paris");
    let hours = |day| Cycle::month().at(local::start_of(&paris, day), &paris).map(|p| p.whole.seconds() / 3_600);
    assert_eq!(hours(date(2026, 3, 15)), Some(31 * 24 - 1));
    assert_eq!(hours(date(2026, 10, 15)), Some(31 * 24 + 1));
    assert_eq!(hours(date(2028, 2, 15)), Some(29 * 24));
}

#[test]
fn a_day_that_a_zone_skips_is_no_period() {
    let days = begun(Cycle::day(), "Pacific/Apia", date(2011, 12, 28), date(2012, 1, 2));
    assert_eq!(days, ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]);
}

#[test]
fn an_hour_that_the_clocks_read_twice_is_two_periods_and_one_that_they_jump_over_none() {
    let count = |name: &str, day| begun(Cycle::hour(), name, day, day.tomorrow().unwrap_or(day)).len();
    assert_eq!(count("Europe/Paris", date(2026, 3, 29)), 23);
    assert_eq!(count("Europe/Paris", date(2026, 10, 25)), 25);
    assert_eq!(count("Asia/Kolkata", date(2026, 10, 25)), 24);
    // By half an hour: the hour that is read again in part is one long period, the one that is cut a short one.
    assert_eq!(count("Australia/Lord_Howe", date(2026, 4, 5)), 24);
    assert_eq!(count("Australia/Lord_Howe", date(2026, 10, 4)), 24);
}

#[test]
fn periods_of_hours_hold_the_instant_that_was_asked_for() {
    for name in ["Europe/Paris", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"] {
        let zone = zone_of(name);
        let year = if name == "Pacific/Apia" { 2011 } else { 2010 };
        let term = local::days(&zone, date(year, 1, 1), date(year + 1, 1, 2));
        for hours in [1, 5, 6] {
            let cycle = Cycle::new(Length::Hours(hours), date(year, 1, 1));
            let periods: Vec<Period> = cycle.periods(term, &zone).collect();
            assert!(
                periods.iter().zip(periods.iter().skip(1)).all(|(a, b)| a.whole.end == b.whole.start),
                "{name} {hours}"
            );
            for period in periods {
                for instant in [period.whole.start, (period.whole.start + period.whole.end) / 2, period.whole.end - 1] {
                    assert_eq!(
                        cycle.at(instant, &zone).map(|p| p.whole),
                        Some(period.whole),
                        "{name} {hours} {period:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn several_months_at_once_hold_a_day_before_the_anchor_of_its_month() {
    let contract_month = Cycle::new(Length::Months(1), date(2026, 1, 20));
    let two = contract_month.times(2, date(2026, 3, 10));
    assert_eq!(begun(two, "UTC", date(2026, 3, 1), date(2026, 7, 1)), ["2026-02-20*", "2026-04-20", "2026-06-20*"]);
}
