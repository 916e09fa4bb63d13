//! What a promised service rests on: the services of others behind it, with their promises.
//!
//! A service of the debtor itself is as good as the debtor makes it: only what others do is beyond its power. A service of
//! another party is a component that is up for the share of time that the party promises on the same indicator
//! and the same hours, and no more.

use super::commitments::{self, Asked, Exceptions};
use super::uses::Cited;
use super::{values, words};
use crate::base::{Name, Span};
use crate::kernel::graph::Graph;
use crate::kernel::structure::{Bounds, NodeId, Structure};
use crate::model::{
    CalendarSet, Commitment, Dependency, Exception, ExclusionSource, Expr, Form, HasTerm, Id, Indicator, Model, Party,
    Polarity, Quantity, Replacement, Service, Tier,
};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A promised share of time of a service with others behind it.
pub struct Question<'m> {
    /// The service.
    pub service: &'m Service,
    /// What is promised for it.
    pub commitment: &'m Commitment,
    /// What it asks then, and where that stands.
    pub target: Promised<'m>,
    /// What a witness supposes of the services behind it: each with the share of time that is promised.
    pub supposed: Vec<(Name, Rational)>,
    /// The promises of others that it rests on.
    pub promises: Vec<Promised<'m>>,
    /// Services of others that it needs and for which nothing is promised.
    pub unpromised: Vec<&'m Service>,
    /// How the target stands to them.
    pub verdict: Verdict,
}

/// A target of a commitment: its own, or one that an exception gives it for a time.
pub struct Promised<'m> {
    /// Where it stands.
    pub span: Span,
    /// The bound, in words.
    pub words: String,
    /// The exception that gives it.
    pub exception: Option<&'m Exception>,
    /// The commitment.
    pub commitment: &'m Name,
    /// The services of others that it is the promise of.
    pub services: Vec<&'m Name>,
}

impl Promised<'_> {
    /// The services that it is promised for, or its commitment.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.services.as_slice() {
            [] => format!("`{}`", self.commitment),
            services => words::names(services.iter().copied()),
        }
    }

    /// `vm` promises at least 99.5 %.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{} {} {}", self.shown(), self.verb(), self.words)
    }

    /// Of one service or of several.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        if self.services.len() > 1 { "promise" } else { "promises" }
    }
}

/// How a target stands to the promises behind it.
pub enum Verdict {
    /// They carry it, or it cannot be decided.
    Carried,
    /// Not even the most favourable coincidence of outages reaches it: the most that can be attained.
    OutOfReach(Rational),
    /// Independent failures would not leave it: what they leave.
    NeedsLuck(Rational),
}

/// What structures are built for: they differ by who promises, what, and on which hours.
type View<'m> = (&'m Id<Party>, &'m Id<Indicator>, Option<&'m CalendarSet>, Vec<&'m Name>);

/// A service with a share of time that is promised for it.
type Shared<'m> = (&'m Service, &'m Commitment);

/// The targets of a contract at a time: at all times but those of exceptions, or on a day.
struct Moment<'e, 'm> {
    model: &'m Model,
    exceptions: &'e Exceptions<'m>,
    day: Option<Date>,
}

impl<'m> Moment<'_, 'm> {
    /// The target that a commitment has then.
    fn asked(&self, commitment: &'m Commitment) -> Option<Asked<'m>> {
        let all = commitments::asked(commitment, self.exceptions);
        let holds = |asked: &&Asked<'m>| match (asked.exception, self.day) {
            (None, _) => true,
            (Some(exception), Some(day)) => {
                let days = commitments::days(&exception.term.validity);
                exception.when.is_none() && days.contains(&day)
            }
            (Some(_), None) => false,
        };
        all.iter().rfind(holds).cloned()
    }

    fn limit(&self, commitment: &'m Commitment) -> Option<(Comparator, Quantity)> {
        let asked = self.asked(commitment)?;
        Some((asked.bound.comparator?, values::constant(self.model, &asked.bound.value)?))
    }

    fn promised(&self, commitment: &'m Commitment) -> Promised<'m> {
        match self.asked(commitment) {
            Some(asked) => Promised {
                span: asked.span,
                words: commitments::words_while(&asked),
                exception: asked.exception,
                commitment: &commitment.term.id,
                services: Vec::new(),
            },
            None => Promised {
                span: commitment.target_span,
                words: commitments::target_words(commitment),
                exception: None,
                commitment: &commitment.term.id,
                services: Vec::new(),
            },
        }
    }
}

/// Days on which exceptions begin or end that are looked at.
const DAYS: usize = 32;

/// Every promised share of time of a service that depends on others: with the targets of the contract, and with those that exceptions give
/// for a time, where these are not carried though the others are. None where services depend on themselves.
#[must_use]
pub fn questions(model: &Model) -> Vec<Question<'_>> {
    let exceptions = commitments::exceptions(model);
    let mut found = questions_at(&Moment { model, exceptions: &exceptions, day: None });
    let changes = |exception: &&Exception| {
        exception.fields.iter().any(|(_, value)| matches!(value, Replacement::Bound(_) | Replacement::Expr(_)))
    };
    let validities = model.exceptions.iter().filter(changes).map(|exception| exception.term.validity);
    // An exception that has no first day holds from the first one of the contract on.
    let days: BTreeSet<Date> =
        validities.flat_map(|validity| [validity.from.or(model.contract.from), validity.until]).flatten().collect();
    let in_term = |day: &Date| model.contract.until.is_none_or(|until| *day < until);
    for day in days.into_iter().filter(in_term).take(DAYS) {
        let then = questions_at(&Moment { model, exceptions: &exceptions, day: Some(day) });
        for question in then.into_iter().filter(|question| !matches!(question.verdict, Verdict::Carried)) {
            let is_same = |known: &&mut Question<'_>| {
                known.service.term.id == question.service.term.id
                    && known.commitment.term.id == question.commitment.term.id
            };
            match found.iter_mut().find(is_same) {
                Some(known) if matches!(known.verdict, Verdict::Carried) => *known = question,
                Some(_) => {}
                None => found.push(question),
            }
        }
    }
    found
}

fn questions_at<'m>(moment: &Moment<'_, 'm>) -> Vec<Question<'m>> {
    let model = moment.model;
    let services: Vec<&Service> = model.services.iter().collect();
    let index: FxHashMap<&Name, usize> =
        services.iter().enumerate().map(|(at, service)| (&service.term.id, at)).collect();
    let edges = services.iter().enumerate().flat_map(|(at, service)| {
        needed(service)
            .into_iter()
            .filter_map(|name| index.get(&name).copied())
            .map(move |to| (at, to))
            .collect::<Vec<_>>()
    });
    let graph = Graph::new(services.len(), edges.collect::<Vec<_>>());
    let Ok(order) = graph.topological_order() else { return Vec::new() };
    let promised = by_tier(model);
    let mut views: Vec<(View<'_>, Vec<Shared<'_>>)> = Vec::new();
    let mut known: FxHashMap<View<'_>, usize> = FxHashMap::default();
    for service in &services {
        let rests_on_others = |c: &&Commitment| service.depends_on.is_some() || c.debtor != service.by;
        for commitment in shares(model, service, &promised).into_iter().filter(rests_on_others) {
            let excused = excused(model, commitment);
            let view = (&commitment.debtor, &commitment.indicator, commitment.calendar.as_ref(), excused);
            let number = *known.entry(view.clone()).or_insert_with(|| {
                views.push((view, Vec::new()));
                views.len() - 1
            });
            if let Some((_, asked)) = views.get_mut(number) {
                asked.push((service, commitment));
            }
        }
    }
    let mut questions = Vec::new();
    for (view, asked) in views {
        let built = Built::of(moment, &view, &services, &order, &promised);
        let bounds = built.structure.bounds(&built.leaves);
        questions.extend(asked.into_iter().map(|(service, commitment)| {
            let mut verdict = built.verdict(moment, &bounds, service, commitment);
            // Suppliers that each keep their promise fall together with what all of them rest on.
            let mut trunk = None;
            if matches!(verdict, Verdict::Carried)
                && let Some((name, most)) = built.shared(moment, service, commitment)
            {
                trunk = Some((name, most.clone()));
                verdict = Verdict::OutOfReach(most);
            }
            let answer = built.answer(moment, verdict, (service, commitment), &graph, &index, &services);
            match trunk {
                Some(trunk) => Question { supposed: vec![trunk], ..answer },
                None => answer,
            }
        }));
    }
    questions
}

/// Whether some of several services are enough.
fn is_some_of(dependency: &Dependency) -> bool {
    match dependency {
        Dependency::Service(_) => false,
        Dependency::All(parts) => parts.iter().any(is_some_of),
        Dependency::Any(_) | Dependency::AtLeast(..) => true,
    }
}

/// The services without any of which a dependency does not hold, however far behind: of several of which some are enough, those that too
/// many of them need.
fn indispensable<'m>(model: &'m Model, dependency: &'m Dependency, above: &mut Vec<&'m Name>) -> BTreeSet<&'m Name> {
    let mut of = |parts: &'m [Dependency]| -> Vec<BTreeSet<&'m Name>> {
        parts.iter().map(|part| indispensable(model, part, above)).collect()
    };
    let (parts, enough) = match dependency {
        Dependency::Service(id) => {
            let Some(service) = model.services.get(id).filter(|_| !above.contains(&id.name())) else {
                return BTreeSet::new();
            };
            above.push(id.name());
            let behind = service.depends_on.as_ref().map(|behind| indispensable(model, behind, above));
            above.pop();
            return behind.unwrap_or_default().into_iter().chain([&service.term.id]).collect();
        }
        Dependency::All(parts) => (of(parts), parts.len()),
        Dependency::Any(parts) => (of(parts), 1),
        Dependency::AtLeast(enough, parts) => (of(parts), *enough as usize),
    };
    let all: BTreeSet<&'m Name> = parts.iter().flatten().copied().collect();
    // Without those that need it, fewer are left than are enough.
    let falls = |name: &&'m Name| parts.iter().filter(|part| !part.contains(*name)).count() < enough;
    all.into_iter().filter(falls).collect()
}

fn needed(service: &Service) -> Vec<&Name> {
    let mut cited = Cited::default();
    service.depends_on.iter().for_each(|dependency| cited.dependency(dependency));
    cited.names
}

fn by_tier(model: &Model) -> FxHashMap<&Name, Vec<&Commitment>> {
    let mut map: FxHashMap<&Name, Vec<&Commitment>> = FxHashMap::default();
    for commitment in commitments::promises(model) {
        map.entry(commitment.tier.name()).or_default().push(commitment);
    }
    map
}

/// The promised shares of time of a service, for any case.
fn shares<'m>(
    model: &'m Model,
    service: &'m Service,
    by_tier: &FxHashMap<&'m Name, Vec<&'m Commitment>>,
) -> Vec<&'m Commitment> {
    let is_share = |commitment: &&Commitment| {
        let indicator = model.indicators.get(&commitment.indicator);
        let named = commitment.scope.services.is_empty() || commitment.scope.services.contains(&service.id());
        let lower = commitment
            .target
            .as_ref()
            .is_some_and(|bound| matches!(bound.comparator, Some(Comparator::AtLeast | Comparator::MoreThan)));
        named && lower && indicator.is_some_and(|i| i.form == Form::TimeRatio && i.better == Some(Polarity::Higher))
    };
    let held = service.tiers.iter().filter_map(|held| by_tier.get(held.tier.name())).flatten().copied();
    held.filter(is_share).collect()
}

/// Suppliers whose doing an exclusion takes out of a commitment.
#[must_use]
pub fn excused<'m>(model: &'m Model, commitment: &'m Commitment) -> Vec<&'m Name> {
    let mut named: FxHashSet<Name> = FxHashSet::default();
    for exclusion in commitment.suspended_by.iter().filter_map(|id| model.exclusions.get(id)) {
        if let ExclusionSource::When(condition) = &exclusion.applies {
            actors(condition, &mut named);
        }
    }
    model.parties.iter().map(|party| &party.term.id).filter(|id| named.contains(*id)).collect()
}

fn actors(condition: &Expr, named: &mut FxHashSet<Name>) {
    if let Expr::Actor(name) = condition {
        named.insert(name.clone());
    }
    condition.parts().into_iter().for_each(|part| actors(part, named));
}

/// The structures of all services under one view.
struct Built<'m> {
    structure: Structure,
    nodes: FxHashMap<Name, NodeId>,
    leaves: Vec<Rational>,
    /// The promise behind a service of another party.
    promise_of: FxHashMap<Name, &'m Commitment>,
    unpromised: FxHashMap<Name, &'m Service>,
}

impl<'m> Built<'m> {
    fn of(
        moment: &Moment<'_, 'm>,
        view: &View<'m>,
        services: &[&'m Service],
        order: &[usize],
        by_tier: &FxHashMap<&'m Name, Vec<&'m Commitment>>,
    ) -> Self {
        let mut built = Self {
            structure: Structure::new(),
            nodes: FxHashMap::default(),
            leaves: Vec::new(),
            promise_of: FxHashMap::default(),
            unpromised: FxHashMap::default(),
        };
        let model = moment.model;
        let (debtor, indicator, calendar, excused) = view;
        // In the order of the graph a service comes before what it needs.
        for service in order.iter().rev().filter_map(|&at| services.get(at).copied()) {
            let foreign = &service.by != *debtor && !excused.contains(&service.by.name());
            let held = shares(model, service, by_tier);
            let same = held
                .iter()
                .filter(|c| &c.indicator == *indicator && c.calendar.as_ref() == *calendar && &c.debtor != *debtor);
            let best = same.filter_map(|c| Some((moment.limit(c)?.1.base(), *c))).max_by(|(a, _), (b, _)| a.cmp(b));
            let node = match best {
                Some((share, commitment)) if foreign => {
                    built.promise_of.insert(service.term.id.clone(), commitment);
                    built.leaves.push(share);
                    let leaf = built.leaves.len() - 1;
                    built.structure.leaf(leaf)
                }
                _ => {
                    let promises = |tier: &Id<Tier>| tier.as_blank().is_some() || by_tier.contains_key(tier.name());
                    let nothing = !service.tiers.iter().any(|held| promises(&held.tier));
                    if foreign && nothing && service.depends_on.is_none() {
                        built.unpromised.insert(service.term.id.clone(), service);
                    }
                    match &service.depends_on {
                        Some(dependency) if foreign || &service.by == *debtor => built.node(dependency),
                        _ => built.structure.all([]),
                    }
                }
            };
            built.nodes.insert(service.term.id.clone(), node);
        }
        built
    }

    fn node(&mut self, dependency: &Dependency) -> NodeId {
        match dependency {
            Dependency::Service(service) => match self.nodes.get(service.name()) {
                Some(node) => *node,
                None => self.structure.all([]),
            },
            Dependency::All(all) => {
                let nodes: Vec<NodeId> = all.iter().map(|dependency| self.node(dependency)).collect();
                self.structure.all(nodes)
            }
            Dependency::Any(all) => {
                let nodes: Vec<NodeId> = all.iter().map(|dependency| self.node(dependency)).collect();
                self.structure.any(nodes)
            }
            Dependency::AtLeast(needed, all) => {
                let nodes: Vec<NodeId> = all.iter().map(|dependency| self.node(dependency)).collect();
                self.structure.at_least(*needed as usize, nodes)
            }
        }
    }

    fn answer(
        &self,
        moment: &Moment<'_, 'm>,
        verdict: Verdict,
        (service, commitment): Shared<'m>,
        graph: &Graph,
        index: &FxHashMap<&'m Name, usize>,
        services: &[&'m Service],
    ) -> Question<'m> {
        let (mut promises, mut unpromised): (Vec<Promised<'m>>, Vec<&'m Service>) = (Vec::new(), Vec::new());
        let mut supposed: Vec<(Name, Rational)> = Vec::new();
        // Who stands behind a service is looked for only where there is something to say about it.
        if !matches!(verdict, Verdict::Carried) || !self.unpromised.is_empty() {
            let behind = index.get(&service.term.id).map(|&at| graph.reachable_from([at])).unwrap_or_default();
            let mut known = FxHashSet::default();
            for (other, _) in services.iter().zip(&behind).filter(|(_, is_behind)| **is_behind) {
                let promise = self.promise_of.get(&other.term.id).copied();
                let share = promise.and_then(|promise| Some((other.term.id.clone(), moment.limit(promise)?.1.base())));
                supposed.extend(share);
                let fresh = promise.filter(|promise| known.insert(&promise.term.id));
                promises.extend(fresh.map(|promise| moment.promised(promise)));
                let of = promise.and_then(|promise| promises.iter_mut().find(|of| *of.commitment == promise.term.id));
                if let Some(of) = of {
                    of.services.push(&other.term.id);
                }
                unpromised.extend(self.unpromised.get(&other.term.id));
            }
        }
        Question { service, commitment, target: moment.promised(commitment), supposed, promises, unpromised, verdict }
    }

    /// The promise of another party that every one of several suppliers of a service rests on, where it is lower than the target.
    fn shared(
        &self,
        moment: &Moment<'_, 'm>,
        service: &Service,
        commitment: &'m Commitment,
    ) -> Option<(Name, Rational)> {
        let (comparator, limit) = moment.limit(commitment)?;
        let of = |name: &Name| moment.limit(self.promise_of.get(name).copied()?).map(|(_, limit)| limit.base());
        let dependency = service.depends_on.as_ref().filter(|dependency| is_some_of(dependency))?;
        let all = indispensable(moment.model, dependency, &mut Vec::new());
        let least =
            all.iter().filter_map(|name| Some(((*name).clone(), of(name)?))).min_by(|(_, a), (_, b)| a.cmp(b))?;
        let short = least.1 < limit.base() || least.1 == limit.base() && comparator == Comparator::MoreThan;
        short.then_some(least)
    }

    fn verdict(
        &self,
        moment: &Moment<'_, 'm>,
        bounds: &Bounds,
        service: &Service,
        commitment: &'m Commitment,
    ) -> Verdict {
        let (Some(&root), Some((comparator, limit))) = (self.nodes.get(&service.term.id), moment.limit(commitment))
        else {
            return Verdict::Carried;
        };
        let target = limit.base();
        let short = |order: Ordering| {
            order == Ordering::Less || (order == Ordering::Equal && comparator == Comparator::MoreThan)
        };
        let Some(most) = bounds.greatest(root) else { return Verdict::Carried };
        if short(most.cmp(&target)) {
            return Verdict::OutOfReach(most.clone());
        }
        if bounds.is_above(root, &target) {
            return Verdict::Carried;
        }
        match self.structure.compare(root, &self.leaves, &target) {
            Ok(order) if short(order) => match self.structure.probability(root, &self.leaves) {
                Ok(expected) => Verdict::NeedsLuck(expected),
                Err(_) => Verdict::Carried,
            },
            _ => Verdict::Carried,
        }
    }
}
