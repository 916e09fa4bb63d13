//! Tables of text: columns as wide as they must be, and none that is empty.

use std::fmt::Write as _;

/// A line of a table, and what is said below it.
pub struct Line {
    /// One for each column.
    pub cells: Vec<String>,
    /// Lines below it.
    pub below: Vec<String>,
}

/// A table with a blank line before it; columns without a word are left out.
pub fn table(heads: &[&str], lines: &[Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let cell = |line: &Line, column: usize| line.cells.get(column).cloned().unwrap_or_default();
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(i, head)| {
            let widest = lines.iter().map(|line| width(&cell(line, i))).max().unwrap_or(0);
            if widest == 0 { 0 } else { widest.max(width(head)) }
        })
        .collect();
    let row = |cells: &dyn Fn(usize) -> String| {
        let columns = widths.iter().enumerate().filter(|(_, width)| **width > 0);
        let text: Vec<String> = columns.map(|(i, &width)| format!("{:width$}", cells(i))).collect();
        text.join("  ").trim_end().to_owned()
    };
    let mut out = format!("\n{}\n", row(&|i| heads.get(i).copied().unwrap_or_default().to_uppercase()));
    for line in lines {
        let _ = writeln!(out, "{}", row(&|i| cell(line, i)));
        for below in &line.below {
            let _ = writeln!(out, "    {below}");
        }
    }
    out
}
