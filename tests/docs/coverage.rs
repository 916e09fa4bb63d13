//! `docs/checks-coverage.md` and the rules name the same rows of the catalogue.

use super::prelude::root;
use super::read;
use slac::driver;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the catalogue.
const ROWS: usize = 194;

/// The rows of the page: their names, and what stands in the last cell.
fn rows() -> BTreeMap<String, String> {
    let page = read(&root().join("docs/checks-coverage.md"));
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = page.lines().filter(|line| line.starts_with("| ")).map(cells);
    let row = |cells: Vec<String>| match cells.as_slice() {
        [row, _, place] if row != "row" => Some((row.clone(), place.clone())),
        _ => None,
    };
    rows.filter_map(row).collect()
}

/// The rules that a cell links to.
fn linked(cell: &str) -> BTreeSet<&str> {
    cell.split("[`").skip(1).filter_map(|rest| rest.split_once("`](rules/")).map(|(name, _)| name).collect()
}

#[test]
fn every_row_of_the_catalogue_says_where_it_is() {
    let rows = rows();
    assert_eq!(rows.len(), ROWS);
    let empty: Vec<&String> = rows.iter().filter(|(_, cell)| cell.is_empty()).map(|(row, _)| row).collect();
    assert!(empty.is_empty(), "{empty:?}");
}

#[test]
fn a_row_links_to_the_rules_that_find_it_and_to_no_other() {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for rule in driver::rules() {
        for row in rule.checks {
            found.entry(row).or_default().insert(rule.name);
        }
    }
    let rows = rows();
    let mut wrong: Vec<String> = Vec::new();
    for (row, cell) in &rows {
        let (told, known) = (linked(cell), found.remove(row.as_str()).unwrap_or_default());
        // Where no rule finds a row, the rules that a reason names are not linked.
        if told != known {
            wrong.push(format!("{row}: the page has {told:?}, the code {known:?}"));
        }
    }
    wrong.extend(found.into_iter().map(|(row, rules)| format!("no row {row}, of {rules:?}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
