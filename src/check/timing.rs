//! What a contract says of time, compared over all instants of its term: when cases are due, copies are made, work may be done.
//!
//! A clock is a function from the instant at which a case opens to the instant at which it is due, with nothing that stops it in
//! between: what a contract asks of a case that nothing delays. The kernel `order` compares two of them; the instant that it
//! gives is put to the evaluator before it is shown.
//!
//! | file | what it holds |
//! |---|---|
//! | here | what is found, and for whom |
//! | `uses` | claims and rights: whether they can be used in time, and whether they ever arise |
//! | `timer` | delays of the model as functions, each built once, and their distances |
//! | `stages` | the stages of one case against one another |
//! | `ladders` | the levels of an escalation against the deadlines that they serve, one another and who is there |
//! | `news` | news of a case against its deadline |
//! | `orders` | deadlines of priorities and of tiers against one another |
//! | `suppliers` | a service against those that it cannot do without |
//! | `recovery` | backup plans against the objectives that they protect |
//! | `term` | notices, periods and hours against the term |
//! | `hours` | hours that never come, and exclusions without an hour of what they suspend |
//! | `taken` | how much of the hours of a promise exclusions may take |

mod hours;
mod ladders;
mod news;
mod orders;
mod recovery;
mod stages;
mod suppliers;
mod taken;
mod term;
mod timer;
mod uses;

pub use hours::{Hours, Idle};
pub use ladders::{Absent, Crossed, TooLate, asks};
pub use news::{OffDuty, Silent};
pub use orders::Later;
pub use recovery::{Loss, Recovery, Slow};
pub use stages::{Clock, Stage};
pub use suppliers::{Behind, Rest, Uncovered, in_series};
pub use taken::Taken;
pub use term::{Early, Longer, Skipped, Term};
pub use uses::{Unread, Unused};

use super::Facts;
use crate::base::Name;
use crate::diagnostics::{Answer, Case};
use crate::evaluate::{Calendars, Evidence, World};
use crate::model::{Commitment, Id, Record, Service};
use crate::quantity::Rational;
use crate::time::Instant;

/// The share of a window beyond which an exclusion takes much of it: a tenth.
pub const MOST_EXCLUDED: (i64, i64) = (1, 10);

/// What does not fit in time.
#[derive(Default)]
pub struct Timing<'m> {
    /// Earlier stages of a case that can be due after later ones.
    pub stages: Vec<Stage<'m>>,
    /// Levels that can be called in when the deadline is over.
    pub too_late: Vec<TooLate<'m>>,
    /// Levels that can be called in before the one that comes before them.
    pub crossed: Vec<Crossed<'m>>,
    /// Levels that can be called in when nobody is there.
    pub absent: Vec<Absent<'m>>,
    /// Suppliers that may take longer than what rests on them.
    pub behind: Vec<Behind<'m>>,
    /// Promised shares of time with those of others that they rest on.
    pub rests: Vec<Rest<'m>>,
    /// Deadlines that can come after those that they should come before.
    pub later: Vec<Later<'m>>,
    /// Promised shares of time that rest on promises which count on fewer hours.
    pub uncovered: Vec<Uncovered<'m>>,
    /// Duties that are due before those who must do them are there.
    pub off_duty: Vec<OffDuty<'m>>,
    /// News that are never due before the deadline.
    pub silent: Vec<Silent<'m>>,
    /// Backup plans that do not carry what they protect.
    pub recovery: Recovery<'m>,
    /// Hours that never come, and exclusions without effect or with much of it.
    pub hours: Hours<'m>,
    /// What does not fit in the term.
    pub term: Term<'m>,
}

impl<'m> Timing<'m> {
    /// Whether the deadline of a commitment can come after that of one which it should come before.
    #[must_use]
    pub fn later(&self, strict: &Commitment, mild: &Commitment) -> Option<&Later<'m>> {
        let is = |clock: &Clock<'_>, commitment: &Commitment| clock.commitment.term.id == commitment.term.id;
        self.later.iter().find(|later| is(&later.strict, strict) && is(&later.mild, mild))
    }
}

/// Two instants that stand in the wrong order, or would, in words.
#[derive(Clone, Debug)]
pub struct Instance {
    /// When the case opens.
    pub opened: String,
    /// When the one is due that should come first.
    pub first: String,
    /// When the other one is due.
    pub second: String,
    /// Whether it is so whenever the case opens.
    pub always: bool,
    /// The change of the clocks in that time, where there is one.
    pub clocks: Option<String>,
    /// By how many seconds the one that should come first comes too late; none where it comes later than is looked at.
    pub late: Option<i64>,
    /// The three instants; none for one that is not within what is known.
    pub at: (Instant, Option<Instant>, Option<Instant>),
}

impl Instance {
    /// Why it is shown: that it is always so, or that the clocks change in the time that is shown.
    #[must_use]
    pub fn note(&self, always: &str) -> Option<String> {
        if self.always { Some(always.to_owned()) } else { self.clocks.clone() }
    }

    /// The instant at which the one is due that should come first, as an answer.
    #[must_use]
    pub fn first_answer(&self) -> Answer {
        self.at.1.map_or(Answer::Never, Answer::Instant)
    }

    /// The instant at which the other one is due, as an answer.
    #[must_use]
    pub fn second_answer(&self) -> Answer {
        self.at.2.map_or(Answer::Never, Answer::Instant)
    }

    /// A case that opens then by a field of its record.
    #[must_use]
    pub fn case(&self, case: &Case, record: &Id<Record>, event: &Name) -> Case {
        let (record, event) = (Some(record.name().clone()), Some(event.clone()));
        Case { record, event, at: Some(self.at.0), ..case.clone() }
    }
}

/// Compares what a contract says of time. Nothing is compared in one of which it is not agreed when, where and how time counts.
#[must_use]
pub fn of<'m>(facts: &Facts<'m>) -> Timing<'m> {
    let model = facts.model;
    let Some(first_day) = model.contract.from else { return Timing::default() };
    if has_blank(facts) {
        return Timing::default();
    }
    let nothing = Evidence::default();
    let calendars = Calendars::around(model, &nothing, first_day);
    let world = World::new(model, &calendars, &nothing, calendars.within().end);
    let mut timer = timer::Timer::of(&world);
    let clocks = stages::clocks(facts, &mut timer);
    let stages = stages::out_of_order(model, &clocks, &mut timer);
    let behind = suppliers::behind(facts, &clocks, &mut timer);
    let later = orders::later(facts, &clocks, &mut timer);
    let uncovered = suppliers::uncovered(facts, &timer);
    let off_duty = news::off_duty(facts, &mut timer);
    let silent = news::silent(facts, &clocks, &mut timer);
    let recovery = recovery::of(facts, &timer);
    let most = Rational::new(MOST_EXCLUDED.0, MOST_EXCLUDED.1).unwrap_or_default();
    let hours = hours::of(facts, &timer, &most);
    let rests = suppliers::rests(facts);
    let term = term::of(facts, &rests, &timer);
    Timing {
        stages,
        behind,
        later,
        uncovered,
        off_duty,
        rests,
        silent,
        recovery,
        hours,
        term,
        ..ladders::of(facts, &clocks, &mut timer)
    }
}

/// Whether the term, the zone or the rules of clocks are blanks, or from when on, or until when, a service is held to a level.
fn has_blank(facts: &Facts<'_>) -> bool {
    let blanks = facts.blanks();
    let contract = &facts.model.contract.term.id;
    let open = ["from", "until", "timezone", "clock", "delays"].into_iter().any(|field| blanks.has(contract, field));
    let held = |service: &Service| blanks.of_term(&service.term.id).iter().any(|(field, _)| field.starts_with("at"));
    open || facts.model.services.iter().any(held)
}
