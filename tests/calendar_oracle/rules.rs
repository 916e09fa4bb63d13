//! Rules and questions, drawn at random.

use jiff::civil::{Date, Time};
use proptest::collection::{btree_set, vec};
use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;
use slac::time::{DateRule, Days, Holiday, Hours, Month, Observance, Ordinal, Recurrence, Shift, Weekday};

/// An expression of calendars, each in one of two zones.
#[derive(Clone, Debug)]
pub enum Expression {
    Calendar { zone: usize, open: Vec<Recurrence>, holidays: Vec<Holiday> },
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Except(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
}

/// What is compared at once.
#[derive(Clone, Debug)]
pub struct Case {
    pub expression: Expression,
    /// An instant, in seconds after the start of the year, and a number of seconds.
    pub questions: Vec<(i64, i64)>,
}

pub fn case(year: i16) -> impl Strategy<Value = Case> {
    let question = (0..365 * 86_400_i64, prop_oneof![4 => 0..10_i64, 8 => 0..200_000_i64, 1 => 0..10_000_000_i64]);
    let round = |(at, seconds): (i64, i64)| (at - at % 60, seconds - seconds % 3_600);
    let questions = vec(prop_oneof![question.clone(), question.prop_map(round)], 6);
    (expression(year), questions).prop_map(|(expression, questions)| Case { expression, questions })
}

/// A calendar by itself in two cases of five: combining sets hides how each was made.
fn expression(year: i16) -> impl Strategy<Value = Expression> {
    let combined = calendar(year).prop_recursive(3, 5, 2, |inner| {
        let two = (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            two.clone().prop_map(|(a, b)| Expression::And(a, b)),
            two.clone().prop_map(|(a, b)| Expression::Or(a, b)),
            two.prop_map(|(a, b)| Expression::Except(a, b)),
            inner.prop_map(|a| Expression::Not(Box::new(a))),
        ]
    });
    prop_oneof![2 => calendar(year), 3 => combined]
}

fn calendar(year: i16) -> impl Strategy<Value = Expression> {
    (0..2_usize, vec(recurrence(year), 0..4), vec(holiday(year), 0..3))
        .prop_map(|(zone, open, holidays)| Expression::Calendar { zone, open, holidays })
}

fn recurrence(year: i16) -> impl Strategy<Value = Recurrence> {
    (days(year), hours()).prop_map(|(days, hours)| Recurrence { days, hours })
}

fn days(year: i16) -> impl Strategy<Value = Days> {
    prop_oneof![
        Just(Days::All),
        btree_set(weekday(), 1..6).prop_map(Days::Weekdays),
        (btree_set(weekday(), 1..6), 1..5_u32, date(year)).prop_map(|(weekdays, weeks, from)| Days::EveryWeeks {
            weekdays,
            weeks,
            from
        }),
        (ordinal(), weekday()).prop_map(|(ordinal, weekday)| Days::NthWeekday(ordinal, weekday)),
        ordinal().prop_map(Days::NthDay),
        (month(), month()).prop_map(|(first, last)| Days::Months(first, last)),
        (date(year), 0..90_i64)
            .prop_map(|(first, days)| { Days::Dates(first, first.saturating_add(jiff::Span::new().days(days))) }),
    ]
}

/// Hours of all sorts, and often those at which clocks change.
fn hours() -> impl Strategy<Value = Hours> {
    let at_night = (0..16_i8, select(vec![0_i8, 1, 15, 30, 59]), 0..16_i8, select(vec![0_i8, 1, 30])).prop_map(
        |(from, from_minute, to, to_minute)| {
            let hour = |n: i8| (22 + n / 2) % 24;
            (hour(from), from_minute, hour(to), to_minute)
        },
    );
    let at_any_time = (0..24_i8, 0..60_i8, 0..24_i8, 0..60_i8);
    let clock = prop_oneof![at_night, at_any_time].prop_map(|(from, from_minute, to, to_minute)| Hours {
        start: Time::constant(from, from_minute, 0, 0),
        end: Some(Time::constant(to, to_minute, 0, 0)),
    });
    let to_midnight =
        (0..24_i8, 0..60_i8).prop_map(|(hour, minute)| Hours { start: Time::constant(hour, minute, 0, 0), end: None });
    prop_oneof![6 => clock, 1 => to_midnight, 2 => Just(Hours::WHOLE_DAY)]
}

fn holiday(year: i16) -> impl Strategy<Value = Holiday> {
    let rule = prop_oneof![
        (month(), 1..32_i8).prop_map(|(month, day)| DateRule::Fixed { month, day }),
        (ordinal(), weekday(), month()).prop_map(|(ordinal, weekday, month)| DateRule::Nth { ordinal, weekday, month }),
        date(year).prop_map(|date| DateRule::Once { date }),
    ];
    let shift = (weekday(), -3..4_i8).prop_map(|(on, days)| Shift { on, days });
    let observance = prop_oneof![Just(Observance::AsDated), vec(shift, 1..3).prop_map(Observance::Shifted)];
    (rule, observance).prop_map(|(rule, observance)| Holiday { observance, ..Holiday::from(rule) })
}

fn date(year: i16) -> impl Strategy<Value = Date> {
    (0..366_i64).prop_map(move |day| Date::constant(year, 1, 1).saturating_add(jiff::Span::new().days(day)))
}

fn weekday() -> impl Strategy<Value = Weekday> {
    select(Weekday::ALL.to_vec())
}

fn ordinal() -> impl Strategy<Value = Ordinal> {
    select(Ordinal::ALL.to_vec())
}

fn month() -> impl Strategy<Value = Month> {
    use Month::{Apr, Aug, Dec, Feb, Jan, Jul, Jun, Mar, May, Nov, Oct, Sep};
    select(vec![Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec])
}
