use super::{Project, SelectNode};
use crate::expr::{Expr, Node, Part};
use crate::value::SqlType;

/// How the keys of a GROUP BY make groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Grouping {
    /// By all of them.
    #[default]
    Keys,
    /// `ROLLUP`: by all, by all but the last, and so on, and all rows together.
    Rollup,
    /// `CUBE`: by each subset.
    Cube,
    /// `GROUPING SETS`: by each of these.
    Sets(Vec<Vec<Node>>),
    /// By some of them; the others are NULL. One set where the engine has none.
    Only(Vec<Node>),
}

impl Grouping {
    /// The sets of keys, each of which makes groups of its own.
    pub(crate) fn sets(&self, keys: &[Node]) -> Vec<Vec<Node>> {
        match self {
            Grouping::Keys => vec![keys.to_vec()],
            Grouping::Rollup => (0..=keys.len()).rev().map(|n| keys[..n].to_vec()).collect(),
            Grouping::Cube => (0..1_u32 << keys.len())
                .map(|left_out| {
                    let kept = (0..).zip(keys).filter(|(at, _)| left_out >> at & 1 == 0);
                    kept.map(|(_, key)| key.clone()).collect()
                })
                .collect(),
            Grouping::Sets(sets) => sets.clone(),
            Grouping::Only(set) => vec![set.clone()],
        }
    }
}

/// What `group_by` takes: a column, an expression, a whole table, a tuple of them, or
/// [`rollup`], [`cube`] and [`grouping_sets`] of expressions.
#[diagnostic::on_unimplemented(
    message = "rows can't be grouped by `{Self}`",
    label = "expected columns, expressions, tables, a tuple of them, `rollup(..)` or the like"
)]
pub trait GroupKey {
    /// The key as later closures get it.
    type Key: Project + Clone;
    /// Sets the GROUP BY.
    #[doc(hidden)]
    fn group(self, query: &mut SelectNode) -> Self::Key;
}

impl<K: Project + Clone> GroupKey for K {
    type Key = K;

    fn group(self, query: &mut SelectNode) -> K {
        query.grouping = Grouping::Keys;
        query.group.clear();
        self.clone().push_columns(&mut query.group);
        self
    }
}

/// Keys that make several sets of groups.
#[derive(Clone, Debug)]
#[must_use = "it belongs into `group_by`"]
pub struct GroupingSets<K> {
    keys: K,
    grouping: Grouping,
}

impl<K: SetKeys> GroupKey for GroupingSets<K> {
    type Key = K::Optional;

    fn group(self, query: &mut SelectNode) -> K::Optional {
        query.grouping = self.grouping;
        query.group.clear();
        let key = self.keys.optional();
        key.clone().push_columns(&mut query.group);
        key
    }
}

/// `ROLLUP (a, b)`: groups by `a` and `b`, subtotals by `a`, and the total. A key that is left
/// out is NULL, so the keys become `Option`; [`grouping`] tells such a NULL from one of the data.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{count, rollup};
/// # fn main() {
/// let query = Post::select()
///     .group_by(|p| rollup((p.author_id, p.published)))
///     .select(|(author, published), _| (author, published, count()));
/// // SELECT .. FROM "posts" GROUP BY ROLLUP ("posts"."author_id", "posts"."published")
/// # let sql = r#"FROM "posts" GROUP BY ROLLUP ("posts"."author_id", "posts"."published")"#;
/// # assert!(postgres(&query).ends_with(sql));
/// # }
/// ```
///
/// Only PostgreSQL has the three of them, with GROUPING SETS. The others get a query for each
/// set, with UNION ALL between them.
pub fn rollup<K: SetKeys>(keys: K) -> GroupingSets<K> {
    GroupingSets {
        keys,
        grouping: Grouping::Rollup,
    }
}

/// `CUBE (a, b)`: groups by each subset of the keys; see [`rollup`].
pub fn cube<K: SetKeys>(keys: K) -> GroupingSets<K> {
    GroupingSets {
        keys,
        grouping: Grouping::Cube,
    }
}

/// `GROUPING SETS (..)`: groups by each of the sets; see [`rollup`]. `()` is the set of all rows.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{count, grouping_sets};
/// # fn main() {
/// let query = Post::select()
///     .group_by(|p| {
///         grouping_sets((p.author_id, p.published), |(author, published)| (author, published, ()))
///     })
///     .select(|(author, published), _| (author, published, count()));
/// // .. GROUP BY GROUPING SETS (("posts"."author_id"), ("posts"."published"), ())
/// # let sql = r#"GROUP BY GROUPING SETS (("posts"."author_id"), ("posts"."published"), ())"#;
/// # assert!(postgres(&query).ends_with(sql));
/// # }
/// ```
pub fn grouping_sets<K: SetKeys, S: KeySets>(
    keys: K,
    sets: impl FnOnce(K) -> S,
) -> GroupingSets<K> {
    let mut out = vec![];
    sets(keys.clone()).push_sets(&mut out);
    GroupingSets {
        keys,
        grouping: Grouping::Sets(out),
    }
}

/// `grouping(key)`: 1 in the groups of sets that leave this key out, 0 in the others.
pub fn grouping<T, N: Part>(key: Expr<T, N>) -> Expr<i32, N::Computed> {
    Expr::<T, N>::computed(Node::Grouping(Box::new(key.node.into_node())))
}

/// Keys of which some groups may lack some.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be left out of a grouping set",
    label = "expected columns, expressions, or a tuple of them"
)]
pub trait SetKeys: Project + Clone {
    /// The same, nullable.
    type Optional: Project + Clone;
    /// Makes them nullable.
    #[doc(hidden)]
    fn optional(self) -> Self::Optional;
}

impl<T: SqlType, N: Part + Into<Node>> SetKeys for Expr<T, N> {
    type Optional = Expr<Option<T::Base>, N>;

    fn optional(self) -> Self::Optional {
        Expr::new(self.node)
    }
}

/// A tuple of sets of keys: of keys, of tuples of them, and `()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no sets of keys",
    label = "expected a tuple of sets: keys, tuples of keys, and `()`"
)]
pub trait KeySets {
    /// Appends the sets.
    #[doc(hidden)]
    fn push_sets(self, out: &mut Vec<Vec<Node>>);
}

/// One set of keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of keys",
    label = "expected a key, a tuple of keys, or `()`"
)]
pub trait KeySet {
    /// The keys.
    #[doc(hidden)]
    fn keys(self) -> Vec<Node>;
}

impl<P: Project> KeySet for P {
    fn keys(self) -> Vec<Node> {
        let mut out = vec![];
        self.push_columns(&mut out);
        out
    }
}

impl KeySet for () {
    fn keys(self) -> Vec<Node> {
        vec![]
    }
}

macro_rules! tuples {
    ($($part:ident $at:tt),+) => {
        impl<$($part: SetKeys),+> SetKeys for ($($part,)+) {
            type Optional = ($($part::Optional,)+);

            fn optional(self) -> Self::Optional {
                ($(self.$at.optional(),)+)
            }
        }

        impl<$($part: KeySet),+> KeySets for ($($part,)+) {
            fn push_sets(self, out: &mut Vec<Vec<Node>>) {
                $(out.push(self.$at.keys());)+
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
