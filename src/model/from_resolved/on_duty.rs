//! Penalties on a late duty: what may stand beside one, and what is known of it.

use super::Lower;
use super::judged::Judging;
use super::rules::WRONG_VALUE;
use crate::base::Name;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Duty, Event, Id, Window};
use crate::resolved::Decl;
use crate::syntax::ast::ExprKind;

impl Lower<'_> {
    /// The duties that a penalty is on; none where it is on commitments.
    pub(super) fn duties_of(&mut self, decl: &Decl) -> Vec<Id<Duty>> {
        let values = decl.field("on").map(|field| field.values.clone()).unwrap_or_default();
        let mut found: Vec<(Id<Duty>, crate::base::Span)> = Vec::new();
        for value in &values {
            if let ExprKind::Name(name) = &value.kind
                && let Some(id) = self.peek(name, decl).filter(|&id| self.is_kind(id, KindId::Duty))
            {
                self.need(id);
                found.push((self.id::<Duty>(id), value.span));
            }
        }
        let Some((_, first)) = found.first().cloned() else { return Vec::new() };
        if decl.kind.id == KindId::Bonus {
            self.refuse(
                first,
                "a bonus is on a commitment, and on no duty",
                "say with a penalty what a late duty costs",
            );
        } else if found.len() < values.len() {
            let help = "declare one penalty for the duties, and one for the commitments";
            self.refuse(first, "a penalty is on duties or on commitments, and not on both", help);
        }
        // The duty itself says which cases it is for, and how often it is due.
        for field in ["at", "for", "each"].into_iter().filter_map(|name| decl.field(name)) {
            let message = format!("`{}` says nothing of a duty", field.spec.name);
            self.refuse(field.span, &message, "leave it out: the duty says when it is due, and for what");
        }
        for (id, span) in &found {
            if let Some((why, help)) = self.duties.get(id).and_then(not_owed) {
                self.refuse(*span, &format!("`{id}` {why}"), help);
            }
        }
        found.into_iter().map(|(id, _)| id).collect()
    }

    fn refuse(&mut self, span: crate::base::Span, message: &str, help: &str) {
        self.sink.report(Finding::new(&WRONG_VALUE, span, message).help(help));
    }

    /// The window of the amounts on a duty: its own, or none that a rate could be read in.
    pub(super) fn window_of_duty(&self, duties: &[Id<Duty>]) -> Option<Window> {
        let duty = self.duties.get(duties.first()?)?;
        let after = duty.within.as_ref().and_then(|within| within.after.as_ref());
        Some(match (&duty.each, after) {
            (Some(window), _) | (None, Some(Event::StartOf(window) | Event::EndOf(window))) => window.clone(),
            (None, Some(Event::Field { record, .. })) => Window::Case { record: record.clone() },
            _ => Window::Term,
        })
    }

    /// What is known of late duties: the days, or the time, by which they are.
    pub(super) fn judging_duties(&self, duties: &[Id<Duty>]) -> Judging {
        let delays: Vec<_> = duties.iter().filter_map(|id| self.duties.get(id)?.within.as_ref()).collect();
        if delays.iter().any(|within| within.delay.length.as_blank().is_some()) {
            return Judging::unknown();
        }
        let in_days: Vec<(Name, bool)> =
            duties.iter().zip(&delays).map(|(id, within)| (id.name().clone(), within.delay.counts_days())).collect();
        Judging::late(&in_days)
    }
}

/// Why nothing says when a duty is late, or who owes what it costs, and what would.
fn not_owed(duty: &Duty) -> Option<(&'static str, &'static str)> {
    if duty.of.len() > 1 || duty.to.len() > 1 {
        let help = "declare a duty for each party, and name one";
        return Some(("is owed by several, or to several: nothing says who owes an amount, and to whom", help));
    }
    if duty.every.is_some() {
        let help = "say with `each` and `within` how often it is due, and until when";
        return Some(("is due again and again: nothing says which time an amount is for", help));
    }
    let help = "give the duty a deadline, such as `within 5 days after end of month`";
    let Some(within) = &duty.within else { return Some(("has no deadline, so that it is never late", help)) };
    match (&within.after, &duty.each) {
        (None, _) if within.before.is_none() => Some(("has a delay that runs from no event", help)),
        (Some(Event::Done(_) | Event::Step(_) | Event::Later(_) | Event::Earlier(_)), None) => {
            let help = "let it run from an event of a record, the end of a period or a breach, or say `each`";
            Some(("runs from what may happen at several times: nothing says which one an amount is for", help))
        }
        _ => None,
    }
}
