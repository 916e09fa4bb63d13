//! Source texts and positions in them.
//!
//! A [`Span`] is twelve bytes and says only where; lines and columns are computed when a finding is shown.

use std::ops::Range;
use std::sync::Arc;

/// Identifies one source text within a [`SourceMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes `[start, end)` of one source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source that the range lies in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `[start, end)` of `file`.
    #[must_use]
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end: end.max(start) }
    }

    /// The smallest span that covers both; `other` is ignored when it lies in another file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file == other.file {
            Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
        } else {
            self
        }
    }

    /// Whether `other` lies within this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The bytes as a range of `usize`.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A position for people: both numbers start at 1, the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One source text with an index of its lines.
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Vec<u32>,
    /// Characters before each block of bytes, so that a column in a line of any length is found at once.
    characters: Vec<u32>,
}

/// Bytes of a block.
const BLOCK: usize = 1024;

fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count() as u32
}

impl SourceFile {
    /// A source called `name` (a path as the user gave it, `-`, or `std/…`). At most `u32::MAX` bytes: the loader sees to it.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(text.match_indices('\n').map(|(i, _)| i as u32 + 1));
        let mut total = 0;
        let before = |block: &[u8]| {
            let before = total;
            total += characters(block);
            before
        };
        let mut starts: Vec<u32> = text.as_bytes().chunks(BLOCK).map(before).collect();
        starts.push(total);
        Self { name: name.into(), text, line_starts, characters: starts }
    }

    /// The name shown in findings.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    #[must_use]
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Offsets at which lines begin, in order; the first is 0.
    #[must_use]
    pub fn line_starts(&self) -> &[u32] {
        &self.line_starts
    }

    /// The text under `span`, or the empty string where the span does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.text.len() as u32);
        let line = self.line_number(offset);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        LineColumn { line, column: column as usize }
    }

    /// The line of a byte offset, from 1.
    #[must_use]
    pub fn line_number(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&start| start <= offset)
    }

    fn characters_before(&self, offset: u32) -> u32 {
        let block = offset as usize / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..offset as usize).unwrap_or_default();
        self.characters.get(block).copied().unwrap_or(0) + characters(rest)
    }

    /// The text of a line, counted from 1, without its end.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        let start = self.line_starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&s| s as usize);
        let end = self.line_starts.get(line).map_or(self.text.len(), |&s| s as usize);
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }
}

/// Every source text of one run.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a source and gives its identity.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// The source with this identity.
    ///
    /// # Panics
    /// When the identity comes from another map, which is a bug of the caller.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "identities are only handed out by `add`")]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The source with this identity; none where the identity comes from another map.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All sources, in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// The text under `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).slice(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let f = SourceFile::new("a", "é1\n  x");
        assert_eq!(f.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(f.line_column(2), LineColumn { line: 1, column: 2 });
        assert_eq!(f.line_column(6), LineColumn { line: 2, column: 3 });
        assert_eq!(f.line_column(999), LineColumn { line: 2, column: 4 });
        assert_eq!(f.line(2), "  x");
    }

    #[test]
    fn columns_of_a_long_line_count_characters_too() {
        let f = SourceFile::new("a", format!("é\n{}", "é".repeat(2000)));
        for before in [0, 510, 511, 512, 1023, 2000] {
            assert_eq!(f.line_column(3 + 2 * before).column, before as usize + 1);
        }
    }

    #[test]
    fn a_position_inside_a_character_is_not_a_panic() {
        let f = SourceFile::new("a", "é");
        assert_eq!(f.line_column(1).line, 1);
        assert_eq!(f.slice(Span::new(FileId(0), 1, 2)), "");
    }
}
