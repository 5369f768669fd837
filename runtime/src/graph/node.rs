/// No row.
pub const NONE: u32 = u32::MAX;

/// One step of a load: its rows and its edges.
#[derive(Debug)]
pub struct Node {
    /// The table the rows stand in.
    pub table: u32,
    /// Which of the table's rows.
    pub rows: Rows,
    /// What was loaded from here.
    pub edges: Vec<Edge>,
}

impl Node {
    /// The edge of a relationship.
    pub fn edge(&self, slot: u16) -> Option<&Edge> {
        self.edges.iter().find(|e| e.slot == slot)
    }
}

/// The rows of a node.
#[derive(Clone, Debug)]
pub enum Rows {
    /// The first so many rows of the table: a table of its own.
    All(u32),
    /// These rows of a table that others share.
    Index(Vec<u32>),
}

impl Rows {
    /// How many.
    pub fn len(&self) -> u32 {
        match self {
            Rows::All(n) => *n,
            Rows::Index(rows) => rows.len() as u32,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place in the table of the row at a position of the node.
    #[inline]
    pub fn index(&self, position: u32) -> u32 {
        match self {
            Rows::All(_) => position,
            Rows::Index(rows) => rows[position as usize],
        }
    }
}

/// The links of one relationship from the rows of one node to those of another.
#[derive(Debug)]
pub struct Edge {
    /// The relationship's slot.
    pub slot: u16,
    /// The node it leads to.
    pub node: u32,
    /// Who hangs with whom, as positions of the target node.
    pub links: Links,
}

/// Links from each position of a node.
#[derive(Debug)]
pub enum Links {
    /// To one position or [`NONE`].
    One(Vec<u32>),
    /// To a range of positions: children that came in their parents' order.
    Ranges(Vec<(u32, u32)>),
    /// To any positions: those of `n` are `to[offsets[n]..offsets[n + 1]]`.
    Lists {
        /// One more than there are positions.
        offsets: Vec<u32>,
        /// The targets.
        to: Vec<u32>,
    },
}

impl Links {
    /// Links from each position to the positions of a list.
    pub(crate) fn lists(of_each: impl IntoIterator<Item = Vec<u32>>) -> Links {
        let (mut offsets, mut to) = (vec![0], vec![]);
        for list in of_each {
            to.extend(list);
            offsets.push(to.len() as u32);
        }
        Links::Lists { offsets, to }
    }

    /// The links of one position alone.
    pub fn only(&self, position: u32) -> Links {
        let at = position as usize;
        match self {
            Links::One(to) => Links::One(vec![to[at]]),
            Links::Ranges(ranges) => Links::Ranges(vec![ranges[at]]),
            Links::Lists { offsets, to } => {
                let list = &to[offsets[at] as usize..offsets[at + 1] as usize];
                Links::Lists {
                    offsets: vec![0, list.len() as u32],
                    to: list.to_vec(),
                }
            }
        }
    }
}
