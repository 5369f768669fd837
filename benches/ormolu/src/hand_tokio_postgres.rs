//! Lookups by hand on tokio-postgres; the other workloads are measured against sqlx.

use std::rc::Rc;
use std::sync::Arc;

use bench_harness::*;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Error, NoTls, Statement};

use crate::rows::{User, tell_user};

/// A connection and the lookup, prepared.
pub struct TokioPostgres {
    runtime: Rc<Runtime>,
    client: Arc<Client>,
    lookup: Statement,
}

impl TokioPostgres {
    /// The tables are there already.
    pub fn connect(runtime: Rc<Runtime>, url: &str) -> Outcome<Self> {
        let (client, connection) = runtime.block_on(tokio_postgres::connect(url, NoTls))?;
        runtime.spawn(connection);
        let lookup = "SELECT id, name, email, active FROM users WHERE id = $1";
        let lookup = runtime.block_on(client.prepare(lookup))?;
        Ok(TokioPostgres {
            runtime,
            client: Arc::new(client),
            lookup,
        })
    }
}

impl Contestant for TokioPostgres {
    fn execute(&mut self, sql: &str) -> Outcome {
        Ok(self.runtime.block_on(self.client.batch_execute(sql))?)
    }

    fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome {
        let Work::Lookup(last) = work else {
            return Err("tokio-postgres does lookups only".into());
        };
        let (client, statement) = (self.client.clone(), self.lookup.clone());
        let mut own = std::mem::take(seen);
        let task = async move {
            lookup(&client, &statement, last, &mut own).await?;
            Ok::<_, Error>(own)
        };
        *seen = self.runtime.block_on(self.runtime.spawn(task))??;
        Ok(())
    }

    fn workloads(&self) -> Vec<Workload> {
        vec![Workload::Lookup]
    }
}

async fn lookup(
    client: &Client,
    statement: &Statement,
    last: i64,
    seen: &mut Seen,
) -> Result<(), Error> {
    for id in 1..=last {
        let row = client.query_one(statement, &[&id]).await?;
        let user = User {
            id: row.try_get(0)?,
            name: row.try_get(1)?,
            email: row.try_get(2)?,
            active: row.try_get(3)?,
        };
        seen.look(&user, tell_user);
    }
    Ok(())
}
