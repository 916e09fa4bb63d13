//! What a contract means on evidence: deadlines, attained values, verdicts, amounts, each with its derivation.
//!
//! It reads the normal form and evidence, and nothing else.
//!
//! | file | the question that it answers |
//! |---|---|
//! | `calendars` | which instants are in this calendar? |
//! | `evidence` | what happened, and can it be true? |
//! | `world` | which services are held to this commitment, and in which periods is it judged? |
//! | `instances` | which instances of a service are judged, each by itself? |
//! | `events` | when does this event happen, and when is a delay from it over? |
//! | `suspension` | what does an exclusion take out of account? |
//! | `clock` | what has the clock of this case counted, and when is it due? |
//! | `cases` | which cases of a period are on time? |
//! | `expr`, `figures`, `aggregate`, `gaps`, `shares`, `states`, `units` | what is this expression worth? |
//! | `judge` | what was attained, and is it what was promised? |
//! | `breaches` | when is a commitment breached, and which duties follow? |
//! | `amounts`, `settle` | what is owed? |
//! | `could` | what could be owed, whatever else is the case? |
//! | `known` | what hangs on causes, and on periods that are not over? |
//! | `open` | what is still open, and how may it go on? |
//! | `tasks` | when is a duty due each time, and when was it done? |
//! | `report` | what does a period come to? |
//! | `due` | what does a case have to meet, and who is called and told, when? |
//! | `functions` | when is this due, whenever its event happens? |
//! | `targets` | which targets does a commitment ever have? |
//! | `limits` | which values meet a bound, and how do two quantities stand to each other? |
//! | `month` | which hours and holidays does a calendar have in a month? |
//! | `derivation` | how did a figure come about? |
//! | `words` | how is that said to people? |
//! | `examples` | which cases and amounts show what the clauses come to? |
//! | `names` | which records and fields of the library are known by name? |
//! | `rules` | what can be wrong with evidence and with worked examples? |
//! | `scenario` | does a worked example come out as it is written? |

mod aggregate;
pub mod amounts;
pub mod before;
pub mod breaches;
mod calendars;
pub mod cases;
pub mod clock;
mod could;
mod decided;
pub mod derivation;
pub mod due;
mod each;
mod events;
pub mod evidence;
pub mod examples;
mod expr;
mod extremes;
mod figures;
pub mod functions;
mod gaps;
pub mod instances;
pub mod judge;
mod known;
pub mod limits;
pub mod month;
pub mod names;
mod open;
pub mod reads;
pub mod report;
pub mod rules;
pub mod scenario;
pub mod settle;
mod several;
mod shares;
mod states;
pub mod suspension;
pub mod targets;
mod tasks;
mod units;
mod value;
pub mod words;
pub mod world;

pub use calendars::{Calendars, TAIL_YEARS, prevails};
pub use decided::fitting_rows;
pub use evidence::Evidence;
pub use expr::Env;
pub use judge::{Judged, Verdict};
pub use scenario::run;
pub use value::{Number, Value};
pub use world::{Given, Span, World};
