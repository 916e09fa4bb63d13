//! `slac` compiles service contracts.
pub mod base;
pub mod check;
pub mod diagnostics;
pub mod language;
pub mod model;
pub mod quantity;
pub mod resolved;
pub mod render;
pub mod syntax;
pub mod time;
