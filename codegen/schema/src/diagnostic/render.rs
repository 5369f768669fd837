//! Diagnostics as text, drawn like rustc's.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{FileId, Sources};

/// The diagnostics as one text, each with its source line underlined.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        text.push_str(&renderer.render(&[group(diagnostic, sources)]));
        text.push_str("\n\n");
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    // One snippet per file: the file of the primary label first.
    let mut files: Vec<FileId> = vec![diagnostic.primary.span.file];
    for label in &diagnostic.related {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    for file in files {
        group = group.element(snippet(diagnostic, file, sources));
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    file: FileId,
    sources: &'a Sources,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.file(file);
    let path = source.path.to_string_lossy();
    let mut snippet = Snippet::source(source.text.as_str()).path(path).fold(true);
    let labels = std::iter::once((AnnotationKind::Primary, &diagnostic.primary)).chain(
        diagnostic
            .related
            .iter()
            .map(|label| (AnnotationKind::Context, label)),
    );
    for (kind, label) in labels.filter(|(_, label)| label.span.file == file) {
        snippet = snippet.annotation(annotation(kind, label, &source.text));
    }
    snippet
}

fn annotation<'a>(
    kind: AnnotationKind,
    label: &'a Label,
    text: &str,
) -> annotate_snippets::Annotation<'a> {
    let annotation = kind.span(shown(label, text));
    if label.text.is_empty() {
        annotation
    } else {
        annotation.label(label.text.as_str())
    }
}

/// The label's range, held inside the text, on character boundaries and on its first line: a
/// place of many lines is shown by where it starts.
fn shown(label: &Label, text: &str) -> Range<usize> {
    let boundary = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (boundary(label.span.start), boundary(label.span.end));
    let line = text[start..end.max(start)]
        .split('\n')
        .next()
        .unwrap_or_default();
    start..start + line.trim_end().len()
}
