//! The published format of `slac deadline --format json`. Its JSON Schema is `schema/deadline.schema.json`.

use crate::base::Name;
use crate::emit::report::moments::{self, Moments};
use crate::evaluate::due::{Answer, Reach, When, Why};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Number, Value, World};
use crate::model::{Actor, Quantity, Text};
use crate::time::{Instant, Stretch};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the format.
const VERSION: &str = "1";

/// What applies to a case, and when.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Deadlines {
    /// Version of this format.
    pub version: String,
    /// The contract.
    pub contract: Name,
    /// The zone in which instants are told.
    pub timezone: String,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// The case that was asked about.
    pub case: Case,
    /// The levels that the service is held to when the case is opened.
    pub levels: Vec<Name>,
    /// Whether the case is opened in the term of the contract. Out of it nothing applies.
    pub in_term: bool,
    /// What is promised, the earliest deadline first.
    pub commitments: Vec<Commitment>,
    /// Who is called in, the earliest first.
    pub escalation: Vec<Level>,
    /// Who is told, the earliest first.
    pub duties: Vec<Duty>,
}

/// The case that was asked about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Case {
    /// Its sort.
    pub record: Name,
    /// Its service, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Name>,
    /// The first instant that is known of it, RFC 3339.
    pub opened: String,
    /// The instant up to which it is known, RFC 3339.
    pub as_of: String,
    /// What was said of it, as words: fields and values of dimensions, instants in RFC 3339.
    pub values: BTreeMap<Name, Vec<String>>,
    /// The changes of its dimensions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// A value of a dimension from an instant on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Change {
    /// From when on, RFC 3339.
    pub at: String,
    /// The dimension.
    pub dimension: Name,
    /// Its value.
    pub value: Name,
}

/// A commitment for the case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Commitment {
    /// The commitment.
    pub id: Name,
    /// The indicator.
    pub indicator: Name,
    /// The level.
    pub level: Name,
    /// How long it may take; absent where nothing is promised, on purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Quantity>,
    /// The calendar that it counts on, as an expression of names; absent where nothing is promised, and where a target in days
    /// counts all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// When it is due.
    pub due: Due,
    /// Whether `due` is the instant before which the event must not come: the time is promised at the least.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_least: bool,
    /// The seconds counted so far.
    pub counted_seconds: i64,
    /// The seconds of the target that are left; negative where it is exceeded; absent for a target in days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_seconds: Option<String>,
    /// When it stopped, RFC 3339, where it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
    /// Whether it is on time; absent while it may still be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time: Option<bool>,
    /// What the deadline rests on.
    pub why: Reasons,
}

/// A level of an escalation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Level {
    /// The escalation.
    pub escalation: Name,
    /// The level.
    pub level: Name,
    /// When it is called in.
    pub due: Due,
    /// Who is called in.
    pub to: Person,
    /// What the instant rests on.
    pub why: Reasons,
}

/// A duty that the case gives rise to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Duty {
    /// The duty.
    pub id: Name,
    /// What people call it, by language; an empty language serves all.
    pub label: BTreeMap<Name, Name>,
    /// How long there is for it.
    pub within: Quantity,
    /// The calendar that is counted, as an expression of names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// The latest instant for it.
    pub due: Due,
    /// The event after which it is due each time, where that may happen more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each_time: Option<String>,
    /// Who must do it.
    pub of: Vec<Name>,
    /// For whom, and whether they can be reached in time.
    pub to: Vec<Person>,
    /// What the instant rests on.
    pub why: Reasons,
}

/// Someone, and when they can be reached.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Person {
    /// The party or role.
    pub actor: Name,
    /// Whether it can be reached in time: when it is called in, or before the instant is over.
    pub on_duty: bool,
    /// From when on it can, RFC 3339, where that is later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_duty_from: Option<String>,
}

/// When something is due.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Due {
    /// At an instant, at which one is still on time.
    At {
        /// The instant, RFC 3339.
        at: String,
    },
    /// So long after an event that has not happened yet.
    AfterEvent {
        /// The event.
        event: String,
    },
    /// So long before an event that has no date yet.
    BeforeEvent {
        /// The event.
        event: String,
    },
    /// Not before the end of what is known of the calendars.
    BeyondKnown {
        /// That end, RFC 3339.
        known_until: String,
    },
    /// Not while the clock stands still, and nothing says when it runs again.
    Paused,
    /// The length of time, or what it is counted by, is a blank that is not agreed yet, or a figure that nothing gives.
    Unagreed,
    /// Nothing is promised, on purpose.
    Nothing,
}

/// What an instant rests on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Reasons {
    /// When the count starts, RFC 3339: the event, or the next opening.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// The stretches that were counted up to the instant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Piece>,
    /// For a delay in days, the days that were counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<String>,
    /// When the clock stood still.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// The holidays in between on which nothing was counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

/// A stretch of time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Piece {
    /// Its start, RFC 3339.
    pub from: String,
    /// Its end, RFC 3339; it does not belong to it.
    pub until: String,
    /// How many seconds it has.
    pub seconds: i64,
}

/// A stretch in which a clock stood still.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Pause {
    /// The exclusion that stopped it.
    pub exclusion: Name,
    /// When.
    #[serde(flatten)]
    pub piece: Piece,
}

/// A day that is closed for a holiday.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Holiday {
    /// The day.
    pub day: String,
    /// The names of its holidays.
    pub names: Vec<Name>,
}

/// The answer for a case, for programs.
#[must_use]
pub fn of(world: &World<'_>, case: &Row, answer: &Answer<'_>) -> Deadlines {
    let at = Moments::from(world.zone(), answer.opened);
    let commitments = answer.promised.iter().map(|promised| Commitment {
        id: promised.commitment.term.id.clone(),
        indicator: promised.commitment.indicator.name().clone(),
        level: promised.commitment.tier.name().clone(),
        target: promised.target.clone(),
        calendar: promised.calendar.as_ref().filter(|_| promised.target.is_some()).map(moments::calendar),
        due: due(&promised.when, &at),
        at_least: promised.is_minimum(),
        counted_seconds: promised.counted,
        left_seconds: promised.left.as_ref().map(|left: &Number| left.base.to_string()),
        stopped: promised.stopped.map(|stop| at.rfc3339(stop)),
        on_time: promised.on_time,
        why: reasons(&promised.why, &at),
    });
    let escalation = answer.called.iter().map(|called| Level {
        escalation: called.escalation.term.id.clone(),
        level: called.step.level.clone(),
        due: due(&called.when, &at),
        to: person(&called.step.to, called.reach, &at),
        why: reasons(&called.why, &at),
    });
    let duties = answer.told.iter().map(|told| Duty {
        id: told.duty.term.id.clone(),
        label: label(&told.duty.term.label),
        within: told.delay.length.clone(),
        calendar: told.delay.calendar.as_ref().map(moments::calendar),
        due: due(&told.when, &at),
        each_time: told.each_time.map(plain),
        of: told.duty.of.iter().map(|actor| actor.name().clone()).collect(),
        to: told.to.iter().map(|(actor, reach)| person(actor, *reach, &at)).collect(),
        why: reasons(&told.why, &at),
    });
    Deadlines {
        version: VERSION.to_owned(),
        contract: world.model.contract.term.id.clone(),
        timezone: world.model.contract.timezone.clone().unwrap_or_default(),
        tzdata: world.model.contract.tzdata.clone(),
        case: self::case(world, case, answer.opened, &at),
        levels: answer.levels.iter().map(|tier| tier.term.id.clone()).collect(),
        in_term: answer.in_term,
        commitments: commitments.collect(),
        escalation: escalation.collect(),
        duties: duties.collect(),
    }
}

fn case(world: &World<'_>, case: &Row, opened: Instant, at: &Moments) -> Case {
    let shown = |value: &Value| match value {
        Value::Word(word) => vec![word.to_string()],
        Value::Flag(flag) => vec![if *flag { "yes" } else { "no" }.to_owned()],
        Value::Instant(_) | Value::Instants(_) => value.instants().iter().map(|instant| at.rfc3339(*instant)).collect(),
        Value::Number(_) | Value::Text | Value::Nothing => Vec::new(),
    };
    let changes = world.evidence.changes_of(case).map(|change| Change {
        at: at.rfc3339(change.at),
        dimension: change.dimension.clone(),
        value: change.value.clone(),
    });
    Case {
        record: case.record.name().clone(),
        service: case.service.as_ref().map(|service| service.name().clone()),
        opened: at.rfc3339(opened),
        as_of: at.rfc3339(world.as_of),
        values: case.values.iter().map(|(field, value)| (field.clone(), shown(value))).collect(),
        changes: changes.collect(),
    }
}

fn due(when: &When<'_>, at: &Moments) -> Due {
    match when {
        When::At(instant) => Due::At { at: at.rfc3339(*instant) },
        When::After(event) => Due::AfterEvent { event: plain(event) },
        When::Before(event) => Due::BeforeEvent { event: plain(event) },
        When::Later(end) => Due::BeyondKnown { known_until: at.rfc3339(*end) },
        When::Paused => Due::Paused,
        When::Unagreed => Due::Unagreed,
        When::Nothing => Due::Nothing,
    }
}

fn plain(event: &crate::model::Event) -> String {
    moments::event(event).replace('`', "")
}

fn person(actor: &Actor, reach: Reach, at: &Moments) -> Person {
    let from = match reach {
        Reach::From(instant) => Some(at.rfc3339(instant)),
        Reach::Then | Reach::Never => None,
    };
    Person { actor: actor.name().clone(), on_duty: reach == Reach::Then, on_duty_from: from }
}

fn reasons(why: &Why<'_>, at: &Moments) -> Reasons {
    let piece = |stretch: Stretch| Piece {
        from: at.rfc3339(stretch.start),
        until: at.rfc3339(stretch.end),
        seconds: stretch.seconds(),
    };
    let pause = |pause: &crate::evaluate::clock::Pause| Pause {
        exclusion: pause.exclusion.name().clone(),
        piece: piece(pause.during),
    };
    let holiday = |closed: &crate::evaluate::due::Closed<'_>| Holiday {
        day: closed.day.to_string(),
        names: closed.holidays.iter().map(|holiday| holiday.name.clone()).collect(),
    };
    Reasons {
        starts: why.starts.map(|starts| at.rfc3339(starts)),
        counted: why.counted.iter().copied().map(piece).collect(),
        days: why.days.iter().map(ToString::to_string).collect(),
        pauses: why.pauses.iter().map(pause).collect(),
        holidays: why.closed.iter().map(holiday).collect(),
    }
}

/// What people call a term, by language.
#[must_use]
pub fn label(text: &Text) -> BTreeMap<Name, Name> {
    text.parts.iter().cloned().collect()
}
