use crate::error::Error;
use crate::expr::{Node, SearchFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: SearchFn, arguments: &[&Node]) {
    match function {
        SearchFn::Regex => writer.form("%0! ~ %1!", arguments),
        SearchFn::FullText { language } => full_text(writer, language, arguments),
    }
}

/// `to_tsvector('language', a || ' ' || b) @@ websearch_to_tsquery('language', words)`
fn full_text(writer: &mut Writer, language: Option<&str>, arguments: &[&Node]) {
    let Some((words, texts)) = arguments.split_last() else {
        return;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    // An index on the expression is found only where the language is no parameter.
    let language = match language {
        None => String::new(),
        Some(language) if language.chars().all(plain) => format!("'{language}', "),
        Some(language) => {
            return writer.fail(Error::Invalid(format!(
                "{language:?} can't be the name of a text search configuration"
            )));
        }
    };
    writer.raw("to_tsvector(");
    writer.raw(&language);
    match texts {
        [text] => writer.form("%0", &[text]),
        several => {
            for (at, text) in several.iter().enumerate() {
                writer.raw(if at == 0 { "" } else { " || ' ' || " });
                let form = if never_null(text) {
                    "%0!"
                } else {
                    "coalesce(%0, '')"
                };
                writer.form(form, &[text]);
            }
        }
    }
    writer.raw(") @@ websearch_to_tsquery(");
    writer.raw(&language);
    writer.form("%0)", &[words]);
}

fn never_null(text: &Node) -> bool {
    matches!(text, Node::Column(column) if !column.meta().nullable)
}
