//! `slac` compiles service contracts.
pub mod base;
pub mod check;
pub mod diagnostics;
pub mod quantity;
pub mod syntax;
pub mod time;
