//! Properties that only SQL can compute.

use behaviour::on_every_engine_relating;
use behaviour::relating::{Badge, Driver, badge, driver};
use ormolu::{Database, Result};

async fn drivers(db: &Database) -> Result<()> {
    let mut s = db.session();
    for name in ["Ann Lee", "Bo", ""] {
        s.add(driver::new(name));
    }
    s.add(badge::new("gold").driver(1));
    s.commit().await
}

#[test]
fn they_are_selected_filtered_and_ordered_by() {
    on_every_engine_relating(async |db: Database| {
        drivers(&db).await?;
        let all = Driver::select()
            .order_by(|d| d.id.asc())
            .select(|d| (d.initial(), d.surname(), d.label()))
            .all(&db)
            .await?;
        let row = |initial: &str, surname: Option<&str>, label: &str| {
            (
                initial.to_owned(),
                surname.map(str::to_owned),
                label.to_owned(),
            )
        };
        let expected = [
            row("A", Some("Lee"), "Ann Lee"),
            row("B", None, "Bo"),
            row("", None, "{}"),
        ];
        assert_eq!(all, expected);
        let named = Driver::select()
            .filter(|d| d.surname().is_not_null().or(d.initial().eq("B")))
            .order_by(|d| d.initial().desc())
            .select(|d| d.id);
        assert_eq!(named.all(&db).await?, [2, 1]);
        Ok(())
    });
}

/// Beside a row, along a relationship, and of the side of a join that may be empty.
#[test]
fn they_stand_wherever_a_column_does() {
    on_every_engine_relating(async |db: Database| {
        drivers(&db).await?;
        let rows = Driver::select()
            .filter(|d| d.surname().eq("Lee"))
            .select(|d| (d, d.initial()))
            .all(&db)
            .await?;
        let (ann, initial) = &rows[0];
        assert_eq!((ann.name.as_str(), initial.as_str()), ("Ann Lee", "A"));
        let golden = Badge::select().filter(|b| b.driver().has(|d| d.initial().eq("A")));
        assert_eq!(golden.count(&db).await?, 1);
        let joined: Vec<(i64, Option<String>)> = Badge::select()
            .left_join(|b| b.driver())
            .select(|(b, d)| (b.id, d.initial()))
            .all(&db)
            .await?;
        assert_eq!(joined, [(1, Some("A".into()))]);
        let changed = Driver::update()
            .filter(|d| d.surname().is_null())
            .set(|d| d.name.to(d.label()))
            .run(&db)
            .await?;
        assert_eq!(changed, 2);
        Ok(())
    });
}
