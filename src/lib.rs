//! `slac` compiles service contracts.
pub mod base;
pub mod check;
pub mod diagnostics;
pub mod syntax;
