//! What the rules do not carry, term by term, and why.

use super::Pass;
use crate::emit::rules::format::NotCarried;
use crate::model::{
    Backup, Commitment, Duty, Expr, HasTerm, Liability, Prose, Responsibility, Right, Scenario, Service, Settlement,
    Table,
};

const RIGHT: &str = "a party uses it or not: no measurement decides";
const DUTY: &str = "something that people do once or at dates, for which no amount is owed where it is late";
const SETTLEMENT: &str = "it combines, caps and claims the amounts of all penalties over windows longer than a rule's";
const LIABILITY: &str = "it limits what a party owes in all, whatever is measured";
const RESPONSIBILITY: &str = "it says who answers for an activity, not how well it is done";
const BACKUP: &str = "it is the means by which objectives are met; the objectives themselves are rules";
const PROCEDURE: &str = "it says how parties discuss a breach and when it is final, after it is measured";
const SCENARIO: &str = "a worked example, which promises nothing";
const PROSE: &str = "prose, which no program can apply";
const ESCALATION: &str = "no rule is about the cases that it is for";
const HELD_TO_NOTHING: &str = "it is held to no level, so nothing is promised of it";
const DEPENDENCY: &str = "what a service needs does not change how the service itself is judged";
const HEADER: &str = "renewal, law, courts, taxes and the order of documents are not measured";
const UNREAD: &str = "no rule reads it";

impl Pass<'_> {
    /// Adds what is left of every table, in the order of the model.
    pub(super) fn what_is_left(&self, left: &mut Vec<NotCarried>) {
        let model = self.model;
        left.push(self.not_carried(&model.contract.term, "contract", HEADER));
        self.unread(&model.roles, "role", |id| self.roles.made.contains_key(id), UNREAD, left);
        self.unread(&model.calendars, "calendar", |id| self.calendars.made.contains_key(id), UNREAD, left);
        self.unread(&model.dimensions, "dimension", |id| self.dimensions.made.contains_key(id), UNREAD, left);
        self.unread(&model.records, "record", |id| self.records.made.contains_key(id), UNREAD, left);
        self.unread(&model.states, "state", |id| self.states.made.contains_key(id), UNREAD, left);
        self.unread(&model.figures, "figure", |id| self.figures.made.contains_key(id), UNREAD, left);
        self.unread(&model.indicators, "indicator", |id| self.indicators.made.contains_key(id), UNREAD, left);
        self.unread(&model.exclusions, "exclusion", |id| self.exclusions.made.contains_key(id), UNREAD, left);
        self.unread(&model.schedules, "penalty", |id| self.penalties.made.contains_key(id), UNREAD, left);
        self.unread(&model.exceptions, "exception", |id| self.exceptions.made.contains_key(id), UNREAD, left);
        // A service is told of where something is promised for it: not where its class is promised nothing.
        let held = |id: &str| {
            model.services.by_name(id).is_some_and(|service| model.commitments.iter().any(|c| promised(c, service)))
        };
        self.unread(&model.services, "service", held, HELD_TO_NOTHING, left);
        let alone = |id: &str| model.services.by_name(id).is_some_and(|s| s.depends_on.is_none());
        self.unread(&model.services, "dependency", alone, DEPENDENCY, left);
        let called = |id: &str| {
            let Some(ladder) = model.escalations.by_name(id) else { return false };
            model.commitments.iter().any(|c| {
                let of = model.indicators.get(&c.indicator).map(|i| &i.of);
                of == Some(&ladder.of) && ladder.steps.iter().any(|s| super::rule::overlap(&s.scope, &c.scope))
            })
        };
        self.unread(&model.escalations, "escalation", called, ESCALATION, left);
        let nothing = |_: &str| false;
        self.unread::<Settlement>(&model.settlements, "settlement", nothing, SETTLEMENT, left);
        self.unread::<Liability>(&model.liabilities, "liability", nothing, LIABILITY, left);
        self.unread::<Right>(&model.rights, "right", nothing, RIGHT, left);
        let carried = |id: &str| model.duties.by_name(id).is_some_and(|duty| self.carries_duty(duty));
        self.unread::<Duty>(&model.duties, "duty", carried, DUTY, left);
        self.unread::<Responsibility>(&model.responsibilities, "responsibility", nothing, RESPONSIBILITY, left);
        self.unread::<Backup>(&model.backups, "backup", nothing, BACKUP, left);
        left.extend(model.procedure.iter().map(|p| self.not_carried(&p.term, "procedure", PROCEDURE)));
        self.unread::<Scenario>(&model.scenarios, "scenario", nothing, SCENARIO, left);
        self.unread::<Prose>(&model.prose, "text", nothing, PROSE, left);
    }

    /// The terms of a table that are not carried. Terms of the standard library bind nobody until something reads them.
    fn unread<M: HasTerm>(
        &self,
        table: &Table<M>,
        sort: &str,
        carried: impl Fn(&str) -> bool,
        reason: &str,
        left: &mut Vec<NotCarried>,
    ) {
        let terms = table.iter().map(HasTerm::term).filter(|t| t.module.is_empty() && !carried(&t.id));
        left.extend(terms.map(|term| self.not_carried(term, sort, reason)));
    }
}

/// Whether a commitment is for a service: of one of its tiers, and for the values that it has.
fn promised(commitment: &Commitment, service: &Service) -> bool {
    let scope = &commitment.scope;
    commitment.target.is_some()
        && service.tiers.iter().any(|held| held.tier == commitment.tier)
        && (scope.services.is_empty() || scope.services.contains(&service.id()))
        && scope.dimensions.iter().all(|(dimension, values)| {
            let fact = service.facts.iter().find(|(name, _)| name == dimension.name());
            fact.is_none_or(|(_, value)| match value {
                Expr::Value { value, .. } => values.contains(value),
                _ => true,
            })
        })
}
