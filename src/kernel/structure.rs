//! Service structures: a service is up as a function φ of its components, and how likely that is.
//!
//! A structure is built of leaves (components, each with a probability of being up) and gates "at least k of these": *all*
//! is k = n, *any* is k = 1. Nodes may be shared, so a structure is an acyclic graph and not only a tree.
//!
//! | question | answer |
//! |---|---|
//! | components fail independently | E\[φ\], exact: products, 1 − Π(1 − p), the distribution of the count up for k of n |
//! | most favourable coincidence | series min a, parallel min(1, Σ a), k of n: min over j < k of (Σ of all but the j greatest) / (k − j) |
//! | least favourable coincidence | the same for being down: 1 − the greatest probability that n − k + 1 are down |
//!
//! A component that stands in two places breaks the products. The structure is therefore taken apart into *modules*, the parts
//! that share nothing with the rest; leaves that always stand together are made one; and where a module still shares leaves
//! within itself it is expanded on one of them:
//! E\[φ\] = p·E\[φ | up\] + (1 − p)·E\[φ | down\]. This may take a time exponential in the shared leaves, hence
//! a declared limit, past which the answer is [`StructureError::TooEntangled`].
//!
//! The coincidences are composed gate by gate. For a tree they are attained; where nodes are shared, `greatest` is an upper
//! bound and `least` a lower one, so a target above `greatest` is always out of reach.
//!
//! Who asks about many nodes of one structure asks [`Bounds`] first, which are found for all of them in one walk.

mod enclosure;
mod exact;
mod extremes;
mod modules;
mod quick;

pub use quick::Bounds;

use crate::quantity::Rational;
use rustc_hash::{FxHashMap, FxHashSet};

/// The expansions that one probability may take.
pub const EXPANSIONS: usize = 1 << 16;

/// The visits of a node that one probability may take, beside the first visit of each.
pub const VISITS: usize = 1 << 22;

/// A node of one [`Structure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(usize);

/// What a node is up for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Node {
    /// Always up, or never.
    Constant(bool),
    /// Up when the component is.
    Leaf(usize),
    /// Up when at least so many of the nodes are; 0 < k ≤ n, and nodes ascend.
    AtLeast(usize, Vec<NodeId>),
}

/// Structures over common components, in one arena; equal nodes are one node.
///
/// INVARIANT: the nodes below a node come before it.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    nodes: Vec<Node>,
    known: FxHashMap<Node, NodeId>,
}

/// Why a probability has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StructureError {
    /// So much is shared that the computation is past the declared limit.
    TooEntangled,
    /// The leaf has no probability, or one that is not between 0 and 1.
    NotAProbability(usize),
}

impl Structure {
    /// An arena without nodes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The component with this number.
    pub fn leaf(&mut self, component: usize) -> NodeId {
        self.intern(Node::Leaf(component))
    }

    /// Up when all of `nodes` are; always, if there are none.
    pub fn all(&mut self, nodes: impl IntoIterator<Item = NodeId>) -> NodeId {
        let nodes: Vec<_> = nodes.into_iter().collect();
        self.at_least(nodes.len(), nodes)
    }

    /// Up when one of `nodes` is; never, if there are none.
    pub fn any(&mut self, nodes: impl IntoIterator<Item = NodeId>) -> NodeId {
        self.at_least(1, nodes)
    }

    /// Up when `needed` of `nodes` are, a node that is listed twice counting twice. All nodes must be of this structure.
    pub fn at_least(&mut self, needed: usize, nodes: impl IntoIterator<Item = NodeId>) -> NodeId {
        let mut needed = needed;
        let mut kept = Vec::new();
        for node in nodes {
            match self.nodes.get(node.0) {
                Some(Node::Constant(true)) => needed = needed.saturating_sub(1),
                Some(Node::Leaf(_) | Node::AtLeast(..)) => kept.push(node),
                Some(Node::Constant(false)) | None => {}
            }
        }
        kept.sort_unstable();
        if needed == kept.len() {
            kept.dedup();
            needed = kept.len();
        } else if needed == 1 {
            kept.dedup();
        }
        match kept.as_slice() {
            _ if needed == 0 => self.intern(Node::Constant(true)),
            _ if needed > kept.len() => self.intern(Node::Constant(false)),
            [only] => *only,
            _ => self.intern(Node::AtLeast(needed, kept)),
        }
    }

    fn intern(&mut self, node: Node) -> NodeId {
        if let Some(&known) = self.known.get(&node) {
            return known;
        }
        let id = NodeId(self.nodes.len());
        self.nodes.push(node.clone());
        self.known.insert(node, id);
        id
    }

    /// What a node is; a node of another structure is never up.
    fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0).unwrap_or(&Node::Constant(false))
    }

    /// The nodes directly below a node.
    fn below(&self, id: NodeId) -> &[NodeId] {
        match self.node(id) {
            Node::AtLeast(_, nodes) => nodes,
            Node::Constant(_) | Node::Leaf(_) => &[],
        }
    }

    /// The node and all nodes below it, each after those below it.
    fn reachable(&self, root: NodeId) -> Vec<NodeId> {
        let mut seen = FxHashSet::from_iter([root]);
        let mut stack = vec![root];
        while let Some(node) = stack.pop() {
            stack.extend(self.below(node).iter().copied().filter(|&next| seen.insert(next)));
        }
        let mut nodes: Vec<_> = seen.into_iter().collect();
        nodes.sort_unstable();
        nodes
    }

    /// A structure of the nodes below `root` alone, its root, and the components that its leaves stand for.
    fn part(&self, root: NodeId) -> (Self, NodeId, Vec<usize>) {
        let (mut part, mut components) = (Self::new(), Vec::new());
        let mut made: FxHashMap<NodeId, NodeId> = FxHashMap::default();
        for node in self.reachable(root) {
            let copy = match self.node(node) {
                Node::Constant(up) => Node::Constant(*up),
                Node::Leaf(component) => {
                    components.push(*component);
                    Node::Leaf(components.len() - 1)
                }
                // In the order of the nodes that are copied, so that they ascend again.
                Node::AtLeast(needed, below) => {
                    Node::AtLeast(*needed, below.iter().filter_map(|node| made.get(node).copied()).collect())
                }
            };
            made.insert(node, part.intern(copy));
        }
        let root = made.get(&root).copied().unwrap_or(root);
        (part, root, components)
    }

    /// Whether each leaf below `root` has a probability.
    fn validate(&self, root: NodeId, leaves: &[Rational]) -> Result<(), StructureError> {
        for node in self.reachable(root) {
            if let Node::Leaf(leaf) = *self.node(node)
                && leaves.get(leaf).is_none_or(|p| p.is_negative() || *p > Rational::one())
            {
                return Err(StructureError::NotAProbability(leaf));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
