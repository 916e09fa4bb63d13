//! `slac` compiles service contracts.
pub mod base;
pub mod diagnostics;
pub mod quantity;
pub mod render;
pub mod syntax;
pub mod time;
