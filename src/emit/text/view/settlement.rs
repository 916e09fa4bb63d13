//! Settlements and caps of liability, in words.

use super::Clause;
use super::evidence::combination;
use crate::base::Span;
use crate::emit::text::phrase::{Concerned, Phrases};
use crate::model::{self, Claim, Combination, Direction, Expr, HasTerm};
use serde::Serialize;

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
    /// « montants de l’… ; ou montants de l’… », `the amounts of …; or the amounts of …`: the groups of which one is left.
    pub between: Option<String>,
    /// Whether amounts are stated in days of service.
    pub in_days: bool,
    /// Whether there are operations whose order matters.
    pub several_steps: bool,
    /// Whether an amount, or all of them, may not be owed.
    pub exempts: bool,
    /// Whether no penalty, but a bonus, may not be owed.
    pub drops: bool,
    /// Whether it settles penalties: caps, and what amounts are in law, are about those.
    pub penalties: bool,
    /// Whether it settles bonuses.
    pub bonuses: bool,
    /// `incident`, `month`, `indicator` or `service`.
    pub per: Option<String>,
    /// Up to which total nothing is owed.
    pub exempt: Option<Exemption>,
    /// What amounts may reach.
    pub caps: Vec<Cap>,
    /// `automatic` or `by`.
    pub claim: Option<String>,
    /// The clause that has penalties incurred after formal notice only, where they are owed without a claim.
    pub notice: Option<String>,
    /// Who claims.
    pub claimant: Option<String>,
    /// Whether it owes some of the amounts itself.
    pub claimant_owes: bool,
    /// Whether it owes all of them.
    pub claimant_owes_all: bool,
    /// « dans un délai de … »: within what time.
    pub claim_within: Option<String>,
    /// Whether that time runs from an event of a record.
    pub claim_from_record: bool,
    /// Whether it runs from an end of a period of the contract's own.
    pub claim_from_period: bool,
    /// `forfeited` or `kept`.
    pub claim_late: Option<String>,
    /// By which channel the claim is sent.
    pub through: Option<String>,
    /// What the claim must show.
    pub evidence: Option<String>,
    /// « lorsque … »: when nothing is owed.
    pub waived: Vec<String>,
    /// In what form amounts are given.
    pub form: Option<String>,
    /// « du client », `of the customer`: who chooses among several.
    pub form_by: Option<String>,
    /// What a day of an extension is worth.
    pub day_price: Option<String>,
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
    /// « d’un même service », `one service`: each of which it holds for by itself; none: it holds for all together.
    pub by_one: Option<String>,
    /// « pour chaque année civile »; none: over the whole term, or nothing says so.
    pub for_each: Option<String>,
    /// Whether it looks back from each amount: a window that slides by days or hours.
    pub slides: bool,
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
    /// « d’un même service », `one service`: each of which it holds for by itself; none: it holds for all together.
    pub by_one: Option<String>,
    /// « pour chaque année civile »; none: nothing says so.
    pub for_each: Option<String>,
    /// Whether it looks back from each amount: a window that slides by days or hours.
    pub slides: bool,
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
    pub(super) fn settlement(&self, s: &model::Settlement) -> Settlement {
        // Only money is rounded.
        let rounding = self.model.contract.rounding.as_ref().filter(|_| !s.in_days());
        let settled: Vec<_> = self.model.schedules.iter().filter(|schedule| self.settles(s, schedule)).collect();
        let waived = |way: Direction| settled.iter().any(|one| one.direction == way && !one.waived.is_empty());
        let exempts = !s.waived.is_empty() || waived(Direction::Penalty);
        let drops = !exempts && waived(Direction::Bonus);
        let any = |way: Direction| settled.iter().any(|one| one.direction == way);
        let capped = |cap: &model::Cap| {
            let of = cap.of.clone();
            settled.iter().copied().filter(move |one| of.is_empty() || of.contains(&one.id())).collect::<Vec<_>>()
        };
        let mut view = Settlement {
            clause: self.clause(s.term()),
            of: self.cite_all(s.of.iter().map(model::Id::as_str)),
            others: self.model.settlements.len() > 1,
            combine: s.combine.as_ref().map(|c| combination(c).to_owned()),
            combine_by: self.chooser(s.combine.as_ref()),
            between: self.alternatives(&s.between),
            per: s.per.as_ref().map(ToString::to_string),
            in_days: s.in_days(),
            several_steps: [
                s.combine.is_some(),
                exempts || drops,
                s.exempt.is_some(),
                !s.caps.is_empty(),
                rounding.is_some(),
            ]
            .into_iter()
            .filter(|step| *step)
            .count()
                > 1,
            exempts,
            drops,
            penalties: any(Direction::Penalty) || !any(Direction::Bonus),
            bonuses: any(Direction::Bonus),
            exempt: s.exempt.as_ref().map(|exempt| self.exemption(exempt, self.concerned_by(settled.iter().copied()))),
            caps: s.caps.iter().map(|c| self.cap(c, self.concerned_by(capped(c)))).collect(),
            claim: None,
            notice: None,
            claimant: None,
            claimant_owes: false,
            claimant_owes_all: false,
            claim_within: None,
            claim_from_record: false,
            claim_from_period: false,
            claim_late: None,
            through: None,
            evidence: None,
            waived: s.waived.iter().map(|c| self.when(c)).collect(),
            form: None,
            form_by: None,
            day_price: None,
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
        let forms: Vec<_> = s.form.iter().filter(|w| *w != "non_transferable").map(|w| self.form(s, w)).collect();
        if !forms.is_empty() {
            view.form = Some(self.any_of(&forms));
            view.form_by = s.form_by.as_ref().map(|actor| self.actor(actor).of());
            view.day_price = s.day_price.as_ref().map(|price| self.prose(price).plain());
        }
        match &s.claim {
            None => {}
            Some(Claim::Automatic) => {
                view.claim = Some("automatic".to_owned());
                let procedure = self.model.procedure.as_ref().filter(|p| view.penalties && takes_notice(p));
                view.notice = procedure.map(|p| self.cite(&p.term.id));
            }
            Some(Claim::By { party, within, otherwise, through, evidence }) => {
                view.claim = Some("by".to_owned());
                view.claimant = Some(self.party(party).plain());
                let owes = |schedule: &&model::Schedule| schedule.payers(self.model).contains(&party);
                view.claimant_owes = settled.iter().copied().any(|schedule| owes(&schedule));
                view.claimant_owes_all = view.claimant_owes && settled.iter().copied().all(|schedule| owes(&schedule));
                view.claim_within = within.as_ref().map(|d| self.deadline(d));
                let after = within.as_ref().and_then(|within| within.after.as_ref());
                view.claim_from_record = matches!(after, Some(model::Event::Field { .. }));
                view.claim_from_period = after.is_some_and(is_of_own_period);
                view.claim_late = otherwise.as_ref().map(ToString::to_string);
                view.through = self.optional_text(through.as_ref());
                view.evidence = self.optional_text(evidence.as_ref());
            }
        }
        view
    }

    /// `un avoir`, `an extension of the service`: one of the forms in which amounts are given.
    fn form(&self, s: &model::Settlement, word: &str) -> String {
        if word == "extension" && s.day_price.is_some() {
            return self.either("une prolongation du service", "an extension of the service").to_owned();
        }
        self.closed("form", word)
    }

    /// Whether a settlement settles a schedule: it names it, or names none and no other does.
    fn settles(&self, settlement: &model::Settlement, schedule: &model::Schedule) -> bool {
        let id = schedule.id();
        match settlement.of.is_empty() {
            true => !self.model.settlements.iter().any(|other| other.of.contains(&id)),
            false => settlement.of.contains(&id),
        }
    }

    /// The groups of amounts between which a combination chooses.
    fn alternatives(&self, groups: &[Vec<model::Id<model::Schedule>>]) -> Option<String> {
        let of = self.either("montants de l’", "the amounts of ");
        let groups = groups.iter().map(|group| format!("{of}{}", self.cite_all(group.iter().map(model::Id::as_str))));
        let groups: Vec<String> = groups.collect();
        (!groups.is_empty()).then(|| groups.join(self.either("\u{A0}; ou ", "; or ")))
    }

    /// `one`: what is judged by itself, where the cap is one for each.
    fn cap(&self, cap: &model::Cap, one: Concerned) -> Cap {
        let by_one = cap.is_by_service(self.model);
        let amount = match &cap.amount {
            Expr::Quantity(q) if model::is_time_of_service(&q.unit) => self.bare(self.share(&cap.amount, None)),
            other => self.concerning(by_one.then_some(one)).prose(other),
        };
        Cap {
            amount: if self.is_french() { amount.to() } else { amount.plain() },
            by_one: by_one.then(|| self.one_of(one).to_owned()),
            slides: cap.window.as_ref().is_some_and(model::Window::slides_with_amounts),
            whole_term: cap.window == Some(model::Window::Term),
            for_each: cap.window.as_ref().map(|w| self.each(w)),
            of: self.cite_all(cap.of.iter().map(model::Id::as_str)),
        }
    }

    fn exemption(&self, exempt: &model::Exemption, one: Concerned) -> Exemption {
        let by_one = exempt.is_by_service(self.model);
        Exemption {
            amount: self.concerning(by_one.then_some(one)).expr(&exempt.amount).plain(),
            by_one: by_one.then(|| self.one_of(one).to_owned()),
            slides: exempt.window.as_ref().is_some_and(model::Window::slides_with_amounts),
            whole_term: exempt.window == Some(model::Window::Term),
            for_each: exempt.window.as_ref().map(|w| self.each(w)),
            then: exempt.then.as_ref().map(ToString::to_string),
            then_open: exempt
                .then
                .as_deref()
                .filter(|then| then.starts_with('['))
                .map(|then| self.closed("then", then)),
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
        let cap = self.cap(cap, Concerned::Service);
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
    pub(super) fn combination_in_words(
        &self,
        combine: &Combination,
        per: Option<&str>,
        between: &[Vec<model::Id<model::Schedule>>],
    ) -> String {
        if let Some(groups) = self.alternatives(between) {
            let how = match combine {
                Combination::Choice(who) => self.actor(who).plain(),
                Combination::Least => self.either("le moins élevé", "the least").to_owned(),
                _ => self.either("le plus élevé", "the greatest").to_owned(),
            };
            let how = match (combine, self.is_french()) {
                (Combination::Choice(_), true) => format!("{how} choisit lequel des groupes suivants est dû"),
                (Combination::Choice(_), false) => format!("{how} chooses which of the following groups is owed"),
                (_, true) => format!("des groupes suivants, seul celui dont le total est {how} est dû"),
                (_, false) => format!("of the following groups, only the one with {how} total is owed"),
            };
            let how = format!("{how}{} {groups}", self.either("\u{A0}:", ":"));
            return per.map_or(how.clone(), |per| format!("{how}, {}", self.closed("per", per)));
        }
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
                cap: self.cap(&l.cap, Concerned::Service),
                except: (!except.is_empty()).then(|| self.all_of(&except)),
                indirect: l.indirect.as_ref().map(ToString::to_string),
                penalties: l.penalties.as_ref().map(ToString::to_string),
                insurance: l.insurance.as_ref().map(|q| self.quantity(q)),
            }
        });
        Liability { liabilities: liabilities.collect() }
    }
}

/// Whether penalties are incurred after formal notice only.
fn takes_notice(procedure: &model::Procedure) -> bool {
    let of_penalties = |notice: &&model::FormalNotice| notice.of.iter().any(|word| word == "penalties");
    procedure.formal_notices.iter().filter(of_penalties).any(|notice| notice.rule == "required")
}

/// Whether an event is an end of a period that the contract declares.
fn is_of_own_period(event: &model::Event) -> bool {
    match event {
        model::Event::StartOf(window) | model::Event::EndOf(window) => matches!(window, model::Window::Period { .. }),
        model::Event::Later(events) | model::Event::Earlier(events) => events.iter().any(is_of_own_period),
        _ => false,
    }
}
