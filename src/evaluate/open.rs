//! What is still open: the cases, pauses and states that have begun and have not ended as far as is known, and how they may go on.
//!
//! A figure is for good where it comes to the same however they go on: whether all of them end at once, or later than anything is asked for, or
//! the clocks of cases run on without an end, or nothing happens any more. What depends on how long they last is the greater, or the less, the longer
//! they do, so that no end between these comes to anything else; but for what a condition asks of them from both sides (`> 4 h and <= 8 h`), for
//! which they are looked at as they reach each of these.

use super::Value;
use super::derivation::Rows;
use super::evidence::{Evidence, Row};
use super::known::Supposed;
use super::names::REOPENED;
use super::reads;
use super::states::{REPORTED_FROM, REPORTED_UNTIL};
use super::world::{Found, Span, World};
use crate::base::Name;
use crate::model::{
    Commitment, Event, ExclusionSource, Expr, FieldType, FigureSource, Id, Model, Operator, Record, Service,
    StateSource, Subject,
};
use crate::quantity::Dimension;
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A record that something of is open.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub record: Id<Record>,
    pub row: Name,
    pub service: Option<Id<Service>>,
    /// When the record begins.
    pub begins: Instant,
    /// Whether it is a pause that is open.
    paused: bool,
}

/// A way in which what is open may go on.
pub(super) struct Way<'f> {
    evidence: Evidence<'f>,
    goes_on: Instant,
    /// What is supposed of causes that are still to be established, with what is found then.
    causes: Vec<(Supposed, Rc<Found>)>,
}

/// Ends that are supposed of what is open: when they come, and of what.
#[derive(Clone, Debug)]
pub(super) struct Ends {
    known: Rc<Pairs>,
    /// When what is open ends; pauses end at once.
    at: When,
    /// When pauses end.
    soon: Instant,
    /// Whether nothing but pauses ends.
    pauses_only: bool,
}

/// When what is open ends.
#[derive(Clone, Copy, Debug)]
enum When {
    /// At an instant.
    At(Instant),
    /// So many seconds after it began, or at once where they are over.
    After(i64),
}

/// What begins and ends, by the sort of its record.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    by_sort: BTreeMap<Name, Vec<Pair>>,
    /// The fields that hold one instant only.
    single: BTreeSet<(Name, Name)>,
}

/// An end that is missing: of what began at an instant, and whether that is a pause and nothing else.
#[derive(Clone, Copy)]
struct Missing {
    since: Instant,
    is_pause: bool,
}

#[derive(Debug)]
struct Pair {
    from: Event,
    to: Event,
    is_pause: bool,
}

impl Pairs {
    /// Those of a contract.
    fn of(model: &Model) -> Self {
        let mut pairs = Self::default();
        let mut timed = |expr: &Expr| {
            expr.visit(&mut |part| match part {
                Expr::TimeBetween { from, to } => pairs.add(from, to, false),
                Expr::Gap { of, within: Some(watch) } => {
                    if let Some(until) = &watch.until {
                        pairs.add(watch.from.as_ref().unwrap_or(of), until, false);
                    }
                }
                _ => {}
            });
        };
        model.indicators.iter().for_each(|indicator| timed(&indicator.formula));
        for figure in &model.figures {
            if let FigureSource::Is(expr) = &figure.value {
                timed(expr);
            }
        }
        for state in &model.states {
            match &state.holds {
                StateSource::Between(from, to) => pairs.add(from, to, false),
                StateSource::GivenBy(_) => {
                    let field =
                        |field: &str| Event::Field { record: Id::new(state.term.id.clone()), field: field.into() };
                    pairs.add(&field(REPORTED_FROM), &field(REPORTED_UNTIL), false);
                    pairs.single.insert((state.term.id.clone(), REPORTED_UNTIL.into()));
                }
                StateSource::When(_) | StateSource::Blank(_) => {}
            }
        }
        for exclusion in &model.exclusions {
            if let ExclusionSource::Between(from, to) = &exclusion.applies {
                pairs.add(from, to, true);
            }
        }
        for record in &model.records {
            let single = record.fields.iter().filter(|field| field.ty == FieldType::Instant);
            pairs.single.extend(single.map(|field| (record.term.id.clone(), field.name.clone())));
        }
        pairs
    }

    fn add(&mut self, from: &Event, to: &Event, is_pause: bool) {
        let mut sorts = BTreeSet::new();
        fields(to, &mut |record, _| {
            sorts.insert(record.name().clone());
        });
        for sort in sorts {
            self.by_sort.entry(sort).or_default().push(Pair { from: from.clone(), to: to.clone(), is_pause });
        }
    }

    /// The fields of a record in which an end is missing.
    fn missing<'p>(&'p self, row: &Row) -> BTreeMap<&'p Name, Missing> {
        let mut missing: BTreeMap<&Name, Missing> = BTreeMap::new();
        for pair in self.by_sort.get(row.record.name()).into_iter().flatten() {
            let Some((start, first)) = pair.start(row) else { continue };
            if is_over(&pair.to, row, start, first) {
                continue;
            }
            fields(&pair.to, &mut |record, field| {
                let held = row.get(field).instants();
                let single = || self.single.contains(&(record.name().clone(), field.clone()));
                if *record == row.record && !held.iter().any(|at| start <= *at) && (held.is_empty() || !single()) {
                    let own = missing.entry(field).or_insert(Missing { since: start, is_pause: true });
                    own.is_pause &= pair.is_pause;
                }
            });
        }
        missing
    }
}

impl Pair {
    /// When it last began, and whether it began once only: where its start is no field of the record, with the record itself.
    fn start(&self, row: &Row) -> Option<(Instant, bool)> {
        let mut starts = Vec::new();
        fields(&self.from, &mut |record, field| {
            if *record == row.record {
                starts.extend_from_slice(row.get(field).instants());
            }
        });
        if starts.is_empty() {
            let of_row = matches!(&self.from, Event::Field { record, .. } if *record == row.record);
            let all = row.values.iter().flat_map(|(_, value)| value.instants()).copied();
            starts.extend(all.min().filter(|_| !of_row));
        }
        let again = row.get(REOPENED).instants().iter().copied().filter(|_| !self.is_pause && !starts.is_empty());
        let starts: Vec<Instant> = again.chain(starts.iter().copied()).collect();
        Some((*starts.iter().max()?, starts.len() == 1))
    }
}

impl Ends {
    /// Whether something of a record is open.
    pub(super) fn is_open(&self, row: &Row) -> bool {
        !self.known.missing(row).is_empty()
    }

    /// Ends what of a record is open.
    pub(super) fn fill(&self, row: &mut Row) {
        let missing = self.known.missing(row).into_iter().filter(|(_, end)| end.is_pause || !self.pauses_only);
        let missing: Vec<(Name, Missing)> = missing.map(|(field, end)| (field.clone(), end)).collect();
        for (field, end) in missing {
            let mut instants = row.get(&field).instants().to_vec();
            instants.push(match self.at {
                _ if end.is_pause => self.soon,
                When::At(at) => at,
                When::After(seconds) => (end.since + seconds).max(self.soon),
            });
            row.values.retain(|(name, _)| *name != field);
            row.values.push((field, Value::in_order(instants)));
        }
    }
}

impl<'a> World<'a> {
    /// The same world, which knows what is still open and how it may go on: without it, what is open is taken as it stands.
    #[must_use]
    pub fn looking_ahead(mut self) -> Self {
        let known = Rc::new(Pairs::of(self.model));
        self.open = self.found_open(&known);
        if !self.open.is_empty() {
            self.ways = self.new_ways(&known);
        }
        self
    }

    /// What is still open, as far as is known.
    fn found_open(&self, pairs: &Pairs) -> Vec<Open> {
        let mut found = Vec::new();
        for sort in pairs.by_sort.keys() {
            self.evidence.each(&Id::new(sort.clone()), &mut |row| {
                let missing = pairs.missing(row);
                let begins = row.values.iter().flat_map(|(_, value)| value.instants()).min();
                if let Some(&begins) = begins.filter(|at| !missing.is_empty() && **at <= self.as_of) {
                    let paused = missing.values().any(|end| end.is_pause);
                    let (record, service) = (row.record.clone(), row.service.clone());
                    found.push(Open { record, row: row.name.clone(), service, begins, paused });
                }
            });
        }
        found.sort_by_key(|open| open.begins);
        found
    }

    /// The same world for each way in which what is open may go on. None where nothing is open, and in a world that is supposed itself.
    pub(super) fn goings_on(&self) -> impl Iterator<Item = World<'_>> {
        self.ways.iter().flat_map(move |way| {
            way.causes.iter().map(move |(causes, found)| {
                let mut world = World::new(self.model, self.calendars, &way.evidence, self.as_of);
                world.given = self.given;
                world.explains = false;
                world.causes = Some(causes.clone());
                world.goes_on = way.goes_on;
                world.found = Rc::clone(found);
                world
            })
        })
    }

    /// Whether it is known how what is open may go on, or supposed.
    pub(super) fn looks_ahead(&self) -> bool {
        !self.ways.is_empty() || self.causes.is_some()
    }

    /// Whether something is open that began before an instant.
    pub(super) fn is_open_before(&self, end: Instant) -> bool {
        self.open.first().is_some_and(|first| first.begins < end)
    }

    /// What is open and began before an instant.
    pub(super) fn open_before(&self, end: Instant) -> Rows {
        self.open.iter().take_while(|open| open.begins < end).map(|open| &open.row).collect()
    }

    /// What is open of the records that a commitment is judged by: what began in its period, where some of it did.
    pub(super) fn open_for(&self, commitment: &Commitment, service: &Id<Service>, span: Span) -> Rows {
        let indicator = self.model.indicators.get(&commitment.indicator);
        let mut sorts = indicator.map(|indicator| reads::evidence(self.model, &indicator.formula)).unwrap_or_default();
        if let Some(Subject::Record(record)) = indicator.map(|indicator| &indicator.of) {
            sorts.insert(record.name().clone());
        }
        let of_service = |open: &&Open| open.service.as_ref().is_none_or(|of| of == service);
        let read = |open: &&Open| sorts.contains(open.record.name());
        let own = || self.open.iter().take_while(|open| open.begins < span.within.end).filter(of_service).filter(read);
        let within = |open: &&Open| span.within.contains(open.begins);
        let inside: Rows = own().filter(within).map(|open| &open.row).collect();
        if inside.is_empty() { own().map(|open| &open.row).collect() } else { inside }
    }

    /// Whether something comes to the same however what is open goes on, and whatever is found of causes that are still to be established.
    pub(super) fn is_sure<T: PartialEq>(&self, asked: impl Fn(&World<'_>) -> T) -> bool {
        let known = asked(self);
        self.supposed().all(|other| asked(&other) == known) && self.goings_on().all(|other| asked(&other) == known)
    }

    fn new_ways(&self, known: &Rc<Pairs>) -> Vec<Way<'a>> {
        let (soon, late) = (self.as_of + 1, (self.calendars.within().end - 1).max(self.as_of + 1));
        let ends = |at: When, pauses_only: bool| Ends { known: Rc::clone(known), at, soon, pauses_only };
        let causes = || {
            let outcomes = if self.has_causes() { vec![true, false] } else { vec![false] };
            outcomes.into_iter().map(|found| (Supposed::All(found), Rc::default())).collect()
        };
        let way = |evidence: Evidence<'a>| Way { evidence, goes_on: late, causes: causes() };
        let mut ways = vec![
            way(self.evidence.with_ends(ends(When::At(soon), false))),
            way(self.evidence.with_ends(ends(When::At(late), false))),
            way(self.evidence.with_ends(ends(When::At(late), true))),
        ];
        for length in two_sided(self.model) {
            ways.push(way(self.evidence.with_ends(ends(When::After(length), false))));
        }
        if self.open.iter().any(|open| open.paused) {
            ways.push(way(self.evidence.clone()));
        }
        ways
    }
}

/// The durations of conditions that ask of a time from both sides, in seconds.
fn two_sided(model: &Model) -> BTreeSet<i64> {
    let mut found = BTreeSet::new();
    let mut see = |part: &Expr| {
        let Expr::Binary { op: Operator::And, left, right } = part else { return };
        let (Some(one), Some(other)) = (duration(left), duration(right)) else { return };
        found.extend([one, other]);
    };
    model.indicators.iter().for_each(|indicator| indicator.formula.visit(&mut see));
    for figure in &model.figures {
        if let FigureSource::Is(expr) = &figure.value {
            expr.visit(&mut see);
        }
    }
    found
}

/// The duration that a condition compares something with, in seconds.
fn duration(condition: &Expr) -> Option<i64> {
    let Expr::Compare { right, .. } = condition else { return None };
    let Expr::Quantity(quantity) = &**right else { return None };
    let measure = quantity.measure()?;
    (measure.dimension() == (Dimension::Duration, None)).then(|| quantity.base().to_i64()).flatten()
}

/// Whether an end has come after the last beginning. What was done before its only beginning is over.
fn is_over(to: &Event, row: &Row, start: Instant, is_first: bool) -> bool {
    match to {
        Event::Field { record, field } if *record == row.record => {
            let held = row.get(field).instants();
            held.iter().any(|at| start <= *at) || is_first && !held.is_empty()
        }
        Event::Earlier(events) => events.iter().any(|event| is_over(event, row, start, is_first)),
        Event::Later(events) => events.iter().all(|event| is_over(event, row, start, is_first)),
        // What is said by another record ends with that one.
        _ => true,
    }
}

/// Shows the fields of records that an event is made of.
fn fields<'e>(event: &'e Event, see: &mut dyn FnMut(&'e Id<Record>, &'e Name)) {
    match event {
        Event::Field { record, field } => see(record, field),
        Event::Earlier(events) | Event::Later(events) => events.iter().for_each(|event| fields(event, see)),
        _ => {}
    }
}
