use super::{Writer, given};
use crate::ddl::catalog::{Index, IndexPart, IndexTerm, Table};
use crate::source::{Span, Spanned};
use crate::written;

impl Writer<'_> {
    pub(super) fn index(&self, table: &Table, index: &Index) -> written::Index {
        written::Index {
            name: given(&index.name),
            parts: self.parts(table, &index.parts, index.span),
            unique: index.unique,
            nulls_equal: index.nulls_equal.then_some(Spanned {
                value: true,
                span: index.span,
            }),
            predicate: index.predicate.as_ref().map(|sql| self.spanned_sql(sql)),
            method: index.method.as_ref().map(|m| Spanned {
                value: self.sql(m),
                span: index.span,
            }),
            include: self.column_names(table, &index.include),
            postgres: index.options.iter().cloned().collect(),
            exclusion: index.exclusion,
            span: index.span,
        }
    }

    fn parts(&self, table: &Table, parts: &[IndexPart], span: Span) -> Vec<written::IndexPart> {
        let at = |value: String| Spanned { value, span };
        let part = |part: &IndexPart| written::IndexPart {
            term: match &part.term {
                IndexTerm::Column(name) => {
                    written::IndexTerm::Column(self.column_name(table, name))
                }
                IndexTerm::Expression(sql) => written::IndexTerm::Expression(self.spanned_sql(sql)),
            },
            descending: part.descending,
            nulls: part.nulls,
            prefix: part.prefix.map(|value| Spanned { value, span }),
            collation: part.collation.as_ref().map(|name| Spanned {
                value: self.sql(name),
                span,
            }),
            operator_class: part.operator_class.clone().map(at),
            operator: part.operator.clone().map(at),
        };
        parts.iter().map(part).collect()
    }
}
