//! The row of a decision table that fits, by the values of its keys.

use super::Value;
use super::expr::{Env, attained, is_days};
use super::world::World;
use crate::model::{Attained, Decision, DecisionRow, Key, KeyCondition, Polarity};
use std::cmp::Ordering;

/// The rows of a decision table that fit the values of its keys, by their places.
#[must_use]
pub fn fitting_rows<T>(table: &Decision<T>, values: &[Value]) -> Vec<usize> {
    let fit = |row: &DecisionRow<T>| {
        row.conditions.iter().zip(values).all(|(condition, value)| fits(condition, value, Ordering::Equal))
    };
    table.rows.iter().enumerate().filter(|(_, row)| fit(row)).map(|(at, _)| at).collect()
}

impl World<'_> {
    /// The outcome of the row of a decision table that fits.
    #[must_use]
    pub fn decided<'t, T>(&self, table: &'t Decision<T>, env: &Env<'_>) -> Option<&'t T> {
        self.decided_row(table, env).and_then(|row| row.outcome.as_ref())
    }

    /// The row of a decision table that fits.
    #[must_use]
    pub fn decided_row<'t, T>(&self, table: &'t Decision<T>, env: &Env<'_>) -> Option<&'t DecisionRow<T>> {
        let keys: Vec<(Value, Ordering)> =
            table.keys.iter().map(|key| (self.key(key, env), self.beyond(key, env))).collect();
        let holds = |(condition, (value, beyond)): (&KeyCondition, &(Value, Ordering))| fits(condition, value, *beyond);
        table.rows.iter().find(|row| row.conditions.iter().zip(&keys).all(holds))
    }

    /// On which side of its value a key is taken to lie: a case that is late although no more time was counted lies just beyond.
    fn beyond(&self, key: &Key, env: &Env<'_>) -> Ordering {
        let Some(judged) = env.judged.filter(|judged| judged.late && judged.case.is_some()) else {
            return Ordering::Equal;
        };
        let commitment = self.model.commitments.get(&judged.commitment);
        let indicator = match key {
            Key::Indicator(indicator) => indicator,
            Key::Judged(Attained::Attained) => match commitment {
                Some(commitment) => &commitment.indicator,
                None => return Ordering::Equal,
            },
            Key::Judged(Attained::Excess) => {
                let by_nothing = judged.excess.as_ref().is_some_and(|e| e.base.is_zero() && !is_days(&e.unit));
                return if by_nothing { Ordering::Greater } else { Ordering::Equal };
            }
            _ => return Ordering::Equal,
        };
        let is_own = commitment.is_some_and(|c| c.indicator == *indicator);
        match (&judged.attained, &judged.target, self.model.indicators.get(indicator).and_then(|i| i.better)) {
            (Some(attained), Some(target), Some(better)) if is_own && attained.base == target.base => match better {
                Polarity::Lower => Ordering::Greater,
                Polarity::Higher => Ordering::Less,
            },
            _ => Ordering::Equal,
        }
    }

    /// The value that a key of a decision table has.
    #[must_use]
    pub fn key(&self, key: &Key, env: &Env<'_>) -> Value {
        match key {
            Key::Dimension(dimension) => self.dimension(dimension, env).map_or(Value::Nothing, Value::Word),
            Key::Figure(figure) => self.figure(figure, env.service, env),
            Key::Judged(word) => attained(*word, env),
            Key::Indicator(indicator) => {
                let judged = env.judged.filter(|judged| {
                    self.model.commitments.get(&judged.commitment).is_some_and(|c| c.indicator == *indicator)
                });
                match judged {
                    Some(judged) => judged.attained.clone().map_or(Value::Nothing, Value::Number),
                    None => self.indicator(indicator, env.service, env),
                }
            }
        }
    }
}

/// Whether a value, or what lies just beyond it on one side, fits a condition.
pub(super) fn fits(condition: &KeyCondition, value: &Value, beyond: Ordering) -> bool {
    match (condition, value) {
        (KeyCondition::All, _) => true,
        (KeyCondition::Values(values), Value::Word(word)) => values.contains(word),
        (KeyCondition::Values(values), Value::Flag(flag)) => {
            values.iter().any(|value| value == if *flag { "yes" } else { "no" })
        }
        (KeyCondition::Within(interval), Value::Number(number)) => {
            let above = interval.low.as_ref().is_none_or(|(end, outside)| {
                let order = number.base.cmp(&end.base()).then(beyond);
                if *outside { order.is_gt() } else { order.is_ge() }
            });
            let below = interval.high.as_ref().is_none_or(|(end, outside)| {
                let order = number.base.cmp(&end.base()).then(beyond);
                if *outside { order.is_lt() } else { order.is_le() }
            });
            above && below
        }
        _ => false,
    }
}
