//! The conduct by which the most is owed, replayed by the evaluator.

use super::leaves::{Leaf, Owed};
use crate::base::{Name, Span as Place};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Calendars, Evidence, Given, Number, Value, World};
use crate::model::{Commitment, Event, Expr, FieldType, Id, Model, Polarity, Record, Service, Settlement};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};
use smol_str::format_smolstr;

/// The most cases of a month that are tried.
const CASES: usize = 1_024;

/// Longer than any deadline, in seconds: a year.
const LONG: i64 = 366 * 86_400;

/// What is done, or not done.
#[derive(Clone, Debug, Default)]
pub struct Conduct {
    /// What is supposed, in the order of the contract.
    pub supposed: Vec<Supposed>,
}

/// One thing that is supposed.
#[derive(Clone, Debug)]
pub enum Supposed {
    /// So much is attained in each of so many periods.
    Attained {
        /// The commitment.
        commitment: Id<Commitment>,
        /// The service.
        service: Id<Service>,
        /// The value.
        value: Number,
        /// In how many periods.
        periods: usize,
    },
    /// So many cases of each of so many months are opened as it begins and not dealt with before it ends, or later.
    Late {
        /// The commitment.
        commitment: Id<Commitment>,
        /// The service.
        service: Id<Service>,
        /// The sort of the cases.
        record: Id<Record>,
        /// In how many months.
        months: usize,
        /// How many cases in each.
        cases: usize,
    },
}

/// How long cases of the conduct take.
#[derive(Clone, Copy)]
enum Lasting {
    /// Until the month ends.
    Month,
    /// Longer than any deadline.
    On,
}

/// The worst conduct in some months, of those that are tried, with what it comes to. Where the bound is known, no more cases are
/// tried than it takes to reach it.
pub fn worst(
    world: &World<'_>,
    settlement: &Settlement,
    during: Stretch,
    (all, leaves): (&[Leaf], &[&Leaf]),
    bound: Option<&Rational>,
) -> (Conduct, Rational) {
    let (model, calendars) = (world.model, world.calendars);
    let mut best: Vec<Given> = Vec::new();
    for kept in all.iter().filter_map(|leaf| kept(model, leaf)) {
        if !best.iter().any(|known| known.what == kept.what && known.of == kept.of) {
            best.push(kept);
        }
    }
    let replay = |cases: usize, lasting: Lasting| {
        let evidence = evidence(model, calendars, leaves, cases, lasting);
        let worst = leaves.iter().filter_map(|leaf| value(model, leaf));
        let supposed: Vec<Given> = worst.chain(world.given.iter().cloned()).chain(best.iter().cloned()).collect();
        let mut replayed = World::new(model, calendars, &evidence, world.as_of);
        replayed.given = &supposed;
        let months = replayed.settle(settlement, during.end).into_iter();
        months.filter(|month| during.contains(month.span.within.start)).map(|month| month.amount.base).sum::<Rational>()
    };
    let has_cases = leaves.iter().any(|leaf| matches!(leaf.of, Owed::Cases(_) | Owed::Share(_)));
    let mut best = (0, replay(0, Lasting::Month));
    let mut count = usize::from(has_cases);
    let goes_on = count > 0 && replay(1, Lasting::On) > replay(1, Lasting::Month);
    let lasting = if goes_on { Lasting::On } else { Lasting::Month };
    while count > 0 && count <= CASES && bound.is_none_or(|bound| best.1 < *bound) {
        let reached = replay(count, lasting);
        // Nobody can tell the most where nothing bounds it: one case shows what each of them owes.
        let stop = bound.is_none() || reached <= best.1 && count > 1;
        if reached > best.1 {
            best = (count, reached);
        }
        if stop {
            break;
        }
        count *= 2;
    }
    (told(model, leaves, best.0), best.1)
}

/// What a period attains.
fn value(model: &Model, leaf: &Leaf) -> Option<Given> {
    let Owed::Period(span, value) = &leaf.of else { return None };
    let commitment = model.commitments.get(leaf.commitment.as_ref()?)?;
    let (what, of) = (commitment.indicator.name().clone(), leaf.service.as_ref().map(|of| of.name().clone()));
    Some(Given { what, of, during: span.whole, value: Value::Number(value.clone()) })
}

/// What a period attains in which nothing goes wrong: as much as there can be.
fn kept(model: &Model, leaf: &Leaf) -> Option<Given> {
    let Given { what, of, .. } = value(model, leaf)?;
    let indicator = model.indicators.by_name(&what)?;
    let best = match indicator.better? {
        Polarity::Higher => &indicator.domain.high,
        Polarity::Lower => &indicator.domain.low,
    };
    let (best, _) = best.as_ref()?;
    Some(Given { what, of, during: Stretch::new(Instant::MIN, Instant::MAX), value: Value::Number(Number::from(best)) })
}

/// The sort of the cases that a commitment is about, and the fields between which their clock runs.
fn clock<'m>(model: &'m Model, leaf: &Leaf) -> Option<(&'m Record, &'m Name, &'m Name)> {
    let commitment = model.commitments.get(leaf.commitment.as_ref()?)?;
    match &model.indicators.get(&commitment.indicator)?.formula {
        Expr::TimeBetween {
            from: Event::Field { record, field: from },
            to: Event::Field { record: other, field: to },
        } if record == other => Some((model.records.get(record)?, from, to)),
        _ => None,
    }
}

/// So many late cases for each month of each commitment.
fn evidence(
    model: &Model,
    calendars: &Calendars<'_>,
    leaves: &[&Leaf],
    cases: usize,
    lasting: Lasting,
) -> Evidence<'static> {
    let mut evidence = Evidence::default();
    for (at, leaf) in leaves.iter().enumerate() {
        let (Owed::Cases(month) | Owed::Share(month), Some((record, from, to))) = (&leaf.of, clock(model, leaf)) else {
            continue;
        };
        let end = match lasting {
            Lasting::Month => month.end - 60,
            Lasting::On => (month.end + LONG).min(calendars.within().end) - 60,
        };
        let commitment = leaf.commitment.as_ref().and_then(|id| model.commitments.get(id));
        let scope = commitment.map(|commitment| commitment.scope.dimensions.as_slice()).unwrap_or_default();
        let tells = scope
            .iter()
            .filter_map(|(dimension, values)| Some((dimension.name().clone(), Value::Word(values.first()?.clone()))));
        let clocks = [(from, month.start), (to, end)].map(|(field, at)| (field.clone(), instant(record, field, at)));
        let values: Vec<(Name, Value)> = clocks.into_iter().chain(tells).collect();
        for case in 0..cases {
            evidence.add(Row {
                record: Id::new(record.term.id.clone()),
                name: format_smolstr!("late_{at}_{case}"),
                service: leaf.service.clone(),
                values: values.clone(),
                span: Place::default(),
            });
        }
    }
    evidence
}

/// An instant as a field of its sort holds it.
fn instant(record: &Record, field: &Name, at: Instant) -> Value {
    let several = record.fields.iter().any(|known| known.name == *field && known.ty == FieldType::Instants);
    if several { Value::Instants(vec![at]) } else { Value::Instant(at) }
}

/// The conduct, what is alike in several periods told once.
fn told(model: &Model, leaves: &[&Leaf], cases: usize) -> Conduct {
    let mut conduct = Conduct::default();
    for leaf in leaves {
        let (Some(commitment), Some(service)) = (&leaf.commitment, &leaf.service) else { continue };
        match &leaf.of {
            Owed::Period(_, own) => {
                let same = conduct.supposed.iter_mut().find_map(|known| match known {
                    Supposed::Attained { commitment: c, service: s, value, periods }
                        if c == commitment && s == service && value == own =>
                    {
                        Some(periods)
                    }
                    _ => None,
                });
                // Two penalties on one commitment ask for one conduct.
                match same {
                    Some(periods) => *periods += 1,
                    None => conduct.supposed.push(Supposed::Attained {
                        commitment: commitment.clone(),
                        service: service.clone(),
                        value: own.clone(),
                        periods: 1,
                    }),
                }
            }
            Owed::Cases(_) | Owed::Share(_) if cases > 0 => {
                let Some((record, ..)) = clock(model, leaf) else { continue };
                let same = conduct.supposed.iter_mut().find_map(|known| match known {
                    Supposed::Late { commitment: c, service: s, months, .. } if c == commitment && s == service => {
                        Some(months)
                    }
                    _ => None,
                });
                match same {
                    Some(months) => *months += 1,
                    None => conduct.supposed.push(Supposed::Late {
                        commitment: commitment.clone(),
                        service: service.clone(),
                        record: Id::new(record.term.id.clone()),
                        months: 1,
                        cases,
                    }),
                }
            }
            Owed::Cases(_) | Owed::Share(_) | Owed::Duties => {}
        }
    }
    conduct
}
