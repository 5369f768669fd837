use ormolu::generated::*;

use super::super::comment::*;
use super::super::{Comment, Post, User};

static COLUMNS: [ColumnMeta; 4] = [
    ColumnMeta {
        name: "id",
        kind: Kind::I64,
        nullable: false,
        fill: Fill::Identity,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "post_id",
        kind: Kind::I64,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "author_id",
        kind: Kind::I64,
        nullable: true,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "text",
        kind: Kind::Text,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Comment",
    table: TableMeta {
        namespace: None,
        name: "comments",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"comments\".\"id\", \"comments\".\"post_id\", \"comments\".\"author_id\", \"comments\".\"text\" FROM \"comments\" WHERE \"comments\".\"id\" = ?",
        postgres: "SELECT \"comments\".\"id\", \"comments\".\"post_id\", \"comments\".\"author_id\", \"comments\".\"text\" FROM \"comments\" WHERE \"comments\".\"id\" = $1",
        mysql: "SELECT `comments`.`id`, `comments`.`post_id`, `comments`.`author_id`, `comments`.`text` FROM `comments` WHERE `comments`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"comments\" WHERE \"comments\".\"id\" = ?",
        postgres: "DELETE FROM \"comments\" WHERE \"comments\".\"id\" = $1",
        mysql: "DELETE FROM `comments` WHERE `comments`.`id` = ?",
    },
};

impl Model for Comment {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = CommentView<'g, L>;
    type Table<M: Mode> = CommentTable<M>;

    fn table<M: Mode>(alias: Alias) -> CommentTable<M> {
        CommentTable {
            alias,
            id: Col::column(alias, &META, 0),
            post_id: Col::column(alias, &META, 1),
            author_id: Col::column(alias, &META, 2),
            text: Col::column(alias, &META, 3),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Comment {
            id: SqlType::decode(row, at + 0)?,
            post_id: SqlType::decode(row, at + 1)?,
            author_id: SqlType::decode(row, at + 2)?,
            text: SqlType::decode(row, at + 3)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.post_id.clone()),
            2 => SqlType::into_value(self.author_id.clone()),
            3 => SqlType::into_value(self.text.clone()),
            _ => Value::Null(Kind::Text),
        }
    }
    fn read<D: Decoder + ?Sized>(
        &mut self,
        column: usize,
        row: &D,
        at: usize,
    ) -> Result<(), DecodeError> {
        match column {
            0 => self.id = SqlType::decode(row, at)?,
            1 => self.post_id = SqlType::decode(row, at)?,
            2 => self.author_id = SqlType::decode(row, at)?,
            3 => self.text = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.post_id != original.post_id {
            out.push(1);
        }
        if self.author_id != original.author_id {
            out.push(2);
        }
        if self.text != original.text {
            out.push(3);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("post_id", &self.post_id)?;
        map.serialize_entry("author_id", &self.author_id)?;
        map.serialize_entry("text", &self.text)?;
        Ok(())
    }
}

impl<M: Mode> Clone for CommentTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for CommentTable<M> {}
impl<M: Mode> TableHandle for CommentTable<M> {
    type Model = Comment;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for CommentView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for CommentView<'_, L> {}
impl<'g, L> From<View<'g, Comment, L>> for CommentView<'g, L> {
    fn from(view: View<'g, Comment, L>) -> Self {
        CommentView(view)
    }
}
impl<L> std::ops::Deref for CommentView<'_, L> {
    type Target = Comment;
    fn deref(&self) -> &Comment {
        self.0.row()
    }
}
impl<L: Shape<Comment>> Serialize for CommentView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Post: SlotShape<post>, Author: SlotShape<author>> Shape<Comment> for Rels<Post, Author> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Comment, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Post::serialize(view, map)?;
        Author::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for post {
    type Parent = Comment;
    type Child = Post;
    type Cardinality = ToOne;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "post",
        slot: 0,
        inverse: Some(2),
        parent_columns: &[1],
        child_columns: &[0],
        link: None,
        order: &[],
        required: true,
        belongs_to: true,
    };
    fn parent_key(parent: &Comment) -> Option<Self::Key> {
        Some(parent.post_id)
    }
    fn child_key(child: &Post) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<Post: 'static, Author: 'static, S_: 'static> Set<post, S_> for Rels<Post, Author> {
    type Out = Rels<Yes<S_>, Author>;
}
#[diagnostic::do_not_recommend]
impl<Author: SlotShape<author>, S_: Shape<Post>> HasPost for Rels<Yes<S_>, Author> {
    type Post = S_;
}

impl Relation for author {
    type Parent = Comment;
    type Child = User;
    type Cardinality = ToOne;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "author",
        slot: 1,
        inverse: Some(1),
        parent_columns: &[2],
        child_columns: &[0],
        link: None,
        order: &[],
        required: false,
        belongs_to: true,
    };
    fn parent_key(parent: &Comment) -> Option<Self::Key> {
        parent.author_id
    }
    fn child_key(child: &User) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<Post: 'static, Author: 'static, S_: 'static> Set<author, S_> for Rels<Post, Author> {
    type Out = Rels<Post, Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<Post: SlotShape<post>, S_: Shape<User>> HasAuthor for Rels<Post, Yes<S_>> {
    type Author = S_;
}
