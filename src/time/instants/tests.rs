//! Sets by hand, and small sets drawn at random whose seconds are listed one by one.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn set(stretches: &[(i64, i64)]) -> Instants {
    Instants::of(Stretch::new(0, 100), stretches.iter().map(|&(start, end)| Stretch::new(start, end)))
}

fn shown(set: &Instants) -> Vec<(i64, i64)> {
    set.stretches().map(|s| (s.start, s.end)).collect()
}

#[test]
fn a_set_has_one_form() {
    let built = set(&[(50, 60), (10, 20), (15, 30), (30, 40), (5, 5), (9, 3), (-7, 2), (95, 200)]);
    assert_eq!(shown(&built), [(0, 2), (10, 40), (50, 60), (95, 100)]);
    assert_eq!(built, set(&[(0, 2), (10, 40), (50, 60), (95, 100)]));
    assert_eq!(built.seconds(), 47);
}

#[test]
fn stretches_are_half_open() {
    let set = set(&[(10, 20)]);
    assert_eq!([9, 10, 19, 20].map(|t| set.contains(t)), [false, true, true, false]);
}

#[test]
fn boundaries_enclose_an_instant_between_changes() {
    let set = set(&[(10, 20), (30, 40)]);
    assert_eq!([9, 10, 19, 20, 39].map(|t| set.next_boundary(t)), [10, 20, 20, 30, 40].map(Some));
    assert_eq!([10, 19, 20, 35, 99].map(|t| set.previous_boundary(t)), [10, 10, 20, 30, 40].map(Some));
    assert_eq!((set.next_boundary(40), set.previous_boundary(9)), (None, None));
    assert_eq!([0, 15, 20].map(|t| set.next_inside(t)), [10, 15, 30].map(Some));
    assert_eq!(set.next_inside(40), None);
}

#[test]
fn pieces_are_cut_at_both_ends() {
    let set = set(&[(10, 20), (30, 40), (50, 60)]);
    let pieces = |from, to| set.pieces(from, to).map(|s| (s.start, s.end)).collect::<Vec<_>>();
    assert_eq!(pieces(15, 35), [(15, 20), (30, 35)]);
    assert_eq!(pieces(20, 30), []);
    assert_eq!(pieces(60, 0), []);
}

#[test]
fn a_measure_counts_only_what_belongs() {
    let set = set(&[(10, 20), (30, 40)]);
    assert_eq!((set.measure(0, 100), set.measure(15, 35), set.measure(20, 30)), (20, 10, 0));
    assert_eq!(set.measure(35, 15), 0);
}

#[test]
fn a_deadline_is_the_first_instant_at_which_the_count_is_reached() {
    let set = set(&[(10, 20), (30, 40)]);
    // Ten seconds from the opening end with the stretch, not at the next opening.
    assert_eq!(set.add(10, 10), Some(20));
    assert_eq!(set.add(10, 11), Some(31));
    assert_eq!(set.add(25, 5), Some(35));
    assert_eq!(set.add(25, 0), Some(25));
    assert_eq!((set.add(10, 20), set.add(10, 21)), (Some(40), None));
}

#[test]
fn the_inverse_is_the_last_instant_from_which_the_count_is_reached() {
    let set = set(&[(10, 20), (30, 40)]);
    assert_eq!(set.subtract(40, 10), Some(30));
    assert_eq!(set.subtract(40, 11), Some(19));
    assert_eq!(set.subtract(25, 10), Some(10));
    assert_eq!(set.subtract(25, 0), Some(25));
    assert_eq!((set.subtract(99, 20), set.subtract(99, 21)), (Some(10), None));
}

#[test]
fn sets_combine() {
    let (a, b) = (set(&[(10, 30), (50, 60)]), set(&[(20, 40), (60, 70)]));
    assert_eq!(shown(&a.or(&b)), [(10, 40), (50, 70)]);
    assert_eq!(shown(&a.and(&b)), [(20, 30)]);
    assert_eq!(shown(&a.except(&b)), [(10, 20), (50, 60)]);
    assert_eq!(shown(&a.complement()), [(0, 10), (30, 50), (60, 100)]);
    assert_eq!(a.complement().complement(), a);
    assert_eq!((a.overlap(&b), a.overlap(&a.complement())), (Some(20), None));
    assert!(a.or(&b).includes(&a) && !a.includes(&b) && a.includes(&set(&[])));
}

#[test]
fn sets_of_different_terms_meet_where_both_are_known() {
    let long = Instants::always(Stretch::new(0, 100));
    let short = Instants::of(Stretch::new(40, 60), [Stretch::new(45, 50)]);
    assert_eq!(shown(&long.except(&short)), [(40, 45), (50, 60)]);
    assert_eq!(short.or(&long).within(), Stretch::new(40, 60));
    assert!(long.and(&Instants::always(Stretch::new(200, 300))).is_empty());
}

#[test]
fn the_worst_start_is_where_the_longest_wait_begins() {
    let set = set(&[(10, 20), (30, 40), (80, 90)]);
    // Five seconds: from 36 on, one second too late to be done by 40; as long as from 37, 38, 39 and 40.
    assert_eq!(set.worst_span(5), Some(WorstSpan { from: 36, until: 81 }));
    // Eleven: from the closing at 20.
    assert_eq!(set.worst_span(11), Some(WorstSpan { from: 20, until: 81 }));
    assert_eq!(set.worst_span(10), Some(WorstSpan { from: 31, until: 81 }));
    assert_eq!((set.worst_span(30), set.worst_span(31)), (Some(WorstSpan { from: 0, until: 90 }), None));
}

#[test]
fn a_worst_span_is_asked_of_chosen_starts_and_all_must_reach_the_count() {
    let set = set(&[(10, 20), (30, 40), (80, 90)]);
    assert_eq!(set.worst_span_from(5, Stretch::new(12, 31)), Some(WorstSpan { from: 16, until: 31 }));
    assert_eq!(set.worst_span_from(5, Stretch::new(12, 87)), None);
    assert_eq!(set.worst_span_from(5, Stretch::new(12, 12)), None);
}

/// The same set, as a list of the seconds that it has: every answer is found by looking at each.
#[derive(Debug)]
struct Listed(Vec<bool>);

impl Listed {
    fn measure(&self, from: i64, to: i64) -> i64 {
        (from..to).filter(|t| self.has(*t)).count() as i64
    }

    fn has(&self, at: i64) -> bool {
        usize::try_from(at).is_ok_and(|at| self.0.get(at) == Some(&true))
    }

    fn add(&self, from: i64, seconds: i64) -> Option<i64> {
        (from..=100).find(|to| self.measure(from, *to) >= seconds)
    }

    fn subtract(&self, to: i64, seconds: i64) -> Option<i64> {
        (0..=to).rev().find(|from| self.measure(*from, to) >= seconds)
    }

    fn worst(&self, seconds: i64, starts: std::ops::Range<i64>) -> Option<WorstSpan> {
        let spans: Option<Vec<_>> =
            starts.map(|from| self.add(from, seconds).map(|until| WorstSpan { from, until })).collect();
        spans?.into_iter().rev().max_by_key(|span| span.seconds())
    }
}

fn drawn() -> impl Strategy<Value = (Instants, Listed)> {
    vec((0..100_i64, 1..20_i64), 0..7).prop_map(|drawn| {
        let set = set(&drawn.iter().map(|&(start, length)| (start, start + length)).collect::<Vec<_>>());
        let listed = (0..100).map(|t| drawn.iter().any(|&(start, length)| start <= t && t < start + length));
        (set, Listed(listed.collect()))
    })
}

proptest! {
    #[test]
    fn counting_is_counting_seconds((set, listed) in drawn(), from in 0..101_i64, to in 0..101_i64, seconds in 0..60_i64) {
        prop_assert_eq!(set.measure(from, to), listed.measure(from, to));
        prop_assert_eq!(set.add(from, seconds), listed.add(from, seconds));
        prop_assert_eq!(set.subtract(to, seconds), listed.subtract(to, seconds));
        prop_assert_eq!(set.worst_span_from(seconds, Stretch::new(from, to)).filter(|_| from < to), listed.worst(seconds, from..to));
    }

    #[test]
    fn the_worst_span_is_over_all_starts_that_reach_the_count((set, listed) in drawn(), seconds in 1..60_i64) {
        let reach = (0..100).take_while(|from| listed.add(*from, seconds).is_some()).count() as i64;
        prop_assert_eq!(set.worst_span(seconds), listed.worst(seconds, 0..reach));
    }

    #[test]
    fn sets_combine_second_by_second((a, in_a) in drawn(), (b, in_b) in drawn()) {
        let seconds = |keep: &dyn Fn(i64) -> bool| {
            Instants::of(a.within(), (0..100).filter(|t| keep(*t)).map(|t| Stretch::new(t, t + 1)))
        };
        prop_assert_eq!(a.or(&b), seconds(&|t| in_a.has(t) || in_b.has(t)));
        prop_assert_eq!(a.and(&b), seconds(&|t| in_a.has(t) && in_b.has(t)));
        prop_assert_eq!(a.except(&b), seconds(&|t| in_a.has(t) && !in_b.has(t)));
        prop_assert_eq!(a.complement(), seconds(&|t| !in_a.has(t)));
        prop_assert_eq!(a.includes(&b), (0..100).all(|t| in_a.has(t) || !in_b.has(t)));
        prop_assert_eq!(a.overlap(&b), (0..100).find(|t| in_a.has(*t) && in_b.has(*t)));
    }
}
