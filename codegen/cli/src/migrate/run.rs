//! `ormolu migrate up` and `down`.

use std::time::Duration;

use ormolu::migrate::{Direction, Event, Interrupted, Locking, Plan, Report, Runner};
use ormolu::serde_json::json;

use super::connect::{Place, places, refused};
use super::folder::Folder;
use super::project::Project;
use super::text::count;
use crate::Failure;
use crate::arguments::migrate::{self, Down, Running, Up};
use crate::database::block_on;

pub(crate) fn up(project: &Project, up: &Up) -> Result<(), Failure> {
    walk(
        project,
        Direction::Up,
        &up.target,
        &up.running,
        up.out_of_order,
    )
}

pub(crate) fn down(project: &Project, down: &Down) -> Result<(), Failure> {
    walk(project, Direction::Down, &down.target, &down.running, false)
}

fn walk(
    project: &Project,
    direction: Direction,
    target: &str,
    running: &Running,
    out_of_order: bool,
) -> Result<(), Failure> {
    let folder = project.folder()?;
    block_on(async {
        let mut done = Vec::new();
        for place in places(project).await? {
            let runner = runner(&place, &folder, running, project.json).out_of_order(out_of_order);
            if running.dry_run {
                let plan = runner.plan(direction, target).await;
                let plan = plan.map_err(|error| refused(&place, &error))?;
                match project.json {
                    true => done.push(plan_json(&place, &plan)),
                    false => print_plan(&place, &plan),
                }
                continue;
            }
            let report = match direction {
                Direction::Up => runner.up(target).await,
                Direction::Down => runner.down(target).await,
            };
            let report = report.map_err(|error| refused(&place, &error))?;
            match project.json {
                true => done.push(report_json(&place, &report)),
                false if report.ran.is_empty() => println!("{}nothing to do", place.prefix()),
                false => {}
            }
        }
        if project.json {
            println!("{}", json!(done));
        }
        Ok(())
    })
}

fn runner<'p>(place: &'p Place, folder: &Folder, running: &Running, quiet: bool) -> Runner<'p> {
    let mut runner = place
        .runner(folder)
        .wait(Duration::from_secs(running.wait))
        .steal_lock(running.steal_lock);
    if running.lock_row || running.steal_lock {
        runner = runner.locking(Locking::Row);
    }
    if let Some(seconds) = running.lock_timeout {
        runner = runner.lock_timeout(Duration::from_secs(seconds));
    }
    runner = match running.interrupted {
        Some(migrate::Interrupted::Done) => runner.interrupted(Interrupted::Done),
        Some(migrate::Interrupted::Again) => runner.interrupted(Interrupted::Again),
        None => runner,
    };
    let prefix = place.prefix();
    runner.on_event(move |event| tell(event, &prefix, quiet))
}

/// Progress goes where messages go; what was done is the output.
fn tell(event: &Event<'_>, prefix: &str, quiet: bool) {
    match event {
        Event::Waiting { holder } => {
            eprintln!("{prefix}{holder} runs migrations on this database; waiting");
        }
        Event::Started { id, done, .. } if *done > 0 => {
            eprintln!("{prefix}{id} was interrupted; goes on after statement {done}");
        }
        Event::Batch { id, nth, rows } if !quiet => match rows {
            Some(rows) => eprintln!("{prefix}{id}: batch {nth}, {rows} rows"),
            None => eprintln!("{prefix}{id}: batch {nth}"),
        },
        Event::Finished {
            id,
            direction,
            took,
        } if !quiet => {
            println!("{prefix}{direction} {id} ({} ms)", took.as_millis());
        }
        Event::Held { id } => eprintln!(
            "{prefix}{id} waits until no program of before runs; then `ormolu migrate up {id}`"
        ),
        _ => {}
    }
}

fn print_plan(place: &Place, plan: &Plan) {
    if plan.migrations.is_empty() {
        println!("{}nothing to do", place.prefix());
    }
    for migration in &plan.migrations {
        let statements = count(migration.statements.len(), "statement");
        println!(
            "-- {}{} {}: {statements}",
            place.prefix(),
            plan.direction,
            migration.id
        );
        for statement in migration.statements.iter().skip(migration.done) {
            println!("{statement};");
        }
    }
}

fn plan_json(place: &Place, plan: &Plan) -> ormolu::serde_json::Value {
    let migrations = plan.migrations.iter().map(|migration| {
        json!({ "id": migration.id, "statements": migration.statements, "done": migration.done })
    });
    let migrations: Vec<_> = migrations.collect();
    json!({
        "database": place.name,
        "direction": plan.direction.to_string(),
        "would_run": migrations,
    })
}

fn report_json(place: &Place, report: &Report) -> ormolu::serde_json::Value {
    let ran = report.ran.iter().map(|ran| {
        let took = u64::try_from(ran.took.as_millis()).unwrap_or(u64::MAX);
        json!({ "id": ran.id, "direction": ran.direction.to_string(), "ms": took })
    });
    let ran: Vec<_> = ran.collect();
    json!({ "database": place.name, "ran": ran })
}
