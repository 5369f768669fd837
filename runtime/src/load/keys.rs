use std::any::Any;
use std::ops::Range;

use crate::graph::Graph;
use crate::relation::{JoinKey, Relation};
use crate::value::Key;

/// The joining values of the rows of a node, sorted, each with the row's position.
pub(super) struct Keys<K> {
    sorted: Vec<(K, u32)>,
    /// How many rows the node has, those without a key among them.
    rows: usize,
}

impl<K: Key> Keys<K> {
    pub(super) fn of<R>(graph: &Graph, node: u32) -> Self
    where
        R: Relation<Near: JoinKey<R::Parent, Key = K>>,
    {
        let at = &graph.nodes[node as usize];
        let rows = graph.rows::<R::Parent>(at.table);
        let count = at.rows.len();
        let mut sorted = Vec::with_capacity(count as usize);
        for position in 0..count {
            let row = &rows[at.rows.index(position) as usize];
            if let Some(key) = R::Near::of(row) {
                sorted.push((key, position));
            }
        }
        if !sorted.is_sorted() {
            sorted.sort_unstable();
        }
        Keys {
            sorted,
            rows: count as usize,
        }
    }

    /// How many rows the node has.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The different keys, in order.
    pub(super) fn distinct(&self) -> Vec<&K> {
        let mut keys: Vec<&K> = self.sorted.iter().map(|(key, _)| key).collect();
        keys.dedup();
        keys
    }

    /// The rows of a place that [`Cursor::find`] gave.
    pub(super) fn positions(&self, place: Range<usize>) -> impl Iterator<Item = usize> {
        self.sorted[place]
            .iter()
            .map(|(_, position)| *position as usize)
    }
}

/// Finds the parents of children that come one after the other.
///
/// Children mostly come in the order of their keys, so the next key is looked at first; engines
/// may order text in another way than Rust does, so it is searched for otherwise.
pub(super) struct Cursor<'k, K> {
    keys: &'k Keys<K>,
    place: Range<usize>,
}

impl<'k, K: Key> Cursor<'k, K> {
    pub(super) fn new(keys: &'k Keys<K>) -> Self {
        Cursor { keys, place: 0..0 }
    }

    /// Where the parents of a key stand; `None` if there are none.
    #[inline]
    pub(super) fn find(&mut self, key: &K) -> Option<Range<usize>> {
        let sorted = &self.keys.sorted;
        if self.place.is_empty() || sorted[self.place.start].0 != *key {
            self.place = self.search(key)?;
        }
        Some(self.place.clone())
    }

    fn search(&self, key: &K) -> Option<Range<usize>> {
        let sorted = &self.keys.sorted;
        let mut start = self.place.end;
        if sorted.get(start).is_none_or(|(next, _)| next != key) {
            start = sorted.partition_point(|(other, _)| other < key);
        }
        let same = sorted[start..].iter().take_while(|(other, _)| other == key);
        let end = start + same.count();
        (start < end).then_some(start..end)
    }
}

/// A key as another type, which is the same one: a relationship that is not many-to-many has
/// one type of key at both ends, but generic code cannot know.
#[inline]
pub(super) fn same<K: 'static, T: 'static>(mut key: Option<K>) -> Option<T> {
    (&mut key as &mut dyn Any)
        .downcast_mut::<Option<T>>()?
        .take()
}

/// The place of a key in a row whose columns stand from 0 on, if its columns stand together.
pub(super) fn adjacent(columns: &[u16]) -> Option<usize> {
    let together = columns.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    columns
        .first()
        .filter(|_| together)
        .map(|first| usize::from(*first))
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Keys, adjacent, same};

    #[test]
    fn children_find_their_parents_in_any_order() {
        let keys = Keys {
            sorted: vec![
                ("A".to_owned(), 2),
                ("a".to_owned(), 0),
                ("a".to_owned(), 3),
            ],
            rows: 5,
        };
        let mut cursor = Cursor::new(&keys);
        for (key, place) in [
            ("a", Some(1..3)),
            ("a", Some(1..3)),
            ("A", Some(0..1)),
            ("b", None),
        ] {
            assert_eq!(cursor.find(&key.to_owned()), place);
        }
        assert_eq!(keys.distinct(), ["A", "a"]);
        assert_eq!(keys.positions(1..3).collect::<Vec<_>>(), [0, 3]);
    }

    #[test]
    fn key_columns_that_stand_together_are_read_at_once() {
        assert_eq!(adjacent(&[3]), Some(3));
        assert_eq!(adjacent(&[1, 2]), Some(1));
        assert_eq!(adjacent(&[2, 1]), None);
        assert_eq!(same::<i64, i64>(Some(1)), Some(1));
        assert_eq!(same::<i64, i32>(Some(1)), None);
    }
}
