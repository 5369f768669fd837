use std::future::Future;

use crate::error::Result;
use crate::value::Value;

/// Gives rows to a bulk load, one after the other.
#[cfg_attr(not(feature = "postgres"), allow(dead_code))] // only its driver loads in bulk
pub(crate) trait RowSource: Send {
    /// Writes the values of the next row into `row`, which is empty. `false` at the end.
    fn next(&mut self, row: &mut Vec<Value>) -> impl Future<Output = Result<bool>> + Send;
}
