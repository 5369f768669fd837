//! `ormolu migrate stamp`

use ormolu::serde_json::json;

use super::connect::{places, refused};
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::Stamp;
use crate::database::block_on;

pub(crate) fn run(project: &Project, stamp: &Stamp) -> Result<(), Failure> {
    let folder = project.folder()?;
    let targets: Vec<&str> = stamp.targets.iter().map(String::as_str).collect();
    block_on(async {
        let mut all = Vec::new();
        for place in places(project).await? {
            let runner = place.runner(&folder);
            let has = match &stamp.accept {
                Some(target) => runner.accept(target).await.map(|id| vec![id]),
                None => runner.stamp(&targets, stamp.purge).await,
            };
            let has = has.map_err(|error| refused(&place, &error))?;
            let at = folder.graph().heads_of(has.iter().map(String::as_str));
            let at: Vec<&str> = at.into_iter().map(ormolu::migrate::Migration::id).collect();
            let at = if at.is_empty() { vec!["base"] } else { at };
            match (project.json, &stamp.accept) {
                (true, _) => all.push(json!({ "database": place.name, "at": at })),
                (false, Some(_)) => println!("{}accepted {}", place.prefix(), has.join(", ")),
                (false, None) => println!("{}at {}", place.prefix(), at.join(", ")),
            }
        }
        if project.json {
            println!("{}", json!(all));
        }
        Ok(())
    })
}
