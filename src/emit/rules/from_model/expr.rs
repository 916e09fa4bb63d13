//! Quantities, bounds, formulas and decision tables.

use super::Pass;
use crate::emit::rules::format::{self, Formula};
use crate::model::{
    Aggregate, Among, Attained, Bound, Combination, Commitment, CommitmentRef, Decision, Expr, Interval, Key,
    KeyCondition, Members, Operator, Quantity,
};
use crate::quantity::{Measure, Rational, unit};
use crate::syntax::ast::{Comparator, Step};

/// A quantity as it is written, and in base units.
pub(super) fn amount(quantity: &Quantity) -> format::Amount {
    let base = Measure::parse(&quantity.unit).and_then(|measure| {
        let unit = base_unit(&measure)?;
        Some(format::Base { value: exact(&measure.to_base(&quantity.value)), unit })
    });
    format::Amount { value: exact(&quantity.value), unit: quantity.unit.to_string(), base }
}

/// The exact decimal, or the fraction where no finite decimal is exact.
fn exact(value: &Rational) -> String {
    value.to_decimal().unwrap_or_else(|| format!("{}/{}", value.numerator(), value.denominator()))
}

/// The unit that a measure converts to; none for money and temperatures, which are never converted.
fn base_unit(measure: &Measure) -> Option<String> {
    let (of, per) = measure.dimension();
    match per {
        None => base_of(of).map(str::to_string),
        Some(per) => Some(format!("{}/{}", base_of(of)?, base_of(per)?)),
    }
}

fn base_of(dimension: unit::Dimension) -> Option<&'static str> {
    match dimension {
        unit::Dimension::Ratio => Some("1"),
        unit::Dimension::Duration => Some("s"),
        unit::Dimension::Span(unit::SpanBase::Day) => Some("day"),
        unit::Dimension::Span(unit::SpanBase::Month) => Some("month"),
        unit::Dimension::Information => Some("bit"),
        unit::Dimension::Count(unit) => Some(unit),
        unit::Dimension::Length => Some("m"),
        unit::Dimension::Area => Some("m2"),
        unit::Dimension::Power => Some("W"),
        unit::Dimension::Energy => Some("Wh"),
        unit::Dimension::Frequency => Some("Hz"),
        unit::Dimension::Temperature | unit::Dimension::Money(_) => None,
    }
}

/// The comparison of a bound. One that is not agreed yet is in no contract that is exported.
pub(super) fn bound_comparator(bound: &Bound) -> format::Comparator {
    comparator(bound.comparator.unwrap_or(Comparator::Exactly))
}

pub(super) fn comparator(comparator: Comparator) -> format::Comparator {
    match comparator {
        Comparator::AtLeast => format::Comparator::AtLeast,
        Comparator::AtMost => format::Comparator::AtMost,
        Comparator::MoreThan => format::Comparator::MoreThan,
        Comparator::LessThan => format::Comparator::LessThan,
        Comparator::Exactly => format::Comparator::Exactly,
    }
}

impl Pass<'_> {
    pub(super) fn target(&mut self, bound: &Bound) -> format::Target {
        let (amount, formula) = match &bound.value {
            Expr::Quantity(quantity) => (Some(amount(quantity)), None),
            other => (None, Some(self.formula(other))),
        };
        let days_of = bound.calendar.as_ref().map(|set| self.instants(set));
        format::Target { comparator: bound_comparator(bound), amount, formula, days_of }
    }

    pub(super) fn optional_formula(&mut self, expr: Option<&Expr>) -> Option<Formula> {
        expr.map(|e| self.formula(e))
    }

    pub(super) fn formulas(&mut self, exprs: &[Expr]) -> Vec<Formula> {
        exprs.iter().map(|e| self.formula(e)).collect()
    }

    fn boxed(&mut self, expr: &Expr) -> Box<Formula> {
        Box::new(self.formula(expr))
    }

    pub(super) fn formula(&mut self, expr: &Expr) -> Formula {
        match expr {
            Expr::Quantity(quantity) => Formula::Quantity { amount: amount(quantity) },
            Expr::Flag(value) => Formula::Flag { value: *value },
            Expr::Blank(name) => {
                self.blanks.insert(name.clone());
                Formula::Nothing
            }
            Expr::None => Formula::Nothing,
            Expr::Value { dimension, value } => {
                Formula::Value { dimension: self.dimensions.ask(dimension.name()), value: value.to_string() }
            }
            Expr::Dimension(dimension) => Formula::Dimension { dimension: self.dimensions.ask(dimension.name()) },
            Expr::Choice(word) | Expr::Actor(word) => Formula::Word { word: word.to_string() },
            Expr::Figure { figure, of } => {
                Formula::Figure { figure: self.figures.ask(figure.name()), of: of.as_ref().map(ToString::to_string) }
            }
            Expr::Indicator { indicator, of } => Formula::Indicator {
                indicator: self.indicators.ask(indicator.name()),
                of: of.as_ref().map(ToString::to_string),
            },
            Expr::Late { calendar, in_days } => Formula::Late { instants: self.instants(calendar), in_days: *in_days },
            Expr::Attained(what) => Formula::Judged { what: judged(*what) },
            Expr::Settlement(settlement) => Formula::Settlement { settlement: settlement.to_string() },
            Expr::Schedule(schedule) => Formula::Penalty { penalty: self.penalties.ask(schedule.name()) },
            Expr::Field { record, field } => {
                Formula::Field { record: self.records.ask(record.name()), field: field.to_string() }
            }
            Expr::Records(record) => Formula::Records { record: self.records.ask(record.name()) },
            Expr::State(state) => Formula::State { state: self.states.ask(state.name()) },
            Expr::In { window, calendar } => {
                Formula::In { window: self.window(window), instants: self.instants(calendar) }
            }
            Expr::Event(event) => Formula::Event { event: self.event(event) },
            Expr::TimeBetween { from, to } => Formula::TimeBetween { from: self.event(from), to: self.event(to) },
            Expr::Commitment(reference) => self.rules_meant(reference),
            Expr::Objective => Formula::JudgedRule,
            Expr::Each { of, among } => {
                let of = of.as_ref().map(|of| self.boxed(of));
                let (mut instances_of, mut results_of, mut each) = (None, None, None);
                match among {
                    Members::Instances(service) => instances_of = Some(service.to_string()),
                    Members::Results(on) => results_of = Some(Box::new(self.rules_meant(on))),
                    Members::Periods(window) => each = Some(self.window(window)),
                }
                Formula::Each { of, instances_of, results_of, each }
            }
            Expr::Binary { op, left, right } => self.binary(*op, left, right),
            Expr::Compare { comparator: c, left, right } => {
                Formula::Compare { comparator: comparator(*c), left: self.boxed(left), right: self.boxed(right) }
            }
            Expr::Not(of) => Formula::Not { of: self.boxed(of) },
            Expr::Step { step, value, unit } => {
                Formula::Units { partial: partial(*step), of: self.boxed(value), unit: amount(unit) }
            }
            Expr::Aggregate { function, of, filter, over } => {
                let (function, quantile) = aggregate(*function);
                Formula::Aggregate {
                    function,
                    quantile,
                    of: self.boxed(of),
                    filter: filter.as_ref().map(|f| self.boxed(f)),
                    over: over.as_ref().map(|w| self.window(w)),
                }
            }
            Expr::Before { of, over } => Formula::Before { of: self.boxed(of), over: self.window(over) },
            Expr::TimeShare { slots, holds } => {
                Formula::TimeShare { slots: slots.as_ref().map(amount), holds: self.boxed(holds) }
            }
            Expr::Gap { of, within } => Formula::Gap {
                event: self.event(of),
                within_case: within.is_some(),
                from: within.as_ref().and_then(|watch| watch.from.as_ref()).map(|event| self.event(event)),
                until: within.as_ref().and_then(|watch| watch.until.as_ref()).map(|event| self.event(event)),
            },
            Expr::Call { function, arguments } => {
                Formula::Call { function: function.to_string(), arguments: self.formulas(arguments) }
            }
            Expr::Quorum { at_least, of } => Formula::Quorum { at_least: *at_least, of: self.formulas(of) },
            Expr::Several { at_least, among, holds } => {
                let (instances_of, values_of) = match among {
                    Among::Instances(service) => (Some(service.to_string()), None),
                    Among::Values(dimension) => (None, Some(self.dimensions.ask(dimension.name()))),
                };
                Formula::Several { at_least: *at_least, instances_of, values_of, holds: self.boxed(holds) }
            }
            Expr::OfService { service, holds } => {
                Formula::OfService { service: service.to_string(), holds: self.boxed(holds) }
            }
        }
    }

    fn binary(&mut self, op: Operator, left: &Expr, right: &Expr) -> Formula {
        let (left, right) = (self.boxed(left), self.boxed(right));
        match op {
            Operator::Or => Formula::Or { left, right },
            Operator::And => Formula::And { left, right },
            Operator::Add => Formula::Add { left, right },
            Operator::Sub => Formula::Subtract { left, right },
            Operator::Mul => Formula::Multiply { left, right },
            Operator::Div => Formula::Divide { left, right },
            Operator::Per => Formula::Per { left, right },
            Operator::Of => Formula::ShareOf { left, right },
        }
    }

    /// The rules that a reference such as `availability[gold]` means.
    fn rules_meant(&mut self, reference: &CommitmentRef) -> Formula {
        let meant = |c: &&Commitment| {
            reference.indicator.as_ref().is_none_or(|i| *i == c.indicator)
                && reference.tier.as_ref().is_none_or(|t| *t == c.tier)
                && reference.objective.as_ref().is_none_or(|o| c.objective.as_ref() == Some(o))
                && super::rule::overlap(&reference.scope, &c.scope)
                && c.target.is_some()
        };
        Formula::Rules {
            indicator: reference.indicator.as_ref().map(|i| self.indicators.ask(i.name())),
            objective: reference.objective.as_ref().map(ToString::to_string),
            tier: reference.tier.as_ref().map(ToString::to_string),
            rules: self.model.commitments.iter().filter(meant).map(|c| c.term.id.to_string()).collect(),
        }
    }

    /// A decision table whose outcomes are converted by `gives`.
    pub(super) fn table<T, U>(&mut self, decision: &Decision<T>, gives: fn(&mut Self, &T) -> U) -> format::Table<U> {
        let mut rows = Vec::with_capacity(decision.rows.len());
        for row in &decision.rows {
            let conditions = row.conditions.iter().map(|c| self.condition(c)).collect();
            rows.push(format::Row { conditions, gives: row.outcome.as_ref().map(|o| gives(self, o)) });
        }
        let key = |key: &Key| match key {
            Key::Dimension(id) => format::Key::Dimension { dimension: self.dimensions.ask(id.name()) },
            Key::Indicator(id) => format::Key::Indicator { indicator: self.indicators.ask(id.name()) },
            Key::Figure(id) => format::Key::Figure { figure: self.figures.ask(id.name()) },
            Key::Judged(what) => format::Key::Judged { what: judged(*what) },
        };
        format::Table { keys: decision.keys.iter().map(key).collect(), rows }
    }

    fn condition(&mut self, condition: &KeyCondition) -> format::Condition {
        match condition {
            KeyCondition::All => format::Condition::Any,
            KeyCondition::Values(values) => {
                format::Condition::OneOf { values: values.iter().map(ToString::to_string).collect() }
            }
            KeyCondition::Within(Interval { low, high }) => {
                let end =
                    |(value, outside): &(Quantity, bool)| format::End { amount: amount(value), included: !outside };
                format::Condition::Between { low: low.as_ref().map(end), high: high.as_ref().map(end) }
            }
            KeyCondition::Around { low, high } => {
                let ends = low.iter().chain(high).filter_map(|(end, _)| match end {
                    Expr::Blank(name) => Some(name.clone()),
                    _ => None,
                });
                self.blanks.extend(ends);
                format::Condition::Any
            }
            KeyCondition::Blank(name) => {
                self.blanks.insert(name.clone());
                format::Condition::Any
            }
        }
    }

    pub(super) fn combination(&mut self, combination: &Combination) -> format::Combination {
        match combination {
            Combination::Sum => format::Combination::Sum,
            Combination::Greatest => format::Combination::Greatest,
            Combination::Least => format::Combination::Least,
            Combination::Choice(actor) => format::Combination::Choice { by: self.actor(actor) },
            Combination::Blank(name) => {
                self.blanks.insert(name.clone());
                format::Combination::Sum
            }
        }
    }
}

fn judged(what: Attained) -> format::Judged {
    match what {
        Attained::Attained => format::Judged::Attained,
        Attained::Target => format::Judged::Target,
        Attained::Goal => format::Judged::Goal,
        Attained::Lost => format::Judged::Lost,
        Attained::Agreed => format::Judged::Agreed,
        Attained::Excess => format::Judged::Excess,
        Attained::Base => format::Judged::Base,
        Attained::Missed => format::Judged::Missed,
        Attained::Total => format::Judged::Total,
    }
}

fn partial(step: Step) -> format::Partial {
    match step {
        Step::Started => format::Partial::Started,
        Step::Full => format::Partial::Full,
        Step::ProRata => format::Partial::ProRata,
    }
}

fn aggregate(function: Aggregate) -> (format::Aggregate, Option<u16>) {
    match function {
        Aggregate::Share => (format::Aggregate::Share, None),
        Aggregate::Mean => (format::Aggregate::Mean, None),
        Aggregate::Sum => (format::Aggregate::Sum, None),
        Aggregate::Count => (format::Aggregate::Count, None),
        Aggregate::Min => (format::Aggregate::Min, None),
        Aggregate::Max => (format::Aggregate::Max, None),
        Aggregate::Quantile(thousandths) => (format::Aggregate::Quantile, Some(thousandths)),
        Aggregate::Breaches => (format::Aggregate::Breaches, None),
        Aggregate::Objectives => (format::Aggregate::Objectives, None),
    }
}
