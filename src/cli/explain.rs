//! `slac explain`: the page of a rule, or the list of all rules.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use crate::diagnostics::{Family, Rule};
use crate::driver;
use clap::Args;

const AFTER_HELP: &str = "\
Examples:
  slac explain missing-field   what it means, why it matters, how it is mended
  slac explain --list          every rule, by family";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Explain {
    /// The name in the brackets of a finding
    #[arg(value_name = "RULE", required_unless_present = "list", conflicts_with = "list")]
    rule: Option<String>,
    /// List every rule
    #[arg(long)]
    list: bool,
}

impl Explain {
    pub(super) fn run(self, console: Console) -> Outcome {
        let rules = driver::rules();
        let text = match &self.rule {
            Some(name) => page(name, &rules)?,
            None => list(&rules),
        };
        console.write(Stream::Out, &text)?;
        Ok(Status::Clean)
    }
}

fn page(name: &str, rules: &[&'static Rule]) -> Result<String, Failure> {
    // A finding is shown as `family[rule]`, so that is what people paste.
    let name = name.split_once('[').map_or(name, |(_, rule)| rule.trim_end_matches(']'));
    match driver::page(name) {
        Some(page) => Ok(format!("{}\n", page.trim_end())),
        None => Err(Failure::unknown("rule", name, rules.iter().map(|r| r.name))),
    }
}

/// Every rule on a line, under the heading of its family.
fn list(rules: &[&'static Rule]) -> String {
    let width = rules.iter().map(|r| r.name.len()).max().unwrap_or(0);
    let mut families = Vec::new();
    for family in Family::ALL {
        let mut lines: Vec<String> = rules
            .iter()
            .filter(|r| r.family == family)
            .map(|r| format!("  {:width$}  {}\n", r.name, r.summary))
            .collect();
        lines.sort();
        if !lines.is_empty() {
            families.push(format!("{} ({})\n{}", family.name(), family.severity().name(), lines.concat()));
        }
    }
    families.join("\n")
}
