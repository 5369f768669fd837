//! What the schema says of how relationships are loaded.

use behaviour::loading::{Reading, Text, Writer, reading, schema, text, writer};
use behaviour::on_every_engine_empty;
use ormolu::{Database, Error, Result, SessionError, rows_of};

/// Two writers with three texts each, every one read by both.
async fn library(db: &Database) -> Result<()> {
    schema::create_all(db).await?;
    let mut s = db.session();
    let writers = ["Ann", "Bo"].map(|name| s.add(writer::new(name)));
    for (n, writer) in writers.into_iter().enumerate() {
        for t in 1..=3 {
            let text = s.add(text::new(format!("{n}.{t}")).writer(writer));
            for reader in writers {
                s.add(reading::new().text(text).reader(reader));
            }
        }
    }
    s.commit().await
}

/// The schema's way of loading holds until a query says another, and a plan says whose it is.
#[test]
fn the_schema_says_how_to_load() {
    on_every_engine_empty(async |db: Database| {
        library(&db).await?;
        let record = db.record();
        let query = Text::select().with(text::writer());
        assert_eq!(
            query.explain_plan(db.dialect())?.steps[0].strategy,
            "joined (schema)"
        );
        let texts = query.all(&db).await?;
        assert_eq!(record.count(), 1);
        assert!(texts.iter().all(|t| t.writer().id() == t.writer_id()));
        let apart = Text::select().with(text::writer().select_in());
        let plan = apart.explain_plan(db.dialect())?;
        assert!(
            plan.steps[0].strategy.starts_with("select-in (query)"),
            "{plan}"
        );

        let writers = Writer::select().with(writer::texts().with(text::readings()));
        let plan = writers.explain_plan(db.dialect())?;
        assert_eq!(plan.steps[0].strategy, "subquery (schema)");
        assert!(
            plan.steps[1].strategy.starts_with("select-in (schema)"),
            "{plan}"
        );
        let writers = writers.all(&db).await?;
        assert!(
            writers
                .iter()
                .flat_map(|w| w.texts())
                .all(|t| t.readings().len() == 2)
        );
        Ok(())
    });
}

/// So many rows for each parent, beside the whole collection along the same key; the way back is
/// free from both.
#[test]
fn the_schema_limits_a_collection() {
    on_every_engine_empty(async |db: Database| {
        library(&db).await?;
        let record = db.record();
        let writers = Writer::select()
            .order_by(|w| w.id)
            .with(writer::texts())
            .with(writer::latest().with(text::writer()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 3);
        let titles = |at: usize| -> Vec<String> {
            let latest = writers.get(at).unwrap().latest();
            latest.iter().map(|t| t.title().to_owned()).collect()
        };
        assert_eq!(titles(0), ["0.3", "0.2"]);
        assert_eq!(titles(1), ["1.3", "1.2"]);
        assert!(writers.iter().all(|w| w.texts().len() == 3));
        let more = Writer::select()
            .with(writer::latest().limit(3))
            .all(&db)
            .await?;
        assert!(more.iter().all(|w| w.latest().len() == 3));
        let first = Text::select().with(text::readers()).all(&db).await?;
        assert!(
            first
                .iter()
                .all(|t| t.readers().iter().map(|r| r.name()).eq(["Ann"]))
        );
        Ok(())
    });
}

/// What is only read is not written through.
#[test]
fn what_is_only_read_refuses_links() {
    on_every_engine_empty(async |db: Database| {
        library(&db).await?;
        let text = Text::select().first(&db).await?.unwrap().into_row();
        let refused = rows_of::<text::readers>(&text)
            .link([1_i64], &db)
            .await
            .unwrap_err();
        let expected = SessionError::ReadOnly {
            relationship: "readers",
        };
        assert_eq!(refused.to_string(), expected.to_string());
        let mut s = db.session();
        let text = s.get::<Text>(text.id).await?;
        let refused = s.link(text, text::readers(), [1_i64]).unwrap_err();
        assert_eq!(refused.to_string(), expected.to_string());
        assert_eq!(Reading::select().count(&db).await?, 12);
        Ok(())
    });
}

/// A condition of the schema holds however the relationship is used.
#[test]
fn the_schema_narrows_a_relationship() {
    on_every_engine_empty(async |db: Database| {
        library(&db).await?;
        let set = async |title: &str, done: bool, main: Option<bool>| {
            let text = Text::update().filter(|t| t.title.eq(title));
            let text = text.set(|t| t.is_done.to(done)).set(|t| t.is_main.to(main));
            text.run(&db).await
        };
        set("0.1", false, Some(true)).await?;
        set("0.2", true, Some(true)).await?;
        set("1.3", false, None).await?;
        for strategy in [writer::drafts(), writer::drafts().subquery()] {
            let writers = Writer::select().order_by(|w| w.id).with(strategy);
            let writers = writers
                .with(writer::main())
                .with(writer::read())
                .all(&db)
                .await?;
            let drafts: Vec<Vec<&str>> = writers
                .iter()
                .map(|w| w.drafts().iter().map(|t| t.title()).collect())
                .collect();
            assert_eq!(drafts, [["0.1"], ["1.3"]]);
            let main: Vec<Option<&str>> = writers
                .iter()
                .map(|w| w.main().map(|t| t.title()))
                .collect();
            assert_eq!(main, [Some("0.2"), None]);
            assert!(writers.iter().all(|w| w.read().len() == 4));
        }
        let joined = Writer::select()
            .order_by(|w| w.id)
            .with(writer::main().joined());
        let record = db.record();
        let joined = joined.all(&db).await?;
        assert_eq!(record.count(), 1);
        assert!(joined.get(0).unwrap().main().is_some() && joined.get(1).unwrap().main().is_none());

        let counts = Writer::select()
            .order_by(|w| w.id)
            .select(|w| (w.drafts().count(), w.read().count()));
        assert_eq!(counts.all(&db).await?, [(1, 4), (1, 4)]);
        let titles = Writer::select()
            .join(|w| w.drafts())
            .order_by(|(w, _)| w.id);
        assert_eq!(
            titles.select(|(_, t)| t.title).all(&db).await?,
            ["0.1", "1.3"]
        );
        let read = Writer::select()
            .left_join(|w| w.read())
            .select(|(_, t)| t.title.count());
        assert_eq!(read.one(&db).await?, 8);
        let ann = joined.rows()[0].clone();
        let mine = rows_of::<writer::drafts>(&ann).select().select(|t| t.title);
        assert_eq!(mine.all(&db).await?, ["0.1"]);

        // Nothing but the condition made it one.
        set("0.3", true, Some(true)).await?;
        for include in [writer::main(), writer::main().joined()] {
            let refused = Writer::select().with(include).all(&db).await.unwrap_err();
            assert!(
                matches!(refused, Error::SeveralForOne { .. }),
                "{refused:?}"
            );
        }
        Ok(())
    });
}

/// A shortcut leads through what is loaded, and asks through what is not.
#[test]
fn shortcuts_lead_over_several_relationships() {
    on_every_engine_empty(async |db: Database| {
        library(&db).await?;
        let writers = Writer::select()
            .order_by(|w| w.id)
            .with(writer::texts().with(text::readings().with(reading::reader())))
            .all(&db)
            .await?;
        let ann = writers.get(0).unwrap();
        let names: Vec<String> = ann.audience().map(|w| w.name().to_owned()).collect();
        assert_eq!(names.len(), 6);
        assert_eq!(names.iter().filter(|name| *name == "Bo").count(), 3);

        let readings = Reading::select().with(reading::text().with(text::writer()));
        let readings = readings.order_by(|r| r.id).all(&db).await?;
        assert_eq!(readings.get(0).unwrap().author().name(), "Ann");

        let read = Writer::select().filter(|w| w.any_audience(|reader| reader.name.eq("Bo")));
        assert_eq!(read.count(&db).await?, 2);
        let read = Writer::select().filter(|w| w.any_audience(|reader| reader.name.eq("Cy")));
        assert_eq!(read.count(&db).await?, 0);
        let own = Reading::select().filter(|r| r.any_author(|w| w.name.eq("Ann")));
        assert_eq!(own.count(&db).await?, 6);
        Ok(())
    });
}
