use ormolu::generated::*;

use super::super::tag::*;
use super::super::{Post, Tag};

static COLUMNS: [ColumnMeta; 2] = [
    ColumnMeta {
        name: "id",
        kind: Kind::I64,
        nullable: false,
        fill: Fill::Identity,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "name",
        kind: Kind::Text,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Tag",
    table: TableMeta {
        namespace: None,
        name: "tags",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"tags\".\"id\", \"tags\".\"name\" FROM \"tags\" WHERE \"tags\".\"id\" = ?",
        postgres: "SELECT \"tags\".\"id\", \"tags\".\"name\" FROM \"tags\" WHERE \"tags\".\"id\" = $1",
        mysql: "SELECT `tags`.`id`, `tags`.`name` FROM `tags` WHERE `tags`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"tags\" WHERE \"tags\".\"id\" = ?",
        postgres: "DELETE FROM \"tags\" WHERE \"tags\".\"id\" = $1",
        mysql: "DELETE FROM `tags` WHERE `tags`.`id` = ?",
    },
};

impl Model for Tag {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = TagView<'g, L>;
    type Table<M: Mode> = TagTable<M>;

    fn table<M: Mode>(alias: Alias) -> TagTable<M> {
        TagTable {
            alias,
            id: Col::column(alias, &META, 0),
            name: Col::column(alias, &META, 1),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Tag {
            id: SqlType::decode(row, at + 0)?,
            name: SqlType::decode(row, at + 1)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.name.clone()),
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
            1 => self.name = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.name != original.name {
            out.push(1);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("name", &self.name)?;
        Ok(())
    }
}

impl<M: Mode> Clone for TagTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for TagTable<M> {}
impl<M: Mode> TableHandle for TagTable<M> {
    type Model = Tag;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for TagView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for TagView<'_, L> {}
impl<'g, L> From<View<'g, Tag, L>> for TagView<'g, L> {
    fn from(view: View<'g, Tag, L>) -> Self {
        TagView(view)
    }
}
impl<L> std::ops::Deref for TagView<'_, L> {
    type Target = Tag;
    fn deref(&self) -> &Tag {
        self.0.row()
    }
}
impl<L: Shape<Tag>> Serialize for TagView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Posts: SlotShape<posts>> Shape<Tag> for Rels<Posts> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Tag, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Posts::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for posts {
    type Parent = Tag;
    type Child = Post;
    type Cardinality = ToMany;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "posts",
        slot: 0,
        inverse: Some(1),
        parent_columns: &[0],
        child_columns: &[0],
        link: Some(&LinkMeta {
            table: TableMeta {
                namespace: None,
                name: "post_tags",
            },
            parent_columns: &["tag_id"],
            child_columns: &["post_id"],
        }),
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &Tag) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Post) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<Posts: 'static, S_: 'static> Set<posts, S_> for Rels<Posts> {
    type Out = Rels<Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<S_: Shape<Post>> HasPosts for Rels<Yes<S_>> {
    type Posts = S_;
}
