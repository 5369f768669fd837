// Included once for each engine: the models have the same names and other types.

use models::{Customer, Playlist, album, customer, invoice, invoice_line, playlist, track};
use ormolu::{Database, Result};

use crate::load::{Total, load, plain};

#[test]
fn totals() {
    testkit::run(ENGINE, async |test: testkit::TestDatabase| {
        let db = Database::connect(test.url()).await?;
        load(&db, FILE, DIALECT).await?;
        five_levels(&db).await?;
        playlists(&db).await
    });
}

/// Customers, invoices, lines, tracks, albums, artists: six statements.
async fn five_levels(db: &Database) -> Result<()> {
    let record = db.record();
    let customers = Customer::select()
        .order_by(|c| c.customer_id.asc())
        .with(customer::invoices().with(invoice::invoice_lines().with(
            invoice_line::track().with(track::album().with(album::artist())),
        )))
        .all(db)
        .await?;
    assert_eq!(record.count(), 6);
    let mut totals = vec![];
    for customer in &customers {
        let mut total = Total { customer: i64::from(customer.customer_id), lines: 0, quantity: 0 };
        for invoice in customer.invoices() {
            let mut sum = ormolu::rust_decimal::Decimal::ZERO;
            for line in invoice.invoice_lines() {
                let album = line.track().album().expect("every track of Chinook has an album");
                assert!(album.artist().name().is_some_and(|name| !name.is_empty()));
                assert_eq!(album.artist_id, album.artist().artist_id);
                sum += line.unit_price * ormolu::rust_decimal::Decimal::from(line.quantity);
                total.lines += 1;
                total.quantity += i64::from(line.quantity);
            }
            assert_eq!(sum, invoice.total, "invoice {}", invoice.invoice_id);
        }
        totals.push(total);
    }
    assert_eq!(totals.len(), 59);
    assert_eq!(totals, plain::<Total>(db, TOTALS).await?);
    Ok(())
}

/// The link table became a many-to-many relationship.
async fn playlists(db: &Database) -> Result<()> {
    let record = db.record();
    let playlists = Playlist::select().with(playlist::tracks()).all(db).await?;
    assert_eq!(record.count(), 2);
    assert_eq!(playlists.iter().map(|p| p.tracks().len()).sum::<usize>(), 8715);
    Ok(())
}
