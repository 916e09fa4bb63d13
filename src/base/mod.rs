//! The ground floor: sources, positions, names, and "did you mean".
//!
//! Knows nothing of the language. Everything above may use it; it uses nothing above.

pub mod language;
pub mod source;
pub mod suggest;

pub use language::Language;
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span};

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A name as written in a source, short enough to be copied without an allocation in almost every case.
pub type Name = smol_str::SmolStr;

/// The character, or U+FFFD in place of one that a terminal obeys instead of showing: controls and directions of writing.
#[must_use]
pub fn visible(character: char) -> char {
    match character {
        '\t' => '\t',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        control if control.is_control() => '\u{FFFD}',
        shown => shown,
    }
}

/// A line that is written as one, whatever stands in the names that it has from elsewhere.
#[must_use]
pub fn visible_line(line: &str) -> String {
    line.chars().map(visible).collect()
}

/// What stands in a source, with each letter and its accents as one character where Unicode has one (NFC).
///
/// `é` may be typed as one character or as `e` and an accent, and nobody sees which. What looks the same is the same
/// name, the same citation and the same label.
#[must_use]
pub fn composed(text: &str) -> Name {
    if text.is_ascii() || is_nfc(text) { Name::new(text) } else { text.nfc().collect() }
}
