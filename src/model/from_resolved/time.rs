//! Windows, delays and events.

use super::Lower;
use super::rules::{DAYS_WITHOUT_CALENDAR, UNIT_MISMATCH, UNKNOWN_NAME, WRONG_VALUE};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::{KindId, words};
use crate::model::{Deadline, Delay, Dimension, Duty, Event, Id, Period, PeriodUnit, Quantity, Record, Window};
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{Expr, ExprKind, Horizon, Op};

impl Lower<'_> {
    /// What one verdict is for, from a field.
    pub(super) fn window(&mut self, field: &Field, at: &Decl) -> Option<Window> {
        self.windows(&field.values, field.span, at)
    }

    pub(super) fn windows(&mut self, values: &[Expr], span: Span, at: &Decl) -> Option<Window> {
        let mut parts: Vec<Window> = values.iter().filter_map(|v| self.window_value(v, at)).collect();
        if values.is_empty() {
            self.wrong_value(span, "a window, such as `month`, `rolling 28 days` or `incident`,");
        }
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Window::All { parts }),
        }
    }

    pub(super) fn window_value(&mut self, value: &Expr, at: &Decl) -> Option<Window> {
        match &value.kind {
            ExprKind::Name(name) if name == "contract" => Some(Window::Term),
            ExprKind::Name(name) => self.window_named(name, 1, value.span, at),
            ExprKind::Quantity(number, unit) => {
                let is_period = PeriodUnit::named(&unit.name).is_some()
                    || self.peek(&unit.name, at).is_some_and(|d| self.is_kind(d, KindId::Period));
                if let Some(count) = number.parse::<u32>().ok().filter(|&n| n > 0 && is_period) {
                    return self.window_named(&unit.name, count, value.span, at);
                }
                let length = self.quantity_of(
                    value,
                    |d| matches!(d, Physical::Duration),
                    "a window, such as `month`, `5 min` or `rolling 28 days`,",
                )?;
                Some(Window::Slot { length })
            }
            ExprKind::Binary(side @ (Op::Before | Op::After), length, event) => {
                let length = self.with_count(length);
                let span = self.quantity_of(&length, is_time, "a length of time, such as `365 days`,")?;
                let event = Box::new(self.event(event, at, None)?);
                Some(Window::Anchored { span, after: *side == Op::After, event })
            }
            ExprKind::Binary(Op::Of, day, calendar) if matches!(&day.kind, ExprKind::Name(name) if name == "day") => {
                Some(Window::OpenDays { of: self.calendar_value(calendar, at)? })
            }
            ExprKind::Horizon(Horizon::Previous, inner) => self.previous(inner, at),
            ExprKind::Horizon(horizon, inner) => {
                let inner = self.with_count(inner);
                let fits: fn(Physical) -> bool = |d| matches!(d, Physical::Span(_) | Physical::Duration);
                let span = self.quantity_of(&inner, fits, "a span, such as `28 days`,")?;
                Some(match horizon {
                    Horizon::Rolling => Window::Rolling { span, step: None },
                    Horizon::Last => Window::Last { span },
                    Horizon::Next | Horizon::Previous => Window::Next { span },
                })
            }
            ExprKind::Blank(name) => Some(Window::Period { count: 1, period: Id::blank(name) }),
            ExprKind::Error => None,
            _ => {
                self.wrong_value(value.span, "a window, such as `month`, `rolling 28 days` or `incident`,");
                None
            }
        }
    }

    /// `every 1 h`: by how much a window slides.
    pub(super) fn step_of_window(&mut self, field: &Field) -> Option<(Quantity, Span)> {
        let what = "whole hours, days, weeks or months, such as `1 h`,";
        let value = self.one(field, what)?;
        let step = self.quantity_of(&self.with_count(value), is_time, what)?;
        let hours = crate::quantity::Rational::from(3_600);
        let is_whole = match step.measure().map(|measure| measure.unit.dimension) {
            Some(Physical::Duration) => {
                step.base().checked_div(&hours).is_some_and(|hours| hours.to_i64().is_some_and(|n| n > 0))
            }
            _ => step.as_blank().is_some() || step.base().to_i64().is_some_and(|n| n > 0),
        };
        if !is_whole {
            self.wrong_value(value.span, what);
        }
        is_whole.then_some((step, value.span))
    }

    /// A window that slides by a step; only one that rolls can.
    pub(super) fn stepped(&mut self, window: Option<Window>, step: Option<(Quantity, Span)>) -> Option<Window> {
        match (window, step) {
            (Some(Window::Rolling { span, .. }), Some((step, _))) => Some(Window::Rolling { span, step: Some(step) }),
            (window, Some((_, span))) if window.as_ref().is_none_or(|window| window.as_blank().is_none()) => {
                let finding = Finding::new(&WRONG_VALUE, span, "only a window that slides moves by a step")
                    .help("write `each rolling 24 h, every 1 h`");
                self.sink.report(finding);
                window
            }
            (window, _) => window,
        }
    }

    /// `previous month`, `previous 3 months`, `previous billing_cycle`.
    fn previous(&mut self, inner: &Expr, at: &Decl) -> Option<Window> {
        match self.window_value(inner, at)? {
            Window::Calendar { count, unit } => {
                Some(Window::Previous { count, of: Box::new(Window::Calendar { count: 1, unit }) })
            }
            Window::Period { count, period } => {
                Some(Window::Previous { count, of: Box::new(Window::Period { count: 1, period }) })
            }
            _ => {
                self.wrong_value(inner.span, "a period, such as `month`, `contract_year` or `3 months`,");
                None
            }
        }
    }

    fn window_named(&mut self, name: &str, count: u32, span: Span, at: &Decl) -> Option<Window> {
        if let Some(unit) = PeriodUnit::named(name) {
            return Some(Window::Calendar { count, unit });
        }
        match self.peek(name, at) {
            Some(id) => {
                self.need(id);
                match self.program.decl(id).kind.id {
                    KindId::Period => Some(Window::Period { count, period: self.id::<Period>(id) }),
                    KindId::Record => Some(Window::Case { record: self.id::<Record>(id) }),
                    KindId::Dimension => Some(Window::Value { dimension: self.id::<Dimension>(id) }),
                    _ => {
                        self.wrong_value(span, "a window: a period, a record or a dimension");
                        None
                    }
                }
            }
            None => {
                let known = words::PERIODS.iter().copied();
                let kinds = [KindId::Period, KindId::Record, KindId::Dimension];
                let near = suggest::nearest(name, known.chain(self.program.names_of(at, &kinds)));
                let finding =
                    Finding::new(&UNKNOWN_NAME, span, format!("`{name}` is no period, no record and no dimension"))
                        .help_if(near.map(|n| format!("did you mean `{n}`?")));
                self.sink.report(finding);
                None
            }
        }
    }

    pub(super) fn is_kind(&self, id: DeclId, kind: KindId) -> bool {
        self.program.decl(id).kind.id == kind
    }

    /// A duration, or a span in days with the calendar that it is counted on.
    pub(super) fn delay(&mut self, field: &Field, at: &Decl) -> Option<Delay> {
        let value = self.one(field, "a delay, such as `30 min` or `5 days of business`,")?;
        self.delay_value(value, at)
    }

    pub(super) fn delay_value(&mut self, value: &Expr, at: &Decl) -> Option<Delay> {
        let what = "a delay, such as `30 min` or `5 days of business`,";
        if let ExprKind::Binary(Op::Of, length, calendar) = &value.kind {
            let length = self.quantity_of(length, is_time, what)?;
            let calendar = self.calendar_value(calendar, at)?;
            if length.measure().is_some_and(|m| m.unit.dimension == Physical::Span(SpanBase::Month)) {
                self.sink.report(
                    Finding::new(&UNIT_MISMATCH, value.span, "months are not counted on a calendar of days")
                        .help("count days of the calendar, or leave `of …` out"),
                );
                return None;
            }
            return Some(Delay::new(length, Some(calendar)));
        }
        if let ExprKind::Quantity(number, unit) = &value.kind
            && self.peek(&unit.name, at).is_some_and(|d| self.is_kind(d, KindId::Calendar))
        {
            self.sink.report(
                Finding::new(
                    &DAYS_WITHOUT_CALENDAR,
                    unit.span,
                    format!("`{number} {0}` lacks its unit: `{0}` only says which days count", unit.name),
                )
                .help(format!("write the unit before the calendar: `{number} days of {}`", unit.name)),
            );
            return None;
        }
        if let Some(length) = self.own_periods(value, at) {
            return Some(Delay::new(length, None));
        }
        let value = self.with_count(value);
        let length = self.quantity_of(&value, is_time, what)?;
        Some(Delay::new(length, None))
    }

    /// `2 billing_month`: a number of periods of the contract's own, whose unit is the period's name.
    fn own_periods(&mut self, value: &Expr, at: &Decl) -> Option<Quantity> {
        let ExprKind::Quantity(number, unit) = &value.kind else { return None };
        let period = self.peek(&unit.name, at).filter(|&id| self.is_kind(id, KindId::Period))?;
        self.need(period);
        let value = self.number(number, value.span)?;
        Some(Quantity { value, unit: self.id::<Period>(period).name().clone() })
    }

    /// A delay with its events: from the field's own tails, or from fields beside it.
    pub(super) fn deadline(&mut self, decl: &Decl, name: &str) -> Option<Deadline> {
        let field = decl.field(name)?;
        let mut delay = self.delay(field, decl)?;
        delay.counted_by = field.tail("counted by").and_then(|f| self.counted_by(f, decl));
        let after = field.tail("after").or_else(|| decl.field("after"));
        let before = field.tail("before").or_else(|| decl.field("before"));
        let after = after.and_then(|f| self.event_field(f, decl));
        let before = before.and_then(|f| self.event_field(f, decl));
        Some(Deadline { delay, after, before })
    }

    /// The deadline of a clause `within D after E` inside another field.
    pub(super) fn deadline_in(&mut self, field: &Field, decl: &Decl) -> Option<Deadline> {
        let delay = self.delay(field.tail("within")?, decl)?;
        let after = field.tail("after").and_then(|f| self.event_field(f, decl));
        Some(Deadline { delay, after, before: None })
    }

    pub(super) fn event_field(&mut self, field: &Field, at: &Decl) -> Option<Event> {
        let value = self.one(field, "an event")?;
        self.event(value, at, None)
    }

    /// Something that happens at an instant. `subject` is the record that is looked at first.
    pub(super) fn event(&mut self, value: &Expr, at: &Decl, subject: Option<DeclId>) -> Option<Event> {
        match &value.kind {
            ExprKind::Name(name) => self.event_named(name, value.span, at, subject),
            ExprKind::Binary(Op::Of, side, window) => match (&side.kind, &window.kind) {
                (ExprKind::Name(side), _) if side == "end" || side == "start" => {
                    if matches!(&window.kind, ExprKind::Name(n) if n == "contract") {
                        return Some(if side == "end" { Event::ContractEnd } else { Event::ContractStart });
                    }
                    let window = self.window_value(window, at)?;
                    Some(if side == "end" { Event::EndOf(window) } else { Event::StartOf(window) })
                }
                (ExprKind::Name(side), _) if side == "breach" => self.breach(window, value.span, at),
                (ExprKind::Name(field), ExprKind::Name(record)) => {
                    let id = self.find(record, window.span, at, &[KindId::Record])?;
                    let hit = self.record_of(field, side.span, at, Some(id));
                    match hit {
                        Some(record) => Some(Event::Field { record, field: field.clone() }),
                        None => {
                            self.unknown_event(field, side.span, at);
                            None
                        }
                    }
                }
                _ => {
                    self.wrong_value(value.span, "an event");
                    None
                }
            },
            ExprKind::Binary(Op::And, a, b) => {
                Some(Event::Later(vec![self.one_of(a, at, subject)?, self.one_of(b, at, subject)?]))
            }
            ExprKind::Binary(Op::Or, a, b) => {
                Some(Event::Earlier(vec![self.one_of(a, at, subject)?, self.one_of(b, at, subject)?]))
            }
            ExprKind::Blank(name) => Some(Event::Blank(name.clone())),
            ExprKind::Error => None,
            _ => {
                self.wrong_value(value.span, "an event");
                None
            }
        }
    }

    /// One of several events: each must have one instant, and a commitment may be breached again and again.
    fn one_of(&mut self, value: &Expr, at: &Decl, subject: Option<DeclId>) -> Option<Event> {
        let event = self.event(value, at, subject)?;
        if matches!(event, Event::Breach(_)) {
            self.wrong_value(value.span, "an event that has one instant, and no breach,");
            return None;
        }
        Some(event)
    }

    /// `breach of availability[gold]`: what a duty may follow.
    fn breach(&mut self, of: &Expr, span: Span, at: &Decl) -> Option<Event> {
        if at.kind.id != KindId::Duty {
            let message = "a breach starts a duty, and no other delay or clock";
            let help = "declare a duty that is due `after breach of …`, and name the duty here";
            self.sink.report(Finding::new(&WRONG_VALUE, span, message).help(help));
            return None;
        }
        self.commitments_meant(of, at).map(|of| Event::Breach(Box::new(of)))
    }

    fn event_named(&mut self, name: &Name, span: Span, at: &Decl, subject: Option<DeclId>) -> Option<Event> {
        if let Some(record) = self.record_of(name, span, at, subject) {
            return Some(Event::Field { record, field: name.clone() });
        }
        if self.survey.steps.contains(name) {
            return Some(Event::Step(name.clone()));
        }
        match self.peek(name, at) {
            Some(id) if self.is_kind(id, KindId::Duty) => {
                self.need(id);
                Some(Event::Done(self.id::<Duty>(id)))
            }
            Some(id) => {
                let decl = self.program.decl(id);
                self.sink.report(
                    Finding::new(
                        &WRONG_VALUE,
                        span,
                        format!("`{name}` is {}, and nothing that happens", decl.kind.with_article()),
                    )
                    .label(decl.name_span, "it is declared here")
                    .help("name an instant of a record, a duty, or `end of month`"),
                );
                None
            }
            None => {
                self.unknown_event(name, span, at);
                None
            }
        }
    }

    fn unknown_event(&mut self, name: &str, span: Span, at: &Decl) {
        // A rule of a library about a record that the contract has put its own in place of says nothing of that one.
        let of_library = self.program.module(at.module).standard;
        if of_library && self.survey.records_of.contains_key(name) {
            return;
        }
        let fields = self.survey.records_of.keys().map(Name::as_str);
        let duties = self.program.names_of(at, &[KindId::Duty]);
        let near = suggest::nearest(name, fields.chain(duties).chain(self.survey.steps.iter().map(Name::as_str)));
        let finding =
            Finding::new(&UNKNOWN_NAME, span, format!("no record has an instant `{name}`, and no duty is called so"))
                .help_if(near.map(|n| format!("did you mean `{n}`?")));
        self.sink.report(finding);
    }
}

/// A duration or a calendar span.
fn is_time(dimension: Physical) -> bool {
    matches!(dimension, Physical::Duration | Physical::Span(_))
}
