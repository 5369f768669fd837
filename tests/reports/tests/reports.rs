//! Reports on well-known databases: the rows of the query builder are those of plain SQL.

#[cfg(not(corpus))]
#[test]
fn reports() {
    let required = std::env::var("ORMOLU_REQUIRE_ENGINES").unwrap_or_default();
    let required = required
        .split(',')
        .any(|name| name == "all" || name == "corpus");
    assert!(
        !required,
        "ORMOLU_CORPUS must name the folder of third-party schemas"
    );
    println!("SKIPPED: ORMOLU_CORPUS is not set");
}

#[cfg(corpus)]
mod on_engines {
    use reports::{Desk, chinook, northwind, pagila, sakila};
    use testkit::{Engine, TestDatabase};

    /// Runs the reports on a database with a file's own rows.
    fn compare(
        engine: Engine,
        schema: &'static str,
        file: &str,
        reports: impl AsyncFnOnce(&mut Desk),
    ) {
        testkit::run(engine, async |test: TestDatabase| -> ormolu::Result<()> {
            let mut desk = Desk::with(&test, schema, file).await?;
            reports(&mut desk).await;
            desk.close();
            Ok(())
        });
    }

    /// As [`compare`], with generated rows.
    fn compare_generated(
        engine: Engine,
        schema: &'static str,
        file: &str,
        reports: impl AsyncFnOnce(&mut Desk),
    ) {
        testkit::run(engine, async |test: TestDatabase| -> ormolu::Result<()> {
            let mut desk = Desk::filled(&test, schema, file).await?;
            reports(&mut desk).await;
            desk.close();
            Ok(())
        });
    }

    #[test]
    fn chinook_on_sqlite() {
        let reports = chinook::sqlite::compare;
        compare(Engine::Sqlite, "chinook", "sqlite/chinook_lite", reports);
    }

    #[test]
    fn chinook_on_postgres() {
        let reports = chinook::postgres::compare;
        compare(Engine::Postgres, "chinook", "postgres/chinook_pg", reports);
    }

    #[test]
    fn chinook_on_mariadb() {
        let reports = chinook::mariadb::compare;
        compare(Engine::Mariadb, "chinook", "mysql/chinook_my", reports);
    }

    #[test]
    fn northwind_on_sqlite() {
        let reports = northwind::compare;
        compare(
            Engine::Sqlite,
            "northwind",
            "sqlite/northwind_lite",
            reports,
        );
    }

    #[test]
    fn sakila_on_mariadb() {
        let reports = sakila::compare;
        compare_generated(Engine::Mariadb, "sakila", "mysql/sakila_my", reports);
    }

    #[test]
    fn pagila_on_postgres() {
        let reports = pagila::compare;
        compare_generated(Engine::Postgres, "pagila", "postgres/pagila", reports);
    }
}
