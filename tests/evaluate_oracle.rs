//! The evaluator against a walk from minute to minute over the clocks of a zone, which shares nothing with it but the zone.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use slac::driver;
use slac::evaluate::{Value, Verdict};
use slac::quantity::Rational;
use slac::resolved::loader::NoFiles;
use std::fmt::Write;

const ZONES: [&str; 4] = ["Europe/Paris", "Australia/Lord_Howe", "UTC", "America/New_York"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The months in which clocks change somewhere, and two in which they do not.
const MONTHS: [i8; 6] = [2, 3, 4, 6, 10, 11];

/// Hours of some days of the week, in quarters of an hour; those that end no later than they begin run over midnight.
#[derive(Clone, Debug)]
struct Hours {
    days: [bool; 7],
    from: i32,
    until: i32,
}

/// From a minute of the month until another; it may begin before the month and end after it.
type Minutes = (i64, i64);

#[derive(Clone, Debug)]
struct Work {
    during: Minutes,
    /// How long before its beginning it was announced.
    notice: i64,
}

#[derive(Clone, Debug)]
struct Case {
    opened: i64,
    /// Minutes between its events: requests and answers in turn, then the end.
    steps: Vec<i64>,
}

#[derive(Clone, Debug)]
struct World {
    zone: &'static str,
    month: i8,
    office: Hours,
    permitted: Hours,
    outages: Vec<Minutes>,
    works: Vec<Work>,
    /// In minutes.
    budget: i64,
    case: Case,
    /// In minutes.
    target: i64,
}

fn hours() -> impl Strategy<Value = Hours> {
    (any::<[bool; 7]>(), 0..96_i32, 0..96_i32).prop_map(|(mut days, from, until)| {
        if days.iter().all(|day| !day) {
            days = [true; 7];
        }
        Hours { days, from, until }
    })
}

fn stretch(longest: i64) -> impl Strategy<Value = Minutes> {
    (-1_500_i64..45_000, 1..longest).prop_map(|(start, length)| (start, start + length))
}

fn world() -> impl Strategy<Value = World> {
    let work = (stretch(600), 0..200_i64).prop_map(|(during, notice)| Work { during, notice });
    let case = (0..40_000_i64, prop::collection::vec(1..2_000_i64, 1..6));
    let case = case.prop_map(|(opened, mut steps)| {
        // Every request has its answer before the end.
        if steps.len() % 2 == 0 {
            steps.pop();
        }
        Case { opened, steps }
    });
    let place = (prop::sample::select(ZONES.to_vec()), prop::sample::select(MONTHS.to_vec()));
    let clocks = (hours(), hours(), 0..900_i64, 1..2_000_i64);
    let events = (prop::collection::vec(stretch(2_000), 0..6), prop::collection::vec(work, 0..6), case);
    (place, clocks, events).prop_map(|((zone, month), (office, permitted, budget, target), (outages, works, case))| {
        World { zone, month, office, permitted, outages, works, budget: budget + 1, case, target }
    })
}

impl Hours {
    /// Whether the clocks show one of these hours: on one of its days, or past midnight after it.
    fn show(&self, day: Date, time: Time) -> bool {
        let minute = i32::from(time.hour()) * 60 + i32::from(time.minute());
        let (from, until) = (self.from * 15, self.until * 15);
        let on = |day: Date| self.days[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap()];
        let yesterday = day.yesterday().unwrap();
        if from < until {
            on(day) && from <= minute && minute < until
        } else {
            on(day) && from <= minute || on(yesterday) && minute < until
        }
    }

    fn written(&self) -> String {
        let clock = |quarter: i32| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
        let days = DAYS.iter().zip(self.days).filter(|(_, on)| *on);
        days.map(|(day, _)| format!("open {day} {}-{}; ", clock(self.from), clock(self.until))).collect()
    }
}

/// A month as the clocks of a zone show it, minute by minute.
struct Walk {
    zone: TimeZone,
    start: i64,
    end: i64,
}

impl Walk {
    fn of(world: &World) -> Self {
        let zone = TimeZone::get(world.zone).unwrap();
        let midnight = |day: Date| zone.to_timestamp(day.to_datetime(Time::midnight())).unwrap().as_second() / 60;
        let first = date(2026, world.month, 1);
        let (start, end) = (midnight(first), midnight(first + 1.month()));
        Self { zone, start, end }
    }

    fn shows(&self, hours: &Hours, minute: i64) -> bool {
        let local = self.zone.to_datetime(Timestamp::from_second(minute * 60).unwrap());
        hours.show(local.date(), local.time())
    }

    /// Minutes of agreed service time, and those that are lost.
    fn availability(&self, world: &World) -> (i64, i64) {
        let (mut agreed, mut lost, mut used) = (0, 0, 0);
        let within = |(from, until): Minutes, minute: i64| self.start + from <= minute && minute < self.start + until;
        for minute in (self.start..self.end).filter(|minute| self.shows(&world.office, *minute)) {
            let works = world.works.iter().filter(|work| work.notice >= 60);
            let worked = works.clone().any(|work| within(work.during, minute));
            if worked && self.shows(&world.permitted, minute) && used < world.budget {
                used += 1;
                continue;
            }
            agreed += 1;
            lost += i64::from(world.outages.iter().any(|outage| within(*outage, minute)));
        }
        (agreed, lost)
    }

    /// The minutes that the clock of the case counts, and whether it is on time.
    fn restoration(&self, world: &World) -> (i64, bool) {
        let mut minute = self.start + world.case.opened;
        let (mut counted, mut late) = (0, false);
        for (number, length) in world.case.steps.iter().enumerate() {
            for _ in 0..*length {
                // It is late as soon as a minute passes after the count has reached the target.
                late |= counted >= world.target;
                let runs = number % 2 == 0;
                counted += i64::from(runs && self.shows(&world.office, minute));
                minute += 1;
            }
        }
        (counted, !late)
    }

    fn written(&self, minute: i64) -> String {
        let utc = Timestamp::from_second((self.start + minute) * 60).unwrap().to_zoned(TimeZone::UTC);
        format!("{}+00:00", utc.strftime("%Y-%m-%d %H:%M"))
    }

    fn source(&self, world: &World) -> String {
        let mut text = format!(
            r#"edition 2026
use std.evidence
use std.indicator
use std.clock
contract walked "Walked" {{
  from       2025-01-01 until 2028-01-01
  timezone   "{}"
  currency   EUR, rounded half_up, to 0.01 EUR, taxes excluded
  languages  en
  law        "French law"
  clock      usual
  assessment usual_assessment
  delays     usual_delays
}}
provider host "Host"
customer shop "Shop"
observer eye "Eye" {{ paid shop }}
calendar office "Office" {{ {} }}
calendar permitted "Permitted" {{ {} }}
service site "Site" by host at gold
tier gold "Gold" {{
  measured by eye
  obligation  result
  availability at least 99 % each month during office
  restoration  at most {} min each incident during office
}}
exclusion maintenance "Maintenance" {{
  when     permitted
  suspends availability
  budget   {} min each month
  notice   1 h before work_began
  by       host
}}
exclusion waiting "Waiting" {{
  from     info_requested
  until    info_received
  suspends restoration
  limit    400 days, then resume
  by       host
}}
scenario walk "Walk" for 2026-{:02} {{
"#,
            world.zone,
            world.office.written(),
            world.permitted.written(),
            world.target,
            world.budget,
            world.month
        );
        if !world.outages.is_empty() {
            text.push_str("| outage | on | outage_began | outage_ended |\n|---|---|---|---|\n");
        }
        for (number, (from, until)) in world.outages.iter().enumerate() {
            writeln!(text, "| o{number} | site | {} | {} |", self.written(*from), self.written(*until)).unwrap();
        }
        if !world.works.is_empty() {
            text.push_str(
                "\n| maintenance_work | on | work_announced | work_began | work_ended |\n|---|---|---|---|---|\n",
            );
        }
        for (number, work) in world.works.iter().enumerate() {
            let (from, until) = work.during;
            let (told, from, until) = (self.written(from - work.notice), self.written(from), self.written(until));
            writeln!(text, "| w{number} | site | {told} | {from} | {until} |").unwrap();
        }
        text.push_str(
            "\n| incident | on | opened | info_requested | info_received | restored |\n|---|---|---|---|---|---|\n",
        );
        let mut at = world.case.opened;
        let mut events: Vec<String> = Vec::new();
        for length in &world.case.steps {
            at += length;
            events.push(self.written(at));
        }
        let restored = events.pop().unwrap();
        let every_other = |first: usize| {
            let some: Vec<&str> = events.iter().skip(first).step_by(2).map(String::as_str).collect();
            if some.is_empty() { "-".to_owned() } else { some.join(", ") }
        };
        let (asked, answered) = (every_other(0), every_other(1));
        let opened = self.written(world.case.opened);
        writeln!(text, "| i1 | site | {opened} | {asked} | {answered} | {restored} |").unwrap();
        text.push_str("\n| expect | is |\n|---|---|\n| availability of site | 1 % |\n| restoration of i1 | 1 h |\n}\n");
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn availability_and_clocks_are_those_of_a_walk_by_the_minute(world in world()) {
        let walk = Walk::of(&world);
        let text = walk.source(&world);
        let compilation = driver::compile_text("walk.slac", &text, &NoFiles);
        let [outcome] = compilation.examples.as_slice() else {
            panic!("{text}\n{:#?}", compilation.findings);
        };
        prop_assert!(!outcome.unread, "{text}\n{:#?}", compilation.findings);
        let got = |number: usize| outcome.checked[number].got[0].clone();

        let (agreed, lost) = walk.availability(&world);
        let value = got(0).value;
        match Rational::from(agreed - lost).checked_div(&Rational::from(agreed)) {
            Some(share) => prop_assert_eq!(&value.number().unwrap().base, &share, "{} of {}: {}", lost, agreed, text),
            None => prop_assert_eq!(value, Value::Nothing, "{}", text),
        }

        let (counted, on_time) = walk.restoration(&world);
        let case = got(1);
        prop_assert_eq!(&case.value.number().unwrap().base, &Rational::from(counted * 60), "{}", text);
        let verdict = if on_time { Verdict::Met } else { Verdict::Breached };
        prop_assert_eq!(case.verdict, Some(verdict), "{}", text);
    }
}
