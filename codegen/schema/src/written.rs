//! What was written, with its places: the output of both front ends and the input of `resolve`.
//!
//! Names are as in the source and nothing is looked up yet. Leaves without a name in them (a
//! default, an identity, options) are the ones of the [`ir`](crate::ir) already.

mod rules;

pub use rules::{Audit, Rules, SetBy, SoftDelete};

use crate::ir::{
    ColumnType, Default, Dialect, Generated, Identity, Load, Normalize, PerDialect,
    ReferentialAction, SqlDefault, Storage, TableOptions, Type, ValueCheck, View,
};
use crate::source::{Span, Spanned};

/// Everything the files of one schema say.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The engines the schema is meant for.
    pub dialects: Vec<Spanned<Dialect>>,
    /// Templates for the names of constraints.
    pub naming: Naming,
    /// The library whose types stand for dates and times, if not chrono.
    pub times: Option<Times>,
    /// Whether each model's key has a type of its own.
    pub typed_ids: bool,
    /// Whether nothing follows from what is written: the schema is all that stands there.
    pub exact: bool,
    /// Enumerations.
    pub enums: Vec<Enum>,
    /// Functions of the database.
    pub functions: Vec<Function>,
    /// Models. Reusable types and mixins are worked in already.
    pub models: Vec<Model>,
}

/// A library of dates and times other than chrono.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// `time`
    Time,
    /// `jiff`
    Jiff,
}

/// Templates for the names of constraints; absent ones have a default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// Primary keys.
    pub pk: Option<Spanned<String>>,
    /// Foreign keys.
    pub fk: Option<Spanned<String>>,
    /// Unique constraints.
    pub uq: Option<Spanned<String>>,
    /// Indexes.
    pub ix: Option<Spanned<String>>,
    /// Checks.
    pub ck: Option<Spanned<String>>,
}

/// An enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The Rust name where the source gives one; else it is derived from `sql_name`.
    pub name: Option<Spanned<String>>,
    /// The name of the type in the database; else it is derived from `name`.
    pub sql_name: Option<Spanned<String>>,
    /// The database schema of the type.
    pub namespace: Option<String>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// The values in their order.
    pub variants: Vec<EnumVariant>,
    /// Whether a stored text that is none of the values is read, too.
    pub open: bool,
    /// Documentation.
    pub comment: Option<String>,
    /// The place of its name.
    pub span: Span,
}

/// A value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// The Rust name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// The stored text.
    pub value: Spanned<String>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// Documentation.
    pub comment: Option<String>,
}

/// A function of the database.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name in Rust.
    pub name: Spanned<String>,
    /// Its name in SQL where the source gives one, with the database schema before a dot.
    pub sql: Option<Spanned<PerDialect<String>>>,
    /// Its arguments: names and types.
    pub arguments: Vec<(Spanned<String>, ValueType)>,
    /// What it answers.
    pub returns: Returns,
    /// Whether it makes one value of many rows.
    pub aggregate: bool,
    /// Whether NULL for any argument makes NULL.
    pub strict: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// What a [`Function`] answers.
#[derive(Clone, Debug)]
pub enum Returns {
    /// A value.
    Value(ValueType),
    /// Rows with these columns.
    Rows(Spanned<Vec<(Spanned<String>, ValueType)>>),
}

/// The type of a value that is no column's.
#[derive(Clone, Debug)]
pub struct ValueType {
    /// The type.
    pub ty: Spanned<TypeName>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// A Rust type of the user.
    pub rust_type: Option<Spanned<String>>,
}

/// A model or a table.
#[derive(Clone, Debug)]
pub struct Model {
    /// The Rust name where the source gives one (YAML); else it is derived from the table.
    pub name: Option<Spanned<String>>,
    /// The table's name where the source gives one (DDL, `table:`); else derived.
    pub table: Option<Spanned<String>>,
    /// The database schema of the table.
    pub namespace: Option<Spanned<String>>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// Columns in their order.
    pub columns: Vec<Column>,
    /// The table's key, where it is not said at the column.
    pub primary_key: Option<Key>,
    /// Unique constraints.
    pub uniques: Vec<Key>,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// Checks.
    pub checks: Vec<Check>,
    /// Foreign keys, where they are not said at the column.
    pub foreign_keys: Vec<ForeignKey>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
    /// References and relationships to one of several models. Filled by `expand`.
    pub choices: Vec<Choice>,
    /// Named choices of columns.
    pub projections: Vec<Projection>,
    /// Columns that clients may filter by, by field or by column name.
    pub filterable: Vec<Spanned<String>>,
    /// The model it inherits from.
    pub inherits: Option<Inherits>,
    /// The column that says what a row is, where other models inherit from this one.
    pub discriminator: Option<Discriminator>,
    /// What the model is to the program. Filled by `expand`.
    pub role: Role,
    /// What tells its rows apart from those it is related to. Filled by `expand`.
    pub lineage: Option<Lineage>,
    /// Columns that some of the rows must have. Filled by `expand`.
    pub conditional: Vec<Conditional>,
    /// The column that tells a row's versions apart.
    pub version: Option<Version>,
    /// Rules of its rows.
    pub rules: Rules,
    /// Properties computed from columns.
    pub computed: Vec<Computed>,
    /// Properties that only SQL can compute.
    pub sql_fields: Vec<SqlField>,
    /// Ways over several relationships.
    pub via: Vec<Shortcut>,
    /// Set for a view.
    pub view: Option<View>,
    /// Whether relationships that are not written follow from the foreign keys (DDL).
    pub infer: bool,
    /// Whether the table is what is written and nothing else: no index, no counter and no way
    /// back that is not written, and no question whether it is wise.
    pub exact: bool,
    /// The module's name where it does not follow from the model's.
    pub module: Option<Spanned<String>>,
    /// Whether the program never writes the table, which then may lack a key.
    pub read_only: bool,
    /// Documentation.
    pub comment: Option<String>,
    /// Derives added to the struct.
    pub derives: Vec<Spanned<String>>,
    /// Options by dialect.
    pub options: TableOptions,
    /// The place of its name.
    pub span: Span,
}

impl Model {
    /// A model of which only the place of its name is known.
    pub fn new(span: Span) -> Self {
        Model {
            name: None,
            table: None,
            namespace: None,
            renamed_from: None,
            columns: vec![],
            primary_key: None,
            uniques: vec![],
            indexes: vec![],
            checks: vec![],
            foreign_keys: vec![],
            relationships: vec![],
            choices: vec![],
            projections: vec![],
            filterable: vec![],
            inherits: None,
            discriminator: None,
            role: Role::Both,
            lineage: None,
            conditional: vec![],
            version: None,
            rules: Rules::default(),
            computed: vec![],
            sql_fields: vec![],
            via: vec![],
            view: None,
            infer: false,
            exact: false,
            module: None,
            read_only: false,
            comment: None,
            derives: vec![],
            options: TableOptions::default(),
            span,
        }
    }
}

/// What a model inherits.
#[derive(Clone, Debug)]
pub struct Inherits {
    /// The model.
    pub from: Target,
    /// How the rows are stored.
    pub by: Storage,
    /// What the discriminator says of them; else the name of the model in snake case.
    pub tag: Option<Spanned<String>>,
}

/// The column that says what a row is.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The column, by its field.
    pub column: Spanned<String>,
    /// What it says of rows that are of no variant; else the name of the model in snake case.
    pub tag: Option<Spanned<String>>,
}

/// What a model is to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A table, and a struct for its rows.
    Both,
    /// A struct for rows that are stored in tables of others.
    Rows,
    /// A table for rows of others.
    Table,
    /// A table without a struct: two foreign keys, which only many-to-many relationships see.
    Link,
}

/// What tells the rows of a model apart from those it is related to.
#[derive(Clone, Debug)]
pub struct Lineage {
    /// The column, by its field.
    pub discriminator: Spanned<String>,
    /// What it says of rows of this model.
    pub tag: String,
    /// What it inherits from, and how it is stored.
    pub base: Option<(Target, Storage)>,
}

/// A column that rows of one kind must have.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// The column, by its field.
    pub column: Spanned<String>,
    /// The column that says what a row is, by its field.
    pub discriminator: String,
    /// The kind.
    pub tag: String,
}

/// The column that tells a row's versions apart.
#[derive(Clone, Debug)]
pub struct Version {
    /// The column, by field or by column name.
    pub column: Spanned<String>,
    /// Who changes it.
    pub by: crate::ir::VersionBy,
    /// Columns whose changes alone are no new version.
    pub unless: Vec<Spanned<String>>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field's name where the source gives one (YAML); else derived from `name`.
    pub field: Option<Spanned<String>>,
    /// The column's name in the database where the source gives one; else it is the field's.
    pub name: Option<Spanned<String>>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// The type; absent where `references` says it.
    pub ty: Option<Spanned<TypeName>>,
    /// Whether NULL is allowed, if the source says so or not.
    pub nullable: Option<Spanned<bool>>,
    /// Set where the column says that it is (part of) the key.
    pub primary_key: Option<Span>,
    /// Set where the column says that it is unique.
    pub unique: Option<Span>,
    /// Set where the column says that it is indexed.
    pub index: Option<Span>,
    /// A check of this column; `value` stands for it when it comes from a reusable type.
    pub checks: Vec<Check>,
    /// What it points at.
    pub references: Option<Reference>,
    /// What it points at one of, each by a column of its own. `expand` makes these columns.
    pub one_of: Vec<Reference>,
    /// What stands in a new row where the program gave nothing.
    pub default: Option<Spanned<Default>>,
    /// What the column is set to at each UPDATE that does not set it.
    pub on_update: Option<Spanned<SqlDefault>>,
    /// The expression of a generated column.
    pub generated: Option<Spanned<Generated>>,
    /// Whether the database counts it up. `Some(None)`: the source says no.
    pub identity: Option<Spanned<Option<Identity>>>,
    /// Collation, by dialect.
    pub collation: Option<Spanned<PerDialect<String>>>,
    /// Documentation.
    pub comment: Option<String>,
    /// A Rust type of the user.
    pub rust_type: Option<Spanned<String>>,
    /// What is made of the program's values.
    pub normalize: Vec<Spanned<Normalize>>,
    /// What must hold of them.
    pub validate: Vec<Spanned<ValueCheck>>,
    /// The parameters that it is set to.
    pub set_by: Option<SetBy>,
    /// Set where the column says that comparisons ignore case.
    pub ignores_case: Option<Span>,
    /// Whether the value must not show.
    pub sensitive: bool,
    /// Set where the column says that rows are read without it.
    pub deferred: Option<Span>,
    /// The place of its name.
    pub span: Span,
}

impl Column {
    /// A column of which only the place of its name is known.
    pub fn new(span: Span) -> Self {
        Column {
            field: None,
            name: None,
            renamed_from: None,
            ty: None,
            nullable: None,
            primary_key: None,
            unique: None,
            index: None,
            checks: vec![],
            references: None,
            one_of: vec![],
            default: None,
            on_update: None,
            generated: None,
            identity: None,
            collation: None,
            comment: None,
            rust_type: None,
            normalize: vec![],
            validate: vec![],
            set_by: None,
            ignores_case: None,
            sensitive: false,
            deferred: None,
            span,
        }
    }
}

/// A type as named in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// A portable or native type, with its spellings by dialect. Never an enumeration.
    Known(ColumnType),
    /// An enumeration by its Rust name or, from DDL, by the database's name of the type.
    Enum {
        /// The database schema, if one is named.
        namespace: Option<String>,
        /// Its name.
        name: String,
    },
    /// A list. `fallback_json` allows JSON where the dialect has no lists.
    Array {
        /// The element's type.
        element: Box<TypeName>,
        /// Whether JSON may stand in.
        fallback_json: bool,
    },
}

impl From<Type> for TypeName {
    fn from(ty: Type) -> Self {
        TypeName::Known(ty.into())
    }
}

/// A primary key or a unique constraint.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// Columns, by field or by column name.
    pub columns: Vec<Spanned<String>>,
    /// Whether two NULLs count as equal.
    pub nulls_equal: bool,
    /// Its place.
    pub span: Span,
}

/// A check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// Whether the name is the constraint's as it stands, without the template.
    pub whole_name: bool,
    /// SQL, by dialect.
    pub expression: Spanned<PerDialect<String>>,
}

/// An index.
#[derive(Clone, Debug)]
pub struct Index {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// What it is over.
    pub parts: Vec<IndexPart>,
    /// Whether equal entries are refused.
    pub unique: bool,
    /// The condition of a partial index.
    pub predicate: Option<Spanned<PerDialect<String>>>,
    /// Access method.
    pub method: Option<Spanned<PerDialect<String>>>,
    /// Columns stored but not searched.
    pub include: Vec<Spanned<String>>,
    /// Its place.
    pub span: Span,
}

/// One part of an index.
#[derive(Clone, Debug)]
pub struct IndexPart {
    /// A column or an expression.
    pub term: IndexTerm,
    /// Descending order.
    pub descending: bool,
    /// Only so many leading characters.
    pub prefix: Option<Spanned<u32>>,
}

/// What an index part is over.
#[derive(Clone, Debug)]
pub enum IndexTerm {
    /// A column, by field or by column name.
    Column(Spanned<String>),
    /// SQL, by dialect.
    Expression(Spanned<PerDialect<String>>),
}

/// A model or a table where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The database schema, if one is named.
    pub namespace: Option<String>,
    /// A model's name (YAML) or a table's (DDL); the other one is tried where none fits.
    pub name: Spanned<String>,
}

/// A named choice of columns.
#[derive(Clone, Debug)]
pub struct Projection {
    /// The struct's name.
    pub name: Spanned<String>,
    /// Columns, by field or by column name.
    pub columns: Vec<Spanned<String>>,
    /// Derives added to the struct.
    pub derives: Vec<Spanned<String>>,
    /// Documentation.
    pub comment: Option<String>,
}

/// A property computed from columns.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The method's name.
    pub name: Spanned<String>,
    /// How it is computed.
    pub expression: Spanned<String>,
    /// Documentation.
    pub comment: Option<String>,
}

/// A property that only SQL can compute.
#[derive(Clone, Debug)]
pub struct SqlField {
    /// The method's name.
    pub name: Spanned<String>,
    /// SQL, by dialect, with columns in braces.
    pub sql: Spanned<PerDialect<String>>,
    /// What comes out.
    pub returns: ValueType,
    /// Documentation.
    pub comment: Option<String>,
}

/// A way over several relationships.
#[derive(Clone, Debug)]
pub struct Shortcut {
    /// The accessor's name.
    pub name: Spanned<String>,
    /// The names of the relationships, with dots between them.
    pub path: Spanned<String>,
    /// Documentation.
    pub comment: Option<String>,
}

/// What a column points at, said at the column.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The model or table.
    pub target: Target,
    /// The target's columns; empty for its primary key.
    pub target_columns: Vec<Spanned<String>>,
    /// Columns of this table that stand for the target's, where they must be named.
    pub columns: Vec<Spanned<String>>,
    /// The constraint's name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// On delete.
    pub on_delete: Option<Spanned<ReferentialAction>>,
    /// On update.
    pub on_update: Option<Spanned<ReferentialAction>>,
    /// Checked at COMMIT.
    pub deferred: Option<Spanned<bool>>,
    /// Whether it goes without an index of its own where no other one serves it.
    pub unindexed: bool,
}

/// One of several references, or none of them: a polymorphic target.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The name of the column that says it, and of the relationship over it.
    pub name: Spanned<String>,
    /// The references it is made of.
    pub alternatives: Vec<Alternative>,
    /// Whether none may be set.
    pub nullable: bool,
    /// Whether it is the row itself where it is none of them: the variants of a base.
    pub itself: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// One of the targets of a [`Choice`].
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The model or table.
    pub target: Target,
    /// The column with the reference, by its field.
    pub reference: String,
    /// The relationship, where there is one.
    pub relationship: Option<String>,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// Columns of this table, by field or by column name.
    pub columns: Vec<Spanned<String>>,
    /// The model or table.
    pub target: Target,
    /// The target's columns; empty for its primary key.
    pub target_columns: Vec<Spanned<String>>,
    /// On delete.
    pub on_delete: Option<Spanned<ReferentialAction>>,
    /// On update.
    pub on_update: Option<Spanned<ReferentialAction>>,
    /// Checked at COMMIT.
    pub deferred: Option<Spanned<bool>>,
    /// Whether it goes without an index of its own where no other one serves it.
    pub unindexed: bool,
    /// Its place.
    pub span: Span,
}

/// A relationship.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// The accessor.
    pub name: Spanned<String>,
    /// How it finds its rows.
    pub kind: RelationshipKind,
    /// Where the kind is said.
    pub kind_span: Span,
    /// The model it leads to.
    pub target: Target,
    /// The name of the way back, on the target.
    pub inverse: Option<Spanned<String>>,
    /// The foreign key it stands on: by the constraint's name, a reference's name or columns.
    pub foreign_key: Option<Spanned<Vec<String>>>,
    /// Columns that are equal, here and on the target, where no foreign key says it.
    pub on: Option<Spanned<Vec<EqualColumns>>>,
    /// Order of a collection: column and whether it descends.
    pub order: Vec<(Spanned<String>, bool)>,
    /// The column that keeps a collection's order.
    pub position: Option<Position>,
    /// The place of `owned: true`.
    pub owned: Option<Span>,
    /// The place of `write_only: true`.
    pub write_only: Option<Span>,
    /// What holds for each of its rows.
    pub condition: Option<Spanned<String>>,
    /// How it is loaded where a query does not say it.
    pub load: Option<Spanned<Load>>,
    /// At most so many rows of a collection.
    pub limit: Option<Spanned<u64>>,
    /// Where the source says that nothing is written through it.
    pub read_only: Option<Span>,
    /// Documentation.
    pub comment: Option<String>,
}

/// A column that says which place a row has in a collection.
#[derive(Clone, Debug)]
pub struct Position {
    /// The column, of the target.
    pub column: Spanned<String>,
    /// The first place.
    pub from: i64,
    /// The place of it all.
    pub span: Span,
}

/// Two columns whose values are equal.
#[derive(Clone, Debug)]
pub struct EqualColumns {
    /// Of the model that has the relationship.
    pub own: Spanned<String>,
    /// Of the one that it leads to.
    pub target: Spanned<String>,
}

/// How a relationship finds its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelationshipKind {
    /// A key of this model points at the target.
    BelongsTo,
    /// One of several keys of this model points at its target. `expand` makes a relationship of
    /// each.
    BelongsToOneOf(Vec<Target>),
    /// A unique key of the target points here.
    HasOne,
    /// A key of the target points here.
    HasMany,
    /// A link table points here and at the target.
    ManyToMany {
        /// The link table or model. One that is nowhere defined is made.
        through: Option<Target>,
        /// The link's key that points here, where several do.
        from: Option<Spanned<Vec<String>>>,
        /// The link's key that points at the target, where several do.
        to: Option<Spanned<Vec<String>>>,
    },
}
