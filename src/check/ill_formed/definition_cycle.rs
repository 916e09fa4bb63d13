//! Definitions rest on one another in a circle.

use crate::base::Name;
use crate::check::{Facts, uses::Cited, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::kernel::graph::Graph;
use crate::model::{Exception, HasTerm, Model, Replacement, Term};
use std::collections::BTreeSet;

/// Definitions rest on one another in a circle.
pub static RULE: Rule = Rule {
    name: "definition-cycle",
    family: Family::IllFormed,
    summary: "calendars, states, indicators, figures or duties that are defined by one another",
    checks: &["R3", "N11"],
};

/// Looks for circles of definitions, those through exceptions included.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let terms = &facts.references().terms;
    for cycle in circles(facts) {
        let members: Vec<&Term> = cycle.iter().filter_map(|&at| terms.get(at).copied()).collect();
        if let Some(first) = members.first() {
            sink.report(definition_cycle(first, &members));
        }
    }
}

/// The circles, by the numbers of their terms.
pub fn circles(facts: &Facts<'_>) -> Vec<Vec<usize>> {
    let references = facts.references();
    let defined = defined(facts.model);
    let is_defined = |at: usize| references.terms.get(at).is_some_and(|term| defined.contains(&term.id));
    let cited = (0..references.terms.len()).filter(|&at| is_defined(at)).flat_map(|at| {
        let names = references.now.successors(at).iter().copied();
        names.filter(|&to| is_defined(to)).map(move |to| (at, to))
    });
    let replaced = facts.model.exceptions.iter().flat_map(|exception| {
        let on = exception.on.iter().filter_map(|on| references.number(on)).filter(|&at| is_defined(at));
        let mut cited = values(exception);
        // The hours of a calendar depend on when an exception to it holds.
        let is_calendar = exception.on.iter().any(|on| facts.model.calendars.by_name(on).is_some());
        exception.when.iter().filter(|_| is_calendar).for_each(|when| cited.exclusion_source(when));
        let names = cited.names;
        on.collect::<Vec<_>>()
            .into_iter()
            .flat_map(move |at| names.clone().into_iter().filter_map(move |name| Some((at, references.number(name)?))))
    });
    let replaced = replaced.filter(|(_, to)| is_defined(*to));
    // What counts breaches, or objectives, judges them, and so reads their targets.
    let counted = references.counted.iter().filter(|(at, _)| is_defined(*at)).flat_map(|(at, of)| {
        let meant = facts.model.commitments.iter().filter(|commitment| of.means(commitment));
        meant.filter_map(|commitment| Some((*at, references.number(&commitment.term.id)?)))
    });
    let judged = facts.model.commitments.iter().flat_map(|commitment| {
        let mut cited = Cited::default();
        cited.name(commitment.indicator.name());
        cited.exprs(commitment.target.iter().map(|bound| &bound.value));
        let at = references.number(&commitment.term.id);
        let names = cited.names.into_iter().filter_map(|name| references.number(name));
        names.filter(|to| is_defined(*to)).filter_map(|to| Some((at?, to))).collect::<Vec<_>>()
    });
    // A duty that follows a breach is known when the clocks are: what stops one may not wait for the duty.
    let follows = facts.model.duties.iter().any(|duty| duty.follows_breach().is_some());
    let paused = facts.model.commitments.iter().filter(|_| follows).flat_map(|commitment| {
        let mut cited = Cited::default();
        let exclusions = commitment.suspended_by.iter().filter_map(|id| facts.model.exclusions.get(id));
        exclusions.for_each(|exclusion| cited.exclusion_source(&exclusion.applies));
        let at = references.number(&commitment.term.id);
        let names = cited.names.into_iter().filter_map(|name| references.number(name));
        names.filter(|to| is_defined(*to)).filter_map(|to| Some((at?, to))).collect::<Vec<_>>()
    });
    let edges = cited.chain(replaced).chain(counted).chain(judged).chain(paused);
    Graph::new(references.terms.len(), edges).cycles()
}

/// The terms whose value or extent is given by other terms.
fn defined(model: &Model) -> BTreeSet<&Name> {
    let calendars = model.calendars.iter().map(|calendar| &calendar.term().id);
    let states = model.states.iter().map(|state| &state.term.id);
    let figures = model.figures.iter().map(|figure| &figure.term.id);
    let indicators = model.indicators.iter().map(|indicator| &indicator.term.id);
    let dimensions = model.dimensions.iter().map(|dimension| &dimension.term.id);
    let duties = model.duties.iter().map(|duty| &duty.term.id);
    calendars.chain(states).chain(figures).chain(indicators).chain(dimensions).chain(duties).collect()
}

/// What the new values of an exception read. `base` is no name: it is the value without the exception.
fn values(exception: &Exception) -> Cited<'_> {
    let mut cited = Cited::default();
    for (_, replacement) in &exception.fields {
        match replacement {
            Replacement::Expr(expr) => cited.expr(expr),
            Replacement::Bound(bound) => cited.expr(&bound.value),
            Replacement::Calendar(set) => cited.calendar(set),
            Replacement::Window(window) => cited.window(window),
            Replacement::Delay(delay) => cited.delay(delay),
            Replacement::Hours(_, counted) => cited.calendars(counted.iter().map(|day| &day.of)),
            Replacement::Cap(cap) => cited.expr(&cap.amount),
            Replacement::Exempt(exempt) => cited.expr(&exempt.amount),
            Replacement::Words(_) | Replacement::Text(_) | Replacement::Combine(..) => {}
        }
    }
    cited
}

fn definition_cycle(first: &Term, members: &[&Term]) -> Finding {
    let message = match members {
        [only] => format!("`{}` is defined by itself", only.id),
        _ => format!("{} are defined by one another", words::names(members.iter().map(|term| &term.id))),
    };
    let finding = Finding::new(&RULE, first.span, message)
        .here(format!("`{}`", first.id))
        .note("to know one of them, one would have to know it already")
        .help("define one of them by something else, or remove the reference that does not hold");
    let finding =
        members.iter().skip(1).fold(finding, |finding, term| finding.label(term.span, format!("`{}`", term.id)));
    members.iter().fold(finding, |finding, term| finding.about(&term.id))
}
