//! Directed graphs: cycles, an order of definition, and what reaches what.
//!
//! Two nodes are in one *component* when each reaches the other; a graph is without cycles iff every component is a
//! single node without an edge to itself. Components come from Tarjan's algorithm, kept on an explicit stack so that a
//! chain of a hundred thousand nodes is as safe as one of three. A cycle is reported by the shortest one in its
//! component, because the shortest proof is the one that gets read.
#![expect(clippy::indexing_slicing, reason = "`Graph::new` keeps only edges between nodes below the node count")]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// The edges that the search for a shortest cycle may look at, a graph over, before it settles for the shortest found.
const CYCLE_WORK: usize = 4_000_000;

const UNSEEN: usize = usize::MAX;

/// A directed graph over the nodes `0..n`.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The successors of `node` are `targets[starts[node]..starts[node + 1]]`.
    starts: Vec<usize>,
    targets: Vec<usize>,
}

impl Graph {
    /// A graph with `nodes` nodes. Repeated edges count once; an edge to or from an unknown node is not kept.
    #[must_use]
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut edges: Vec<_> = edges.into_iter().filter(|&(a, b)| a < nodes && b < nodes).collect();
        // Edges mostly come node by node; then only the few of one node are out of order.
        if !edges.is_sorted_by_key(|&(from, _)| from) {
            edges.sort_unstable();
        }
        let mut starts = Vec::with_capacity(nodes + 1);
        let mut targets = Vec::with_capacity(edges.len());
        let mut own = Vec::new();
        starts.push(0);
        let mut groups = edges.chunk_by(|(a, _), (b, _)| a == b).peekable();
        for node in 0..nodes {
            own.clear();
            if let Some(group) = groups.next_if(|group| group[0].0 == node) {
                own.extend(group.iter().map(|&(_, to)| to));
                own.sort_unstable();
                own.dedup();
            }
            targets.extend_from_slice(&own);
            starts.push(targets.len());
        }
        Self { starts, targets }
    }

    /// The number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nodes that `node` has an edge to, in order.
    #[must_use]
    pub fn successors(&self, node: usize) -> &[usize] {
        if node < self.len() { &self.targets[self.starts[node]..self.starts[node + 1]] } else { &[] }
    }

    /// The strongly connected components, each sorted; a component comes after all that it reaches.
    #[must_use]
    pub fn components(&self) -> Vec<Vec<usize>> {
        let nodes = self.len();
        let mut order = vec![UNSEEN; nodes];
        let mut low = vec![UNSEEN; nodes];
        let mut open = vec![false; nodes];
        let mut waiting = Vec::new();
        let mut components = Vec::new();
        let mut clock = 0;
        for root in 0..nodes {
            if order[root] != UNSEEN {
                continue;
            }
            let mut path = vec![(root, 0)];
            while let Some((node, next)) = path.pop() {
                if next == 0 {
                    order[node] = clock;
                    low[node] = clock;
                    clock += 1;
                    open[node] = true;
                    waiting.push(node);
                }
                if let Some(&to) = self.successors(node).get(next) {
                    path.push((node, next + 1));
                    if order[to] == UNSEEN {
                        path.push((to, 0));
                    } else if open[to] {
                        low[node] = low[node].min(order[to]);
                    }
                    continue;
                }
                if let Some(&(parent, _)) = path.last() {
                    low[parent] = low[parent].min(low[node]);
                }
                if low[node] == order[node] {
                    let from = waiting.iter().rposition(|&member| member == node).unwrap_or(0);
                    let mut component = waiting.split_off(from);
                    for &member in &component {
                        open[member] = false;
                    }
                    component.sort_unstable();
                    components.push(component);
                }
            }
        }
        components
    }

    /// One cycle for each component that has one: its shortest, beginning at its least node, cycles in order of that node.
    ///
    /// Among cycles of one length, the one through the least node. In a graph so large that the search would look at more
    /// than four million edges the cycle is still a cycle, and the shortest one through the least node of its
    /// component or shorter.
    #[must_use]
    pub fn cycles(&self) -> Vec<Vec<usize>> {
        let mut component_of = vec![UNSEEN; self.len()];
        let components = self.components();
        for (index, component) in components.iter().enumerate() {
            for &node in component {
                component_of[node] = index;
            }
        }
        let mut search = Search { came_from: vec![UNSEEN; self.len()], seen_in: vec![UNSEEN; self.len()], work: 0 };
        let mut cycles: Vec<_> = components
            .iter()
            .filter_map(|component| self.shortest_cycle(component, &component_of, &mut search))
            .collect();
        cycles.sort_unstable();
        cycles
    }

    fn shortest_cycle(&self, component: &[usize], component_of: &[usize], search: &mut Search) -> Option<Vec<usize>> {
        let mut best: Option<Vec<usize>> = None;
        for &start in component {
            if best.as_ref().is_some_and(|cycle| cycle.len() == 1 || search.work > CYCLE_WORK) {
                break;
            }
            let limit = best.as_ref().map_or(usize::MAX, |cycle| cycle.len() - 1);
            best = self.cycle_through(start, limit, component_of, search).or(best);
        }
        let mut cycle = best?;
        let least = (0..cycle.len()).min_by_key(|&at| cycle[at])?;
        cycle.rotate_left(least);
        Some(cycle)
    }

    /// The shortest cycle through `start` of at most `limit` edges, by breadth-first search within its component.
    fn cycle_through(
        &self,
        start: usize,
        limit: usize,
        component_of: &[usize],
        search: &mut Search,
    ) -> Option<Vec<usize>> {
        search.seen_in[start] = start;
        let mut queue = VecDeque::from([(start, 1)]);
        while let Some((node, length)) = queue.pop_front() {
            if length > limit {
                return None;
            }
            for &to in self.successors(node) {
                search.work += 1;
                if to == start {
                    let mut cycle = vec![node];
                    while let Some(&last) = cycle.last()
                        && last != start
                    {
                        cycle.push(search.came_from[last]);
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if component_of[to] == component_of[start] && search.seen_in[to] != start {
                    search.seen_in[to] = start;
                    search.came_from[to] = node;
                    queue.push_back((to, length + 1));
                }
            }
        }
        None
    }

    /// The nodes in an order in which every edge goes forward, the least node first wherever there is a choice.
    ///
    /// # Errors
    /// The [`cycles`](Self::cycles), where no such order exists.
    pub fn topological_order(&self) -> Result<Vec<usize>, Vec<Vec<usize>>> {
        let mut incoming = vec![0_usize; self.len()];
        for &to in &self.targets {
            incoming[to] += 1;
        }
        let mut ready: BinaryHeap<_> = (0..self.len()).filter(|&node| incoming[node] == 0).map(Reverse).collect();
        let mut order = Vec::with_capacity(self.len());
        while let Some(Reverse(node)) = ready.pop() {
            order.push(node);
            for &to in self.successors(node) {
                incoming[to] -= 1;
                if incoming[to] == 0 {
                    ready.push(Reverse(to));
                }
            }
        }
        if order.len() == self.len() { Ok(order) } else { Err(self.cycles()) }
    }

    /// For each node, whether a path of any length, zero included, leads to it from one of `starts`.
    #[must_use]
    pub fn reachable_from(&self, starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut reached = vec![false; self.len()];
        let mut stack: Vec<_> = starts.into_iter().filter(|&node| node < self.len()).collect();
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                stack.extend_from_slice(self.successors(node));
            }
        }
        reached
    }

    /// The graph with every edge turned round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let edges = (0..self.len()).flat_map(|from| self.successors(from).iter().map(move |&to| (to, from)));
        Self::new(self.len(), edges)
    }
}

/// What one breadth-first search leaves for the next, so that a search costs what it visits and not the whole graph.
struct Search {
    came_from: Vec<usize>,
    /// The start of the last search that saw the node.
    seen_in: Vec<usize>,
    work: usize,
}

#[cfg(test)]
mod tests;
