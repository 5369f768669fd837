use ormolu::generated::*;

use super::super::profile::*;
use super::super::{Profile, User};

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
        name: "user_id",
        kind: Kind::I64,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "motto",
        kind: Kind::Text,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Profile",
    table: TableMeta {
        namespace: None,
        name: "profiles",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"profiles\".\"id\", \"profiles\".\"user_id\", \"profiles\".\"motto\" FROM \"profiles\" WHERE \"profiles\".\"id\" = ?",
        postgres: "SELECT \"profiles\".\"id\", \"profiles\".\"user_id\", \"profiles\".\"motto\" FROM \"profiles\" WHERE \"profiles\".\"id\" = $1",
        mysql: "SELECT `profiles`.`id`, `profiles`.`user_id`, `profiles`.`motto` FROM `profiles` WHERE `profiles`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"profiles\" WHERE \"profiles\".\"id\" = ?",
        postgres: "DELETE FROM \"profiles\" WHERE \"profiles\".\"id\" = $1",
        mysql: "DELETE FROM `profiles` WHERE `profiles`.`id` = ?",
    },
};

impl Model for Profile {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = ProfileView<'g, L>;
    type Table<M: Mode> = ProfileTable<M>;

    fn table<M: Mode>(alias: Alias) -> ProfileTable<M> {
        ProfileTable {
            alias,
            id: Col::column(alias, &META, 0),
            user_id: Col::column(alias, &META, 1),
            motto: Col::column(alias, &META, 2),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Profile {
            id: SqlType::decode(row, at + 0)?,
            user_id: SqlType::decode(row, at + 1)?,
            motto: SqlType::decode(row, at + 2)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.user_id.clone()),
            2 => SqlType::into_value(self.motto.clone()),
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
            1 => self.user_id = SqlType::decode(row, at)?,
            2 => self.motto = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.user_id != original.user_id {
            out.push(1);
        }
        if self.motto != original.motto {
            out.push(2);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("user_id", &self.user_id)?;
        map.serialize_entry("motto", &self.motto)?;
        Ok(())
    }
}

impl<M: Mode> Clone for ProfileTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for ProfileTable<M> {}
impl<M: Mode> TableHandle for ProfileTable<M> {
    type Model = Profile;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for ProfileView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for ProfileView<'_, L> {}
impl<'g, L> From<View<'g, Profile, L>> for ProfileView<'g, L> {
    fn from(view: View<'g, Profile, L>) -> Self {
        ProfileView(view)
    }
}
impl<L> std::ops::Deref for ProfileView<'_, L> {
    type Target = Profile;
    fn deref(&self) -> &Profile {
        self.0.row()
    }
}
impl<L: Shape<Profile>> Serialize for ProfileView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<User: SlotShape<user>> Shape<Profile> for Rels<User> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Profile, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        User::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for user {
    type Parent = Profile;
    type Child = User;
    type Cardinality = ToOne;
    type Key = i64;
    type ChildKey = i64;
    const META: &'static RelationMeta = &RelationMeta {
        name: "user",
        slot: 0,
        inverse: Some(2),
        parent_columns: &[1],
        child_columns: &[0],
        link: None,
        order: &[],
        required: true,
        belongs_to: true,
    };
    fn parent_key(parent: &Profile) -> Option<Self::Key> {
        Some(parent.user_id)
    }
    fn child_key(child: &User) -> Option<Self::ChildKey> {
        Some(child.id)
    }
}
impl<User: 'static, S_: 'static> Set<user, S_> for Rels<User> {
    type Out = Rels<Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<S_: Shape<User>> HasUser for Rels<Yes<S_>> {
    type User = S_;
}
