//! What is owed in the end: amounts combined, waived, capped, claimed, and rounded once.
//!
//! A settlement is made month by month: an amount belongs to the month in which the period that it is for ends; that of a case
//! to the month in which the case opens, or ends, as the preset `assessment` says of cases that span two periods.

use super::amounts::Amount;
use super::derivation::{Line, What};
use super::names::{CLAIM, CLAIM_PERIOD, CLAIM_RECEIVED};
use super::world::{Span, World};
use super::{Env, Number, Value};
use crate::base::Name;
use crate::model::{Cap, Claim, Combination, Direction, HasTerm, Id, PeriodUnit, Settlement, Window};
use crate::quantity::{Rational, Rounding};
use crate::time::{Cycle, Instant, Stretch};
use serde::Serialize;
use std::collections::BTreeMap;

/// The amounts of a month that its derivation lists one by one; the combined amount follows.
const LISTED: usize = 200;

/// Whether an amount is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is due.
    Due,
    /// It is due once it is claimed, and the time to claim it is not over.
    Claimable,
    /// It was claimed in time.
    Claimed,
    /// It was not claimed in time, and is lost.
    Forfeited,
    /// It may still change.
    Provisional,
}

/// What a settlement comes to in one month.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The settlement.
    pub settlement: Id<Settlement>,
    /// The month.
    pub span: Span,
    /// What is owed, rounded; below 0 where the creditor owes it.
    pub amount: Number,
    /// Whether it is due.
    pub standing: Standing,
    /// When the time to claim it is over, where it must be claimed.
    pub claim_by: Option<Instant>,
    /// What it is made of, before caps.
    pub amounts: Vec<Amount>,
    /// How it came about.
    pub lines: Vec<Line>,
}

/// An amount on its way through the settlement.
struct Part {
    amount: Amount,
    left: Rational,
}

impl World<'_> {
    /// What a settlement comes to in each month from the start of the term until the end of a stretch.
    #[must_use]
    pub fn settle(&self, settlement: &Settlement, until: Instant) -> Vec<Settled> {
        let term = self.term();
        let mut used: BTreeMap<(usize, Instant), Rational> = BTreeMap::new();
        let mut total = Rational::zero();
        let stretch = Stretch::new(term.start, until.min(term.end).max(term.start));
        let by_month = self.by_month(settlement, stretch);
        let mut settled = Vec::new();
        for month in Cycle::month().periods(stretch, self.zone()) {
            let span = Span { whole: month.whole, within: month.whole.and(term) };
            let amounts = by_month.get(&month.whole.start).cloned().unwrap_or_default();
            settled.push(self.settle_month(settlement, span, amounts, &mut used, &mut total));
        }
        settled
    }

    /// The amounts that a settlement is about, by the start of the month that they belong to.
    fn by_month(&self, settlement: &Settlement, stretch: Stretch) -> BTreeMap<Instant, Vec<Amount>> {
        let mut months: BTreeMap<Instant, Vec<Amount>> = BTreeMap::new();
        for schedule in self.model.schedules.iter().filter(|schedule| self.settles(settlement, &schedule.id())) {
            for amount in self.amounts(schedule, stretch) {
                let whole = amount.judged.span.whole;
                let opens = amount.judged.case.is_some() && self.assessment("across_periods") != "closing_period";
                let at = if opens { whole.start } else { (whole.end - 1).max(whole.start) };
                if let Some(month) = Cycle::month().at(at, self.zone()) {
                    months.entry(month.whole.start).or_default().push(amount);
                }
            }
        }
        months
    }

    /// Whether a settlement settles a schedule: it names it, or names none and no other does.
    #[must_use]
    pub fn settles(&self, settlement: &Settlement, schedule: &Id<crate::model::Schedule>) -> bool {
        if settlement.of.is_empty() {
            !self.model.settlements.iter().any(|other| other.of.contains(schedule))
        } else {
            settlement.of.contains(schedule)
        }
    }

    fn settle_month(
        &self,
        settlement: &Settlement,
        span: Span,
        amounts: Vec<Amount>,
        used: &mut BTreeMap<(usize, Instant), Rational>,
        total: &mut Rational,
    ) -> Settled {
        let id = &settlement.term.id;
        let mut lines: Vec<Line> = amounts
            .iter()
            .take(LISTED)
            .map(|amount| {
                let rows = amount.judged.case.iter().collect();
                Line::new(What::Amount, amount.schedule.name()).value(amount.amount.quantity()).rows(rows)
            })
            .collect();
        let open = amounts.iter().any(|amount| amount.open);
        let mut parts: Vec<Part> =
            amounts.iter().map(|amount| Part { left: amount.amount.base.clone(), amount: amount.clone() }).collect();
        parts.sort_by_key(|part| (part.amount.judged.span.whole.start, part.amount.judged.span.whole.end));
        self.combine(settlement, &mut parts);
        if parts.len() > 1 {
            lines.push(Line::new(What::Combined, id).value(self.owed_in(settlement, owed(&parts)).quantity()));
        }
        let so_far = self.owed_in(settlement, total.clone());
        let env = Env { total: Some(&so_far), ..Env::of_contract(span) };
        if settlement.waived.iter().any(|condition| self.eval(condition, &env).holds()) {
            parts.iter_mut().for_each(|part| part.left = Rational::zero());
            lines.push(Line::new(What::Waived, id));
        }
        let mut caps: Vec<(usize, &Cap)> = settlement.caps.iter().enumerate().collect();
        caps.sort_by_key(|(_, cap)| breadth(cap.window.as_ref()));
        for (number, cap) in caps {
            self.cap(settlement, (number, cap), span, &mut parts, used, &mut lines);
        }
        let bonuses = |part: &&Part| part.amount.direction == Direction::Bonus;
        let owed_by_creditor: Rational = parts.iter().filter(bonuses).map(|part| &part.left).sum();
        let mut amount = owed(&parts) - owed_by_creditor;
        let (mut standing, claim_by) = self.claim(settlement, span);
        if standing == Standing::Forfeited && !amount.is_zero() {
            lines.push(Line::new(What::Forfeited, id).value(self.owed_in(settlement, amount).quantity()));
            amount = Rational::zero();
        }
        if open {
            standing = Standing::Provisional;
        }
        // Days of service are whole or parts of days as they come out; only money is rounded.
        let rounded = if settlement.in_days() { amount } else { self.rounded(&amount) };
        let rounded = self.owed_in(settlement, rounded);
        *total += &rounded.base;
        lines.push(Line::new(What::Rounded, &self.model.contract.term.id).value(rounded.quantity()));
        Settled { settlement: settlement.id(), span, amount: rounded, standing, claim_by, amounts, lines }
    }

    /// Leaves of each group what the combination says.
    fn combine(&self, settlement: &Settlement, parts: &mut [Part]) {
        let pick: fn(&Rational, &Rational) -> bool = match &settlement.combine {
            None | Some(Combination::Sum) => return,
            // What someone chooses is taken to be the most.
            Some(Combination::Greatest | Combination::Choice(_)) => |a, b| a > b,
            Some(Combination::Least) => |a, b| a < b,
        };
        let mut chosen: BTreeMap<(Direction, Name), usize> = BTreeMap::new();
        let groups: Vec<(Direction, Name)> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| (part.amount.direction, self.group(settlement, &part.amount, at)))
            .collect();
        for (at, group) in groups.iter().enumerate() {
            let left = |i: usize| parts.get(i).map(|part| &part.left);
            let better = match chosen.get(group) {
                Some(best) => matches!((left(at), left(*best)), (Some(a), Some(b)) if pick(a, b)),
                None => true,
            };
            if better {
                chosen.insert(group.clone(), at);
            }
        }
        for (at, (part, group)) in parts.iter_mut().zip(&groups).enumerate() {
            if chosen.get(group) != Some(&at) {
                part.left = Rational::zero();
            }
        }
    }

    /// The group in which amounts combine. An amount that is for no incident is alone in its own, where they combine by incident.
    fn group(&self, settlement: &Settlement, amount: &Amount, at: usize) -> Name {
        match settlement.per.as_deref() {
            Some("incident") => amount.judged.case.clone().unwrap_or_else(|| Name::from(format!("#{at}"))),
            Some("indicator") => {
                let commitment = self.model.commitments.get(&amount.judged.commitment);
                commitment.map(|commitment| commitment.indicator.name().clone()).unwrap_or_default()
            }
            Some("service") => amount.judged.service.as_ref().map(|s| s.name().clone()).unwrap_or_default(),
            _ => Name::default(),
        }
    }

    /// Cuts what exceeds a cap, what came last first.
    fn cap(
        &self,
        settlement: &Settlement,
        (number, cap): (usize, &Cap),
        span: Span,
        parts: &mut [Part],
        used: &mut BTreeMap<(usize, Instant), Rational>,
        lines: &mut Vec<Line>,
    ) {
        let under = |part: &Part| {
            part.amount.direction == Direction::Penalty && (cap.of.is_empty() || cap.of.contains(&part.amount.schedule))
        };
        let before = owed(parts);
        let each_case = matches!(cap.window, Some(Window::Case { .. }));
        let window = match &cap.window {
            Some(Window::Case { .. }) | None => span,
            Some(window) => self.horizon(window, span).unwrap_or(span),
        };
        let env = Env::of_contract(window);
        let Value::Number(limit) = self.eval(&cap.amount, &env) else { return };
        let limit = limit.base;
        let limit = if window.is_partial() && self.assessment("partial_cap") == "pro_rata" && !reads_rate(cap) {
            let days = |stretch| Rational::from(self.days_in(stretch));
            (limit.clone() * days(window.within)).checked_div(&days(window.whole)).unwrap_or(limit)
        } else {
            limit
        };
        let mut cases: BTreeMap<Name, Rational> = BTreeMap::new();
        // A month lies in the window that holds its last second; a window that slides looks back at what months came to.
        let month = span.whole.end - 1;
        let earlier = used.range((number, window.whole.start)..(number, month));
        let mut in_window: Rational = earlier.map(|(_, reached)| reached).sum();
        let mut of_month = Rational::zero();
        for part in parts.iter_mut().filter(|part| under(part)) {
            let reached = if each_case {
                cases.entry(part.amount.judged.case.clone().unwrap_or_default()).or_default()
            } else {
                &mut in_window
            };
            let room = (&limit - &*reached).max(Rational::zero());
            part.left = part.left.clone().min(room);
            *reached += &part.left;
            of_month += &part.left;
        }
        used.insert((number, month), of_month);
        let after = owed(parts);
        if after != before {
            lines.push(Line::new(What::Capped, &settlement.term.id).value(self.owed_in(settlement, after).quantity()));
        }
    }

    /// Whether the amounts of a month were claimed in time, and until when they may be.
    fn claim(&self, settlement: &Settlement, span: Span) -> (Standing, Option<Instant>) {
        let Some(Claim::By { within: Some(within), otherwise, .. }) = &settlement.claim else {
            let automatic = matches!(settlement.claim, Some(Claim::Automatic) | None);
            return (if automatic { Standing::Due } else { Standing::Claimable }, None);
        };
        let due = self.due(within, None, span.whole);
        let claims = self.model.records.by_name(CLAIM).map(|record| self.evidence.rows(&record.id()));
        let claimed = claims.unwrap_or_default().iter().any(|row| {
            let about = row.instant(CLAIM_PERIOD).is_none_or(|at| span.whole.contains(at));
            let in_time = |received: Instant| span.whole.end <= received && due.is_none_or(|due| received <= due);
            about && row.instant(CLAIM_RECEIVED).is_some_and(in_time)
        });
        let over = due.is_some_and(|due| due < self.as_of);
        let standing = match (claimed, over, otherwise.as_deref()) {
            (true, ..) => Standing::Claimed,
            (false, true, Some("forfeited")) => Standing::Forfeited,
            _ => Standing::Claimable,
        };
        (standing, due)
    }

    /// The final amount, rounded as the contract says.
    fn rounded(&self, amount: &Rational) -> Rational {
        match &self.model.contract.rounding {
            Some(rounding) => {
                let step = rounding.step.base();
                let steps = amount.checked_div(&step).map(|steps| steps.round(0, rounding.rounding));
                steps.map_or_else(|| amount.clone(), |steps| steps * step)
            }
            None => amount.clone(),
        }
    }

    /// An amount of a settlement: days where it extends the service, else money.
    fn owed_in(&self, settlement: &Settlement, amount: Rational) -> Number {
        let unit = if settlement.in_days() { "day" } else { self.model.contract.currency.as_str() };
        Number { base: amount, unit: unit.into() }
    }
}

fn owed(parts: &[Part]) -> Rational {
    parts.iter().filter(|part| part.amount.direction == Direction::Penalty).map(|part| &part.left).sum()
}

/// Caps of narrower windows come first.
fn breadth(window: Option<&Window>) -> (u8, u32) {
    match window {
        Some(Window::Case { .. }) => (0, 0),
        Some(Window::Calendar { count, unit }) => match unit {
            PeriodUnit::Hour | PeriodUnit::Day | PeriodUnit::Week => (1, *count),
            PeriodUnit::Month | PeriodUnit::ContractMonth => (2, *count),
            PeriodUnit::Quarter | PeriodUnit::ContractQuarter => (2, count.saturating_mul(3)),
            PeriodUnit::Year | PeriodUnit::ContractYear => (2, count.saturating_mul(12)),
        },
        Some(Window::Term) => (4, 0),
        _ => (3, 0),
    }
}

/// Whether the amount of a cap reads a rate, whose value in a partial period is in part already.
fn reads_rate(cap: &Cap) -> bool {
    let mut reads = false;
    super::reads::visit(&cap.amount, &mut |part| reads |= matches!(part, crate::model::Expr::Figure { .. }));
    reads
}

/// The way in which a value is compared at so many decimals.
#[must_use]
pub fn at_decimals(value: &Rational, places: u32) -> Rational {
    value.round(places, Rounding::HalfUp)
}
