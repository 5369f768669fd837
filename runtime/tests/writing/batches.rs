use ormolu::Result;

use crate::data::empty;
use crate::models::{Setting, Tag, setting, tag};
use crate::support::sql_of;

testkit::on_every_engine! {
    async fn a_job_goes_over_all_rows_once(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        Tag::copy_in((1..=25).map(|n| tag::new(&format!("old {n}")))).run(&db).await?;
        let record = db.record();
        let mut sizes = vec![];
        let mut batches = Tag::select().filter(|t| t.name.like("old%")).batches(10, &db);
        while let Some(mut batch) = batches.next().await? {
            sizes.push(batch.rows.len());
            for row in &batch.rows {
                batch.session[row].name = format!("new {}", batch.session[row].id);
            }
            batch.commit().await?;
        }
        assert_eq!(sizes, [10, 10, 5]);
        assert_eq!(batches.position(), Some(&25));
        assert!(batches.next().await?.is_none());
        assert_eq!(record.control().len(), 6, "a transaction for each batch");
        assert_eq!(Tag::select().filter(|t| t.name.like("new%")).count(&db).await?, 25);
        Ok(())
    }

    async fn a_batch_that_is_not_committed_is_rolled_back(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        Tag::copy_in((1..=4).map(|n| tag::new(&format!("{n}")))).run(&db).await?;
        let mut batches = Tag::select().batches(2, &db);
        for commits in [true, false] {
            let mut batch = batches.next().await?.unwrap();
            for row in &batch.rows {
                batch.session[row].name.push('!');
            }
            batch.session.flush().await?;
            if commits {
                batch.commit().await?;
            }
        }
        let names = || Tag::select().order_by(|t| t.id.asc()).select(|t| t.name);
        assert_eq!(names().all(&db).await?, ["1!", "2!", "3", "4"]);
        let mut rest = Tag::select().batches(2, &db).after(2);
        let batch = rest.next().await?.unwrap();
        let ids: Vec<i64> = batch.rows.iter().map(|row| batch.session[*row].id).collect();
        assert_eq!(ids, [3, 4]);
        Ok(())
    }

    async fn a_composite_key_is_one_order(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = ["a", "b"].into_iter().flat_map(|scope| ["x", "y", "z"].map(|name| setting::new(scope, name, "1")));
        Setting::copy_in(rows).run(&db).await?;
        let record = db.record();
        let mut found = vec![];
        let mut batches = Setting::select().batches(2, &db);
        while let Some(batch) = batches.next().await? {
            found.extend(batch.rows.iter().map(|row| format!("{}{}", batch.session[*row].scope, batch.session[*row].name)));
        }
        assert_eq!(found, ["ax", "ay", "az", "bx", "by", "bz"]);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        let error = Setting::select().limit(3).batches(2, &db).next().await.map(drop).unwrap_err();
        assert!(error.to_string().contains("no order, limit or distinct of its own"), "{error}");
        Ok(())
    }
}
