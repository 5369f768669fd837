use std::thread;

/// Fewer things are not worth a thread.
const EACH: usize = 16;

/// `make` of each thing, in the order of the things, on all cores; the first error in that order.
pub(crate) fn map<T: Sync, R: Send, E: Send>(
    things: &[T],
    make: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let cores = thread::available_parallelism().map_or(1, Into::into);
    let each = things.len().div_ceil(cores).max(EACH);
    let make = &make;
    thread::scope(|scope| {
        let parts = things.chunks(each);
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(make).collect::<Result<Vec<_>, E>>()))
            .collect();
        let mut out = Vec::with_capacity(things.len());
        for thread in threads {
            match thread.join() {
                Ok(part) => out.extend(part?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(out)
    })
}
