use insta::assert_snapshot;
use ormolu::expr::Node;
use ormolu::query::{PerGroup, SelectNode, write_select};
use ormolu::{Dialect, Model};

use crate::models::{Post, Tag, User};
use crate::support::sql;

#[test]
fn order_limit_offset() {
    let sorted = User::select()
        .order_by(|u| (u.name, u.bio.desc().nulls_last(), u.age.asc().nulls_first()))
        .order_by(|u| [u.id.desc()])
        .limit(10)
        .offset(20)
        .select(|u| u.id);
    assert_snapshot!(sql(sorted));
    assert_snapshot!(sql(Tag::select().offset(5)));
    assert_snapshot!(sql(Tag::select().limit(0)));
}

#[test]
fn distinct() {
    assert_snapshot!(sql(Post::select().distinct().select(|p| p.author_id)));
}

#[test]
fn whole_tables_and_nested_tuples() {
    let rows = Post::select()
        .left_join(|p| p.tags())
        .select(|(p, t)| (t, (p.id, (p.title,))));
    assert_snapshot!(sql(rows));
}

#[test]
fn optional_filters() {
    let wanted: Option<&str> = None;
    let query = Tag::select()
        .filter_some(wanted, |t, name| t.name.eq(name))
        .filter_some(Some(3), |t, id| t.id.gt(id));
    assert_snapshot!(sql(query));
}

#[test]
fn eight_tables() {
    let query = Tag::select()
        .join(|t| t.posts())
        .join(|(_, p)| p.author())
        .join(|(_, _, u)| u.posts())
        .join(|(.., p)| p.tags())
        .join(|(.., t)| t.posts())
        .join(|(.., p)| p.author())
        .left_join(|(.., u)| u.posts())
        .select(|(t, .., p)| (t.id, p.id));
    assert_snapshot!(sql(query));
}

#[test]
fn some_rows_of_each_group() {
    let select = |author: Node, id: Node, base: SelectNode| SelectNode {
        columns: vec![id.clone()],
        order: vec![term(author.clone(), false), term(id, true)],
        per_group: Some(PerGroup {
            by: vec![author],
            limit: 3,
            offset: 1,
        }),
        ..base
    };
    let alias = ormolu::expr::Alias::fresh();
    let column = |at| {
        Node::Column(ormolu::expr::Column {
            alias,
            model: Post::META,
            at,
        })
    };
    let base = SelectNode {
        from: Some(ormolu::query::TableRef {
            alias,
            source: ormolu::query::Source::Table(Post::META.table),
        }),
        ..SelectNode::default()
    };
    let select = select(column(1), column(0), base);
    let text = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql].map(|dialect| {
        write_select(&select, dialect)
            .unwrap()
            .sql
            .as_str()
            .to_owned()
    });
    assert_snapshot!(text.join("\n"));
}

fn term(node: Node, descending: bool) -> ormolu::expr::OrderNode {
    ormolu::expr::OrderNode {
        node,
        descending,
        nulls_first: None,
    }
}
