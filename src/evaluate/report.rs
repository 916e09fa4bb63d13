//! What a period of a contract comes to: every judgement, the cases that missed their target, what is owed, what may be done.

use super::breaches::Followed;
use super::derivation::What;
use super::expr::Env;
use super::judge::{Judged, Verdict};
use super::settle::Settled;
use super::world::{Span, World};
use super::{instances, reads};
use crate::base::Name;
use crate::model::{
    Commitment, Duty, Expr, Figure, FigureSource, HasTerm, Id, Record, Right, Schedule, Service, Subject, Window,
};
use crate::time::{Instant, Stretch};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The report of a period.
#[derive(Debug)]
pub struct Report {
    /// The contract.
    pub contract: Name,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// The period.
    pub period: Stretch,
    /// Up to when all is known.
    pub as_of: Instant,
    /// What the evidence does not say, and is taken as nothing.
    pub warnings: Vec<Warning>,
    /// One judgement for each commitment, service and period that meets the period of the report.
    pub judged: Vec<Judged>,
    /// The late cases that count against a quota and make no amount of their own, up to those that derivations cite; only where
    /// derivations are asked for.
    pub missed: Vec<Judged>,
    /// The cases of commitments that judge each case: those on time are counted only.
    pub cases: Vec<CaseLine>,
    /// The settlements of the months of the period.
    pub settled: Vec<Settled>,
    /// The duties that follow the breaches of the period.
    pub followed: Vec<Due>,
    /// Rights whose condition holds at the end of the period.
    pub rights: Vec<Available>,
}

/// What the evidence does not say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// Judged commitments, amounts or rights rest on evidence of this sort, and none was sent: it is taken that nothing of it happened.
    /// The indicators, schedules and rights that read it.
    NotGiven(Name, BTreeSet<Name>),
    /// An amount is owed where a duty is late, and nothing says when it was done: it is not judged.
    NotTold(Name),
    /// A figure that someone states was not stated for the period.
    NotStated(Name),
    /// Records of this sort lie outside the term of the contract: the first, and how many more.
    OutsideTerm(Name, Name, u64),
    /// A service of many instances none of which is named: none is judged.
    NoInstance(Name),
    /// A row says when this duty was done for what it was not due for: the first such row, and how many more.
    NotDue(Name, Name, usize),
    /// Records of this sort do not say this field, from which what is promised is computed: the first, and how many more.
    Unsaid(Name, Name, Name, u64),
    /// An amount would be owed, and something that it is computed from is not said: the first case or service, and how many more.
    NoAmount(Name, Option<Name>, usize),
}

/// The cases of a commitment that judges each case by itself.
#[derive(Debug)]
pub struct CaseLine {
    /// The commitment.
    pub commitment: Id<Commitment>,
    /// The service.
    pub service: Id<Service>,
    /// How many are on time.
    pub on_time: u64,
    /// How many are still running.
    pub running: u64,
    /// Those that missed their target, or are disputed.
    pub late: Vec<Rc<Judged>>,
}

/// A duty that follows a breach.
#[derive(Debug)]
pub struct Due {
    /// The duty.
    pub duty: Id<Duty>,
    /// The commitment that was breached.
    pub commitment: Id<Commitment>,
    /// For which service.
    pub service: Id<Service>,
    /// By which case, where it was by one.
    pub case: Option<Name>,
    /// When.
    pub breached: Instant,
    /// Until when the duty is to be done, where the contract says so.
    pub until: Option<Instant>,
}

/// A right that has arisen.
#[derive(Debug)]
pub struct Available {
    /// The right.
    pub right: Id<Right>,
    /// The service, or the instance, where it is a right of each.
    pub service: Option<Id<Service>>,
    /// How long it may be used, where the contract says so.
    pub until: Option<Instant>,
    /// Whether it may still turn out not to have arisen.
    pub provisional: bool,
}

/// Records by name that are late under a commitment.
struct Wanted<'r> {
    commitment: &'r Commitment,
    service: &'r Id<Service>,
    names: BTreeSet<&'r str>,
}

impl Due {
    fn of(followed: Followed<'_>) -> Self {
        let Followed { duty, breach, due } = followed;
        Self {
            duty: duty.id(),
            commitment: breach.commitment.id(),
            service: breach.service,
            case: breach.case,
            breached: breach.at,
            until: due,
        }
    }
}

impl World<'_> {
    /// The report of a period.
    #[must_use]
    pub fn report(&self, period: Stretch) -> Report {
        let mut world = World::new(self.model, self.calendars, self.evidence, self.as_of);
        (world.given, world.explains, world.causes) = (self.given, self.explains, self.causes.clone());
        world.looking_ahead().report_of(period)
    }

    fn report_of(&self, period: Stretch) -> Report {
        let mut report = Report {
            contract: self.model.contract.term.id.clone(),
            tzdata: self.model.contract.tzdata.clone(),
            period,
            as_of: self.as_of,
            warnings: Vec::new(),
            judged: Vec::new(),
            missed: Vec::new(),
            cases: Vec::new(),
            settled: Vec::new(),
            followed: Vec::new(),
            rights: Vec::new(),
        };
        for commitment in self.model.commitments.iter().filter(|commitment| commitment.target.is_some()) {
            for (service, held) in self.held(commitment) {
                let held = held.and(period);
                match &commitment.window {
                    _ if held.is_empty() => {}
                    Some(Window::Case { .. }) => report.cases.push(self.case_line(commitment, &service.id(), held)),
                    Some(window) => {
                        let spans = self.periods(window, held).into_iter();
                        let time = self.held_around(commitment, &service.id(), held).unwrap_or(held);
                        report.judged.extend(spans.map(|span| self.judge(commitment, &service.id(), span.cut(time))));
                    }
                    None => {}
                }
            }
        }
        if self.explains {
            report.missed = self.missed(&report.judged);
        }
        for settlement in &self.model.settlements {
            let months = self.settle(settlement, period.end).into_iter();
            report.settled.extend(months.filter(|month| !month.span.whole.and(period).is_empty()));
        }
        report.followed = self.followed(period).into_iter().map(Due::of).collect();
        for right in &self.model.rights {
            report.rights.extend(self.available(right, period));
        }
        report.warnings = self.warnings(&report);
        report
    }

    /// What judged commitments rest on and was not sent, and services none of whose instances is known.
    fn warnings(&self, report: &Report) -> Vec<Warning> {
        let judged = report.judged.iter().map(|judged| &judged.commitment);
        let judged: BTreeSet<_> = judged.chain(report.cases.iter().map(|line| &line.commitment)).collect();
        let commitments = judged.into_iter().filter_map(|id| self.model.commitments.get(id));
        let indicators: BTreeSet<_> = commitments.map(|commitment| &commitment.indicator).collect();
        let indicators: Vec<_> = indicators.into_iter().filter_map(|id| self.model.indicators.get(id)).collect();
        let formulas = indicators.iter().map(|indicator| (indicator.term.id.clone(), &indicator.formula));
        let in_settlements: BTreeSet<_> = report.settled.iter().map(|settled| &settled.settlement).collect();
        let settlements: Vec<_> = in_settlements.into_iter().filter_map(|id| self.model.settlements.get(id)).collect();
        let is_settled = |schedule: &&Schedule| settlements.iter().any(|of| self.settles(of, &schedule.id()));
        let schedules = self.model.schedules.iter().filter(is_settled);
        let amounts = schedules
            .flat_map(|schedule| schedule.formulas().into_iter().map(|formula| (schedule.term.id.clone(), formula)));
        let rights = self.model.rights.iter().filter_map(|right| Some((right.term.id.clone(), right.when.as_ref()?)));
        let mut read: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
        for (reader, formula) in formulas.chain(amounts).chain(rights) {
            for sort in reads::evidence(self.model, formula) {
                read.entry(sort).or_default().insert(reader.clone());
            }
        }
        let not_given = read.into_iter().filter(|(sort, _)| !self.evidence.was_sent(sort));
        let not_given = not_given.map(|(sort, readers)| Warning::NotGiven(sort, readers));
        let known = |service: &Service| {
            self.model
                .services
                .iter()
                .any(|other| other.term.id != service.term.id && instances::is_of(&other.id(), &service.id()))
        };
        let without = self.model.services.iter().filter(|service| service.many && !known(service));
        let without = without.map(|service| Warning::NoInstance(service.term.id.clone()));
        let outside = self.evidence.outside();
        let outside = outside.map(|(sort, first, more)| Warning::OutsideTerm(sort.clone(), first.clone(), more));
        let duties = self.model.schedules.iter().flat_map(|schedule| &schedule.on_duties).map(Id::name);
        let duties: BTreeSet<&Name> = duties.filter(|duty| !self.evidence.was_sent(duty)).collect();
        let not_told = duties.into_iter().map(|duty| Warning::NotTold(duty.clone()));
        let not_stated: Vec<Warning> = self.not_stated(report.period).collect();
        let no_amount = self.without_amount(report.period, &not_stated);
        let not_due = self.not_due(report.period);
        let found = not_given.chain(not_told).chain(not_stated).chain(outside).chain(without);
        let unsaid = self
            .evidence
            .unsaid()
            .map(|(sort, field, first, more)| Warning::Unsaid(sort.clone(), field.clone(), first.clone(), more));
        found.chain(unsaid).chain(not_due).chain(no_amount).collect()
    }

    /// The amounts of a period that are owed and not known, but for those of which a figure is told to be missing already.
    fn without_amount(&self, period: Stretch, not_stated: &[Warning]) -> Vec<Warning> {
        let is_told = |schedule: &Name| {
            let formulas = self.model.schedules.by_name(schedule).map(Schedule::formulas).unwrap_or_default();
            formulas.into_iter().any(|formula| {
                formula.any(&|part| match part {
                    Expr::Figure { figure, .. } => not_stated.contains(&Warning::NotStated(figure.name().clone())),
                    _ => false,
                })
            })
        };
        let unvalued = self.found.unvalued.borrow();
        let without = unvalued.iter().filter_map(|(schedule, of)| {
            let own: BTreeSet<&Option<Name>> =
                of.iter().filter(|(during, _)| !during.and(period).is_empty()).map(|(_, of)| of).collect();
            let first = (*own.first()?).clone();
            (!is_told(schedule)).then(|| Warning::NoAmount(schedule.clone(), first, own.len() - 1))
        });
        without.collect()
    }

    /// The figures that someone states for each period, and that nobody has stated for any part of this one.
    fn not_stated(&self, period: Stretch) -> impl Iterator<Item = Warning> {
        let due = self
            .model
            .figures
            .iter()
            .filter(|figure| matches!(figure.value, FigureSource::GivenBy(_, Some(_))) && figure.default.is_none());
        let is_stated = move |figure: &Figure| {
            let id = &figure.term.id;
            self.given.iter().any(|given| given.what == *id && !given.during.and(period).is_empty())
                || self.model.services.iter().any(|service| service.facts.iter().any(|(name, _)| name == id))
        };
        due.filter(move |figure| !is_stated(figure)).map(|figure| Warning::NotStated(figure.term.id.clone()))
    }

    /// The late cases that judgements cite and that are kept nowhere else, in one walk over the evidence of their sort.
    fn missed(&self, judged: &[Judged]) -> Vec<Judged> {
        let mut found: BTreeMap<(Name, Name, Name), Judged> = BTreeMap::new();
        let mut wanted: BTreeMap<Id<Record>, Vec<Wanted<'_>>> = BTreeMap::new();
        for judged in judged {
            let Some(commitment) = self.model.commitments.get(&judged.commitment) else { continue };
            let Some(service) = &judged.service else { continue };
            let of = self.model.indicators.get(&commitment.indicator).map(|indicator| &indicator.of);
            if let Some(Subject::Record(record)) = of
                && self.cases().late(commitment, service).is_empty()
            {
                let missed = judged.lines.iter().filter(|line| line.what == What::Missed);
                // A case that was opened again has the name of its record and a number.
                let names = missed.flat_map(|line| &line.rows.names).map(|name| name.split('#').next().unwrap_or(name));
                let names: BTreeSet<&str> = names.collect();
                if !names.is_empty() {
                    wanted.entry(record.clone()).or_default().push(Wanted { commitment, service, names });
                }
            }
        }
        for (record, wanted) in wanted {
            self.evidence.each(&record, &mut |row| {
                for Wanted { commitment, service, names } in &wanted {
                    if row.service.as_ref() != Some(service) || !names.contains(row.name.as_str()) {
                        continue;
                    }
                    for case in self.judge_cases(commitment, row).into_iter().filter(|case| case.late) {
                        let name = case.case.clone().unwrap_or_default();
                        found.insert((commitment.term.id.clone(), service.name().clone(), name), case);
                    }
                }
            });
        }
        found.into_values().collect()
    }

    fn case_line(&self, commitment: &Commitment, service: &Id<Service>, held: Stretch) -> CaseLine {
        let tallies = self.cases().tallies(commitment, service, held);
        let (mut on_time, mut running) = (0, 0);
        for tally in tallies {
            on_time += tally.on_time;
            running += tally.running;
        }
        let late = self.cases().late(commitment, service).iter().map(|(judged, _)| judged);
        let late = late.filter(|judged| self.belongs(judged, held) && judged.verdict != Verdict::NotAssessed);
        CaseLine {
            commitment: commitment.id(),
            service: service.clone(),
            on_time,
            running,
            late: late.cloned().collect(),
        }
    }

    /// A right that has a condition, where it holds at the end of a period: once, or for each service or instance that it is of.
    fn available(&self, right: &Right, period: Stretch) -> Vec<Available> {
        let in_force = self.in_force(right.term.validity).and(period);
        if right.when.is_none() || in_force.is_empty() {
            return Vec::new();
        }
        let until = right.within.as_ref().and_then(|within| self.due(within, None, period));
        let of = self.of_each(right).into_iter();
        let held = of.filter(|service| self.arises(right, service.as_ref(), period));
        let available = |service: Option<Id<Service>>| {
            let provisional = !self.is_sure(|world| world.arises(right, service.as_ref(), period));
            Available { right: right.id(), service, until, provisional }
        };
        held.map(available).collect()
    }

    /// The services, or the instances, of each of which a right is; `None` for one that is of the contract.
    pub(super) fn of_each(&self, right: &Right) -> Vec<Option<Id<Service>>> {
        let known = |service: &Service| service.many && instances::parts(service.term.id.as_str()).is_none();
        let own = |service: &&Service| match &right.each_of {
            Some(Subject::Service(of)) => service.id() != *of && instances::is_of(&service.id(), of),
            // A service of many instances is each of them.
            _ => !known(service),
        };
        match right.each_of {
            None => vec![None],
            Some(_) => self.model.services.iter().filter(own).map(|service| Some(service.id())).collect(),
        }
    }

    /// Whether the condition of a right holds at the end of a period, for the contract or for a service.
    pub(super) fn arises(&self, right: &Right, service: Option<&Id<Service>>, period: Stretch) -> bool {
        let span = Span { whole: period, within: period.and(self.term()) };
        let env = Env { service, ..Env::of_contract(span) };
        right.when.as_ref().is_none_or(|when| self.eval(when, &env).holds())
    }
}
