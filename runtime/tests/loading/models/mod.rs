//! Models as the generator writes them, without what writing needs.
#![allow(missing_docs, dead_code, unused_imports, unreachable_pub, clippy::all)]

pub mod book;
pub mod city;
pub mod comment;
pub mod country;
pub mod employee;
mod glue;
pub mod post;
pub mod profile;
pub mod shelf;
pub mod tag;
pub mod user;

pub use book::{Book, BookTable, BookView};
pub use city::{City, CityTable, CityView};
pub use comment::{Comment, CommentTable, CommentView};
pub use country::{Country, CountryTable, CountryView};
pub use employee::{Employee, EmployeeTable, EmployeeView};
pub use post::{Post, PostTable, PostView};
pub use profile::{Profile, ProfileTable, ProfileView};
pub use shelf::{Shelf, ShelfTable, ShelfView};
pub use tag::{Tag, TagTable, TagView};
pub use user::{User, UserTable, UserView};
