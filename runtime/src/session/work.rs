//! What the hooks of a session get: its work at one moment, with what may be done to it then.

mod committed;
mod pending;
mod undone;
mod written;

pub(super) use committed::Committed;
pub use committed::CommittedWork;
pub use pending::PendingWork;
pub use undone::UndoneWork;
pub(super) use written::Written;
pub use written::WrittenWork;
