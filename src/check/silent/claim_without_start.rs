//! The time to claim an amount runs from an event that cannot be found for each amount.

use crate::check::{Facts, shown, words};
use crate::diagnostics::{Answer, Family, Finding, Question, Rule, Shows, Sink, Witness};
use crate::model::{Claim, Deadline, Event, FieldType, Id, Model, Record, Schedule, Settlement, Subject, Window};
use crate::time::Instant;

/// The time to claim an amount runs from an event that cannot be found for each amount.
pub static RULE: Rule = Rule {
    name: "claim-without-start",
    family: Family::Silent,
    summary: "nothing says from when the time to claim an amount runs",
    checks: &["P21"],
};

/// Asks every claim with a deadline for the event that it runs from.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for settlement in &facts.model.settlements {
        let Some(Claim::By { within: Some(within), .. }) = &settlement.claim else { continue };
        if !within.after.as_ref().is_some_and(|event| is_placed(facts, event, &mut Vec::new())) {
            sink.report(claim_without_start(facts.model, settlement, within));
        }
    }
    for group in facts.settled() {
        let Some(settlement) = group.settlement else { continue };
        let Some(Claim::By { within: Some(within), .. }) = &settlement.claim else { continue };
        let Some(event) = within.after.as_ref().filter(|event| is_placed(facts, event, &mut Vec::new())) else {
            continue;
        };
        let records = records_of(facts.model, event, &mut Vec::new());
        for schedule in &group.schedules {
            if let Some(record) = cases_without(facts.model, schedule, &records) {
                let [at, _] = shown::months(facts.model);
                sink.report(claim_of_other_cases(settlement, schedule, (&records, record), at));
            }
        }
    }
}

/// The records that hold an event, or those from which a duty or a step of the procedure runs.
fn records_of<'m>(model: &'m Model, event: &'m Event, seen: &mut Vec<&'m Event>) -> Vec<&'m Id<Record>> {
    if seen.contains(&event) {
        return Vec::new();
    }
    seen.push(event);
    match event {
        Event::Field { record, .. } => vec![record],
        Event::Later(events) | Event::Earlier(events) => {
            events.iter().flat_map(|event| records_of(model, event, seen)).collect()
        }
        Event::Done(duty) => {
            let within = model.duties.get(duty).and_then(|duty| duty.within.as_ref()?.after.as_ref());
            within.map(|event| records_of(model, event, seen)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The record for each case of which a schedule is owed, where no case of it has an event of these records, itself or through another.
fn cases_without<'m>(model: &'m Model, schedule: &'m Schedule, records: &[&Id<Record>]) -> Option<&'m Id<Record>> {
    let refers = |from: &Id<Record>, to: &Id<Record>| {
        let fields = model.records.get(from).map(|record| record.fields.as_slice()).unwrap_or_default();
        fields.iter().any(|field| matches!(&field.ty, FieldType::Record(other) if other == to))
    };
    let has = |case: &Id<Record>| records.iter().any(|of| *of == case || refers(case, of) || refers(of, case));
    let of_case = |window: &'m Window| match window {
        Window::Case { record } => Some(record),
        _ => None,
    };
    let windows = schedule
        .on
        .iter()
        .filter_map(|id| model.commitments.get(id))
        .filter_map(|commitment| schedule.each.as_ref().or(commitment.window.as_ref()).and_then(of_case));
    windows.filter(|_| !records.is_empty()).find(|case| !has(case))
}

fn claim_of_other_cases(
    settlement: &Settlement,
    schedule: &Schedule,
    (records, case): (&[&Id<Record>], &Id<Record>),
    at: Instant,
) -> Finding {
    let (id, of) = (&schedule.term.id, words::names(records.iter().map(|record| record.name())));
    let message = format!("the time to claim runs from an event that the cases of `{id}` do not have");
    Finding::new(&RULE, settlement.term.field("claim"), message)
        .about(&settlement.term.id)
        .about(id)
        .here(format!("from an event of {of}"))
        .label(schedule.term.span, format!("`{id}` is owed for each `{case}`, which has no such event"))
        .witness(
            Witness::new(
                Shows::NoAnswer,
                format!("a case of `{case}`: no instant can be told after which `{id}` is claimed too late"),
            )
            .ask(
                Question::ClaimDue {
                    settlement: settlement.term.id.clone(),
                    field: "claim".into(),
                    record: Some(case.name().clone()),
                    at,
                },
                Answer::Nothing,
            ),
        )
        .help(format!("write `after end of month`, or settle `{id}` by itself, with an event of `{case}`"))
}

/// Whether an event can be found for the amounts of a month: one of a record about a service is that of the case, or the last one
/// of the period; of the records of the contract, nothing says which one is meant.
fn is_placed<'m>(facts: &Facts<'m>, event: &'m Event, seen: &mut Vec<&'m Event>) -> bool {
    let model = facts.model;
    if seen.contains(&event) {
        return false;
    }
    seen.push(event);
    match event {
        Event::Field { record, .. } => {
            let of = model.records.get(record).and_then(|record| record.of.as_ref());
            matches!(of, Some(Subject::Any | Subject::Service(_)))
        }
        Event::StartOf(window) | Event::EndOf(window) => {
            matches!(window, Window::Calendar { .. } | Window::OpenDays { .. } | Window::Period { .. })
        }
        Event::Done(duty) => {
            let within = model.duties.get(duty).and_then(|duty| duty.within.as_ref());
            within.and_then(|within| within.after.as_ref()).is_some_and(|event| is_placed(facts, event, seen))
        }
        Event::Step(name) => {
            let mut steps = model.procedure.iter().flat_map(|procedure| &procedure.steps);
            steps.find(|step| step.name == *name).is_some_and(|step| is_placed(facts, &step.after, seen))
        }
        Event::Later(events) | Event::Earlier(events) => events.iter().all(|event| is_placed(facts, event, seen)),
        // It may be of another month than the amount is for.
        Event::Breach(_) => false,
        // One that is not agreed yet is one.
        Event::ContractStart | Event::Blank(_) => true,
        Event::ContractEnd => model.contract.until.is_some() || facts.blanks().has(&model.contract.term.id, "until"),
    }
}

fn claim_without_start(model: &Model, settlement: &Settlement, within: &Deadline) -> Finding {
    let [at, _] = shown::months(model);
    let id = &settlement.term.id;
    let text =
        format!("an amount for {}: no instant can be told after which it is claimed too late", shown::month(model, at));
    let asks = Question::ClaimDue { settlement: id.clone(), field: "claim".into(), record: None, at };
    let shown = Witness::new(Shows::NoAnswer, text).ask(asks, Answer::Nothing);
    let finding = |message: String| Finding::new(&RULE, settlement.term.field("claim"), message).about(id);
    let finding = match &within.after {
        None => {
            finding(format!("nothing says from when the time to claim what `{id}` settles runs")).here("after what?")
        }
        Some(Event::Field { field, .. }) => finding(format!(
            "the time to claim runs from `{field}`, but nothing ties one to the amount that is claimed"
        ))
        .here(format!("after which `{field}`, if there are several or none?"))
        .note(format!("a `{field}` is tied neither to a service nor to a period in which something is owed")),
        Some(_) => {
            finding("the time to claim runs from an event that nothing ties to the amount that is claimed".to_owned())
                .here("after which of them, if there are several or none?")
        }
    };
    finding
        .witness(shown)
        .help("write `after end of month`, or an event of the incident or outage for which the amount is owed")
}
