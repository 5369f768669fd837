use behaviour::rules::contact::ContactPatch;
use behaviour::rules::{Author, Contact, author, contact};
use ormolu::{Database, Error, Result, lit};

use super::on_every_engine;

async fn ann(db: &Database) -> Result<Contact> {
    let new = contact::new(" Ann \t Lee ", " Ann@X.org").code("ab-12");
    Contact::insert(new).run(db).await
}

fn faults(error: Error) -> Vec<String> {
    let Error::InvalidValues(faults) = error else {
        panic!("{error}");
    };
    faults.all().iter().map(ToString::to_string).collect()
}

fn named(name: &str) -> ContactPatch {
    ContactPatch {
        name: name.into(),
        ..ContactPatch::default()
    }
}

async fn names(db: &Database) -> Result<Vec<String>> {
    let all = Contact::select().order_by(|c| c.id);
    all.select(|c| c.name).all(db).await
}

#[test]
fn inserts_store_what_is_made_of_values() {
    on_every_engine(async |db| {
        let stored = ann(&db).await?;
        assert_eq!(
            (stored.name.as_str(), stored.email.as_str()),
            ("Ann Lee", "ann@x.org")
        );
        assert_eq!(stored.code.as_deref(), Some("AB12"));
        assert_eq!((stored.slug.as_str(), stored.age), ("none", 18));
        assert_eq!(*Contact::get(stored.id).one(&db).await?, stored);

        let rows = [("  Bob", "BOB@x.org"), ("Cid  C", "cid@x.org")];
        let rows = rows.map(|(name, email)| contact::new(name, email));
        Contact::insert_all(rows).run(&db).await?;
        let rows = ["Dan ", " Eve", "Flo"];
        let rows = rows.map(|name| contact::new(name, format!("{name}@X.org")));
        assert_eq!(Contact::copy_in(rows).run(&db).await?, 3);
        assert_eq!(
            names(&db).await?,
            ["Ann Lee", "Bob", "Cid C", "Dan", "Eve", "Flo"]
        );
        assert!(
            Contact::find_by_email("dan @x.org")
                .optional(&db)
                .await?
                .is_some()
        );
        Ok(())
    });
}

#[test]
fn inserts_name_all_that_is_wrong() {
    on_every_engine(async |db| {
        let wrong = || {
            [
                contact::new(" ", "ann.x.org").age(-1),
                contact::new("Bob", "bob@x.org")
                    .score("100.01".parse::<ormolu::rust_decimal::Decimal>().unwrap()),
                contact::new("B", "bo@x.org").age(151),
            ]
        };
        let expected = [
            "Contact.name is blank",
            "Contact.email has no @",
            "Contact.age must be 0 to 150",
            "Contact.score must be at most 100",
            "Contact.name must be 2 to 20 characters long, not 1",
            "Contact.age must be 0 to 150",
        ];
        let error = Contact::insert_all(wrong()).run(&db).await.err().unwrap();
        assert_eq!(error.to_string(), expected.join("; "));
        assert_eq!(faults(error), expected);
        let upsert = Contact::upsert_all(wrong())
            .on(Contact::BY_EMAIL)
            .update_all();
        assert_eq!(faults(upsert.run(&db).await.err().unwrap()), expected);
        // Rows that were loaded before go back.
        let rows = [contact::new("Good", "good@x.org")]
            .into_iter()
            .chain(wrong());
        let error = Contact::copy_in(rows).run(&db).await.err().unwrap();
        assert_eq!(faults(error), expected[..3]);
        let mut s = db.session();
        for row in wrong() {
            s.add(row);
        }
        assert_eq!(faults(s.flush().await.err().unwrap()), expected);
        assert_eq!(Contact::select().count(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn a_session_keeps_the_rules_at_its_flush() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let ann = s.add(contact::new(" Ann", "ANN@x.org").slug("  "));
        s.commit().await?;
        assert_eq!(
            (s[ann].name.as_str(), s[ann].email.as_str()),
            ("Ann", "ann@x.org")
        );
        // A value that was given is not left to the database, whatever is made of it.
        assert_eq!(s[ann].slug, "");
        // What comes to the same is no change.
        s[ann].name = "  Ann ".into();
        let record = db.record();
        s.flush().await?;
        assert!(record.statements().is_empty());
        s.apply(ann, named(" Anna  Lee"))?;
        s.commit().await?;
        assert_eq!(s[ann].name, "Anna Lee");
        assert_eq!(names(&db).await?, ["Anna Lee"]);
        // Nothing was written, so that the work can be mended.
        s[ann].email = "nowhere".into();
        let bob = s.add(contact::new("B", "bob@x.org"));
        let error = s.flush().await.err().unwrap();
        let mut found = faults(error);
        found.sort();
        assert_eq!(
            found,
            [
                "Contact.email has no @",
                "Contact.name must be 2 to 20 characters long, not 1"
            ]
        );
        s[ann].email = "Anna@x.org".into();
        s[bob].name = " Bob".into();
        s.commit().await?;
        assert_eq!(
            (s[ann].email.as_str(), s[bob].name.as_str()),
            ("anna@x.org", "Bob")
        );
        let again = contact::new("Other", " BOB@x.org ");
        assert_eq!(s.get_or_insert(again, Contact::BY_EMAIL).await?, bob);
        Ok(())
    });
}

#[test]
fn updates_set_what_is_made_of_values() {
    on_every_engine(async |db| {
        let id = ann(&db).await?.id;
        let all = || Contact::update().all_rows();
        all().set(|c| c.name.to("  Anna ")).run(&db).await?;
        assert_eq!(names(&db).await?, ["Anna"]);
        all().patch(named(" Ann  Lee")).run(&db).await?;
        assert_eq!(names(&db).await?, ["Ann Lee"]);
        Contact::update_many([(id, named("Ann "))]).run(&db).await?;
        assert_eq!(names(&db).await?, ["Ann"]);
        let rows = || contact::new(" Anne", "Ann@x.org");
        let upsert = Contact::upsert(rows()).on(Contact::BY_EMAIL);
        upsert.update_all().run(&db).await?;
        assert_eq!(names(&db).await?, ["Anne"]);
        let upsert = Contact::upsert(rows()).on(Contact::BY_EMAIL);
        upsert
            .set(|old, new| (old.code.to("x-y"), old.name.to(new.name)))
            .run(&db)
            .await?;
        let stored = Contact::get(id).one(&db).await?;
        assert_eq!(
            (stored.name.as_str(), stored.code.as_deref()),
            ("Anne", Some("XY"))
        );
        // A row of a session has the value that is stored.
        let mut s = db.session();
        let known = s.get::<Contact>(id).await?;
        all().set(|c| c.name.to(" Ann ")).run(&mut s).await?;
        assert_eq!(s[known].name, "Ann");
        Ok(())
    });
}

#[test]
fn updates_refuse_what_may_not_be_and_what_they_cannot_see() {
    on_every_engine(async |db| {
        let id = ann(&db).await?.id;
        let all = || Contact::update().all_rows();
        let refused = |result: Result<u64>| faults(result.err().unwrap());
        let blank = all().set(|c| (c.name.to("  "), c.age.to(151)));
        assert_eq!(
            refused(blank.run(&db).await),
            ["Contact.name is blank", "Contact.age must be 0 to 150"]
        );
        let patch = all().patch(named("x"));
        let short = ["Contact.name must be 2 to 20 characters long, not 1"];
        assert_eq!(refused(patch.run(&db).await), short);
        let returning = all().patch(named("x")).returning(|c| c.id).run(&db).await;
        assert_eq!(faults(returning.err().unwrap()), short);
        let many = Contact::update_many([(id, named("x"))]);
        assert_eq!(refused(many.run(&db).await), short);
        let computed = "has rules for its values, which one that the database computes would pass \
                        by: set a value";
        let older = all().set(|c| c.age.to(c.age + lit(1)));
        assert_eq!(
            refused(older.run(&db).await),
            [format!("Contact.age {computed}")]
        );
        let upsert = Contact::upsert(contact::new("Ann", "ann@x.org")).on(Contact::BY_EMAIL);
        let upsert = upsert.set(|old, _| old.name.to(old.email));
        let error = upsert.run(&db).await.err().unwrap();
        assert_eq!(faults(error), [format!("Contact.name {computed}")]);
        Author::insert(author::new("x")).run(&db).await?;
        let rows = Author::select().select(|a| (a.name, a.name));
        let from = Contact::insert_from(rows, |c| (c.name, c.email));
        assert_eq!(
            refused(from.run(&db).await),
            [format!("Contact.name {computed}")]
        );
        // Other columns of the row are free.
        all().set(|c| c.code.to(None)).run(&db).await?;
        assert_eq!(names(&db).await?, ["Ann Lee"]);
        Ok(())
    });
}
