//! Backends: what a model is turned into.

pub mod text;
