//! Names of tables and columns are quoted wherever they stand.

use behaviour::hostile::{Child, Other, Parent, child, other, parent, schema};
use behaviour::on_every_engine_empty;
use ormolu::{Database, Result};

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        schema::create_all(&db).await?;
        body(db).await
    });
}

/// Two parents, the first with two children and two others.
async fn fill(db: &Database) -> Result<()> {
    let mut s = db.session();
    let others = s.add_all([other::new(), other::new()]);
    let ann = s.add(parent::new("ann").odd(1).others(others));
    s.add(parent::new("bob"));
    s.add(child::new().parent(ann).text("x"));
    s.add(child::new().parent(ann));
    s.commit().await
}

#[test]
fn a_session_writes_and_reads_the_worst_names() {
    on_every_engine(async |db: Database| {
        fill(&db).await?;
        let mut s = db.session();
        let parents = s
            .all(
                Parent::select()
                    .order_by(|p| p.id)
                    .with(parent::children())
                    .with(parent::others().filter(|o| o.parents().any(|p| p.odd.is_not_null()))),
            )
            .await?;
        let ann = s.view(parents[0]);
        assert_eq!((ann.children().len(), ann.others().len()), (2, 2));
        let bob = s.view(parents[1]);
        assert_eq!((bob.children().len(), bob.others().len()), (0, 0));

        s[parents[0]].odd = Some(2);
        s[parents[1]].odd = Some(3);
        s.commit().await?;
        s.delete(parents[0])?;
        s.commit().await?;
        assert_eq!(Child::select().count(&db).await?, 0);
        assert_eq!(Parent::find_by_name("bob").one(&db).await?.odd, Some(3));
        Ok(())
    });
}

#[test]
fn statements_quote_the_worst_names() {
    on_every_engine(async |db: Database| {
        fill(&db).await?;
        let texts = Parent::select()
            .left_join(|p| p.children())
            .filter(|(p, _)| p.name.starts_with("a"))
            .order_by(|(_, c)| c.id)
            .select(|(p, c)| (p.name, c.text, p.children().count()))
            .all(&db)
            .await?;
        let ann = |text: Option<&str>| ("ann".to_owned(), text.map(str::to_owned), 2);
        assert_eq!(texts, [ann(Some("x")), ann(None)]);

        let counted = Child::select()
            .group_by(|c| c.parent_id)
            .select(|parent, c| (parent, c.id.count()))
            .subquery();
        let named = Parent::select()
            .join_query(counted, |(p, of)| p.id.eq(of.0))
            .select(|(p, of)| (p.name, of.1))
            .all(&db)
            .await?;
        assert_eq!(named, [("ann".to_owned(), 2)]);

        let again = Parent::upsert(parent::new("bob").odd(7))
            .on(Parent::BY_NAME)
            .set(|p, new| p.odd.to(new.odd))
            .any_key()
            .run(&db)
            .await?;
        assert_eq!(again.odd, Some(7));
        let changed = Parent::update()
            .filter(|p| p.children().none(|c| c.text.is_null()))
            .set(|p| p.odd.to(p.odd + 1))
            .run(&db)
            .await?;
        assert_eq!(changed, 1);
        assert_eq!(
            Other::delete()
                .filter(|o| o.parents().exists())
                .run(&db)
                .await?,
            2
        );
        Ok(())
    });
}
