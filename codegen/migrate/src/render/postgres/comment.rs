use ormolu_schema::ir::Dialect;

use super::enumeration;
use crate::error::RenderError;
use crate::operation::{Comment, Commented};
use crate::render::{quote, view};

pub(super) fn render(comment: &Comment<'_>) -> Result<String, RenderError> {
    let on = match comment.on {
        Commented::Enum(e) => format!("TYPE {}", enumeration::name(e)?),
        Commented::Domain(of) => {
            format!("DOMAIN {}", quote::table(Dialect::Postgres, &of.name)?)
        }
        Commented::Table(table) => {
            let keyword = match &table.view {
                Some(view) => view::keyword(view, table, Dialect::Postgres)?,
                None => "TABLE",
            };
            format!(
                "{keyword} {}",
                quote::table(Dialect::Postgres, &table.table)?
            )
        }
        Commented::Column(table, column) => format!(
            "COLUMN {}.{}",
            quote::table(Dialect::Postgres, &table.table)?,
            quote::name(Dialect::Postgres, &column.name)?
        ),
    };
    let text = match comment.text {
        Some(text) => quote::text(Dialect::Postgres, text)?,
        None => "NULL".to_owned(),
    };
    Ok(format!("COMMENT ON {on} IS {text}"))
}
