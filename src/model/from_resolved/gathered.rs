//! What is gathered, `count of`, `sum of`, `share of` …, and the commitments whose breaches are.

use super::expr::Typed;
use super::names_in_expr::Where;
use super::rules::WRONG_VALUE;
use super::types::{Type, Units};
use super::{Lower, single};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Aggregate, CommitmentRef, Expr, Id, Indicator, Tier};
use crate::resolved::{Decl, DeclId};
use crate::syntax::ast::{self, ExprKind};

impl Lower<'_> {
    /// `objectives of gold`, `objectives of restoration[gold]`: the commitments of a tier, or of an indicator, that are judged.
    pub(super) fn objectives_judged(&mut self, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        let reference = match (&right.kind, self.all_of_tier(right, cx.at)) {
            (ExprKind::Blank(name), _) => CommitmentRef { tier: Some(Id::blank(name)), ..CommitmentRef::default() },
            (_, Some(reference)) => reference,
            (_, None) => match self.commitments_in(right, cx, "a tier, or commitments of one,") {
                Some(reference) => reference,
                None => return Typed::unknown(),
            },
        };
        let of = Box::new(Expr::Commitment(reference));
        let expr = Expr::Aggregate { function: Aggregate::Objectives, of, filter: None, over: None };
        Typed::new(expr, Type::Objectives)
    }

    /// The name of a tier means all of its commitments.
    pub(super) fn all_of_tier(&mut self, value: &ast::Expr, at: &Decl) -> Option<CommitmentRef> {
        let ExprKind::Name(name) = &value.kind else { return None };
        let id = self.peek(name, at).filter(|id| self.is_kind(*id, KindId::Tier))?;
        self.need(id);
        Some(CommitmentRef { tier: Some(self.id::<Tier>(id)), ..CommitmentRef::default() })
    }

    /// The commitments that a name, or a scoped reference, means; `due` is what must stand there.
    pub(super) fn commitments_in(&mut self, value: &ast::Expr, cx: &Where<'_>, due: &str) -> Option<CommitmentRef> {
        match self.expr(value, cx) {
            Typed { expr: Expr::Commitment(reference), .. } => Some(reference),
            Typed { expr: Expr::Indicator { indicator, of: None }, .. } => {
                Some(CommitmentRef { indicator: Some(indicator), ..CommitmentRef::default() })
            }
            Typed { ty: Type::Unknown, .. } => None,
            Typed { ty, .. } => {
                self.wrong_sort(value.span, &ty.words(), due);
                None
            }
        }
    }

    /// The commitments of a breach: `availability[gold]`, an objective, or the name of one cell, `gold.restoration.p1`.
    pub(super) fn commitments_meant(&mut self, value: &ast::Expr, at: &Decl) -> Option<CommitmentRef> {
        let tier = self.all_of_tier(value, at);
        tier.or_else(|| self.commitments_in(value, &Where::new(at, "after"), "a commitment"))
    }

    pub(super) fn aggregate(&mut self, function: Aggregate, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        if function == Aggregate::Objectives {
            return self.objectives_judged(right, cx);
        }
        if function == Aggregate::Breaches
            && let Some(reference) = self.all_of_tier(right, cx.at)
        {
            return breaches_of(reference);
        }
        let of = match self.members(right, cx) {
            Some(members) => members,
            None => self.expr(right, cx),
        };
        let ty = match (function, &of.ty) {
            (_, Type::Unknown) => Type::Unknown,
            (Aggregate::Breaches, Type::Commitment) => Type::Breaches,
            (Aggregate::Breaches, Type::Number(_)) => match &of.expr {
                Expr::Indicator { indicator, .. } => {
                    let indicator = Some(indicator.clone());
                    return breaches_of(CommitmentRef { indicator, ..CommitmentRef::default() });
                }
                _ => Type::Unknown,
            },
            (Aggregate::Count, Type::Flag) => {
                if self.record_in_state(&of.expr, cx.at).is_none() {
                    let finding = Finding::new(&WRONG_VALUE, right.span, "there is nothing to count here")
                        .here("holds, or does not")
                        .note("a state `of` a record that has `from` and `until` is counted: the records that are in it at the end of the period");
                    self.sink.report(finding);
                }
                Type::plain()
            }
            (Aggregate::Count, _) => Type::plain(),
            (Aggregate::Share, Type::Flag | Type::Records(_) | Type::Members) => Type::Number(Units::percent()),
            (_, Type::Number(units) | Type::Several(units)) => Type::Number(units.clone()),
            (_, other) => {
                self.wrong_sort(right.span, &other.words(), "numbers to gather");
                Type::Unknown
            }
        };
        Typed::new(Expr::Aggregate { function, of: Box::new(of.expr), filter: None, over: None }, ty)
    }

    /// The record of each of which an expression is a state, from an event of it until another.
    pub(super) fn record_in_state(&self, expr: &Expr, at: &Decl) -> Option<DeclId> {
        let Expr::State(id) = expr else { return None };
        let state = self.program.decl(self.peek(id.as_str(), at)?);
        let of = single(&state.field("of")?.values)?;
        let ExprKind::Name(record) = &of.kind else { return None };
        let record = self.peek(record, state).filter(|record| self.is_kind(*record, KindId::Record))?;
        (state.field("from").is_some() && state.field("until").is_some()).then_some(record)
    }

    /// A commitment by indicator or objective, with its tier and scope in brackets.
    pub(super) fn commitment(&mut self, word: &ast::Word, inside: &[ast::Expr], cx: &Where<'_>) -> Typed {
        let mut reference = CommitmentRef::default();
        if self.survey.objectives.contains_key(&word.name) {
            reference.objective = Some(word.name.clone());
        } else if let Some(id) = self.find(&word.name, word.span, cx.at, &[KindId::Indicator]) {
            reference.indicator = Some(self.id::<Indicator>(id));
        } else {
            return Typed::new(Expr::None, Type::Unknown);
        }
        let mut scope = Vec::new();
        for value in inside {
            match &value.kind {
                ExprKind::Name(name) => match self.peek(name, cx.at) {
                    Some(id) if self.is_kind(id, KindId::Tier) => {
                        self.need(id);
                        reference.tier = Some(self.id::<Tier>(id));
                    }
                    _ => scope.push(value.clone()),
                },
                _ => scope.push(value.clone()),
            }
        }
        reference.scope = self.scope(&scope, cx.at);
        Typed::new(Expr::Commitment(reference), Type::Commitment)
    }
}

fn breaches_of(reference: CommitmentRef) -> Typed {
    let of = Box::new(Expr::Commitment(reference));
    Typed::new(Expr::Aggregate { function: Aggregate::Breaches, of, filter: None, over: None }, Type::Breaches)
}

/// The function that a word stands for.
pub(super) fn aggregate(name: &str) -> Option<Aggregate> {
    Some(match name {
        "share" => Aggregate::Share,
        "mean" => Aggregate::Mean,
        "sum" => Aggregate::Sum,
        "count" => Aggregate::Count,
        "min" => Aggregate::Min,
        "max" => Aggregate::Max,
        "median" => Aggregate::Quantile(500),
        "p90" => Aggregate::Quantile(900),
        "p95" => Aggregate::Quantile(950),
        "p97" => Aggregate::Quantile(970),
        "p99" => Aggregate::Quantile(990),
        "p999" => Aggregate::Quantile(999),
        "breaches" => Aggregate::Breaches,
        "objectives" => Aggregate::Objectives,
        _ => return None,
    })
}
