// Hand-written pattern for the emitter: users 1-n posts n-m tags. (Replaced by real output.)
pub mod post;
pub mod tag;
pub mod user;
mod glue;

pub use post::{NewPost, Post, PostPatch, PostTable, PostView};
pub use tag::{NewTag, Tag, TagPatch, TagTable, TagView};
pub use user::{NewUser, User, UserPatch, UserTable, UserView};
