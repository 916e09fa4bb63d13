//! The times without news: within one case, from its opening to the first, from each to the next, from the last to its end or to now; and
//! between one record and the next.

use super::clock::{Case, Still};
use super::evidence::Row;
use super::expr::{Basis, Env};
use super::world::World;
use super::{Number, Value};
use crate::model::{CalendarSet, Commitment, Event, Watch};
use crate::time::{Instant, Stretch};

/// A case that is watched for an event.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    /// When it opened.
    pub opened: Instant,
    /// When it was over, where it was.
    pub stopped: Option<Instant>,
    /// The stretches from one event to the next, in order.
    pub stretches: Vec<Stretch>,
}

impl World<'_> {
    /// The cases that a record makes, each with its stretches: one, unless it is opened again as a new one.
    pub(super) fn watched(&self, of: &Event, watch: &Watch, row: &Row) -> Vec<Watched> {
        let Event::Field { field, .. } = of else { return Vec::new() };
        let news = row.get(field).instants();
        let from = match &watch.from {
            Some(event) => self.event_of(event, row),
            None => news.first().copied(),
        };
        let Some(from) = from.filter(|from| *from <= self.as_of) else { return Vec::new() };
        let lives = match &watch.until {
            Some(until) => self.lives(row, until, from),
            None => vec![Case { opened: from, lives: vec![(from, None)] }],
        };
        let cases = lives.into_iter().filter_map(|Case { opened, lives }| {
            let known = |stop: Option<Instant>| stop.filter(|stop| *stop <= self.goes_on);
            let mut stretches = Vec::new();
            for (start, stop) in &lives {
                let until = known(*stop).unwrap_or(self.goes_on);
                let inside = news.iter().copied().filter(|at| *start < *at && *at < until);
                let mut last = *start;
                for at in inside.chain([until]) {
                    stretches.push(Stretch::new(last, at));
                    last = at;
                }
            }
            let last = lives.last()?;
            (opened <= self.as_of).then_some(Watched { opened, stopped: known(last.1), stretches })
        });
        cases.collect()
    }

    /// The seconds of a stretch on the calendar of a commitment, pauses of the case aside.
    pub(super) fn without_pauses(&self, commitment: &Commitment, row: &Row, case: &Watched, stretch: Stretch) -> i64 {
        let calendar = self.calendars.instants(commitment.calendar.as_ref().unwrap_or(&CalendarSet::Always));
        let life = Stretch::new(case.opened, case.stopped.unwrap_or(self.calendars.within().end));
        let Still { pauses, .. } = self.pauses(&Basis::of_commitment(commitment, false), row, life);
        let still = pauses.iter().map(|pause| pause.during.and(stretch));
        calendar.measure(stretch.start, stretch.end) - still.map(|s| calendar.measure(s.start, s.end)).sum::<i64>()
    }

    /// The times within each record of a sort whose end lies in the period of `env`.
    pub(super) fn gaps_within(
        &self,
        of: &Event,
        watch: &Watch,
        kept: &dyn Fn(&&Row) -> bool,
        env: &Env<'_>,
    ) -> Vec<Value> {
        let Event::Field { record, .. } = of else { return Vec::new() };
        let commitment = env.basis.and_then(|basis| self.model.commitments.by_name(basis.of));
        let calendar = env.basis.map(|basis| self.calendars.instants(basis.calendar));
        let of_service =
            |row: &&Row| row.service.is_none() || env.service.is_none() || row.service.as_ref() == env.service;
        let in_scope =
            |row: &&Row| env.basis.and_then(|basis| basis.scope).is_none_or(|scope| self.is_sample_of(scope, row));
        let rows = self.evidence.rows(record).iter().filter(of_service).filter(in_scope).filter(kept);
        let mut values = Vec::new();
        for row in rows {
            for case in self.watched(of, watch, row) {
                for stretch in case
                    .stretches
                    .iter()
                    .filter(|stretch| env.span.within.contains((stretch.end - 1).max(stretch.start)))
                {
                    values.push(match (commitment, &calendar) {
                        (Some(commitment), _) => self.without_pauses(commitment, row, &case, *stretch),
                        (None, Some(calendar)) => calendar.measure(stretch.start, stretch.end),
                        (None, None) => stretch.seconds(),
                    });
                }
            }
        }
        values.into_iter().map(|seconds| Value::Number(Number::seconds(seconds))).collect()
    }

    /// The times between an event and the next of its sort, of which the later lies in the period. Records that a condition
    /// leaves out are no events.
    pub(super) fn gaps(&self, event: &Event, kept: &dyn Fn(&&Row) -> bool, env: &Env<'_>) -> Vec<Value> {
        let Event::Field { record, field } = event else { return Vec::new() };
        let of_service =
            |row: &&Row| row.service.is_none() || env.service.is_none() || row.service.as_ref() == env.service;
        let rows = self.evidence.rows(record).iter().filter(of_service).filter(kept);
        let mut instants: Vec<Instant> = rows.flat_map(|row| row.get(field).instants()).copied().collect();
        instants.sort_unstable();
        let pairs = instants.iter().zip(instants.iter().skip(1)).filter(|(_, later)| env.span.within.contains(**later));
        pairs.map(|(&from, &to)| self.between_records(Stretch::new(from, to), env)).collect()
    }

    /// The time between two records, on the calendar of the basis of `env` and without what exclusions take out.
    fn between_records(&self, between: Stretch, env: &Env<'_>) -> Value {
        let Some(basis) = env.basis else { return super::world::seconds(between.seconds()) };
        let open = self.calendars.instants(basis.calendar);
        let account = env.service.map(|of| self.account(basis.of, basis.exclusions, of, &open, basis.otherwise));
        let out = account.map_or(0, |account| account.out.and(&open).measure(between.start, between.end));
        super::world::seconds(open.measure(between.start, between.end) - out)
    }
}
