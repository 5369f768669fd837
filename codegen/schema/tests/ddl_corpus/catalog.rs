//! What an engine's catalog says about a loaded schema, read from JSON.

use ormolu_schema::ir::{Dialect, ReferentialAction, Timing, Type};
use serde_json::Value;

use super::default;
use super::facts::{ColumnFact, Facts, index, table_name};

/// The facts of a catalog, and those that need not be said: the indexes MySQL makes for foreign
/// keys.
pub(crate) fn of_catalog(catalog: &Value, dialect: Dialect) -> (Facts, Facts) {
    let (mut facts, mut implied) = (Facts::new(), Facts::new());
    for table in list(&catalog["tables"]) {
        // A partition is a part of its parent.
        if table["part"] == true {
            continue;
        }
        let name = name(text(&table["s"]), text(&table["t"]));
        facts.insert(name.clone(), "table".into());
        columns(table, &name, catalog, dialect, &mut facts);
        constraints(table, &name, dialect, &mut facts);
        indexes(table, &name, dialect, &mut facts, &mut implied);
    }
    for of in list(&catalog["enums"]) {
        let about = format!("enum {}", name(text(&of["s"]), text(&of["n"])));
        facts.insert(about, texts(&of["v"]).join(", "));
    }
    for of in list(&catalog["domains"]) {
        let base = postgres(text(&of["b"]), &Value::Null, catalog);
        facts.insert(format!("domain {}", text(&of["n"])), base);
    }
    (facts, implied)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(|v| text(v).to_owned()).collect()
}

fn name(namespace: &str, name: &str) -> String {
    table_name(
        Some(namespace).filter(|n| !["", "public"].contains(n)),
        name,
    )
}

fn columns(table: &Value, owner: &str, catalog: &Value, dialect: Dialect, facts: &mut Facts) {
    let key = list(&table["cons"])
        .iter()
        .find(|c| c["y"] == "p")
        .map(|c| texts(&c["cols"]));
    let key = key.unwrap_or_default();
    for (at, column) in list(&table["cols"]).iter().enumerate() {
        let name = text(&column["n"]);
        let ty = text(&column["t"]);
        let rowid = key == [name] && ty.eq_ignore_ascii_case("integer");
        let counted = match dialect {
            Dialect::Sqlite => rowid && table["worowid"] != true,
            Dialect::Postgres => {
                !text(&column["id"]).is_empty() || text(&column["def"]).starts_with("nextval(")
            }
            _ => column["id"] == "a",
        };
        let fact = ColumnFact {
            position: at + 1,
            ty: match dialect {
                Dialect::Sqlite => sqlite(ty),
                Dialect::Postgres => postgres(ty, column, catalog),
                _ => mysql(ty),
            },
            // SQLite lets NULL into keys; a model does not.
            nullable: column["nn"] != true && !key.iter().any(|k| k == name),
            counted,
            generated: !text(&column["gen"]).is_empty(),
        };
        facts.insert(format!("{owner}.{name}"), fact.text());
        let default = column["def"].as_str().filter(|_| !fact.generated);
        if let Some(default) = default.and_then(default::of_catalog) {
            facts.insert(format!("{owner}.{name} default"), default);
        }
    }
}

fn constraints(table: &Value, owner: &str, dialect: Dialect, facts: &mut Facts) {
    for of in list(&table["cons"]) {
        let columns = texts(&of["cols"]).join(", ");
        match text(&of["y"]) {
            "p" => {
                let key = format!("{columns} {:?}", timing(text(&of["def"])));
                facts.insert(format!("{owner} primary key"), key);
            }
            "u" => {
                let nulls = text(&of["def"]).contains("NULLS NOT DISTINCT");
                let nulls = if nulls { "nulls equal" } else { "" };
                facts.insert(format!("{owner} unique ({columns})"), nulls.into());
            }
            "c" => drop(facts.insert(format!("{owner} check {}", text(&of["n"])), "".into())),
            "f" => {
                let target = text(&of["rt"]);
                let target = target.strip_prefix("public.").unwrap_or(target);
                let name = match dialect {
                    Dialect::Sqlite => String::new(),
                    _ => format!("{} ", text(&of["n"])),
                };
                let fact = format!(
                    "{target}({}) {:?} {:?} {:?}",
                    texts(&of["rcols"]).join(", "),
                    action(text(&of["od"])),
                    action(text(&of["ou"])),
                    timing(text(&of["def"]))
                );
                facts.insert(format!("{owner} foreign key {name}({columns})"), fact);
            }
            _ => {}
        }
    }
}

fn timing(definition: &str) -> Timing {
    let says = |words: &str| definition.contains(words);
    match says(" DEFERRABLE") && !says("NOT DEFERRABLE") {
        false => Timing::AtOnce,
        true if says("INITIALLY DEFERRED") => Timing::AtCommit,
        true => Timing::OnRequest,
    }
}

fn action(text: &str) -> ReferentialAction {
    match text {
        // For MySQL the two are one.
        "RESTRICT" => ReferentialAction::NoAction,
        "r" => ReferentialAction::Restrict,
        "c" | "CASCADE" => ReferentialAction::Cascade,
        "n" | "SET NULL" => ReferentialAction::SetNull,
        "d" | "SET DEFAULT" => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

fn indexes(table: &Value, owner: &str, dialect: Dialect, facts: &mut Facts, implied: &mut Facts) {
    let constraints = list(&table["cons"]);
    for of in list(&table["idx"]) {
        let columns = texts(&of["cols"]);
        let unique = of["u"] == true;
        let named = |kind: &str| {
            constraints
                .iter()
                .any(|c| c["y"] == kind && c["n"] == of["n"])
        };
        let constraint = match dialect {
            Dialect::Sqlite => of["o"] == "u",
            Dialect::Mysql => unique,
            _ => named("u"),
        };
        if of["p"] == true || of["o"] == "pk" {
            continue;
        }
        if constraint {
            let about = format!("{owner} unique ({})", columns.join(", "));
            facts.entry(about).or_default();
            continue;
        }
        let mut rest = String::new();
        rest.push_str(if of["part"] == true { " partial" } else { "" });
        rest.push_str(if of["expr"] == true {
            " expression"
        } else {
            ""
        });
        rest.push_str(if of["inc"] == true { " covering" } else { "" });
        if of["am"] != "btree" {
            rest.push_str(&format!(" {}", text(&of["am"])));
        }
        let (about, fact) = index(owner, text(&of["n"]), &columns, unique, &rest);
        let for_key = dialect == Dialect::Mysql
            && constraints
                .iter()
                .any(|c| c["y"] == "f" && c["cols"] == of["cols"])
            && (named("f") || of["cols"][0] == of["n"]);
        if for_key {
            implied.insert(about, fact)
        } else {
            facts.insert(about, fact)
        };
    }
}

/// The words of a type and the numbers in its parentheses.
fn parse(ty: &str) -> (String, Vec<u32>) {
    let (head, rest) = ty.split_once('(').unwrap_or((ty, ""));
    let (numbers, tail) = rest.split_once(')').unwrap_or(("", rest));
    let words = format!("{} {}", head.trim(), tail.trim())
        .trim()
        .to_lowercase();
    (
        words,
        numbers
            .split(',')
            .filter_map(|n| n.trim().parse().ok())
            .collect(),
    )
}

fn numeric(numbers: &[u32]) -> Type {
    Type::Numeric(
        numbers
            .first()
            .map(|p| (*p, numbers.get(1).copied().unwrap_or(0))),
    )
}

fn postgres(ty: &str, column: &Value, catalog: &Value) -> String {
    if let Some(element) = ty.strip_suffix("[]") {
        return format!("list of {}", postgres(element, &Value::Null, catalog));
    }
    let ty = ty.strip_prefix("public.").unwrap_or(ty);
    let bare = ty.rsplit('.').next().unwrap_or(ty).trim_matches('"');
    let find = |what: &'static str| list(&catalog[what]).iter().find(move |e| e["n"] == bare);
    if let (Some(of), true) = (find("enums"), column["tt"] != "b") {
        return format!("enum of {}", texts(&of["v"]).join(", "));
    }
    if let (Some(domain), "d") = (find("domains"), text(&column["tt"])) {
        let base = postgres(text(&domain["b"]), &Value::Null, catalog);
        return format!("{base} as {bare}");
    }
    let (words, n) = parse(ty);
    let ty = match words.as_str() {
        "smallint" => Type::SmallInt,
        "integer" => Type::Int,
        "bigint" => Type::BigInt,
        "real" => Type::F32,
        "double precision" => Type::F64,
        "numeric" => numeric(&n),
        "character varying" => Type::String(n.first().copied()),
        "character" => Type::Char(n[0]),
        "text" | "citext" | "name" => Type::Text,
        "bytea" => Type::Bytes(None),
        "boolean" => Type::Bool,
        "uuid" => Type::Uuid,
        "json" | "jsonb" => Type::Json,
        "date" => Type::Date,
        "interval" => Type::Interval,
        "time without time zone" => Type::Time,
        "timestamp without time zone" => Type::Timestamp,
        "timestamp with time zone" => Type::TimestampTz,
        _ => return format!("native {}", ty.to_lowercase()),
    };
    format!("{ty:?}")
}

fn mysql(ty: &str) -> String {
    if let Some(labels) = ty.strip_prefix("enum(").and_then(|t| t.strip_suffix(')')) {
        return format!("enum of {}", labels.replace("','", ", ").trim_matches('\''));
    }
    let (words, n) = parse(ty);
    let ty = match words.as_str() {
        "tinyint" if n == [1] => Type::Bool,
        "tinyint" => Type::TinyInt,
        "tinyint unsigned" => Type::U8,
        "smallint" => Type::SmallInt,
        "smallint unsigned" | "year" => Type::U16,
        "mediumint" | "int" => Type::Int,
        "mediumint unsigned" | "int unsigned" => Type::U32,
        "bigint" => Type::BigInt,
        "bigint unsigned" => Type::U64,
        "float" => Type::F32,
        "double" => Type::F64,
        "decimal" => numeric(&n),
        "varchar" => Type::String(Some(n[0])),
        "char" => Type::Char(n[0]),
        "tinytext" | "text" | "mediumtext" | "longtext" => Type::Text,
        "binary" => Type::Binary(n[0]),
        "varbinary" => Type::Bytes(Some(n[0])),
        "tinyblob" | "blob" | "mediumblob" | "longblob" => Type::Bytes(None),
        "date" => Type::Date,
        "time" => Type::Time,
        "datetime" => Type::Timestamp,
        "timestamp" => Type::TimestampTz,
        _ => return format!("native {}", ty.to_lowercase()),
    };
    format!("{ty:?}")
}

fn sqlite(ty: &str) -> String {
    let (words, n) = parse(ty);
    let ty = match words.as_str() {
        "integer" | "int" | "smallint" | "bigint" => Type::BigInt,
        "text" => Type::Text,
        "real" | "double" | "float" => Type::F64,
        "blob" => Type::Bytes(None),
        "boolean" => Type::Bool,
        "date" => Type::Date,
        "datetime" => Type::Timestamp,
        "numeric" => numeric(&n),
        "varchar" | "nvarchar" => Type::String(Some(n[0])),
        _ => return format!("native {}", ty.to_lowercase()),
    };
    format!("{ty:?}")
}
