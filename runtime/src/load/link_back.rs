use super::plan::Plan;
use crate::graph::{Edge, Graph, Links, NONE};

/// Links children to the parents they were loaded from: no statement, no copy.
///
/// Returns the node to load from when something is loaded with the parents: one of its own over
/// the same rows, since the first may have loaded the same relationship in another way.
pub(super) fn link_back(graph: &mut Graph, parent: u32, via: &Plan, node: u32, plan: &Plan) -> u32 {
    let children = graph.len(node) as usize;
    let mut links = vec![NONE; children];
    if let Some(edge) = graph.nodes[parent as usize].edge(via.face.meta().slot) {
        match &edge.links {
            Links::Ranges(ranges) => {
                for (position, (from, to)) in ranges.iter().enumerate() {
                    links[*from as usize..*to as usize].fill(position as u32);
                }
            }
            Links::One(to) => {
                for (position, to) in to.iter().enumerate().filter(|(_, to)| **to != NONE) {
                    links[*to as usize] = position as u32;
                }
            }
            Links::Lists { offsets, to } => {
                for (position, pair) in offsets.windows(2).enumerate() {
                    for to in &to[pair[0] as usize..pair[1] as usize] {
                        links[*to as usize] = position as u32;
                    }
                }
            }
        }
    }
    let target = if plan.nested.is_empty() {
        parent
    } else {
        graph.share_node(parent)
    };
    graph.nodes[node as usize].edges.push(Edge {
        slot: plan.face.meta().slot,
        node: target,
        links: Links::One(links),
    });
    target
}
