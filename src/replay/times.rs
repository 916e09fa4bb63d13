//! When something is due, who can be reached, what counts.

use super::{Found, cases, with_world, words};
use crate::base::Name;
use crate::diagnostics::{Amount, Answer, Case};
use crate::evaluate::due::{Reach, When};
use crate::evaluate::{Env, Span, World};
use crate::model::{Actor, CalendarSet, Commitment, Delay, Expr, HasTerm, Id, Right, Subject, Window};
use crate::time::{Instant, Stretch};

/// When a commitment, a level or a duty is due in a case.
pub(super) fn due(world: &World<'_>, of: &Name, level: Option<usize>, case: &Case) -> Option<Found> {
    match cases::placed(world.model, case) {
        None => due_in(world, of, level, case),
        Some(model) => {
            let mut found = None;
            with_world(&model, &mut |world| found = due_in(world, of, level, case));
            found
        }
    }
}

fn due_in(world: &World<'_>, of: &Name, level: Option<usize>, case: &Case) -> Option<Found> {
    let model = world.model;
    if let Some(own) = model.commitments.by_name(of) {
        let row = cases::row(world, case, Some(own))?;
        let answer = world.answer(&row);
        let promised = answer.promised.into_iter().find(|promised| promised.commitment.term.id == *of)?;
        return Some(Found::of(instant(&promised.when)?));
    }
    if let Some(ladder) = model.escalations.by_name(of) {
        let step = ladder.steps.get(level?.checked_sub(1)?)?;
        let service = match &ladder.of {
            Subject::Service(service) => Some(service.name().clone()),
            _ => case.service.clone(),
        };
        let row = cases::row(world, &Case { service, ..case.clone() }, None)?;
        let answer = world.answer(&row);
        let called = answer.called.into_iter().find(|called| {
            called.escalation.term.id == *of && called.step.level == step.level && called.step.span == step.span
        })?;
        return Some(Found::of(instant(&called.when)?));
    }
    let duty = model.duties.by_name(of)?;
    let row = cases::row(world, case, None)?;
    let told = world.answer(&row).told.into_iter().find(|told| told.duty.term.id == duty.term.id)?;
    Some(Found::of(instant(&told.when)?))
}

fn instant(when: &When<'_>) -> Option<Answer> {
    match when {
        When::At(at) => Some(Answer::Instant(*at)),
        When::Later(_) => Some(Answer::Never),
        _ => None,
    }
}

/// From when on a party or role can be reached that is tried at an instant, or from it until another.
pub(super) fn reached(world: &World<'_>, actor: &Name, at: Instant, until: Option<Instant>) -> Option<Found> {
    let own = match world.model.roles.by_name(actor) {
        Some(role) => Actor::Role(role.id()),
        None => Actor::Party(world.model.parties.by_name(actor)?.id()),
    };
    Some(Found::of(match world.reach(&own, Some(at), Some(until.unwrap_or(at))) {
        Reach::Then => Answer::Instant(at),
        Reach::From(next) => Answer::Instant(next),
        Reach::Never => Answer::Never,
    }))
}

/// When a length of time is over that runs from an instant.
pub(super) fn delay(world: &World<'_>, length: &Amount, from: Instant) -> Option<Found> {
    let delay = Delay { length: words::quantity(length), calendar: None, counted_by: None };
    Some(Found::of(world.after(&delay, from).map_or(Answer::Never, Answer::Instant)))
}

/// Whether an instant counts for a commitment. Of one that names no calendar nothing is known.
pub(super) fn counts(world: &World<'_>, commitment: &Name, at: Instant) -> Option<Found> {
    let own = world.model.commitments.by_name(commitment)?;
    let Some(calendar) = own.calendar.as_ref().filter(|set| world.calendars.is_agreed(set)) else {
        return Some(Found::of(Answer::Nothing));
    };
    Some(Found::of(Answer::Flag(world.calendars.instants(calendar).contains(at))))
}

/// The period with which an instant is judged, or gathered.
pub(super) fn period(world: &World<'_>, term: &Name, at: Instant) -> Option<Found> {
    let window = match world.model.commitments.by_name(term) {
        Some(own) => window_of(own),
        None => gathered_over(world.model.rights.by_name(term)?),
    };
    let Some(window) = window else { return Some(Found::of(Answer::Nothing)) };
    let periods = world.periods(window, Stretch::new(at, at + 1));
    let own = periods.into_iter().find(|span| span.whole.contains(at));
    Some(Found::of(own.map_or(Answer::Nothing, |span| Answer::Period((span.whole.start, span.whole.end)))))
}

fn window_of(commitment: &Commitment) -> Option<&Window> {
    commitment.window.as_ref()
}

/// The time over which the condition of a right gathers values.
fn gathered_over(right: &Right) -> Option<&Window> {
    fn of(expr: &Expr) -> Option<&Window> {
        match expr {
            Expr::Aggregate { over, .. } => over.as_ref(),
            other => other.parts().into_iter().find_map(of),
        }
    }
    right.when.as_ref().and_then(of)
}

/// Whether a cause frees that nobody has established.
pub(super) fn established(world: &World<'_>, exclusion: &Name) -> Option<Found> {
    let own = world.model.exclusions.by_name(exclusion)?;
    let finding = own.established.as_ref()?;
    Some(Found::of(match &finding.otherwise {
        None => Answer::Nothing,
        Some(_) => Answer::Flag(World::frees_unfound(own)),
    }))
}

/// The instants of a calendar in a stretch, for those who ask what is lost.
pub(super) fn measure(world: &World<'_>, calendar: Option<&CalendarSet>, during: Stretch) -> i64 {
    world.calendars.instants(calendar.unwrap_or(&CalendarSet::Always)).measure(during.start, during.end)
}

/// The environment of the whole contract.
pub(super) fn everywhere<'e>(world: &World<'_>) -> Env<'e> {
    Env::of_contract(Span::whole(world.term()))
}

/// The identity of a term by its name.
pub(super) fn id<T>(name: &Name) -> Id<T> {
    Id::new(name.clone())
}
