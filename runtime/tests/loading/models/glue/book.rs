use ormolu::generated::*;

use super::super::book::*;
use super::super::{Book, Shelf};

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
        name: "title",
        kind: Kind::Text,
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
        name: "number",
        kind: Kind::I32,
        nullable: false,
        fill: Fill::Program,
        on_update: None,
        sensitive: false,
    },
];

static META: ModelMeta = ModelMeta {
    name: "Book",
    table: TableMeta {
        namespace: None,
        name: "books",
    },
    columns: &COLUMNS,
    key: &[0],
    rank: 0,
    cascades: &[],
    parents: &[],
    get: Fixed {
        sqlite: "SELECT \"books\".\"id\", \"books\".\"title\", \"books\".\"room\", \"books\".\"number\" FROM \"books\" WHERE \"books\".\"id\" = ?",
        postgres: "SELECT \"books\".\"id\", \"books\".\"title\", \"books\".\"room\", \"books\".\"number\" FROM \"books\" WHERE \"books\".\"id\" = $1",
        mysql: "SELECT `books`.`id`, `books`.`title`, `books`.`room`, `books`.`number` FROM `books` WHERE `books`.`id` = ?",
    },
    delete: Fixed {
        sqlite: "DELETE FROM \"books\" WHERE \"books\".\"id\" = ?",
        postgres: "DELETE FROM \"books\" WHERE \"books\".\"id\" = $1",
        mysql: "DELETE FROM `books` WHERE `books`.`id` = ?",
    },
};

impl Model for Book {
    const META: &'static ModelMeta = &META;
    type Key = i64;
    type Bare = Rels;
    type View<'g, L: 'static> = BookView<'g, L>;
    type Table<M: Mode> = BookTable<M>;

    fn table<M: Mode>(alias: Alias) -> BookTable<M> {
        BookTable {
            alias,
            id: Col::column(alias, &META, 0),
            title: Col::column(alias, &META, 1),
            room: Col::column(alias, &META, 2),
            number: Col::column(alias, &META, 3),
        }
    }
    fn key(&self) -> i64 {
        self.id
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Ok(Book {
            id: SqlType::decode(row, at + 0)?,
            title: SqlType::decode(row, at + 1)?,
            room: SqlType::decode(row, at + 2)?,
            number: SqlType::decode(row, at + 3)?,
        })
    }
    fn value(&self, column: usize) -> Value {
        match column {
            0 => SqlType::into_value(self.id.clone()),
            1 => SqlType::into_value(self.title.clone()),
            2 => SqlType::into_value(self.room.clone()),
            3 => SqlType::into_value(self.number.clone()),
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
            1 => self.title = SqlType::decode(row, at)?,
            2 => self.room = SqlType::decode(row, at)?,
            3 => self.number = SqlType::decode(row, at)?,
            _ => {}
        }
        Ok(())
    }
    fn changed(&self, original: &Self, out: &mut Vec<u16>) {
        if self.id != original.id {
            out.push(0);
        }
        if self.title != original.title {
            out.push(1);
        }
        if self.room != original.room {
            out.push(2);
        }
        if self.number != original.number {
            out.push(3);
        }
    }
    fn serialize_columns<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("room", &self.room)?;
        map.serialize_entry("number", &self.number)?;
        Ok(())
    }
}

impl<M: Mode> Clone for BookTable<M> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Mode> Copy for BookTable<M> {}
impl<M: Mode> TableHandle for BookTable<M> {
    type Model = Book;
    type Mode = M;
    fn alias(self) -> Alias {
        self.alias
    }
}

impl<L> Clone for BookView<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L> Copy for BookView<'_, L> {}
impl<'g, L> From<View<'g, Book, L>> for BookView<'g, L> {
    fn from(view: View<'g, Book, L>) -> Self {
        BookView(view)
    }
}
impl<L> std::ops::Deref for BookView<'_, L> {
    type Target = Book;
    fn deref(&self) -> &Book {
        self.0.row()
    }
}
impl<L: Shape<Book>> Serialize for BookView<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<Shelf: SlotShape<shelf>> Shape<Book> for Rels<Shelf> {
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, Book, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Shelf::serialize(view, map)?;
        Ok(())
    }
}

impl Relation for shelf {
    type Parent = Book;
    type Child = Shelf;
    type Cardinality = ToOne;
    type Key = (String, i32);
    type ChildKey = (String, i32);
    const META: &'static RelationMeta = &RelationMeta {
        name: "shelf",
        slot: 0,
        inverse: Some(0),
        parent_columns: &[2, 3],
        child_columns: &[1, 0],
        link: None,
        order: &[],
        required: true,
        belongs_to: true,
    };
    fn parent_key(parent: &Book) -> Option<Self::Key> {
        Some((parent.room.clone(), parent.number))
    }
    fn child_key(child: &Shelf) -> Option<Self::ChildKey> {
        Some((child.room.clone(), child.number))
    }
}
impl<Shelf: 'static, S_: 'static> Set<shelf, S_> for Rels<Shelf> {
    type Out = Rels<Yes<S_>>;
}
#[diagnostic::do_not_recommend]
impl<S_: Shape<Shelf>> HasShelf for Rels<Yes<S_>> {
    type Shelf = S_;
}
