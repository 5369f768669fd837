//! Types: `string(100)?`, `array<int>`, `pg.inet`, reusable ones and enumerations.

use std::collections::BTreeMap;

use super::domain;
use super::fields::{self, DIALECTS, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::ir::Type;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::TypeName;

/// The portable types with what they take.
pub(super) const PORTABLE: &[(&str, &str)] = &[
    ("bool", ""),
    ("tinyint", ""),
    ("smallint", ""),
    ("int", ""),
    ("bigint", ""),
    ("u8", ""),
    ("u16", ""),
    ("u32", ""),
    ("u64", ""),
    ("f32", ""),
    ("f64", ""),
    ("numeric", "(precision, scale)"),
    ("string", "(length)"),
    ("char", "(length)"),
    ("text", ""),
    ("bytes", "(length)"),
    ("binary", "(length)"),
    ("date", ""),
    ("time", ""),
    ("timestamp", ""),
    ("timestamptz", ""),
    ("interval", ""),
    ("uuid", ""),
    ("json", ""),
    ("array", "<type>"),
    ("domain", "(name)"),
];

/// What other systems call our types.
const ELSEWHERE: &[(&str, &str)] = &[
    ("varchar", "string"),
    ("str", "string"),
    ("integer", "int"),
    ("int2", "smallint"),
    ("int4", "int"),
    ("int8", "bigint"),
    ("i8", "tinyint"),
    ("i16", "smallint"),
    ("i32", "int"),
    ("i64", "bigint"),
    ("long", "bigint"),
    ("boolean", "bool"),
    ("real", "f32"),
    ("float", "f64"),
    ("double", "f64"),
    ("decimal", "numeric"),
    ("money", "numeric(19, 4)"),
    ("datetime", "timestamp"),
    ("datetimetz", "timestamptz"),
    ("blob", "bytes"),
    ("bytea", "bytes"),
    ("varbinary", "bytes"),
    ("jsonb", "json"),
    ("serial", "int"),
    ("bigserial", "bigint"),
    ("guid", "uuid"),
    ("unsigned", "u32"),
    ("list", "array<..>"),
];

/// A type with what a reusable one brings along.
#[derive(Clone, Debug)]
pub(super) struct Preset<'n> {
    pub(super) ty: TypeName,
    pub(super) nullable: bool,
    pub(super) span: Span,
    /// The Rust type, where it is part of the type's name: `json<crate::Prefs>`.
    pub(super) rust: Option<String>,
    /// The mappings of the reusable types it went through, the outermost first.
    pub(super) bodies: Vec<&'n Node>,
}

impl<'n> Preset<'n> {
    fn plain(ty: TypeName, span: Span) -> Self {
        Preset {
            ty,
            nullable: false,
            span,
            rust: None,
            bodies: vec![],
        }
    }
}

/// Reads a type: a text, or a mapping by dialect with a `default`.
pub(super) fn read<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Preset<'n>> {
    read_within(node, words, &mut vec![], diagnostics)
}

fn read_within<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    path: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Preset<'n>> {
    match &node.kind {
        NodeKind::Mapping(_) => by_dialect(node, words, path, diagnostics),
        _ => {
            let text = fields::text(node, "a type", diagnostics)?;
            parse(&text, words, path, diagnostics)
        }
    }
}

/// `{ default: text, mysql: mediumtext }`: the default is ours, the others are the engine's.
fn by_dialect<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    path: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Preset<'n>> {
    let mut fields = Fields::of(node, "a type by dialect", diagnostics)?;
    let default = fields.take("default");
    let mut native = BTreeMap::new();
    for (name, dialect) in DIALECTS {
        if let Some(text) = fields
            .take(name)
            .and_then(|n| fields::text(n, "a type", diagnostics))
        {
            native.insert(*dialect, text.value);
        }
    }
    fields.finish(diagnostics);
    let Some(default) = default else {
        let message = "a type by dialect needs a `default`";
        let help = "the default is a portable type and decides the Rust type: \
                    `{ default: text, mysql: mediumtext }`";
        diagnostics.push(Diagnostic::error("type-default", node.span, message).help(help));
        return None;
    };
    let mut preset = read_within(default, words, path, diagnostics)?;
    match &mut preset.ty {
        TypeName::Known(ty) => ty.native.extend(native),
        _ => {
            let message = "an enumeration, a domain or a list has no spelling by dialect";
            diagnostics.push(
                Diagnostic::error("type-by-dialect", default.span, message)
                    .help("leave the type as it is"),
            );
        }
    }
    Some(preset)
}

fn parse<'n>(
    text: &Spanned<String>,
    words: &Vocabulary<'n>,
    path: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Preset<'n>> {
    let trimmed = text.value.trim();
    if let Some(inner) = trimmed.strip_suffix('?') {
        let inner = Spanned {
            value: inner.to_owned(),
            span: text.span,
        };
        let preset = parse(&inner, words, path, diagnostics)?;
        return Some(Preset {
            nullable: true,
            ..preset
        });
    }
    if let Some(element) = trimmed
        .strip_prefix("array<")
        .and_then(|t| t.strip_suffix('>'))
    {
        return array(element, text.span, words, path, diagnostics);
    }
    if let Some(held) = trimmed
        .strip_prefix("json<")
        .and_then(|t| t.strip_suffix('>'))
    {
        return Some(Preset {
            rust: Some(format!("::ormolu::JsonOf<{}>", held.trim())),
            ..Preset::plain(Type::Json.into(), text.span)
        });
    }
    if let Some(ty) = domain::named(trimmed, text.span) {
        return Some(Preset::plain(ty, text.span));
    }
    if let Some((prefix, sql)) = trimmed.split_once('.') {
        let prefix = Spanned {
            value: prefix.to_owned(),
            span: text.span,
        };
        let dialect = fields::dialect(&prefix, diagnostics)?;
        let ty = Type::Native {
            dialect,
            sql: sql.trim().to_owned(),
        };
        return Some(Preset::plain(ty.into(), text.span));
    }
    let (name, arguments) = arguments(trimmed);
    if let Some(node) = words.types.get(name) {
        return reusable(name, text.span, node, words, path, diagnostics);
    }
    let known = PORTABLE.iter().any(|(portable, _)| *portable == name);
    if known {
        return match portable(name, &arguments, words.any_size) {
            Ok(ty) => Some(Preset::plain(ty.into(), text.span)),
            Err(message) => {
                let error = Diagnostic::error("type-arguments", text.span, message);
                diagnostics.push(error.help(usage(name)));
                None
            }
        };
    }
    if words.enums.contains(name) {
        let ty = TypeName::Enum {
            namespace: None,
            name: name.to_owned(),
        };
        return Some(Preset::plain(ty, text.span));
    }
    unknown(name, text.span, words, diagnostics);
    None
}

fn array<'n>(
    element: &str,
    span: Span,
    words: &Vocabulary<'n>,
    path: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Preset<'n>> {
    let element = Spanned {
        value: element.to_owned(),
        span,
    };
    let preset = parse(&element, words, path, diagnostics)?;
    let is_plain = !preset.nullable && preset.rust.is_none();
    if !is_plain || matches!(preset.ty, TypeName::Array { .. }) {
        let message =
            "the elements of an array are plain types: not nullable, no arrays, no types of Rust";
        diagnostics.push(
            Diagnostic::error("array-element", span, message)
                .help("write `array<int>`; for more use `json`"),
        );
        return None;
    }
    let ty = TypeName::Array {
        element: Box::new(preset.ty),
        fallback_json: false,
    };
    Some(Preset::plain(ty, span))
}

/// A type of the `types` section.
fn reusable<'n>(
    name: &str,
    span: Span,
    node: &'n Node,
    words: &Vocabulary<'n>,
    path: &mut Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Preset<'n>> {
    if path.iter().any(|seen| seen == name) {
        let message = format!("type `{name}` is defined by itself");
        diagnostics.push(
            Diagnostic::error("type-cycle", node.span, message)
                .help("begin the chain with a portable type, such as `string(255)`"),
        );
        return None;
    }
    path.push(name.to_owned());
    let inner = match &node.kind {
        NodeKind::Mapping(entries) => entries
            .iter()
            .find(|(key, _)| fields::name_of(key) == "type")
            .map(|(_, value)| value),
        _ => Some(node),
    };
    // A missing `type` is reported where the type is defined.
    let preset = inner.and_then(|inner| {
        // What is wrong in it is said at each use; equal messages are put together at the end.
        read_within(inner, words, path, diagnostics)
    });
    path.pop();
    let mut preset = preset?;
    preset.span = span;
    if matches!(node.kind, NodeKind::Mapping(_)) {
        preset.bodies.insert(0, node);
    }
    if let TypeName::Array { fallback_json, .. } = &mut preset.ty {
        *fallback_json |= fallback_of(node);
    }
    Some(preset)
}

/// Whether a mapping says `fallback: json`.
pub(super) fn fallback_of(node: &Node) -> bool {
    let NodeKind::Mapping(entries) = &node.kind else {
        return false;
    };
    entries
        .iter()
        .any(|(key, value)| fields::name_of(key) == "fallback" && fields::name_of(value) == "json")
}

/// `name(1, 2)` in its parts.
fn arguments(text: &str) -> (&str, Option<Vec<&str>>) {
    match text.split_once('(') {
        Some((name, rest)) => {
            let inner = rest.trim_end().strip_suffix(')').unwrap_or(rest);
            (
                name.trim_end(),
                Some(inner.split(',').map(str::trim).collect()),
            )
        }
        None => (text, None),
    }
}

/// `any_size`: the type of a table that is there, whatever we think of its size.
fn portable(name: &str, arguments: &Option<Vec<&str>>, any_size: bool) -> Result<Type, String> {
    let numbers = match arguments {
        None => vec![],
        Some(texts) => texts
            .iter()
            .map(|text| {
                text.parse::<u32>()
                    .map_err(|_| format!("`{text}` is no whole number"))
            })
            .collect::<Result<Vec<_>, _>>()?,
    };
    let length = |default: Option<u32>| match numbers.as_slice() {
        [] => Ok(default),
        [0] if !any_size => Err(format!("the length of `{name}` is at least 1")),
        [n] => Ok(Some(*n)),
        _ => Err(format!("`{name}` takes one length")),
    };
    let fixed = || length(None)?.ok_or(format!("`{name}` needs a length"));
    let ty = match name {
        "numeric" => {
            return match numbers.as_slice() {
                [] => Ok(Type::Numeric(None)),
                [p] | [p, _] if !any_size && (*p == 0 || *p > 65) => {
                    Err("the precision of `numeric` is between 1 and 65".to_owned())
                }
                [p] => Ok(Type::Numeric(Some((*p, 0)))),
                [p, s] if !any_size && (s > p || *s > 30) => {
                    Err("the scale of `numeric` is at most its precision, and at most 30".into())
                }
                [p, s] => Ok(Type::Numeric(Some((*p, *s)))),
                _ => Err("`numeric` takes a precision and a scale".to_owned()),
            };
        }
        "string" => return length(None).map(Type::String),
        "bytes" => return length(None).map(Type::Bytes),
        "char" => return fixed().map(Type::Char),
        "binary" => return fixed().map(Type::Binary),
        "array" => return Err("`array` needs the type of its elements".to_owned()),
        "domain" => return Err("`domain` needs the name of one of `domains`".to_owned()),
        "bool" => Type::Bool,
        "tinyint" => Type::TinyInt,
        "smallint" => Type::SmallInt,
        "int" => Type::Int,
        "bigint" => Type::BigInt,
        "u8" => Type::U8,
        "u16" => Type::U16,
        "u32" => Type::U32,
        "u64" => Type::U64,
        "f32" => Type::F32,
        "f64" => Type::F64,
        "text" => Type::Text,
        "date" => Type::Date,
        "time" => Type::Time,
        "timestamp" => Type::Timestamp,
        "timestamptz" => Type::TimestampTz,
        "interval" => Type::Interval,
        "uuid" => Type::Uuid,
        _ => Type::Json,
    };
    match arguments {
        None => Ok(ty),
        Some(_) => Err(format!("`{name}` takes no arguments")),
    }
}

fn usage(name: &str) -> String {
    let arguments = PORTABLE
        .iter()
        .find(|(n, _)| *n == name)
        .map_or("", |(_, a)| *a);
    format!("write `{name}{arguments}`")
}

fn unknown(name: &str, span: Span, words: &Vocabulary<'_>, diagnostics: &mut Diagnostics) {
    let message = format!("unknown type `{name}`");
    let error = Diagnostic::error("unknown-type", span, message);
    let elsewhere = ELSEWHERE
        .iter()
        .find(|(theirs, _)| name.eq_ignore_ascii_case(theirs));
    let known = PORTABLE
        .iter()
        .map(|(name, _)| *name)
        .chain(words.types.keys().map(String::as_str))
        .chain(words.enums.iter().map(String::as_str));
    diagnostics.push(
        error.help(match elsewhere {
            Some((theirs, ours)) => format!("`{theirs}` is called `{ours}` here"),
            None => match suggest::nearest(name, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "a type is portable (`string(100)`, `bigint`, ..), one of `types` or \
                     `enums`, or an engine's own (`pg.inet`)"
                    .to_owned(),
            },
        }),
    );
}
