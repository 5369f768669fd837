//! `ormolu migrate test`: the whole history on an empty database.

use ormolu::serde_json::json;
use ormolu::{Database, Dialect};

use super::check::departed;
use super::connect::{Place, places, refused};
use super::done::Done;
use super::dump::Dump;
use super::folder::{Entry, Folder};
use super::meta::Kind;
use super::project::Project;
use super::text::count;
use crate::Failure;
use crate::arguments::Engine;
use crate::arguments::migrate::Test;
use crate::database::{block_on, undone};

pub(crate) fn run(project: &Project, test: &Test) -> Result<Done, Failure> {
    let folder = project.folder()?;
    block_on(async {
        if matches!(test.dialect, Engine::Sqlite) && project.urls().is_err() {
            let db = Database::connect("sqlite::memory:").await.map_err(undone)?;
            let proof = prove(&Place::whole(db, project), &folder).await?;
            return Ok(proofs(vec![proof]));
        }
        let mut all = Vec::new();
        for place in places(project).await? {
            all.push(prove(&place, &folder).await?);
        }
        Ok(proofs(all))
    })
}

fn proofs(all: Vec<Done>) -> Done {
    let (texts, all): (Vec<_>, Vec<_>) = all.into_iter().map(|one| (one.text, one.json)).unzip();
    Done {
        text: texts.concat(),
        json: json!(all),
    }
}

/// Up, step by step; down, step by step; up again. After each step the database is compared with
/// the snapshot.
async fn prove(place: &Place, folder: &Folder) -> Result<Done, Failure> {
    let found = place.live().await?;
    if !found.models.is_empty() {
        return Err(Failure::Undone(format!(
            "error: {}the database is not empty; everything in it would be lost",
            place.prefix()
        )));
    }
    let runner = place.runner(folder);
    let entries: Vec<&Entry> = folder.entries().collect();
    for entry in &entries {
        let before = dump(place).await?;
        step(place, runner.up(&entry.meta.id).await)?;
        compare(place, folder, &format!("after {} up", entry.meta.id)).await?;
        keeps(place, folder, entry, before).await?;
        seed(place, entry).await?;
    }
    let mut lowest = entries.len();
    for entry in entries.iter().rev() {
        if entry.meta.irreversible.is_some() {
            break;
        }
        lowest -= 1;
        let one = format!("{}@-1", entry.meta.id);
        step(place, runner.down(&one).await)?;
        compare(place, folder, &format!("after {} down", entry.meta.id)).await?;
    }
    step(place, runner.up("heads").await)?;
    compare(place, folder, "after all of it up again").await?;
    let all = count(entries.len(), "migration");
    let stays = lowest.checked_sub(1).map(|at| &entries[at].meta.id);
    let text = match stays {
        None => format!("{}{all}: up, down and up again\n", place.prefix()),
        Some(id) => format!(
            "{}{all}: up; down to {id}, which has no way back; and up again\n",
            place.prefix()
        ),
    };
    let migrations: Vec<&str> = entries.iter().map(|entry| entry.meta.id.as_str()).collect();
    let json = json!({ "database": place.name, "migrations": migrations, "no_way_back": stays });
    Ok(Done { text, json })
}

async fn dump(place: &Place) -> Result<Dump, Failure> {
    Dump::of(place.inside().await?, &place.live().await?).await
}

/// Rows that were there before a migration are there after it, and after it was taken back: but those
/// of tables of which it says that it loses something, and unless it was written to change them.
async fn keeps(place: &Place, folder: &Folder, entry: &Entry, before: Dump) -> Result<(), Failure> {
    let meta = &entry.meta;
    if before.is_empty() || meta.kind != Kind::Schema {
        return Ok(());
    }
    let after = dump(place).await?;
    let before = before.besides(&meta.loses, &after);
    refuse_loss(place, (&before, &after), &format!("{} up", meta.id))?;
    if meta.irreversible.is_some() {
        return Ok(());
    }
    let runner = place.runner(folder);
    step(place, runner.down(&format!("{}@-1", meta.id)).await)?;
    let after = dump(place).await?;
    refuse_loss(
        place,
        (&before, &after),
        &format!("{} up and down", meta.id),
    )?;
    step(place, runner.up(&meta.id).await)
}

fn refuse_loss(place: &Place, (before, after): (&Dump, &Dump), when: &str) -> Result<(), Failure> {
    let lost = before.lost(after);
    if lost.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "error: {}{when} does not keep the rows, and `loses:` in migration.yaml does not say so:\n  {}",
        place.prefix(),
        lost.join("\n  ")
    )))
}

/// The rows that a migration's `seed.sql` brings for the ones that follow.
async fn seed(place: &Place, entry: &Entry) -> Result<(), Failure> {
    let dialect = place.db.dialect();
    let fits =
        |file: Dialect| file == dialect || (file, dialect) == (Dialect::Mysql, Dialect::Mariadb);
    for (name, _, text) in entry.sql("seed").filter(|(_, file, _)| fits(*file)) {
        let done = place.inside().await?.execute_script(&[text]).await;
        done.map_err(|error| Failure::Undone(format!("error: {}/{name}: {error}", entry.meta.id)))?;
    }
    Ok(())
}

fn step<T>(place: &Place, done: Result<T, ormolu::migrate::MigrateError>) -> Result<(), Failure> {
    done.map(drop).map_err(|error| refused(place, &error))
}

/// The database against the snapshot of where it is, where that is one migration.
async fn compare(place: &Place, folder: &Folder, when: &str) -> Result<(), Failure> {
    let status = place.runner(folder).status().await;
    let status = status.map_err(|error| refused(place, &error))?;
    let differences = match &status.current[..] {
        [] => {
            let left = place.live().await?;
            left.models
                .iter()
                .map(|model| format!("table `{}` stays", model.table.name))
                .collect()
        }
        [current] => departed(place, folder, current).await?,
        _ => return Ok(()),
    };
    if differences.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "error: {}{when} the database is not as the snapshot says:\n  {}",
        place.prefix(),
        differences.join("\n  ")
    )))
}
