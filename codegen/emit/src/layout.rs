//! Tokens as readable text, without a grammar.
//!
//! The glue is many times longer than the faces and nobody has to read it, so it is not parsed
//! to be printed. Its tokens get spaces, line breaks and indentation by what stands beside what.
//! Nothing but whitespace is added, and joined punctuation stays joined: the text has the tokens
//! it was made of, whatever they mean.

mod piece;
mod space;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;

use piece::{Kind, Piece, Pieces};
use space::spaced;

/// The width that lines keep to where they can be broken.
const WIDTH: usize = 100;

/// The text of these items, with blank lines between them.
pub(crate) fn text(tokens: TokenStream) -> String {
    let pieces = Pieces::new(tokens);
    let mut layout = Layout {
        source: &pieces,
        out: String::with_capacity(2 * pieces.text.len()),
    };
    layout.lines(&pieces.top, 0, Blank::BetweenItems);
    layout.out
}

/// Where blank lines stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// Between items.
    BetweenItems,
    /// After functions.
    AfterFunctions,
}

struct Layout<'p> {
    source: &'p Pieces,
    out: String,
}

impl Layout<'_> {
    /// Lines: statements, members, fields, arms.
    fn lines(&mut self, pieces: &[Piece], indent: usize, blank: Blank) {
        let mut rest = pieces;
        while !rest.is_empty() {
            let (line, after) = rest.split_at(self.line_length(rest));
            rest = after;
            self.indent(indent);
            self.line(line, indent);
            self.out.push('\n');
            if !rest.is_empty() && self.is_set_apart(line, rest, blank) {
                self.out.push('\n');
            }
        }
    }

    /// How many pieces make a line: up to a `;` or `,`, or to the end of a block.
    fn line_length(&self, pieces: &[Piece]) -> usize {
        if self.is(pieces.first(), "#") {
            return pieces.len().min(2); // an attribute
        }
        let import = self.is_import(pieces);
        for (at, piece) in pieces.iter().enumerate() {
            let next = pieces.get(at + 1);
            let ends = match &piece.kind {
                Kind::Doc => true,
                Kind::Mark => matches!(self.source.text(piece), ";" | ","),
                Kind::Brace(_) if !import => next.is_some_and(|next| !self.goes_on(next)),
                _ => false,
            };
            if ends {
                return at + 1;
            }
        }
        pieces.len()
    }

    /// Whether what stands before a block's end goes on with this.
    fn goes_on(&self, next: &Piece) -> bool {
        match next.kind {
            Kind::Mark => self.source.text(next) != "#",
            Kind::Word => matches!(self.source.text(next), "else" | "as"),
            Kind::Paren(_) => true,
            _ => false,
        }
    }

    fn is_set_apart(&self, line: &[Piece], next: &[Piece], blank: Blank) -> bool {
        if self.is(line.first(), "#") || matches!(line[0].kind, Kind::Doc) {
            return false; // it belongs to what follows
        }
        match blank {
            Blank::BetweenItems => {
                let short = self.one_of_a_list(line);
                short.is_none() || short != self.one_of_a_list(next)
            }
            Blank::AfterFunctions => {
                let ends = matches!(line.last(), Some(last) if matches!(last.kind, Kind::Brace(_)));
                ends && line.iter().any(|piece| self.is(Some(piece), "fn"))
            }
        }
    }

    /// `use` and `mod` stand together.
    fn one_of_a_list(&self, line: &[Piece]) -> Option<&str> {
        let words = line.iter().take(3).map(|piece| self.source.text(piece));
        words
            .into_iter()
            .find(|word| matches!(*word, "use" | "mod"))
    }

    fn is_import(&self, line: &[Piece]) -> bool {
        self.one_of_a_list(line) == Some("use")
    }

    fn is(&self, piece: Option<&Piece>, text: &str) -> bool {
        piece.is_some_and(|piece| self.source.text(piece) == text)
    }

    /// One line, over several where it holds a block or is too wide.
    fn line(&mut self, mut pieces: &[Piece], indent: usize) {
        let import = self.is_import(pieces);
        let mut before: Option<&Piece> = None;
        while !pieces.is_empty() {
            let block = |p: &Piece| matches!(&p.kind, Kind::Brace(inner) if !inner.is_empty());
            let upto = pieces.iter().position(|p| block(p) && !import);
            let upto = upto.unwrap_or(pieces.len());
            let opening = if upto < pieces.len() { " {".len() } else { 0 };
            let broken = self.to_break(&pieces[..upto], indent, opening);
            // What follows a broken group is measured anew.
            let end = broken.unwrap_or(upto);
            for piece in &pieces[..end] {
                self.separate(before, piece);
                self.flat(piece);
                before = Some(piece);
            }
            let Some(group) = pieces.get(end) else { return };
            self.separate(before, group);
            self.broken(group, indent);
            before = Some(group);
            pieces = &pieces[end + 1..];
        }
    }

    /// The group to break so that the pieces fit into the line: the widest, arguments first.
    fn to_break(&self, pieces: &[Piece], indent: usize, after: usize) -> Option<usize> {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let column = (self.out.len() - start).max(indent);
        if column + self.source.width(pieces) + after <= WIDTH {
            return None;
        }
        let groups = pieces.iter().enumerate();
        let groups = groups.filter(|(_, p)| p.inner().is_some_and(|inner| inner.len() > 1));
        let rank = |piece: &Piece| (!matches!(piece.kind, Kind::Angle(_)), piece.width);
        groups
            .max_by_key(|(_, piece)| rank(piece))
            .map(|(at, _)| at)
    }

    /// A group over several lines.
    fn broken(&mut self, group: &Piece, indent: usize) {
        let (open, close) = group.brackets();
        let inner = group.inner().unwrap_or_default();
        self.out.push_str(open);
        if let Some((last, before)) = self.lone_block(group) {
            self.line(before, indent);
            self.separate(before.last(), last);
            self.broken(last, indent);
        } else {
            self.out.push('\n');
            self.lines(inner, indent + 4, Blank::AfterFunctions);
            self.indent(indent);
        }
        self.out.push_str(close);
    }

    /// The group at the end of all there is in brackets, as in `Some(Row { .. })`: it is broken
    /// in their place.
    fn lone_block<'g>(&self, group: &'g Piece) -> Option<(&'g Piece, &'g [Piece])> {
        let (last, before) = group.inner()?.split_last()?;
        let lone = !matches!(group.kind, Kind::Brace(_))
            && !matches!(last.kind, Kind::Angle(_))
            && last.inner().is_some_and(|inner| inner.len() > 1)
            && before.iter().all(|piece| !self.is(Some(piece), ","));
        lone.then_some((last, before))
    }

    fn flat(&mut self, piece: &Piece) {
        let Some(inner) = piece.inner() else {
            self.out.push_str(self.source.text(piece));
            return;
        };
        let (open, close) = piece.brackets();
        self.out.push_str(open);
        // Not those of an import, which stand beside `::`.
        let padded = open == "{" && !inner.is_empty() && self.out.ends_with(" {");
        self.out.push_str(if padded { " " } else { "" });
        let mut before = None;
        for piece in inner {
            self.separate(before, piece);
            self.flat(piece);
            before = Some(piece);
        }
        self.out.push_str(if padded { " " } else { "" });
        self.out.push_str(close);
    }

    fn separate(&mut self, before: Option<&Piece>, piece: &Piece) {
        if before.is_some_and(|before| spaced(self.source, before, piece)) {
            self.out.push(' ');
        }
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}
