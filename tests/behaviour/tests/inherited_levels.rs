//! Models that inherit from models that inherit.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::family::car::CarVariant;
use behaviour::family::taxi::TaxiVariant;
use behaviour::family::vehicle::VehicleVariant;
use behaviour::family::{
    Bike, Car, CargoBike, Depot, Limousine, Pedelec, Rental, Repair, Ride, Taxi, Ticket, Vehicle,
    bike, car, cargo_bike, depot, limousine, pedelec, rental, repair, ride, taxi, ticket, vehicle,
};
use behaviour::on_every_engine_family;
use ormolu::{Database, Recorder, Result};

/// The statements that begin so.
fn count(record: &Recorder, word: &str) -> usize {
    let statements = record.statements();
    statements
        .iter()
        .filter(|s| s.sql.starts_with(word))
        .count()
}

/// One of each kind, and what hangs on them.
async fn fleet(db: &Database) -> Result<()> {
    let mut s = db.session();
    let depot = s.add(depot::new("North"));
    s.add(vehicle::new("sled").depot(depot));
    s.add(car::new("beetle").doors(2));
    let cab = s.add(taxi::new("cab 1", "A1").depot(depot));
    let limousine = s.add(limousine::new("stretch", "A2", true).doors(6));
    s.add(rental::new("micro").daily(30));
    s.add(bike::new("roadster", 3));
    s.add(pedelec::new("spark", 9, 250));
    s.add(cargo_bike::new("mule", 7, 90));
    // A row stands where one of any of its bases is asked for.
    s.add(ticket::new("speed").vehicle(limousine));
    s.add(repair::new(100).car(limousine));
    s.add(ride::new(12).taxi(limousine));
    s.add(ride::new(5).taxi(cab));
    s.commit().await
}

#[test]
fn a_row_in_four_tables_is_written_from_the_top() {
    on_every_engine_family(async |db| {
        let record = db.record();
        let mut s = db.session();
        let one = s.add(limousine::new("stretch", "A1", true));
        s.add(limousine::new("long", "A2", false).doors(6));
        s.add(cargo_bike::new("mule", 7, 90));
        let plan = s.plan().to_string();
        for line in [
            "insert vehicles: 2\ninsert cars: 2\ninsert taxis: 2\ninsert limousines: 2\n",
            "insert vehicles: 1\ninsert cargo_bikes: 1\n",
        ] {
            assert!(plan.contains(line), "{plan}");
        }
        s.commit().await?;
        assert_eq!(count(&record, "INSERT INTO"), 6);
        assert!(s[one].id > 0);
        assert_eq!((s[one].kind.as_str(), s[one].doors), ("limousine", 4));

        // Only tables of which something changed are written.
        s[one].doors = 5;
        s[one].has_bar = false;
        let plan = "update cars (doors): 1\nupdate limousines (has_bar): 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.commit().await?;
        s[one].name = "short".into();
        s[one].licence = "A3".into();
        let plan = "update vehicles (name): 1\nupdate taxis (licence): 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.commit().await?;
        let stored = Limousine::find_by_licence("A3").one(&db).await?;
        assert_eq!(*stored, s[one]);
        assert_eq!((stored.name.as_str(), stored.doors), ("short", 5));

        s.delete(one)?;
        assert_eq!(s.plan().to_string(), "delete vehicles: 1\n");
        s.commit().await?;
        assert_eq!(Limousine::select().count(&db).await?, 1);
        assert_eq!(Taxi::select().count(&db).await?, 1);
        assert_eq!(Vehicle::select().count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn rows_of_a_model_are_those_of_its_variants_too() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        let names = async |of: &str| -> Result<Vec<String>> {
            match of {
                "vehicle" => {
                    Vehicle::select()
                        .order_by(|v| v.name)
                        .select(|v| v.name)
                        .all(&db)
                        .await
                }
                "car" => {
                    Car::select()
                        .order_by(|v| v.name)
                        .select(|v| v.name)
                        .all(&db)
                        .await
                }
                "taxi" => {
                    Taxi::select()
                        .order_by(|v| v.name)
                        .select(|v| v.name)
                        .all(&db)
                        .await
                }
                "rental" => {
                    Rental::select()
                        .order_by(|v| v.name)
                        .select(|v| v.name)
                        .all(&db)
                        .await
                }
                "bike" => {
                    Bike::select()
                        .order_by(|v| v.name)
                        .select(|v| v.name)
                        .all(&db)
                        .await
                }
                "pedelec" => Pedelec::select().select(|v| v.name).all(&db).await,
                _ => CargoBike::select().select(|v| v.name).all(&db).await,
            }
        };
        assert_eq!(names("vehicle").await?.len(), 8);
        assert_eq!(names("car").await?, ["beetle", "cab 1", "micro", "stretch"]);
        assert_eq!(names("taxi").await?, ["cab 1", "stretch"]);
        assert_eq!(names("rental").await?, ["micro"]);
        assert_eq!(names("bike").await?, ["mule", "roadster", "spark"]);
        assert_eq!(names("pedelec").await?, ["spark"]);
        assert_eq!(names("cargo_bike").await?, ["mule"]);

        // Columns, computed properties and relationships of all levels.
        let long = Limousine::select()
            .filter(|l| l.label().eq("limousine stretch").and(l.is_wide()))
            .with(limousine::depot())
            .with(limousine::tickets())
            .with(limousine::repairs())
            .with(limousine::rides())
            .one(&db)
            .await?;
        assert_eq!((long.licence.as_str(), long.has_bar), ("A2", true));
        assert_eq!(long.label(), "limousine stretch");
        let long = long.view();
        assert!(long.depot().is_none());
        assert_eq!(
            (
                long.tickets().len(),
                long.repairs().len(),
                long.rides().len()
            ),
            (1, 1, 1)
        );
        // From elsewhere, to a level in between.
        let far = Ride::select().filter(|r| r.taxi().has(|t| t.doors.ge(5)));
        assert_eq!(far.count(&db).await?, 1);
        let mut owners: Vec<(i32, String)> = Ride::select()
            .join(|r| r.taxi())
            .select(|(r, t)| (r.km, t.name))
            .all(&db)
            .await?;
        owners.sort();
        assert_eq!(
            owners,
            [(5, "cab 1".to_owned()), (12, "stretch".to_owned())]
        );
        // By what only a level below has.
        let bar = Vehicle::select().filter(|v| {
            v.as_car()
                .has(|c| c.as_taxi().has(|t| t.as_limousine().has(|l| l.has_bar)))
        });
        assert_eq!(bar.one(&db).await?.name, "stretch");
        Ok(())
    });
}

/// One SELECT for each kind that is asked for, none on access.
#[test]
fn a_base_is_read_as_what_its_rows_are() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        let record = db.record();
        let vehicles = Vehicle::select()
            .order_by(|v| v.name)
            .with(
                vehicle::as_car()
                    .with(
                        car::as_taxi()
                            .with(taxi::as_limousine())
                            .with(taxi::rides()),
                    )
                    .with(car::as_rental()),
            )
            .with(
                vehicle::as_bike()
                    .with(bike::as_pedelec())
                    .with(bike::as_cargo_bike()),
            )
            .all(&db)
            .await?;
        let seen: Vec<String> = vehicles
            .iter()
            .map(|vehicle| match vehicle.variant() {
                VehicleVariant::Vehicle(other) => other.name.clone(),
                VehicleVariant::Bike(bike) => format!("{} {}", bike.name(), bike.gears()),
                VehicleVariant::Car(car) => match car.variant() {
                    CarVariant::Car(car) => format!("{} {}", car.name(), car.doors()),
                    CarVariant::Rental(rental) => format!("{} {:?}", rental.name(), rental.daily()),
                    CarVariant::Taxi(taxi) => match taxi.variant() {
                        TaxiVariant::Taxi(taxi) => {
                            format!("{} {}", taxi.name(), taxi.rides().len())
                        }
                        TaxiVariant::Limousine(long) => {
                            format!("{} {}", long.name(), long.has_bar())
                        }
                    },
                },
            })
            .collect();
        assert_eq!(
            seen,
            [
                "beetle 2",
                "cab 1 1",
                "micro Some(30)",
                "mule 7",
                "roadster 3",
                "sled",
                "spark 9",
                "stretch true"
            ]
        );
        assert_eq!(count(&record, "SELECT"), 9);

        let record = db.record();
        let depots = Depot::select()
            .with(depot::vehicles().with(vehicle::as_car().joined().with(car::as_taxi().joined())))
            .all(&db)
            .await?;
        let cabs = depots.iter().flat_map(|d| d.vehicles());
        let cabs = cabs.filter_map(|v| v.as_car()?.as_taxi());
        let licences: Vec<_> = cabs.map(|t| t.licence().to_owned()).collect();
        assert_eq!(licences, ["A1"]);
        assert_eq!(count(&record, "SELECT"), 2);
        Ok(())
    });
}

#[test]
fn memory_follows_a_row_on_all_levels() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        let mut s = db.session();
        // The row as its top and as its bottom, and nothing in between.
        let long = s.one(Limousine::select()).await?;
        let id = s[long].id;
        let top = s.get::<Vehicle>(id).await?;
        let rides = s.all(Ride::select().filter(|r| r.taxi_id.eq(id))).await?;
        let tickets = s.all(Ticket::select()).await?;
        s.delete(top)?;
        s.commit().await?;
        assert!(!s.contains(long) && !s.contains(rides[0]) && !s.contains(tickets[0]));
        assert_eq!(Ride::select().count(&db).await?, 1);
        assert_eq!(Repair::select().count(&db).await?, 0);

        let cab = s.one(Taxi::select()).await?;
        let (car, top) = (
            s.get::<Car>(s[cab].id).await?,
            s.get::<Vehicle>(s[cab].id).await?,
        );
        s.delete(cab)?;
        s.commit().await?;
        assert!(!s.contains(car) && !s.contains(top));

        // In one table: both are the same row of it.
        let spark = s.one(Pedelec::select()).await?;
        let bike = s.get::<Bike>(s[spark].id).await?;
        let mule = s.one(CargoBike::select()).await?;
        let top = s.get::<Vehicle>(s[mule].id).await?;
        s.delete(bike)?;
        s.delete(mule)?;
        s.commit().await?;
        assert!(!s.contains(spark) && !s.contains(top));
        assert_eq!(Vehicle::select().count(&db).await?, 4);

        // A statement on a table is followed by rows of all that have a part there.
        let rental = s.one(Rental::select()).await?;
        Vehicle::update()
            .filter(|v| v.name.eq("micro"))
            .set(|v| v.name.to("mini"))
            .run(&mut s)
            .await?;
        assert!(s.refresh(rental).await.is_ok());
        assert_eq!(s[rental].name, "mini");
        Ok(())
    });
}

#[test]
fn rows_of_one_table_are_told_apart_on_all_levels() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        Pedelec::insert(pedelec::new("volt", 1, 500))
            .run(&db)
            .await?;
        let changed = Bike::update()
            .filter(|b| b.gears.le(9))
            .set(|b| b.gears.to(b.gears + 1))
            .run(&db)
            .await?;
        assert_eq!(changed, 4);
        let gears = Bike::select().order_by(|b| b.gears).select(|b| b.gears);
        assert_eq!(gears.all(&db).await?, [2, 4, 8, 10]);
        assert_eq!(Pedelec::delete().all_rows().run(&db).await?, 2);
        assert_eq!(Bike::delete().all_rows().run(&db).await?, 2);
        assert_eq!(CargoBike::select().count(&db).await?, 0);
        assert_eq!(Vehicle::select().count(&db).await?, 5);
        let broken = ormolu::sql!("UPDATE vehicles SET kind = 'pedelec'").execute(&db);
        assert!(
            broken
                .await
                .unwrap_err()
                .to_string()
                .contains("ck_vehicles_")
        );
        Ok(())
    });
}
