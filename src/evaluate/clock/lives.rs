//! The lives of a case: from each opening until it stops.

use crate::evaluate::World;
use crate::evaluate::evidence::Row;
use crate::evaluate::names::{REOPENED, RESTORED, WORKED_AROUND};
use crate::model::{Event, FieldType};
use crate::time::Instant;

/// From an opening until it stops, where it does.
pub(in crate::evaluate) type Life = (Instant, Option<Instant>);

/// A case that a record makes.
#[derive(Clone, Debug)]
pub(in crate::evaluate) struct Case {
    /// When it was opened first.
    pub opened: Instant,
    /// The lives that count, in order. The last stop may be missing.
    pub lives: Vec<Life>,
}

impl Case {
    /// When it was over, where it was.
    pub(super) fn over(&self) -> Option<Instant> {
        self.lives.last().and_then(|(_, stop)| *stop)
    }

    /// What of its lives comes from an instant on, which lies before it is over.
    pub(super) fn from(self, since: Instant) -> Self {
        let later = |(_, stop): &Life| stop.is_none_or(|stop| since < stop);
        let lives = self.lives.into_iter().filter(|life| life.0 >= since || later(life));
        Self { lives: lives.map(|(start, stop)| (start.max(since), stop)).collect(), ..self }
    }
}

impl World<'_> {
    /// The cases that a record makes, the first one from `since` on: one, unless it is opened again as a new one.
    pub(in crate::evaluate) fn lives(&self, row: &Row, to: &Event, since: Instant) -> Vec<Case> {
        let mut stops = self.happens(to, row);
        let is_restoration = matches!(to, Event::Field { field, .. } if field == RESTORED);
        let worked_around = is_restoration && self.clock("workaround") == "stops";
        if worked_around {
            stops.extend(row.get(WORKED_AROUND).instants());
        }
        stops.sort_unstable();
        let stop_after = |start: Instant| stops.iter().copied().find(|stop| start <= *stop);
        // What was done before the clock starts, on the day at whose end it does for instance, takes no time.
        let first = stop_after(since).or_else(|| stops.last().map(|_| since));
        let mut cases = vec![Case { opened: since, lives: vec![(since, first)] }];
        // What happens once only, such as a response, is not asked for again.
        if self.happens_once(to, row) && !worked_around {
            return cases;
        }
        let mut closes = self.closing(row, since);
        for &again in row.get(REOPENED).instants() {
            let over = cases.last().and_then(Case::over);
            if over.is_none_or(|over| again < over) || again < since {
                continue;
            }
            // What stopped it at this very instant came before.
            let life = (again, stop_after(again + 1));
            let closed = closes.is_some_and(|closes| closes < again);
            match (self.clock("reopening"), closed, cases.last_mut()) {
                ("resumes_count", false, Some(case)) => case.lives.push(life),
                ("restarts", false, Some(case)) => case.lives = vec![life],
                _ => cases.push(Case { opened: again, lives: vec![life] }),
            }
            closes = self.closing(row, again + 1);
        }
        cases
    }

    /// Whether an event can happen once only for a record: its field holds one instant.
    fn happens_once(&self, event: &Event, row: &Row) -> bool {
        match event {
            Event::Field { record, field } if *record == row.record => {
                let fields = self.model.records.get(record).map(|record| record.fields.as_slice()).unwrap_or_default();
                fields.iter().any(|known| known.name == *field && known.ty == FieldType::Instant)
            }
            Event::Earlier(events) => events.iter().all(|event| self.happens_once(event, row)),
            _ => true,
        }
    }

    /// When a case that was last opened at `since` is closed for want of news.
    fn closing(&self, row: &Row, since: Instant) -> Option<Instant> {
        let (delay, event) = self.model.clock.as_ref()?.closing.as_ref()?;
        let solved = match event.as_ref()? {
            Event::Field { record, field } if *record == row.record => {
                row.get(field).instants().iter().copied().find(|at| since <= *at)?
            }
            other => self.event_of(other, row)?,
        };
        self.after(delay, solved)
    }
}
