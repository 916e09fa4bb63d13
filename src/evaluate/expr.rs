//! The value of an expression on evidence.
//!
//! What is not known is `Nothing`; an operation on it is `Nothing`, and a condition on it does not hold.

use super::evidence::Row;
use super::judge::Judged;
use super::world::{Span, World};
use super::{Number, Value, instances};
use crate::base::Name;
use crate::model::HasTerm;
use crate::model::{
    Attained, CalendarSet, Combination, Commitment, Dimension, Exclusion, Expr, Id, Operator, Quantity, Scope, Service,
    Subject,
};
use crate::quantity::{Measure, Rational};
use crate::syntax::ast::{Comparator, Step};
use crate::time::{Instant, Stretch};

/// What an expression is evaluated for.
#[derive(Clone, Copy)]
pub struct Env<'e> {
    /// The record that it is about.
    pub row: Option<&'e Row>,
    /// Of the cases that the record makes, the one that is meant: the first, unless it was opened again as a new one.
    pub case: usize,
    /// The service that it is about.
    pub service: Option<&'e Id<Service>>,
    /// The period.
    pub span: Span,
    /// On what time is counted.
    pub basis: Option<Basis<'e>>,
    /// The commitment that is judged, with what was attained.
    pub judged: Option<&'e Judged>,
    /// What the settlement has come to in each month, by its last second: the one that is being settled is the last.
    pub total: Option<&'e [(Instant, Rational)]>,
    /// In an exception, the value without it.
    pub base: Option<&'e Value>,
    /// The values of dimensions that are looked at by themselves.
    pub alone: Option<&'e Alone<'e>>,
    /// Whether its service is one of several that are gathered: what is promised of each says how its own values are counted.
    pub is_one_of: bool,
}

/// A value of a dimension that is looked at by itself: only records and instances that have it count.
#[derive(Clone, Copy)]
pub struct Alone<'e> {
    /// The dimension.
    pub dimension: &'e Id<Dimension>,
    /// The value.
    pub value: &'e Name,
    /// Another one, around it.
    pub within: Option<&'e Alone<'e>>,
}

/// On what time is counted: a calendar, without what exclusions take out.
#[derive(Clone, Copy)]
pub struct Basis<'e> {
    /// The cases that it is for.
    pub scope: Option<&'e Scope>,
    /// Whose account it is: the commitment or the indicator.
    pub of: &'e Name,
    /// The calendar.
    pub calendar: &'e CalendarSet,
    /// The exclusions.
    pub exclusions: &'e [Id<Exclusion>],
    /// Whether causes that are not established yet are taken the other way than they stand.
    pub otherwise: bool,
}

impl<'e> Basis<'e> {
    /// That of a commitment, where causes that are not established yet are taken as they stand, or the other way.
    #[must_use]
    pub fn of_commitment(commitment: &'e Commitment, otherwise: bool) -> Self {
        Self {
            scope: Some(&commitment.scope),
            of: &commitment.term.id,
            calendar: commitment.calendar.as_ref().unwrap_or(&CalendarSet::Always),
            exclusions: &commitment.suspended_by,
            otherwise,
        }
    }
}

impl<'e> Env<'e> {
    /// For a service in a period.
    #[must_use]
    pub fn of_service(service: &'e Id<Service>, span: Span) -> Self {
        Self { service: Some(service), ..Self::of_contract(span) }
    }

    /// For the contract in a period.
    #[must_use]
    pub fn of_contract(span: Span) -> Self {
        Self {
            row: None,
            case: 0,
            service: None,
            span,
            basis: None,
            judged: None,
            total: None,
            base: None,
            alone: None,
            is_one_of: false,
        }
    }

    /// For a record.
    #[must_use]
    pub fn of_row(row: &'e Row, span: Span) -> Self {
        Self { row: Some(row), service: row.service.as_ref(), ..Self::of_contract(span) }
    }

    /// For what is asked of a case: a target that changes is the one that holds where the case is opened, however long it lasts.
    #[must_use]
    pub fn of_case(row: &'e Row, opened: Instant) -> Self {
        Self::of_row(row, Span::whole(Stretch::new(opened, opened)))
    }

    /// For a commitment that is judged.
    #[must_use]
    pub fn of_judged(judged: &'e Judged, row: Option<&'e Row>) -> Self {
        Self { row, service: judged.service.as_ref(), judged: Some(judged), ..Self::of_contract(judged.span) }
    }

    /// For a record, all else alike.
    #[must_use]
    pub fn with_row(self, row: &'e Row) -> Self {
        Self { row: Some(row), case: 0, ..self }
    }

    /// In another period.
    #[must_use]
    pub fn during(self, span: Span) -> Self {
        Self { span, ..self }
    }
}

impl World<'_> {
    /// The value of an expression.
    #[must_use]
    pub fn eval(&self, expr: &Expr, env: &Env<'_>) -> Value {
        match expr {
            Expr::Quantity(quantity) => Value::Number(Number::from(quantity)),
            Expr::Flag(flag) => Value::Flag(*flag),
            Expr::Value { value, .. } => Value::Word(value.clone()),
            Expr::Choice(word) | Expr::Actor(word) => Value::Word(word.clone()),
            // What is many has no value of its own.
            Expr::Records(_) | Expr::Each { .. } | Expr::Gap { .. } => Value::Nothing,
            Expr::Blank(_) | Expr::None | Expr::Commitment(_) | Expr::Objective => Value::Nothing,
            Expr::Dimension(dimension) => {
                self.dimension(dimension, env).map_or(Value::Nothing, |value| Value::Word(value.clone()))
            }
            Expr::Figure { figure, of } => {
                let of = of.as_ref().map(|named| instances::subject(named, env.service)).or(env.service);
                self.figure(figure, of, env)
            }
            Expr::Attained(Attained::Total) => self.total(Span::whole(self.term()), env),
            Expr::Attained(what) => attained(*what, env),
            Expr::Late { calendar, in_days } => self.late(calendar, *in_days, env),
            Expr::Indicator { indicator, of } => self.indicator(indicator, of.as_ref().or(env.service), env),
            Expr::Schedule(schedule) => Value::Number(self.owed(schedule, env)),
            Expr::Settlement(settlement) => self.settled(settlement, env.span),
            Expr::Field { record, field } => self.field(record, field, env),
            Expr::State(_) | Expr::Several { .. } => self.state_holds(expr, env),
            Expr::OfService { service, holds } => self.eval(holds, &Env { service: Some(service), ..*env }),
            Expr::In { window, calendar } => Value::Flag(self.lies_in(window, calendar, env)),
            Expr::Event(event) => self.event(event, env.row, env.span.whole).map_or(Value::Nothing, Value::Instant),
            Expr::TimeBetween { from, to } => self.time_between(from, to, env),
            Expr::Binary { op, left, right } => binary(*op, self.eval(left, env), self.eval(right, env), right),
            Expr::Compare { comparator, left, right } => {
                compare(*comparator, &self.eval(left, env), &self.eval(right, env))
            }
            Expr::Not(inner) => match self.eval(inner, env) {
                Value::Flag(flag) => Value::Flag(!flag),
                _ => Value::Nothing,
            },
            Expr::Step { step, value, unit } => {
                let is_excess = matches!(**value, Expr::Attained(Attained::Excess) | Expr::Late { .. });
                let late = is_excess && env.judged.is_some_and(|judged| judged.late);
                stepped(*step, &self.eval(value, env), unit, late)
            }
            Expr::Aggregate { function, of, filter, over } => {
                self.aggregate(*function, of, filter.as_deref(), over.as_ref(), env)
            }
            Expr::Before { of, over } => self.value_before(of, over, env),
            Expr::TimeShare { slots, holds } => self.time_share(slots.as_ref(), holds, env).attained(),
            Expr::Call { function, arguments } => {
                if let Some(value) = self.extremes(function, arguments, env) {
                    return value;
                }
                call(function, &arguments.iter().map(|argument| self.eval(argument, env)).collect::<Vec<_>>())
            }
            Expr::Quorum { at_least, of } => {
                let holding = of.iter().filter(|part| self.eval(part, env).holds()).count();
                Value::Flag(u32::try_from(holding).is_ok_and(|holding| holding >= *at_least))
            }
        }
    }

    /// What the settlement has reached in the months that end within a period; nothing where nothing is settled.
    pub(super) fn total(&self, period: Span, env: &Env<'_>) -> Value {
        let within = |month: &&(Instant, Rational)| period.whole.contains(month.0);
        env.total.map_or(Value::Nothing, |months| {
            let base = months.iter().filter(within).map(|(_, amount)| amount).sum();
            Value::Number(Number { base, unit: self.model.contract.money() })
        })
    }

    fn field(&self, record: &Id<crate::model::Record>, field: &str, env: &Env<'_>) -> Value {
        let Some(row) = env.row else { return Value::Nothing };
        if row.record == *record {
            return row.get(field).clone();
        }
        self.linked(row).find(|other| other.record == *record).map_or(Value::Nothing, |other| other.get(field).clone())
    }

    /// The value that the subject of `env` has in a dimension.
    #[must_use]
    pub fn dimension(&self, id: &Id<Dimension>, env: &Env<'_>) -> Option<Name> {
        let dimension = self.model.dimensions.get(id)?;
        let stated = match &dimension.of {
            Subject::Record(record) => {
                let row = env.row.and_then(|row| self.of_sort(row, record));
                match (row, env.row) {
                    (Some(row), _) => row.get(id.as_str()).word().cloned(),
                    // A period is judged for the cases of one value.
                    (None, None) => self.only_value(id, env),
                    (None, Some(_)) => None,
                }
            }
            Subject::Contract => {
                let chosen = self.model.contract.chooses.iter().find(|(name, _)| name == id.name());
                chosen.map(|(_, value)| value.clone())
            }
            Subject::Objective => {
                let commitment = env.judged.and_then(|judged| self.model.commitments.get(&judged.commitment))?;
                fact(&commitment.facts, id.as_str())
            }
            _ => env.service.and_then(|service| fact(&self.service(service)?.facts, id.as_str())),
        };
        stated
            .or_else(|| self.decided(dimension.decision.as_ref()?, env).cloned())
            .or_else(|| self.fitting(dimension, env))
            .or_else(|| dimension.default.clone())
    }

    /// The one value of a dimension to which the judged commitment, or the cases that are counted, are limited.
    fn only_value(&self, id: &Id<Dimension>, env: &Env<'_>) -> Option<Name> {
        let judged = env.judged.and_then(|judged| self.model.commitments.get(&judged.commitment));
        let scope = judged.map(|commitment| &commitment.scope).or(env.basis.and_then(|basis| basis.scope))?;
        match scope.values(id)? {
            [value] => Some(value.clone()),
            _ => None,
        }
    }

    /// The value whose condition holds. Of several, the one that the dimension says by their rank; without a rank, none.
    fn fitting(&self, dimension: &Dimension, env: &Env<'_>) -> Option<Name> {
        let holds = |condition: &Expr| self.eval(condition, env).holds();
        let mut fitting = dimension.values.iter().filter(|value| value.when.as_ref().is_some_and(holds));
        let first = fitting.next()?;
        let Some(last) = fitting.next_back() else { return Some(first.name.clone()) };
        let strictest_first = match dimension.ranked.as_deref() {
            Some("strictest") => true,
            Some("mildest") => false,
            _ => return None,
        };
        match dimension.combine {
            Some(Combination::Greatest) => Some(if strictest_first { first } else { last }.name.clone()),
            Some(Combination::Least) => Some(if strictest_first { last } else { first }.name.clone()),
            _ => None,
        }
    }

    /// The record itself where it is of this sort, else the one of this sort that it refers to.
    pub(super) fn of_sort<'r>(&'r self, row: &'r Row, record: &Id<crate::model::Record>) -> Option<&'r Row> {
        if row.record == *record { Some(row) } else { self.linked(row).find(|other| other.record == *record) }
    }

    /// Whether a service lies in a scope, as far as the scope speaks of dimensions of services, contracts and objectives.
    #[must_use]
    pub fn service_in_scope(&self, scope: &Scope, service: &Service) -> bool {
        let id = service.id();
        let env = Env::of_service(&id, Span::whole(self.term()));
        scope.dimensions.iter().all(|(dimension, values)| {
            let subject = self.model.dimensions.get(dimension).map(|d| &d.of);
            match subject {
                Some(Subject::Record(_) | Subject::Objective | Subject::Dimension(_)) | None => true,
                Some(_) => self.dimension(dimension, &env).is_none_or(|value| values.contains(&value)),
            }
        })
    }
}

fn fact(facts: &[(Name, Expr)], name: &str) -> Option<Name> {
    match facts.iter().find(|(fact, _)| fact == name)? {
        (_, Expr::Value { value, .. } | Expr::Choice(value)) => Some(value.clone()),
        _ => None,
    }
}

pub(super) fn attained(what: Attained, env: &Env<'_>) -> Value {
    if what == Attained::Base {
        return env.base.cloned().unwrap_or(Value::Nothing);
    }
    let Some(judged) = env.judged else { return Value::Nothing };
    let number = match what {
        Attained::Attained => judged.attained.clone(),
        Attained::Target => judged.target.clone(),
        Attained::Goal => judged.goal.clone(),
        Attained::Lost => judged.lost.clone(),
        Attained::Agreed => judged.agreed.clone(),
        Attained::Excess => judged.excess.clone(),
        Attained::Missed => Some(Number::plain(count(judged.missed))),
        Attained::Total | Attained::Base => None,
    };
    number.map_or(Value::Nothing, Value::Number)
}

/// A number of things as a number.
#[must_use]
pub fn count(number: u64) -> Rational {
    Rational::from(i64::try_from(number).unwrap_or(i64::MAX))
}

fn binary(op: Operator, left: Value, right: Value, written: &Expr) -> Value {
    match op {
        Operator::And => match (&left, &right) {
            (Value::Flag(false), _) | (_, Value::Flag(false)) => Value::Flag(false),
            (Value::Flag(true), Value::Flag(true)) => Value::Flag(true),
            _ => Value::Nothing,
        },
        Operator::Or => match (&left, &right) {
            (Value::Flag(true), _) | (_, Value::Flag(true)) => Value::Flag(true),
            (Value::Flag(false), Value::Flag(false)) => Value::Flag(false),
            _ => Value::Nothing,
        },
        _ => match (left, right) {
            (Value::Number(left), Value::Number(right)) => {
                arithmetic(op, &left, &right, written).map_or(Value::Nothing, Value::Number)
            }
            (Value::Instant(left), Value::Instant(right)) if op == Operator::Sub => {
                Value::Number(Number::seconds(left - right))
            }
            (Value::Instant(at), Value::Number(by)) => match by.base.to_i64() {
                Some(by) if op == Operator::Add => Value::Instant(at + by),
                Some(by) if op == Operator::Sub => Value::Instant(at - by),
                _ => Value::Nothing,
            },
            _ => Value::Nothing,
        },
    }
}

/// The unit of a sum is that of the operand that is no share and no plain number; that of a product and of a ratio, what the two come to.
fn arithmetic(op: Operator, left: &Number, right: &Number, written: &Expr) -> Option<Number> {
    let carries = |number: &Number| !number.unit.is_empty() && !number.is_share();
    let either = |base: Rational| {
        let unit = if carries(left) || (right.unit.is_empty() && !carries(right)) { &left.unit } else { &right.unit };
        Number { base, unit: unit.clone() }
    };
    Some(match op {
        Operator::Add => either(&left.base + &right.base),
        Operator::Sub => either(&left.base - &right.base),
        // `3 days of` an amount per day is an amount.
        Operator::Of if carries(left) && carries(right) => right.with(&left.base * &right.base),
        Operator::Mul | Operator::Of => {
            Number { base: &left.base * &right.base, unit: super::units::product(left, right) }
        }
        // A rate is read in its own window: `12000 EUR per month` is 12000 EUR for that month.
        Operator::Per if is_period(written) => left.clone(),
        Operator::Div | Operator::Per => {
            Number { base: left.base.checked_div(&right.base)?, unit: super::units::ratio(left, right) }
        }
        Operator::And | Operator::Or => return None,
    })
}

fn is_period(expr: &Expr) -> bool {
    let Expr::Quantity(quantity) = expr else { return false };
    // A period of the contract's own is no unit of the list.
    let is_own = || quantity.as_blank().is_none() && !quantity.unit.is_empty() && quantity.measure().is_none();
    super::world::civil(quantity).is_some() || is_own()
}

/// How two values compare; nothing where they cannot be.
#[must_use]
pub fn compare(comparator: Comparator, left: &Value, right: &Value) -> Value {
    left.compare(right).map_or(Value::Nothing, |order| {
        Value::Flag(match comparator {
            Comparator::AtLeast => order.is_ge(),
            Comparator::AtMost => order.is_le(),
            Comparator::MoreThan => order.is_gt(),
            Comparator::LessThan => order.is_lt(),
            Comparator::Exactly => order.is_eq(),
        })
    })
}

/// So many units. What is late by no counted time has begun its first unit; days late are whole, and there may be none.
fn stepped(step: Step, value: &Value, unit: &Quantity, late: bool) -> Value {
    let Some(number) = value.number() else { return Value::Nothing };
    let Some(units) = number.base.checked_div(&unit.base()) else { return Value::Nothing };
    let in_days = is_days(&number.unit);
    // Days are no hours: an exception may have put one in the place of the other.
    if in_days != is_days(&unit.unit) {
        return Value::Nothing;
    }
    let counted = match step {
        Step::Started => {
            let started = Rational::from(units.ceil());
            if late && !in_days { started.max(Rational::one()) } else { started }
        }
        Step::Full => Rational::from(units.floor()),
        Step::ProRata => units,
    };
    Value::Number(Number::plain(counted))
}

pub(super) fn is_days(unit: &str) -> bool {
    Measure::parse(unit).is_some_and(|measure| matches!(measure.unit.dimension, crate::quantity::Dimension::Span(_)))
}

fn call(function: &str, arguments: &[Value]) -> Value {
    let numbers: Option<Vec<&Number>> = arguments.iter().map(Value::number).collect();
    let Some(numbers) = numbers else { return Value::Nothing };
    let number = match (function, numbers.as_slice()) {
        ("min", all) => all.iter().min_by(|a, b| a.base.cmp(&b.base)).map(|n| (*n).clone()),
        ("max", all) => all.iter().max_by(|a, b| a.base.cmp(&b.base)).map(|n| (*n).clone()),
        ("round", [value, multiple]) => value
            .base
            .checked_div(&multiple.base)
            // Halves go up, below zero too: -2.5 to -2.
            .and_then(|units| (units * Rational::from(2) + Rational::one()).checked_div(&Rational::from(2)))
            .map(|units| value.with(Rational::from(units.floor()) * &multiple.base)),
        _ => None,
    };
    number.map_or(Value::Nothing, Value::Number)
}
