use std::collections::HashMap;

use super::joined::Joint;
use crate::driver::RowSink;
use crate::error::{DecodeError, Result};
use crate::graph::Graph;
use crate::model::Model;
use crate::value::Decoder;

/// Collects rows of a model, with what was joined to them.
pub(crate) struct ModelRows<M> {
    pub(crate) rows: Vec<M>,
    /// The deferred columns that were asked for.
    asked: Vec<u16>,
    joints: Vec<Box<dyn Joint>>,
}

impl<M: Model> ModelRows<M> {
    pub(super) fn new(asked: Vec<u16>, joints: Vec<Box<dyn Joint>>) -> Self {
        ModelRows {
            rows: vec![],
            asked,
            joints,
        }
    }

    /// Turns their order round.
    pub(super) fn reverse(&mut self) {
        self.rows.reverse();
        self.joints.iter_mut().for_each(|joint| joint.reverse());
    }

    /// Takes each row once that a join with a collection multiplied.
    pub(super) fn merge(&mut self) {
        let mut places = HashMap::new();
        let mut first = vec![];
        let mut parents = Vec::with_capacity(self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            let place = *places.entry(row.key()).or_insert(first.len() as u32);
            if place as usize == first.len() {
                first.push(at as u32);
            }
            parents.push(place);
        }
        let mut kept = first.iter().copied().peekable();
        let mut at = 0;
        self.rows.retain(|_| {
            let keep = kept.next_if_eq(&at).is_some();
            at += 1;
            keep
        });
        for joint in &mut self.joints {
            joint.merge(&parents, &first);
        }
    }

    /// Moves the rows into a graph. Returns their node.
    pub(crate) fn place(self, graph: &mut Graph) -> Result<u32> {
        let node = graph.add_node(self.rows);
        for joint in self.joints {
            joint.place(graph, node)?;
        }
        Ok(node)
    }
}

impl<M: Model> RowSink for ModelRows<M> {
    #[inline]
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let in_model = |error: DecodeError| error.in_model(M::META, 0);
        let mut model = M::decode(row, 0).map_err(in_model)?;
        read_asked(&mut model, &self.asked, row, 0).map_err(in_model)?;
        self.rows.push(model);
        for joint in &mut self.joints {
            joint.row(row)?;
        }
        Ok(())
    }
}

/// Reads the deferred columns that were asked for, of a row whose first column stands at `at`: a
/// NULL of theirs is a value, which decoding the whole row cannot know.
#[inline]
pub(super) fn read_asked<M: Model, D: Decoder + ?Sized>(
    model: &mut M,
    asked: &[u16],
    row: &D,
    at: usize,
) -> Result<(), DecodeError> {
    let mut columns = asked.iter().map(|column| usize::from(*column));
    columns.try_for_each(|column| model.read(column, row, at + column))
}
