//! `ormolu migrate` as a user runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "migrate/bases.rs"]
mod bases;
#[path = "migrate/branches.rs"]
mod branches;
#[path = "migrate/by_hand.rs"]
mod by_hand;
#[path = "migrate/expand.rs"]
mod expand;
#[path = "migrate/folder.rs"]
mod folder;
#[path = "migrate/ignored.rs"]
mod ignored;
#[path = "migrate/interrupted.rs"]
mod interrupted;
#[path = "migrate/kept.rs"]
mod kept;
#[path = "migrate/lint.rs"]
mod lint;
#[path = "migrate/objects.rs"]
mod objects;
#[path = "migrate/online.rs"]
mod online;
#[path = "migrate/progress.rs"]
mod progress;
#[path = "migrate/rebuild.rs"]
mod rebuild;
#[path = "migrate/script.rs"]
mod script;
#[path = "migrate/scripts.rs"]
mod scripts;
#[path = "migrate/sqlx.rs"]
mod sqlx;
#[path = "migrate/squash.rs"]
mod squash;
#[path = "migrate/tenants.rs"]
mod tenants;
#[path = "migrate/triggers.rs"]
mod triggers;
#[path = "migrate/workflow.rs"]
mod workflow;
