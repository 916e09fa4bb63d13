//! Backends: what is made of the model. Pure functions of it; each folder is one, and none knows another.

pub mod report;
pub mod rules;
pub mod text;
