//! The windows of budgets: one after another, or one that slides.

use super::Taken;
use super::account::Ledger;
use crate::base::Name;
use crate::evaluate::World;
use crate::evaluate::world::whole_seconds;
use crate::model::{Exclusion, Quantity, Window};
use crate::time::{Instant, Instants, Stretch};

impl World<'_> {
    /// The parts of a stretch, each with the start of the window of the budget that it lies in; one for all where there is no window.
    pub(super) fn budget_windows(&self, window: Option<&Window>, during: Stretch) -> Vec<(Instant, Stretch)> {
        if let Some(cycle) = window.and_then(|window| self.cycle(window)) {
            return cycle.periods(during, self.zone()).map(|period| (period.whole.start, period.within)).collect();
        }
        let length = match window {
            Some(Window::Slot { length }) => whole_seconds(&length.base()).filter(|length| *length > 0),
            _ => None,
        };
        let Some(length) = length else { return vec![(0, during)] };
        // Slots follow one another from the start of the term.
        let term = self.term().start;
        let mut parts = Vec::new();
        let mut at = during.start;
        while at < during.end {
            let start = term + (at - term).div_euclid(length) * length;
            let part = Stretch::new(at, (start + length).min(during.end));
            parts.push((start, part));
            at = part.end;
        }
        parts
    }

    /// The parts of a use that a budget of a window that slides allows: at each instant, what was granted in the span that ends
    /// there counts.
    #[expect(clippy::too_many_arguments, reason = "a use, its budget and what is granted so far")]
    pub(super) fn within_sliding(
        &self,
        budget: i64,
        span: &Quantity,
        exclusion: &Exclusion,
        taken: &Taken,
        clock: Option<&Name>,
        ledger: &mut Ledger<'_>,
        within: Stretch,
    ) -> Vec<Stretch> {
        let wanted = ledger.wanted(taken, taken.during, clock, within);
        let key = (exclusion.term.id.clone(), clock.cloned());
        let mut known = ledger.slid.remove(&key).unwrap_or_else(|| Instants::never(within));
        let (mut granted, mut at) = (Vec::new(), taken.during.start);
        while at < taken.during.end {
            let begins = self.back(at, span).unwrap_or(within.start);
            let used: i64 = known.pieces(begins, at).map(Stretch::seconds).sum();
            let oldest = known.pieces(begins, at).next();
            let until = match oldest.filter(|_| used >= budget) {
                // The budget holds at least until so much more is used.
                None if used < budget => wanted.add(at, budget - used).unwrap_or(taken.during.end),
                // What leaves the window makes room for as much.
                Some(oldest) if oldest.start <= begins => at + oldest.seconds(),
                Some(oldest) => {
                    at = self.ahead(oldest.start, span).unwrap_or(taken.during.end).max(at + 1);
                    continue;
                }
                None => break,
            };
            let part = Stretch::new(at, until.max(at + 1).min(taken.during.end));
            known = known.or(&wanted.and(&Instants::of(within, [part])));
            granted.push(part);
            at = part.end;
        }
        ledger.slid.insert(key, known);
        granted
    }
}
