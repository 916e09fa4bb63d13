//! From the model to the published format.
//!
//! Each commitment becomes a rule. What a rule names is carried too, and what that names in turn: a definition is asked for by
//! name while something is converted, and converted once. What is left over in the end is what the rules do not carry.

mod duty;
mod effect;
mod evidence;
mod expr;
mod left;
mod rule;
mod time;

use super::format;
use crate::base::Name;
use crate::model::{
    Actor, Dimension, Exception, HasTerm, Held, Id, Model, Party, PartyKind, Role, Schedule, Scope, Service, Subject,
    Table, Term, Text, Validity,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What is converted so far, and what is asked for.
pub(super) struct Pass<'m> {
    pub(super) model: &'m Model,
    /// The languages of labels.
    languages: Vec<String>,
    /// Numbers of the clauses of the signed text, by term.
    clause: &'m dyn Fn(&str) -> Option<String>,
    /// What is about what, so that a contract of thousands of commitments is read once and not once a commitment.
    pub(super) about: About<'m>,
    /// Blanks that were met where a value is due.
    pub(super) blanks: BTreeSet<Name>,
    indicators: Shelf<format::Indicator>,
    states: Shelf<format::State>,
    records: Shelf<format::Record>,
    dimensions: Shelf<format::Dimension>,
    figures: Shelf<format::Figure>,
    calendars: Shelf<format::Calendar>,
    exclusions: Shelf<format::Exclusion>,
    penalties: Shelf<format::Penalty>,
    exceptions: Shelf<format::Exception>,
    roles: Shelf<format::Role>,
}

/// What stands elsewhere in the model about a commitment, by name.
pub(super) struct About<'m> {
    /// The services that are held to a tier.
    pub(super) held: BTreeMap<&'m Name, Vec<(&'m Service, &'m Held)>>,
    /// The penalties and bonuses on a commitment.
    pub(super) schedules: BTreeMap<&'m Name, Vec<&'m Schedule>>,
    /// The exceptions on a term.
    pub(super) exceptions: BTreeMap<&'m Name, Vec<&'m Exception>>,
}

impl<'m> About<'m> {
    fn of(model: &'m Model) -> Self {
        let mut about = Self { held: BTreeMap::new(), schedules: BTreeMap::new(), exceptions: BTreeMap::new() };
        for service in &model.services {
            for held in &service.tiers {
                about.held.entry(held.tier.name()).or_default().push((service, held));
            }
        }
        for schedule in &model.schedules {
            for commitment in &schedule.on {
                about.schedules.entry(commitment.name()).or_default().push(schedule);
            }
        }
        for exception in &model.exceptions {
            for on in &exception.on {
                about.exceptions.entry(on).or_default().push(exception);
            }
        }
        about
    }
}

/// Definitions of one sort: those that are asked for, and those that are made.
struct Shelf<T> {
    asked: BTreeSet<Name>,
    made: BTreeMap<Name, T>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { asked: BTreeSet::new(), made: BTreeMap::new() }
    }
}

impl<T> Shelf<T> {
    /// Asks for a definition, and gives its name in the format.
    fn ask(&mut self, id: &Name) -> String {
        if !self.made.contains_key(id) {
            self.asked.insert(id.clone());
        }
        id.to_string()
    }

    /// What was made, in the order of the model.
    fn in_order<M: HasTerm>(&mut self, table: &Table<M>) -> Vec<T> {
        table.iter().filter_map(|term| self.made.remove(&term.term().id)).collect()
    }
}

/// The model as rules, and the blanks that were met on the way.
pub(super) fn rules(model: &Model, clause: &dyn Fn(&str) -> Option<String>) -> (format::Rules, BTreeSet<Name>) {
    let mut pass = Pass::new(model, clause);
    let mut not_carried = Vec::new();
    let mut rules = Vec::new();
    for commitment in &model.commitments {
        match pass.rule(commitment) {
            Ok(rule) => rules.push(rule),
            Err(reason) => not_carried.push(pass.not_carried(&commitment.term, "commitment", reason)),
        }
    }
    let duties = pass.duties();
    let conventions = pass.conventions();
    pass.fill_all();
    pass.what_is_left(&mut not_carried);
    let rules = format::Rules {
        version: format::VERSION.into(),
        generator: concat!("slac ", env!("CARGO_PKG_VERSION")).into(),
        contract: pass.contract(),
        parties: model.parties.iter().map(|p| pass.party(p)).collect(),
        roles: pass.roles.in_order(&model.roles),
        rules,
        indicators: pass.indicators.in_order(&model.indicators),
        states: pass.states.in_order(&model.states),
        records: pass.records.in_order(&model.records),
        dimensions: pass.dimensions.in_order(&model.dimensions),
        figures: pass.figures.in_order(&model.figures),
        calendars: pass.calendars.in_order(&model.calendars),
        periods: model.periods.iter().map(|p| pass.period(p)).collect(),
        exclusions: pass.exclusions.in_order(&model.exclusions),
        penalties: pass.penalties.in_order(&model.schedules),
        duties,
        exceptions: pass.exceptions.in_order(&model.exceptions),
        conventions,
        not_carried,
    };
    (rules, pass.blanks)
}

impl<'m> Pass<'m> {
    fn new(model: &'m Model, clause: &'m dyn Fn(&str) -> Option<String>) -> Self {
        let mut languages: Vec<String> = model.contract.languages.iter().map(ToString::to_string).collect();
        if languages.is_empty() {
            languages.push("en".into());
        }
        Self {
            model,
            languages,
            clause,
            about: About::of(model),
            blanks: BTreeSet::new(),
            indicators: Shelf::default(),
            states: Shelf::default(),
            records: Shelf::default(),
            dimensions: Shelf::default(),
            figures: Shelf::default(),
            calendars: Shelf::default(),
            exclusions: Shelf::default(),
            penalties: Shelf::default(),
            exceptions: Shelf::default(),
            roles: Shelf::default(),
        }
    }

    /// Converts all that is asked for, and all that this asks for in turn.
    fn fill_all(&mut self) {
        let model = self.model;
        let mut more = true;
        while more {
            more = self.fill(&model.indicators, |p| &mut p.indicators, Self::indicator);
            more |= self.fill(&model.states, |p| &mut p.states, Self::state);
            more |= self.fill(&model.records, |p| &mut p.records, Self::record);
            more |= self.fill(&model.dimensions, |p| &mut p.dimensions, Self::dimension);
            more |= self.fill(&model.figures, |p| &mut p.figures, Self::figure);
            more |= self.fill(&model.calendars, |p| &mut p.calendars, Self::calendar);
            more |= self.fill(&model.exclusions, |p| &mut p.exclusions, Self::exclusion);
            more |= self.fill(&model.schedules, |p| &mut p.penalties, Self::penalty);
            more |= self.fill(&model.roles, |p| &mut p.roles, Self::role);
            self.ask_for_exceptions();
            more |= self.fill(&model.exceptions, |p| &mut p.exceptions, Self::exception);
        }
    }

    /// Converts what one shelf is asked for; says whether there was anything.
    fn fill<M: HasTerm, T>(
        &mut self,
        table: &'m Table<M>,
        shelf: fn(&mut Self) -> &mut Shelf<T>,
        convert: fn(&mut Self, &'m M) -> T,
    ) -> bool {
        let mut any = false;
        while let Some(name) = shelf(self).asked.pop_first() {
            if let Some(term) = table.by_name(&name) {
                let made = convert(self, term);
                shelf(self).made.insert(name, made);
                any = true;
            }
        }
        any
    }

    /// Exceptions are carried when the term that they change is.
    fn ask_for_exceptions(&mut self) {
        for exception in &self.model.exceptions {
            let carried = |on: &Name| {
                self.model.commitments.by_name(on).is_some()
                    || self.model.tiers.by_name(on).is_some()
                    || self.indicators.made.contains_key(on)
                    || self.states.made.contains_key(on)
                    || self.figures.made.contains_key(on)
                    || self.calendars.made.contains_key(on)
                    || self.exclusions.made.contains_key(on)
                    || self.penalties.made.contains_key(on)
                    || self.exceptions.made.contains_key(on)
            };
            if exception.on.iter().any(carried) {
                self.exceptions.ask(&exception.term.id);
            }
        }
    }

    fn contract(&self) -> format::Contract {
        let contract = &self.model.contract;
        let chosen = |(dimension, value): &(Name, Name)| format::Chosen {
            dimension: dimension.to_string(),
            value: value.to_string(),
        };
        format::Contract {
            id: contract.term.id.to_string(),
            label: self.texts(&contract.term.label),
            reference: self.optional_texts(contract.reference.as_ref()),
            from: contract.from.unwrap_or_default().to_string(),
            until: contract.until.map(|d| d.to_string()),
            timezone: contract.timezone.clone().unwrap_or_default(),
            tzdata: contract.tzdata.clone(),
            currency: contract.currency.clone(),
            chooses: contract.chooses.iter().map(chosen).collect(),
        }
    }

    fn party(&self, party: &Party) -> format::Party {
        let kind = match party.kind {
            PartyKind::Provider => format::PartyKind::Provider,
            PartyKind::Customer => format::PartyKind::Customer,
            PartyKind::Supplier => format::PartyKind::Supplier,
            PartyKind::Observer => format::PartyKind::Observer,
        };
        format::Party { id: party.term.id.to_string(), label: self.texts(&party.term.label), kind }
    }

    fn role(&mut self, role: &Role) -> format::Role {
        format::Role {
            id: role.term.id.to_string(),
            label: self.texts(&role.term.label),
            party: role.of.to_string(),
            reachable: self.instants(&role.during),
        }
    }

    /// Where a term stands.
    fn origin(&self, term: &Term) -> format::Origin {
        format::Origin { id: term.id.to_string(), source: term.source.to_string(), clause: (self.clause)(&term.id) }
    }

    /// A text in every language of the contract; nothing where the source says nothing.
    fn texts(&self, text: &Text) -> format::Texts {
        if text.is_empty() {
            return format::Texts::new();
        }
        self.languages.iter().map(|language| (language.clone(), text.any(language).to_string())).collect()
    }

    fn optional_texts(&self, text: Option<&Text>) -> format::Texts {
        text.map(|t| self.texts(t)).unwrap_or_default()
    }

    /// A party or a role; a role is carried along with when it can be reached.
    fn actor(&mut self, actor: &Actor) -> String {
        if let Actor::Role(role) = actor {
            self.roles.ask(role.name());
        }
        actor.name().to_string()
    }

    fn optional_actor(&mut self, actor: Option<&Actor>) -> Option<String> {
        actor.map(|a| self.actor(a))
    }

    /// What something belongs to or is about.
    fn subject(&mut self, subject: &Subject) -> String {
        match subject {
            Subject::Contract => "contract".into(),
            Subject::Objective => "objective".into(),
            Subject::Record(record) => self.records.ask(record.name()),
            Subject::Service(service) => service.to_string(),
            Subject::Dimension(dimension) => self.dimensions.ask(dimension.name()),
            Subject::Any => "service".into(),
        }
    }

    fn scope(&mut self, scope: &Scope) -> Vec<format::ScopeLimit> {
        let limit = |(dimension, values): &(Id<Dimension>, Vec<Name>)| format::ScopeLimit {
            dimension: self.dimensions.ask(dimension.name()),
            values: values.iter().map(ToString::to_string).collect(),
        };
        scope.dimensions.iter().map(limit).collect()
    }

    /// The days of a validity within the term of the contract.
    fn days(&self, validity: Validity) -> (String, Option<String>) {
        let from: Date = validity.from.or(self.model.contract.from).unwrap_or_default();
        (from.to_string(), validity.until.or(self.model.contract.until).map(|d| d.to_string()))
    }

    fn not_carried(&self, term: &Term, sort: &str, reason: &str) -> format::NotCarried {
        format::NotCarried { term: self.origin(term), sort: sort.into(), reason: reason.into() }
    }
}
