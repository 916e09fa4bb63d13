//! The outcome of scenarios as text: one line an expectation, and the derivation of what differs.

use crate::base::visible_line;
use crate::evaluate::derivation::Line;
use crate::evaluate::scenario::{Checked, Got, Outcome};
use crate::evaluate::words::Words;
use std::fmt::Write as _;

/// Why a scenario is not run in a contract whose time zone is a blank.
pub const ZONE_OPEN: &str = "the time zone of the contract is not agreed yet";

/// The outcomes of scenarios. With `every`, the derivation of what holds is shown as well.
#[must_use]
pub fn text(outcomes: &[&Outcome], every: bool) -> String {
    let mut out = String::new();
    for outcome in outcomes {
        let held = outcome.checked.iter().filter(|checked| checked.passed).count();
        let all = outcome.checked.len();
        let (contract, scenario) = (&outcome.contract, &outcome.scenario);
        let came = match outcome {
            Outcome { unread: true, .. } => "its evidence cannot be read".to_owned(),
            Outcome { without_zone: true, .. } => format!("not run, {ZONE_OPEN}"),
            Outcome { open: true, .. } if held < all => {
                format!("{held} of {all} expectations hold; values that are not agreed yet may decide the others")
            }
            _ => format!("{held} of {all} expectations hold"),
        };
        let _ = writeln!(out, "{contract}, scenario {scenario}: {came}");
        let width = outcome.checked.iter().map(|checked| checked.what().chars().count()).max().unwrap_or(0);
        for checked in &outcome.checked {
            let mark = match (checked.passed, outcome.open) {
                (true, _) => "  ok   ",
                (false, true) => "  open ",
                (false, false) => "  FAIL ",
            };
            let _ = writeln!(out, "{mark}{:width$}  {}", checked.what(), sentence(checked, &outcome.words));
            if every || !checked.passed {
                checked.got.iter().for_each(|got| derivation(&mut out, got, checked.got.len() > 1, &outcome.words));
            }
        }
    }
    out
}

/// What came out, and what was expected where it is another thing.
#[must_use]
pub fn sentence(checked: &Checked, words: &Words) -> String {
    let got = if checked.got.is_empty() { "nothing answers to it".to_owned() } else { checked.answer(words) };
    if checked.passed { got } else { format!("expected {}, got {got}", checked.wanted(words)) }
}

fn derivation(out: &mut String, got: &Got, several: bool, words: &Words) {
    if several {
        let _ = writeln!(out, "         {}", got.term);
    }
    lines(out, &got.lines, words);
}

/// The lines of a derivation, in columns.
pub fn lines(out: &mut String, lines: &[Line], words: &Words) {
    let lines: Vec<_> = lines.iter().map(|line| words.line(line)).collect();
    let width = lines.iter().map(|(what, _, _)| what.chars().count()).max().unwrap_or(0);
    let value_width = lines.iter().map(|(_, value, _)| value.chars().count()).max().unwrap_or(0);
    for (what, value, rests) in lines {
        let line = format!("         {what:width$}  {value:value_width$}  {rests}");
        let _ = writeln!(out, "{}", visible_line(line.trim_end()));
    }
}
