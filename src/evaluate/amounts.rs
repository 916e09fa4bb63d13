//! What is owed: the amount of each penalty and bonus for each period or case.

use super::derivation::{Line, What};
use super::evidence::Row;
use super::figures::values;
use super::judge::{Judged, Verdict};
use super::world::{Span, World};
use super::{Env, Number, Value, instances};
use crate::base::Name;
use crate::model::{
    Attained, Commitment, Direction, Expr, HasTerm, Id, Key, Pays, Record, Replacement, Schedule, Service, Subject,
    Window,
};
use crate::quantity::Rational;
use crate::time::{Instant, Stretch};
use std::rc::Rc;

/// An amount that is owed under a schedule for one period or case, before anything is combined.
#[derive(Clone, Debug)]
pub struct Amount {
    /// The penalty or bonus.
    pub schedule: Id<Schedule>,
    /// Which way.
    pub direction: Direction,
    /// The judgement that it is for.
    pub judged: Rc<Judged>,
    /// The record of the case, where it is for one.
    pub row: Option<Rc<Row>>,
    /// The amount in the contract's currency, exact.
    pub amount: Number,
    /// Whether it hangs on a fact that is not established, or may still change.
    pub open: bool,
    /// Whether it rests on periods that are not over.
    pub ahead: bool,
    /// How it came about.
    pub lines: Vec<Line>,
}

impl Amount {
    /// The case that it is for: two records of one name may be of two sorts.
    pub(super) fn case(&self) -> Option<(Option<&Id<Record>>, &Name)> {
        Some((self.row.as_ref().map(|row| &row.record), self.judged.case.as_ref()?))
    }
}

impl World<'_> {
    /// The amounts of a schedule for the periods and cases that end, or begin, within a stretch.
    #[must_use]
    pub fn amounts(&self, schedule: &Schedule, stretch: Stretch) -> Vec<Amount> {
        // In force where the period begins, or where the case is opened.
        let in_force = self.in_force(schedule.term.validity);
        let mut amounts = Vec::new();
        for commitment in schedule.on.iter().filter_map(|id| self.model.commitments.get(id)) {
            for (service, held) in self.held(commitment) {
                let id = service.id();
                let scope = &schedule.scope;
                let named = scope.services.is_empty() || instances::among(&scope.services, &id);
                if !named || !self.service_in_scope(scope, service) {
                    continue;
                }
                match schedule.each.as_ref().or(commitment.window.as_ref()) {
                    Some(Window::Case { .. }) => {
                        amounts.extend(self.amounts_of_cases(schedule, commitment, &id, (in_force, stretch)));
                    }
                    Some(window) => {
                        let own = held.and(in_force).and(stretch);
                        let spans = self.periods(window, own).into_iter().map(|span| span.cut(held));
                        for span in spans.filter(|span| in_force.contains(span.within.start)) {
                            let judged = Rc::new(self.judge(commitment, &id, span));
                            amounts.extend(self.amount(schedule, judged, None));
                        }
                    }
                    None => {}
                }
            }
        }
        let late = self.late_duties(schedule, stretch).into_iter();
        amounts.extend(late.filter_map(|(judged, row)| self.amount(schedule, judged, row.as_ref())));
        amounts
    }

    /// The amounts for cases: only those that missed their target, unless it is a bonus.
    fn amounts_of_cases(
        &self,
        schedule: &Schedule,
        commitment: &Commitment,
        service: &Id<Service>,
        (in_force, stretch): (Stretch, Stretch),
    ) -> Vec<Amount> {
        let ended = |case: &Judged| self.belongs(case, stretch) && in_force.contains(case.span.whole.start);
        if schedule.direction == Direction::Penalty {
            let late = self.cases().late(commitment, service).iter().filter(|(case, _)| ended(case));
            return late.filter_map(|(case, row)| self.amount(schedule, Rc::clone(case), Some(row))).collect();
        }
        let mut amounts = Vec::new();
        let Some(Subject::Record(record)) = self.model.indicators.get(&commitment.indicator).map(|i| &i.of) else {
            return amounts;
        };
        self.evidence.each(record, &mut |row| {
            if row.service.as_ref() == Some(service) {
                let mut cases = self.judge_cases(commitment, row);
                cases.retain(ended);
                if !cases.is_empty() {
                    let row = Rc::new(row.clone());
                    amounts
                        .extend(cases.into_iter().filter_map(|case| self.amount(schedule, Rc::new(case), Some(&row))));
                }
            }
        });
        amounts
    }

    /// The amount of a schedule for a judgement; none where nothing is owed.
    #[must_use]
    pub fn amount(&self, schedule: &Schedule, judged: Rc<Judged>, row: Option<&Rc<Row>>) -> Option<Amount> {
        let owed = match schedule.direction {
            Direction::Penalty => judged.verdict == Verdict::Breached || self.may_be_breached(&judged),
            Direction::Bonus => matches!(judged.verdict, Verdict::Met | Verdict::Provisional),
        };
        // A period that is deemed breached owes what does not rest on a value. Of a value that does not exist, no row of a table and no
        // formula says anything, and nothing is earned by it.
        let deemed = judged.verdict == Verdict::Breached && schedule.direction == Direction::Penalty;
        if !owed || judged.attained.is_none() && !deemed {
            return None;
        }
        let deemed_alone = judged.attained.is_none();
        let mut lines = Vec::new();
        let env = self.env_of_amount(&judged, row.map(Rc::as_ref));
        let (at, id) = (judged.span.within.start, &schedule.term.id);
        let own = self.paid(schedule, &env, &mut lines);
        let Some((amount, by)) = self.in_money(schedule, own, &env, &mut lines) else {
            if !deemed_alone && self.lacks_a_key(schedule, &env) {
                self.note_unvalued(schedule, &judged);
            }
            return None;
        };
        // Of what is not over, what it comes to so far is not what it comes to.
        let ahead = self.owes_ahead(schedule, at, &env);
        let amount = match amount {
            Value::Number(amount) => amount,
            _ if ahead => Number { base: Rational::zero(), unit: self.model.contract.money() },
            _ => {
                if !deemed_alone {
                    self.note_unvalued(schedule, &judged);
                }
                return None;
            }
        };
        let waived = self.is_waived(&schedule.waived, id, at, &env);
        if let Some(by) = &waived {
            lines.push(Line::new(What::Waived, by));
        }
        let waived = waived.is_some();
        let amount = if waived { amount.with(Rational::zero()) } else { amount };
        if amount.base.is_zero() && !waived && !ahead {
            return None;
        }
        lines.push(Line::new(What::Amount, by).value(amount.quantity()));
        let open = judged.verdict != Verdict::Breached && schedule.direction == Direction::Penalty
            || matches!(judged.verdict, Verdict::Provisional | Verdict::Disputed);
        Some(Amount {
            schedule: schedule.id(),
            direction: schedule.direction,
            row: row.cloned(),
            judged,
            amount,
            open,
            ahead,
            lines,
        })
    }

    /// For what is owed for a judgement: what it reads of a period is that of the period that is judged, or that the case belongs to.
    #[must_use]
    pub fn env_of_amount<'e>(&self, judged: &'e Judged, row: Option<&'e Row>) -> Env<'e> {
        let env = Env::of_judged(judged, row);
        let at = self.counts_at(judged);
        if judged.case.is_some() { env.during(Span::whole(Stretch::new(at, at + 1))) } else { env }
    }

    /// Takes note of an amount that is not known, because what it is computed from is not said.
    fn note_unvalued(&self, schedule: &Schedule, judged: &Judged) {
        let of = judged.case.clone().or_else(|| judged.service.as_ref().map(|service| service.name().clone()));
        let mut unvalued = self.found.unvalued.borrow_mut();
        unvalued.entry(schedule.term.id.clone()).or_default().insert((judged.span.whole, of));
    }

    /// Whether the table of a schedule is read at something that nothing says.
    fn lacks_a_key(&self, schedule: &Schedule, env: &Env<'_>) -> bool {
        let Pays::Brackets(table) = &schedule.pays else { return false };
        table.keys.iter().any(|key| self.key(key, env) == Value::Nothing)
    }

    /// What a schedule owes that says so much: by an exception, where one gives another amount, and of its basis, where it is a share. With the
    /// term by which it is owed.
    pub(super) fn in_money<'s>(
        &'s self,
        schedule: &'s Schedule,
        own: Option<Value>,
        env: &Env<'_>,
        lines: &mut Vec<Line>,
    ) -> Option<(Value, &'s Name)> {
        let id = &schedule.term.id;
        // An exception holds for what begins, or is opened, while it is in force.
        let at = env.judged.map_or(env.span, |judged| judged.span).within.start;
        let (amount, by) = match self.replaced(id, "pays", at, env) {
            Some((exception, Replacement::Expr(expr))) => {
                lines.clear();
                let without = own.unwrap_or(Value::Nothing);
                let env = Env { base: Some(&without), ..*env };
                self.explain(expr, &env, lines);
                (self.eval(expr, &env), &exception.term.id)
            }
            _ => (own?, id),
        };
        let basis = match self.replaced(id, "basis", at, env) {
            Some((_, Replacement::Expr(basis))) => Some(basis),
            _ => schedule.basis.as_ref(),
        };
        let (Value::Number(share), Some(basis)) = (&amount, basis) else { return Some((amount, by)) };
        if share.is_owed_as_it_is() {
            return Some((amount, by));
        }
        lines.push(Line::new(What::Units, by).value(share.quantity()));
        let whole = self.basis(schedule, basis, env);
        self.explain(basis, env, lines);
        let Value::Number(whole) = whole else { return Some((Value::Nothing, by)) };
        lines.push(Line::new(What::Basis, id).value(whole.quantity()));
        Some((Value::Number(whole.with(&whole.base * &share.base)), by))
    }

    /// What a schedule says, exceptions aside; none where its table has no row for it.
    fn paid(&self, schedule: &Schedule, env: &Env<'_>, lines: &mut Vec<Line>) -> Option<Value> {
        let expr = match &schedule.pays {
            Pays::Amount(expr) => expr,
            Pays::Brackets(table) => {
                for key in &table.keys {
                    if let Value::Number(number) = self.key(key, env) {
                        lines.push(Line::new(What::Bracket, &schedule.term.id).value(number.quantity()));
                    }
                }
                self.decided(table, env)?
            }
            Pays::Blank(_) => return None,
        };
        self.explain(expr, env, lines);
        Some(self.eval(expr, env))
    }

    /// The basis of a schedule; one that an exception gives may read the one without it.
    fn basis(&self, schedule: &Schedule, basis: &Expr, env: &Env<'_>) -> Value {
        let base = schedule.basis.as_ref().map_or(Value::Nothing, |own| self.eval(own, env));
        self.eval(basis, &Env { base: Some(&base), ..*env })
    }

    /// The term by which something is waived at an instant.
    pub(super) fn is_waived(&self, own: &[Expr], id: &Name, at: Instant, env: &Env<'_>) -> Option<Name> {
        let (by, conditions) = self.waivers(own, id, at, env);
        conditions.into_iter().any(|condition| self.eval(condition, env).holds()).then(|| by.clone())
    }

    /// The conditions by which something is waived at an instant, and their term: those of its own, or those of an exception in their place.
    pub(super) fn waivers<'s>(
        &'s self,
        own: &'s [Expr],
        id: &'s Name,
        at: Instant,
        env: &Env<'_>,
    ) -> (&'s Name, Vec<&'s Expr>) {
        match self.exception_at(id, "waived when", at, env) {
            Some(exception) => {
                let conditions = values(exception, "waived when").filter_map(|value| match value {
                    Replacement::Expr(condition) => Some(condition),
                    _ => None,
                });
                (&exception.term.id, conditions.collect())
            }
            None => (id, own.iter().collect()),
        }
    }

    /// Whether what a schedule owes rests on periods that are not over.
    fn owes_ahead(&self, schedule: &Schedule, at: Instant, env: &Env<'_>) -> bool {
        let (id, ahead) = (&schedule.term.id, |expr: &Expr| self.reads_ahead(expr, env));
        let replaced = |field| match self.replaced(id, field, at, env) {
            Some((_, Replacement::Expr(expr))) => ahead(expr),
            _ => false,
        };
        let pays = match &schedule.pays {
            Pays::Amount(expr) => ahead(expr),
            Pays::Brackets(table) => {
                let key = |key: &Key| matches!(key, Key::Figure(figure) if self.figure_reads_ahead(figure, env));
                table.keys.iter().any(key) || self.decided(table, env).is_some_and(ahead)
            }
            Pays::Blank(_) => false,
        };
        let waived = || self.waivers(&schedule.waived, id, at, env).1.into_iter().any(ahead);
        pays || schedule.basis.as_ref().is_some_and(ahead) || replaced("pays") || replaced("basis") || waived()
    }

    fn may_be_breached(&self, judged: &Judged) -> bool {
        judged.late && matches!(judged.verdict, Verdict::Provisional | Verdict::Disputed)
    }

    /// What a schedule owes for the periods and cases that the period of `env` touches, to be read by a formula.
    #[must_use]
    pub fn owed(&self, schedule: &Id<Schedule>, env: &Env<'_>) -> Number {
        self.owed_of(schedule, env, |_| true)
    }

    /// What a schedule owes over the period of `env`: each amount belongs to the one in which the settlement takes it.
    pub(super) fn owed_over(&self, schedule: &Id<Schedule>, env: &Env<'_>) -> Number {
        self.owed_of(schedule, env, |amount| env.span.whole.contains(self.falls_at(amount)))
    }

    fn owed_of(&self, schedule: &Id<Schedule>, env: &Env<'_>, counts: impl Fn(&Amount) -> bool) -> Number {
        let amounts = self.model.schedules.get(schedule).map(|schedule| self.amounts(schedule, env.span.within));
        let amounts = amounts.unwrap_or_default();
        let of_service = |amount: &&Amount| env.service.is_none() || amount.judged.service.as_ref() == env.service;
        let own = amounts.iter().filter(of_service).filter(|amount| counts(amount));
        let sum = own.map(|amount| &amount.amount.base).sum();
        let unit = amounts.first().map(|amount| amount.amount.unit.clone());
        Number { base: sum, unit: unit.unwrap_or_else(|| self.model.contract.money()) }
    }

    /// Writes down what a formula reads: figures, indicators, what was attained, units that count.
    pub(super) fn explain(&self, expr: &Expr, env: &Env<'_>, lines: &mut Vec<Line>) {
        let mut show = |what: What, term: &Name, part: &Expr| {
            if let Value::Number(number) = self.eval(part, env) {
                let line = Line::new(what, term).value(number.quantity());
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        };
        let none = Name::default();
        expr.visit_now(&mut |part| match part {
            Expr::Figure { figure, .. } => {
                self.reads_before(figure, &mut |earlier, term| show(What::Before, term, earlier));
                show(What::Figure, figure.name(), part);
            }
            Expr::Indicator { indicator, .. } => show(What::Indicator, indicator.name(), part),
            Expr::Attained(Attained::Attained) => show(What::Attained, &none, part),
            Expr::Attained(Attained::Target) => show(What::Target, &none, part),
            Expr::Attained(Attained::Goal) => show(What::Goal, &none, part),
            Expr::Attained(Attained::Excess) | Expr::Late { .. } => show(What::Excess, &none, part),
            Expr::Attained(Attained::Lost) => show(What::Lost, &none, part),
            Expr::Attained(Attained::Agreed) => show(What::Agreed, &none, part),
            Expr::Attained(Attained::Missed) => show(What::Missed, &none, part),
            Expr::Step { .. } => show(What::Units, &none, part),
            Expr::Aggregate { .. } => show(What::Gathered, &none, part),
            Expr::Before { of, .. } => show(What::Before, super::before::term(of).unwrap_or(&none), part),
            _ => {}
        });
    }
}
