//! What the evaluator found, for people and for machines.
//!
//! | file | what it makes |
//! |---|---|
//! | `period` | the report of a period as text |
//! | `format` | the same as JSON |
//! | `outcome` | the outcome of scenarios as text |
//! | `junit` | the same as JUnit XML |

pub mod format;
pub mod junit;
pub mod outcome;
pub mod period;
