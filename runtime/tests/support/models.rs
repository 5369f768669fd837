//! Models as the generator writes them, in short: users with posts, posts with tags.

use ormolu::generated::*;
use ormolu::{DateRange, Int4Range, TstzRange};

macro_rules! model {
    (
        $(#[$doc:meta])*
        $model:ident $table:ident $name:literal, relations $relations:tt,
        { $($at:literal $column:ident: $rust:ty, $col:ty, $kind:expr, $nullable:literal;)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $model {
            $(pub $column: $rust,)*
        }

        impl $model {
            pub fn select() -> Select<$table, Loaded<$model, Rels<$model>>> {
                Select::model()
            }
        }

        pub struct $table<M: Mode = Inner> {
            alias: Alias,
            $(pub $column: $col,)*
        }

        impl<M: Mode> Clone for $table<M> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<M: Mode> Copy for $table<M> {}
        impl<M: Mode> TableHandle for $table<M> {
            type Model = $model;
            type Mode = M;
            fn alias(self) -> Alias {
                self.alias
            }
        }

        model!(@relations $table $relations);

        impl Model for $model {
            const META: &'static ModelMeta = &ModelMeta {
                name: stringify!($model),
                table: TableMeta::new(None, $name),
                columns: &[$({
                    let mut column = ColumnMeta::new(stringify!($column), $kind);
                    column.nullable = $nullable;
                    // Post.token: shows in no text for people.
                    column.sensitive = matches!(stringify!($column).as_bytes(), b"token");
                    column
                },)*],
                key: &[0],
                rank: 0,
                cascades: &[],
                parents: &[],
                get: Fixed { sqlite: "", postgres: "", mysql: "" },
                delete: Fixed { sqlite: "", postgres: "", mysql: "" },
                ..ModelMeta::PLAIN
            };
            type Key = i64;
            type Bare = Rels<$model>;
            type View<'g, L: 'static> = View<'g, $model, L>;
            type Table<M: Mode> = $table<M>;
            fn table<M: Mode>(alias: Alias) -> $table<M> {
                $table { alias, $($column: column(alias, Self::META, $at),)* }
            }
            fn key(&self) -> i64 {
                self.id
            }
            fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
                Ok($model { $($column: SqlType::decode(row, at + $at)?,)* })
            }
            fn bound(&self, column: usize) -> ValueRef<'_> {
                match column {
                    $($at => SqlType::as_value(&self.$column),)*
                    _ => ValueRef::Owned(Value::Null(Kind::Text)),
                }
            }
            fn read<D: Decoder + ?Sized>(
                &mut self,
                column: usize,
                row: &D,
                at: usize,
            ) -> Result<(), DecodeError> {
                match column {
                    $($at => self.$column = SqlType::decode(row, at)?,)*
                    _ => {}
                }
                Ok(())
            }
            fn changed(&self, original: &Self, out: &mut Vec<u16>) {
                $(if self.$column != original.$column { out.push($at); })*
            }
            fn serialize_columns<S: SerializeMap>(&self, _: &mut S) -> Result<(), S::Error> {
                Ok(())
            }
        }
    };
    (@relations $table:ident { $($relation:ident: $marker:ident,)* }) => {
        impl<M: Mode> $table<M> {
            $(pub fn $relation(self) -> Path<$marker>
            where
                M: Whole,
            {
                Path::new(self.alias)
            })*
        }
    };
}

/// Nothing is loaded in these tests.
pub struct Rels<M>(PhantomData<fn() -> M>);

impl<M: Model> Shape<M> for Rels<M> {
    type Slots = ();
}

/// An enumeration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    Draft,
    Published,
}

pub static STATUS: NamedType = NamedType {
    namespace: Some("blog"),
    name: "status",
};

impl Scalar for Status {
    const KIND: Kind = Kind::Named(&STATUS);
    fn into_value(self) -> Value {
        let text = match self {
            Status::Draft => "draft",
            Status::Published => "published",
        };
        Value::Named(text.into(), &STATUS)
    }
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        let status = |text: String| {
            if text == "draft" {
                Status::Draft
            } else {
                Status::Published
            }
        };
        Ok(row.text(at)?.map(status))
    }
    fn placeholder() -> Self {
        Status::Draft
    }
}

model! {
    User UserTable "users", relations { posts: user_posts, },
    {
        0 id: i64, Col<M::Of<i64>, M>, Kind::I64, false;
        1 name: String, Col<M::Of<String>, M>, Kind::Text, false;
        2 bio: Option<String>, Col<Option<String>, M>, Kind::Text, true;
        3 age: i32, Col<M::Of<i32>, M>, Kind::I32, false;
        4 active: bool, Col<M::Of<bool>, M>, Kind::Bool, false;
        5 boss_id: Option<i64>, Col<Option<i64>, M>, Kind::I64, true;
    }
}

model! {
    Post PostTable "posts", relations { author: post_author, tags: post_tags, },
    {
        0 id: i64, Col<M::Of<i64>, M>, Kind::I64, false;
        1 author_id: i64, Col<M::Of<i64>, M>, Kind::I64, false;
        2 title: String, Col<M::Of<String>, M>, Kind::Text, false;
        3 price: Decimal, Col<M::Of<Decimal>, M>, Kind::Decimal, false;
        4 score: Option<f64>, Col<Option<f64>, M>, Kind::F64, true;
        5 status: Status, Col<M::Of<Status>, M>, Kind::Named(&STATUS), false;
        6 token: Uuid, Col<M::Of<Uuid>, M>, Kind::Uuid, false;
    }
}

model! {
    Tag TagTable "tags", relations { posts: tag_posts, },
    {
        0 id: i64, Col<M::Of<i64>, M>, Kind::I64, false;
        1 name: String, Col<M::Of<String>, M>, Kind::Text, false;
    }
}

model! {
    /// A row of everything that the other models lack.
    Event EventTable "events", relations {},
    {
        0 id: i64, Col<M::Of<i64>, M>, Kind::I64, false;
        1 day: NaiveDate, Col<M::Of<NaiveDate>, M>, Kind::Date, false;
        2 at: DateTime<Utc>, Col<M::Of<DateTime<Utc>>, M>, Kind::DateTimeTz, false;
        3 local: NaiveDateTime, Col<M::Of<NaiveDateTime>, M>, Kind::DateTime, false;
        4 hour: NaiveTime, Col<M::Of<NaiveTime>, M>, Kind::Time, false;
        5 ended: Option<DateTime<Utc>>, Col<Option<DateTime<Utc>>, M>, Kind::DateTimeTz, true;
        6 span: Interval, Col<M::Of<Interval>, M>, Kind::Interval, false;
        7 data: Json, Col<M::Of<Json>, M>, Kind::Json, false;
        8 extra: Option<Json>, Col<Option<Json>, M>, Kind::Json, true;
        9 labels: Vec<String>, Col<M::Of<Vec<String>>, M>, Kind::Array(&Kind::Text), false;
        10 numbers: Option<Vec<i64>>, Col<Option<Vec<i64>>, M>, Kind::Array(&Kind::I64), true;
    }
}

model! {
    /// What only PostgreSQL has.
    Booking BookingTable "bookings", relations {},
    {
        0 id: i64, Col<M::Of<i64>, M>, Kind::I64, false;
        1 seats: Int4Range, Col<M::Of<Int4Range>, M>, Int4Range::KIND, false;
        2 during: TstzRange, Col<M::Of<TstzRange>, M>, TstzRange::KIND, false;
        3 days: Option<DateRange>, Col<Option<DateRange>, M>, DateRange::KIND, true;
    }
}

macro_rules! relation {
    ($marker:ident: $parent:ty => $child:ty, $many:ty, $from:expr, $to:expr, $link:expr) => {
        #[allow(non_camel_case_types)]
        pub enum $marker {}

        impl Relation for $marker {
            type Parent = $parent;
            type Child = $child;
            type Cardinality = $many;
            type Near = PrimaryKey;
            type Far = PrimaryKey;
            const META: &'static RelationMeta = &RelationMeta {
                name: stringify!($marker),
                slot: 0,
                inverse: None,
                parent_columns: &[$from],
                child_columns: &[$to],
                link: $link,
                order: &[],
                required: false,
                belongs_to: $from != 0,
                ..RelationMeta::PLAIN
            };
        }
    };
}

const POST_TAGS: TableMeta = TableMeta::new(None, "post_tags");

relation!(user_posts: User => Post, ToMany, 0, 1, None);
relation!(post_author: Post => User, ToOne, 1, 0, None);
relation!(post_tags: Post => Tag, ToMany, 0, 0, Some(&LinkMeta {
    table: POST_TAGS,
    parent_columns: &["post_id"],
    child_columns: &["tag_id"],
}));
relation!(tag_posts: Tag => Post, ToMany, 0, 0, Some(&LinkMeta {
    table: POST_TAGS,
    parent_columns: &["tag_id"],
    child_columns: &["post_id"],
}));
