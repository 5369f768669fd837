//! Changes by the rows of other tables.

use ormolu::query::{cte, from};
use ormolu::{Dialect, Result};

use crate::data::empty;
use crate::models::{Node, Post, Tag, User, node, post, tag, user};
use crate::support::sql_of;

async fn blog(db: &ormolu::Database) -> Result<()> {
    let users = ["ann", "bob"].map(|name| user::new(&format!("{name}@x"), name));
    let users = User::insert_all(users).run(db).await?;
    let tags = Tag::insert_all(["rust", "sql"].map(tag::new))
        .run(db)
        .await?;
    let posts = [
        post::new("1").author(&users[0]).tags(&tags),
        post::new("2").author(&users[0]).tags(&tags[..1]),
        post::new("3").author(&users[1]).tags(Vec::<i64>::new()),
    ];
    Post::insert_all(posts).run(db).await?;
    Ok(())
}

testkit::on_every_engine! {
    async fn an_update_by_the_rows_of_another_table(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        blog(&db).await?;
        let record = db.record();
        let changed = Post::update()
            .from::<User>(|(p, u)| p.author_id.eq(u.id))
            .filter(|(_, u)| u.visits.eq(7).and(u.name.eq("ann")))
            .set(|(p, u)| p.title.to(u.name))
            .run(&db)
            .await?;
        assert_eq!(changed, 2);
        let titles = Post::select().order_by(|p| p.id.asc()).select(|p| p.title).all(&db).await?;
        assert_eq!(titles, ["ann", "ann", "3"]);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    async fn an_update_of_a_table_by_itself(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let top = Node::insert(node::new("top")).run(&db).await?;
        Node::insert_all([node::new("a").parent(&top), node::new("b").parent(&top)]).run(&db).await?;
        let mut found = Node::update()
            .from::<Node>(|(n, parent)| n.parent_id.eq(parent.id))
            .set(|(n, parent)| n.name.to(parent.name))
            .returning(|n| (n.id, n.name))
            .run(&db)
            .await?;
        found.sort();
        assert_eq!(found, [(2, "top".to_owned()), (3, "top".to_owned())]);
        Ok(())
    }

    async fn a_delete_by_the_rows_of_other_tables(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        blog(&db).await?;
        let record = db.record();
        let gone = Post::delete()
            .using::<User>(|(p, u)| p.author_id.eq(u.id))
            .using::<Tag>(|(_, u, t)| u.id.eq(t.id))
            .filter(|(p, u, t)| u.name.eq("ann").and(t.name.eq("rust")).and(p.title.eq("2")))
            .run(&db)
            .await?;
        assert_eq!(gone, 1);
        let mut gone = Post::delete()
            .using::<User>(|(p, u)| p.author_id.eq(u.id))
            .filter(|(_, u)| u.name.in_(["ann", "bob"]))
            .returning(|p| p.title)
            .run(&db)
            .await?;
        gone.sort();
        assert_eq!(gone, ["1", "3"]);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }

    /// In SQL all assignments see the row's old values.
    async fn assignments_see_the_old_values(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        User::insert(user::new("a@x", "a").visits(1)).run(&db).await?;
        let record = db.record();
        User::update()
            .all_rows()
            .set(|u| (u.visits.to(u.visits + 1), u.version.to(u.visits * 10)))
            .run(&db)
            .await?;
        let found = User::select().select(|u| (u.visits, u.version)).one(&db).await?;
        assert_eq!(found, (2, 10));
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        let swap = User::update().all_rows().set(|u| (u.visits.to(u.version), u.version.to(u.visits)));
        let swapped = swap.run(&db).await;
        if db.dialect() == Dialect::Mariadb {
            let error = swapped.unwrap_err().to_string();
            assert!(error.contains("MariaDB has no assignment of columns to each other"), "{error}");
        } else {
            assert_eq!(swapped?, 1);
            let found = User::select().select(|u| (u.visits, u.version)).one(&db).await?;
            assert_eq!(found, (10, 2));
        }
        Ok(())
    }

    async fn a_column_of_another_table_is_not_set(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let update = Post::update()
            .from::<User>(|(p, u)| p.author_id.eq(u.id))
            .set(|(_, u)| u.name.to("x"));
        let error = update.run(&db).await.unwrap_err();
        assert_eq!(error.to_string(), "`User.name` can't be set: the statement changes Post");
        Ok(())
    }

    async fn changes_by_the_rows_of_a_query(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        blog(&db).await?;
        let record = db.record();
        let counts = || Post::select().group_by(|p| p.author_id).select(|author, p| (author, p.id.count()));
        let changed = User::update()
            .from_query(counts(), |(u, c)| u.id.eq(c.0))
            .filter(|(u, c)| c.1.gt(1).and(u.name.eq("ann")))
            .set(|(u, c)| u.visits.to(c.1))
            .run(&db)
            .await?;
        assert_eq!(changed, 1);
        let visits = User::select().order_by(|u| u.id.asc()).select(|u| u.visits).all(&db).await?;
        assert_eq!(visits, [2, 7]);
        let gone = User::delete().using_query(counts(), |(u, c)| u.id.eq(c.0).and(c.1.eq(1))).run(&db).await?;
        assert_eq!(gone, 1);
        assert_eq!(User::select().one(&db).await?.name, "ann");

        let named = cte("counts", counts());
        let update = User::update()
            .from_query(&named, |(u, c)| u.id.eq(c.0))
            .set(|(u, c)| u.visits.to(c.1 + 10));
        let changed = update.run(&db).await;
        if db.dialect() == Dialect::Mariadb {
            let error = changed.unwrap_err().to_string();
            assert!(error.contains("MariaDB has no WITH before an UPDATE or DELETE"), "{error}");
        } else {
            assert_eq!(changed?, 1);
            assert_eq!(User::select().one(&db).await?.visits, 12);
        }
        let within = User::update()
            .filter(|u| u.id.in_(from(&named).select(|c| c.0)))
            .set(|u| u.name.to("Anna"));
        assert_eq!(within.run(&db).await?, 1, "a subquery has a clause of its own");
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        Ok(())
    }
}
