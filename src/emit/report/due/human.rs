//! The deadlines of a case as text that is read at a glance.

use crate::base::Language;
use crate::emit::report::moments::{self, Moments};
use crate::emit::report::table::{Line, table};
use crate::evaluate::due::{Answer, Called, Promised, Reach, Told, When, Why};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Value, World};
use crate::model::{Actor, CalendarSet, Delay, HasTerm};
use crate::time::{Stretch, local};
use std::fmt::Write as _;

/// The most pieces of a calendar that are told one by one.
const PIECES: usize = 8;

/// The answer for a case. With `asked`, what is left at the instant that the world is known at.
#[must_use]
pub fn text(world: &World<'_>, case: &Row, answer: &Answer<'_>, asked: bool) -> String {
    let page = Page { world, moments: Moments::from(world.zone(), answer.opened), asked };
    let mut out = page.header(case, answer);
    if !answer.in_term {
        let term = world.term();
        let until = page.world.model.contract.until.map(|_| format!(" until {}", page.far(term.end, true)));
        let from = page.far(term.start, false);
        let _ = writeln!(out, "\nThe contract is not in force then: it runs from {from}{}.", until.unwrap_or_default());
        return out;
    }
    let promised: Vec<Line> = answer.promised.iter().map(|promised| page.promised(promised)).collect();
    let called: Vec<Line> = answer.called.iter().map(|called| page.called(called)).collect();
    let told: Vec<Line> = answer.told.iter().map(|told| page.told(told)).collect();
    if promised.is_empty() {
        out.push_str("\nNo duration is promised for this case.\n");
    }
    out.push_str(&table(&["commitment", "within", "due", "counted on", "state"], &promised));
    out.push_str(&table(&["escalation", "level", "when", "called in"], &called));
    out.push_str(&table(&["duty", "within", "by", "who tells whom"], &told));
    out
}

struct Page<'p, 'w> {
    world: &'p World<'w>,
    moments: Moments,
    asked: bool,
}

impl Page<'_, '_> {
    fn header(&self, case: &Row, answer: &Answer<'_>) -> String {
        let model = self.world.model;
        let mut out = format!("{}: {}", model.contract.term.id, case.record);
        if let Some(service) = case.service.as_ref().and_then(|id| model.services.get(id)) {
            let _ = write!(out, " on {}", moments::named(&service.term.id, &service.term.label));
        }
        for (field, value) in &case.values {
            let shown = match value {
                Value::Word(word) => word.to_string(),
                Value::Instant(at) => self.far(*at, false),
                Value::Instants(all) => all.iter().map(|at| self.far(*at, false)).collect::<Vec<_>>().join(" and "),
                Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
                Value::Number(_) | Value::Text | Value::Nothing => continue,
            };
            let _ = write!(out, ", {field} {shown}");
        }
        for (name, value) in self.decided(case) {
            let _ = write!(out, ", so {name} {value}");
        }
        for change in self.world.evidence.changes_of(case) {
            let _ = write!(out, ", {} {} from {}", change.dimension, change.value, self.far(change.at, false));
        }
        let zone = self.moments.zone.iana_name().unwrap_or("UTC").to_owned();
        let _ = writeln!(out, " ({zone})");
        if answer.in_term && case.service.is_some() {
            let levels: Vec<String> =
                answer.levels.iter().map(|tier| moments::named(&tier.term.id, &tier.term.label)).collect();
            let _ = match levels.as_slice() {
                [] => writeln!(out, "It is held to no level then."),
                levels => writeln!(out, "It is held to {}.", levels.join(" and ")),
            };
        }
        if self.asked {
            let _ = writeln!(out, "What is left is told for {}.", self.far(self.world.as_of, false));
        }
        out
    }

    /// What follows from what the case says: the priority from impact and urgency.
    fn decided(&self, case: &Row) -> Vec<(String, String)> {
        let env = crate::evaluate::Env::of_row(case, crate::evaluate::Span::whole(self.world.term()));
        let own = self.world.model.dimensions.iter().filter(|dimension| {
            dimension.decision.is_some()
                && *case.get(&dimension.term.id) == Value::Nothing
                && dimension.of == crate::model::Subject::Record(case.record.clone())
        });
        own.filter_map(|dimension| {
            let value = self.world.dimension(&dimension.id(), &env)?;
            Some((dimension.term.id.to_string(), value.to_string()))
        })
        .collect()
    }

    /// An instant with its year; an end at midnight is that of the day before.
    fn far(&self, instant: i64, is_end: bool) -> String {
        let moments = Moments { year: 0, ..self.moments.clone() };
        if is_end { moments.end(instant) } else { moments.instant(instant) }
    }

    fn promised(&self, promised: &Promised<'_>) -> Line {
        let indicator = &promised.commitment.indicator;
        let name = promised.commitment.objective.as_ref().unwrap_or_else(|| indicator.name());
        // A reopening may have made new cases of it.
        let name = match promised.case.split_once('#') {
            Some((_, number)) => format!("{name} #{number}"),
            None => name.to_string(),
        };
        let within = promised.target.as_ref().map(|target| moments::length(target, promised.calendar.as_ref()));
        let counted_on = promised.target.as_ref().map(|_| {
            let calendar = promised.calendar.as_ref();
            calendar.map_or_else(|| "all days".to_owned(), moments::calendar)
        });
        let cells = vec![
            name,
            within.unwrap_or_else(|| "-".to_owned()),
            self.sided(promised),
            counted_on.unwrap_or_else(|| "-".to_owned()),
            self.state(promised),
        ];
        Line { cells, below: self.why(&promised.why) }
    }

    /// How a commitment stands: only where something is known after the opening, or an instant was asked for.
    /// When a commitment is due; a time that is promised at the least ends no earlier.
    fn sided(&self, promised: &Promised<'_>) -> String {
        let when = self.when(&promised.when, None);
        match (&promised.when, promised.is_minimum()) {
            (When::At(_), true) => format!("not before {when}"),
            _ => when,
        }
    }

    fn state(&self, promised: &Promised<'_>) -> String {
        match (promised.on_time, promised.stopped) {
            (Some(true), Some(at)) => format!("met {}", self.moments.instant(at)),
            (Some(false), Some(at)) => format!("late: {}", self.moments.instant(at)),
            _ if !self.asked => String::new(),
            (Some(false), None) => "late".to_owned(),
            _ => promised.left.as_ref().map(|left| format!("{} left", moments::number(left))).unwrap_or_default(),
        }
    }

    fn when(&self, when: &When<'_>, delay: Option<&Delay>) -> String {
        let length = delay.map(|delay| moments::length(&delay.length, delay.calendar.as_ref()) + " ");
        let length = length.unwrap_or_default();
        match when {
            When::At(at) => self.moments.end(*at),
            When::After(event) => format!("{length}after {}", moments::event(event)),
            When::Before(event) => format!("{length}before {}", moments::event(event)),
            When::Later(end) => format!("after {}, where the calendars that are known end", self.far(*end, true)),
            When::Paused => "not while it is paused".to_owned(),
            When::Unagreed => "not agreed yet".to_owned(),
            When::Nothing => "nothing is promised".to_owned(),
        }
    }

    fn called(&self, called: &Called<'_>) -> Line {
        let mut below = self.why(&called.why);
        below.extend(self.reach(&called.step.to, called.reach));
        // At the instant itself someone is called in: no end, even at midnight.
        let when = match &called.when {
            When::At(at) => self.moments.instant(*at),
            other => self.when(other, Some(&called.step.after)),
        };
        let cells = vec![
            called.escalation.term.id.to_string(),
            called.step.level.to_string(),
            when,
            self.actor(&called.step.to),
        ];
        Line { cells, below }
    }

    fn told(&self, told: &Told<'_>) -> Line {
        let of: Vec<String> = told.duty.of.iter().map(|actor| self.actor(actor)).collect();
        let to: Vec<String> = told.to.iter().map(|(actor, _)| self.actor(actor)).collect();
        let who =
            if to.is_empty() { of.join(" and ") } else { format!("{} → {}", of.join(" and "), to.join(" and ")) };
        let mut below = Vec::new();
        match told.duty.term.label.any(Language::English.tag()) {
            "" => {}
            label => below.push(label.to_owned()),
        }
        below.extend(self.why(&told.why));
        below.extend(told.each_time.map(|event| format!("due each time: after every {}", moments::event(event))));
        below.extend(told.to.iter().flat_map(|(actor, reach)| self.reach(actor, *reach)));
        let within = moments::length(&told.delay.length, told.delay.calendar.as_ref());
        Line { cells: vec![told.duty.term.id.to_string(), within, self.when(&told.when, None), who], below }
    }

    /// A role with its label and party: `l1 (Service desk, nord)`.
    fn actor(&self, actor: &Actor) -> String {
        let language = Language::English.tag();
        let model = self.world.model;
        let about = match actor {
            Actor::Party(party) => model.parties.get(party).map(|party| party.term.label.any(language).to_owned()),
            Actor::Role(role) => model.roles.get(role).map(|role| {
                let label = role.term.label.any(language);
                if label.is_empty() { role.of.to_string() } else { format!("{label}, {}", role.of) }
            }),
        };
        match about.filter(|about| !about.is_empty()) {
            Some(about) => format!("{} ({about})", actor.name()),
            None => actor.name().to_string(),
        }
    }

    fn reach(&self, actor: &Actor, reach: Reach) -> Option<String> {
        match reach {
            Reach::Then => None,
            Reach::From(at) => {
                Some(format!("{} is not on duty then: from {} on", actor.name(), self.moments.instant(at)))
            }
            Reach::Never => Some(format!("{} is not on duty then, nor later", actor.name())),
        }
    }

    /// What a deadline rests on, where it is more than a time that runs without a stop.
    fn why(&self, why: &Why<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        if let (Some(event), Some(starts)) = (why.event, why.starts)
            && event != starts
        {
            lines.push(format!("starts: {}, when hours begin", self.moments.instant(starts)));
        }
        let runs_on = matches!(why.calendar, None | Some(CalendarSet::Always)) && why.counted.len() < 2;
        if !why.counted.is_empty() && !runs_on {
            lines.push(format!("counted: {}", self.pieces(&why.counted)));
        }
        if !why.days.is_empty() && why.calendar.is_some() {
            lines.push(format!("days: {}", self.moments.days(&why.days)));
        }
        for pause in &why.pauses {
            lines.push(match pause.during.end >= self.world.calendars.within().end {
                true => format!("paused: from {} on ({})", self.moments.instant(pause.during.start), pause.exclusion),
                false => format!("paused: {} ({})", self.moments.stretch(pause.during), pause.exclusion),
            });
        }
        if !why.closed.is_empty() {
            let closed = why.closed.iter().map(|closed| {
                let names: Vec<&str> = closed
                    .holidays
                    .iter()
                    .map(|holiday| match holiday.label.any(Language::English.tag()) {
                        "" => holiday.name.as_str(),
                        label => label,
                    })
                    .collect();
                format!("{} ({})", self.moments.day(closed.day), names.join(", "))
            });
            lines.push(format!("holidays: {}", closed.collect::<Vec<_>>().join(", ")));
        }
        lines
    }

    fn pieces(&self, pieces: &[Stretch]) -> String {
        let shown =
            |piece: &Stretch| format!("{} ({})", self.moments.stretch(*piece), moments::duration(piece.seconds()));
        match pieces {
            [first, .., last] if pieces.len() > PIECES => {
                let between = pieces.get(1..pieces.len() - 1).unwrap_or_default();
                let seconds = between.iter().map(|piece| piece.seconds()).sum();
                let days = between.iter().map(|piece| local::date_at(&self.moments.zone, piece.start));
                let days = days.collect::<std::collections::BTreeSet<_>>().len();
                format!("{}, {days} days ({}), {}", shown(first), moments::duration(seconds), shown(last))
            }
            _ => pieces.iter().map(shown).collect::<Vec<_>>().join(", "),
        }
    }
}
