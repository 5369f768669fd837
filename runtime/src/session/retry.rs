use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use futures_util::future::BoxFuture;

use super::Session;
use crate::driver::{Begin, Database};
use crate::error::{Error, Result, Retry};

/// How often work is done again, and after how long a pause: see [`Database::retry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    longest: Duration,
    unknown: bool,
    begin: Begin,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            attempts: 5,
            first: Duration::from_millis(10),
            longest: Duration::from_secs(1),
            unknown: false,
            begin: Begin::write(),
        }
    }
}

impl RetryPolicy {
    /// Five attempts, with pauses that double from 10 ms to a second.
    pub fn new() -> Self {
        RetryPolicy::default()
    }

    /// How often the work is done at most, the first time included; at least once.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest pause after the first failure, and the longest of all. They double in
    /// between, and each is somewhere in its upper half, so that those who met once do not meet
    /// again.
    pub fn pause(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest.max(first);
        self
    }

    /// Does work again of which it is not known whether it was stored
    /// ([`Retry::Unknown`]): only for work that does no harm when it is done twice.
    pub fn even_if_unknown(mut self) -> Self {
        self.unknown = true;
        self
    }

    /// How the transaction of each attempt begins: `.begin(Isolation::Serializable)`.
    pub fn begin(mut self, begin: impl Into<Begin>) -> Self {
        self.begin = begin.into();
        self
    }

    /// The attempts, none of them done yet.
    pub fn start(self) -> Attempts {
        Attempts {
            policy: self,
            done: 0,
        }
    }

    fn again(&self, retry: Retry, attempt: u32) -> bool {
        attempt < self.attempts
            && match retry {
                Retry::Transaction | Retry::Reconnect => true,
                Retry::Unknown => self.unknown,
                Retry::Never => false,
            }
    }

    fn pause_after(&self, attempt: u32) -> Duration {
        let doubled = self.first.saturating_mul(1 << (attempt - 1).min(20));
        let most = doubled.min(self.longest);
        let chance = RandomState::new().build_hasher().finish() % 1000;
        most / 2 + (most / 2000) * u32::try_from(chance).unwrap_or(0)
    }
}

/// An error that says whether trying again can help: that of this crate, and one of the
/// program's own around it.
///
/// ```
/// enum AppError {
///     Database(ormolu::Error),
///     SoldOut,
/// }
///
/// impl From<ormolu::Error> for AppError {
///     fn from(error: ormolu::Error) -> Self {
///         AppError::Database(error)
///     }
/// }
///
/// impl ormolu::Retryable for AppError {
///     fn retry(&self) -> ormolu::Retry {
///         match self {
///             AppError::Database(error) => error.retry(),
///             AppError::SoldOut => ormolu::Retry::Never,
///         }
///     }
/// }
/// ```
pub trait Retryable: From<Error> {
    /// Whether doing it again makes sense.
    fn retry(&self) -> Retry;
}

impl Retryable for Error {
    fn retry(&self) -> Retry {
        Error::retry(self)
    }
}

/// The attempts at some work: for a loop of one's own, where [`Database::retry`] does not fit.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// use ormolu::{Result, RetryPolicy};
///
/// async fn publish(db: &Database, title: &str) -> Result<u64> {
///     let posts = Post::update().filter(|p| p.title.eq(title));
///     posts.set(|p| p.published.to(true)).run(db).await
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let mut attempts = RetryPolicy::new().start();
/// let published = loop {
///     match publish(&db, "Second").await {
///         Ok(count) => break count,
///         // Waits, or gives the error back.
///         Err(error) => attempts.again(error).await?,
///     }
/// };
/// # assert_eq!(published, 1);
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Attempts {
    policy: RetryPolicy,
    done: u32,
}

impl Attempts {
    /// Waits until the work may be done again; gives the error back where that cannot help, or
    /// there were attempts enough.
    pub async fn again<E: Retryable>(&mut self, error: E) -> Result<(), E> {
        self.done += 1;
        if !self.policy.again(error.retry(), self.done) {
            return Err(error);
        }
        let pause = self.policy.pause_after(self.done);
        tracing::info!(target: "ormolu::retry", attempt = self.done, ?pause, "done again");
        tokio::time::sleep(pause).await;
        Ok(())
    }
}

impl Database {
    /// Does work in a session of its own and commits it. The transaction begins before the work,
    /// so that what the work reads is part of it. All is done again, in a new session, where the
    /// engine says that this can help: after a deadlock, a serialization failure, a lock that was
    /// waited for too long, a broken connection. A COMMIT counts as part of the work.
    ///
    /// Work of which it is not known whether it was stored ([`Retry::Unknown`]) is not done
    /// again unless the policy says so. What the work does outside of the database, it does each
    /// time. The work owns what it uses (`Box::pin(async move { .. })`); where it borrows, write
    /// the loop with [`Attempts`].
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// use ormolu::{Isolation, RetryPolicy};
    ///
    /// let policy = RetryPolicy::new().begin(Isolation::Serializable);
    /// let visits = db
    ///     .retry(policy, |s| {
    ///         Box::pin(async move {
    ///             let ann = s.get::<User>(1).await?;
    ///             s[ann].visits += 1;
    ///             Ok::<_, ormolu::Error>(s[ann].visits)
    ///         })
    ///     })
    ///     .await?;
    /// # assert_eq!(visits, User::get(1).one(&db).await?.visits);
    /// # Ok(()) }
    /// ```
    pub async fn retry<T, E: Retryable>(
        &self,
        policy: RetryPolicy,
        mut work: impl for<'s> FnMut(&'s mut Session) -> BoxFuture<'s, Result<T, E>>,
    ) -> Result<T, E> {
        let mut attempts = policy.start();
        loop {
            let mut session = self.session_with(policy.begin);
            let outcome = attempt(&mut session, &mut work).await;
            // Its transaction ends before the pause.
            drop(session);
            match outcome {
                Ok(value) => return Ok(value),
                Err(error) => attempts.again(error).await?,
            }
        }
    }
}

async fn attempt<T, E: Retryable>(
    session: &mut Session,
    work: &mut impl for<'s> FnMut(&'s mut Session) -> BoxFuture<'s, Result<T, E>>,
) -> Result<T, E> {
    session.begin().await?;
    let value = work(session).await?;
    session.commit().await?;
    Ok(value)
}
