use crate::error::Error;
use crate::expr::{Node, SearchFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: SearchFn, arguments: &[&Node]) {
    match function {
        SearchFn::Regex => writer.form("%0! ~ %1!", arguments),
        SearchFn::FullText { language: None } => {
            writer.form("to_tsvector(%0) @@ websearch_to_tsquery(%1)", arguments);
        }
        SearchFn::FullText {
            language: Some(language),
        } => {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            if !language.chars().all(plain) {
                return writer.fail(Error::Invalid(format!(
                    "{language:?} can't be the name of a text search configuration"
                )));
            }
            // An index on the expression is found only where the language is no parameter.
            for (function, argument) in ["to_tsvector('", " @@ websearch_to_tsquery('"]
                .into_iter()
                .zip(arguments)
            {
                writer.raw(function);
                writer.raw(language);
                writer.form("', %0)", &[argument]);
            }
        }
    }
}
