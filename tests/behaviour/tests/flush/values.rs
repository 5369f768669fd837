//! What is written of a row.

use behaviour::flush::{Plain, plain};
use behaviour::typed::author;
use behaviour::{Prefs, Sealed, on_every_engine_flush, on_every_engine_typed};
use ormolu::Database;

/// B47: NULL, nothing and a default are three things, in a new row and in a change.
#[test]
fn b47_null_is_not_nothing() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let nothing = s.add(plain::new());
        let none = None::<String>;
        let null = plain::new().text(none.clone()).given(none.clone());
        let null = s.add(null.stored(none));
        let own = s.add(plain::new().text("a").given("b").stored("c").number(0));
        s.commit().await?;
        let mut check = Vec::new();
        for row in [nothing, null, own] {
            let stored = Plain::get(s[row].id).one(&db).await?;
            assert_eq!(s[row], *stored);
            let Plain {
                text,
                given,
                stored,
                number,
                ..
            } = (*stored).clone();
            check.push((text, given, stored, number));
        }
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            check,
            [
                (None, text("rust"), text("server"), 5),
                (None, None, None, 5),
                (text("a"), text("b"), text("c"), 0),
            ]
        );
        let record = db.record();
        s[own].stored = text("c");
        s[own].text = None;
        s[null].text = None;
        assert_eq!(s.changes(own)?.len(), 1);
        assert_eq!(s.changes(own)?[0].to_string(), "text: \"a\" -> NULL");
        assert_eq!(s.original(own)?.text.as_deref(), Some("a"));
        s.commit().await?;
        assert_eq!(record.count(), 1);
        Ok(())
    });
}

/// B47: values of types of the program are compared by what they are, and written when they
/// differ.
#[test]
fn b47_an_unchanged_value_of_an_own_type_is_not_written() {
    on_every_engine_typed(async |db: Database| {
        let mut s = db.session();
        let prefs = Prefs {
            dark: true,
            topics: vec!["rust".into()],
        };
        let new = author::new("a@x", "Ann", prefs.clone(), Sealed("s".into()));
        let ann = s.add(new);
        s.commit().await?;
        let record = db.record();
        s[ann].prefs.0 = prefs;
        s[ann].sealed = Sealed("s".into());
        assert!(!s.has_work());
        s[ann].nick = "Anna".into();
        s[ann].sealed = Sealed("t".into());
        assert_eq!(s.modified_columns(ann)?, ["nick", "sealed"]);
        s.commit().await?;
        assert_eq!(record.count(), 1);
        Ok(())
    });
}
