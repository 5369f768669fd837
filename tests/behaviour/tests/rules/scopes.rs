use behaviour::rules::{Article, Author, Label, Remark, Stage, article, author, label, remark};
use ormolu::{Dialect, Result, cte, from};

use super::{journal, on_every_engine};

fn titles(rows: &[(String,)]) -> Vec<&str> {
    rows.iter().map(|row| row.0.as_str()).collect()
}

#[test]
fn a_query_has_its_scopes() {
    on_every_engine(async |db| {
        journal(&db).await?;
        assert_eq!(Article::select().count(&db).await?, 3);
        assert_eq!(
            Article::select()
                .unscoped(Article::PUBLISHED)
                .count(&db)
                .await?,
            4
        );
        assert_eq!(Article::select().unscoped_all().count(&db).await?, 4);
        let some = Article::select().filter(|a| a.title.like("T%").or(a.title.eq("First")));
        let some: Vec<(String,)> = some.select(|a| (a.title,)).all(&db).await?;
        assert_eq!(titles(&some), ["First"]);
        assert!(Article::get(3).optional(&db).await?.is_none());
        let draft = Article::get(3)
            .unscoped(Article::PUBLISHED)
            .one(&db)
            .await?;
        assert_eq!(draft.title, "Third");
        Ok(())
    });
}

#[test]
fn the_sql_of_scopes() -> Result<()> {
    let sql = Article::select()
        .select(|a| a.id)
        .to_sql(Dialect::Postgres)?;
    assert_eq!(
        sql.sql.as_str(),
        r#"SELECT "articles"."id" FROM "articles" WHERE "articles"."deleted_at" IS NULL AND "articles"."stage" = $1::"stage""#
    );
    let sql = Author::select()
        .left_join(|a| a.articles())
        .select(|(a, _)| a.id)
        .with_deleted()
        .to_sql(Dialect::Sqlite)?;
    assert_eq!(
        sql.sql.as_str(),
        r#"SELECT "authors"."id" FROM "authors" LEFT JOIN "articles" ON "articles"."author_id" = "authors"."id" AND "articles"."stage" = ?"#
    );
    let sql = Article::select()
        .right_join(|a| a.author())
        .select(|(_, u)| u.id)
        .unscoped(Article::PUBLISHED)
        .to_sql(Dialect::Sqlite)?;
    assert_eq!(
        sql.sql.as_str(),
        r#"SELECT "authors"."id" FROM (SELECT * FROM "articles" AS "articles_2" WHERE "articles_2"."deleted_at" IS NULL) AS "articles" RIGHT JOIN (SELECT * FROM "authors" AS "authors_2" WHERE "authors_2"."deleted_at" IS NULL) AS "authors" ON "authors"."id" = "articles"."author_id""#
    );
    Ok(())
}

#[test]
fn joins_keep_what_they_keep() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        s.add(author::new("Cid"));
        s.commit().await?;
        Author::delete()
            .filter(|a| a.name.eq("Bob"))
            .run(&db)
            .await?;

        let left = Author::select()
            .left_join(|a| a.articles())
            .order_by(|(a, b)| (a.id, b.id))
            .select(|(a, b)| (a.name, b.title));
        let left: Vec<(String, Option<String>)> = left.all(&db).await?;
        assert_eq!(
            left,
            [
                ("Ann".into(), Some("First".into())),
                ("Ann".into(), Some("Second".into())),
                ("Cid".into(), None),
            ]
        );
        // Both sides are in scope where the joined one is kept.
        let right = Article::select()
            .right_join(|a| a.author())
            .order_by(|(a, u)| (u.id, a.id))
            .select(|(a, u)| (a.title, u.name));
        let right: Vec<(Option<String>, String)> = right.all(&db).await?;
        assert_eq!(
            right,
            [
                (Some("First".into()), "Ann".into()),
                (Some("Second".into()), "Ann".into()),
                (None, "Cid".into()),
            ]
        );
        let all = Author::select().cross_join::<Article>().count(&db).await?;
        assert_eq!(all, 2 * 2);
        let inner = Article::select().join(|a| a.author()).count(&db).await?;
        assert_eq!(inner, 2);
        Ok(())
    });
}

#[test]
fn relationships_are_asked_in_scope() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let counts = Author::select()
            .order_by(|a| a.id)
            .select(|a| (a.articles().count(), a.articles().unscoped_all().count()));
        assert_eq!(counts.all(&db).await?, [(2, 3), (1, 1)]);
        let draft =
            |a: behaviour::rules::AuthorTable| a.articles().any(|b| b.stage.eq(Stage::Draft));
        assert_eq!(Author::select().filter(draft).count(&db).await?, 0);
        // What a query lifts is lifted in all that stands in it.
        let lifted = Author::select().filter(draft).unscoped(Article::PUBLISHED);
        assert_eq!(lifted.count(&db).await?, 1);
        let inside = Article::select().select(|a| a.author_id);
        let by = Author::select().filter(|a| a.id.in_(inside));
        assert_eq!(by.count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn subqueries_sets_and_ctes_are_in_scope() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let ids = || Article::select().select(|a| a.id);
        assert_eq!(from(ids()).count(&db).await?, 3);
        assert_eq!(ids().union(ids()).count(&db).await?, 3);
        let named = cte("named", ids());
        assert_eq!(from(&named).count(&db).await?, 3);
        let lifted = cte("named", ids().unscoped_all());
        assert_eq!(from(&lifted).count(&db).await?, 4);
        Ok(())
    });
}

/// B 19: what is held is refreshed, whether it passes the scopes or not.
#[test]
fn b19_never_for_refresh() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let first = s.get::<Article>(1).await?;
        Article::update()
            .key(1)
            .set(|a| (a.stage.to(Stage::Draft), a.title.to("Changed")))
            .run(&db)
            .await?;
        let record = db.record();
        // The identity map answers without SQL, and without the scopes.
        assert_eq!(s.get::<Article>(1).await?, first);
        assert_eq!(record.statements().len(), 0);
        s.refresh(first).await?;
        assert_eq!(record.statements().len(), 1);
        assert_eq!(
            (s[first].title.as_str(), s[first].stage),
            ("Changed", Stage::Draft)
        );
        assert!(s.get_optional::<Article>(3).await?.is_none());
        Ok(())
    });
}

/// B 20: UPDATE and DELETE by condition.
#[test]
fn b20_bulk_statements_are_in_scope() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let shout = || {
            Article::update()
                .all_rows()
                .set(|a| a.title.to(a.title.upper()))
        };
        assert_eq!(shout().run(&db).await?, 3);
        assert_eq!(shout().unscoped_all().run(&db).await?, 4);
        let by_name = Article::update()
            .join(|a| a.author())
            .filter(|(_, u)| u.name.eq("Ann"))
            .set(|(a, u)| a.title.to(u.name));
        assert_eq!(by_name.run(&db).await?, 2);
        let back: Vec<String> = Article::update()
            .filter(|a| a.title.eq("Ann"))
            .set(|a| (a.title.to("x"), a.stage.to(Stage::Draft)))
            .returning(|a| a.title)
            .run(&db)
            .await?;
        assert_eq!(back, ["x", "x"], "rows that leave the scope are given back");
        assert_eq!(Article::select().count(&db).await?, 1);
        let patch = article::ArticlePatch {
            title: "y".into(),
            ..Default::default()
        };
        assert_eq!(
            Article::update_many([(1, patch.clone()), (4, patch)])
                .run(&db)
                .await?,
            1
        );
        Ok(())
    });
}

#[test]
fn what_is_loaded_is_in_scope() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let query = || Author::select().order_by(|a| a.id);
        let authors = query().with(author::articles()).all(&db).await?;
        let counts: Vec<usize> = authors.iter().map(|a| a.articles().len()).collect();
        assert_eq!(counts, [2, 1]);
        let lifted = author::articles().unscoped(Article::PUBLISHED);
        let authors = query().with(lifted).all(&db).await?;
        let counts: Vec<usize> = authors.iter().map(|a| a.articles().len()).collect();
        assert_eq!(counts, [3, 1]);
        // In either order, what the query lifts is lifted in what it loads.
        let authors = query()
            .unscoped_all()
            .with(author::articles())
            .all(&db)
            .await?;
        assert_eq!(authors.first().unwrap().articles().len(), 3);
        let authors = query()
            .with(author::articles())
            .unscoped_all()
            .all(&db)
            .await?;
        assert_eq!(authors.first().unwrap().articles().len(), 3);
        Ok(())
    });
}

#[test]
fn the_other_end_may_be_out_of_scope() {
    on_every_engine(async |db| {
        journal(&db).await?;
        // The article stays, since the database deletes nothing here.
        Author::update()
            .filter(|a| a.name.eq("Bob"))
            .set(|a| a.deleted_at.to(ormolu::now()))
            .run(&db)
            .await?;
        for include in [article::author(), article::author().joined()] {
            let articles = Article::select()
                .order_by(|a| a.id)
                .with(include)
                .all(&db)
                .await?;
            let names: Vec<Option<String>> = articles
                .iter()
                .map(|a| a.author().map(|author| author.name.clone()))
                .collect();
            assert_eq!(names, [Some("Ann".into()), Some("Ann".into()), None]);
        }
        let with = article::author().joined().with_deleted();
        let articles = Article::select().with(with).all(&db).await?;
        assert!(articles.iter().all(|a| a.author().is_some()));
        Ok(())
    });
}

/// A shortcut over ends that may be out of scope may lead nowhere.
#[test]
fn shortcuts_end_at_rows_out_of_scope() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let fourth = Article::select().filter(|a| a.title.eq("Fourth"));
        let fourth = fourth.one(&db).await?.id;
        let mut s = db.session();
        s.add(remark::new("Well said").article(fourth));
        s.commit().await?;
        let load = || Remark::select().with(remark::article().with(article::author()));
        let said = load().one(&db).await?;
        assert_eq!(said.view().author().map(|a| a.name()), Some("Bob"));
        let asked = || load().filter(|r| r.any_author(|a| a.name.eq("Bob")));
        assert_eq!(asked().all(&db).await?.len(), 1);
        Author::update()
            .filter(|a| a.name.eq("Bob"))
            .set(|a| a.deleted_at.to(ormolu::now()))
            .run(&db)
            .await?;
        assert!(load().one(&db).await?.view().author().is_none());
        assert_eq!(asked().all(&db).await?.len(), 0);
        Ok(())
    });
}

#[test]
fn links_to_rows_out_of_scope_do_not_count() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let ann = s.add(author::new("Ann"));
        let shown = s.add(label::new("rust"));
        let hidden = s.add(label::new("secret").hidden(true));
        s.add(article::new("First").author(ann).labels([shown, hidden]));
        s.add(article::new("Second").author(ann).labels([hidden]));
        s.commit().await?;

        let articles = Article::select()
            .order_by(|a| a.id)
            .with(article::labels())
            .all(&db)
            .await?;
        let counts: Vec<usize> = articles.iter().map(|a| a.labels().len()).collect();
        assert_eq!(counts, [1, 0]);
        let joined = Article::select()
            .left_join(|a| a.labels())
            .order_by(|(a, l)| (a.id, l.id))
            .select(|(a, l)| (a.title, l.name));
        let joined: Vec<(String, Option<String>)> = joined.all(&db).await?;
        assert_eq!(
            joined,
            [
                ("First".into(), Some("rust".into())),
                ("Second".into(), None)
            ]
        );
        assert_eq!(
            Label::select().unscoped(Label::VISIBLE).count(&db).await?,
            2
        );
        Ok(())
    });
}
