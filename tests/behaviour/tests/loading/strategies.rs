//! Other ways to load than select-in, and what a query says of them before it runs.

use behaviour::models::{Book, Employee, Post, Shelf, User};
use behaviour::models::{book, employee, post, shelf, tag, user};
use behaviour::{blog, on_every_engine};
use ormolu::{Database, Result};

async fn shelves(db: &Database) -> Result<()> {
    let mut s = db.session();
    for number in 1..=3 {
        let shelf = s.add(shelf::new("east", number));
        for n in 0..number {
            s.add(book::new(format!("{number}.{n}")).shelf(shelf));
        }
    }
    s.commit().await
}

/// `boss`, over `lead` and `deputy`; `one` and `two` under `lead`, `three` under `one`.
async fn company(db: &Database) -> Result<()> {
    let mut s = db.session();
    let boss = s.add(employee::new("boss"));
    let lead = s.add(employee::new("lead").manager(boss));
    s.add(employee::new("deputy").manager(boss));
    let one = s.add(employee::new("one").manager(lead));
    s.add(employee::new("two").manager(lead));
    s.add(employee::new("three").manager(one));
    s.commit().await
}

/// The query of the parents is repeated instead of their keys, at every level, whatever the
/// kind of the relationship.
#[test]
fn subqueries_find_what_keys_find() {
    on_every_engine(async |db: Database| {
        blog(&db, 4, 3, 2).await?;
        let all = |by_query: bool| {
            let posts = if by_query {
                user::posts().subquery()
            } else {
                user::posts()
            };
            let tags = if by_query {
                post::tags().subquery()
            } else {
                post::tags()
            };
            User::select()
                .filter(|u| u.name.ne("user 2"))
                .order_by(|u| u.name.desc())
                .with(posts.filter(|p| p.rating.gt(1)).with(tags))
        };
        let record = db.record();
        let by_query = all(true).all(&db).await?;
        assert_eq!(record.count(), 3);
        for statement in &record.statements()[1..] {
            assert!(
                statement.sql.matches("SELECT").count() > 1,
                "{}",
                statement.sql
            );
            assert!(statement.sql.contains("<>"), "{}", statement.sql);
        }
        let by_keys = all(false).all(&db).await?;
        let json = |users| serde_json::to_value(users).unwrap();
        assert_eq!(json(&by_query), json(&by_keys));
        assert_eq!(by_query.first().unwrap().posts().len(), 2);

        let authors = Post::select()
            .with(post::author().subquery())
            .all(&db)
            .await?;
        assert!(
            authors
                .iter()
                .all(|p| p.author().map(|u| u.id()) == p.author_id())
        );
        Ok(())
    });
}

/// A limit cuts the same rows off in both statements, ties or not; one of a collection holds
/// for each parent.
#[test]
fn subqueries_repeat_limits() {
    on_every_engine(async |db: Database| {
        blog(&db, 5, 3, 0).await?;
        let users = User::select()
            .order_by(|u| u.active)
            .limit(2)
            .offset(1)
            .with(user::posts().order_by(|p| p.id.desc()).limit(2).subquery())
            .all(&db)
            .await?;
        let names: Vec<&str> = users.iter().map(|u| u.name()).collect();
        assert_eq!(names, ["user 2", "user 3"]);
        for user in &users {
            let ratings: Vec<i32> = user.posts().iter().map(|p| p.rating()).collect();
            assert_eq!(ratings, [3, 2]);
        }
        let mut s = db.session();
        let page = User::select()
            .order_by(|u| u.name)
            .limit(2)
            .with(user::posts().subquery());
        let page = s.all(page).await?;
        assert!(page.iter().all(|u| s.view(*u).posts().len() == 3));
        Ok(())
    });
}

#[test]
fn subqueries_compare_composite_keys() {
    on_every_engine(async |db: Database| {
        shelves(&db).await?;
        let shelves = Shelf::select()
            .filter(|s| s.number.gt(1))
            .order_by(|s| s.number)
            .with(shelf::books().subquery())
            .all(&db)
            .await?;
        let books: Vec<usize> = shelves.iter().map(|s| s.books().len()).collect();
        assert_eq!(books, [2, 3]);
        let books = Book::select()
            .with(book::shelf().subquery())
            .all(&db)
            .await?;
        assert!(books.iter().all(|b| b.shelf().number() == b.number()));
        Ok(())
    });
}

/// What is joined for a condition is loaded from there, collections as far as the condition
/// leaves them.
#[test]
fn joins_of_the_query_are_loaded_from() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 2).await?;
        let lonely = Post::insert(post::new("nobody's")).run(&db).await?;
        let record = db.record();
        let posts = Post::select()
            .left_join(|p| p.author())
            .order_by(|(p, _)| p.id)
            .with(post::author().from_join().with(user::profile()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2, "profiles have a statement of their own");
        assert_eq!(posts.len(), 10);
        let last = posts.iter().last().unwrap();
        assert!(last.id() == lonely.id && last.author().is_none());
        let first = posts.first().unwrap();
        assert_eq!(first.author().unwrap().name(), "user 1");
        assert!(std::ptr::eq(
            first.author().unwrap().row(),
            posts.get(1).unwrap().author().unwrap().row()
        ));

        let record = db.record();
        let users = User::select()
            .join(|u| u.posts())
            .filter(|(_, p)| p.rating.ge(2))
            .order_by(|(u, p)| (u.id.desc(), p.rating.desc()))
            .with(user::posts().from_join())
            .with(user::profile())
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        let names: Vec<&str> = users.iter().map(|u| u.name()).collect();
        assert_eq!(names, ["user 3", "user 2", "user 1"]);
        for user in &users {
            let ratings: Vec<i32> = user.posts().iter().map(|p| p.rating()).collect();
            assert_eq!(ratings, [3, 2]);
        }

        let tagged = Post::select()
            .join(|p| p.tags())
            .filter(|(p, t)| t.name.eq("tag 2").and(p.rating.eq(1)))
            .with(post::tags().from_join())
            .all(&db)
            .await?;
        assert_eq!(tagged.len(), 3);
        assert!(tagged.iter().all(|p| p.tags().len() == 1));
        let shared = tagged
            .iter()
            .map(|p| p.tags().first().unwrap().row() as *const _);
        let shared: std::collections::BTreeSet<_> = shared.collect();
        assert_eq!(shared.len(), 1);
        Ok(())
    });
}

/// What cannot be loaded from a join says why and what to do.
#[test]
fn a_join_that_does_not_serve_is_refused() {
    on_every_engine(async |db: Database| {
        let message = async |refused: Result<usize>| match refused {
            Ok(_) => panic!("not refused"),
            Err(error) => error.to_string(),
        };
        let without = Post::select().with(post::author().from_join());
        assert_eq!(
            message(without.all(&db).await.map(|p| p.len())).await,
            "`Post.author` is to be loaded from a join that the query does not have; add \
             `.join(|row| row.author())`, or leave `.from_join()` out"
        );
        let cut = User::select().join(|u| u.posts()).limit(1);
        let cut = cut.with(user::posts().from_join());
        assert_eq!(
            message(cut.all(&db).await.map(|p| p.len())).await,
            "a LIMIT would count the rows of the join that `User.posts` is loaded from; leave \
             `.from_join()` out, and say the condition of `User.posts` itself"
        );
        let two = Post::select()
            .join(|p| p.tags())
            .join(|(p, _)| p.comments());
        let two = two.with(post::tags().from_join());
        let two = two.with(post::comments().from_join());
        assert_eq!(
            message(two.all(&db).await.map(|p| p.len())).await,
            "`Post.tags` and `Post.comments` are both to be loaded from joins, which have each \
             row of one with each row of the other; leave `.from_join()` out at one of them"
        );
        let below = User::select().with(user::posts().with(post::author().from_join()));
        assert_eq!(
            message(below.all(&db).await.map(|p| p.len())).await,
            "`Post.author` is to be loaded from a join, but only a query can have joins, and the \
             rows above it come from another statement; leave `.from_join()` out"
        );
        Ok(())
    });
}

/// A number of levels is typed level by level and takes a statement for each.
#[test]
fn levels_of_a_tree_are_typed() {
    on_every_engine(async |db: Database| {
        company(&db).await?;
        let record = db.record();
        let boss = Employee::select()
            .filter(|e| e.manager_id.is_null())
            .with(employee::reports().order_by(|e| e.name).recursive::<2>())
            .one(&db)
            .await?;
        assert_eq!(record.count(), 3);
        let names = boss
            .view()
            .reports()
            .iter()
            .map(|e| e.name())
            .collect::<Vec<_>>();
        assert_eq!(names, ["deputy", "lead"]);
        let lead = boss.view().reports().get(1).unwrap();
        let names = lead.reports().iter().map(|e| e.name()).collect::<Vec<_>>();
        assert_eq!(names, ["one", "two"]);
        assert!(lead.reports().first().unwrap().try_reports().is_none());
        Ok(())
    });
}

/// All levels, to the leaves and to the root; a statement for each level and one that finds no
/// more.
#[test]
fn whole_trees_load() {
    on_every_engine(async |db: Database| {
        company(&db).await?;
        let record = db.record();
        let boss = Employee::select()
            .filter(|e| e.manager_id.is_null())
            .with(employee::reports().recursive_all())
            .one(&db)
            .await?;
        assert_eq!(record.count(), 5);
        let mut names = vec![];
        let mut next: Vec<_> = boss.view().reports().iter().collect();
        while let Some(employee) = next.pop() {
            names.push(employee.name());
            next.extend(employee.reports());
        }
        names.sort_unstable();
        assert_eq!(names, ["deputy", "lead", "one", "three", "two"]);
        let json = serde_json::to_value(&boss).unwrap();
        assert_eq!(
            json["reports"][0]["reports"][0]["reports"][0]["name"],
            "three"
        );

        let mut s = db.session();
        let three = Employee::select().filter(|e| e.name.eq("three"));
        let three = s
            .one(three.with(employee::manager().recursive_all()))
            .await?;
        let mut names = vec![];
        let mut above = s.view(three).manager();
        while let Some(manager) = above {
            names.push(manager.name());
            above = manager.manager();
        }
        assert_eq!(names, ["one", "lead", "boss"]);
        Ok(())
    });
}

/// Of a tree the first level alone could be joined, or have the query of the parents: all levels
/// are loaded by keys whatever was asked for, and what is told is what runs.
#[test]
fn whole_trees_load_by_keys() {
    on_every_engine(async |db: Database| {
        company(&db).await?;
        let boss = || Employee::select().filter(|e| e.manager_id.is_null());
        let query = boss().with(employee::reports().subquery().recursive_all());
        let plan = query.explain_plan(db.dialect())?.to_string();
        assert!(
            plan.contains("the parents of a level are rows, no query"),
            "{plan}"
        );
        assert!(plan.contains(" keys of each level"), "{plan}");
        let record = db.record();
        let json = serde_json::to_string(&query.one(&db).await?).unwrap();
        assert!(json.contains("\"three\""), "{json}");
        assert_eq!(record.count(), 5);

        let query = Employee::select()
            .filter(|e| e.name.eq("three"))
            .with(employee::manager().joined().recursive_all());
        let plan = query.explain_plan(db.dialect())?.to_string();
        assert!(plan.contains("a join has one level"), "{plan}");
        let json = serde_json::to_string(&query.one(&db).await?).unwrap();
        assert!(json.contains("\"boss\""), "{json}");

        let join = boss()
            .join(|e| e.reports())
            .with(employee::reports().from_join().recursive_all());
        assert_eq!(
            join.all(&db)
                .await
                .map(|e| e.len())
                .unwrap_err()
                .to_string(),
            "all levels of `Employee.reports` are to be loaded, and a join of the query has one \
             of them; leave `.from_join()` out"
        );
        Ok(())
    });
}

/// Rows that lead back to themselves are loaded once, and their JSON ends.
#[test]
fn rings_end() {
    on_every_engine(async |db: Database| {
        company(&db).await?;
        let three = Employee::select().filter(|e| e.name.eq("three"));
        let three = three.one(&db).await?.id;
        let boss = Employee::update().filter(|e| e.name.eq("boss"));
        boss.set(|e| e.manager_id.to(three)).run(&db).await?;
        let record = db.record();
        let lead = Employee::select()
            .filter(|e| e.name.eq("lead"))
            .with(employee::reports().recursive_all())
            .one(&db)
            .await?;
        assert_eq!(record.count(), 6);
        let one = lead.view().reports().first().unwrap();
        let three = one.reports().first().unwrap();
        let boss = three.reports().first().unwrap();
        let lead = boss.reports().first().unwrap();
        assert_eq!(lead.name(), "lead");
        assert!(std::ptr::eq(
            lead.reports().first().unwrap().row(),
            one.row()
        ));
        let json = serde_json::to_string(&lead).unwrap();
        assert_eq!(json.matches("\"lead\"").count(), 2, "{json}");
        Ok(())
    });
}

/// What is to be loaded is told before anything runs: how, who wanted it so, and the SQL that
/// runs then.
#[test]
fn a_plan_tells_what_runs() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 1).await?;
        let record = db.record();
        let query = Post::select()
            .filter(|p| p.rating.gt(0))
            .with(post::author().joined().with(user::profile()))
            .with(post::comments().subquery())
            .with(post::tags().limit(1).with(tag::posts().with(post::tags())));
        let plan = query.explain_plan(db.dialect())?;
        assert_eq!(record.count(), 0);
        let steps: Vec<_> = plan
            .steps
            .iter()
            .map(|step| {
                (
                    step.relationship.as_str(),
                    step.depth,
                    step.strategy.as_str(),
                )
            })
            .collect();
        let [author, profile, comments, tags, ..] = steps.as_slice() else {
            panic!("{plan}");
        };
        assert_eq!(*author, ("Post.author", 1, "joined (query)"));
        assert_eq!(profile.0, "User.profile");
        assert!(
            profile
                .2
                .starts_with("select-in (default), a statement for every "),
            "{plan}"
        );
        assert_eq!(*comments, ("Post.comments", 1, "subquery (query)"));
        assert!(tags.2.ends_with("keys, a limit for each parent"), "{plan}");
        let limited = plan.steps[3].sql.as_ref().unwrap();
        assert!(
            limited.contains("row_number() OVER (PARTITION BY"),
            "{plan}"
        );
        assert_eq!(steps.len(), 6);

        let back = User::select().with(user::posts().with(post::author()));
        let back = back.explain_plan(db.dialect())?;
        assert_eq!(back.steps[1].strategy, "the way back, no statement");
        assert!(back.steps[1].sql.is_none());

        // The statements are those that run.
        query.all(&db).await?;
        let ran = record.statements();
        assert_eq!(ran[0].sql, plan.sql);
        let comments = plan.steps[2].sql.as_ref().unwrap();
        assert!(
            ran.iter().any(|statement| statement.sql == *comments),
            "{plan}"
        );
        Ok(())
    });
}
