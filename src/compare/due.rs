//! Deadlines of both versions against one another, over all instants of the term that they have in common.

use super::Witness;
use super::order::Verdict;
use super::sides::Sides;
use crate::evaluate::functions::{self, Start};
use crate::kernel::order::{self, Distance, Due};
use crate::model::Delay;
use crate::time::{Instants, Stretch};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// What becomes of a deadline: stricter where it is never later, and earlier at times. With what shows it. None where one of the
/// two is not agreed, or is no length of time.
pub fn delays(sides: &Sides<'_>, old: (&Start, &Delay), new: (&Start, &Delay), within: Stretch) -> Option<Shown> {
    if old == new && !sides.is_calendar_changed() {
        return Some((Verdict::Equal, Vec::new()));
    }
    let own = |(start, delay): (&Start, &Delay)| (start.clone(), delay.clone());
    let key = (own(old), own(new), within);
    if let Some(known) = sides.known.compared.borrow().get(&key) {
        return known.clone();
    }
    let found = compared(sides, old, new, within);
    sides.known.compared.borrow_mut().insert(key, found.clone());
    found
}

/// What was found, and built, once.
#[derive(Default)]
pub struct Known {
    compared: RefCell<FxHashMap<Compared, Option<Shown>>>,
    /// Of the newer version, or of the older one.
    built: RefCell<FxHashMap<(bool, Counted), Built>>,
}

/// What becomes of a deadline, with what shows it.
type Shown = (Verdict, Vec<Witness>);
/// A count as a function; none where it is not agreed.
type Built = Option<Rc<Due>>;

/// How a count starts, and for how long it runs.
type Counted = (Start, Delay);
/// Two counts, over the events of a stretch.
type Compared = (Counted, Counted, Stretch);

fn built(sides: &Sides<'_>, is_new: bool, (start, delay): (&Start, &Delay)) -> Built {
    let key = (is_new, (start.clone(), delay.clone()));
    if let Some(known) = sides.known.built.borrow().get(&key) {
        return known.clone();
    }
    let side = if is_new { &sides.new } else { &sides.old };
    let due = functions::due(side.world, start, delay).map(Rc::new);
    sides.known.built.borrow_mut().insert(key, due.clone());
    due
}

fn compared(sides: &Sides<'_>, old: (&Start, &Delay), new: (&Start, &Delay), within: Stretch) -> Option<Shown> {
    let (before, after) = (built(sides, false, old)?, built(sides, true, new)?);
    let events = Instants::of(sides.new.world.calendars.within(), [within]);
    // What only the one version reaches within what is known is told by asking both ways round.
    let (earliest, latest) = order::distances(&after, &before, &events)?;
    let reversed = order::distances(&before, &after, &events);
    let unreached = reversed.map(|(_, most)| most).filter(|most| most.first.is_none());
    let witness = |found: Distance| {
        // On the minute where that shows the same.
        let minute = found.event + (60 - found.event.rem_euclid(60)) % 60;
        let at = |event| Witness::Due { event, old: before.at(event), new: after.at(event) };
        let is_alike = |event| {
            let gap = after.at(event).zip(before.at(event)).map(|(new, old)| (new - old).signum());
            events.contains(event) && gap == Some(found.seconds().signum())
        };
        at(if found.first.is_some() && is_alike(minute) { minute } else { found.event })
    };
    let earlier = if earliest.seconds() < 0 {
        Some(witness(earliest))
    } else {
        unreached.map(|found| Witness::Due { event: found.event, old: None, new: Some(found.second) })
    };
    let later = (latest.seconds() > 0).then(|| witness(latest));
    Some(match (earlier, later) {
        (None, None) => (Verdict::Equal, Vec::new()),
        (Some(earlier), None) => (Verdict::Stricter, vec![earlier]),
        (None, Some(later)) => (Verdict::Looser, vec![later]),
        (Some(earlier), Some(later)) => (Verdict::Incomparable, vec![earlier, later]),
    })
}
