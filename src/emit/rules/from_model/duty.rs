//! Duties that cost an amount where they are late.

use super::Pass;
use crate::emit::rules::format;
use crate::model::{Duty, HasTerm};

impl Pass<'_> {
    /// The duties that a penalty is on, in the order of the model.
    pub(super) fn duties(&mut self) -> Vec<format::Duty> {
        let model = self.model;
        model.duties.iter().filter_map(|duty| self.duty(duty)).collect()
    }

    /// Whether a duty is carried: it has a deadline, and an amount is owed where it is late.
    pub(super) fn carries_duty(&self, duty: &Duty) -> bool {
        duty.within.is_some() && self.model.schedules.iter().any(|schedule| schedule.on_duties.contains(&duty.id()))
    }

    fn duty(&mut self, duty: &Duty) -> Option<format::Duty> {
        if !self.carries_duty(duty) {
            return None;
        }
        let mut within = duty.within.clone()?;
        within.delay = within.delay.counted_on(duty.during.as_ref());
        let schedules = self.model.schedules.iter().filter(|schedule| schedule.on_duties.contains(&duty.id()));
        let penalties = schedules.map(|schedule| self.penalties.ask(&schedule.term.id)).collect();
        let (from, until) = self.days(duty.term.validity);
        Some(format::Duty {
            id: duty.term.id.to_string(),
            label: self.texts(&duty.term.label),
            term: self.origin(&duty.term),
            of: duty.of.iter().map(|actor| self.actor(actor)).collect(),
            to: duty.to.iter().map(|actor| self.actor(actor)).collect(),
            each: duty.each.as_ref().map(|window| self.window(window)),
            scope: self.scope(&duty.scope),
            within: self.deadline(&within),
            does: duty.does.as_ref().map(|text| self.texts(text)).unwrap_or_default(),
            penalties,
            from,
            until,
        })
    }
}
