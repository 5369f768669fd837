#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::post;

fn add(s: &mut ormolu::Session) {
    s.add(post::new("a post without its author"));
}

fn main() {}
