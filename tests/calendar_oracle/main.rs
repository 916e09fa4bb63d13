//! Calendars, compared with whole years that are walked minute by minute.
//!
//! The walk reads the clocks of the zone at each minute and asks the rule whether it means that day and that time; it has
//! nothing in common with the engine but the shape of a rule. Clocks of the years below change on whole minutes only, and
//! rules are written in minutes, so that a minute belongs as a whole or not at all.
//!
//! A few cases a pair of zones run by default. `SLAC_ORACLE_CASES=500 cargo test --release --test calendar_oracle` runs more.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod oracle;
mod rules;

use jiff::ToSpan;
use jiff::civil::date;
use jiff::tz::TimeZone;
use oracle::{Minutes, Year};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use proptest::{prop_assert, prop_assert_eq};
use rules::{Case, Expression};
use slac::time::{Cycle, Days, Instants, Ordinal, Stretch, Weekday, compile, local, zone};
use std::collections::BTreeSet;

/// Pairs of zones, and a year in which their clocks do something; calendars of a case are of either zone.
const ZONES: [([&str; 2], i16); 7] = [
    (["Europe/Paris", "America/New_York"], 2026),
    (["America/Montreal", "Asia/Kolkata"], 2026),
    // Half an hour; a leap year.
    (["Australia/Lord_Howe", "Europe/London"], 2028),
    // Clocks changed at one minute past midnight: the day before came back for an hour. A quarter of an hour off.
    (["America/St_Johns", "Asia/Kathmandu"], 2010),
    // Four changes, two for Ramadan. Winter time is the exception in Dublin.
    (["Africa/Casablanca", "Europe/Dublin"], 2026),
    // 30 December did not exist.
    (["Pacific/Apia", "UTC"], 2011),
    // Clocks changed at midnight: a day without 00:00, one whose last hour came twice. A zone that moved for good.
    (["America/Sao_Paulo", "Asia/Pyongyang"], 2018),
];

/// How many cases a pair.
fn cases() -> u32 {
    std::env::var("SLAC_ORACLE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

#[test]
fn calendars_are_what_a_walk_through_the_year_finds() {
    std::thread::scope(|scope| {
        for zones in ZONES.chunks(ZONES.len().div_ceil(2)) {
            scope.spawn(move || zones.iter().for_each(|&(names, year)| compare(names, year)));
        }
    });
}

/// Every rule that chooses days of a month, on every day of years that begin on all weekdays, leap years among them.
#[test]
fn days_are_those_of_a_walk_through_the_dates() {
    let ordinals = Ordinal::ALL.into_iter();
    let weekdays = ordinals.clone().flat_map(|n| Weekday::ALL.into_iter().map(move |day| Days::NthWeekday(n, day)));
    let weeks = (1..5).flat_map(|weeks| {
        let from = (0..7_i64).map(|n| date(2024, 2, 26).saturating_add(n.days()));
        let of = |from| Days::EveryWeeks { weekdays: BTreeSet::from([Weekday::Mon, Weekday::Sun]), weeks, from };
        from.map(of).collect::<Vec<_>>()
    });
    let of_months = weekdays.chain(ordinals.map(Days::NthDay)).map(|rule| (rule, 2031));
    for (rule, until) in of_months.chain(weeks.map(|rule| (rule, 2025))) {
        for day in date(2024, 1, 1).series(1.day()).take_while(|day| day.year() < until) {
            assert_eq!(rule.include(day), oracle::means_day(&rule, day), "{rule:?} on {day}");
        }
    }
}

fn compare(names: [&str; 2], year: i16) {
    let zones = names.map(|name| zone::find(name).unwrap());
    let years = [Year::of(year, &zones[0]), Year::of(year, &zones[1])];
    let config = Config { cases: cases(), failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&rules::case(year), |case| {
        let found = evaluate(&case.expression, &zones, &years);
        let walked = oracle::walk(&case.expression, &years);
        same_set(&found, &walked)?;
        same_counts(&found, &walked, &case)?;
        same_boundaries(&found, &walked, &case)?;
        (0..2).try_for_each(|i| same_days(&case, &zones[i], &years[i]))
    });
    assert!(result.is_ok(), "{names:?} {year}: {}", result.unwrap_err());
}

/// The engine's answer: each calendar through its zone, then combined as instants.
fn evaluate(expression: &Expression, zones: &[TimeZone; 2], years: &[Year; 2]) -> Instants {
    let both = |a: &Expression, b: &Expression, join: fn(&Instants, &Instants) -> Instants| {
        join(&evaluate(a, zones, years), &evaluate(b, zones, years))
    };
    match expression {
        Expression::Calendar { zone, open, holidays } => compile(open, holidays, &zones[*zone], years[*zone].within),
        Expression::And(a, b) => both(a, b, Instants::and),
        Expression::Or(a, b) => both(a, b, Instants::or),
        Expression::Except(a, b) => both(a, b, Instants::except),
        Expression::Not(a) => evaluate(a, zones, years).complement(),
    }
}

fn same_set(found: &Instants, walked: &Minutes) -> Result<(), TestCaseError> {
    let (found_runs, runs): (Vec<Stretch>, _) = (found.stretches().collect(), walked.runs());
    let differs = found_runs.iter().zip(&runs).find(|(a, b)| a != b);
    prop_assert_eq!(differs, None, "the first stretch that differs: of the engine, of the walk");
    prop_assert_eq!(found_runs.len(), runs.len());
    prop_assert_eq!(found.seconds(), runs.iter().map(|s| s.seconds()).sum::<i64>());
    prop_assert_eq!(found.is_empty(), runs.is_empty());
    // A count that is reached at the end of a stretch is due then, and not at the next opening.
    for (first, last) in runs.iter().zip(runs.iter().skip(3)).step_by(runs.len() / 8 + 1) {
        let seconds = walked.measure(first.start, last.end);
        prop_assert_eq!(found.add(first.start, seconds), Some(last.end));
        prop_assert_eq!(found.subtract(last.end, seconds), Some(first.start));
        prop_assert_eq!(found.add(first.start, seconds + 1), walked.add(first.start, seconds + 1));
    }
    Ok(())
}

fn same_counts(found: &Instants, walked: &Minutes, case: &Case) -> Result<(), TestCaseError> {
    for &(at, seconds) in &case.questions {
        let at = walked.start + at;
        prop_assert_eq!(found.measure(at, at + seconds), walked.measure(at, at + seconds));
        prop_assert_eq!(found.add(at, seconds), walked.add(at, seconds), "{} + {}", at, seconds);
        prop_assert_eq!(found.subtract(at, seconds), walked.subtract(at, seconds), "{} - {}", at, seconds);
        let pieces: i64 = found.pieces(at, at + seconds).map(|s| s.seconds()).sum();
        prop_assert_eq!(pieces, walked.measure(at, at + seconds));
    }
    let Some(&(_, seconds)) = case.questions.first() else { return Ok(()) };
    let Some(worst) = found.worst_span(seconds) else {
        prop_assert_eq!(walked.add(walked.start, seconds), None);
        return Ok(());
    };
    prop_assert_eq!(walked.add(worst.from, seconds), Some(worst.until));
    for &(at, _) in &case.questions {
        let at = walked.start + at;
        let takes = walked.add(at, seconds).map_or(0, |due| due - at);
        prop_assert!(takes <= worst.seconds(), "from {at}");
    }
    Ok(())
}

fn same_boundaries(found: &Instants, walked: &Minutes, case: &Case) -> Result<(), TestCaseError> {
    for &(at, _) in &case.questions {
        let at = walked.start + at;
        prop_assert_eq!(found.contains(at), walked.contains(at));
        prop_assert_eq!(found.next_inside(at), walked.next_inside(at));
        prop_assert_eq!(found.next_boundary(at), walked.next_boundary(at));
        prop_assert_eq!(found.previous_boundary(at), walked.previous_boundary(at));
    }
    Ok(())
}

/// A day, and a month, are where the clocks read them; where they come back to a day, the later one has begun.
fn same_days(case: &Case, zone: &TimeZone, year: &Year) -> Result<(), TestCaseError> {
    for &(at, _) in &case.questions {
        let at = year.within.start + at;
        let date = year.reading(at).date;
        if local::day(zone, date).contains(at) {
            let period = |cycle: Cycle| cycle.at(at, zone).map(|p| (p.day, p.whole.contains(at)));
            prop_assert_eq!(period(Cycle::day()), Some((date, true)));
            prop_assert_eq!(period(Cycle::month()), Some((date.first_of_month(), true)));
            prop_assert_eq!(period(Cycle::year()), Some((date.first_of_year(), true)));
        }
    }
    Ok(())
}
