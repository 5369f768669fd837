//! Ten shapes of queries over three tables, each in many variants.

use crate::tables::{COMMENT, Column, Of, POST, Table, USER};

/// A query in both languages.
pub struct Query {
    /// Behind the first one: `, number: i32`.
    pub parameters: String,
    /// The model, where whole rows come out.
    pub whole: Option<&'static str>,
    /// Names and types of the columns otherwise.
    pub columns: Vec<(String, String)>,
    /// The body of the function with Ormolu.
    pub ours: String,
    /// The text for sqlx, and what is bound to it.
    pub sql: String,
    pub binds: Vec<&'static str>,
}

impl Query {
    pub fn row_type(&self) -> String {
        match self.whole {
            Some(model) => model.to_owned(),
            None => {
                let types: Vec<&str> = self.columns.iter().map(|(_, rust)| rust.as_str()).collect();
                format!("({})", types.join(", "))
            }
        }
    }
}

/// The query of a number.
pub fn query(nth: usize) -> Query {
    let (shape, variant) = (nth % 10, nth / 10);
    let mut text = Text::new(variant);
    match shape {
        0 => text.joined([('c', COMMENT), ('p', POST), ('u', USER)], 3),
        1 => text.joined([('u', USER), ('p', POST), ('c', COMMENT)], 4),
        2 => text.outer(),
        3 => text.grouped(),
        4 => text.grouped_twice(),
        5 => text.with_comments(),
        6 => text.counted(),
        7 => text.whole(),
        8 => text.within(),
        _ => text.computed(),
    }
    text.finish()
}

/// A query on its way.
struct Text {
    variant: usize,
    parameters: String,
    whole: Option<&'static str>,
    columns: Vec<(String, String)>,
    ours: String,
    sql: String,
    binds: Vec<&'static str>,
}

/// A condition: with Ormolu, and in SQL.
struct Filter(String, String);

impl Text {
    fn new(variant: usize) -> Self {
        Text {
            variant,
            parameters: String::new(),
            whole: None,
            columns: vec![],
            ours: String::new(),
            sql: String::new(),
            binds: vec![],
        }
    }

    fn finish(self) -> Query {
        let run = match self.whole {
            Some(_) => "\n        .all(db)\n        .await\n        .map(|rows| rows.into_rows())",
            None => "\n        .all(db)\n        .await",
        };
        Query {
            parameters: self.parameters,
            whole: self.whole,
            columns: self.columns,
            ours: self.ours + run,
            sql: self.sql,
            binds: self.binds,
        }
    }

    /// Another parameter of the function; its name and the place for it.
    fn bind(&mut self, name: &'static str, rust: &str) -> String {
        if !self.binds.contains(&name) {
            self.parameters += &format!(", {name}: {rust}");
            self.binds.push(name);
        }
        let at = self
            .binds
            .iter()
            .position(|bound| *bound == name)
            .unwrap_or_default();
        format!("${}", at + 1)
    }

    /// A condition on a table; which, is up to the number.
    fn filter(&mut self, alias: char, table: &Table, nth: usize) -> Filter {
        let turn = self.variant / 3 + nth;
        let column = |rust: &str| Of(alias, table.column(rust, turn));
        match (self.variant + nth) % 7 {
            0 => {
                let (c, at) = (column("String"), self.bind("text", "&str"));
                Filter(format!("{c}.eq(text)"), format!("{c} = {at}"))
            }
            1 => {
                let c = column("bool");
                Filter(format!("{c}"), format!("{c}"))
            }
            2 => {
                let (c, at) = (column("DateTime<Utc>"), self.bind("since", "DateTime<Utc>"));
                Filter(format!("{c}.ge(since)"), format!("{c} >= {at}"))
            }
            3 => {
                let (c, at) = (column("Option<i32>"), self.bind("number", "i32"));
                Filter(
                    format!("{c}.gt(number).or({c}.is_null())"),
                    format!("({c} > {at} OR {c} IS NULL)"),
                )
            }
            4 => {
                let c = column("Option<String>");
                Filter(format!("{c}.is_not_null()"), format!("{c} IS NOT NULL"))
            }
            5 => {
                let (c, at) = (column("String"), self.bind("text", "&str"));
                Filter(
                    format!("{c}.starts_with(text)"),
                    format!("starts_with({c}, {at})"),
                )
            }
            _ => {
                let (c, at) = (column("f64"), self.bind("share", "f64"));
                Filter(format!("{c}.lt(share)"), format!("{c} < {at}"))
            }
        }
    }

    /// Some columns of the tables in turn, each once.
    fn pick(&mut self, tables: &[(char, Table)], many: usize, outer: &str) -> (String, String) {
        let (mut ours, mut sql) = (vec![], vec![]);
        for at in 0..many {
            let (alias, table) = &tables[at % tables.len()];
            let column = table.any(self.variant * 3 + at * 2 + at / tables.len());
            let optional = outer.contains(*alias) && !column.rust.starts_with("Option");
            let rust = if optional {
                format!("Option<{}>", column.rust)
            } else {
                column.rust.to_owned()
            };
            self.push(
                format!("{}_{}", table.model.to_lowercase(), column.name),
                rust,
            );
            let of = Of(*alias, column);
            ours.push(of.to_string());
            sql.push(format!(
                "{of} AS {}_{}",
                table.model.to_lowercase(),
                column.name
            ));
        }
        (ours.join(", "), sql.join(", "))
    }

    fn push(&mut self, name: impl Into<String>, rust: impl Into<String>) {
        self.columns.push((name.into(), rust.into()));
    }

    fn limit(&self) -> usize {
        10 + self.variant
    }

    /// Columns of three tables, joined.
    fn joined(&mut self, tables: [(char, Table); 3], many: usize) {
        let [a, b, c] = &tables;
        let first = self.filter(a.0, &a.1, 0);
        let second = self.filter(c.0, &c.1, 2);
        let (ours, sql) = self.pick(&tables, many, "");
        let order = Of(b.0, b.1.any(self.variant));
        let (one, other, on, and) = match a.0 {
            'c' => ("post", "author", "p.id = c.post_id", "u.id = p.author_id"),
            _ => (
                "posts",
                "comments",
                "p.author_id = u.id",
                "c.post_id = p.id",
            ),
        };
        let (x, y, z) = (a.0, b.0, c.0);
        self.ours = format!(
            "{}::select()\n        .join(|{x}| {x}.{one}())\n        .join(|(_, {y})| {y}.{other}())\n        \
             .filter(|({x}, _, _)| {})\n        .filter(|(_, _, {z})| {})\n        \
             .order_by(|(_, {y}, _)| {order}.desc())\n        .limit({})\n        \
             .select(|({x}, {y}, {z})| ({ours}))",
            a.1.model,
            first.0,
            second.0,
            self.limit(),
        );
        self.sql = format!(
            "SELECT {sql} FROM {} {x} JOIN {} {y} ON {on} JOIN {} {z} ON {and} \
             WHERE {} AND {} ORDER BY {order} DESC LIMIT {}",
            a.1.name,
            b.1.name,
            c.1.name,
            first.1,
            second.1,
            self.limit(),
        );
    }

    /// Users with posts and comments, if they have some.
    fn outer(&mut self) {
        let filter = self.filter('u', &USER, 1);
        let (ours, sql) = self.pick(&[('u', USER), ('p', POST), ('c', COMMENT)], 3, "pc");
        let order = Of('u', USER.any(self.variant));
        self.ours = format!(
            "User::select()\n        .left_join(|u| u.posts())\n        .left_join(|(_, p)| p.comments())\n        \
             .filter(|(u, _, _)| {})\n        .order_by(|(u, p, _)| ({order}, p.id.desc()))\n        \
             .select(|(u, p, c)| ({ours}))",
            filter.0,
        );
        self.sql = format!(
            "SELECT {sql} FROM users u LEFT JOIN posts p ON p.author_id = u.id \
             LEFT JOIN comments c ON c.post_id = p.id WHERE {} ORDER BY {order}, p.id DESC",
            filter.1,
        );
    }

    /// Comments counted by a column of the user.
    fn grouped(&mut self) {
        let filter = self.filter('p', &POST, 3);
        let key = Of('u', USER.any(self.variant));
        let sum = Of('c', COMMENT.column("i32", self.variant));
        let least = self.bind("least", "i64");
        self.push("key", key.1.rust);
        self.push("comments", "i64");
        self.push("total", "Option<i64>");
        self.ours = format!(
            "User::select()\n        .join(|u| u.posts())\n        .join(|(_, p)| p.comments())\n        \
             .filter(|(_, p, _)| {})\n        .group_by(|(u, _, _)| {key})\n        \
             .having(|_, (_, _, c)| c.id.count().gt(least))\n        .order_by(|_, (_, _, c)| c.id.count().desc())\n        \
             .select(|key, (_, _, c)| (key, c.id.count(), {sum}.sum()))",
            filter.0,
        );
        self.sql = format!(
            "SELECT {key} AS key, count(c.id) AS comments, sum({sum}) AS total FROM users u \
             JOIN posts p ON p.author_id = u.id JOIN comments c ON c.post_id = p.id WHERE {} \
             GROUP BY {key} HAVING count(c.id) > {least} ORDER BY count(c.id) DESC",
            filter.1,
        );
    }

    /// Grouped by columns of two tables, with extremes of the third.
    fn grouped_twice(&mut self) {
        let filter = self.filter('c', &COMMENT, 4);
        let (user, post) = (
            Of('u', USER.any(self.variant)),
            Of('p', POST.any(self.variant + 1)),
        );
        let number = Of('c', COMMENT.column(["i32", "f64"][self.variant % 2], 0));
        let optional = |column: Column| format!("Option<{}>", column.rust);
        self.push("user_key", user.1.rust);
        self.push("post_key", post.1.rust);
        self.push("least", optional(number.1));
        self.push("greatest", optional(number.1));
        self.push("comments", "i64");
        self.ours = format!(
            "Comment::select()\n        .join(|c| c.post())\n        .join(|(_, p)| p.author())\n        \
             .filter(|(c, _, _)| {})\n        .group_by(|(_, p, u)| ({user}, {post}))\n        \
             .order_by(|(user, _), _| user)\n        \
             .select(|(user, post), (c, _, _)| (user, post, {number}.min(), {number}.max(), count()))",
            filter.0,
        );
        self.sql = format!(
            "SELECT {user} AS user_key, {post} AS post_key, min({number}) AS least, \
             max({number}) AS greatest, count(*) AS comments FROM comments c \
             JOIN posts p ON p.id = c.post_id JOIN users u ON u.id = p.author_id WHERE {} \
             GROUP BY {user}, {post} ORDER BY {user}",
            filter.1,
        );
    }

    /// Posts and their authors, by whether there are comments.
    fn with_comments(&mut self) {
        let comments = self.filter('c', &COMMENT, 5);
        let author = self.filter('u', &USER, 0);
        let (ours, sql) = self.pick(&[('p', POST), ('u', USER)], 4, "");
        let (any, exists) = [("any", "EXISTS"), ("none", "NOT EXISTS")][self.variant % 2];
        self.ours = format!(
            "Post::select()\n        .join(|p| p.author())\n        \
             .filter(|(p, u)| p.comments().{any}(|c| {}).and({}))\n        \
             .order_by(|(p, _)| p.id)\n        .limit({})\n        .select(|(p, u)| ({ours}))",
            comments.0,
            author.0,
            self.limit(),
        );
        self.sql = format!(
            "SELECT {sql} FROM posts p JOIN users u ON u.id = p.author_id \
             WHERE {exists} (SELECT 1 FROM comments c WHERE c.post_id = p.id AND {}) AND {} \
             ORDER BY p.id LIMIT {}",
            comments.1,
            author.1,
            self.limit(),
        );
    }

    /// Users with how many posts and comments they have.
    fn counted(&mut self) {
        let posts = self.filter('p', &POST, 1);
        let user = self.filter('u', &USER, 3);
        let key = Of('u', USER.any(self.variant));
        self.push("key", key.1.rust);
        self.push("posts", "i64");
        self.push("comments", "i64");
        self.ours = format!(
            "User::select()\n        .filter(|u| {})\n        .select(|u| {{\n            \
             let posts = u.posts().filter(|p| {}).count();\n            \
             ({key}, posts, u.comments().count())\n        }})",
            user.0, posts.0,
        );
        self.sql = format!(
            "SELECT {key} AS key, (SELECT count(*) FROM posts p WHERE p.author_id = u.id AND {}) AS posts, \
             (SELECT count(*) FROM comments c WHERE c.author_id = u.id) AS comments FROM users u WHERE {}",
            posts.1, user.1,
        );
    }

    /// Whole posts, by their authors and comments.
    fn whole(&mut self) {
        self.whole = Some("Post");
        let author = self.filter('u', &USER, 2);
        let comments = self.filter('c', &COMMENT, 6);
        let post = self.filter('p', &POST, 4);
        let order = Of('p', POST.any(self.variant));
        self.ours = format!(
            "Post::select()\n        .filter(|p| p.author().has(|u| {}))\n        \
             .filter(|p| p.comments().any(|c| {}))\n        .filter(|p| {})\n        \
             .order_by(|p| {order})\n        .limit({})",
            author.0,
            comments.0,
            post.0,
            self.limit(),
        );
        self.sql = format!(
            "SELECT p.* FROM posts p WHERE EXISTS (SELECT 1 FROM users u WHERE u.id = p.author_id AND {}) \
             AND EXISTS (SELECT 1 FROM comments c WHERE c.post_id = p.id AND {}) AND {} \
             ORDER BY {order} LIMIT {}",
            author.1,
            comments.1,
            post.1,
            self.limit(),
        );
    }

    /// Comments on the posts of some users.
    fn within(&mut self) {
        let user = self.filter('u', &USER, 5);
        let comment = self.filter('c', &COMMENT, 1);
        let (ours, sql) = self.pick(&[('c', COMMENT)], 3, "");
        self.ours = format!(
            "Comment::select()\n        .filter(|c| {{\n            \
             let posts = Post::select().join(|p| p.author()).filter(|(_, u)| {});\n            \
             c.post_id.in_(posts.select(|(p, _)| p.id))\n        }})\n        .filter(|c| {})\n        \
             .select(|c| ({ours}))\n        .limit({})",
            user.0,
            comment.0,
            self.limit(),
        );
        self.sql = format!(
            "SELECT {sql} FROM comments c WHERE c.post_id IN (SELECT p.id FROM posts p \
             JOIN users u ON u.id = p.author_id WHERE {}) AND {} LIMIT {}",
            user.1,
            comment.1,
            self.limit(),
        );
    }

    /// Calculated from columns of three tables.
    fn computed(&mut self) {
        let filter = self.filter('u', &USER, 6);
        let text = Of('u', USER.column("String", self.variant));
        let (ours, sql) = self.pick(&[('c', COMMENT)], 1, "");
        let step = self.variant + 1;
        self.push("who", "String");
        self.push("reach", "i32");
        self.push("stars", "i32");
        self.ours = format!(
            "Comment::select()\n        .join(|c| c.post())\n        .join(|(_, p)| p.author())\n        \
             .filter(|(_, _, u)| {})\n        .select(|(c, p, u)| \
             ({ours}, {text}.lower(), p.views + c.likes * {step}, p.stars.or_value(0)))",
            filter.0,
        );
        self.sql = format!(
            "SELECT {sql}, lower({text}) AS who, p.views + c.likes * {step} AS reach, \
             coalesce(p.stars, 0) AS stars FROM comments c JOIN posts p ON p.id = c.post_id \
             JOIN users u ON u.id = p.author_id WHERE {}",
            filter.1,
        );
    }
}
