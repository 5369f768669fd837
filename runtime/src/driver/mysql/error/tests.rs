use super::*;

#[test]
fn constraints_are_read_from_messages() {
    use ConstraintKind::{Check, ForeignKey, NotNull, Unique};
    let some = |text: &str| Some(text.to_owned());
    for (number, message, kind, name, table, columns) in [
        (
            1062,
            "Duplicate entry 'it's' for key 'users_email_key'",
            Unique,
            some("users_email_key"),
            None,
            &[][..],
        ),
        (
            1062,
            "Duplicate entry 'x' for key 'users.PRIMARY'",
            Unique,
            some("PRIMARY"),
            some("users"),
            &[],
        ),
        (
            1452,
            "Cannot add or update a child row: a foreign key constraint fails (`shop`.`posts`, \
             CONSTRAINT `posts_author_fkey` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`))",
            ForeignKey,
            some("posts_author_fkey"),
            some("posts"),
            &[],
        ),
        (
            1048,
            "Column 'email' cannot be null",
            NotNull,
            None,
            None,
            &["email"],
        ),
        (
            1364,
            "Field 'email' doesn't have a default value",
            NotNull,
            None,
            None,
            &["email"],
        ),
        (
            3819,
            "Check constraint 'age_check' is violated.",
            Check,
            some("age_check"),
            None,
            &[],
        ),
        (
            4025,
            "CONSTRAINT `age_check` failed for `shop`.`users`",
            Check,
            some("age_check"),
            some("users"),
            &[],
        ),
    ] {
        let error = constraint(number, message, "INSERT").unwrap();
        assert_eq!(error.kind, kind, "{message}");
        assert_eq!(error.name, name, "{message}");
        assert_eq!(error.table, table, "{message}");
        assert_eq!(error.columns, columns, "{message}");
    }
    assert_eq!(
        constraint(1146, "Table 'shop.users' doesn't exist", ""),
        None
    );
}

#[test]
fn values_in_quotes_are_hidden() {
    for (message, shown) in [
        (
            "Incorrect integer value: 'secret' for column `a`.`b`",
            "Incorrect integer value: … for column `a`.`b`",
        ),
        (
            "Truncated incorrect DOUBLE value: 'sec",
            "Truncated incorrect DOUBLE value: …",
        ),
        ("nothing quoted", "nothing quoted"),
    ] {
        assert_eq!(redact(message, '\''), shown);
    }
}
