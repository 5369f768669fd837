//! A row with what hangs on it, merged in one call.

use behaviour::on_every_engine_owned;
use behaviour::ownership::{
    Line, LinePatch, Order, OrderPatch, Remark, Slip, customer, line, order, remark, slip,
};
use ormolu::{Database, Graft, Result};

/// An order with two lines, of which each has a remark, a slip and an event.
async fn stored(db: &Database) -> Result<()> {
    let mut s = db.session();
    let ann = s.add(customer::new("Ann"));
    let order = s.add(order::new().customer(ann));
    for text in ["one", "two"] {
        let line = s.add(line::new(text).order(order));
        s.add(remark::new(text).line(line));
    }
    s.add(slip::new("old").order(order));
    s.commit().await
}

fn a_line(id: i64, text: &str) -> Line {
    Line {
        id,
        order_id: 0,
        text: text.into(),
        amount: 1,
    }
}

fn a_remark(id: i64, text: &str) -> Remark {
    Remark {
        id,
        line_id: 0,
        text: text.into(),
    }
}

fn amount(amount: i32) -> LinePatch {
    LinePatch {
        amount: amount.into(),
        ..LinePatch::default()
    }
}

#[test]
fn all_levels_become_what_they_are_said_to_be() {
    on_every_engine_owned(async |db: Database| {
        stored(&db).await?;
        let mut s = db.session();
        let record = db.record();
        let noted = OrderPatch {
            note: Some("rush".to_owned()).into(),
            ..OrderPatch::default()
        };
        let slip = Slip {
            id: 0,
            order_id: 0,
            text: "new".into(),
        };
        let first = Graft::patch(1, amount(5)).with(line::remarks(), [a_remark(0, "again")]);
        let third = Graft::row(a_line(0, "three")).with(line::remarks(), [a_remark(0, "first")]);
        let graft = Graft::patch(1, noted)
            .with(order::lines(), [first, third])
            .with(order::slip(), [slip]);
        let order = s.merge_graph(graft).await?;
        assert_eq!(record.count(), 4, "one for each relationship of each level");
        assert_eq!(s[order].note.as_deref(), Some("rush"));
        s.commit().await?;

        let orders = Order::select()
            .with(order::lines().with(line::remarks()))
            .with(order::slip())
            .all(&db)
            .await?;
        let order = orders.first().unwrap();
        assert_eq!((order.note(), order.total()), (Some("rush"), 0));
        assert_eq!(order.slip().map(|slip| slip.text()), Some("new"));
        let lines: Vec<(&str, i32, Vec<&str>)> = order
            .lines()
            .iter()
            .map(|l| {
                (
                    l.text(),
                    l.amount(),
                    l.remarks().iter().map(|r| r.text()).collect(),
                )
            })
            .collect();
        assert_eq!(
            lines,
            [("one", 5, vec!["again"]), ("three", 1, vec!["first"])]
        );
        assert_eq!(Remark::select().count(&db).await?, 2, "orphans go");
        Ok(())
    });
}

/// What is not named stays, and the same data again writes nothing.
#[test]
fn what_is_not_named_stays() {
    on_every_engine_owned(async |db: Database| {
        stored(&db).await?;
        let mut s = db.session();
        let unnamed = Graft::patch(1, OrderPatch::default()).with(
            order::lines(),
            [
                Graft::patch(1, LinePatch::default()),
                Graft::patch(2, amount(1)),
            ],
        );
        s.merge_graph(unnamed).await?;
        assert!(!s.has_work());
        let nothing: [Line; 0] = [];
        let none = Graft::patch(1, OrderPatch::default()).with(order::lines(), nothing);
        s.merge_graph(none).await?;
        s.commit().await?;
        assert_eq!(Line::select().count(&db).await?, 0);
        assert_eq!(Slip::select().count(&db).await?, 1);
        Ok(())
    });
}

/// Rows of many parents are read by one statement for each level.
#[test]
fn the_number_of_rows_does_not_count() {
    on_every_engine_owned(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(customer::new("Ann"));
        let order = s.add(order::new().customer(ann));
        for n in 0..20 {
            let line = s.add(line::new(format!("line {n}")).order(order));
            s.add(remark::new("old").line(line));
        }
        s.commit().await?;
        let lines = Line::select().order_by(|l| l.id.asc()).select(|l| l.id);
        let lines = lines.all(&db).await?;
        let grafts = lines
            .into_iter()
            .map(|id| Graft::patch(id, amount(2)).with(line::remarks(), [a_remark(0, "new")]));
        let mut s = db.session();
        let record = db.record();
        let graft = Graft::patch(1, OrderPatch::default()).with(order::lines(), grafts);
        s.merge_graph(graft).await?;
        assert_eq!(record.count(), 3);
        s.commit().await?;
        let new = Remark::select().filter(|r| r.text.eq("new"));
        assert_eq!(new.count(&db).await?, 20);
        assert_eq!(Remark::select().count(&db).await?, 20);
        Ok(())
    });
}

#[test]
fn rows_that_are_nobody_s_children_are_refused() {
    on_every_engine_owned(async |db: Database| {
        stored(&db).await?;
        let order = || Graft::patch(1, OrderPatch::default());
        let mut s = db.session();
        let unknown = order().with(order::lines(), [Graft::patch(99, amount(2))]);
        let message = s.merge_graph(unknown).await.unwrap_err().to_string();
        assert!(
            message.starts_with("Line (id = 99) is none of the `lines`"),
            "{message}"
        );
        s.clear();
        let up = Graft::patch(1, LinePatch::default()).with(line::order(), [order()]);
        let message = s.merge_graph(up).await.unwrap_err().to_string();
        assert!(
            message.starts_with("`order` is said by columns of the row itself"),
            "{message}"
        );
        s.clear();
        assert!(
            s.merge_graph(Graft::patch(7, OrderPatch::default()))
                .await
                .is_err()
        );
        assert!(!s.has_work());
        Ok(())
    });
}
