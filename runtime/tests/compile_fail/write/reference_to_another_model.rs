#![allow(warnings)]

#[path = "../../writing/models.rs"]
mod models;

use models::{post, tag};

fn add(s: &mut ormolu::Session) {
    let tag = s.add(tag::new("rust"));
    s.add(post::new("a post by a tag").author(tag));
}

fn main() {}
