//! Which records an expression reads.

use crate::base::Name;
use crate::model::{
    Aggregate, Among, Event, Expr, FieldType, FigureSource, Id, Members, Model, Record, StateSource, Subject,
};
use std::collections::{BTreeMap, BTreeSet};

/// The sorts of records whose fields or dimensions an expression reads by itself: not through a state, a figure or an
/// indicator, which read their own.
#[must_use]
pub fn records(model: &Model, expr: &Expr) -> BTreeSet<Id<Record>> {
    let mut found = BTreeSet::new();
    expr.visit(&mut |part| match part {
        Expr::Field { record, .. }
        | Expr::Event(Event::Field { record, .. })
        | Expr::Gap { of: Event::Field { record, .. }, .. }
        | Expr::TimeBetween { from: Event::Field { record, .. }, .. } => {
            found.insert(record.clone());
        }
        Expr::Dimension(id) => {
            if let Some(Subject::Record(record)) = model.dimensions.get(id).map(|dimension| &dimension.of) {
                found.insert(record.clone());
            }
        }
        _ => {}
    });
    found
}

/// The fields of records from which what is promised is computed, record by record: what is gathered, and the flag of which a share is one.
#[must_use]
pub fn sampled(model: &Model) -> BTreeMap<Id<Record>, BTreeSet<Name>> {
    let mut found: BTreeMap<Id<Record>, BTreeSet<Name>> = BTreeMap::new();
    let indicators: BTreeSet<_> = model.commitments.iter().map(|commitment| &commitment.indicator).collect();
    for indicator in indicators.into_iter().filter_map(|id| model.indicators.get(id)) {
        indicator.formula.visit(&mut |part| {
            let Expr::Aggregate { function, of, filter, .. } = part else { return };
            let flag = filter.as_deref().filter(|_| *function == Aggregate::Share);
            for read in [Some(&**of), flag].into_iter().flatten() {
                let read = if let Expr::Not(inner) = read { inner } else { read };
                if let Expr::Field { record, field } = read
                    && model.records.get(record).is_some_and(|record| is_measured(record, field))
                {
                    found.entry(record.clone()).or_default().insert(field.clone());
                }
            }
        });
    }
    found
}

fn is_measured(record: &Record, field: &Name) -> bool {
    let of_value = |ty: &FieldType| {
        matches!(ty, FieldType::Flag | FieldType::Number | FieldType::Unit(_) | FieldType::Duration | FieldType::Money)
    };
    record.fields.iter().any(|known| known.name == *field && of_value(&known.ty))
}

/// The sorts of records that hold an event, or those from which a duty or a step of the procedure runs.
#[must_use]
pub fn of_event(model: &Model, event: &Event) -> BTreeSet<Id<Record>> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut todo = vec![event];
    while let Some(event) = todo.pop() {
        // Duties that wait for one another are looked at once.
        if !seen.insert(event) {
            continue;
        }
        match event {
            Event::Field { record, .. } => {
                found.insert(record.clone());
            }
            Event::Later(events) | Event::Earlier(events) => todo.extend(events),
            Event::Done(duty) => {
                let within = model.duties.get(duty).and_then(|duty| duty.within.as_ref());
                todo.extend(within.and_then(|within| within.after.as_ref()));
            }
            Event::Step(name) => {
                let steps = model.procedure.iter().flat_map(|procedure| &procedure.steps);
                todo.extend(steps.filter(|step| step.name == *name).map(|step| &step.after));
            }
            // A breach is found by judging, which reads what its commitment reads.
            Event::Breach(_)
            | Event::StartOf(_)
            | Event::EndOf(_)
            | Event::ContractStart
            | Event::ContractEnd
            | Event::Blank(_) => {}
        }
    }
    found
}

/// The sorts of evidence that an expression rests on, through states, figures and indicators too: records, and states that someone
/// reports.
#[must_use]
pub fn evidence(model: &Model, expr: &Expr) -> BTreeSet<Name> {
    let mut found = BTreeSet::new();
    let mut seen: BTreeSet<&Name> = BTreeSet::new();
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        found.extend(records(model, expr).into_iter().map(|record| record.name().clone()));
        let mut event = |event: &Event| found.extend(of_event(model, event).iter().map(|record| record.name().clone()));
        let mut parts = Vec::new();
        expr.visit(&mut |part| parts.push(part.clone()));
        for part in &parts {
            match part {
                Expr::Records(record) => event(&Event::Field { record: record.clone(), field: Name::default() }),
                Expr::TimeBetween { from, to } => [from, to].into_iter().for_each(&mut event),
                Expr::Gap { of, .. } => event(of),
                Expr::State(id) => {
                    if let Some(state) = model.states.get(id).filter(|state| seen.insert(&state.term.id)) {
                        match &state.holds {
                            StateSource::Between(from, to) => {
                                [from, to].into_iter().for_each(&mut event);
                                todo.extend(&state.when);
                            }
                            StateSource::When(condition) => todo.push(condition),
                            StateSource::GivenBy(_) => {
                                event(&Event::Field { record: Id::new(state.term.id.clone()), field: Name::default() });
                            }
                            StateSource::Blank(_) => {}
                        }
                    }
                }
                // Whether all of them meet a condition is known where the list says which there are.
                Expr::Several { among: Among::Instances(service), .. }
                | Expr::Each { among: Members::Instances(service), .. } => {
                    event(&Event::Field { record: Id::new(service.name().clone()), field: Name::default() });
                }
                Expr::Schedule(schedule) => {
                    let schedule = model.schedules.get(schedule).filter(|schedule| seen.insert(&schedule.term.id));
                    todo.extend(schedule.into_iter().flat_map(|schedule| schedule.formulas()));
                }
                Expr::Indicator { indicator, .. } => {
                    let indicator = model.indicators.get(indicator);
                    todo.extend(indicator.filter(|i| seen.insert(&i.term.id)).map(|indicator| &indicator.formula));
                }
                Expr::Figure { figure, .. } => {
                    let figure = model.figures.get(figure).filter(|figure| seen.insert(&figure.term.id));
                    if let Some(FigureSource::Is(expr)) = figure.map(|figure| &figure.value) {
                        todo.push(expr);
                    }
                }
                _ => {}
            }
        }
    }
    found
}
