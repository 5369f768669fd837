//! YAML text as a tree of nodes with their places.
//!
//! The library's own deserializer stops at the first mistake. We want all of them, so the tree
//! is built from its parser's events, and the language is read from the tree.

use std::collections::HashMap;

use serde_yaml::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};

/// No construct of the language nests deeper than nine levels.
const MAX_DEPTH: usize = 32;

/// What all aliases of a file may stand for together, in bytes.
const MAX_ALIASED: usize = 4 * 1024 * 1024;

/// A value of a YAML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    pub(crate) span: Span,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// A scalar; `plain` if it has no quotes and so may be a number, a boolean or null.
    Scalar {
        text: String,
        plain: bool,
    },
    Sequence(Vec<Node>),
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// An empty scalar, which YAML reads as null.
    fn null(span: Span) -> Self {
        Node {
            kind: NodeKind::Scalar {
                text: String::new(),
                plain: true,
            },
            span,
        }
    }

    /// How many levels it nests.
    fn height(&self) -> usize {
        match &self.kind {
            NodeKind::Scalar { .. } => 0,
            NodeKind::Sequence(items) => 1 + items.iter().map(Node::height).max().unwrap_or(0),
            NodeKind::Mapping(entries) => {
                1 + entries
                    .iter()
                    .map(|(_, value)| value.height())
                    .max()
                    .unwrap_or(0)
            }
        }
    }

    /// What the node costs in memory, roughly.
    fn weight(&self) -> usize {
        let own = size_of::<Node>();
        match &self.kind {
            NodeKind::Scalar { text, .. } => own + text.len(),
            NodeKind::Sequence(items) => own + items.iter().map(Node::weight).sum::<usize>(),
            NodeKind::Mapping(entries) => {
                own + entries
                    .iter()
                    .map(|(k, v)| k.weight() + v.weight())
                    .sum::<usize>()
            }
        }
    }
}

/// Reads the one document of a file. Syntax errors end the reading; a duplicate key does not.
pub(crate) fn parse(text: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut builder = Builder {
        file,
        text,
        open: vec![],
        anchors: HashMap::new(),
        aliased: 0,
        root: None,
        diagnostics,
    };
    for event in Parser::new_from_str(text) {
        let taken = match event {
            Ok((event, span)) => {
                let span = builder.span(span.byte_range().unwrap_or(0..0));
                builder.take(event, span)
            }
            Err(error) => Err(builder.syntax_error(&error)),
        };
        if let Err(diagnostic) = taken {
            builder.diagnostics.push(*diagnostic);
            return None;
        }
    }
    Some(
        builder
            .root
            .unwrap_or_else(|| Node::null(Span::new(file, 0..0))),
    )
}

/// A collection whose end was not seen yet.
struct Open {
    span: Span,
    anchor: usize,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<(Node, Node)>,
        key: Option<Node>,
    },
}

struct Anchored {
    node: Node,
    weight: usize,
    height: usize,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    aliased: usize,
    root: Option<Node>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

type Taken<T = ()> = Result<T, Box<Diagnostic>>;

fn refuse<T>(diagnostic: Diagnostic) -> Taken<T> {
    Err(Box::new(diagnostic))
}

fn too_deep(span: Span) -> Diagnostic {
    let message = format!("nested deeper than {MAX_DEPTH} levels");
    let help = "nothing in a schema nests that deep: check the brackets and the indents";
    Diagnostic::error("too-deep", span, message).help(help)
}

impl Builder<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Taken {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let kind = NodeKind::Scalar {
                    text: text.into_owned(),
                    plain,
                };
                self.finish(Node { kind, span }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.start(span, anchor, Items::Sequence(vec![])),
            Event::MappingStart(_, anchor, _) => self.start(
                span,
                anchor,
                Items::Mapping {
                    entries: vec![],
                    key: None,
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => {
                let node = self.alias(anchor, span)?;
                self.finish(node, 0)
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                let message = "a schema file holds one YAML document";
                let help = "put what follows `---` into a file of its own";
                refuse(Diagnostic::error("many-documents", span, message).help(help))
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, span: Span, anchor: usize, items: Items) -> Taken {
        if self.open.len() >= MAX_DEPTH {
            return refuse(too_deep(span));
        }
        self.open.push(Open {
            span,
            anchor,
            items,
        });
        Ok(())
    }

    fn end(&mut self, end: Span) -> Taken {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let (last, kind) = match open.items {
            Items::Sequence(items) => (items.last().map(|n| n.span), NodeKind::Sequence(items)),
            Items::Mapping { mut entries, .. } => {
                drop_duplicates(&mut entries, self.diagnostics);
                (
                    entries.last().map(|(_, v)| v.span),
                    NodeKind::Mapping(entries),
                )
            }
        };
        // A block ends only where the next one starts: its own end is its last value's. Flow
        // collections end with a bracket.
        let bracket = self.text.as_bytes().get(end.end.wrapping_sub(1) as usize);
        let is_flow = end.end > end.start && matches!(bracket, Some(b'}' | b']'));
        let start = open.span.start;
        let end = if is_flow {
            end.end
        } else {
            last.map_or(start, |s| s.end)
        };
        let span = Span {
            file: self.file,
            start,
            end: end.max(start),
        };
        self.finish(Node { kind, span }, open.anchor)
    }

    fn finish(&mut self, node: Node, anchor: usize) -> Taken {
        if anchor != 0 {
            let (weight, height) = (node.weight(), node.height());
            self.anchors.insert(
                anchor,
                Anchored {
                    node: node.clone(),
                    weight,
                    height,
                },
            );
        }
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(node),
            Some(Items::Sequence(items)) => items.push(node),
            Some(Items::Mapping { entries, key }) => match key.take() {
                None => *key = Some(node),
                Some(key) => {
                    let NodeKind::Scalar { text, .. } = &key.kind else {
                        let message = "a key of a mapping is a plain name";
                        return refuse(
                            Diagnostic::error("complex-key", key.span, message)
                                .help("write a name without brackets"),
                        );
                    };
                    if text == "<<" {
                        let message = "merge keys (`<<`) are not part of the schema language";
                        let help = "use `mixins` for shared columns and `types` for shared types";
                        let merge = Diagnostic::error("merge-key", key.span, message).help(help);
                        self.diagnostics.push(merge);
                    } else {
                        entries.push((key, node));
                    }
                }
            },
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Taken<Node> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            let message = "this alias stands inside of what it names";
            return refuse(
                Diagnostic::error("alias-in-itself", span, message)
                    .help("write what is meant at its place"),
            );
        };
        self.aliased += anchored.weight;
        if self.aliased > MAX_ALIASED {
            let message = "the aliases of this file stand for too much";
            let help = "use `mixins` for shared columns and `types` for shared types";
            return refuse(Diagnostic::error("too-many-aliases", span, message).help(help));
        }
        if self.open.len() + anchored.height > MAX_DEPTH {
            return refuse(too_deep(span));
        }
        Ok(Node {
            kind: anchored.node.kind.clone(),
            span,
        })
    }

    fn syntax_error(&self, error: &ScanError) -> Box<Diagnostic> {
        let at = error.marker().byte_offset().unwrap_or(self.text.len());
        let mut at = at.min(self.text.len());
        let line_start = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        let line = &self.text[line_start..];
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line[..indent].find('\t');
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            return Box::new(too_deep(self.span(at..at)));
        }
        let (message, help) = if matches!(error.kind(), ErrorKind::UnknownAnchor) {
            let help = "an anchor is written before it is used: `&name value`, then `*name`";
            ("this alias names no anchor".to_owned(), help)
        } else if let Some(tab) = tab {
            at = line_start + tab;
            (
                "a tab where YAML wants blanks".to_owned(),
                "indent with blanks, two for each level",
            )
        } else {
            let help = "check the indents, the brackets and the quotes up to here";
            (format!("this is not valid YAML: {}", error.info()), help)
        };
        let width = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Box::new(Diagnostic::error("yaml-syntax", self.span(at..at + width), message).help(help))
    }
}

/// Duplicate keys of a mapping: the second one is the mistake.
fn drop_duplicates(entries: &mut Vec<(Node, Node)>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, Span> = HashMap::new();
    entries.retain(|(key, _)| {
        let NodeKind::Scalar { text, .. } = &key.kind else {
            return true;
        };
        let Some(earlier) = first.get(text) else {
            first.insert(text.clone(), key.span);
            return true;
        };
        let message = format!("`{text}` is written twice");
        let twice = Diagnostic::error("duplicate-key", key.span, message)
            .related(*earlier, "first here")
            .help("keep one of the two");
        diagnostics.push(twice);
        false
    });
}
