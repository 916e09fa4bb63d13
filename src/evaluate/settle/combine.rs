//! How amounts combine: of those that stand against one another, only one is left, or one group of them.

use super::Part;
use crate::base::Name;
use crate::evaluate::Number;
use crate::evaluate::amounts::Amount;
use crate::evaluate::world::World;
use crate::model::{Actor, Combination, Direction, Id, Party, Schedule, Settlement};
use crate::quantity::Rational;
use smol_str::format_smolstr;
use std::collections::BTreeMap;

/// What stands against one another, of which only one is owed, and a party says which. It is taken to choose what is best for it.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The party, or the role.
    pub by: Name,
    /// What it may choose, what is taken first.
    pub among: Vec<Alternative>,
}

/// An amount, or a group of them that are owed together.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The penalties and bonuses that it is of.
    pub schedules: Vec<Id<Schedule>>,
    /// The case, where it is one amount of a case.
    pub case: Option<Name>,
    /// What it comes to.
    pub amount: Number,
}

/// How the amounts of a settlement combine.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) combine: Option<&'a Combination>,
    pub(super) per: Option<&'a str>,
    pub(super) between: &'a [Vec<Id<Schedule>>],
}

impl<'a> Rule<'a> {
    /// What a settlement says, exceptions aside.
    pub(super) fn of(settlement: &'a Settlement) -> Self {
        Self { combine: settlement.combine.as_ref(), per: settlement.per.as_deref(), between: &settlement.between }
    }

    /// Which alternative an amount belongs to: that of its group or, where no groups are named, one of its own. None where
    /// groups are named and it is in none: it is owed whichever is left.
    fn alternative(&self, schedule: &Id<Schedule>, at: usize) -> Option<usize> {
        match self.between {
            [] => Some(at),
            groups => groups.iter().position(|group| group.contains(schedule)),
        }
    }
}

/// The alternatives of one group of amounts, each with the places of its parts.
type Alternatives = BTreeMap<usize, Vec<usize>>;

impl World<'_> {
    /// Leaves of each group what the rule says. Gives what someone may choose among.
    pub(super) fn combine(&self, rule: Rule<'_>, parts: &mut [Part]) -> Vec<Choice> {
        let chooser = match rule.combine {
            None | Some(Combination::Sum | Combination::Blank(_)) => return Vec::new(),
            Some(Combination::Choice(actor)) => Some(actor),
            Some(Combination::Greatest | Combination::Least) => None,
        };
        let mut groups: BTreeMap<(Direction, Name), Alternatives> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            if let Some(alternative) = rule.alternative(&part.amount.schedule, at) {
                let group = (part.amount.direction, self.group(rule.per, &part.amount, at));
                groups.entry(group).or_default().entry(alternative).or_default().push(at);
            }
        }
        let mut choices = Vec::new();
        for alternatives in groups.values() {
            let taken = self.taken(rule, chooser, alternatives, parts);
            if let (Some(actor), true) = (chooser, alternatives.len() > 1) {
                let mut among: Vec<&usize> = alternatives.keys().collect();
                among.sort_by_key(|alternative| Some(**alternative) != taken);
                let told = |alternative| alternatives.get(alternative).and_then(|places| told(places, parts));
                choices.push(Choice { by: actor.name().clone(), among: among.into_iter().filter_map(told).collect() });
            }
            let others = alternatives.iter().filter(|(alternative, _)| Some(**alternative) != taken);
            for place in others.flat_map(|(_, places)| places) {
                if let Some(part) = parts.get_mut(*place) {
                    part.left = Rational::zero();
                }
            }
        }
        choices
    }

    /// The alternative that is left. Whoever owes the amounts chooses the least, anyone else the most; of equal ones the first is taken.
    fn taken(
        &self,
        rule: Rule<'_>,
        chooser: Option<&Actor>,
        alternatives: &Alternatives,
        parts: &[Part],
    ) -> Option<usize> {
        let mut best: Option<(usize, Rational)> = None;
        for (alternative, places) in alternatives {
            let own = || places.iter().filter_map(|place| parts.get(*place));
            let sum: Rational = own().map(|part| &part.left).sum();
            let is_least = match chooser {
                Some(actor) => own().any(|part| self.owes(actor, &part.amount)),
                None => rule.combine == Some(&Combination::Least),
            };
            let better = best.as_ref().is_none_or(|(_, best)| if is_least { sum < *best } else { sum > *best });
            if better {
                best = Some((*alternative, sum));
            }
        }
        best.map(|(alternative, _)| alternative)
    }

    /// Whether a party, or that of a role, owes an amount.
    fn owes(&self, actor: &Actor, amount: &Amount) -> bool {
        let party = match actor {
            Actor::Party(party) => Some(party),
            Actor::Role(role) => self.model.roles.get(role).map(|role| &role.of),
        };
        party.is_some_and(|party| self.is_owed_by(party, amount))
    }

    /// Whether a party owes an amount: a bonus is owed by the creditor of the commitment.
    pub(super) fn is_owed_by(&self, party: &Id<Party>, amount: &Amount) -> bool {
        match self.model.commitments.get(&amount.judged.commitment) {
            Some(commitment) if amount.direction == Direction::Penalty => commitment.debtor == *party,
            Some(commitment) => commitment.creditor == *party,
            None => {
                let schedule = self.model.schedules.get(&amount.schedule);
                schedule.is_some_and(|schedule| schedule.payers(self.model).contains(&party))
            }
        }
    }

    /// The group in which amounts combine. An amount that is for no incident is alone in its own, where they combine by incident.
    fn group(&self, per: Option<&str>, amount: &Amount, at: usize) -> Name {
        match per {
            Some("incident") => match amount.case() {
                Some((record, case)) => format_smolstr!("{} {case}", record.map(Id::name).unwrap_or(&Name::default())),
                None => format_smolstr!("#{at}"),
            },
            Some("indicator") => {
                let commitment = self.model.commitments.get(&amount.judged.commitment);
                commitment.map(|commitment| commitment.indicator.name().clone()).unwrap_or_default()
            }
            Some("service") => amount.judged.service.as_ref().map(|s| s.name().clone()).unwrap_or_default(),
            _ => Name::default(),
        }
    }
}

/// What the parts at some places come to together.
fn told(places: &[usize], parts: &[Part]) -> Option<Alternative> {
    let own: Vec<&Part> = places.iter().filter_map(|place| parts.get(*place)).collect();
    let first = own.first()?;
    let mut schedules: Vec<Id<Schedule>> = Vec::new();
    for part in &own {
        if !schedules.contains(&part.amount.schedule) {
            schedules.push(part.amount.schedule.clone());
        }
    }
    let case = first.amount.judged.case.clone().filter(|_| own.len() == 1);
    let amount = first.amount.amount.with(own.iter().map(|part| &part.left).sum());
    Some(Alternative { schedules, case, amount })
}
