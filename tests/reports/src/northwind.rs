//! Northwind, a trader in food, on SQLite.

#[allow(unreachable_pub)]
mod models {
    ormolu::include_models!("northwind");
}

mod sales;
mod staff;
mod supply;

use ormolu::expr::Column;
use ormolu::query::Tuple;
use ormolu::{Expr, Select, lit};

use models::{OrderDetail, order_detail::OrderDetailTable};

/// Compares all of them.
pub async fn compare(desk: &mut crate::Desk) {
    sales::compare(desk).await;
    staff::compare(desk).await;
    supply::compare(desk).await;
}

/// The lines of all orders: order, product, and revenue after the discount.
type Lines = Select<OrderDetailTable, Tuple<(Expr<i64, Column>, Expr<i64, Column>, Expr<f64>)>>;

fn lines() -> Lines {
    OrderDetail::select().select(|d| {
        let full = d.unit_price.cast::<f64>() * d.quantity.cast::<f64>();
        (d.order_id, d.product_id, full * (lit(1.0) - d.discount))
    })
}

/// The same in plain SQL.
const LINES: &str = "lines as (
    select OrderID as o, ProductID as p, UnitPrice * Quantity * (1 - Discount) as revenue
    from [Order Details])";
