//! What is promised for a case, and whether a value keeps it.

use super::lookups::amount;
use super::{Found, cases, with_world, words};
use crate::base::Name;
use crate::diagnostics::{Amount, Answer, Case};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Env, Evidence, Given, Number, Value, Verdict, World, limits};
use crate::model::{Commitment, HasTerm, Id, Model, Replacement, Scope, Service, Subject, Validity};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};

/// Runs a question in a contract of which the case can be one.
fn with_case(world: &World<'_>, case: &Case, see: &mut dyn FnMut(&World<'_>) -> Option<Found>) -> Option<Found> {
    match cases::placed(world.model, case) {
        None => see(world),
        Some(model) => {
            let mut found = None;
            with_world(&model, &mut |world| found = see(world));
            found
        }
    }
}

/// What a commitment asks of a case; nothing where it is not for it, or another one takes its place.
pub(super) fn target(world: &World<'_>, commitment: &Name, case: &Case) -> Option<Found> {
    with_case(world, case, &mut |world| {
        let own = world.model.commitments.by_name(commitment)?;
        let (row, service, at) = place(world, own, case)?;
        if !applies(world, own, &row, service.as_ref(), at) || is_replaced(world, own, &row, service.as_ref(), at) {
            return Some(Found::of(Answer::Nothing));
        }
        let Some(bound) = &own.target else { return Some(Found::of(Answer::Unpromised)) };
        let service = service.unwrap_or_else(|| Id::new(Name::default()));
        let asks = world.asks(own, &service, at)?;
        let answer =
            Answer::Bound { side: limits::side_words(asks.comparator).into(), limit: asks.limit.as_ref().map(amount) };
        let limit = asks.limit.as_ref().map(|limit| &limit.base);
        let written = asks.limit.is_none().then_some(bound);
        let rest = (&asks.days_of, &asks.quota, own.sample, &own.measurer, own.tier.as_str());
        Some(Found { meaning: format!("{:?} {limit:?} {written:?} {rest:?}", asks.comparator), answer })
    })
}

/// The row of a case, the service that it is of, and the instant at which it is asked about.
fn place(world: &World<'_>, own: &Commitment, case: &Case) -> Option<(Row, Option<Id<Service>>, Instant)> {
    let own_time = world.in_force(own.term.validity);
    let held = || world.held(own).map(|(_, time)| time.start).min();
    let at = case.at.or_else(held).unwrap_or(own_time.start);
    let case = Case { at: Some(at), ..case.clone() };
    let row = cases::row(world, &case, Some(own)).unwrap_or_else(|| Row {
        record: Id::new(Name::default()),
        name: Name::default(),
        service: case.service.clone().map(Id::new),
        values: Vec::new(),
        span: crate::base::Span::default(),
    });
    let service = row.service.clone();
    Some((row, service, at))
}

/// Whether a commitment is for a case at an instant.
fn applies(world: &World<'_>, own: &Commitment, row: &Row, service: Option<&Id<Service>>, at: Instant) -> bool {
    let holders = world.model.services.iter().any(|service| service.tiers.iter().any(|held| held.tier == own.tier));
    let named = service.is_some_and(|service| own.scope.services.contains(service));
    let held = match service {
        Some(service) if holders => world.is_held(own, service, at) || named,
        _ => true,
    };
    held && world.in_force(own.term.validity).contains(at) && in_scope(world, &own.scope, row, service)
}

/// Whether a case is in a scope: by the values of its record, and by those of its service. What the case does not say may be so.
fn in_scope(world: &World<'_>, scope: &Scope, row: &Row, service: Option<&Id<Service>>) -> bool {
    let named = scope.services.is_empty() || service.is_some_and(|service| scope.services.contains(service));
    let of_service = service.and_then(|id| world.service(id)).is_none_or(|own| world.service_in_scope(scope, own));
    let of_case = scope.dimensions.iter().all(|(dimension, values)| {
        let is_of_record =
            world.model.dimensions.get(dimension).is_some_and(|own| matches!(own.of, Subject::Record(_)));
        !is_of_record || row.get(dimension.as_str()).word().is_none_or(|word| values.contains(word))
    });
    named && of_service && of_case
}

fn is_replaced(world: &World<'_>, own: &Commitment, row: &Row, service: Option<&Id<Service>>, at: Instant) -> bool {
    let replaces = |other: &&Commitment| {
        let own_name = own.inherited.as_ref().filter(|_| other.tier == own.tier);
        other.overrides.iter().any(|name| *name == own.term.id && other.tier == own.tier || Some(name) == own_name)
    };
    world.model.commitments.iter().filter(replaces).any(|other| applies(world, other, row, service, at))
}

/// The commitments of a tier on an indicator that are for a case.
pub(super) fn targets(world: &World<'_>, tier: &Name, indicator: &Name, case: &Case) -> Option<Found> {
    with_case(world, case, &mut |world| {
        let of = |c: &&Commitment| c.tier.name() == tier && c.indicator.name() == indicator;
        let all: Vec<&Commitment> = world.model.commitments.iter().filter(of).collect();
        let names = all.iter().filter(|own| {
            let Some((row, service, at)) = place(world, own, case) else { return false };
            applies(world, own, &row, service.as_ref(), at)
        });
        Some(Found::of(Answer::Names(names.map(|own| own.term.id.clone()).collect())))
    })
}

/// The tiers that a service is held to at an instant.
pub(super) fn tiers(world: &World<'_>, service: &Name, at: Instant) -> Option<Found> {
    let own = world.model.services.by_name(service)?;
    let held =
        own.tiers.iter().filter(|held| world.in_force(Validity { from: held.from, until: held.until }).contains(at));
    Some(Found::of(Answer::Names(held.map(|held| held.tier.name().clone()).collect())))
}

/// The verdict on a value: as evidence is judged of which this value is given.
pub(super) fn verdict(
    world: &World<'_>,
    commitment: &Name,
    attained: &Amount,
    exception: Option<&Name>,
) -> Option<Found> {
    if world.model.exceptions.is_empty() {
        return judged_by(world, commitment, attained, exception);
    }
    let model = as_if_held(world.model, exception);
    let mut found = None;
    with_world(&model, &mut |world| found = judged_by(world, commitment, attained, exception));
    found
}

/// The contract while one exception holds, or none.
fn as_if_held(model: &Model, exception: Option<&Name>) -> Model {
    let mut model = model.clone();
    let others: Vec<_> = model.exceptions.iter().map(HasTerm::id).filter(|id| Some(id.name()) != exception).collect();
    others.iter().for_each(|id| model.exceptions.remove(id));
    for exception in model.exceptions.iter_mut() {
        exception.when = None;
        exception.scope = Scope::default();
    }
    model
}

fn judged_by(world: &World<'_>, commitment: &Name, attained: &Amount, exception: Option<&Name>) -> Option<Found> {
    let own = world.model.commitments.by_name(commitment)?;
    let during = exception.and_then(|name| world.model.exceptions.by_name(name)).map(|e| e.term.validity);
    let held = world.held(own).next();
    let service = held.map_or_else(|| Id::new(Name::default()), |(service, _)| service.id());
    let time = held.map_or_else(|| world.in_force(own.term.validity), |(_, time)| time);
    let time = time.and(world.in_force(during.unwrap_or_default()));
    let at = if time.is_empty() { world.in_force(during.unwrap_or_default()).start } else { time.start };
    let day = crate::evaluate::Span::whole(Stretch::new(at, at + 86_400));
    let judged = with_value(world, own, &service, &words::quantity(attained), day)?;
    Some(Found::of(Answer::Word(judged.word().into())))
}

/// The verdict of a commitment for a service in a period of which a value is given.
fn with_value(
    world: &World<'_>,
    own: &Commitment,
    service: &Id<Service>,
    value: &crate::model::Quantity,
    span: crate::evaluate::Span,
) -> Option<Verdict> {
    let mut evidence = Evidence::default();
    let value = Value::Number(Number::from(value));
    evidence.state(Given { what: own.term.id.clone(), of: None, during: span.whole, value });
    let known = World::new(world.model, world.calendars, &evidence, world.as_of.max(span.whole.end));
    Some(known.judge(own, service, span).verdict)
}

/// How a period is judged that the term cuts, or one with few cases: the share of them that must be in time.
pub(super) fn judged(world: &World<'_>, commitment: &Name, few: Option<u64>, at: Instant) -> Option<Found> {
    let own = world.model.commitments.by_name(commitment)?;
    if let Some(few) = few {
        let share = world.share_of_few(few).map(Number::share);
        return Some(Found::of(share.map_or(Answer::Nothing, |share| Answer::Amount(amount(&share)))));
    }
    let (service, _) = world
        .held(own)
        .next()
        .map(|(service, time)| (service.id(), time))
        .or_else(|| Some((world.model.services.iter().next()?.id(), world.term())))?;
    let span = world.periods(own.window.as_ref()?, Stretch::new(at, at + 1)).into_iter().next()?;
    let limit = world.asks(own, &service, span.within.start)?.limit?;
    let verdict = with_value(world, own, &service, &limit.quantity(), span)?;
    Some(Found::of(Answer::Word(verdict.word().into())))
}

/// The exception that changes a field of a term for a case, with what it says.
pub(super) fn replaced(world: &World<'_>, term: &Name, field: &Name, case: &Case) -> Option<Found> {
    with_case(world, case, &mut |world| {
        let at = case.at?;
        let row = cases::row(world, case, world.model.commitments.by_name(term))?;
        let service = row.service.clone().or_else(|| world.model.services.iter().next().map(HasTerm::id));
        let env = Env { service: service.as_ref(), ..Env::of_case(&row, at) };
        let Some((exception, value)) = world.replaced(term, field, at, &env) else {
            return Some(Found::of(Answer::Nothing));
        };
        let meaning = match value {
            Replacement::Expr(expr) => match world.eval(expr, &env) {
                Value::Nothing => format!("{expr:?}"),
                value => format!("{value:?}"),
            },
            other => format!("{other:?}"),
        };
        Some(Found { answer: Answer::Names(vec![exception.term.id.clone()]), meaning })
    })
}

/// A share of one.
#[must_use]
pub(super) fn share(of: &Rational) -> Amount {
    amount(&Number::share(of.clone()))
}
