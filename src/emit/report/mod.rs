//! What the evaluator found, for people and for machines.
//!
//! | file | what it makes |
//! |---|---|
//! | `words` | figures, instants and lines of a derivation in words, in both languages |
//! | `outcome` | the outcome of scenarios as text |
//! | `junit` | the same as JUnit XML |

pub mod junit;
pub mod outcome;
pub mod words;
