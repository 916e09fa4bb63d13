//! How long it takes to compile a calendar of three years, and to count on it.
//!
//! `cargo bench --bench calendar`
#![allow(missing_docs)]
#![expect(clippy::unwrap_used, reason = "a benchmark")]

use criterion::Criterion;
use jiff::civil::{date, time};
use slac::time::{
    CivilSpan, ClosedDay, Cycle, DateRule, Days, DelayRule, Direction, Holiday, Hours, Instants, Month, Ordinal,
    Recurrence, Stretch, Weekday, compile, local, span, zone,
};
use std::hint::black_box;
use std::time::Duration;

const HOUR: i64 = 3_600;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let paris = zone::find("Europe/Paris").unwrap();
    // Three years, and a tail for deadlines that fall after them.
    let within = local::days(&paris, date(2026, 1, 1), date(2030, 1, 1));
    let office = [Recurrence { days: Days::weekdays(Weekday::Mon, Weekday::Fri), hours: hours(8, 19) }];
    let maintenance = [Recurrence { days: Days::NthWeekday(Ordinal::First, Weekday::Sun), hours: hours(22, 6) }];
    let holidays = holidays();

    let mut group = criterion.benchmark_group("calendar");
    group.bench_function("compile office hours and holidays, four years", |b| {
        b.iter(|| {
            let open = compile(black_box(&office), &[], &paris, within);
            open.except(&compile(&[], &holidays, &paris, within))
        });
    });
    let open = compile(&office, &[], &paris, within).except(&compile(&[], &holidays, &paris, within));
    let work = compile(&maintenance, &[], &paris, within);
    group.bench_function("combine two calendars", |b| b.iter(|| black_box(&open).or(&work)));
    let starts: Vec<i64> = (0..1_000).map(|n| within.start + n * 26 * HOUR + n * 61).collect();
    group.bench_function("1,000 deadlines of 40 working hours", |b| b.iter(|| deadlines(&open, black_box(&starts))));
    group.bench_function("1,000 measures of 30 days", |b| {
        b.iter(|| black_box(&starts).iter().map(|at| open.measure(*at, at + 720 * HOUR)).sum::<i64>());
    });
    let term = Stretch::new(within.start, within.end - 8_760 * HOUR);
    group.bench_function("the worst span of 40 working hours", |b| {
        b.iter(|| open.worst_span_from(black_box(40 * HOUR), term));
    });
    group.bench_function("48 months", |b| b.iter(|| Cycle::month().periods(black_box(within), &paris).count()));
    group.bench_function("30 working days after a day", |b| {
        let is_open = |day| {
            let day = local::day(&paris, day);
            open.pieces(day.start, day.end).next().is_some()
        };
        let rule = DelayRule { counts_first_day: false, closed_day: ClosedDay::MovesOn, clear: false };
        let days = CivilSpan::Days(30);
        b.iter(|| span::last_day(black_box(date(2026, 5, 4)), days, Direction::After, rule, is_open, is_open));
    });
    group.finish();
    criterion.final_summary();
}

fn deadlines(open: &Instants, starts: &[i64]) -> i64 {
    starts.iter().filter_map(|at| open.add(*at, 40 * HOUR)).sum()
}

fn hours(from: i8, to: i8) -> Hours {
    Hours { start: time(from, 0, 0, 0), end: Some(time(to, 0, 0, 0)) }
}

/// The eleven of France.
fn holidays() -> Vec<Holiday> {
    use Month::{Aug, Dec, Jan, Jul, May, Nov};
    let fixed = [(Jan, 1), (May, 1), (May, 8), (Jul, 14), (Aug, 15), (Nov, 1), (Nov, 11), (Dec, 25)];
    let fixed = fixed.map(|(month, day)| DateRule::Fixed { month, day });
    let easter = [1, 39, 50].map(|offset| DateRule::Easter { offset });
    fixed.into_iter().chain(easter).map(Holiday::from).collect()
}
