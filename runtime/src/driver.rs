//! Connections to the engines.
