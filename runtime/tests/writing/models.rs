//! A blog with a tree, notes without owner and settings of a natural key: written by hand in
//! the form of generated code, as short as the tests allow.

use ormolu::generated::*;

macro_rules! model {
    (
        $model:ident, $table_type:ident, $view:ident, $bare:ty, $table:literal, rank $rank:literal,
        key ($($key:ident: $key_type:ty),+) [$($key_at:literal),+], get $get:expr, delete $delete:expr,
        cascades [$($cascade:expr),*], parents [$($parent:literal),*],
        $($at:literal $field:ident $inner:ty, $handle:ty, $kind:ident, $nullable:literal, $fill:expr, $on_update:expr;)+
    ) => {
        #[derive(Clone, Debug, PartialEq)]
        pub struct $model { $(pub $field: $inner,)+ }

        static COLUMNS: &[ColumnMeta] = &[$({
            let mut column = ColumnMeta::new(stringify!($field), Kind::$kind).fill($fill);
            column.nullable = $nullable;
            column.on_update = $on_update;
            column
        }),+];

        static META: ModelMeta = ModelMeta {
            name: stringify!($model),
            table: TableMeta::new(None, $table),
            columns: COLUMNS,
            key: &[$($key_at),+],
            rank: $rank,
            cascades: &[$($cascade),*],
            parents: &[$(TableMeta::new(None, $parent)),*],
            get: $get,
            delete: $delete,
            ..ModelMeta::PLAIN
        };

        pub struct $table_type<M: Mode = Inner> {
            alias: Alias,
            $(pub $field: Col<$handle, M>,)+
        }

        impl<M: Mode> Clone for $table_type<M> { fn clone(&self) -> Self { *self } }
        impl<M: Mode> Copy for $table_type<M> {}
        impl<M: Mode> TableHandle for $table_type<M> {
            type Model = $model;
            type Mode = M;
            fn alias(self) -> Alias { self.alias }
        }

        impl Model for $model {
            const META: &'static ModelMeta = &META;
            type Key = ($($key_type),+);
            type Bare = $bare;
            type View<'g, L: 'static> = $view<'g, L>;
            type Table<M: Mode> = $table_type<M>;

            fn table<M: Mode>(alias: Alias) -> $table_type<M> {
                $table_type { alias, $($field: column(alias, &META, $at),)+ }
            }
            fn key(&self) -> Self::Key { ($(self.$key.clone()),+) }
            fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
                Ok($model { $($field: SqlType::decode(row, at + $at)?,)+ })
            }
            fn bound(&self, column: usize) -> ValueRef<'_> {
                match column {
                    $($at => SqlType::as_value(&self.$field),)+
                    _ => ValueRef::Owned(Value::Null(Kind::Text)),
                }
            }
            fn read<D: Decoder + ?Sized>(&mut self, column: usize, row: &D, at: usize) -> Result<(), DecodeError> {
                match column {
                    $($at => self.$field = SqlType::decode(row, at)?,)+
                    _ => {}
                }
                Ok(())
            }
            fn changed(&self, original: &Self, out: &mut Vec<u16>) {
                $(if self.$field != original.$field { out.push($at) })+
            }
            fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
                $(map.serialize_entry(stringify!($field), &self.$field)?;)+
                Ok(())
            }
        }

        impl $model {
            pub fn select() -> Select<$table_type, Loaded<$model, $bare>> { Select::model() }
            pub fn insert(new: impl Insertable<Model = $model>) -> Insert<$model> { Insert::new(new) }
            pub fn insert_all<N: Insertable<Model = $model>>(rows: impl IntoIterator<Item = N>) -> InsertAll<$model> { InsertAll::new(rows) }
            pub fn update() -> Update<$model> { Update::new() }
            pub fn delete() -> Delete<$model> { Delete::new() }
        }
        writes!(self::$model, $table_type);

        pub struct $view<'g, L = $bare>(View<'g, $model, L>);
        impl<L> Clone for $view<'_, L> { fn clone(&self) -> Self { *self } }
        impl<L> Copy for $view<'_, L> {}
        impl<'g, L> From<View<'g, $model, L>> for $view<'g, L> {
            fn from(view: View<'g, $model, L>) -> Self { $view(view) }
        }
        impl<L> std::ops::Deref for $view<'_, L> {
            type Target = $model;
            fn deref(&self) -> &$model { self.0.row() }
        }
    };
}

macro_rules! fixed {
    ($sqlite:literal, $postgres:literal, $mysql:literal) => {
        Fixed {
            sqlite: $sqlite,
            postgres: $postgres,
            mysql: $mysql,
        }
    };
}

macro_rules! bare {
    ($model:ident) => {
        pub struct Rels;
        impl Shape<$model> for Rels {
            type Slots = ();
        }
    };
}

macro_rules! to_posts {
    ($action:ident, $table:literal, $column:literal) => {
        Cascade {
            table: TableMeta::new(None, $table),
            columns: &[$column],
            target_columns: &["id"],
            action: CascadeAction::$action,
        }
    };
}

pub mod user {
    use super::*;

    static RAISED: Fixed = fixed!(
        "\"version\" + 1",
        "\"users\".\"version\" + 1",
        "`version` + 1"
    );

    model! {
        User, UserTable, UserView, Rels, "users", rank 0, key (id: i64) [0],
        get fixed!(
            "SELECT id, email, name, bio, visits, version FROM users WHERE id = ?",
            "SELECT id, email, name, bio, visits, version FROM users WHERE id = $1",
            "SELECT id, email, name, bio, visits, version FROM users WHERE id = ?"
        ),
        delete fixed!("DELETE FROM users WHERE id = ?", "DELETE FROM users WHERE id = $1", "DELETE FROM users WHERE id = ?"),
        cascades [to_posts!(Delete, "posts", "author_id"), to_posts!(SetNull, "notes", "user_id")],
        parents [],
        0 id i64, M::Of<i64>, I64, false, Fill::Identity, None;
        1 email String, M::Of<String>, Text, false, Fill::Program, None;
        2 name String, M::Of<String>, Text, false, Fill::Program, None;
        3 bio Option<String>, Option<String>, Text, true, Fill::Program, None;
        4 visits i64, M::Of<i64>, I64, false, Fill::Default, None;
        5 version i64, M::Of<i64>, I64, false, Fill::Default, Some(&RAISED);
    }
    bare!(User);

    const UNIQUE_KEYS: &[&[u16]] = &[&[0], &[1]];

    impl User {
        pub const BY_ID: UniqueKey<User> = UniqueKey::new(UNIQUE_KEYS, 0);
        pub const BY_EMAIL: UniqueKey<User> = UniqueKey::new(UNIQUE_KEYS, 1);
    }

    pub fn new(email: &str, name: &str) -> NewUser {
        let mut new = New::new(User {
            id: 0,
            email: email.into(),
            name: name.into(),
            bio: None,
            visits: 0,
            version: 0,
        });
        [0, 4, 5].into_iter().for_each(|column| new.unset(column));
        NewUser(new)
    }

    #[derive(Clone)]
    pub struct NewUser(New<User>);

    impl NewUser {
        pub fn id(mut self, id: i64) -> Self {
            self.0.given(0).id = id;
            self
        }
        pub fn visits(mut self, visits: i64) -> Self {
            self.0.given(4).visits = visits;
            self
        }
        pub fn bio(mut self, bio: &str) -> Self {
            self.0.row.bio = Some(bio.into());
            self
        }
    }

    impl Insertable for NewUser {
        type Model = User;
        fn into_new(self) -> New<User> {
            self.0
        }
    }

    #[derive(Default, Deserialize)]
    #[serde(crate = "ormolu::serde", default)]
    pub struct UserPatch {
        pub name: Patch<String>,
        pub bio: Patch<Option<String>>,
    }

    impl Changes<User> for UserPatch {
        fn apply(self, row: &mut User) {
            self.name.apply(&mut row.name);
            self.bio.apply(&mut row.bio);
        }
        fn assignments(self) -> Vec<(u16, Value)> {
            let name = self
                .name
                .into_option()
                .map(|name| (2, SqlType::into_value(name)));
            let bio = self
                .bio
                .into_option()
                .map(|bio| (3, SqlType::into_value(bio)));
            name.into_iter().chain(bio).collect()
        }
    }
}

pub mod post {
    use super::*;

    model! {
        Post, PostTable, PostView, Rels, "posts", rank 1, key (id: i64) [0],
        get fixed!(
            "SELECT id, author_id, title FROM posts WHERE id = ?",
            "SELECT id, author_id, title FROM posts WHERE id = $1",
            "SELECT id, author_id, title FROM posts WHERE id = ?"
        ),
        delete fixed!("DELETE FROM posts WHERE id = ?", "DELETE FROM posts WHERE id = $1", "DELETE FROM posts WHERE id = ?"),
        cascades [to_posts!(Delete, "post_tags", "post_id")],
        parents ["users"],
        0 id i64, M::Of<i64>, I64, false, Fill::Identity, None;
        1 author_id i64, M::Of<i64>, I64, false, Fill::Program, None;
        2 title String, M::Of<String>, Text, false, Fill::Program, None;
    }

    pub struct Rels<Tags = No>(PhantomData<fn() -> Tags>);

    #[allow(non_camel_case_types)]
    pub enum tags {}
    pub fn tags() -> Include<tags, tag::Rels> {
        Include::new()
    }

    impl<Tags: SlotShape<tags>> Shape<Post> for Rels<Tags> {
        type Slots = (tags, Tags, ());
    }

    impl<T, S> Set<tags, S> for Rels<T> {
        type Out = Rels<Yes<S>>;
    }

    impl<S: 'static> PostView<'_, Rels<Yes<S>>> {
        pub fn tags(&self) -> Many<'_, Tag, S> {
            self.0.many::<tags, S>()
        }
    }

    impl Relation for tags {
        type Parent = Post;
        type Child = Tag;
        type Cardinality = ToMany;
        type Near = PrimaryKey;
        type Far = PrimaryKey;
        const META: &'static RelationMeta = &RelationMeta {
            name: "tags",
            slot: 0,
            inverse: None,
            parent_columns: &[0],
            child_columns: &[0],
            link: Some(&LinkMeta {
                table: TableMeta::new(None, "post_tags"),
                parent_columns: &["post_id"],
                child_columns: &["tag_id"],
            }),
            order: &[(0, false)],
            required: false,
            belongs_to: false,
            ..RelationMeta::PLAIN
        };
    }

    pub fn new(title: &str) -> NewPost {
        let mut new = New::new(Post {
            id: 0,
            author_id: 0,
            title: title.into(),
        });
        new.unset(0);
        NewPost {
            new,
            given: PhantomData,
        }
    }

    #[derive(Clone)]
    pub struct NewPost<Author = Missing> {
        new: New<Post>,
        given: PhantomData<Author>,
    }

    impl<Author> NewPost<Author> {
        pub fn author(mut self, author: impl IntoRef<User>) -> NewPost<Given> {
            self.new
                .refer(author.into_ref(), &[1], &[0], |row, key: &i64| {
                    row.author_id = *key
                });
            NewPost {
                new: self.new,
                given: PhantomData,
            }
        }
        pub fn tags<R: IntoRef<Tag>>(mut self, tags: impl IntoIterator<Item = R>) -> Self {
            self.new
                .link::<self::tags>(tags.into_iter().map(IntoRef::into_ref).collect());
            self
        }
    }

    impl Insertable for NewPost<Given> {
        type Model = Post;
        fn into_new(self) -> New<Post> {
            self.new
        }
    }
}

pub mod tag {
    use super::*;

    model! {
        Tag, TagTable, TagView, Rels, "tags", rank 0, key (id: i64) [0],
        get fixed!("SELECT id, name FROM tags WHERE id = ?", "SELECT id, name FROM tags WHERE id = $1", "SELECT id, name FROM tags WHERE id = ?"),
        delete fixed!("DELETE FROM tags WHERE id = ?", "DELETE FROM tags WHERE id = $1", "DELETE FROM tags WHERE id = ?"),
        cascades [to_posts!(Delete, "post_tags", "tag_id")],
        parents [],
        0 id i64, M::Of<i64>, I64, false, Fill::Identity, None;
        1 name String, M::Of<String>, Text, false, Fill::Program, None;
    }
    bare!(Tag);

    pub fn new(name: &str) -> New<Tag> {
        let mut new = New::new(Tag {
            id: 0,
            name: name.into(),
        });
        new.unset(0);
        new
    }
}

/// A tree.
pub mod node {
    use super::*;

    model! {
        Node, NodeTable, NodeView, Rels, "nodes", rank 0, key (id: i64) [0],
        get fixed!("SELECT id, parent_id, name FROM nodes WHERE id = ?", "SELECT id, parent_id, name FROM nodes WHERE id = $1", "SELECT id, parent_id, name FROM nodes WHERE id = ?"),
        delete fixed!("DELETE FROM nodes WHERE id = ?", "DELETE FROM nodes WHERE id = $1", "DELETE FROM nodes WHERE id = ?"),
        cascades [to_posts!(Delete, "nodes", "parent_id")],
        parents ["nodes"],
        0 id i64, M::Of<i64>, I64, false, Fill::Identity, None;
        1 parent_id Option<i64>, Option<i64>, I64, true, Fill::Program, None;
        2 name String, M::Of<String>, Text, false, Fill::Program, None;
    }
    bare!(Node);

    pub fn new(name: &str) -> NewNode {
        let mut new = New::new(Node {
            id: 0,
            parent_id: None,
            name: name.into(),
        });
        new.unset(0);
        NewNode(new)
    }

    pub struct NewNode(New<Node>);

    impl NewNode {
        pub fn parent(mut self, parent: impl IntoRef<Node>) -> Self {
            self.0
                .refer(parent.into_ref(), &[1], &[0], |row, key: &i64| {
                    row.parent_id = Some(*key)
                });
            self
        }
    }

    impl Insertable for NewNode {
        type Model = Node;
        fn into_new(self) -> New<Node> {
            self.0
        }
    }
}

/// Stays, without its user, when the user goes.
pub mod note {
    use super::*;

    model! {
        Note, NoteTable, NoteView, Rels, "notes", rank 1, key (id: i64) [0],
        get fixed!("SELECT id, user_id, text FROM notes WHERE id = ?", "SELECT id, user_id, text FROM notes WHERE id = $1", "SELECT id, user_id, text FROM notes WHERE id = ?"),
        delete fixed!("DELETE FROM notes WHERE id = ?", "DELETE FROM notes WHERE id = $1", "DELETE FROM notes WHERE id = ?"),
        cascades [],
        parents ["users"],
        0 id i64, M::Of<i64>, I64, false, Fill::Identity, None;
        1 user_id Option<i64>, Option<i64>, I64, true, Fill::Program, None;
        2 text String, M::Of<String>, Text, false, Fill::Program, None;
    }
    bare!(Note);

    pub fn new(text: &str, user: impl IntoRef<User>) -> New<Note> {
        let mut new = New::new(Note {
            id: 0,
            user_id: None,
            text: text.into(),
        });
        new.unset(0);
        new.refer(user.into_ref(), &[1], &[0], |row, key: &i64| {
            row.user_id = Some(*key)
        });
        new
    }
}

/// A composite natural key.
pub mod setting {
    use super::*;

    model! {
        Setting, SettingTable, SettingView, Rels, "settings", rank 0, key (scope: String, name: String) [0, 1],
        get fixed!(
            "SELECT scope, name, value FROM settings WHERE scope = ? AND name = ?",
            "SELECT scope, name, value FROM settings WHERE scope = $1 AND name = $2",
            "SELECT scope, name, value FROM settings WHERE scope = ? AND name = ?"
        ),
        delete fixed!(
            "DELETE FROM settings WHERE scope = ? AND name = ?",
            "DELETE FROM settings WHERE scope = $1 AND name = $2",
            "DELETE FROM settings WHERE scope = ? AND name = ?"
        ),
        cascades [],
        parents [],
        0 scope String, M::Of<String>, Text, false, Fill::Program, None;
        1 name String, M::Of<String>, Text, false, Fill::Program, None;
        2 value String, M::Of<String>, Text, false, Fill::Program, None;
    }
    bare!(Setting);

    const UNIQUE_KEYS: &[&[u16]] = &[&[0, 1]];

    impl Setting {
        pub const BY_KEY: UniqueKey<Setting> = UniqueKey::new(UNIQUE_KEYS, 0);
    }

    pub fn new(scope: &str, name: &str, value: &str) -> New<Setting> {
        New::new(Setting {
            scope: scope.into(),
            name: name.into(),
            value: value.into(),
        })
    }
}

pub use node::Node;
pub use note::Note;
pub use post::Post;
pub use setting::Setting;
pub use tag::Tag;
pub use user::User;
