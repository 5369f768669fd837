/// The statements that change rows in less usual ways. They are the same for every model with a
/// key.
#[doc(hidden)]
#[macro_export]
macro_rules! __writes {
    ($face:ident :: $model:ident, $table:ident) => {
        impl $face::$model {
            /// Inserts one, or does to the row that is there already what the upsert says.
            pub fn upsert(
                new: impl $crate::Insertable<Model = $face::$model>,
            ) -> $crate::Upsert<$face::$model> {
                $crate::Upsert::new(new)
            }

            /// Inserts many, or does to rows that are there already what the upsert says.
            pub fn upsert_all<N: $crate::Insertable<Model = $face::$model>>(
                new: impl IntoIterator<Item = N>,
            ) -> $crate::Upsert<
                $face::$model,
                $crate::generated::NoKey,
                $crate::generated::ManyRows,
            > {
                $crate::Upsert::all(new)
            }

            /// Inserts the rows of a query into the columns that are named.
            pub fn insert_from<
                S,
                P: $crate::generated::Project,
                C: $crate::generated::Receives<P::Row>,
            >(
                query: $crate::Select<S, $crate::generated::Tuple<P>>,
                columns: impl FnOnce($face::$table) -> C,
            ) -> $crate::InsertFrom<$face::$model> {
                $crate::InsertFrom::new(query, columns)
            }

            /// Loads many the fastest safe way; nothing comes back but their number.
            pub fn copy_in<'r, N, I>(rows: I) -> $crate::CopyIn<'r, $face::$model>
            where
                N: $crate::Insertable<Model = $face::$model>,
                I: IntoIterator<Item = N>,
                I::IntoIter: Send + 'r,
            {
                $crate::CopyIn::new(rows)
            }

            /// Updates many, each by its key.
            pub fn update_many<K, C: $crate::Changes<$face::$model>>(
                rows: impl IntoIterator<Item = (K, C)>,
            ) -> $crate::UpdateMany<$face::$model>
            where
                K: $crate::IntoKey<<$face::$model as $crate::Model>::Key>,
            {
                $crate::UpdateMany::new(rows)
            }
        }
    };
}
