//! Lookups by hand on tokio-postgres.

use bench_harness::*;
use tokio_postgres::NoTls;

/// Runs the lookup alone: the other workloads are measured against sqlx.
pub fn run(
    runtime: &tokio::runtime::Runtime,
    url: &str,
) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = runtime.block_on(tokio_postgres::connect(url, NoTls))?;
    runtime.spawn(connection);
    let statement = runtime
        .block_on(client.prepare("SELECT id, name, email, active FROM users WHERE id = $1"))?;
    Bench::new("tokio-postgres", "postgres").run(Workload::Lookup, |_| {
        runtime.block_on(async {
            let mut n = 0;
            for id in 1..=LOOKUPS {
                let row = client.query_one(&statement, &[&id]).await.expect("lookup");
                let name: String = row.get(1);
                let email: String = row.get(2);
                let active: bool = row.get(3);
                n += name.len() + email.len() + usize::from(active);
            }
            n
        })
    });
    Ok(())
}
