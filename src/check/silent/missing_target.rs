//! A case has no target and no `-`.

use crate::base::Name;
use crate::check::commitments::{self, Holders};
use crate::check::grid::{Axis, Grid};
use crate::check::{Facts, reach, shown, words};
use crate::diagnostics::{Answer, Case, Datum, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::kernel::cells::{self, Hole, Region, Row, Values};
use crate::kernel::line::{Cut, Interval as Line};
use crate::model::{Commitment, Model, Tier, Validity};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A case has no target and no `-`.
pub static RULE: Rule = Rule {
    name: "missing-target",
    family: Family::Silent,
    summary: "a case has no target, and nothing says that none is promised",
    checks: &["T5", "N5"],
};

/// Asks every tier, for each indicator that it bounds, whether every case that can occur has an answer.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let order: FxHashMap<&Name, usize> =
        facts.model.indicators.iter().enumerate().map(|(at, i)| (&i.term.id, at)).collect();
    let mut groups: FxHashMap<&Name, BTreeMap<usize, Vec<&Commitment>>> = FxHashMap::default();
    for commitment in &facts.model.commitments {
        if let Some(&indicator) = order.get(commitment.indicator.name()) {
            groups.entry(commitment.tier.name()).or_default().entry(indicator).or_default().push(commitment);
        }
    }
    let (holders, bound) = (facts.holders(), facts.binding_tiers());
    // Rows that are not agreed yet may bound whatever the others leave.
    let asked = |tier: &&Tier| bound.contains(&tier.term.id) && !facts.blanks().has(&tier.term.id, "rows");
    for tier in facts.model.tiers.iter().filter(asked) {
        let groups = groups.get(&tier.term.id).into_iter().flat_map(BTreeMap::values);
        for group in groups.filter(|group| group.iter().all(|commitment| is_agreed(facts, commitment))) {
            holes(facts.model, holders, tier, group, sink);
        }
    }
}

/// Whether it is agreed which cases a commitment is for, and on which days. What it asks of them is another matter.
fn is_agreed(facts: &Facts<'_>, commitment: &Commitment) -> bool {
    commitment.scope.as_blank().is_none() && !facts.blanks().has_dates(&commitment.term.id)
}

fn holes(model: &Model, holders: &Holders<'_>, tier: &Tier, group: &[&Commitment], sink: &mut Sink) {
    let promised = hull(group);
    // Most indicators are promised once, for every case.
    if group.iter().any(|c| c.scope.is_all() && commitments::days(&c.term.validity) == promised) {
        return;
    }
    let mut grid = Grid::of_scopes(model, group.iter().map(|commitment| &commitment.scope));
    if grid.is_open() {
        return;
    }
    let services = services(holders, tier, group);
    let has_services = services.is_some();
    let mut required = reach::region(model, holders, tier, &grid);
    if let Some(axis) = services {
        required.scope.push(cells::Scope::All);
        grid.axes.push(axis);
    }
    let row = |commitment: &&Commitment| {
        let mut scope = grid.scope(&commitment.scope);
        if let (Some(last), Some(axis), true) = (scope.last_mut(), grid.axes.last(), has_services) {
            let named: Vec<Name> = commitment.scope.services.iter().map(|service| service.name().clone()).collect();
            *last = if named.is_empty() { cells::Scope::All } else { axis.only(&named) };
        }
        let days = commitments::days(&commitment.term.validity);
        Row { region: Region { scope, spans: vec![Some(days)] }, answer: 0, overrides: Vec::new() }
    };
    let rows: Vec<Row<Date>> = group.iter().map(row).collect();
    required.spans = vec![Some(promised)];
    let found = cells::analyse(&grid.space(vec![Line::everything()]), &rows, &[required], crate::check::SHOWN + 1);
    // A day on which the contract is not in force asks for nothing.
    let term = commitments::days_in_term(model, &Validity::default());
    let asked = |hole: &&Hole<Date>| hole.at.spans.first().is_none_or(|days| days.overlaps(&term));
    for hole in found.holes.items.iter().filter(asked) {
        sink.report(missing_target(model, tier, group, &grid, hole));
    }
}

/// The services of a tier, where some commitment is for some of them only.
fn services(holders: &Holders<'_>, tier: &Tier, group: &[&Commitment]) -> Option<Axis> {
    group.iter().any(|commitment| !commitment.scope.services.is_empty()).then(|| {
        let held = holders.at(&tier.term.id).iter().map(|(service, _)| service.term.id.clone());
        Axis::new(Name::new_static("service"), held.collect())
    })
}

/// The days from the first on which something is promised to the last.
fn hull(group: &[&Commitment]) -> Line<Date> {
    let days = || group.iter().map(|commitment| commitments::days(&commitment.term.validity));
    Line::new(days().map(|d| d.from).min().unwrap_or(Cut::Start), days().map(|d| d.to).max().unwrap_or(Cut::End))
}

fn missing_target(model: &Model, tier: &Tier, group: &[&Commitment], grid: &Grid, hole: &Hole<Date>) -> Finding {
    let indicator = group.first().map(|commitment| commitment.indicator.to_string()).unwrap_or_default();
    let cell = words::names(&grid.place(&hole.at));
    let days = match hole.at.spans.first() {
        Some(Line { from: Cut::At(day, _), to: Cut::At(until, _) }) => format!(" from {day} until {until}"),
        Some(Line { from: Cut::At(day, _), .. }) => format!(" from {day} on"),
        Some(Line { to: Cut::At(until, _), .. }) => format!(" until {until}"),
        _ => String::new(),
    };
    let all = cells_of(grid, hole);
    let here = if all.is_empty() { "any case".to_owned() } else { all };
    let day = match hole.at.spans.first() {
        Some(Line { from: Cut::At(day, _), .. }) => format!(" on {day}"),
        Some(Line { to: Cut::At(until, _), .. }) => format!(" before {until}"),
        _ => String::new(),
    };
    let first = match hole.at.spans.first() {
        Some(Line { from: Cut::At(day, _), .. }) => Some(shown::start(model, *day)),
        // The last day before something is promised.
        Some(Line { to: Cut::At(until, _), .. }) => until.yesterday().ok().map(|last| shown::start(model, last)),
        _ => None,
    };
    let mut case = Case { at: first, ..Case::default() };
    for (axis, &value) in grid.axes.iter().zip(&hole.at.values) {
        match axis.value(value) {
            Some(value) if axis.name == "service" => case.service = Some(value.clone()),
            Some(value) => case.values.push((axis.name.clone(), Datum::Word(value.clone()))),
            None => {}
        }
    }
    let asks = Question::Targets { tier: tier.term.id.clone(), indicator: indicator.as_str().into(), case };
    let text = if cell.is_empty() { format!("a case{day}") } else { format!("a case of {cell}{day}") };
    let text = format!("{text}: nothing is promised, and nothing says so");
    let finding = Finding::new(
        &RULE,
        tier.term.span,
        format!("`{indicator}` at `{}` has no target for {here}{days}", tier.term.id),
    )
    .about(&tier.term.id)
    .here(format!("no target of `{indicator}` for {here}{days}"))
    .witness(Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Names(Vec::new())))
    .help(format!("add a target of `{indicator}` for {here}{days}, or `-` where nothing is promised on purpose"));
    match group.first() {
        Some(neighbour) => finding.label(
            neighbour.target_span,
            format!("a target of `{indicator}`: {}", commitments::target_words(neighbour)),
        ),
        None => finding,
    }
}

fn cells_of(grid: &Grid, hole: &Hole<Date>) -> String {
    let listed =
        grid.axes.iter().zip(&hole.values).filter(|(axis, values)| axis.values().len() > 1 && **values != Values::All);
    let names = listed.map(|(axis, values)| {
        let missing = (0..).zip(axis.values()).filter(|(number, _)| values.contains(*number)).map(|(_, name)| name);
        words::names(missing)
    });
    names.collect::<Vec<_>>().join(" with ")
}
