use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::error::{Error, Result};

/// The rows of a statement, read as they are taken.
///
/// The reading is part of the stream: nothing runs in the background, and the memory needed
/// does not grow with the number of rows.
#[must_use = "a stream does nothing unless polled"]
pub struct RowStream<'c, T> {
    reading: Option<Pin<Box<dyn Future<Output = Result<()>> + Send + 'c>>>,
    chunks: Receiver<Vec<T>>,
    ready: std::vec::IntoIter<T>,
    failed: Option<Error>,
}

impl<'c, T> RowStream<'c, T> {
    /// The rows that a future sends, in chunks; it runs while the stream is polled.
    pub(crate) fn new<F>(reading: impl FnOnce(Sender<Vec<T>>) -> F) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'c,
    {
        let (sender, chunks) = channel(1);
        RowStream {
            reading: Some(Box::pin(reading(sender))),
            chunks,
            ready: Vec::new().into_iter(),
            failed: None,
        }
    }
}

impl<T> Stream for RowStream<'_, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.ready.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match self.chunks.poll_recv(context) {
                Poll::Ready(Some(chunk)) => {
                    self.ready = chunk.into_iter();
                    continue;
                }
                Poll::Ready(None) if self.reading.is_none() => {
                    return Poll::Ready(self.failed.take().map(Err));
                }
                Poll::Ready(None) | Poll::Pending => {}
            }
            let Some(reading) = &mut self.reading else {
                return Poll::Pending;
            };
            match reading.as_mut().poll(context) {
                // Rows that were read before an error come before it.
                Poll::Ready(end) => {
                    self.reading = None;
                    self.failed = end.err();
                }
                Poll::Pending => match self.chunks.poll_recv(context) {
                    Poll::Ready(Some(chunk)) => self.ready = chunk.into_iter(),
                    Poll::Ready(None) | Poll::Pending => return Poll::Pending,
                },
            }
        }
    }
}

/// No row is ever pinned.
impl<T> Unpin for RowStream<'_, T> {}

impl<T> fmt::Debug for RowStream<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").finish_non_exhaustive()
    }
}
