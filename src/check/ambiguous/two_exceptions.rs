//! Two exceptions give a term two values at once.

use crate::base::Name;
use crate::check::{Facts, conditions::Conditions, shown, words};
use crate::diagnostics::{Case, Datum, Family, Finding, Question, Reading, Rule, Shows, Sink, Witness};
use crate::kernel::graph::Graph;
use crate::model::{Exception, ExclusionSource, Model, Scope};
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
                && conditions_meet(facts.model, first, second)
            {
                told.push(&first.term.id);
                sink.report(two_exceptions(facts.model, (first, second), field, on));
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
        let (Some(&a), Some(&b)) = (self.index.get(&a.term.id), self.index.get(&b.term.id)) else { return false };
        let reaches = |from: usize, to: usize| self.graph.reachable_from([from]).get(to) == Some(&true);
        reaches(a, b) || reaches(b, a)
    }
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

fn two_exceptions(model: &Model, (first, second): (&Exception, &Exception), field: &Name, on: &Name) -> Finding {
    let (one, other) = (&first.term.id, &second.term.id);
    let at = shown::noon(model, &[first.term.validity, second.term.validity]);
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
    let without = |left_out: &Name, kept: &Exception| {
        let holds = kept.when.as_ref().map(|_| Reading::Says {
            term: kept.term.id.clone(),
            field: "when".into(),
            says: shown::word("holds"),
        });
        std::iter::once(Reading::Without { term: left_out.clone() }).chain(holds).collect::<Vec<_>>()
    };
    let day = shown::day(model, at);
    let text =
        format!("{day}, when {} may hold: `{field}` of `{on}` has two values, one by each", words::names([one, other]));
    let shown =
        Witness::new(Shows::Different, text).read(asks.clone(), without(other, first)).read(asks, without(one, second));
    Finding::new(
        &RULE,
        second.term.span,
        format!("`{one}` and `{other}` both change `{field}` of `{on}`, and may hold together"),
    )
    .about(one)
    .about(other)
    .here(format!("one value of `{field}`"))
    .label(first.term.span, format!("another value of `{field}`"))
    .witness(shown)
    .help(format!("write `over {one}` in `{other}`, or the reverse, or keep their cases apart"))
}
