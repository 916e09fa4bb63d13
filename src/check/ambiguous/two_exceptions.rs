//! Two exceptions give a term two values at once.

use crate::base::Name;
use crate::check::{Facts, commitments, conditions::Conditions, scopes, shown, words};
use crate::diagnostics::{Case, Datum, Family, Finding, Question, Reading, Rule, Shows, Sink, Witness};
use crate::kernel::graph::Graph;
use crate::kernel::line::IntervalSet;
use crate::model::{Exception, ExclusionSource, Model, Replacement, Scope, Validity};
use crate::time::Instant;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Two exceptions give a term two values at once.
pub static RULE: Rule = Rule {
    name: "two-exceptions",
    family: Family::Ambiguous,
    summary: "two exceptions hold together, differ, and neither prevails",
    checks: &["N2", "Y10"],
};

/// Compares the exceptions on each term, two by two.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    let mut by_term: FxHashMap<&Name, Vec<&Exception>> = FxHashMap::default();
    for exception in &facts.model.exceptions {
        for on in &exception.on {
            by_term.entry(on).or_default().push(exception);
        }
    }
    let prevails = Precedence::of(facts.model);
    for second in &facts.model.exceptions {
        let mut told: Vec<&Name> = Vec::new();
        let rivals = |on| by_term.get(on).into_iter().flatten().take_while(|other| other.term.id != second.term.id);
        for (on, first) in second.on.iter().flat_map(|on| rivals(on).map(move |first| (on, first))) {
            // Two exceptions on several commitments differ once.
            if told.contains(&&first.term.id) {
                continue;
            }
            // On which days they hold is not known before their dates are.
            let open = [first, second].into_iter().any(|exception| facts.blanks().has_dates(&exception.term.id));
            if let Some(field) = differing(first, second).filter(|_| !open)
                && side_by_side(first, second)
                && !prevails.between(first, second)
                && let Some(all) = by_term.get(on)
                && let Some(at) = unsettled(facts.model, &prevails, [first, second], (field, all))
                && conditions_meet(facts.model, first, second)
            {
                told.push(&first.term.id);
                sink.report(two_exceptions(facts.model, (first, second), (field, on), at));
            }
        }
    }
}

/// Which exception is, directly or not, `over` which.
struct Precedence<'m> {
    index: FxHashMap<&'m Name, usize>,
    graph: Graph,
}

impl<'m> Precedence<'m> {
    fn of(model: &'m Model) -> Self {
        let index: FxHashMap<&Name, usize> =
            model.exceptions.iter().enumerate().map(|(at, e)| (&e.term.id, at)).collect();
        let edges = model.exceptions.iter().enumerate().flat_map(|(at, e)| e.over.iter().map(move |under| (at, under)));
        let edges: Vec<_> = edges.filter_map(|(at, under)| Some((at, *index.get(under.name())?))).collect();
        let graph = Graph::new(index.len(), edges);
        Self { index, graph }
    }

    fn between(&self, a: &Exception, b: &Exception) -> bool {
        self.is_over(a, b) || self.is_over(b, a)
    }

    fn is_over(&self, a: &Exception, b: &Exception) -> bool {
        let (Some(&a), Some(&b)) = (self.index.get(&a.term.id), self.index.get(&b.term.id)) else { return false };
        self.graph.reachable_from([a]).get(b) == Some(&true)
    }
}

/// Noon of a day of the contract on which both hold and on which no third one, which prevails over one of them whatever happens, gives
/// the field its value; none where there is no such day.
fn unsettled(
    model: &Model,
    prevails: &Precedence<'_>,
    pair: [&Exception; 2],
    (field, all): (&Name, &[&Exception]),
) -> Option<Instant> {
    let days = |exception: &Exception| commitments::days_in_term(model, &exception.term.validity);
    let [one, other] = pair;
    let both: IntervalSet<Date> = std::iter::once(days(one).intersection(&days(other))).collect();
    let settled = all.iter().filter(|third| {
        third.when.is_none()
            && pair.iter().all(|of| of.term.id != third.term.id)
            && third.fields.iter().any(|(name, _)| name == field)
            && pair.iter().any(|of| prevails.is_over(third, of))
            && pair.iter().any(|of| scopes::covers(model, &third.scope, &of.scope))
    });
    let left = both.difference(&settled.map(|third| days(third)).collect());
    let from = left.intervals().first()?.from.value().copied();
    let alone = |day: &Date| day.tomorrow().is_ok_and(|next| !left.contains(&next));
    Some(match from.filter(alone) {
        Some(day) => shown::start(model, day) + 12 * 3_600,
        None => shown::noon(model, &[one.term.validity, other.term.validity, Validity { from, until: None }]),
    })
}

/// The first field that both replace, with different values.
fn differing<'m>(a: &'m Exception, b: &'m Exception) -> Option<&'m Name> {
    let other = |field: &Name| b.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value);
    a.fields.iter().find(|(name, value)| other(name).is_some_and(|other| other != value)).map(|(name, _)| name)
}

/// Whether some case, on some day, could fall under both.
fn side_by_side(a: &Exception, b: &Exception) -> bool {
    a.term.validity.overlaps(&b.term.validity) && scopes_meet(&a.scope, &b.scope)
}

fn scopes_meet(a: &Scope, b: &Scope) -> bool {
    if a.as_blank().is_some() || b.as_blank().is_some() {
        return a == b;
    }
    let services =
        a.services.is_empty() || b.services.is_empty() || a.services.iter().any(|service| b.services.contains(service));
    services
        && a.dimensions.iter().all(|(dimension, values)| {
            b.values(dimension).is_none_or(|others| values.iter().any(|value| others.contains(value)))
        })
}

/// Whether their conditions hold together. Conditions that cannot be decided together count as apart.
fn conditions_meet(model: &Model, a: &Exception, b: &Exception) -> bool {
    match (&a.when, &b.when) {
        (None, _) | (_, None) => true,
        (Some(a), Some(b)) if a == b => true,
        (Some(ExclusionSource::When(a)), Some(ExclusionSource::When(b))) => {
            let axes = Conditions::of(model, &[a, b]);
            axes.is_some_and(|axes| matches!((axes.boxes(a), axes.boxes(b)), (Some(a), Some(b)) if axes.meet(&a, &b)))
        }
        _ => false,
    }
}

fn two_exceptions(
    model: &Model,
    (first, second): (&Exception, &Exception),
    (field, on): (&Name, &Name),
    at: Instant,
) -> Finding {
    let (one, other) = (&first.term.id, &second.term.id);
    let what = if field == "is" { format!("`{on}`") } else { format!("`{field}` of `{on}`") };
    let (a, b) = (first.term.validity, second.term.validity);
    let plain = |exception: &Exception| exception.when.is_none() && exception.scope.is_all();
    let until = a.until.into_iter().chain(b.until).min();
    let when = match (a.from.max(b.from), until) {
        _ if !plain(first) || !plain(second) => "and can hold together".to_owned(),
        (Some(from), Some(until)) => format!("and both hold from {from} until {until}"),
        (Some(from), None) => format!("and both hold from {from} on"),
        (None, Some(until)) => format!("and both hold until {until}"),
        (None, None) => "and both hold at all times".to_owned(),
    };
    let gives = |exception: &Exception| {
        let value = exception.fields.iter().find(|(name, _)| name == field).and_then(|(_, value)| match value {
            Replacement::Expr(value) => words::amount(value),
            _ => None,
        });
        match value {
            Some(value) => format!("`{}` sets {what} to {value}", exception.term.id),
            None => format!("`{}` changes {what}", exception.term.id),
        }
    };
    // A term on some cases only is asked about with one of them.
    let own = model.commitments.by_name(on).map(|commitment| &commitment.scope);
    let case = shown::common(&first.scope, &second.scope).unwrap_or_default();
    let mut case = Case { at: Some(at), ..case };
    for (dimension, values) in own.into_iter().flat_map(|scope| &scope.dimensions) {
        let fits = |value: &&Name| {
            [first, second].iter().all(|e| e.scope.values(dimension).is_none_or(|values| values.contains(value)))
        };
        if let Some(value) = values.iter().find(fits)
            && !case.values.iter().any(|(name, _)| name == dimension.name())
        {
            case.values.push((dimension.name().clone(), Datum::Word(value.clone())));
        }
    }
    let asks = Question::Replaced { term: on.clone(), field: field.clone(), case };
    // Each by itself, where their conditions hold.
    let without = |kept: &Exception| {
        let others = model.exceptions.iter().filter(|other| other.on.contains(on) && other.term.id != kept.term.id);
        let left_out = others.map(|other| Reading::Without { term: other.term.id.clone() });
        let holds = kept.when.as_ref().map(|_| Reading::Says {
            term: kept.term.id.clone(),
            field: "when".into(),
            says: shown::word("holds"),
        });
        left_out.chain(holds).collect::<Vec<_>>()
    };
    let day = shown::day(model, at);
    let text = format!("{day}, when {} may hold: {what} has two values, one by each", words::names([one, other]));
    let shown = Witness::new(Shows::Different, text).read(asks.clone(), without(first)).read(asks, without(second));
    Finding::new(&RULE, second.term.span, format!("`{one}` and `{other}` both change {what}, {when}"))
        .about(one)
        .about(other)
        .here(gives(second))
        .label(first.term.span, gives(first))
        .witness(shown)
        .help(format!("write `over {one}` in `{other}`, or the reverse, or let them hold for different times or cases"))
}
