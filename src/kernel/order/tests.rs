//! Against every second of small sets: what is greatest at the turns is greatest of all.

#![expect(clippy::panic, reason = "a test")]

use super::*;
use proptest::prelude::*;

const KNOWN: Stretch = Stretch { start: 0, end: 60 };
/// Events are looked at in the first part; the rest is the tail in which things are due.
const EVENTS: Stretch = Stretch { start: 0, end: 30 };

fn set() -> impl Strategy<Value = Rc<Instants>> {
    proptest::collection::vec((0_i64..60, 1_i64..8), 0..8).prop_map(|pieces| {
        Rc::new(Instants::of(KNOWN, pieces.into_iter().map(|(start, length)| Stretch::new(start, start + length))))
    })
}

fn steps() -> impl Strategy<Value = Due> {
    proptest::collection::vec((1_i64..10, 0_i64..10, 0_i64..12), 1..8).prop_map(|steps| {
        let (mut from, mut due) = (0, 0);
        let told = steps.into_iter().map(|(length, more, ahead)| {
            let start = from;
            from += length;
            due = due.max(start + ahead) + more;
            (start, (due < KNOWN.end).then_some(due))
        });
        Due::Steps(told.collect())
    })
}

fn due() -> impl Strategy<Value = Due> {
    let one = || {
        prop_oneof![
            (set(), 0_i64..12).prop_map(|(set, seconds)| Due::Counting(set, seconds)),
            set().prop_map(Due::Opening),
            steps(),
        ]
    };
    prop_oneof![
        3 => one(),
        2 => (one(), one()).prop_map(|(a, b)| a.then(b)),
        1 => (one(), one(), one()).prop_map(|(a, b, c)| a.then(b).then(c)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_later_event_is_never_due_earlier(due in due()) {
        let at = |event| due.at(event).unwrap_or(Instant::MAX);
        for event in EVENTS.start..EVENTS.end {
            prop_assert!(at(event) <= at(event + 1));
        }
    }

    #[test]
    fn between_two_turns_it_stands_still_or_moves_with_the_event(due in due()) {
        let turns = due.turns(EVENTS);
        let mut starts = vec![EVENTS.start];
        starts.extend(&turns);
        let ends = turns.iter().copied().chain([EVENTS.end]);
        for (start, end) in starts.into_iter().zip(ends) {
            let at: Vec<Option<Instant>> = (start..end).map(|event| due.at(event)).collect();
            let pairs = || at.iter().zip(at.iter().skip(1));
            let moves = pairs().all(|(before, after)| *after == before.map(|at| at + 1));
            let stands = pairs().all(|(before, after)| after == before);
            prop_assert!(moves || stands, "{at:?} from {start}");
        }
    }

    #[test]
    fn the_extremes_are_those_of_all_events(first in due(), second in due(), events in set()) {
        let events = events.and(&Instants::always(EVENTS));
        let all = (EVENTS.start..EVENTS.end).filter(|event| events.contains(*event));
        let all = all.filter_map(|event| Some(Distance { event, first: first.at(event), second: second.at(event)? }));
        let all: Vec<Distance> = all.collect();
        let found = distances(&first, &second, &events);
        prop_assert_eq!(found.is_none(), all.is_empty());
        let Some((least, greatest)) = found else { return Ok(()) };
        let (low, high) = (all.iter().map(|d| d.seconds()).min(), all.iter().map(|d| d.seconds()).max());
        prop_assert_eq!((Some(least.seconds()), Some(greatest.seconds())), (low, high));
        let first_of = |seconds: i64| all.iter().find(|distance| distance.seconds() == seconds).copied();
        prop_assert_eq!(first_of(least.seconds()), Some(least));
        prop_assert_eq!(first_of(greatest.seconds()), Some(greatest));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn the_first_event_that_is_due_outside_is_the_first_of_all(due in due(), hours in set(), events in set()) {
        let events = events.and(&Instants::always(EVENTS));
        let is_outside = |event: i64| due.at(event).filter(|at| KNOWN.contains(*at)).map(|at| !hours.contains(at));
        let all: Vec<i64> = (EVENTS.start..EVENTS.end).filter(|event| events.contains(*event)).collect();
        let first = all.iter().copied().find(|event| is_outside(*event) == Some(true));
        let every = all.iter().all(|event| is_outside(*event) != Some(false));
        prop_assert_eq!(outside(&due, &hours, &events), first.map(|first| (first, every)));
    }
}

/// Working time from 9 to 17 on two days, in hours: opened at 12 on the first one, 8 h are over at 12 on the second one (36).
#[test]
fn eight_working_hours_come_after_twenty_four_of_the_clock() {
    let hour = 3_600;
    let known = Stretch::new(0, 96 * hour);
    let shift = |day: i64| Stretch::new((24 * day + 9) * hour, (24 * day + 17) * hour);
    let worked = Due::Counting(Rc::new(Instants::of(known, [shift(0), shift(1), shift(3)])), 8 * hour);
    let around = Due::Counting(Rc::new(Instants::always(known)), 24 * hour);
    let events = Instants::of(known, [Stretch::new(0, 34 * hour)]);
    let Some((least, greatest)) = distances(&worked, &around, &events) else { panic!("no event") };
    // At 9 on the first day: due at 17 of that day, 16 hours before 9 on the second one.
    assert_eq!((least.event, least.seconds()), (9 * hour, -16 * hour));
    // One second after 9 on the second day: the last second is worked on the fourth day, at 81 h and 1 s; the clock says 57 h and 1 s.
    assert_eq!((greatest.event, greatest.seconds()), (33 * hour + 1, 24 * hour));
}
