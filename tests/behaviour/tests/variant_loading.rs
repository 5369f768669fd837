//! Rows of a base as what they are, by one statement or by one for each kind.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::concrete::vehicle::VehicleVariant as Kind;
use behaviour::family::car::CarVariant;
use behaviour::family::taxi::TaxiVariant;
use behaviour::family::vehicle::VehicleVariant;
use behaviour::family::{
    Depot, Repair, Vehicle, bike, car, depot, limousine, pedelec, rental, repair, taxi, vehicle,
};
use behaviour::{concrete, on_every_engine_concrete, on_every_engine_family};
use ormolu::{Database, Dialect, Recorder, Result};

fn selects(record: &Recorder) -> usize {
    let statements = record.statements();
    let selects = statements.iter().filter(|s| s.sql.starts_with("SELECT"));
    selects.count()
}

async fn fleet(db: &Database) -> Result<()> {
    let mut s = db.session();
    let depot = s.add(depot::new("North"));
    s.add(vehicle::new("sled").depot(depot));
    let beetle = s.add(car::new("beetle").doors(2).depot(depot));
    s.add(taxi::new("cab", "A1"));
    s.add(limousine::new("stretch", "A2", true).doors(6).depot(depot));
    s.add(rental::new("micro").daily(30));
    s.add(pedelec::new("spark", 9, 250));
    s.add(repair::new(100).car(beetle));
    s.commit().await
}

fn shown(vehicle: VehicleVariant<'_, AllVehicles, AllCars, AllBikes>) -> String {
    match vehicle {
        VehicleVariant::Car(car) => match car.variant() {
            CarVariant::Taxi(taxi) => match taxi.variant() {
                TaxiVariant::Limousine(own) => format!("{} {}", own.name(), own.has_bar()),
                TaxiVariant::Taxi(own) => format!("{} {}", own.name(), own.licence()),
            },
            CarVariant::Rental(own) => format!("{} {:?}", own.name(), own.daily()),
            CarVariant::Car(own) => format!("{} {}", own.name(), own.doors()),
        },
        VehicleVariant::Bike(own) => format!("{} {}", own.name(), own.gears()),
        VehicleVariant::Vehicle(own) => own.name().to_owned(),
    }
}

type AllCars = ormolu::shape!(car {
    as_taxi: taxi { as_limousine },
    as_rental
});
type AllBikes = ormolu::shape!(bike {
    as_pedelec,
    as_cargo_bike
});
type AllVehicles = ormolu::shape!(vehicle {
    as_car: car {
        as_taxi: taxi { as_limousine },
        as_rental
    },
    as_bike: bike {
        as_pedelec,
        as_cargo_bike
    }
});

const ALL: [&str; 6] = [
    "beetle 2",
    "cab A1",
    "micro Some(30)",
    "sled",
    "spark 9",
    "stretch true",
];

#[test]
fn all_levels_by_a_statement_for_each_kind_that_is_there() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        let record = db.record();
        let vehicles = Vehicle::select()
            .order_by(|v| v.name)
            .variants_selectin()
            .all(&db)
            .await?;
        let seen: Vec<String> = vehicles.iter().map(|v| shown(v.variant())).collect();
        assert_eq!(seen, ALL);
        // The vehicles, cars, taxis, limousines, rentals, bikes, pedelecs and cargo bikes.
        assert_eq!(selects(&record), 8);

        // Where there are no rows of a kind, nothing is asked about its variants.
        let record = db.record();
        let bikes = Vehicle::select().filter(|v| v.kind.eq("pedelec"));
        let bikes = bikes.variants_selectin().all(&db).await?;
        assert_eq!(
            bikes.iter().map(|v| shown(v.variant())).collect::<Vec<_>>(),
            ["spark 9"]
        );
        assert!(selects(&record) <= 5, "{:?}", record.statements());
        Ok(())
    });
}

#[test]
fn all_levels_by_joins_in_one_statement() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        let record = db.record();
        let vehicles = Vehicle::select()
            .order_by(|v| v.name)
            .variants_joined()
            .all(&db)
            .await?;
        let seen: Vec<String> = vehicles.iter().map(|v| shown(v.variant())).collect();
        assert_eq!(seen, ALL);
        assert_eq!(selects(&record), 1);
        // A LIMIT counts vehicles, and is no reason for a statement more.
        let record = db.record();
        let page = Vehicle::select().order_by(|v| v.name).limit(2).offset(1);
        let page = page.variants_joined().all(&db).await?;
        let seen: Vec<String> = page.iter().map(|v| shown(v.variant())).collect();
        assert_eq!(seen, ALL[1..3]);
        assert_eq!(selects(&record), 1);
        // What is said of a variant afterwards holds for that one.
        let record = db.record();
        let one = Vehicle::select()
            .filter(|v| v.name.eq("beetle"))
            .variants_joined()
            .with(vehicle::as_car().joined().with(car::repairs()))
            .one(&db)
            .await?;
        match one.view().variant() {
            VehicleVariant::Car(car) => assert_eq!(car.repairs().len(), 1),
            _ => panic!("a car"),
        }
        assert_eq!(selects(&record), 2);
        Ok(())
    });
}

#[test]
fn what_is_loaded_is_shown_before() {
    let plan = Vehicle::select().variants_joined();
    let plan = plan.explain_plan(Dialect::Sqlite).unwrap().to_string();
    assert_eq!(plan.matches("LEFT JOIN").count(), 7, "{plan}");
    assert_eq!(plan.matches("joined (query)").count(), 7, "{plan}");
    let plan = Vehicle::select().variants_selectin();
    let plan = plan.explain_plan(Dialect::Sqlite).unwrap().to_string();
    assert!(plan.contains("Taxi.as_limousine"), "{plan}");
    assert!(!plan.contains("LEFT JOIN"), "{plan}");
}

#[test]
fn rows_that_a_relationship_leads_to_come_as_what_they_are() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        for joined in [false, true] {
            let record = db.record();
            let vehicles = depot::vehicles();
            let depots = match joined {
                true => Depot::select().with(vehicles.variants_joined()),
                false => Depot::select().with(vehicles.variants_selectin()),
            };
            let depots = depots.all(&db).await?;
            let seen: Vec<String> = depots
                .iter()
                .flat_map(|d| d.vehicles())
                .map(|v| shown(v.variant()))
                .collect();
            assert_eq!(seen, ["sled", "beetle 2", "stretch true"]);
            if joined {
                assert_eq!(selects(&record), 2);
            }
        }
        let mut s = db.session();
        let found = s
            .all(Vehicle::select().order_by(|v| v.name).variants_joined())
            .await?;
        assert!(matches!(
            s.view(found[3]).variant(),
            VehicleVariant::Vehicle(_)
        ));
        assert!(matches!(
            s.view(found[4]).variant(),
            VehicleVariant::Bike(_)
        ));
        Ok(())
    });
}

#[test]
fn a_join_narrows_to_a_variant_and_goes_on_from_there() {
    on_every_engine_family(async |db| {
        fleet(&db).await?;
        // The cars alone, with what only cars have, from the rows of the join.
        let record = db.record();
        let cars = Vehicle::select()
            .join(|v| v.as_car())
            .filter(|(_, car)| car.doors.le(4))
            .order_by(|(v, _)| v.name)
            .with(vehicle::as_car().from_join().with(car::repairs()))
            .all(&db)
            .await?;
        let seen: Vec<_> = cars
            .iter()
            .map(|v| (v.name(), v.as_car().map(|car| car.repairs().len())))
            .collect();
        assert_eq!(
            seen,
            [("beetle", Some(1)), ("cab", Some(0)), ("micro", Some(0))]
        );
        assert_eq!(selects(&record), 2);
        let costs = Vehicle::select()
            .join(|v| v.as_car())
            .join(|(_, car)| car.repairs())
            .select(|(v, car, repair)| (v.name, car.doors, repair.cost));
        assert_eq!(costs.all(&db).await?, [("beetle".to_owned(), 2, 100)]);
        let wide = Depot::select().filter(|d| {
            d.vehicles().any(|v| {
                v.as_car()
                    .has(|car| car.as_taxi().has(|taxi| taxi.licence.eq("A2")))
            })
        });
        assert_eq!(wide.count(&db).await?, 1);
        assert_eq!(Repair::select().count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn tables_of_their_own_are_read_in_both_ways() {
    on_every_engine_concrete(async |db| {
        let mut s = db.session();
        s.add(concrete::car::new("beetle", 2));
        s.add(concrete::truck::new("mule", 40));
        s.add(concrete::cart::new("barrow"));
        s.commit().await?;
        for (joined, count) in [(false, 4), (true, 1)] {
            let record = db.record();
            let query = concrete::Vehicle::select().order_by(|v| v.name).limit(5);
            let query = match joined {
                true => query.variants_joined(),
                false => query.variants_selectin(),
            };
            let all = query.all(&db).await?;
            let seen: Vec<i32> = all
                .iter()
                .map(|v| match v.variant() {
                    Kind::Car(car) => car.doors(),
                    Kind::Truck(truck) => truck.load(),
                    Kind::Cart(cart) => cart.wheels(),
                    Kind::Vehicle(other) => panic!("{}", other.name()),
                })
                .collect();
            assert_eq!(seen, [4, 2, 40]);
            assert_eq!(selects(&record), count);
        }
        Ok(())
    });
}
