//! The outcome of scenarios as text: one line an expectation, and the derivation of what differs.

use super::words::Words;
use crate::evaluate::scenario::{Checked, Got, Outcome};
use crate::model::Expected;
use std::fmt::Write as _;

/// The outcomes of the scenarios of one contract. With `every`, the derivation of what holds is shown as well.
#[must_use]
pub fn text(contract: &str, outcomes: &[Outcome], words: &Words, every: bool) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        let held = outcome.checked.iter().filter(|checked| checked.passed).count();
        let all = outcome.checked.len();
        let _ = match outcome.unread {
            true => writeln!(out, "{contract}, scenario {}: its evidence cannot be read", outcome.scenario),
            false => writeln!(out, "{contract}, scenario {}: {held} of {all} expectations hold", outcome.scenario),
        };
        let width = outcome.checked.iter().map(|checked| what(checked).chars().count()).max().unwrap_or(0);
        for checked in &outcome.checked {
            let mark = if checked.passed { "  ok   " } else { "  FAIL " };
            let _ = writeln!(out, "{mark}{:width$}  {}", what(checked), sentence(checked, words));
            if every || !checked.passed {
                checked.got.iter().for_each(|got| derivation(&mut out, got, checked.got.len() > 1, words));
            }
        }
    }
    out
}

/// What an expectation is about: `availability of erp`.
#[must_use]
pub fn what(checked: &Checked) -> String {
    match &checked.expected.what {
        Expected::Term(term) => term.to_string(),
        Expected::Of { what, of } => format!("{what} of {of}"),
    }
}

/// What came out, and what was expected where it is another thing.
#[must_use]
pub fn sentence(checked: &Checked, words: &Words) -> String {
    let mut got: Vec<String> = checked.got.iter().map(|got| answer(got, words)).collect();
    got.dedup();
    let got = if got.is_empty() { "nothing: no commitment answers to it".to_owned() } else { got.join("; ") };
    if checked.passed { got } else { format!("expected {}, got {got}", expected(checked, words)) }
}

/// What was expected.
#[must_use]
pub fn expected(checked: &Checked, words: &Words) -> String {
    let value = checked.value.as_ref().map(|value| words.value(value));
    let verdict = checked.expected.verdict.as_ref().map(|verdict| verdict.replace('_', " "));
    let rounded = checked.expected.rounded.map(|places| format!("at {places} decimals"));
    value.into_iter().chain(rounded).chain(verdict).collect::<Vec<_>>().join(", ")
}

fn answer(got: &Got, words: &Words) -> String {
    let verdict = got.verdict.map(|verdict| words.verdict(verdict).to_owned());
    [words.value(&got.value)].into_iter().chain(verdict).collect::<Vec<_>>().join(", ")
}

fn derivation(out: &mut String, got: &Got, several: bool, words: &Words) {
    if several {
        let _ = writeln!(out, "         {}", got.term);
    }
    let lines: Vec<_> = got.lines.iter().map(|line| words.line(line)).collect();
    let width = lines.iter().map(|(what, _, _)| what.chars().count()).max().unwrap_or(0);
    let value_width = lines.iter().map(|(_, value, _)| value.chars().count()).max().unwrap_or(0);
    for (what, value, rests) in lines {
        let line = format!("         {what:width$}  {value:value_width$}  {rests}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
}
