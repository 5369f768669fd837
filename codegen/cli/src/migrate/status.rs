//! `ormolu migrate status`

use ormolu::migrate::{Direction, MigrationStatus, Standing, Status};
use ormolu::serde_json::{Value, json};

use super::connect::{Place, places, refused};
use super::done::refused as told;
use super::project::Project;
use super::text::count;
use crate::Failure;
use crate::arguments::migrate;
use crate::database::block_on;

pub(crate) fn run(project: &Project, arguments: &migrate::Status) -> Result<(), Failure> {
    let folder = told(project.folder(), project)?;
    let is_behind = block_on(async {
        let mut is_behind = false;
        let mut all = Vec::new();
        for place in told(places(project).await, project)? {
            let status = place.runner(&folder).status().await;
            let status = status.map_err(|error| refused(&place, &error));
            let status = told(status, project)?;
            is_behind |= !status.is_up_to_date();
            match project.json {
                true => all.push(as_json(&place, &status)),
                false => print(&place, &status),
            }
        }
        if project.json {
            println!("{}", json!(all));
        }
        Ok(is_behind)
    })?;
    if is_behind && arguments.check {
        return Err(Failure::Found(
            "error: the database is not up to date".into(),
        ));
    }
    Ok(())
}

fn print(place: &Place, status: &Status) {
    let prefix = place.prefix();
    for migration in &status.migrations {
        let row = migration.row.as_ref();
        let when = row.filter(|row| {
            !matches!(migration.standing, Standing::Half { .. }) && row.duration_ms >= 0
        });
        let when = when.map(|row| {
            let time = row
                .applied_at
                .get(..19)
                .unwrap_or(&row.applied_at)
                .replace('T', " ");
            format!("  {time} UTC, {} ms, {}", row.duration_ms, row.applied_by)
        });
        println!(
            "{prefix}{:<12} {}{}",
            word(migration.standing),
            migration.id,
            when.unwrap_or_default()
        );
        if let Some(advice) = advice(migration, &status.current) {
            println!("{prefix}{:<12} {advice}", "");
        }
    }
    let pending = status.migrations.iter();
    let pending = pending
        .filter(|migration| migration.standing == Standing::Pending)
        .count();
    match (status.current.is_empty(), pending) {
        (true, 0) => println!("{prefix}no migrations"),
        (true, pending) => println!("{prefix}at base, {} to apply", count(pending, "migration")),
        (false, 0) => println!("{prefix}at {}", status.current.join(", ")),
        (false, pending) => {
            println!(
                "{prefix}at {}, {} to apply",
                status.current.join(", "),
                count(pending, "migration")
            );
        }
    }
    if status.heads.len() > 1 {
        println!(
            "{prefix}there are several heads: {}",
            status.heads.join(", ")
        );
    }
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Pending => "pending",
        Standing::OutOfOrder => "out-of-order",
        Standing::Applied => "applied",
        Standing::Edited => "edited",
        Standing::Half {
            direction: Direction::Up,
            ..
        } => "half-applied",
        Standing::Half {
            direction: Direction::Down,
            ..
        } => "half-down",
        Standing::Unknown => "unknown",
    }
}

/// What to do about it.
fn advice(migration: &MigrationStatus, current: &[String]) -> Option<String> {
    let id = &migration.id;
    Some(match migration.standing {
        Standing::Pending | Standing::Applied => return None,
        Standing::OutOfOrder => "what comes after it is applied: `up --out-of-order`".to_owned(),
        Standing::Edited => {
            format!("it was changed after it was applied: undo that, or `stamp --accept {id}`")
        }
        Standing::Half {
            direction,
            done,
            begun,
        } => {
            let next = if begun {
                format!(", {} was under way", done + 1)
            } else {
                String::new()
            };
            format!(
                "{} done{next}: `ormolu migrate {direction}` goes on",
                count(done, "statement")
            )
        }
        Standing::Unknown => {
            let at = match current {
                [] => "base".to_owned(),
                known => known.join(" "),
            };
            format!("it is not in the folder: get its files, or forget it: `stamp --purge {at}`")
        }
    })
}

fn as_json(place: &Place, status: &Status) -> Value {
    let migrations: Vec<Value> = status.migrations.iter().map(migration_json).collect();
    json!({
        "database": place.name,
        "up_to_date": status.is_up_to_date(),
        "current": status.current,
        "heads": status.heads,
        "migrations": migrations,
    })
}

fn migration_json(migration: &MigrationStatus) -> Value {
    let mut value = json!({ "id": migration.id, "state": word(migration.standing) });
    if let Some(row) = &migration.row {
        value["applied_at"] = json!(row.applied_at);
        value["applied_by"] = json!(row.applied_by);
        value["ms"] = json!(row.duration_ms);
    }
    if let Standing::Half { done, begun, .. } = migration.standing {
        value["statements_done"] = json!(done);
        value["statement_begun"] = json!(begun);
    }
    value
}
