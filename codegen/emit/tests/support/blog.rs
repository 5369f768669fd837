use ormolu_schema::ir::{Column, ColumnId, Default, Literal, Projection, Schema, SqlDefault, Type};

use super::{column, id, null, schema, text, value, with};

/// Users write posts, posts have tags.
pub fn blog() -> Schema {
    let mut s = schema();
    let status = s.enumeration("PostStatus", &["draft", "published", "archived"]);
    let user = s.model(
        "User",
        "user",
        1,
        vec![
            id(),
            text("email"),
            text("name"),
            null(column("bio", Type::Text)),
            value(column("active", Type::Bool), Literal::Bool(true)),
            Column {
                sensitive: true,
                ..null(text("password_hash"))
            },
            with(
                column("created_at", Type::TimestampTz),
                Default::Database(SqlDefault::Now),
            ),
        ],
    );
    let post = s.model(
        "Post",
        "post",
        1,
        vec![
            id(),
            column("author_id", Type::BigInt),
            text("title"),
            null(column("body", Type::Text)),
            value(column("status", status), Literal::Text("draft".into())),
            value(column("published", Type::Bool), Literal::Bool(false)),
            null(column("editor_id", Type::BigInt)),
            with(
                column("created_at", Type::TimestampTz),
                Default::Database(SqlDefault::Now),
            ),
        ],
    );
    let tag = s.model("Tag", "tag", 1, vec![id(), text("name")]);
    s.belongs(post, "author", &["author_id"], user, "posts");
    s.belongs(post, "editor", &["editor_id"], user, "edited");
    s.link(post, "tags", tag, "posts");
    s.0.models[post.0].comment = Some("Something a user wrote.".into());
    let user = &mut s.0.models[user.0];
    user.filterable = [2, 3, 4, 6].map(ColumnId).to_vec();
    user.projections.push(Projection {
        name: "UserCard".into(),
        columns: [2, 0].map(ColumnId).to_vec(),
        derives: vec![],
        comment: Some("What stands beside a post.".into()),
    });
    s.0.models[post.0].columns[2].comment = Some("The headline.".into());
    s.0
}
