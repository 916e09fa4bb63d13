//! An exclusion that takes nothing out.

use crate::base::Name;
use crate::check::timing::Idle;
use crate::check::{Facts, words};
use crate::diagnostics::{Family, Finding, Rule, Sink};
use crate::evaluate::reads;
use crate::model::{
    Commitment, Event, Exclusion, ExclusionSource, FieldType, HasTerm, Id, Indicator, Model, Record, StateSource,
    Subject,
};

/// An exclusion that takes nothing out.
pub static RULE: Rule = Rule {
    name: "exclusion-without-effect",
    family: Family::Void,
    summary: "an exclusion that takes nothing out",
    checks: &["X5", "X12", "K9"],
};

/// Asks for each exclusion of hours whether one of them is an hour of a commitment that it suspends; for each cause whether it can be
/// found and is one of what is suspended; for each pause which case it is of.
pub fn run(facts: &Facts<'_>, sink: &mut Sink) {
    for idle in &facts.timing().hours.idle {
        sink.report(exclusion_without_effect(facts.model, idle));
    }
    for exclusion in &facts.model.exclusions {
        if let Some((record, last)) = never_found(facts.model, exclusion) {
            sink.report(cause_never_found(exclusion, record, last));
        }
        let suspended: Vec<&Commitment> =
            facts.binding().filter(|commitment| commitment.suspended_by.contains(&exclusion.id())).collect();
        if let Some(indicator) = not_promised(facts, exclusion).filter(|_| facts.model.blanks.is_empty()) {
            sink.report(nothing_promised(exclusion, indicator));
        }
        if let Some(record) = unrelated(facts.model, exclusion, &suspended) {
            sink.report(unrelated_record(exclusion, &record));
        }
        if let Some((record, case)) = of_no_case(facts.model, exclusion, &suspended) {
            sink.report(pause_of_no_case(exclusion, record, case));
        }
    }
}

fn exclusion_without_effect(model: &Model, idle: &Idle<'_>) -> Finding {
    let (id, promise) = (&idle.exclusion.term.id, &idle.commitment.term.id);
    let place = idle.exclusion.term.field("when");
    let hours = idle.commitment.calendar.as_ref();
    let counts = hours.map(|set| format!(" {}", words::hours(set))).unwrap_or_default();
    let finding = Finding::new(&RULE, place, format!("`{id}` takes out hours that do not count anyway"))
        .about(id)
        .about(promise)
        .here(format!("`{promise}` counts none of these hours"))
        .label(idle.commitment.target_span, format!("`{promise}` counts{counts}"))
        .help("choose hours that are counted, if time is to be excused, or remove the exclusion");
    words::with_hours(finding, model, hours)
}

/// The first indicator of those that an exclusion names, where nothing is promised of any of them.
fn not_promised<'m>(facts: &Facts<'m>, exclusion: &'m Exclusion) -> Option<&'m Name> {
    let model = facts.model;
    let first = exclusion.suspends.first().filter(|_| !exclusion.suspends_all)?;
    let is_promised = |commitment: &Commitment| commitment.suspended_by.contains(&exclusion.id());
    let references = facts.references();
    let own = references.number(&exclusion.term.id);
    let is_used = |id: &Id<Indicator>| {
        let number = references.number(id.name());
        let cites = |at: usize| references.graph.successors(at).iter().any(|cited| Some(*cited) == number);
        (0..references.terms.len()).any(|at| Some(at) != own && cites(at))
    };
    let none = !model.commitments.iter().any(is_promised) && !exclusion.suspends.iter().any(is_used);
    none.then(|| first.name())
}

fn nothing_promised(exclusion: &Exclusion, indicator: &Name) -> Finding {
    let id = &exclusion.term.id;
    Finding::new(
        &RULE,
        exclusion.term.field("suspends"),
        format!("`{id}` suspends `{indicator}`, of which nothing is promised"),
    )
    .about(id)
    .about(indicator)
    .here(format!("no tier has a target for `{indicator}`"))
    .help("suspend what is promised, or remove the exclusion")
}

/// The instant after which a cause is found, where it is the last of its record: a cause is found at the one that follows.
fn never_found<'m>(model: &'m Model, exclusion: &'m Exclusion) -> Option<(&'m Record, &'m Name)> {
    let within = exclusion.established.as_ref()?.within.as_ref()?;
    let Some(Event::Field { record, field }) = &within.after else { return None };
    let record = model.records.get(record)?;
    (instants(record).last() == Some(field)).then_some((record, field))
}

fn instants(record: &Record) -> impl DoubleEndedIterator<Item = &Name> {
    let is_instant = |ty: &FieldType| matches!(ty, FieldType::Instant | FieldType::Instants);
    record.fields.iter().filter(move |field| is_instant(&field.ty)).map(|field| &field.name)
}

fn cause_never_found(exclusion: &Exclusion, record: &Record, last: &Name) -> Finding {
    let (id, of) = (&exclusion.term.id, &record.term.id);
    let message = format!("nothing can show that the cause of `{id}` was found in time");
    Finding::new(&RULE, exclusion.term.field("established by"), message)
        .about(id)
        .here(format!("the time runs from `{last}`, the last event of `{of}`"))
        .note("the cause is found at the event that follows the one from which the time runs")
        .help(format!("add to `{of}` an event after `{last}`, such as `cause_found`"))
}

/// A record whose condition takes nothing out: it stands for no time, and nothing that is suspended is about it.
fn unrelated(model: &Model, exclusion: &Exclusion, suspended: &[&Commitment]) -> Option<Id<Record>> {
    let ExclusionSource::When(condition) = &exclusion.applies else { return None };
    let read = reads::records(model, condition);
    let idle = |record: &Id<Record>| {
        !stands_for_time(model, record) && !suspended.iter().any(|one| is_about(model, one, record))
    };
    if suspended.is_empty() || !read.iter().all(idle) { None } else { read.into_iter().next() }
}

fn stands_for_time(model: &Model, record: &Id<Record>) -> bool {
    let makes = model.states.iter().any(|state| match &state.holds {
        StateSource::Between(from, _) => reads::of_event(model, from).contains(record),
        _ => false,
    });
    // What is kept of a record, such as its cause, lasts as long as that one does.
    let of_another = |own: &Record| matches!(own.of, Some(Subject::Record(_)));
    makes || model.records.get(record).is_none_or(|own| of_another(own) || instants(own).count() > 1)
}

/// Whether a commitment counts records of a sort, or others that refer to them or that they refer to.
fn is_about(model: &Model, commitment: &Commitment, record: &Id<Record>) -> bool {
    let Some(indicator) = model.indicators.get(&commitment.indicator) else { return true };
    let mut sorts = reads::evidence(model, &indicator.formula);
    if let Subject::Record(of) = &indicator.of {
        sorts.insert(of.name().clone());
    }
    let refers = |from: &Name, to: &Name| {
        model.records.by_name(from).is_some_and(|from| {
            from.fields.iter().any(|field| matches!(&field.ty, FieldType::Record(other) if other.name() == to))
        })
    };
    sorts.iter().any(|sort| sort == record.name() || refers(sort, record.name()) || refers(record.name(), sort))
}

fn unrelated_record(exclusion: &Exclusion, record: &Id<Record>) -> Finding {
    let id = &exclusion.term.id;
    Finding::new(&RULE, exclusion.term.field("when"), format!("nothing that `{id}` suspends is about a `{record}`"))
        .about(id)
        .here(format!("read in a `{record}`, which stands for no time"))
        .help(format!("name a fact of the records that are counted, or give them a field of the type `{record}`"))
}

/// A pause that is a record of a case, and does not say of which one.
fn of_no_case<'m>(
    model: &'m Model,
    exclusion: &Exclusion,
    suspended: &[&Commitment],
) -> Option<(&'m Record, &'m Id<Record>)> {
    let ExclusionSource::Between(from, _) = &exclusion.applies else { return None };
    let record = reads::of_event(model, from).into_iter().next()?;
    let record = model.records.get(&record)?;
    let Some(Subject::Record(case)) = &record.of else { return None };
    let is_case = |one: &&Commitment| {
        model.indicators.get(&one.indicator).is_some_and(|indicator| indicator.of == Subject::Record(case.clone()))
    };
    let names = record.fields.iter().any(|field| field.ty == FieldType::Record(case.clone()));
    (!names && suspended.iter().any(is_case)).then_some((record, case))
}

fn pause_of_no_case(exclusion: &Exclusion, record: &Record, case: &Id<Record>) -> Finding {
    let (id, of) = (&exclusion.term.id, &record.term.id);
    Finding::new(&RULE, exclusion.term.field("from"), format!("nothing says which `{case}` a `{of}` is about"))
        .about(id)
        .here("stops no clock")
        .note("a record of one case stops the clock of the one that it names")
        .help(format!("add a field of the type `{case}` to `{of}`"))
}
