//! Deadlines that should stand in an order: those of a stricter priority, or of a better tier, come first.

use super::Instance;
use super::stages::Clock;
use super::timer::Timer;
use crate::base::Name;
use crate::check::{Facts, ladders, shown};
use crate::diagnostics::{Finding, Shows, Witness};
use crate::model::Commitment;
use rustc_hash::FxHashMap;

/// A deadline that can come after one which it should come before.
pub struct Later<'m> {
    /// The clock that should be the stricter.
    pub strict: Clock<'m>,
    /// The other one.
    pub mild: Clock<'m>,
    /// Two cases that open together.
    pub instance: Instance,
}

/// Deadlines that can come after those that they should come before, of commitments that count on different hours, or at some times
/// otherwise: of the others their lengths say it.
pub(super) fn later<'m>(facts: &Facts<'m>, clocks: &[Clock<'m>], timer: &mut Timer<'_>) -> Vec<Later<'m>> {
    let mut of: FxHashMap<&Name, Vec<&Clock<'m>>> = FxHashMap::default();
    for clock in clocks {
        of.entry(&clock.commitment.term.id).or_default().push(clock);
    }
    let ranked = facts.model.dimensions.iter().filter(|dimension| ladders::is_ranked(dimension));
    let mut pairs: Vec<(&'m Commitment, &'m Commitment)> = Vec::new();
    for dimension in ranked {
        pairs.extend(ladders::ranked(facts, dimension).into_iter().map(|(strict, mild, _)| (strict, mild)));
    }
    pairs.extend(ladders::above(facts).into_iter().map(|(_, better, worse)| (better, worse)));
    let mut found = Vec::new();
    for (strict, mild) in pairs {
        let clocks_of = |commitment: &Commitment| of.get(&commitment.term.id).map(Vec::as_slice).unwrap_or_default();
        let later = clocks_of(strict).iter().find_map(|one| {
            clocks_of(mild).iter().find_map(|other| {
                let alike = (one.record, one.from, one.to) == (other.record, other.from, other.to);
                let same = strict.calendar == mild.calendar && one.days == other.days;
                let plain = one.exception.is_none() && other.exception.is_none();
                if !alike || (same && plain) {
                    return None;
                }
                let (_, instance) = timer.instance(one.due, other.due, 1)?;
                Some(Later { strict: (*one).clone(), mild: (*other).clone(), instance })
            })
        });
        found.extend(later);
    }
    found
}

impl Later<'_> {
    /// Shows two cases of which the stricter one is due later; `first` and `second` say whose they are.
    #[must_use]
    pub fn told(&self, finding: Finding, first: &Name, second: &Name) -> Finding {
        let (at, to) = (&self.instance, self.strict.to);
        let exceptions = [&self.strict, &self.mild].into_iter().filter_map(|clock| Some((clock.exception?, clock)));
        let finding = exceptions.fold(finding, |finding, (exception, clock)| {
            finding.about(&exception.term.id).label(clock.span, format!("while `{}` holds", exception.term.id))
        });
        let text = format!(
            "two cases opened on {}: `{to}` is due on {} for `{first}`, and on {} for `{second}`",
            at.opened, at.first, at.second
        );
        let case = |clock: &Clock<'_>, name: &Name| shown::case_of(&clock.commitment.scope, name);
        let shown = Witness::new(Shows::Late, text)
            .ask(self.strict.asks(&case(&self.strict, first), at), at.first_answer())
            .ask(self.mild.asks(&case(&self.mild, second), at), at.second_answer());
        let finding = finding.witness(shown);
        if at.always { finding.note("it is so whenever the cases open") } else { finding }
    }
}
