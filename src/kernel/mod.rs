//! The exact algorithms under the rules: pure, deterministic, and without any knowledge of contracts.
//!
//! | kernel | question | cost |
//! |---|---|---|
//! | [`graph`] | cycles, order of definition, what reaches what | O(nodes + edges) |
//! | [`mod@line`] | gap, overlap, empty, subset, monotone on one ordered domain | O(b log b) for b bounds |
//! | [`cells`] | conflict, hole, shadowed row in a finite product of dimensions | O(I log I) for I incidences |
//! | [`measure`] | the most of a set in a stretch, the greatest share, the widest gap | O(pieces) |
//! | [`order`] | whether one thing is due before another, over all instants of an event | O(t log t) for t turns |
//! | [`structure`] | the probability that a service is up, and its extremes over all coincidences | O(size) beside the shared part |
//!
//! "Exact" means without rounding and without sampling: what a kernel reports is there, and what it does not report is
//! not, except past a declared limit, which is an answer of its own and never a silence.

pub mod cells;
pub mod graph;
pub mod line;
pub mod measure;
pub mod order;
pub mod structure;
