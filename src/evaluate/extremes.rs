//! What is gathered of the highest or the lowest values only: `highest(4, mean of availability over last 12 months)`.

use super::aggregate::of_numbers;
use super::{Env, Number, Value};
use crate::evaluate::world::World;
use crate::model::{Expr, Subject, Window};

impl World<'_> {
    /// So many of the highest, or of the lowest, of the values that are gathered, as one value; all of them where there are no more. None where `function`
    /// is another one.
    pub(super) fn extremes(&self, function: &str, arguments: &[Expr], env: &Env<'_>) -> Option<Value> {
        let is_highest = match function {
            "highest" => true,
            "lowest" => false,
            _ => return None,
        };
        let [Expr::Quantity(kept), Expr::Aggregate { function, of, filter, over }] = arguments else {
            return Some(Value::Nothing);
        };
        let span = over.as_ref().map_or(Some(env.span), |window| self.horizon_of(window, env));
        let (Some(span), Some(kept)) = (span, kept.value.to_i64().and_then(|kept| usize::try_from(kept).ok())) else {
            return Some(Value::Nothing);
        };
        let within = env.during(span);
        let samples = match over.as_ref().and_then(|over| self.each_of(of, over)) {
            Some(each) => {
                let periods = self.periods(&each, span.within).into_iter().filter(|period| !period.within.is_empty());
                let values = periods.map(|period| self.eval(of, &env.during(period)));
                values.filter(|value| *value != Value::Nothing).collect()
            }
            None => self.samples(of, filter.as_deref(), &within),
        };
        let numbers: Option<Vec<&Number>> = samples.iter().map(Value::number).collect();
        let Some(mut numbers) = numbers else { return Some(Value::Nothing) };
        numbers.sort_by(|a, b| a.base.cmp(&b.base));
        if is_highest {
            numbers.reverse();
        }
        numbers.truncate(kept);
        Some(of_numbers(*function, numbers).map_or(Value::Nothing, Value::Number))
    }

    /// For which periods of a horizon there is one value each: an indicator of a service has one for each month of the last 12 months.
    fn each_of(&self, of: &Expr, over: &Window) -> Option<Window> {
        let Expr::Indicator { indicator, .. } = of else { return None };
        let indicator = self.model.indicators.get(indicator)?;
        if matches!(indicator.of, Subject::Record(_)) || indicator.each.is_some() {
            return None;
        }
        over.made_of()
    }
}
