//! Dimensions, records, states, figures, indicators.

use super::names_in_expr::Where;
use super::rules::{CIRCULAR_DEFINITION, WRONG_VALUE};
use super::types::{Type, Units};
use super::{Lower, single};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::{KindId, words};
use crate::model::{
    Aggregate, Bound, Combination, Dimension, DimensionValue, Expr, FieldType, Figure, FigureSource, Form, Indicator, Interval,
    Polarity, Quantity, Record, RecordField, State, StateSource, Subject, Window,
};
use crate::quantity::unit::Dimension as Physical;
use crate::quantity::{Measure, Rational};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, Cell, CellKind, Comparator, ExprKind, HeadKind, Op};

impl Lower<'_> {
    /// What something belongs to.
    pub(super) fn subject(&mut self, decl: &Decl, name: &str) -> Option<Subject> {
        let field = decl.field(name)?;
        let value = self.one(field, "a record, a service, a dimension, `contract` or `objective`")?;
        let word = self.name_in(value, "a record, a service, a dimension, `contract` or `objective`")?;
        match word.as_str() {
            "contract" => return Some(Subject::Contract),
            "objective" => return Some(Subject::Objective),
            "service" => return Some(Subject::Any),
            _ => {}
        }
        let kinds = [KindId::Record, KindId::Service, KindId::Dimension];
        let id = self.find(&word, value.span, decl, &kinds)?;
        Some(match self.program.decl(id).kind.id {
            KindId::Record => Subject::Record(self.id(id)),
            KindId::Service => Subject::Service(self.id(id)),
            _ => Subject::Dimension(self.id(id)),
        })
    }

    /// The record that a declaration is about, for names of fields.
    pub(super) fn subject_record(&self, decl: &Decl) -> Option<DeclId> {
        let value = single(&decl.field("of")?.values)?;
        match &value.kind {
            ExprKind::Name(name) => self.peek(name, decl).filter(|&id| self.is_kind(id, KindId::Record)),
            _ => None,
        }
    }

    fn cx<'d>(&self, decl: &'d Decl, field: &'static str) -> Where<'d> {
        Where::new(decl, field).with_subject(self.subject_record(decl))
    }

    pub(super) fn dimension(&mut self, id: DeclId, decl: &Decl) {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let mut values: Vec<DimensionValue> = Vec::new();
        for value in decl.field("values").into_iter().flat_map(|f| &f.values) {
            if let Some(name) = self.name_in(value, "a value: a name") {
                let label = crate::model::Text::default();
                values.push(DimensionValue { name, label, when: None, means: None, span: value.span });
            }
        }
        let mut decision = None;
        for table in &decl.tables {
            let own = matches!(table.head.first().map(|h| &h.kind), Some(HeadKind::Words(w, _)) if w.name == decl.name);
            if own {
                values.extend(self.dimension_rows(table, decl));
            } else {
                decision = self.decide_values(table, id, decl);
            }
        }
        self.duplicate_rows(&values.iter().map(|v| (v.name.clone(), v.span)).collect::<Vec<_>>());
        let default = decl.field("default").and_then(|f| self.one(f, "a value, or `none`")).and_then(|v| {
            let name = self.name_in(v, "a value, or `none`")?;
            if name != "none" && !values.iter().any(|x| x.name == name) {
                self.unknown_value(id, &name, v.span);
                return None;
            }
            Some(name)
        });
        let dimension = Dimension {
            of,
            ranked: self.word(decl, "ranked").filter(|r| r != "none"),
            decision,
            combine: decl.field("combine").and_then(|f| self.combination(f, decl)),
            default,
            by: self.actor_field(decl, "by"),
            means: self.text(decl, "means"),
            values,
            term,
        };
        self.dimensions.insert(dimension);
    }

    fn dimension_rows(&mut self, table: &ast::Table, decl: &Decl) -> Vec<DimensionValue> {
        let heads = self.columns(table, &[decl.name.as_str(), "label", "when", "means"]);
        let mut values = Vec::new();
        for row in &table.rows {
            let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
            let Some((name, label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
            let label = cell("label").and_then(|c| self.cell_text(c)).unwrap_or(label);
            let cx = self.cx(decl, "when");
            let when = cell("when").and_then(|c| self.cell_value(c)).map(|v| self.condition(&v, &cx));
            let means = cell("means").and_then(|c| self.cell_text(c));
            let span = row.cells.first().map_or(row.span, |c| c.span);
            values.push(DimensionValue { name, label, when, means, span });
        }
        values
    }

    /// Two rows of a table with the same name.
    pub(super) fn duplicate_rows(&mut self, names: &[(Name, Span)]) {
        let mut seen: std::collections::BTreeMap<&Name, Span> = std::collections::BTreeMap::new();
        for (name, span) in names {
            if let Some(first) = seen.get(name) {
                let finding = Finding::new(&crate::resolved::rules::DUPLICATE_NAME, *span, format!("two rows are called `{name}`"))
                    .here("declared again here")
                    .label(*first, "declared here first")
                    .help("give one of the two another name, or take it out");
                self.sink.report(finding);
            } else {
                seen.insert(name, *span);
            }
        }
    }

    pub(super) fn combination(&mut self, field: &Field, at: &Decl) -> Option<Combination> {
        let due = "`sum`, `greatest`, `least` or `choice of` a party";
        let value = self.one(field, due)?;
        match &value.kind {
            ExprKind::Name(name) => match name.as_str() {
                "sum" => Some(Combination::Sum),
                "greatest" => Some(Combination::Greatest),
                "least" => Some(Combination::Least),
                _ => {
                    self.wrong_value(value.span, due);
                    None
                }
            },
            ExprKind::Binary(Op::Of, choice, who) if matches!(&choice.kind, ExprKind::Name(n) if n == "choice") => {
                self.actor(who, at).map(Combination::Choice)
            }
            // `sum per incident` is read with its group.
            ExprKind::Binary(Op::Per, inner, _) => {
                let inner = Field { values: vec![(**inner).clone()], ..field.clone() };
                self.combination(&inner, at)
            }
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, due);
                None
            }
        }
    }

    pub(super) fn record(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = decl.field("of").and_then(|_| self.subject(decl, "of"));
        let mut fields: Vec<RecordField> = Vec::new();
        for table in &decl.tables {
            let heads = self.columns(table, &["field", "label", "type", "by", "means"]);
            for row in &table.rows {
                let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
                let Some((name, label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
                let label = cell("label").and_then(|c| self.cell_text(c)).unwrap_or(label);
                let ty = match cell("type") {
                    Some(c) => self.checked_field_type(c, decl),
                    None => None,
                };
                let by = cell("by").and_then(|c| self.cell_value(c)).and_then(|v| self.actor(&v, decl));
                let means = cell("means").and_then(|c| self.cell_text(c));
                let span = row.cells.first().map_or(row.span, |c| c.span);
                if let Some(ty) = ty {
                    fields.push(RecordField { name, label, ty, by, means, span });
                }
            }
        }
        self.duplicate_rows(&fields.iter().map(|f| (f.name.clone(), f.span)).collect::<Vec<_>>());
        let record =
            Record { term, of, by: self.actor_field(decl, "by"), means: self.text(decl, "means"), fields };
        self.records.insert(record);
    }

    fn checked_field_type(&mut self, cell: &Cell, decl: &Decl) -> Option<FieldType> {
        let ty = self.field_type_in(cell, decl);
        if ty.is_none() {
            let due = format!("a type: {}, a unit, a dimension, or a list of words,", words::FIELD_TYPES.join(", "));
            self.wrong_value(cell.span, &due);
        }
        ty
    }

    /// The type that a cell names; nothing is reported.
    pub(super) fn field_type_in(&mut self, cell: &Cell, decl: &Decl) -> Option<FieldType> {
        let CellKind::Value { values, clauses } = &cell.kind else { return None };
        if !clauses.is_empty() {
            return None;
        }
        match values.as_slice() {
            [ast::Expr { kind: ExprKind::Name(name) | ExprKind::Unit(name), .. }] => Some(match name.as_str() {
                "instant" => FieldType::Instant,
                "instants" => FieldType::Instants,
                "flag" => FieldType::Flag,
                "number" => FieldType::Number,
                "text" | "name" => FieldType::Text,
                "duration" => FieldType::Duration,
                "money" => FieldType::Money,
                "service" => FieldType::Service,
                "actor" => FieldType::Actor,
                _ => match self.peek(name, decl) {
                    Some(id) if self.is_kind(id, KindId::Dimension) => {
                        self.need(id);
                        FieldType::Dimension(self.id(id))
                    }
                    Some(id) if self.is_kind(id, KindId::Record) => {
                        self.need(id);
                        FieldType::Record(self.id(id))
                    }
                    _ => FieldType::Unit(Name::from(Measure::parse(name)?.to_string())),
                },
            }),
            [_, _, ..] => {
                let name = |v: &ast::Expr| match &v.kind {
                    ExprKind::Name(name) => Some(name.clone()),
                    _ => None,
                };
                values.iter().map(name).collect::<Option<Vec<_>>>().map(FieldType::Choice)
            }
            _ => None,
        }
    }

    pub(super) fn state(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let subject = self.subject_record(decl);
        let holds = if let Some(field) = decl.field("when") {
            match self.one(field, "a condition") {
                Some(ast::Expr { kind: ExprKind::Blank(name), .. }) => {
                    self.is_blank(field, decl);
                    Some(StateSource::Blank(name.clone()))
                }
                Some(value) => {
                    let cx = Where::new(decl, "when").with_subject(subject);
                    Some(StateSource::When(self.condition(value, &cx)))
                }
                None => None,
            }
        } else if decl.field("given by").is_some() {
            self.actor_field(decl, "given by").map(StateSource::GivenBy)
        } else {
            self.between(decl).map(|(from, until)| StateSource::Between(from, until))
        };
        if holds.is_none() && ["when", "given by", "from"].iter().all(|f| decl.field(f).is_none()) {
            let message = format!("nothing says when state `{}` holds", decl.name);
            let finding = Finding::new(&WRONG_VALUE, decl.head, message)
                .help("add `when` a condition, `given by` who reports it, or `from` an event `until` another");
            self.sink.report(finding);
        }
        let state = State {
            of,
            each: decl.field("each").and_then(|f| self.window(f, decl)),
            lasting: decl.field("lasting").and_then(|f| self.bound_field(f, decl, Units::of(Physical::Duration))),
            empty: self.flag(decl, "empty"),
            means: self.text(decl, "means"),
            holds: match holds {
                Some(holds) => holds,
                None => return,
            },
            term,
        };
        self.states.insert(state);
    }

    /// `from E until E`, where both are written.
    pub(super) fn between(&mut self, decl: &Decl) -> Option<(crate::model::Event, crate::model::Event)> {
        let subject = self.subject_record(decl);
        let from = decl.field("from").and_then(|f| self.one(f, "an event")).and_then(|v| self.event(v, decl, subject));
        let until = decl.field("until").and_then(|f| self.one(f, "an event")).and_then(|v| self.event(v, decl, subject));
        Some((from?, until?))
    }

    /// A bound whose limit has these units.
    pub(super) fn bound_field(&mut self, field: &Field, at: &Decl, units: Units) -> Option<Bound> {
        if self.is_blank(field, at) {
            return None;
        }
        let value = self.one(field, "a bound, such as `at least 3 min`")?;
        let ExprKind::Bound(comparator, limit) = &value.kind else {
            self.wrong_value(value.span, "a bound, such as `at least 3 min`");
            return None;
        };
        self.bound(*comparator, limit, at, field.spec.name, units)
    }

    /// A bound: the comparison, and a limit that has the units of what is bounded.
    pub(super) fn bound(
        &mut self,
        comparator: Comparator,
        limit: &ast::Expr,
        at: &Decl,
        field: &'static str,
        units: Units,
    ) -> Option<Bound> {
        // Days that name their calendar bound a duration.
        if units.is_duration()
            && let ExprKind::Binary(Op::Of, length, _) = &limit.kind
            && matches!(length.kind, ExprKind::Quantity(..))
        {
            let delay = self.delay_value(limit, at)?;
            return Some(Bound { comparator, value: Expr::Quantity(delay.length), calendar: delay.calendar });
        }
        let typed = self.expr(limit, &Where::new(at, field));
        if units.is_duration() && matches!(&typed.ty, Type::Number(u) if u.is_span()) {
            return Some(Bound { comparator, value: typed.expr, calendar: None });
        }
        if units.percent && matches!(&limit.kind, ExprKind::Number(n) if n.contains('/')) {
            let finding = Finding::new(&WRONG_VALUE, limit.span, "a fraction stands where a percentage is due")
                .help("write a percentage, such as `80 %`, or the points that must be reached");
            self.sink.report(finding);
            return None;
        }
        self.same_units(&Type::Number(units), &typed.ty, at.name_span, limit.span, "compared");
        (typed.ty != Type::Unknown || matches!(typed.expr, Expr::Blank(_)))
            .then_some(Bound { comparator, value: typed.expr, calendar: None })
    }

    /// The type of a figure; a figure that rests on itself is reported.
    pub(super) fn figure_type(&mut self, id: DeclId, span: Span) -> Type {
        match self.types.get(&id) {
            Some(Some(ty)) => return ty.clone(),
            Some(None) => {
                self.circular(id, span);
                return Type::Unknown;
            }
            None => {}
        }
        self.types.insert(id, None);
        self.seen.insert(id);
        let program = self.program;
        let ty = self.lower_figure(program.decl(id));
        self.types.insert(id, Some(ty.clone()));
        ty
    }

    pub(super) fn circular(&mut self, id: DeclId, span: Span) {
        let decl = self.program.decl(id);
        let finding = Finding::new(&CIRCULAR_DEFINITION, span, format!("`{}` rests on itself", decl.name))
            .here("this refers back to it")
            .label(decl.name_span, "it is defined here")
            .note("a definition that needs itself gives no value")
            .help("define one of the two without the other");
        self.sink.report(finding);
    }

    pub(super) fn figure(&mut self, id: DeclId, decl: &Decl) {
        if !self.types.contains_key(&id) {
            self.figure_type(id, decl.name_span);
        }
    }

    fn lower_figure(&mut self, decl: &Decl) -> Type {
        let term = self.term(decl);
        let of = decl.field("of").and_then(|_| self.subject(decl, "of"));
        let declared = decl.field("unit").and_then(|f| self.declared_unit(f));
        let mut ty = declared.clone().unwrap_or(Type::Unknown);
        let mut per = None;
        let value = if let Some(field) = decl.field("is") {
            let typed = self.one(field, "a value").map(|v| self.expr(v, &self.cx(decl, "is").judging_if(of == Some(Subject::Objective))));
            typed.map(|t| {
                per = match &t.ty {
                    Type::Number(units) => units.per.clone(),
                    _ => None,
                };
                if ty == Type::Unknown {
                    ty = t.ty;
                }
                match t.expr {
                    Expr::Blank(name) => FigureSource::Blank(name),
                    expr => FigureSource::Is(expr),
                }
            })
        } else if let Some(table) = decl.tables.first() {
            let (decision, found) = self.decide_figure(table, decl);
            if ty == Type::Unknown {
                ty = found;
            }
            decision.map(FigureSource::Decision)
        } else if let Some(field) = decl.field("given by") {
            let each = field.tail("each").and_then(|f| self.window(f, decl));
            per.clone_from(&each);
            if ty == Type::Unknown {
                ty = Type::plain();
            }
            // A value that is stated for each period is read as it stands in that period.
            if let (Type::Number(units), Some(window)) = (&mut ty, &each)
                && matches!(window, Window::Calendar { .. } | Window::Period { .. })
            {
                units.per = Some(window.clone());
            }
            self.actor_field(decl, "given by").map(|actor| FigureSource::GivenBy(actor, each))
        } else {
            if ty == Type::Unknown && decl.field("default").is_none() {
                ty = Type::Number(Units::percent());
            }
            Some(FigureSource::Column(Vec::new()))
        };
        let default = decl.field("default").and_then(|f| self.one(f, "a value")).map(|v| {
            let typed = self.expr(v, &self.cx(decl, "default"));
            if ty == Type::Unknown {
                ty = typed.ty;
            }
            typed.expr
        });
        let units = match &ty {
            Type::Number(units) => units.clone(),
            _ => Units::plain(),
        };
        let total = decl.field("total").and_then(|f| {
            let bound = self.bound_field(f, decl, units.clone())?;
            Some((bound, f.tail("each").and_then(|e| self.window(e, decl))))
        });
        let unit = match &ty {
            Type::Number(units) => Some(unit_name(units)),
            _ => None,
        };
        let means = self.text(decl, "means");
        if let Some(value) = value {
            self.figures.insert(Figure { term, of, value, unit, per, default, total, means });
        }
        ty
    }

    fn declared_unit(&mut self, field: &Field) -> Option<Type> {
        let value = self.one(field, "a unit")?;
        let name = match &value.kind {
            ExprKind::Name(name) | ExprKind::Unit(name) => name.clone(),
            _ => {
                self.wrong_value(value.span, "a unit");
                return None;
            }
        };
        match name.as_str() {
            "flag" => Some(Type::Flag),
            "ratio" | "number" => Some(Type::plain()),
            _ => self.measure(&name, value.span).map(|(m, _)| Type::Number(Units::measure(&m))),
        }
    }

    /// The type of an indicator's values.
    pub(super) fn indicator_type(&mut self, id: DeclId, span: Span) -> Type {
        match self.types.get(&id) {
            Some(Some(ty)) => return ty.clone(),
            Some(None) => {
                self.circular(id, span);
                return Type::Unknown;
            }
            None => {}
        }
        self.types.insert(id, None);
        self.seen.insert(id);
        let program = self.program;
        let ty = self.lower_indicator(program.decl(id));
        self.types.insert(id, Some(ty.clone()));
        ty
    }

    pub(super) fn indicator(&mut self, id: DeclId, decl: &Decl) {
        if !self.types.contains_key(&id) {
            self.indicator_type(id, decl.name_span);
        }
    }

    fn lower_indicator(&mut self, decl: &Decl) -> Type {
        let term = self.term(decl);
        let of = self.subject(decl, "of").unwrap_or(Subject::Any);
        let typed = decl.field("is").and_then(|f| self.one(f, "a formula")).map(|v| self.expr(v, &self.cx(decl, "is")));
        let Some(typed) = typed else { return Type::Unknown };
        let better = self.word(decl, "better");
        let each = decl.field("each").and_then(|f| self.window(f, decl));
        let during = decl.field("during").and_then(|f| self.calendar_set(f, decl));
        let empty = decl.field("empty").and_then(|f| self.one(f, "a value")).map(|v| self.expr(v, &self.cx(decl, "empty")).expr);
        let means = self.text(decl, "means");
        let units = match &typed.ty {
            Type::Number(units) => units.clone(),
            Type::Unknown => Units::plain(),
            other => {
                let due = format!("a formula that gives a number (this is {})", other.words());
                self.wrong_value(decl.field("is").map_or(decl.span, |f| f.span), &due);
                return Type::Unknown;
            }
        };
        let form = form(&typed.expr);
        let domain = domain(form, &units);
        let Some(better) = better else { return typed.ty };
        let better = if better == "higher" { Polarity::Higher } else { Polarity::Lower };
        let unit = unit_name(&units);
        let indicator =
            Indicator { term, of, formula: typed.expr, form, unit, domain, each, during, empty, better, means };
        self.indicators.insert(indicator);
        typed.ty
    }
}

impl Where<'_> {
    fn judging_if(self, judging: bool) -> Self {
        // A figure of an objective may read what is attained; its unit is only known per objective.
        if judging { self.judging(Units::of(Physical::Duration)) } else { self }
    }
}

/// The form of an indicator, by its formula.
fn form(formula: &Expr) -> Form {
    match formula {
        Expr::TimeShare { slots: None, .. } => Form::TimeRatio,
        Expr::TimeShare { slots: Some(_), .. } => Form::SlotRatio,
        Expr::Aggregate { function: Aggregate::Share, .. } => Form::CountRatio,
        Expr::TimeBetween { .. } => Form::Duration,
        _ => Form::Value,
    }
}

/// What an indicator can attain: shares from 0 % to 100 %, everything else from 0.
fn domain(form: Form, units: &Units) -> Interval {
    let quantity = |value: i64| Quantity { value: Rational::from(value), unit: unit_name(units) };
    let share = matches!(form, Form::TimeRatio | Form::SlotRatio | Form::CountRatio) || units.percent;
    Interval { low: Some((quantity(0), false)), high: share.then(|| (quantity(100), false)) }
}

/// The unit in which values of these units are written: `%`, `s`, the currency, the base unit; empty for a number.
pub(super) fn unit_name(units: &Units) -> Name {
    if units.is_plain() {
        return if units.percent { Name::from("%") } else { Name::default() };
    }
    let base = |d: &Physical| -> &'static str {
        match d {
            Physical::Ratio => "%",
            Physical::Duration => "s",
            Physical::Span(crate::quantity::SpanBase::Day) => "day",
            Physical::Span(crate::quantity::SpanBase::Month) => "month",
            Physical::Information => "bit",
            Physical::Count(what) => what,
            Physical::Length => "m",
            Physical::Power => "W",
            Physical::Energy => "Wh",
            Physical::Frequency => "Hz",
            Physical::Temperature => "°C",
            Physical::Money(code) => code,
        }
    };
    let side = |positive: bool| -> Vec<&str> {
        units.exponents.iter().filter(|&(_, &p)| (p > 0) == positive).map(|(d, _)| base(d)).collect()
    };
    let (above, below) = (side(true), side(false));
    if below.is_empty() { Name::from(above.join("*")) } else { Name::from(format!("{}/{}", above.join("*"), below.join("*"))) }
}
