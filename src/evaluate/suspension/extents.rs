//! The time that records stand for.

use crate::evaluate::World;
use crate::evaluate::evidence::Row;
use crate::model::{Event, Exclusion, FieldType, Id, Record, Service, StateSource, Subject};
use crate::time::Stretch;

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
            StateSource::Between(Event::Field { record: part, .. }, _) => {
                let fields = self.model.records.get(part).map(|part| part.fields.as_slice()).unwrap_or_default();
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
    fn lasting(&self, row: &Row) -> Vec<Stretch> {
        let states = self.model.states.iter().filter_map(|state| match &state.holds {
            StateSource::Between(Event::Field { record, field: from }, Event::Field { field: to, .. })
                if *record == row.record =>
            {
                Some((from, to))
            }
            _ => None,
        });
        states.flat_map(|(from, to)| self.pairs(row, from, to)).collect()
    }

    /// The stretches from one event of a record until another, in turn; the last goes on where it has no end.
    #[must_use]
    pub fn pairs(&self, row: &Row, from: &str, to: &str) -> Vec<Stretch> {
        row.turns(from, to).map(|(start, end)| Stretch::new(start, end.unwrap_or(self.as_of))).collect()
    }

    /// The stretches from one event until another of the records of a service.
    #[must_use]
    pub fn between(&self, from: &Event, to: &Event, service: &Id<Service>) -> Vec<(&Row, Stretch)> {
        let (Event::Field { record, field: start }, Event::Field { field: end, .. }) = (from, to) else {
            return Vec::new();
        };
        let rows = self.evidence.rows(record).iter().filter(|row| row.service.as_ref().is_none_or(|of| of == service));
        rows.flat_map(|row| self.pairs(row, start, end).into_iter().map(move |during| (row, during))).collect()
    }
}
