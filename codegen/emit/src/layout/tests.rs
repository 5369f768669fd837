use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::text;

/// What a parser sees of tokens.
fn leaves(tokens: TokenStream, out: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                out.push(format!("{:?}", group.delimiter()));
                leaves(group.stream(), out);
                out.push("end".into());
            }
            other => out.push(other.to_string()),
        }
    }
}

/// The text, once it is sure that it says what the tokens say.
fn faithful(tokens: TokenStream) -> String {
    let text = text(tokens.clone());
    let (mut wanted, mut found) = (vec![], vec![]);
    leaves(tokens, &mut wanted);
    leaves(text.parse().unwrap(), &mut found);
    assert_eq!(wanted, found, "{text}");
    text
}

#[test]
fn items_members_and_statements_have_lines_of_their_own() {
    let text = faithful(quote! {
        use a::b as c;
        use d::{e, f};
        mod g;
        #[doc = " A row."]
        pub struct Row<'r, T: ?Sized = u8> { pub(crate) at: &'r T, r#type: Option<Vec<u8>> }
        #[allow(dead_code)]
        impl<'r, T> Row<'r, T> {
            const WIDE: [usize; 2] = [1, 2];
            pub fn at(&self) -> &'r T { self.at }
            fn set(mut self, row: &mut Self) -> Result<Self, <T as Deref>::Error> {
                if self.at != row.at { row.at = *self.at; } else if !row.is(-1) { return Err(e); }
                let found = match row.r#type { Some(_) => read(row)?, None => vec![0; 4] };
                row::<T>().call(&found)?.rest(at + 1, ..)
            }
        }
    });
    assert_eq!(
        text,
        r##"use a::b as c;
use d::{e, f};

mod g;

/// A row.
pub struct Row<'r, T: ?Sized = u8> {
    pub(crate) at: &'r T,
    r#type: Option<Vec<u8>>
}

#[allow(dead_code)]
impl<'r, T> Row<'r, T> {
    const WIDE: [usize; 2] = [1, 2];
    pub fn at(&self) -> &'r T {
        self.at
    }

    fn set(mut self, row: &mut Self) -> Result<Self, <T as Deref>::Error> {
        if self.at != row.at {
            row.at = *self.at;
        } else if !row.is(-1) {
            return Err(e);
        }
        let found = match row.r#type {
            Some(_) => read(row)?,
            None => vec![0; 4]
        };
        row::<T>().call(&found)?.rest(at + 1, ..)
    }
}
"##
    );
}

#[test]
fn wide_lines_are_broken_at_the_widest_group() {
    let text = faithful(quote! {
        fn short(a: A) -> B {}
        fn wide(first_argument: FirstArgument, second_argument: SecondArgument, third: Third) -> Result {
            Ok(Row { first: first_argument, second: second_argument, third: third, fourth: None, fifth: [] })
        }
        #[diagnostic::on_unimplemented(message = "a message that says at length what is wrong", label = "here")]
        trait Proof {}
        impl<First: Slot<first>, Second: Slot<second>, Third: Slot<third>, Fourth: Slot<fourth>> Proof for Set {}
    });
    assert_eq!(
        text,
        r##"fn short(a: A) -> B {}

fn wide(first_argument: FirstArgument, second_argument: SecondArgument, third: Third) -> Result {
    Ok(Row {
        first: first_argument,
        second: second_argument,
        third: third,
        fourth: None,
        fifth: []
    })
}

#[diagnostic::on_unimplemented(
    message = "a message that says at length what is wrong",
    label = "here"
)]
trait Proof {}

impl<
    First: Slot<first>,
    Second: Slot<second>,
    Third: Slot<third>,
    Fourth: Slot<fourth>
> Proof for Set {}
"##
    );
}

#[test]
fn marks_that_are_two_tokens_stay_two() {
    for text in [
        "const A: bool = a < b && c > d; const B: u8 = 1 << 2 >> 3;",
        "const A: &&str = & &x; const B: bool = - -1 < - 1 || ! !true;",
        "fn f() { let f = |a: &u8, b| -> u8 { *a & !b | 1 }; x = y..=z; x >>= 1; x <<= 1; 'a: loop { break 'a } }",
        "type F = for<'a> fn(&'a [u8; 4], *const u8) -> <<A as B>::C as D>::E<'a>;",
        "macro_rules! m { ($($x:expr),* $(,)?) => { [$($x),*] }; } m! { /** odd */ x => \"/\", b'\\'' }",
        "const A: f64 = 1.0e-3_f64; const B: u8 = b'a' as u8; const C: (u8,) = (r#type.0.1,);",
        "fn f(#[doc = \"lone\"] a: u8, b: u8) { #![allow(x)] #[x] { a } (b) }",
        "#[doc = \"/ four\"] #[doc = \"two\\nlines\"] #[doc = \" it's\"] struct S;",
    ] {
        faithful(text.parse().unwrap());
    }
}
