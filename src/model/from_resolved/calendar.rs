//! Calendars, periods, holidays by rule.

use super::cells::heads;
use super::rules::{AMBIGUOUS_DATE, WRONG_VALUE};
use super::{Lower, blank_of, single};
use crate::base::Span;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Calendar, CalendarSet, CountedDay, Holiday, Id, Period};
use crate::quantity::Measure;
use crate::quantity::unit::{Dimension as Physical, SpanBase};
use crate::resolved::{Decl, Field};
use crate::syntax::ast::{self, CellKind, Expr, ExprKind, Op};
use crate::time::date_rule::{self, DateRule, Observance, Shift};
use crate::time::weekly::{Days, Hours, Recurrence};
use crate::time::{Month, Ordinal, Weekday};
use jiff::civil::Date;
use std::collections::BTreeSet;

impl Lower<'_> {
    pub(super) fn calendar(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let (mut open, mut counted) = (Vec::new(), Vec::new());
        for field in decl.all("open") {
            let (own, days) = self.open_hours(field, decl);
            open.extend(own);
            counted.extend(days);
        }
        let is = decl.field("is").and_then(|f| self.calendar_set(f, decl));
        let except = decl.all("except").filter_map(|f| self.calendar_set(f, decl)).collect();
        let zone = decl.field("timezone").and_then(|f| self.zone(f));
        let days = decl.tables.iter().flat_map(|t| self.holidays(t, decl)).collect();
        self.calendars.insert(Calendar { term, zone, open, counted, days, is, except });
    }

    /// Days and hours, and days that are counted on other calendars, from a field `open`.
    pub(super) fn open_hours(&mut self, field: &Field, decl: &Decl) -> (Vec<Recurrence>, Vec<CountedDay>) {
        let weeks = self.weeks(field);
        let (mut open, mut counted) = (Vec::new(), Vec::new());
        for value in &field.values {
            match (counted_days(value), weeks) {
                (Some((ordinal, of, hours)), None) => {
                    let of = self.calendar_value(&of, decl);
                    counted.extend(of.map(|of| CountedDay { ordinal, of, hours }));
                }
                (_, None) => open.extend(self.recurrence(value)),
                (_, Some(weeks)) => open.extend(self.recurrence_in_weeks(value, weeks)),
            }
        }
        if let Some((_, from)) = weeks {
            self.begins_with(&open, from, field.span);
        }
        (open, counted)
    }

    pub(super) fn period(&mut self, decl: &Decl) {
        let term = self.term(decl);
        let every = decl.field("every").and_then(|f| self.span(f));
        let from = decl.field("from").and_then(|f| self.date(f));
        let open = decl.field("from").is_some_and(|field| blank_of(field).is_some());
        let Some(every) = every.filter(|_| from.is_some() || open) else { return };
        let monthly = every.measure().is_some_and(|m| m.unit.dimension == Physical::Span(SpanBase::Month));
        if let Some(from) = from.filter(|from| monthly && from.day() > 28) {
            let at = decl.field("from").map_or(decl.span, |f| f.span);
            self.sink.report(
                Finding::new(
                    &AMBIGUOUS_DATE,
                    at,
                    format!("`{}` begins on day {} of the month, which some months do not have", term.id, from.day()),
                )
                .note("nothing says on which day the period begins in those months")
                .help("let it begin on a day from 1 to 28"),
            );
        }
        self.periods.insert(Period { term, every, from });
    }

    /// `every 2 weeks from 2026-01-05`, behind days and hours.
    fn weeks(&mut self, field: &Field) -> Option<(u32, Date)> {
        let (every, from) = match (field.tail("every"), field.tail("from")) {
            (None, None) => return None,
            (Some(every), Some(from)) => (every, from),
            _ => {
                let due = "days with both the weeks and the first day, such as `mon, every 2 weeks from 2026-01-05`,";
                self.wrong_value(field.span, due);
                return None;
            }
        };
        let (span, every, from) = (every.span, self.span(every)?, self.date(from)?);
        let weeks = every.value.to_i64().and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0 && every.unit == "week");
        if weeks.is_none() {
            self.wrong_value(span, "a number of weeks, such as `2 weeks`,");
        }
        Some((weeks?, from))
    }

    /// Days of the week, in some weeks only.
    fn recurrence_in_weeks(&mut self, value: &Expr, (weeks, from): (u32, Date)) -> Option<Recurrence> {
        let recurrence = self.recurrence(value)?;
        let Days::Weekdays(weekdays) = recurrence.days else {
            self.wrong_value(value.span, "days of the week, which are all that some weeks can have,");
            return None;
        };
        Some(Recurrence { days: Days::EveryWeeks { weekdays, weeks, from }, ..recurrence })
    }

    /// Reports a first day that is not the first of its week among the days that come: those before it would be in doubt.
    fn begins_with(&mut self, open: &[Recurrence], from: Date, span: Span) {
        let weekdays = open.iter().flat_map(|open| match &open.days {
            Days::EveryWeeks { weekdays, .. } => weekdays.iter().copied().collect(),
            _ => Vec::new(),
        });
        let (Some(first), day) = (weekdays.min(), Weekday::of(from)) else { return };
        if first != day {
            self.sink.report(
                Finding::new(&AMBIGUOUS_DATE, span, format!("these days do not begin on {from}"))
                    .note(format!(
                        "{from} is a `{}`; the first of these days in a week is `{}`",
                        day.word(),
                        first.word()
                    ))
                    .help("let the weeks be counted from the first of these days"),
            );
        }
    }

    /// Days and hours, from an operand.
    pub(super) fn recurrence(&mut self, value: &Expr) -> Option<Recurrence> {
        let due = "days and hours, such as `mon..fri 08:00-18:00`,";
        let built = match &value.kind {
            ExprKind::Recurrence(r) => recurrence(r),
            ExprKind::Name(name) => days_named(name, None).map(|days| Recurrence { days, hours: Hours::WHOLE_DAY }),
            ExprKind::Date(date) => Some(Recurrence { days: Days::Dates(*date, *date), hours: Hours::WHOLE_DAY }),
            ExprKind::Time(time) => {
                Some(Recurrence { days: Days::All, hours: Hours { start: *time, end: Some(*time) } })
            }
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
            ExprKind::Binary(Op::Except, a, b) => {
                Some(CalendarSet::Except(Box::new(self.calendar_value(a, at)?), Box::new(self.calendar_value(b, at)?)))
            }
            ExprKind::Not(a) => {
                let inner = self.calendar_value(a, at)?;
                Some(CalendarSet::Except(Box::new(CalendarSet::Always), Box::new(inner)))
            }
            ExprKind::Blank(name) => Some(CalendarSet::Calendar(Id::blank(name))),
            ExprKind::Error => None,
            _ => {
                self.no_calendar(value);
                None
            }
        }
    }

    fn no_calendar(&mut self, value: &Expr) {
        let written = self.written(value.span).unwrap_or_default().to_owned();
        let help = match written.as_str() {
            "24/7" | "7/7" | "24" => Some("`always` is every hour of every day".to_owned()),
            _ if matches!(&value.kind, ExprKind::Binary(Op::Of, ..)) => {
                Some(format!("an event follows `after`: `after {written}`"))
            }
            _ => None,
        };
        let finding =
            Finding::new(&WRONG_VALUE, value.span, format!("`{written}` stands where a calendar is expected"));
        self.report_once(finding.help_if(help));
    }

    fn holidays(&mut self, table: &ast::Table, decl: &Decl) -> Vec<Holiday> {
        let heads = heads(table);
        let known = ["label", "on", "observed", "from", "until"];
        for (head, cell) in heads.iter().zip(&table.head).skip(1) {
            if !known.contains(&head.as_str()) {
                self.unknown_column(head, cell.span, &known);
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
            let from = cell("from").and_then(cell_date);
            let until = cell("until").and_then(cell_date);
            let rule = date_rule::Holiday { rule, observance, kept_as_dated: false, from, until };
            out.push(Holiday { name, label, rule });
        }
        out
    }

    fn observance(&mut self, word: Option<&str>, span: Span) -> Observance {
        match word {
            None | Some("same_day" | "none") => Observance::AsDated,
            Some("nearest_weekday") => {
                Observance::Shifted(vec![Shift { on: Weekday::Sat, days: -1 }, Shift { on: Weekday::Sun, days: 1 }])
            }
            Some("next_weekday") => Observance::NextFree(BTreeSet::from([Weekday::Sat, Weekday::Sun])),
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
            self.wrong_value(
                span,
                "a day, such as `1 jan`, `easter + 39 days`, `first mon of may` or `last mon before 25 may`,",
            );
        }
        rule
    }
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

/// `last day of business 18:00-20:00`: which day, of which calendar, and its hours.
fn counted_days(value: &Expr) -> Option<(Ordinal, Expr, Hours)> {
    let ExprKind::Binary(Op::Of, day, of) = &value.kind else { return None };
    let ExprKind::Recurrence(ast::Recurrence { ordinal: Some(nth), days: Some(ast::Days::Name(day)), hours: None }) =
        &day.kind
    else {
        return None;
    };
    let ordinal = Ordinal::parse(&nth.name).filter(|_| day.name == "day")?;
    match &of.kind {
        ExprKind::Recurrence(ast::Recurrence { ordinal: None, days: Some(ast::Days::Name(name)), hours }) => {
            let of = Expr { kind: ExprKind::Name(name.name.clone()), span: name.span };
            Some((ordinal, of, hours.map_or(Hours::WHOLE_DAY, |(start, end)| Hours { start, end })))
        }
        _ => Some((ordinal, (**of).clone(), Hours::WHOLE_DAY)),
    }
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
        ExprKind::Quantity(day, month) => Some(DateRule::Fixed {
            month: Month::parse(&month.name)?,
            day: day.parse().ok().filter(|d| (1..=31).contains(d))?,
        }),
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

fn cell_date(cell: &ast::Cell) -> Option<Date> {
    match &cell.kind {
        CellKind::Value { values, .. } => match single(values).map(|v| &v.kind) {
            Some(ExprKind::Date(date) | ExprKind::Month(date)) => Some(*date),
            _ => None,
        },
        _ => None,
    }
}
