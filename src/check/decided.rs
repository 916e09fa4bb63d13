//! What decision tables and lists of conditions leave open, or decide twice.

use super::conditions::Conditions;
use super::decisions::{self, Compiled};
use super::words;
use crate::base::{Name, Span};
use crate::diagnostics::{Answer, Datum, Question};
use crate::kernel::cells::{self, Hole, Place, Region, Row};
use crate::model::{Decision, Dimension, DimensionValue, Expr, FigureSource, HasTerm, Model, Term};
use crate::quantity::Rational;
use std::hash::Hash;

/// A case, or several.
pub struct Case {
    /// One of them: `users` = 300.
    pub one: At,
    /// All of them that are alike: `users` 300 to 500.
    pub all: String,
}

/// What was found about one term.
#[derive(Default)]
pub struct Found {
    /// The place of each row, and what it says.
    pub rows: Vec<(Span, String)>,
    /// Two rows that hold together and differ, with a case.
    pub twice: Vec<(usize, usize, Case)>,
    /// Cases under no row.
    pub never: Vec<Case>,
    /// The values of a dimension whose conditions the rows are; none where they are rows of a table.
    pub by_condition: Option<Vec<Name>>,
}

/// A case, in words and as the values that it has.
#[derive(Clone, Debug)]
pub struct At {
    /// In words.
    pub words: String,
    /// The value of each key, or of each thing that conditions compare.
    pub case: Vec<(Name, Datum)>,
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl Found {
    /// Whether a row is for a case, as a question, and the answer that it is.
    #[must_use]
    pub fn asks(&self, term: &Name, row: usize, at: &At) -> (Question, Answer) {
        let case = at.case.clone();
        match &self.by_condition {
            Some(values) => {
                let value = values.get(row).cloned();
                (Question::Holds { term: term.clone(), value, case }, Answer::Flag(true))
            }
            None => (Question::Row { table: term.clone(), case, row: Some(row + 1) }, Answer::Row(row + 1)),
        }
    }

    /// Which row is for a case, as questions that have no answer.
    #[must_use]
    pub fn asks_any(&self, term: &Name, at: &At) -> Vec<(Question, Answer)> {
        let case = || at.case.clone();
        match &self.by_condition {
            Some(values) => {
                let holds =
                    |value: &Name| Question::Holds { term: term.clone(), value: Some(value.clone()), case: case() };
                values.iter().map(|value| (holds(value), Answer::Flag(false))).collect()
            }
            None => vec![(Question::Row { table: term.clone(), case: case(), row: None }, Answer::Nothing)],
        }
    }
}

/// The term, where its table stands, what is found in it.
pub type Decided<'m> = (&'m Term, Span, Found);

/// Every dimension that follows from others and every figure that is a table: the term, where the table stands, the finding.
#[must_use]
pub fn all(model: &Model) -> Vec<Decided<'_>> {
    let mut all = Vec::new();
    for dimension in &model.dimensions {
        if let Some(decision) = &dimension.decision {
            let mut found = table(model, decision, &dimension.term, |outcome| format!("`{outcome}`"));
            // What is promised by the value of a case must know it; where nothing is, a case may well have none.
            if model.commitments.iter().any(|c| c.scope.values(&dimension.id()).is_some()) {
                found.never.extend(without_value(model, decision));
            }
            settle(dimension, &mut found);
            all.push((&dimension.term, place(decision, &dimension.term), found));
        }
        if let Some(mut found) = conditions(model, dimension) {
            settle(dimension, &mut found);
            all.push((&dimension.term, dimension.term.span, found));
        }
    }
    for figure in &model.figures {
        if let FigureSource::Decision(decision) = &figure.value {
            let mut found = table(model, decision, &figure.term, outcome);
            if figure.default.is_some() {
                found.never.clear();
            }
            all.push((&figure.term, place(decision, &figure.term), found));
        }
    }
    all
}

/// A dimension that says how several values combine has no case with two, and one with a default has none without.
fn settle(dimension: &Dimension, found: &mut Found) {
    if dimension.combine.is_some() {
        found.twice.clear();
    }
    if dimension.default.is_some() {
        found.never.clear();
    }
}

fn place<T>(decision: &Decision<T>, term: &Term) -> Span {
    if decision.span == Span::default() { term.span } else { decision.span }
}

fn outcome(expr: &Expr) -> String {
    words::amount(expr).unwrap_or_else(|| "another value".to_owned())
}

fn table<T: Eq + Hash>(model: &Model, decision: &Decision<T>, term: &Term, say: impl Fn(&T) -> String) -> Found {
    let compiled = decisions::compile(model, decision);
    let (rows, numbers) = compiled.rows();
    let required = if compiled.has_blanks() { Vec::new() } else { vec![compiled.expected()] };
    let outcome = cells::analyse(&compiled.space(), &rows, &required, super::SHOWN + 1);
    let number = |row: usize| numbers.get(row).copied().unwrap_or(row);
    let said = |row: &crate::model::DecisionRow<T>| {
        let span = if row.span == Span::default() { term.span } else { row.span };
        (span, row.outcome.as_ref().map_or_else(|| "nothing".to_owned(), &say))
    };
    Found {
        rows: decision.rows.iter().map(said).collect(),
        twice: outcome
            .conflicts
            .items
            .iter()
            .map(|c| {
                let case = compiled.point(decision, &c.at).unwrap_or_default();
                let one = At { words: compiled.place(&c.at), case };
                (number(c.first), number(c.second), Case { one, all: compiled.all_at(&c.at) })
            })
            .collect(),
        never: outcome.holes.items.iter().map(|hole| hole_of(&compiled, decision, hole)).collect(),
        by_condition: None,
    }
}

/// The cases to which a row of the table of a dimension gives no value: of a case that has none nobody knows what is promised.
fn without_value(model: &Model, decision: &Decision<Name>) -> Vec<Case> {
    let compiled = decisions::compile(model, decision);
    let (rows, numbers) = compiled.rows();
    let gives = |at: &usize| decision.rows.get(*at).is_some_and(|row| row.outcome.is_some());
    let (given, none): (Vec<_>, Vec<_>) = rows.into_iter().zip(numbers).partition(|(_, at)| gives(at));
    let given: Vec<Row<Rational>> = given.into_iter().map(|(row, _)| row).collect();
    let none: Vec<Region<Rational>> = none.into_iter().map(|(row, _)| row.region).collect();
    let outcome = cells::analyse(&compiled.space(), &given, &none, super::SHOWN + 1);
    outcome.holes.items.iter().map(|hole| hole_of(&compiled, decision, hole)).collect()
}

fn hole_of<T>(compiled: &Compiled, decision: &Decision<T>, hole: &Hole<Rational>) -> Case {
    let case = compiled.point(decision, &hole.at).unwrap_or_default();
    Case { one: At { words: compiled.hole(hole), case }, all: compiled.all_of(hole) }
}

/// The values of a dimension that hold under conditions.
fn conditions(model: &Model, dimension: &Dimension) -> Option<Found> {
    let stated: Vec<(&DimensionValue, &Expr)> =
        dimension.values.iter().filter_map(|value| Some((value, value.when.as_ref()?))).collect();
    let conditions: Vec<&Expr> = stated.iter().map(|(_, when)| *when).collect();
    if conditions.is_empty() {
        return None;
    }
    let axes = Conditions::of(model, &conditions)?;
    let mut rows = Vec::new();
    let mut numbers = Vec::new();
    for (number, condition) in conditions.iter().enumerate() {
        for region in axes.boxes(condition)? {
            rows.push(Row { region, answer: u32::try_from(number).unwrap_or(u32::MAX), overrides: Vec::new() });
            numbers.push(number);
        }
    }
    // A value without a condition may be the one that is meant everywhere else: then nothing is missing.
    let total = stated.len() == dimension.values.len();
    let required: Vec<Region<Rational>> = if total { vec![axes.everywhere()] } else { Vec::new() };
    let outcome = cells::analyse(&axes.space(), &rows, &required, super::SHOWN + 1);
    let number = |row: usize| numbers.get(row).copied().unwrap_or(row);
    let name = |value: &Name| format!("`{value}`");
    let case = |at: &Place<Rational>| {
        let one = At { words: axes.place(at), case: axes.point(at) };
        Case { one, all: axes.all_at(at) }
    };
    let mut twice: Vec<(usize, usize, Case)> = Vec::new();
    for conflict in &outcome.conflicts.items {
        let (first, second) = (number(conflict.first), number(conflict.second));
        if !twice.iter().any(|(a, b, _)| (*a, *b) == (first, second)) {
            twice.push((first, second, case(&conflict.at)));
        }
    }
    Some(Found {
        rows: stated.iter().map(|(value, _)| (value.span, name(&value.name))).collect(),
        twice,
        never: outcome.holes.items.iter().map(|hole| case(&hole.at)).collect(),
        by_condition: Some(stated.iter().map(|(value, _)| value.name.clone()).collect()),
    })
}
