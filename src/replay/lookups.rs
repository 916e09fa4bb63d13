//! Tables, conditions, figures and states.

use super::Found;
use crate::base::Name;
use crate::diagnostics::{Amount, Answer, Datum};
use crate::evaluate::world::Span;
use crate::evaluate::{Env, Number, Value, World, fitting_rows};
use crate::model::{Decision, Expr, FigureSource, HasTerm, Id, Key, Operator, Pays, StateSource};
use crate::syntax::ast::Comparator;
use crate::time::Stretch;
use std::fmt::Debug;

/// A datum as the evaluator knows it.
pub(super) fn value(datum: &Datum) -> Value {
    match datum {
        Datum::Word(word) => Value::Word(word.clone()),
        Datum::Amount(amount) => Value::Number(Number::from(&super::words::quantity(amount))),
    }
}

pub(super) fn amount(number: &Number) -> Amount {
    let quantity = number.quantity();
    Amount { value: quantity.value, unit: quantity.unit }
}

/// The row of the table of a term that is for a case. The row of a dimension that gives no value is none.
pub(super) fn row(world: &World<'_>, table: &Name, case: &[(Name, Datum)], row: Option<usize>) -> Option<Found> {
    let model = world.model;
    if let Some(schedule) = model.schedules.by_name(table) {
        let Pays::Brackets(decision) = &schedule.pays else { return None };
        return fitting(decision, case, row, true);
    }
    if let Some(figure) = model.figures.by_name(table) {
        let FigureSource::Decision(decision) = &figure.value else { return None };
        return fitting(decision, case, row, true);
    }
    fitting(model.dimensions.by_name(table)?.decision.as_ref()?, case, row, false)
}

fn fitting<T: Debug>(
    decision: &Decision<T>,
    case: &[(Name, Datum)],
    row: Option<usize>,
    or_nothing: bool,
) -> Option<Found> {
    let of = |key: &Key| {
        let name = match key {
            Key::Dimension(id) => id.name().clone(),
            Key::Indicator(id) => id.name().clone(),
            Key::Figure(id) => id.name().clone(),
            Key::Judged(word) => Name::new_static(word.word()),
        };
        case.iter().find(|(own, _)| *own == name).map(|(_, datum)| value(datum))
    };
    let values: Vec<Value> = decision.keys.iter().map(of).collect::<Option<_>>()?;
    let mut fitting = fitting_rows(decision, &values).into_iter().filter(|at| {
        let says = decision.rows.get(*at).is_some_and(|row| row.outcome.is_some());
        row.map_or(or_nothing || says, |row| *at + 1 == row)
    });
    Some(match fitting.next() {
        Some(at) => {
            let outcome = decision.rows.get(at).map(|row| format!("{:?}", row.outcome));
            Found { answer: Answer::Row(at + 1), meaning: outcome.unwrap_or_default() }
        }
        None => Found::of(Answer::Nothing),
    })
}

/// Whether a condition holds for a case: each thing that it compares is taken to be what the case says.
pub(super) fn holds(world: &World<'_>, term: &Name, of: Option<&Name>, case: &[(Name, Datum)]) -> Option<Found> {
    let model = world.model;
    let condition = match of {
        None => model.tiers.by_name(term)?.when.as_ref()?,
        Some(name) => {
            let dimension = model.dimensions.by_name(term)?;
            dimension.values.iter().find(|value| value.name == *name)?.when.as_ref()?
        }
    };
    let supposed = supposed(world, condition, case, DEPTH)?;
    let env = Env::of_contract(Span::whole(world.term()));
    Some(Found::of(Answer::Flag(world.eval(&supposed, &env).holds())))
}

/// Definitions that are followed one into the other.
const DEPTH: u32 = 32;

/// A condition in which what the case says stands in the place of what is compared.
fn supposed(world: &World<'_>, condition: &Expr, case: &[(Name, Datum)], depth: u32) -> Option<Expr> {
    let inner = |part: &Expr| supposed(world, part, case, depth.checked_sub(1)?);
    let flag = |name: &Name| match said(case, name)? {
        Datum::Word(word) => Some(Expr::Flag(word == "yes")),
        Datum::Amount(_) => None,
    };
    match condition {
        Expr::Flag(_) => Some(condition.clone()),
        Expr::Not(part) => Some(Expr::Not(Box::new(inner(part)?))),
        Expr::Binary { op: op @ (Operator::And | Operator::Or), left, right } => {
            Some(Expr::Binary { op: *op, left: Box::new(inner(left)?), right: Box::new(inner(right)?) })
        }
        Expr::Compare { comparator, left, right } => Some(Expr::Compare {
            comparator: *comparator,
            left: Box::new(side(world, left, case)?),
            right: Box::new(side(world, right, case)?),
        }),
        Expr::Value { dimension, value } => {
            let said = Expr::Choice(word(said(case, dimension.name())?)?);
            let (left, right) = (Box::new(said), Box::new(Expr::Choice(value.clone())));
            Some(Expr::Compare { comparator: Comparator::Exactly, left, right })
        }
        Expr::State(id) => flag(id.name()).or_else(|| match &world.model.states.get(id)?.holds {
            StateSource::When(defined) => inner(defined),
            _ => None,
        }),
        Expr::Field { field, .. } => flag(field),
        Expr::In { .. } => flag(&Name::new_static("calendar")),
        _ => None,
    }
}

/// One side of a comparison: what is written out is itself, all else is what the case says.
fn side(world: &World<'_>, expr: &Expr, case: &[(Name, Datum)]) -> Option<Expr> {
    let named = match expr {
        Expr::Dimension(id) => said(case, id.name()),
        Expr::Figure { figure, .. } => match (said(case, figure.name()), &world.model.figures.get(figure)?.value) {
            (None, FigureSource::Is(constant)) => return side(world, constant, case),
            (named, _) => named,
        },
        Expr::Field { field, .. } => said(case, field),
        Expr::State(id) => said(case, id.name()),
        Expr::Quantity(_) | Expr::Flag(_) | Expr::Value { .. } | Expr::Choice(_) | Expr::Actor(_) => {
            return Some(written(expr));
        }
        // What is computed is the only thing that is compared.
        _ => case.iter().map(|(_, datum)| datum).find(|datum| matches!(datum, Datum::Amount(_))),
    };
    Some(match named? {
        Datum::Word(word) => Expr::Choice(word.clone()),
        Datum::Amount(amount) => Expr::Quantity(super::words::quantity(amount)),
    })
}

/// A constant as a word where it is one: of a flag, `yes` or `no`.
fn written(expr: &Expr) -> Expr {
    match expr {
        Expr::Flag(flag) => Expr::Choice(if *flag { "yes".into() } else { "no".into() }),
        Expr::Value { value, .. } => Expr::Choice(value.clone()),
        other => other.clone(),
    }
}

fn said<'c>(case: &'c [(Name, Datum)], name: &Name) -> Option<&'c Datum> {
    case.iter().find(|(own, _)| own == name).map(|(_, datum)| datum)
}

fn word(datum: &Datum) -> Option<Name> {
    match datum {
        Datum::Word(word) => Some(word.clone()),
        Datum::Amount(_) => None,
    }
}

/// What a figure is worth, of whatever service.
pub(super) fn figure(world: &World<'_>, figure: &Name, at: i64) -> Option<Found> {
    let own = world.model.figures.by_name(figure)?;
    let period = Span::whole(Stretch::new(at, at + 1));
    let services = world.model.services.iter().map(HasTerm::id).map(Some).chain([None]);
    let values = services.map(|service| {
        let env = Env { service: service.as_ref(), ..Env::of_contract(period) };
        world.figure(&own.id(), service.as_ref(), &env)
    });
    let known = values.into_iter().find(|value| *value != Value::Nothing);
    Some(Found::of(match known {
        Some(Value::Number(number)) => Answer::Amount(amount(&number)),
        Some(_) => Answer::Flag(true),
        None => Answer::Nothing,
    }))
}

/// When a state holds, for whatever service, by records of a sort.
pub(super) fn state(world: &World<'_>, state: &Name, record: &Name) -> Option<Found> {
    let own = world.model.states.by_name(state)?;
    let sort = world.model.records.by_name(record)?;
    let condition = Expr::State(own.id());
    // One record of each service, with an instant in each field that holds one.
    let evidence = super::cases::one_of_each(world, sort);
    let known = World::new(world.model, world.calendars, &evidence, world.as_of);
    let services = world.model.services.iter().map(HasTerm::id).map(Some).chain([None]);
    let holds = services.into_iter().any(|service: Option<Id<_>>| {
        let env = Env { service: service.as_ref(), ..Env::of_contract(Span::whole(world.term())) };
        !known.instants_where(&condition, &env).is_empty()
    });
    Some(Found::of(if holds { Answer::Flag(true) } else { Answer::Nothing }))
}
