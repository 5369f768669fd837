use ormolu::generated::*;

use super::super::city::*;
use super::super::{City, Country};

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
        name: "country_code",
        kind: Kind::Text,
        nullable: true,
        fill: Fill::Program,
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
    name: "City",
    table: TableMeta {
        namespace: None,
        name: "cities",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"cities\".\"id\", \"cities\".\"country_code\", \"cities\".\"name\" FROM \"cities\" WHERE \"cities\".\"id\" = ?",
        postgres: "SELECT \"cities\".\"id\", \"cities\".\"country_code\", \"cities\".\"name\" FROM \"cities\" WHERE \"cities\".\"id\" = $1",
        mysql: "SELECT `cities`.`id`, `cities`.`country_code`, `cities`.`name` FROM `cities` WHERE `cities`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"cities\" WHERE \"cities\".\"id\" = ?",
        postgres: "DELETE FROM \"cities\" WHERE \"cities\".\"id\" = $1",
        mysql: "DELETE FROM `cities` WHERE `cities`.`id` = ?",
    },
};

impl Model for City {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = CityView<'g, L>;
    type Table<M: Mode> = CityTable<M>;

    fn table<M: Mode>(alias: Alias) -> CityTable<M> {
        CityTable {
            alias,
            id: Col::column(alias, &META, 0),
            country_code: Col::column(alias, &META, 1),
            name: Col::column(alias, &META, 2),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(City {
            id: SqlType::decode(row, at + 0)?,
            country_code: SqlType::decode(row, at + 1)?,
            name: SqlType::decode(row, at + 2)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.country_code.clone()),
            2 => SqlType::into_value(self.name.clone()),
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
            1 => self.country_code = SqlType::decode(row, at)?,
            2 => self.name = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.country_code != original.country_code {
            out.push(1);
        }
        if self.name != original.name {
            out.push(2);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("country_code", &self.country_code)?;
        map.serialize_entry("name", &self.name)?;
        Ok(())
    }
}

impl<M: Mode> Clone for CityTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for CityTable<M> {}
impl<M: Mode> TableHandle for CityTable<M> {
    type Model = City;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for CityView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for CityView<'_, L> {}
impl<'g, L> From<View<'g, City, L>> for CityView<'g, L> {
    fn from(view: View<'g, City, L>) -> Self {
        CityView(view)
    }
}
impl<L> std::ops::Deref for CityView<'_, L> {
    type Target = City;
    fn deref(&self) -> &City {
        self.0.row()
    }
}
impl<L: Shape<City>> Serialize for CityView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Country: SlotShape<country>> Shape<City> for Rels<Country> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, City, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Country::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for country {
    type Parent = City;
    type Child = Country;
    type Cardinality = ToOne;
    type Key = String;
    type ChildKey = String;
    const META: &'static RelationMeta = &RelationMeta {
        name: "country",
        slot: 0,
        inverse: Some(0),
        parent_columns: &[1],
        child_columns: &[0],
        link: None,
        order: &[],
        required: false,
        belongs_to: true,
    };
    fn parent_key(parent: &City) -> Option<Self::Key> {
        parent.country_code.clone()
    }
    fn child_key(child: &Country) -> Option<Self::ChildKey> {
        Some(child.code.clone())
    }
}
impl<Country: 'static, S_: 'static> Set<country, S_> for Rels<Country> {
    type Out = Rels<Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<S_: Shape<Country>> HasCountry for Rels<Yes<S_>> {
    type Country = S_;
}
