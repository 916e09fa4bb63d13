//! How late a case or a duty is, on whatever calendar it is asked for.

use crate::evaluate::world::World;
use crate::evaluate::{Env, Number, Value};
use crate::model::{CalendarSet, DelayRules, Id};
use crate::quantity::Rational;
use crate::time::{Instant, Instants, Stretch};
use jiff::civil::Date;

/// What followed a deadline that was missed.
#[derive(Clone, Debug)]
pub struct Lateness {
    /// The deadline.
    pub deadline: Instant,
    /// When what was awaited happened, or what is known ends.
    pub until: Instant,
    /// The stretches after the deadline in which the clock was not paused, and the part of them that counts.
    pub ran: Vec<(Stretch, Rational)>,
    /// The instants that do not count.
    pub still: Instants,
    /// The preset by which days are counted; none: that of the contract.
    pub counted_by: Option<Id<DelayRules>>,
}

impl World<'_> {
    /// How late what is judged is, on a calendar.
    pub(in crate::evaluate) fn late(&self, calendar: &CalendarSet, in_days: bool, env: &Env<'_>) -> Value {
        let Some(judged) = env.judged else { return Value::Nothing };
        Value::Number(match &judged.lateness {
            Some(late) => self.late_on(late, Some(calendar), in_days),
            None if judged.late => return Value::Nothing,
            None if in_days => Number::days(0),
            None => Number::seconds(0),
        })
    }

    /// How late it is, in days of a calendar or in its hours. A day is late as soon as a part of it comes after the deadline.
    #[must_use]
    pub fn late_on(&self, late: &Lateness, calendar: Option<&CalendarSet>, in_days: bool) -> Number {
        if in_days {
            return Number::days(self.days_late(late, calendar));
        }
        let open = calendar.map(|set| self.calendars.instants(set));
        let measure = |s: Stretch| open.as_ref().map_or(s.seconds(), |open| open.measure(s.start, s.end));
        let counted = late.ran.iter().map(|(during, rate)| Rational::from(measure(*during)) * rate).sum();
        Number::seconds(0).with(counted)
    }

    /// The days of a calendar, or of the calendar year where none is named, of which a part comes after the deadline and on which the case
    /// was not done yet: the day on which it was done is the last of them. Days on which the clock stood still do not count.
    fn days_late(&self, late: &Lateness, calendar: Option<&CalendarSet>) -> i64 {
        let counts = |day: Date, whole: Stretch| {
            let ran = late.ran.iter().any(|(during, _)| !during.and(whole).is_empty());
            ran && !self.stands_still(day, calendar, &late.still)
        };
        self.days_after_the_last((calendar, late.counted_by.as_ref()), late.deadline, late.until, &counts)
    }
}
