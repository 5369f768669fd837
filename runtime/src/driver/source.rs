use std::future::Future;

use crate::error::Result;
use crate::value::Value;

/// Gives rows to a bulk load, one after the other.
pub(crate) trait RowSource: Send {
    /// Writes the values of the next row into `row`, which is empty. `false` at the end.
    fn next(&mut self, row: &mut Vec<Value>) -> impl Future<Output = Result<bool>> + Send;
}
