//! The most that can be owed, as text.

use crate::answers::exposure::{Conduct, Exposure, Supposed, Year};
use crate::base::{Language, visible_line};
use crate::evaluate::words::Words;
use crate::model::Model;
use std::fmt::Write as _;

/// The exposures of a contract.
#[must_use]
pub fn text(model: &Model, exposures: &[Exposure]) -> String {
    let words = Words::of(model, Language::English);
    let mut out = format!("{}: the most that can be owed in a year\n", model.contract.term.id);
    if exposures.is_empty() {
        out.push_str("\nNothing is ever owed: the contract has no penalty that is settled.\n");
        return out;
    }
    for exposure in exposures {
        let _ = writeln!(out, "\n{}", exposure.settlement);
        if !exposure.unknown.is_empty() {
            let names: Vec<String> = exposure.unknown.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(
                out,
                "  It rests on {}, which someone states: suppose a value with `--given`.",
                names.join(", ")
            );
            continue;
        }
        for year in &exposure.years {
            self::year(&mut out, "", year, &words);
        }
        if let Some(year) = &exposure.straddling {
            self::year(&mut out, "twelve months in a row, ", year, &words);
        }
    }
    out.push_str("\nAll is claimed in time, nothing is rounded, and no right to end the contract is used.\n");
    out
}

fn year(out: &mut String, what: &str, year: &Year, words: &Words) {
    let during = words.stretch(year.during);
    let reached = words.quantity(&year.reached.quantity());
    let told = match &year.bound {
        None if year.unbounded.is_empty() => {
            format!("{reached} is reached, and the most is not told: an exemption lets amounts be owed later")
        }
        None => {
            let names = year.unbounded.join(", ");
            format!("not bounded: no cap holds {names}")
        }
        Some(_) if year.is_exact() => format!("{reached}, exactly"),
        Some(bound) => format!(
            "between {reached}, which is reached, and {}, which is not exceeded",
            words.quantity(&bound.quantity())
        ),
    };
    let _ = writeln!(out, "  {what}{during}: {told}");
    for line in conduct(&year.conduct, words) {
        let _ = writeln!(out, "    {}", visible_line(&line));
    }
}

/// The conduct, one line for what is alike.
pub(super) fn conduct(conduct: &Conduct, words: &Words) -> Vec<String> {
    let line = |supposed: &Supposed| match supposed {
        Supposed::Attained { commitment, service, value, periods } => {
            let value = words.quantity(&value.quantity());
            let times = if *periods == 1 { "one period".to_owned() } else { format!("{periods} periods") };
            format!("{commitment} of {service} attains {value} in {times}")
        }
        Supposed::Late { commitment, service, record, months, cases } => {
            let months = if *months == 1 { "1 month".to_owned() } else { format!("each of {months} months") };
            let cases = format!("{record} of {service}, {cases} in {months}");
            format!("{cases}, opened as it begins and not dealt with in it: {commitment} is late")
        }
    };
    conduct.supposed.iter().map(line).collect()
}
