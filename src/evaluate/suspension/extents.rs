//! The time that records stand for.

use crate::base::Name;
use crate::evaluate::Env;
use crate::evaluate::World;
use crate::evaluate::evidence::Row;
use crate::evaluate::world::Span;
use crate::model::{Event, Exclusion, FieldType, Id, Record, Service, StateSource, Subject};
use crate::time::{Instant, Stretch};

impl World<'_> {
    /// The time that a record stands for: from the event that its notice precedes to the next in its life; the time of the
    /// state that it makes; for a case, that of the records that refer to it, such as the outages of an incident; for any other
    /// record, the time between the last two instants of its life, those aside at which its cause is established.
    pub(super) fn extents(&self, exclusion: &Exclusion, row: &Row) -> Vec<Stretch> {
        let noticed = exclusion.notice.as_ref().and_then(|notice| notice.before.as_ref());
        if let Some(Event::Field { record, field }) = noticed
            && *record == row.record
        {
            return self.next_in_life(record, field).map(|end| self.pairs(row, field, end)).unwrap_or_default();
        }
        let own = self.lasting(row);
        if !own.is_empty() {
            return own;
        }
        if self.is_case(&row.record) || self.has_parts(&row.record) {
            let refers = |other: &&Row| self.linked(other).any(|named| std::ptr::eq(named, row));
            return self.evidence.all().filter(refers).flat_map(|other| self.lasting(other)).collect();
        }
        // When a cause was raised and found is no time of the record.
        let finding = exclusion.established.as_ref().and_then(|finding| finding.within.as_ref()?.after.as_ref());
        let raised = match finding {
            Some(Event::Field { record, field }) if *record == row.record => Some(field),
            _ => None,
        };
        let found = raised.and_then(|raised| self.next_in_life(&row.record, raised));
        let mut life = self.life(&row.record);
        life.retain(|field| Some(*field) != raised && Some(*field) != found);
        match life.as_slice() {
            [.., from, to] => self.pairs(row, from, to),
            _ => Vec::new(),
        }
    }

    /// Whether records that last, such as outages, refer to records of this sort.
    fn has_parts(&self, record: &Id<Record>) -> bool {
        let lasts = |state: &StateSource| match state {
            StateSource::Between(from, _) => {
                let part = record_of(from).and_then(|part| self.model.records.get(part));
                let fields = part.map(|part| part.fields.as_slice()).unwrap_or_default();
                fields.iter().any(|field| field.ty == FieldType::Record(record.clone()))
            }
            _ => false,
        };
        self.model.states.iter().any(|state| lasts(&state.holds))
    }

    /// Whether the records of this sort are cases: a duration is counted for each.
    fn is_case(&self, record: &Id<Record>) -> bool {
        self.model.indicators.iter().any(|i| i.of == Subject::Record(record.clone()))
    }

    /// The time of the states that a record makes.
    pub(in crate::evaluate) fn lasting(&self, row: &Row) -> Vec<Stretch> {
        let states = self.model.states.iter().filter_map(|state| match &state.holds {
            StateSource::Between(from, to) if record_of(from) == Some(&row.record) => {
                let env = Env::of_row(row, Span::whole(self.term()));
                let makes = state.when.as_ref().is_none_or(|condition| self.eval(condition, &env).holds());
                makes.then_some((from, to))
            }
            _ => None,
        });
        states.flat_map(|(from, to)| self.lives_between(row, from, to)).collect()
    }

    /// The stretches from each instant of one field of a record until the next one of another; the last goes on where it has no end.
    fn pairs(&self, row: &Row, from: &Name, to: &Name) -> Vec<Stretch> {
        let field = |field: &Name| Event::Field { record: row.record.clone(), field: field.clone() };
        self.lives_between(row, &field(from), &field(to))
    }

    /// The stretches from each time that one event of a record happens until the next time that another does; the last goes
    /// on where it has no end.
    #[must_use]
    pub fn lives_between(&self, row: &Row, from: &Event, to: &Event) -> Vec<Stretch> {
        let pair = |(start, end): (Instant, Option<Instant>)| Stretch::new(start, end.unwrap_or(self.goes_on));
        self.turns(row, from, to).into_iter().map(pair).collect()
    }

    /// The times that one event of a record happens, each with the time that another then does: the two take turns, and the last
    /// may have no end.
    pub(in crate::evaluate) fn turns(&self, row: &Row, from: &Event, to: &Event) -> Vec<(Instant, Option<Instant>)> {
        match (from, to) {
            (Event::Field { field: from, .. }, Event::Field { record, field: to }) if *record == row.record => {
                row.turns(from, to).collect()
            }
            _ => self.happens(from, row).into_iter().map(|start| (start, self.happens_from(to, row, start))).collect(),
        }
    }

    /// Each time that an event of a record happens. Of several events, the earlier happens each time that one of them does; the
    /// later once, when all of them have.
    pub(in crate::evaluate) fn happens(&self, event: &Event, row: &Row) -> Vec<Instant> {
        match event {
            Event::Field { record, field } if *record == row.record => row.get(field).instants().to_vec(),
            Event::Earlier(events) => {
                let mut all: Vec<Instant> = events.iter().flat_map(|event| self.happens(event, row)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            other => self.event_of(other, row).into_iter().collect(),
        }
    }

    /// The first time, from `start` on, that an event of a record happens.
    pub(in crate::evaluate) fn happens_from(&self, event: &Event, row: &Row, start: Instant) -> Option<Instant> {
        let from_start = |event: &Event| self.happens_from(event, row, start);
        match event {
            Event::Earlier(events) => events.iter().filter_map(from_start).min(),
            Event::Later(events) => events.iter().map(from_start).collect::<Option<Vec<_>>>()?.into_iter().max(),
            other => self.happens(other, row).into_iter().filter(|at| start <= *at).min(),
        }
    }

    /// The stretches from one event until another of the records of a service, or of all.
    #[must_use]
    pub fn between(&self, from: &Event, to: &Event, service: Option<&Id<Service>>) -> Vec<(&Row, Stretch)> {
        let Some(record) = record_of(from) else { return Vec::new() };
        let concerns = |row: &&Row| match (&row.service, service) {
            (Some(of), Some(service)) => of == service,
            _ => true,
        };
        let rows = self.evidence.rows(record).iter().filter(concerns);
        rows.flat_map(|row| self.lives_between(row, from, to).into_iter().map(move |during| (row, during))).collect()
    }
}

/// The record whose event it is; of several events, that of the first.
pub(in crate::evaluate) fn record_of(event: &Event) -> Option<&Id<Record>> {
    match event {
        Event::Field { record, .. } => Some(record),
        Event::Earlier(events) | Event::Later(events) => events.iter().find_map(record_of),
        _ => None,
    }
}
