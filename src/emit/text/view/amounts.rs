//! What is owed: schedules of amounts, settlements, liability.

use super::Clause;
use super::evidence::combination;
use crate::base::Span;
use crate::emit::text::phrase::{Grid, Phrases, Table};
use crate::model::{self, Attained, Claim, Combination, Direction, Excess, Expr, HasTerm, Pays, Replacement};
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
    pub target: bool,
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
    /// Whether there are several, for each of which the amount is owed.
    pub several: bool,
    /// Which cases or services; none: all.
    pub scope: Option<String>,
    /// One amount for each of these.
    pub for_each: String,
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

/// How amounts are settled.
#[derive(Clone, Debug, Serialize)]
pub struct Settlement {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// The amounts that it settles; empty: all that no other settles.
    pub of: String,
    /// Whether there are other settlements.
    pub others: bool,
    /// `sum`, `greatest`, `least` or `choice`.
    pub combine: Option<String>,
    /// Who chooses.
    pub combine_by: Option<String>,
    /// Whether amounts are stated in days of service.
    pub in_days: bool,
    /// Whether there are operations whose order matters.
    pub several_steps: bool,
    /// Whether an amount, or all of them, may not be owed.
    pub exempts: bool,
    /// `incident`, `month`, `indicator` or `service`.
    pub per: Option<String>,
    /// Up to which total nothing is owed.
    pub exempt: Option<Exemption>,
    /// What amounts may reach.
    pub caps: Vec<Cap>,
    /// `automatic` or `by`.
    pub claim: Option<String>,
    /// Who claims.
    pub claimant: Option<String>,
    /// « dans un délai de … »: within what time.
    pub claim_within: Option<String>,
    /// Whether that time runs from an event of a record.
    pub claim_from_record: bool,
    /// `forfeited` or `kept`.
    pub claim_late: Option<String>,
    /// What the claim must show.
    pub evidence: Option<String>,
    /// « lorsque … »: when nothing is owed.
    pub waived: Vec<String>,
    /// In what form amounts are given.
    pub form: Option<String>,
    /// Whether what is given may not be passed on.
    pub non_transferable: bool,
    /// « dans un délai de … »: within what time they are paid.
    pub paid: Option<String>,
    /// `penalty` or `price_adjustment`.
    pub nature: Option<String>,
    /// `full_settlement`, `on_account` or `besides`.
    pub damages: Option<String>,
    /// `sole` or `not_sole`.
    pub remedy: Option<String>,
    /// The matters in which it is not the only one.
    pub remedy_except: Option<String>,
    /// How the final amount is rounded.
    pub rounding: Option<String>,
    /// The step that it is rounded to.
    pub rounding_step: Option<String>,
    /// The clause of the procedure that it follows.
    pub procedure: Option<String>,
}

/// A total up to which nothing is owed.
#[derive(Clone, Debug, Serialize)]
pub struct Exemption {
    /// The total.
    pub amount: String,
    /// « pour chaque année civile »; none: over the whole term, or nothing says so.
    pub for_each: Option<String>,
    /// Whether it is for the whole term.
    pub whole_term: bool,
    /// `whole` or `excess`.
    pub then: Option<String>,
    /// The blank in the place of these words.
    pub then_open: Option<String>,
}

/// What amounts may reach.
#[derive(Clone, Debug, Serialize)]
pub struct Cap {
    /// « à … », `…`: the amount.
    pub amount: String,
    /// « pour chaque année civile »; none: nothing says so.
    pub for_each: Option<String>,
    /// Whether it is for the whole term.
    pub whole_term: bool,
    /// The amounts that it is about; empty: all of the settlement.
    pub of: String,
}

/// Caps of liability.
#[derive(Clone, Debug, Serialize)]
pub struct Liability {
    /// The caps.
    pub liabilities: Vec<LiabilityCap>,
}

/// The cap of a party's liability.
#[derive(Clone, Debug, Serialize)]
pub struct LiabilityCap {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Whose.
    pub of: String,
    /// The cap.
    pub cap: Cap,
    /// What it does not cap.
    pub except: Option<String>,
    /// `excluded` or `included`.
    pub indirect: Option<String>,
    /// `included` or `besides`.
    pub penalties: Option<String>,
    /// The cover that the party keeps.
    pub insurance: Option<String>,
}

impl Phrases<'_> {
    /// Article of the penalties.
    #[must_use]
    pub fn penalties(&self) -> Penalties {
        let mut words = BTreeSet::new();
        let mut excess = Excesses::default();
        for schedule in &self.model.schedules {
            let mut own = BTreeSet::new();
            match &schedule.pays {
                Pays::Amount(expr) => uses(expr, &mut own),
                Pays::Brackets(decision) => {
                    decision.rows.iter().filter_map(|r| r.outcome.as_ref()).for_each(|e| uses(e, &mut own))
                }
                Pays::Blank(_) => {}
            }
            schedule.waived.iter().chain(&schedule.basis).for_each(|e| uses(e, &mut own));
            let replaced = self.attached.exceptions(&schedule.term.id).iter().flat_map(|e| &e.fields);
            for (_, value) in replaced {
                if let Replacement::Expr(expr) = value {
                    uses(expr, &mut own);
                }
            }
            if own.contains(&Attained::Excess) {
                self.excesses(schedule, &mut excess);
            }
            words.extend(own);
        }
        self.model.settlements.iter().flat_map(|s| &s.waived).for_each(|e| uses(e, &mut words));
        let has = |word| words.contains(&word);
        let mut natures = self.model.settlements.iter().map(|s| s.nature.as_deref());
        let adjusts = !self.model.settlements.is_empty() && natures.all(|nature| nature == Some("price_adjustment"));
        Penalties {
            nature: if adjusts { "price_adjustment" } else { "penalty" }.to_owned(),
            schedules: self.model.schedules.iter().map(|s| self.schedule(s)).collect(),
            settlements: self.model.settlements.iter().map(|s| self.settlement(s)).collect(),
            uses: Uses {
                attained: has(Attained::Attained),
                target: has(Attained::Target),
                lost: has(Attained::Lost),
                agreed: has(Attained::Agreed),
                excess,
                missed: has(Attained::Missed),
                total: has(Attained::Total),
                any: !words.is_empty(),
            },
        }
    }

    /// Adds what `excess` counts for the commitments that a schedule is about.
    fn excesses(&self, schedule: &model::Schedule, found: &mut Excesses) {
        let model = self.model;
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
        let debtor = judged.map(|c| self.party(&c.debtor));
        let creditor = judged.map(|c| self.party(&c.creditor));
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
            on: self.cite_any(schedule.on.iter().map(model::Id::as_str)),
            several: schedule.on.len() > 1,
            scope: self.scope(&schedule.scope),
            for_each: self.amount_for_each(schedule),
            basis: basis.map(|e| self.expr(e).plain()),
            amount,
            table,
            grid,
            waived: schedule.waived.iter().map(|c| self.when(c)).collect(),
        }
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
            _ => self.cell(expr),
        }
    }

    fn settlement(&self, s: &model::Settlement) -> Settlement {
        // Only money is rounded.
        let rounding = self.model.contract.rounding.as_ref().filter(|_| !s.in_days());
        let settled = self.model.schedules.iter().filter(|schedule| self.settles(s, schedule));
        let exempts = !s.waived.is_empty() || settled.into_iter().any(|schedule| !schedule.waived.is_empty());
        let mut view = Settlement {
            clause: self.clause(s.term()),
            of: self.cite_all(s.of.iter().map(model::Id::as_str)),
            others: self.model.settlements.len() > 1,
            combine: s.combine.as_ref().map(|c| combination(c).to_owned()),
            combine_by: self.chooser(s.combine.as_ref()),
            per: s.per.as_ref().map(ToString::to_string),
            in_days: s.in_days(),
            several_steps: [s.combine.is_some(), exempts, s.exempt.is_some(), !s.caps.is_empty(), rounding.is_some()]
                .into_iter()
                .filter(|step| *step)
                .count()
                > 1,
            exempts,
            exempt: s.exempt.as_ref().map(|exempt| self.exemption(exempt)),
            caps: s.caps.iter().map(|c| self.cap(c)).collect(),
            claim: None,
            claimant: None,
            claim_within: None,
            claim_from_record: false,
            claim_late: None,
            evidence: None,
            waived: s.waived.iter().map(|c| self.when(c)).collect(),
            form: None,
            non_transferable: s.form.iter().any(|w| w == "non_transferable"),
            paid: s.paid.as_ref().map(|d| self.deadline(d)),
            nature: s.nature.as_ref().map(ToString::to_string),
            damages: s.damages.as_ref().map(ToString::to_string),
            remedy: s.remedy.as_ref().map(ToString::to_string),
            remedy_except: {
                let matters: Vec<_> = s.remedy_except.iter().map(|w| self.closed("except", w)).collect();
                (!matters.is_empty()).then(|| self.all_of(&matters))
            },
            rounding: rounding.map(|r| self.closed("rounded", r.rounding.name())),
            rounding_step: rounding.map(|r| self.quantity(&r.step)),
            procedure: self.model.procedure.as_ref().filter(|p| !p.steps.is_empty()).map(|p| self.cite(&p.term.id)),
        };
        let forms: Vec<_> =
            s.form.iter().filter(|w| *w != "non_transferable").map(|w| self.closed("form", w)).collect();
        if !forms.is_empty() {
            view.form = Some(self.any_of(&forms));
        }
        match &s.claim {
            None => {}
            Some(Claim::Automatic) => view.claim = Some("automatic".to_owned()),
            Some(Claim::By { party, within, otherwise, evidence }) => {
                view.claim = Some("by".to_owned());
                view.claimant = Some(self.party(party).plain());
                view.claim_within = within.as_ref().map(|d| self.deadline(d));
                let after = within.as_ref().and_then(|within| within.after.as_ref());
                view.claim_from_record = matches!(after, Some(model::Event::Field { .. }));
                view.claim_late = otherwise.as_ref().map(ToString::to_string);
                view.evidence = self.optional_text(evidence.as_ref());
            }
        }
        view
    }

    /// Whether a settlement settles a schedule: it names it, or names none and no other does.
    fn settles(&self, settlement: &model::Settlement, schedule: &model::Schedule) -> bool {
        let id = schedule.id();
        match settlement.of.is_empty() {
            true => !self.model.settlements.iter().any(|other| other.of.contains(&id)),
            false => settlement.of.contains(&id),
        }
    }

    fn cap(&self, cap: &model::Cap) -> Cap {
        let amount = match &cap.amount {
            Expr::Quantity(q) if model::is_time_of_service(&q.unit) => self.bare(self.share(&cap.amount, None)),
            other => self.prose(other),
        };
        Cap {
            amount: if self.is_french() { amount.to() } else { amount.plain() },
            whole_term: cap.window == Some(model::Window::Term),
            for_each: cap.window.as_ref().map(|w| self.each(w)),
            of: self.cite_all(cap.of.iter().map(model::Id::as_str)),
        }
    }

    fn exemption(&self, exempt: &model::Exemption) -> Exemption {
        Exemption {
            amount: self.expr(&exempt.amount).plain(),
            whole_term: exempt.window == Some(model::Window::Term),
            for_each: exempt.window.as_ref().map(|w| self.each(w)),
            then: exempt.then.as_ref().map(ToString::to_string),
            then_open: exempt.then.as_deref().filter(|then| then.starts_with('[')).map(|then| self.closed("then", then)),
        }
    }

    /// `1 000 € sur toute la durée du contrat`: an exemption that stands alone.
    pub(super) fn exemption_in_words(&self, exempt: &model::Exemption) -> String {
        let amount = exempt.amount.clone();
        let window = exempt.window.clone();
        let total = self.cap_in_words(&model::Cap { amount, window, of: Vec::new(), span: Span::default() });
        match exempt.then.as_deref() {
            Some(then) => format!("{total}, {}", self.closed("then", then)),
            None => total,
        }
    }

    /// `10 000 € pour chaque mois`: a cap that stands alone.
    pub(super) fn cap_in_words(&self, cap: &model::Cap) -> String {
        let cap = self.cap(cap);
        let mut words = cap.amount;
        if cap.whole_term {
            words.push_str(self.either(" sur toute la durée du contrat", " over the whole term of the contract"));
        } else if let Some(each) = cap.for_each {
            words.push_str(&format!(" {} {each}", self.either("pour", "for")));
        }
        if !cap.of.is_empty() {
            words.push_str(&format!(", {}{}", self.either("pour les montants de l’", "for the amounts of "), cap.of));
        }
        words
    }

    /// `seul le plus élevé, incident par incident`: how amounts combine.
    pub(super) fn combination_in_words(&self, combine: &Combination, per: Option<&str>) -> String {
        let how = match combine {
            Combination::Sum => self.either("les montants s’additionnent", "amounts are added up").to_owned(),
            Combination::Greatest => self.either("seul le plus élevé est dû", "only the greatest is owed").to_owned(),
            Combination::Least => self.either("seul le moins élevé est dû", "only the least is owed").to_owned(),
            Combination::Choice(who) if self.is_french() => {
                format!("{} choisit celui qui est dû", self.actor(who).plain())
            }
            Combination::Choice(who) => format!("{} chooses the one that is owed", self.actor(who).plain()),
            Combination::Blank(name) => self.blank(name),
        };
        per.map_or(how.clone(), |per| format!("{how}, {}", self.closed("per", per)))
    }

    /// Article of the liability.
    #[must_use]
    pub fn liability(&self) -> Liability {
        let liabilities = self.model.liabilities.iter().map(|l| {
            let except: Vec<_> = l.except.iter().map(|w| self.closed("except", w)).collect();
            LiabilityCap {
                clause: self.clause(l.term()),
                of: self.party(&l.of).of(),
                cap: self.cap(&l.cap),
                except: (!except.is_empty()).then(|| self.all_of(&except)),
                indirect: l.indirect.as_ref().map(ToString::to_string),
                penalties: l.penalties.as_ref().map(ToString::to_string),
                insurance: l.insurance.as_ref().map(|q| self.quantity(q)),
            }
        });
        Liability { liabilities: liabilities.collect() }
    }
}

/// Gathers the words about the judged commitment that an expression uses.
fn uses(expr: &Expr, words: &mut BTreeSet<Attained>) {
    match expr {
        // What an exception is without needs no definition.
        Expr::Attained(Attained::Base) => {}
        Expr::Attained(word) => {
            words.insert(*word);
        }
        Expr::Binary { left, right, .. } | Expr::Compare { left, right, .. } => {
            uses(left, words);
            uses(right, words);
        }
        Expr::Not(inner) | Expr::Step { value: inner, .. } | Expr::TimeShare { holds: inner, .. } => uses(inner, words),
        Expr::Aggregate { of, filter, .. } => {
            uses(of, words);
            filter.iter().for_each(|f| uses(f, words));
        }
        Expr::Call { arguments, .. } | Expr::Quorum { of: arguments, .. } => {
            arguments.iter().for_each(|a| uses(a, words))
        }
        _ => {}
    }
}
