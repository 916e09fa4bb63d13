use super::Graph;
use proptest::prelude::*;

fn graphs() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (1_usize..7).prop_flat_map(|nodes| (Just(nodes), prop::collection::vec((0..nodes, 0..nodes), 0..14)))
}

/// `paths[a][b]`: the length of the shortest path of at least one edge, by repeated relaxation.
fn distances(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<Option<usize>>> {
    let mut paths = vec![vec![None; nodes]; nodes];
    for &(a, b) in edges {
        paths[a][b] = Some(1);
    }
    for via in 0..nodes {
        for a in 0..nodes {
            for b in 0..nodes {
                if let (Some(x), Some(y)) = (paths[a][via], paths[via][b])
                    && paths[a][b].is_none_or(|known| x + y < known)
                {
                    paths[a][b] = Some(x + y);
                }
            }
        }
    }
    paths
}

#[test]
fn a_definition_of_itself_is_a_cycle_of_one() {
    let graph = Graph::new(3, [(0, 1), (1, 1), (1, 2), (2, 1)]);
    assert_eq!(graph.cycles(), vec![vec![1]]);
}

#[test]
fn the_shortest_cycle_of_a_component_is_reported_and_begins_at_its_least_node() {
    let graph = Graph::new(6, [(0, 1), (1, 2), (2, 3), (3, 0), (3, 2), (5, 4), (4, 5)]);
    assert_eq!(graph.cycles(), vec![vec![2, 3], vec![4, 5]]);
}

#[test]
fn edges_to_unknown_nodes_are_not_kept() {
    let graph = Graph::new(2, [(0, 1), (1, 7), (7, 0)]);
    assert_eq!(graph.topological_order(), Ok(vec![0, 1]));
    assert_eq!(graph.successors(9), &[] as &[usize]);
}

#[test]
fn among_free_nodes_the_least_comes_first() {
    assert_eq!(Graph::new(4, [(3, 0), (2, 1)]).topological_order(), Ok(vec![2, 1, 3, 0]));
}

#[test]
fn a_chain_of_a_hundred_thousand_is_followed_without_recursion() {
    let nodes = 100_000;
    let chain = Graph::new(nodes, (1..nodes).map(|node| (node - 1, node)));
    assert_eq!(chain.components().len(), nodes);
    assert_eq!(chain.topological_order(), Ok((0..nodes).collect()));
    assert!(chain.reachable_from([0]).into_iter().all(|reached| reached));
    let ring = Graph::new(nodes, (0..nodes).map(|node| (node, (node + 1) % nodes)));
    assert_eq!(ring.cycles(), vec![(0..nodes).collect::<Vec<_>>()]);
}

proptest! {
    #[test]
    fn components_are_the_classes_of_mutual_reach((nodes, edges) in graphs()) {
        let paths = distances(nodes, &edges);
        let components = Graph::new(nodes, edges.iter().copied()).components();
        let mut place = vec![0; nodes];
        for (index, component) in components.iter().enumerate() {
            for &node in component { place[node] = index; }
        }
        prop_assert_eq!(components.iter().map(Vec::len).sum::<usize>(), nodes);
        for a in 0..nodes {
            for b in 0..nodes {
                let mutual = a == b || paths[a][b].is_some() && paths[b][a].is_some();
                prop_assert_eq!(place[a] == place[b], mutual);
                prop_assert!(paths[a][b].is_none() || place[b] <= place[a]);
            }
        }
    }

    #[test]
    fn each_cycle_is_a_shortest_one_of_its_component((nodes, edges) in graphs()) {
        let paths = distances(nodes, &edges);
        let graph = Graph::new(nodes, edges.iter().copied());
        let cycles = graph.cycles();
        for cycle in &cycles {
            let first = cycle[0];
            prop_assert!(cycle.iter().all(|&node| first <= node));
            for (at, &node) in cycle.iter().enumerate() {
                prop_assert!(edges.contains(&(node, cycle[(at + 1) % cycle.len()])));
            }
            let shortest = (0..nodes)
                .filter(|&node| node == first || paths[node][first].is_some() && paths[first][node].is_some())
                .filter_map(|node| paths[node][node])
                .min();
            prop_assert_eq!(shortest, Some(cycle.len()));
        }
        for node in (0..nodes).filter(|&node| paths[node][node].is_some()) {
            let blamed = |cycle: &&Vec<usize>| paths[node][cycle[0]].is_some() && paths[cycle[0]][node].is_some();
            prop_assert_eq!(cycles.iter().filter(blamed).count(), 1);
        }
        match graph.topological_order() {
            Ok(order) => {
                prop_assert!(cycles.is_empty());
                let place = |node| order.iter().position(|&other| other == node);
                for &(a, b) in &edges { prop_assert!(place(a) < place(b)); }
            }
            Err(found) => { prop_assert!(!cycles.is_empty()); prop_assert_eq!(found, cycles); }
        }
    }

    #[test]
    fn reach_is_the_closure_of_the_edges((nodes, edges) in graphs(), start in 0_usize..7) {
        let start = start % nodes;
        let paths = distances(nodes, &edges);
        let graph = Graph::new(nodes, edges);
        let expected: Vec<_> = (0..nodes).map(|node| node == start || paths[start][node].is_some()).collect();
        prop_assert_eq!(graph.reachable_from([start]), expected);
        let back: Vec<_> = (0..nodes).map(|node| node == start || paths[node][start].is_some()).collect();
        prop_assert_eq!(graph.reversed().reachable_from([start]), back);
    }
}
