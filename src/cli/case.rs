//! Reads a case from the command line: what it is about, when it was opened, what else is known of it.
//!
//! A fault here is wrong usage and never a finding: no source has a place to point at.

use super::failure::Failure;
use super::work::zone_of;
use crate::base::Name;
use crate::diagnostics::Sink;
use crate::evaluate::evidence::written::{self, Misread};
use crate::evaluate::evidence::{self, Change, Evidence, Row};
use crate::evaluate::{Value, due::asks};
use crate::model::{Dimension, FieldType, HasTerm, Model, Record, Service, Subject};
use crate::time::Instant;
use crate::time::local::Clocks;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The word for the instant that the clock of the machine shows.
const NOW: &str = "now";
/// What the option says whose dimension may have another name.
const PRIORITY: &str = "priority";

/// What is said of a case.
#[derive(Args, Debug)]
pub struct CaseArgs {
    /// The service that it is about; may be left out where there is only one
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Its priority, or its rank in the only ranked dimension of such cases: short for `--set priority=VALUE`
    #[arg(long, value_name = "VALUE")]
    priority: Option<String>,
    /// When it was opened: `2026-05-01 17:30` by the clocks of the contract, RFC 3339, or `now`
    #[arg(long, value_name = "INSTANT")]
    opened: Option<String>,
    /// Anything else that is known: a dimension, an instant or another field of the record; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// A stretch in which its clock stood still, as two instants; without the second it still does; may be repeated
    #[arg(long, value_name = "FROM..TO")]
    paused: Vec<String>,
    /// A change of its priority, or of another dimension: `p1 at 2026-05-01 18:00`; may be repeated
    #[arg(long, value_name = "VALUE at INSTANT")]
    reclassified: Vec<String>,
    /// The sort of case; without it, an incident, or the only sort that has deadlines
    #[arg(long, value_name = "NAME")]
    record: Option<String>,
}

impl CaseArgs {
    /// The case as evidence of one record.
    pub fn read(&self, model: &Model) -> Result<Evidence<'static>, Failure> {
        let zone = zone_of(model)?;
        let sort = self.sort(model)?;
        let service = self.service(model, sort)?.map(HasTerm::id);
        let mut values = Vec::new();
        if let Some(opened) = &self.opened {
            add(&mut values, sort, &opening(model, sort)?, Value::Instants(vec![instant(opened, &zone)?]))?;
        }
        if let Some(priority) = &self.priority {
            let ranked = asks::priority(model, sort).map_or(PRIORITY, |dimension| dimension.term.id.as_str());
            self.set(model, sort, ranked, priority, &zone, &mut values)?;
        }
        for said in &self.set {
            let (name, value) = said.split_once('=').ok_or_else(|| {
                Failure::new(format!("`--set {said}` says no value")).help("write `--set NAME=VALUE`")
            })?;
            self.set(model, sort, name.trim(), value.trim(), &zone, &mut values)?;
        }
        for pause in &self.paused {
            paused(model, sort, pause, &zone, &mut values)?;
        }
        let values: Vec<(Name, Value)> =
            values.into_iter().map(|(field, value)| as_declared(sort, field, value)).collect();
        if values.iter().all(|(_, value)| value.instants().is_empty()) {
            return Err(
                Failure::new("nothing says when the case was opened").help("say it: `--opened \"2026-05-01 17:30\"`")
            );
        }
        let mut evidence = Evidence::default();
        let row =
            Row { record: sort.id(), name: sort.term.id.clone(), service, values, span: crate::base::Span::default() };
        evidence.add(row);
        for said in &self.reclassified {
            evidence.add_change(reclassified(model, sort, said, &zone)?);
        }
        let mut sink = Sink::default();
        evidence::check(model, &evidence, &mut sink);
        match sink.into_sorted().into_iter().next() {
            Some(finding) => Err(Failure { message: finding.message, help: finding.help, silent: false }),
            None => Ok(evidence),
        }
    }

    fn sort<'m>(&self, model: &'m Model) -> Result<&'m Record, Failure> {
        let sorts = asks::sorts(model);
        let names = || sorts.iter().map(|sort| sort.term.id.as_str());
        match &self.record {
            Some(name) => {
                let named = sorts.iter().copied().find(|sort| sort.term.id == *name);
                named.ok_or_else(|| Failure::none_of("sort of case", name, names()))
            }
            None => asks::usual_sort(model).ok_or_else(|| match sorts.as_slice() {
                [] => Failure::new("no sort of case has a deadline: no duration is promised, and nobody is called in"),
                _ => Failure::new("several sorts of cases have deadlines")
                    .help(format!("name one: {}", options("record", names()))),
            }),
        }
    }

    fn service<'m>(&self, model: &'m Model, sort: &Record) -> Result<Option<&'m Service>, Failure> {
        if !matches!(sort.of, Some(Subject::Any | Subject::Service(_))) {
            return match &self.service {
                Some(_) => {
                    Err(Failure::new(format!("`{}` is about no service", sort.term.id)).help("leave out `--service`"))
                }
                None => Ok(None),
            };
        }
        let promised = asks::services(model, sort);
        let names = || promised.iter().map(|service| service.term.id.as_str());
        match (&self.service, promised.as_slice()) {
            (Some(name), _) => match model.services.by_name(name) {
                Some(service) => Ok(Some(service)),
                None => Err(Failure::none_of("service", name, names())),
            },
            (None, [only]) => Ok(Some(only)),
            (None, []) => {
                Err(Failure::new("nothing says which service the case is about").help("say it: `--service NAME`"))
            }
            (None, _) => Err(Failure::new("several services have commitments for such a case")
                .help(format!("name one: {}", options("service", names())))),
        }
    }

    fn set(
        &self,
        model: &Model,
        sort: &Record,
        name: &str,
        value: &str,
        zone: &TimeZone,
        values: &mut Vec<(Name, Value)>,
    ) -> Result<(), Failure> {
        let field = sort.fields.iter().find(|field| field.name == name);
        let dimensions = || model.dimensions.iter().filter(|dimension| dimension.of == Subject::Record(sort.id()));
        let own = dimensions().find(|dimension| dimension.term.id == name);
        let read = match (own, field.map(|field| &field.ty)) {
            (Some(dimension), _) => of_dimension(dimension, value)?,
            (None, Some(FieldType::Dimension(id))) => match model.dimensions.get(id) {
                Some(dimension) => of_dimension(dimension, value)?,
                None => return Err(Failure::none_of("dimension", name, [])),
            },
            (None, Some(FieldType::Instant | FieldType::Instants)) => Value::Instants(vec![instant(value, zone)?]),
            (None, Some(FieldType::Flag)) => match value {
                "yes" => Value::Flag(true),
                "no" => Value::Flag(false),
                _ => return Err(Failure::none_of("value", value, ["yes", "no"]).of(name)),
            },
            (None, Some(FieldType::Choice(words))) => one_of(name, value, words.iter().map(Name::as_str))?,
            (None, Some(FieldType::Actor)) => {
                let roles = model.roles.iter().map(|role| role.term.id.as_str());
                one_of(name, value, model.parties.iter().map(|party| party.term.id.as_str()).chain(roles))?
            }
            (None, Some(_)) => {
                return Err(Failure::new(format!("`{name}` of `{}` cannot be said here", sort.term.id))
                    .help("instants, dimensions, `yes` and `no`, choices and parties can"));
            }
            (None, None) => {
                let fields = sort.fields.iter().map(|field| field.name.as_str());
                let known = dimensions().map(|dimension| dimension.term.id.as_str()).chain(fields);
                return Err(Failure::none_of("field", name, known).of(&sort.term.id));
            }
        };
        add(values, sort, name, read)
    }
}

/// The instant that an option says.
pub fn instant(text: &str, zone: &TimeZone) -> Result<Instant, Failure> {
    let text = text.trim();
    if text == NOW {
        return Ok(jiff::Timestamp::now().as_second());
    }
    let place = zone.iana_name().unwrap_or("UTC");
    if !text.contains(':') && text.parse::<Date>().is_ok() {
        return Err(Failure::new(format!("`{text}` has no time of day")).help(format!("write `{text} 08:00`")));
    }
    written::instant(text, &Clocks::of(zone)).map_err(|misread| match misread {
        Misread::PartOfSecond => Failure::new(format!("`{text}` has a part of a second"))
            .help("write it to the second: `2026-05-01 17:30:00`"),
        Misread::NoInstant => Failure::new(format!("`{text}` is not an instant"))
            .help("write `2026-05-01 17:30` or `2026-05-01T17:30:00+02:00`"),
        Misread::LeapSecond => {
            Failure::new(format!("`{text}` has the second 60")).help("a minute has the seconds 00 to 59")
        }
        Misread::FarOffset => Failure::new(format!("`{text}` has an offset that no zone has"))
            .help("no zone is further from UTC than 14:00"),
        Misread::Twice(first, second) => {
            let (first, second) = (written::offset(first), written::offset(second));
            Failure::new(format!("`{text}` comes twice in {place}: clocks go back over it"))
                .help(format!("write `{text}{first}` for the first or `{text}{second}` for the second"))
        }
        Misread::Never(before, after) => {
            let shown = |offset| written::shown(text, offset, zone).map(|at| at.strftime("%Y-%m-%d %H:%M").to_string());
            let meant: Vec<String> =
                [before, after].into_iter().filter_map(shown).map(|at| format!("`{at}`")).collect();
            Failure::new(format!("`{text}` does not exist in {place}: clocks go forward over it")).help(format!(
                "it is {}: write the one that is meant",
                meant.join(" by the clock before the change, ") + " by the clock after it"
            ))
        }
    })
}

/// How a missing dimension is said.
pub fn undecided(model: &Model, missing: &[&Dimension], case: &Row) -> Option<Failure> {
    let dimension = missing.first()?;
    let name = &dimension.term.id;
    let sort = model.records.get(&case.record);
    let is_priority = sort.and_then(|sort| asks::priority(model, sort)).is_some_and(|ranked| ranked.term.id == *name);
    let option = if is_priority { "--priority ".to_owned() } else { format!("--set {name}=") };
    let values: Vec<String> = dimension.values.iter().map(|value| format!("`{option}{}`", value.name)).collect();
    let mut help = format!("say it: {}", values.join(", "));
    let keys = dimension.decision.iter().flat_map(|decision| &decision.keys);
    let keys: Vec<String> = keys
        .filter_map(|key| match key {
            crate::model::Key::Dimension(id) if case.get(id.as_str()) == &Value::Nothing => model.dimensions.get(id),
            _ => None,
        })
        .map(|key| {
            let values: Vec<&str> = key.values.iter().map(|value| value.name.as_str()).collect();
            format!("`--set {}=…` ({})", key.term.id, values.join(", "))
        })
        .collect();
    if !keys.is_empty() {
        help.push_str(&format!("; or say what decides it: {}", keys.join(" and ")));
    }
    Some(Failure::new(format!("nothing says the `{name}` of the case, and what applies depends on it")).help(help))
}

/// The field that `--opened` fills.
fn opening(model: &Model, sort: &Record) -> Result<Name, Failure> {
    asks::opening(model, sort)
        .ok_or_else(|| Failure::new(format!("no deadline of `{}` runs from an instant of it", sort.term.id)))
}

/// A change of a dimension: `p1 at 2026-05-01 18:00`. The value says which dimension.
fn reclassified(model: &Model, sort: &Record, text: &str, zone: &TimeZone) -> Result<Change, Failure> {
    let (value, at) = text.split_once(" at ").ok_or_else(|| {
        Failure::new(format!("`--reclassified \"{text}\"` does not say when"))
            .help("write `--reclassified \"p1 at 2026-05-01 18:00\"`")
    })?;
    let (value, at) = (value.trim(), instant(at, zone)?);
    let own = || model.dimensions.iter().filter(|dimension| dimension.of == Subject::Record(sort.id()));
    let has = |dimension: &&Dimension| dimension.values.iter().any(|known| known.name == value);
    match own().filter(has).collect::<Vec<_>>().as_slice() {
        [dimension] => Ok(Change {
            at,
            of: (sort.id(), sort.term.id.clone()),
            dimension: dimension.term.id.clone(),
            value: value.into(),
        }),
        [] => {
            let known: Vec<&str> = own().flat_map(|d| d.values.iter().map(|value| value.name.as_str())).collect();
            Err(Failure::none_of("value", value, known.iter().copied()).of(&sort.term.id))
        }
        several => {
            let names: Vec<String> = several.iter().map(|dimension| format!("`{}`", dimension.term.id)).collect();
            Err(Failure::new(format!("`{value}` is a value of {}", names.join(" and "))))
        }
    }
}

/// Adds the two ends of a pause: `FROM..TO`, with the name of the exclusion before where there are several.
fn paused(
    model: &Model,
    sort: &Record,
    text: &str,
    zone: &TimeZone,
    values: &mut Vec<(Name, Value)>,
) -> Result<(), Failure> {
    let pauses = asks::pauses(model, sort);
    let names = || pauses.iter().map(|(name, _, _)| name.as_str());
    let (name, stretch) = text.split_once('=').map_or((None, text), |(name, stretch)| (Some(name), stretch));
    let (_, from, to) = match (name, pauses.as_slice()) {
        (_, []) => return Err(Failure::new(format!("nothing pauses the clock of `{}`", sort.term.id))),
        (None, [only]) => *only,
        (None, _) => {
            let options: Vec<String> = names().map(|name| format!("`--paused {name}={text}`")).collect();
            return Err(Failure::new("several exclusions pause such a case")
                .help(format!("name the one that does: {}", options.join(", "))));
        }
        (Some(name), _) => {
            let named = pauses.iter().copied().find(|(known, _, _)| *known == name);
            named.ok_or_else(|| Failure::none_of("pause", name, names()))?
        }
    };
    let (start, end) = stretch.split_once("..").ok_or_else(|| {
        Failure::new(format!("`{text}` is not a stretch of time"))
            .help("write `FROM..TO`: `--paused \"2026-05-04 09:00..2026-05-04 11:00\"`")
    })?;
    add(values, sort, from, Value::Instants(vec![instant(start, zone)?]))?;
    if !end.trim().is_empty() {
        add(values, sort, to, Value::Instants(vec![instant(end, zone)?]))?;
    }
    Ok(())
}

/// Adds a value: once, unless its field holds several instants, which are gathered.
fn add(values: &mut Vec<(Name, Value)>, sort: &Record, field: &str, value: Value) -> Result<(), Failure> {
    match (values.iter_mut().find(|(known, _)| known == field), value) {
        (Some((_, Value::Instants(all))), Value::Instants(more)) if holds_several(sort, field) => {
            all.extend(more);
            all.sort_unstable();
        }
        (Some(_), _) => {
            let failure = Failure::new(format!("`{field}` of the case is said twice"));
            return Err(failure.help("leave out all but the one that is meant"));
        }
        (None, value) => values.push((field.into(), value)),
    }
    Ok(())
}

fn holds_several(sort: &Record, field: &str) -> bool {
    sort.fields.iter().any(|known| known.name == field && known.ty == FieldType::Instants)
}

/// Several instants only where the field holds several.
fn as_declared(sort: &Record, field: Name, value: Value) -> (Name, Value) {
    let value = match value {
        Value::Instants(all) if !holds_several(sort, &field) || all.len() == 1 => {
            all.last().copied().map_or(Value::Nothing, Value::Instant)
        }
        value => value,
    };
    (field, value)
}

fn of_dimension(dimension: &Dimension, value: &str) -> Result<Value, Failure> {
    one_of(&dimension.term.id, value, dimension.values.iter().map(|value| value.name.as_str()))
}

fn one_of<'a>(name: &str, value: &str, known: impl Iterator<Item = &'a str> + Clone) -> Result<Value, Failure> {
    match known.clone().find(|known| *known == value) {
        Some(word) => Ok(Value::Word(word.into())),
        None => Err(Failure::none_of("value", value, known).of(name)),
    }
}

fn options<'a>(option: &str, names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`--{option} {name}`")).collect::<Vec<_>>().join(", ")
}
