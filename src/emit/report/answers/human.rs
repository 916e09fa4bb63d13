//! Answers as text that is read at a glance.

use crate::answers::counts::{self, Counts};
use crate::answers::targets::Target;
use crate::answers::who::Who;
use crate::base::visible_line;
use crate::emit::report::moments::{self, Moments};
use crate::emit::report::period;
use crate::emit::report::table::{Line, table};
use crate::evaluate::due::Reach;
use crate::evaluate::judge::Asks;
use crate::evaluate::report::Report;
use crate::evaluate::words::Words;
use crate::evaluate::{Given, World};
use crate::model::{
    Actor, Commitment, Exclusion, ExclusionSource, HasTerm, Id, Model, Responsibility, Service, Window,
};
use crate::quantity::format::percent;
use crate::syntax::ast::Comparator;
use crate::time::Instant;
use std::fmt::Write as _;

/// The letters of a matrix in words, the weightiest first.
const LETTERS: [(char, &str); 4] = [('A', "accountable"), ('R', "responsible"), ('C', "consulted"), ('I', "informed")];

/// An instant with its year, by the clocks of the contract.
fn instant(world: &World<'_>, at: Instant) -> String {
    Moments { zone: world.zone().clone(), year: 0 }.instant(at)
}

/// Who answers for some activities.
#[must_use]
pub fn who(world: &World<'_>, answers: &[Who<'_>], at: Option<Instant>) -> String {
    let model = world.model;
    let mut out = String::new();
    for who in answers {
        let then = at.map(|at| format!(", {}", instant(world, at))).unwrap_or_default();
        let activity = moments::named(&who.activity.term.id, &who.activity.term.label);
        let _ = writeln!(out, "{}: {}{then}", model.contract.term.id, visible_line(&activity));
        if !who.in_force {
            out.push_str("It is not in force then.\n");
        }
        let lines = LETTERS.iter().flat_map(|(letter, word)| {
            let own = who.parts.iter().filter(|part| part.letters.contains(*letter));
            own.map(|part| {
                let reach = part.reach.map(|reach| reached(world, reach)).unwrap_or_default();
                Line { cells: vec![(*word).to_owned(), person(model, part.actor), reach], below: Vec::new() }
            })
        });
        out.push_str(&table(&["part", "who", "reached"], &lines.collect::<Vec<_>>()));
    }
    out
}

fn reached(world: &World<'_>, reach: Reach) -> String {
    match reach {
        Reach::Then => "then".to_owned(),
        Reach::From(at) => format!("from {}", instant(world, at)),
        Reach::Never => "not as far as its hours are known".to_owned(),
    }
}

/// A party, or a role with the party that it belongs to.
fn person(model: &Model, actor: &Actor) -> String {
    let label = |name, label| visible_line(&moments::named(name, label));
    match actor {
        Actor::Party(party) => model.parties.get(party).map(|party| label(&party.term.id, &party.term.label)),
        Actor::Role(role) => {
            model.roles.get(role).map(|role| format!("{} of {}", label(&role.term.id, &role.term.label), role.of))
        }
    }
    .unwrap_or_else(|| actor.name().to_string())
}

fn header(world: &World<'_>, service: &Id<Service>, at: Instant) -> String {
    let model = world.model;
    let label = model.services.get(service).map(|service| moments::named(&service.term.id, &service.term.label));
    let label = label.unwrap_or_else(|| service.to_string());
    format!("{}: {}, {}\n", model.contract.term.id, visible_line(&label), instant(world, at))
}

/// What a service is held to.
#[must_use]
pub fn targets(world: &World<'_>, service: &Id<Service>, at: Instant, targets: &[Target<'_>]) -> String {
    let words = Words::of(world.model, crate::base::Language::English);
    let mut out = header(world, service, at);
    if targets.is_empty() {
        out.push_str("It is held to nothing then.\n");
    }
    let line = |target: &Target<'_>| {
        let commitment = target.commitment;
        let period = match (&target.period, &commitment.window) {
            (Some(period), _) => words.stretch(period.within),
            (None, Some(Window::Case { record })) => format!("each {record}"),
            (None, _) => "a window that slides".to_owned(),
        };
        let calendar = commitment.calendar.as_ref().map(moments::calendar).unwrap_or_default();
        let measurer = commitment.measurer.as_ref().map(|by| by.name().to_string()).unwrap_or_default();
        let asks = target.asks.as_ref().map_or_else(|| "nothing, on purpose".to_owned(), |asks| asked(asks, &words));
        let below = target.asks.iter().filter_map(|asks| asks.exception.as_ref()).map(|by| format!("by {by}"));
        Line { cells: vec![commitment.term.id.to_string(), asks, period, calendar, measurer], below: below.collect() }
    };
    out.push_str(&table(
        &["commitment", "asks", "judged for", "counted on", "measured by"],
        &targets.iter().map(line).collect::<Vec<_>>(),
    ));
    out
}

/// What a commitment asks: `at least 99.95 %`.
pub(super) fn asked(asks: &Asks, words: &Words) -> String {
    let days_of = asks.days_of.as_ref();
    let limit = asks.limit.as_ref().map(|limit| moments::length(&limit.quantity(), days_of));
    let limit = limit.unwrap_or_else(|| "a figure that is not stated".to_owned());
    let side = match asks.comparator {
        Comparator::AtLeast => "at least",
        Comparator::AtMost => "at most",
        Comparator::MoreThan => "more than",
        Comparator::LessThan => "less than",
        Comparator::Exactly => "exactly",
    };
    let quota =
        asks.quota.as_ref().map(|quota| format!(", {} of cases", percent(quota, words.language))).unwrap_or_default();
    format!("{side} {limit}{quota}")
}

/// Whether an instant counts.
#[must_use]
pub fn counts(world: &World<'_>, service: &Id<Service>, at: Instant, answers: &[Counts<'_>]) -> String {
    let mut out = header(world, service, at);
    if answers.is_empty() {
        out.push_str("It is held to nothing then: nothing counts.\n");
    }
    let line = |counts: &Counts<'_>| {
        let calendar = counts.commitment.calendar.as_ref().map(moments::calendar).unwrap_or_default();
        let (answer, why, below) = match &counts.answer {
            counts::Answer::Counts => ("yes", calendar, Vec::new()),
            counts::Answer::Unless(may) => {
                ("yes, unless", calendar, may.iter().map(|one| excluded(world, one)).collect())
            }
            counts::Answer::TakenOut(by) => ("no", calendar, by.iter().map(|one| excluded(world, one)).collect()),
            counts::Answer::Outside(next) => {
                let next = next.map(|next| format!("; from {} on", instant(world, next))).unwrap_or_default();
                ("no", format!("outside of {calendar}{next}"), Vec::new())
            }
            counts::Answer::Unagreed => ("not agreed yet", String::new(), Vec::new()),
        };
        Line { cells: vec![counts.commitment.term.id.to_string(), answer.to_owned(), why], below }
    };
    out.push_str(&table(&["commitment", "counts", "on"], &answers.iter().map(line).collect::<Vec<_>>()));
    out
}

/// An exclusion with what makes it apply.
fn excluded(world: &World<'_>, exclusion: &Exclusion) -> String {
    let when = match &exclusion.applies {
        ExclusionSource::Permitted(_) | ExclusionSource::Calendar(_) => "work in the hours that it permits",
        ExclusionSource::When(_) => "its condition holds",
        ExclusionSource::Between(from, to) => {
            return told(world, exclusion, &format!("from {} until {}", moments::event(from), moments::event(to)));
        }
        ExclusionSource::Blank(_) => "not agreed yet",
    };
    told(world, exclusion, when)
}

fn told(world: &World<'_>, exclusion: &Exclusion, when: &str) -> String {
    let words = Words::of(world.model, crate::base::Language::English);
    let notice = exclusion.notice.as_ref().map(|notice| {
        let length = moments::length(&notice.delay.length, notice.delay.calendar.as_ref());
        format!(", announced {length} before")
    });
    let budget = exclusion.budget.as_ref().map(|(budget, _)| format!(", at most {} in all", words.quantity(budget)));
    let label = moments::named(&exclusion.term.id, &exclusion.term.label);
    let line = format!("{label}: {when}{}{}", notice.unwrap_or_default(), budget.unwrap_or_default());
    visible_line(&line)
}

/// What a period costs.
#[must_use]
pub fn cost(world: &World<'_>, report: &Report, explain: bool) -> String {
    let words = Words::of(world.model, crate::base::Language::English);
    let supposed = |given: &Given| {
        let of = given.of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
        format!("{}{of} {}", given.what, words.value(&given.value))
    };
    let supposed = world.given.iter().map(supposed).collect::<Vec<_>>().join(", ");
    let supposing = format!("supposing {supposed}, and nothing else; time-zone data {}", report.tzdata);
    let body = period::body(world.model, report, &words, explain);
    format!("{}, {}\n{}\n{body}", report.contract, words.stretch(report.period), visible_line(&supposing))
}

/// The questions that a contract answers, as commands.
#[must_use]
pub fn questions(model: &Model, path: &str) -> String {
    let day = model.contract.from.map_or_else(|| "2026-05-04".to_owned(), |day| day.to_string());
    let month = day.get(..7).unwrap_or("2026-05").to_owned();
    let judged = model.commitments.iter().filter(|one| one.target.is_some());
    let penal = judged.filter(|one| model.schedules.iter().any(|schedule| schedule.on.contains(&one.id())));
    let of_period = penal.filter(|one| !matches!(one.window, Some(Window::Case { .. })) && one.quota.is_none());
    let held = |commitment: &Commitment| {
        let is_held = |service: &&Service| service.tiers.iter().any(|held| held.tier == commitment.tier);
        model.services.iter().find(is_held)
    };
    let costs = of_period.filter_map(|commitment| Some((commitment, held(commitment)?))).next();
    let promised = |service: &&Service| !service.tiers.is_empty();
    let service = costs.map(|(_, service)| service).or_else(|| model.services.iter().find(promised));
    let mut rows: Vec<(&str, String)> = Vec::new();
    let own = |activity: &&Responsibility| service.is_some_and(|service| activity.services == [service.id()]);
    let activity = model.responsibilities.iter().find(own).or_else(|| model.responsibilities.iter().next());
    if let Some(activity) = activity {
        rows.push(("who answers for an activity", format!("who {} --at \"{day} 09:00\"", activity.id())));
    }
    if let Some(service) = service {
        let service = service.id();
        rows.push(("what a service is held to", format!("targets --service {service} --at \"{day} 09:00\"")));
        rows.push(("whether an instant counts", format!("counts --service {service} --at \"{day} 03:00\"")));
    }
    if let Some((commitment, service)) = costs {
        let share = model.indicators.get(&commitment.indicator).is_some_and(|indicator| indicator.unit == "%");
        let value = if share { "99 %" } else { "0" };
        let given = format!("\"{} of {} = {value}\"", commitment.indicator, service.id());
        rows.push(("what a month costs", format!("cost --month {month} --given {given}")));
    }
    if !model.settlements.is_empty() {
        rows.push(("the most that can be owed in a year", "exposure".to_owned()));
    }
    let path = if path.is_empty() { String::new() } else { format!("{path} ") };
    let lines: Vec<Line> = rows
        .into_iter()
        .map(|(what, how)| Line { cells: vec![what.to_owned(), format!("slac ask {path}{how}")], below: Vec::new() })
        .collect();
    format!("{}: what can be asked\n{}", model.contract.term.id, table(&["question", "command"], &lines))
}
