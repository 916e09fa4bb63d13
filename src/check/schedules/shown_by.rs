//! What shows that brackets are wrong: a cell of their table, and what is attained there.

use super::{Brackets, meet};
use crate::base::Name;
use crate::check::commitments::{self, Asked};
use crate::check::decided::At;
use crate::check::{shown, values, words};
use crate::diagnostics::{Amount, Datum};
use crate::kernel::cells;
use crate::kernel::line::{Interval as Line, IntervalSet};
use crate::model::{Commitment, DecisionRow, Expr, Model};
use crate::quantity::Rational;

impl Brackets<'_> {
    /// A cell, in words and as the values of the keys.
    pub(super) fn cell(&self, place: &cells::Place<Rational>) -> At {
        let case = self.compiled.point(self.decision, place).unwrap_or_default();
        At { words: self.compiled.place(place), case }
    }

    /// What is attained where the value of a hole is one of a breach.
    pub(super) fn breach(&self, model: &Model, hole: &cells::Hole<Rational>) -> Option<(Name, Amount, Option<Name>)> {
        let at = self.line?;
        let unit = self.compiled.lines.get(at)?.unit.clone();
        let value = words::sampled(hole.at.spans.get(at)?, &unit)?.base();
        let point: IntervalSet<Rational> = std::iter::once(Line::closed(value.clone(), value)).collect();
        let of_case = |commitment: &Commitment| {
            self.cases(commitment).scope.iter().zip(&hole.at.values).all(|(scope, value)| match scope {
                cells::Scope::All => true,
                cells::Scope::Only(values) => values.contains(value),
            })
        };
        let plain = |asked: &&Asked<'_>| asked.exception.is_none();
        let judged = self.judged.iter().filter(|(commitment, _)| of_case(commitment));
        let own = judged.clone().flat_map(|(c, asked)| asked.iter().filter(plain).take(1).map(move |a| (*c, a)));
        let others = judged.flat_map(|(c, asked)| asked.iter().filter(|a| !plain(a)).map(move |a| (*c, a)));
        own.chain(others).find_map(|(commitment, asked)| {
            let attained = self.follows(model, at, commitment)?.preimage(&point);
            let attained = attained.intervals().first()?.from.value()?.clone();
            let breached = commitments::breached(model, commitment, std::slice::from_ref(asked))?;
            let unit = if asked.by_share { "%".into() } else { commitments::unit(model, commitment) };
            let value = shown::amount(&values::in_unit(&attained, &unit));
            let exception = asked.exception.map(|exception| exception.term.id.clone());
            breached.contains(&attained).then(|| (commitment.term.id.clone(), value, exception))
        })
    }

    /// A case that falls into a row with a value of an interval, and what the commitment attains then.
    #[must_use]
    pub fn owing(
        &self,
        model: &Model,
        row: &DecisionRow<Expr>,
        commitment: &Commitment,
        values: &Line<Rational>,
    ) -> Option<(Vec<(Name, Datum)>, Amount)> {
        let at = self.line?;
        let number = self.number(row).checked_sub(1)?;
        let region = meet(self.compiled.regions.get(number)?.as_ref()?, &self.cases(commitment))?;
        let first = |scope: &cells::Scope| match scope {
            cells::Scope::All => Some(0),
            cells::Scope::Only(values) => values.first().copied(),
        };
        let cell = region.scope.iter().map(first).collect::<Option<Vec<u32>>>()?;
        let case = self.compiled.point(self.decision, &cells::Place { values: cell, spans: vec![values.clone()] })?;
        let value = words::sampled(values, &self.unit())?.base();
        let point: IntervalSet<Rational> = std::iter::once(Line::closed(value.clone(), value)).collect();
        let attained = self.follows(model, at, commitment)?.preimage(&point);
        let attained = attained.intervals().first()?.from.value()?.clone();
        let asked = self.judged.iter().find(|(judged, _)| judged.term.id == commitment.term.id);
        let by_share = asked.and_then(|(_, asked)| asked.first()).is_some_and(|asked| asked.by_share);
        let unit = if by_share { "%".into() } else { commitments::unit(model, commitment) };
        Some((case, shown::amount(&values::in_unit(&attained, &unit))))
    }
}
