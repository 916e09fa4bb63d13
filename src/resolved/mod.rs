//! Placeholder.
pub mod loader;
