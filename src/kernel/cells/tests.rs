#![expect(clippy::indexing_slicing, reason = "a test may stop at a wrong index")]

use super::cut::analyse_within;
use super::{Outcome, Region, Row, Scope, Space, Values, analyse};
use crate::kernel::line::{Cut, Interval};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Bounds are even numbers, points any: the odd ones stand for what lies between bounds.
type Bounds = Interval<i32>;
type Cell = (Vec<u32>, Vec<i32>);
/// For each pair of rows the combinations of values in which they meet.
type Meetings = BTreeMap<(usize, usize), BTreeSet<Vec<u32>>>;

const POINTS: std::ops::Range<i32> = -1..10;

/// One interval in eight has its bounds as they come, so that empty ones occur but do not empty most rows.
fn spans() -> impl Strategy<Value = Option<Bounds>> {
    let cut = |at: i32| if at % 2 == 0 { Cut::before(at) } else { Cut::after(at - 1) };
    let bounds = (0_i32..10, 0_i32..10, 0_u8..8)
        .prop_map(|(a, b, sort): (i32, i32, u8)| if sort > 0 { (a.min(b), a.max(b) + 1) } else { (a, b) });
    prop::option::of(bounds.prop_map(move |(from, to)| Interval::new(cut(from), cut(to))))
}

fn regions(sizes: Vec<u32>, ordered: usize) -> impl Strategy<Value = Region<i32>> {
    let scope = |size: u32| {
        prop_oneof![
            8 => Just(Scope::All),
            8 => prop::collection::vec(0..size, 1..4).prop_map(Scope::Only),
            1 => prop::collection::vec(0..size + 1, 0..2).prop_map(Scope::Only),
        ]
    };
    (sizes.into_iter().map(scope).collect::<Vec<_>>(), prop::collection::vec(spans(), ordered))
        .prop_map(|(scope, spans)| Region { scope, spans })
}

type Table = (Space<i32>, Vec<Row<i32>>, Vec<Region<i32>>);

/// Tables of up to three finite and two ordered dimensions. A row overrides earlier rows only, so there is no cycle.
fn tables() -> impl Strategy<Value = Table> {
    (prop::collection::vec(1_u32..4, 0..4), 0_usize..3).prop_flat_map(|(sizes, ordered)| {
        let domain = Interval::new(Cut::before(0), Cut::after(8));
        let space = Space { sizes: sizes.clone(), domains: vec![domain; ordered] };
        let row =
            (regions(sizes.clone(), ordered), 0_u32..3, prop::collection::vec(any::<prop::sample::Index>(), 0..3));
        let rows = prop::collection::vec(row, 0..7).prop_map(|rows| {
            let build = |(at, (region, answer, overrides)): (usize, (_, _, Vec<prop::sample::Index>))| {
                let overrides = if at == 0 { vec![] } else { overrides.iter().map(|o| o.index(at)).collect() };
                Row { region, answer, overrides }
            };
            rows.into_iter().enumerate().map(build).collect()
        });
        let required =
            prop_oneof![Just(vec![Region::everything()]), prop::collection::vec(regions(sizes, ordered), 0..3),];
        (Just(space), rows, required)
    })
}

fn covers(region: &Region<i32>, (values, points): &Cell) -> bool {
    let finite = region.scope.iter().zip(values).all(|(scope, value)| match scope {
        Scope::All => true,
        Scope::Only(list) => list.contains(value),
    });
    finite && region.spans.iter().zip(points).all(|(span, point)| span.as_ref().is_none_or(|span| span.contains(point)))
}

/// All cells, in lexicographic order.
fn cells(space: &Space<i32>) -> Vec<Cell> {
    let mut cells = vec![(vec![], vec![])];
    for &size in &space.sizes {
        let longer = |(values, points): Cell| (0..size).map(move |v| ([&values[..], &[v]].concat(), points.clone()));
        cells = cells.into_iter().flat_map(longer).collect();
    }
    for domain in &space.domains {
        let longer = |(values, points): Cell| {
            let inside = POINTS.filter(|p| domain.contains(p));
            inside.map(move |p| (values.clone(), [&points[..], &[p]].concat())).collect::<Vec<_>>()
        };
        cells = cells.into_iter().flat_map(longer).collect();
    }
    cells
}

fn standing(rows: &[Row<i32>], cell: &Cell) -> Vec<usize> {
    let here: Vec<_> = (0..rows.len()).filter(|&row| covers(&rows[row].region, cell)).collect();
    let beaten = |row: &usize| here.iter().any(|&other| rows[other].overrides.contains(row));
    here.iter().copied().filter(|row| !beaten(row)).collect()
}

fn everything() -> Vec<Region<i32>> {
    vec![Region::everything()]
}

fn row(scope: Vec<Scope>, answer: u32) -> Row<i32> {
    Row { region: Region { scope, spans: vec![] }, answer, overrides: vec![] }
}

fn only(values: impl IntoIterator<Item = u32>) -> Scope {
    Scope::Only(values.into_iter().collect())
}

fn finite(sizes: &[u32]) -> Space<i32> {
    Space { sizes: sizes.to_vec(), domains: vec![] }
}

#[test]
fn two_rows_for_one_cell_conflict_once_however_many_cells_they_share() {
    let rows = [row(vec![Scope::All, only([1])], 1), row(vec![only(2..900)], 2)];
    let found = analyse(&finite(&[1000, 4]), &rows, &[], 10);
    assert_eq!(found.conflicts.total, 1);
    let conflict = &found.conflicts.items[0];
    assert_eq!((conflict.first, conflict.second, conflict.cells), (0, 1, 898));
    assert_eq!(conflict.at.values, vec![2, 1]);
}

#[test]
fn a_conflict_is_shown_at_its_first_cell_though_another_is_met_before() {
    let rows = [row(vec![], 1), row(vec![], 2), row(vec![only([1])], 2)];
    let found = analyse(&finite(&[3]), &rows, &[], 10);
    assert_eq!((&found.conflicts.items[0].at.values, found.conflicts.items[0].cells), (&vec![0], 3));
}

#[test]
fn an_override_settles_a_cell_only_where_it_holds() {
    let mut rows = vec![row(vec![], 1), row(vec![only([0])], 2), row(vec![only([0, 1])], 3)];
    rows[2].overrides = vec![0, 1];
    let found = analyse(&finite(&[3]), &rows, &everything(), 10);
    assert_eq!(found.conflicts.total, 0);
    assert_eq!(found.shadowed, vec![1]);
}

#[test]
fn a_missing_column_is_one_hole() {
    let rows: Vec<_> = (0..50).map(|service| row(vec![only([service]), only([0, 1, 3])], service)).collect();
    let found = analyse(&finite(&[50, 4]), &rows, &everything(), 10);
    assert_eq!(found.holes.total, 1);
    let hole = &found.holes.items[0];
    assert_eq!((hole.values.clone(), hole.cells), (vec![Values::All, Values::In(vec![2])], 50));
}

#[test]
fn three_dimensions_of_wildcards_meet_where_no_row_is_specific() {
    let rows = [
        row(vec![only([1]), Scope::All, Scope::All], 1),
        row(vec![Scope::All, only([2]), Scope::All], 2),
        row(vec![Scope::All, Scope::All, only([3])], 3),
    ];
    let found = analyse(&finite(&[10, 10, 10]), &rows, &everything(), 10);
    let pairs: Vec<_> = found.conflicts.items.iter().map(|c| (c.first, c.second, c.cells)).collect();
    assert_eq!(pairs, vec![(0, 1, 10), (0, 2, 10), (1, 2, 9)]);
    assert_eq!(found.holes.items.iter().map(|hole| hole.cells).sum::<u128>(), 9 * 9 * 9);
}

#[test]
fn validity_that_ends_a_day_early_leaves_a_hole_between_versions() {
    let space = Space { sizes: vec![2], domains: vec![Interval::half_open(0, 100)] };
    let version =
        |span| Row { region: Region { scope: vec![], spans: vec![Some(span)] }, answer: 1, overrides: vec![] };
    let rows = [version(Interval::half_open(0, 40)), version(Interval::half_open(50, 100))];
    let found = analyse(&space, &rows, &everything(), 10);
    assert_eq!(found.holes.total, 1);
    assert_eq!(found.holes.items[0].at.spans, vec![Interval::half_open(40, 50)]);
    assert_eq!(found.holes.items[0].values, vec![Values::All]);
}

#[test]
fn a_dimension_without_values_has_no_cells() {
    let found = analyse(&finite(&[0, 3]), &[row(vec![], 1)], &everything(), 10);
    assert_eq!((found.empty, found.holes.total, found.conflicts.total), (vec![0], 0, 0));
}

#[test]
fn only_the_first_findings_are_listed_but_all_are_counted() {
    let rows: Vec<_> = (0..30).map(|at| row(vec![], at)).collect();
    let found = analyse(&finite(&[2]), &rows, &[], 5);
    assert_eq!((found.conflicts.items.len(), found.conflicts.total), (5, 29));
}

/// A table of services by priority with one row a cell, and wildcards over all services that the rows override.
fn table(services: u32, wildcards: u32) -> Outcome<i32> {
    let specific = 5 * services;
    let mut rows: Vec<_> = (0..specific).map(|at| row(vec![only([at / 5]), only([at % 5])], at)).collect();
    rows.extend((0..wildcards).map(|at| row(vec![Scope::All, only([at % 5])], at)));
    for (at, row) in rows.iter_mut().take(specific as usize).enumerate() {
        row.overrides = (0..wildcards).filter(|w| *w as usize % 5 == at % 5).map(|w| (specific + w) as usize).collect();
    }
    analyse(&finite(&[services, 5]), &rows, &everything(), 10)
}

#[test]
fn steps_grow_in_line_with_the_rows() {
    let (small, large) = (table(1_000, 50), table(2_000, 50));
    assert_eq!((small.conflicts.total, small.holes.total), (0, 0));
    assert_eq!(small.shadowed, (5_000..5_050).collect::<Vec<_>>());
    assert!(large.steps <= 2 * small.steps + 100);
    assert!(table(2_000, 0).steps < 100_000);
}

#[test]
fn past_the_declared_limit_the_outcome_says_so() {
    let scope = |at| (0..3).map(|d| if d == at % 3 { only([at / 3]) } else { Scope::All }).collect();
    let rows: Vec<_> = (0..60).map(|at| row(scope(at), at)).collect();
    let within = |work| analyse_within(work, &finite(&[80, 80, 80]), &rows, &everything(), 10);
    assert!(within(1_000_000).complete);
    assert!(!within(1_000).complete && within(1_000).shadowed.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn findings_are_those_of_the_cells_one_by_one((space, rows, required) in tables()) {
        let found = analyse(&space, &rows, &required, usize::MAX);
        let mut meetings: [Meetings; 2] = Default::default();
        let (mut wins, mut live) = (BTreeSet::new(), BTreeSet::new());
        for cell in cells(&space) {
            live.extend((0..rows.len()).filter(|&row| covers(&rows[row].region, &cell)));
            let standing = standing(&rows, &cell);
            wins.extend(standing.iter().copied());
            for &other in standing.iter().skip(1) {
                let equal = rows[standing[0]].answer == rows[other].answer;
                meetings[usize::from(equal)].entry((standing[0], other)).or_default().insert(cell.0.clone());
            }
            let uncovered = !rows.iter().any(|row| covers(&row.region, &cell));
            let hole = uncovered && required.iter().any(|region| covers(region, &cell));
            let boxes = found.holes.items.iter().filter(|hole| {
                hole.values.iter().zip(&cell.0).all(|(values, &value)| values.contains(value))
                    && hole.at.spans.iter().zip(&cell.1).all(|(span, point)| span.contains(point))
            });
            prop_assert_eq!(boxes.count(), usize::from(hole));
        }
        for (expected, tally) in meetings.iter().zip([&found.conflicts, &found.same]) {
            let pairs: Vec<_> = tally.items.iter().map(|item| (item.first, item.second)).collect();
            prop_assert_eq!(&pairs, &expected.keys().copied().collect::<Vec<_>>());
            prop_assert_eq!(tally.total, pairs.len());
            for item in &tally.items {
                let met = &expected[&(item.first, item.second)];
                prop_assert_eq!(item.cells, met.len() as u128);
                prop_assert_eq!(Some(&item.at.values), met.first());
                let inside = cells(&space).into_iter().filter(|(values, points)| {
                    *values == item.at.values && item.at.spans.iter().zip(points).all(|(span, p)| span.contains(p))
                });
                let inside: Vec<_> = inside.map(|cell| standing(&rows, &cell)).collect();
                prop_assert!(!inside.is_empty());
                prop_assert!(inside.iter().all(|s| s[0] == item.first && s.contains(&item.second)));
            }
        }
        for hole in &found.holes.items {
            let size = space.sizes.iter().zip(&hole.values).map(|(&n, v)| (0..n).filter(|&x| v.contains(x)).count());
            prop_assert_eq!(hole.cells, size.product::<usize>() as u128);
            prop_assert!(hole.values.iter().zip(&hole.at.values).all(|(values, &value)| values.contains(value)));
        }
        let rest: Vec<_> = (0..rows.len()).filter(|row| !live.contains(row)).collect();
        prop_assert_eq!(&found.empty, &rest);
        let beaten: Vec<_> = live.difference(&wins).copied().collect();
        prop_assert_eq!(&found.shadowed, &beaten);
        prop_assert!(found.complete);
    }

    #[test]
    fn a_set_of_values_has_one_spelling(a in prop::collection::btree_set(0_u32..6, 0..6), b in prop::collection::btree_set(0_u32..6, 0..6)) {
        let of = |set: &BTreeSet<u32>| Values::of(set.iter().copied().collect(), 6);
        let rest: Vec<u32> = (0..6).filter(|v| !a.contains(v)).collect();
        prop_assert_eq!(Values::except(rest, 6), of(&a));
        prop_assert_eq!(of(&a).union(&of(&b), 6), of(&a.union(&b).copied().collect()));
        prop_assert_eq!(of(&a).count(6) as usize, a.len());
        prop_assert_eq!(of(&a).first(), a.first().copied().unwrap_or(0));
    }
}
