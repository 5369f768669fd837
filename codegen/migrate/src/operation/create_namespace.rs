/// Makes a database schema, or on MySQL a database, unless it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateNamespace<'s> {
    /// Its name.
    pub name: &'s str,
}
