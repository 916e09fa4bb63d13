//! What is not owed as long as the total of the amounts does not exceed a threshold.
//!
//! The total is that of what is incurred, exempt or not, in the window of the exemption. Beyond the threshold either all is owed, and what
//! was exempt becomes owed in the month in which it is exceeded, or only what exceeds it.

use super::{Ledger, Part, owed};
use crate::evaluate::Env;
use crate::evaluate::derivation::{Line, What};
use crate::evaluate::world::{Span, World};
use crate::model::{Direction, Exemption, Replacement, Settlement, Window};
use crate::quantity::Rational;

impl World<'_> {
    /// Takes out of the amounts of a month what is exempt, and brings back what no longer is.
    pub(super) fn exempt(
        &self,
        settlement: &Settlement,
        span: Span,
        parts: &mut Vec<Part>,
        ledger: &mut Ledger,
        lines: &mut Vec<Line>,
    ) {
        let id = &settlement.term.id;
        let replaced = self.replaced(id, "exempt", span.within.start, &Env::of_contract(span));
        let (exempt, by) = match (replaced, &settlement.exempt) {
            (Some((exception, Replacement::Exempt(exempt))), _) => (exempt, &exception.term.id),
            (_, Some(exempt)) => (exempt, id),
            (_, None) => return,
        };
        let window = match &exempt.window {
            Some(Window::Term) | None => Span::whole(self.term()),
            Some(window) => self.horizon(window, span).unwrap_or(span),
        };
        let Some(limit) = self.limit_of(&exempt.amount, window, None) else { return };
        let month = span.whole.end - 1;
        let (now, inside) = (owed(parts), |month: i64| window.whole.contains(month));
        let before: Rational = ledger.incurred.iter().filter(|(month, _)| inside(*month)).map(|(_, sum)| sum).sum();
        ledger.incurred.push((month, now.clone()));
        // What was exempt in a window that is over never becomes owed.
        ledger.exempt.retain(|(month, _)| inside(*month));
        let is_over = &before + &now > limit;
        let left_out = match (is_over, beyond(exempt)) {
            (false, _) => now.clone(),
            (true, Beyond::Whole) => Rational::zero(),
            (true, Beyond::Excess) => (&limit - &before).max(Rational::zero()),
        };
        if !left_out.is_zero() {
            lines.push(Line::new(What::Exempt, by).value(self.owed_in(settlement, left_out.clone()).quantity()));
        }
        let kept = take(parts, left_out);
        ledger.exempt.extend(kept.into_iter().map(|part| (month, part)));
        if is_over && beyond(exempt) == Beyond::Whole {
            // It is owed now, under the caps of now.
            let back: Vec<Part> = ledger.exempt.drain(..).map(|(_, part)| Part { at: month, ..part }).collect();
            let sum = owed(&back);
            if !sum.is_zero() {
                lines.push(Line::new(What::NoLongerExempt, by).value(self.owed_in(settlement, sum).quantity()));
            }
            // What came first stands first, so that a cap cuts what came last.
            parts.splice(0..0, back);
        }
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

/// Takes so much out of what the debtor owes, what came first first, and gives what was taken.
fn take(parts: &mut [Part], mut left: Rational) -> Vec<Part> {
    let mut taken = Vec::new();
    for part in parts.iter_mut().filter(|part| part.amount.direction == Direction::Penalty) {
        let some = part.left.clone().min(left.clone());
        if some.is_zero() {
            continue;
        }
        left = left - &some;
        part.left = part.left.clone() - &some;
        taken.push(Part { left: some, ..part.clone() });
    }
    taken
}
