//! The vocabulary as data: kinds with their fields, prepositions, closed word lists.
//!
//! The grammar knows shapes and no field name; this floor knows every name and no grammar. The reference docs, shell
//! completion, "did you mean" and the check of every field read the tables here, so they cannot disagree.

// A line is a field: the table is read, not wrapped.
#[rustfmt::skip]
pub mod kinds;
pub mod shape;
pub mod words;

pub use kinds::KINDS;
pub use shape::{Column, Field, Kind, KindId, Need, Shape, TableSpec};
