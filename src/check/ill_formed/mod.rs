//! Rules about sentences that mean nothing.

pub mod inverted_bracket;
