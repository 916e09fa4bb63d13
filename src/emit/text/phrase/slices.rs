//! Units that may be used up in part only: `started hours`, `tranches entamées de 15 minutes`.

use super::Phrases;
use crate::model::{CalendarSet, Quantity};
use crate::quantity::unit::{Dimension, Words};
use crate::quantity::{Measure, Rational, format};
use crate::syntax::ast::Step;

impl Phrases<'_> {
    pub(super) fn slice(&self, step: Step, unit: &Quantity) -> String {
        if let Some(word) = self.whole_unit(unit) {
            return self.part_of_unit(step, word.one);
        }
        if is_one(unit) {
            return self.part_of_unit(step, self.either("unité", "unit"));
        }
        let unit = self.step_of(unit);
        match (step, self.is_french()) {
            (Step::Started, true) => format!("tranche entamée de {unit}"),
            (Step::Full, true) => format!("tranche complète de {unit}"),
            (Step::ProRata, true) => format!("tranche de {unit}, au prorata,"),
            (Step::Started, false) => format!("started slice of {unit}"),
            (Step::Full, false) => format!("full slice of {unit}"),
            (Step::ProRata, false) => format!("slice of {unit}, pro rata,"),
        }
    }

    /// What a slice is as long as. A distance between two percentages is in points: 1 % of something is another thing.
    fn step_of(&self, unit: &Quantity) -> String {
        if unit.unit != "%" {
            return self.quantity(unit);
        }
        let number = format::number(&unit.value, self.language);
        let is_one = unit.value == Rational::one() || (self.is_french() && unit.value < Rational::from(2));
        let points = match is_one {
            true => self.either("point de pourcentage", "percentage point"),
            false => self.either("points de pourcentage", "percentage points"),
        };
        format!("{number}\u{A0}{points}")
    }

    /// The words of a unit of time of which there is one: `hour` of 1 h.
    fn whole_unit(&self, unit: &Quantity) -> Option<&'static Words> {
        let measure = Measure::parse(&unit.unit).filter(|measure| {
            measure.per.is_none() && matches!(measure.unit.dimension, Dimension::Duration | Dimension::Span(_))
        })?;
        (unit.value == Rational::one()).then(|| measure.unit.words(self.language))
    }

    /// `heure entamée`, `started hour`.
    fn part_of_unit(&self, step: Step, unit: &str) -> String {
        let e = if unit.ends_with(['e', 'é']) { "e" } else { "" };
        match (step, self.is_french()) {
            (Step::Started, true) => format!("{unit} entamé{e}"),
            (Step::Full, true) if e.is_empty() => format!("{unit} complet"),
            (Step::Full, true) => format!("{unit} complète"),
            (Step::ProRata, true) => format!("{unit}, au prorata,"),
            (Step::Started, false) => format!("started {unit}"),
            (Step::Full, false) => format!("full {unit}"),
            (Step::ProRata, false) => format!("{unit}, pro rata,"),
        }
    }

    /// `heures entamées`, `started hours`.
    fn parts_of_unit(&self, step: Step, units: &str) -> String {
        let e = if units.ends_with("es") || units.ends_with("és") { "e" } else { "" };
        match (step, self.is_french()) {
            (Step::Started, true) => format!("{units} entamé{e}s"),
            (Step::Full, true) if e.is_empty() => format!("{units} complets"),
            (Step::Full, true) => format!("{units} complètes"),
            (Step::ProRata, true) => format!("{units}, fractions comprises,"),
            (Step::Started, false) => format!("started {units}"),
            (Step::Full, false) => format!("full {units}"),
            (Step::ProRata, false) => format!("{units}, fractions included,"),
        }
    }

    /// What is paid for where a unit may be used up in part only: `started slices of 1 hour`.
    #[must_use]
    pub fn slices(&self, step: Step, unit: &Quantity) -> String {
        if let Some(word) = self.whole_unit(unit) {
            return self.parts_of_unit(step, word.many);
        }
        if is_one(unit) {
            return self.parts_of_unit(step, self.either("unités", "units"));
        }
        let unit = self.step_of(unit);
        match (step, self.is_french()) {
            (Step::Started, true) => format!("tranches entamées de {unit}"),
            (Step::Full, true) => format!("tranches complètes de {unit}"),
            (Step::ProRata, true) => format!("tranches de {unit}, fractions comprises,"),
            (Step::Started, false) => format!("started slices of {unit}"),
            (Step::Full, false) => format!("full slices of {unit}"),
            (Step::ProRata, false) => format!("slices of {unit}, fractions included,"),
        }
    }
}

impl Phrases<'_> {
    /// `retard, compté en jours calendaires`: how late something is, on a calendar of its own.
    pub(super) fn late_on(&self, calendar: &CalendarSet, in_days: bool) -> String {
        let of = self.calendar(calendar).of();
        match (self.is_french(), calendar, in_days) {
            (true, CalendarSet::Always, true) => "retard compté en jours calendaires".to_owned(),
            (true, CalendarSet::Always, false) => "retard compté jour et nuit, sans interruption".to_owned(),
            (true, _, true) => format!("retard compté en jours {of}"),
            (true, _, false) => format!("retard compté sur les heures {of}"),
            (false, CalendarSet::Always, true) => "lateness counted in calendar days".to_owned(),
            (false, CalendarSet::Always, false) => "lateness counted day and night, without interruption".to_owned(),
            (false, _, true) => format!("lateness counted in days {of}"),
            (false, _, false) => format!("lateness counted in the hours {of}"),
        }
    }
}

/// Whether it is the number one, without a unit.
fn is_one(unit: &Quantity) -> bool {
    unit.unit.is_empty() && unit.value == Rational::one()
}
