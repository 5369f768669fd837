//! What the hooks of a session get: its work at one moment, with what may be done to it then.

mod committed;
mod pending;
mod undone;
mod written;

pub use committed::CommittedWork;
pub use pending::PendingWork;
pub use undone::UndoneWork;
pub use written::WrittenWork;
pub(super) use committed::Committed;
pub(super) use written::Written;
