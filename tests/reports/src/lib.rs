//! The reports that users of well-known databases ask for, each written with the query builder
//! and in plain SQL.

#![cfg(corpus)]
#![deny(warnings)]
#![allow(missing_docs)]

pub mod chinook;
mod desk;
mod load;
pub mod northwind;
pub mod pagila;
mod rental_shop;
pub mod sakila;
mod words;

pub use desk::Desk;
