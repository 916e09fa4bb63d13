//! Shares of time and of slots.

use super::expr::{Basis, Env};
use super::world::World;
use super::{Number, Value};
use crate::base::Name;
use crate::model::{CalendarSet, Expr, Quantity};
use crate::quantity::Rational;
use crate::time::{Instants, Stretch};

/// A share of time or of slots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Agreed service time in seconds, or agreed slots.
    pub agreed: Rational,
    /// What of it is lost: the condition does not hold.
    pub lost: Rational,
    /// Seconds of the calendar in the period, before exclusions.
    pub scheduled: i64,
    /// Whether it counts slots.
    pub slots: bool,
}

impl Share {
    /// The share in which the condition holds; nothing where no time is agreed.
    #[must_use]
    pub fn attained(&self) -> Value {
        let lost = self.lost.checked_div(&self.agreed);
        lost.map_or(Value::Nothing, |lost| Value::Number(Number::share(Rational::one() - lost)))
    }
}

impl World<'_> {
    /// The share of agreed service time, or of agreed slots, in which a condition holds.
    ///
    /// Agreed service time is the period, within the calendar, without what exclusions take out. A slot is agreed where all of
    /// it is; it is good where the condition holds throughout.
    #[must_use]
    pub fn time_share(&self, slots: Option<&Quantity>, holds: &Expr, env: &Env<'_>) -> Share {
        let Some(service) = env.service else { return Share::default() };
        let period = env.span.within;
        let basis = env.basis;
        let calendar = self.calendars.instants(basis.map_or(&CalendarSet::Always, |basis| basis.calendar));
        let account = basis.map(|basis| self.account(basis.of, basis.exclusions, service, &calendar, basis.otherwise));
        let good = self.instants_where(holds, env);
        let window = Instants::of(self.calendars.within(), [period]);
        let scheduled = calendar.and(&window);
        let agreed = match &account {
            Some(account) => scheduled.except(&account.out),
            None => scheduled.clone(),
        };
        let lost = agreed.except(&good);
        let mut share = Share { scheduled: scheduled.seconds(), slots: slots.is_some(), ..Share::default() };
        if let Some(length) = slots {
            let all = |set: &Instants, slot: Stretch| set.measure(slot.start, slot.end) == slot.seconds();
            let whole = self.slots(length, period).into_iter().filter(|slot| all(&agreed, *slot));
            let (good, bad): (Vec<Stretch>, Vec<Stretch>) =
                whole.partition(|slot| lost.measure(slot.start, slot.end) == 0);
            share.agreed = number(good.len() + bad.len());
            share.lost = number(bad.len());
            return share;
        }
        let parts = account.as_ref().map(|account| account.partly.as_slice()).unwrap_or_default();
        let without_parts = |set: &Instants| Rational::from(set.seconds()) - out_in_part(parts, set);
        share.agreed = without_parts(&agreed);
        share.lost = without_parts(&lost);
        share
    }

    /// Whether a slot is without a sample: some of its time counts, and what is looked for has no value even where all of its time does. A
    /// sample in time that does not count says nothing, and yet the slot is not without one.
    #[must_use]
    pub fn is_without_sample(&self, of: &Expr, env: &Env<'_>) -> bool {
        let (none, always) = (Name::default(), CalendarSet::Always);
        let on_all = env.basis.map(|basis| Basis { of: &none, calendar: &always, exclusions: &[], ..basis });
        self.counts_somewhere(env) && self.eval(of, &Env { basis: on_all, ..*env }) == Value::Nothing
    }

    /// Whether some of the time of a period counts.
    fn counts_somewhere(&self, env: &Env<'_>) -> bool {
        let (Some(basis), Some(service)) = (env.basis, env.service) else { return true };
        let open = self.calendars.instants(basis.calendar);
        let account = self.account(basis.of, basis.exclusions, service, &open, basis.otherwise);
        let is_out = |piece: Stretch| account.out.measure(piece.start, piece.end) == piece.seconds();
        open.pieces(env.span.within.start, env.span.within.end).any(|piece| !is_out(piece))
    }
}

/// The seconds of a set that are out in part, each by its part. Parts of several exclusions add up, and never to more than the whole.
fn out_in_part(parts: &[(Instants, Rational)], set: &Instants) -> Rational {
    let touched: Vec<(Instants, &Rational)> = parts.iter().map(|(time, part)| (set.and(time), part)).collect();
    let mut ends: Vec<i64> =
        touched.iter().flat_map(|(time, _)| time.stretches()).flat_map(|s| [s.start, s.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let piece = |(&from, &to): (&i64, &i64)| {
        let all: Rational = touched.iter().filter(|(time, _)| time.contains(from)).map(|(_, part)| *part).sum();
        all.min(Rational::one()) * Rational::from(to - from)
    };
    ends.iter().zip(ends.iter().skip(1)).map(piece).sum()
}

fn number(count: usize) -> Rational {
    Rational::from(i64::try_from(count).unwrap_or(i64::MAX))
}
