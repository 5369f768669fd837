use chrono::{DateTime, NaiveDate, Utc};
use ormolu::{
    Access, Database, DecodeError, Decoder, Dialect, FromRow, Interval, Kind, NamedType, Result,
    Rows, Scalar, Statement, Value, chrono, rust_decimal::Decimal, serde_json::json, uuid::Uuid,
};

use crate::statement;

static MOOD: NamedType = NamedType {
    namespace: None,
    name: "mood",
};

/// Every kind, with its column type by engine.
const COLUMNS: &[(Kind, &str, &str, &str)] = &[
    (Kind::Bool, "INTEGER", "boolean", "BOOLEAN"),
    (Kind::I16, "INTEGER", "smallint", "SMALLINT"),
    (Kind::I32, "INTEGER", "integer", "INT"),
    (Kind::I64, "INTEGER", "bigint", "BIGINT"),
    (Kind::U64, "INTEGER", "bigint", "BIGINT UNSIGNED"),
    (Kind::F32, "REAL", "real", "FLOAT"),
    (Kind::F64, "REAL", "double precision", "DOUBLE"),
    (Kind::Text, "TEXT", "varchar(100)", "VARCHAR(100)"),
    (Kind::Bytes, "BLOB", "bytea", "VARBINARY(100)"),
    (Kind::Decimal, "TEXT", "numeric(20, 6)", "DECIMAL(20, 6)"),
    (Kind::Uuid, "BLOB", "uuid", "BINARY(16)"),
    (Kind::Date, "TEXT", "date", "DATE"),
    (Kind::Time, "TEXT", "time", "TIME(6)"),
    (Kind::DateTime, "TEXT", "timestamp", "DATETIME(6)"),
    (Kind::DateTimeTz, "TEXT", "timestamptz", "DATETIME(6)"),
    (Kind::Interval, "INTEGER", "interval", "BIGINT"),
    (Kind::Json, "TEXT", "jsonb", "JSON"),
    (Kind::Named(&MOOD), "TEXT", "mood", "ENUM('happy', 'sad')"),
    (Kind::Array(&Kind::I32), "TEXT", "integer[]", "JSON"),
    (Kind::Array(&Kind::Text), "TEXT", "text[]", "JSON"),
    (
        Kind::Array(&Kind::DateTimeTz),
        "TEXT",
        "timestamptz[]",
        "JSON",
    ),
    (Kind::Array(&Kind::Decimal), "TEXT", "numeric[]", "JSON"),
];

fn values() -> Vec<Value> {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let moment = day.and_hms_micro_opt(23, 59, 58, 123_456).unwrap();
    let decimal: Decimal = "-1234.567".parse().unwrap();
    vec![
        Value::Bool(true),
        Value::I16(i16::MIN),
        Value::I32(i32::MIN),
        Value::I64(i64::MIN),
        Value::U64(u64::try_from(i64::MAX).unwrap()),
        Value::F32(0.1),
        Value::F64(0.1),
        Value::Text("Grüße, 'quoted' \"twice\" \u{1F980}".into()),
        Value::Bytes(vec![0, 1, 254, 255]),
        Value::Decimal(decimal),
        Value::Uuid(Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0)),
        Value::Date(day),
        Value::Time(moment.time()),
        Value::DateTime(moment),
        Value::DateTimeTz(moment.and_utc()),
        Value::Interval(Interval {
            months: 0,
            days: 0,
            microseconds: 90_000_000,
        }),
        Value::Json(json!({ "a": [1, null, "x"], "b": { "c": 1.5 } })),
        Value::Named("sad".into(), &MOOD),
        Value::Array(
            &Kind::I32,
            vec![Value::I32(1), Value::Null(Kind::I32), Value::I32(3)],
        ),
        Value::Array(
            &Kind::Text,
            vec![Value::Text("a,\"b\"".into()), Value::Text(String::new())],
        ),
        Value::Array(&Kind::DateTimeTz, vec![Value::DateTimeTz(moment.and_utc())]),
        Value::Array(&Kind::Decimal, vec![Value::Decimal(decimal)]),
    ]
}

/// A row of the columns above.
#[derive(Debug, PartialEq)]
struct Everything(Vec<Value>);

impl FromRow for Everything {
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
        let cell = |(at, (kind, ..)): (usize, &(Kind, _, _, _))| {
            Ok(read(row, at, kind)?.unwrap_or(Value::Null(*kind)))
        };
        COLUMNS
            .iter()
            .enumerate()
            .map(cell)
            .collect::<Result<_, _>>()
            .map(Everything)
    }
}

fn read<D: Decoder + ?Sized>(
    row: &D,
    at: usize,
    kind: &Kind,
) -> Result<Option<Value>, DecodeError> {
    Ok(match *kind {
        Kind::Bool => row.bool(at)?.map(Value::Bool),
        Kind::I16 => row.i16(at)?.map(Value::I16),
        Kind::I32 => row.i32(at)?.map(Value::I32),
        Kind::I64 => row.i64(at)?.map(Value::I64),
        Kind::U64 => row.u64(at)?.map(Value::U64),
        Kind::F32 => row.f32(at)?.map(Value::F32),
        Kind::F64 => row.f64(at)?.map(Value::F64),
        Kind::Text => row.text(at)?.map(Value::Text),
        Kind::Bytes => row.bytes(at)?.map(Value::Bytes),
        Kind::Decimal => row.decimal(at)?.map(Value::Decimal),
        Kind::Uuid => row.uuid(at)?.map(Value::Uuid),
        Kind::Date => row.date(at)?.map(Value::Date),
        Kind::Time => row.time(at)?.map(Value::Time),
        Kind::DateTime => row.datetime(at)?.map(Value::DateTime),
        Kind::DateTimeTz => row.datetime_tz(at)?.map(Value::DateTimeTz),
        Kind::Interval => row.interval(at)?.map(Value::Interval),
        Kind::Json => row.json(at)?.map(Value::Json),
        Kind::Named(named) => row.text(at)?.map(|text| Value::Named(text, named)),
        Kind::Array(element) => row
            .array(at, element)?
            .map(|values| Value::Array(element, values)),
        Kind::Wrapped(of) => read(row, at, &of.kind)?,
    })
}

async fn round_trip(db: &Database, row: Vec<Value>) -> Result<Vec<Value>> {
    let postgres = db.dialect() == Dialect::Postgres;
    let places: Vec<&str> = COLUMNS
        .iter()
        .map(|(kind, ..)| match kind {
            Kind::Named(_) if postgres => "?::mood",
            _ => "?",
        })
        .collect();
    let names: Vec<String> = (0..COLUMNS.len())
        .map(|at| match COLUMNS[at].0 {
            Kind::Named(_) if postgres => format!("c{at}::text"),
            _ => format!("c{at}"),
        })
        .collect();
    let mut connection = db.connection(Access::Write).await?;
    connection
        .execute(&Statement::new("DELETE FROM everything", Vec::new()))
        .await?;
    let text = format!("INSERT INTO everything VALUES ({})", places.join(", "));
    connection
        .execute(&statement(db.dialect(), &text, row))
        .await?;
    let mut rows = Rows::<Everything>::new();
    let text = format!("SELECT {} FROM everything", names.join(", "));
    connection
        .fetch(&Statement::new(text, Vec::new()), &mut rows)
        .await?;
    let mut rows = rows.into_vec();
    assert_eq!(rows.len(), 1);
    Ok(rows.remove(0).0)
}

async fn everything(database: &testkit::TestDatabase) -> Result<Database> {
    let db = Database::connect(database.url()).await?;
    let columns: Vec<String> = COLUMNS
        .iter()
        .enumerate()
        .map(|(at, (_, sqlite, postgres, mysql))| {
            let sql = match db.dialect() {
                Dialect::Sqlite => sqlite,
                Dialect::Postgres => postgres,
                _ => mysql,
            };
            format!("c{at} {sql}")
        })
        .collect();
    if db.dialect() == Dialect::Postgres {
        db.execute_script(&["CREATE TYPE mood AS ENUM ('happy', 'sad')"])
            .await?;
    }
    let strict = if db.dialect() == Dialect::Sqlite {
        " STRICT"
    } else {
        ""
    };
    let table = format!("CREATE TABLE everything ({}){strict}", columns.join(", "));
    db.execute_script(&[&table]).await?;
    Ok(db)
}

testkit::on_every_engine! {
    async fn every_kind_comes_back_as_it_went(database: TestDatabase) -> Result<()> {
        let db = everything(&database).await?;
        let back = round_trip(&db, values()).await?;
        for (sent, found) in values().iter().zip(&back) {
            assert_eq!(sent, found);
        }
        Ok(())
    }

    async fn null_comes_back_as_null_of_every_kind(database: TestDatabase) -> Result<()> {
        let db = everything(&database).await?;
        let nulls: Vec<Value> = COLUMNS.iter().map(|(kind, ..)| Value::Null(*kind)).collect();
        assert_eq!(round_trip(&db, nulls.clone()).await?, nulls);
        Ok(())
    }

    async fn what_an_engine_cannot_store_is_refused(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        let mut connection = db.connection(Access::Write).await?;
        let month = Value::Interval(Interval { months: 1, days: 0, microseconds: 0 });
        let mut bad = vec![];
        match db.dialect() {
            Dialect::Postgres => {
                bad.push(Value::U64(u64::MAX));
                bad.push(Value::Text("a\0b".into()));
            }
            Dialect::Sqlite => bad.extend([month, Value::U64(u64::MAX), Value::F64(f64::NAN)]),
            _ => bad.extend([month, Value::F64(f64::INFINITY)]),
        }
        for value in bad {
            let shown = format!("{value:?}");
            let statement = statement(db.dialect(), "SELECT ?", vec![value]);
            let error = connection.execute(&statement).await.unwrap_err();
            assert!(matches!(error, ormolu::Error::Invalid(_)), "{shown}: {error:?}");
        }
        Ok(())
    }

    async fn sums_and_averages_of_integers_are_read_as_asked(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        db.execute_script(&["CREATE TABLE t (n BIGINT)", "INSERT INTO t VALUES (1), (2)"]).await?;
        let mut rows = Pairs::<i64, f64>(Vec::new());
        let mut connection = db.connection(Access::Read).await?;
        connection.fetch(&Statement::new("SELECT SUM(n), AVG(n) FROM t", vec![]), &mut rows).await?;
        assert_eq!(rows.0, [(3, 1.5)]);
        Ok(())
    }
}

/// A sink of the test's own.
struct Pairs<A, B>(Vec<(A, B)>);

impl<A: Scalar, B: Scalar> ormolu::RowSink for Pairs<A, B> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let (a, b) = (A::decode(row, 0)?, B::decode(row, 1)?);
        self.0.push((a.unwrap(), b.unwrap()));
        Ok(())
    }
}

#[test]
fn sqlite_reads_moments_in_the_forms_others_write() {
    testkit::run(testkit::Engine::Sqlite, async |database| {
        struct Moment(DateTime<Utc>);
        impl FromRow for Moment {
            fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
                Ok(Moment(row.datetime_tz(0)?.unwrap()))
            }
        }
        let db = Database::connect(database.url()).await.unwrap();
        let mut connection = db.connection(Access::Read).await.unwrap();
        let mut read = async |text: &str| {
            let mut rows = Rows::<Moment>::new();
            let select = Statement::new("SELECT ? AS at", vec![Value::Text(text.into())]);
            connection.fetch(&select, &mut rows).await?;
            Ok::<_, ormolu::Error>(rows.into_vec().remove(0).0.to_rfc3339())
        };
        for (text, utc) in [
            ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00"),
            (
                "2024-05-06 07:08:09.5+02:00",
                "2024-05-06T05:08:09.500+00:00",
            ),
            ("2024-05-06T07:08:09-0130", "2024-05-06T08:38:09+00:00"),
        ] {
            assert_eq!(read(text).await.unwrap(), utc, "{text}");
        }
        let error = read("2024-05-06 07:08:09").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "column at: expected a timestamp with zone, as `YYYY-MM-DDTHH:MM:SS.ffffffZ`, found \
             other text"
        );
    });
}
