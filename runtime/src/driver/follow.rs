use std::any::Any;

use crate::error::Result;
use crate::model::{ModelMeta, TableMeta};
use crate::query::writer::{Target, UpdateNode};
use crate::value::Value;

/// Who knows rows that a statement changes: a session, whose rows follow.
///
/// Asked before the statement runs, since that decides by what is stored then; told afterwards,
/// since it may fail.
#[allow(private_interfaces)] // only statements of this crate talk to it
pub trait Follow: Send {
    /// An UPDATE by condition will run.
    #[doc(hidden)]
    fn updating(&mut self, update: &UpdateNode) -> Option<Following>;
    /// A DELETE by condition will run.
    #[doc(hidden)]
    fn deleting(&mut self, target: &Target) -> Option<Following>;
    /// Rows of a model will be deleted softly, with what hangs on them.
    #[doc(hidden)]
    fn keeping(&mut self, model: &'static ModelMeta) -> Option<Following>;
    /// It did. `rows` is a `Vec` of the model's rows that it was for, where it gave them back.
    #[doc(hidden)]
    fn done(&mut self, following: Following, rows: Option<&dyn Any>) -> Result<()>;
    /// A statement stored rows: a `Vec` of the model's, as they are now.
    #[doc(hidden)]
    fn stored(&mut self, table: TableMeta, rows: &dyn Any) -> Result<()>;
    /// A statement set columns of the row of a key.
    #[doc(hidden)]
    fn patched(
        &mut self,
        model: &'static ModelMeta,
        key: &dyn Any,
        values: &[(u16, Value)],
    ) -> Result<()>;
    /// A statement changed the row of a key, which may be here as another model of its family.
    #[doc(hidden)]
    fn changed_elsewhere(&mut self, model: &'static ModelMeta, key: &dyn Any);
}

/// What a follower made of a statement before it ran.
#[doc(hidden)]
#[derive(Debug)]
pub struct Following {
    /// It can't tell which rows it is for, or what they become: it needs them back.
    pub(crate) needs_rows: bool,
    pub(crate) changes: Vec<Followed>,
}

/// What happens to the rows of a follower.
#[derive(Debug)]
pub(crate) enum Followed {
    /// These rows of its table get these values.
    Set(u32, Vec<(u32, Vec<(u16, Value)>)>),
    /// These rows of its table go.
    Gone(u32, Vec<u32>),
    /// It can't tell which rows change.
    Unknown(u32),
    /// It can't tell which rows go.
    UnknownGone(u32),
    /// Rows of a model go of which it may not know all, and with them rows that hang on them.
    Below(&'static ModelMeta),
}
