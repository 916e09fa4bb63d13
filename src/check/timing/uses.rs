//! Claims and rights: whether they can be used in time, and whether they ever arise.

use super::timer::Timer;
use crate::base::{Name, Span};
use crate::check::Facts;
use crate::check::commitments::party_of;
use crate::model::{Actor, Aggregate, Claim, Commitment, Deadline, Duty, Event, Expr, Id, Party, Right, Term, Window};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use crate::time::{Instant, Stretch};

/// A claim or a right that is over before the report on its period is due.
pub struct Unread<'m> {
    /// The settlement or the right.
    pub term: &'m Name,
    /// Where its time stands.
    pub span: Span,
    /// The report.
    pub duty: &'m Duty,
    /// The end of the period, in words.
    pub end: String,
    /// When the time is over, in words.
    pub over: String,
    /// When the report is due, in words.
    pub due: String,
}

/// A right that takes more breaches than there can be.
pub struct Unused<'m> {
    /// The right.
    pub right: &'m Right,
    /// The commitments whose breaches are counted.
    pub counted: Vec<&'m Commitment>,
    /// How many breaches it takes.
    pub needed: Rational,
    /// How many there can be.
    pub most: usize,
}

/// Claims and rights whose time is over, for some period, before the first report on the period is due.
pub(super) fn unread<'m>(facts: &Facts<'m>, timer: &Timer<'_>) -> Vec<Unread<'m>> {
    let model = facts.model;
    let claims = model.settlements.iter().filter_map(|settlement| match &settlement.claim {
        Some(Claim::By { party, within: Some(within), .. }) => Some((&settlement.term, "claim", party.clone(), within)),
        _ => None,
    });
    let rights = model.rights.iter().filter_map(|right| {
        let counts = right.when.as_ref().is_some_and(|when| counted(when).is_some());
        let party = party_of(model, &right.of).filter(|_| counts)?;
        Some((&right.term, "within", party, right.within.as_ref()?))
    });
    claims
        .chain(rights)
        .filter_map(|(term, field, party, within)| one(facts, timer, (term, field), &party, within))
        .collect()
}

fn one<'m>(
    facts: &Facts<'m>,
    timer: &Timer<'_>,
    (term, field): (&'m Term, &str),
    party: &Id<Party>,
    within: &Deadline,
) -> Option<Unread<'m>> {
    let (model, world) = (facts.model, timer.world);
    let Some(Event::EndOf(window)) = &within.after else { return None };
    let is = |actors: &[Actor]| actors.iter().any(|actor| party_of(model, actor).as_ref() == Some(party));
    let is_report = |duty: &&Duty| {
        let of_period = |within: &Deadline| within.after == Some(Event::EndOf(window.clone()));
        duty.each.as_ref() == Some(window)
            && duty.within.as_ref().is_some_and(of_period)
            && !is(&duty.of)
            && (duty.to.is_empty() || is(&duty.to))
            && !facts.blanks().has_dates(&duty.term.id)
    };
    let reports: Vec<&'m Duty> = model.duties.iter().filter(is_report).collect();
    let due = |duty: &&'m Duty, period: Stretch| Some((world.due(duty.within.as_ref()?, None, period)?, *duty));
    let periods = world.periods(window, timer.looked_at()).into_iter().filter(|period| !period.is_partial());
    periods.map(|period| period.whole).find_map(|period| {
        let over = world.due(within, None, period)?;
        let (due, duty) = reports.iter().filter_map(|duty| due(duty, period)).min_by_key(|(due, _)| *due)?;
        (over < due).then(|| Unread {
            term: &term.id,
            span: term.field(field),
            duty,
            end: timer.told_end(period.end),
            over: timer.told_end(over),
            due: timer.told_end(due),
        })
    })
}

/// What a condition counts: the breaches of what, over which window, and how many it takes.
fn counted(when: &Expr) -> Option<(&crate::model::CommitmentRef, Option<&Window>, Rational)> {
    let Expr::Compare { comparator, left, right } = when else { return None };
    let Expr::Quantity(least) = right.as_ref() else { return None };
    let least = match comparator {
        Comparator::AtLeast | Comparator::Exactly => least.base(),
        Comparator::MoreThan => least.base() + Rational::one(),
        _ => return None,
    };
    let (of, over) = match left.as_ref() {
        Expr::Aggregate { function: Aggregate::Count, of, filter: None, over } => match of.as_ref() {
            Expr::Aggregate { function: Aggregate::Breaches, of, filter: None, over: inner } => {
                (of.as_ref(), over.as_ref().or(inner.as_ref()))
            }
            _ => return None,
        },
        Expr::Aggregate { function: Aggregate::Breaches, of, filter: None, over } => (of.as_ref(), over.as_ref()),
        _ => return None,
    };
    let Expr::Commitment(named) = of else { return None };
    Some((named, over, least))
}

/// Rights that take more breaches than there are windows in which there can be one.
pub(super) fn unused<'m>(facts: &Facts<'m>, timer: &Timer<'_>) -> Vec<Unused<'m>> {
    let model = facts.model;
    let mut found = Vec::new();
    for right in &model.rights {
        let Some((named, over, needed)) = right.when.as_ref().and_then(counted) else { continue };
        let open = |commitment: &Commitment| facts.blanks().has_dates(&commitment.term.id);
        let counted: Vec<&'m Commitment> =
            model.commitments.iter().filter(|c| c.target.is_some() && named.means(c)).collect();
        let is_named = |service: &crate::model::Service| {
            !service.many
                && (named.scope.services.is_empty()
                    || named.scope.services.iter().any(|id| *id.name() == service.term.id))
        };
        if counted.is_empty() || counted.iter().any(|commitment| open(commitment)) || model.services.is_empty() {
            continue;
        }
        // Each end of a window in which a service is judged.
        let mut ends: Vec<Instant> = Vec::new();
        let mut is_bounded = !model.services.iter().any(|service| service.many);
        for commitment in &counted {
            let held: Vec<Stretch> =
                timer.world.held(commitment).filter(|(service, _)| is_named(service)).map(|(_, held)| held).collect();
            for held in held {
                match &commitment.window {
                    Some(window @ (Window::Calendar { .. } | Window::OpenDays { .. } | Window::Period { .. })) => {
                        let periods = timer.world.periods(window, held.and(timer.looked_at()));
                        ends.extend(periods.into_iter().map(|period| period.whole.end));
                    }
                    _ => is_bounded = false,
                }
            }
        }
        ends.sort_unstable();
        let most = match over {
            _ if !is_bounded => continue,
            // Windows that end within one that is looked back over, which ends with one of them.
            Some(over @ (Window::Rolling { .. } | Window::Last { .. })) => {
                let within = |end: &Instant| span_before(timer, over, *end);
                let counts: Option<Vec<usize>> = ends
                    .iter()
                    .map(|end| {
                        let start = within(end)?;
                        Some(ends.iter().filter(|other| start < **other && *other <= end).count())
                    })
                    .collect();
                match counts {
                    Some(counts) => counts.into_iter().max().unwrap_or(0),
                    None => continue,
                }
            }
            Some(Window::Term) | None => ends.len(),
            Some(_) => continue,
        };
        if Rational::from(i64::try_from(most).unwrap_or(i64::MAX)) < needed {
            found.push(Unused { right, counted, needed, most });
        }
    }
    found
}

/// The start of the window that ends at an instant; none where it is not told by its length.
fn span_before(timer: &Timer<'_>, window: &Window, end: Instant) -> Option<Instant> {
    match window {
        Window::Rolling { span, .. } | Window::Last { span } => timer.world.back(end, span),
        _ => None,
    }
}
