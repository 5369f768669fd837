//! `ormolu migrate up` and `down`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ormolu::migrate::{Direction, Event, Interrupted, Locking, MigrateError, Plan, Ran, Runner};
use ormolu::serde_json::{Value, json};

use super::connect::{Place, places, refused};
use super::done::refused as told;
use super::folder::Folder;
use super::project::Project;
use super::text::count;
use super::watch::Watch;
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
    let folder = told(project.folder(), project)?;
    block_on(async {
        let places = told(places(project).await, project)?;
        let mut done = Vec::new();
        let mut outcome = Ok(());
        for (at, place) in places.iter().enumerate() {
            let ran = Arc::default();
            let runner = runner(place, &folder, running, project.json, &ran);
            let runner = runner.out_of_order(out_of_order);
            let walked = match running.dry_run {
                true => plan(place, &runner, direction, target, project.json).await,
                false => run(place, &runner, direction, target, project.json).await,
            };
            match walked {
                Ok(json) => done.push(json),
                Err(error) => {
                    let rest = &places[at + 1..];
                    done.push(failed_json(place, &ran, &error));
                    done.extend(rest.iter().map(not_tried_json));
                    outcome = Err(not_tried(refused(place, &error), rest));
                    break;
                }
            }
        }
        if project.json {
            println!("{}", json!(done));
        }
        outcome
    })
}

async fn plan(
    place: &Place,
    runner: &Runner<'_>,
    direction: Direction,
    target: &str,
    quiet: bool,
) -> Result<Value, MigrateError> {
    let plan = runner.plan(direction, target).await?;
    if !quiet {
        print_plan(place, &plan);
    }
    Ok(plan_json(place, &plan))
}

async fn run(
    place: &Place,
    runner: &Runner<'_>,
    direction: Direction,
    target: &str,
    quiet: bool,
) -> Result<Value, MigrateError> {
    let report = match direction {
        Direction::Up => runner.up(target).await?,
        Direction::Down => runner.down(target).await?,
    };
    if report.ran.is_empty() && !quiet {
        println!("{}nothing to do", place.prefix());
    }
    Ok(report_json(place, &report.ran))
}

/// A failure, with the places behind it.
fn not_tried(failure: Failure, rest: &[Place]) -> Failure {
    let names: Vec<&str> = rest.iter().filter_map(|p| p.name.as_deref()).collect();
    let add = |message: String| match names.is_empty() {
        true => message,
        false => format!("{}\nnot tried: {}", message.trim_end(), names.join("; ")),
    };
    match failure {
        Failure::Found(message) => Failure::Found(add(message)),
        Failure::Undone(message) => Failure::Undone(add(message)),
    }
}

/// What was run before something failed.
type Finished = Arc<Mutex<Vec<Ran>>>;

fn runner<'p>(
    place: &'p Place,
    folder: &Folder,
    running: &Running,
    quiet: bool,
    ran: &Finished,
) -> Runner<'p> {
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
    let (prefix, ran) = (place.prefix(), ran.clone());
    let watch = (!quiet).then(Watch::new);
    runner.on_event(move |event| {
        if let Some(watch) = &watch {
            watch.hear(event, &prefix);
        }
        note(event, &ran);
        tell(event, &prefix, quiet);
    })
}

fn note(event: &Event<'_>, ran: &Finished) {
    if let Event::Finished {
        id,
        direction,
        took,
    } = event
    {
        lock(ran).push(Ran {
            id: (*id).to_owned(),
            direction: *direction,
            took: *took,
        });
    }
}

/// Whoever panicked with it left a whole list.
fn lock(ran: &Finished) -> MutexGuard<'_, Vec<Ran>> {
    ran.lock().unwrap_or_else(PoisonError::into_inner)
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

fn plan_json(place: &Place, plan: &Plan) -> Value {
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

fn report_json(place: &Place, ran: &[Ran]) -> Value {
    let ran = ran.iter().map(|ran| {
        let took = u64::try_from(ran.took.as_millis()).unwrap_or(u64::MAX);
        json!({ "id": ran.id, "direction": ran.direction.to_string(), "ms": took })
    });
    let ran: Vec<_> = ran.collect();
    json!({ "database": place.name, "ran": ran })
}

fn failed_json(place: &Place, ran: &Finished, error: &MigrateError) -> Value {
    let mut json = report_json(place, &lock(ran));
    json["error"] = json!(error.to_string());
    json
}

fn not_tried_json(place: &Place) -> Value {
    json!({ "database": place.name, "not_tried": true })
}
