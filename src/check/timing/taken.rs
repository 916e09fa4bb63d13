//! How much of the hours of a promise exclusions may take, each by itself and all of them together.

use super::hours;
use super::timer::Timer;
use crate::check::Facts;
use crate::kernel::measure;
use crate::model::{Commitment, Exclusion, ExclusionSource, Form, HasTerm, Window};
use crate::quantity::Rational;
use crate::time::{Instants, Stretch};
use std::rc::Rc;

/// Exclusions that may take a great part of what is promised.
pub struct Taken<'m> {
    /// The exclusions: one, or several that take much together only.
    pub exclusions: Vec<&'m Exclusion>,
    /// The commitment of which they may take most.
    pub commitment: &'m Commitment,
    /// The window in which they do, in words.
    pub window: String,
    /// The seconds that they may take of those that are promised.
    pub seconds: (i64, i64),
    /// The change of the clocks in the window, where there is one.
    pub clocks: Option<String>,
}

impl Taken<'_> {
    /// Whether nothing is left of the window.
    #[must_use]
    pub fn takes_all(&self) -> bool {
        self.seconds.0 == self.seconds.1
    }
}

/// An exclusion with the hours of a commitment that it may be used in.
struct Part<'m> {
    exclusion: &'m Exclusion,
    hours: Instants,
    /// The window of its budget, where that is longer than the window that is judged.
    over: Option<&'m Window>,
}

/// A share of a window that may be taken: of whose, in which, how many seconds of how many.
type Share<'m> = (&'m Commitment, Stretch, i64, i64);

/// Exclusions that may take more than `most` of some window.
pub(super) fn of<'m>(facts: &Facts<'m>, timer: &Timer<'_>, most: &Rational) -> Vec<Taken<'m>> {
    let model = facts.model;
    let mut found: Vec<Taken<'m>> = Vec::new();
    let promised: Vec<(&'m Commitment, Vec<Stretch>, Instants)> =
        facts.binding().filter_map(|commitment| counted(facts, timer, commitment)).collect();
    let windows = |commitment: &'m Commitment, windows: &[Stretch], parts: &[Part<'m>], all: &Instants| {
        let taken = |stretch: Stretch| greatest(timer, commitment, parts, stretch);
        let (stretch, own, all) = measure::greatest_share(taken, all, windows.iter().copied())?;
        Some((Rational::new(own, all)?, (commitment, stretch, own, all)))
    };
    let told = |exclusions: Vec<&'m Exclusion>, (commitment, stretch, own, all): Share<'m>| {
        let window = format!("{} to {}", timer.told(stretch.start), timer.told_end(stretch.end));
        Taken { exclusions, commitment, window, seconds: (own, all), clocks: timer.clock_change(stretch) }
    };
    // The first of those of which the same share may be taken.
    let worse = |best: (Rational, Share<'m>), next: (Rational, Share<'m>)| if next.0 > best.0 { next } else { best };
    for exclusion in &model.exclusions {
        let shares = promised.iter().filter_map(|(commitment, periods, all)| {
            let part = part(facts, timer, exclusion, commitment, all)?;
            // A budget over a longer window than the one that is judged is compared with that one.
            match part.over {
                None => windows(commitment, periods, &[part], all),
                Some(longer) => windows(commitment, &whole(timer, longer), &[part], all),
            }
        });
        if let Some((_, share)) = shares.reduce(worse).filter(|(share, _)| share > most) {
            found.push(told(vec![exclusion], share));
        }
    }
    let mut together: Vec<(Vec<&'m Exclusion>, (Rational, Share<'m>))> = Vec::new();
    for (commitment, periods, all) in &promised {
        let parts: Vec<Part<'m>> = model
            .exclusions
            .iter()
            .filter(|exclusion| {
                found.iter().all(|taken| taken.exclusions.iter().all(|of| of.term.id != exclusion.term.id))
            })
            .filter_map(|exclusion| part(facts, timer, exclusion, commitment, all).filter(|part| part.over.is_none()))
            .collect();
        if !(2..=TOGETHER).contains(&parts.len()) {
            continue;
        }
        let share = windows(commitment, periods, &parts, all).filter(|(share, _)| share > most);
        let exclusions: Vec<&'m Exclusion> = parts.iter().map(|part| part.exclusion).collect();
        let same =
            |known: &[&Exclusion]| known.iter().map(|of| &of.term.id).eq(exclusions.iter().map(|of| &of.term.id));
        match (share, together.iter_mut().find(|(known, _)| same(known))) {
            (Some(share), Some((_, best))) if share.0 > best.0 => *best = share,
            (Some(share), None) => together.push((exclusions, share)),
            _ => {}
        }
    }
    found.extend(together.into_iter().map(|(exclusions, (_, share))| told(exclusions, share)));
    found
}

/// Exclusions on one commitment beyond which it is not looked at what they take together.
const TOGETHER: usize = 8;

/// The windows of a share of time, those that the term does not cut, and the instants that count.
fn counted<'m>(
    facts: &Facts<'m>,
    timer: &Timer<'_>,
    commitment: &'m Commitment,
) -> Option<(&'m Commitment, Vec<Stretch>, Instants)> {
    let form = facts.model.indicators.get(&commitment.indicator).map(|indicator| indicator.form);
    let set = commitment.calendar.as_ref().filter(|set| timer.world.calendars.is_agreed(set))?;
    let window = commitment.window.as_ref().filter(|_| form == Some(Form::TimeRatio))?;
    Some((commitment, whole(timer, window), hours::in_term(timer, &timer.world.calendars.instants(set))))
}

/// The windows of a sort that the term does not cut.
fn whole(timer: &Timer<'_>, window: &Window) -> Vec<Stretch> {
    let periods = timer.world.periods(window, timer.looked_at()).into_iter();
    periods.filter(|period| !period.is_partial()).map(|period| period.whole).collect()
}

/// The hours of a commitment that an exclusion may be used in; none where it suspends something else, or nothing bounds it but what happens.
fn part<'m>(
    facts: &Facts<'m>,
    timer: &Timer<'_>,
    exclusion: &'m Exclusion,
    commitment: &Commitment,
    counted: &Instants,
) -> Option<Part<'m>> {
    let suspends = commitment.suspended_by.contains(&exclusion.id());
    if !suspends || facts.blanks().has_dates(&exclusion.term.id) {
        return None;
    }
    let budget = exclusion.budget.as_ref();
    if budget.is_some_and(|(quantity, window)| quantity.as_blank().is_some() || window.is_none()) {
        return None;
    }
    let hours = match &exclusion.applies {
        // Whenever the condition holds, as far as the budget goes.
        ExclusionSource::When(_) if budget.is_some() => {
            let in_force = timer.world.in_force(exclusion.term.validity);
            Rc::new(Instants::of(counted.within(), [in_force]))
        }
        _ => hours::hours(timer, exclusion)?,
    };
    let hours = hours.and(counted);
    let window = budget.and_then(|(_, window)| window.as_ref());
    let over = window.filter(|window| is_longer(window, commitment));
    (!hours.is_empty() && allowed(timer, exclusion, commitment, &hours, timer.looked_at()).is_some()).then_some(Part {
        exclusion,
        hours,
        over,
    })
}

/// How many seconds an exclusion may take in a window of a commitment: those of its hours, as far as its budget goes. None where the
/// windows of the two cross.
fn allowed(
    timer: &Timer<'_>,
    exclusion: &Exclusion,
    commitment: &Commitment,
    hours: &Instants,
    stretch: Stretch,
) -> Option<i64> {
    let own = |stretch: Stretch| hours.measure(stretch.start, stretch.end);
    let Some((quantity, window)) = &exclusion.budget else { return Some(own(stretch)) };
    let (window, judged) = (window.as_ref()?, commitment.window.as_ref()?);
    let budget = Rational::from(quantity.base().floor()).to_i64()?;
    if window == judged || is_longer(window, commitment) {
        return Some(own(stretch).min(budget));
    }
    window.lies_within(judged).then(|| {
        let parts = timer.world.periods(window, stretch).into_iter();
        parts.map(|part| own(part.whole.and(stretch)).min(budget)).sum()
    })
}

/// Whether a window holds those in which a commitment is judged.
fn is_longer(window: &Window, commitment: &Commitment) -> bool {
    *window == Window::Term || commitment.window.as_ref().is_some_and(|judged| judged.lies_within(window))
}

/// The most that exclusions may take of a stretch together. What they may take is a flow from each of them, as much as it is allowed, to the
/// seconds of its hours: the greatest is the least cut, where some of them take all that they are allowed and the others all of their hours.
fn greatest(timer: &Timer<'_>, commitment: &Commitment, parts: &[Part<'_>], stretch: Stretch) -> i64 {
    let allowed: Vec<i64> = parts
        .iter()
        .map(|part| allowed(timer, part.exclusion, commitment, &part.hours, stretch).unwrap_or(0))
        .collect();
    let cuts = (0_u32..1 << parts.len()).map(|chosen| {
        let is_chosen = |at: usize| chosen >> at & 1 == 1;
        let own: i64 = allowed.iter().enumerate().filter(|(at, _)| !is_chosen(*at)).map(|(_, most)| most).sum();
        let others = parts.iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, part)| &part.hours);
        let hours = others
            .fold(None, |all: Option<Instants>, hours| Some(all.map_or_else(|| hours.clone(), |all| all.or(hours))));
        own + hours.map_or(0, |hours| hours.measure(stretch.start, stretch.end))
    });
    cuts.min().unwrap_or(0)
}
