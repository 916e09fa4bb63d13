//! Civil time: days, holidays by rule, weekly hours, zones, and how they are printed.
//!
//! All that is true without a contract. Rules are local time: a rule becomes instants only through a zone.
//!
//! | file | what it holds |
//! |---|---|
//! | `civil`, `weekly`, `date_rule` | weekdays and months, hours of days, holidays by rule |
//! | `zone`, `local` | zones by name; what their clocks read, and when |
//! | `compile` | days and hours of a zone become instants |
//! | `instants` | sets of instants, and counting on them |
//! | `span`, `cycle` | delays in days and months; periods one after another |
//! | `print` | dates and times as people read them |

pub mod civil;
pub mod compile;
pub mod cycle;
pub mod date_rule;
pub mod instants;
pub mod local;
pub mod print;
pub mod span;
pub mod weekly;
pub mod zone;

pub use civil::{Month, Ordinal, Weekday};
pub use compile::compile;
pub use cycle::{Cycle, Length, Period};
pub use date_rule::{DateRule, Holiday, Observance, Occurrence, Shift};
pub use instants::{Instant, Instants, Stretch, WorstSpan};
pub use span::{CivilSpan, ClosedDay, DelayRule, Direction};
pub use weekly::{Days, Hours, Recurrence};
