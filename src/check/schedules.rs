//! What rules ask about brackets: which commitments they judge, and on which attained values.

mod said;
mod shown_by;

pub use said::less;

use super::affine::{self, Affine};
use super::commitments::{self, Asked, Exceptions};
use super::decided::At;
use super::decisions::{self, Compiled};
use super::{reach, scopes, values, words};
use crate::base::{Name, Span};
use crate::diagnostics::Amount;
use crate::kernel::cells::{self, Region};
use crate::kernel::line::{Interval as Line, IntervalSet};
use crate::model::{
    Attained, Commitment, Decision, DecisionRow, Direction, Exception, Expr, Id, Indicator, Key, Model, Operator, Pays,
    Polarity, Quantity, Schedule,
};
use crate::quantity::Rational;
use std::cell::OnceCell;

/// A schedule that is a table of brackets.
pub struct Brackets<'m> {
    /// The schedule.
    pub schedule: &'m Schedule,
    /// Its table.
    pub decision: &'m Decision<Expr>,
    /// The table, numbered.
    pub compiled: Compiled,
    /// The one ordered key of the table; none where only cases are told apart, or several values are asked at once.
    pub line: Option<usize>,
    /// The commitments that are judged, with the targets that they ever have.
    pub judged: Vec<(&'m Commitment, Vec<Asked<'m>>)>,
    /// Breached values under no bracket of a penalty. Where a row is not agreed yet, none is known to be missing.
    pub gaps: Vec<Gap<'m>>,
    /// Pairs of rows with different amounts that hold together.
    pub twice: Vec<Twice>,
}

/// What is required of an ordered key where a commitment is breached.
enum Follows {
    /// The values that what is attained comes to.
    By(Affine),
    /// Some value above nothing.
    Breach,
}

/// Cells in which a breach has no bracket.
pub struct Gap<'m> {
    /// The cases, by name; empty where the table asks for none.
    pub cases: String,
    /// The values that are asked; none where there are several, or none.
    pub values: Option<Line<Rational>>,
    /// One of the cells.
    pub witness: At,
    /// The commitment that a value of the cell breaches, with what is attained then and the exception that holds.
    pub breach: Option<(Name, Amount, Option<Name>)>,
    /// The exception while which a value of it is a breach, with its target, where it is none without it.
    pub only_while: Option<(&'m Exception, Span, String)>,
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
    /// One of the cells.
    pub witness: At,
}

/// Every table of brackets.
#[must_use]
pub fn brackets(model: &Model) -> Vec<Brackets<'_>> {
    let exceptions = commitments::exceptions(model);
    model.schedules.iter().filter_map(|schedule| of(model, schedule, &exceptions)).collect()
}

/// The brackets of a schedule, where it has some.
fn of<'m>(model: &'m Model, schedule: &'m Schedule, exceptions: &Exceptions<'m>) -> Option<Brackets<'m>> {
    let Pays::Brackets(decision) = &schedule.pays else { return None };
    let compiled = decisions::compile(model, decision);
    let line = (compiled.lines.len() == 1).then_some(0);
    let asked = |id: &Id<Indicator>| decision.keys.iter().any(|key| matches!(key, Key::Indicator(key) if key == id));
    // Where the values of an indicator are asked, a commitment on another one is judged by other brackets.
    let any = !decision.keys.iter().any(|key| matches!(key, Key::Indicator(_)));
    let each = schedule.each.as_ref();
    // Which cases are judged is not known where a scope is not agreed yet.
    let agreed = |c: &&Commitment| c.scope.as_blank().is_none() && schedule.scope.as_blank().is_none();
    let judged = schedule.on.iter().filter_map(|id| model.commitments.get(id)).filter(agreed);
    let judged: Vec<&Commitment> = judged.collect();
    // Where none of them is on what is asked, all are judged by it, whatever they attain.
    let any = any || !judged.iter().any(|commitment| asked(&commitment.indicator));
    let judged = judged.into_iter().filter(|commitment| any || asked(&commitment.indicator));
    // A target that an exception gives and that makes no sense was reported where it stands.
    let makes_sense = |commitment: &Commitment, asked: &Asked<'_>| {
        let Some(indicator) = model.indicators.get(&commitment.indicator).filter(|_| !asked.by_share) else {
            return asked.by_share;
        };
        let is_reached = asked.met(model).is_none_or(|met| met.overlaps(&commitments::domain(indicator)));
        is_reached && (asked.side() == indicator.better || asked.side().is_none() || indicator.better.is_none())
    };
    let targets = |commitment| {
        let asked = commitments::asked_each(model, commitment, each, exceptions).into_iter();
        asked.filter(|asked| asked.exception.is_none() || makes_sense(commitment, asked)).collect()
    };
    let judged = judged.map(|commitment| (commitment, targets(commitment))).collect();
    let mut brackets = Brackets { schedule, decision, compiled, line, judged, gaps: Vec::new(), twice: Vec::new() };
    brackets.gaps = brackets.find_gaps(model);
    brackets.twice = brackets.find_twice();
    Some(brackets)
}

impl<'m> Brackets<'m> {
    /// The rows of the table with the attained values of each, in base units; a row that is not agreed yet is left out.
    pub fn rows(&self) -> impl Iterator<Item = (&'m DecisionRow<Expr>, &Region<Rational>, Line<Rational>)> {
        let at = self.line;
        self.agreed().map(move |(row, region)| {
            let span = at.and_then(|at| region.spans.get(at)).cloned().flatten();
            (row, region, span.unwrap_or_else(Line::everything))
        })
    }

    /// The rows of the table with their regions; a row that is not agreed yet is left out.
    pub fn agreed(&self) -> impl Iterator<Item = (&'m DecisionRow<Expr>, &Region<Rational>)> {
        self.decision.rows.iter().zip(&self.compiled.regions).filter_map(|(row, region)| Some((row, region.as_ref()?)))
    }

    /// The cases of a commitment on the keys of the table, and its cases are those of the schedule too.
    #[must_use]
    pub fn cases(&self, commitment: &Commitment) -> Region<Rational> {
        let mut region = self.compiled.everywhere();
        let scopes = [&commitment.scope, &self.schedule.scope];
        for (axis, place) in self.compiled.grid.axes.iter().zip(&mut region.scope) {
            let limited = scopes.into_iter().filter_map(|scope| scope.values(&Id::new(axis.name.clone())));
            let values = limited.map(<[Name]>::to_vec).reduce(|a, b| a.into_iter().filter(|v| b.contains(v)).collect());
            if let Some(values) = values {
                *place = axis.only(&values);
            }
        }
        region
    }

    /// The cells in which something is owed, or at least must be said: the breached values of every case that is judged.
    fn required(&self, model: &Model) -> Vec<Region<Rational>> {
        let between = OnceCell::new();
        let mut required = Vec::new();
        for (commitment, asked) in self.judged.iter().filter(|(commitment, _)| commitment.target.is_some()) {
            let cases = self.cases(commitment);
            let ordered = (0..self.compiled.lines.len()).map(|at| (at, self.required_of(model, at, commitment)));
            let (known, unknown): (Vec<_>, Vec<_>) = ordered.partition(|(_, follows)| follows.is_some());
            let (free, unknown): (Vec<_>, Vec<_>) = unknown.into_iter().partition(|(at, _)| self.asks_another(*at));
            // Of another indicator than the one that is judged, any value goes with a breach.
            // What does not follow from the judged value can be anything between the brackets.
            let mut regions = match unknown.is_empty() {
                true => vec![cases.clone()],
                false => {
                    let hulls = between.get_or_init(|| self.compiled.between());
                    hulls.iter().filter_map(|hull| meet(hull, &cases)).collect()
                }
            };
            for (at, follows) in known {
                let breached = || commitments::breached(model, commitment, asked).unwrap_or_default();
                let values = match follows {
                    Some(Follows::By(affine)) => affine.image(&breached()),
                    // So many cases missed it: one at the least.
                    Some(Follows::Breach) if self.counts(at) => {
                        std::iter::once(Line::at_least(Rational::one())).collect()
                    }
                    Some(Follows::Breach) => std::iter::once(Line::above(Rational::zero())).collect(),
                    None => IntervalSet::default(),
                };
                let with = |region: Region<Rational>| {
                    values.intervals().iter().map(|interval| with_span(&region, at, interval)).collect::<Vec<_>>()
                };
                regions = regions.into_iter().flat_map(with).collect();
            }
            for (at, _) in free {
                let domain = self.compiled.lines.get(at).map(|line| line.domain.clone());
                let domain = domain.unwrap_or_else(Line::everything);
                regions = regions.iter().map(|region| with_span(region, at, &domain)).collect();
            }
            required.extend(regions);
        }
        required
    }

    /// Whether an ordered key is a number of cases, which is whole.
    fn counts(&self, at: usize) -> bool {
        let key = self.compiled.lines.get(at).and_then(|line| self.decision.keys.get(line.key));
        key == Some(&Key::Judged(Attained::Missed))
    }

    /// What is required of an ordered key where a commitment is breached; none where nothing follows.
    fn required_of(&self, model: &Model, at: usize, commitment: &Commitment) -> Option<Follows> {
        match self.decision.keys.get(self.compiled.lines.get(at)?.key)? {
            Key::Judged(Attained::Excess | Attained::Missed) => Some(Follows::Breach),
            _ => self.follows(model, at, commitment).map(Follows::By),
        }
    }

    /// Whether an ordered key asks the value of an indicator: of one that is not judged, it follows from nothing that is.
    fn asks_another(&self, at: usize) -> bool {
        let key = self.compiled.lines.get(at).and_then(|line| self.decision.keys.get(line.key));
        matches!(key, Some(Key::Indicator(_)))
    }

    /// How the values of an ordered key follow from what a commitment attains, where they do.
    #[must_use]
    pub fn follows(&self, model: &Model, at: usize, commitment: &Commitment) -> Option<Affine> {
        match self.decision.keys.get(self.compiled.lines.get(at)?.key)? {
            Key::Indicator(id) => (*id == commitment.indicator).then(Affine::identity),
            Key::Figure(id) => affine::of_figure(model, id, commitment),
            Key::Judged(Attained::Attained) => Some(Affine::identity()),
            Key::Dimension(_) | Key::Judged(_) => None,
        }
    }

    /// Whether a key counts what is wrong: the more, the worse.
    #[must_use]
    pub fn grows_with_a_breach(&self, at: usize) -> bool {
        let key = self.compiled.lines.get(at).and_then(|line| self.decision.keys.get(line.key));
        matches!(key, Some(Key::Judged(Attained::Excess | Attained::Missed | Attained::Lost)))
    }

    /// Which side of what a commitment attains is good.
    #[must_use]
    pub fn better(&self, model: &Model, commitment: &Commitment) -> Option<Polarity> {
        let asked = self.judged.iter().find(|(judged, _)| judged.term.id == commitment.term.id);
        match asked.and_then(|(_, asked)| asked.first()) {
            Some(asked) if asked.by_share => Some(Polarity::Higher),
            _ => model.indicators.get(&commitment.indicator)?.better,
        }
    }

    /// Whether some case of a region can occur: of a dimension of which the contract chooses values, only these do.
    #[must_use]
    pub fn occurs(&self, model: &Model, region: &Region<Rational>) -> bool {
        self.compiled.grid.axes.iter().zip(&region.scope).all(|(axis, scope)| {
            let chosen = model.dimensions.by_name(&axis.name).and_then(|dimension| reach::chosen(model, dimension));
            chosen.is_none_or(|chosen| overlap(scope, &axis.only(&chosen)))
        })
    }

    /// The unit in which the values are written.
    #[must_use]
    pub fn unit(&self) -> Name {
        self.line.and_then(|at| self.compiled.lines.get(at)).map(|line| line.unit.clone()).unwrap_or_default()
    }

    /// The place of a row; that of the table where the row has none.
    #[must_use]
    pub fn span(&self, row: &DecisionRow<Expr>) -> Span {
        [row.span, self.decision.span]
            .into_iter()
            .find(|span| *span != Span::default())
            .unwrap_or(self.schedule.term.span)
    }

    /// The first row that pays although the commitment is met, or breached: the row, the commitment, a value. Where several commitments
    /// of one tier are judged by the row, such as one for each day and one for each month, it is so of all of them: what one of them is
    /// not breached by another may be.
    pub fn paying(
        &self,
        model: &Model,
        on: impl Fn(&Model, &Commitment, &[Asked<'_>]) -> Option<IntervalSet<Rational>>,
    ) -> Vec<(&'m DecisionRow<Expr>, &'m Commitment, Line<Rational>)> {
        let mut found = Vec::new();
        let Some(at) = self.line else { return found };
        for (row, region, span) in self.rows().filter(|(row, ..)| pays(row)) {
            let hit = self.judged.iter().find_map(|(commitment, asked)| {
                let cases = self.cases(commitment);
                let meets = region.scope.iter().zip(&cases.scope).all(|(a, b)| overlap(a, b));
                let image = |commitment: &Commitment, asked: &[Asked<'_>]| {
                    Some(self.follows(model, at, commitment)?.image(&on(model, commitment, asked)?))
                };
                let beside = self.judged.iter().filter(|(other, _)| {
                    other.tier == commitment.tier
                        && other.term.id != commitment.term.id
                        && scopes::common(&other.scope, &commitment.scope).is_some()
                        && other.term.validity.overlaps(&commitment.term.validity)
                });
                let values = beside.into_iter().try_fold(image(commitment, asked)?, |values, (other, asked)| {
                    Some(values.intersection(&image(other, asked)?))
                })?;
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

    fn find_gaps(&self, model: &Model) -> Vec<Gap<'m>> {
        if self.compiled.has_blanks() {
            return Vec::new();
        }
        // Where nothing need be earned, only what lies between two brackets must be said.
        let required = match self.schedule.direction {
            Direction::Penalty => self.required(model),
            Direction::Bonus if self.compiled.lines.is_empty() => Vec::new(),
            Direction::Bonus => self.compiled.between(),
        };
        let (rows, _) = self.compiled.rows();
        let outcome = cells::analyse(&self.compiled.space(), &rows, &required, super::SHOWN + 1);
        let gap = |hole: &cells::Hole<Rational>| Gap {
            cases: words::names(&self.compiled.grid.place(&hole.at)),
            values: self.line.and_then(|at| hole.at.spans.get(at).cloned()),
            witness: self.cell(&hole.at),
            breach: self.breach(model, hole),
            only_while: self.only_while(model, hole),
        };
        // No number of cases lies between two whole numbers.
        let is_said = |gap: &Gap<'_>| {
            let counted = self.line.is_some_and(|at| self.counts(at));
            gap.values.as_ref().is_none_or(|values| !counted || values.has_whole())
        };
        outcome.holes.items.iter().map(gap).filter(is_said).collect()
    }

    /// The exception that makes breaches of the values of a hole, where no commitment without one does.
    fn only_while(&self, model: &Model, hole: &cells::Hole<Rational>) -> Option<(&'m Exception, Span, String)> {
        let at = self.line?;
        let values = hole.at.spans.get(at)?;
        let reached = |commitment: &'m Commitment, asked: &Asked<'_>| {
            let breached = commitments::breached(model, commitment, std::slice::from_ref(asked)).unwrap_or_default();
            let image = self.follows(model, at, commitment).map(|affine| affine.image(&breached)).unwrap_or_default();
            let cases = self.cases(commitment);
            let of_case = cases.scope.iter().zip(&hole.at.values).all(|(scope, value)| match scope {
                cells::Scope::All => true,
                cells::Scope::Only(values) => values.contains(value),
            });
            of_case && image.intervals().iter().any(|interval| interval.overlaps(values))
        };
        let mut asked = self.judged.iter().flat_map(|(commitment, asked)| asked.iter().map(move |a| (*commitment, a)));
        if asked.clone().any(|(commitment, asked)| asked.exception.is_none() && reached(commitment, asked)) {
            return None;
        }
        let (_, asked) = asked.find(|(commitment, asked)| reached(commitment, asked))?;
        Some((asked.exception?, asked.span, commitments::asked_words(asked)))
    }
}

/// The amounts whose brackets judge a commitment: who moves its target moves their ends.
#[must_use]
pub fn bracketed<'m>(brackets: &[Brackets<'m>], commitment: &Commitment) -> Vec<&'m Name> {
    let judges = |brackets: &&Brackets<'_>| {
        brackets.line.is_some() && brackets.judged.iter().any(|(judged, _)| judged.term.id == commitment.term.id)
    };
    brackets.iter().filter(judges).map(|brackets| &brackets.schedule.term.id).collect()
}

/// An amount as money that is written out, or as a share or a multiple with what it is one of.
#[must_use]
pub fn share<'m>(model: &Model, amount: &'m Expr, basis: Option<&'m Expr>) -> Option<(Quantity, Option<&'m Expr>)> {
    match amount {
        Expr::Binary { op: Operator::Of, left, right } => Some((values::constant(model, left)?, Some(right))),
        Expr::Binary { op: Operator::Mul, left, right } => match values::constant(model, left) {
            Some(times) => Some((times, Some(right))),
            None => Some((values::constant(model, right)?, Some(left))),
        },
        _ => {
            let quantity = values::constant(model, amount)?;
            let base = if quantity.unit == "%" { Some(basis?) } else { None };
            Some((quantity, base))
        }
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

/// The cases of one region that another has too; none where there is none.
fn meet(region: &Region<Rational>, cases: &Region<Rational>) -> Option<Region<Rational>> {
    let both = |(a, b): (&cells::Scope, &cells::Scope)| match (a, b) {
        (cells::Scope::All, other) | (other, cells::Scope::All) => Some(other.clone()),
        (cells::Scope::Only(a), cells::Scope::Only(b)) => {
            let common: Vec<u32> = a.iter().copied().filter(|value| b.contains(value)).collect();
            (!common.is_empty()).then_some(cells::Scope::Only(common))
        }
    };
    let scope = region.scope.iter().zip(&cases.scope).map(both).collect::<Option<_>>()?;
    Some(Region { scope, spans: region.spans.clone() })
}

fn with_span(cases: &Region<Rational>, at: usize, interval: &Line<Rational>) -> Region<Rational> {
    let mut region = cases.clone();
    if let Some(span) = region.spans.get_mut(at) {
        *span = Some(interval.clone());
    }
    region
}
