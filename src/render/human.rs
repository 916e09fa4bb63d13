//! Findings with the lines of their sources, for people. The only file that names `miette`.
//!
//! Only the drawing of source lines is `miette`'s. It is given [`Excerpt`]s and not whole sources: on its own it would
//! scan each source from the beginning for each label.

use super::excerpt::{Excerpt, excerpt};
use super::{Options, paragraphs, places, summary};
use crate::base::{FileId, SourceFile, SourceMap, Span, visible};
use crate::diagnostics::{Finding, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode};
use miette::{SourceSpan, SpanContents};
use std::fmt;

/// Below this many columns nothing can be read.
const LEAST_WIDTH: usize = 40;

/// What the line numbers and the frame take.
const FRAME: usize = 10;

/// A finding with more labels than this shows the first ones and counts the others; machines get them all.
const MOST_LABELS: usize = 40;

/// Every finding, then one line with their number.
pub(super) fn render(findings: &[Finding], sources: &SourceMap, options: &Options) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let width = options.width.max(LEAST_WIDTH);
    let theme = if options.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_context_lines(1);
    let mut out = String::new();
    for finding in findings {
        header(&mut out, finding, options.color);
        for view in views(finding, sources, width) {
            out.push_str(&drawing(&handler, &view));
        }
        if let Some(more @ 1..) = finding.labels.len().checked_sub(MOST_LABELS) {
            paragraph(&mut out, "also", &format!("{more} more places"), width, options.color);
        }
        for (word, text) in paragraphs(finding) {
            paragraph(&mut out, word, text, width, options.color);
        }
        let rule = finding.rule.name;
        paragraph(&mut out, "for more", &format!("slac explain {rule}"), width, options.color);
        out.push('\n');
    }
    out + &summary(findings) + "\n"
}

/// `family[rule-name]: message`
fn header(out: &mut String, finding: &Finding, color: bool) {
    let name = format!("{}[{}]", finding.family().name(), finding.rule.name);
    let style = match finding.severity() {
        Severity::Error => "31;1",
        Severity::Warning => "33;1",
    };
    out.push_str(&styled(&name, style, color));
    out.push_str(&styled(&format!(": {}\n", one_line(&finding.message)), "1", color));
}

/// `  word: text`, wrapped at blanks with the lines that follow under the text. Blanks that must not break do not.
fn paragraph(out: &mut String, word: &str, text: &str, width: usize, color: bool) {
    out.push_str("  ");
    out.push_str(&styled(&format!("{word}:"), "36;1", color));
    let indent = word.len() + 3;
    for (i, line) in text.lines().enumerate() {
        if i > 0 {
            out.push_str(&format!("\n{:indent$}", ""));
        }
        let mut column = indent;
        for word in line.split(' ') {
            let word = one_line(word);
            let length = word.chars().count();
            if column > indent && column + 1 + length > width {
                out.push_str(&format!("\n{:indent$}", ""));
                column = indent;
            }
            out.push(' ');
            out.push_str(&word);
            column += 1 + length;
        }
    }
    out.push('\n');
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c == '\t' || c == '\n' { ' ' } else { visible(c) }).collect()
}

fn styled(text: &str, style: &str, color: bool) -> String {
    if color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// What one source has to show of a finding.
#[derive(Debug)]
struct View<'a> {
    file: &'a SourceFile,
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

/// One view a source, that of the primary label first.
fn views<'a>(finding: &'a Finding, sources: &'a SourceMap, width: usize) -> Vec<View<'a>> {
    let places: Vec<(&SourceFile, Span, &str)> = places(finding, sources).take(MOST_LABELS).collect();
    let mut files: Vec<FileId> = Vec::new();
    for (_, span, _) in &places {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    let view = |id: FileId| {
        let here: Vec<_> = places.iter().filter(|(_, span, _)| span.file == id).collect();
        let (file, ..) = here.first()?;
        let spans: Vec<Span> = here.iter().map(|(_, span, _)| *span).collect();
        let excerpt = excerpt(file, &spans, width.saturating_sub(FRAME));
        let label = |(i, (range, text)): (usize, (&std::ops::Range<usize>, &str))| {
            let text = (!text.is_empty()).then(|| text.lines().map(one_line).collect::<Vec<_>>().join("\n"));
            let span = SourceSpan::new(range.start.into(), range.len());
            if i == 0 { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
        };
        let texts = here.iter().map(|(_, _, text)| *text);
        let labels = excerpt.spans.iter().zip(texts).enumerate().map(label).collect();
        Some(View { file, excerpt, labels })
    };
    files.into_iter().filter_map(view).collect()
}

/// The lines of a view with their labels.
fn drawing(handler: &GraphicalReportHandler, view: &View<'_>) -> String {
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, view).is_err() {
        // Nothing here fails to be written or read; should it, the message stands without its lines.
        return String::new();
    }
    // The first line is that of a message, which is empty here: the header has it already.
    let lines = drawn.lines().skip(1).map(|line| line.trim_end().to_owned() + "\n");
    lines.filter(|line| line != "\n").collect()
}

impl fmt::Display for View<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for View<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let lines = &self.excerpt.lines;
        let follow = |i: usize| match (lines.get(i), lines.get(i + 1)) {
            (Some(line), Some(next)) => line.number + 1 == next.number,
            _ => false,
        };
        let mut first = self.excerpt.line_index(span.offset());
        let mut last = self.excerpt.line_index((span.offset() + span.len()).saturating_sub(1).max(span.offset()));
        // A refusal makes two frames of labels that are far apart.
        if !(first..last).all(follow) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..context_before {
            first -= usize::from(first > 0 && follow(first - 1));
        }
        for _ in 0..context_after {
            last += usize::from(follow(last));
        }
        let (Some(top), Some(bottom)) = (lines.get(first), lines.get(last)) else {
            return Err(MietteError::OutOfBounds);
        };
        // Without context the answer is the span itself and its column; with context, whole lines.
        let (start, column) = if context_before == 0 {
            let source_offset = u32::try_from(self.excerpt.source_offset(span.offset())).unwrap_or(u32::MAX);
            (span.offset(), self.file.line_column(source_offset).column - 1)
        } else {
            (top.range.start, 0)
        };
        let data = self.excerpt.text.as_bytes().get(start..bottom.range.end).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.name().to_owned(),
            data,
            SourceSpan::new(start.into(), data.len()),
            top.number - 1,
            column,
            last - first + 1,
        )))
    }
}
