//! What rules ask about commitments: what meets them, what can be attained, whom they are about.

use super::values;
use super::words;
use crate::base::{Name, Span};
use crate::diagnostics::{Amount, Answer, Finding, Question};
use crate::kernel::line::{Interval as Line, IntervalSet};
use crate::model::{
    Actor, Bound, CalendarSet, Commitment, Exception, Excess, Expr, Id, Indicator, Model, Party, Polarity, Quantity,
    Replacement, Service, Term, Validity, Window,
};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

use crate::evaluate::targets::is_about;
pub use crate::evaluate::targets::{Asked, Exceptions, asked, exceptions, side};

/// Every target of what is judged where an amount is owed each `each`: for a promise about times that is judged over a period, the
/// shares of the cases that must be in time.
#[must_use]
pub fn asked_each<'m>(
    model: &'m Model,
    commitment: &'m Commitment,
    each: Option<&Window>,
    exceptions: &Exceptions<'m>,
) -> Vec<Asked<'m>> {
    let indicator = model.indicators.get(&commitment.indicator);
    let judged = indicator.and_then(|indicator| commitment.excess(indicator, each, &model.figures));
    if judged != Some(Excess::LateCases) || commitment.target.is_none() {
        return asked(commitment, exceptions);
    }
    let whole = || Quantity { value: Rational::from(100), unit: "%".into() };
    let own = commitment.quota.clone().unwrap_or_else(whole);
    let share = |value: Expr, exception: Option<&'m Exception>| Asked {
        bound: Cow::Owned(Bound { comparator: Some(Comparator::AtLeast), value, calendar: None }),
        span: exception.map_or(commitment.target_span, |exception| exception.term.field("quota")),
        exception,
        by_share: true,
    };
    let mut all = vec![share(Expr::Quantity(own.clone()), None)];
    // A period with few cases is breached by one that is late, where the contract says so.
    let too_few = model.assessment.as_ref().and_then(|preset| preset.rules.iter().find(|(rule, _)| rule == "too_few"));
    if commitment.sample.is_some_and(|sample| sample > 1) && too_few.is_some_and(|(_, rule)| rule == "all_must_meet") {
        all.push(share(Expr::Quantity(whole()), None));
    }
    for on in [&commitment.term.id, commitment.indicator.name()] {
        for exception in exceptions.get(on).into_iter().flatten().filter(|e| is_about(e, commitment)) {
            let quotas = exception.fields.iter().filter(|(name, _)| name == "quota");
            all.extend(quotas.filter_map(|(_, value)| match value {
                Replacement::Expr(value) => Some(share(value.clone(), Some(exception))),
                _ => None,
            }));
        }
    }
    all
}

/// `at least 99.9 %`
#[must_use]
pub fn asked_words(asked: &Asked<'_>) -> String {
    bound_words(&asked.bound)
}

/// The same with the exception that gives it.
#[must_use]
pub fn words_while(asked: &Asked<'_>) -> String {
    match asked.exception {
        Some(exception) => format!("{} while `{}` holds", asked_words(asked), exception.term.id),
        None => asked_words(asked),
    }
}

/// Names the exception that gives a target, where one does.
#[must_use]
pub fn told(asked: &Asked<'_>, finding: Finding) -> Finding {
    match asked.exception {
        Some(exception) => finding.about(&exception.term.id),
        None => finding,
    }
}

/// The limit of a commitment, where one is agreed and does not depend on evidence.
#[must_use]
pub fn limit(model: &Model, commitment: &Commitment) -> Option<(Comparator, Quantity)> {
    let bound = commitment.target.as_ref()?;
    Some((bound.comparator?, values::constant(model, &bound.value)?))
}

/// The values that meet a commitment's own target, in base units.
#[must_use]
pub fn own_met(model: &Model, commitment: &Commitment) -> Option<Line<Rational>> {
    let (comparator, limit) = limit(model, commitment)?;
    Some(values::meeting(comparator, &limit.base()))
}

/// The values that an indicator can take, in base units.
#[must_use]
pub fn domain(indicator: &Indicator) -> Line<Rational> {
    values::line(&indicator.domain)
}

/// The values that what is asked can take, of a commitment on an indicator.
fn domain_of(asked: &Asked<'_>, indicator: &Indicator) -> Line<Rational> {
    if asked.by_share { Line::closed(Rational::zero(), Rational::one()) } else { domain(indicator) }
}

/// The values that breach one of these targets at some time, and that the indicator can take. None where one is not
/// written out.
#[must_use]
pub fn breached(model: &Model, commitment: &Commitment, asked: &[Asked<'_>]) -> Option<IntervalSet<Rational>> {
    let domain = domain_of(asked.first()?, model.indicators.get(&commitment.indicator)?);
    Some(met(model, commitment, asked)?.complement_in(&domain))
}

/// The values that meet these targets at all times, and that the indicator can take. None where there is none, or one is not written out.
#[must_use]
pub fn met(model: &Model, commitment: &Commitment, asked: &[Asked<'_>]) -> Option<IntervalSet<Rational>> {
    // Where nothing is promised nothing is met.
    let domain = domain_of(asked.first()?, model.indicators.get(&commitment.indicator)?);
    let domain: IntervalSet<Rational> = std::iter::once(domain).collect();
    asked.iter().try_fold(domain, |all, asked| {
        let met: IntervalSet<Rational> = std::iter::once(asked.met(model)?).collect();
        Some(all.intersection(&met))
    })
}

/// The values that breach each of these targets, and that the indicator can take. None where one is not written out.
#[must_use]
pub fn always_breached(model: &Model, commitment: &Commitment, asked: &[Asked<'_>]) -> Option<IntervalSet<Rational>> {
    let domain = domain_of(asked.first()?, model.indicators.get(&commitment.indicator)?);
    let met: Option<IntervalSet<Rational>> = asked.iter().map(|asked| asked.met(model)).collect();
    Some(met?.complement_in(&domain))
}

/// The unit in which a commitment is written.
#[must_use]
pub fn unit(model: &Model, commitment: &Commitment) -> Name {
    let own = limit(model, commitment).map(|(_, limit)| limit.unit);
    own.or_else(|| model.indicators.get(&commitment.indicator).map(|i| i.unit.clone())).unwrap_or_default()
}

/// The verdict on a value by one of the targets of a commitment, as a question.
#[must_use]
pub fn verdict(commitment: &Commitment, asked: &Asked<'_>, value: &Amount) -> Question {
    Question::Verdict {
        commitment: commitment.term.id.clone(),
        value: value.clone(),
        exception: asked.exception.map(|exception| exception.term.id.clone()),
    }
}

/// The verdict `met` or `breached` as an answer.
#[must_use]
pub fn judged(met: bool) -> Answer {
    Answer::Word(if met { "met" } else { "breached" }.into())
}

/// Which side of the limit of a commitment is good, where it says so.
#[must_use]
pub fn side_of(commitment: &Commitment) -> Option<Polarity> {
    side(commitment.target.as_ref()?.comparator?)
}

/// `at least 99.9 %`, `at most 4 h`; `no commitment` where the cell is `-`.
#[must_use]
pub fn target_words(commitment: &Commitment) -> String {
    commitment.target.as_ref().map_or_else(|| "no commitment".to_owned(), bound_words)
}

/// The same with the share of cases that must meet it: `at most 4 h, quota 95 %`.
#[must_use]
pub fn promise_words(commitment: &Commitment) -> String {
    let quota = commitment.quota.as_ref().map(|quota| format!(", quota {}", words::quantity(quota)));
    format!("{}{}", target_words(commitment), quota.unwrap_or_default())
}

fn bound_words(bound: &Bound) -> String {
    match (bound.comparator.map_or("", words::comparator), &bound.value) {
        (side, Expr::Quantity(quantity)) => {
            let mut text = format!("{side} {}", words::quantity(quantity)).trim_start().to_owned();
            if let Some(CalendarSet::Calendar(calendar)) = &bound.calendar {
                text.push_str(&format!(" of `{calendar}`"));
            }
            text
        }
        (side, Expr::Figure { figure, .. }) => format!("{side} `{figure}`").trim_start().to_owned(),
        (side, Expr::Blank(name)) => format!("{side} `[{name}]`").trim_start().to_owned(),
        (side, _) => side.to_owned(),
    }
}

/// `restoration` at `gold`
#[must_use]
pub fn name(commitment: &Commitment) -> String {
    let what = commitment.objective.as_ref().map_or_else(|| commitment.indicator.to_string(), ToString::to_string);
    format!("`{what}` at `{}`", commitment.tier)
}

/// `restoration` at `gold` for `p1`
#[must_use]
pub fn full_name(commitment: &Commitment) -> String {
    let scope = &commitment.scope;
    let services = scope.services.iter().map(Id::name);
    let listed: Vec<&Name> = scope.dimensions.iter().flat_map(|(_, values)| values).chain(services).collect();
    if listed.is_empty() { name(commitment) } else { format!("{} for {}", name(commitment), words::names(listed)) }
}

/// The services that are held to each tier, each with the days on which it is.
pub struct Holders<'m>(FxHashMap<&'m Name, Vec<(&'m Service, Validity)>>);

impl<'m> Holders<'m> {
    /// The holders of every tier of `model`.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        let mut holders: FxHashMap<&Name, Vec<(&Service, Validity)>> = FxHashMap::default();
        for service in &model.services {
            for held in &service.tiers {
                let days = Validity { from: held.from, until: held.until };
                holders.entry(held.tier.name()).or_default().push((service, days));
            }
        }
        Self(holders)
    }

    /// The services that are held to a tier, in the order of the model.
    #[must_use]
    pub fn at(&self, tier: &Name) -> &[(&'m Service, Validity)] {
        self.0.get(tier).map_or(&[], Vec::as_slice)
    }
}

/// The tiers that bind someone: one that is only extended binds through the tiers that extend it.
#[must_use]
pub fn binding_tiers<'m>(model: &'m Model, holders: &Holders<'m>) -> FxHashSet<&'m Name> {
    let extended: FxHashSet<&Name> =
        model.tiers.iter().filter_map(|tier| tier.extends.as_ref()).map(Id::name).collect();
    let ids = model.tiers.iter().map(|tier| &tier.term.id);
    ids.filter(|id| !holders.at(id).is_empty() || !extended.contains(id)).collect()
}

/// The days of a validity as an interval.
#[must_use]
pub fn days(validity: &Validity) -> Line<Date> {
    use crate::kernel::line::Cut;
    Line::new(validity.from.map_or(Cut::Start, Cut::before), validity.until.map_or(Cut::End, Cut::before))
}

/// The days of a validity that lie in the term of the contract: what is said of other days is asked of nobody.
#[must_use]
pub fn days_in_term(model: &Model, validity: &Validity) -> Line<Date> {
    let term = Validity { from: model.contract.from, until: model.contract.until };
    days(validity).intersection(&days(&term))
}

/// The party that someone is, or belongs to.
#[must_use]
pub fn party_of(model: &Model, actor: &Actor) -> Option<Id<Party>> {
    match actor {
        Actor::Party(party) => Some(party.clone()),
        Actor::Role(role) => model.roles.get(role).map(|role| role.of.clone()),
    }
}

/// Commitments that promise something: those of `-` cells promise nothing, on purpose.
pub fn promises(model: &Model) -> impl Iterator<Item = &Commitment> {
    model.commitments.iter().filter(|commitment| commitment.target.is_some())
}

/// Where a field of a commitment stands: its own, or its tier's in its stead.
#[must_use]
pub fn field(model: &Model, commitment: &Commitment, field: &str) -> Span {
    let own = |term: &Term| term.fields.iter().find(|(name, _)| name == field).map(|(_, span)| *span);
    let of_tier = || model.tiers.get(&commitment.tier).and_then(|tier| own(&tier.term));
    own(&commitment.term).or_else(of_tier).unwrap_or(commitment.term.span)
}

/// Where it is said who measures a commitment: in its tier, or with the promise itself.
#[must_use]
pub fn measured_at(model: &Model, commitment: &Commitment) -> Span {
    let by_tier = model.tiers.get(&commitment.tier).is_some_and(|tier| tier.measurer == commitment.measurer);
    let own = commitment.term.fields.iter().any(|(name, _)| name == "measured by");
    if own || by_tier { field(model, commitment, "measured by") } else { commitment.target_span }
}

/// Points at where it is said who measures, where that is not the promise itself.
#[must_use]
pub fn with_measurer(finding: Finding, model: &Model, commitment: &Commitment, measurer: &Actor) -> Finding {
    let place = measured_at(model, commitment);
    if place == commitment.target_span {
        finding
    } else {
        finding.label(place, format!("measured by `{}`", measurer.name()))
    }
}

/// Promises of tiers that bind someone, each once: a copy repeats what its parent was already asked about.
#[must_use]
pub fn binding<'m>(model: &'m Model, bound: &FxHashSet<&Name>) -> Vec<&'m Commitment> {
    let repeats = |commitment: &Commitment| {
        let parent = commitment.inherited.as_ref().and_then(|name| model.commitments.by_name(name));
        parent.is_some_and(|parent| bound.contains(parent.tier.name()))
    };
    promises(model).filter(|c| bound.contains(c.tier.name()) && !repeats(c)).collect()
}
