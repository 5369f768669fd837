//! What a program does around the flushes and transactions of its sessions.

use std::sync::{Arc, Mutex};

use behaviour::rules::{Label, Trace, label, trace};
use ormolu::{
    CommittedWork, Database, Error, HookContext, Join, PendingWork, Result, RetryPolicy,
    SessionHooks, UndoneWork, WrittenWork,
};

use super::on_every_engine;

/// Writes down what happens.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn tell(&self, what: impl Into<String>) {
        self.0.lock().unwrap().push(what.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl SessionHooks for Log {
    async fn after_begin(&self, _: &mut HookContext<'_>) -> Result<()> {
        self.tell("begun");
        Ok(())
    }

    async fn before_flush(&self, work: &mut PendingWork<'_>) -> Result<()> {
        self.tell(format!("flush: {}", work.plan().to_string().trim_end()));
        Ok(())
    }

    async fn after_flush(&self, work: &mut WrittenWork<'_>) -> Result<()> {
        for row in work.inserted::<Label>() {
            self.tell(format!("inserted {} as {}", work[row].name, work[row].id));
        }
        for row in work.updated::<Label>() {
            let changes = work.changes(row)?;
            let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
            self.tell(format!("updated {}: {}", work[row].id, changes.join(", ")));
        }
        for row in work.deleted::<Label>() {
            self.tell(format!("deleted {}", work[row].name));
        }
        Ok(())
    }

    async fn before_commit(&self, _: &mut PendingWork<'_>) -> Result<()> {
        self.tell("commit");
        Ok(())
    }

    async fn after_commit(&self, work: &mut CommittedWork<'_>) -> Result<()> {
        let names = |rows: Vec<ormolu::Handle<Label>>| {
            let names: Vec<&str> = rows
                .into_iter()
                .map(|row| work[row].name.as_str())
                .collect();
            names.join(" ")
        };
        self.tell(format!(
            "committed +{} *{} -{}",
            names(work.inserted()),
            names(work.updated()),
            names(work.deleted())
        ));
        Ok(())
    }

    async fn after_rollback(&self, work: &mut UndoneWork<'_>) {
        self.tell(format!("undone to {:?}", work.savepoint()));
    }
}

/// Hides new labels, tells of them in the transaction, and refuses some.
struct House;

impl SessionHooks for House {
    async fn before_flush(&self, work: &mut PendingWork<'_>) -> Result<()> {
        for row in work.pending::<Label>() {
            if work[row].name == "forbidden" {
                return Err(Error::Invalid("a forbidden label".into()));
            }
            work[row].hidden = true;
        }
        Ok(())
    }

    async fn after_flush(&self, work: &mut WrittenWork<'_>) -> Result<()> {
        for row in work.inserted::<Label>() {
            let (id, name) = (work[row].id, work[row].name.clone());
            let by = work.context::<&str>().copied().unwrap_or("nobody");
            let note = trace::new(id, format!("{name} by {by}"));
            Trace::insert(note).run(&mut *work).await?;
            if name == "late" {
                return Err(Error::Invalid("too late".into()));
            }
        }
        Ok(())
    }

    async fn before_commit(&self, work: &mut PendingWork<'_>) -> Result<()> {
        let traces = Trace::select().count(&mut *work).await?;
        if traces == 3 {
            return Err(Error::Invalid("three are too many".into()));
        }
        if traces == 1 {
            work.add(trace::new(0, "the first"));
        }
        Ok(())
    }

    async fn after_commit(&self, work: &mut CommittedWork<'_>) -> Result<()> {
        match work.inserted::<Label>().is_empty() {
            true => Ok(()),
            false => Err(Error::Invalid("no mail could be sent".into())),
        }
    }
}

#[test]
fn hooks_of_a_session_run_in_order() {
    on_every_engine(async |db| {
        let log = Log::default();
        let mut s = db.with_session_hooks(log.clone()).session();
        s.commit().await?;
        assert_eq!(log.take(), [""; 0], "there was nothing to do");

        let a = s.add(label::new("a"));
        let b = s.add(label::new("b"));
        s.commit().await?;
        let ids = (s[a].id, s[b].id);
        assert_eq!(
            log.take(),
            [
                "flush: insert labels: 2",
                "begun",
                &format!("inserted a as {}", ids.0),
                &format!("inserted b as {}", ids.1),
                "commit",
                "committed +a b * -",
            ]
        );

        s[a].name = "c".into();
        s.delete(b)?;
        s.flush().await?;
        s.add(label::new("d"));
        s.commit().await?;
        let d = s.persistent::<Label>()[1];
        assert_eq!(
            log.take(),
            [
                "flush: update labels (name): 1\ndelete labels: 1",
                "begun",
                &format!("updated {}: name: \"a\" -> \"c\"", ids.0),
                "deleted b",
                "flush: insert labels: 1",
                &format!("inserted d as {}", s[d].id),
                "commit",
                "committed +d *c -b",
            ]
        );
        // A session without the handle's hooks has none, and one may have its own.
        let mut other = db.session();
        other.add_hooks(log.clone());
        other.rollback().await?;
        db.session().rollback().await?;
        assert_eq!(log.take(), ["undone to None"]);
        Ok(())
    });
}

/// The release of a savepoint is no COMMIT, nor is the commit of a session that joined.
#[test]
fn only_a_real_commit_counts() {
    on_every_engine(async |db| {
        let log = Log::default();
        let db = db.with_session_hooks(log.clone());
        let mut s = db.session();
        s.savepoint("one").await?;
        s.add(label::new("a"));
        s.release("one").await?;
        s.savepoint("two").await?;
        s.add(label::new("b"));
        s.rollback_to("two").await?;
        s.rollback().await?;
        let told = log.take();
        assert_eq!(told[..2], ["begun", "flush: insert labels: 1"]);
        assert_eq!(told[3..], ["undone to Some(\"two\")", "undone to None"]);

        for join in [Join::Savepoint, Join::RollbackOnly] {
            let mut s = db.session_in(db.begin().await?, join);
            s.add(label::new("a"));
            s.commit().await?;
            s.leave().await?.rollback().await?;
            let told = log.take();
            assert_eq!(
                (told.len(), &*told[0], &*told[2]),
                (3, "flush: insert labels: 1", "commit")
            );
        }
        let mut s = db.session_in(db.begin().await?, Join::Control);
        s.add(label::new("a"));
        s.commit().await?;
        assert_eq!(log.take()[3..], ["committed +a * -"]);
        Ok(())
    });
}

/// Hooks change what is written, and write with the keys that it got.
#[test]
fn hooks_of_a_session_change_its_work() {
    on_every_engine(async |db| {
        let mut s = db.with_session_hooks(House).session();
        s.set_context("Ann");
        let a = s.add(label::new("a"));
        let record = db.record();
        let error = s.commit().await.err().unwrap();
        // INSERT of the label and of its trace, the count, and INSERT of the other trace.
        assert_eq!(record.statements().len(), 4);
        assert!(matches!(error, Error::AfterCommit { .. }));
        assert_eq!(error.retry(), ormolu::Retry::Never);
        assert_eq!(
            error.to_string(),
            "the work is stored; a hook after its COMMIT failed: no mail could be sent"
        );
        let mut traces: Vec<(i64, String)> = Trace::select()
            .select(|t| (t.entry_id, t.what))
            .all(&db)
            .await?;
        traces.sort();
        assert_eq!(
            traces,
            [(0, "the first".into()), (s[a].id, "a by Ann".into())]
        );
        let stored = Label::select().unscoped_all().one(&db).await?;
        assert!(stored.hidden);
        // The session goes on.
        s[a].name = "b".into();
        s.commit().await?;
        Ok(())
    });
}

#[test]
fn a_hook_that_fails_ends_the_work() {
    on_every_engine(async |db| {
        let mut s = db.with_session_hooks(House).session();
        let row = s.add(label::new("forbidden"));
        let record = db.record();
        let error = s.flush().await.err().unwrap();
        assert_eq!(error.to_string(), "a forbidden label");
        assert_eq!(record.statements().len(), 0);
        // Nothing was written: the session can be mended.
        s[row].name = "late".into();
        let error = s.flush().await.err().unwrap();
        assert_eq!(error.to_string(), "too late");
        assert!(s.flush().await.is_err(), "only a rollback helps");
        s.rollback().await?;
        assert_eq!(Trace::select().count(&db).await?, 0);

        for name in ["a", "b"] {
            s.add(label::new(name));
        }
        s.add(label::new("c"));
        let error = s.commit().await.err().unwrap();
        assert_eq!(error.to_string(), "three are too many");
        s.rollback().await?;
        assert_eq!(Label::select().unscoped_all().count(&db).await?, 0);
        Ok(())
    });
}

/// Work that is stored is not done again because of what follows it.
#[test]
fn a_retry_knows_that_the_work_is_stored() {
    on_every_engine(async |db: Database| {
        let hooked = db.with_session_hooks(House);
        let outcome = hooked
            .retry(RetryPolicy::new().even_if_unknown(), |s| {
                Box::pin(async move {
                    s.add(label::new("a"));
                    Ok::<_, Error>(())
                })
            })
            .await;
        assert!(matches!(outcome, Err(Error::AfterCommit { .. })));
        assert_eq!(Label::select().unscoped_all().count(&db).await?, 1);
        Ok(())
    });
}
