use ormolu::generated::*;

use super::super::country::*;
use super::super::{City, Country};

static COLUMNS: [ColumnMeta; 2] = [
    ColumnMeta {
        name: "code",
        kind: Kind::Text,
        nullable: false,
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
    name: "Country",
    table: TableMeta {
        namespace: None,
        name: "countries",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"countries\".\"code\", \"countries\".\"name\" FROM \"countries\" WHERE \"countries\".\"code\" = ?",
        postgres: "SELECT \"countries\".\"code\", \"countries\".\"name\" FROM \"countries\" WHERE \"countries\".\"code\" = $1",
        mysql: "SELECT `countries`.`code`, `countries`.`name` FROM `countries` WHERE `countries`.`code` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"countries\" WHERE \"countries\".\"code\" = ?",
        postgres: "DELETE FROM \"countries\" WHERE \"countries\".\"code\" = $1",
        mysql: "DELETE FROM `countries` WHERE `countries`.`code` = ?",
    },
};

impl Model for Country {
    const META: &'static ModelMeta = &META;
    type Key = String;
    type Bare = Rels;
    type View<'g, L: 'static> = CountryView<'g, L>;
    type Table<M: Mode> = CountryTable<M>;

    fn table<M: Mode>(alias: Alias) -> CountryTable<M> {
        CountryTable {
            alias,
            code: Col::column(alias, &META, 0),
            name: Col::column(alias, &META, 1),
        }
    }
    fn key(&self) -> String {
        self.code.clone()
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Country {
            code: SqlType::decode(row, at + 0)?,
            name: SqlType::decode(row, at + 1)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.code.clone()),
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
            0 => self.code = SqlType::decode(row, at)?,
            1 => self.name = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.code != original.code {
            out.push(0);
        }
        if self.name != original.name {
            out.push(1);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("name", &self.name)?;
        Ok(())
    }
}

impl<M: Mode> Clone for CountryTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for CountryTable<M> {}
impl<M: Mode> TableHandle for CountryTable<M> {
    type Model = Country;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for CountryView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for CountryView<'_, L> {}
impl<'g, L> From<View<'g, Country, L>> for CountryView<'g, L> {
    fn from(view: View<'g, Country, L>) -> Self {
        CountryView(view)
    }
}
impl<L> std::ops::Deref for CountryView<'_, L> {
    type Target = Country;
    fn deref(&self) -> &Country {
        self.0.row()
    }
}
impl<L: Shape<Country>> Serialize for CountryView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Cities: SlotShape<cities>> Shape<Country> for Rels<Cities> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Country, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Cities::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for cities {
    type Parent = Country;
    type Child = City;
    type Cardinality = ToMany;
    type Key = String;
    type ChildKey = String;
    const META: &'static RelationMeta = &RelationMeta {
        name: "cities",
        slot: 0,
        inverse: Some(0),
        parent_columns: &[0],
        child_columns: &[1],
        link: None,
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &Country) -> Option<Self::Key> {
        Some(parent.code.clone())
    }
    fn child_key(child: &City) -> Option<Self::ChildKey> {
        child.country_code.clone()
    }
}
impl<Cities: 'static, S_: 'static> Set<cities, S_> for Rels<Cities> {
    type Out = Rels<Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<S_: Shape<City>> HasCities for Rels<Yes<S_>> {
    type Cities = S_;
}
