//! Tables: each column as wide as its widest cell.

use super::LINE;
use super::shape::TableLine;
use super::space::{join, pad, width};

/// Cells that are wider do not count for the width of their column, so that one of them does not push all others away.
const WIDEST: usize = 100;

/// A last column with a cell that is wider is not filled up where the table would pass the end of the line.
const LONG: usize = 40;

/// The lines of a table, each with the comment after it.
pub(super) fn write<'t>(lines: &[TableLine<'t>], indent: usize) -> Vec<(String, Option<&'t str>)> {
    let texts: Vec<Vec<String>> = lines.iter().map(cells).collect();
    let columns = columns(&texts, indent);
    let heads = texts.iter().find(|t| !t.is_empty()).map_or(0, Vec::len);
    let mut written = Vec::with_capacity(lines.len());
    for (line, cells) in lines.iter().zip(&texts) {
        let mut out = String::new();
        pad(&mut out, indent);
        let comment = match line {
            TableLine::Comment(text) => {
                out.push_str(text);
                None
            }
            TableLine::Ruler(comment) => {
                out.push('|');
                for column in columns.iter().take(heads) {
                    out.extend(std::iter::repeat_n('-', column + 2));
                    out.push('|');
                }
                *comment
            }
            TableLine::Row(_, comment) => {
                row(&mut out, cells, &columns);
                *comment
            }
        };
        written.push((out, comment));
    }
    written
}

fn cells(line: &TableLine<'_>) -> Vec<String> {
    match line {
        TableLine::Row(cells, _) => cells.iter().map(|c| join(c)).collect(),
        TableLine::Ruler(_) | TableLine::Comment(_) => Vec::new(),
    }
}

/// The widths of the columns; that of its head for a last column that is not filled up.
fn columns(rows: &[Vec<String>], indent: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    let mut heads = 0;
    let mut long = 0;
    for cells in rows.iter().filter(|c| !c.is_empty()) {
        heads = if heads == 0 { cells.len() } else { heads };
        widths.resize(widths.len().max(cells.len()), 1);
        for (at, (cell, column)) in cells.iter().zip(&mut widths).enumerate() {
            let wide = width(cell);
            if at + 1 == heads {
                long = long.max(wide);
            }
            if wide <= WIDEST && !cell.contains('\n') {
                *column = wide.max(*column);
            }
        }
    }
    let head = rows.iter().find(|c| !c.is_empty()).and_then(|c| c.last()).map_or(1, |c| width(c));
    let before: usize = widths.iter().take(heads.saturating_sub(1)).map(|w| w + 3).sum();
    if long > LONG
        && indent + before + long + 4 > LINE
        && let Some(last) = heads.checked_sub(1).and_then(|at| widths.get_mut(at))
    {
        *last = head.min(WIDEST);
    }
    widths
}

fn row(out: &mut String, cells: &[String], columns: &[usize]) {
    out.push('|');
    for (cell, column) in cells.iter().zip(columns) {
        out.push(' ');
        out.push_str(cell);
        pad(out, column.saturating_sub(width(cell)) + 1);
        out.push('|');
    }
}
