//! The greatest sum that amounts can reach under caps: a fold over the forest that the caps form.
//!
//! Caps nest where each holds all that another one holds, or nothing of it: a month within its year, one penalty within all. Then the
//! greatest sum is the least of each cap and of what stands below it, exactly: amounts can be lowered one by one, so every value
//! below a cap is reached as well. Of caps that cross, the wider one is left out, and the sum is only a bound.

use crate::quantity::Rational;

/// A limit on the sum of some amounts.
#[derive(Clone, Debug)]
pub struct Cap {
    /// The limit.
    pub limit: Rational,
    /// The numbers of the amounts.
    pub of: Vec<usize>,
}

/// The greatest sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Most {
    /// The sum; none where nothing bounds it.
    pub sum: Option<Rational>,
    /// Whether the caps nest, so that the sum is reached where each amount alone reaches its own bound.
    pub nested: bool,
    /// The amounts that nothing bounds, alone or under a cap.
    pub unbounded: Vec<usize>,
}

/// The greatest sum of amounts, each between 0 and its own bound (none: unbounded), under caps. O((a + m) log a) for amounts and
/// memberships in caps.
#[must_use]
pub fn most(amounts: &[Option<Rational>], caps: &[Cap]) -> Most {
    // Each amount hangs below the widest cap that was taken so far; a group is named by its number.
    let mut group: Vec<usize> = (0..amounts.len()).collect();
    let mut sums: Vec<Option<Rational>> = amounts.to_vec();
    let mut members: Vec<Vec<usize>> = group.iter().map(|amount| vec![*amount]).collect();
    let mut order: Vec<&Cap> = caps.iter().filter(|cap| !cap.of.is_empty()).collect();
    order.sort_by(|one, other| (one.of.len(), &one.limit, &one.of).cmp(&(other.of.len(), &other.limit, &other.of)));
    let mut nested = true;
    for cap in order {
        let mut below: Vec<usize> = cap.of.iter().filter_map(|amount| group.get(*amount).copied()).collect();
        below.sort_unstable();
        below.dedup();
        let held: usize = below.iter().filter_map(|at| members.get(*at)).map(Vec::len).sum();
        if held != cap.of.len() {
            nested = false;
            continue;
        }
        let sum = below.iter().map(|at| sums.get(*at).cloned().flatten()).sum::<Option<Rational>>();
        let sum = sum.map_or_else(|| cap.limit.clone(), |sum| sum.min(cap.limit.clone()));
        let Some(first) = below.first().copied() else { continue };
        let mut joined = Vec::new();
        for at in &below {
            joined.append(&mut members.get_mut(*at).map(std::mem::take).unwrap_or_default());
        }
        for amount in &joined {
            if let Some(own) = group.get_mut(*amount) {
                *own = first;
            }
        }
        if let (Some(own), Some(total)) = (members.get_mut(first), sums.get_mut(first)) {
            *own = joined;
            *total = Some(sum);
        }
    }
    let roots = || members.iter().zip(&sums).filter(|(members, _)| !members.is_empty());
    let unbounded = roots().filter(|(_, sum)| sum.is_none()).flat_map(|(members, _)| members.clone()).collect();
    Most { sum: roots().map(|(_, sum)| sum.clone()).sum(), nested, unbounded }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn cap(limit: i64, of: &[usize]) -> Cap {
        Cap { limit: Rational::from(limit), of: of.to_vec() }
    }

    fn of(amounts: &[i64]) -> Vec<Option<Rational>> {
        amounts.iter().map(|amount| Some(Rational::from(*amount))).collect()
    }

    #[test]
    fn a_cap_cuts_the_sum_of_what_it_holds() {
        let found = most(&of(&[5, 7, 2]), &[cap(10, &[0, 1])]);
        assert_eq!(found, Most { sum: Some(Rational::from(12)), nested: true, unbounded: Vec::new() });
    }

    #[test]
    fn a_year_of_capped_months_is_no_more_than_the_cap_of_the_year() {
        let months = [cap(4, &[0, 1]), cap(4, &[2, 3]), cap(7, &[0, 1, 2, 3])];
        assert_eq!(most(&of(&[3, 3, 3, 3]), &months).sum, Some(Rational::from(7)));
        assert_eq!(most(&of(&[3, 3, 3, 3]), &months[..2]).sum, Some(Rational::from(8)));
    }

    #[test]
    fn what_nothing_bounds_is_named() {
        let amounts = [None, Some(Rational::from(1)), None];
        let found = most(&amounts, &[cap(10, &[0, 1])]);
        assert_eq!((found.sum, found.unbounded), (None, vec![2]));
        assert_eq!(most(&amounts, &[cap(10, &[0, 1]), cap(5, &[2])]).sum, Some(Rational::from(15)));
    }

    #[test]
    fn caps_that_cross_give_a_bound_only() {
        let found = most(&of(&[3, 3, 3]), &[cap(4, &[0, 1]), cap(4, &[1, 2])]);
        assert_eq!((found.sum, found.nested), (Some(Rational::from(7)), false));
    }

    /// The greatest sum of whole amounts below their bounds, by trying all of them.
    fn tried(bounds: &[i64], caps: &[(i64, Vec<usize>)]) -> i64 {
        let all: usize = bounds.iter().map(|bound| usize::try_from(bound + 1).unwrap_or(1)).product();
        let values = |mut number: usize| {
            let value = |bound: &i64| {
                let count = usize::try_from(bound + 1).unwrap_or(1);
                let own = number % count;
                number /= count;
                i64::try_from(own).unwrap_or(0)
            };
            bounds.iter().map(value).collect::<Vec<_>>()
        };
        let keeps =
            |values: &[i64]| caps.iter().all(|(limit, of)| of.iter().map(|at| values[*at]).sum::<i64>() <= *limit);
        (0..all).map(values).filter(|values| keeps(values)).map(|values| values.iter().sum()).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn the_sum_is_the_greatest_where_caps_nest_and_no_less_elsewhere(
            bounds in prop::collection::vec(0_i64..4, 1..6),
            caps in prop::collection::vec((0_i64..8, prop::collection::btree_set(0_usize..6, 1..6)), 0..5),
        ) {
            let within = |of: &std::collections::BTreeSet<usize>| of.iter().copied().filter(|at| *at < bounds.len()).collect();
            let caps: Vec<(i64, Vec<usize>)> = caps.iter().map(|(limit, of)| (*limit, within(of))).collect();
            let found = most(&of(&bounds), &caps.iter().map(|(limit, of)| cap(*limit, of)).collect::<Vec<_>>());
            let best = Some(Rational::from(tried(&bounds, &caps)));
            prop_assert!(found.sum >= best);
            prop_assert!(!found.nested || found.sum == best);
        }
    }
}
