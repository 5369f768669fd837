use ormolu::{Error, HookContext, Hooks, Result};

use crate::rules::{Entry, Trace, trace};

/// Who is at work, hung on a session.
#[derive(Debug)]
pub struct Moderator(pub &'static str);

/// What happened, in order, hung on a session.
#[derive(Debug, Default)]
pub struct Story(pub std::sync::Mutex<Vec<String>>);

async fn tell(what: String, entry: &Entry, cx: &mut HookContext<'_>) -> Result<()> {
    if let Some(story) = cx.context::<Story>() {
        story
            .0
            .lock()
            .unwrap_or_else(|p| p.into_inner())
            .push(what.clone());
    }
    if entry.id > 0 {
        let trace = trace::new(entry.id, what);
        Trace::insert(trace).run(cx).await?;
    }
    Ok(())
}

impl Hooks for Entry {
    fn after_load(row: &mut Self) {
        if let Some(title) = row.title.strip_prefix("old: ") {
            row.title = title.to_owned();
        }
    }

    async fn before_insert(row: &mut Self, cx: &mut HookContext<'_>) -> Result<()> {
        if row.title.is_empty() {
            return Err(Error::Invalid("an entry without a title".into()));
        }
        row.slug = row.title.to_lowercase();
        tell(format!("insert {}", row.title), row, cx).await
    }

    async fn after_insert(row: &Self, cx: &mut HookContext<'_>) -> Result<()> {
        tell(format!("inserted {}", row.title), row, cx).await
    }

    async fn before_update(row: &mut Self, before: &Self, cx: &mut HookContext<'_>) -> Result<()> {
        row.revision = before.revision + 1;
        let who = cx.context::<Moderator>().map_or("somebody", |m| m.0);
        tell(
            format!("{who} updates {} to {}", before.title, row.title),
            row,
            cx,
        )
        .await
    }

    async fn after_update(row: &Self, cx: &mut HookContext<'_>) -> Result<()> {
        tell(format!("updated {}", row.title), row, cx).await
    }

    async fn before_delete(row: &Self, cx: &mut HookContext<'_>) -> Result<()> {
        tell(format!("delete {}", row.title), row, cx).await
    }

    async fn after_delete(row: &Self, cx: &mut HookContext<'_>) -> Result<()> {
        tell(format!("deleted {}", row.title), row, cx).await
    }
}

/// What is done with the rows of a family is said for each of its models.
macro_rules! told {
    ($($model:ident)*) => {$(
        impl Hooks for crate::family::$model {
            async fn before_insert(row: &mut Self, cx: &mut HookContext<'_>) -> Result<()> {
                note(cx, format!("insert {} as {}", row.title, stringify!($model)));
                Ok(())
            }

            async fn after_update(row: &Self, cx: &mut HookContext<'_>) -> Result<()> {
                note(cx, format!("updated {} as {}", row.title, stringify!($model)));
                Ok(())
            }

            async fn before_delete(row: &Self, cx: &mut HookContext<'_>) -> Result<()> {
                note(cx, format!("delete {} as {}", row.title, stringify!($model)));
                Ok(())
            }
        }
    )*};
}

told! { Document Letter Reminder Memo }

fn note(cx: &HookContext<'_>, what: String) {
    if let Some(story) = cx.context::<Story>() {
        let mut story = story.0.lock().unwrap_or_else(|p| p.into_inner());
        story.push(what);
    }
}
