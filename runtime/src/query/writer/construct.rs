use super::{Level, Writer};
use crate::expr::{Construct, Node, Place, places};

impl Writer {
    /// A function of the program, in the words it has for the engine.
    pub(super) fn construct(&mut self, construct: &Construct, arguments: &[&Node]) {
        let Some(text) = construct.text(self.dialect) else {
            return self.unsupported(construct.name);
        };
        for place in places(text) {
            match place {
                Place::Text(words) => self.raw(words),
                Place::Value(name) => {
                    let at = construct.arguments.iter().position(|known| *known == name);
                    if let Some(argument) = at.and_then(|at| arguments.get(at)) {
                        self.expression(argument, Level::Atom);
                    }
                }
                // Refused when the text was compiled.
                Place::Columns(_) => {}
            }
        }
    }
}
