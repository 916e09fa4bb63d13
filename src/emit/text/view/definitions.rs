//! Calendars, periods, indicators, states and figures.

use super::Clause;
use crate::emit::text::phrase::{Concerned, Grid, Phrases, Table};
use crate::model::{self, FigureSource, HasTerm};
use crate::quantity::Rational;
use crate::time::date_rule;
use jiff::civil::Date;
use serde::Serialize;

/// For how many years the days of a calendar are listed when the contract has no end.
const HORIZON: i16 = 3;

/// Terms that the other articles use.
#[derive(Clone, Debug, Serialize)]
pub struct Definitions {
    /// Sets of instants.
    pub calendars: Vec<Calendar>,
    /// Windows of the contract's own.
    pub periods: Vec<Period>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// What holds at some instants.
    pub states: Vec<State>,
    /// Numbers and amounts with a name.
    pub figures: Vec<Figure>,
}

/// A set of instants.
#[derive(Clone, Debug, Serialize)]
pub struct Calendar {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Its own zone.
    pub zone: Option<String>,
    /// Days and hours that belong to it.
    pub open: Vec<String>,
    /// An expression of calendars that belongs to it.
    pub is: Option<String>,
    /// What is taken out of it.
    pub except: Vec<String>,
    /// Its days over the term of the contract.
    pub days: Option<Days>,
}

/// Days of a calendar by rule, with their dates over the term.
#[derive(Clone, Debug, Serialize)]
pub struct Days {
    /// Whether the contract is open-ended, so that later years follow by the rules alone.
    pub horizon: bool,
    /// Whether that is because its end is not agreed yet.
    pub end_open: bool,
    /// The years over which dates are listed.
    pub years: Vec<String>,
    /// The days.
    pub rows: Vec<Day>,
}

/// A day of every year, by rule.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// What people call it.
    pub label: String,
    /// The rule that gives its date.
    pub rule: String,
    /// Where it moves; none: nowhere.
    pub observed: Option<String>,
    /// Whether one that moves is kept on its own date too.
    pub kept_as_dated: bool,
    /// The first day on which it is in force.
    pub in_force_from: Option<String>,
    /// The last day on which it is.
    pub in_force_up_to: Option<String>,
    /// Its dates, one cell a year.
    pub dates: Vec<String>,
}

/// A window of the contract's own.
#[derive(Clone, Debug, Serialize)]
pub struct Period {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// How long it lasts.
    pub every: String,
    /// A day on which one begins.
    pub begins: String,
}

/// What is measured.
#[derive(Clone, Debug, Serialize)]
pub struct Indicator {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// What it is an indicator of.
    pub of: String,
    /// The formula in words.
    pub formula: String,
    /// `time-ratio`, `count-ratio`, `slot-ratio`, `duration` or `value`.
    pub form: String,
    /// The slot that it is computed in first.
    pub for_each: Option<String>,
    /// Whether it is the mean of its slots over a longer period.
    pub mean_of_slots: bool,
    /// The calendar where an objective names none.
    pub during: Option<String>,
    /// Its value in a slot without a sample.
    pub empty: Option<String>,
    /// `higher` or `lower`.
    pub better: String,
    /// Its definition in words.
    pub means: Option<String>,
}

/// What holds at some instants.
#[derive(Clone, Debug, Serialize)]
pub struct State {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// What it is a state of.
    pub of: String,
    /// When it holds: « lorsque … », « depuis … jusqu’à … ».
    pub holds: String,
    /// The slot in which it holds or does not.
    pub for_each: Option<String>,
    /// How long it must last.
    pub lasting: Option<String>,
    /// Whether it holds in a slot without a sample.
    pub empty: Option<bool>,
    /// Its definition.
    pub means: Option<String>,
}

/// A number or an amount with a name.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// « au contrat », `to the contract`: what it belongs to.
    pub of: Option<String>,
    /// Its value, or the blank that stands for it.
    pub value: Option<String>,
    /// Who states it.
    pub given_by: Option<String>,
    /// The unit in which it is stated.
    pub given_in: Option<String>,
    /// For which window one value is stated.
    pub given_each: Option<String>,
    /// Its value by case.
    pub table: Option<Table>,
    /// The same as a matrix, where it has two keys.
    pub grid: Option<Grid>,
    /// Its value where nothing else gives one.
    pub default: Option<String>,
    /// Whether it rests on its own value of the period before.
    pub is_carried: bool,
    /// What its sum may reach.
    pub total: Option<String>,
    /// In which group.
    pub total_each: Option<String>,
    /// Its definition.
    pub means: Option<String>,
}

impl Phrases<'_> {
    /// Article of the definitions.
    #[must_use]
    pub fn definitions(&self) -> Definitions {
        let m = self.model;
        let period = |p: &model::Period| Period {
            clause: self.clause(p.term()),
            every: self.quantity(&p.every),
            begins: p.from.map_or_else(|| self.gap_in(&p.term.id, "from").unwrap_or_default(), |day| self.date(day)),
        };
        Definitions {
            calendars: m.calendars.iter().map(|c| self.calendar_view(c)).collect(),
            periods: m.periods.iter().map(period).collect(),
            indicators: m.indicators.iter().map(|i| self.indicator(i)).collect(),
            states: m.states.iter().map(|s| self.state(s)).collect(),
            figures: m.figures.iter().map(|f| self.concerning(of_service(f)).figure(f)).collect(),
        }
    }

    fn calendar_view(&self, calendar: &model::Calendar) -> Calendar {
        Calendar {
            clause: self.clause(calendar.term()),
            zone: calendar.zone.clone(),
            open: self.open_hours(&calendar.open, &calendar.counted),
            is: calendar.is.as_ref().map(|s| self.calendar(s).plain()),
            except: calendar.except.iter().map(|s| self.calendar(s).plain()).collect(),
            days: (!calendar.days.is_empty()).then(|| self.days(&calendar.days)),
        }
    }

    fn days(&self, holidays: &[model::Holiday]) -> Days {
        let contract = &self.model.contract;
        // Without a first day, the rules stand and no dates are listed.
        let first = contract.from.unwrap_or_default();
        let open_ended = Date::new(first.year().saturating_add(HORIZON), first.month(), 1).unwrap_or(first);
        let end = if contract.from.is_some() { contract.until.unwrap_or(open_ended) } else { first };
        let last_year = crate::time::print::last_day(end).unwrap_or(end).year();
        let years: Vec<i16> = if contract.from.is_some() { (first.year()..=last_year).collect() } else { Vec::new() };
        let rules: Vec<_> = holidays.iter().map(|h| h.rule.clone()).collect();
        let dates = date_rule::dates(&rules, first, end);
        let rows = holidays.iter().enumerate().map(|(i, holiday)| {
            let own = |year: &i16| {
                let kept = dates.iter().filter(|o| o.holiday == i && o.date.year() == *year);
                let kept: Vec<_> = kept.map(|o| self.day_of_year(o.date)).collect();
                if kept.is_empty() { "–".to_owned() } else { kept.join(", ") }
            };
            Day {
                label: self.title(&holiday.label),
                rule: self.date_rule(&holiday.rule.rule),
                observed: self.observance(&holiday.rule.observance),
                kept_as_dated: holiday.rule.kept_as_dated,
                in_force_from: holiday.rule.from.map(|day| self.date(day)),
                in_force_up_to: holiday.rule.until.and_then(crate::time::print::last_day).map(|day| self.date(day)),
                dates: years.iter().map(own).collect(),
            }
        });
        Days {
            horizon: contract.until.is_none() && !years.is_empty(),
            end_open: self.gap_in(&contract.term.id, "until").is_some(),
            rows: rows.collect(),
            years: years.iter().map(ToString::to_string).collect(),
        }
    }

    fn day_of_year(&self, date: Date) -> String {
        let weekday = crate::time::Weekday::of(date).name(self.language);
        let day = crate::time::print::day_and_month(crate::time::Month::of(date), date.day(), self.language);
        format!("{weekday} {day}")
    }

    fn indicator(&self, indicator: &model::Indicator) -> Indicator {
        Indicator {
            clause: self.clause(indicator.term()),
            of: self.subject(&indicator.of),
            formula: self.about_subject(Some(&indicator.of)).expr(&indicator.formula).plain(),
            form: match indicator.form {
                model::Form::TimeRatio => "time-ratio",
                model::Form::CountRatio => "count-ratio",
                model::Form::SlotRatio => "slot-ratio",
                model::Form::Duration => "duration",
                model::Form::Value => "value",
            }
            .to_owned(),
            for_each: indicator.each.as_ref().map(|w| self.each(w)),
            mean_of_slots: indicator.is_mean_of_slots(),
            during: indicator.during.as_ref().map(|c| self.during(c)),
            empty: indicator.empty.as_ref().map(|e| self.expr(e).plain()),
            better: match indicator.better {
                Some(model::Polarity::Higher) => "higher",
                Some(model::Polarity::Lower) => "lower",
                None => "",
            }
            .to_owned(),
            means: self.optional_text(indicator.means.as_ref()),
        }
    }

    fn state(&self, state: &model::State) -> State {
        State {
            clause: self.clause(state.term()),
            of: self.subject(&state.of),
            holds: self.state_source(state),
            for_each: state.each.as_ref().map(|w| self.each(w)),
            lasting: state.lasting.as_ref().map(|b| self.bound(b)),
            empty: state.empty,
            means: self.optional_text(state.means.as_ref()),
        }
    }

    fn figure(&self, figure: &model::Figure) -> Figure {
        let inner = self.about_subject(figure.of.as_ref());
        let value_head = self.capital(&self.field("is"));
        let (mut value, mut given_by, mut given_each, mut table, mut grid) = (None, None, None, None, None);
        match &figure.value {
            FigureSource::Is(expr) => value = Some(inner.figure_value(figure, expr)),
            FigureSource::Decision(decision) => {
                grid = self.grid(decision, |e| inner.cell(e));
                table = grid.is_none().then(|| self.decision(decision, &value_head, |e| inner.cell(e)));
            }
            FigureSource::GivenBy(actor, window) => {
                given_by = Some(self.actor(actor).plain());
                given_each = window.as_ref().map(|w| self.each(w));
            }
            FigureSource::Column(rows) => {
                let rows = rows.iter().map(|(name, e)| vec![self.short_name(name), self.cell(e)]).collect();
                let heads = vec![self.either("Pour", "For").to_owned(), value_head];
                // The values of instances stand with the evidence.
                table = Some(Table { heads, rows }).filter(|table| !table.rows.is_empty());
            }
            FigureSource::Blank(name) => value = Some(self.blank(name)),
        }
        let total = figure.total.as_ref();
        let unit = figure.unit.as_deref().filter(|u| given_by.is_some() && !u.is_empty());
        Figure {
            clause: self.clause(figure.term()),
            of: figure.of.as_ref().map(|s| self.subject_to(s)),
            value,
            given_by,
            given_in: unit.map(|u| self.unit_name(u)),
            given_each,
            table,
            grid,
            default: figure.default.as_ref().map(|e| self.expr(e).plain()),
            is_carried: figure.own_window().is_some(),
            total: total.map(|(bound, _)| self.bound(bound)),
            total_each: total.and_then(|(_, w)| w.as_ref()).map(|w| self.each(w)),
            means: self.optional_text(figure.means.as_ref()),
        }
    }

    /// The value with the window that it is for: `12 000 € par mois civil`.
    fn figure_value(&self, figure: &model::Figure, expr: &model::Expr) -> String {
        match (expr, &figure.per) {
            (model::Expr::Binary { op: model::Operator::Per, left, right }, Some(per)) if is_one(right) => {
                format!("{} {}", self.expr(left).plain(), self.per(per))
            }
            (model::Expr::Quantity(_), Some(per)) => format!("{} {}", self.expr(expr).plain(), self.per(per)),
            _ => self.expr(expr).plain(),
        }
    }
}

fn is_one(expr: &model::Expr) -> bool {
    matches!(expr, model::Expr::Quantity(q) if q.value == Rational::one())
}

/// A figure that each service has is computed from those of the same service.
fn of_service(figure: &model::Figure) -> Option<Concerned> {
    (figure.of == Some(model::Subject::Any)).then_some(Concerned::Service)
}
