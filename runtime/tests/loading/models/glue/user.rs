use ormolu::generated::*;

use super::super::user::*;
use super::super::{Comment, Post, Profile, User};

static COLUMNS: [ColumnMeta; 3] = [
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
    ColumnMeta {
        name: "active",
        kind: Kind::Bool,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "User",
    table: TableMeta {
        namespace: None,
        name: "users",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"users\".\"id\", \"users\".\"name\", \"users\".\"active\" FROM \"users\" WHERE \"users\".\"id\" = ?",
        postgres: "SELECT \"users\".\"id\", \"users\".\"name\", \"users\".\"active\" FROM \"users\" WHERE \"users\".\"id\" = $1",
        mysql: "SELECT `users`.`id`, `users`.`name`, `users`.`active` FROM `users` WHERE `users`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"users\" WHERE \"users\".\"id\" = ?",
        postgres: "DELETE FROM \"users\" WHERE \"users\".\"id\" = $1",
        mysql: "DELETE FROM `users` WHERE `users`.`id` = ?",
    },
};

impl Model for User {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = UserView<'g, L>;
    type Table<M: Mode> = UserTable<M>;

    fn table<M: Mode>(alias: Alias) -> UserTable<M> {
        UserTable {
            alias,
            id: Col::column(alias, &META, 0),
            name: Col::column(alias, &META, 1),
            active: Col::column(alias, &META, 2),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(User {
            id: SqlType::decode(row, at + 0)?,
            name: SqlType::decode(row, at + 1)?,
            active: SqlType::decode(row, at + 2)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.name.clone()),
            2 => SqlType::into_value(self.active.clone()),
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
            2 => self.active = SqlType::decode(row, at)?,
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
        if self.active != original.active {
            out.push(2);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("active", &self.active)?;
        Ok(())
    }
}

impl<M: Mode> Clone for UserTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for UserTable<M> {}
impl<M: Mode> TableHandle for UserTable<M> {
    type Model = User;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for UserView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for UserView<'_, L> {}
impl<'g, L> From<View<'g, User, L>> for UserView<'g, L> {
    fn from(view: View<'g, User, L>) -> Self {
        UserView(view)
    }
}
impl<L> std::ops::Deref for UserView<'_, L> {
    type Target = User;
    fn deref(&self) -> &User {
        self.0.row()
    }
}
impl<L: Shape<User>> Serialize for UserView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Posts: SlotShape<posts>, Comments: SlotShape<comments>, Profile: SlotShape<profile>>
    Shape<User> for Rels<Posts, Comments, Profile>
{
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, User, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Posts::serialize(view, map)?;
        Comments::serialize(view, map)?;
        Profile::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for posts {
    type Parent = User;
    type Child = Post;
    type Cardinality = ToMany;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "posts",
        slot: 0,
        inverse: Some(0),
        parent_columns: &[0],
        child_columns: &[1],
        link: None,
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &User) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Post) -> Option<Self::ChildKey> {
        Some(child.author_id)
    }
}
impl<Posts: 'static, Comments: 'static, Profile: 'static, S_: 'static> Set<posts, S_>
    for Rels<Posts, Comments, Profile>
{
    type Out = Rels<Yes<S_>, Comments, Profile>;
}
#[diagnostic::do_not_recommend]
impl<Comments: SlotShape<comments>, Profile: SlotShape<profile>, S_: Shape<Post>> HasPosts
    for Rels<Yes<S_>, Comments, Profile>
{
    type Posts = S_;
}

impl Relation for comments {
    type Parent = User;
    type Child = Comment;
    type Cardinality = ToMany;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "comments",
        slot: 1,
        inverse: Some(1),
        parent_columns: &[0],
        child_columns: &[2],
        link: None,
        order: &[(3, true)],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &User) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Comment) -> Option<Self::ChildKey> {
        child.author_id
    }
}
impl<Posts: 'static, Comments: 'static, Profile: 'static, S_: 'static> Set<comments, S_>
    for Rels<Posts, Comments, Profile>
{
    type Out = Rels<Posts, Yes<S_>, Profile>;
}
#[diagnostic::do_not_recommend]
impl<Posts: SlotShape<posts>, Profile: SlotShape<profile>, S_: Shape<Comment>> HasComments
    for Rels<Posts, Yes<S_>, Profile>
{
    type Comments = S_;
}

impl Relation for profile {
    type Parent = User;
    type Child = Profile;
    type Cardinality = ToOne;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "profile",
        slot: 2,
        inverse: Some(0),
        parent_columns: &[0],
        child_columns: &[1],
        link: None,
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &User) -> Option<Self::Key> {
        Some(parent.id)
    }
    fn child_key(child: &Profile) -> Option<Self::ChildKey> {
        Some(child.user_id)
    }
}
impl<Posts: 'static, Comments: 'static, Profile: 'static, S_: 'static> Set<profile, S_>
    for Rels<Posts, Comments, Profile>
{
    type Out = Rels<Posts, Comments, Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<Posts: SlotShape<posts>, Comments: SlotShape<comments>, S_: Shape<Profile>> HasProfile
    for Rels<Posts, Comments, Yes<S_>>
{
    type Profile = S_;
}
