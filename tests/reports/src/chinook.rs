//! Chinook, a music shop, on three engines.

/// The reports with the models of one engine: they have the same names and other integers.
macro_rules! reports {
    ($engine:ident, $models:literal) => {
        pub mod $engine {
            #[allow(unreachable_pub)]
            mod models {
                ormolu::include_models!($models);
            }

            mod sales {
                include!("chinook/sales.rs");
            }

            mod customers {
                include!("chinook/customers.rs");
            }

            mod catalog {
                include!("chinook/catalog.rs");
            }

            /// Compares all of them.
            pub async fn compare(desk: &mut crate::Desk) {
                sales::compare(desk).await;
                customers::compare(desk).await;
                catalog::compare(desk).await;
            }
        }
    };
}

reports!(sqlite, "chinook_sqlite");
reports!(postgres, "chinook_postgres");
reports!(mariadb, "chinook_mariadb");
