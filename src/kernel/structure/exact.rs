//! The exact probability that a structure is up when its components fail independently.

use super::enclosure::Enclosure;
use super::modules::{Kind, flattened, groups, kind, modules};
use super::{EXPANSIONS, Node, NodeId, Structure, StructureError, VISITS};
use crate::quantity::Rational;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The expansions that may be nested in one another: a bound on the stack.
const NESTED: usize = 128;

/// What probabilities are computed with: exact numbers, or enclosures of them.
pub(super) trait Weight: Clone {
    /// 1 or 0.
    fn constant(up: bool) -> Self;
    fn plus(&self, other: &Self) -> Self;
    fn times(&self, other: &Self) -> Self;
    /// 1 − self
    fn complement(&self) -> Self;
}

impl Weight for Rational {
    fn constant(up: bool) -> Self {
        if up { Self::one() } else { Self::zero() }
    }

    fn plus(&self, other: &Self) -> Self {
        self + other
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }

    fn complement(&self) -> Self {
        Self::one() - self
    }
}

impl Structure {
    /// The probability that `root` is up, each leaf being up with its own, independently of the others.
    ///
    /// # Errors
    /// A leaf without a probability, or a structure past the declared limit.
    pub fn probability(&self, root: NodeId, leaves: &[Rational]) -> Result<Rational, StructureError> {
        self.validate(root, leaves)?;
        self.solved(root, leaves, Rational::clone)
    }

    /// How [`probability`](Self::probability) stands to `target`, in exact terms but mostly without the exact number.
    ///
    /// # Errors
    /// As for [`probability`](Self::probability).
    pub fn compare(&self, root: NodeId, leaves: &[Rational], target: &Rational) -> Result<Ordering, StructureError> {
        self.validate(root, leaves)?;
        match self.solved(root, leaves, Enclosure::of)?.compare(target) {
            Some(order) => Ok(order),
            None => Ok(self.solved(root, leaves, Rational::clone)?.cmp(target)),
        }
    }

    /// Solves the part below `root`: what stands beside it in the arena costs nothing.
    fn solved<W: Weight>(
        &self,
        root: NodeId,
        leaves: &[Rational],
        weight: impl Fn(&Rational) -> W,
    ) -> Result<W, StructureError> {
        let (part, root, components) = self.part(root);
        let weights = components.iter().filter_map(|&component| leaves.get(component)).map(weight).collect();
        Solver::new(&part, root, weights).run()
    }
}

/// One computation: the structure as it is rewritten, and what is known of its nodes.
pub(super) struct Solver<W> {
    structure: Structure,
    root: NodeId,
    /// The weights of the components, then of the modules that have become leaves.
    weights: Vec<W>,
    known: FxHashMap<NodeId, W>,
    leaf_of: FxHashMap<NodeId, NodeId>,
    expansions: usize,
    nested: usize,
    pub visits: usize,
    pub allowed_visits: usize,
}

impl<W: Weight> Solver<W> {
    pub fn new(structure: &Structure, root: NodeId, weights: Vec<W>) -> Self {
        let mut structure = structure.clone();
        let root = flattened(&mut structure, root);
        let allowed_visits = VISITS + structure.nodes.len();
        let (known, leaf_of) = (FxHashMap::default(), FxHashMap::default());
        Self { structure, root, weights, known, leaf_of, expansions: 0, nested: 0, visits: 0, allowed_visits }
    }

    pub fn run(&mut self) -> Result<W, StructureError> {
        self.solve(self.root)
    }

    /// Computes the modules of `root` from the leaves up; each becomes a leaf of the module around it.
    fn solve(&mut self, root: NodeId) -> Result<W, StructureError> {
        if let Some(known) = self.known.get(&root) {
            return Ok(known.clone());
        }
        let mut made: FxHashMap<NodeId, NodeId> = FxHashMap::default();
        let nodes = modules(&self.structure, root);
        self.spend(nodes.len())?;
        for (node, is_module) in nodes {
            let Node::AtLeast(needed, below) = self.structure.node(node) else {
                made.insert(node, node);
                continue;
            };
            let (needed, below) = (*needed, below.clone());
            let below: Vec<_> = below.iter().map(|part| made.get(part).copied().unwrap_or(*part)).collect();
            let gate = self.structure.at_least(needed, below);
            if is_module {
                let weight = self.module(gate)?;
                self.known.insert(node, weight.clone());
                made.insert(node, self.as_leaf(node, weight));
            } else {
                made.insert(node, gate);
            }
        }
        Ok(self.known.get(&root).cloned().unwrap_or_else(|| self.plain(root)))
    }

    /// The weight of a module whose own modules are leaves.
    fn module(&mut self, gate: NodeId) -> Result<W, StructureError> {
        if let Some(known) = self.known.get(&gate) {
            return Ok(known.clone());
        }
        let Node::AtLeast(needed, below) = self.structure.node(gate) else {
            return Ok(self.plain(gate));
        };
        let (needed, below) = (*needed, below.clone());
        let leaves = below.iter().all(|&part| matches!(self.structure.node(part), Node::Leaf(_)));
        let distinct = below.windows(2).all(|pair| pair.first() != pair.last());
        let weight = if leaves && distinct {
            let weights: Vec<_> = below.iter().map(|&leaf| self.plain(leaf)).collect();
            self.spend(weights.len())?;
            at_least(needed, &weights)
        } else {
            match kind(&self.structure, gate) {
                Some(kind) => self.by_groups(gate, kind)?,
                None => self.expand(gate)?,
            }
        };
        self.known.insert(gate, weight.clone());
        Ok(weight)
    }

    /// A series or a parallel: the groups that share nothing are independent of one another.
    fn by_groups(&mut self, gate: NodeId, kind: Kind) -> Result<W, StructureError> {
        let groups = groups(&self.structure, gate);
        if groups.len() < 2 {
            return self.expand(gate);
        }
        let mut weights = Vec::with_capacity(groups.len());
        for group in groups {
            let part = match kind {
                Kind::All => self.structure.all(group),
                Kind::Any => self.structure.any(group),
            };
            weights.push(self.solve(part)?);
        }
        Ok(at_least(if kind == Kind::All { weights.len() } else { 1 }, &weights))
    }

    /// E[φ] = p·E[φ | up] + (1 − p)·E[φ | down], over the leaf that stands in most places.
    fn expand(&mut self, gate: NodeId) -> Result<W, StructureError> {
        let nodes = self.structure.reachable(gate);
        if let Some(simpler) = self.without_twins(&nodes, gate) {
            return self.solve(simpler);
        }
        let mut places: FxHashMap<NodeId, usize> = FxHashMap::default();
        for below in nodes.iter().flat_map(|&node| self.structure.below(node)) {
            *places.entry(*below).or_default() += 1;
        }
        let leaves = nodes.iter().filter(|&&node| matches!(self.structure.node(node), Node::Leaf(_)));
        let Some(&pivot) = leaves.rev().max_by_key(|leaf| places.get(leaf)) else {
            return Ok(self.plain(gate));
        };
        self.expansions += 1;
        self.nested += 1;
        if self.expansions > EXPANSIONS || self.nested > NESTED {
            return Err(StructureError::TooEntangled);
        }
        self.spend(2 * nodes.len())?;
        let up = self.restricted(&nodes, gate, pivot, true);
        let up = self.solve(up)?;
        let down = self.restricted(&nodes, gate, pivot, false);
        let down = self.solve(down)?;
        self.nested -= 1;
        let p = self.plain(pivot);
        Ok(p.times(&up).plus(&p.complement().times(&down)))
    }

    /// The structure at `gate`, whose nodes are `nodes`, with leaves that always stand together made one, if there are any.
    ///
    /// Leaves that stand in the same series and nowhere else matter only through all of them being up, leaves of the
    /// same parallels only through one of them being up. What two legs have in common is then one leaf.
    fn without_twins(&mut self, nodes: &[NodeId], gate: NodeId) -> Option<NodeId> {
        let mut gates_of: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for &node in nodes {
            for &below in self.structure.below(node) {
                if matches!(self.structure.node(below), Node::Leaf(_)) {
                    gates_of.entry(below).or_default().push(node);
                }
            }
        }
        let mut together: BTreeMap<Vec<NodeId>, Vec<NodeId>> = BTreeMap::new();
        for (leaf, gates) in gates_of {
            together.entry(gates).or_default().push(leaf);
        }
        let mut made: FxHashMap<NodeId, NodeId> = FxHashMap::default();
        for (gates, twins) in together.into_iter().filter(|(_, twins)| twins.len() > 1) {
            let mut kinds = gates.iter().map(|&node| kind(&self.structure, node));
            let Some(Some(common)) = kinds.next() else { continue };
            if kinds.all(|kind| kind == Some(common)) {
                let pair = if common == Kind::All {
                    self.structure.all(twins.iter().copied())
                } else {
                    self.structure.any(twins.iter().copied())
                };
                let weights: Vec<_> = twins.iter().map(|&leaf| self.plain(leaf)).collect();
                let weight = at_least(if common == Kind::All { weights.len() } else { 1 }, &weights);
                let leaf = self.as_leaf(pair, weight);
                made.extend(twins.into_iter().map(|twin| (twin, leaf)));
            }
        }
        if made.is_empty() { None } else { Some(self.rewritten(nodes, gate, made)) }
    }

    /// The structure at `gate`, whose nodes are `nodes`, given that `leaf` is up, or is not.
    fn restricted(&mut self, nodes: &[NodeId], gate: NodeId, leaf: NodeId, up: bool) -> NodeId {
        let made = FxHashMap::from_iter([(leaf, self.structure.intern(Node::Constant(up)))]);
        self.rewritten(nodes, gate, made)
    }

    /// The structure at `gate`, whose nodes are `nodes`, with the leaves that are in `made` replaced.
    fn rewritten(&mut self, nodes: &[NodeId], gate: NodeId, mut made: FxHashMap<NodeId, NodeId>) -> NodeId {
        for &node in nodes {
            if let Node::AtLeast(needed, below) = self.structure.node(node)
                && below.iter().any(|part| made.contains_key(part))
            {
                let (needed, below) = (*needed, below.clone());
                let below: Vec<_> = below.iter().map(|part| made.get(part).copied().unwrap_or(*part)).collect();
                made.insert(node, self.structure.at_least(needed, below));
            }
        }
        made.get(&gate).copied().unwrap_or(gate)
    }

    /// The weight of a node without nodes below it.
    fn plain(&self, node: NodeId) -> W {
        match self.structure.node(node) {
            Node::Leaf(leaf) => self.weights.get(*leaf).cloned().unwrap_or_else(|| W::constant(false)),
            Node::Constant(up) => W::constant(*up),
            Node::AtLeast(..) => W::constant(false),
        }
    }

    fn as_leaf(&mut self, module: NodeId, weight: W) -> NodeId {
        if let Some(&leaf) = self.leaf_of.get(&module) {
            return leaf;
        }
        let leaf = self.structure.leaf(self.weights.len());
        self.weights.push(weight);
        self.leaf_of.insert(module, leaf);
        leaf
    }

    fn spend(&mut self, visits: usize) -> Result<(), StructureError> {
        self.visits += visits;
        if self.visits > self.allowed_visits { Err(StructureError::TooEntangled) } else { Ok(()) }
    }
}

/// The probability that at least `needed` of independent events happen.
fn at_least<W: Weight>(needed: usize, weights: &[W]) -> W {
    if needed == weights.len() {
        return product(weights);
    }
    if needed == 1 {
        let down: Vec<_> = weights.iter().map(W::complement).collect();
        return product(&down).complement();
    }
    // counts[i]: the probability that exactly i of the events so far have happened, for i < needed.
    let mut counts = vec![W::constant(true)];
    let mut enough = W::constant(false);
    for weight in weights {
        let miss = weight.complement();
        let mut next = Vec::with_capacity(counts.len() + 1);
        let mut carried: Option<W> = None;
        for count in &counts {
            let stays = count.times(&miss);
            next.push(carried.map_or_else(|| stays.clone(), |carried| carried.plus(&stays)));
            carried = Some(count.times(weight));
        }
        if let Some(carried) = carried {
            if next.len() < needed { next.push(carried) } else { enough = enough.plus(&carried) }
        }
        counts = next;
    }
    enough
}

/// The product, by halves: long factors then meet long ones, which is where multiplication is cheapest.
fn product<W: Weight>(weights: &[W]) -> W {
    match weights {
        [] => W::constant(true),
        [only] => only.clone(),
        _ => {
            let (left, right) = weights.split_at(weights.len() / 2);
            product(left).times(&product(right))
        }
    }
}
