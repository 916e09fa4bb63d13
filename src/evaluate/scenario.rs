//! Worked examples: whether what a scenario expects is what comes out.

use super::amounts::Amount;
use super::breaches::Followed;
use super::derivation::{Line, What};
use super::evidence::{self, Row, written};
use super::judge::{Judged, Verdict};
use super::rules::WRONG_EXAMPLE;
use super::settle::{Standing, at_decimals};
use super::words::Words;
use super::world::{Given, Span, World};
use super::{Calendars, Env, Evidence, Number, Value, instances};
use crate::base::{Language, Name};
use crate::diagnostics::{Finding, Sink};
use crate::model::{
    Blank, Commitment, Expectation, Expected, HasTerm, Id, Model, Right, Scenario, Service, Subject, Window,
};
use crate::quantity::Rational;
use crate::time::local::Clocks;
use crate::time::{Cycle, Instant, Stretch, local};

/// What came of a scenario.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The contract.
    pub contract: Name,
    /// How its figures and instants are said.
    pub words: Words,
    /// The scenario.
    pub scenario: Name,
    /// One for each expectation, in order.
    pub checked: Vec<Checked>,
    /// Whether its evidence could not be read; then nothing was run.
    pub unread: bool,
    /// Whether the time zone of the contract is a blank; then nothing was run: no instant is known.
    pub without_zone: bool,
    /// Whether something else is a blank that what comes out may rest on; then what comes out otherwise is not wrong yet.
    pub open: bool,
}

impl Outcome {
    /// Whether everything came out as expected, as far as that is decided.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.unread && (self.open || self.checked.iter().all(|checked| checked.passed))
    }
}

/// One expectation and what came out.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What was expected.
    pub expected: Expectation,
    /// The value that was expected, where one was.
    pub value: Option<Value>,
    /// What came out.
    pub got: Vec<Got>,
    /// Whether it is the same.
    pub passed: bool,
}

impl Checked {
    /// What it is about: `availability of erp`.
    #[must_use]
    pub fn what(&self) -> String {
        match &self.expected.what {
            Expected::Term(term) => term.to_string(),
            Expected::Of { what, of } => format!("{what} of {of}"),
        }
    }

    /// What was expected, in words.
    #[must_use]
    pub fn wanted(&self, words: &Words) -> String {
        let value = self.value.as_ref().map(|value| said(words, value));
        let verdict = self.expected.verdict.as_ref().map(|verdict| verdict.replace('_', " "));
        let rounded = self.expected.rounded.map(|places| format!("at {places} decimals"));
        value.into_iter().chain(rounded).chain(verdict).collect::<Vec<_>>().join(", ")
    }

    /// What came out, in words.
    #[must_use]
    pub fn answer(&self, words: &Words) -> String {
        let answer = |got: &Got| {
            let verdict = got.verdict.map(|verdict| words.verdict(verdict).to_owned());
            [said(words, &got.value)].into_iter().chain(verdict).collect::<Vec<_>>().join(", ")
        };
        let mut answers: Vec<String> = self.got.iter().map(answer).collect();
        answers.dedup();
        answers.join("; ")
    }
}

/// A value in words. The only instants that are expected are those until which a duty is due.
fn said(words: &Words, value: &Value) -> String {
    match value {
        Value::Instant(until) => words.deadline(*until),
        _ => words.value(value),
    }
}

/// What came out for an expectation.
#[derive(Clone, Debug)]
pub struct Got {
    /// The term that it is from.
    pub term: Name,
    /// The value.
    pub value: Value,
    /// The verdict, where there is one.
    pub verdict: Option<Verdict>,
    /// How it came about.
    pub lines: Vec<Line>,
}

/// How long a day is written, without an hour: `2026-06-08`.
const DAY_LENGTH: usize = 10;

/// Runs the scenarios of a contract. What is wrong with their evidence, and what comes out otherwise than they say, goes to
/// `sink`.
#[must_use]
pub fn run_all(model: &Model, sink: &mut Sink) -> Vec<Outcome> {
    let run = |scenario: &Scenario| {
        let outcome = run(model, scenario, sink);
        for checked in outcome.checked.iter().filter(|checked| !checked.passed && !outcome.open) {
            sink.report(wrong(scenario, checked, &outcome.words));
        }
        outcome
    };
    model.scenarios.iter().map(run).collect()
}

fn wrong(scenario: &Scenario, checked: &Checked, words: &Words) -> Finding {
    let (what, got) = (checked.what(), checked.answer(words));
    let wanted = checked.wanted(words);
    let comes = if checked.got.is_empty() { "nothing comes out".to_owned() } else { format!("it comes out as {got}") };
    let message = format!("the example expects {wanted} for `{what}`, but {comes}");
    let finding = Finding::new(&WRONG_EXAMPLE, checked.expected.span, message).about(&scenario.term.id);
    if checked.got.is_empty() {
        return finding.here("nothing comes out").note("no commitment, amount or figure answers to it in this period");
    }
    // How time is counted is a matter of `slac test`.
    let counted = |line: &&Line| matches!(line.what, What::Period | What::Scheduled | What::Agreed | What::Excess);
    let lines = checked.got.iter().flat_map(|got| &got.lines).filter(|line| !counted(line)).map(|line| {
        let (what, value, rests) = words.line(line);
        [what, &value, &rests].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    });
    let lines: Vec<String> = lines.collect();
    let finding = finding.here(format!("comes out as {got}"));
    let finding = if lines.is_empty() { finding } else { finding.witness(lines.join("\n")) };
    finding.help(
        "write what comes out, or correct the contract or the records of the example; `slac test` shows every step",
    )
}

/// Runs a scenario. What is wrong with its evidence goes to `sink`.
#[must_use]
pub fn run(model: &Model, scenario: &Scenario, sink: &mut Sink) -> Outcome {
    let mut outcome = Outcome {
        contract: model.contract.term.id.clone(),
        words: Words::of(model, Language::English),
        scenario: scenario.term.id.clone(),
        checked: Vec::new(),
        unread: false,
        without_zone: model.contract.timezone.is_none(),
        open: model.blanks.iter().any(may_be_computed_with),
    };
    if !outcome.without_zone {
        let before = sink.errors();
        let evidence = evidence::from_scenario(model, scenario, sink);
        outcome.unread = sink.errors() > before;
        if !outcome.unread {
            outcome.checked = checked(model, scenario, &evidence);
        }
    }
    outcome
}

/// Fields that no figure is computed with: texts, and what amounts are in law.
const NEVER_COMPUTED_WITH: [&str; 20] = [
    "reference",
    "signed",
    "currency taxes",
    "languages",
    "languages prevails",
    "law",
    "jurisdiction",
    "precedence",
    "procedure",
    "identity",
    "represented",
    "notices",
    "person",
    "skills",
    "means",
    "says",
    "does",
    "nature",
    "damages",
    "remedy",
];

/// Whether what comes out of a scenario may rest on a blank.
fn may_be_computed_with(blank: &Blank) -> bool {
    !NEVER_COMPUTED_WITH.contains(&blank.field.as_str())
}

fn checked(model: &Model, scenario: &Scenario, evidence: &Evidence) -> Vec<Checked> {
    let model = &*instances::apart(model, evidence);
    let calendars = Calendars::around(model, evidence, scenario.day);
    let day = local::day(calendars.zone(), scenario.day);
    let month = Cycle::month().at(day.start, calendars.zone()).map_or(day, |month| month.whole);
    let period = if scenario.month { month } else { day };
    let as_of = evidence.known_until().map_or(month.end, |last| last.max(month.end));
    let mut world = World::new(model, &calendars, evidence, as_of);
    let given: Vec<Given> = scenario.given.iter().filter_map(|given| read_given(&world, given, month)).collect();
    world.given = &given;
    let world = world.looking_ahead();
    scenario.expect.iter().map(|expected| world.check(expected, period)).collect()
}

fn read_given(world: &World<'_>, given: &Expectation, during: Stretch) -> Option<Given> {
    let of_month = |day| Cycle::month().at(local::start_of(world.zone(), day), world.zone());
    let during = given.month.and_then(of_month).map_or(during, |month| month.whole);
    let value = world.eval(given.is.as_ref()?, &Env::of_contract(Span::whole(during)));
    let (what, of) = match &given.what {
        Expected::Term(term) => (term.clone(), None),
        Expected::Of { what, of } => (what.clone(), Some(of.clone())),
    };
    Some(Given { what, of, during, value })
}

impl World<'_> {
    fn check(&self, expected: &Expectation, period: Stretch) -> Checked {
        let value = expected.is.as_ref().map(|is| self.eval(is, &Env::of_contract(Span::whole(period))));
        let value = value.or_else(|| expected.due.as_ref().and_then(|due| self.until(due)).map(Value::Instant));
        let got = match &expected.what {
            Expected::Term(term) | Expected::Of { what: term, .. } if self.model.duties.by_name(term).is_some() => {
                let of = match &expected.what {
                    Expected::Of { of, .. } => Some(of),
                    Expected::Term(_) => None,
                };
                self.of_duty(term, of, period)
            }
            Expected::Of { what, of } if self.model.rights.by_name(what).is_some() => {
                let right = self.model.rights.by_name(what).into_iter();
                right.map(|right| self.of_right(right, Some(&Id::new(of.clone())), period)).collect()
            }
            Expected::Term(term) => self.of_term(term, period),
            Expected::Of { what, of } => match self.record_named(what, of) {
                Some(row) => self.of_record(what, row),
                None => self.of_service(what, &Id::new(of.clone()), period),
            },
        };
        let same = |got: &Got| {
            let value = value.as_ref().is_none_or(|value| alike(value, &got.value, expected.rounded));
            value && expected.verdict.as_ref().is_none_or(|verdict| got.verdict.is_some_and(|v| v.word() == verdict))
        };
        let passed = !got.is_empty() && got.iter().all(same);
        Checked { expected: expected.clone(), value, got, passed }
    }

    /// Whether a right has arisen: of one service or instance; else for any that it is of.
    fn of_right(&self, right: &Right, of: Option<&Id<Service>>, period: Stretch) -> Got {
        let span = Span::whole(period);
        let term = right.term.id.clone();
        if right.each_of.is_none() && of.is_none() {
            let env = Env::of_contract(span);
            let holds =
                |world: &World<'_>| right.when.as_ref().map_or(Value::Flag(true), |when| world.eval(when, &env));
            let (value, verdict) = (holds(self), self.provisional_unless_sure(holds));
            let mut lines = Vec::new();
            right.when.iter().for_each(|when| self.explain(when, &env, &mut lines));
            return Got { term, value, verdict, lines };
        }
        let own = self.of_each(right).into_iter().filter(|own| of.is_none_or(|of| own.as_ref() == Some(of)));
        let own: Vec<_> = own.collect();
        let mut lines = Vec::new();
        // What was read is shown for the first of which it holds.
        let first = own.iter().find(|service| self.arises(right, service.as_ref(), period));
        if let Some(service) = first.or_else(|| own.first()) {
            let env = Env { service: service.as_ref(), ..Env::of_contract(span) };
            right.when.iter().for_each(|when| self.explain(when, &env, &mut lines));
        }
        let arises = |world: &World<'_>| own.iter().any(|service| world.arises(right, service.as_ref(), period));
        let verdict = self.provisional_unless_sure(arises);
        Got { term, value: Value::Flag(first.is_some()), verdict, lines }
    }

    /// The end of a day, or an instant.
    fn until(&self, due: &str) -> Option<Instant> {
        match due.parse() {
            Ok(day) if due.len() == DAY_LENGTH => Some(local::day(self.zone(), day).end),
            _ => written::instant(due, &Clocks::of(self.zone())).ok(),
        }
    }

    /// Until when a duty is due that follows the breaches of a period: of all, of one service, or of one case; `no` where none does.
    fn of_duty(&self, duty: &Name, of: Option<&Name>, period: Stretch) -> Vec<Got> {
        let own = |followed: &Followed<'_>| {
            let breach = &followed.breach;
            let case = breach.case.as_deref().map(|case| case.split('#').next().unwrap_or(case));
            followed.duty.term.id == *duty
                && of.is_none_or(|of| case == Some(of) || instances::is_of(&breach.service, &Id::new(of.clone())))
        };
        let got = |value: Value| Got { term: duty.clone(), value, verdict: None, lines: Vec::new() };
        let due = self.followed(period).into_iter().filter(own);
        let mut all: Vec<Got> =
            due.map(|followed| got(followed.due.map_or(Value::Flag(true), Value::Instant))).collect();
        if all.is_empty() {
            all.push(got(Value::Flag(false)));
        }
        all
    }

    /// The record with a name: of those of several sorts, one that the indicator or the figure is about.
    fn record_named(&self, what: &Name, name: &Name) -> Option<&Row> {
        let indicators = self.about(what).map(|commitment| &commitment.indicator);
        let named = Id::new(what.clone());
        let subjects = indicators.chain([&named]).filter_map(|id| Some(&self.model.indicators.get(id)?.of));
        let figure = self.model.figures.by_name(what).and_then(|figure| figure.of.as_ref());
        let subjects: Vec<&Subject> = subjects.chain(figure).collect();
        let mut rows: Vec<&Row> = self.evidence.all().filter(|row| row.name == *name).collect();
        rows.sort_by_key(|row| !subjects.contains(&&Subject::Record(row.record.clone())));
        rows.first().copied()
    }

    /// The value of an indicator, an objective or a figure for a record.
    fn of_record(&self, what: &Name, row: &Row) -> Vec<Got> {
        let mut got = Vec::new();
        for commitment in self.about(what) {
            got.extend(self.judge_cases(commitment, row).into_iter().map(Got::judged));
        }
        if got.is_empty() {
            let env = Env::of_row(row, Span::whole(self.term()));
            got.push(self.plain(what, row.service.as_ref(), &env));
        }
        got
    }

    /// The value of an indicator, an objective or a figure for a service.
    fn of_service(&self, what: &Name, service: &Id<Service>, period: Stretch) -> Vec<Got> {
        let mut got = Vec::new();
        for commitment in self.about(what) {
            for (of, held) in self.held(commitment).filter(|(of, _)| of.id() == *service) {
                let Some(window) = commitment.window.as_ref().filter(|w| !matches!(w, Window::Case { .. })) else {
                    continue;
                };
                let spans = self.periods(window, held.and(period)).into_iter().map(|span| span.cut(held));
                for span in ending(spans.collect(), period, |span| span.within) {
                    got.push(Got::judged(self.judge(commitment, &of.id(), span)));
                }
            }
        }
        // Where some commitments of the indicator have nothing to judge, the others answer.
        if got.iter().any(|got| got.verdict != Some(Verdict::NotAssessed)) && got.len() > 1 {
            got.retain(|got| got.verdict != Some(Verdict::NotAssessed));
        }
        if got.is_empty() {
            let span = Span { whole: period, within: period.and(self.term()) };
            got.push(self.plain(what, Some(service), &Env::of_service(service, span)));
        }
        got
    }

    fn of_term(&self, term: &Name, period: Stretch) -> Vec<Got> {
        if let Some(schedule) = self.model.schedules.by_name(term) {
            let owed = |world: &World<'_>| {
                let of_cases = |amount: &Amount| amount.judged.case.is_some();
                let (mut amounts, of_periods): (Vec<_>, Vec<_>) =
                    world.amounts(schedule, period).into_iter().partition(of_cases);
                amounts.extend(ending(of_periods, period, |amount| amount.judged.span.within));
                amounts
            };
            let amounts = owed(self);
            let summed = |amounts: &[Amount]| amounts.iter().map(|amount| &amount.amount.base).sum::<Rational>();
            let sum = summed(&amounts);
            let open = amounts.iter().any(|amount| amount.open || amount.ahead).then_some(Verdict::Provisional);
            let verdict = open.or_else(|| self.provisional_unless_sure(|world| summed(&owed(world))));
            let unit = amounts.first().map(|amount| amount.amount.unit.clone());
            let unit = unit.unwrap_or_else(|| self.model.contract.money());
            let lines = amounts
                .into_iter()
                .flat_map(|amount| [amount.judged.lines.as_slice(), &amount.lines].concat())
                .collect();
            return vec![Got { term: term.clone(), value: Value::Number(Number { base: sum, unit }), verdict, lines }];
        }
        if let Some(settlement) = self.model.settlements.by_name(term) {
            let settled = self.settle(settlement, period.end).into_iter();
            let settled = settled.filter(|settled| !settled.span.whole.and(period).is_empty());
            return settled
                .map(|settled| Got {
                    term: term.clone(),
                    value: Value::Number(settled.amount),
                    verdict: Some(Verdict::Provisional).filter(|_| settled.standing == Standing::Provisional),
                    lines: settled.lines,
                })
                .collect();
        }
        if let Some(right) = self.model.rights.by_name(term) {
            return vec![self.of_right(right, None, period)];
        }
        let services: Vec<Id<Service>> = self.model.services.iter().map(HasTerm::id).collect();
        if self.about(term).next().is_some() {
            let of_all = services.iter().flat_map(|service| self.of_service(term, service, period));
            return of_all.filter(|got| got.verdict.is_some()).collect();
        }
        vec![self.plain(term, None, &Env::of_contract(Span::whole(period)))]
    }

    /// The verdict on what has none of its own: provisional where it may come out otherwise.
    fn provisional_unless_sure<T: PartialEq>(&self, asked: impl Fn(&World<'_>) -> T) -> Option<Verdict> {
        (!self.is_sure(asked)).then_some(Verdict::Provisional)
    }

    /// The commitments that an indicator, an objective or an identity names.
    fn about<'s>(&'s self, what: &'s Name) -> impl Iterator<Item = &'s Commitment> {
        // A cell without a commitment answers nothing.
        self.model.commitments.iter().filter(|commitment| commitment.target.is_some()).filter(move |commitment| {
            commitment.indicator.name() == what
                || commitment.objective.as_ref() == Some(what)
                || commitment.term.id == *what
        })
    }

    /// The value of a figure or of an indicator that no commitment is about.
    fn plain(&self, what: &Name, service: Option<&Id<Service>>, env: &Env<'_>) -> Got {
        let value = if self.model.figures.by_name(what).is_some() {
            self.figure(&Id::new(what.clone()), service, env)
        } else {
            self.indicator(&Id::new(what.clone()), service, env)
        };
        Got { term: what.clone(), value, verdict: None, lines: Vec::new() }
    }
}

/// Of what is for several periods, what is for those that end within a stretch; where none does, all of it.
fn ending<T>(mut all: Vec<T>, within: Stretch, period: impl Fn(&T) -> Stretch) -> Vec<T> {
    let ends = |one: &T| within.start < period(one).end && period(one).end <= within.end;
    if all.iter().any(ends) {
        all.retain(ends);
    }
    all
}

impl Got {
    fn judged(judged: Judged) -> Self {
        let value = judged.attained.map_or(Value::Nothing, Value::Number);
        Self { term: judged.commitment.name().clone(), value, verdict: Some(judged.verdict), lines: judged.lines }
    }
}

/// Whether a value is the one that was expected: exactly, or at so many decimals of the unit in which it was written.
fn alike(expected: &Value, got: &Value, rounded: Option<u32>) -> bool {
    match (expected, got, rounded) {
        (Value::Number(expected), Value::Number(got), Some(places)) => {
            let shown = Number { base: got.base.clone(), unit: expected.unit.clone() }.quantity();
            at_decimals(&shown.value, places) == expected.quantity().value
        }
        (Value::Number(expected), Value::Number(got), None) => expected.base == got.base,
        // A duty that is due until some instant is due.
        (Value::Flag(expected), Value::Instant(_), _) => *expected,
        _ => expected == got,
    }
}
