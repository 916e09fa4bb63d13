//! Which way an amount goes as what is attained gets worse.

use crate::model::{Attained, Expr, Figure, FigureSource, Id, Key, Model, Operator, Polarity, Ranges, Stated};

/// Which way a value goes as what is attained gets worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It stays.
    Stays,
    /// It never falls.
    Grows,
    /// It never grows.
    Falls,
    /// Nothing is known of it: it reads what happened, or goes both ways.
    Unknown,
}

impl Course {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Stays, other) => other,
            (own, Self::Stays) => own,
            (own, other) if own == other => own,
            _ => Self::Unknown,
        }
    }

    fn turned(self) -> Self {
        match self {
            Self::Grows => Self::Falls,
            Self::Falls => Self::Grows,
            other => other,
        }
    }
}

/// What a formula's course rests on.
#[derive(Clone, Copy)]
pub struct Courses<'m> {
    /// The contract.
    pub model: &'m Model,
    /// Which way what is attained is better.
    pub better: Polarity,
}

impl Courses<'_> {
    /// The course of a formula.
    pub fn of(&self, expr: &Expr) -> Course {
        match expr {
            Expr::Quantity(_) | Expr::Flag(_) | Expr::None | Expr::Value { .. } | Expr::Choice(_) | Expr::Actor(_) => {
                Course::Stays
            }
            Expr::Figure { figure, .. } => self.figure(figure),
            Expr::Attained(Attained::Attained) => match self.better {
                Polarity::Higher => Course::Falls,
                Polarity::Lower => Course::Grows,
            },
            Expr::Attained(Attained::Lost | Attained::Excess | Attained::Missed) | Expr::Late { .. } => Course::Grows,
            Expr::Attained(Attained::Target | Attained::Goal | Attained::Agreed) => Course::Stays,
            Expr::Binary { op, left, right } => self.binary(*op, left, right),
            Expr::Step { value, .. } => self.of(value),
            Expr::Call { function, arguments } => match (function.as_str(), arguments.as_slice()) {
                ("round", [value, _]) => self.of(value),
                ("min" | "max", all) => all.iter().fold(Course::Stays, |course, part| course.with(self.of(part))),
                _ => Course::Unknown,
            },
            // What the fee of other periods adds up to is what it is, whatever is attained.
            Expr::Aggregate { of, filter: None, .. } if matches!(&**of, Expr::Figure { .. }) => match self.of(of) {
                Course::Stays => Course::Stays,
                _ => Course::Unknown,
            },
            _ => Course::Unknown,
        }
    }

    fn binary(&self, op: Operator, left: &Expr, right: &Expr) -> Course {
        let (own, other) = (self.of(left), self.of(right));
        match op {
            Operator::Add => own.with(other),
            Operator::Sub => own.with(other.turned()),
            Operator::Mul | Operator::Of if self.is_positive(left) && self.is_positive(right) => own.with(other),
            Operator::Div | Operator::Per if self.is_positive(left) && self.is_positive(right) => {
                own.with(other.turned())
            }
            _ if own == Course::Stays && other == Course::Stays => Course::Stays,
            _ => Course::Unknown,
        }
    }

    fn is_positive(&self, expr: &Expr) -> bool {
        // What a breach falls short by is never below 0.
        if let Expr::Binary { op: Operator::Sub, left, right } = expr {
            let (good, bad) = match self.better {
                Polarity::Higher => (Attained::Target, Attained::Attained),
                Polarity::Lower => (Attained::Attained, Attained::Target),
            };
            if (&**left, &**right) == (&Expr::Attained(good), &Expr::Attained(bad)) {
                return true;
            }
        }
        let ranges = Ranges {
            figures: &self.model.figures,
            indicators: &self.model.indicators,
            records: &self.model.records,
            stated: Stated::Expected,
        };
        // What was attained is counted or measured: of an indicator, never below 0 unless its domain says so.
        let attained = matches!(expr, Expr::Attained(Attained::Attained | Attained::Target | Attained::Goal));
        attained || ranges.of(expr).low.is_some_and(|low| !low.is_negative())
    }

    fn figure(&self, id: &Id<Figure>) -> Course {
        let Some(figure) = self.model.figures.get(id) else { return Course::Unknown };
        match &figure.value {
            FigureSource::Is(expr) => self.of(expr),
            FigureSource::Column(_) | FigureSource::GivenBy(..) => Course::Stays,
            FigureSource::Decision(table) => {
                let plain = table.keys.iter().all(|key| matches!(key, Key::Dimension(_)));
                let outcomes = || table.rows.iter().filter_map(|row| row.outcome.as_ref());
                let stays = plain && outcomes().all(|outcome| self.of(outcome) == Course::Stays);
                if stays { Course::Stays } else { Course::Unknown }
            }
            FigureSource::Blank(_) => Course::Unknown,
        }
    }
}
