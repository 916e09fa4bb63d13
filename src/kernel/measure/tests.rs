//! Against every stretch of small sets.

use super::*;
use proptest::prelude::*;

const KNOWN: Stretch = Stretch { start: 0, end: 50 };

fn set() -> impl Strategy<Value = Instants> {
    proptest::collection::vec((0_i64..50, 1_i64..9), 0..7).prop_map(|pieces| {
        Instants::of(KNOWN, pieces.into_iter().map(|(start, length)| Stretch::new(start, start + length)))
    })
}

proptest! {
    #[test]
    fn the_most_is_that_of_all_stretches(set in set(), length in 1_i64..20) {
        let all = (-20..60).map(|start| set.measure(start, start + length)).max();
        prop_assert_eq!(most(&set, length).map(|(_, most)| most), all.filter(|_| !set.is_empty()));
        if let Some((start, most)) = most(&set, length) {
            prop_assert_eq!(set.measure(start, start + length), most);
        }
    }

    #[test]
    fn no_stretch_has_a_greater_share(part in set(), whole in set(), width in 1_i64..12) {
        let stretches = || (0..6).map(|n| Stretch::new(n * width, (n + 1) * width));
        let both = part.and(&whole);
        let taken = |stretch: Stretch| both.measure(stretch.start, stretch.end);
        let found = greatest_share(taken, &whole, stretches());
        for stretch in stretches() {
            let (own, all) = (part.and(&whole).measure(stretch.start, stretch.end), whole.measure(stretch.start, stretch.end));
            if all > 0 {
                let is_no_greater = found.is_some_and(|(_, most, of)| own * of <= most * all);
                prop_assert!(is_no_greater);
            }
        }
    }
}

#[test]
fn the_widest_gap_is_the_first_of_the_widest() {
    assert_eq!(widest_gap(&[0, 3, 5, 8]), Some((0, 3)));
    assert_eq!(widest_gap(&[0, 3, 7]), Some((3, 7)));
    assert_eq!(widest_gap(&[0]), None);
}
