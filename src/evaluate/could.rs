//! What a schedule could owe: for a judgement, whatever else is the case.

use super::decided::fits;
use super::judge::Judged;
use super::world::World;
use super::{Env, Number, Value};
use crate::model::{Attained, Expr, Figure, FigureSource, Id, Indicator, Key, Pays, Schedule};
use std::cmp::Ordering;

impl World<'_> {
    /// What a schedule would owe for a judgement, by each of its rows whose bracket of the value that was attained holds it; what else a row
    /// asks for may be the case or not. None: an amount that is not known.
    #[must_use]
    pub fn could_owe(&self, schedule: &Schedule, judged: &Judged) -> Vec<Option<Number>> {
        let env = self.env_of_amount(judged, None);
        let owed = |own: Value| {
            let (amount, _) = self.in_money(schedule, Some(own), &env, &mut Vec::new())?;
            amount.number().cloned()
        };
        match &schedule.pays {
            Pays::Amount(expr) => vec![owed(self.eval(expr, &env))],
            Pays::Brackets(table) => {
                let keys: Vec<Option<Value>> = table.keys.iter().map(|key| self.decided_key(key, &env)).collect();
                let may_fit = table.rows.iter().filter(|row| {
                    let mut asked = row.conditions.iter().zip(&keys);
                    asked.all(|(condition, value)| {
                        value.as_ref().is_none_or(|value| fits(condition, value, Ordering::Equal))
                    })
                });
                may_fit.filter_map(|row| row.outcome.as_ref()).map(|outcome| owed(self.eval(outcome, &env))).collect()
            }
            Pays::Blank(_) => vec![None],
        }
    }

    /// The value of a key that what was attained, and what the contract says, decide; none for what may be one thing or another.
    fn decided_key(&self, key: &Key, env: &Env<'_>) -> Option<Value> {
        let own = env.judged.and_then(|judged| self.model.commitments.get(&judged.commitment))?;
        let is_told = match key {
            Key::Dimension(_) => self.key(key, env) != Value::Nothing,
            Key::Indicator(indicator) => *indicator == own.indicator,
            Key::Judged(Attained::Attained) => self.key(key, env) != Value::Nothing,
            Key::Judged(_) => false,
            Key::Figure(figure) => self.is_told(figure, &own.indicator),
        };
        is_told.then(|| self.key(key, env))
    }

    /// Whether a figure rests on nothing but an indicator and what the contract says.
    fn is_told(&self, figure: &Id<Figure>, indicator: &Id<Indicator>) -> bool {
        let plain = |part: &Expr| match part {
            Expr::Indicator { indicator: read, .. } => read == indicator,
            Expr::Figure { figure, .. } => self.is_told(figure, indicator),
            Expr::Quantity(_) | Expr::Attained(Attained::Attained | Attained::Target | Attained::Goal) => true,
            Expr::Binary { .. } | Expr::Call { .. } => true,
            _ => false,
        };
        match self.model.figures.get(figure).map(|figure| &figure.value) {
            Some(FigureSource::Is(expr)) => !expr.any(&|part: &Expr| !plain(part)),
            Some(FigureSource::Column(_)) => true,
            _ => false,
        }
    }
}
