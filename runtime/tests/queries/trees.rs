//! Random expressions mean on every engine what they mean in Rust.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss
)] // short texts

mod grown;
mod meaning;
mod sql;

use ormolu::{Database, Result, Select};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use self::grown::trees;
use crate::models::User;
use crate::running::on_engines;

/// How many statements each engine gets, of [`WIDTH`] trees of each type.
const STATEMENTS: usize = 60;
const WIDTH: usize = 4;

#[derive(Clone, Debug)]
enum Int {
    Id,
    Boss,
    Add(Box<Int>, Box<Int>),
    Sub(Box<Int>, Box<Int>),
    Mul(Box<Int>, Box<Int>),
    Div(Box<Int>, Box<Int>),
    AddValue(Box<Int>, i64),
    SubValue(Box<Int>, i64),
    MulValue(Box<Int>, i64),
    DivValue(Box<Int>, i64),
    Rem(Box<Int>, Box<Int>),
    Negate(Box<Int>),
    Abs(Box<Int>),
    Greatest(Box<Int>, Box<Int>),
    Least(Box<Int>, i64),
    Nullif(Box<Int>, Box<Int>),
    Coalesce(Box<Int>, Box<Int>),
    CoalesceValue(Box<Int>, i64),
    Case(Box<Truth>, Box<Int>, Box<Int>),
    Length(Box<Text>),
    Position(Box<Text>, String),
}

#[derive(Clone, Debug)]
enum Text {
    Name,
    Bio,
    Coalesce(Box<Text>, Box<Text>),
    CoalesceValue(Box<Text>, String),
    Lower(Box<Text>),
    Upper(Box<Text>),
    Trim(Box<Text>),
    Concat(Box<Text>, Box<Text>),
    ConcatValue(Box<Text>, String),
    Substring(Box<Text>, i64, i64),
    Left(Box<Text>, i64),
    Right(Box<Text>, i64),
    Replace(Box<Text>, String, String),
    Repeat(Box<Text>, u32),
    Reverse(Box<Text>),
    PadStart(Box<Text>, u32, char),
    PadEnd(Box<Text>, u32, char),
    Case(Box<Truth>, Box<Text>, Box<Text>),
}

#[derive(Clone, Debug)]
enum Truth {
    Active,
    Compare(Comparison, Int, Int),
    CompareValue(Comparison, Int, i64),
    Between(Int, i64, Int),
    In(Int, Vec<i64>),
    NotIn(Int, Vec<i64>),
    IsNull(Int),
    IsNotNull(Int),
    BioIsNull,
    TextEq(Text, String),
    TextIn(Text, Vec<String>),
    TextLt(Text, Text),
    Contains(Text, String),
    StartsWith(Text, String),
    Not(Box<Truth>),
    And(Box<Truth>, Box<Truth>),
    Or(Box<Truth>, Box<Truth>),
}

#[derive(Clone, Copy, Debug)]
enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Distinct,
    NotDistinct,
}

/// Trees of all types that one statement computes.
#[derive(Clone, Debug)]
struct Trees {
    ints: Vec<Int>,
    texts: Vec<Text>,
    truths: Vec<Truth>,
}

type Answers = (Vec<Option<i64>>, Vec<Option<String>>, Vec<Option<bool>>);

/// What the engine says, row by row. A condition is asked for together with its opposite: if
/// neither holds, it is not known.
async fn computed(db: &Database, trees: &Trees) -> Result<Vec<Answers>> {
    let joined = User::select()
        .order_by(|u| u.id)
        .left_join_on::<User>(|(u, same)| u.id.eq(same.id));
    let rows = joined.select(|(_, u)| {
        let int = |at: usize| trees.ints[at].expr(u);
        let text = |at: usize| trees.texts[at].expr(u);
        let truth = |at: usize| (trees.truths[at].expr(u), !trees.truths[at].expr(u));
        (
            (int(0), int(1), int(2), int(3)),
            (text(0), text(1), text(2), text(3)),
            (truth(0), truth(1), truth(2), truth(3)),
        )
    });
    let known = |(holds, fails): (bool, bool)| (holds != fails).then_some(holds);
    let rows = rows.all(db).await?.into_iter();
    Ok(rows
        .map(|(i, t, b)| {
            (
                vec![i.0, i.1, i.2, i.3],
                vec![t.0, t.1, t.2, t.3],
                vec![known(b.0), known(b.1), known(b.2), known(b.3)],
            )
        })
        .collect())
}

fn expected(rows: &[User], trees: &Trees) -> Vec<Answers> {
    rows.iter()
        .map(|row| {
            (
                trees.ints.iter().map(|tree| tree.value(row)).collect(),
                trees.texts.iter().map(|tree| tree.value(row)).collect(),
                trees.truths.iter().map(|tree| tree.value(row)).collect(),
            )
        })
        .collect()
}

/// Whether a condition lets the same rows pass in WHERE.
async fn passing(db: &Database, tree: &Truth) -> Result<Vec<i64>> {
    let joined: Select<_, _> = User::select()
        .order_by(|u| u.id)
        .left_join_on::<User>(|(u, same)| u.id.eq(same.id));
    let filtered = joined.filter(|(_, u)| tree.expr(u));
    filtered.select(|(u, _)| u.id).all(db).await
}

async fn wrong(db: &Database, rows: &[User], trees: &Trees) -> Result<bool> {
    if computed(db, trees).await? != expected(rows, trees) {
        return Ok(true);
    }
    let tree = &trees.truths[0];
    let passed = rows.iter().filter(|row| tree.value(row) == Some(true));
    let passed: Vec<i64> = passed.map(|row| row.id).collect();
    Ok(passing(db, tree).await? != passed)
}

#[test]
fn trees_mean_the_same_everywhere() {
    on_engines(|db| async move {
        let rows = fill(&db).await?;
        let mut runner = TestRunner::deterministic();
        let strategy = trees();
        for _ in 0..STATEMENTS {
            let mut tree = strategy.new_tree(&mut runner).unwrap();
            if !wrong(&db, &rows, &tree.current()).await? {
                continue;
            }
            let mut smallest = tree.current();
            for _ in 0..500 {
                let smaller = wrong(&db, &rows, &tree.current()).await?;
                if smaller {
                    smallest = tree.current();
                }
                let more = if smaller {
                    tree.simplify()
                } else {
                    tree.complicate()
                };
                if !more {
                    break;
                }
            }
            let got = computed(&db, &smallest).await?;
            let wanted = expected(&rows, &smallest);
            let wrong = differences(&smallest, &got, &wanted);
            panic!("{:?}, as computed and as meant:\n{wrong}", db.dialect());
        }
        Ok(())
    });
}

/// The trees that are computed otherwise than they are meant.
fn differences(trees: &Trees, got: &[Answers], wanted: &[Answers]) -> String {
    let mut out = String::new();
    for (got, wanted) in got.iter().zip(wanted) {
        for at in 0..WIDTH {
            if got.0[at] != wanted.0[at] {
                let tree = &trees.ints[at];
                out += &format!("{tree:?}: {:?}, {:?}\n", got.0[at], wanted.0[at]);
            }
            if got.1[at] != wanted.1[at] {
                let tree = &trees.texts[at];
                out += &format!("{tree:?}: {:?}, {:?}\n", got.1[at], wanted.1[at]);
            }
            if got.2[at] != wanted.2[at] {
                let tree = &trees.truths[at];
                out += &format!("{tree:?}: {:?}, {:?}\n", got.2[at], wanted.2[at]);
            }
        }
    }
    if out.is_empty() {
        out = format!("{:?} in WHERE", trees.truths[0]);
    }
    out
}

async fn fill(db: &Database) -> Result<Vec<User>> {
    let rows: Vec<User> = [
        (1, "a", None, true, None),
        (2, "b1", Some(""), false, Some(1)),
        (3, "", Some("ab%"), true, Some(3)),
        (4, "a_b", Some("a"), false, Some(-7)),
        (5, "1!", None, true, Some(0)),
    ]
    .into_iter()
    .map(|(id, name, bio, active, boss_id)| User {
        id,
        name: name.to_owned(),
        bio: bio.map(str::to_owned),
        age: 1,
        active,
        boss_id,
    })
    .collect();
    db.execute_script(&["delete from users"]).await?;
    for row in &rows {
        let text = |text: &Option<String>| match text {
            Some(text) => format!("'{text}'"),
            None => "null".to_owned(),
        };
        let boss = row
            .boss_id
            .map_or("null".to_owned(), |boss| boss.to_string());
        let User {
            id,
            name,
            bio,
            active,
            ..
        } = row;
        let insert = format!(
            "insert into users values ({id}, '{name}', {}, 1, {active}, {boss})",
            text(bio)
        );
        db.execute_script(&[&insert]).await?;
    }
    Ok(rows)
}
