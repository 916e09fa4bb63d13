//! From a commitment to a rule.

use super::Pass;
use super::expr::amount;
use crate::base::Name;
use crate::emit::rules::format::{self, HeldService};
use crate::emit::rules::words;
use crate::model::{Commitment, Dimension, Escalation, Expr, Held, Id, Indicator, Scope, Service, Subject, Validity};

/// Whether some case can lie in both scopes.
pub(super) fn overlap(a: &Scope, b: &Scope) -> bool {
    let services = a.services.is_empty() || b.services.is_empty() || a.services.iter().any(|s| b.services.contains(s));
    services
        && a.dimensions.iter().all(|(dimension, values)| {
            b.values(dimension).is_none_or(|others| values.iter().any(|value| others.contains(value)))
        })
}

/// Whether a service is in a scope, by its name and by the facts about it.
fn lets_in(scope: &Scope, service: &Service) -> bool {
    let named = scope.services.is_empty() || scope.services.iter().any(|s| *s.name() == service.term.id);
    named
        && service.facts.iter().all(|(_, fact)| match fact {
            Expr::Value { dimension, value } => scope.values(dimension).is_none_or(|values| values.contains(value)),
            _ => true,
        })
}

impl Pass<'_> {
    /// The rule of a commitment, or why there is none.
    pub(super) fn rule(&mut self, commitment: &Commitment) -> Result<format::Rule, &'static str> {
        let Some(bound) = &commitment.target else {
            return Err("nothing is promised here, on purpose");
        };
        let Some(window) = &commitment.window else {
            return Err("nothing says what one verdict is for");
        };
        let model = self.model;
        if !self.is_chosen(&commitment.scope) {
            return Err("the contract chose another value of the dimension that it is limited to");
        }
        let services = self.held(commitment);
        if services.is_empty() && self.about.held.contains_key(commitment.tier.name()) {
            return Err("none of the services that are held to its level is within its scope");
        }
        let tier = model.tiers.get(&commitment.tier);
        let indicator = model.indicators.get(&commitment.indicator);
        let (from, until) = self.days(commitment.term.validity);
        let label = if commitment.term.label.is_empty() {
            indicator.map(|i| &i.term.label)
        } else {
            Some(&commitment.term.label)
        };
        let mut rule = format::Rule {
            id: commitment.term.id.to_string(),
            label: self.optional_texts(label),
            why: String::new(),
            term: self.origin(&commitment.term),
            tier: commitment.tier.to_string(),
            services,
            debtor: commitment.debtor.to_string(),
            creditor: commitment.creditor.to_string(),
            measured_by: self.optional_actor(commitment.measurer.as_ref()),
            indicator: self.indicators.ask(commitment.indicator.name()),
            scope: self.scope(&commitment.scope),
            when: self.optional_formula(tier.and_then(|t| t.when.as_ref())),
            target: self.target(bound),
            quota: commitment.quota.as_ref().map(amount),
            sample: commitment.sample,
            goal: commitment.goal.as_ref().map(amount),
            window: self.window(window),
            calendar: commitment.calendar.as_ref().map(|set| self.instants(set)),
            from,
            until,
            exclusions: commitment.suspended_by.iter().map(|id| self.exclusions.ask(id.name())).collect(),
            exceptions: self.exceptions_on(commitment),
            escalation: self.escalation(commitment, indicator),
            penalties: self.penalties_on(commitment),
            facts: self.facts(&commitment.facts),
            obligation: commitment.obligation.as_ref().map(ToString::to_string),
        };
        rule.why = self.why(&rule);
        Ok(rule)
    }

    /// Whether a scope agrees with what the contract chose, such as its plan.
    fn is_chosen(&self, scope: &Scope) -> bool {
        let chosen =
            |dimension: &Id<Dimension>| self.model.contract.chooses.iter().find(|(d, _)| d == dimension.name());
        scope
            .dimensions
            .iter()
            .all(|(dimension, values)| chosen(dimension).is_none_or(|(_, value)| values.contains(value)))
    }

    /// The services that are held to the tier of a commitment, and that its scope lets in.
    fn held(&mut self, commitment: &Commitment) -> Vec<HeldService> {
        let held = self.about.held.get(commitment.tier.name()).cloned().unwrap_or_default();
        let within = held.into_iter().filter(|(service, _)| lets_in(&commitment.scope, service));
        let make = |(service, held): (&Service, &Held)| {
            let (from, until) = self.days(Validity { from: held.from, until: held.until });
            self.held_service(service, from, until)
        };
        within.map(make).collect()
    }

    fn held_service(&mut self, service: &Service, from: String, until: Option<String>) -> HeldService {
        HeldService {
            id: service.term.id.to_string(),
            label: self.texts(&service.term.label),
            from,
            until,
            each_instance: service.many,
            hours: service.hours.as_ref().map(|set| self.instants(set)),
            facts: self.facts(&service.facts),
        }
    }

    /// Facts about a promise or a service; the figures and dimensions that they are values of are carried along.
    pub(super) fn facts(&mut self, facts: &[(Name, Expr)]) -> Vec<format::Fact> {
        let mut made = Vec::with_capacity(facts.len());
        for (name, value) in facts {
            if self.model.figures.by_name(name).is_some() {
                self.figures.ask(name);
            }
            if self.model.dimensions.by_name(name).is_some() {
                self.dimensions.ask(name);
            }
            made.push(format::Fact { id: name.to_string(), value: self.formula(value) });
        }
        made
    }

    fn exceptions_on(&self, commitment: &Commitment) -> Vec<String> {
        let touched = [&commitment.term.id, commitment.tier.name(), commitment.indicator.name()];
        let exceptions = touched.into_iter().filter_map(|on| self.about.exceptions.get(on)).flatten();
        exceptions.map(|e| e.term.id.to_string()).collect()
    }

    fn penalties_on(&mut self, commitment: &Commitment) -> Vec<String> {
        let schedules = self.about.schedules.get(&commitment.term.id).cloned().unwrap_or_default();
        let about = schedules.into_iter().filter(|s| overlap(&s.scope, &commitment.scope));
        about.map(|s| self.penalties.ask(&s.term.id)).collect()
    }

    /// The levels that are called for the cases that a commitment is about.
    fn escalation(&mut self, commitment: &Commitment, indicator: Option<&Indicator>) -> Vec<format::EscalationStep> {
        let Some(Indicator { of: Subject::Record(cases), .. }) = indicator else { return Vec::new() };
        let model = self.model;
        let climbs = |e: &&Escalation| matches!(&e.of, Subject::Record(of) if of == cases);
        let mut steps = Vec::new();
        for ladder in model.escalations.iter().filter(climbs) {
            for step in ladder.steps.iter().filter(|s| overlap(&s.scope, &commitment.scope)) {
                let after = self.delay(&step.delay());
                steps.push(format::EscalationStep {
                    term: self.origin(&ladder.term),
                    level: step.level.to_string(),
                    to: self.actor(&step.to),
                    after,
                    from: self.event(&ladder.from),
                    until: self.event(&ladder.until),
                    scope: self.scope(&step.scope),
                });
            }
        }
        steps
    }

    /// Whether the duration of a case may be so many days, of which no calendar is named.
    fn counts_all_days(&self, rule: &format::Rule) -> bool {
        let indicator = self.model.indicators.by_name(&rule.indicator);
        let is_duration = indicator.is_some_and(|indicator| matches!(indicator.formula, Expr::TimeBetween { .. }));
        let unit = rule.target.amount.as_ref().map(|limit| limit.unit.as_str());
        is_duration && rule.target.days_of.is_none() && unit == Some("day")
    }

    /// The rule in one sentence.
    fn why(&self, rule: &format::Rule) -> String {
        let label = |id: &str| match self.model.parties.by_name(id) {
            Some(party) if !party.term.label.is_empty() => party.term.label.any("en").to_string(),
            _ => words::name(id),
        };
        let services = words::list(rule.services.iter().map(|s| words::name(&s.id)), "and");
        let of = if services.is_empty() { String::new() } else { format!(" of {services}") };
        let mut text = format!(
            "{} promises {} that {}{of} is {}{}",
            label(&rule.debtor),
            label(&rule.creditor),
            words::name(&rule.indicator),
            words::target(&rule.target),
            words::scope(&rule.scope),
        );
        if let Some(when) = &rule.when {
            text += &format!(", when {}", words::formula(when));
        }
        if let Some(quota) = &rule.quota {
            text += &format!(", for {} of cases", words::amount(quota));
        }
        text += &format!(", judged for each {}", words::each(&rule.window));
        if let Some(sample) = rule.sample {
            text += &format!(" with {sample} {} or more", if sample == 1 { "case" } else { "cases" });
        }
        let in_days = self.counts_all_days(rule);
        if in_days {
            text += ", counted in calendar days";
        }
        if let Some(calendar) = rule.calendar.as_ref().filter(|_| !in_days) {
            let on = if matches!(calendar, format::InstantSet::Always) { "at" } else { "within" };
            text += &format!(", counted {on} {}", words::instants(calendar));
        }
        if !rule.exclusions.is_empty() {
            text += &format!(", without {}", words::list(rule.exclusions.iter().map(|id| words::name(id)), "and"));
        }
        if let Some(by) = &rule.measured_by {
            text += &format!(", as measured by {}", label(by));
        }
        text + "."
    }
}
