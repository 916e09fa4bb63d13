//! What is gathered one by one: of the instances of a service, of the results of commitments, of periods.

use super::Lower;
use super::expr::Typed;
use super::judged::Judging;
use super::names_in_expr::Where;
use super::rules::WRONG_VALUE;
use super::types::Type;
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Aggregate, CommitmentRef, Expr, Id, Indicator, Members, PeriodUnit, Scope, Service, Subject, Tier};
use crate::resolved::DeclId;
use crate::syntax::ast::{self, ExprKind, Op};

/// The service that `instances of site` names.
pub(super) fn instances(value: &ast::Expr) -> Option<&ast::Expr> {
    match &value.kind {
        ExprKind::Binary(Op::Of, word, service) if matches!(&word.kind, ExprKind::Name(n) if n == "instances") => {
            Some(service)
        }
        _ => None,
    }
}

impl Lower<'_> {
    /// `instances of site`, `month`: what is counted one by one; none where it is something else.
    pub(super) fn members(&mut self, value: &ast::Expr, cx: &Where<'_>) -> Option<Typed> {
        let among = match (instances(value), &value.kind) {
            (Some(service), _) => match self.service_of_instances(service, cx) {
                Some(service) => Members::Instances(service),
                None => return Some(Typed::unknown()),
            },
            (None, ExprKind::Name(name)) if self.is_period(name, cx) => {
                Members::Periods(self.window_value(value, cx.at)?)
            }
            _ => return None,
        };
        Some(Typed::new(Expr::Each { of: None, among }, Type::Members))
    }

    /// Whether a name is that of a period, and of nothing else that could be gathered.
    fn is_period(&self, name: &Name, cx: &Where<'_>) -> bool {
        match self.peek(name, cx.at) {
            Some(id) => self.is_kind(id, KindId::Period),
            None => PeriodUnit::named(name).is_some() && !self.survey.records_of.contains_key(name),
        }
    }

    /// `availability of instances of site`: what each of them has.
    pub(super) fn of_instances(&mut self, name: &Name, at: Span, service: &ast::Expr, cx: &Where<'_>) -> Typed {
        let service = self.service_of_instances(service, cx);
        let own = self.name(name, at, &cx.judging_nothing());
        let Some(service) = service else { return Typed::unknown() };
        match own {
            Typed { expr: of @ (Expr::Indicator { .. } | Expr::Figure { .. }), ty: Type::Number(units) } => {
                let each = Expr::Each { of: Some(Box::new(of)), among: Members::Instances(service) };
                Typed::new(each, Type::Several(units))
            }
            Typed { ty: Type::Unknown, .. } => Typed::unknown(),
            Typed { ty, .. } => {
                self.wrong_sort(at, &ty.words(), "an indicator or a figure that each instance has");
                Typed::unknown()
            }
        }
    }

    fn service_of_instances(&mut self, service: &ast::Expr, cx: &Where<'_>) -> Option<Id<Service>> {
        let ExprKind::Name(name) = &service.kind else {
            self.wrong_value(service.span, "a service with `instances many`");
            return None;
        };
        let id = self.find(name, service.span, cx.at, &[KindId::Service])?;
        self.ask_for_instances(id, name, service.span);
        self.need(id);
        Some(self.id::<Service>(id))
    }

    /// Reports a service that is asked for its instances and has none.
    pub(super) fn ask_for_instances(&mut self, id: DeclId, name: &str, span: Span) {
        if !self.has_instances(id) {
            let finding = Finding::new(&WRONG_VALUE, span, format!("`{name}` has no instances"));
            let finding = finding.label(self.program.decl(id).name_span, "not `instances many`");
            self.sink.report(finding.help(format!("write `instances many` in `{name}`")));
        }
    }

    /// `points[kpis]`, `credit[servers]`: what a figure of objectives, a penalty or a bonus comes to for the commitments that are named, each
    /// by itself; none where the word is no such term.
    pub(super) fn results(&mut self, word: &ast::Word, inside: &[ast::Expr], cx: &Where<'_>) -> Option<Typed> {
        if self.survey.objectives.contains_key(&word.name) {
            return None;
        }
        let id = self.peek(&word.name, cx.at)?;
        let is_amount = matches!(self.program.decl(id).kind.id, KindId::Penalty | KindId::Bonus);
        if !is_amount && !self.is_kind(id, KindId::Figure) {
            return None;
        }
        let of = self.name(&word.name, word.span, &cx.clone().judging(Judging::unknown()));
        let is_of_objectives = match &of.expr {
            Expr::Figure { figure, .. } => {
                self.figures.get(figure).is_some_and(|figure| figure.of == Some(Subject::Objective))
            }
            _ => true,
        };
        if !is_of_objectives {
            let finding =
                Finding::new(&WRONG_VALUE, word.span, format!("no commitment has a `{}` of its own", word.name))
                    .label(self.program.decl(id).name_span, "not `of objective`")
                    .help("leave out the brackets");
            self.sink.report(finding);
            return Some(Typed::unknown());
        }
        let on = self.commitments_in_brackets(inside, cx);
        if let Expr::Figure { .. } = &of.expr {
            self.read_of.push((id, on.clone()));
        }
        let ty = match of.ty {
            Type::Number(units) => Type::Several(units),
            other => other,
        };
        Some(Typed::new(Expr::Each { of: Some(Box::new(of.expr)), among: Members::Results(on) }, ty))
    }

    /// The commitments that stand in brackets: a tier, an objective, an indicator, cases.
    fn commitments_in_brackets(&mut self, inside: &[ast::Expr], cx: &Where<'_>) -> CommitmentRef {
        let mut on = CommitmentRef::default();
        let mut scope = Vec::new();
        for value in inside {
            match &value.kind {
                ExprKind::Blank(name) => on.tier = Some(Id::blank(name)),
                ExprKind::Name(name) if self.survey.objectives.contains_key(name) => on.objective = Some(name.clone()),
                ExprKind::Name(name) => match self.peek(name, cx.at) {
                    Some(id) if self.is_kind(id, KindId::Tier) => {
                        self.need(id);
                        on.tier = Some(self.id::<Tier>(id));
                    }
                    Some(id) if self.is_kind(id, KindId::Indicator) => {
                        self.need(id);
                        on.indicator = Some(self.id(id));
                    }
                    _ => scope.push(value.clone()),
                },
                _ => scope.push(value.clone()),
            }
        }
        on.scope = if scope.is_empty() { Scope::default() } else { self.scope(&scope, cx.at) };
        on
    }

    /// Reports a figure of objectives that is read where no commitment is judged: each has its own.
    pub(super) fn of_which_objective(&mut self, figure: DeclId, name: &str, span: Span, cx: &Where<'_>) {
        let is_of_objective = self.is_about_objectives(self.program.decl(figure));
        let is_judging = matches!(cx.judging, Some(Judging::Commitments(_))) || cx.at.kind.id == KindId::Tier;
        if is_of_objective && !is_judging {
            let finding = Finding::new(&WRONG_VALUE, span, format!("each objective has a `{name}` of its own"))
                .here("of which?")
                .help(format!("gather those of a tier, or of an objective: `sum of {name}[…]`"));
            self.sink.report(finding);
        }
    }

    /// Reports what is said of one service and asked of another: `fee of till`, where `fee` is that of `site`.
    pub(super) fn said_of_another(&mut self, expr: &Expr, asked: &Id<Service>, span: Span) {
        let own = match expr {
            Expr::Figure { figure, .. } => self.figures.get(figure).and_then(|figure| figure.of.as_ref()),
            Expr::Indicator { indicator, .. } => self.indicators.get(indicator).map(|indicator| &indicator.of),
            _ => None,
        };
        if let Some(Subject::Service(own)) = own.filter(|own| **own != Subject::Service(asked.clone())) {
            let name = self.sources.slice(span).split_whitespace().next().unwrap_or_default();
            let message = format!("`{name}` is that of `{own}`, and not of `{asked}`");
            let finding = Finding::new(&WRONG_VALUE, span, message).help(format!("write `{name} of {own}`"));
            self.report_once(finding);
        }
    }

    /// Reports a mean, a sum, a least value of one value: an indicator of a service has one in the period that is judged.
    pub(super) fn gathers_one(&mut self, formula: &Expr, span: Span) {
        let mut one = None;
        formula.visit(&mut |part| {
            if let Expr::Aggregate { function, of, over: None, .. } = part
                && !matches!(
                    function,
                    Aggregate::Share | Aggregate::Count | Aggregate::Breaches | Aggregate::Objectives
                )
                && let Expr::Indicator { indicator, .. } = &**of
            {
                one = Some(indicator.clone());
            }
        });
        let known = one.as_ref().and_then(|id| self.indicators.get(id));
        let is_of_service = |indicator: &&Indicator| {
            indicator.each.is_none() && matches!(indicator.of, Subject::Service(_) | Subject::Any | Subject::Contract)
        };
        if let Some(indicator) = known.filter(is_of_service) {
            let name = indicator.term.id.clone();
            let finding = Finding::new(&WRONG_VALUE, span, format!("`{name}` has one value in a period: there is nothing to gather"))
                .note("an indicator of a service is already computed for the service and the period that are judged")
                .help(format!("gather periods, `mean of {name} over last 3 months`, or the instances of a service, `mean of {name} of instances of …`"));
            self.sink.report(finding);
        }
    }
}
