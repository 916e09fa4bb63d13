//! What rules ask about brackets: which commitments they judge, and on which attained values.

use super::commitments;
use super::decisions::{self, Compiled};
use super::words;
use crate::base::{Name, Span};
use crate::check::kernel::cells::{self, Region};
use crate::check::kernel::line::{Interval as Line, IntervalSet};
use crate::diagnostics::Finding;
use crate::model::{Commitment, Decision, DecisionRow, Direction, Expr, Indicator, Key, Model, Pays, Schedule};
use crate::quantity::Rational;

/// A schedule that is a table of brackets.
pub struct Brackets<'m> {
    /// The schedule.
    pub schedule: &'m Schedule,
    /// Its table.
    pub decision: &'m Decision<Expr>,
    /// The table, numbered.
    pub compiled: Compiled,
    /// The indicator whose values are asked, and its place among the ordered keys; none where only cases are told apart.
    pub line: Option<(&'m Indicator, usize)>,
    /// The commitments that are judged.
    pub judged: Vec<&'m Commitment>,
    /// Breached values under no bracket of a penalty. Where a row is not agreed yet, none is known to be missing.
    pub gaps: Vec<Gap>,
    /// Pairs of rows with different amounts that hold together.
    pub twice: Vec<Twice>,
}

/// Cells in which a breach has no bracket.
pub struct Gap {
    /// The cases, by name; empty where the table asks for none.
    pub cases: String,
    /// The attained values.
    pub values: Option<Line<Rational>>,
    /// One of the cells, in words.
    pub witness: String,
}

/// A row of a table of brackets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Row(usize);

impl Row {
    /// Its place.
    #[must_use]
    pub fn span(self, brackets: &Brackets<'_>) -> Span {
        brackets.decision.rows.get(self.0).map_or_else(|| brackets.table(), |row| brackets.span(row))
    }
}

/// Two rows that hold together.
pub struct Twice {
    /// The first.
    pub first: Row,
    /// The second.
    pub second: Row,
    /// The attained values that both cover.
    pub values: Option<Line<Rational>>,
    /// One of the cells, in words.
    pub witness: String,
}

/// Every table of brackets. A table that asks several indicators at once is not among them.
#[must_use]
pub fn brackets(model: &Model) -> Vec<Brackets<'_>> {
    model.schedules.iter().filter_map(|schedule| of(model, schedule)).collect()
}

/// The brackets of a schedule, where it has some.
fn of<'m>(model: &'m Model, schedule: &'m Schedule) -> Option<Brackets<'m>> {
    let Pays::Brackets(decision) = &schedule.pays else { return None };
    let compiled = decisions::compile(model, decision);
    let asked: Vec<_> = (0..decision.keys.len()).filter_map(|key| compiled.ordered(key).map(|at| (key, at))).collect();
    let line = match asked.as_slice() {
        [] => None,
        [(key, at)] => match decision.keys.get(*key)? {
            Key::Indicator(id) => Some((model.indicators.get(id)?, *at)),
            _ => return None,
        },
        _ => return None,
    };
    let same = |c: &&Commitment| line.is_none_or(|(indicator, _)| c.indicator.name() == &indicator.term.id);
    // Which cases are judged is not known where a scope is not agreed yet.
    let agreed = |c: &&Commitment| c.scope.as_blank().is_none() && schedule.scope.as_blank().is_none();
    let judged = schedule.on.iter().filter_map(|id| model.commitments.get(id)).filter(same).filter(agreed).collect();
    let mut brackets = Brackets { schedule, decision, compiled, line, judged, gaps: Vec::new(), twice: Vec::new() };
    brackets.gaps = brackets.find_gaps(model);
    brackets.twice = brackets.find_twice();
    Some(brackets)
}

impl<'m> Brackets<'m> {
    /// The rows of the table with the attained values of each, in base units; a row that is not agreed yet is left out.
    pub fn rows(&self) -> impl Iterator<Item = (&'m DecisionRow<Expr>, &Region<Rational>, Line<Rational>)> {
        let at = self.line.map(|(_, at)| at);
        let rows = self.decision.rows.iter().zip(&self.compiled.regions);
        rows.filter_map(move |(row, region)| {
            let region = region.as_ref()?;
            let span = at.and_then(|at| region.spans.get(at)).cloned().flatten();
            Some((row, region, span.unwrap_or_else(Line::everything)))
        })
    }

    /// The cases of a commitment on the keys of the table, and its cases are those of the schedule too.
    #[must_use]
    pub fn cases(&self, commitment: &Commitment) -> Region<Rational> {
        let mut region = self.compiled.everywhere();
        let scopes = [&commitment.scope, &self.schedule.scope];
        for (axis, place) in self.compiled.grid.axes.iter().zip(&mut region.scope) {
            let limited =
                scopes.into_iter().filter_map(|scope| scope.values(&crate::model::Id::new(axis.name.clone())));
            let values = limited.map(<[Name]>::to_vec).reduce(|a, b| a.into_iter().filter(|v| b.contains(v)).collect());
            if let Some(values) = values {
                *place = axis.only(&values);
            }
        }
        region
    }

    /// The cells in which something is owed, or at least must be said: the breached values of every case that is judged.
    fn required(&self, model: &Model) -> Vec<Region<Rational>> {
        let mut required = Vec::new();
        for commitment in &self.judged {
            let cases = self.cases(commitment);
            match self.line {
                None if commitment.target.is_some() => required.push(cases),
                None => {}
                Some((_, at)) => {
                    let breached = commitments::breached(model, commitment).unwrap_or_default();
                    required.extend(breached.intervals().iter().map(|interval| with_span(&cases, at, interval)));
                }
            }
        }
        required
    }

    /// The unit in which the values are written.
    #[must_use]
    pub fn unit(&self) -> Name {
        let at = self.line.map(|(_, at)| at);
        at.and_then(|at| self.compiled.lines.get(at)).map(|(_, unit)| unit.clone()).unwrap_or_default()
    }

    /// The place of a row; that of the table where the row has none.
    #[must_use]
    pub fn span(&self, row: &DecisionRow<Expr>) -> Span {
        [row.span, self.decision.span]
            .into_iter()
            .find(|span| *span != Span::default())
            .unwrap_or(self.schedule.term.span)
    }

    /// The first row that pays although the commitment is met, or breached: the row, the commitment, a value.
    pub fn paying(
        &self,
        model: &Model,
        on: impl Fn(&Model, &Commitment) -> Option<IntervalSet<Rational>>,
    ) -> Vec<(&'m DecisionRow<Expr>, &'m Commitment, Line<Rational>)> {
        let mut found = Vec::new();
        if self.line.is_none() {
            return found;
        }
        for (row, region, span) in self.rows().filter(|(row, ..)| pays(row)) {
            let hit = self.judged.iter().find_map(|commitment| {
                let cases = self.cases(commitment);
                let meets = region.scope.iter().zip(&cases.scope).all(|(a, b)| overlap(a, b));
                let values = on(model, commitment)?;
                let common = values
                    .intervals()
                    .iter()
                    .map(|interval| interval.intersection(&span))
                    .find(|common| !common.is_empty());
                common.filter(|_| meets).map(|common| (*commitment, common))
            });
            found.extend(hit.map(|(commitment, common)| (row, commitment, common)));
        }
        found
    }

    fn find_gaps(&self, model: &Model) -> Vec<Gap> {
        if self.schedule.direction == Direction::Bonus || self.compiled.has_blanks() {
            return Vec::new();
        }
        let (rows, _) = self.compiled.rows();
        let outcome = cells::analyse(&self.compiled.space(), &rows, &self.required(model), super::SHOWN + 1);
        let gap = |hole: &cells::Hole<Rational>| Gap {
            cases: words::names(&self.compiled.grid.place(&hole.at)),
            values: self.line.and_then(|(_, at)| hole.at.spans.get(at).cloned()),
            witness: self.compiled.place(&hole.at),
        };
        outcome.holes.items.iter().map(gap).collect()
    }

    fn find_twice(&self) -> Vec<Twice> {
        let (rows, numbers) = self.compiled.rows();
        let outcome = cells::analyse(&self.compiled.space(), &rows, &[], super::SHOWN + 1);
        let number = |row: usize| Row(numbers.get(row).copied().unwrap_or(row));
        let span = |row: usize| {
            let region = rows.get(row).map(|row| &row.region)?;
            let (_, at) = self.line?;
            let domain = self.compiled.lines.get(at).map(|(domain, _)| domain)?;
            Some(region.spans.get(at).cloned().flatten().unwrap_or_else(Line::everything).intersection(domain))
        };
        let twice = |conflict: &cells::Conflict<Rational>| Twice {
            first: number(conflict.first),
            second: number(conflict.second),
            values: span(conflict.first).and_then(|a| span(conflict.second).map(|b| a.intersection(&b))),
            witness: self.compiled.place(&conflict.at),
        };
        outcome.conflicts.items.iter().map(twice).collect()
    }

    /// Points at the brackets that end where an interval begins, or begin where it ends.
    #[must_use]
    pub fn with_neighbours(&self, finding: Finding, values: Option<&Line<Rational>>) -> Finding {
        let Some(values) = values else { return finding };
        let beside = self.rows().filter(|(_, _, span)| span.to == values.from || span.from == values.to);
        beside.fold(finding, |finding, (row, _, span)| {
            finding.label(self.span(row), format!("covers {}", self.words(&span)))
        })
    }

    /// The place of the table.
    #[must_use]
    pub fn table(&self) -> Span {
        if self.decision.span == Span::default() { self.schedule.term.span } else { self.decision.span }
    }

    /// What a row pays, in words.
    #[must_use]
    pub fn amount(&self, row: Row) -> String {
        match self.decision.rows.get(row.0).and_then(|row| row.outcome.as_ref()) {
            None => "nothing".to_owned(),
            Some(Expr::Quantity(amount)) => words::quantity(amount),
            Some(_) => "another amount".to_owned(),
        }
    }

    /// A value of an interval, in words.
    #[must_use]
    pub fn sample(&self, values: &Line<Rational>) -> String {
        words::sample(values, &self.unit()).unwrap_or_default()
    }

    /// An interval of values, in words.
    #[must_use]
    pub fn words(&self, interval: &Line<Rational>) -> String {
        words::interval(interval, &self.unit())
    }
}

/// Whether a row gives an amount that is not nothing.
fn pays(row: &DecisionRow<Expr>) -> bool {
    match &row.outcome {
        None | Some(Expr::None | Expr::Blank(_)) => false,
        Some(Expr::Quantity(amount)) => !amount.value.is_zero(),
        Some(_) => true,
    }
}

fn overlap(a: &cells::Scope, b: &cells::Scope) -> bool {
    match (a, b) {
        (cells::Scope::All, cells::Scope::All) => true,
        (cells::Scope::All, cells::Scope::Only(values)) | (cells::Scope::Only(values), cells::Scope::All) => {
            !values.is_empty()
        }
        (cells::Scope::Only(a), cells::Scope::Only(b)) => a.iter().any(|value| b.contains(value)),
    }
}

fn with_span(cases: &Region<Rational>, at: usize, interval: &Line<Rational>) -> Region<Rational> {
    let mut region = cases.clone();
    if let Some(span) = region.spans.get_mut(at) {
        *span = Some(interval.clone());
    }
    region
}
