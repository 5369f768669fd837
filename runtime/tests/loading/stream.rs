use std::pin::pin;

use futures_util::TryStreamExt;
use ormolu::Result;

use crate::data::{blog, empty, run};
use crate::models::{Shelf, User, shelf, user};

testkit::on_every_engine! {
    async fn batches_have_their_includes(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 25, 2, 0).await?;
        let record = db.record();
        let mut batches = pin!(User::select().with(user::posts()).stream(&db, 10));
        let (mut sizes, mut ids) = (vec![], vec![]);
        while let Some(batch) = batches.try_next().await? {
            assert!(batch.iter().all(|u| u.posts().len() == 2));
            sizes.push(batch.len());
            ids.extend(batch.rows().iter().map(|u| u.id));
        }
        assert_eq!(sizes, [10, 10, 5]);
        assert_eq!(ids, (1..=25).collect::<Vec<_>>());
        assert_eq!(record.count(), 6);
        assert_eq!(record.control().len(), 2, "one transaction: {:?}", record.control());
        assert!(record.statements().iter().all(|s| !s.sql.contains("OFFSET")));
        Ok(())
    }

    async fn an_order_limit_and_offset_hold_over_batches(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 25, 0, 0).await?;
        let all = async |query: ormolu::query::Select<_, ormolu::Loaded<User, user::Rels>>| {
            let batches: Vec<_> = query.stream(&db, 4).try_collect().await?;
            Ok::<_, ormolu::Error>(batches.iter().flat_map(|b| b.rows()).map(|u| u.id).collect::<Vec<_>>())
        };
        let ordered = User::select().order_by(|u| u.active).offset(2).limit(15);
        let expected: Vec<i64> = (1..=12).map(|n| n * 2).chain((0..13).map(|n| n * 2 + 1)).collect();
        assert_eq!(all(ordered).await?, expected[2..17]);
        let plain = User::select().filter(|u| u.id.gt(3)).offset(2).limit(8);
        assert_eq!(all(plain).await?, (6..=13).collect::<Vec<_>>());
        assert_eq!(all(User::select().limit(8)).await?.len(), 8);
        assert_eq!(all(User::select().filter(|u| u.id.gt(99))).await?.len(), 0);
        Ok(())
    }

    async fn batches_go_on_behind_a_composite_key(database: TestDatabase) -> Result<()> {
        let db = empty(database.url()).await?;
        run(&db, "INSERT INTO shelves VALUES (1, 'a', NULL), (2, 'a', NULL), (1, 'b', NULL), (2, 'b', NULL), (0, 'c', NULL)").await?;
        let batches: Vec<_> = Shelf::select().with(shelf::books()).stream(&db, 2).try_collect().await?;
        let keys: Vec<_> = batches.iter().flat_map(|b| b.rows()).map(|s| format!("{}{}", s.room, s.number)).collect();
        assert_eq!(keys, ["a1", "a2", "b1", "b2", "c0"]);
        Ok(())
    }

    /// The rest of a stream that is dropped is not read, and its connection goes back clean.
    async fn a_dropped_stream_leaves_no_trace(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 10, 1, 0).await?;
        {
            let mut batches = pin!(User::select().stream(&db, 2));
            assert_eq!(batches.try_next().await?.unwrap().len(), 2);
        }
        run(&db, "INSERT INTO users VALUES (11, 'new', TRUE)").await?;
        assert_eq!(User::select().all(&db).await?.len(), 11);
        Ok(())
    }
}
