//! Models that inherit by tables of their own.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::concrete::enums::Medium;
use behaviour::concrete::parameters::TENANT;
use behaviour::concrete::vehicle::VehicleVariant;
use behaviour::concrete::{
    Book, Car, Cart, Depot, Movie, Ticket, TicketVehicle, Truck, Vehicle, Work, book, car, cart,
    depot, movie, repair, ticket, trailer, truck, vehicle, work,
};
use behaviour::on_every_engine_concrete;
use ormolu::{Database, Recorder, Result};

/// The statements that begin so.
fn count(record: &Recorder, word: &str) -> usize {
    let statements = record.statements();
    statements
        .iter()
        .filter(|s| s.sql.starts_with(word))
        .count()
}

/// Two cars, a truck and a cart; the first of each has the key 1.
async fn fleet(db: &Database) -> Result<()> {
    let mut s = db.session();
    let depot = s.add(depot::new("North"));
    let trailer = s.add(trailer::new(2));
    let beetle = s.add(car::new("beetle", 2).depot(depot));
    s.add(car::new("estate", 5));
    let mule = s.add(
        truck::new("mule", 40)
            .wheels(10)
            .depot(depot)
            .trailer(trailer),
    );
    s.add(cart::new("barrow").wheels(1));
    s.add(repair::new(100).car(beetle));
    s.add(repair::new(30).car(beetle));
    s.add(ticket::new("speed").vehicle_car(beetle));
    s.add(ticket::new("weight").vehicle_truck(mule));
    s.commit().await
}

#[test]
fn a_base_reads_the_rows_of_all_tables() {
    on_every_engine_concrete(async |db| {
        fleet(&db).await?;
        let record = db.record();
        let vehicles = Vehicle::select().order_by(|v| v.name).all(&db).await?;
        assert_eq!(count(&record, "SELECT"), 1);
        let seen: Vec<_> = vehicles
            .iter()
            .map(|v| (v.kind(), v.id, v.name(), v.wheels(), v.is_large()))
            .collect();
        assert_eq!(
            seen,
            [
                ("cart", 1, "barrow", 1, false),
                ("car", 1, "beetle", 4, false),
                ("car", 2, "estate", 4, false),
                ("lorry", 1, "mule", 10, true),
            ]
        );
        // A row is named by what it is and its key.
        let mule = Vehicle::get("lorry", 1).one(&db).await?;
        assert_eq!((mule.name.as_str(), mule.car_id), ("mule", None));
        assert_eq!(Truck::get(1).one(&db).await?.name, "mule");

        let by_variant = Vehicle::select().filter(|v| v.truck_id.eq(1));
        assert_eq!(by_variant.one(&db).await?.name, "mule");

        let large = Vehicle::select().filter(|v| v.is_large().and(v.kind.ne("car")));
        assert_eq!(large.count(&db).await?, 1);
        let mut kinds: Vec<(String, i64)> = Vehicle::select()
            .group_by(|v| v.kind)
            .select(|kind, v| (kind, v.id.count()))
            .all(&db)
            .await?;
        kinds.sort();
        assert_eq!(
            kinds,
            [("car".into(), 2), ("cart".into(), 1), ("lorry".into(), 1)]
        );
        let page = Vehicle::select()
            .order_by(|v| v.name.desc())
            .limit(2)
            .offset(1);
        let names = page.select(|v| v.name).all(&db).await?;
        assert_eq!(names, ["estate", "beetle"]);
        Ok(())
    });
}

#[test]
fn rows_come_as_what_they_are() {
    on_every_engine_concrete(async |db| {
        fleet(&db).await?;
        let shown = |joined: bool| {
            let db = db.clone();
            async move {
                let query = Vehicle::select().order_by(|v| v.name);
                let record = db.record();
                let all = match joined {
                    true => {
                        query
                            .with(vehicle::as_car().joined().with(car::repairs()))
                            .with(vehicle::as_truck().joined().with(truck::trailer().joined()))
                            .with(vehicle::as_cart().joined())
                            .all(&db)
                            .await?
                    }
                    false => {
                        query
                            .with(vehicle::as_car().with(car::repairs()))
                            .with(vehicle::as_truck().with(truck::trailer()))
                            .with(vehicle::as_cart().subquery())
                            .all(&db)
                            .await?
                    }
                };
                let seen: Vec<String> = all
                    .iter()
                    .map(|v| match v.variant() {
                        VehicleVariant::Car(car) => {
                            format!(
                                "{}: {} doors, {}",
                                car.name(),
                                car.doors(),
                                car.repairs().len()
                            )
                        }
                        VehicleVariant::Truck(truck) => {
                            let axles = truck.trailer().map(|t| t.axles());
                            format!("{}: {} t, {axles:?}", truck.name(), truck.load())
                        }
                        VehicleVariant::Cart(cart) => cart.name().to_owned(),
                        VehicleVariant::Vehicle(other) => panic!("{}", other.name()),
                    })
                    .collect();
                Ok::<_, ormolu::Error>((seen, count(&record, "SELECT")))
            }
        };
        let expected = [
            "barrow",
            "beetle: 2 doors, 2",
            "estate: 5 doors, 0",
            "mule: 40 t, Some(2)",
        ];
        // The vehicles; each kind, and what lies behind two of them.
        assert_eq!(
            shown(false).await?,
            (expected.map(String::from).to_vec(), 6)
        );
        // All but the repairs at once.
        assert_eq!(shown(true).await?, (expected.map(String::from).to_vec(), 2));
        Ok(())
    });
}

#[test]
fn queries_go_along_the_ways_down() {
    on_every_engine_concrete(async |db| {
        fleet(&db).await?;
        let wide = Vehicle::select().filter(|v| v.as_car().has(|c| c.doors.gt(3)));
        assert_eq!(wide.one(&db).await?.name, "estate");
        let costs: Vec<(String, i32)> = Vehicle::select()
            .join(|v| v.as_car())
            .join(|(_, car)| car.repairs())
            .order_by(|(_, _, repair)| repair.cost)
            .select(|(v, _, repair)| (v.name, repair.cost))
            .all(&db)
            .await?;
        assert_eq!(costs, [("beetle".into(), 30), ("beetle".into(), 100)]);
        let idle = Vehicle::select().filter(|v| !v.as_truck().has(|t| t.load.gt(1)));
        assert_eq!(idle.count(&db).await?, 3);

        // From elsewhere to all of them: read, and only that.
        let depot = Depot::select()
            .with(depot::vehicles().with(vehicle::as_truck()))
            .with(depot::cars())
            .one(&db)
            .await?;
        let names: Vec<_> = depot.view().vehicles().iter().map(|v| v.name()).collect();
        assert_eq!(names, ["beetle", "mule"]);
        assert_eq!(depot.view().cars().len(), 1);
        let busy = Depot::select().filter(|d| d.vehicles().any(|v| v.wheels.gt(4)));
        assert_eq!(busy.count(&db).await?, 1);
        let outer: Vec<(String, Option<Vehicle>)> = Depot::select()
            .left_join(|d| d.vehicles())
            .filter(|(_, v)| v.name.ne("mule"))
            .select(|(d, v)| (d.name, v))
            .all(&db)
            .await?;
        assert_eq!(outer[0].1.as_ref().map(|v| v.kind.as_str()), Some("car"));
        let at = Vehicle::select()
            .with(vehicle::depot().joined())
            .all(&db)
            .await?;
        assert_eq!(at.iter().filter(|v| v.depot().is_some()).count(), 2);
        Ok(())
    });
}

#[test]
fn variants_are_written_as_any_model() {
    on_every_engine_concrete(async |db| {
        fleet(&db).await?;
        let mut s = db.session();
        let beetle = s.one(Car::select().filter(|c| c.name.eq("beetle"))).await?;
        // Rows of a base are read in a session, too.
        let all = s
            .all(
                Vehicle::select()
                    .order_by(|v| v.name)
                    .with(vehicle::as_car()),
            )
            .await?;
        assert_eq!(all.len(), 4);
        let same = s.view(all[1]).as_car().unwrap();
        assert_eq!(same.name(), "beetle");
        let again = s.get::<Vehicle>(("car".to_owned(), 1)).await?;
        assert_eq!(s[again].name, "beetle");
        let refused = s.edit(again).map(drop).unwrap_err().to_string();
        assert!(refused.contains("Vehicle is only read"), "{refused}");
        assert!(s.delete(again).is_err());
        s[beetle].name = "bug".into();
        s[beetle].doors = 3;
        assert_eq!(s.plan().to_string(), "update cars (name, doors): 1\n");
        s.commit().await?;
        assert_eq!(
            Vehicle::select()
                .filter(|v| v.name.eq("bug"))
                .count(&db)
                .await?,
            1
        );

        let truck = s.get::<Truck>(1).await?;
        s.delete(truck)?;
        s.commit().await?;
        assert_eq!(Ticket::select().count(&db).await?, 1);
        assert_eq!(
            Truck::update()
                .all_rows()
                .set(|t| t.load.to(1))
                .run(&db)
                .await?,
            0
        );
        let changed = Car::update()
            .filter(|c| c.doors.lt(4))
            .set(|c| c.doors.to(4));
        assert_eq!(changed.run(&db).await?, 1);
        Cart::insert_all([cart::new("dray"), cart::new("sledge").wheels(0)])
            .run(&db)
            .await?;
        let kinds = Vehicle::select().order_by(|v| (v.kind, v.name));
        let kinds = kinds.select(|v| (v.kind, v.name)).all(&db).await?;
        let expected = [
            ("car", "bug"),
            ("car", "estate"),
            ("cart", "barrow"),
            ("cart", "dray"),
            ("cart", "sledge"),
        ];
        assert_eq!(
            kinds,
            expected.map(|(kind, name)| (kind.to_owned(), name.to_owned()))
        );
        // A unique key is one of each table.
        Cart::insert(cart::new("bug")).run(&db).await?;
        assert!(Cart::insert(cart::new("bug")).run(&db).await.is_err());
        Ok(())
    });
}

#[test]
fn a_key_points_at_one_of_several_variants() {
    on_every_engine_concrete(async |db| {
        fleet(&db).await?;
        let tickets = Ticket::select()
            .order_by(|t| t.id)
            .with(ticket::vehicle_car())
            .with(ticket::vehicle_truck())
            .all(&db)
            .await?;
        let names: Vec<_> = tickets
            .iter()
            .map(|t| match t.vehicle() {
                Some(TicketVehicle::Car(car)) => car.name().to_owned(),
                Some(TicketVehicle::Truck(truck)) => truck.name().to_owned(),
                None => panic!("{t:?}"),
            })
            .collect();
        assert_eq!(names, ["beetle", "mule"]);
        Ok(())
    });
}

#[test]
fn rules_of_a_base_hold_for_its_variants() {
    on_every_engine_concrete(async |db| {
        let (one, two) = (db.with(TENANT, 1), db.with(TENANT, 2));
        let mut s = one.session();
        let waves = s.add(book::new(" Waves ", 300));
        s.add(book::new("Diary", 90).secret(true));
        s.add(movie::new("Sunrise", 94));
        s.commit().await?;
        assert_eq!((s[waves].title.as_str(), s[waves].revision), ("Waves", 1));
        Movie::insert(movie::new("Nosferatu", 81)).run(&two).await?;

        let titles = Work::select().order_by(|w| w.title).select(|w| w.title);
        assert_eq!(titles.clone().all(&one).await?, ["Sunrise", "Waves"]);
        assert_eq!(titles.clone().all(&two).await?, ["Nosferatu"]);
        let all = titles.clone().unscoped(Work::OPEN).all(&one).await?;
        assert_eq!(all, ["Diary", "Sunrise", "Waves"]);
        let films = Work::select().filter(|w| w.medium.eq(Medium::Film));
        let films = films.with(work::as_movie()).one(&one).await?;
        assert_eq!(films.view().as_movie().unwrap().minutes(), 94);

        s.delete(waves)?;
        s.commit().await?;
        assert_eq!(titles.clone().all(&one).await?, ["Sunrise"]);
        let deleted = titles.unscoped(Work::NOT_DELETED).all(&one).await?;
        assert_eq!(deleted, ["Sunrise", "Waves"]);
        assert_eq!(Book::restore().all_rows().run(&one).await?, 1);
        assert_eq!(Work::select().count(&one).await?, 2);
        Ok(())
    });
}
