//! The text of contracts, from the examples.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

mod changes;
mod covers;
mod injection;
mod snapshot;
mod support;
mod wording;
mod worked;
