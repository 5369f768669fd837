/// Which rows of its partition a window function looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What distances count.
    pub(crate) unit: FrameUnit,
    /// Its first row.
    pub(crate) from: Bound,
    /// Its last row.
    pub(crate) to: Bound,
    /// What is left out.
    pub(crate) exclude: Option<Exclude>,
}

/// What the distances of a frame count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameUnit {
    /// Rows.
    Rows,
    /// The difference of values.
    Range,
    /// Groups of equal rows.
    Groups,
}

/// Where a frame begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// With the partition: `UNBOUNDED PRECEDING` as the beginning, `UNBOUNDED FOLLOWING` as the
    /// end.
    Unbounded,
    /// So far before the current row.
    Preceding(u32),
    /// With the current row; by range and by groups with the rows equal to it.
    CurrentRow,
    /// So far after the current row.
    Following(u32),
}

/// What a frame leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclude {
    /// The current row.
    CurrentRow,
    /// The current row and those equal to it.
    Group,
    /// Those equal to the current row, but not itself.
    Ties,
}

impl Frame {
    /// The frame of a window that names none.
    pub(crate) fn usual() -> Self {
        Frame {
            unit: FrameUnit::Range,
            from: Bound::Unbounded,
            to: Bound::CurrentRow,
            exclude: None,
        }
    }
}
