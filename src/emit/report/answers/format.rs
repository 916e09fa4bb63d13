//! The published format of `slac ask --format json`. Its JSON Schema is `schema/answer.schema.json`.

use super::exposure::conduct;
use super::human::asked;
use crate::answers::counts::{self, Counts};
use crate::answers::exposure::{Exposure, Year};
use crate::answers::targets::Target;
use crate::answers::who::Who;
use crate::base::{Language, Name};
use crate::emit::report::format::Report;
use crate::emit::report::moments;
use crate::evaluate::World;
use crate::evaluate::due::Reach;
use crate::evaluate::words::Words;
use crate::model::{HasTerm, Id, Model, Quantity, Service};
use crate::time::{Instant, Stretch};
use schemars::JsonSchema;
use serde::Serialize;

/// Version of the format.
const VERSION: &str = "1";

/// What a contract answers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    /// Version of this format.
    pub version: String,
    /// The contract.
    pub contract: Name,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// What was asked, with the answer.
    #[serde(flatten)]
    pub question: Question,
}

/// A question with its answer.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "question", rename_all = "kebab-case")]
pub enum Question {
    /// Who answers for an activity?
    Who {
        /// When, RFC 3339; absent where no instant was asked about.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<String>,
        /// The activities with that name.
        activities: Vec<Activity>,
    },
    /// What is a service held to?
    Targets {
        /// The service.
        service: Name,
        /// When, RFC 3339.
        at: String,
        /// The commitments.
        commitments: Vec<Held>,
    },
    /// Does an instant count?
    Counts {
        /// The service.
        service: Name,
        /// The instant, RFC 3339.
        at: String,
        /// The commitments.
        commitments: Vec<Counted>,
    },
    /// What does a month cost?
    Cost {
        /// What it comes to, as in the format `report`.
        report: Box<Report>,
    },
    /// What is the most that can be owed in a year?
    Exposure {
        /// One for each settlement.
        settlements: Vec<Settled>,
    },
}

/// Who answers for an activity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Activity {
    /// The activity.
    pub id: Name,
    /// Whether it is in force then.
    pub in_force: bool,
    /// Those who have a part in it.
    pub parts: Vec<Part>,
}

/// The part of a party or role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Part {
    /// Letters of `R`, `A`, `C`, `I`.
    pub letters: String,
    /// The party or role.
    pub who: Name,
    /// The party, of a role the one that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Name>,
    /// From when on it can be reached, RFC 3339: the instant itself, or a later one; absent where none was asked about, and where it
    /// never can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<String>,
}

/// A commitment that a service is held to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Held {
    /// The commitment.
    pub id: Name,
    /// The indicator.
    pub indicator: Name,
    /// What it asks, in words; absent where nothing is promised, on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<String>,
    /// The limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Quantity>,
    /// The exception that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<Name>,
    /// The period that the instant belongs to, RFC 3339, the end outside; absent where each case is judged by itself, and where windows
    /// slide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<[String; 2]>,
    /// Who measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_by: Option<Name>,
}

/// Whether an instant counts for a commitment.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Counted {
    /// The commitment.
    pub id: Name,
    /// `yes`, `unless` what is excluded, `no`, or `unagreed`.
    pub counts: &'static str,
    /// The calendar that it counts on, as an expression of names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// The exclusions that may take it out, or do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<Name>,
    /// The next instant that counts, RFC 3339, where it lies outside of the calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The most that can be owed by a settlement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Settled {
    /// The settlement.
    pub id: Name,
    /// Figures that someone states and nothing was said of, without which nothing can be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<Name>,
    /// Each year of the contract.
    pub years: Vec<Exposed>,
    /// The worst twelve months in a row, where they are worse than each year of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub straddling: Option<Exposed>,
}

/// The most that can be owed in some months.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Exposed {
    /// From when until when, RFC 3339, the end outside.
    pub during: [String; 2],
    /// Whether `bound` is reached.
    pub exact: bool,
    /// What nobody can exceed; absent where nothing bounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Quantity>,
    /// The penalties that nothing bounds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unbounded: Vec<Name>,
    /// What the conduct comes to.
    pub reached: Quantity,
    /// The conduct, in words.
    pub conduct: Vec<String>,
}

impl Answer {
    /// An answer of a contract.
    #[must_use]
    pub fn new(model: &Model, question: Question) -> Self {
        let (contract, tzdata) = (model.contract.term.id.clone(), model.contract.tzdata.clone());
        Self { version: VERSION.to_owned(), contract, tzdata, question }
    }
}

fn stretch(words: &Words, stretch: Stretch) -> [String; 2] {
    [words.exact(stretch.start), words.exact(stretch.end)]
}

impl Question {
    /// Who answers for some activities.
    #[must_use]
    pub fn who(words: &Words, answers: &[Who<'_>], at: Option<Instant>) -> Self {
        let part = |part: &crate::answers::who::Part<'_>| Part {
            letters: part.letters.to_owned(),
            who: part.actor.name().clone(),
            party: part.party.map(|party| party.name().clone()),
            reached: match part.reach {
                Some(Reach::Then) => at.map(|at| words.exact(at)),
                Some(Reach::From(from)) => Some(words.exact(from)),
                Some(Reach::Never) | None => None,
            },
        };
        let activity = |who: &Who<'_>| Activity {
            id: who.activity.id().name().clone(),
            in_force: who.in_force,
            parts: who.parts.iter().map(part).collect(),
        };
        Self::Who { at: at.map(|at| words.exact(at)), activities: answers.iter().map(activity).collect() }
    }

    /// What a service is held to.
    #[must_use]
    pub fn targets(words: &Words, service: &Id<Service>, at: Instant, targets: &[Target<'_>]) -> Self {
        let held = |target: &Target<'_>| Held {
            id: target.commitment.term.id.clone(),
            indicator: target.commitment.indicator.name().clone(),
            asks: target.asks.as_ref().map(|asks| asked(asks, words)),
            limit: target.asks.as_ref().and_then(|asks| asks.limit.as_ref()).map(|limit| limit.quantity()),
            exception: target.asks.as_ref().and_then(|asks| asks.exception.clone()),
            period: target.period.map(|period| stretch(words, period.within)),
            measured_by: target.commitment.measurer.as_ref().map(|by| by.name().clone()),
        };
        Self::Targets {
            service: service.name().clone(),
            at: words.exact(at),
            commitments: targets.iter().map(held).collect(),
        }
    }

    /// Whether an instant counts.
    #[must_use]
    pub fn counts(words: &Words, service: &Id<Service>, at: Instant, answers: &[Counts<'_>]) -> Self {
        let counted = |one: &Counts<'_>| {
            let names = |all: &[&crate::model::Exclusion]| all.iter().map(|one| one.term.id.clone()).collect();
            let (counts, exclusions, next) = match &one.answer {
                counts::Answer::Counts => ("yes", Vec::new(), None),
                counts::Answer::Unless(may) => ("unless", names(may), None),
                counts::Answer::TakenOut(by) => ("no", names(by), None),
                counts::Answer::Outside(next) => ("no", Vec::new(), *next),
                counts::Answer::Unagreed => ("unagreed", Vec::new(), None),
            };
            let calendar = one.commitment.calendar.as_ref().map(moments::calendar);
            let next = next.map(|next| words.exact(next));
            Counted { id: one.commitment.term.id.clone(), counts, calendar, exclusions, next }
        };
        Self::Counts {
            service: service.name().clone(),
            at: words.exact(at),
            commitments: answers.iter().map(counted).collect(),
        }
    }

    /// The most that can be owed.
    #[must_use]
    pub fn exposure(world: &World<'_>, exposures: &[Exposure]) -> Self {
        let words = Words::of(world.model, Language::English);
        let exposed = |year: &Year| Exposed {
            during: stretch(&words, year.during),
            exact: year.is_exact(),
            bound: year.bound.as_ref().map(|bound| bound.quantity()),
            unbounded: year.unbounded.clone(),
            reached: year.reached.quantity(),
            conduct: conduct(&year.conduct, &words),
        };
        let settled = |exposure: &Exposure| Settled {
            id: exposure.settlement.name().clone(),
            unknown: exposure.unknown.clone(),
            years: exposure.years.iter().map(exposed).collect(),
            straddling: exposure.straddling.as_ref().map(exposed),
        };
        Self::Exposure { settlements: exposures.iter().map(settled).collect() }
    }
}
