//! The outcome of scenarios as JUnit XML, which continuous integration reads: a suite a scenario, a case an expectation.

use super::outcome;
use crate::evaluate::scenario::Outcome;
use std::fmt::Write as _;

/// The outcomes of scenarios, a suite each.
#[must_use]
pub fn xml(outcomes: &[&Outcome]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let count = |of: fn(&Outcome) -> usize| -> usize { outcomes.iter().map(|outcome| of(outcome)).sum() };
    let (tests, failures, errors) = (count(tests), count(failures), count(errors));
    let _ = writeln!(out, "<testsuites tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">");
    outcomes.iter().for_each(|outcome| suite(&mut out, outcome));
    out.push_str("</testsuites>\n");
    out
}

fn tests(outcome: &Outcome) -> usize {
    outcome.checked.len() + errors(outcome) + usize::from(outcome.without_zone)
}

fn failures(outcome: &Outcome) -> usize {
    outcome.checked.iter().filter(|checked| !checked.passed && !outcome.open).count()
}

fn errors(outcome: &Outcome) -> usize {
    usize::from(outcome.unread)
}

fn suite(out: &mut String, outcome: &Outcome) {
    let words = &outcome.words;
    let name = escape(&format!("{}.{}", outcome.contract, outcome.scenario));
    let _ = writeln!(
        out,
        "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        tests(outcome),
        failures(outcome),
        errors(outcome)
    );
    if outcome.unread {
        let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"evidence\">");
        out.push_str("      <error message=\"the evidence of the scenario cannot be read\"/>\n    </testcase>\n");
    }
    if outcome.without_zone {
        let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"evidence\">");
        let _ = writeln!(out, "      <skipped message=\"{}\"/>\n    </testcase>", outcome::ZONE_OPEN);
    }
    for checked in &outcome.checked {
        let case = escape(&checked.what());
        if checked.passed {
            let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"{case}\"/>");
            continue;
        }
        let _ = writeln!(out, "    <testcase classname=\"{name}\" name=\"{case}\">");
        let message = escape(&outcome::sentence(checked, words));
        if outcome.open {
            let _ = writeln!(out, "      <skipped message=\"{message}\"/>\n    </testcase>");
            continue;
        }
        let _ = writeln!(out, "      <failure message=\"{message}\">");
        for line in checked.got.iter().flat_map(|got| &got.lines) {
            let (what, value, rests) = words.line(line);
            let _ = writeln!(out, "{}", escape(format!("{what}: {value}  {rests}").trim_end()));
        }
        out.push_str("      </failure>\n    </testcase>\n");
    }
    out.push_str("  </testsuite>\n");
}

/// Text for an attribute or an element. Characters that XML cannot hold become U+FFFD.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
