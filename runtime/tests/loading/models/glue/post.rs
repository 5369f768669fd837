use ormolu::generated::*;

use super::super::post::*;
use super::super::{Comment, Post, Tag, User};

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
        name: "author_id",
        kind: Kind::I64,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "title",
        kind: Kind::Text,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "body",
        kind: Kind::Text,
        nullable: true,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Post",
    table: TableMeta {
        namespace: None,
        name: "posts",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"posts\".\"id\", \"posts\".\"author_id\", \"posts\".\"title\", \"posts\".\"body\" FROM \"posts\" WHERE \"posts\".\"id\" = ?",
        postgres: "SELECT \"posts\".\"id\", \"posts\".\"author_id\", \"posts\".\"title\", \"posts\".\"body\" FROM \"posts\" WHERE \"posts\".\"id\" = $1",
        mysql: "SELECT `posts`.`id`, `posts`.`author_id`, `posts`.`title`, `posts`.`body` FROM `posts` WHERE `posts`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"posts\" WHERE \"posts\".\"id\" = ?",
        postgres: "DELETE FROM \"posts\" WHERE \"posts\".\"id\" = $1",
        mysql: "DELETE FROM `posts` WHERE `posts`.`id` = ?",
    },
};

impl Model for Post {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = PostView<'g, L>;
    type Table<M: Mode> = PostTable<M>;

    fn table<M: Mode>(alias: Alias) -> PostTable<M> {
        PostTable {
            alias,
            id: Col::column(alias, &META, 0),
            author_id: Col::column(alias, &META, 1),
            title: Col::column(alias, &META, 2),
            body: Col::column(alias, &META, 3),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Post {
            id: SqlType::decode(row, at + 0)?,
            author_id: SqlType::decode(row, at + 1)?,
            title: SqlType::decode(row, at + 2)?,
            body: SqlType::decode(row, at + 3)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.author_id.clone()),
            2 => SqlType::into_value(self.title.clone()),
            3 => SqlType::into_value(self.body.clone()),
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
            1 => self.author_id = SqlType::decode(row, at)?,
            2 => self.title = SqlType::decode(row, at)?,
            3 => self.body = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.author_id != original.author_id {
            out.push(1);
        }
        if self.title != original.title {
            out.push(2);
        }
        if self.body != original.body {
            out.push(3);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("author_id", &self.author_id)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("body", &self.body)?;
        Ok(())
    }
}

impl<M: Mode> Clone for PostTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for PostTable<M> {}
impl<M: Mode> TableHandle for PostTable<M> {
    type Model = Post;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for PostView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for PostView<'_, L> {}
impl<'g, L> From<View<'g, Post, L>> for PostView<'g, L> {
    fn from(view: View<'g, Post, L>) -> Self {
        PostView(view)
    }
}
impl<L> std::ops::Deref for PostView<'_, L> {
    type Target = Post;
    fn deref(&self) -> &Post {
        self.0.row()
    }
}
impl<L: Shape<Post>> Serialize for PostView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Author: SlotShape<author>, Tags: SlotShape<tags>, Comments: SlotShape<comments>> Shape<Post>
    for Rels<Author, Tags, Comments>
{
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Post, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Author::serialize(view, map)?;
        Tags::serialize(view, map)?;
        Comments::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for author {
    type Parent = Post;
    type Child = User;
    type Cardinality = ToOne;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "author",
        slot: 0,
        inverse: Some(0),
        parent_columns: &[1],
        child_columns: &[0],
        link: None,
        order: &[],
        required: true,
        belongs_to: true,
    };
    fn parent_key(parent: &Post) -> Option<Self::Key> {
        Some(parent.author_id)
    }
    fn child_key(child: &User) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<Author: 'static, Tags: 'static, Comments: 'static, S_: 'static> Set<author, S_>
    for Rels<Author, Tags, Comments>
{
    type Out = Rels<Yes<S_>, Tags, Comments>;
}
#[diagnostic::do_not_recommend]
impl<Tags: SlotShape<tags>, Comments: SlotShape<comments>, S_: Shape<User>> HasAuthor
    for Rels<Yes<S_>, Tags, Comments>
{
    type Author = S_;
}

impl Relation for tags {
    type Parent = Post;
    type Child = Tag;
    type Cardinality = ToMany;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "tags",
        slot: 1,
        inverse: Some(0),
        parent_columns: &[0],
        child_columns: &[0],
        link: Some(&LinkMeta {
            table: TableMeta {
                namespace: None,
                name: "post_tags",
            },
            parent_columns: &["post_id"],
            child_columns: &["tag_id"],
        }),
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &Post) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Tag) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<Author: 'static, Tags: 'static, Comments: 'static, S_: 'static> Set<tags, S_>
    for Rels<Author, Tags, Comments>
{
    type Out = Rels<Author, Yes<S_>, Comments>;
}
#[diagnostic::do_not_recommend]
impl<Author: SlotShape<author>, Comments: SlotShape<comments>, S_: Shape<Tag>> HasTags
    for Rels<Author, Yes<S_>, Comments>
{
    type Tags = S_;
}

impl Relation for comments {
    type Parent = Post;
    type Child = Comment;
    type Cardinality = ToMany;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "comments",
        slot: 2,
        inverse: Some(0),
        parent_columns: &[0],
        child_columns: &[1],
        link: None,
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &Post) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Comment) -> Option<Self::ChildKey> {
        Some(child.post_id)
    }
}
impl<Author: 'static, Tags: 'static, Comments: 'static, S_: 'static> Set<comments, S_>
    for Rels<Author, Tags, Comments>
{
    type Out = Rels<Author, Tags, Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<Author: SlotShape<author>, Tags: SlotShape<tags>, S_: Shape<Comment>> HasComments
    for Rels<Author, Tags, Yes<S_>>
{
    type Comments = S_;
}
