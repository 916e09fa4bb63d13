//! What a text says: dates, letters of matrices, names, fields.

use super::Found;
use super::times::everywhere;
use crate::answers::who;
use crate::base::Name;
use crate::diagnostics::Answer;
use crate::evaluate::{Number, Value, World, limits};
use crate::model::{Claim, Commitment, FigureSource, HasTerm, Key, KeyCondition, Model, Replacement, Term};
use crate::quantity::Rational;
use crate::time::span::shift;
use crate::time::{Direction, Instant, local};
use jiff::civil::Date;

/// Who has a letter in the row of an activity.
pub(super) fn parts(world: &World<'_>, activity: &Name, letter: char) -> Option<Found> {
    let own = world.model.responsibilities.by_name(activity)?;
    let parts = who::who(world, own, None).parts;
    let named = parts.iter().filter(|part| part.letters.contains(letter)).map(|part| part.actor.name().clone());
    Some(Found::of(Answer::Names(named.collect())))
}

/// The activities that there are for a service, by the names that can be asked for.
pub(super) fn activities(world: &World<'_>, service: &Name) -> Option<Found> {
    let model = world.model;
    let own = model.services.by_name(service)?.id();
    let all = model
        .responsibilities
        .iter()
        .flat_map(|activity| who::activities(model, activity.term.id.as_str(), Some(&own)));
    Some(Found::of(Answer::Names(all.map(|activity| activity.term.id.clone()).collect())))
}

/// The terms of a kind with a label.
pub(super) fn called(world: &World<'_>, kind: &Name, language: &Name, label: &Name) -> Option<Found> {
    fn terms<T: HasTerm>(all: std::slice::Iter<'_, T>) -> Vec<&Term> {
        all.map(HasTerm::term).collect()
    }
    let model = world.model;
    let terms = match kind.as_str() {
        "calendars" => terms(model.calendars.iter()),
        "states" => terms(model.states.iter()),
        "figures" => terms(model.figures.iter()),
        "indicators" => terms(model.indicators.iter()),
        "services" => terms(model.services.iter()),
        "tiers" => terms(model.tiers.iter()),
        "duties" => terms(model.duties.iter()),
        "exclusions" => terms(model.exclusions.iter()),
        "activities" => terms(model.responsibilities.iter()),
        _ => return None,
    };
    let named = terms.into_iter().filter(|term| term.label.get(language) == Some(label.as_str()));
    Some(Found::of(Answer::Names(named.map(|term| term.id.clone()).collect())))
}

/// What a field of a term says: its word, or that it says something; nothing where it is not there. None for a field that is not known
/// here: whatever is asked, it would not be there.
pub(super) fn stated(world: &World<'_>, name: &Name, field: &Name) -> Option<Found> {
    let model = world.model;
    let contract = &model.contract;
    let word = |word: Option<&Name>| word.map_or(Answer::Nothing, |word| Answer::Word(word.clone()));
    let says = |said: bool| if said { Answer::Flag(true) } else { Answer::Nothing };
    let names = |names: Vec<Name>| if names.is_empty() { Answer::Nothing } else { Answer::Names(names) };
    let is_contract = contract.term.id == *name;
    let answer = match field.as_str() {
        "prevails" if is_contract => word(contract.prevails.as_ref()),
        "renewal" if is_contract => word(contract.renewal.as_ref().map(|renewal| &renewal.mode)),
        "assessment" if is_contract => word(model.assessment.as_ref().map(|preset| &preset.term.id)),
        "clock" if is_contract => word(model.clock.as_ref().map(|preset| &preset.term.id)),
        "nature" => word(model.settlements.by_name(name)?.nature.as_ref()),
        "damages" => word(model.settlements.by_name(name)?.damages.as_ref()),
        "remedy" => word(model.settlements.by_name(name)?.remedy.as_ref()),
        "claim otherwise" => match &model.settlements.by_name(name)?.claim {
            Some(Claim::By { otherwise, .. }) => word(otherwise.as_ref()),
            _ => return None,
        },
        "person" => says(model.roles.by_name(name)?.person.as_ref().is_some_and(|person| !person.is_empty())),
        "of" => names(model.duties.by_name(name)?.of.iter().map(|actor| actor.name().clone()).collect()),
        "to" => names(model.duties.by_name(name)?.to.iter().map(|actor| actor.name().clone()).collect()),
        "steps" => {
            let procedure = model.procedure.as_ref().filter(|procedure| procedure.term.id == *name)?;
            names(procedure.steps.iter().map(|step| step.name.clone()).collect())
        }
        "cap" => match world.eval(&model.liabilities.by_name(name)?.cap.amount, &everywhere(world)) {
            Value::Number(cap) => Answer::Amount(super::lookups::amount(&cap)),
            // What it comes to hangs on evidence.
            _ => Answer::Flag(true),
        },
        "cap window" => {
            let of_liability = model.liabilities.by_name(name).map(|liability| &liability.cap);
            let of_exception = model.exceptions.by_name(name).and_then(|exception| {
                exception.fields.iter().find_map(|(_, value)| match value {
                    Replacement::Cap(cap) => Some(cap),
                    _ => None,
                })
            });
            let of_settlement = model.settlements.by_name(name).and_then(|own| own.caps.first());
            says(of_liability.or(of_exception).or(of_settlement)?.window.is_some())
        }
        _ => return None,
    };
    Some(Found::of(answer))
}

/// A term of whatever kind.
fn term<'m>(model: &'m Model, name: &Name) -> Option<&'m Term> {
    let one = |term: Option<&'m Term>| term.filter(|term| term.id == *name);
    one(Some(&model.contract.term))
        .or_else(|| one(model.procedure.as_ref().map(|preset| &preset.term)))
        .or_else(|| model.settlements.by_name(name).map(HasTerm::term))
        .or_else(|| model.liabilities.by_name(name).map(HasTerm::term))
        .or_else(|| model.duties.by_name(name).map(HasTerm::term))
        .or_else(|| model.schedules.by_name(name).map(HasTerm::term))
        .or_else(|| model.exclusions.by_name(name).map(HasTerm::term))
        .or_else(|| model.exceptions.by_name(name).map(HasTerm::term))
        .or_else(|| model.commitments.by_name(name).map(HasTerm::term))
        .or_else(|| model.rights.by_name(name).map(HasTerm::term))
        .or_else(|| model.roles.by_name(name).map(HasTerm::term))
}

/// The day on which the first term ends, or the renewals that follow it.
fn end_of(world: &World<'_>, renewals: usize) -> Option<Date> {
    let contract = &world.model.contract;
    let length = || crate::evaluate::world::civil(contract.renewal.as_ref()?.span.as_ref()?);
    (0..renewals).try_fold(contract.until?, |end, _| shift(end, length()?, Direction::After))
}

fn start_of(world: &World<'_>, day: Date) -> Instant {
    local::start_of(world.zone(), day)
}

/// When a renewal begins; for the first term, when it is agreed.
pub(super) fn begins(world: &World<'_>, renewal: usize) -> Option<Found> {
    let contract = &world.model.contract;
    let day = match renewal.checked_sub(1) {
        Some(before) => end_of(world, before)?,
        None => contract.signed.into_iter().chain(contract.from).min()?,
    };
    Some(Found::of(Answer::Instant(start_of(world, day))))
}

/// The last instant to refuse a renewal, or the first term.
pub(super) fn refused(world: &World<'_>, renewal: usize) -> Option<Found> {
    let notice = world.model.contract.renewal.as_ref()?.notice.as_ref()?;
    let end = end_of(world, renewal)?;
    Some(Found::of(Answer::Instant(world.before(notice, start_of(world, end) - 1)?)))
}

/// When the first renewal is over.
pub(super) fn renewed(world: &World<'_>) -> Option<Found> {
    Some(Found::of(end_of(world, 1).map_or(Answer::Nothing, |day| Answer::Instant(start_of(world, day)))))
}

/// A date of a term.
pub(super) fn day(world: &World<'_>, name: &Name, field: &Name, tier: Option<&Name>) -> Option<Found> {
    let model = world.model;
    let contract = &model.contract;
    let held = |name: &Name| model.services.by_name(name)?.tiers.iter().find(|held| Some(held.tier.name()) == tier);
    let date = match field.as_str() {
        "signed" => contract.signed,
        "at from" => held(name)?.from,
        "at until" => held(name)?.until,
        "from" if contract.term.id == *name => contract.from,
        "until" if contract.term.id == *name => contract.until,
        "from" => term(model, name)?.validity.from,
        "until" => term(model, name)?.validity.until,
        _ => return None,
    };
    Some(Found::of(date.map_or(Answer::Nothing, |day| Answer::Instant(start_of(world, day)))))
}

/// What the values of a figure add up to.
pub(super) fn total(world: &World<'_>, figure: &Name, of: &[Name]) -> Option<Found> {
    let model = world.model;
    let own = model.figures.by_name(figure)?;
    let env = everywhere(world);
    let fact = |facts: &[(Name, crate::model::Expr)]| {
        let (_, value) = facts.iter().find(|(name, _)| name == figure)?;
        world.eval(value, &env).number().cloned()
    };
    let values = of.iter().map(|name| match &own.value {
        FigureSource::Decision(table) => {
            let [Key::Dimension(_)] = table.keys.as_slice() else { return None };
            let is_for = |condition: &KeyCondition| match condition {
                KeyCondition::All => true,
                KeyCondition::Values(values) => values.contains(name),
                _ => false,
            };
            let row = table.rows.iter().find(|row| row.conditions.first().is_some_and(is_for));
            let value = row.map_or(own.default.as_ref(), |row| row.outcome.as_ref())?;
            world.eval(value, &env).number().cloned()
        }
        _ => {
            let commitment = |c: &&Commitment| c.term.id == *name;
            let objective = model.commitments.iter().find(commitment).and_then(|c| fact(&c.facts));
            objective.or_else(|| fact(&model.services.by_name(name)?.facts))
        }
    });
    let values: Vec<Number> = values.collect::<Option<_>>()?;
    let unit = values.first()?.unit.clone();
    let sum = Number { base: values.iter().map(|value| &value.base).sum::<Rational>(), unit };
    Some(Found::of(Answer::Amount(super::lookups::amount(&sum))))
}

/// What the total of a figure may be.
pub(super) fn allowed(world: &World<'_>, figure: &Name) -> Option<Found> {
    let (bound, _) = world.model.figures.by_name(figure)?.total.as_ref()?;
    let limit = world.eval(&bound.value, &everywhere(world)).number().map(super::lookups::amount);
    Some(Found::of(Answer::Bound { side: limits::side_words(bound.comparator?).into(), limit }))
}
