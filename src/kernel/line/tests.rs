#![expect(clippy::indexing_slicing, reason = "a test may stop at a wrong index")]

use super::{Cut, Interval, IntervalSet, Overlap, Shape, Trend, between, first_break, partition};
use crate::quantity::Rational;
use proptest::prelude::*;

type Value = Rational;
type Bounds = Interval<Value>;

fn ratio(numerator: i64, denominator: i64) -> Value {
    Rational::new(numerator, denominator).unwrap_or_default()
}

fn value(halves: i64) -> Value {
    ratio(halves, 2)
}

/// Bounds are whole numbers from 0 to 6; the points of the half grid stand for every place that they tell apart.
fn points() -> Vec<Value> {
    (-3..=15).map(value).collect()
}

fn cuts() -> impl Strategy<Value = Cut<Value>> {
    prop_oneof![
        1 => Just(Cut::Start),
        6 => (0_i64..7).prop_map(|at| Cut::before(value(2 * at))),
        6 => (0_i64..7).prop_map(|at| Cut::after(value(2 * at))),
        1 => Just(Cut::End),
    ]
}

fn intervals() -> impl Strategy<Value = Bounds> {
    (cuts(), cuts()).prop_map(|(from, to)| Interval::new(from, to))
}

fn sets() -> impl Strategy<Value = IntervalSet<Value>> {
    prop::collection::vec(intervals(), 0..5).prop_map(|list| list.into_iter().collect())
}

/// Membership by the definition of an interval, written without cuts' order.
fn holds(interval: &Bounds, point: &Value) -> bool {
    let above = match &interval.from {
        Cut::Start => true,
        Cut::End => false,
        cut => cut.value().is_some_and(|v| point > v || point == v && *cut == Cut::before(v.clone())),
    };
    let below = match &interval.to {
        Cut::Start => false,
        Cut::End => true,
        cut => cut.value().is_some_and(|v| point < v || point == v && *cut == Cut::after(v.clone())),
    };
    above && below
}

#[test]
fn a_value_lies_between_its_two_cuts() {
    assert!(Cut::Start < Cut::before(value(2)));
    assert!(Cut::before(value(2)) < Cut::after(value(2)));
    assert!(Cut::after(value(2)) < Cut::before(value(3)));
    assert!(Cut::after(value(3)) < Cut::End);
}

#[test]
fn bounds_as_written_have_a_shape() {
    assert_eq!(Interval::closed(value(5), value(3)).shape(), Shape::Inverted);
    assert_eq!(Interval::half_open(value(5), value(5)).shape(), Shape::Empty);
    assert_eq!(Interval::closed(value(5), value(5)).shape(), Shape::Point);
    assert_eq!(Interval::open(value(5), value(6)).shape(), Shape::Proper);
    assert_eq!(Bounds::everything().shape(), Shape::Proper);
}

#[test]
fn a_sample_is_an_end_that_is_held_or_a_simple_value_inside() {
    assert_eq!(Interval::closed(value(1), value(4)).sample(), Some(value(1)));
    assert_eq!(Interval::new(Cut::after(value(1)), Cut::after(value(4))).sample(), Some(value(4)));
    assert_eq!(Interval::open(value(0), value(2)).sample(), Some(value(1)));
    assert_eq!(Interval::above(value(1)).sample(), Some(value(2)));
    assert_eq!(Interval::below(value(1)).sample(), Some(value(0)));
    assert_eq!(Interval::open(value(1), value(1)).sample(), None);
}

#[test]
fn the_value_between_has_the_fewest_decimals() {
    assert_eq!(between(&ratio(9989, 10_000), &ratio(9990, 10_000)), Some(ratio(99_895, 100_000)));
    assert_eq!(between(&ratio(0, 1), &ratio(100, 1)), Some(ratio(50, 1)));
    assert_eq!(between(&ratio(-1, 3), &ratio(0, 1)), Some(ratio(-2, 10)));
    assert_eq!(between(&ratio(1, 2), &ratio(1, 2)), None);
}

#[test]
fn a_bound_that_neither_bracket_holds_is_a_gap_of_one_value() {
    let domain = Interval::closed(value(0), value(200));
    let found = partition(&domain, &[(Interval::half_open(value(0), value(190)), 1), (Interval::above(value(190)), 2)]);
    assert_eq!(found.gaps, vec![Interval::closed(value(190), value(190))]);
    assert_eq!(found.overlaps, vec![]);
}

#[test]
fn a_bound_that_both_brackets_hold_is_an_overlap_of_one_value() {
    let domain = Interval::closed(value(0), value(10));
    let terms = [(Interval::closed(value(5), value(10)), 2), (Interval::closed(value(0), value(5)), 1)];
    let found = partition(&domain, &terms);
    assert_eq!(found.overlaps, vec![Overlap { first: 1, second: 0, on: Interval::closed(value(5), value(5)) }]);
    assert_eq!(found.gaps, vec![]);
}

#[test]
fn terms_that_agree_are_listed_apart() {
    let domain = Interval::closed(value(0), value(10));
    let terms = [(Interval::at_least(value(0)), 1), (Interval::closed(value(2), value(4)), 1)];
    let found = partition(&domain, &terms);
    assert_eq!(found.overlaps, vec![]);
    assert_eq!(found.same, vec![Overlap { first: 0, second: 1, on: Interval::closed(value(2), value(4)) }]);
}

#[test]
fn a_smaller_amount_for_a_worse_value_is_named_with_its_neighbour() {
    let steps = [
        (Interval::half_open(value(0), value(2)), 25),
        (Interval::half_open(value(4), value(6)), 10),
        (Interval::half_open(value(2), value(4)), 5),
    ];
    assert_eq!(first_break(&steps, Trend::Falling), Some((2, 1)));
    assert_eq!(first_break(&steps[..2], Trend::Falling), None);
    assert_eq!(first_break(&steps, Trend::Rising), Some((0, 2)));
}

#[test]
fn of_two_values_that_overlap_neither_is_the_worse() {
    let steps = [(Interval::at_most(value(9)), 5), (Interval::at_most(value(4)), 15)];
    assert_eq!(first_break(&steps, Trend::Falling), None);
    assert_eq!(first_break(&steps, Trend::Rising), None);
}

#[test]
fn steps_grow_in_line_with_the_terms() {
    let steps = |terms: i64| {
        let list: Vec<_> = (0..terms).map(|at| (Interval::half_open(value(at), value(at + 3)), at as u32)).collect();
        partition(&Bounds::everything(), &list).steps
    };
    assert!(steps(2_000) <= 2 * steps(1_000) + 10);
}

proptest! {
    #[test]
    fn contains_is_the_definition(interval in intervals()) {
        for point in points() {
            prop_assert_eq!(interval.contains(&point), holds(&interval, &point));
        }
        prop_assert_eq!(interval.is_empty(), !points().iter().any(|p| holds(&interval, p)));
        let held = points().iter().filter(|p| holds(&interval, p)).count();
        match interval.shape() {
            Shape::Inverted | Shape::Empty => prop_assert_eq!(held, 0),
            Shape::Point => prop_assert_eq!(held, 1),
            Shape::Proper => prop_assert!(held >= 1),
        }
        match interval.sample() {
            Some(sample) => prop_assert!(holds(&interval, &sample)),
            None => prop_assert_eq!(held, 0),
        }
    }

    #[test]
    fn operations_on_sets_are_those_on_their_points(a in sets(), b in sets(), domain in intervals()) {
        let (union, both, less) = (a.union(&b), a.intersection(&b), a.difference(&b));
        let rest = a.complement_in(&domain);
        let on = |set: &IntervalSet<Value>, p: &Value| set.intervals().iter().any(|i| holds(i, p));
        for p in points() {
            prop_assert_eq!(a.contains(&p), on(&a, &p));
            prop_assert_eq!(on(&union, &p), on(&a, &p) || on(&b, &p));
            prop_assert_eq!(on(&both, &p), on(&a, &p) && on(&b, &p));
            prop_assert_eq!(on(&less, &p), on(&a, &p) && !on(&b, &p));
            prop_assert_eq!(on(&rest, &p), holds(&domain, &p) && !on(&a, &p));
        }
        prop_assert_eq!(a.is_subset(&b), points().iter().all(|p| !on(&a, p) || on(&b, p)));
        for set in [&union, &both, &less, &rest] {
            prop_assert_eq!(&set.intervals().iter().cloned().collect::<IntervalSet<_>>(), set);
            prop_assert_eq!(set.is_empty(), set.sample().is_none());
            prop_assert!(set.intervals().windows(2).all(|pair| pair[0].to < pair[1].from));
        }
    }

    #[test]
    fn a_partition_finds_exactly_the_values_with_none_or_two_answers(
        domain in intervals(),
        terms in prop::collection::vec((intervals(), 0_u32..3), 0..7),
    ) {
        let found = partition(&domain, &terms);
        for p in points() {
            let inside = holds(&domain, &p);
            let mut answers: Vec<_> = terms.iter().filter(|(i, _)| inside && holds(i, &p)).map(|(_, a)| *a).collect();
            let held = answers.len();
            answers.sort_unstable();
            answers.dedup();
            prop_assert_eq!(found.gaps.iter().any(|g| holds(g, &p)), inside && held == 0);
            prop_assert_eq!(found.overlaps.iter().any(|o| holds(&o.on, &p)), answers.len() > 1);
            prop_assert_eq!(found.same.iter().any(|o| holds(&o.on, &p)), held > answers.len());
        }
        for (pairs, equal) in [(&found.overlaps, false), (&found.same, true)] {
            for pair in pairs {
                let ((a, x), (b, y)) = (&terms[pair.first], &terms[pair.second]);
                prop_assert_eq!(x == y, equal);
                prop_assert!(!pair.on.is_empty());
                for p in points() {
                    prop_assert_eq!(holds(&pair.on, &p), holds(&domain, &p) && holds(a, &p) && holds(b, &p));
                }
            }
            prop_assert!(pairs.len() <= 3 * terms.len());
        }
        for (index, (interval, _)) in terms.iter().enumerate() {
            let held = points().iter().filter(|p| holds(interval, p)).count();
            let inside = points().iter().filter(|p| holds(interval, p) && holds(&domain, p)).count();
            prop_assert_eq!(found.empty.contains(&index), held == 0);
            prop_assert_eq!(found.outside.contains(&index), held > 0 && inside == 0);
        }
    }
}
