//! Properties that are computed from columns have the same value in Rust and on every engine.

use behaviour::loading::person::PersonTable;
use behaviour::loading::{Person, person, schema};
use behaviour::on_every_engine_empty;
use ormolu::chrono::NaiveDate;
use ormolu::rust_decimal::Decimal;
use ormolu::{Database, Result};

/// A number that looks like chance, and is the same at each run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.next(from.len() as u64) as usize].clone()
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.next(3) > 0).then_some(value)
    }

    fn text(&mut self) -> String {
        self.pick(&[
            "", " ", "ann", "Ann", "ANN", "Ann ", "Änne", "änne", "ÄNNE", "straße", "STRASSE",
            "İi", "日本", "o'Neil", "{}", "%_\\", "a\tb", "é", "e\u{301}", "🦀", "Z",
        ])
        .to_owned()
    }

    fn row(&mut self) -> person::NewPerson {
        let day = |n: u64| NaiveDate::default() + ormolu::chrono::Days::new(n);
        let born = self.next(40_000);
        let age = self.pick(&[i32::MIN, -1, 0, 5, 17, 18, 80, i32::MAX]);
        let points = self.pick(&[0, 1, 7, u32::MAX]);
        let units = self.pick(&[0, 5, 999, 1000, 1005, -1, 9_999_999_999]);
        let mut new = person::new(
            self.text(),
            self.text(),
            age,
            points,
            Decimal::new(units, 2),
            self.next(2) == 0,
            day(born),
        );
        if self.next(3) > 0 {
            new = new.nick(self.text());
        }
        let limit = self.pick(&[i16::MIN, -3, 0, i16::MAX]);
        let rank = self.pick(&[i64::MIN, 0, 3, i64::MAX]);
        let discount = Decimal::new(self.pick(&[0, 1500, 1501, -2, 99_999_999]), 3);
        new = new
            .limit_age(self.maybe(limit))
            .rank(self.maybe(rank))
            .discount(self.maybe(discount));
        let blocked = self.next(2) == 0;
        let died = day(self.next(40_000));
        new.blocked(self.maybe(blocked)).died(self.maybe(died))
    }
}

/// Each property of every row as the engine computes it, beside what Rust computes.
macro_rules! compare {
    ($db:ident, $rows:ident: $($property:ident $(($($given:expr),*))?)*) => {$(
        let query = Person::select().order_by(|p| p.id);
        let there = query.select(|p| p.$property($($($given),*)?)).all(&$db).await?;
        for (row, there) in $rows.iter().zip(there) {
            assert_eq!(row.$property($($($given),*)?), there, "{} of {row:?}", stringify!($property));
        }
    )*};
}

#[test]
fn rust_and_sql_agree() {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
        let new: Vec<_> = (0..400).map(|_| chance.row()).collect();
        Person::insert_all(new).run(&db).await?;
        let rows = Person::select()
            .order_by(|p| p.id)
            .all(&db)
            .await?
            .into_rows();
        assert_eq!(rows.len(), 400);
        compare!(db, rows:
            full_name known_as quoted shout echo letters nick_letters double_age spread next_rank worst
            total reduced product is_adult is_same is_like is_ann sum is_other is_cheap may_enter may_stay has_nick
            is_alive is_free is_old level fee points_or
        );
        compare!(db, rows:
            is_above(18) is_above(i32::MAX) is_far(-5, 3) is_far(i32::MIN, i16::MAX) is_called("ann")
            is_called("") is_called("o'Neil") greeting("Hi", "%") greeting("", "é") or_else("?", true)
            or_else("", false) is_bargain(Decimal::new(1005, 2)) is_bargain(Decimal::new(-1, 9))
        );
        Ok(())
    });
}

/// In conditions, orders and groups, on the optional side of a join, and on views.
#[test]
fn a_property_stands_wherever_a_column_does() {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        let mut s = db.session();
        let born = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
        let new = |first: &str, age| person::new(first, "Li", age, 1, Decimal::ONE, true, born);
        let ann = s.add(new("Ann", 40));
        s.add(new("Bo", 7).nick("B"));
        s.add(new("Cy", 19));
        s.commit().await?;
        let second = Person::update().filter(|p| p.first.eq("Bo"));
        second.set(|p| p.boss_id.to(s[ann].id)).run(&db).await?;
        assert_eq!(s.view(ann).full_name(), "Ann Li");

        let adults = Person::select()
            .filter(|p| p.is_adult())
            .order_by(|p| p.full_name().desc());
        let adults = adults
            .select(|p| (p.known_as(), p.double_age()))
            .all(&db)
            .await?;
        assert_eq!(adults, [("Cy".to_owned(), 41), ("Ann".to_owned(), 83)]);

        let bosses = Person::select()
            .left_join_on::<Person>(|(p, boss)| p.boss_id.eq(boss.id))
            .order_by(|(p, _)| p.id)
            .select(|(p, boss)| (p.first, boss.full_name()))
            .all(&db)
            .await?;
        let names: Vec<Option<&str>> = bosses.iter().map(|(_, boss)| boss.as_deref()).collect();
        assert_eq!(names, [None, Some("Ann Li"), None]);

        let ages = Person::select()
            .group_by(|p| p.is_adult())
            .select(|adult, p| (adult, p.double_age().max()));
        let mut ages = ages.all(&db).await?;
        ages.sort_unstable();
        assert_eq!(ages, [(false, Some(17)), (true, Some(83))]);
        Ok(())
    });
}

/// A function over table handles takes properties for columns.
#[test]
fn properties_compose() -> Result<()> {
    fn is_known(p: PersonTable) -> ormolu::Expr<bool> {
        p.has_nick().and(p.is_adult())
    }
    let query = Person::select().filter(is_known).select(|p| p.id);
    let sql = query.to_sql(ormolu::Dialect::Sqlite)?.sql;
    assert!(
        sql.as_str()
            .contains(r#""people"."nick" IS NOT NULL AND "people"."age" >= ?"#),
        "{}",
        sql.as_str()
    );
    Ok(())
}
