//! The terms of a model in a form that is the same for all ways to say the same: exact numbers in base units, lists without an order
//! in one order, and without where a term comes from and how its tables are drawn.
//!
//! The form is made of all that a term has. So what is added to the model one day is compared from that day on.

use super::Place;
use crate::base::{Name, Span};
use crate::model::{HasTerm, Model, Table, Term, Text};
use crate::quantity::{Measure, Rational};
use serde::Serialize;
use serde_json::{Map, Value};

/// The sort of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the sort of terms of this name")]
pub enum Sort {
    Contract,
    Party,
    Role,
    Calendar,
    Period,
    Clock,
    Assessment,
    Delays,
    Procedure,
    Dimension,
    Record,
    State,
    Figure,
    Indicator,
    Service,
    Tier,
    Commitment,
    Exclusion,
    Schedule,
    Settlement,
    Liability,
    Right,
    Duty,
    Responsibility,
    Escalation,
    Backup,
    Scenario,
    Exception,
    Acceptance,
    Prose,
    Blank,
}

impl Sort {
    /// Its name for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Party => "party",
            Self::Role => "role",
            Self::Calendar => "calendar",
            Self::Period => "period",
            Self::Clock => "clock",
            Self::Assessment => "assessment",
            Self::Delays => "delays",
            Self::Procedure => "procedure",
            Self::Dimension => "dimension",
            Self::Record => "record",
            Self::State => "state",
            Self::Figure => "figure",
            Self::Indicator => "indicator",
            Self::Service => "service",
            Self::Tier => "tier",
            Self::Commitment => "commitment",
            Self::Exclusion => "exclusion",
            Self::Schedule => "schedule",
            Self::Settlement => "settlement",
            Self::Liability => "liability",
            Self::Right => "right",
            Self::Duty => "duty",
            Self::Responsibility => "responsibility",
            Self::Escalation => "escalation",
            Self::Backup => "backup",
            Self::Scenario => "scenario",
            Self::Exception => "exception",
            Self::Acceptance => "acceptance",
            Self::Prose => "prose",
            Self::Blank => "blank",
        }
    }

    /// Whether a contract has at most one of them.
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Contract | Self::Clock | Self::Assessment | Self::Delays | Self::Procedure)
    }

    /// Whether terms of this sort say what words mean, and oblige nobody by themselves.
    pub const fn defines(self) -> bool {
        matches!(
            self,
            Self::Calendar
                | Self::Period
                | Self::Clock
                | Self::Assessment
                | Self::Delays
                | Self::Dimension
                | Self::Record
                | Self::State
                | Self::Figure
                | Self::Indicator
                | Self::Exclusion
                | Self::Exception
        )
    }
}

/// What is left out of the form, by field: it says where a term comes from, how it is drawn, or what does not bind.
pub const NOT_COMPARED: &[(&str, &str)] = &[
    ("source", "the file and line of a term"),
    ("module", "the library or file that a term comes from"),
    ("notes", "`///` notes, which do not bind"),
    ("tables", "how the commitments of a tier are laid out in tables"),
    ("extends", "the tier that another one copies: the copies are compared"),
    ("inherited", "the commitment that another one is a copy of"),
    ("overrides", "the commitments that another one stands in the place of"),
    ("is_override", "whether that is written with `overrides`"),
    (
        "suspended_by",
        "the exclusions that suspend a commitment: they say so themselves, and what follows from it is compared",
    ),
];

/// Lists of terms that have no order, by field. Lists that are not here are told in order.
const SETS: &[&str] = &[
    "services",
    "suspends",
    "suspended_by",
    "on",
    "on_duties",
    "of",
    "to",
    "changes",
    "above",
    "facts",
    "chooses",
    "rules",
    "waived",
    "caps",
    "form",
    "open",
    "counted",
    "days",
    "protects",
    "at",
    "cells",
    "rows",
    "acknowledged",
    "terms",
    "tiers",
    "over",
    "languages",
    "parts",
    "remedy_except",
    "formal_notices",
    "given",
    "expect",
];

/// Lists without an order inside of expressions, and of scopes.
const INNER_SETS: &[&str] = &["services", "values", "and", "or", "all", "any", "later", "earlier", "parts", "of"];

/// A term of a model.
#[derive(Clone, Debug)]
pub struct Entry<'m> {
    /// Its sort.
    pub sort: Sort,
    /// Its identity.
    pub id: Name,
    /// What people call it; none for what has no label.
    pub label: Option<&'m Text>,
    /// The place of it.
    pub span: Span,
    /// File and line.
    pub source: Name,
    /// All that it says, by field.
    pub form: Map<String, Value>,
}

impl Entry<'_> {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place {
            id: self.id.clone(),
            label: self.label.cloned().unwrap_or_default(),
            source: self.source.clone(),
            span: self.span,
        }
    }

    /// A field of its form; null where it has none.
    pub fn field(&self, name: &str) -> &Value {
        self.form.get(name).unwrap_or(&Value::Null)
    }
}

/// The terms of a model, sort by sort.
pub fn entries(model: &Model) -> Vec<Entry<'_>> {
    let mut out = Vec::new();
    one(&mut out, Sort::Contract, &model.contract.term, &model.contract);
    table(&mut out, Sort::Party, &model.parties);
    table(&mut out, Sort::Role, &model.roles);
    table(&mut out, Sort::Calendar, &model.calendars);
    table(&mut out, Sort::Period, &model.periods);
    model.clock.iter().for_each(|rules| one(&mut out, Sort::Clock, &rules.term, rules));
    model.assessment.iter().for_each(|rules| one(&mut out, Sort::Assessment, &rules.term, rules));
    model.delays.iter().for_each(|rules| one(&mut out, Sort::Delays, &rules.term, rules));
    model.procedure.iter().for_each(|rules| one(&mut out, Sort::Procedure, &rules.term, rules));
    table(&mut out, Sort::Dimension, &model.dimensions);
    table(&mut out, Sort::Record, &model.records);
    table(&mut out, Sort::State, &model.states);
    table(&mut out, Sort::Figure, &model.figures);
    table(&mut out, Sort::Indicator, &model.indicators);
    table(&mut out, Sort::Service, &model.services);
    table(&mut out, Sort::Tier, &model.tiers);
    table(&mut out, Sort::Commitment, &model.commitments);
    table(&mut out, Sort::Exclusion, &model.exclusions);
    table(&mut out, Sort::Schedule, &model.schedules);
    table(&mut out, Sort::Settlement, &model.settlements);
    table(&mut out, Sort::Liability, &model.liabilities);
    table(&mut out, Sort::Right, &model.rights);
    table(&mut out, Sort::Duty, &model.duties);
    table(&mut out, Sort::Responsibility, &model.responsibilities);
    table(&mut out, Sort::Escalation, &model.escalations);
    table(&mut out, Sort::Backup, &model.backups);
    table(&mut out, Sort::Scenario, &model.scenarios);
    table(&mut out, Sort::Exception, &model.exceptions);
    for acceptance in &model.acceptances {
        let terms = acceptance.terms.join(", ");
        let id = if terms.is_empty() { acceptance.rule.clone() } else { format!("{} {terms}", acceptance.rule).into() };
        bare(&mut out, Sort::Acceptance, id, acceptance.span, acceptance);
    }
    table(&mut out, Sort::Prose, &model.prose);
    for blank in &model.blanks {
        let id = format!("[{}] {} {}", blank.name, blank.term, blank.field);
        bare(&mut out, Sort::Blank, id.into(), blank.span, blank);
    }
    out
}

fn table<'m, T: HasTerm + Serialize>(out: &mut Vec<Entry<'m>>, sort: Sort, table: &'m Table<T>) {
    table.iter().for_each(|row| one(out, sort, row.term(), row));
}

fn one<'m>(out: &mut Vec<Entry<'m>>, sort: Sort, term: &'m Term, row: &impl Serialize) {
    let entry = Entry {
        sort,
        id: term.id.clone(),
        label: Some(&term.label),
        span: term.span,
        source: term.source.clone(),
        form: form(sort, row),
    };
    out.push(entry);
}

fn bare(out: &mut Vec<Entry<'_>>, sort: Sort, id: Name, span: Span, row: &impl Serialize) {
    out.push(Entry { sort, id, label: None, span, source: Name::default(), form: form(sort, row) });
}

/// All that a term says, by field.
fn form(sort: Sort, row: &impl Serialize) -> Map<String, Value> {
    let Ok(Value::Object(mut form)) = serde_json::to_value(row) else { return Map::new() };
    form.remove("id");
    NOT_COMPARED.iter().for_each(|(field, _)| drop(form.remove(*field)));
    for (field, value) in &mut form {
        settle(value, field);
        let is_ranked = sort == Sort::Dimension && field == "values";
        // The steps of an escalation follow their delays; those of a procedure follow one another.
        let is_set = SETS.contains(&field.as_str())
            || matches!(
                (sort, field.as_str()),
                (Sort::Escalation, "steps") | (Sort::Liability | Sort::Calendar, "except")
            )
            || matches!((sort, field.as_str()), (Sort::Exception, "fields") | (Sort::Settlement, "between"));
        match value {
            Value::Array(items) if is_set && !is_ranked => sort_list(items),
            _ => {}
        }
    }
    // Values that have no rank have no order.
    if sort == Sort::Dimension
        && form.get("ranked").is_none_or(Value::is_null)
        && let Some(Value::Array(values)) = form.get_mut("values")
    {
        sort_list(values);
    }
    form
}

fn sort_list(items: &mut [Value]) {
    items.sort_by_cached_key(ToString::to_string);
}

/// Puts a value, which stands under a key, into its one form.
fn settle(value: &mut Value, key: &str) {
    match value {
        Value::Object(members) => {
            if let Some(quantity) = quantity(members) {
                *value = quantity;
                return;
            }
            members.iter_mut().for_each(|(key, member)| settle(member, key));
            if let Some(end) = members.get_mut("end")
                && *end == Value::String("00:00:00".to_owned())
            {
                *end = Value::Null;
            }
            commute(members);
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| settle(item, ""));
            match key {
                // Each dimension with its values.
                "dimensions" => {
                    for item in items.iter_mut() {
                        if let Some(Value::Array(values)) = item.get_mut(1) {
                            sort_list(values);
                        }
                    }
                    sort_list(items);
                }
                "rows" | "conditions_of" => sort_list(items),
                key if INNER_SETS.contains(&key) && items.iter().all(|item| !is_tuple(item, key)) => sort_list(items),
                _ => {}
            }
        }
        _ => {}
    }
}

/// Whether a list may hold pairs, whose parts have an order: those of a text have none among one another.
fn is_tuple(item: &Value, key: &str) -> bool {
    item.is_array() && key != "parts"
}

/// The operands of what may be turned round: `a and b` is `b and a`.
fn commute(members: &mut Map<String, Value>) {
    if let Some(Value::Object(binary)) = members.get_mut("binary") {
        let op = binary.get("op").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !["and", "or", "add", "mul"].contains(&op.as_str()) {
            return;
        }
        let mut operands = Vec::new();
        for side in ["left", "right"] {
            let Some(operand) = binary.remove(side) else { continue };
            match operand.get("binary").filter(|inner| inner.get("op").and_then(Value::as_str) == Some(op.as_str())) {
                Some(inner) => operands.extend(inner.get("of").and_then(Value::as_array).cloned().unwrap_or_default()),
                None => operands.push(operand),
            }
        }
        sort_list(&mut operands);
        binary.insert("of".to_owned(), Value::Array(operands));
    }
    if let Some(Value::Object(call)) = members.get_mut("call") {
        let is_either = matches!(call.get("function").and_then(Value::as_str), Some("min" | "max"));
        match call.get_mut("arguments") {
            Some(Value::Array(arguments)) if is_either => sort_list(arguments),
            _ => {}
        }
    }
}

/// A quantity in base units: 60 minutes are an hour.
fn quantity(members: &Map<String, Value>) -> Option<Value> {
    let (Some(Value::String(value)), Some(Value::String(unit)), 2) =
        (members.get("value"), members.get("unit"), members.len())
    else {
        return None;
    };
    let measure = Measure::parse(unit)?;
    let base = measure.to_base(&Rational::parse_stored(value)?);
    Some(serde_json::json!({ "base": base.to_string(), "measures": format!("{:?}", measure.dimension()) }))
}

/// Shows every word and name in a value, those of texts aside.
pub fn words<'v>(value: &'v Value, see: &mut dyn FnMut(&'v str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|item| words(item, see)),
        Value::Object(members) => {
            members.iter().filter(|(key, _)| *key != "parts").for_each(|(_, member)| words(member, see));
        }
        _ => {}
    }
}
