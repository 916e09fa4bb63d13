//! What is not owed as long as the total of the amounts does not exceed a threshold.
//!
//! The total is that of what is incurred, exempt or not, in the window of the exemption. Beyond the threshold either all is owed, and what
//! was exempt becomes owed in the month in which it is exceeded, or only what exceeds it. Each window is by itself, as under a cap.

use super::windows::Sums;
use super::{Ledger, Part, owed};
use crate::evaluate::Env;
use crate::evaluate::derivation::{Line, What};
use crate::evaluate::world::{Span, World};
use crate::model::{Exemption, Replacement, Settlement, Window};
use crate::quantity::Rational;

impl World<'_> {
    /// Takes out of the amounts of a month what is exempt, and brings back what no longer is. Gives whether that can be said: a threshold that rests on
    /// a figure that nobody stated, or on what is not over, is not known.
    pub(super) fn exempt(
        &self,
        settlement: &Settlement,
        span: Span,
        parts: &mut Vec<Part>,
        ledger: &mut Ledger,
        lines: &mut Vec<Line>,
    ) -> bool {
        let id = &settlement.term.id;
        let replaced = self.replaced(id, "exempt", span.within.start, &Env::of_contract(span));
        let (exempt, by) = match (replaced, &settlement.exempt) {
            (Some((exception, Replacement::Exempt(exempt))), _) => (exempt, &exception.term.id),
            (_, Some(exempt)) => (exempt, id),
            (_, None) => return true,
        };
        let window = exempt.window.as_ref().or(Some(&Window::Term));
        let by_service = exempt.is_by_service(self.model);
        let mut sums = Sums::new(window, by_service, span, ledger.incurred.clone());
        let mut order: Vec<usize> = (0..parts.len()).collect();
        if sums.slides() {
            order.sort_by_key(|place| parts.get(*place).map(|part| part.at));
        }
        let (mut known, mut back) = (true, Vec::new());
        // What is exempt of the parts of this month, by their place.
        let mut kept: Vec<(usize, Rational)> = Vec::new();
        for place in order {
            // What is of no service is under no threshold of each.
            let is_of_one = |part: &&Part| !by_service || part.amount.judged.service.is_some();
            let Some(part) = parts.get(place).filter(|part| part.is_owed()).filter(is_of_one) else { continue };
            let (group, window) = self.counts_with(&sums, part);
            let service = group.service.as_ref();
            known &= !self.reads_ahead(&exempt.amount, &Env { service, ..Env::of_contract(window) });
            known &= !sums.may_change(&group, true);
            let Some(limit) = self.threshold(&exempt.amount, window, service) else {
                known = false;
                continue;
            };
            sums.add(&group, part.entry());
            ledger.incurred.push(part.entry());
            let over = (sums.reached(&group) - limit).max(Rational::zero());
            let owed = match beyond(exempt) {
                Beyond::Excess => over.min(part.left.clone()),
                Beyond::Whole if over.is_zero() => over,
                Beyond::Whole => {
                    let holds = |part: &Part| group.holds(part.at, part.amount.judged.service.as_ref());
                    // What was exempt in a window that is over never becomes owed.
                    back.extend(ledger.exempt.extract_if(.., |part| holds(part)));
                    kept.retain(|(place, _)| {
                        !parts.get(*place).is_some_and(|part| self.counts_with(&sums, part).0 == group || holds(part))
                    });
                    part.left.clone()
                }
            };
            if owed < part.left {
                kept.push((place, &part.left - owed));
            }
        }
        let sum: Rational = kept.iter().map(|(_, some)| some).sum();
        if !sum.is_zero() {
            lines.push(Line::new(What::Exempt, by).value(self.owed_in(settlement, sum).quantity()));
        }
        for (place, some) in kept {
            if let Some(part) = parts.get_mut(place) {
                part.left = &part.left - &some;
                ledger.exempt.push(Part { left: some, ..part.clone() });
            }
        }
        let sum = owed(&back);
        if !sum.is_zero() {
            lines.push(Line::new(What::NoLongerExempt, by).value(self.owed_in(settlement, sum).quantity()));
        }
        // It is owed now, under the caps of now. What came first stands first, so that a cap cuts what came last.
        let month = span.whole.end - 1;
        parts.splice(0..0, back.into_iter().map(|part| Part { at: month, ..part }));
        known
    }
}

/// What is owed beyond the threshold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Whole,
    Excess,
}

fn beyond(exempt: &Exemption) -> Beyond {
    if exempt.then.as_deref() == Some("excess") { Beyond::Excess } else { Beyond::Whole }
}
