//! The unit of work.
