use ormolu::generated::*;

use super::User;
use super::UserView;

#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub id: i64,
    pub user_id: i64,
    pub motto: String,
}

impl Profile {
    /// `SELECT` of all rows.
    pub fn select() -> Select<ProfileTable, Loaded<Profile, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<Profile, Rels> {
        Get::new(id)
    }
}

/// Table `profiles` in a query.
pub struct ProfileTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub user_id: Col<M::Of<i64>>,
    pub motto: Col<M::Of<String>>,
}

impl<M: Mode> ProfileTable<M> {
    pub fn user(self) -> Path<user> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<User = No>(PhantomData<fn() -> (User,)>);

/// `Profile.user`
#[allow(non_camel_case_types)]
pub enum user {}
/// Loads `Profile.user`.
pub fn user() -> Include<user, super::user::Rels, ToOne> {
    Include::new()
}
/// Proof that `Profile.user` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Profile.user` is not loaded by this query",
    label = "`user` is not loaded",
    note = "add `.with(profile::user())` to the query, or call `try_user()`"
)]
pub trait HasUser: Shape<Profile> {
    type User: Shape<User>;
}

/// A row of a loaded graph.
pub struct ProfileView<'g, L = Rels>(pub(super) View<'g, Profile, L>);

impl<'g, L: 'static> ProfileView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Profile {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn user_id(&self) -> i64 {
        self.0.row().user_id
    }
    pub fn motto(&self) -> &'g str {
        &self.0.row().motto
    }
    pub fn user<S: 'static>(&self) -> UserView<'g, S>
    where
        L: HasUser<User = S>,
    {
        self.0.required::<user, S>().into()
    }
    pub fn try_user(&self) -> Option<UserView<'g>> {
        Some(self.0.try_optional::<user, _>()??.into())
    }
}
