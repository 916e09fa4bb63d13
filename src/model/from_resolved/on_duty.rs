//! Penalties on a late duty: what may stand beside one, and what is known of it.

use super::judged::Judging;
use super::rules::WRONG_VALUE;
use super::{Lower, single};
use crate::base::Name;
use crate::diagnostics::Finding;
use crate::language::KindId;
use crate::model::{Duty, Event, Expr, FigureSource, Id, Record, Subject, Window};
use crate::resolved::{Decl, Found};
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

    /// Reports what an amount on duties reads of one service, where a duty is of none: nothing says which is meant, unless the contract has one only.
    pub(super) fn of_no_service(&mut self, on_duties: &[Id<Duty>], read: &[&Expr], decl: &Decl) {
        let duty =
            on_duties.iter().find(|id| self.duties.get(id).is_some_and(|duty| !self.is_of_a_service(duty, decl)));
        let Some(duty) = duty.filter(|_| self.only_service().is_none()) else { return };
        let mut found = None;
        for expr in read {
            self.visit_of_one(expr, &mut |figure| found = found.clone().or_else(|| Some(figure.clone())));
        }
        let Some(figure) = found else { return };
        let fields = ["basis", "pays", "waived when"].into_iter().filter_map(|name| decl.field(name));
        let named = |span: crate::base::Span| self.sources.slice(span).contains(figure.as_str());
        let span = fields.map(|field| field.span).find(|span| named(*span)).unwrap_or(decl.head);
        let message = format!("nothing says of which service `{figure}` is meant");
        let finding = Finding::new(&WRONG_VALUE, span, message).note(format!("`{duty}` is due for no service"));
        let help = format!("write `{figure} of` and the service, or gather what all have: `sum of {figure} over …`");
        self.sink.report(finding.help(help));
    }

    /// Shows the figures of an expression that have a value of their own for each service, and that are read of none.
    fn visit_of_one(&self, expr: &Expr, see: &mut dyn FnMut(&Name)) {
        match expr {
            Expr::Figure { figure, of: None } => {
                let known = self.figures.get(figure).filter(|figure| figure.of == Some(Subject::Any));
                let is_one = |source: &FigureSource| matches!(source, FigureSource::Is(Expr::Quantity(_)));
                if known.is_some_and(|figure| !is_one(&figure.value)) {
                    see(figure.name());
                }
            }
            // What is gathered is that of all services.
            Expr::Aggregate { .. } => {}
            _ => expr.parts().into_iter().for_each(|part| self.visit_of_one(part, see)),
        }
    }

    /// Whether a duty is due for a service: after a breach, or for a record that is about one.
    fn is_of_a_service(&self, duty: &Duty, at: &Decl) -> bool {
        let within = duty.within.as_ref();
        let event = within.and_then(|within| within.after.as_ref().or(within.before.as_ref()));
        match (&duty.each, event) {
            (Some(Window::Case { record }), _) | (None, Some(Event::Field { record, .. })) => {
                self.is_about_a_service(record, at)
            }
            (None, Some(Event::Breach(_))) => true,
            _ => false,
        }
    }

    /// Whether a record is about a service; it may not have been lowered yet.
    fn is_about_a_service(&self, record: &Id<Record>, at: &Decl) -> bool {
        if let Some(known) = self.records.get(record) {
            return matches!(known.of, Some(Subject::Any | Subject::Service(_)));
        }
        let Found::One(id) = self.program.find(record.as_str(), at) else { return false };
        let of = self.program.decl(id).field("of").and_then(|of| single(&of.values));
        let Some(ExprKind::Name(word)) = of.map(|value| &value.kind) else { return false };
        word == "service" || self.peek(word, at).is_some_and(|id| self.is_kind(id, KindId::Service))
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
