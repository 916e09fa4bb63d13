//! What every question of the evaluator reads: the contract, its calendars, what is known, and up to when.

use super::before::Asked;
use super::cases::Cases;
use super::evidence::{Evidence, Row};
use super::known::{Pending, Supposed};
use super::open::{Open, Way};
use super::suspension::Account;
use super::{Calendars, Env, Number, Value, instances, names};
use crate::base::Name;
use crate::model::{
    AssessmentRules, Commitment, HasTerm, Id, Model, Period as Declared, PeriodUnit, Quantity, Record, Service, Tier,
    Validity, Window,
};
use crate::quantity::{Measure, Rational};
use crate::time::local;
use crate::time::{CivilSpan, Cycle, Direction, Instant, Length, Stretch};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A value that is taken as given: a figure, or an attained value of a period.
#[derive(Clone, Debug)]
pub struct Given {
    /// The figure, indicator or objective.
    pub what: Name,
    /// The service or the record, where one is named.
    pub of: Option<Name>,
    /// The period that it is given for.
    pub during: Stretch,
    /// The value.
    pub value: Value,
}

/// The contract, its calendars, and what is known of its performance up to an instant.
pub struct World<'a> {
    /// The contract.
    pub model: &'a Model,
    /// Its calendars as instants.
    pub calendars: &'a Calendars<'a>,
    /// What happened.
    pub evidence: &'a Evidence<'a>,
    /// What is taken as given.
    pub given: &'a [Given],
    /// The instant up to which all is known. What has not ended by then goes on.
    pub as_of: Instant,
    /// The instant until which what is open is counted: the same, or a later one where it is supposed to go on.
    pub(super) goes_on: Instant,
    /// Whether cases keep the lines of their derivation; without them a million cases take little memory.
    pub explains: bool,
    /// What is supposed of causes that are still to be established; none: they are taken as they stand.
    pub(super) causes: Option<Supposed>,
    /// The causes that are still to be established.
    pub(super) pending: OnceCell<Vec<Pending>>,
    /// The ways in which they may come out, with what is found then.
    pub(super) supposed: OnceCell<Vec<(Supposed, Rc<Found>)>>,
    /// What is still open.
    pub(super) open: Vec<Open>,
    /// The ways in which what is open may go on, with what is found then.
    pub(super) ways: Vec<Way<'a>>,
    term: Stretch,
    /// The record that says that a case has another priority; each case asks for it.
    pub(super) reclassification: Option<&'a Record>,
    pub(super) found: Rc<Found>,
}

/// What was found once and is asked for again.
#[derive(Debug, Default)]
pub(super) struct Found {
    held: RefCell<BTreeMap<Holding, Rc<[Stretch]>>>,
    judged: OnceCell<Cases>,
    pub before: RefCell<BTreeMap<Asked, Option<Value>>>,
    pub accounts: RefCell<BTreeMap<(Name, Name, bool), Rc<Account>>>,
    /// What an amount would be owed for, and is not, because something that it is computed from is not said: by amount, when, and whose.
    pub unvalued: RefCell<BTreeMap<Name, BTreeSet<Unvalued>>>,
}

/// A period or a case for which an amount is not known, and the case or the service.
type Unvalued = (Stretch, Option<Name>);

/// Who is held to what: a commitment, and a service.
type Holding = (Name, Name);

/// A stretch of time that one verdict, value or amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// All of it.
    pub whole: Stretch,
    /// What of it lies in the term, and in the time for which the service is held to the tier.
    pub within: Stretch,
}

impl Span {
    /// A stretch that nothing cuts.
    #[must_use]
    pub fn whole(stretch: Stretch) -> Self {
        Self { whole: stretch, within: stretch }
    }

    /// Whether the term cuts it.
    #[must_use]
    pub fn is_partial(self) -> bool {
        self.whole != self.within
    }

    /// The part of it that lies in `stretch`.
    #[must_use]
    pub fn cut(self, stretch: Stretch) -> Self {
        Self { whole: self.whole, within: self.within.and(stretch) }
    }
}

impl<'a> World<'a> {
    /// The world of a contract on evidence, as it is known at an instant.
    #[must_use]
    pub fn new(model: &'a Model, calendars: &'a Calendars<'a>, evidence: &'a Evidence<'a>, as_of: Instant) -> Self {
        let first = model.contract.from.unwrap_or_else(|| local::date_at(calendars.zone(), calendars.within().start));
        let start = local::start_of(calendars.zone(), first);
        let end = model.contract.until.map(|day| local::start_of(calendars.zone(), day));
        Self {
            model,
            calendars,
            evidence,
            given: evidence.given(),
            as_of,
            goes_on: as_of,
            explains: true,
            causes: None,
            open: Vec::new(),
            ways: Vec::new(),
            pending: OnceCell::new(),
            supposed: OnceCell::new(),
            term: Stretch::new(start, end.unwrap_or(calendars.within().end)),
            reclassification: names::record(model, names::RECLASSIFICATION),
            found: Rc::default(),
        }
    }

    /// The cases of the contract, judged when they are first asked for.
    #[must_use]
    pub fn cases(&self) -> &Cases {
        self.found.judged.get_or_init(|| self.judge_all_cases())
    }

    /// The zone of the contract.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        self.calendars.zone()
    }

    /// The first day of the contract, or the first that is known where it is a blank.
    #[must_use]
    pub fn first_day(&self) -> Date {
        self.model.contract.from.unwrap_or_else(|| local::date_at(self.zone(), self.calendars.within().start))
    }

    /// The term of the contract, up to what is known where it has no end.
    #[must_use]
    pub fn term(&self) -> Stretch {
        self.term
    }

    /// The instants in which a term is in force.
    #[must_use]
    pub fn in_force(&self, validity: Validity) -> Stretch {
        let at = |day: Option<Date>, otherwise: Instant| day.map_or(otherwise, |d| local::start_of(self.zone(), d));
        let term = self.term();
        Stretch::new(at(validity.from, term.start), at(validity.until, term.end)).and(term)
    }

    /// The word that a preset gives for a rule: `partial_period` → `not_assessed`.
    #[must_use]
    pub fn assessment(&self, rule: &str) -> &'a str {
        let rules = self.model.assessment.as_ref().map(|preset: &AssessmentRules| preset.rules.as_slice());
        word(rules, rule)
    }

    /// The word that the preset `clock` gives for a rule.
    #[must_use]
    pub fn clock(&self, rule: &str) -> &'a str {
        word(self.model.clock.as_ref().map(|preset| preset.rules.as_slice()), rule)
    }

    /// The services that are held to the tier of a commitment, with the time in which they are. A service that holds it
    /// twice stands there twice.
    pub fn held<'s>(&'s self, commitment: &'s Commitment) -> impl Iterator<Item = (&'a Service, Stretch)> + 's {
        let in_force = self.in_force(commitment.term.validity);
        self.model.services.iter().flat_map(move |service| {
            let held = service.tiers.iter().filter(|held| held.tier == commitment.tier);
            held.flat_map(move |held| {
                let time = self.in_force(Validity { from: held.from, until: held.until }).and(in_force);
                let fits = !time.is_empty() && self.fits_service(commitment, service);
                let times = if fits { self.times_of(&commitment.tier, Some(&service.id()), time) } else { Vec::new() };
                times.into_iter().map(move |time| (service, time))
            })
        })
    }

    /// The time for which a service is held to the tier of a commitment, of which a stretch holds a part.
    #[must_use]
    pub fn held_around(&self, commitment: &Commitment, service: &Id<Service>, part: Stretch) -> Option<Stretch> {
        let mut times = self.held(commitment).filter(|(of, _)| of.id() == *service).map(|(_, time)| time);
        times.find(|time| !time.and(part).is_empty())
    }

    /// The part of a period for which a service is held to its levels, from the first day to the last; none where it is held to none of them then.
    #[must_use]
    pub fn time_held(&self, service: &Id<Service>, period: Span) -> Option<Span> {
        let tiers = self.service(service).map(|service| service.tiers.as_slice()).unwrap_or_default();
        let times = tiers.iter().map(|held| self.in_force(Validity { from: held.from, until: held.until }));
        let held = times.map(|time| time.and(period.within)).filter(|time| !time.is_empty());
        let all = held.reduce(|all, time| Stretch::new(all.start.min(time.start), all.end.max(time.end)))?;
        Some(period.cut(all))
    }

    /// Whether a service is held to the tier of a commitment at an instant.
    #[must_use]
    pub fn is_held(&self, commitment: &Commitment, service: &Id<Service>, at: Instant) -> bool {
        let key = (commitment.term.id.clone(), service.name().clone());
        let known = self.found.held.borrow().get(&key).cloned();
        let times = known.unwrap_or_else(|| {
            let own = self.held(commitment).filter(|(of, _)| of.id() == *service);
            let times: Rc<[Stretch]> = own.map(|(_, time)| time).collect();
            self.found.held.borrow_mut().insert(key, Rc::clone(&times));
            times
        });
        times.iter().any(|time| time.contains(at))
    }

    /// Whether a tier is for a service at an instant: its condition, where it has one, holds for the contract and the service then.
    #[must_use]
    pub fn is_for(&self, tier: &Id<Tier>, service: Option<&Id<Service>>, at: Instant) -> bool {
        !self.times_of(tier, service, Stretch::new(at, at + 1)).is_empty()
    }

    /// The parts of a stretch in which a tier is for a service: all of it, unless its condition reads a figure that has a value for each
    /// period.
    fn times_of(&self, tier: &Id<Tier>, service: Option<&Id<Service>>, during: Stretch) -> Vec<Stretch> {
        let Some(when) = self.model.tiers.get(tier).and_then(|tier| tier.when.as_ref()) else { return vec![during] };
        let env = Env { service, ..Env::of_contract(Span::whole(self.term())) };
        if self.changes_by_period(when) {
            return self.instants_where(when, &env).pieces(during.start, during.end).collect();
        }
        if self.eval(when, &env).holds() { vec![during] } else { Vec::new() }
    }

    fn fits_service(&self, commitment: &Commitment, service: &Service) -> bool {
        let scope = &commitment.scope;
        (scope.services.is_empty() || instances::among(&scope.services, &service.id()))
            && self.service_in_scope(scope, service)
    }

    /// The periods of a calendar window that meet `stretch`, whole, in order.
    #[must_use]
    pub fn periods(&self, window: &Window, stretch: Stretch) -> Vec<Span> {
        match window {
            Window::Rolling { span, step } => self.rolling(span, step.as_ref(), stretch),
            Window::Slot { length } => self.slots(length, stretch).into_iter().map(Span::whole).collect(),
            Window::Term => vec![Span { whole: self.term(), within: self.term().and(stretch) }],
            Window::OpenDays { of } => {
                let open = self.calendars.instants(of);
                let mut days = self.periods(&Window::Calendar { count: 1, unit: PeriodUnit::Day }, stretch);
                days.retain(|day| open.measure(day.whole.start, day.whole.end) > 0);
                days
            }
            _ => match self.cycle(window) {
                Some(cycle) => {
                    let cut = |whole: Stretch| Span { whole, within: whole.and(self.term()) };
                    cycle.periods(stretch, self.zone()).map(|period| cut(period.whole)).collect()
                }
                None => Vec::new(),
            },
        }
    }

    /// The cycle of a window of calendar periods.
    #[must_use]
    pub fn cycle(&self, window: &Window) -> Option<Cycle> {
        cycle_of(self.model, self.first_day(), window)
    }

    /// The windows that slide, each as long as its span. Without a step they end with the months, and with the stretch that is asked
    /// for, and one that begins before the term is partial. With a step they are those that end within the stretch where a step
    /// ends; one that begins before the term is none.
    fn rolling(&self, span: &Quantity, step: Option<&Quantity>, stretch: Stretch) -> Vec<Span> {
        let window = |end: Instant| Some(Stretch::new(self.back(end, span)?, end));
        let Some(step) = step else {
            let months = Cycle::month().periods(stretch, self.zone());
            let ends = months.map(|month| month.whole.end.min(stretch.end));
            let cut = |whole: Stretch| Span { whole, within: whole.and(self.term()) };
            return ends.filter_map(window).map(cut).collect();
        };
        let Some(step) = length(step) else { return Vec::new() };
        // An hour of the clock and a day begin with the day; what is longer is counted from the first day of the contract.
        let cycle = Cycle::new(step, self.first_day());
        let inside = Stretch::new(stretch.start, stretch.end.min(self.term.end));
        let mut ends: Vec<Instant> = cycle.periods(inside, self.zone()).map(|period| period.whole.end).collect();
        ends.retain(|end| inside.start < *end && *end <= inside.end);
        ends.into_iter().filter_map(window).filter(|whole| self.term.start <= whole.start).map(Span::whole).collect()
    }

    /// The instant that lies a span, or a duration, before another.
    #[must_use]
    pub fn back(&self, instant: Instant, span: &Quantity) -> Option<Instant> {
        match civil(span) {
            Some(civil) => crate::time::span::shift_instant(instant, civil, Direction::Before, self.zone()),
            None => Some(instant - whole_seconds(&span.base())?),
        }
    }

    /// The instant that lies a span, or a duration, after another.
    #[must_use]
    pub fn ahead(&self, instant: Instant, span: &Quantity) -> Option<Instant> {
        match civil(span) {
            Some(civil) => crate::time::span::shift_instant(instant, civil, Direction::After, self.zone()),
            None => Some(instant + whole_seconds(&span.base())?),
        }
    }

    /// Slots of an exact length, counted from the start of `stretch`; the last one may be cut.
    #[must_use]
    pub fn slots(&self, length: &Quantity, stretch: Stretch) -> Vec<Stretch> {
        let Some(length) = whole_seconds(&length.base()).filter(|length| *length > 0) else { return Vec::new() };
        let mut slots = Vec::new();
        let mut start = stretch.start;
        while start < stretch.end {
            slots.push(Stretch::new(start, (start + length).min(stretch.end)));
            start += length;
        }
        slots
    }

    /// The records that a record of another sort refers to by one of its fields.
    pub fn linked<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = &'r Row> {
        let fields = self.model.records.get(&row.record).map(|record| record.fields.as_slice()).unwrap_or_default();
        fields.iter().filter_map(|field| match (&field.ty, row.get(&field.name)) {
            (crate::model::FieldType::Record(target), Value::Word(name)) => self.evidence.named(target, name),
            _ => None,
        })
    }

    /// The value that is given for something in a period: for that very period, else for one that holds it, else for a part of it.
    #[must_use]
    pub fn given(&self, what: &str, of: Option<&str>, period: Stretch) -> Option<&'a Value> {
        // What is given for a service of many instances is given for each of them.
        let service = of.and_then(instances::parts).map(|(service, _)| service);
        let is_of_all = |given: &Given| service.is_some() && given.of.as_deref() == service;
        let fits = |given: &&Given| {
            given.what == what
                && (given.of.is_none() || of.is_none() || given.of.as_deref() == of || is_of_all(given))
                && (!given.during.and(period).is_empty() || given.during.contains(period.start))
        };
        let apart = |given: &&Given| {
            let holds = given.during.start <= period.start && period.end <= given.during.end;
            // What is said of one goes before what is said of all, in whatever order they stand.
            let wide = match (of, given.of.as_deref()) {
                (Some(of), Some(own)) if own == of => 0,
                (None, None) => 0,
                (Some(_), None) => 2,
                _ => 1,
            };
            (wide, given.during != period, !holds)
        };
        self.given.iter().filter(fits).min_by_key(apart).map(|given| &given.value)
    }

    /// The service with this identity.
    #[must_use]
    pub fn service(&self, id: &Id<Service>) -> Option<&'a Service> {
        self.model.services.get(id)
    }
}

/// The cycle of a window of calendar periods, in a contract that begins on a day.
pub(super) fn cycle_of(model: &Model, start: Date, window: &Window) -> Option<Cycle> {
    match window {
        Window::Calendar { count, unit } => {
            let cycle = match unit {
                PeriodUnit::Hour => Cycle::hour(),
                PeriodUnit::Day => Cycle::day(),
                PeriodUnit::Week => Cycle::week(),
                PeriodUnit::Month => Cycle::month(),
                PeriodUnit::Quarter => Cycle::quarter(),
                PeriodUnit::Year => Cycle::year(),
                PeriodUnit::ContractMonth => Cycle::new(Length::Months(1), start),
                PeriodUnit::ContractQuarter => Cycle::new(Length::Months(3), start),
                PeriodUnit::ContractYear => Cycle::new(Length::Months(12), start),
            };
            Some(if *count == 1 { cycle } else { cycle.times(*count, start) })
        }
        Window::Period { count, period } => {
            let declared: &Declared = model.periods.get(period)?;
            let from = declared.from?;
            let cycle = Cycle::new(length(&declared.every)?, from);
            Some(if *count == 1 { cycle } else { cycle.times(*count, from) })
        }
        // Each in its day; on a day on which it is closed nothing is due or judged.
        Window::OpenDays { .. } => Some(Cycle::day()),
        _ => None,
    }
}

fn word<'a>(rules: Option<&'a [(Name, Name)]>, rule: &str) -> &'a str {
    rules.and_then(|rules| rules.iter().find(|(name, _)| name == rule)).map_or("", |(_, word)| word.as_str())
}

/// A span in days or months; none for a duration.
#[must_use]
pub fn civil(span: &Quantity) -> Option<CivilSpan> {
    let measure = Measure::parse(&span.unit)?;
    let count = u32::try_from(span.base().to_i64()?).ok()?;
    match measure.dimension() {
        (crate::quantity::Dimension::Span(crate::quantity::SpanBase::Day), None) => Some(CivilSpan::Days(count)),
        (crate::quantity::Dimension::Span(crate::quantity::SpanBase::Month), None) => Some(CivilSpan::Months(count)),
        _ => None,
    }
}

fn length(span: &Quantity) -> Option<Length> {
    match civil(span) {
        None if span.as_blank().is_some() => None,
        Some(CivilSpan::Days(days)) => Some(Length::Days(days)),
        Some(CivilSpan::Months(months)) => Some(Length::Months(months)),
        None => {
            let hours = span.base().checked_div(&Rational::from(3_600))?.to_i64()?;
            u32::try_from(hours).ok().map(Length::Hours)
        }
    }
}

/// A number of seconds that is whole.
#[must_use]
pub fn whole_seconds(seconds: &Rational) -> Option<i64> {
    seconds.to_i64()
}

/// A number of seconds as a value.
#[must_use]
pub fn seconds(seconds: i64) -> Value {
    Value::Number(Number::seconds(seconds))
}
