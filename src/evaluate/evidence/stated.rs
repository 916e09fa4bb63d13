//! Figures that someone states, in a file: `figure,on,period,value`.

use super::fields::{Column, Sort};
use super::sound;
use crate::base::{Name, Span, suggest};
use crate::diagnostics::Finding;
use crate::evaluate::world::{Given, cycle_of};
use crate::evaluate::{Number, Value};
use crate::model::from_resolved::rules::{UNKNOWN_NAME, WRONG_VALUE};
use crate::model::{Figure, FigureSource, Form, Model, Subject};
use crate::time::local::{self, Clocks};
use crate::time::{Cycle, Stretch};
use jiff::civil::Date;

/// The head of the first column of a file of figures, and the key of a JSON object that states one.
pub(super) const FIGURE: &str = "figure";
/// The other heads: of what it is a figure, in which period, and its value.
pub(super) const HEADS: [&str; 3] = ["on", "period", "value"];

/// Whether a file, or an object, whose first name is this states figures: where the contract has no record that is called so.
pub(super) fn states_figures(model: &Model, name: &str) -> bool {
    name == FIGURE && Sort::named(model, name).is_none()
}

/// What is said of a value that is stated for a period for which it is stated already.
pub(super) fn twice(name: &str) -> String {
    format!("`{name}` is stated twice for the same period")
}

/// What is wrong with the head of a file of figures.
pub(super) fn heads(heads: &[&str], span: Span) -> Vec<Finding> {
    let unknown = heads.iter().filter(|head| !HEADS.contains(head));
    let mut found: Vec<Finding> = unknown
        .map(|head| {
            let finding = Finding::new(&UNKNOWN_NAME, span, format!("a file of figures has no column `{head}`"));
            finding.note("it has `figure`, `on`, `period` and `value`")
        })
        .collect();
    if !heads.contains(&"value") {
        found.push(Finding::new(&WRONG_VALUE, span, "a file of figures has a column `value`"));
    }
    found
}

/// What a row states: the figure, the cells of the other columns by their heads.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(
    model: &Model,
    name: &str,
    cell: &dyn Fn(&str) -> String,
    span: Span,
    clocks: &Clocks<'_>,
) -> Result<Given, Box<Finding>> {
    let figure = figure(model, name, span)?;
    let of = cell("on");
    let of = if of.is_empty() { None } else { Some(subject(model, figure, &of, span)?) };
    let text = cell("value");
    if text.is_empty() {
        return Err(Box::new(Finding::new(&WRONG_VALUE, span, format!("this row states no value of `{name}`"))));
    }
    let value = Column::of_figure(model, figure).read(model, &text, span, clocks)?;
    let during = period(model, figure, &cell("period"), span, clocks)?;
    let zone = clocks.zone();
    let bound = |day: Option<Date>, open| day.map_or(open, |day| local::start_of(zone, day));
    let term = Stretch::new(bound(model.contract.from, i64::MIN), bound(model.contract.until, i64::MAX));
    if during.and(term).is_empty() {
        let message = format!("the `period` of `{name}` lies outside the term of the contract");
        return Err(Box::new(Finding::new(&WRONG_VALUE, span, message)));
    }
    match out_of_range(model, name, &value) {
        Some(why) => Err(Box::new(Finding::new(&WRONG_VALUE, span, format!("`{name}` {why}")))),
        None => Ok(Given { what: figure.term.id.clone(), of, during, value }),
    }
}

/// Why a value cannot be one of a figure, an indicator or an objective, in words that follow its name.
pub(super) fn out_of_range(model: &Model, name: &str, value: &Value) -> Option<&'static str> {
    let of_objective = || {
        let mut commitments = model.commitments.iter();
        let named = commitments.find(|one| one.objective.as_deref() == Some(name) || one.term.id == name);
        named.and_then(|commitment| model.indicators.get(&commitment.indicator))
    };
    let indicator = model.indicators.by_name(name).or_else(of_objective);
    let is_share = indicator.is_some_and(|indicator| match indicator.form {
        Form::TimeRatio | Form::CountRatio | Form::SlotRatio => true,
        // Of cases, a share of them that are on time.
        Form::Duration => value.number().is_some_and(Number::is_share),
        Form::Value => false,
    });
    sound::out_of_range(value, is_share)
}

/// A figure that someone states.
fn figure<'m>(model: &'m Model, name: &str, span: Span) -> Result<&'m Figure, Box<Finding>> {
    let stated = |figure: &&Figure| matches!(figure.value, FigureSource::GivenBy(..));
    match model.figures.by_name(name) {
        Some(figure) if stated(&figure) => Ok(figure),
        Some(_) => {
            let message = format!("nobody states the figure `{name}`: the contract says what it is");
            Err(Box::new(Finding::new(&WRONG_VALUE, span, message)))
        }
        None => {
            let known = model.figures.iter().filter(stated).map(|figure| figure.term.id.as_str());
            let near = suggest::nearest(name, known).map(|near| format!("did you mean `{near}`?"));
            let message = format!("the contract has no figure `{name}`");
            Err(Box::new(Finding::new(&UNKNOWN_NAME, span, message).help_if(near)))
        }
    }
}

/// What a figure is stated of: a service, where it is a figure of services, else a record.
fn subject(model: &Model, figure: &Figure, of: &str, span: Span) -> Result<Name, Box<Finding>> {
    let of_service = matches!(figure.of, None | Some(Subject::Any | Subject::Service(_) | Subject::Contract));
    if of_service { service(model, of, span) } else { Ok(Name::from(of)) }
}

/// The service that is named.
pub(super) fn service(model: &Model, of: &str, span: Span) -> Result<Name, Box<Finding>> {
    if model.services.by_name(of).is_some() {
        return Ok(Name::from(of));
    }
    let near = suggest::nearest(of, model.services.iter().map(|service| service.term.id.as_str()));
    let finding = Finding::new(&UNKNOWN_NAME, span, format!("there is no service `{of}`"));
    Err(Box::new(finding.help_if(near.map(|near| format!("did you mean `{near}`?")))))
}

/// The period that a figure is stated for: one for each of which it is stated, by a day of it, a month or a year.
fn period(
    model: &Model,
    figure: &Figure,
    text: &str,
    span: Span,
    clocks: &Clocks<'_>,
) -> Result<Stretch, Box<Finding>> {
    let window = match &figure.value {
        FigureSource::GivenBy(_, window) => window.as_ref(),
        _ => None,
    };
    let wrong = || {
        let message = format!("`{text}` stands where a period of `{}`, such as `2026-05`, is expected", figure.term.id);
        Box::new(Finding::new(&WRONG_VALUE, span, message))
    };
    if text.is_empty() && window.is_some() {
        let message = format!("this row does not say for which period `{}` is stated", figure.term.id);
        let finding = Finding::new(&WRONG_VALUE, span, message);
        return Err(Box::new(finding.help("write it in a column `period`, such as `2026-05`")));
    }
    if text.is_empty() {
        return Ok(Stretch::new(i64::MIN, i64::MAX));
    }
    let dashes = text.chars().filter(|c| *c == '-').count();
    let (day, own) = match dashes {
        0 => (format!("{text}-01-01"), Cycle::year()),
        1 => (format!("{text}-01"), Cycle::month()),
        _ => (text.to_owned(), Cycle::day()),
    };
    let day: Date = day.parse().map_err(|_| wrong())?;
    let first = model.contract.from.unwrap_or(day);
    let cycle = match window {
        Some(window) => cycle_of(model, first, window).ok_or_else(wrong)?,
        None => own,
    };
    let zone = clocks.zone();
    let stated = own.at(local::start_of(zone, day), zone).ok_or_else(wrong)?.whole;
    let during = cycle.at(stated.start, zone).ok_or_else(wrong)?.whole;
    // A day says the period that it lies in; a month or a year must not be longer than that.
    if dashes < 2 && during.and(stated) != stated {
        return Err(Box::new(wrong().help("write a day of the period, such as `2026-05-01`")));
    }
    Ok(during)
}
