//! What of a variant is asked of its base, and what of a base of its variants.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::on_every_engine_variants;
use behaviour::variants::engineer::{EngineerFilter, EngineerLine};
use behaviour::variants::{Engineer, Manager, Person, engineer, machine, manager, person, team};
use ormolu::{Database, Result, TextFilter};

async fn firm(db: &Database) -> Result<()> {
    let mut s = db.session();
    let team = s.add(team::new("core"));
    s.add(person::new("Ann", "ann@x.org").team(team));
    let bob = s.add(
        engineer::new("Bob", "bob@x.org", "Rust")
            .level(3)
            .team(team),
    );
    s.add(engineer::new("Cleo", "cleo@x.org", "C"));
    s.add(manager::new("Dan", "dan@x.org", 50).team(team));
    s.add(machine::new("laptop").engineer(bob));
    s.add(machine::new("server").engineer(bob));
    s.commit().await
}

#[test]
fn a_base_reads_columns_and_properties_of_its_variants() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let rows = Person::select().order_by(|p| p.name).select(|p| {
            (
                p.name,
                p.as_engineer().get(|e| e.language),
                p.as_engineer().get(|e| e.is_senior()),
                p.as_manager().get(|m| m.budget),
            )
        });
        let found = rows.all(&db).await?;
        let expected = [
            ("Ann", None, None, None),
            ("Bob", Some("Rust"), Some(true), None),
            ("Cleo", Some("C"), Some(false), None),
            ("Dan", None, None, Some(50)),
        ];
        let expected = expected.map(|(name, language, senior, budget)| {
            (name.to_owned(), language.map(str::to_owned), senior, budget)
        });
        assert_eq!(found, expected);
        let seniors = Person::select().filter(|p| p.as_engineer().has(|e| e.is_senior()));
        assert_eq!(seniors.one(&db).await?.address(), "Bob <bob@x.org>");
        Ok(())
    });
}

#[test]
fn shortcuts_lead_down_and_are_inherited() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let people = Person::select()
            .order_by(|p| p.name)
            .with(person::team().with(team::people()))
            .with(person::as_engineer().with(engineer::machines()))
            .all(&db)
            .await?;
        let seen: Vec<_> = people
            .iter()
            .map(|p| (p.name(), p.mates().count(), p.gear().count()))
            .collect();
        assert_eq!(
            seen,
            [("Ann", 3, 0), ("Bob", 3, 2), ("Cleo", 0, 0), ("Dan", 3, 0)]
        );
        let served = Person::select().filter(|p| p.any_gear(|m| m.name.eq("server")));
        assert_eq!(served.one(&db).await?.name, "Bob");

        let dan = Manager::select()
            .filter(|m| m.any_mates(|p| p.name.eq("Ann")))
            .with(manager::team().with(team::people()))
            .one(&db)
            .await?;
        assert_eq!(dan.view().mates().count(), 3);
        Ok(())
    });
}

#[test]
fn projections_and_filters_of_a_variant_name_columns_of_the_base() {
    on_every_engine_variants(async |db| {
        firm(&db).await?;
        let filter = EngineerFilter {
            name: TextFilter {
                starts_with: Some("B".into()),
                ..TextFilter::default()
            },
            ..EngineerFilter::default()
        };
        let lines = Engineer::select()
            .matching(filter)
            .select_as::<EngineerLine>();
        let lines = lines.all(&db).await?;
        assert_eq!(
            (lines[0].name.as_str(), lines[0].language.as_str()),
            ("Bob", "Rust")
        );
        assert_eq!(lines.len(), 1);
        Ok(())
    });
}
