//! What is owed in the end, in which unit, and by when.

use super::times::{everywhere, id};
use super::{Found, words};
use crate::base::Name;
use crate::diagnostics::{Answer, Supposed};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Number, Value, World};
use crate::model::{Claim, Expr, HasTerm, Id, Operator, Pays, Settlement, Term};
use crate::time::{Cycle, Instant};

/// What the last of the months comes to for which amounts are supposed.
pub(super) fn settled(
    world: &World<'_>,
    settlement: Option<&Name>,
    amounts: &[Supposed],
    only: &[Name],
) -> Option<Found> {
    let schedule = world.model.schedules.by_name(&amounts.first()?.schedule)?;
    let own = match settlement {
        Some(name) => world.model.settlements.by_name(name)?.clone(),
        None => none(schedule.term.clone()),
    };
    let applied = reduced(own, only);
    let supposed: Vec<_> =
        amounts.iter().map(|one| (id(&one.schedule), Number::from(&words::quantity(&one.amount)), one.at)).collect();
    let last = amounts.iter().map(|one| one.at).max()?;
    let months = world.settle_supposed(&applied, &supposed);
    let month = months.into_iter().find(|month| month.span.whole.contains(last))?;
    Some(Found::of(Answer::Amount(super::lookups::amount(&month.amount))))
}

/// A settlement that says nothing.
pub(super) fn none(term: Term) -> Settlement {
    Settlement {
        term,
        of: Vec::new(),
        combine: None,
        per: None,
        between: Vec::new(),
        exempt: None,
        caps: Vec::new(),
        claim: None,
        waived: Vec::new(),
        form: Vec::new(),
        form_by: None,
        day_price: None,
        paid: None,
        nature: None,
        damages: None,
        remedy: None,
        remedy_except: Vec::new(),
    }
}

/// A settlement of which only some fields are applied.
fn reduced(own: Settlement, only: &[Name]) -> Settlement {
    let keeps = |field: &str| only.iter().any(|name| name == field);
    let bare = none(own.term.clone());
    Settlement {
        combine: own.combine.filter(|_| keeps("combine")),
        caps: if keeps("cap") { own.caps } else { Vec::new() },
        claim: own.claim.filter(|_| keeps("claim")),
        form: own.form,
        ..bare
    }
}

/// The unit of what a settlement owes, of a row of a penalty, or of a cap.
pub(super) fn unit(world: &World<'_>, term: &Name, number: Option<usize>) -> Option<Found> {
    let model = world.model;
    let at = |number: usize| number.checked_sub(1);
    let unit = match (model.settlements.by_name(term), number) {
        (Some(settlement), None) if settlement.in_days() => "day".into(),
        (Some(_), None) => model.contract.money(),
        (Some(settlement), Some(cap)) => unit_of(world, &settlement.caps.get(at(cap)?)?.amount)?,
        (None, number) => {
            let schedule = model.schedules.by_name(term)?;
            let rows: Vec<&Expr> = match &schedule.pays {
                Pays::Amount(amount) => vec![amount],
                Pays::Brackets(table) => {
                    table.rows.iter().map(|row| row.outcome.as_ref().unwrap_or(&Expr::None)).collect()
                }
                Pays::Blank(_) => Vec::new(),
            };
            match number {
                Some(row) => unit_of(world, rows.get(at(row)?)?)?,
                None => unit_of(world, schedule.basis.as_ref()?)?,
            }
        }
    };
    let is_days = crate::model::is_time_of_service(&unit);
    Some(Found { meaning: is_days.to_string(), answer: Answer::Word(unit) })
}

/// The unit in which an amount comes out; where it rests on evidence, that of what it is made of.
fn unit_of(world: &World<'_>, amount: &Expr) -> Option<Name> {
    if let Value::Number(number) = world.eval(amount, &everywhere(world)) {
        return Some(number.unit);
    }
    match amount {
        Expr::Quantity(quantity) => Some(quantity.unit.clone()),
        Expr::Figure { figure, .. } => world.model.figures.get(figure)?.unit.clone(),
        Expr::Binary { op: Operator::Of, right, .. } => unit_of(world, right),
        other => other
            .parts()
            .into_iter()
            .find_map(|part| unit_of(world, part).filter(|unit| unit != "%" && !unit.is_empty())),
    }
}

/// The settlements that settle a penalty or a bonus.
pub(super) fn settled_by(world: &World<'_>, schedule: &Name) -> Option<Found> {
    let own = world.model.schedules.by_name(schedule)?.id();
    let all = world.model.settlements.iter().filter(|settlement| world.settles(settlement, &own));
    Some(Found::of(Answer::Names(all.map(|settlement| settlement.term.id.clone()).collect())))
}

/// When the claim or the payment of an amount is due.
pub(super) fn claim_due(
    world: &World<'_>,
    settlement: &Name,
    field: &Name,
    record: Option<&Name>,
    at: Instant,
) -> Option<Found> {
    let own = world.model.settlements.by_name(settlement)?;
    let deadline = match (field.as_str(), &own.claim) {
        ("claim", Some(Claim::By { within, .. })) => within.as_ref()?,
        ("paid", _) => own.paid.as_ref()?,
        _ => return None,
    };
    let month = Cycle::month().at(at, world.zone())?.whole;
    let row = record.map(|record| Row {
        record: Id::new(record.clone()),
        name: record.clone(),
        service: None,
        values: Vec::new(),
        span: crate::base::Span::default(),
    });
    let due = world.due(deadline, row.as_ref(), month);
    Some(Found::of(due.map_or(Answer::Nothing, Answer::Instant)))
}
