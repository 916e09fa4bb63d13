//! What is owed: schedules of amounts. What is owed in the end is in `settlement`.

use super::Clause;
use super::settlement::Settlement;
use crate::emit::text::phrase::{Grid, Noun, Phrases, Table};
use crate::model::{self, Attained, Direction, Excess, Expr, HasTerm, Key, Operator, Pays, Replacement};
use serde::Serialize;
use std::collections::BTreeSet;

/// Penalties, bonuses, and how they are settled.
#[derive(Clone, Debug, Serialize)]
pub struct Penalties {
    /// What is owed, as a function of what was attained.
    pub schedules: Vec<Schedule>,
    /// How amounts combine, what they may reach, how they are claimed and paid.
    pub settlements: Vec<Settlement>,
    /// `price_adjustment` where all amounts are that; `penalty` otherwise.
    pub nature: String,
    /// Which of the words of amounts are used: `attained`, `target`, `lost`, `agreed`, `excess`, `missed`, `total`.
    pub uses: Uses,
}

/// Words that amounts use about the commitment that is judged, each defined once.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "templates read one flag a word")]
#[expect(missing_docs, reason = "documented in `language::words::ATTAINED`")]
pub struct Uses {
    pub attained: bool,
    /// Whether it is, of some, the share of the cases in time.
    pub share_of_cases: bool,
    pub target: bool,
    pub goal: bool,
    pub lost: bool,
    pub agreed: bool,
    /// What `excess` counts, for each sort of commitment that it is used of.
    pub excess: Excesses,
    pub missed: bool,
    pub total: bool,
    /// Whether any is used.
    pub any: bool,
}

/// The sorts of commitments of which `excess` is used: it counts something else for each.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "templates read one flag a sort")]
pub struct Excesses {
    /// How late something is, in days of a calendar that the amount names.
    pub late_days: bool,
    /// How late something is, in hours of a calendar that the amount names.
    pub late_hours: bool,
    /// A case that is due after a duration.
    pub time: bool,
    /// A case that is due after days.
    pub days: bool,
    /// A share of cases that must be on time.
    pub late_cases: bool,
    /// A share of time.
    pub lost_time: bool,
    /// A share of slots or of records.
    pub lost: bool,
    /// Any other value.
    pub distance: bool,
}

/// A penalty or a bonus.
#[derive(Clone, Debug, Serialize)]
pub struct Schedule {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// `penalty` or `bonus`.
    pub direction: String,
    /// Who pays.
    pub payer: Option<String>,
    /// « à … »: whom.
    pub payee: Option<String>,
    /// The commitments that it is about, any of which will do.
    pub on: String,
    /// The clause of the level, where it is about all commitments of one that has many.
    pub whole: Option<String>,
    /// The duties that it is about, where it is about such.
    pub duties: Option<String>,
    /// Whether there are several, for each of which the amount is owed.
    pub several: bool,
    /// Which cases or services; none: all.
    pub scope: Option<String>,
    /// One amount for each of these.
    pub for_each: String,
    /// Whether it is for each late case of a commitment on a share of cases.
    pub beside_quota: bool,
    /// What a bare percentage is a share of.
    pub basis: Option<String>,
    /// The amount, where it is one expression, or the blank that stands for it.
    pub amount: Option<String>,
    /// The amount by bracket.
    pub table: Option<Table>,
    /// The same as a matrix, where it has two keys.
    pub grid: Option<Grid>,
    /// « lorsque … »: when it is not owed.
    pub waived: Vec<String>,
}

impl Excesses {
    /// Adds the sorts of lateness that an amount counts on a calendar of its own.
    fn late(&mut self, amount: &Expr) {
        amount.visit(&mut |part| match part {
            Expr::Late { in_days: true, .. } => self.late_days = true,
            Expr::Late { in_days: false, .. } => self.late_hours = true,
            _ => {}
        });
    }
}

/// As many commitments as this are cited by their level.
const MANY: usize = 4;

impl Phrases<'_> {
    /// Article of the penalties.
    #[must_use]
    pub fn penalties(&self) -> Penalties {
        let mut words = BTreeSet::new();
        let mut excess = Excesses::default();
        let mut share_of_cases = false;
        for schedule in &self.model.schedules {
            let mut own = BTreeSet::new();
            match &schedule.pays {
                Pays::Amount(expr) => uses(expr, &mut own),
                Pays::Brackets(decision) => {
                    own.extend(decision.keys.iter().filter_map(|key| match key {
                        Key::Judged(word) => Some(*word),
                        _ => None,
                    }));
                    decision.rows.iter().filter_map(|r| r.outcome.as_ref()).for_each(|e| uses(e, &mut own))
                }
                Pays::Blank(_) => {}
            }
            schedule.waived.iter().chain(&schedule.basis).for_each(|e| uses(e, &mut own));
            schedule.formulas().into_iter().for_each(|expr| excess.late(expr));
            let replaced = self.attached.exceptions(&schedule.term.id).iter().flat_map(|e| &e.fields);
            for (_, value) in replaced {
                if let Replacement::Expr(expr) = value {
                    uses(expr, &mut own);
                    excess.late(expr);
                }
            }
            if own.contains(&Attained::Excess) {
                self.excesses(schedule, &mut excess);
            }
            if own.contains(&Attained::Attained) {
                let mut known = Excesses::default();
                self.excesses(schedule, &mut known);
                share_of_cases |= known.late_cases;
            }
            words.extend(own);
        }
        self.model.settlements.iter().flat_map(|s| &s.waived).for_each(|e| uses(e, &mut words));
        let has = |word| words.contains(&word);
        let any = !words.is_empty() || excess.late_days || excess.late_hours;
        let mut natures = self.model.settlements.iter().map(|s| s.nature.as_deref());
        let adjusts = !self.model.settlements.is_empty() && natures.all(|nature| nature == Some("price_adjustment"));
        Penalties {
            nature: if adjusts { "price_adjustment" } else { "penalty" }.to_owned(),
            schedules: self
                .model
                .schedules
                .iter()
                .map(|s| self.concerning(Some(self.concerned_by([s]))).schedule(s))
                .collect(),
            settlements: self.model.settlements.iter().map(|s| self.settlement(s)).collect(),
            uses: Uses {
                attained: has(Attained::Attained),
                share_of_cases,
                target: has(Attained::Target),
                goal: has(Attained::Goal),
                lost: has(Attained::Lost),
                agreed: has(Attained::Agreed),
                excess,
                missed: has(Attained::Missed),
                total: has(Attained::Total),
                any,
            },
        }
    }

    /// Adds what `excess` counts for the commitments that a schedule is about.
    fn excesses(&self, schedule: &model::Schedule, found: &mut Excesses) {
        let model = self.model;
        for within in schedule.on_duties.iter().filter_map(|id| model.duties.get(id)?.within.as_ref()) {
            match within.delay.length.as_blank() {
                Some(_) => (found.time, found.days) = (true, true),
                None if within.delay.counts_days() => found.days = true,
                None => found.time = true,
            }
        }
        for commitment in schedule.on.iter().filter_map(|id| model.commitments.get(id)) {
            let Some(indicator) = model.indicators.get(&commitment.indicator) else { continue };
            match commitment.excess(indicator, schedule.each.as_ref(), &model.figures) {
                // A blank leaves open which of the two it is.
                None => (found.time, found.days) = (true, true),
                Some(Excess::Time) => found.time = true,
                Some(Excess::Days) => found.days = true,
                Some(Excess::LateCases) => found.late_cases = true,
                Some(Excess::LostTime) => found.lost_time = true,
                Some(Excess::Lost) => found.lost = true,
                Some(Excess::Distance) => found.distance = true,
            }
        }
    }

    fn schedule(&self, schedule: &model::Schedule) -> Schedule {
        let (mut amount, mut table, mut grid) = (None, None, None);
        let basis = schedule.basis.as_ref();
        match &schedule.pays {
            Pays::Amount(expr) => amount = Some(self.gap_of(schedule, expr).unwrap_or_else(|| self.share(expr, basis))),
            Pays::Brackets(decision) => {
                grid = self.grid(decision, |e| self.share(e, basis));
                table = grid
                    .is_none()
                    .then(|| self.decision(decision, &self.capital(&self.field("pays")), |e| self.share(e, basis)));
            }
            Pays::Blank(name) => amount = Some(self.blank(name)),
        }
        let judged = schedule.on.first().and_then(|id| self.model.commitments.get(id));
        let duty = schedule.on_duties.first().and_then(|id| self.model.duties.get(id));
        let of = |actors: &[model::Actor]| actors.first().and_then(|actor| self.party_of(actor));
        let debtor = judged.map(|c| self.party(&c.debtor)).or_else(|| duty.and_then(|duty| of(&duty.of)));
        let creditor = judged.map(|c| self.party(&c.creditor)).or_else(|| duty.and_then(|duty| of(&duty.to)));
        let (payer, payee) = match schedule.direction {
            Direction::Penalty => (debtor, creditor),
            Direction::Bonus => (creditor, debtor),
        };
        Schedule {
            clause: self.clause(schedule.term()),
            direction: match schedule.direction {
                Direction::Penalty => "penalty",
                Direction::Bonus => "bonus",
            }
            .to_owned(),
            payer: payer.map(|p| p.plain()),
            payee: payee.map(|p| p.to()),
            on: self.cite_any(self.promised(&schedule.on)),
            whole: self.whole_level(&schedule.on),
            duties: (!schedule.on_duties.is_empty())
                .then(|| self.cite_any(schedule.on_duties.iter().map(model::Id::as_str))),
            several: self.promised(&schedule.on).len() + schedule.on_duties.len() > 1,
            scope: self.scope(&schedule.scope),
            for_each: self.amount_for_each(schedule),
            beside_quota: self.is_beside_quota(schedule),
            basis: basis.map(|e| self.expr(e).plain()),
            amount,
            table,
            grid,
            waived: schedule.waived.iter().map(|c| self.when(c)).collect(),
        }
    }

    /// Those of these commitments that promise something: a cell that is `-` cannot be breached.
    fn promised<'a>(&'a self, on: &'a [model::Id<model::Commitment>]) -> Vec<&'a str> {
        let is_promised = |id: &&model::Id<model::Commitment>| {
            self.model.commitments.get(id).is_none_or(|commitment| commitment.target.is_some())
        };
        on.iter().filter(is_promised).map(model::Id::as_str).collect()
    }

    /// The clause of the level of which these are all commitments, where a list of them would be long.
    fn whole_level(&self, on: &[model::Id<model::Commitment>]) -> Option<String> {
        let tier = &self.model.commitments.get(on.first()?)?.tier;
        let own = self.attached.commitments(tier.name()).iter().filter(|c| c.target.is_some());
        let all: BTreeSet<_> = own.map(|c| &c.term.id).collect();
        let named: BTreeSet<_> = on.iter().map(model::Id::name).collect();
        (named.len() >= MANY && named == all).then(|| self.cite(tier.as_str()))
    }

    /// The party that owes, or is owed, what a role of it does.
    fn party_of(&self, actor: &model::Actor) -> Option<Noun> {
        match actor {
            model::Actor::Party(party) => Some(self.party(party)),
            model::Actor::Role(role) => self.model.roles.get(role).map(|role| self.party(&role.of)),
        }
    }

    /// Whether a penalty is for each late case, and the commitment for a share of the cases of a period: each is owed, whatever that share.
    fn is_beside_quota(&self, schedule: &model::Schedule) -> bool {
        let mut judged = schedule.on.iter().filter_map(|id| self.model.commitments.get(id));
        let by_case = |window: &Option<model::Window>| matches!(window, Some(model::Window::Case { .. }));
        let of_share = |c: &model::Commitment| c.quota.is_some() && !by_case(&c.window);
        schedule.direction == Direction::Penalty && by_case(&schedule.each) && judged.any(of_share)
    }

    /// What one amount is for: the window of the schedule, else that of the commitments where they have one.
    fn amount_for_each(&self, schedule: &model::Schedule) -> String {
        let judged = || schedule.on.iter().filter_map(|id| self.model.commitments.get(id));
        let window = schedule.each.as_ref().or_else(|| judged().next().and_then(|c| c.window.as_ref()));
        let is_one = schedule.each.is_some() || judged().all(|c| c.window.as_ref() == window);
        match window.filter(|_| is_one) {
            Some(window) => self.each(window),
            None => self
                .either(
                    "chaque période ou chaque cas au titre duquel l’engagement est apprécié",
                    "each period or each case for which the commitment is assessed",
                )
                .to_owned(),
        }
    }

    /// The gap in an amount that could not be read without it: a clause must never say « none » for « not agreed yet ».
    fn gap_of(&self, schedule: &model::Schedule, amount: &Expr) -> Option<String> {
        let gap = self.attached.blanks(&schedule.term.id).first().filter(|_| *amount == Expr::None)?;
        Some(self.blank(&gap.name))
    }

    /// An amount. A bare percentage says of what.
    pub(super) fn share(&self, expr: &Expr, basis: Option<&Expr>) -> String {
        match (expr, basis) {
            (Expr::Quantity(q), _) if model::is_time_of_service(&q.unit) => {
                format!("{} {}", self.quantity(q), self.either("de service", "of service"))
            }
            (Expr::Quantity(q), Some(basis)) if q.unit == "%" => {
                format!("{} {}", self.quantity(q), self.expr(basis).of())
            }
            (Expr::Binary { op: op @ (Operator::Mul | Operator::Per), left, right }, Some(basis)) if is_share(left) => {
                let of = Expr::Binary { op: Operator::Of, left: left.clone(), right: Box::new(basis.clone()) };
                self.cell(&Expr::Binary { op: *op, left: Box::new(of), right: right.clone() })
            }
            _ => self.cell(expr),
        }
    }
}

/// Whether a value is a share of a basis, in percent or as a fraction.
fn is_share(expr: &Expr) -> bool {
    matches!(expr, Expr::Quantity(q) if q.as_blank().is_none() && (q.unit == "%" || q.unit.is_empty()))
}

/// Gathers the words about the judged commitment that an expression uses.
fn uses(expr: &Expr, words: &mut BTreeSet<Attained>) {
    expr.visit(&mut |part| match part {
        // What an exception is without needs no definition.
        Expr::Attained(Attained::Base) => {}
        Expr::Attained(word) => {
            words.insert(*word);
        }
        _ => {}
    });
}
