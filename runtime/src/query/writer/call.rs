use super::{Level, Writer, stored};
use crate::error::Error;
use crate::expr::{BitFn, Call, Function, FunctionMeta, Node, Step};
use crate::value::{Kind, Value};

impl Writer {
    pub(super) fn call_of(&mut self, call: &Call) {
        let grammar = self.grammar;
        let arguments: Vec<&Node> = call.arguments.iter().collect();
        match &call.function {
            Function::Text(function) => grammar.text(self, *function, &arguments),
            Function::Math(function) => grammar.math(self, *function, &arguments, call.kind),
            Function::Bits(function) => {
                self.check_shift(*function, &arguments);
                grammar.bits(self, *function, &arguments);
            }
            Function::Time(function) => grammar.time(self, *function, &arguments, call.kind),
            Function::Json(function) => grammar.json(self, function, &arguments),
            Function::JsonObject(names) => self.json_object(names, &arguments),
            Function::Array(function) => grammar.array(self, *function, &arguments, call.kind),
            Function::Range(function) => grammar.range(self, *function, &arguments),
            Function::Search(function) => grammar.search(self, *function, &arguments),
            Function::Case { operand, otherwise } => self.case(&arguments, *operand, *otherwise),
            Function::Cast => {
                if let [node] = arguments[..] {
                    grammar.cast(self, node, call.kind);
                }
            }
            Function::NullIf => {
                if let [node, other] = arguments[..] {
                    self.raw("nullif(");
                    self.compared_form(node, Level::Or);
                    self.raw(", ");
                    match other {
                        Node::Bind(_) => self.operand(other, node),
                        _ => self.one_form(other, Level::Or),
                    }
                    self.raw(")");
                }
            }
            Function::Row => self.row(&call.arguments),
            Function::Declared(function) => self.declared(function, &arguments),
            Function::Own(construct) => self.construct(construct, &arguments),
            Function::Raw(sql) => self.fragment("raw_expr", sql, &arguments),
            Function::Read(of) => {
                if let [node] = arguments[..] {
                    self.around(of.read(self.dialect), |writer| {
                        writer.expression(node, Level::Atom);
                    });
                }
            }
            Function::Collate(collation) => {
                self.form("%0! COLLATE ", &arguments);
                self.identifier(grammar.collation_name(*collation));
            }
        }
    }

    /// `(round(x * 1e2) / 1e2)`; behind each of the numbers, what makes it a float.
    pub(crate) fn rounded_float(&mut self, arguments: &[&Node], cast: &str) {
        if let [number, Node::Bind(Value::I32(digits))] = arguments {
            self.raw("(round(");
            self.expression(number, Level::Multiply);
            self.raw(&format!(" * 1e{digits}{cast}) / 1e{digits}{cast})"));
        }
    }

    /// SQL words with expressions in them: `%0` is the first where a comma could follow, `%0!`
    /// the same where the strongest operator could.
    pub(crate) fn form(&mut self, words: &'static str, nodes: &[&Node]) {
        let mut rest = words;
        while let Some(at) = rest.find('%') {
            let digit = rest
                .as_bytes()
                .get(at + 1)
                .map(|digit| digit.wrapping_sub(b'0'));
            match digit.and_then(|digit| nodes.get(usize::from(digit))) {
                Some(node) => {
                    self.raw(&rest[..at]);
                    rest = &rest[at + 2..];
                    let tight = rest.strip_prefix('!');
                    let level = if tight.is_some() {
                        Level::Atom
                    } else {
                        Level::Or
                    };
                    rest = tight.unwrap_or(rest);
                    self.expression(node, level);
                }
                None => {
                    self.raw(&rest[..=at]);
                    rest = &rest[at + 1..];
                }
            }
        }
        self.raw(rest);
    }

    /// Expressions with a word between them.
    pub(crate) fn joined(&mut self, before: &str, nodes: &[&Node], between: &str, after: &str) {
        self.raw(before);
        for (i, node) in nodes.iter().enumerate() {
            if i > 0 {
                self.raw(between);
            }
            self.expression(node, Level::Atom);
        }
        self.raw(after);
    }

    fn case(&mut self, arguments: &[&Node], operand: bool, otherwise: bool) {
        let (of, branches) = match (operand, arguments) {
            (true, [of, branches @ ..]) => (Some(*of), branches),
            (_, branches) => (None, branches),
        };
        let (branches, otherwise) = match (otherwise, branches) {
            (true, [branches @ .., last]) => (branches, Some(*last)),
            (_, branches) => (branches, None),
        };
        let result = branches.get(1).copied();
        let mut results = branches.iter().skip(1).step_by(2).chain(&otherwise);
        let mixed = results.any(|result| !stored::is_stored(result));
        self.raw("CASE ");
        if let Some(of) = of {
            self.collated(of, Level::Or);
            self.raw(" ");
        }
        for branch in branches.chunks_exact(2) {
            self.raw("WHEN ");
            match of {
                Some(of) => self.operand(branch[0], of),
                None => self.expression(branch[0], Level::Or),
            }
            self.raw(" THEN ");
            self.result(branch[1], result, mixed);
            self.raw(" ");
        }
        if let Some(otherwise) = otherwise {
            self.raw("ELSE ");
            self.result(otherwise, result, mixed);
            self.raw(" ");
        }
        self.raw("END");
    }

    /// A result of a CASE; a bound text takes on the type of the first one, and columns the form
    /// of computed values where there are some.
    fn result(&mut self, node: &Node, first: Option<&Node>, mixed: bool) {
        match node {
            Node::Bind(value) => self.bind(Writer::align(value, first.and_then(Node::kind))),
            _ if mixed => self.one_form(node, Level::Or),
            _ => self.expression(node, Level::Or),
        }
    }

    /// `json_object('name', value, ..)`; the names are bound.
    fn json_object(&mut self, names: &[String], values: &[&Node]) {
        self.raw(self.grammar.json_object());
        self.raw("(");
        for (at, (name, value)) in names.iter().zip(values).enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            self.bind(Value::Text(name.clone()));
            self.raw(", ");
            match value {
                Node::Call(call) if matches!(call.function, Function::JsonObject(_)) => {
                    self.expression(value, Level::Or);
                }
                value => match value.kind() {
                    Some(Kind::Wrapped(of)) => {
                        let read = Function::Read(of);
                        let read = Call::node(read, vec![(*value).clone()], of.kind);
                        self.grammar.json_value(self, &read);
                    }
                    _ => self.grammar.json_value(self, value),
                },
            }
        }
        self.raw(")");
    }

    pub(super) fn declared(&mut self, function: &FunctionMeta, arguments: &[&Node]) {
        let Some((schema, name)) = function.sql(self.dialect()) else {
            return self.unsupported(function.name);
        };
        self.grammar.function_name(self, schema, name);
        self.raw("(");
        self.list(arguments, |writer, argument| {
            writer.expression(argument, Level::Or);
        });
        self.raw(")");
    }

    /// A fragment of SQL: `{}` is the next argument, `{{` and `}}` are braces.
    pub(super) fn fragment(&mut self, of: &str, sql: &'static str, arguments: &[&Node]) {
        let mut left = arguments.iter();
        let mut rest = sql;
        while let Some(at) = rest.find(['{', '}']) {
            self.raw(&rest[..at]);
            let place = &rest[at..];
            rest = &place[place.len().min(2)..];
            match (place.get(..2), left.len()) {
                (Some("{{"), _) => self.raw("{"),
                (Some("}}"), _) => self.raw("}"),
                (Some("{}"), 1..) => {
                    if let Some(argument) = left.next() {
                        self.expression(argument, Level::Atom);
                    }
                }
                _ => return self.fail(misfit(of, sql, arguments.len())),
            }
        }
        self.raw(rest);
        if left.len() > 0 {
            self.fail(misfit(of, sql, arguments.len()));
        }
    }

    fn check_shift(&mut self, function: BitFn, arguments: &[&Node]) {
        let shifts = matches!(function, BitFn::ShiftLeft | BitFn::ShiftRight);
        if let (true, Some(Node::Bind(Value::I32(64..)))) = (shifts, arguments.get(1)) {
            self.fail(Error::Invalid(
                "a number of 64 bits can be shifted by 63 bits at most".into(),
            ));
        }
    }
}

fn misfit(of: &str, sql: &str, arguments: usize) -> Error {
    Error::Invalid(format!(
        "{of}({sql:?}, ..) has {arguments} argument(s); each needs one `{{}}` in the text, and \
         braces are written `{{{{` and `}}}}`"
    ))
}

impl Call {
    pub(super) fn level(&self) -> Level {
        match self.function {
            // Nobody knows what is in it.
            Function::Raw(_) | Function::Own(_) => Level::Or,
            _ if self.is_condition() => Level::Compare,
            _ => Level::Atom,
        }
    }
}

/// Whether numbers of this kind have no fraction.
pub(crate) fn is_whole(kind: Option<Kind>) -> bool {
    matches!(
        kind,
        Some(Kind::Bool | Kind::I16 | Kind::I32 | Kind::I64 | Kind::U64)
    )
}

/// What has no form in JSON that all engines agree on.
pub(crate) const FORMLESS: &str = "bytes and spans in JSON; say what they become with `raw_expr`";

/// A path into JSON as SQLite and MySQL write it: `$."key"[0]`.
pub(crate) fn json_path(steps: &[Step]) -> Node {
    let mut out = "$".to_owned();
    for step in steps {
        match step {
            Step::Key(key) => {
                out.push('.');
                // A quoted key is written as a JSON string.
                out += &serde_json::Value::from(key.as_str()).to_string();
            }
            Step::Index(index) => out += &format!("[{index}]"),
        }
    }
    Node::Bind(Value::Text(out))
}
