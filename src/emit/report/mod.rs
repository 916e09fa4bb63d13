//! What the evaluator found, for people and for machines.
//!
//! | file | what it makes |
//! |---|---|
//! | `outcome` | the outcome of scenarios as text |
//! | `junit` | the same as JUnit XML |

pub mod junit;
pub mod outcome;
