//! What is owed in the end: amounts combined, waived, capped, claimed, and rounded once.
//!
//! A settlement is made month by month: an amount belongs to the month in which the period that it is for ends; that of a case
//! to the month in which the case opens, or ends, as the preset `assessment` says of cases that span two periods.

mod caps;
mod claims;
mod combine;
mod exemption;
mod windows;

use super::amounts::Amount;
use super::derivation::{Line, What};
use super::judge::{Judged, Verdict};
use super::world::{Span, World};
use super::{Env, Number, Value};
use crate::model::{Attained, Claim, Direction, Expr, HasTerm, Id, Replacement, Schedule, Settlement};
use crate::quantity::{Rational, Rounding};
use crate::time::{Cycle, Instant, Stretch};
pub use caps::Capped;
use combine::Rule;
pub use combine::{Alternative, Choice};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use windows::Entry;

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
    /// What a party may choose among.
    pub choices: Vec<Choice>,
    /// How it came about.
    pub lines: Vec<Line>,
}

/// An amount on its way through the settlement.
#[derive(Clone)]
struct Part {
    amount: Amount,
    left: Rational,
    /// The instant by which it falls into the window of a cap.
    at: Instant,
}

impl Part {
    /// What the debtor owes of it; below 0 where the creditor owes it.
    fn owed(&self) -> Rational {
        match self.amount.direction {
            Direction::Penalty => self.left.clone(),
            Direction::Bonus => -&self.left,
        }
    }

    /// Whether the debtor owes some of it.
    fn is_owed(&self) -> bool {
        self.amount.direction == Direction::Penalty && !self.left.is_zero()
    }

    /// What it counts for in the windows of caps and exemptions.
    fn entry(&self) -> Entry {
        Entry {
            at: self.at,
            schedule: self.amount.schedule.clone(),
            service: self.amount.judged.service.clone(),
            sum: self.left.clone(),
            grows: self.amount.judged.verdict == Verdict::Provisional,
            lapses: false,
        }
    }

    /// Whether it is not for good. What a cause that is still to be established makes of an amount is told by supposing it, so that it says nothing
    /// where another amount stands in the place of this one.
    fn may_change(&self) -> bool {
        let says = !self.left.is_zero() || self.amount.judged.verdict != Verdict::Disputed;
        self.amount.ahead || self.amount.open && says
    }
}

/// What the months before came to.
#[derive(Default)]
struct Ledger {
    /// What is left of each amount that the debtor owes.
    owed: Vec<Entry>,
    /// What the settlement came to.
    total: Vec<(Instant, Rational)>,
    /// What amounts came to before the exemption.
    incurred: Vec<Entry>,
    /// What was exempt, and may still be owed.
    exempt: Vec<Part>,
    /// Whether what the settlement came to may still change.
    unsure: bool,
}

impl World<'_> {
    /// What a settlement comes to in each month from the start of the term until the end of a stretch.
    #[must_use]
    pub fn settle(&self, settlement: &Settlement, until: Instant) -> Vec<Settled> {
        let mut settled = self.settle_as_known(settlement, until);
        // What would come out otherwise if some causes were found and others were not hangs on them, wherever it reads them.
        for supposed in self.supposed() {
            for (month, other) in settled.iter_mut().zip(supposed.settle_as_known(settlement, until)) {
                if month.amount != other.amount {
                    month.standing = Standing::Provisional;
                }
            }
        }
        // So does what comes to something else where what is open goes on.
        let mut hangs = BTreeSet::new();
        for ahead in self.goings_on() {
            let others = ahead.settle_as_known(settlement, until).into_iter();
            let differ = settled.iter().zip(others).filter(|(month, other)| month.amount != other.amount);
            hangs.extend(differ.map(|(month, _)| month.span.whole.start));
        }
        for month in settled.iter_mut().filter(|month| hangs.contains(&month.span.whole.start)) {
            month.standing = Standing::Provisional;
            let open = self.open_before(month.span.whole.end);
            let number = Number::plain(super::expr::count(open.count()));
            month.lines.push(Line::new(What::StillOpen, settlement.id().name()).value(number.quantity()).rows(open));
        }
        if self.has_too_many_causes() {
            settled.iter_mut().for_each(|month| month.standing = Standing::Provisional);
        }
        settled
    }

    /// What a settlement comes to in the months that end within a period, as far as is known.
    #[must_use]
    pub fn settled(&self, settlement: &Id<Settlement>, period: Span) -> Value {
        let Some(settlement) = self.model.settlements.get(settlement) else { return Value::Nothing };
        let months = self.settle_as_known(settlement, period.within.end).into_iter();
        let ended = months.filter(|month| period.whole.contains(month.span.whole.end - 1));
        Value::Number(self.owed_in(settlement, ended.map(|month| month.amount.base).sum()))
    }

    /// What a settlement comes to month by month if so much is owed under penalties and bonuses in the months of these instants, and nothing
    /// else happens.
    #[must_use]
    pub fn settle_supposed(
        &self,
        settlement: &Settlement,
        supposed: &[(Id<Schedule>, Number, Instant)],
    ) -> Vec<Settled> {
        let amount = |(schedule, amount, at): &(Id<Schedule>, Number, Instant)| {
            let month = Cycle::month().at(*at, self.zone())?.whole;
            let own = self.model.schedules.get(schedule)?;
            let on = own.on.iter().find_map(|id| self.model.commitments.get(id));
            let judged = Judged {
                commitment: on.map_or_else(|| Id::new(own.term.id.clone()), HasTerm::id),
                service: on.and_then(|on| self.held(on).next()).map(|(service, _)| service.id()),
                case: None,
                span: Span { whole: month, within: month.and(self.term()) },
                verdict: Verdict::Breached,
                attained: None,
                target: None,
                goal: None,
                lost: None,
                agreed: None,
                excess: None,
                lateness: None,
                late: true,
                missed: 0,
                cases: 0,
                may_be_freed: false,
                deadline: None,
                lines: Vec::new(),
            };
            let own = Amount {
                schedule: schedule.clone(),
                direction: own.direction,
                judged: Rc::new(judged),
                row: None,
                amount: amount.clone(),
                open: false,
                ahead: false,
                lines: Vec::new(),
            };
            Some((month.start, own))
        };
        let mut by_month: BTreeMap<Instant, Vec<Amount>> = BTreeMap::new();
        for (month, amount) in supposed.iter().filter_map(amount) {
            by_month.entry(month).or_default().push(amount);
        }
        let last = supposed.iter().map(|(_, _, at)| *at + 1).max().unwrap_or(self.term().start);
        self.settle_months(settlement, last, by_month)
    }

    fn settle_as_known(&self, settlement: &Settlement, until: Instant) -> Vec<Settled> {
        let stretch = self.settled_until(until);
        self.settle_months(settlement, until, self.by_month(settlement, stretch))
    }

    /// The part of the term that is settled until an instant.
    fn settled_until(&self, until: Instant) -> Stretch {
        let term = self.term();
        Stretch::new(term.start, until.min(term.end).max(term.start))
    }

    fn settle_months(
        &self,
        settlement: &Settlement,
        until: Instant,
        mut by_month: BTreeMap<Instant, Vec<Amount>>,
    ) -> Vec<Settled> {
        let (term, stretch) = (self.term(), self.settled_until(until));
        let mut ledger = Ledger::default();
        let mut settled = Vec::new();
        for month in Cycle::month().periods(stretch, self.zone()) {
            let span = Span { whole: month.whole, within: month.whole.and(term) };
            let amounts = by_month.remove(&month.whole.start).unwrap_or_default();
            settled.push(self.settle_month(settlement, span, amounts, &mut ledger));
        }
        settled
    }

    /// The amounts that a settlement is about, by the start of the month that they belong to.
    fn by_month(&self, settlement: &Settlement, stretch: Stretch) -> BTreeMap<Instant, Vec<Amount>> {
        let mut months: BTreeMap<Instant, Vec<Amount>> = BTreeMap::new();
        for schedule in self.model.schedules.iter().filter(|schedule| self.settles(settlement, &schedule.id())) {
            for amount in self.amounts(schedule, stretch) {
                if let Some(month) = Cycle::month().at(self.falls_at(&amount), self.zone()) {
                    months.entry(month.whole.start).or_default().push(amount);
                }
            }
        }
        months
    }

    /// The instant by which an amount belongs to a month, or to another period: the last of the period that it is for, as far as the
    /// contract goes, or that of its case.
    pub(super) fn falls_at(&self, amount: &Amount) -> Instant {
        match &amount.judged.case {
            Some(_) => self.counts_at(&amount.judged),
            None => self.last_of(amount.judged.span),
        }
    }

    /// The last instant of a period as far as the contract goes. What follows the end of the contract belongs to its last instant.
    pub(super) fn last_of(&self, span: Span) -> Instant {
        let end = self.term().end;
        (span.whole.end.min(end) - 1).max(span.whole.start).min(end - 1)
    }

    /// Whether a settlement settles a schedule: it names it, or names none and no other does.
    #[must_use]
    pub fn settles(&self, settlement: &Settlement, schedule: &Id<Schedule>) -> bool {
        if settlement.of.is_empty() {
            !self.model.settlements.iter().any(|other| other.of.contains(schedule))
        } else {
            settlement.of.contains(schedule)
        }
    }

    fn settle_month(&self, settlement: &Settlement, span: Span, amounts: Vec<Amount>, ledger: &mut Ledger) -> Settled {
        let id = &settlement.term.id;
        let at = span.within.start;
        let env = Env::of_contract(span);
        let mut lines: Vec<Line> = amounts
            .iter()
            .take(LISTED)
            .map(|amount| {
                let rows = amount.judged.case.iter().collect();
                Line::new(What::Amount, amount.schedule.name()).value(amount.amount.quantity()).rows(rows)
            })
            .collect();
        let part = |amount: &Amount| Part {
            left: amount.amount.base.clone(),
            at: self.falls_at(amount),
            amount: amount.clone(),
        };
        let mut parts: Vec<Part> = amounts.iter().map(part).collect();
        parts.sort_by(|one, other| in_order(&one.amount).cmp(&in_order(&other.amount)));
        let choices = match self.replaced(id, "combine", at, &env) {
            Some((_, Replacement::Combine(combine, per, between))) => {
                self.combine(Rule { combine: Some(combine), per: per.as_deref(), between }, &mut parts)
            }
            _ => self.combine(Rule::of(settlement), &mut parts),
        };
        for choice in &choices {
            let cases = choice.among.iter().filter_map(|alternative| alternative.case.as_ref()).collect();
            let taken = choice.among.first().map(|alternative| alternative.amount.quantity());
            lines.extend(taken.map(|taken| Line::new(What::Chosen, &choice.by).value(taken).rows(cases)));
        }
        if parts.len() > 1 {
            lines.push(Line::new(What::Combined, id).value(self.owed_in(settlement, owed(&parts)).quantity()));
        }
        let month = span.whole.end - 1;
        // The month that is settled counts with what it comes to before it is waived or cut.
        ledger.total.push((month, parts.iter().map(Part::owed).sum()));
        let with_total = Env { total: Some(&ledger.total), ..env };
        let waivers = self.waivers(&settlement.waived, id, at, &with_total).1;
        let total = |part: &Expr| matches!(part, Expr::Attained(Attained::Total));
        let unsure = |waiver: &&Expr| self.reads_ahead(waiver, &with_total) || ledger.unsure && waiver.any(&total);
        let mut known = !waivers.iter().any(unsure);
        if let Some(by) = self.is_waived(&settlement.waived, id, at, &with_total) {
            parts.iter_mut().for_each(|part| part.left = Rational::zero());
            lines.push(Line::new(What::Waived, &by));
        }
        known &= self.exempt(settlement, span, &mut parts, ledger, &mut lines);
        let (by, caps) = self.caps(settlement, at, &env);
        for cap in caps {
            let before = owed(&parts);
            known &= self.cap(cap, span, &mut parts, ledger);
            if owed(&parts) != before {
                lines.push(Line::new(What::Capped, by).value(self.owed_in(settlement, owed(&parts)).quantity()));
            }
        }
        let (mut standing, claim_by, each) = self.claims(settlement, span, &parts, &mut lines);
        let net = |parts: &[Part]| parts.iter().map(Part::owed).sum::<Rational>();
        let before = net(&parts);
        for (part, own) in parts.iter_mut().zip(&each) {
            if *own == Some(Standing::Forfeited) {
                part.left = Rational::zero();
            }
        }
        // What is forfeited is not owed, and uses no cap up.
        let lapses = matches!(&settlement.claim, Some(Claim::By { otherwise: Some(word), .. }) if word == "forfeited");
        let left = parts.iter().zip(&each).filter(|(part, _)| part.is_owed());
        ledger.owed.extend(
            left.map(|(part, own)| Entry { lapses: lapses && *own == Some(Standing::Claimable), ..part.entry() }),
        );
        let amount = net(&parts);
        if amount != before {
            lines.push(Line::new(What::Forfeited, id).value(self.owed_in(settlement, before - &amount).quantity()));
        }
        ledger.unsure |= ledger.owed.iter().any(|entry| entry.grows || entry.lapses);
        if !known || parts.iter().any(Part::may_change) {
            standing = Standing::Provisional;
        }
        // Days of service are whole or parts of days as they come out; only money is rounded.
        let rounded = if settlement.in_days() { amount } else { self.rounded(&amount) };
        let rounded = self.owed_in(settlement, rounded);
        if let Some((_, reached)) = ledger.total.last_mut() {
            reached.clone_from(&rounded.base);
        }
        lines.push(Line::new(What::Rounded, &self.model.contract.term.id).value(rounded.quantity()));
        Settled { settlement: settlement.id(), span, amount: rounded, standing, claim_by, amounts, choices, lines }
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
        let unit = if settlement.in_days() { "day".into() } else { self.model.contract.money() };
        Number { base: amount, unit }
    }
}

/// The order of amounts, by which caps cut the last ones first: what began first, and what ended first of what began at one instant, comes
/// first; then names decide: of the penalty, of the commitment, of the service, of the case. The order of the source and of the evidence decides nothing.
fn in_order(amount: &Amount) -> impl Ord {
    let judged = &amount.judged;
    let names = [Some(amount.schedule.name()), Some(judged.commitment.name()), judged.service.as_ref().map(Id::name)];
    (judged.span.whole.start, judged.span.whole.end, names, judged.case.as_ref())
}

fn owed(parts: &[Part]) -> Rational {
    parts.iter().filter(|part| part.amount.direction == Direction::Penalty).map(|part| &part.left).sum()
}

/// The way in which a value is compared at so many decimals.
#[must_use]
pub fn at_decimals(value: &Rational, places: u32) -> Rational {
    value.round(places, Rounding::HalfUp)
}
