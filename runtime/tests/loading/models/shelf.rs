use ormolu::generated::*;

use super::Book;

#[derive(Clone, Debug, PartialEq)]
pub struct Shelf {
    pub number: i32,
    pub room: String,
    pub label: Option<String>,
}

impl Shelf {
    /// `SELECT` of all rows.
    pub fn select() -> Select<ShelfTable, Loaded<Shelf, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(room: impl Into<String>, number: i32) -> Get<Shelf, Rels> {
        Get::new((room.into(), number))
    }
}

/// Table `shelves` in a query.
pub struct ShelfTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub number: Col<M::Of<i32>>,
    pub room: Col<M::Of<String>>,
    pub label: Col<Option<String>>,
}

impl<M: Mode> ShelfTable<M> {
    pub fn books(self) -> Path<books> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Books = No>(PhantomData<fn() -> (Books,)>);

/// `Shelf.books`
#[allow(non_camel_case_types)]
pub enum books {}
/// Loads `Shelf.books`.
pub fn books() -> Include<books, super::book::Rels> {
    Include::new()
}
/// Proof that `Shelf.books` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Shelf.books` is not loaded by this query",
    label = "`books` is not loaded",
    note = "add `.with(shelf::books())` to the query, or call `try_books()`"
)]
pub trait HasBooks: Shape<Shelf> {
    type Books: Shape<Book>;
}

/// A row of a loaded graph.
pub struct ShelfView<'g, L = Rels>(pub(super) View<'g, Shelf, L>);

impl<'g, L: 'static> ShelfView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Shelf {
        self.0.row()
    }
    pub fn number(&self) -> i32 {
        self.0.row().number
    }
    pub fn room(&self) -> &'g str {
        &self.0.row().room
    }
    pub fn label(&self) -> Option<&'g str> {
        self.0.row().label.as_deref()
    }
    pub fn books<S: 'static>(&self) -> Many<'g, Book, S>
    where
        L: HasBooks<Books = S>,
    {
        self.0.many::<books, S>()
    }
    pub fn try_books(&self) -> Option<Many<'g, Book>> {
        self.0.try_many::<books, _>()
    }
}
