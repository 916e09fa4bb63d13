//! Backends: what is made of the model. Pure functions of it; each folder is one, and none knows another, but for `amendment`, which
//! cites the sentences of `text`.

pub mod amendment;
pub mod report;
pub mod rules;
pub mod text;
