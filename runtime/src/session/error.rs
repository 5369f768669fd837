use crate::model::ModelMeta;

/// What a session refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// A handle was given by another session, or by this one before `clear()`.
    #[error(
        "this handle of a {model} is not of this session: it was given by another one, or before \
         `clear()`"
    )]
    ForeignHandle {
        /// The model.
        model: &'static str,
    },
    /// The row was deleted, or its adding was rolled back.
    #[error("this {model} is {state} and can no longer be changed")]
    Gone {
        /// The model.
        model: &'static str,
        /// Its state.
        state: super::RowState,
    },
    /// Rows as they were would be taken for what they are now.
    #[error(
        "rows of {model} as they were are not for a session, which takes them for those of now: \
         run the query on it, `.all(&mut session)`, or on the database"
    )]
    Past {
        /// The model.
        model: &'static str,
    },
    /// A row that is not in the database was to be read from there.
    #[error("this {model} is {state}: there is no row in the database to read")]
    NotStored {
        /// The model.
        model: &'static str,
        /// Its state.
        state: super::RowState,
    },
    /// A flush failed: the session waits for `rollback()`.
    #[error("the session can only be rolled back, since an earlier flush failed: {first}")]
    Failed {
        /// The error that made it fail.
        first: String,
    },
    /// The future of a COMMIT was dropped, so whether it happened is unknown.
    #[error(
        "a COMMIT was cancelled half-way, so whether the work is stored is unknown; look for its \
         effects before doing it again, then call `rollback()` or `clear()`"
    )]
    CommitCancelled,
    /// The transaction that the session joined has ended, or there is none.
    #[error(
        "the session is in no transaction of somebody else's, or it has ended: by a rollback of \
         the session, or by a future that was dropped half-way"
    )]
    NotJoined,
    /// A session was closed in the transaction that it joined.
    #[error(
        "the session was closed in a transaction of somebody else's, which is rolled back with it: \
         `leave()` ends the session and gives the transaction back"
    )]
    ClosedWithin,
    /// No savepoint of this name is open.
    #[error("the session has no open savepoint `{name}`")]
    NoSavepoint {
        /// The name asked for.
        name: String,
    },
    /// A relationship without a link table was asked for one.
    #[error(
        "`{relationship}` is not many-to-many: in a session use `link`, `unlink` and `set`; \
         elsewhere set it through the row that holds the key"
    )]
    NotManyToMany {
        /// The relationship.
        relationship: &'static str,
    },
    /// A relationship was changed that the schema says is only read.
    #[error(
        "`{relationship}` is only read: change the relationship beside it, or the columns it stands on"
    )]
    ReadOnly {
        /// The relationship.
        relationship: &'static str,
    },
    /// A link needs other columns than those of the key.
    #[error("a link by bare key needs the joining columns of {model}: give its row or handle")]
    OtherKey {
        /// The model pointed at.
        model: &'static str,
    },
    /// A row without a key cannot be changed through a session.
    #[error("{model} has no key, so its rows cannot be changed or deleted one by one")]
    NoKey {
        /// The model.
        model: &'static str,
    },
    /// A row of a view, of several tables, or of one that the schema says is only read, was to be
    /// changed.
    #[error("{model} is only read, so its rows cannot be changed or deleted")]
    OnlyRead {
        /// The model.
        model: &'static str,
    },
    /// A row was to point at one that is not there, or not for long.
    #[error("nothing can point at this {model}: it is {state}")]
    NotThere {
        /// The model pointed at.
        model: &'static str,
        /// Its state.
        state: super::RowState,
    },
    /// A row that is not of the session was to be changed.
    #[error(
        "the {model} to be linked is not in this session: read it with `get`, or `attach` it, and \
         give its handle"
    )]
    NotHere {
        /// The model.
        model: &'static str,
    },
    /// A relationship of which nothing is known here was to be replaced.
    #[error(
        "whether `{relationship}` leads to a row is not known here, so it cannot be replaced: \
         load it first, with `s.load(row, ..)`"
    )]
    NotLoaded {
        /// The relationship.
        relationship: &'static str,
    },
    /// A row would be left without a parent that it must have.
    #[error(
        "a row cannot be without its `{relationship}`: give it another, delete it, or say \
         `owned: true` in the schema, and it is deleted when it is taken away"
    )]
    Required {
        /// The relationship.
        relationship: &'static str,
    },
    /// A row leads where only one row can, and another one does.
    #[error(
        "{row} cannot have the `{relationship}` that {holder} has, since only one row can: delete \
         {holder} first, or let it point elsewhere"
    )]
    Taken {
        /// The row to be written.
        row: String,
        /// The row that is stored.
        holder: String,
        /// The relationship.
        relationship: &'static str,
    },
    /// A row takes a value of another in a unique key, and that one cannot give it up before.
    #[error(
        "{row} cannot take the `{columns}` of {holder} in this flush: {holder} has to give it up \
         before, and no other value can stand there meanwhile. Flush the change of {holder} first, \
         where it does not wait for {row} itself; or let the column be NULL; or, of a foreign key, \
         say `deferred: true` in the schema"
    )]
    Stuck {
        /// The row that takes it.
        row: String,
        /// The row that has it.
        holder: String,
        /// The columns of the key.
        columns: String,
    },
    /// A row was to be merged as the child of a row that has none of its key.
    #[error(
        "{child} is none of the `{relationship}` of this row: it was deleted meanwhile, or is \
         another row's; `link` it, if it is to become one"
    )]
    NotAChild {
        /// The child.
        child: String,
        /// The relationship.
        relationship: &'static str,
    },
    /// A row to be deleted has others that point at it, and its key says `restrict`.
    #[error(
        "{parent} cannot be deleted: {child} points at it by `{columns}`; delete that as well, or \
         let it point elsewhere"
    )]
    Referenced {
        /// The row to be deleted.
        parent: String,
        /// The row that points at it.
        child: String,
        /// Its foreign key.
        columns: String,
    },
    /// A row was read whose values are out of date.
    #[error(
        "the values of {row} here are out of date: a statement changed it that could not be \
         followed, or it was invalidated; `refresh` it"
    )]
    Stale {
        /// The row.
        row: String,
    },
    /// A transaction was lost with statements that the session can't run again.
    #[error(
        "a future was dropped half-way, and with it the transaction, in which statements ran that \
         the session can't run again: call `rollback()` and do the work anew"
    )]
    Lost,
    /// A row was to leave the session whose work is not stored yet.
    #[error(
        "this {model} was written by a transaction that is still open: commit or roll back before \
         it leaves the session"
    )]
    Unfinished {
        /// The model.
        model: &'static str,
    },
}

impl SessionError {
    /// Refuses to write stored rows of a model that cannot be written.
    pub(super) fn unless_written(model: &ModelMeta) -> Result<(), SessionError> {
        let (name, keyless) = (model.name, model.key.is_empty());
        match model.is_only_read() {
            true if keyless => Err(SessionError::NoKey { model: name }),
            true => Err(SessionError::OnlyRead { model: name }),
            false => Ok(()),
        }
    }
}
