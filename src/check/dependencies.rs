//! What a promised service rests on: the services of others behind it, with their promises.
//!
//! A service of the debtor itself is as good as the debtor makes it: only what others do is beyond its power. A service of
//! another party is a component that is up for the share of time that the party promises on the same indicator
//! and the same hours, and no more.

use super::commitments;
use super::uses::Cited;
use crate::base::Name;
use crate::kernel::graph::Graph;
use crate::kernel::structure::{Bounds, NodeId, Structure};
use crate::model::{
    CalendarSet, Commitment, Dependency, ExclusionSource, Expr, Form, HasTerm, Id, Indicator, Model, Party, Polarity,
    Service, Tier,
};
use crate::quantity::Rational;
use crate::syntax::ast::Comparator;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;

/// A promised share of time of a service with others behind it.
pub struct Question<'m> {
    /// The service.
    pub service: &'m Service,
    /// What is promised for it.
    pub commitment: &'m Commitment,
    /// The promises of others that it rests on.
    pub promises: Vec<&'m Commitment>,
    /// Services of others that it needs and for which nothing is promised.
    pub unpromised: Vec<&'m Service>,
    /// How the target stands to them.
    pub verdict: Verdict,
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
type Asked<'m> = (&'m Service, &'m Commitment);

/// Every promised share of time of a service that depends on others. None where services depend on themselves.
#[must_use]
pub fn questions(model: &Model) -> Vec<Question<'_>> {
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
    let mut views: Vec<(View<'_>, Vec<Asked<'_>>)> = Vec::new();
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
        let built = Built::of(model, &view, &services, &order, &promised);
        let bounds = built.structure.bounds(&built.leaves);
        questions.extend(asked.into_iter().map(|(service, commitment)| {
            let verdict = built.verdict(model, &bounds, service, commitment);
            built.answer(verdict, (service, commitment), &graph, &index, &services)
        }));
    }
    questions
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
        model: &'m Model,
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
        let (debtor, indicator, calendar, excused) = view;
        // In the order of the graph a service comes before what it needs.
        for service in order.iter().rev().filter_map(|&at| services.get(at).copied()) {
            let foreign = &service.by != *debtor && !excused.contains(&service.by.name());
            let held = shares(model, service, by_tier);
            let same = held
                .iter()
                .filter(|c| &c.indicator == *indicator && c.calendar.as_ref() == *calendar && &c.debtor != *debtor);
            let best = same
                .filter_map(|c| Some((commitments::limit(model, c)?.1.base(), *c)))
                .max_by(|(a, _), (b, _)| a.cmp(b));
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
        verdict: Verdict,
        (service, commitment): Asked<'m>,
        graph: &Graph,
        index: &FxHashMap<&'m Name, usize>,
        services: &[&'m Service],
    ) -> Question<'m> {
        let (mut promises, mut unpromised) = (Vec::new(), Vec::new());
        // Who stands behind a service is looked for only where there is something to say about it.
        if !matches!(verdict, Verdict::Carried) || !self.unpromised.is_empty() {
            let behind = index.get(&service.term.id).map(|&at| graph.reachable_from([at])).unwrap_or_default();
            let mut known = FxHashSet::default();
            for (other, _) in services.iter().zip(&behind).filter(|(_, is_behind)| **is_behind) {
                let promise = self.promise_of.get(&other.term.id).copied();
                promises.extend(promise.filter(|promise| known.insert(&promise.term.id)));
                unpromised.extend(self.unpromised.get(&other.term.id));
            }
        }
        Question { service, commitment, promises, unpromised, verdict }
    }

    fn verdict(&self, model: &Model, bounds: &Bounds, service: &Service, commitment: &Commitment) -> Verdict {
        let (Some(&root), Some((comparator, limit))) =
            (self.nodes.get(&service.term.id), commitments::limit(model, commitment))
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
