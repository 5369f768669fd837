//! Models that are checked in: they must give no warning, used or not.
#![deny(warnings)]

mod models;
