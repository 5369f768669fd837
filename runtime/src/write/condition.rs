/// Mark of an update or delete that has no condition yet, so that it cannot run.
#[derive(Clone, Copy, Debug)]
pub enum Unconditional {}

/// Mark of an update or delete that may run.
#[derive(Clone, Copy, Debug)]
pub enum Conditional {}

/// An update or delete that says which rows it is for.
#[diagnostic::on_unimplemented(
    message = "this statement would change every row of its table",
    label = "no condition",
    note = "add `.filter(|row| ..)` or `.key(..)`; to change every row, say so: `.all_rows()`"
)]
pub trait Restricted {}

impl Restricted for Conditional {}
