use ormolu_schema::ir::{Model, Schema};

/// The rank of each model: parents below children, but for foreign keys that close a cycle.
///
/// The models of a cycle are ranked by their NOT NULL keys alone: nullable ones can be filled
/// later.
pub(crate) fn ranks(schema: &Schema) -> Vec<u16> {
    let groups = components(&parents(schema, |_, _| true));
    let required = parents(schema, |model, key| {
        key.columns.iter().all(|c| !model.column(*c).nullable)
    });
    let mut ranks = vec![0_usize; schema.models.len()];
    let mut next = 0;
    for group in groups {
        let mut open = group;
        while !open.is_empty() {
            let waits = |m: &usize| required[*m].iter().any(|p| p != m && open.contains(p));
            let (waiting, ready): (Vec<_>, Vec<_>) = open.iter().copied().partition(waits);
            let stuck = ready.is_empty();
            for model in if stuck { &waiting } else { &ready } {
                ranks[*model] = next;
            }
            open = if stuck { vec![] } else { waiting };
            next += 1;
        }
    }
    ranks
        .into_iter()
        .map(|rank| u16::try_from(rank).unwrap_or(u16::MAX))
        .collect()
}

/// For each model those its foreign keys point at.
fn parents(
    schema: &Schema,
    counts: impl Fn(&Model, &ormolu_schema::ir::ForeignKey) -> bool,
) -> Vec<Vec<usize>> {
    let keys = |model: &Model| {
        let keys = model.foreign_keys.iter().filter(|key| counts(model, key));
        keys.map(|key| key.target.0).collect()
    };
    schema.models.iter().map(keys).collect()
}

/// The strongly connected components, parents first (Tarjan's algorithm, without recursion).
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let (mut stack, mut out, mut next) = (vec![], vec![], 0);
    for root in 0..edges.len() {
        let mut work = if index[root] == NEW {
            vec![(root, 0)]
        } else {
            vec![]
        };
        while let Some((node, at)) = work.pop() {
            if at == 0 {
                (index[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            } else {
                let child = edges[node][at - 1];
                if on_stack[child] {
                    low[node] = low[node].min(low[child]);
                }
            }
            if let Some(&child) = edges[node].get(at) {
                work.push((node, at + 1));
                if index[child] == NEW {
                    work.push((child, 0));
                }
            } else if low[node] == index[node] {
                let from = stack.iter().rposition(|n| *n == node).unwrap_or(0);
                let mut group = stack.split_off(from);
                group.iter().for_each(|n| on_stack[*n] = false);
                group.sort_unstable();
                out.push(group);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn parents_come_first_and_cycles_together() {
        // 0 -> 1 -> 2 -> 1, 3 -> 3, 4 -> 0
        let edges = [vec![1], vec![2], vec![1], vec![3], vec![0]];
        assert_eq!(components(&edges), [vec![1, 2], vec![0], vec![3], vec![4]]);
        let chain: Vec<Vec<usize>> = (0..100_000)
            .map(|n| if n == 0 { vec![] } else { vec![n - 1] })
            .collect();
        assert_eq!(components(&chain).len(), 100_000);
    }
}
