//! What the evaluator found, for people and for machines.
//!
//! | file | what it makes |
//! |---|---|
//! | `period` | the report of a period as text |
//! | `format` | the same as JSON |
//! | `outcome` | the outcome of scenarios as text |
//! | `junit` | the same as JUnit XML |
//! | `due` | the deadlines of a case, as text and as JSON |
//! | `month` | a month of a calendar, as text and as JSON |
//! | `answers` | what a contract answers to a question, as text and as JSON |
//! | `table` | columns of text |
//! | `moments` | instants with their weekday, and delays, as short as tables want them |

pub mod answers;
pub mod due;
pub mod format;
pub mod junit;
pub mod moments;
pub mod month;
pub mod outcome;
pub mod period;
mod table;
