//! Models that inherit, in one table and in two.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::on_every_engine_variants;
use behaviour::variants::animal::AnimalVariant;
use behaviour::variants::person::PersonVariant;
use behaviour::variants::{
    Animal, Badge, Cat, Dog, Engineer, Machine, Manager, Person, Team, animal, badge, bone, cat,
    dog, engineer, guest, machine, manager, person, team,
};
use ormolu::{Database, Error, Recorder, Result};

/// The statements that begin so.
fn count(record: &Recorder, word: &str) -> usize {
    let statements = record.statements();
    statements
        .iter()
        .filter(|s| s.sql.starts_with(word))
        .count()
}

async fn firm(db: &Database) -> Result<()> {
    let mut s = db.session();
    let team = s.add(team::new("Core"));
    s.add(person::new("Ann", "ann@x.org").team(team));
    let bob = s.add(
        engineer::new("Bob", "bob@x.org", "Rust")
            .team(team)
            .level(3),
    );
    s.add(engineer::new("Cleo", "cleo@x.org", "C"));
    s.add(machine::new("laptop").engineer(bob));
    s.add(machine::new("server").engineer(bob));
    // A row of a variant stands where one of its base is asked for, before it has a key.
    let dan = s.add(manager::new("Dan", "dan@x.org", 100));
    s.add(badge::new("gold").person(dan));
    s.commit().await
}

#[test]
fn a_row_in_two_tables_is_written_base_first() {
    on_every_engine_variants(async |db| {
        let record = db.record();
        let mut s = db.session();
        let bob = s.add(engineer::new("Bob", "bob@x.org", "Rust"));
        s.add(engineer::new("Cleo", "cleo@x.org", "C"));
        assert_eq!(
            s.plan().to_string(),
            "insert people: 2\ninsert engineers: 2\n"
        );
        s.commit().await?;
        assert!(s[bob].id > 0);
        assert_eq!((s[bob].kind.as_str(), s[bob].level), ("engineer", 1));
        assert_eq!(count(&record, "INSERT INTO"), 2);

        // Only tables of which something changed are written.
        s[bob].level = 2;
        assert_eq!(s.plan().to_string(), "update engineers (level): 1\n");
        s.commit().await?;
        s[bob].name = "Bo".into();
        assert_eq!(s.plan().to_string(), "update people (name): 1\n");
        s[bob].language = "Ada".into();
        let plan = "update people (name): 1\nupdate engineers (language): 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.commit().await?;

        let stored = Engineer::find_by_email("bob@x.org").one(&db).await?;
        assert_eq!(*stored, s[bob]);
        assert_eq!(
            (stored.name.as_str(), stored.language.as_str()),
            ("Bo", "Ada")
        );

        s.delete(bob)?;
        assert_eq!(s.plan().to_string(), "delete people: 1\n");
        s.commit().await?;
        assert_eq!(Engineer::select().count(&db).await?, 1);
        assert_eq!(Person::select().count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn a_variant_is_read_as_one_row() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let engineers = Engineer::select()
            .filter(|e| e.name.like("%o%").and(e.level.ge(1)))
            .order_by(|e| e.language)
            .with(engineer::team())
            .with(engineer::machines())
            .with(engineer::badges())
            .all(&db)
            .await?;
        let seen: Vec<_> = engineers
            .iter()
            .map(|e| {
                (
                    e.name(),
                    e.language(),
                    e.team().is_some(),
                    e.machines().len(),
                )
            })
            .collect();
        assert_eq!(seen, [("Cleo", "C", false, 0), ("Bob", "Rust", true, 2)]);
        let bob = engineers.iter().nth(1).unwrap().id;
        assert_eq!(Engineer::get(bob).one(&db).await?.name, "Bob");
        let senior = Engineer::select().filter(|e| e.is_senior().and(e.address().like("Bob%")));
        assert_eq!(senior.one(&db).await?.address(), "Bob <bob@x.org>");
        // A manager is no engineer.
        let dan = Manager::select().one(&db).await?.id;
        assert!(Engineer::get(dan).optional(&db).await?.is_none());
        // From elsewhere: joins, conditions and counts along relationships.
        let owners: Vec<(String, String)> = Machine::select()
            .order_by(|m| m.name)
            .join(|m| m.engineer())
            .select(|(m, e)| (m.name, e.email))
            .all(&db)
            .await?;
        assert_eq!(owners[0], ("laptop".to_owned(), "bob@x.org".to_owned()));
        let idle = Engineer::select().filter(|e| !e.machines().exists());
        assert_eq!(idle.one(&db).await?.name, "Cleo");
        let machine = Machine::select().with(machine::engineer().joined());
        assert_eq!(
            machine.first(&db).await?.unwrap().view().engineer().name(),
            "Bob"
        );
        let rust = Machine::select().filter(|m| m.engineer().has(|e| e.language.eq("Rust")));
        assert_eq!(rust.count(&db).await?, 2);
        let mut totals: Vec<(String, i64)> = Engineer::select()
            .left_join(|e| e.machines())
            .group_by(|(e, _)| e.language)
            .select(|language, (_, m)| (language, m.id.count()))
            .all(&db)
            .await?;
        totals.sort();
        assert_eq!(totals, [("C".to_owned(), 0), ("Rust".to_owned(), 2)]);
        Ok(())
    });
}

/// B22: one SELECT for each table of a variant and for each relationship, none on access.
#[test]
fn b22_a_base_is_read_as_what_its_rows_are() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let all = Person::select()
            .order_by(|p| p.name)
            .with(person::team())
            .with(person::as_engineer().with(engineer::machines()))
            .with(person::as_manager().with(manager::badges()));
        let record = db.record();
        let people = all.all(&db).await?;
        let selects = count(&record, "SELECT");
        let seen: Vec<String> = people
            .iter()
            .map(|person| match person.variant() {
                PersonVariant::Person(person) => {
                    format!("{} {}", person.name, person.team().is_some())
                }
                PersonVariant::Engineer(e) => {
                    format!("{} {} {}", e.name(), e.level(), e.machines().len())
                }
                PersonVariant::Manager(m) => {
                    format!("{} {} {}", m.name(), m.budget(), m.badges().len())
                }
            })
            .collect();
        assert_eq!(seen, ["Ann true", "Bob 3 2", "Cleo 1 0", "Dan 100 1"]);
        // The base, its relationship, two variants, a relationship of each.
        assert_eq!(selects, 6);
        assert_eq!(count(&record, "SELECT"), 6);

        let joined = Person::select()
            .order_by(|p| p.name)
            .with(person::as_engineer().joined())
            .with(person::as_manager().joined());
        let record = db.record();
        let people = joined.all(&db).await?;
        assert_eq!(count(&record, "SELECT"), 1);
        let engineers = people
            .iter()
            .filter(|p| matches!(p.variant(), PersonVariant::Engineer(_)));
        assert_eq!(engineers.count(), 2);
        // A condition on what only a variant has.
        let fluent = Person::select().filter(|p| p.as_engineer().has(|e| e.language.eq("C")));
        assert_eq!(fluent.one(&db).await?.name, "Cleo");
        let teams = Team::select()
            .with(team::people().with(person::as_engineer()))
            .all(&db)
            .await?;
        let names: Vec<_> = teams
            .iter()
            .flat_map(|t| t.people())
            .filter_map(|p| p.as_engineer())
            .map(|e| e.language().to_owned())
            .collect();
        assert_eq!(names, ["Rust"]);
        Ok(())
    });
}

#[test]
fn memory_follows_a_row_as_all_that_it_is() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let mut s = db.session();
        let bob = s
            .one(Engineer::select().filter(|e| e.name.eq("Bob")))
            .await?;
        let person = s.get::<Person>(s[bob].id).await?;
        let machines = s.all(Machine::select()).await?;
        s.delete(person)?;
        s.commit().await?;
        assert!(!s.contains(bob) && !s.contains(person) && !s.contains(machines[0]));
        assert_eq!(Machine::select().count(&db).await?, 0);

        // The other way round.
        let cleo = s.one(Engineer::select()).await?;
        let person = s.get::<Person>(s[cleo].id).await?;
        s.delete(cleo)?;
        s.commit().await?;
        assert!(!s.contains(person) && !s.contains(cleo));
        assert_eq!(Person::select().count(&db).await?, 2);

        // What others changed in either table is read anew.
        let dan = s.one(Manager::select()).await?;
        Person::update()
            .filter(|p| p.name.eq("Dan"))
            .set(|p| p.name.to("Dean"))
            .run(&db)
            .await?;
        s.refresh(dan).await?;
        assert_eq!((s[dan].name.as_str(), s[dan].budget), ("Dean", 100));
        let key = s[dan].id;
        assert_eq!(s.get::<Manager>(key).await?, dan);
        s[dan].name = "Dan".into();
        s.commit().await?;

        // What a rollback takes back is all of it.
        let dan = s.one(Manager::select()).await?;
        let budget = s[dan].budget;
        s[dan].budget = 1;
        s[dan].name = "Don".into();
        s.flush().await?;
        s.rollback().await?;
        assert_eq!((s[dan].budget, s[dan].name.as_str()), (budget, "Dan"));
        let eve = s.add(engineer::new("Eve", "dan@x.org", "C"));
        assert!(matches!(s.commit().await, Err(Error::Constraint { .. })));
        s.rollback().await?;
        assert!(!s.contains(eve));
        assert_eq!(Person::select().count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn rows_of_one_table_are_told_apart() {
    on_every_engine_variants(async |db| {
        let mut s = db.session();
        let ann = s.add(guest::new("ann"));
        let rex = s.add(dog::new("Rex", 2).owner(ann));
        let tom = s.add(cat::new("Tom"));
        s.add(animal::new("Ix"));
        s.add(bone::new().dog(rex));
        s.commit().await?;
        assert_eq!((s[tom].lives, s[tom].toy.as_deref()), (9, None));
        assert_eq!(Dog::select().one(&db).await?.tricks, 2);
        assert_eq!(Cat::select().count(&db).await?, 1);
        assert_eq!(Animal::select().count(&db).await?, 3);
        let rex_id = s[rex].id;
        assert!(Cat::get(rex_id).optional(&db).await?.is_none());

        let animals = Animal::select()
            .order_by(|a| a.name)
            .with(animal::as_dog().with(dog::owner()).with(dog::bones()))
            .with(animal::as_cat())
            .all(&db)
            .await?;
        let seen: Vec<String> = animals
            .iter()
            .map(|a| match a.variant() {
                AnimalVariant::Animal(other) => other.name.clone(),
                AnimalVariant::Dog(dog) => {
                    format!(
                        "{} of {}, {}",
                        dog.name(),
                        dog.owner().unwrap().name(),
                        dog.bones().len()
                    )
                }
                AnimalVariant::Cat(cat) => format!("{}: {}", cat.name(), cat.lives()),
            })
            .collect();
        assert_eq!(seen, ["Ix", "Rex of ann, 1", "Tom: 9"]);

        s[rex].tricks = 5;
        s[tom].toy = Some("mouse".into());
        s.commit().await?;
        assert_eq!(Dog::get(rex_id).one(&db).await?.tricks, 5);
        Ok(())
    });
}

#[test]
fn changes_by_condition_are_for_rows_of_the_variant() {
    on_every_engine_variants(async |db| {
        Animal::insert(animal::new("Ix")).run(&db).await?;
        Cat::insert(cat::new("Tom").lives(7)).run(&db).await?;
        let dogs = Dog::insert_all([dog::new("Rex", 1), dog::new("Fox", 2)])
            .run(&db)
            .await?;
        assert_eq!(dogs.len(), 2);
        let changed = Dog::update()
            .all_rows()
            .set(|d| d.name.to(d.name.upper()))
            .run(&db)
            .await?;
        assert_eq!(changed, 2);
        let changed = Dog::update()
            .filter(|d| d.name.eq("Tom"))
            .set(|d| d.tricks.to(9))
            .run(&db)
            .await?;
        assert_eq!(changed, 0);
        let returned = Dog::update()
            .filter(|d| d.tricks.ge(2))
            .set(|d| d.tricks.to(d.tricks + 1))
            .returning(|d| (d.name, d.tricks))
            .run(&db)
            .await?;
        assert_eq!(returned, [("FOX".to_owned(), 3)]);
        assert_eq!(Cat::delete().all_rows().run(&db).await?, 1);
        let left = Animal::select()
            .order_by(|a| a.name)
            .select(|a| a.name)
            .all(&db)
            .await?;
        assert_eq!(left, ["FOX", "Ix", "REX"]);
        // What a dog must have, a dog has; others have not.
        let broken = ormolu::sql!("UPDATE animals SET species = 'dog', tricks = NULL")
            .execute(&db)
            .await;
        assert!(
            broken
                .unwrap_err()
                .to_string()
                .contains("ck_animals_dog_tricks")
        );
        Ok(())
    });
}

#[test]
fn a_variant_stands_for_its_base() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let mut s = db.session();
        let dan = s.one(Manager::select()).await?;
        let eve = s.add(engineer::new("Eve", "eve@x.org", "Ada"));
        s.set(dan, manager::deputy(), eve)?;
        let badge = s.one(Badge::select()).await?;
        s.set(badge, badge::person(), eve)?;
        s.commit().await?;
        assert_eq!(s[dan].deputy_id, Some(s[eve].id));
        assert_eq!(s[badge].person_id, s[eve].id);
        let row = s[dan].clone();
        s.add(badge::new("silver").person(&row));
        s.commit().await?;
        let texts = Badge::select()
            .filter(|b| b.person_id.eq(row.id))
            .select(|b| b.text);
        assert_eq!(texts.all(&db).await?, ["silver"]);
        Ok(())
    });
}

#[test]
fn rows_of_a_base_have_what_hangs_on_it() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let managers = Manager::select().with(manager::badges()).all(&db).await?;
        assert_eq!(managers.iter().next().unwrap().badges().len(), 1);
        let mut s = db.session();
        let dan = s.one(Manager::select().with(manager::badges())).await?;
        let badges = s.all(Badge::select()).await?;
        s.delete(dan)?;
        s.commit().await?;
        assert!(!s.contains(badges[0]));
        assert_eq!(Badge::select().count(&db).await?, 0);
        Ok(())
    });
}
