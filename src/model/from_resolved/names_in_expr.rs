//! Names inside expressions: what they mean where they stand.

use super::Lower;
use super::expr::{Typed, binary};
use super::judged::Judging;
use super::rules::{UNKNOWN_NAME, WRONG_VALUE};
use super::types::{Type, Units};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::{KindId, words};
use crate::model::{
    Aggregate, Attained, CommitmentRef, Dimension, Expr, FieldType, Figure, Id, Indicator, Operator, PeriodUnit,
    Record, Schedule, Service, State, Tier,
};
use crate::quantity::Measure;
use crate::quantity::unit::Dimension as Physical;
use crate::resolved::{Decl, DeclId};
use crate::syntax::ast::{self, CellKind, ExprKind, HeadKind, Op};

/// Where an expression stands.
#[derive(Clone, Debug)]
pub(super) struct Where<'d> {
    /// The declaration.
    pub at: &'d Decl,
    /// The field.
    pub field: &'static str,
    /// The record whose fields are looked at first.
    pub subject: Option<DeclId>,
    /// What is judged, where something is.
    pub judging: Option<Judging>,
}

impl<'d> Where<'d> {
    pub fn new(at: &'d Decl, field: &'static str) -> Self {
        Self { at, field, subject: None, judging: None }
    }

    pub fn with_subject(&self, subject: Option<DeclId>) -> Self {
        Self { subject: subject.or(self.subject), ..self.clone() }
    }

    pub fn judging(mut self, judging: Judging) -> Self {
        self.judging = Some(judging);
        self
    }

    /// A figure of an objective may read what is attained; its unit is only known per objective.
    pub fn judging_if(self, judging: bool) -> Self {
        if judging { self.judging(Judging::units(Units::of(Physical::Duration))) } else { self }
    }
}

impl Lower<'_> {
    /// A bare name in an expression.
    pub(super) fn name(&mut self, name: &Name, span: Span, cx: &Where<'_>) -> Typed {
        match name.as_str() {
            "yes" | "true" => return Typed::new(Expr::Flag(true), Type::Flag),
            "no" | "false" => return Typed::new(Expr::Flag(false), Type::Flag),
            "none" => return Typed::new(Expr::None, Type::Nothing),
            _ => {}
        }
        if let Some(judging) = &cx.judging
            && let Some(word) = attained(name).filter(|word| judging.has(*word))
        {
            return self.judged_word(word, name, span, judging);
        }
        if name == "new" && cx.field == "provided" {
            let ty = cx.judging.as_ref().and_then(Judging::target).map_or(Type::Unknown, Type::Number);
            return Typed::new(Expr::Call { function: name.clone(), arguments: Vec::new() }, ty);
        }
        if name == "base" && cx.field == "exception" {
            return Typed::new(Expr::Attained(Attained::Base), Type::Unknown);
        }
        if let Some(subject) = cx.subject
            && let Some(field) = self.field_of(subject, name, cx)
        {
            return field;
        }
        match self.program.find(name, cx.at) {
            crate::resolved::Found::One(id) => return self.declared(id, name, span, cx),
            crate::resolved::Found::Many(hits) => {
                let finding = self.program.ambiguous(name, span, &hits);
                self.sink.report(finding);
                return Typed::new(Expr::None, Type::Unknown);
            }
            crate::resolved::Found::Nothing => {}
        }
        if self.survey.objectives.contains_key(name) {
            return self.commitment(&ast::Word { name: name.clone(), span }, &[], cx);
        }
        if let Some(record) = self.record_of(name, span, cx.at, cx.subject)
            && let Some(id) = self.peek(record.as_str(), cx.at)
            && let Some(field) = self.field_of(id, name, cx)
        {
            return field;
        }
        if let Some(dimension) = self.dimension_of(name, span, cx.at, None) {
            let dimension: Id<Dimension> = self.id(dimension);
            let ty = Type::Value(dimension.clone());
            return Typed::new(Expr::Value { dimension, value: name.clone() }, ty);
        }
        self.unknown(name, span, cx);
        Typed::new(Expr::None, Type::Unknown)
    }

    fn unknown(&mut self, name: &str, span: Span, cx: &Where<'_>) {
        if let Some(unit) = Measure::parse(name) {
            self.sink.report(
                Finding::new(
                    &UNKNOWN_NAME,
                    span,
                    format!("`{}` is a unit, and no number stands before it", unit.unit.name),
                )
                .help(format!("write `1 {}`", unit.unit.name)),
            );
            return;
        }
        if PeriodUnit::named(name).is_some() {
            self.wrong_sort(span, "a period", "an amount or a number");
            return;
        }
        let may_stand = |word: &&str| cx.judging.as_ref().zip(attained(word)).is_some_and(|(j, word)| j.has(word));
        let judged = words::ATTAINED.iter().map(|(word, _)| *word).filter(may_stand);
        let is_total = attained(name) == Some(Attained::Total);
        let near = suggest::nearest(name, judged)
            .map(str::to_owned)
            .or_else(|| suggest::nearest(name, self.survey.records_of.keys().map(Name::as_str)).map(str::to_owned))
            .or_else(|| self.suggestion(name, cx.at, &[]))
            .filter(|_| !is_total);
        let finding = Finding::new(&UNKNOWN_NAME, span, format!("nothing declares `{name}`"))
            .help_if(near.map(|n| format!("did you mean `{n}`?")));
        let finding = if is_total {
            finding
                .note("`total` is what a settlement has reached, and stands in that settlement")
                .help("elsewhere, write the sum of its penalties, such as `sum of late over contract`")
        } else {
            finding
        };
        self.sink.report(finding);
    }

    /// A name that a declaration makes.
    fn declared(&mut self, id: DeclId, name: &Name, span: Span, cx: &Where<'_>) -> Typed {
        self.need(id);
        let decl = self.program.decl(id);
        match decl.kind.id {
            KindId::Figure => {
                let ty = self.type_of(id, span);
                Typed::new(Expr::Figure { figure: self.id::<Figure>(id), of: None }, ty)
            }
            KindId::Indicator => {
                let ty = self.type_of(id, span);
                Typed::new(Expr::Indicator { indicator: self.id::<Indicator>(id), of: None }, ty)
            }
            KindId::Dimension => {
                let dimension: Id<Dimension> = self.id(id);
                Typed::new(Expr::Dimension(dimension.clone()), Type::Value(dimension))
            }
            KindId::State => Typed::new(Expr::State(self.id::<State>(id)), Type::Flag),
            KindId::Record => {
                let record: Id<Record> = self.id(id);
                Typed::new(Expr::Records(record.clone()), Type::Records(record))
            }
            KindId::Penalty | KindId::Bonus => {
                let money = Type::Number(self.money());
                Typed::new(Expr::Schedule(self.id::<Schedule>(id)), money)
            }
            KindId::Provider | KindId::Customer | KindId::Supplier | KindId::Observer | KindId::Role => {
                Typed::new(Expr::Actor(self.identity(decl)), Type::Actor)
            }
            KindId::Duty => match self.event(&ast::Expr { kind: ExprKind::Name(name.clone()), span }, cx.at, None) {
                Some(event) => Typed::new(Expr::Event(event), Type::Event),
                None => Typed::new(Expr::None, Type::Unknown),
            },
            _ => {
                self.wrong_sort(
                    span,
                    &decl.kind.with_article(),
                    "a figure, an indicator, a state, a dimension or a record",
                );
                Typed::new(Expr::None, Type::Unknown)
            }
        }
    }

    /// Money of the contract's currency.
    pub(super) fn money(&self) -> Units {
        Units::of(Physical::Money(self.currency.code()))
    }

    /// `name of right`: an aggregate, an attribute, or a share written as a figure.
    pub(super) fn attribute(&mut self, name: &Name, at: Span, right: &ast::Expr, span: Span, cx: &Where<'_>) -> Typed {
        if let Some(function) = aggregate(name)
            && self.peek(name, cx.at).is_none()
        {
            return self.aggregate(function, right, cx);
        }
        match name.as_str() {
            // In a right to change terms, `new of X` is the value of X after the change.
            "new" if cx.field == "provided" => {
                let changed = self.expr(right, cx);
                let new = Expr::Call { function: name.clone(), arguments: vec![changed.expr] };
                return Typed::new(new, changed.ty);
            }
            "gap" => return self.gap(right, cx),
            // `end of month` is an event.
            "end" | "start" => {
                let side = ast::Expr { kind: ExprKind::Name(name.clone()), span: at };
                let kind = ExprKind::Binary(Op::Of, Box::new(side), Box::new(right.clone()));
                return match self.event(&ast::Expr { kind, span }, cx.at, None) {
                    Some(event) => Typed::new(Expr::Event(event), Type::Event),
                    None => Typed::new(Expr::None, Type::Unknown),
                };
            }
            _ => {}
        }
        if let ExprKind::Name(owner) = &right.kind
            && let Some(id) = self.peek(owner, cx.at)
        {
            match self.program.decl(id).kind.id {
                KindId::Service => {
                    self.need(id);
                    let service: Id<Service> = self.id(id);
                    let mut typed = self.name(name, at, cx);
                    if matches!(typed.expr, Expr::Indicator { .. }) && self.has_instances(id) {
                        let message = format!("each instance of `{service}` has a `{name}` of its own");
                        let finding = Finding::new(&WRONG_VALUE, span, message);
                        self.report_once(
                            finding.help(format!("leave out `of {service}`: it is the instance concerned")),
                        );
                    }
                    if matches!(typed.expr, Expr::State(_)) {
                        return self.state_of(typed.expr, id, span);
                    }
                    match &mut typed.expr {
                        Expr::Figure { of, .. } | Expr::Indicator { of, .. } => *of = Some(service),
                        _ => {}
                    }
                    return typed;
                }
                KindId::Record => {
                    self.need(id);
                    if let Some(field) = self.field_of(id, name, cx) {
                        return field;
                    }
                    if self.is_figure_of(name, id, cx) {
                        return self.name(name, at, cx);
                    }
                }
                _ => {}
            }
        }
        let (share, whole) = (self.name(name, at, cx), self.expr(right, cx));
        let (Some(x), Some(y)) = (self.units(&share.ty, at), self.units(&whole.ty, right.span)) else {
            return Typed::open(Operator::Of, share, whole);
        };
        if !x.is_plain() {
            self.wrong_sort(at, &x.words(), "a share before `of`");
        }
        Typed::new(binary(Operator::Of, share.expr, whole.expr), Type::Number(x.combine(&y, 1)))
    }

    /// `objectives of gold`, `objectives of restoration[gold]`: the commitments of a tier, or of an indicator, that are judged.
    fn objectives_judged(&mut self, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        let none =
            || CommitmentRef { objective: None, indicator: None, tier: None, scope: crate::model::Scope::default() };
        let tier = match &right.kind {
            ExprKind::Blank(name) => Some(Id::blank(name)),
            ExprKind::Name(name) => self.peek(name, cx.at).filter(|id| self.is_kind(*id, KindId::Tier)).map(|id| {
                self.need(id);
                self.id::<Tier>(id)
            }),
            _ => None,
        };
        let reference = match tier {
            Some(tier) => CommitmentRef { tier: Some(tier), ..none() },
            None => match self.commitments_in(right, cx, "a tier, or commitments of one,") {
                Some(reference) => reference,
                None => return Typed::unknown(),
            },
        };
        let of = Box::new(Expr::Commitment(reference));
        let expr = Expr::Aggregate { function: Aggregate::Objectives, of, filter: None, over: None };
        Typed::new(expr, Type::Objectives)
    }

    /// The commitments that a name, or a scoped reference, means; `due` is what must stand there.
    fn commitments_in(&mut self, value: &ast::Expr, cx: &Where<'_>, due: &str) -> Option<CommitmentRef> {
        match self.expr(value, cx) {
            Typed { expr: Expr::Commitment(reference), .. } => Some(reference),
            Typed { expr: Expr::Indicator { indicator, of: None }, .. } => Some(CommitmentRef {
                objective: None,
                indicator: Some(indicator),
                tier: None,
                scope: crate::model::Scope::default(),
            }),
            Typed { ty: Type::Unknown, .. } => None,
            Typed { ty, .. } => {
                self.wrong_sort(value.span, &ty.words(), due);
                None
            }
        }
    }

    /// The commitments of a breach: `availability[gold]`, an objective, or the name of one cell, `gold.restoration.p1`.
    pub(super) fn commitments_meant(&mut self, value: &ast::Expr, at: &Decl) -> Option<CommitmentRef> {
        self.commitments_in(value, &Where::new(at, "after"), "a commitment")
    }

    fn aggregate(&mut self, function: Aggregate, right: &ast::Expr, cx: &Where<'_>) -> Typed {
        if function == Aggregate::Objectives {
            return self.objectives_judged(right, cx);
        }
        let of = self.expr(right, cx);
        let ty = match (function, &of.ty) {
            (_, Type::Unknown) => Type::Unknown,
            (Aggregate::Breaches, Type::Commitment) => Type::Breaches,
            (Aggregate::Breaches, Type::Number(_)) => match &of.expr {
                Expr::Indicator { indicator, .. } => {
                    let reference = CommitmentRef {
                        objective: None,
                        indicator: Some(indicator.clone()),
                        tier: None,
                        scope: crate::model::Scope::default(),
                    };
                    let of = Box::new(Expr::Commitment(reference));
                    let expr = Expr::Aggregate { function, of, filter: None, over: None };
                    return Typed::new(expr, Type::Breaches);
                }
                _ => Type::Unknown,
            },
            (Aggregate::Count, _) => Type::plain(),
            (Aggregate::Share, Type::Flag | Type::Records(_)) => Type::Number(Units::percent()),
            (_, Type::Number(units)) => Type::Number(units.clone()),
            (_, other) => {
                self.wrong_sort(right.span, &other.words(), "numbers to gather");
                Type::Unknown
            }
        };
        Typed::new(Expr::Aggregate { function, of: Box::new(of.expr), filter: None, over: None }, ty)
    }

    /// A commitment by indicator or objective, with its tier and scope in brackets.
    pub(super) fn commitment(&mut self, word: &ast::Word, inside: &[ast::Expr], cx: &Where<'_>) -> Typed {
        let mut reference =
            CommitmentRef { objective: None, indicator: None, tier: None, scope: crate::model::Scope::default() };
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

    /// A field of a record, with its type.
    pub(super) fn field_of(&mut self, record: DeclId, name: &str, cx: &Where<'_>) -> Option<Typed> {
        if self.program.decl(record).kind.id != KindId::Record {
            return None;
        }
        let ty = self.field_type(record, name)?;
        self.need(record);
        let record: Id<Record> = self.id(record);
        let field = Name::from(name);
        let expr = Expr::Field { record: record.clone(), field: field.clone() };
        let ty = match ty {
            FieldType::Instant | FieldType::Instants => {
                let event = crate::model::Event::Field { record, field };
                return Some(Typed::new(Expr::Event(event), Type::Event));
            }
            FieldType::Flag => Type::Flag,
            FieldType::Number => Type::plain(),
            FieldType::Text => Type::Text,
            FieldType::Duration => Type::Number(Units::of(Physical::Duration)),
            FieldType::Money => Type::Number(self.money()),
            FieldType::Unit(unit) => Measure::parse(&unit).map_or(Type::Unknown, |m| Type::Number(Units::measure(&m))),
            FieldType::Dimension(dimension) => {
                let _ = cx;
                return Some(Typed::new(Expr::Dimension(dimension.clone()), Type::Value(dimension)));
            }
            FieldType::Choice(_) => Type::Choice,
            FieldType::Record(record) => Type::Records(record),
            FieldType::Service => Type::Unknown,
            FieldType::Actor => Type::Actor,
        };
        Some(Typed::new(expr, ty))
    }

    /// The type of a record's field, read off its table.
    pub(super) fn field_type(&mut self, record: DeclId, name: &str) -> Option<FieldType> {
        let program = self.program;
        let decl = program.decl(record);
        for table in &decl.tables {
            let column =
                table.head.iter().position(|h| matches!(&h.kind, HeadKind::Words(w, _) if w.name == "type"))?;
            for row in &table.rows {
                let hit = row.cells.first().is_some_and(|c| cell_name(c).is_some_and(|n| n == name));
                if hit {
                    return row.cells.get(column).and_then(|c| self.field_type_in(c, decl));
                }
            }
        }
        None
    }

    /// One of the words that a record's field may hold.
    pub(super) fn choice(&mut self, record: &str, field: &str, value: &Name, span: Span, at: &Decl) -> Typed {
        let choices = match self.peek(record, at).and_then(|id| self.field_type(id, field)) {
            Some(FieldType::Choice(choices)) => choices,
            _ => Vec::new(),
        };
        if choices.contains(value) {
            return Typed::new(Expr::Choice(value.clone()), Type::Choice);
        }
        let near = suggest::nearest(value, choices.iter().map(Name::as_str));
        let list: Vec<String> = choices.iter().map(|c| format!("`{c}`")).collect();
        let finding = Finding::new(&UNKNOWN_NAME, span, format!("`{field}` is never `{value}`"))
            .note(format!("it is one of {}", list.join(", ")))
            .help_if(near.map(|n| format!("did you mean `{n}`?")));
        self.sink.report(finding);
        Typed::new(Expr::None, Type::Unknown)
    }

    /// The record that an expression gathers.
    pub(super) fn records_in(&self, expr: &Expr, at: &Decl) -> Option<DeclId> {
        match expr {
            Expr::Records(record) => self.peek(record.as_str(), at),
            Expr::Aggregate { of, .. } => self.records_in(of, at),
            Expr::Field { record, .. } => self.peek(record.as_str(), at),
            _ => None,
        }
    }
}

/// The name that a cell declares or holds.
pub(super) fn cell_name(cell: &ast::Cell) -> Option<&Name> {
    match &cell.kind {
        CellKind::Named(word, _) => Some(&word.name),
        CellKind::Value { values, .. } => match values.as_slice() {
            [ast::Expr { kind: ExprKind::Name(name), .. }] => Some(name),
            _ => None,
        },
        _ => None,
    }
}

fn attained(name: &str) -> Option<Attained> {
    Some(match name {
        "attained" => Attained::Attained,
        "target" => Attained::Target,
        "lost" => Attained::Lost,
        "agreed" => Attained::Agreed,
        "excess" => Attained::Excess,
        "missed" => Attained::Missed,
        "total" => Attained::Total,
        _ => return None,
    })
}

fn aggregate(name: &str) -> Option<Aggregate> {
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
