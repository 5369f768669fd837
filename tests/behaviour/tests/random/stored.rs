//! What the database holds, as a [`World`].

use std::collections::BTreeMap;

use behaviour::random::{Country, Label, Person, Task, Team};
use ormolu::{Result, Session};

use super::world::{Key, Kind, Link, Mark, Row, World};

/// Reads everything, in the session's transaction if it has one.
pub(crate) async fn stored(s: &mut Session) -> Result<World> {
    let countries = Country::select().all(&mut *s).await?;
    let people = Person::select().all(&mut *s).await?;
    let teams = Team::select().all(&mut *s).await?;
    let tasks = Task::select().all(&mut *s).await?;
    let labels = Label::select().all(&mut *s).await?;
    let person: BTreeMap<i64, Mark> = people.iter().map(|p| (p.id, p.mark)).collect();
    let team: BTreeMap<i64, Mark> = teams.iter().map(|t| (t.id, t.mark)).collect();
    let task: BTreeMap<i64, Mark> = tasks.iter().map(|t| (t.id, t.mark)).collect();
    let country: BTreeMap<&str, Mark> = countries.iter().map(|c| (c.code(), c.mark)).collect();

    let mut world = World::default();
    let mut put = |mark, kind, name: &str, keys: &[(Key, Option<Mark>)]| {
        let keys = keys.iter().filter_map(|(key, to)| Some((*key, (*to)?)));
        let name = name.to_owned();
        let keys = keys.collect();
        world.rows.insert(mark, Row { kind, name, keys });
    };
    for c in &countries {
        put(c.mark, Kind::Country, &c.name, &[]);
    }
    for p in &people {
        let keys = [
            (Key::Boss, p.boss_id.map(|id| person[&id])),
            (Key::Team, p.team_id.map(|id| team[&id])),
            (Key::Country, p.country_code().map(|code| country[code])),
        ];
        put(p.mark, Kind::Person, &p.name, &keys);
    }
    for t in &teams {
        let lead = t.lead_id.map(|id| person[&id]);
        put(t.mark, Kind::Team, &t.name, &[(Key::Lead, lead)]);
    }
    for t in &tasks {
        let keys = [
            (Key::Owner, Some(person[&t.owner_id])),
            (Key::Parent, t.parent_id.map(|id| task[&id])),
        ];
        put(t.mark, Kind::Task, &t.name, &keys);
    }
    for l in &labels {
        put(l.mark, Kind::Label, &l.name, &[]);
    }
    let friends = Person::select()
        .join(|p| p.friends())
        .select(|(from, to)| (from.mark, to.mark))
        .all(&mut *s)
        .await?;
    let labels = Task::select()
        .join(|t| t.labels())
        .select(|(task, label)| (task.mark, label.mark))
        .all(&mut *s)
        .await?;
    for (link, pairs) in [(Link::Friends, friends), (Link::Labels, labels)] {
        for (from, to) in pairs {
            assert!(world.links.insert((link, from, to)), "linked twice");
        }
    }
    Ok(world)
}
