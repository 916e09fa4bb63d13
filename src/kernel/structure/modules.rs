//! Taking a structure apart.
//!
//! A node is a *module* when nothing outside reaches what is below it but through it. All modules are found in one walk
//! from the top (Dutuit and Rauzy): number the steps of a depth-first walk, note for each node its first, its closing
//! and its last visit, and a node is a module iff all visits of all nodes below it lie between its first and its closing
//! visit.

use super::{Node, NodeId, Structure};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// When a walk met a node, and what is below it.
#[derive(Clone, Copy)]
struct Visits {
    first: usize,
    closing: usize,
    last: usize,
    earliest_below: usize,
    latest_below: usize,
}

/// The nodes of the structure at `root`, each after those below it, and whether it is a module.
pub(super) fn modules(structure: &Structure, root: NodeId) -> Vec<(NodeId, bool)> {
    let mut visits: FxHashMap<NodeId, Visits> = FxHashMap::default();
    let mut clock = 0;
    let mut path: Vec<(NodeId, usize)> = Vec::new();
    let mut next = Some(root);
    loop {
        if let Some(node) = next.take() {
            clock += 1;
            if let Some(known) = visits.get_mut(&node) {
                known.last = clock;
            } else {
                let now =
                    Visits { first: clock, closing: clock, last: clock, earliest_below: usize::MAX, latest_below: 0 };
                visits.insert(node, now);
                path.push((node, 0));
            }
        }
        let Some((node, at)) = path.pop() else { break };
        if let Some(&below) = structure.below(node).get(at) {
            path.push((node, at + 1));
            next = Some(below);
        } else if at > 0 {
            clock += 1;
            if let Some(known) = visits.get_mut(&node) {
                (known.closing, known.last) = (clock, clock);
            }
        }
    }
    let mut nodes: Vec<_> = visits.keys().copied().collect();
    nodes.sort_unstable();
    nodes
        .into_iter()
        .map(|node| {
            let below = structure.below(node).iter().filter_map(|below| visits.get(below));
            let (earliest, latest) = below.fold((usize::MAX, 0), |(earliest, latest), v| {
                (earliest.min(v.first).min(v.earliest_below), latest.max(v.last).max(v.latest_below))
            });
            let Some(own) = visits.get_mut(&node) else { return (node, false) };
            (own.earliest_below, own.latest_below) = (earliest, latest);
            (node, own.first < earliest && latest < own.closing || earliest == usize::MAX)
        })
        .collect()
}

/// The nodes directly below `root` in groups that share nothing, by union-find over all that is below.
pub(super) fn groups(structure: &Structure, root: NodeId) -> Vec<Vec<NodeId>> {
    let mut leader: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    for node in structure.reachable(root) {
        if node == root {
            continue;
        }
        leader.entry(node).or_insert(node);
        for &below in structure.below(node) {
            let (a, b) = (find(&mut leader, node), find(&mut leader, below));
            leader.insert(a.max(b), a.min(b));
        }
    }
    let mut groups: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for &node in structure.below(root) {
        groups.entry(find(&mut leader, node)).or_default().push(node);
    }
    groups.into_values().collect()
}

fn find(leader: &mut FxHashMap<NodeId, NodeId>, node: NodeId) -> NodeId {
    let mut at = node;
    while let Some(&up) = leader.get(&at)
        && up != at
    {
        let over = leader.get(&up).copied().unwrap_or(up);
        leader.insert(at, over);
        at = over;
    }
    at
}

/// The structure at `root` with series of series and parallels of parallels each made one gate.
///
/// A component that stands twice in a series then stands in it once, which takes away most sharing.
pub(super) fn flattened(structure: &mut Structure, root: NodeId) -> NodeId {
    let nodes = structure.reachable(root);
    let mut parts: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::from([(root, Vec::new())]);
    for &node in nodes.iter().rev() {
        if !parts.contains_key(&node) {
            continue;
        }
        let below = absorbed(structure, node);
        for &part in &below {
            parts.entry(part).or_default();
        }
        parts.insert(node, below);
    }
    let mut made: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    for (node, below) in parts {
        let below: Vec<_> = below.iter().map(|part| made.get(part).copied().unwrap_or(*part)).collect();
        let flat = match (structure.node(node), kind(structure, node)) {
            (_, Some(Kind::All)) => structure.all(below),
            (&Node::AtLeast(needed, _), _) => structure.at_least(needed, below),
            _ => node,
        };
        made.insert(node, flat);
    }
    made.get(&root).copied().unwrap_or(root)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    All,
    Any,
}

/// Whether a gate needs all or any of the nodes below it.
pub(super) fn kind(structure: &Structure, node: NodeId) -> Option<Kind> {
    match structure.node(node) {
        Node::AtLeast(needed, below) if *needed == below.len() => Some(Kind::All),
        Node::AtLeast(1, _) => Some(Kind::Any),
        _ => None,
    }
}

/// The nodes below a gate, with gates of its own kind opened.
fn absorbed(structure: &Structure, gate: NodeId) -> Vec<NodeId> {
    let own = kind(structure, gate);
    if own.is_none() {
        return structure.below(gate).to_vec();
    }
    let mut seen = FxHashSet::default();
    let mut parts = Vec::new();
    let mut stack = vec![gate];
    while let Some(node) = stack.pop() {
        for &below in structure.below(node) {
            if seen.insert(below) {
                if kind(structure, below) == own { stack.push(below) } else { parts.push(below) }
            }
        }
    }
    parts
}
