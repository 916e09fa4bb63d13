//! The evaluator against a walk from minute to minute over the clocks of a zone, which shares nothing with it but the zone.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use jiff::civil::{Date, Time, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use slac::driver;
use slac::evaluate::derivation::What;
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
    /// The days of the month between which the contract is in force, the second excluded; day 29 stands for the end.
    term: (i8, i8),
    office: Hours,
    permitted: Hours,
    outages: Vec<Minutes>,
    works: Vec<Work>,
    /// In minutes.
    budget: i64,
    cases: Vec<Case>,
    /// In minutes.
    target: i64,
    /// How long a pause may last, in minutes.
    limit: i64,
    /// The share of cases that must be on time, in percent.
    quota: i64,
    /// The most that is owed, in euros.
    cap: i64,
}

/// What a case comes to.
struct Outcome {
    /// In minutes.
    counted: i64,
    /// The minute at which the count reaches the target, where it does within some weeks.
    deadline: Option<i64>,
    /// The minutes that are counted after the deadline; none where it is on time.
    excess: Option<i64>,
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
    let case = (0..19_000_i64, prop::collection::vec(1..2_000_i64, 1..6));
    let case = case.prop_map(|(opened, mut steps)| {
        // Every request has its answer before the end.
        if steps.len() % 2 == 0 {
            steps.pop();
        }
        Case { opened, steps }
    });
    let term = prop_oneof![Just((1_i8, 29_i8)), (1..8_i8, 22..30_i8)];
    let place = (prop::sample::select(ZONES.to_vec()), prop::sample::select(MONTHS.to_vec()), term);
    let clocks = (hours(), hours(), 1..900_i64, 1..2_000_i64, 1..2_500_i64);
    let cases = prop::collection::vec(case, 1..4);
    let events = (prop::collection::vec(stretch(2_000), 0..6), prop::collection::vec(work, 0..6), cases);
    let sums = (1..101_i64, 1..200_i64);
    (place, clocks, events, sums).prop_map(|(place, clocks, (outages, works, cases), (quota, cap))| {
        let ((zone, month, term), (office, permitted, budget, target, limit)) = (place, clocks);
        World { zone, month, term, office, permitted, outages, works, budget, cases, target, limit, quota, cap }
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

/// The term of a contract within a month, as the clocks of a zone show it, minute by minute.
struct Walk {
    zone: TimeZone,
    from: Date,
    until: Date,
    start: i64,
    end: i64,
}

impl Walk {
    fn of(world: &World) -> Self {
        let zone = TimeZone::get(world.zone).unwrap();
        let midnight = |day: Date| zone.to_timestamp(day.to_datetime(Time::midnight())).unwrap().as_second() / 60;
        let first = date(2026, world.month, 1);
        let day = |number: i8| if number < 29 { first + i64::from(number - 1).days() } else { first + 1.month() };
        let (from, until) = (day(world.term.0), day(world.term.1));
        let (start, end) = (midnight(from), midnight(until));
        Self { zone, from, until, start, end }
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

    /// What the clock of a case counts until it stops, and when it reaches the target, for which it would run on.
    fn restoration(&self, world: &World, case: &Case) -> Outcome {
        let runs = |(number, length): (usize, &i64)| {
            let limit = world.limit;
            (0..*length).map(move |passed| number % 2 == 0 || passed >= limit)
        };
        let running: Vec<bool> = case.steps.iter().enumerate().flat_map(runs).collect();
        let mut outcome = Outcome { counted: 0, deadline: None, excess: None };
        let mut left = world.target;
        for passed in 0..running.len() + 60_000 {
            let minute = self.start + case.opened + i64::try_from(passed).unwrap();
            if left == 0 && outcome.deadline.is_none() {
                outcome.deadline = Some(minute);
            }
            let counts = |runs: bool| i64::from(runs && self.shows(&world.office, minute));
            match running.get(passed) {
                None if outcome.deadline.is_some() => break,
                None => left -= counts(true),
                Some(runs) => {
                    outcome.counted += counts(*runs);
                    match outcome.deadline {
                        // It is late as soon as a minute passes after the deadline.
                        Some(_) => outcome.excess = Some(outcome.excess.unwrap_or(0) + counts(*runs)),
                        None => left -= counts(*runs),
                    }
                }
            }
        }
        outcome
    }

    /// What is owed for the month, in cents: for cases, for availability, and for both up to the cap of a month in part.
    fn owed(&self, world: &World, outcomes: &[Outcome]) -> (i64, i64, i64) {
        // A late case has begun its first hour.
        let hours = |excess: i64| (excess + 59) / 60;
        let late: i64 =
            outcomes.iter().filter_map(|outcome| outcome.excess).map(|excess| hours(excess).max(1) * 6_000).sum();
        let (agreed, lost) = self.availability(world);
        let down = match (agreed - lost) * 100 {
            _ if agreed == 0 => 0,
            up if up >= agreed * 99 => 0,
            up if up >= agreed * 90 => 700,
            _ => 1_100,
        };
        let (days, of) = ((self.until - self.from).get_days(), self.from.days_in_month());
        let cents = world.cap * 1_000 * i64::from(days);
        // Rounded half up, once.
        let cap = (2 * cents + i64::from(of)) / (2 * i64::from(of));
        (late, down, (late + down).min(cap))
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
  from       {} until {}
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
  restoration  at most {} min each month during office, quota {} %, sample 1
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
  limit    {} min, then resume
  by       host
}}
penalty late "Late" on restoration at gold each incident {{ pays 60 EUR per started h of excess }}
penalty down "Down" on availability at gold {{
  | availability   | pays   |
  |----------------|--------|
  | 90 % to < 99 % | 7 EUR  |
  | < 90 %         | 11 EUR |
}}
settlement credits "Settlement" {{
  combine sum
  cap     {}0 EUR each month
  claim   automatic
  form    deduction
  nature  penalty
  damages on_account
}}
scenario walk "Walk" for 2026-{:02} {{
"#,
            self.from,
            self.until,
            world.zone,
            world.office.written(),
            world.permitted.written(),
            world.target,
            world.quota,
            world.budget,
            world.limit,
            world.cap,
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
        for (number, case) in world.cases.iter().enumerate() {
            let mut at = case.opened;
            let mut events: Vec<String> = Vec::new();
            for length in &case.steps {
                at += length;
                events.push(self.written(at));
            }
            let restored = events.pop().unwrap();
            let every_other = |first: usize| {
                let some: Vec<&str> = events.iter().skip(first).step_by(2).map(String::as_str).collect();
                if some.is_empty() { "-".to_owned() } else { some.join(", ") }
            };
            let (asked, answered) = (every_other(0), every_other(1));
            let opened = self.written(case.opened);
            writeln!(text, "| i{number} | site | {opened} | {asked} | {answered} | {restored} |").unwrap();
        }
        text.push_str("\n| expect | is |\n|---|---|\n| availability of site | 1 % |\n| restoration of site | 1 % |\n");
        text.push_str("| late | 1 EUR |\n| down | 1 EUR |\n| credits | 1 EUR |\n");
        for number in 0..world.cases.len() {
            writeln!(text, "| restoration of i{number} | 1 h |").unwrap();
        }
        text.push_str("}\n");
        text
    }
}

/// How many months; `SLAC_ORACLE_CASES=2000` walks through more.
fn cases() -> u32 {
    std::env::var("SLAC_ORACLE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(96)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

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

        let outcomes: Vec<Outcome> = world.cases.iter().map(|case| walk.restoration(&world, case)).collect();
        for (number, outcome) in outcomes.iter().enumerate() {
            let case = got(5 + number);
            prop_assert_eq!(&case.value.number().unwrap().base, &Rational::from(outcome.counted * 60), "{}", text);
            let verdict = if outcome.excess.is_none() { Verdict::Met } else { Verdict::Breached };
            prop_assert_eq!(case.verdict, Some(verdict), "i{}: {}", number, text);
            let due = case.lines.iter().find(|line| line.what == What::Deadline).map(|line| line.during.unwrap().start);
            if let Some(minute) = outcome.deadline {
                prop_assert_eq!(due, Some(minute * 60), "i{}: {}", number, text);
            }
        }
        let all = i64::try_from(outcomes.len()).unwrap();
        let on_time = i64::try_from(outcomes.iter().filter(|outcome| outcome.excess.is_none()).count()).unwrap();
        let month = got(1);
        prop_assert_eq!(&month.value.number().unwrap().base, &(Rational::from(on_time).checked_div(&Rational::from(all)).unwrap()));
        let verdict = if on_time * 100 >= world.quota * all { Verdict::Met } else { Verdict::Breached };
        prop_assert_eq!(month.verdict, Some(verdict), "{}", text);

        let (late, down, credits) = walk.owed(&world, &outcomes);
        for (number, cents) in [(2, late), (3, down), (4, credits)] {
            let value = got(number).value.number().unwrap().base.clone() * Rational::from(100);
            prop_assert_eq!(value, Rational::from(cents), "{}: {}", number, text);
        }
    }
}
