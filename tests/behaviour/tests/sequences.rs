//! Columns that count with a sequence of the schema: optional in a new row, and known after it.

use ormolu::{Database, Result};
use testkit::{Engine, TestDatabase};

use models::{Order, Ticket, order, ticket};

#[allow(clippy::pedantic)]
mod models {
    ormolu::include_models!("sequences");
}

fn on_both(body: impl AsyncFn(Database) -> Result<()>) {
    for engine in [Engine::Postgres, Engine::Mariadb] {
        testkit::run(engine, async |test: TestDatabase| {
            // MySQL, which may stand in for MariaDB, has none.
            let db = Database::connect(test.url()).await?;
            if db.dialect() == ormolu::Dialect::Mysql {
                return Ok(());
            }
            models::schema::create_all(&db).await?;
            body(db).await
        });
    }
}

#[test]
fn a_number_comes_with_the_row() {
    on_both(async |db: Database| {
        let first = Order::insert(order::new("first")).run(&db).await?;
        let own = Order::insert(order::new("own").number(7)).run(&db).await?;
        let next = Order::insert(order::new("next")).run(&db).await?;
        assert_eq!((first.number, own.number, next.number), (1000, 7, 1005));
        Ok(())
    });
}

#[test]
fn a_session_learns_numbers_and_keys() {
    on_both(async |db: Database| {
        let mut s = db.session();
        let a = s.add(order::new("a"));
        let b = s.add(order::new("b"));
        let ticket = s.add(ticket::new("t"));
        s.commit().await?;
        assert_eq!(s[b].number - s[a].number, 5);
        assert_eq!(s[ticket].number, 7);
        let found = Ticket::get(7).one(&db).await?;
        assert_eq!(found.text, "t");
        Ok(())
    });
}
