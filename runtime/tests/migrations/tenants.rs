//! Schemas and databases of one server, each with a history of its own.

use ormolu::Database;
use testkit::TestDatabase;

use super::{Done, count, tables, three};

#[test]
fn tenants_have_histories_of_their_own() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            db.execute_script(&["CREATE SCHEMA tenant_a", "CREATE SCHEMA tenant_b"])
                .await?;
            let migrations = three();
            migrations
                .runner(&db)?
                .schema("tenant_a")
                .up("head")
                .await?;
            migrations.runner(&db)?.schema("tenant_b").up("+1").await?;
            assert_eq!(
                migrations
                    .runner(&db)?
                    .schema("tenant_b")
                    .status()
                    .await?
                    .current
                    .len(),
                1
            );
            assert_eq!(count(&db, "SELECT count(*) FROM tenant_a.tags").await?, 1);
            assert!(tables(&db).await?.is_empty());
            Ok(())
        },
    );
}

#[test]
fn databases_of_a_server_have_histories_of_their_own() {
    testkit::run(
        testkit::Engine::Mariadb,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let name = database.url().rsplit('/').next().unwrap();
            let tenants = [format!("{name}_a"), format!("{name}_b")];
            for tenant in &tenants {
                db.execute_script(&[&format!("CREATE DATABASE {tenant}")])
                    .await?;
            }
            let migrations = three();
            migrations
                .runner(&db)?
                .schema(tenants[0].clone())
                .up("head")
                .await?;
            migrations
                .runner(&db)?
                .schema(tenants[1].clone())
                .up("+1")
                .await?;
            let sql = format!("SELECT count(*) FROM {}._ormolu_migrations", tenants[0]);
            assert_eq!(count(&db, &sql).await?, 3);
            assert!(tables(&db).await?.is_empty());
            for tenant in &tenants {
                db.execute_script(&[&format!("DROP DATABASE {tenant}")])
                    .await?;
            }
            Ok(())
        },
    );
}
