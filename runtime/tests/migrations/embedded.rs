//! Migrations that the command wrote, within a program.

use ormolu::migrate::{Batch, DataMigration, MigrationContext};
use ormolu::{Database, Statement};

use super::rows;

struct Slugs;

impl DataMigration for Slugs {
    async fn up(&self, cx: &mut MigrationContext<'_>) -> ormolu::Result<Batch> {
        let sql = "UPDATE notes SET slug = lower(title) WHERE slug IS NULL";
        cx.connection()
            .execute(&Statement::new(sql, vec![]))
            .await?;
        Ok(Batch::Done)
    }

    async fn down(&self, _: &mut MigrationContext<'_>) -> ormolu::Result<Batch> {
        Ok(Batch::Done)
    }
}

testkit::on_every_engine! {
    async fn a_program_brings_its_migrations(database: TestDatabase) -> Result<(), Box<dyn std::error::Error>> {
        let db = Database::connect(database.url()).await?;
        let migrations = ormolu::migrate!("tests/migrations/embedded").with("20261121T203736_fill_slugs", Slugs)?;
        migrations.runner(&db)?.up("+1").await?;
        db.execute_script(&["INSERT INTO notes (id, title) VALUES (1, 'Hello')"]).await?;
        migrations.run(&db).await?;
        let slugs: Vec<(String,)> = rows(&db, "SELECT slug FROM notes").await?;
        assert_eq!(slugs[0].0, "hello");
        db.require_schema("c31669a40e076ca0beeeffb6537de537").await?;
        migrations.runner(&db)?.down("base").await?;
        Ok(())
    }
}
