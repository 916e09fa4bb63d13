//! Whether a made-up case may open at an instant: its values may say at which hours it does.

use crate::base::Name;
use crate::evaluate::evidence::Row;
use crate::evaluate::{Env, Span, Value, World};
use crate::model::{Dimension, Expr, Operator, StateSource};
use crate::time::{Instant, Instants, Stretch};

/// How far from the instant that shows most another one is looked for: a week, by half hours.
const AROUND: i64 = 7 * 48;
const HALF_HOUR: i64 = 1_800;

/// The instant nearest to `wanted`, first before it and then after it, at which the case agrees with its own values.
pub(super) fn nearest(
    world: &World<'_>,
    (open, held): (&Instants, Stretch),
    wanted: Instant,
    case: impl Fn(Instant) -> Row,
) -> Option<Instant> {
    let before = (1..=AROUND).map(|steps| wanted - steps * HALF_HOUR);
    let after = (1..=AROUND).map(|steps| wanted + steps * HALF_HOUR);
    let others = before.chain(after).filter(|at| held.contains(*at) && open.contains(*at));
    [wanted].into_iter().chain(others).find(|at| agrees(world, &case(*at)))
}

/// Whether the clock denies no condition of a value that the case is said to have.
fn agrees(world: &World<'_>, case: &Row) -> bool {
    let env = Env::of_row(case, Span::whole(world.term()));
    let condition = |(name, value): &(Name, Value)| {
        let dimension: &Dimension = world.model.dimensions.by_name(name)?;
        let word = value.word()?;
        dimension.values.iter().find(|value| value.name == *word)?.when.as_ref()
    };
    !case.values.iter().filter_map(condition).any(|condition| denied(world, condition, &env))
}

/// Whether a condition cannot hold, whatever else is known of the case.
fn denied(world: &World<'_>, condition: &Expr, env: &Env<'_>) -> bool {
    match condition {
        Expr::Binary { op: Operator::And, left, right } => denied(world, left, env) || denied(world, right, env),
        Expr::Binary { op: Operator::Or, left, right } => denied(world, left, env) && denied(world, right, env),
        other => is_of_the_clock(world, other) && !world.eval(other, env).holds(),
    }
}

/// Whether nothing but the instant decides a condition.
fn is_of_the_clock(world: &World<'_>, condition: &Expr) -> bool {
    match condition {
        Expr::In { .. } => true,
        Expr::Not(inner) => is_of_the_clock(world, inner),
        Expr::Binary { op: Operator::And | Operator::Or, left, right } => {
            is_of_the_clock(world, left) && is_of_the_clock(world, right)
        }
        Expr::State(state) => world.model.states.get(state).is_some_and(|state| match &state.holds {
            StateSource::When(condition) => {
                state.when.is_none() && state.lasting.is_none() && is_of_the_clock(world, condition)
            }
            _ => false,
        }),
        _ => false,
    }
}
