//! Figures, and bounds on numbers.

use super::judged::Judging;
use super::names_in_expr::Where;
use super::rules::{CIRCULAR_DEFINITION, UNIT_MISMATCH, WRONG_VALUE};
use super::types::{Type, Units, unit_name};
use super::windows::window_words;
use super::{Lower, is_open};
use crate::base::{Name, Span};
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{
    Attained, Bound, CalendarSet, Expr, Figure, FigureSource, HasTerm, Id, PeriodUnit, Record, Subject, Window,
};
use crate::quantity::Measure;
use crate::quantity::unit::Dimension;
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, Comparator, ExprKind, Op};

impl Lower<'_> {
    /// Whether a name is that of a figure of each record of a sort: `user_time of outage` is its `user_time`.
    pub(super) fn is_figure_of(&mut self, name: &Name, record: DeclId, cx: &Where<'_>) -> bool {
        let Some(figure) = self.peek(name, cx.at).filter(|id| self.is_kind(*id, KindId::Figure)) else { return false };
        self.need(figure);
        let (figure, record) = (self.id::<Figure>(figure), self.id::<Record>(record));
        self.figures.get(&figure).is_some_and(|figure| figure.of == Some(Subject::Record(record.clone())))
    }

    /// The type of a figure or of an indicator's values, which is lowered for it; a definition that rests on itself is
    /// reported.
    pub(super) fn type_of(&mut self, id: DeclId, span: Span) -> Type {
        match self.types.get(&id) {
            Some(Some(ty)) => return ty.clone(),
            Some(None) if self.is_earlier(id) => return self.declared_type(id, span),
            Some(None) => {
                self.circular(id, span);
                return Type::Unknown;
            }
            None => {}
        }
        self.types.insert(id, None);
        self.seen.insert(id);
        self.finding.push(id);
        let program = self.program;
        let decl = program.decl(id);
        let ty = if decl.kind.id == KindId::Indicator { self.lower_indicator(decl) } else { self.lower_figure(decl) };
        self.finding.pop();
        self.types.insert(id, Some(ty.clone()));
        ty
    }

    /// Lowers what stands before `over`.
    pub(super) fn at_another_time<T>(&mut self, is_before: bool, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.elsewhen.push((self.finding.len(), is_before));
        let lowered = lower(self);
        self.elsewhen.pop();
        lowered
    }

    /// Whether something came to a value in the period before, or in the periods before together.
    pub(super) fn has_a_value_before(&self, expr: &Expr, window: &Window) -> bool {
        let count = match window {
            Window::Previous { count, .. } => *count,
            Window::Anchored { .. } => 1,
            _ => return false,
        };
        match expr {
            // A figure has a value for each period, and several are gathered: `sum of fee over previous 3 months`.
            Expr::Figure { .. } => count == 1,
            Expr::Schedule(_) => true,
            Expr::Indicator { indicator, .. } => {
                !matches!(self.indicators.get(indicator).map(|i| &i.of), Some(Subject::Record(_)))
            }
            Expr::Attained(word) => !matches!(word, Attained::Total | Attained::Base),
            _ => false,
        }
    }

    /// Whether a definition is read by itself in periods before only: each value rests on earlier ones, and the first on none.
    fn is_earlier(&self, id: DeclId) -> bool {
        let Some(own) = self.finding.iter().position(|finding| *finding == id) else { return false };
        let mut within =
            self.elsewhen.iter().filter(|(around, _)| own < *around).map(|(_, is_before)| *is_before).peekable();
        within.peek().is_some() && within.all(|is_before| is_before)
    }

    /// The type that a figure says of itself, by its unit or by the value that holds where no other does.
    fn declared_type(&mut self, id: DeclId, span: Span) -> Type {
        let program = self.program;
        let decl = program.decl(id);
        if let Some(start) = decl.field("default").and_then(|field| field.values.first()) {
            let unit = decl.field("unit").and_then(|field| self.declared_unit(field, decl));
            return unit.unwrap_or_else(|| self.expr(start, &self.cx(decl, "default")).ty);
        }
        let finding = Finding::new(&CIRCULAR_DEFINITION, span, format!("nothing says where `{}` starts", decl.name))
            .here("this is its value in the period before")
            .label(decl.name_span, "it is defined here")
            .note("in the first period of the contract there is none before")
            .help("add `default` the value from which it starts, such as `default 0 h`");
        self.sink.report(finding);
        Type::Unknown
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

    fn lower_figure(&mut self, decl: &Decl) -> Type {
        let term = self.term(decl);
        let of = decl.field("of").and_then(|_| self.subject(decl, "of"));
        let declared = decl.field("unit").and_then(|f| self.declared_unit(f, decl));
        let mut ty = declared.clone().unwrap_or(Type::Unknown);
        let mut per = None;
        // What is said of an objective may read what is attained: what that is a number of is known of each, later.
        let judging = (of == Some(Subject::Objective)).then(Judging::unknown);
        let value = if let Some(field) = decl.field("is") {
            let cx = Where { judging: judging.clone(), ..self.cx(decl, "is") };
            let typed = self.one(field, "a value").map(|v| self.expr(v, &cx));
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
            let (decision, found) = self.decide_figure(table, decl, judging.as_ref());
            if ty == Type::Unknown {
                ty = found;
            }
            decision.map(FigureSource::Decision)
        } else if let Some(field) = decl.field("given by") {
            let each = field.tail("each").and_then(|f| self.window(f, decl));
            per.clone_from(&each);
            if ty == Type::Unknown && decl.field("unit").is_none() {
                ty = Type::plain();
            }
            // A value that is stated for each period is read as it stands in that period.
            if let (Type::Number(units), Some(window)) = (&mut ty, &each)
                && matches!(window, Window::Calendar { .. } | Window::OpenDays { .. } | Window::Period { .. })
            {
                units.per = Some(window.clone());
            }
            self.actor_field(decl, "given by").map(|actor| FigureSource::GivenBy(actor, each))
        } else {
            if ty == Type::Unknown && decl.field("default").is_none() && decl.field("unit").is_none() {
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
        let per = per.or_else(|| units.per.clone());
        let total = decl.field("total").and_then(|f| {
            let bound = self.bound_field(f, decl, units.clone())?;
            Some((bound, f.tail("each").and_then(|e| self.window(e, decl))))
        });
        let unit = match (&ty, decl.field("unit")) {
            (Type::Number(units), Some(field)) => Some(written_unit(field).unwrap_or_else(|| unit_name(units))),
            (Type::Number(units), None) => Some(match &value {
                // `90 EUR/TB` is not told for each bit.
                Some(FigureSource::Is(Expr::Quantity(quantity))) if quantity.unit.contains('/') => {
                    quantity.unit.clone()
                }
                _ => unit_name(units),
            }),
            _ => None,
        };
        let means = self.text(decl, "means");
        if let Some(value) = value {
            self.figures.insert(Figure { term, of, value, unit, per, default, total, means });
        }
        ty
    }

    fn declared_unit(&mut self, field: &Field, decl: &Decl) -> Option<Type> {
        let value = self.one(field, "a unit")?;
        let name = match &value.kind {
            ExprKind::Name(name) | ExprKind::Unit(name) => name.clone(),
            ExprKind::Binary(Op::Per, unit, period) => match (&unit.kind, &period.kind) {
                (ExprKind::Name(unit) | ExprKind::Unit(unit), ExprKind::Name(period)) => {
                    Name::from(format!("{unit}/{period}"))
                }
                // `[currency] per month`
                (ExprKind::Blank(_), ExprKind::Name(_)) => return None,
                _ => return self.no_unit(value.span),
            },
            ExprKind::Blank(_) | ExprKind::Error => return None,
            _ => return self.no_unit(value.span),
        };
        match name.as_str() {
            "flag" => return Some(Type::Flag),
            "ratio" | "number" => return Some(Type::plain()),
            _ => {}
        }
        if let Some((unit, period)) = name.split_once('/')
            && let Some(period) = self.own_period(period, decl)
        {
            let (measure, _) = self.measure(unit, value.span)?;
            return Some(Type::Number(Units::measure(&measure).per_own_period(period)));
        }
        let rate = name.split_once('/').and_then(|(unit, period)| Some((unit, PeriodUnit::named(period)?)));
        let (unit, period) = rate.map_or((name.as_str(), None), |(unit, period)| (unit, Some(period)));
        let (measure, _) = self.measure(unit, value.span)?;
        let units = Units::measure(&measure);
        match period {
            Some(period) if units.is_money() => Some(Type::Number(units.per_period(period))),
            Some(_) => self.measure(&name, value.span).map(|(m, _)| Type::Number(Units::measure(&m))),
            None => Some(Type::Number(units)),
        }
    }

    /// Gives the figures of columns the values that services and objectives have in them.
    pub(super) fn fill_columns(&mut self) {
        let services = self.services.iter().map(|s| (&s.term.id, &s.facts));
        let objectives = self.commitments.iter().map(|c| (&c.term.id, &c.facts));
        for (id, facts) in services.chain(objectives) {
            for (name, value) in facts {
                let figure = self.figures.get_mut(&Id::new(name.clone()));
                if let Some(Figure { value: FigureSource::Column(column), .. }) = figure {
                    column.push((id.clone(), value.clone()));
                }
            }
        }
        // A column without a unit holds what is written in it: numbers, unless one of them is a percentage.
        let units: Vec<Id<Figure>> =
            self.figures.iter().filter(|f| self.is_column_of_numbers(f)).map(HasTerm::id).collect();
        for id in units {
            if let Some(figure) = self.figures.get_mut(&id) {
                figure.unit = Some(Name::default());
            }
        }
    }

    /// Whether a figure is a column without a unit in which no percentage stands.
    fn is_column_of_numbers(&self, figure: &Figure) -> bool {
        let FigureSource::Column(rows) = &figure.value else { return false };
        let is_bare = |decl: &&Decl| ["unit", "default"].iter().all(|field| decl.field(field).is_none());
        let mut own = self.program.decls.iter().filter(|decl| decl.name_span.file == figure.term.span.file);
        let decl = own.find(|decl| decl.head == figure.term.span);
        let is_plain = |value: &Expr| !matches!(value, Expr::Quantity(quantity) if !quantity.unit.is_empty());
        decl.as_ref().is_some_and(is_bare) && rows.iter().all(|(_, value)| is_plain(value))
    }

    /// The value of a figure in a column of services or objectives.
    pub(super) fn column_value(&mut self, id: DeclId, value: &ast::Expr, head: Span, cx: &Where<'_>) -> Expr {
        let due = self.type_of(id, head);
        let typed = self.expr(value, cx);
        let figure = self.program.decl(id);
        match (&due, &typed.ty) {
            (Type::Number(share), Type::Number(units))
                if share.percent && !units.is_plain() && figure.field("unit").is_none() =>
            {
                let message = format!("`{}` names no unit, and a value of it is {}", figure.name, units.words());
                let finding = Finding::new(&UNIT_MISMATCH, value.span, message)
                    .label(figure.name_span, "without `unit`, a figure of columns is a number or a percentage")
                    .help(format!("add `unit {}` to `{}`", units.written(), figure.name));
                self.sink.report(finding);
                // It is said once, and not again wherever the figure is read.
                self.types.insert(id, Some(Type::Unknown));
            }
            (Type::Number(Units { per: Some(own), .. }), Type::Number(Units { per: Some(other), .. }))
                if own != other =>
            {
                let message = format!(
                    "an amount per {} stands where one per {} is expected",
                    window_words(other),
                    window_words(own)
                );
                self.sink.report(
                    Finding::new(&UNIT_MISMATCH, value.span, message).label(figure.name_span, "of this figure"),
                );
            }
            _ => self.same_units(&due, &typed.ty, head, value.span, "compared"),
        }
        typed.expr
    }

    fn no_unit(&mut self, span: Span) -> Option<Type> {
        self.wrong_value(span, "a unit, such as `GB`, `user` or `EUR per month`,");
        None
    }

    /// A bound whose limit has these units.
    pub(super) fn bound_field(&mut self, field: &Field, at: &Decl, units: Units) -> Option<Bound> {
        if is_open(field) {
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
        let bound = self.limit(limit, at, field, Some(&units))?;
        Some(Bound { comparator: Some(comparator), ..bound })
    }

    /// The limit of a bound, of which the comparison is left out. Without units, nothing is known of what is bounded.
    pub(super) fn limit(
        &mut self,
        limit: &ast::Expr,
        at: &Decl,
        field: &'static str,
        units: Option<&Units>,
    ) -> Option<Bound> {
        let bound = |value: Expr, calendar: Option<CalendarSet>| Some(Bound { comparator: None, value, calendar });
        // Days that name their calendar bound a duration.
        if units.is_none_or(Units::is_duration)
            && let ExprKind::Binary(Op::Of, length, _) = &limit.kind
            && matches!(&length.kind, ExprKind::Quantity(_, unit) if unit.name != "%")
        {
            let delay = self.delay_value(limit, at)?;
            return bound(Expr::Quantity(delay.length), delay.calendar);
        }
        let typed = self.expr(limit, &Where::new(at, field));
        let Some(units) = units else { return bound(typed.expr, None) };
        if units.is_duration() && matches!(&typed.ty, Type::Number(u) if u.is_span()) {
            return bound(typed.expr, None);
        }
        if units.percent
            && let ExprKind::Number(number) = &limit.kind
            && number.parse::<u32>().map_or(number.contains('.') && !number.starts_with("0."), |whole| whole > 1)
        {
            let finding =
                Finding::new(&WRONG_VALUE, limit.span, format!("`{number}` stands where a percentage is expected"))
                    .note("as a plain number it would be more than the whole")
                    .help(format!("write `{number} %`"));
            self.sink.report(finding);
        }
        if units.percent && matches!(&limit.kind, ExprKind::Number(n) if n.contains('/')) {
            let finding = Finding::new(&WRONG_VALUE, limit.span, "a fraction stands where a percentage is expected")
                .help("write a percentage, such as `80 %`, or the points that must be reached");
            self.sink.report(finding);
            return None;
        }
        if let Type::Number(found) = &typed.ty
            && found.exponents != units.exponents
            && (found.per.is_none() || units.per.is_none())
            && let Some(written) = self.written(limit.span)
        {
            let (is, due) = (found.words(), units.words());
            let finding =
                Finding::new(&UNIT_MISMATCH, limit.span, format!("`{written}` is {is}, but {due} is expected here"))
                    .help(format!("write {due}"));
            self.sink.report(finding);
            return bound(typed.expr, None);
        }
        self.same_units(&Type::Number(units.clone()), &typed.ty, at.name_span, limit.span, "compared");
        bound(typed.expr, None)
    }
}

/// The unit that a figure is written in, as its field names it; none for an amount of money by itself or of a period, which is told by its
/// currency.
fn written_unit(field: &Field) -> Option<Name> {
    let measure = match field.values.as_slice() {
        [ast::Expr { kind: ExprKind::Name(name) | ExprKind::Unit(name), .. }] => Measure::parse(name)?,
        _ => return None,
    };
    let of_things = measure.per.is_some_and(|per| PeriodUnit::named(per.name).is_none());
    let is_money = matches!(measure.unit.dimension, Dimension::Money(_));
    (!is_money || of_things).then(|| Name::from(measure.to_string()))
}
