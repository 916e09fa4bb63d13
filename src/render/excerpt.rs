//! The few lines of a source that a finding shows, made fit for a terminal.
//!
//! Lines are found by index and long ones are clipped around the labels, so that showing a finding costs the same in a
//! file of any size. Characters that would steer the terminal or reorder the text are replaced.

use crate::base::{SourceFile, Span, visible};
use std::collections::BTreeSet;
use std::ops::Range;

/// A span over more lines than this is shown by its first line only.
const MOST_LINES: usize = 6;

/// Characters kept on each side of a label in a clipped line.
const MARGIN: usize = 20;

/// Lines of a source with the spans to underline, both in offsets of [`Excerpt::text`].
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The lines, each ended by a blank (the place for what ends at the end of a line) and a newline.
    pub(super) text: String,
    /// Where each line of `text` is.
    pub(super) lines: Vec<Line>,
    /// The spans asked for, in their order.
    pub(super) spans: Vec<Range<usize>>,
}

/// A line of an excerpt.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number in the source, from 1.
    pub(super) number: usize,
    /// Where it lies in the text of the excerpt, without its newline.
    pub(super) range: Range<usize>,
    /// Offsets in the source and in the excerpt of each character shown, and of the end of each piece.
    places: Vec<(usize, usize)>,
}

/// The lines of `file` around `spans`, with one line of context on each side; lines longer than `width` are clipped.
pub(super) fn excerpt(file: &SourceFile, spans: &[Span], width: usize) -> Excerpt {
    let shown: Vec<Shown> = spans.iter().map(|&span| shown(file, span)).collect();
    let mut numbers = BTreeSet::new();
    for span in &shown {
        numbers.extend(span.first.saturating_sub(1).max(1)..=span.last);
        if has_text_after(file, span.last) {
            numbers.insert(span.last + 1);
        }
    }
    let mut text = String::new();
    let mut lines = Vec::with_capacity(numbers.len());
    for number in numbers {
        let bounds = line_bounds(file, number);
        let pieces = pieces(file.text(), &bounds, &anchors(&shown, number), width);
        lines.push(write_line(file.text(), number, &bounds, &pieces, &mut text));
    }
    let spans = shown.iter().map(|span| place(&lines, span.first, span.start)..place(&lines, span.last, span.end));
    let spans = spans.map(|range| range.start..range.end.max(range.start)).collect();
    Excerpt { text, lines, spans }
}

impl Excerpt {
    /// The offset in the source of an offset in the excerpt.
    pub(super) fn source_offset(&self, offset: usize) -> usize {
        let line = self.lines.get(self.line_index(offset));
        let before =
            |line: &Line| line.places.iter().rev().find(|(_, shown)| *shown <= offset).map(|(source, _)| *source);
        line.and_then(before).unwrap_or(0)
    }

    /// The index in `lines` of the line that an offset of the excerpt lies in.
    pub(super) fn line_index(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.range.start <= offset).saturating_sub(1)
    }
}

/// A span of the source that can be shown: on characters' bounds, within the text of its lines, not too high.
struct Shown {
    first: usize,
    last: usize,
    start: usize,
    end: usize,
}

fn shown(file: &SourceFile, span: Span) -> Shown {
    let text = file.text();
    let start = boundary_before(text, (span.start as usize).min(text.len()));
    let end = boundary_after(text, (span.end as usize).clamp(start, text.len()));
    let first = line_number(file, start);
    let last = if end > start { line_number(file, end - 1) } else { first };
    let last = if last - first < MOST_LINES { last } else { first };
    let (first_line, last_line) = (line_bounds(file, first), line_bounds(file, last));
    let start = start.min(first_line.end);
    Shown { first, last, start, end: end.clamp(last_line.start, last_line.end).max(start) }
}

fn boundary_before(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn boundary_after(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

fn line_number(file: &SourceFile, offset: usize) -> usize {
    file.line_starts().partition_point(|&start| start as usize <= offset).max(1)
}

/// Where the text of a line lies in the source, without its end.
fn line_bounds(file: &SourceFile, number: usize) -> Range<usize> {
    let start = file.line_starts().get(number - 1).map_or(file.text().len(), |&start| start as usize);
    start..start + file.line(number).len()
}

/// Whether there is a next line; the empty one after a last newline does not count.
fn has_text_after(file: &SourceFile, number: usize) -> bool {
    file.line_starts().get(number).is_some_and(|&start| (start as usize) < file.text().len())
}

/// The stretches of a line that labels begin or end in.
fn anchors(shown: &[Shown], number: usize) -> Vec<Range<usize>> {
    let mut anchors = Vec::new();
    for span in shown {
        match (span.first == number, span.last == number) {
            (true, true) => anchors.push(span.start..span.end),
            (true, false) => anchors.push(span.start..span.start),
            (false, true) => anchors.push(span.end..span.end),
            (false, false) => {}
        }
    }
    anchors.sort_by_key(|anchor| (anchor.start, anchor.end));
    anchors
}

/// The pieces of a line that are shown: the whole of a short one, else what is around the anchors, else its beginning.
fn pieces(text: &str, line: &Range<usize>, anchors: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
    if line.len() <= width || forward(text, line.start, width, line.end) == line.end {
        return vec![line.clone()];
    }
    if anchors.is_empty() {
        let beginning = line.start..forward(text, line.start, width, line.end);
        return Vec::from([beginning]);
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for anchor in anchors {
        let start = back(text, anchor.start, MARGIN, line.start);
        let end = forward(text, anchor.end, MARGIN, line.end);
        let middle = forward(text, anchor.start, width, line.end);
        // A label that is itself too long shows its two ends.
        let around = if end <= middle {
            Vec::from([Range { start, end }])
        } else {
            vec![start..forward(text, anchor.start, MARGIN, line.end), back(text, anchor.end, MARGIN, line.start)..end]
        };
        for piece in around {
            match pieces.last_mut() {
                Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
                _ => pieces.push(piece),
            }
        }
    }
    pieces
}

/// The offset `count` characters on, at most `limit`.
fn forward(text: &str, offset: usize, count: usize, limit: usize) -> usize {
    let rest = text.get(offset..limit).unwrap_or("");
    rest.char_indices().nth(count).map_or(limit, |(i, _)| offset + i)
}

/// The offset `count` characters back, at least `limit`.
fn back(text: &str, offset: usize, count: usize, limit: usize) -> usize {
    let rest = text.get(limit..offset).unwrap_or("");
    rest.char_indices().rev().nth(count.saturating_sub(1)).map_or(limit, |(i, _)| limit + i)
}

fn write_line(source: &str, number: usize, bounds: &Range<usize>, pieces: &[Range<usize>], text: &mut String) -> Line {
    let start = text.len();
    let mut places = Vec::new();
    let mut shown_to = bounds.start;
    for piece in pieces {
        if piece.start > shown_to {
            text.push('…');
        }
        for (i, character) in source.get(piece.clone()).unwrap_or("").char_indices() {
            places.push((piece.start + i, text.len()));
            text.push(visible(character));
        }
        places.push((piece.end, text.len()));
        shown_to = piece.end;
    }
    if shown_to < bounds.end {
        text.push('…');
    }
    text.push(' ');
    let range = start..text.len();
    text.push('\n');
    Line { number, range, places }
}

/// Where an offset of the source is shown on its line.
fn place(lines: &[Line], number: usize, offset: usize) -> usize {
    let Some(line) = lines.iter().find(|line| line.number == number) else { return 0 };
    let next = line.places.partition_point(|(source, _)| *source <= offset);
    line.places.get(next.saturating_sub(1)).map_or(line.range.start, |(_, shown)| *shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;

    fn shows(text: &str, spans: &[(u32, u32)], width: usize) -> (String, Vec<String>) {
        let file = SourceFile::new("a", text);
        let spans: Vec<Span> = spans.iter().map(|&(start, end)| Span { file: FileId(0), start, end }).collect();
        let excerpt = excerpt(&file, &spans, width);
        let parts = excerpt.spans.iter().map(|r| excerpt.text.get(r.clone()).unwrap_or("!").to_owned()).collect();
        (excerpt.text.replace(" \n", "\n"), parts)
    }

    #[test]
    fn a_line_has_one_line_of_context_on_each_side() {
        let (text, parts) = shows("a\nb\nccc\nd\ne\n", &[(4, 6)], 80);
        assert_eq!((text.as_str(), parts), ("b\nccc\nd\n", vec!["cc".to_owned()]));
    }

    #[test]
    fn the_ends_of_lines_are_not_part_of_them() {
        let (text, parts) = shows("ab\r\ncd\r\n", &[(1, 4), (3, 3), (8, 8)], 80);
        assert_eq!((text.as_str(), parts), ("ab\ncd\n\n", vec!["b".to_owned(), String::new(), String::new()]));
    }

    #[test]
    fn a_span_that_cuts_a_character_covers_it() {
        assert_eq!(shows("aéb", &[(2, 3)], 80).1, ["é"]);
        assert_eq!(shows("aéb", &[(1, 2)], 80).1, ["é"]);
    }

    #[test]
    fn a_high_span_shows_its_first_line() {
        let text = "abc\n".repeat(20);
        assert_eq!(shows(&text, &[(1, 70)], 80), ("abc\nabc\n".to_owned(), vec!["bc".to_owned()]));
    }

    #[test]
    fn a_long_line_is_clipped_around_its_labels() {
        let text = format!("{}KEY{}END{}", "a".repeat(500), "b".repeat(500), "c".repeat(500));
        let (shown, parts) = shows(&text, &[(500, 503), (1003, 1006)], 80);
        let expected = format!("…{0}KEY{1}…{1}END{2}…\n", "a".repeat(20), "b".repeat(20), "c".repeat(20));
        assert_eq!((shown, parts), (expected, vec!["KEY".to_owned(), "END".to_owned()]));
    }

    #[test]
    fn a_label_longer_than_the_line_shows_both_its_ends() {
        let text = format!("<{}>", "x".repeat(500));
        let (shown, parts) = shows(&text, &[(0, 502)], 80);
        assert_eq!(shown, format!("<{0}…{0}>\n", "x".repeat(19)));
        assert_eq!(parts, [shown.trim_end()]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_replaced() {
        assert_eq!(shows("\u{1b}[2J\u{202e}\t\u{85}", &[(0, 1)], 80).0, "\u{FFFD}[2J\u{FFFD}\t\u{FFFD}\n");
    }

    #[test]
    fn an_offset_of_the_excerpt_leads_back_to_the_source() {
        let text = format!("first\n{}KEY{}", "a".repeat(500), "b".repeat(500));
        let file = SourceFile::new("a", text.as_str());
        let excerpt = excerpt(&file, &[Span { file: FileId(0), start: 506, end: 509 }], 80);
        let start = excerpt.spans.first().map_or(0, |span| span.start);
        assert_eq!(excerpt.source_offset(start), 506);
    }
}
