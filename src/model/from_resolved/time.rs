//! Calendars, windows, delays and events.

use super::rules::{AMBIGUOUS_DATE, DAYS_WITHOUT_CALENDAR, UNIT_MISMATCH, UNKNOWN_NAME, WRONG_VALUE};
use super::{Lower, single};
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::language::{KindId, words};
use crate::model::{
    Calendar, CalendarSet, Deadline, Delay, Dimension, Duty, Event, Holiday, Period, PeriodUnit, Record, Window,
};
use crate::quantity::Measure;
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use crate::resolved::{Decl, DeclId, Field};
use crate::syntax::ast::{self, CellKind, Expr, ExprKind, HeadKind, Horizon, Op};
use crate::time::date_rule::{self, DateRule, Observance, Shift};
use crate::time::weekly::{Days, Hours, Recurrence};
use crate::time::{Month, Ordinal, Weekday};
use std::collections::BTreeSet;

impl Lower<'_> {
    pub(super) fn calendar(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let open = decl.all("open").flat_map(|f| &f.values).filter_map(|v| self.recurrence(v)).collect();
        let is = decl.field("is").and_then(|f| self.calendar_set(f, decl));
        let except = decl.all("except").filter_map(|f| self.calendar_set(f, decl)).collect();
        let zone = decl.field("timezone").and_then(|f| self.zone(f));
        let days = decl.tables.iter().flat_map(|t| self.holidays(t, decl)).collect();
        self.calendars.insert(Calendar { term, zone, open, days, is, except });
    }

    pub(super) fn period(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let every = decl.field("every").and_then(|f| self.span(f));
        let from = decl.field("from").and_then(|f| self.date(f));
        let (Some(every), Some(from)) = (every, from) else { return };
        let monthly = every.measure().is_some_and(|m| m.unit.dimension == Physical::Span(SpanBase::Month));
        if monthly && from.day() > 28 {
            let at = decl.field("from").map_or(decl.span, |f| f.span);
            self.sink.report(
                Finding::new(&AMBIGUOUS_DATE, at, format!("a period that begins on day {} of a month", from.day()))
                    .note("some months do not have that day, and nothing says where the period begins then")
                    .help("let it begin on a day from 1 to 28"),
            );
        }
        self.periods.insert(Period { term, every, from });
    }

    /// Days and hours, from an operand.
    pub(super) fn recurrence(&mut self, value: &Expr) -> Option<Recurrence> {
        let due = "days and hours, such as `mon..fri 08:00-18:00`";
        let built = match &value.kind {
            ExprKind::Recurrence(r) => recurrence(r),
            ExprKind::Name(name) => days_named(name, None).map(|days| Recurrence { days, hours: Hours::WHOLE_DAY }),
            ExprKind::Date(date) => Some(Recurrence { days: Days::Dates(*date, *date), hours: Hours::WHOLE_DAY }),
            ExprKind::Time(time) => Some(Recurrence { days: Days::All, hours: Hours { start: *time, end: Some(*time) } }),
            ExprKind::Error | ExprKind::Blank(_) => return None,
            _ => None,
        };
        if built.is_none() {
            self.wrong_value(value.span, due);
        }
        built
    }

    /// A calendar or an expression of calendars, from a field.
    pub(super) fn calendar_set(&mut self, field: &Field, at: &Decl) -> Option<CalendarSet> {
        if self.is_blank(field, at) {
            return None;
        }
        let value = self.one(field, "a calendar")?;
        self.calendar_value(value, at)
    }

    pub(super) fn calendar_value(&mut self, value: &Expr, at: &Decl) -> Option<CalendarSet> {
        match &value.kind {
            ExprKind::Name(name) if name == "always" => Some(CalendarSet::Always),
            ExprKind::Name(name) => {
                let id = self.find(name, value.span, at, &[KindId::Calendar])?;
                Some(CalendarSet::Calendar(self.id(id)))
            }
            ExprKind::Binary(Op::And, a, b) => {
                Some(CalendarSet::And(vec![self.calendar_value(a, at)?, self.calendar_value(b, at)?]))
            }
            ExprKind::Binary(Op::Or, a, b) => {
                Some(CalendarSet::Or(vec![self.calendar_value(a, at)?, self.calendar_value(b, at)?]))
            }
            ExprKind::Binary(Op::Except, a, b) => Some(CalendarSet::Except(
                Box::new(self.calendar_value(a, at)?),
                Box::new(self.calendar_value(b, at)?),
            )),
            ExprKind::Not(a) => {
                let inner = self.calendar_value(a, at)?;
                Some(CalendarSet::Except(Box::new(CalendarSet::Always), Box::new(inner)))
            }
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, "a calendar");
                None
            }
        }
    }

    /// What one verdict is for, from a field.
    pub(super) fn window(&mut self, field: &Field, at: &Decl) -> Option<Window> {
        if self.is_blank(field, at) {
            return None;
        }
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
                let count = number.parse::<u32>().ok().filter(|&n| n > 0);
                if period_unit(&unit.name).is_some() || self.peek(&unit.name, at).is_some_and(|d| self.is_kind(d, KindId::Period)) {
                    if let Some(count) = count {
                        return self.window_named(&unit.name, count, value.span, at);
                    }
                }
                let length = self.quantity_of(value, |d| matches!(d, Physical::Duration), "a window, such as `month`, `5 min` or `rolling 28 days`,")?;
                Some(Window::Slot { length })
            }
            ExprKind::Horizon(horizon, inner) => {
                let inner = self.with_count(inner);
                let fits: fn(Physical) -> bool = |d| matches!(d, Physical::Span(_) | Physical::Duration);
                let span = self.quantity_of(&inner, fits, "a span, such as `28 days`,")?;
                Some(match horizon {
                    Horizon::Rolling => Window::Rolling { span, step: None },
                    Horizon::Last => Window::Last { span },
                    Horizon::Next => Window::Next { span },
                })
            }
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, "a window, such as `month`, `rolling 28 days` or `incident`,");
                None
            }
        }
    }

    fn window_named(&mut self, name: &str, count: u32, span: Span, at: &Decl) -> Option<Window> {
        if let Some(unit) = period_unit(name) {
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
                let finding = Finding::new(&UNKNOWN_NAME, span, format!("`{name}` is no period, no record and no dimension"))
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
        if self.is_blank(field, at) {
            return None;
        }
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
            return Some(Delay { length, calendar: Some(calendar) });
        }
        if let ExprKind::Quantity(_, unit) = &value.kind
            && self.peek(&unit.name, at).is_some_and(|d| self.is_kind(d, KindId::Calendar))
        {
            self.sink.report(
                Finding::new(&DAYS_WITHOUT_CALENDAR, unit.span, format!("`{}` is a calendar, not a unit", unit.name))
                    .help(format!("write the days and then their calendar: `5 days of {}`", unit.name)),
            );
            return None;
        }
        let value = self.with_count(value);
        let length = self.quantity_of(&value, is_time, what)?;
        Some(Delay { length, calendar: None })
    }

    /// A delay with its events: from the field's own tails, or from fields beside it.
    pub(super) fn deadline(&mut self, decl: &Decl, name: &str) -> Option<Deadline> {
        let field = decl.field(name)?;
        let delay = self.delay(field, decl)?;
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
        if self.is_blank(field, at) {
            return None;
        }
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
                Some(Event::Later(vec![self.event(a, at, subject)?, self.event(b, at, subject)?]))
            }
            ExprKind::Binary(Op::Or, a, b) => {
                Some(Event::Earlier(vec![self.event(a, at, subject)?, self.event(b, at, subject)?]))
            }
            ExprKind::Error | ExprKind::Blank(_) => None,
            _ => {
                self.wrong_value(value.span, "an event");
                None
            }
        }
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
                    Finding::new(&WRONG_VALUE, span, format!("`{name}` is {}, and nothing that happens", decl.kind.with_article()))
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
        let fields = self.survey.records_of.keys().map(Name::as_str);
        let duties = self.program.names_of(at, &[KindId::Duty]);
        let near = suggest::nearest(name, fields.chain(duties).chain(self.survey.steps.iter().map(Name::as_str)));
        let finding = Finding::new(&UNKNOWN_NAME, span, format!("no record has an instant `{name}`, and no duty is called so"))
            .help_if(near.map(|n| format!("did you mean `{n}`?")));
        self.sink.report(finding);
    }

    fn holidays(&mut self, table: &ast::Table, decl: &Decl) -> Vec<Holiday> {
        let heads: Vec<Name> = table
            .head
            .iter()
            .map(|h| match &h.kind {
                HeadKind::Words(word, _) => word.name.clone(),
                _ => Name::default(),
            })
            .collect();
        for (head, cell) in heads.iter().zip(&table.head).skip(1) {
            if !["label", "on", "observed", "from", "until"].contains(&head.as_str()) {
                self.unknown_column(head, cell.span, &["label", "on", "observed", "from", "until"]);
            }
        }
        let mut out = Vec::new();
        for row in &table.rows {
            let cell = |name: &str| heads.iter().position(|h| h == name).and_then(|i| row.cells.get(i));
            let Some((name, mut label)) = row.cells.first().and_then(|c| self.row_name(c)) else { continue };
            if let Some(CellKind::Value { values, .. }) = cell("label").map(|c| &c.kind)
                && let Some(Expr { kind: ExprKind::Text(text), .. }) = single(values)
            {
                label = self.text_value(text, &decl.name);
            }
            let rule = cell("on").and_then(|c| self.date_rule(&c.kind, c.span));
            let Some(rule) = rule else { continue };
            let word = cell("observed").and_then(|c| self.cell_word(c));
            let observance = self.observance(word.as_deref(), cell("observed").map_or(row.span, |c| c.span));
            let from_year = cell("from").and_then(|c| cell_date(c)).map(|d| d.year());
            let to_year = cell("until").and_then(|c| cell_date(c)).and_then(|d| d.yesterday().ok()).map(|d| d.year());
            let rule = date_rule::Holiday { rule, observance, kept_as_dated: false, from_year, to_year };
            out.push(Holiday { name, label, rule });
        }
        out
    }

    fn observance(&mut self, word: Option<&str>, span: Span) -> Observance {
        let weekend = BTreeSet::from([Weekday::Sat, Weekday::Sun]);
        match word {
            None | Some("same_day" | "none") => Observance::AsDated,
            Some("nearest_weekday") => Observance::Shifted(vec![
                Shift { on: Weekday::Sat, days: -1 },
                Shift { on: Weekday::Sun, days: 1 },
            ]),
            Some("next_weekday") => Observance::NextFree(weekend),
            Some("sunday_to_monday") => Observance::Shifted(vec![Shift { on: Weekday::Sun, days: 1 }]),
            Some(_) => {
                self.wrong_value(span, "one of `same_day`, `nearest_weekday`, `next_weekday`, `sunday_to_monday`");
                Observance::AsDated
            }
        }
    }

    /// `1 jan`, `easter + 39 days`, `first mon of may`, `last mon before 25 may`, `2026-07-01`.
    fn date_rule(&mut self, cell: &CellKind, span: Span) -> Option<DateRule> {
        let CellKind::Value { values, clauses } = cell else {
            self.wrong_value(span, "a day, such as `1 jan`, `easter + 39 days` or `first mon of may`,");
            return None;
        };
        let rule = match (values.as_slice(), clauses.as_slice()) {
            ([value], []) => date_rule_of(value),
            ([value], [clause]) => weekday_near(value, clause),
            _ => None,
        };
        if rule.is_none() && !values.iter().any(|v| matches!(v.kind, ExprKind::Error)) {
            self.wrong_value(span, "a day, such as `1 jan`, `easter + 39 days`, `first mon of may` or `last mon before 25 may`,");
        }
        rule
    }
}

/// A duration or a calendar span.
fn is_time(dimension: Physical) -> bool {
    matches!(dimension, Physical::Duration | Physical::Span(_))
}

/// The standard period of this name, singular or plural.
pub(super) fn period_unit(name: &str) -> Option<PeriodUnit> {
    Some(match name.strip_suffix('s').unwrap_or(name) {
        "hour" => PeriodUnit::Hour,
        "day" => PeriodUnit::Day,
        "week" => PeriodUnit::Week,
        "month" => PeriodUnit::Month,
        "quarter" => PeriodUnit::Quarter,
        "year" => PeriodUnit::Year,
        "contract_month" => PeriodUnit::ContractMonth,
        "contract_quarter" => PeriodUnit::ContractQuarter,
        "contract_year" => PeriodUnit::ContractYear,
        _ => return None,
    })
}

fn recurrence(r: &ast::Recurrence) -> Option<Recurrence> {
    let ordinal = match &r.ordinal {
        Some(word) => Some(Ordinal::parse(&word.name)?),
        None => None,
    };
    let days = match &r.days {
        None => Days::All,
        Some(ast::Days::Name(word)) => days_named(&word.name, ordinal)?,
        Some(ast::Days::Range(first, last)) => match (Weekday::parse(&first.name), Weekday::parse(&last.name)) {
            (Some(a), Some(b)) => Days::weekdays(a, b),
            _ => Days::Months(Month::parse(&first.name)?, Month::parse(&last.name)?),
        },
        Some(ast::Days::Dates(first, last)) => Days::Dates(*first, last.unwrap_or(*first)),
    };
    let hours = r.hours.map_or(Hours::WHOLE_DAY, |(start, end)| Hours { start, end });
    Some(Recurrence { days, hours })
}

fn days_named(name: &str, ordinal: Option<Ordinal>) -> Option<Days> {
    match (ordinal, Weekday::parse(name), Month::parse(name)) {
        (None, Some(day), _) => Some(Days::Weekdays(BTreeSet::from([day]))),
        (Some(nth), Some(day), _) => Some(Days::NthWeekday(nth, day)),
        (Some(nth), None, None) if name == "day" => Some(Days::NthDay(nth)),
        (None, None, None) if name == "day" => Some(Days::All),
        (None, None, Some(month)) => Some(Days::Months(month, month)),
        _ => None,
    }
}

fn date_rule_of(value: &Expr) -> Option<DateRule> {
    match &value.kind {
        ExprKind::Quantity(day, month) => {
            Some(DateRule::Fixed { month: Month::parse(&month.name)?, day: day.parse().ok().filter(|d| (1..=31).contains(d))? })
        }
        ExprKind::Date(date) => Some(DateRule::Once { date: *date }),
        ExprKind::Name(name) => easter_rule(name, 0),
        ExprKind::Binary(op @ (Op::Add | Op::Sub), base, offset) => {
            let ExprKind::Name(name) = &base.kind else { return None };
            let ExprKind::Quantity(days, unit) = &offset.kind else { return None };
            let days: i16 = days.parse().ok()?;
            let is_days = Measure::parse(&unit.name).is_some_and(|m| m.unit.name == "day");
            is_days.then(|| easter_rule(name, if *op == Op::Sub { -days } else { days })).flatten()
        }
        ExprKind::Binary(Op::Of, nth, month) => {
            let ExprKind::Name(month) = &month.kind else { return None };
            let (ordinal, weekday) = nth_weekday(nth)?;
            Some(DateRule::Nth { ordinal, weekday, month: Month::parse(month)? })
        }
        _ => None,
    }
}

fn easter_rule(name: &str, offset: i16) -> Option<DateRule> {
    match name {
        "easter" => Some(DateRule::Easter { offset }),
        "orthodox_easter" => Some(DateRule::OrthodoxEaster { offset }),
        _ => None,
    }
}

fn nth_weekday(value: &Expr) -> Option<(Ordinal, Weekday)> {
    match &value.kind {
        ExprKind::Recurrence(ast::Recurrence { ordinal: Some(nth), days: Some(ast::Days::Name(day)), hours: None }) => {
            Some((Ordinal::parse(&nth.name)?, Weekday::parse(&day.name)?))
        }
        _ => None,
    }
}

/// `last mon before 25 may`, `first mon after 25 may`
fn weekday_near(value: &Expr, clause: &ast::Clause) -> Option<DateRule> {
    let (ordinal, weekday) = nth_weekday(value)?;
    let Some(DateRule::Fixed { month, day }) = single(&clause.values).and_then(date_rule_of) else { return None };
    match (clause.word.name.as_str(), ordinal) {
        ("before", Ordinal::Last) => Some(DateRule::WeekdayBefore { weekday, month, day }),
        ("from", Ordinal::First) => Some(DateRule::WeekdayOnOrAfter { weekday, month, day }),
        _ => None,
    }
}

fn cell_date(cell: &ast::Cell) -> Option<jiff::civil::Date> {
    match &cell.kind {
        CellKind::Value { values, .. } => match single(values).map(|v| &v.kind) {
            Some(ExprKind::Date(date) | ExprKind::Month(date)) => Some(*date),
            _ => None,
        },
        _ => None,
    }
}
