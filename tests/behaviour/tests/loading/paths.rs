//! Ways back, ways round and trees.

use behaviour::models::{Employee, Post, User};
use behaviour::models::{employee, post, tag, user};
use behaviour::{blog, on_every_engine};
use ormolu::Database;

/// Back references stand on the parent's own row and cost nothing.
#[test]
fn back_references_cost_nothing() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let record = db.record();
        let users = User::select()
            .with(user::posts().with(post::author()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        for user in &users {
            for post in user.posts() {
                assert!(std::ptr::eq(post.author().unwrap().row(), user.row()));
            }
        }
        Ok(())
    });
}

/// Scenario 13: one entity over two paths, each with what its path loaded.
#[test]
fn b13_one_entity_over_two_paths() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 1).await?;
        let posts = Post::select()
            .order_by(|p| p.id.asc())
            .with(post::author().with(user::profile()))
            .with(post::tags().with(tag::posts().with(post::author().with(user::posts()))))
            .all(&db)
            .await?;
        let first = posts.first().unwrap();
        assert!(first.author().unwrap().profile().is_none());
        let far = first.tags().first().unwrap().posts();
        assert_eq!(far.len(), 2);
        assert_eq!(
            far.iter()
                .map(|p| p.author().unwrap().posts().len())
                .sum::<usize>(),
            2
        );
        Ok(())
    });
}

/// A table that points at itself, up and down.
#[test]
fn a_tree_loads_up_and_down() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let boss = s.add(employee::new("boss"));
        let lead = s.add(employee::new("lead").manager(boss));
        s.add(employee::new("one").manager(lead));
        s.add(employee::new("two").manager(lead));
        s.commit().await?;
        let all = Employee::select()
            .order_by(|e| e.id.asc())
            .with(employee::manager())
            .with(employee::reports().with(employee::reports()))
            .all(&db)
            .await?;
        let names: Vec<&str> = all.iter().map(|e| e.name()).collect();
        assert_eq!(names, ["boss", "lead", "one", "two"]);
        let boss = all.first().unwrap();
        assert!(boss.manager().is_none());
        let lead = boss.reports().first().unwrap();
        assert_eq!(
            lead.reports().iter().map(|e| e.name()).collect::<Vec<_>>(),
            ["one", "two"]
        );
        assert_eq!(all.get(2).unwrap().manager().unwrap().name(), "lead");
        Ok(())
    });
}
