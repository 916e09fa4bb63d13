//! Names inside expressions: what they mean where they stand.

use super::Lower;
use super::expr::{Typed, binary};
use super::gathered::aggregate;
use super::judged::Judging;
use super::rules::{UNKNOWN_NAME, WRONG_VALUE};
use super::types::{Type, Units};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::{KindId, words};
use crate::model::{
    Attained, Dimension, Expr, FieldType, Figure, Id, Indicator, Members, Operator, PeriodUnit, Record, Schedule,
    Service, Settlement, State,
};
use crate::quantity::Measure;
use crate::quantity::unit::{Dimension as Physical, SpanBase};
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

    /// The same where nothing is judged.
    pub fn judging_nothing(&self) -> Self {
        Self { judging: None, ..self.clone() }
    }

    /// The same within the condition on what is gathered: of a result it may read what was attained, of an instance nothing is judged.
    pub fn gathering(self, gathered: &Expr) -> Self {
        let among = match gathered {
            Expr::Each { among, .. } => among,
            Expr::Aggregate { of, .. } => match &**of {
                Expr::Each { among, .. } => among,
                _ => return self,
            },
            _ => return self,
        };
        match among {
            Members::Results(_) => self.judging(Judging::unknown()),
            Members::Instances(_) => self.judging_nothing(),
            Members::Periods(_) => self,
        }
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
        if name == "objective" && cx.judging.as_ref().is_some_and(Judging::is_of_commitments) {
            return Typed::new(Expr::Objective, Type::Commitment);
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
        let finding = Finding::new(&UNKNOWN_NAME, span, format!("nothing is called `{name}`"))
            .help_if(near.map(|n| format!("did you mean `{n}`?")));
        let finding = if is_total {
            finding
                .note("`total` is what a settlement has reached, and stands in that settlement")
                .help("elsewhere, write the sum of its penalties, such as `sum of late over contract`; in a right, that of the settlement")
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
                self.of_which_objective(id, name, span, cx);
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
            KindId::Settlement => {
                if cx.at.kind.id != KindId::Right {
                    let finding =
                        Finding::new(&WRONG_VALUE, span, "what a settlement comes to may be read in a right only")
                            .note("an amount that reads it would be part of what it reads")
                            .help(format!("in `{name}` itself, write `total`; elsewhere, the sum of penalties"));
                    self.sink.report(finding);
                    return Typed::new(Expr::None, Type::Unknown);
                }
                let is_extension = |v: &ast::Expr| matches!(&v.kind, ExprKind::Name(form) if form == "extension");
                let in_days = decl
                    .field("form")
                    .is_some_and(|form| form.values.iter().any(is_extension) && form.tail("day_price").is_none());
                let units = if in_days { Units::of(Physical::Span(SpanBase::Day)) } else { self.money() };
                Typed::new(Expr::Settlement(self.id::<Settlement>(id)), Type::Number(units))
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
        if let Some(service) = super::each::instances(right) {
            return self.of_instances(name, at, service, cx);
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
                    self.said_of_another(&typed.expr, &service, span);
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
            Expr::State(_) => self.record_in_state(expr, at),
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

pub(super) fn attained(name: &str) -> Option<Attained> {
    Some(match name {
        "attained" => Attained::Attained,
        "target" => Attained::Target,
        "goal" => Attained::Goal,
        "lost" => Attained::Lost,
        "agreed" => Attained::Agreed,
        "excess" => Attained::Excess,
        "missed" => Attained::Missed,
        "total" => Attained::Total,
        _ => return None,
    })
}
