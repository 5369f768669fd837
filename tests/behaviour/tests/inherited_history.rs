//! Versions of rows of models that inherit, and queries for these rows as they were.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::time::Duration;

use behaviour::lineages::vehicle::{VehicleId, VehicleVariant};
use behaviour::lineages::{
    Bike, Book, Car, CarHistory, CargoBike, Depot, Film, Letter, LetterHistory, Paper, Rental,
    Taxi, TaxiHistory, Vehicle, VehicleHistory, Work, bike, book, car, cargo_bike, depot, film,
    letter, paper, parameters, rental, schema, taxi, vehicle,
};
use behaviour::{Numbers, on_every_engine_empty};
use ormolu::chrono::{DateTime, Utc};
use ormolu::{Database, Error, Result, SessionError};

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        body(db).await
    });
}

/// A moment between what was done and what will be, on a clock of milliseconds as well.
async fn moment() -> DateTime<Utc> {
    tokio::time::sleep(Duration::from_millis(3)).await;
    let now = Utc::now();
    tokio::time::sleep(Duration::from_millis(3)).await;
    now
}

/// A row of the family, whatever it is.
#[derive(Clone, Debug, Default, PartialEq)]
struct Item {
    kind: String,
    name: String,
    doors: Option<i32>,
    licence: Option<String>,
    daily: Option<i32>,
    gears: Option<i32>,
    litres: Option<i32>,
}

type Items = BTreeMap<VehicleId, Item>;

/// What all models of the family say of the rows of a moment.
async fn read(db: &Database, at: DateTime<Utc>) -> Result<Items> {
    let all = Vehicle::as_of(at).select(|v| (v.id, v.kind, v.name));
    let all = all.all(db).await?.into_iter();
    let mut items: Items = all
        .map(|(id, kind, name)| {
            let item = Item {
                kind,
                name,
                ..Item::default()
            };
            (id, item)
        })
        .collect();
    let mut found = |id: VehicleId, name: &str| {
        let item = items.get_mut(&id).unwrap_or_else(|| panic!("{id} at {at}"));
        assert_eq!(item.name, name);
        std::mem::take(item)
    };
    let mut more = Items::new();
    for car in &Car::as_of(at).all(db).await? {
        let item = found(car.id, car.name());
        more.insert(
            car.id,
            Item {
                doors: Some(car.doors),
                name: car.name().to_owned(),
                ..item
            },
        );
    }
    for bike in &Bike::as_of(at).all(db).await? {
        let item = found(bike.id, bike.name());
        more.insert(
            bike.id,
            Item {
                gears: Some(bike.gears),
                name: bike.name().to_owned(),
                ..item
            },
        );
    }
    items.append(&mut more);
    let taxis = Taxi::as_of(at).select(|t| (t.id, t.name, t.doors, t.licence));
    for (id, name, doors, licence) in taxis.all(db).await? {
        let item = items.get_mut(&id).unwrap();
        assert_eq!((&item.name, item.doors), (&name, Some(doors)));
        item.licence = Some(licence);
    }
    for (id, daily) in Rental::as_of(at)
        .select(|r| (r.id, r.daily))
        .all(db)
        .await?
    {
        items.get_mut(&id).unwrap().daily = daily;
    }
    let cargo = CargoBike::as_of(at).select(|c| (c.id, c.gears, c.litres));
    for (id, gears, litres) in cargo.all(db).await? {
        let item = items.get_mut(&id).unwrap();
        assert_eq!(item.gears, Some(gears));
        item.litres = Some(litres);
    }
    Ok(items)
}

#[test]
fn a_family_is_read_as_it_was() {
    on_every_engine(async |db| {
        let before = moment().await;
        let mut s = db.session();
        let north = s.add(depot::new("North"));
        let south = s.add(depot::new("South"));
        let cab = s.add(taxi::new("cab", "A1").depot(north));
        let micro = s.add(rental::new("micro").daily(30).depot(north));
        let mule = s.add(cargo_bike::new("mule", 7, 90));
        s.add(vehicle::new("sled"));
        s.commit().await?;
        let first = moment().await;
        s[cab].licence = "B2".into();
        s[micro].daily = None;
        s[mule].name = "donkey".into();
        s[mule].litres = 80;
        s.set(cab, taxi::depot(), south)?;
        s.commit().await?;
        let second = moment().await;
        let cab_id = s[cab].id;
        s.delete(cab)?;
        s.commit().await?;
        let third = moment().await;

        assert!(read(&db, before).await?.is_empty());
        let licence = async |at| Taxi::as_of(at).select(|t| t.licence).all(&db).await;
        assert_eq!(licence(first).await?, ["A1"]);
        assert_eq!(licence(second).await?, ["B2"]);
        assert!(licence(third).await?.is_empty());
        let daily = async |at| Rental::as_of(at).select(|r| r.daily).one(&db).await;
        assert_eq!(daily(first).await?, Some(30));
        assert_eq!(daily(third).await?, None);
        let cargo = CargoBike::as_of(first).one(&db).await?;
        assert_eq!(
            (cargo.name.as_str(), cargo.gears, cargo.litres),
            ("mule", 7, 90)
        );
        let cargo = CargoBike::as_of(second).filter(|c| c.name.eq("donkey"));
        assert_eq!(cargo.one(&db).await?.litres, 80);
        assert_eq!(read(&db, second).await?.len(), 4);
        assert_eq!(read(&db, third).await?.len(), 3);

        // Whatever loads and joins is of the same moment.
        let stood = async |at| -> Result<Vec<String>> {
            let depots = Depot::as_of(at).with(depot::vehicles());
            let depots = depots.order_by(|d| d.name).all(&db).await?;
            let told = |d: depot::DepotView<'_, _>| -> String {
                let names = d.vehicles().iter().map(|v| v.name().to_owned());
                names.collect::<Vec<_>>().join(" ")
            };
            Ok(depots.iter().map(told).collect())
        };
        assert_eq!(stood(first).await?, ["cab micro", ""]);
        assert_eq!(stood(second).await?, ["micro", "cab"]);
        assert_eq!(stood(third).await?, ["micro", ""]);
        let rows = Taxi::as_of(first).join(|t| t.depot());
        let rows = rows.select(|(t, d)| (t.name, d.name));
        assert_eq!(rows.all(&db).await?, [("cab".into(), "North".into())]);
        let taxis = Vehicle::as_of(second);
        let taxis = taxis.filter(|v| v.as_car().has(|c| c.as_taxi().has(|t| t.licence.eq("B2"))));
        assert_eq!(taxis.count(&db).await?, 1);
        for joined in [false, true] {
            let query = Vehicle::as_of(first).order_by(|v| v.name);
            let rows = match joined {
                false => query.variants_selectin().all(&db).await?,
                true => query.variants_joined().all(&db).await?,
            };
            let told: Vec<String> = rows
                .iter()
                .map(|v| match v.variant() {
                    VehicleVariant::Car(car) => format!("{} {}", car.name(), car.doors()),
                    VehicleVariant::Bike(bike) => format!("{} {}", bike.name(), bike.gears()),
                    VehicleVariant::Vehicle(own) => own.name().to_owned(),
                })
                .collect();
            assert_eq!(told, ["cab 4", "micro 4", "mule 7", "sled"]);
        }

        // A table's versions are those of what stands in it.
        let of = |operation: &str, text: &str| (operation.to_owned(), text.to_owned());
        let versions = Taxi::history_of(cab_id).order_by(|v| v.history_id);
        let versions = versions
            .select(|v| (v.operation, v.licence))
            .all(&db)
            .await?;
        assert_eq!(versions, [of("insert", "A1"), of("update", "B2")]);
        let versions = Vehicle::history_of(s[mule].id).order_by(|v| v.history_id);
        let versions = versions.select(|v| (v.operation, v.name)).all(&db).await?;
        assert_eq!(versions, [of("insert", "mule"), of("update", "donkey")]);
        assert_eq!(Bike::history_of(s[mule].id).count(&db).await?, 2);
        // What goes with the row of the base is ended with it.
        let open = async || -> Result<(u64, u64, u64)> {
            let vehicles = VehicleHistory::select().filter(|v| v.valid_to.is_null());
            let cars = CarHistory::select().filter(|v| v.valid_to.is_null());
            let taxis = TaxiHistory::select().filter(|v| v.valid_to.is_null());
            Ok((
                vehicles.count(&db).await?,
                cars.count(&db).await?,
                taxis.count(&db).await?,
            ))
        };
        assert_eq!(open().await?, (3, 1, 0));
        let error = s.all(Taxi::as_of(first)).await.err().unwrap();
        assert!(matches!(
            error,
            Error::Session(SessionError::Past { model: "Taxi" })
        ));
        Ok(())
    });
}

/// A new row of some kind.
async fn add(db: &Database, kind: u64, name: String, items: &mut Items) -> Result<()> {
    let mut s = db.session();
    let item = Item {
        name: name.clone(),
        ..Item::default()
    };
    let (id, item) = match kind {
        0 => {
            let new = s.add(vehicle::new(name));
            s.commit().await?;
            (s[new].id, item)
        }
        1 => {
            let new = s.add(car::new(name));
            s.commit().await?;
            let doors = Some(4);
            (s[new].id, Item { doors, ..item })
        }
        2 => {
            let new = s.add(taxi::new(name, "A1").doors(5));
            s.commit().await?;
            let (doors, licence) = (Some(5), Some("A1".into()));
            let item = Item {
                doors,
                licence,
                ..item
            };
            (s[new].id, item)
        }
        3 => {
            let new = s.add(rental::new(name).daily(30).doors(2));
            s.commit().await?;
            let (doors, daily) = (Some(2), Some(30));
            let item = Item {
                doors,
                daily,
                ..item
            };
            (s[new].id, item)
        }
        4 => {
            let new = s.add(bike::new(name, 3));
            s.commit().await?;
            let gears = Some(3);
            (s[new].id, Item { gears, ..item })
        }
        _ => {
            let new = s.add(cargo_bike::new(name, 7, 90));
            s.commit().await?;
            let (gears, litres) = (Some(7), Some(90));
            let item = Item {
                gears,
                litres,
                ..item
            };
            (s[new].id, item)
        }
    };
    let kinds = ["vehicle", "car", "cab", "rental", "bike", "cargo_bike"];
    let kind = kinds[kind as usize].to_owned();
    items.insert(id, Item { kind, ..item });
    Ok(())
}

/// One change of the family, by a way of its own, and the same in memory.
async fn change(db: &Database, numbers: &mut Numbers, items: &mut Items, step: i32) -> Result<()> {
    let name = format!("name {step}");
    let keys: Vec<VehicleId> = items.keys().copied().collect();
    let some = keys.get(step as usize % keys.len().max(1)).copied();
    match (numbers.below(9), some) {
        (0 | 1, _) | (_, None) => add(db, numbers.below(6), name, items).await?,
        (2, _) => {
            let new = [1, 2].map(|n| taxi::new(format!("{name} {n}"), format!("L{step}")));
            for taxi in Taxi::insert_all(new).run(db).await? {
                let item = Item {
                    kind: taxi.kind,
                    name: taxi.name,
                    doors: Some(taxi.doors),
                    licence: Some(taxi.licence),
                    ..Item::default()
                };
                items.insert(taxi.id, item);
            }
        }
        (3, _) => {
            // Of taxis, rentals and cars alike, in two tables.
            let set = Car::update().filter(|c| c.doors.ge(4));
            let set = set.set(|c| (c.doors.to(step), c.name.to(&name)));
            set.run(db).await?;
            for item in items.values_mut().filter(|i| i.doors >= Some(4)) {
                (item.doors, item.name) = (Some(step), name.clone());
            }
        }
        (4, Some(id)) => {
            Vehicle::delete().key(id).run(db).await?;
            items.remove(&id);
        }
        (5, Some(id)) => {
            let mut s = db.session();
            let row = s.get::<Vehicle>(id).await?;
            s.delete(row)?;
            s.commit().await?;
            items.remove(&id);
        }
        (6, _) => {
            let sql = format!("UPDATE taxis SET licence = 'S{step}' WHERE licence <> 'A1'");
            db.execute_script(&[&sql]).await?;
            let others = |i: &&mut Item| i.licence.as_ref().is_some_and(|l| l != "A1");
            for item in items.values_mut().filter(others) {
                item.licence = Some(format!("S{step}"));
            }
        }
        (7, _) => {
            // By the table of the family alone, from which the others follow.
            let sql = "DELETE FROM vehicles WHERE kind = 'cargo_bike'";
            db.execute_script(&[sql]).await?;
            items.retain(|_, item| item.kind != "cargo_bike");
        }
        (_, Some(id)) => {
            let mut s = db.session();
            let row = s.get::<Vehicle>(id).await?;
            s[row].name = format!("{name} for a while");
            s.flush().await?;
            s[row].name.clone_from(&name);
            if items[&id].litres.is_some() {
                let cargo = s.get::<CargoBike>(id).await?;
                s[cargo].litres = step;
            }
            s.commit().await?;
            let item = items.get_mut(&id).unwrap();
            item.name = name;
            item.litres = item.litres.map(|_| step);
        }
    }
    Ok(())
}

/// What was there at each moment of a long random sequence is what a list in memory says.
#[test]
fn each_moment_of_a_random_family_is_as_it_was() {
    on_every_engine(async |db| {
        let mut numbers = Numbers(11);
        let (mut items, mut then) = (Items::new(), vec![]);
        for step in 1..=80 {
            change(&db, &mut numbers, &mut items, step).await?;
            then.push((moment().await, items.clone()));
        }
        for (at, items) in then {
            assert_eq!(read(&db, at).await?, items, "at {at}");
        }
        Ok(())
    });
}

/// Versions of a tenant's rows are seen by the tenant alone, in each table.
#[test]
fn tenants_see_their_own_families() {
    on_every_engine(async |db| {
        let one = db.with(parameters::TENANT, 1);
        let two = db.with(parameters::TENANT, 2);
        Letter::insert(letter::new("to you", 7, 3))
            .run(&one)
            .await?;
        Letter::insert(letter::new("to me", 7, 4)).run(&two).await?;
        Paper::insert(paper::new("a list", 8)).run(&two).await?;
        let then = moment().await;
        Letter::update()
            .set(|l| l.pages.to(9))
            .all_rows()
            .run(&two)
            .await?;
        Paper::delete().all_rows().run(&one).await?;
        let now = moment().await;
        let pages = async |db: &Database, at| Letter::as_of(at).select(|l| l.pages).all(db).await;
        assert_eq!(pages(&one, then).await?, [3]);
        assert_eq!(pages(&two, then).await?, [4]);
        assert!(pages(&one, now).await?.is_empty());
        assert_eq!(pages(&two, now).await?, [9]);
        assert_eq!(Paper::as_of(now).count(&two).await?, 2);
        assert_eq!(LetterHistory::select().count(&one).await?, 1);
        assert_eq!(LetterHistory::select().count(&two).await?, 2);
        assert_eq!(Letter::history_of(7, 2).count(&two).await?, 2);
        assert_eq!(Letter::history_of(7, 2).count(&one).await?, 0);
        Ok(())
    });
}

/// Rows of several whole tables, all of one moment.
#[test]
fn whole_tables_are_read_as_they_were() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let atlas = s.add(book::new("Atlas", 300));
        s.add(film::new("Brazil", 142));
        s.commit().await?;
        let first = moment().await;
        s[atlas].title = "Atlas, 2nd".into();
        let code = s[atlas].code;
        s.add(film::new("Casablanca", 102));
        s.commit().await?;
        let second = moment().await;
        s.delete(atlas)?;
        s.commit().await?;
        let third = moment().await;
        Book::purge().all_rows().run(&db).await?;
        let last = moment().await;

        let titles = async |at| -> Result<Vec<(String, String)>> {
            let works = Work::as_of(at).order_by(|w| w.title);
            works.select(|w| (w.medium, w.title)).all(&db).await
        };
        let work = |medium: &str, title: &str| (medium.to_owned(), title.to_owned());
        let films = [work("film", "Brazil"), work("film", "Casablanca")];
        assert_eq!(
            titles(first).await?,
            [work("print", "Atlas"), films[0].clone()]
        );
        assert_eq!(titles(second).await?[0], work("print", "Atlas, 2nd"));
        assert_eq!(titles(second).await?[1..], films);
        // Scopes hold for rows as they were.
        assert_eq!(titles(third).await?, films);
        let deleted = Work::as_of(third).unscoped_all().count(&db).await?;
        assert_eq!(deleted, 3);
        assert_eq!(Work::as_of(last).unscoped_all().count(&db).await?, 2);
        assert_eq!(Film::as_of(first).count(&db).await?, 1);
        assert_eq!(Book::history_of(code).count(&db).await?, 3);
        let works = Work::as_of(second).with(behaviour::lineages::work::as_book());
        let works = works.order_by(|w| w.title).all(&db).await?;
        let pages = works.iter().map(|w| w.as_book().map(|b| b.pages));
        assert_eq!(pages.collect::<Vec<_>>(), [Some(300), None, None]);
        Ok(())
    });
}
