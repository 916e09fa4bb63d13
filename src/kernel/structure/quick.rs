//! What one walk over all nodes of a structure says of each.
//!
//! In a chain of ten thousand services each rests on all that come after it. To solve each by itself would go through the
//! chain ten thousand times; most of them are decided by what is known of the next one.

use super::enclosure::Enclosure;
use super::exact::Weight;
use super::extremes::favourable;
use super::{Node, NodeId, Structure};
use crate::quantity::Rational;
use std::cmp::Ordering;

/// Bounds of the probability that a node is up, for each node of a structure.
pub struct Bounds {
    nodes: Vec<Option<Bound>>,
}

struct Bound {
    greatest: Rational,
    /// At most the probability with components that fail independently.
    ///
    /// What is up thanks to some components is the likelier up where something else is that needs them too (Harris): all
    /// nodes of a gate are up at least as often as if they shared nothing, and so are as many of them as are needed.
    floor: Enclosure,
}

impl Structure {
    /// The bounds of all nodes.
    #[must_use]
    pub fn bounds(&self, leaves: &[Rational]) -> Bounds {
        let mut nodes: Vec<Option<Bound>> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let bound = match node {
                Node::Constant(up) => Some(Bound { greatest: Weight::constant(*up), floor: Weight::constant(*up) }),
                Node::Leaf(leaf) => leaves
                    .get(*leaf)
                    .filter(|p| !p.is_negative() && **p <= Rational::one())
                    .map(|p| Bound { greatest: p.clone(), floor: Enclosure::of(p) }),
                // The nodes below come before.
                Node::AtLeast(needed, below) => {
                    let below: Option<Vec<&Bound>> =
                        below.iter().map(|part| nodes.get(part.0).and_then(Option::as_ref)).collect();
                    below.map(|below| gate(*needed, &below))
                }
            };
            nodes.push(bound);
        }
        Bounds { nodes }
    }
}

fn gate(needed: usize, below: &[&Bound]) -> Bound {
    let greatest: Vec<Rational> = below.iter().map(|bound| bound.greatest.clone()).collect();
    let mut falling: Vec<&Enclosure> = below.iter().map(|bound| &bound.floor).collect();
    falling.sort_by(|a, b| b.least().cmp(a.least()));
    let floor = falling.into_iter().take(needed).fold(Enclosure::constant(true), |product, up| product.times(up));
    Bound { greatest: favourable(needed, &greatest), floor }
}

impl Bounds {
    /// What [`Structure::greatest`] says; none where a leaf has no probability.
    #[must_use]
    pub fn greatest(&self, node: NodeId) -> Option<&Rational> {
        self.of(node).map(|bound| &bound.greatest)
    }

    /// Whether the node is up with more than this probability for sure, when its components fail independently.
    #[must_use]
    pub fn is_above(&self, node: NodeId, target: &Rational) -> bool {
        self.of(node).is_some_and(|bound| bound.floor.compare(target) == Some(Ordering::Greater))
    }

    fn of(&self, node: NodeId) -> Option<&Bound> {
        self.nodes.get(node.0).and_then(Option::as_ref)
    }
}
