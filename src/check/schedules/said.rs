//! What findings say of brackets.

use super::{Brackets, Gap, Row, Twice, pays};
use crate::base::{Name, Span};
use crate::check::{commitments, words};
use crate::diagnostics::{Answer, Finding, Question, Rule, Shows, Witness};
use crate::kernel::cells;
use crate::kernel::line::Interval as Line;
use crate::model::{DecisionRow, Direction, Expr, Key};
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

    /// The brackets that end where an interval begins, or begin where it ends: the place of each, and what it covers.
    #[must_use]
    pub fn beside(&self, values: &Line<Rational>) -> Vec<(Span, Line<Rational>)> {
        let beside = self.rows().filter(|(_, _, span)| span.to == values.from || span.from == values.to);
        beside.map(|(row, _, span)| (self.span(row), span)).collect()
    }

    /// A finding on values in no bracket: at the brackets beside them, at the table where there is none.
    #[must_use]
    pub fn at_gap(&self, rule: &'static Rule, message: String, values: Option<&Line<Rational>>) -> Finding {
        let beside = values.map(|values| self.beside(values)).unwrap_or_default();
        let covers = |span: &Line<Rational>| format!("covers {}", self.words(span));
        let finding = match beside.split_first() {
            None => Finding::new(rule, self.table(), message).here("the brackets"),
            Some(((at, span), others)) => {
                let first = Finding::new(rule, *at, message).here(covers(span));
                others.iter().fold(first, |finding, (at, span)| finding.label(*at, covers(span)))
            }
        };
        self.judged.iter().take(1).fold(finding.about(&self.schedule.term.id), |finding, (commitment, _)| {
            finding.label(commitment.target_span, format!("the target is {}", commitments::promise_words(commitment)))
        })
    }

    /// What a row covers, in words, when an interval at one of its ends is left out of it; none where nothing is left.
    #[must_use]
    pub fn without(&self, row: Row, values: &Line<Rational>) -> Option<String> {
        let at = self.decision.rows.get(row.0)?;
        let (.., span) = self.rows().find(|(other, ..)| std::ptr::eq(*other, at))?;
        Some(self.words(&less(&span, values)?))
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

/// An interval without another one at one of its ends; none where that leaves nothing, or does not lie at an end.
#[must_use]
pub fn less(span: &Line<Rational>, values: &Line<Rational>) -> Option<Line<Rational>> {
    let rest = if values.to >= span.to && values.from > span.from {
        Line::new(span.from.clone(), values.from.clone())
    } else if values.from <= span.from && values.to < span.to {
        Line::new(values.to.clone(), span.to.clone())
    } else {
        return None;
    };
    (!rest.is_empty()).then_some(rest)
}
