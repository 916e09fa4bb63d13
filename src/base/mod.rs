//! The ground floor: sources, positions, names, and "did you mean".
//!
//! Knows nothing of the language. Everything above may use it; it uses nothing above.

pub mod language;
pub mod source;
pub mod suggest;

pub use language::Language;
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span};

/// A name as written in a source, short enough to be copied without an allocation in almost every case.
pub type Name = smol_str::SmolStr;
