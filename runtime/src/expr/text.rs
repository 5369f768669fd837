use super::{
    Argument, BinaryOp, Call, Expr, MathFn, Node, Nullness, Part, Textual, UnaryOp, WithBoth,
};
use crate::value::{Kind, Value};

/// A function on text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum TextFn {
    Trim,
    TrimStart,
    TrimEnd,
    Concat,
    Substring,
    Replace,
    Position,
    Left,
    Right,
    PadLeft,
    PadRight,
    Repeat,
    Reverse,
    AsciiLower,
    AsciiUpper,
    Same,
}

/// Functions on text. NULL makes NULL in all of them.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// `lower(self)`. SQLite knows the cases of ASCII only.
    pub fn lower(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.unary(UnaryOp::Lower)
    }

    /// `upper(self)`. SQLite knows the cases of ASCII only.
    pub fn upper(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.unary(UnaryOp::Upper)
    }

    /// The letters A to Z as a to z, and nothing else: the same on every engine, and as
    /// [`str::to_ascii_lowercase`].
    pub fn to_ascii_lowercase(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::AsciiLower, [])
    }

    /// The letters a to z as A to Z, and nothing else: the same on every engine, and as
    /// [`str::to_ascii_uppercase`].
    pub fn to_ascii_uppercase(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::AsciiUpper, [])
    }

    /// Whether it is the same text, character by character, whatever the collation or
    /// `compare: lower` says: as `==` in Rust. An index does not serve it on MySQL and MariaDB.
    pub fn same_text<A: Argument<String, N::Computed>>(self, other: A) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        let both = vec![self.node.into_node(), other.operand()];
        Self::computed(Call::node(TextFn::Same, both, Kind::Bool))
    }

    /// How many characters the text has.
    pub fn length(self) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: Textual,
    {
        self.unary(UnaryOp::Length)
    }

    /// `lower(self) = lower(other)`. SQLite knows the cases of ASCII only.
    pub fn eq_ignore_case<A: Argument<String, N::Computed>>(
        self,
        other: A,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        let other = Node::Unary(UnaryOp::Lower, Box::new(other.operand()));
        self.unary::<T>(UnaryOp::Lower).binary(BinaryOp::Eq, other)
    }

    /// `trim(self)`: without the spaces at both ends (spaces only, no tabs or line breaks).
    pub fn trim(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::Trim, [])
    }

    /// `ltrim(self)`: without the spaces before it.
    pub fn ltrim(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::TrimStart, [])
    }

    /// `rtrim(self)`: without the spaces behind it.
    pub fn rtrim(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::TrimEnd, [])
    }

    /// `self || other`: one behind the other; NULL as soon as one is, see
    /// [`or_value`](Expr::or_value).
    ///
    /// MySQL and MariaDB: `concat(self, other)`.
    pub fn concat<A: Argument<String, N::Computed>>(
        self,
        other: A,
    ) -> Expr<A::With<T::Of<String>>, N::Computed>
    where
        T::Base: Textual,
    {
        match self.node.into_node() {
            Node::Call(mut call) if call.function == TextFn::Concat.into() => {
                call.arguments.push(other.operand());
                Self::computed(Node::Call(call))
            }
            first => {
                let both = vec![first, other.operand()];
                Self::computed(Call::node(TextFn::Concat, both, Kind::Text))
            }
        }
    }

    /// `substr(self, start, length)`: so many characters from `start`, which counts from 1 as
    /// everywhere in SQL. A start below 1 counts as 1, a length below 0 as 0.
    pub fn substring<A, B>(
        self,
        start: A,
        length: B,
    ) -> WithBoth<T::Of<String>, i64, A, B, N::Computed>
    where
        A: Argument<i64, N::Computed>,
        B: Argument<i64, N::Computed>,
        T::Base: Textual,
    {
        let (start, length) = (at_least::<A, _>(1, start), at_least::<B, _>(0, length));
        self.text(TextFn::Substring, [start, length])
    }

    /// `substr(self, start)`: the rest from `start`, which counts from 1.
    pub fn substring_from<A: Argument<i64, N::Computed>>(
        self,
        start: A,
    ) -> Expr<A::With<T::Of<String>>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::Substring, [at_least::<A, _>(1, start)])
    }

    /// `left(self, characters)`: the first characters. SQLite: `substr(self, 1, characters)`.
    pub fn left<A: Argument<i64, N::Computed>>(
        self,
        characters: A,
    ) -> Expr<A::With<T::Of<String>>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::Left, [at_least::<A, _>(0, characters)])
    }

    /// `right(self, characters)`: the last characters. SQLite: by `substr`.
    pub fn right<A: Argument<i64, N::Computed>>(
        self,
        characters: A,
    ) -> Expr<A::With<T::Of<String>>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::Right, [at_least::<A, _>(0, characters)])
    }

    /// `replace(self, from, to)`: with every `from` replaced; case counts.
    pub fn replace<A, B>(self, from: A, to: B) -> WithBoth<T::Of<String>, String, A, B, N::Computed>
    where
        A: Argument<String, N::Computed>,
        B: Argument<String, N::Computed>,
        T::Base: Textual,
    {
        self.text(TextFn::Replace, [from.operand(), to.operand()])
    }

    /// At which character `part` stands for the first time, from 1; 0 if it does not. Case counts.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `strpos("users"."name", $1)::bigint` |
    /// | SQLite | `instr("users"."name", ?)` |
    /// | MySQL | `` instr(`users`.`name`, ? COLLATE utf8mb4_bin) `` |
    pub fn position<A: Argument<String, N::Computed>>(
        self,
        part: A,
    ) -> Expr<A::With<T::Of<i64>>, N::Computed>
    where
        T::Base: Textual,
    {
        self.call(TextFn::Position, [part.operand()], Kind::I64)
    }

    /// `lpad(self, characters, fill)`: filled up at its beginning, or cut at its end.
    pub fn lpad(self, characters: u32, fill: char) -> Expr<T::Of<String>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::PadLeft, [number(characters), character(fill)])
    }

    /// `rpad(self, characters, fill)`: filled up at its end, or cut there.
    pub fn rpad(self, characters: u32, fill: char) -> Expr<T::Of<String>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::PadRight, [number(characters), character(fill)])
    }

    /// `repeat(self, times)`
    pub fn repeat(self, times: u32) -> Expr<T::Of<String>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::Repeat, [number(times)])
    }

    /// `reverse(self)`
    pub fn reverse(self) -> Expr<T::Of<String>, N::Computed>
    where
        T::Base: Textual,
    {
        self.text(TextFn::Reverse, [])
    }

    fn text<U, const REST: usize>(
        self,
        function: TextFn,
        rest: [Node; REST],
    ) -> Expr<U, N::Computed>
    where
        T::Base: Textual,
    {
        self.call(function, rest, Kind::Text)
    }
}

fn number(n: u32) -> Node {
    Node::Bind(Value::I64(n.into()))
}

fn character(c: char) -> Node {
    Node::Bind(Value::Text(c.to_string()))
}

/// The engines disagree about what lies before a text.
fn at_least<A: Argument<i64, C>, C>(least: i64, argument: A) -> Node {
    match argument.operand() {
        Node::Bind(Value::I64(n)) => Node::Bind(Value::I64(n.max(least))),
        node => Call::node(
            MathFn::Greatest {
                nullable: A::NULLABLE,
            },
            vec![node, Node::Bind(Value::I64(least))],
            Kind::I64,
        ),
    }
}
