//! Questions about a contract, answered from its normal form: what `slac ask` knows.
//!
//! Each answer is data with the terms that it rests on; `emit/answers` says it to people and programs. What happened is not asked
//! here (that is `evaluate`), but what the contract would say of it.
//!
//! | file | the question that it answers |
//! |---|---|
//! | `who` | who is accountable for an activity, and can they be reached then? |
//! | `targets` | what is a service held to at an instant? |
//! | `counts` | does an instant count, and for which commitments? |
//! | `cost` | what does a period cost in which something is attained? |
//! | `exposure` | what is the most that can be owed in a year, and by what conduct? |

pub mod cost;
pub mod counts;
pub mod exposure;
pub mod targets;
pub mod who;
