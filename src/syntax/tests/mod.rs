//! What the front end reads, and what it says about what it cannot read.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests may")]

mod blocks;
mod constructs;
mod hostile;
mod refusals;
mod shipped;
mod support;
mod typos;
mod words;
