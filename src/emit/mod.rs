//! Backends: what is made of the model. Pure functions of it.
pub mod rules;
