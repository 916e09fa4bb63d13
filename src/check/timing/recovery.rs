//! Backup plans against the recovery objectives that they protect.
//!
//! What is lost is what was written since the last copy that was safe. It is most just before the next copy is safe, so it comes as near as
//! one likes to the widest gap between two copies with the lag of the second one, and never quite to it: a plan whose gap and lag are as long as
//! the objective keeps it.

use super::timer::Timer;
use crate::base::Span;
use crate::check::{Facts, values, words};
use crate::evaluate::world::civil;
use crate::kernel::measure;
use crate::model::{Backup, CalendarSet, Commitment, Event, Exception, Expr, FieldType, Model, Quantity};
use crate::quantity::Rational;
use crate::time::{CivilSpan, Instant, Instants, Stretch, compile, local};
use jiff::ToSpan;

/// What is promised: at all times, or while an exception holds.
#[derive(Clone)]
pub struct Limit<'m> {
    /// The longest that is allowed.
    pub allowed: Quantity,
    /// Where it stands.
    pub span: Span,
    /// The exception that gives it, where one does.
    pub exception: Option<&'m Exception>,
}

impl Limit<'_> {
    /// `no more than 4 h`, with the exception that says so.
    #[must_use]
    pub fn told(&self) -> String {
        let limit = words::quantity(&self.allowed);
        match self.exception {
            Some(exception) => format!("no more than {limit} while `{}` holds", exception.term.id),
            None => format!("no more than {limit}"),
        }
    }
}

/// A plan by which more may be lost than is promised.
pub struct Loss<'m> {
    /// The plan.
    pub backup: &'m Backup,
    /// The recovery point that it protects.
    pub commitment: &'m Commitment,
    /// What may be lost at the most.
    pub limit: Limit<'m>,
    /// When a copy is begun, in words.
    pub copied: String,
    /// When the next one is safe, in words.
    pub safe: String,
    /// The two instants.
    pub at: (Instant, Instant),
    /// The seconds in between that count.
    pub seconds: i64,
    /// When the copy is erased, where it is not kept for ever.
    pub kept: Option<Instant>,
    /// Whether the copy is erased before the next one is safe.
    pub erased: bool,
    /// The change of the clocks in between, where there is one.
    pub clocks: Option<String>,
}

/// A plan by which recovery may take longer than is promised.
pub struct Slow<'m> {
    /// The plan.
    pub backup: &'m Backup,
    /// The recovery time that it protects.
    pub commitment: &'m Commitment,
    /// How long it may take at the most.
    pub limit: Limit<'m>,
    /// The parts of the recovery: what, and how many seconds.
    pub parts: Vec<(&'static str, Rational)>,
    /// Their sum, as far as it counts.
    pub seconds: Rational,
}

/// Plans that do not carry what they protect.
#[derive(Default)]
pub struct Recovery<'m> {
    /// Plans by which too much may be lost.
    pub losses: Vec<Loss<'m>>,
    /// Plans by which it may take too long.
    pub slow: Vec<Slow<'m>>,
}

/// Compares each plan with each objective that it protects.
pub(super) fn of<'m>(facts: &Facts<'m>, timer: &Timer<'_>) -> Recovery<'m> {
    let model = facts.model;
    let mut found = Recovery::default();
    for backup in &model.backups {
        for commitment in backup.protects.iter().filter_map(|id| model.commitments.get(id)) {
            let Some(indicator) = model.indicators.get(&commitment.indicator) else { continue };
            let Expr::TimeBetween { from, to } = &indicator.formula else { continue };
            let Some(hours) = commitment.calendar.as_ref().filter(|set| timer.world.calendars.is_agreed(set)) else {
                continue;
            };
            let hours = timer.world.calendars.instants(hours);
            for asked in facts.asked(commitment) {
                let Some(allowed) = values::constant(model, &asked.bound.value) else { continue };
                if allowed.as_blank().is_some() || civil(&allowed).is_some() {
                    continue;
                }
                let during = timer.world.in_force(asked.exception.map(|of| of.term.validity).unwrap_or_default());
                let limit = Limit { allowed, span: asked.span, exception: asked.exception };
                if model.looks_back(from, to) || is_loss(model, from, to) {
                    let gap = widest(timer, backup, during);
                    let before = found.losses.len();
                    found.losses.extend(gap.and_then(|gap| loss(timer, backup, commitment, limit, gap, &hours)));
                    if found.losses.len() > before {
                        break;
                    }
                } else {
                    let before = found.slow.len();
                    found.slow.extend(slow(backup, commitment, limit, &hours));
                    if found.slow.len() > before {
                        break;
                    }
                }
            }
        }
    }
    found
}

/// Whether a time is one of lost data: from the first instant of the life of a case until one that is not its last. A recovery ends with
/// the last one.
fn is_loss(model: &Model, from: &Event, to: &Event) -> bool {
    let (Event::Field { record, field: from }, Event::Field { field: to, .. }) = (from, to) else { return false };
    let Some(record) = model.records.get(record) else { return false };
    let mut life = record.fields.iter().filter(|field| field.ty == FieldType::Instant).map(|field| &field.name);
    life.next() == Some(from) && life.next_back().is_some_and(|last| last != to)
}

/// The widest gap between two copies in a part of the term: when one is begun, and when the next one is.
fn widest(timer: &Timer<'_>, backup: &Backup, during: Stretch) -> Option<(Instant, Instant)> {
    let world = timer.world;
    let (calendars, every) = (world.calendars, &backup.every);
    if !world.is_agreed(&every.length, every.calendar.as_ref()) {
        return None;
    }
    let set = every.calendar.clone().unwrap_or(CalendarSet::Always);
    let times = (!backup.at.is_empty()).then(|| compile(&backup.at, &[], calendars.zone(), calendars.within()));
    let looked_at = timer.looked_at().and(during);
    match civil(&every.length) {
        // Copies every so many hours of certain hours of the day are not told one by one.
        None if times.is_some() => None,
        None => {
            let hours = calendars.instants(&set);
            let seconds = every.length.base().to_i64()?;
            let (first, last) = (hours.next_inside(looked_at.start)?, hours.subtract(looked_at.end, seconds)?);
            let worst = hours.worst_span_from(seconds, Stretch::new(first, last.saturating_add(1)))?;
            Some((worst.from, worst.until))
        }
        Some(CivilSpan::Months(_)) => None,
        Some(CivilSpan::Days(days)) => {
            let zone = calendars.zone_of(&set);
            let open = |day| set == CalendarSet::Always || calendars.day_is_open(&set, day);
            let begun: Vec<Instant> = match times {
                // A time that the clocks skip is none: that day has no copy.
                Some(times) => times.stretches().map(|copy| copy.start).filter(|at| looked_at.contains(*at)).collect(),
                None => {
                    let days = local::date_at(&zone, looked_at.start).series(1.day());
                    days.map(|day| local::start_of(&zone, day)).take_while(|start| *start < looked_at.end).collect()
                }
            };
            let begun = begun.into_iter().filter(|at| open(local::date_at(&zone, *at)));
            let days = usize::try_from(days).ok()?.max(1);
            let copies: Vec<Instant> = begun.step_by(days).collect();
            measure::widest_gap(&copies)
        }
    }
}

fn loss<'m>(
    timer: &Timer<'_>,
    backup: &'m Backup,
    commitment: &'m Commitment,
    limit: Limit<'m>,
    (copied, next): (Instant, Instant),
    hours: &Instants,
) -> Option<Loss<'m>> {
    let lag = match &backup.lag {
        Some(lag) if lag.as_blank().is_some() => return None,
        Some(lag) => Rational::from(lag.base().floor()).to_i64()?,
        None => 0,
    };
    let safe = next.saturating_add(lag);
    let seconds = hours.measure(copied, safe);
    let kept = backup.retained.as_ref().and_then(|kept| timer.world.after(kept, copied));
    let erased = kept.is_some_and(|kept| kept < safe);
    let found = Loss {
        backup,
        commitment,
        copied: timer.told(copied),
        safe: timer.told(safe),
        at: (copied, safe),
        kept,
        seconds,
        erased,
        clocks: timer.clock_change(Stretch::new(copied, safe)),
        limit: limit.clone(),
    };
    (Rational::from(seconds) > limit.allowed.base() || erased).then_some(found)
}

fn slow<'m>(backup: &'m Backup, commitment: &'m Commitment, limit: Limit<'m>, hours: &Instants) -> Option<Slow<'m>> {
    let length = |quantity: &Option<Quantity>| match quantity {
        Some(quantity) if quantity.as_blank().is_none() => Some(quantity.base()),
        _ => None,
    };
    let restored = match (&backup.size, &backup.restore) {
        (Some(size), Some(speed)) if size.as_blank().is_none() && speed.as_blank().is_none() => {
            size.base().checked_div(&speed.base())
        }
        _ => None,
    };
    let parts = [
        ("detection", length(&backup.detect)),
        ("decision", length(&backup.declare)),
        ("restoration", restored),
        ("check", length(&backup.verify)),
    ];
    let parts: Vec<_> = parts.into_iter().filter_map(|(what, seconds)| Some((what, seconds?))).collect();
    let sum: Rational = parts.iter().map(|(_, seconds)| seconds.clone()).sum();
    // On hours that do not always run, a recovery counts for no more than runs within it.
    let is_always = *hours == Instants::always(hours.within());
    let seconds = if is_always {
        sum
    } else {
        let (_, most) = measure::most(hours, Rational::from(sum.ceil()).to_i64()?)?;
        sum.min(Rational::from(most))
    };
    (seconds > limit.allowed.base()).then_some(Slow { backup, commitment, limit, parts, seconds })
}
