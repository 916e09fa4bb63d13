//! Expressions taken apart: what stands inside one, and which terms it cites.

use crate::base::{Name, Span};
use crate::model::{
    Among, CalendarSet, Combination, CommitmentRef, Decision, Delay, Dependency, Event, ExclusionSource, Expr,
    FigureSource, Key, Members, Model, Pays, Quantity, Scope, StateSource, Subject, Window,
};

/// Conditions and amounts on which something operative depends, each with its place.
#[must_use]
pub fn conditions(model: &Model) -> Vec<(Span, &Expr)> {
    let mut all = Vec::new();
    for schedule in &model.schedules {
        all.extend(schedule.waived.iter().map(|expr| (schedule.term.field("waived when"), expr)));
        all.extend(amounts(&schedule.pays).into_iter().map(|expr| (schedule.term.span, expr)));
    }
    for settlement in &model.settlements {
        all.extend(settlement.waived.iter().map(|expr| (settlement.term.field("waived when"), expr)));
        all.extend(settlement.day_price.iter().map(|expr| (settlement.term.field("form"), expr)));
    }
    for right in &model.rights {
        all.extend(right.when.iter().map(|expr| (right.term.field("when"), expr)));
        all.extend(right.provided.iter().map(|expr| (right.term.field("provided"), expr)));
    }
    for exclusion in &model.exclusions {
        if let ExclusionSource::When(expr) = &exclusion.applies {
            all.push((exclusion.term.field("when"), expr));
        }
    }
    all
}

/// The amounts of a schedule.
#[must_use]
pub fn amounts(pays: &Pays) -> Vec<&Expr> {
    match pays {
        Pays::Amount(amount) => vec![amount],
        Pays::Brackets(decision) => decision.rows.iter().filter_map(|row| row.outcome.as_ref()).collect(),
        Pays::Blank(_) => Vec::new(),
    }
}

/// The terms that something cites, in the order in which it does.
#[derive(Debug, Default)]
pub struct Cited<'m> {
    /// Their identities; one that is cited twice stands twice.
    pub names: Vec<&'m Name>,
    /// Which of them are read in a period before only.
    pub before: Vec<usize>,
    /// The commitments that it counts.
    pub counted: Vec<&'m CommitmentRef>,
}

impl<'m> Cited<'m> {
    /// Adds one term.
    pub fn name(&mut self, name: &'m Name) {
        self.names.push(name);
    }

    /// Adds several terms.
    pub fn names(&mut self, names: impl IntoIterator<Item = &'m Name>) {
        self.names.extend(names);
    }

    /// Adds what an expression cites.
    pub fn expr(&mut self, expr: &'m Expr) {
        match expr {
            Expr::Value { dimension, .. } | Expr::Dimension(dimension) => self.name(dimension.name()),
            Expr::Actor(name) => self.name(name),
            Expr::Figure { figure, of } => {
                self.name(figure.name());
                self.names(of.iter().map(|service| service.name()));
            }
            Expr::Indicator { indicator, of } => {
                self.name(indicator.name());
                self.names(of.iter().map(|service| service.name()));
            }
            Expr::Schedule(schedule) => self.name(schedule.name()),
            Expr::Settlement(settlement) => self.name(settlement.name()),
            Expr::Field { record, .. } | Expr::Records(record) => self.name(record.name()),
            Expr::State(state) => self.name(state.name()),
            Expr::OfService { service, .. } => self.name(service.name()),
            Expr::Several { among: Among::Instances(service), .. } => self.name(service.name()),
            Expr::Several { among: Among::Values(dimension), .. } => self.name(dimension.name()),
            Expr::In { window, calendar } => {
                self.window(window);
                self.calendar(calendar);
            }
            Expr::Event(event) => self.event(event),
            Expr::Gap { of, within } => {
                self.event(of);
                within
                    .iter()
                    .flat_map(|watch| watch.from.iter().chain(&watch.until))
                    .for_each(|event| self.event(event));
            }
            Expr::TimeBetween { from, to } => {
                self.event(from);
                self.event(to);
            }
            Expr::Commitment(reference) => self.commitments(reference),
            Expr::Each { among: Members::Instances(service), .. } => self.name(service.name()),
            Expr::Each { among: Members::Results(reference), .. } => self.commitments(reference),
            Expr::Each { among: Members::Periods(window), .. } => self.window(window),
            Expr::Before { of, over: over @ Window::Previous { .. } } => {
                self.window(over);
                // A value of a period before is no part of a definition that needs itself.
                let now = self.names.len();
                self.expr(of);
                self.before.extend(now..self.names.len());
                return;
            }
            Expr::Aggregate { over, .. } => self.windows(over.as_ref()),
            Expr::Before { over, .. } => self.window(over),
            Expr::Step { unit, .. } => self.unit(unit),
            Expr::Late { calendar, .. } => self.calendar(calendar),
            _ => {}
        }
        for part in expr.parts() {
            self.expr(part);
        }
    }

    /// Adds the commitments that a reference means.
    fn commitments(&mut self, reference: &'m CommitmentRef) {
        self.counted.push(reference);
        self.names(reference.tier.iter().map(|tier| tier.name()));
        self.names(reference.indicator.iter().map(|indicator| indicator.name()));
        self.scope(&reference.scope);
    }

    /// Adds what several expressions cite.
    pub fn exprs(&mut self, exprs: impl IntoIterator<Item = &'m Expr>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    /// A quantity in periods of the contract's own cites the period.
    pub fn unit(&mut self, quantity: &'m Quantity) {
        if crate::quantity::Measure::parse(&quantity.unit).is_none() && !quantity.unit.is_empty() {
            self.name(&quantity.unit);
        }
    }

    /// Adds what a delay cites.
    pub fn delay(&mut self, delay: &'m Delay) {
        self.unit(&delay.length);
        self.calendars(delay.calendar.as_ref());
        self.names(delay.counted_by.iter().map(|preset| preset.name()));
    }

    /// Adds what a calendar expression cites.
    pub fn calendar(&mut self, set: &'m CalendarSet) {
        match set {
            CalendarSet::Always => {}
            CalendarSet::Calendar(calendar) => self.name(calendar.name()),
            CalendarSet::And(sets) | CalendarSet::Or(sets) => self.calendars(sets),
            CalendarSet::Except(set, without) => {
                self.calendar(set);
                self.calendar(without);
            }
        }
    }

    /// Adds what calendar expressions cite.
    pub fn calendars(&mut self, sets: impl IntoIterator<Item = &'m CalendarSet>) {
        for set in sets {
            self.calendar(set);
        }
    }

    /// Adds what a window cites.
    pub fn window(&mut self, window: &'m Window) {
        match window {
            Window::Period { period, .. } => self.name(period.name()),
            Window::Case { record } => self.name(record.name()),
            Window::Value { dimension } => self.name(dimension.name()),
            Window::All { parts } => self.windows(parts),
            Window::Rolling { span, step } => {
                self.unit(span);
                step.iter().for_each(|step| self.unit(step));
            }
            Window::Last { span } | Window::Next { span } => self.unit(span),
            Window::Previous { of, .. } => self.window(of),
            Window::OpenDays { of } => self.calendar(of),
            Window::Anchored { span, event, .. } => {
                self.unit(span);
                self.event(event);
            }
            Window::Calendar { .. } | Window::Slot { .. } | Window::Term => {}
        }
    }

    /// Adds what windows cite.
    pub fn windows(&mut self, windows: impl IntoIterator<Item = &'m Window>) {
        for window in windows {
            self.window(window);
        }
    }

    /// Adds what an event cites.
    pub fn event(&mut self, event: &'m Event) {
        match event {
            Event::Field { record, .. } => self.name(record.name()),
            Event::StartOf(window) | Event::EndOf(window) => self.window(window),
            Event::Done(duty) => self.name(duty.name()),
            Event::Breach(reference) => self.commitments(reference),
            Event::Later(events) | Event::Earlier(events) => self.events(events),
            Event::Step(_) | Event::ContractStart | Event::ContractEnd | Event::Blank(_) => {}
        }
    }

    /// Adds what events cite.
    pub fn events(&mut self, events: impl IntoIterator<Item = &'m Event>) {
        for event in events {
            self.event(event);
        }
    }

    /// Adds what a scope cites.
    pub fn scope(&mut self, scope: &'m Scope) {
        self.names(scope.dimensions.iter().map(|(dimension, _)| dimension.name()));
        self.names(scope.services.iter().map(|service| service.name()));
    }

    /// Adds what a subject cites.
    pub fn subject(&mut self, subject: &'m Subject) {
        match subject {
            Subject::Record(record) => self.name(record.name()),
            Subject::Service(service) => self.name(service.name()),
            Subject::Dimension(dimension) => self.name(dimension.name()),
            Subject::Contract | Subject::Objective | Subject::Any => {}
        }
    }

    /// Adds what the keys of a decision table cite.
    pub fn keys<T>(&mut self, decision: &'m Decision<T>) {
        self.names(decision.keys.iter().filter_map(|key| match key {
            Key::Dimension(dimension) => Some(dimension.name()),
            Key::Indicator(indicator) => Some(indicator.name()),
            Key::Figure(figure) => Some(figure.name()),
            Key::Judged(_) => None,
        }));
    }

    /// Adds what a combination cites.
    pub fn combination(&mut self, combination: &'m Combination) {
        if let Combination::Choice(actor) = combination {
            self.name(actor.name());
        }
    }

    /// Adds what the source of an exclusion or exception cites.
    pub fn exclusion_source(&mut self, source: &'m ExclusionSource) {
        match source {
            ExclusionSource::Calendar(calendar) => self.calendar(calendar),
            ExclusionSource::When(expr) => self.expr(expr),
            ExclusionSource::Between(from, to) => self.events([from, to]),
            ExclusionSource::Permitted(_) | ExclusionSource::Blank(_) => {}
        }
    }

    /// Adds what the source of a state cites.
    pub fn state_source(&mut self, source: &'m StateSource) {
        match source {
            StateSource::When(expr) => self.expr(expr),
            StateSource::GivenBy(actor) => self.name(actor.name()),
            StateSource::Between(from, to) => self.events([from, to]),
            StateSource::Blank(_) => {}
        }
    }

    /// Adds what the source of a figure cites.
    pub fn figure_source(&mut self, source: &'m FigureSource) {
        match source {
            FigureSource::Is(expr) => self.expr(expr),
            FigureSource::Decision(decision) => {
                self.keys(decision);
                self.exprs(decision.rows.iter().filter_map(|row| row.outcome.as_ref()));
            }
            FigureSource::GivenBy(actor, window) => {
                self.name(actor.name());
                self.windows(window);
            }
            FigureSource::Column(cells) => self.exprs(cells.iter().map(|(_, expr)| expr)),
            FigureSource::Blank(_) => {}
        }
    }

    /// Adds the services of a dependency.
    pub fn dependency(&mut self, dependency: &'m Dependency) {
        match dependency {
            Dependency::Service(service) => self.name(service.name()),
            Dependency::All(all) | Dependency::Any(all) | Dependency::AtLeast(_, all) => {
                all.iter().for_each(|dependency| self.dependency(dependency));
            }
        }
    }
}
