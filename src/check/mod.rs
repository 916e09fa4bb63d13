//! The checks: everything that can be wrong with a contract that reads well.
//!
//! A rule is a row of data: a name, a family, the subjects that it looks at, the question that it puts to a kernel, and
//! the words of its finding. No rule has an algorithm of its own. The algorithms are the few exact [`kernel`]s, pure
//! functions over plain data that know nothing of contracts; a rule that seems to need a new algorithm is a sign that
//! a kernel is missing, or that the language can say too much.

pub mod kernel;
