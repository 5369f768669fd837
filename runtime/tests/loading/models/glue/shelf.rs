use ormolu::generated::*;

use super::super::shelf::*;
use super::super::{Book, Shelf};

static COLUMNS: [ColumnMeta; 3] = [
    ColumnMeta {
        name: "number",
        kind: Kind::I32,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "room",
        kind: Kind::Text,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
    ColumnMeta {
        name: "label",
        kind: Kind::Text,
        nullable: true,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Shelf",
    table: TableMeta {
        namespace: None,
        name: "shelves",
    },
    columns: &COLUMNS,
    key: &[1, 0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"shelves\".\"number\", \"shelves\".\"room\", \"shelves\".\"label\" FROM \"shelves\" WHERE \"shelves\".\"room\" = ? AND \"shelves\".\"number\" = ?",
        postgres: "SELECT \"shelves\".\"number\", \"shelves\".\"room\", \"shelves\".\"label\" FROM \"shelves\" WHERE \"shelves\".\"room\" = $1 AND \"shelves\".\"number\" = $2",
        mysql: "SELECT `shelves`.`number`, `shelves`.`room`, `shelves`.`label` FROM `shelves` WHERE `shelves`.`room` = ? AND `shelves`.`number` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"shelves\" WHERE \"shelves\".\"room\" = ? AND \"shelves\".\"number\" = ?",
        postgres: "DELETE FROM \"shelves\" WHERE \"shelves\".\"room\" = $1 AND \"shelves\".\"number\" = $2",
        mysql: "DELETE FROM `shelves` WHERE `shelves`.`room` = ? AND `shelves`.`number` = ?",
    },
};

impl Model for Shelf {
    const META: &'static ModelMeta = &META;
    type Key = (String, i32);
    type Bare = Rels;
    type View<'g, L: 'static> = ShelfView<'g, L>;
    type Table<M: Mode> = ShelfTable<M>;

    fn table<M: Mode>(alias: Alias) -> ShelfTable<M> {
        ShelfTable {
            alias,
            number: Col::column(alias, &META, 0),
            room: Col::column(alias, &META, 1),
            label: Col::column(alias, &META, 2),
        }
    }
    fn key(&self) -> (String, i32) {
        (self.room.clone(), self.number)
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Shelf {
            number: SqlType::decode(row, at + 0)?,
            room: SqlType::decode(row, at + 1)?,
            label: SqlType::decode(row, at + 2)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.number.clone()),
            1 => SqlType::into_value(self.room.clone()),
            2 => SqlType::into_value(self.label.clone()),
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
            0 => self.number = SqlType::decode(row, at)?,
            1 => self.room = SqlType::decode(row, at)?,
            2 => self.label = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.number != original.number {
            out.push(0);
        }
        if self.room != original.room {
            out.push(1);
        }
        if self.label != original.label {
            out.push(2);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("number", &self.number)?;
        map.serialize_entry("room", &self.room)?;
        map.serialize_entry("label", &self.label)?;
        Ok(())
    }
}

impl<M: Mode> Clone for ShelfTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for ShelfTable<M> {}
impl<M: Mode> TableHandle for ShelfTable<M> {
    type Model = Shelf;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for ShelfView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for ShelfView<'_, L> {}
impl<'g, L> From<View<'g, Shelf, L>> for ShelfView<'g, L> {
    fn from(view: View<'g, Shelf, L>) -> Self {
        ShelfView(view)
    }
}
impl<L> std::ops::Deref for ShelfView<'_, L> {
    type Target = Shelf;
    fn deref(&self) -> &Shelf {
        self.0.row()
    }
}
impl<L: Shape<Shelf>> Serialize for ShelfView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Books: SlotShape<books>> Shape<Shelf> for Rels<Books> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Shelf, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Books::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for books {
    type Parent = Shelf;
    type Child = Book;
    type Cardinality = ToMany;
    type Key = (String, i32);
    type ChildKey = (String, i32);
    const META: &'static RelationMeta = &RelationMeta {
        name: "books",
        slot: 0,
        inverse: Some(0),
        parent_columns: &[1, 0],
        child_columns: &[2, 3],
        link: None,
        order: &[],
        required: false,
        belongs_to: false,
    };
    fn parent_key(parent: &Shelf) -> Option<Self::Key> {
        Some((parent.room.clone(), parent.number))
    }
    fn child_key(child: &Book) -> Option<Self::ChildKey> {
        Some((child.room.clone(), child.number))
    }
}
impl<Books: 'static, S_: 'static> Set<books, S_> for Rels<Books> {
    type Out = Rels<Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<S_: Shape<Book>> HasBooks for Rels<Yes<S_>> {
    type Books = S_;
}
