use insta::assert_snapshot;
use ormolu::expr::Collation;
use ormolu::rust_decimal::Decimal;
use ormolu::{Error, lit};

use crate::models::{Post, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn text() {
    assert_snapshot!(sql(User::select().select(|u| (
        u.name.trim(),
        u.bio.ltrim(),
        u.name.rtrim(),
        u.name.concat(" ").concat(u.bio),
        u.name.substring(2, 3),
        u.name.substring_from(u.name.position("n") + 1),
        u.name.replace("n", u.bio),
    ))));
    assert_snapshot!(sql(User::select().select(|u| (
        u.name.left(2),
        u.name.right(u.name.length() - 1),
        u.name.lpad(5, '.'),
        u.name.rpad(5, '.'),
        u.name.repeat(2),
        u.name.reverse(),
    ))));
    let same = User::select().filter(|u| u.name.eq_ignore_case("ANN"));
    assert_snapshot!(sql(same.select(|u| u.id)));
}

#[test]
fn texts_agree() {
    on_engines(|db| async move {
        let padded = User::select().filter(|u| u.id.eq(1)).select(|u| {
            let spaced = lit("  é b ");
            (
                spaced.clone().trim(),
                spaced.clone().ltrim(),
                spaced.rtrim(),
                u.name.concat("/").concat(u.name),
                u.name.concat(u.bio),
                (u.name.lpad(5, 'é'), u.name.rpad(2, '.')),
                (u.name.repeat(2), u.name.repeat(0)),
                u.name.reverse(),
            )
        });
        let text = |text: &str| text.to_owned();
        assert_eq!(
            padded.one(&db).await?,
            (
                text("é b"),
                text("é b "),
                text("  é b"),
                text("Ann/Ann"),
                None,
                (text("ééAnn"), text("An")),
                (text("AnnAnn"), text("")),
                text("nnA"),
            )
        );
        let parts = User::select().filter(|u| u.id.eq(1)).select(|u| {
            let word = lit("größe");
            (
                word.clone().substring(2, 3),
                word.clone().substring(-5, 2),
                (word.clone().left(2), word.clone().right(2)),
                (word.clone().left(9), word.clone().right(9)),
                (word.clone().left(0), word.clone().right(-1)),
                word.clone().left(u.name.length()),
                (word.clone().position("ß"), word.clone().position("S")),
                (word.clone().replace("ß", "SS"), word.replace("G", "-")),
            )
        });
        assert_eq!(
            parts.one(&db).await?,
            (
                text("röß"),
                text("gr"),
                (text("gr"), text("ße")),
                (text("größe"), text("größe")),
                (text(""), text("")),
                text("grö"),
                (4, 0),
                (text("gröSSe"), text("größe")),
            )
        );
        let ids = User::select().filter(|u| u.name.eq_ignore_case("ANN"));
        assert_eq!(ids.select(|u| u.id).all(&db).await?, [1]);
        Ok(())
    });
}

#[test]
fn numbers() {
    assert_snapshot!(sql(Post::select().select(|p| (
        (p.price.abs(), p.score.abs()),
        p.score.sign(),
        (p.price.round(), p.price.round_to(1)),
        (p.score.round(), p.score.round_to(2)),
        (p.score.floor(), p.price.ceil()),
        (p.id % 3, p.id % p.author_id, p.price % 10),
        (p.score.power(2.0), p.score.sqrt(), p.id.ln(), p.id.exp()),
        (
            p.id.greatest(p.author_id),
            p.id.least(2),
            p.score.greatest(1.0)
        ),
        p.price.least(p.price),
    ))));
    assert_snapshot!(sql(Post::select().select(|p| {
        let tax = p.price * Decimal::new(19, 2);
        (p.price + tax, -(p.price - 1), p.price / p.price)
    })));
}

#[test]
fn numbers_agree() {
    on_engines(|db| async move {
        let of = |number: f64| lit(number);
        let floats = Post::select().filter(|p| p.id.eq(1)).select(|_| {
            (
                (of(-2.5).round(), of(3.5).round(), of(0.5).round()),
                (of(2.675).round_to(1), of(-1234.5678).round_to(2)),
                (of(-2.5).floor(), of(-2.5).ceil(), of(-2.5).abs()),
                (of(-2.5).sign(), of(0.0).sign(), lit(7).sign()),
                (of(2.0).power(10.0), of(9.0).sqrt(), of(-9.0).sqrt()),
                (of(0.0).ln(), of(1.0).ln(), of(0.0).exp()),
            )
        });
        assert_eq!(
            floats.one(&db).await?,
            (
                (-2.0, 4.0, 0.0),
                (2.7, -1234.57),
                (-3.0, -2.0, 2.5),
                (-1, 0, 1),
                (Some(1024.0), Some(3.0), None),
                (None, Some(0.0), 1.0),
            )
        );
        let of = |text: &str| lit(text.parse::<Decimal>().unwrap_or_default());
        let decimals = Post::select().filter(|p| p.id.eq(2)).select(|p| {
            (
                (
                    of("-2.5").round(),
                    of("2.5").round(),
                    of("2.345").round_to(2),
                ),
                (of("-2.5").floor(), of("-2.5").ceil(), of("-2.5").abs()),
                (
                    p.price + of("0.005"),
                    p.price - of("11"),
                    p.price * of("1.1"),
                ),
                (p.price / of("4"), p.price / of("0"), -p.price),
                (p.price % of("3"), of("-7") % of("3"), p.price % of("0")),
                p.price.greatest(of("9.5")),
            )
        });
        let of = |text: &str| text.parse::<Decimal>().unwrap_or_default();
        let some = |text: &str| Some(of(text));
        let (rounded, whole, sums, quotients, rests, greatest) = decimals.one(&db).await?;
        assert_eq!(rounded, (of("-3"), of("3"), of("2.35")));
        assert_eq!(whole, (of("-3"), of("-2"), of("2.5")));
        assert_eq!(sums, (of("10.255"), of("-0.75"), of("11.275")));
        assert_eq!(quotients, (some("2.5625"), None, of("-10.25")));
        assert_eq!(rests, (some("1.25"), some("-1"), None));
        assert_eq!(greatest, of("10.25"));
        let mixed = Post::select().order_by(|p| p.id).select(|p| {
            (
                (p.id % 2, p.id % (p.id - p.id), -p.id % 2),
                (p.score.greatest(1.0), p.score.least(p.score)),
                (p.id.greatest(p.author_id), p.id.least(2)),
            )
        });
        assert_eq!(
            mixed.all(&db).await?,
            [
                ((Some(1), None, Some(-1)), (Some(1.0), Some(0.5)), (1, 1)),
                ((Some(0), None, Some(0)), (None, None), (2, 2)),
                ((Some(1), None, Some(-1)), (Some(1.5), Some(1.5)), (3, 2)),
            ]
        );
        Ok(())
    });
}

#[test]
fn bits() {
    assert_snapshot!(sql(User::select().select(|u| (
        u.age.bit_and(6),
        u.age.bit_or(u.age),
        u.age.bit_xor(6),
        u.age.bit_not(),
        u.boss_id.shift_left(3),
        u.age.shift_right(1),
    ))));
    assert_snapshot!(sql(User::select().select(|u| u.age.shift_left(64))));
}

#[test]
fn bits_agree() {
    on_engines(|db| async move {
        let bits = User::select().filter(|u| u.id.eq(3)).select(|u| {
            (
                (u.age.bit_and(6), u.age.bit_or(64), u.age.bit_not()),
                (u.age.shift_left(40), u.age.shift_right(2)),
                ((-u.age).shift_right(2), (-u.age).bit_and(-2)),
                (u.age.bit_and(1).bit_or(8), lit(-1_i64).shift_right(63)),
                (
                    lit(1_i64).shift_left(63),
                    u.age.bit_xor(-6),
                    u.age.bit_xor(5),
                ),
            )
        });
        assert_eq!(
            bits.one(&db).await?,
            (
                (6, 95, -32),
                (31 << 40, 7),
                (-8, -32),
                (9, -1),
                (i64::MIN, 31 ^ -6, 31 ^ 5)
            )
        );
        Ok(())
    });
}

#[test]
fn casts() {
    assert_snapshot!(sql(Post::select().select(|p| (
        p.id.cast::<String>(),
        p.id.cast::<Decimal>(),
        p.price.cast::<f64>(),
        p.price.cast::<i64>(),
        p.score.cast::<i32>(),
    ))));
    on_engines(|db| async move {
        let cast = Post::select().filter(|p| p.id.eq(1)).select(|p| {
            (
                (p.id.cast::<String>(), p.id.cast::<Decimal>()),
                (p.price.cast::<f64>(), p.price.cast::<i64>()),
                (p.score.cast::<i32>(), lit(-1.5).cast::<i64>()),
                (lit(true).cast::<i64>(), lit(7_i64).cast::<f64>()),
            )
        });
        assert_eq!(
            cast.one(&db).await?,
            (
                ("1".to_owned(), Decimal::ONE),
                (9.5, 10),
                (Some(0), -2),
                (1, 7.0),
            )
        );
        Ok::<(), Error>(())
    });
}

#[test]
fn collations() {
    let sorted = |collation| {
        User::select()
            .filter(move |u| u.name.collate(collation).lt("b"))
            .order_by(move |u| u.name.collate(collation).desc())
            .select(|u| u.name)
    };
    let none = Collation::by_engine("NOCASE", "und-x-icu", "utf8mb4_general_ci");
    assert_snapshot!(sql(sorted(none)));
    let hostile = Collation::new("a\"b`c");
    assert_snapshot!(sql(sorted(hostile)));
    on_engines(|db| async move {
        assert_eq!(sorted(none).all(&db).await?, ["Ann"]);
        assert_eq!(
            sorted(Collation::BINARY).all(&db).await?,
            ["Cid", "Bob", "Ann"]
        );
        Ok(())
    });
}
