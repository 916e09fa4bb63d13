//! Conditions that are asked of others than the term's own subject: of a named service, of its instances, of the values of a dimension.

use super::Lower;
use super::expr::Typed;
use super::names_in_expr::Where;
use super::rules::WRONG_VALUE;
use super::types::Type;
use crate::base::Span;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Among, Dimension, Expr, Id, Service};
use crate::resolved::DeclId;
use crate::syntax::ast::{self, ExprKind, Op};

impl Lower<'_> {
    /// `2 of instances of vm where down`, `all of zone where (…)`; none where it is something else.
    pub(super) fn several(&mut self, left: &ast::Expr, right: &ast::Expr, cx: &Where<'_>) -> Option<Typed> {
        let mut chain = Vec::new();
        parts_of(left, &mut chain);
        let (number, rest) = chain.split_first()?;
        let is_number = matches!(&number.kind, ExprKind::Number(_));
        let is_all = matches!(&number.kind, ExprKind::Name(name) if name == "all");
        if !is_number && !is_all {
            return None;
        }
        let among = match rest {
            [instances, service] if matches!(&instances.kind, ExprKind::Name(name) if name == "instances") => {
                let ExprKind::Name(name) = &service.kind else { return None };
                let id = self.find(name, service.span, cx.at, &[KindId::Service])?;
                self.ask_for_instances(id, name, service.span);
                self.need(id);
                Among::Instances(self.id::<Service>(id))
            }
            [dimension] => {
                let ExprKind::Name(name) = &dimension.kind else { return None };
                let id = self.peek(name, cx.at).filter(|&id| self.is_kind(id, KindId::Dimension))?;
                self.need(id);
                Among::Values(self.id::<Dimension>(id))
            }
            _ => return None,
        };
        let at_least = match &number.kind {
            ExprKind::Number(count) => {
                let count = count.parse::<u32>().ok().filter(|&count| count > 0);
                if count.is_none() {
                    self.wrong_value(number.span, "a whole number from 1 on, or `all`,");
                    return Some(Typed::new(Expr::None, Type::Unknown));
                }
                count
            }
            _ => None,
        };
        let holds = self.condition(right, cx);
        if let Among::Values(dimension) = &among
            && self.is_of_services_named(dimension)
            && !asks_instances(&holds)
        {
            let message = format!("`{dimension}` parts services, and the condition is not about their instances");
            let finding = Finding::new(&WRONG_VALUE, right.span, message);
            self.sink.report(
                finding.help(format!("write `all of instances of …` or `1 of instances of …` for each `{dimension}`")),
            );
        }
        Some(Typed::new(Expr::Several { at_least, among, holds: Box::new(holds) }, Type::Flag))
    }

    fn is_of_services_named(&self, dimension: &Id<Dimension>) -> bool {
        self.program.names.get(dimension.name()).into_iter().flatten().any(|&id| self.is_of_services(id))
    }

    /// `down of site`: the state of a service that is named.
    pub(super) fn state_of(&mut self, state: Expr, service: DeclId, span: Span) -> Typed {
        let id: Id<Service> = self.id(service);
        if self.has_instances(service) {
            let state = self.sources.slice(span).split_whitespace().next().unwrap_or_default().to_owned();
            let message = format!("each instance of `{id}` has a `{state}` of its own");
            let finding = Finding::new(&WRONG_VALUE, span, message);
            self.report_once(finding.help(format!("write how many of them: `1 of instances of {id} where {state}`")));
        }
        Typed::new(Expr::OfService { service: id, holds: Box::new(state) }, Type::Flag)
    }
}

/// Whether a condition counts instances, wherever it asks for a state.
fn asks_instances(condition: &Expr) -> bool {
    match condition {
        Expr::Several { among: Among::Instances(_), .. } => true,
        Expr::State(_) => false,
        other => other.parts().into_iter().all(asks_instances),
    }
}

/// `a of b of c` as its parts, however they are grouped.
fn parts_of<'e>(value: &'e ast::Expr, parts: &mut Vec<&'e ast::Expr>) {
    match &value.kind {
        ExprKind::Binary(Op::Of, left, right) => {
            parts_of(left, parts);
            parts_of(right, parts);
        }
        _ => parts.push(value),
    }
}
