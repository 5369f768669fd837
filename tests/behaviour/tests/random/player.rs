//! Takes steps with a session and with the simple model, and compares the two.

use std::collections::BTreeMap;

use behaviour::random::{Country, Label, Person, Task, Team};
use behaviour::random::{country, label, person, task, team};
use ormolu::session::RowState;
use ormolu::{Database, Handle, Result, Session};

use super::bug::Bug;
use super::steps::Step;
use super::stored::stored;
use super::world::{Key, Kind, Link, Mark, Row, World};

/// Parents above a task. MySQL and MariaDB follow a cascade through 15 rows at most.
const DEEPEST: usize = 8;

/// A row of the session.
#[derive(Clone, Copy)]
enum Known {
    Country(Handle<Country>),
    Person(Handle<Person>),
    Team(Handle<Team>),
    Task(Handle<Task>),
    Label(Handle<Label>),
}

pub(crate) struct Player {
    db: Database,
    session: Session,
    bug: Option<Bug>,
    /// The handles, by mark.
    known: BTreeMap<Mark, Known>,
    world: World,
    committed: World,
    savepoints: Vec<World>,
    last: Mark,
}

macro_rules! row {
    ($player:ident, $kind:ident, $mark:expr, $handle:ident => $($then:tt)+) => {{
        let Known::$kind($handle) = $player.handle($mark).await? else {
            unreachable!("marks are of one kind for ever");
        };
        $($then)+
    }};
}

impl Player {
    pub(crate) fn new(db: &Database, bug: Option<Bug>) -> Self {
        Player {
            db: db.clone(),
            session: db.session(),
            bug,
            known: BTreeMap::new(),
            world: World::default(),
            committed: World::default(),
            savepoints: vec![],
            last: 0,
        }
    }

    /// Takes the steps, commits, and compares.
    pub(crate) async fn play(mut self, steps: &[Step]) -> Result<()> {
        for step in steps {
            Box::pin(self.step(step)).await?;
        }
        Box::pin(self.step(&Step::Commit)).await
    }

    async fn step(&mut self, step: &Step) -> Result<()> {
        match *step {
            Step::Add(kind, keys) => self.add(kind, keys).await?,
            Step::Rename(kind, row, name) => {
                if let Some(mark) = self.world.pick(kind, row) {
                    self.rename(mark, kind, format!("name {name}")).await?;
                }
            }
            Step::Point(key, row, to) => {
                let (near, far) = key.ends();
                if let Some(mark) = self.world.pick(near, row) {
                    let to = to.and_then(|to| self.world.pick(far, to));
                    self.point(mark, key, to).await?;
                }
            }
            Step::Link(link, from, to) => {
                let (near, far) = link.ends();
                let ends = (self.world.pick(near, from), self.world.pick(far, to));
                if let (Some(from), Some(to)) = ends {
                    self.link(link, from, to).await?;
                }
            }
            Step::Unlink(link, which) => {
                let links = self.world.links.iter().filter(|(of, ..)| *of == link);
                let links: Vec<_> = links.copied().collect();
                if let Some((_, from, to)) = links.get(usize::from(which) % links.len().max(1)) {
                    self.unlink(link, *from, *to).await?;
                }
            }
            Step::Delete(kind, row) => {
                if let Some(mark) = self.world.pick(kind, row) {
                    self.delete(mark).await?;
                }
            }
            Step::Flush => {
                self.session.flush().await?;
                self.compare().await?;
            }
            Step::Load => {
                self.session.flush().await?;
                self.load().await?;
            }
            _ => self.end(step).await?,
        }
        Ok(())
    }

    /// The steps that end something.
    async fn end(&mut self, step: &Step) -> Result<()> {
        match *step {
            Step::Savepoint => {
                let name = format!("s{}", self.savepoints.len());
                self.session.savepoint(&name).await?;
                self.savepoints.push(self.world.clone());
                return Ok(());
            }
            Step::RollBackTo(which) if !self.savepoints.is_empty() => {
                let at = self.savepoint(which);
                self.session.rollback_to(&format!("s{at}")).await?;
                self.savepoints.truncate(at + 1);
                self.world = self.savepoints[at].clone();
                self.leave_stale();
            }
            Step::Release(which) if !self.savepoints.is_empty() => {
                let at = self.savepoint(which);
                self.session.release(&format!("s{at}")).await?;
                self.savepoints.truncate(at);
            }
            Step::Rollback if self.bug == Some(Bug::RollbackCommits) => {
                self.session.commit().await?;
                self.restart();
            }
            Step::Rollback => {
                self.session.rollback().await?;
                self.restart();
            }
            Step::Commit => {
                self.session.commit().await?;
                self.committed = self.world.clone();
                self.restart();
            }
            Step::Drop => {
                self.session = self.db.session();
                self.known.clear();
                self.restart();
            }
            _ => return Ok(()),
        }
        self.compare().await
    }

    fn savepoint(&self, which: u8) -> usize {
        usize::from(which) % self.savepoints.len()
    }

    /// What is committed is all there is.
    fn restart(&mut self) {
        self.savepoints.clear();
        self.world = self.committed.clone();
        let world = &self.world;
        self.known.retain(|mark, _| world.rows.contains_key(mark));
        self.leave_stale();
    }

    /// Rows that are out of date are read anew.
    fn leave_stale(&mut self) {
        let mut known = std::mem::take(&mut self.known);
        known.retain(|_, known| {
            self.state(*known)
                .is_ok_and(|state| state != RowState::Stale)
        });
        self.known = known;
    }

    /// The handle of a row, which is read if this session did not see it yet.
    async fn handle(&mut self, mark: Mark) -> Result<Known> {
        if let Some(known) = self.known.get(&mark) {
            return Ok(*known);
        }
        let s = &mut self.session;
        let known = match self.world.rows[&mark].kind {
            Kind::Country => {
                Known::Country(s.one(Country::select().filter(|r| r.mark.eq(mark))).await?)
            }
            Kind::Person => {
                Known::Person(s.one(Person::select().filter(|r| r.mark.eq(mark))).await?)
            }
            Kind::Team => Known::Team(s.one(Team::select().filter(|r| r.mark.eq(mark))).await?),
            Kind::Task => Known::Task(s.one(Task::select().filter(|r| r.mark.eq(mark))).await?),
            Kind::Label => Known::Label(s.one(Label::select().filter(|r| r.mark.eq(mark))).await?),
        };
        self.known.insert(mark, known);
        Ok(known)
    }

    async fn add(&mut self, kind: Kind, choice: [Option<u8>; 3]) -> Result<()> {
        let mut keys = BTreeMap::new();
        let all = Key::ALL.into_iter().filter(|key| key.ends().0 == kind);
        for (key, number) in all.zip(choice) {
            let number = if key == Key::Owner {
                Some(number.unwrap_or_default())
            } else {
                number
            };
            if let Some(to) = number.and_then(|number| self.world.pick(key.ends().1, number)) {
                keys.insert(key, to);
            }
        }
        if kind == Kind::Task && !keys.contains_key(&Key::Owner) {
            return Ok(());
        }
        if keys
            .get(&Key::Parent)
            .is_some_and(|parent| self.world.depth(*parent) >= DEEPEST)
        {
            keys.remove(&Key::Parent);
        }
        self.last += 1;
        let (mark, name) = (self.last, "new");
        let known = match kind {
            Kind::Country => {
                let new = country::new(format!("c{mark}"), mark, name);
                Known::Country(self.session.add(new))
            }
            Kind::Label => {
                let new = label::new(format!("l{mark}"), mark, name);
                Known::Label(self.session.add(new))
            }
            Kind::Person => {
                let mut new = person::new(mark, name);
                if let Some(boss) = keys.get(&Key::Boss) {
                    new = row!(self, Person, *boss, boss => new.boss(boss));
                }
                if let Some(team) = keys.get(&Key::Team) {
                    new = row!(self, Team, *team, team => new.team(team));
                }
                if let Some(country) = keys.get(&Key::Country) {
                    new = row!(self, Country, *country, country => new.country(country));
                }
                Known::Person(self.session.add(new))
            }
            Kind::Team => {
                let mut new = team::new(mark, name);
                if let Some(lead) = keys.get(&Key::Lead) {
                    new = row!(self, Person, *lead, lead => new.lead(lead));
                }
                Known::Team(self.session.add(new))
            }
            Kind::Task => {
                let new = row!(self, Person, keys[&Key::Owner], owner => task::new(mark, name).owner(owner));
                let new = match keys.get(&Key::Parent) {
                    Some(parent) => row!(self, Task, *parent, parent => new.parent(parent)),
                    None => new,
                };
                Known::Task(self.session.add(new))
            }
        };
        self.known.insert(mark, known);
        let name = name.to_owned();
        self.world.rows.insert(mark, Row { kind, name, keys });
        Ok(())
    }

    async fn rename(&mut self, mark: Mark, kind: Kind, name: String) -> Result<()> {
        if let Some(row) = self.world.rows.get_mut(&mark) {
            row.name.clone_from(&name);
        }
        let lost = self.bug == Some(Bug::EditIsLost) && kind == Kind::Team;
        match self.handle(mark).await? {
            _ if lost => {}
            Known::Country(handle) => self.session[handle].name = name,
            Known::Person(handle) => self.session[handle].name = name,
            Known::Team(handle) => self.session[handle].name = name,
            Known::Task(handle) => self.session[handle].name = name,
            Known::Label(handle) => self.session[handle].name = name,
        }
        Ok(())
    }

    async fn point(&mut self, mark: Mark, key: Key, to: Option<Mark>) -> Result<()> {
        let above = to.map_or(0, |to| self.world.depth(to));
        let falls = |to: Mark| to >= mark || above >= DEEPEST;
        if key == Key::Owner && to.is_none() || key == Key::Parent && to.is_some_and(falls) {
            return Ok(());
        }
        match (key, to) {
            (Key::Boss | Key::Team | Key::Country, _) => {
                let row = row!(self, Person, mark, row => row);
                match (key, to) {
                    (Key::Boss, Some(to)) => {
                        row!(self, Person, to, to => self.session.set(row, person::boss(), to)?);
                    }
                    (Key::Boss, None) => self.session.unset(row, person::boss())?,
                    (Key::Team, Some(to)) => {
                        row!(self, Team, to, to => self.session.set(row, person::team(), to)?);
                    }
                    (Key::Team, None) => self.session.unset(row, person::team())?,
                    (_, Some(to)) => {
                        row!(self, Country, to, to => self.session.set(row, person::country(), to)?);
                    }
                    (_, None) => self.session.unset(row, person::country())?,
                }
            }
            (Key::Lead, Some(to)) => {
                let to = row!(self, Person, to, to => to);
                row!(self, Team, mark, row => self.session.set(row, team::lead(), to)?);
            }
            (Key::Lead, None) => {
                row!(self, Team, mark, row => self.session.unset(row, team::lead())?);
            }
            (Key::Owner, Some(to)) => {
                let to = row!(self, Person, to, to => to);
                row!(self, Task, mark, row => self.session.set(row, task::owner(), to)?);
            }
            (Key::Owner, None) => {}
            (Key::Parent, Some(to)) => {
                let to = row!(self, Task, to, to => to);
                row!(self, Task, mark, row => self.session.set(row, task::parent(), to)?);
            }
            (Key::Parent, None) => {
                row!(self, Task, mark, row => self.session.unset(row, task::parent())?);
            }
        }
        self.world.point(mark, key, to);
        Ok(())
    }

    async fn link(&mut self, link: Link, from: Mark, to: Mark) -> Result<()> {
        match link {
            Link::Friends => {
                let to = row!(self, Person, to, to => to);
                row!(self, Person, from, from => self.session.link(from, person::friends(), [to])?);
            }
            Link::Labels => {
                let to = row!(self, Label, to, to => to);
                row!(self, Task, from, from => self.session.link(from, task::labels(), [to])?);
            }
        }
        self.world.links.insert((link, from, to));
        Ok(())
    }

    async fn unlink(&mut self, link: Link, from: Mark, to: Mark) -> Result<()> {
        self.world.links.remove(&(link, from, to));
        if self.bug == Some(Bug::LinkStays) {
            return Ok(());
        }
        match link {
            Link::Friends => {
                let to = row!(self, Person, to, to => to);
                row!(self, Person, from, from => self.session.unlink(from, person::friends(), [to])?);
            }
            Link::Labels => {
                let to = row!(self, Label, to, to => to);
                row!(self, Task, from, from => self.session.unlink(from, task::labels(), [to])?);
            }
        }
        Ok(())
    }

    async fn delete(&mut self, mark: Mark) -> Result<()> {
        match self.handle(mark).await? {
            Known::Country(handle) => self.session.delete(handle)?,
            Known::Person(handle) => self.session.delete(handle)?,
            Known::Team(handle) => self.session.delete(handle)?,
            Known::Task(handle) => self.session.delete(handle)?,
            Known::Label(handle) => self.session.delete(handle)?,
        }
        self.world.delete(mark);
        Ok(())
    }

    fn state(&self, known: Known) -> Result<RowState> {
        match known {
            Known::Country(handle) => self.session.state(handle),
            Known::Person(handle) => self.session.state(handle),
            Known::Team(handle) => self.session.state(handle),
            Known::Task(handle) => self.session.state(handle),
            Known::Label(handle) => self.session.state(handle),
        }
    }

    /// After a flush: memory and database are as the simple model has it.
    async fn compare(&mut self) -> Result<()> {
        assert_eq!(
            stored(&mut self.session).await?,
            self.world,
            "in the database"
        );
        let rows: Vec<(Mark, Known)> = self.known.iter().map(|(m, k)| (*m, *k)).collect();
        for (mark, known) in rows {
            let Some(row) = self.world.rows.get(&mark).cloned() else {
                continue;
            };
            assert_eq!(self.state(known)?, RowState::Persistent, "{row:?}");
            let (name, keys) = self.in_memory(known);
            assert_eq!(name, row.name, "in memory");
            for (key, value) in keys {
                assert_eq!(
                    value,
                    self.key_value(mark, key).await?,
                    "{key:?} in memory of {row:?}"
                );
            }
        }
        Ok(())
    }

    /// A row's name and keys, these as text.
    fn in_memory(&self, known: Known) -> (&str, Vec<(Key, Option<String>)>) {
        let s = &self.session;
        let text = |id: Option<i64>| id.map(|id| id.to_string());
        match known {
            Known::Country(handle) => (&s[handle].name, vec![]),
            Known::Label(handle) => (&s[handle].name, vec![]),
            Known::Person(handle) => {
                let row = &s[handle];
                let keys = vec![
                    (Key::Boss, text(row.boss_id)),
                    (Key::Team, text(row.team_id)),
                    (Key::Country, row.country_code.clone()),
                ];
                (&row.name, keys)
            }
            Known::Team(handle) => (&s[handle].name, vec![(Key::Lead, text(s[handle].lead_id))]),
            Known::Task(handle) => {
                let row = &s[handle];
                let owner = (Key::Owner, text(Some(row.owner_id)));
                (&row.name, vec![owner, (Key::Parent, text(row.parent_id))])
            }
        }
    }

    async fn key_value(&mut self, mark: Mark, key: Key) -> Result<Option<String>> {
        let Some(to) = self.world.target(mark, key) else {
            return Ok(None);
        };
        Ok(Some(match self.handle(to).await? {
            Known::Country(_) | Known::Label(_) => format!("c{to}"),
            Known::Person(handle) => self.session[handle].id.to_string(),
            Known::Team(handle) => self.session[handle].id.to_string(),
            Known::Task(handle) => self.session[handle].id.to_string(),
        }))
    }

    /// What is loaded is what the simple model has.
    async fn load(&mut self) -> Result<()> {
        let people = Person::select()
            .with(person::boss())
            .with(person::tasks().with(task::labels()))
            .with(person::friends());
        let people = self.session.all(people).await?;
        for person in &people {
            let view = self.session.view(person);
            let mark = view.mark();
            let boss = view.boss().map(|boss| boss.mark());
            assert_eq!(boss, self.world.target(mark, Key::Boss), "boss of {mark}");
            let mut tasks: Vec<Mark> = view.tasks().iter().map(|task| task.mark()).collect();
            tasks.sort_unstable();
            let owned = |task: &Mark| self.world.target(*task, Key::Owner) == Some(mark);
            let owned: Vec<Mark> = self.world.of(Kind::Task).filter(owned).collect();
            assert_eq!(tasks, owned, "tasks of {mark}");
            let friends: Vec<Mark> = view.friends().iter().map(|friend| friend.mark()).collect();
            self.same_links(Link::Friends, mark, friends);
            for task in view.tasks() {
                let labels = task.labels().iter().map(|label| label.mark()).collect();
                self.same_links(Link::Labels, task.mark(), labels);
            }
        }
        assert_eq!(people.len(), self.world.of(Kind::Person).count(), "people");
        Ok(())
    }

    fn same_links(&self, link: Link, from: Mark, mut loaded: Vec<Mark>) {
        loaded.sort_unstable();
        let links = self.world.links.iter();
        let links = links.filter(|(of, near, _)| (*of, *near) == (link, from));
        let expected: Vec<Mark> = links.map(|(_, _, to)| *to).collect();
        assert_eq!(loaded, expected, "{link:?} of {from}");
    }
}
