#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may stop at a wrong value")]

use super::enclosure::Enclosure;
use super::exact::Solver;
use super::{NodeId, Structure, StructureError};
use crate::quantity::Rational;
use proptest::prelude::*;
use std::cmp::Ordering;

const LEAVES: usize = 6;

/// A structure as a formula, which the oracles read one component at a time.
#[derive(Clone, Debug)]
enum Formula {
    Leaf(usize),
    AtLeast(usize, Vec<Formula>),
}

impl Formula {
    fn is_up(&self, up: &[bool]) -> bool {
        match self {
            Self::Leaf(leaf) => up[*leaf],
            Self::AtLeast(needed, parts) => parts.iter().filter(|part| part.is_up(up)).count() >= *needed,
        }
    }

    fn build(&self, structure: &mut Structure) -> NodeId {
        match self {
            Self::Leaf(leaf) => structure.leaf(*leaf),
            Self::AtLeast(needed, parts) => {
                let parts: Vec<_> = parts.iter().map(|part| part.build(structure)).collect();
                structure.at_least(*needed, parts)
            }
        }
    }

    /// Gives each leaf a component of its own, so that nothing is shared.
    fn unshared(&self, next: &mut usize) -> Self {
        match self {
            Self::Leaf(_) => {
                *next += 1;
                Self::Leaf(*next - 1)
            }
            Self::AtLeast(needed, parts) => {
                Self::AtLeast(*needed, parts.iter().map(|part| part.unshared(next)).collect())
            }
        }
    }
}

fn formulas() -> impl Strategy<Value = Formula> {
    (0..LEAVES).prop_map(Formula::Leaf).prop_recursive(4, 24, 4, |inner| {
        prop::collection::vec(inner, 0..5).prop_flat_map(|parts| {
            let most = parts.len() + 1;
            let needed = prop_oneof![Just(1), Just(parts.len()), 0..=most];
            (needed, Just(parts)).prop_map(|(needed, parts)| Formula::AtLeast(needed, parts))
        })
    })
}

fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).unwrap()
}

fn probabilities() -> impl Strategy<Value = Vec<Rational>> {
    prop::collection::vec((0_i64..=12).prop_map(|twelfths| ratio(twelfths, 12)), LEAVES)
}

/// Σ over all states of the components.
fn truth_table(formula: &Formula, leaves: &[Rational]) -> Rational {
    (0_u32..1 << leaves.len()).fold(Rational::zero(), |sum, state| {
        let up: Vec<_> = (0..leaves.len()).map(|leaf| state >> leaf & 1 == 1).collect();
        if !formula.is_up(&up) {
            return sum;
        }
        let weight = up
            .iter()
            .zip(leaves)
            .fold(Rational::one(), |weight, (&up, p)| weight * if up { p.clone() } else { Rational::one() - p });
        sum + weight
    })
}

#[test]
fn two_zones_behind_one_name_service_are_as_good_as_the_name_service() {
    let mut s = Structure::new();
    let (zone_a, zone_b, names) = (s.leaf(0), s.leaf(1), s.leaf(2));
    let legs = [s.all([zone_a, names]), s.all([zone_b, names])];
    let service = s.any(legs);
    let leaves = [ratio(999, 1000), ratio(999, 1000), ratio(9995, 10_000)];
    let both_down = ratio(1, 1_000_000);
    assert_eq!(s.probability(service, &leaves), Ok(ratio(9995, 10_000) * (Rational::one() - both_down)));
}

#[test]
fn equal_nodes_are_one_node() {
    let mut s = Structure::new();
    let (a, b) = (s.leaf(0), s.leaf(1));
    assert_eq!(s.all([a, b]), s.all([b, a, a]));
    assert_eq!(s.any([a, a]), a);
    assert_ne!(s.at_least(2, [a, a, b]), s.at_least(2, [a, b]));
    let (always, never) = (s.all([]), s.any([]));
    assert_eq!(s.all([a, always]), a);
    assert_eq!(s.all([a, never]), never);
}

#[test]
fn series_and_parallel_have_the_known_extremes() {
    let mut s = Structure::new();
    let parts = [s.leaf(0), s.leaf(1)];
    let (series, parallel) = (s.all(parts), s.any(parts));
    let leaves = [ratio(999, 1000), ratio(998, 1000)];
    assert_eq!(s.greatest(series, &leaves), Ok(ratio(998, 1000)));
    assert_eq!(s.least(series, &leaves), Ok(ratio(997, 1000)));
    assert_eq!(s.greatest(parallel, &leaves), Ok(Rational::one()));
    assert_eq!(s.least(parallel, &leaves), Ok(ratio(999, 1000)));
}

#[test]
fn a_leaf_without_a_probability_is_named() {
    let mut s = Structure::new();
    let parts = [s.leaf(0), s.leaf(1)];
    let root = s.all(parts);
    assert_eq!(s.probability(root, &[ratio(1, 2)]), Err(StructureError::NotAProbability(1)));
    assert_eq!(s.greatest(root, &[ratio(1, 2), ratio(3, 2)]), Err(StructureError::NotAProbability(1)));
    assert_eq!(s.compare(root, &[ratio(-1, 2), ratio(1, 2)], &ratio(1, 2)), Err(StructureError::NotAProbability(0)));
}

#[test]
fn a_comparison_at_the_target_itself_is_exact() {
    let mut s = Structure::new();
    let parts = [s.leaf(0), s.leaf(1), s.leaf(2)];
    let root = s.all(parts);
    let leaves = [ratio(1, 3), ratio(1, 7), ratio(1, 11)];
    let hair = ratio(1, 10).pow(60);
    assert_eq!(s.compare(root, &leaves, &ratio(1, 231)), Ok(Ordering::Equal));
    assert_eq!(s.compare(root, &leaves, &(ratio(1, 231) + &hair)), Ok(Ordering::Less));
    assert_eq!(s.compare(root, &leaves, &(ratio(1, 231) - &hair)), Ok(Ordering::Greater));
}

/// Each service needs a component of its own, the one before it, and a common one.
fn chain(length: usize) -> (Structure, NodeId, Vec<Rational>) {
    let mut s = Structure::new();
    let common = s.leaf(0);
    let mut service = common;
    for component in 1..length {
        let own = s.leaf(component);
        service = s.all([service, own, common]);
    }
    (s, service, vec![ratio(99_999, 100_000); length])
}

/// Series and parallels in turn, nested as deep as it is long, with a component shared by all series.
fn ladder(length: usize) -> (Structure, NodeId, Vec<Rational>) {
    let mut s = Structure::new();
    let common = s.leaf(0);
    let mut service = s.leaf(1);
    for component in 2..length {
        let own = s.leaf(component);
        service = if component % 2 == 0 { s.all([service, own, common]) } else { s.any([service, own]) };
    }
    (s, service, vec![ratio(999, 1000); length])
}

#[test]
fn a_chain_of_ten_thousand_is_compared_without_its_hundred_thousand_digits() {
    let (s, root, leaves) = chain(10_000);
    assert_eq!(s.compare(root, &leaves, &ratio(904, 1000)), Ok(Ordering::Greater));
    assert_eq!(s.compare(root, &leaves, &ratio(905, 1000)), Ok(Ordering::Less));
    assert_eq!(s.greatest(root, &leaves), Ok(ratio(99_999, 100_000)));
    let (s, root, leaves) = ladder(10_000);
    assert_eq!(s.compare(root, &leaves, &ratio(9, 10)), Ok(Ordering::Greater));
}

#[test]
fn every_service_of_a_chain_is_decided_by_one_walk() {
    let mut s = Structure::new();
    let mut service = s.leaf(0);
    let mut all = vec![service];
    for component in 1..10_000 {
        let own = s.leaf(component);
        service = s.all([service, own]);
        all.push(service);
    }
    let bounds = s.bounds(&vec![ratio(99_999, 100_000); 10_000]);
    assert!(all.iter().all(|&service| bounds.is_above(service, &ratio(904, 1000))));
    assert!(!bounds.is_above(service, &ratio(905, 1000)));
}

#[test]
fn visits_grow_in_line_with_the_structure() {
    for shape in [chain, ladder] {
        let visits = |length| {
            let (s, root, leaves) = shape(length);
            let mut solver = Solver::new(&s, root, leaves.iter().map(Enclosure::of).collect());
            solver.run().map(|_| solver.visits).unwrap()
        };
        assert_eq!(visits(800) - visits(400), 2 * (visits(400) - visits(200)));
    }
}

#[test]
fn forty_legs_that_share_in_pairs_are_taken_apart_pair_by_pair() {
    let mut s = Structure::new();
    let mut legs = Vec::new();
    for pair in 0..40 {
        let (shared, a, b) = (s.leaf(3 * pair), s.leaf(3 * pair + 1), s.leaf(3 * pair + 2));
        legs.extend([s.any([shared, a]), s.any([shared, b])]);
    }
    let root = s.all(legs);
    let half = ratio(1, 2);
    let pair = &half + &half * ratio(1, 4);
    assert_eq!(s.probability(root, &vec![half; 120]), Ok(pair.pow(40)));
}

#[test]
fn what_two_legs_have_in_common_counts_as_one_component() {
    let mut s = Structure::new();
    let common: Vec<_> = (0..300).map(|leaf| s.leaf(leaf)).collect();
    let own = [s.leaf(300), s.leaf(301)];
    let legs = own.map(|own| s.all(common.iter().copied().chain([own])));
    let root = s.any(legs);
    let mut leaves = vec![ratio(999, 1000); 300];
    leaves.extend([ratio(1, 2), ratio(1, 2)]);
    assert_eq!(s.probability(root, &leaves), Ok(ratio(999, 1000).pow(300) * ratio(3, 4)));
}

#[test]
fn past_the_declared_limit_the_answer_is_an_error() {
    // Triples in a wheel of 60 components: nothing is a module and little repeats.
    let mut s = Structure::new();
    let leaves: Vec<_> = (0..60).map(|leaf| s.leaf(leaf)).collect();
    let mut gates = Vec::new();
    for (at, &a) in leaves.iter().enumerate() {
        for step in [7, 11, 23] {
            gates.push(s.any([a, leaves[(at + step) % 60], leaves[(at * step + 1) % 60]]));
        }
    }
    let root = s.at_least(120, gates);
    let weights = vec![Enclosure::of(&ratio(1, 2)); 60];
    let mut solver = Solver::new(&s, root, weights);
    solver.allowed_visits = 20_000;
    assert_eq!(solver.run().err(), Some(StructureError::TooEntangled));
    assert!(s.greatest(root, &vec![ratio(1, 2); 60]).is_ok());
}

#[test]
fn expansions_nest_to_the_limit_without_overflow() {
    let mut s = Structure::new();
    let leaves: Vec<_> = (0..400).map(|leaf| s.leaf(leaf)).collect();
    let legs: Vec<_> = (0..398).map(|at| s.all([leaves[at], leaves[at + 1], leaves[at + 2]])).collect();
    let root = s.any(legs);
    let found = s.compare(root, &vec![ratio(1, 2); 400], &ratio(1, 2));
    assert!(matches!(found, Ok(Ordering::Greater) | Err(StructureError::TooEntangled)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_probability_is_that_of_the_truth_table(formula in formulas(), leaves in probabilities(), near in 0_i64..=12) {
        let mut s = Structure::new();
        let root = formula.build(&mut s);
        let expected = truth_table(&formula, &leaves);
        prop_assert_eq!(s.probability(root, &leaves), Ok(expected.clone()));
        let target = ratio(near, 12);
        prop_assert_eq!(s.compare(root, &leaves, &target), Ok(expected.cmp(&target)));
        prop_assert_eq!(s.compare(root, &leaves, &expected), Ok(Ordering::Equal));
    }

    #[test]
    fn bounds_of_all_nodes_say_nothing_that_the_node_alone_does_not(
        formula in formulas(),
        leaves in probabilities(),
        near in 0_i64..=144,
    ) {
        let mut s = Structure::new();
        let root = formula.build(&mut s);
        let bounds = s.bounds(&leaves);
        let target = ratio(near, 144);
        prop_assert_eq!(bounds.greatest(root).cloned(), s.greatest(root, &leaves).ok());
        prop_assert!(!bounds.is_above(root, &target) || s.compare(root, &leaves, &target) == Ok(Ordering::Greater));
    }

    #[test]
    fn no_coincidence_is_beyond_the_extremes(
        formula in formulas(),
        worlds in prop::collection::vec(prop::collection::vec(any::<bool>(), LEAVES), 1..24),
    ) {
        let mut s = Structure::new();
        let root = formula.build(&mut s);
        let share = |count: usize| ratio(count as i64, worlds.len() as i64);
        let leaves: Vec<_> = (0..LEAVES).map(|leaf| share(worlds.iter().filter(|up| up[leaf]).count())).collect();
        let up = share(worlds.iter().filter(|up| formula.is_up(up)).count());
        prop_assert!(s.least(root, &leaves).unwrap() <= up);
        prop_assert!(up <= s.greatest(root, &leaves).unwrap());
    }

    #[test]
    fn without_sharing_independence_lies_between_the_extremes(formula in formulas(), p in probabilities()) {
        let mut count = 0;
        let formula = formula.unshared(&mut count);
        let leaves: Vec<_> = p.into_iter().cycle().take(count).collect();
        let mut s = Structure::new();
        let root = formula.build(&mut s);
        let exact = s.probability(root, &leaves).unwrap();
        prop_assert!(s.least(root, &leaves).unwrap() <= exact);
        prop_assert!(exact <= s.greatest(root, &leaves).unwrap());
    }

    /// Components laid one after the other round a circle of length t are up k at a time all along it.
    #[test]
    fn the_greatest_is_attained_by_laying_components_on_a_circle(leaves in probabilities(), needed in 1..=LEAVES) {
        let mut s = Structure::new();
        let parts: Vec<_> = (0..LEAVES).map(|leaf| s.leaf(leaf)).collect();
        let root = s.at_least(needed, parts);
        let t = s.greatest(root, &leaves).unwrap();
        prop_assert!(t <= Rational::one());
        let mut at = Rational::zero();
        let mut up: Vec<Vec<(Rational, Rational)>> = Vec::new();
        for p in &leaves {
            let end = &at + p.clone().min(t.clone());
            let arcs = if end < t { vec![(at, end.clone())] } else { vec![(at, t.clone()), (Rational::zero(), &end - &t)] };
            at = if end < t { end } else { end - &t };
            up.push(arcs);
        }
        let mut ends: Vec<Rational> = up.iter().flatten().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
        ends.extend([Rational::zero(), t.clone()]);
        ends.sort();
        let mut attained = Rational::zero();
        for pair in ends.windows(2) {
            let holds = |arcs: &&Vec<(Rational, Rational)>| arcs.iter().any(|(a, b)| *a <= pair[0] && pair[1] <= *b);
            if up.iter().filter(holds).count() >= needed {
                attained += &pair[1] - &pair[0];
            }
        }
        prop_assert_eq!(attained, t);
    }
}
