//! The words about what is judged, `attained`, `target`, `lost`, `agreed`, `excess`, and what each is a number of.
//!
//! That follows from the commitments: `excess` is time for a promise in hours, days for one in days, late cases for a quota.

use super::Lower;
use super::expr::Typed;
use super::names_in_expr::Where;
use super::rules::UNIT_MISMATCH;
use super::types::{Type, Units};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::model::{Aggregate, Attained, Commitment, Excess, Expr, Form, Id, Operator, Quantity, Window};
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use crate::resolved::Decl;
use std::collections::BTreeSet;

/// What is judged where an expression stands.
#[derive(Clone, Debug)]
pub(super) enum Judging {
    /// No commitment: of the words only `total`, the amount of a settlement, means something.
    Settlement,
    /// Commitments.
    Commitments(Box<Words>),
}

/// What each word is a number of.
#[derive(Clone, Debug)]
pub(super) struct Words {
    attained: Known,
    target: Known,
    goal: Known,
    /// `lost` and `agreed`.
    lost: Known,
    excess: Known,
    /// Whether `lost`, `agreed` and `excess` are numbers of cases, of slots or of records.
    counts: bool,
    /// Whether what exceeds is what comes after a deadline, as far as is known.
    has_deadline: bool,
}

/// What is known of a word.
#[derive(Clone, Debug)]
enum Known {
    /// What it is about could not be found, which is said already, or is not agreed yet.
    Open,
    /// A number of these.
    Units(Units),
    /// It says nothing about such commitments.
    Nothing,
    /// Two commitments with different ones.
    Differs([(Name, Units); 2]),
}

impl Known {
    /// What all commitments agree on.
    fn of<'o>(mut all: impl Iterator<Item = (&'o Name, &'o Own)>) -> Self {
        let Some((first, known)) = all.next() else { return Self::Open };
        let mut agreed = known;
        for (name, own) in all {
            match (agreed, own) {
                (Own::Units(a), Own::Units(b)) if a.exponents != b.exponents => {
                    return Self::Differs([(first.clone(), a.clone()), (name.clone(), b.clone())]);
                }
                (Own::Units(_), Own::Units(_)) | (Own::Nothing, _) => {}
                (_, own) => agreed = own,
            }
        }
        match agreed {
            Own::Open => Self::Open,
            Own::Nothing => Self::Nothing,
            Own::Units(units) => Self::Units(units.clone()),
        }
    }
}

impl Judging {
    /// Late duties: what exceeds the deadline is a number of days, or time. Nothing else is judged of them.
    pub fn late(in_days: &[(Name, bool)]) -> Self {
        let excess = in_days.iter().map(|(name, in_days)| {
            let unit = if *in_days { Physical::Span(SpanBase::Day) } else { Physical::Duration };
            (name, Own::Units(Units::of(unit)))
        });
        let excess: Vec<_> = excess.collect();
        let nothing = || Known::Nothing;
        let excess = Known::of(excess.iter().map(|(name, own)| (*name, own)));
        Self::Commitments(Box::new(Words {
            attained: nothing(),
            target: nothing(),
            goal: nothing(),
            lost: nothing(),
            excess,
            counts: false,
            has_deadline: true,
        }))
    }

    /// Nothing is known of the values of what is judged: it is said elsewhere which commitments are, or could not be found.
    pub fn unknown() -> Self {
        let word = || Known::Open;
        Self::Commitments(Box::new(Words {
            attained: word(),
            target: word(),
            goal: word(),
            lost: word(),
            excess: word(),
            counts: false,
            has_deadline: true,
        }))
    }

    /// The units of what is promised.
    pub fn target(&self) -> Option<Units> {
        match self {
            Self::Commitments(words) => match &words.target {
                Known::Units(units) => Some(units.clone()),
                _ => None,
            },
            Self::Settlement => None,
        }
    }

    /// Whether it is a commitment that is judged, and no duty.
    pub fn is_of_commitments(&self) -> bool {
        matches!(self, Self::Commitments(words) if !matches!(words.attained, Known::Nothing))
    }

    /// Whether what is lost, agreed or exceeds is a number of cases, slots or records.
    fn counts(&self) -> bool {
        matches!(self, Self::Commitments(words) if words.counts)
    }

    /// Whether what exceeds a promise is what comes after a deadline.
    pub fn has_deadline(&self) -> bool {
        matches!(self, Self::Commitments(words) if words.has_deadline)
    }

    /// Whether a word about what is judged may stand here.
    pub fn has(&self, word: Attained) -> bool {
        match self {
            Self::Settlement => word == Attained::Total,
            Self::Commitments(_) => word != Attained::Total,
        }
    }
}

impl Lower<'_> {
    /// What is known of commitments that are judged each `each`, or each in a window of its own.
    pub(super) fn judging(&mut self, on: &[Id<Commitment>], each: Option<&Window>, decl: &Decl) -> Judging {
        let mut seen = BTreeSet::new();
        let (mut all, mut goals) = (Vec::new(), Vec::new());
        let (mut counts, mut has_deadline) = (false, true);
        for id in on {
            let Some(commitment) = self.commitments.get(id) else { continue };
            // Of an indicator that is not agreed yet nothing is known.
            let Some(indicator) = self.indicators.get(&commitment.indicator) else { return Judging::unknown() };
            // Neither is it known what a promise about times is judged by, before its window is.
            let window = each.or(commitment.window.as_ref());
            if indicator.form == Form::Duration && window.is_some_and(|window| window.as_blank().is_some()) {
                return Judging::unknown();
            }
            goals.push((commitment.term.id.clone(), of_goal(commitment.goal.as_ref())));
            let excess = commitment.excess(indicator, each, &self.figures);
            counts |= matches!(excess, Some(Excess::LateCases | Excess::Lost));
            has_deadline &= matches!(excess, None | Some(Excess::Time | Excess::Days));
            if !seen.insert((indicator.term.id.clone(), excess)) {
                continue;
            }
            let (name, indicator) = (commitment.term.id.clone(), commitment.indicator.clone());
            let ty = self.peek(indicator.as_str(), decl).map(|id| self.type_of(id, decl.name_span));
            let Some(Type::Number(units)) = ty else { return Judging::unknown() };
            all.push((name, of_commitment(excess, units)));
        }
        let word = |pick: fn(&[Own; 4]) -> &Own| Known::of(all.iter().map(|(name, own)| (name, pick(own))));
        Judging::Commitments(Box::new(Words {
            attained: word(|[attained, ..]| attained),
            target: word(|[_, target, ..]| target),
            goal: Known::of(goals.iter().map(|(name, own)| (name, own))),
            lost: word(|[_, _, lost, _]| lost),
            excess: word(|[.., excess]| excess),
            counts,
            has_deadline,
        }))
    }

    /// Reports a number of cases, slots or records that is compared with a percentage, or added to one: one of a hundred is not 1 %.
    pub(super) fn number_beside_share(&mut self, a: (&Typed, Span), b: (&Typed, Span), cx: &Where<'_>) {
        let judging = cx.judging.as_ref();
        // A percentage of a number, `110 % * forecast`, is a number.
        let is_share = |typed: &Typed| {
            let is_percent = matches!(&typed.ty, Type::Number(units) if units.is_plain() && units.percent);
            is_percent && !matches!(typed.expr, Expr::Binary { .. } | Expr::Call { .. })
        };
        let (number, share) = match (is_share(a.0), is_share(b.0)) {
            (false, true) if is_number_of_things(&a.0.expr, judging) => (a, b),
            (true, false) if is_number_of_things(&b.0.expr, judging) => (b, a),
            _ => return,
        };
        let word = self.sources.slice(number.1);
        let message = format!("`{word}` is a number of things, and no percentage");
        let finding = Finding::new(&UNIT_MISMATCH, number.1, message)
            .here("a plain number")
            .label(share.1, "a percentage")
            .note("a percentage would be taken as a part of one: 5 % as 0.05 of a case")
            .help("write a number, or divide by the number of all of them, such as `missed / agreed`");
        self.sink.report(finding);
    }

    /// A word about what is judged.
    pub(super) fn judged_word(&mut self, word: Attained, written: &str, span: Span, judging: &Judging) -> Typed {
        let expr = Expr::Attained(word);
        let known = match (word, judging) {
            (Attained::Missed, _) => return Typed::new(expr, Type::plain()),
            (Attained::Base, _) => return Typed::new(expr, Type::Unknown),
            (Attained::Total, _) | (_, Judging::Settlement) => return Typed::new(expr, Type::Number(self.money())),
            (Attained::Attained, Judging::Commitments(words)) => &words.attained,
            (Attained::Target, Judging::Commitments(words)) => &words.target,
            (Attained::Goal, Judging::Commitments(words)) => &words.goal,
            (Attained::Lost | Attained::Agreed, Judging::Commitments(words)) => &words.lost,
            (Attained::Excess, Judging::Commitments(words)) => &words.excess,
        };
        match known {
            Known::Open => Typed::new(expr, Type::Unknown),
            Known::Units(units) => Typed::new(expr, Type::Number(units.clone())),
            Known::Nothing => {
                let message = format!("`{written}` says nothing about what is judged here");
                let note = match word {
                    Attained::Goal => "none of the commitments that are judged has a `goal`",
                    _ => "it is about a share of time, of slots or of records, or about the time of a case",
                };
                let finding = Finding::new(&UNIT_MISMATCH, span, message).note(note);
                self.sink.report(finding);
                Typed::new(expr, Type::Unknown)
            }
            Known::Differs([(a, x), (b, y)]) => {
                let message = format!("`{written}` is {} for `{a}` and {} for `{b}`", x.words(), y.words());
                let finding = Finding::new(&UNIT_MISMATCH, span, message)
                    .help("write one term for each, and say with `for` which cases it is about");
                self.sink.report(finding);
                Typed::new(expr, Type::Unknown)
            }
        }
    }
}

/// Whether an expression is a number of cases, slots, records or periods, one by one.
pub(super) fn is_number_of_things(expr: &Expr, judging: Option<&Judging>) -> bool {
    match expr {
        Expr::Attained(Attained::Missed) => true,
        Expr::Attained(Attained::Lost | Attained::Agreed | Attained::Excess) => judging.is_some_and(Judging::counts),
        Expr::Aggregate { function, .. } => *function == Aggregate::Count,
        Expr::Binary { op: Operator::Add | Operator::Sub, left, right } => {
            is_number_of_things(left, judging) || is_number_of_things(right, judging)
        }
        _ => false,
    }
}

/// What a word is a number of for one commitment.
enum Own {
    /// A blank leaves it open.
    Open,
    /// It says nothing about such a commitment.
    Nothing,
    Units(Units),
}

/// What `goal` is a number of.
fn of_goal(goal: Option<&Quantity>) -> Own {
    match goal {
        None => Own::Nothing,
        Some(goal) if goal.as_blank().is_some() => Own::Open,
        Some(goal) => Own::Units(goal.measure().map_or_else(Units::plain, |measure| Units::measure(&measure))),
    }
}

/// What `attained`, `target`, `lost` and `excess` are numbers of for a commitment whose indicator has these units.
fn of_commitment(excess: Option<Excess>, units: Units) -> [Own; 4] {
    let time = || Own::Units(Units::of(Physical::Duration));
    let days = || Own::Units(Units::of(Physical::Span(SpanBase::Day)));
    let number = || Own::Units(Units::plain());
    let share = || Own::Units(Units::percent());
    let own = || Own::Units(units.clone());
    match excess {
        None => [time(), Own::Open, time(), Own::Open],
        Some(Excess::Time) => [time(), time(), time(), time()],
        Some(Excess::Days) => [time(), days(), time(), days()],
        Some(Excess::LateCases) => [share(), share(), number(), number()],
        Some(Excess::LostTime) => [own(), own(), time(), time()],
        Some(Excess::Lost) => [own(), own(), number(), number()],
        Some(Excess::Distance) => [own(), own(), Own::Nothing, own()],
    }
}
