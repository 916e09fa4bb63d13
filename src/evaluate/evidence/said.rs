//! What someone says to suppose, in the words of a scenario: `availability of erp = 99.2 %`.

use super::fields::Column;
use super::stated;
use crate::base::{Span, suggest};
use crate::diagnostics::Finding;
use crate::evaluate::world::Given;
use crate::model::from_resolved::rules::{UNKNOWN_NAME, WRONG_VALUE};
use crate::model::{FieldType, FigureSource, Indicator, Model};
use crate::quantity::{Dimension, Measure};
use crate::time::Stretch;
use crate::time::local::Clocks;

/// Reads what is supposed of a period: the value of an indicator, of an objective, or of a figure.
///
/// # Errors
/// What is wrong with it, at no place.
pub fn supposed(model: &Model, text: &str, during: Stretch, clocks: &Clocks<'_>) -> Result<Given, Box<Finding>> {
    let span = Span::default();
    let Some((what, value)) = text.split_once('=').map(|(what, value)| (what.trim(), value.trim())) else {
        let finding = Finding::new(&WRONG_VALUE, span, format!("`{text}` says no value"));
        return Err(Box::new(finding.help("write `NAME of SERVICE = VALUE`")));
    };
    let (name, of) = what.split_once(" of ").map_or((what, None), |(name, of)| (name.trim(), Some(of.trim())));
    let of = of.map(|of| stated::service(model, of, span)).transpose()?;
    let column = column(model, name, span)?;
    let value = column.read(model, value, span, clocks)?;
    if let Some(why) = stated::out_of_range(model, name, &value) {
        return Err(Box::new(Finding::new(&WRONG_VALUE, span, format!("`{name}` {why}"))));
    }
    Ok(Given { what: name.into(), of, during, value })
}

/// What such a value looks like.
fn column<'m>(model: &'m Model, name: &str, span: Span) -> Result<Column<'m>, Box<Finding>> {
    if let Some(figure) = model.figures.by_name(name) {
        return Ok(Column::of_figure(model, figure));
    }
    let objective =
        || model.commitments.iter().find(|one| one.objective.as_deref() == Some(name) || one.term.id == name);
    let of_objective = || objective().and_then(|commitment| model.indicators.get(&commitment.indicator));
    if let Some(indicator) = model.indicators.by_name(name).or_else(of_objective) {
        return Ok(Column::Fact(type_of(indicator)));
    }
    let figures = model.figures.iter().filter(|figure| matches!(figure.value, FigureSource::GivenBy(..)));
    let known = model.indicators.iter().map(|indicator| indicator.term.id.as_str());
    let near = suggest::nearest(name, known.chain(figures.map(|figure| figure.term.id.as_str())));
    let finding =
        Finding::new(&UNKNOWN_NAME, span, format!("the contract has no indicator, objective or figure `{name}`"));
    Err(Box::new(finding.help_if(near.map(|near| format!("did you mean `{near}`?")))))
}

fn type_of(indicator: &Indicator) -> FieldType {
    let is_duration =
        Measure::parse(&indicator.unit).is_some_and(|unit| unit.dimension() == (Dimension::Duration, None));
    if is_duration { FieldType::Duration } else { FieldType::Unit(indicator.unit.clone()) }
}
