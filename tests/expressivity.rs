//! The page that says how needs of real agreements are said: what it quotes stands in the contracts that it names.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::Path;

/// The cells of a row of a table; a bar after a backslash is part of a cell.
fn cells(row: &str) -> Vec<String> {
    let row = row.replace("\\|", "\u{1}");
    row.trim_matches('|').split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// What stands between two signs, again and again.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).filter_map(|rest| rest.split_once(close).map(|(inside, _)| inside)).collect()
}

/// Whether a contract has all words of a quotation: those of a table stand in its head and in its rows.
fn has(contract: &str, quoted: &str) -> bool {
    let words = quoted.split(|c: char| c.is_whitespace() || "(),|".contains(c));
    words.filter(|word| !word.is_empty()).all(|word| contract.contains(word))
}

#[test]
fn what_is_quoted_stands_in_a_contract_that_is_named() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = std::fs::read_to_string(docs.join("expressivity.md")).unwrap();
    let (mut rows, mut wrong) = (0, Vec::new());
    for (number, line) in page.lines().enumerate().filter(|(_, line)| line.starts_with("| ")) {
        let cells = cells(line);
        let [_, written, shown] = cells.as_slice() else { continue };
        let contracts: Vec<String> = between(shown, "](../examples/", ")")
            .into_iter()
            .map(|path| std::fs::read_to_string(docs.join("../examples").join(path)).expect(path))
            .collect();
        let Some(quoted) = written.split('`').nth(1).filter(|_| !contracts.is_empty()) else { continue };
        rows += 1;
        if !contracts.iter().any(|contract| has(contract, quoted)) {
            wrong.push(format!("{}: {quoted}", number + 1));
        }
    }
    assert!(rows > 150, "{rows}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn at_most_three_things_cannot_be_said() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/expressivity.md")).unwrap();
    let (_, left) = page.split_once("## What cannot be said yet").unwrap();
    let rows = left.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what ")).count();
    assert!((1..=3).contains(&rows), "{rows}");
}
