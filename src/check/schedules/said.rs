//! What findings say of brackets.

use super::{Brackets, Gap, Row, Twice, pays};
use crate::base::{Name, Span};
use crate::check::{values, words};
use crate::diagnostics::{Answer, Finding, Question, Shows, Witness};
use crate::kernel::cells;
use crate::kernel::line::Interval as Line;
use crate::model::{Commitment, DecisionRow, Direction, Expr, Key, Model};
use crate::quantity::Rational;

impl Brackets<'_> {
    /// Says what a value of a gap is, and names the exception that makes it a breach.
    #[must_use]
    pub fn told(&self, finding: Finding, gap: &Gap<'_>) -> Finding {
        match &gap.only_while {
            Some((exception, span, target)) => {
                let id = &exception.term.id;
                let unsaid = self.unsaid();
                finding.about(id).label(*span, format!("{target} while `{id}` holds")).witness(
                    self.shown(gap, format!("{} while `{id}` holds, which asks {target}: {unsaid}", gap.witness)),
                )
            }
            None => finding.witness(self.shown(gap, format!("{}: {}", gap.witness, self.unsaid()))),
        }
    }

    /// Shows that no row is for a cell, although a value of it is a breach.
    fn shown(&self, gap: &Gap<'_>, text: String) -> Witness {
        let table = self.schedule.term.id.clone();
        let asks = Question::Row { table, case: gap.witness.case.clone(), row: None };
        let shown = Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing);
        match &gap.breach {
            Some((commitment, value, exception)) => {
                let (commitment, value, exception) = (commitment.clone(), value.clone(), exception.clone());
                shown.given(Question::Verdict { commitment, value, exception }, Answer::Word("breached".into()))
            }
            None => shown,
        }
    }

    /// Shows that two rows are for one cell.
    #[must_use]
    pub fn shows_both(&self, twice: &Twice, text: String) -> Witness {
        [twice.first, twice.second].into_iter().fold(Witness::new(Shows::Different, text), |witness, row| {
            let (table, case, row) = (self.schedule.term.id.clone(), twice.witness.case.clone(), row.0 + 1);
            witness.ask(Question::Row { table, case, row: Some(row) }, Answer::Row(row))
        })
    }

    /// The place of a row among the others, counted from 1.
    #[must_use]
    pub fn number(&self, row: &DecisionRow<Expr>) -> usize {
        self.decision.rows.iter().position(|other| std::ptr::eq(other, row)).map_or(0, |at| at + 1)
    }

    pub(super) fn find_twice(&self) -> Vec<Twice> {
        // What overlaps is decided by a field of its own: it is taken apart, or not agreed yet.
        if self.schedule.term.fields.iter().any(|(field, _)| field == "overlap") {
            return Vec::new();
        }
        let (rows, numbers) = self.compiled.rows();
        let outcome = cells::analyse(&self.compiled.space(), &rows, &[], crate::check::SHOWN + 1);
        let number = |row: usize| Row(numbers.get(row).copied().unwrap_or(row));
        let span = |row: usize| {
            let region = rows.get(row).map(|row| &row.region)?;
            let at = self.line?;
            let domain = &self.compiled.lines.get(at)?.domain;
            Some(region.spans.get(at).cloned().flatten().unwrap_or_else(Line::everything).intersection(domain))
        };
        let twice = |conflict: &cells::Conflict<Rational>| Twice {
            first: number(conflict.first),
            second: number(conflict.second),
            values: span(conflict.first).and_then(|a| span(conflict.second).map(|b| a.intersection(&b))),
            witness: self.cell(&conflict.at),
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

    /// Whether a bracket that pays ends where an interval begins, and another one begins where it ends.
    #[must_use]
    pub fn is_between_payments(&self, values: &Line<Rational>) -> bool {
        let paying =
            |beside: &dyn Fn(&Line<Rational>) -> bool| self.rows().any(|(row, _, span)| pays(row) && beside(&span));
        paying(&|span| span.to == values.from) && paying(&|span| span.from == values.to)
    }

    /// What a value in no bracket is.
    #[must_use]
    pub fn unsaid(&self) -> &'static str {
        match self.schedule.direction {
            Direction::Penalty => "a breach, and nothing says what is owed",
            Direction::Bonus => "between two brackets, and nothing says what is earned",
        }
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

    /// What is asked, where it is not the indicator itself: a figure, or a word about what is judged.
    #[must_use]
    pub fn asks(&self) -> Option<Name> {
        match self.decision.keys.get(self.compiled.lines.get(self.line?)?.key)? {
            Key::Figure(figure) => Some(figure.name().clone()),
            Key::Judged(word) => Some(word.word().into()),
            _ => None,
        }
    }

    /// The limit of a commitment as a value of what is asked, in words.
    #[must_use]
    pub fn limit(&self, model: &Model, commitment: &Commitment) -> Option<String> {
        let asked = self.judged.iter().find(|(judged, _)| judged.term.id == commitment.term.id);
        let own = asked.and_then(|(_, asked)| asked.first())?;
        let limit = values::constant(model, &own.bound.value)?;
        if self.asks().is_none() {
            return Some(words::quantity(&limit));
        }
        let point = std::iter::once(Line::closed(limit.base(), limit.base())).collect();
        let image = self.follows(model, self.line?, commitment)?.image(&point);
        image.intervals().first().map(|value| self.words(value))
    }

    /// A value of an interval, in words.
    #[must_use]
    pub fn sample(&self, values: &Line<Rational>) -> String {
        words::sample(values, &self.unit()).unwrap_or_default()
    }

    /// An interval of values of an ordered key, in words.
    #[must_use]
    pub fn words_at(&self, at: usize, interval: &Line<Rational>) -> String {
        let unit = self.compiled.lines.get(at).map(|line| line.unit.clone()).unwrap_or_default();
        words::interval(interval, &unit)
    }

    /// An interval of values, in words.
    #[must_use]
    pub fn words(&self, interval: &Line<Rational>) -> String {
        words::interval(interval, &self.unit())
    }
}
