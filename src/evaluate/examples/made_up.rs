//! A case that is made up for a commitment on a time that is counted case by case.

use super::agrees;
use crate::base::{Name, Span as Place};
use crate::evaluate::evidence::Row;
use crate::evaluate::{Value, World};
use crate::model::{Commitment, Event, Expr, Id, Record, Schedule, Service, Subject};
use crate::time::{Instant, Instants, Stretch, local};
use jiff::tz::TimeZone;
use std::rc::Rc;

/// The facts begin so many days into the period, at this hour: not at its first instant.
const DAYS_IN: i64 = 7;
const HOUR: i8 = 10;

/// A case of which only the end is to be said.
pub(super) struct MadeUp<'m> {
    /// The instants that its commitment counts.
    pub open: Rc<Instants>,
    /// When it begins.
    pub begins: Instant,
    record: &'m Id<Record>,
    service: Id<Service>,
    known: Vec<(Name, Value)>,
    began: &'m Name,
    ended: &'m Name,
}

impl<'m> MadeUp<'m> {
    /// A case that the commitment judges and that the penalty or bonus is about.
    pub fn of(
        world: &World<'m>,
        schedule: &Schedule,
        commitment: &'m Commitment,
        service: &Id<Service>,
        held: Stretch,
    ) -> Option<Self> {
        let model = world.model;
        let indicator = model.indicators.get(&commitment.indicator)?;
        let Expr::TimeBetween { from, to } = &indicator.formula else { return None };
        let (record, began, ended) = match (from, to) {
            (Event::Field { record, field: began }, Event::Field { record: other, field: ended })
                if record == other =>
            {
                (record, began, ended)
            }
            _ => return None,
        };
        let open = world.calendars.instants(commitment.calendar.as_ref()?);
        let begins = open.next_inside(morning(world.zone(), held.start)?)?;
        let is_of_case = |id: &Id<_>| {
            model.dimensions.get(id).is_some_and(|dimension| dimension.of == Subject::Record(record.clone()))
        };
        // Of the values that the commitment is about, one that the penalty or bonus is about too.
        let (own, wanted) = (&commitment.scope, &schedule.scope);
        let narrowed = own.dimensions.iter().filter_map(|(id, values)| {
            let both = |value: &&Name| wanted.values(id).is_none_or(|wanted| wanted.contains(*value));
            Some((id, values.iter().find(both)?))
        });
        let more = wanted.dimensions.iter().filter(|(id, _)| own.values(id).is_none());
        let more = more.filter_map(|(id, values)| Some((id, values.first()?)));
        let values = narrowed.chain(more).filter(|(id, _)| is_of_case(id));
        let known: Vec<_> = values.map(|(id, value)| (id.name().clone(), Value::Word(value.clone()))).collect();
        let opening = |at| Row {
            record: record.clone(),
            name: record.name().clone(),
            service: Some(service.clone()),
            values: [known.as_slice(), &[(began.clone(), Value::Instant(at))]].concat(),
            span: Place::default(),
        };
        let begins = agrees::nearest(world, (&open, held), begins, opening)?;
        Some(Self { open, begins, record, service: service.clone(), known, began, ended })
    }

    /// The case as it ends at an instant.
    pub fn until(&self, ends: Instant) -> Row {
        let instants = [(self.began.clone(), Value::Instant(self.begins)), (self.ended.clone(), Value::Instant(ends))];
        Row {
            record: self.record.clone(),
            name: self.record.name().clone(),
            service: Some(self.service.clone()),
            values: [self.known.as_slice(), &instants].concat(),
            span: Place::default(),
        }
    }
}

/// A morning some days after an instant.
pub(super) fn morning(zone: &TimeZone, start: Instant) -> Option<Instant> {
    let day = local::date_at(zone, start).checked_add(jiff::Span::new().days(DAYS_IN)).ok()?;
    Some(local::read(zone, day.at(HOUR, 0, 0, 0)).first())
}
