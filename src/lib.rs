#![doc = include_str!("../ARCHITECTURE.md")]

pub mod base;
pub mod check;
pub mod cli;
pub mod compare;
pub mod diagnostics;
pub mod driver;
pub mod emit;
pub mod evaluate;
pub mod kernel;
pub mod language;
pub mod model;
pub mod quantity;
pub mod render;
pub mod resolved;
pub mod syntax;
pub mod time;
