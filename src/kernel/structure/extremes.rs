//! What coincidence can do: the greatest and the least probability that a structure is up, over all joint distributions
//! of its components.
//!
//! Being up k of n times over a stretch of probability t takes k·t of up time in all, of which a component with
//! probability a can give min(a, t). So the greatest t is the greatest with Σ min(a, t) ≥ k·t, which is the least of
//! (Σ of all but the j greatest) / (k − j) over j < k, and 1; laying the components one after the other on a
//! circle of length t attains it.

use super::{Node, NodeId, Structure, StructureError};
use crate::quantity::Rational;
use rustc_hash::FxHashMap;

impl Structure {
    /// The probability of being up under the most favourable coincidence of outages.
    ///
    /// Attained where no node is shared; else an upper bound.
    ///
    /// # Errors
    /// A leaf without a probability.
    pub fn greatest(&self, root: NodeId, leaves: &[Rational]) -> Result<Rational, StructureError> {
        self.fold(root, leaves, favourable)
    }

    /// The probability of being up under the least favourable coincidence of outages.
    ///
    /// Attained where no node is shared; else a lower bound.
    ///
    /// # Errors
    /// A leaf without a probability.
    pub fn least(&self, root: NodeId, leaves: &[Rational]) -> Result<Rational, StructureError> {
        self.fold(root, leaves, |needed, below| {
            let down: Vec<_> = below.iter().map(|up| Rational::one() - up).collect();
            let enough = (below.len() + 1).saturating_sub(needed);
            Rational::one() - favourable(enough, &down)
        })
    }

    fn fold(
        &self,
        root: NodeId,
        leaves: &[Rational],
        gate: impl Fn(usize, &[Rational]) -> Rational,
    ) -> Result<Rational, StructureError> {
        self.validate(root, leaves)?;
        let mut values: FxHashMap<NodeId, Rational> = FxHashMap::default();
        for node in self.reachable(root) {
            let value = match self.node(node) {
                Node::Constant(up) => {
                    if *up {
                        Rational::one()
                    } else {
                        Rational::zero()
                    }
                }
                Node::Leaf(leaf) => leaves.get(*leaf).cloned().unwrap_or_default(),
                Node::AtLeast(needed, below) => {
                    let below: Vec<_> = below.iter().filter_map(|part| values.get(part).cloned()).collect();
                    gate(*needed, &below)
                }
            };
            values.insert(node, value);
        }
        Ok(values.remove(&root).unwrap_or_default())
    }
}

/// The greatest probability that at least `needed` of events with these probabilities happen together.
pub(super) fn favourable(needed: usize, probabilities: &[Rational]) -> Rational {
    let mut rising = probabilities.to_vec();
    rising.sort_unstable();
    if needed == rising.len() {
        return rising.into_iter().next().unwrap_or_else(Rational::one);
    }
    // With the j greatest left out, the n − j least must give the other k − j; from j = k − 1 down the sum only grows.
    let (always, rest) = rising.split_at((rising.len() + 1).saturating_sub(needed));
    let mut sum: Rational = always.iter().fold(Rational::zero(), |sum, p| sum + p);
    let mut best = Rational::one().min(sum.clone());
    for (p, share) in rest.iter().zip(2_i64..) {
        sum += p;
        best = best.min(sum.checked_div(&Rational::from(share)).unwrap_or_default());
    }
    best
}
