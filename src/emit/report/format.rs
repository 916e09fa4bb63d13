//! The report of a period as JSON: a published format, which does not change when the evaluator does.

use crate::base::Name;
use crate::evaluate::derivation::{Line as Derived, What};
use crate::evaluate::judge::{Judged, Verdict};
use crate::evaluate::report::{CaseLine, Due, Report as Evaluated, Warning as Warned};
use crate::evaluate::settle::{Choice as Chosen, Settled, Standing};
use crate::evaluate::{Number, words::Words};
use crate::model::{Model, Quantity};
use crate::time::Stretch;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the format.
pub const VERSION: &str = "1";

/// What a period of a contract comes to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Version of this format.
    pub version: String,
    /// The contract.
    pub contract: Name,
    /// The version of the time-zone data.
    pub tzdata: String,
    /// The period.
    pub period: Interval,
    /// The instant up to which all is known (RFC 3339).
    pub as_of: String,
    /// What the evidence does not say, and what is taken instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// One judgement for each commitment, service and window.
    pub commitments: Vec<Judgement>,
    /// The late cases that only count against a quota, up to those that the derivations above cite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Judgement>,
    /// Commitments that judge each case by itself.
    pub cases: Vec<Cases>,
    /// What is owed, month by month.
    pub settlements: Vec<Settlement>,
    /// The duties that follow the breaches of the period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// Rights that have arisen.
    pub rights: Vec<Right>,
}

/// What the evidence does not say.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// `not_given`: what is judged or owed rests on evidence of a sort of which none was sent, and none is taken to have happened.
    /// `not_told`: nothing says when a duty was done that costs an amount where it is late, and it is not judged.
    /// `not_stated`: nobody has stated a figure for the period.
    /// `outside_term`: records of a sort lie outside the term of the contract.
    /// `no_instance`: no instance of a service was named, and none is judged.
    /// `not_due`: evidence says when a duty was done for what it was not due for, and nothing is judged by it.
    /// `unsaid`: records of a sort do not say a field from which what is promised is computed.
    /// `no_amount`: an amount would be owed, and something that it is computed from is not said.
    pub kind: String,
    /// The sort of evidence, the duty, the figure, the service, or the amount.
    pub about: Name,
    /// The same in words.
    pub message: String,
}

/// A stretch of time, half-open, in RFC 3339 with the offset of the contract's zone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Its first instant.
    pub start: String,
    /// The first instant after it.
    pub end: String,
}

/// An exact number and its unit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Amount {
    /// A finite decimal (`99.95`), else a fraction in lowest terms (`739/744`).
    pub value: String,
    /// Its unit; empty for a plain number.
    pub unit: Name,
}

/// A judgement.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// The commitment.
    pub commitment: Name,
    /// The service.
    pub service: Option<Name>,
    /// The case, where it is about one.
    pub case: Option<Name>,
    /// The window; for a case, from its opening until it stopped.
    pub window: Interval,
    /// `met`, `breached`, `not_assessed`, `disputed` or `provisional`.
    pub verdict: String,
    /// What was attained.
    pub attained: Option<Amount>,
    /// What was promised.
    pub target: Option<Amount>,
    /// Of a target in days, the calendar whose days it counts, as an expression of names.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target_days_of: Option<String>,
    /// What exceeds the promise.
    pub excess: Option<Amount>,
    /// How many cases count.
    pub cases: u64,
    /// How many of them missed the target.
    pub missed: u64,
    /// When the case is due.
    pub due: Option<String>,
    /// How it came about.
    pub derivation: Vec<Line>,
}

/// The cases of a commitment that judges each by itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cases {
    /// The commitment.
    pub commitment: Name,
    /// The service.
    pub service: Name,
    /// How many are on time.
    pub on_time: u64,
    /// How many are still running.
    pub running: u64,
    /// Those that missed the target or are disputed.
    pub late: Vec<Judgement>,
}

/// What a settlement comes to in a month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Settlement {
    /// The settlement.
    pub settlement: Name,
    /// The month.
    pub month: Interval,
    /// What is owed to the creditor, rounded; below 0 where the creditor owes it.
    pub amount: Amount,
    /// `due`, `claimable`, `claimed`, `forfeited` or `provisional`.
    pub standing: String,
    /// When the time to claim it is over.
    pub claim_by: Option<String>,
    /// The amounts that it is made of, before they are combined and capped.
    pub amounts: Vec<Owed>,
    /// What a party may choose among: only one of these amounts is owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// How it came about.
    pub derivation: Vec<Line>,
}

/// Amounts of which a party chooses one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// The party, or the role.
    pub by: Name,
    /// The amounts, the one first that it is taken to choose: what is best for it.
    pub among: Vec<Alternative>,
}

/// An amount that may be chosen, or a group of them.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// The penalty or bonus.
    pub schedule: Name,
    /// The others whose amounts are owed together with it, where it is a group of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Name>,
    /// The case, where it is for one.
    pub case: Option<Name>,
    /// The amount, exact.
    pub amount: Amount,
}

/// One amount.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Owed {
    /// The penalty or bonus.
    pub schedule: Name,
    /// The commitment that it is for, or the duty that is late.
    pub commitment: Name,
    /// The service.
    pub service: Option<Name>,
    /// The case, where it is for one.
    pub case: Option<Name>,
    /// The amount, exact.
    pub amount: Amount,
    /// How it came about.
    pub derivation: Vec<Line>,
}

/// A duty that follows a breach.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Duty {
    /// The duty.
    pub duty: Name,
    /// The commitment that was breached.
    pub commitment: Name,
    /// The service.
    pub service: Name,
    /// The case, where it is one that is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Name>,
    /// When it was breached: at the end of the period, or when the time of the case was over (RFC 3339).
    pub breached: String,
    /// Until when the duty is to be done, where the contract says so.
    pub until: Option<String>,
}

/// A right that has arisen.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Right {
    /// The right.
    pub right: Name,
    /// The service, or the instance, where it is a right of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Name>,
    /// How long it may be used.
    pub until: Option<String>,
    /// Whether it may still turn out not to have arisen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

/// A line of a derivation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// What the line gives: `agreed`, `lost`, `attained` …
    pub what: String,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<Amount>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub during: Option<Interval>,
    /// The term of the contract that it rests on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub term: Option<Name>,
    /// The number of its clause in the contract text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub clause: Option<String>,
    /// The records that it rests on, the first of them where there are many.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub records: Vec<Name>,
    /// How many more records there are.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub more_records: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The report in this format. `clause` gives the number of a term's clause in the contract text.
#[must_use]
pub fn report(model: &Model, report: &Evaluated, words: &Words, clause: &dyn Fn(&str) -> Option<String>) -> Report {
    let writer = Writer { model, words, clause };
    Report {
        version: VERSION.to_owned(),
        contract: report.contract.clone(),
        tzdata: report.tzdata.clone(),
        period: writer.interval(report.period),
        as_of: words.exact(report.as_of),
        warnings: report.warnings.iter().map(warning).collect(),
        commitments: report.judged.iter().map(|judged| writer.judgement(judged)).collect(),
        missed: report.missed.iter().map(|judged| writer.judgement(judged)).collect(),
        cases: report.cases.iter().map(|cases| writer.cases(cases)).collect(),
        settlements: report.settled.iter().map(|settled| writer.settlement(settled)).collect(),
        duties: report.followed.iter().map(|due| writer.duty(due)).collect(),
        rights: report
            .rights
            .iter()
            .map(|right| Right {
                right: right.right.name().clone(),
                service: right.service.as_ref().map(|service| service.name().clone()),
                until: right.until.map(|until| words.exact(until)),
                provisional: right.provisional,
            })
            .collect(),
    }
}

struct Writer<'w> {
    model: &'w Model,
    words: &'w Words,
    clause: &'w dyn Fn(&str) -> Option<String>,
}

impl Writer<'_> {
    fn interval(&self, stretch: Stretch) -> Interval {
        Interval { start: self.words.exact(stretch.start), end: self.words.exact(stretch.end) }
    }

    fn judgement(&self, judged: &Judged) -> Judgement {
        Judgement {
            commitment: judged.commitment.name().clone(),
            service: judged.service.as_ref().map(|service| service.name().clone()),
            case: judged.case.clone(),
            window: self.interval(judged.span.within),
            verdict: verdict(judged.verdict),
            attained: judged.attained.as_ref().map(number),
            target: judged.target.as_ref().map(number),
            target_days_of: super::period::days_of(self.model, judged).map(super::moments::calendar),
            excess: judged.excess.as_ref().map(number),
            cases: judged.cases,
            missed: judged.missed,
            due: judged.deadline.map(|due| self.words.exact(due)),
            derivation: self.lines(&judged.lines),
        }
    }

    fn duty(&self, due: &Due) -> Duty {
        Duty {
            duty: due.duty.name().clone(),
            commitment: due.commitment.name().clone(),
            service: due.service.name().clone(),
            case: due.case.clone(),
            breached: self.words.exact(due.breached),
            until: due.until.map(|until| self.words.exact(until)),
        }
    }

    fn cases(&self, cases: &CaseLine) -> Cases {
        Cases {
            commitment: cases.commitment.name().clone(),
            service: cases.service.name().clone(),
            on_time: cases.on_time,
            running: cases.running,
            late: cases.late.iter().map(|judged| self.judgement(judged)).collect(),
        }
    }

    fn settlement(&self, settled: &Settled) -> Settlement {
        let owed = settled.amounts.iter().map(|amount| Owed {
            schedule: amount.schedule.name().clone(),
            commitment: amount.judged.commitment.name().clone(),
            service: amount.judged.service.as_ref().map(|service| service.name().clone()),
            case: amount.judged.case.clone(),
            amount: number(&amount.amount),
            derivation: self.lines(&[amount.judged.lines.as_slice(), &amount.lines].concat()),
        });
        Settlement {
            settlement: settled.settlement.name().clone(),
            month: self.interval(settled.span.whole),
            amount: number(&settled.amount),
            standing: standing(settled.standing).to_owned(),
            claim_by: settled.claim_by.map(|by| self.words.exact(by)),
            amounts: owed.collect(),
            choices: settled.choices.iter().map(choice).collect(),
            derivation: self.lines(&settled.lines),
        }
    }

    fn lines(&self, lines: &[Derived]) -> Vec<Line> {
        let line = |line: &Derived| Line {
            what: what(line.what),
            value: line.value.as_ref().map(amount),
            during: line.during.map(|during| self.interval(during)),
            term: (!line.term.is_empty()).then(|| line.term.clone()),
            clause: (self.clause)(&line.term),
            records: line.rows.names.clone(),
            more_records: line.rows.more,
        };
        lines.iter().map(line).collect()
    }
}

fn number(number: &Number) -> Amount {
    amount(&number.quantity())
}

fn warning(warning: &Warned) -> Warning {
    let (kind, about) = match warning {
        Warned::NotGiven(sort, _) => ("not_given", sort),
        Warned::NotTold(duty) => ("not_told", duty),
        Warned::NotStated(figure) => ("not_stated", figure),
        Warned::OutsideTerm(sort, ..) => ("outside_term", sort),
        Warned::NoInstance(service) => ("no_instance", service),
        Warned::NotDue(duty, ..) => ("not_due", duty),
        Warned::Unsaid(sort, ..) => ("unsaid", sort),
        Warned::NoAmount(schedule, ..) => ("no_amount", schedule),
    };
    Warning { kind: kind.to_owned(), about: about.clone(), message: super::period::warned(warning) }
}

fn choice(choice: &Chosen) -> Choice {
    let alternative = |owed: &crate::evaluate::settle::Alternative| {
        let mut schedules = owed.schedules.iter().map(|schedule| schedule.name().clone());
        Alternative {
            schedule: schedules.next().unwrap_or_default(),
            with: schedules.collect(),
            case: owed.case.clone(),
            amount: amount(&owed.amount.quantity()),
        }
    };
    Choice { by: choice.by.clone(), among: choice.among.iter().map(alternative).collect() }
}

fn amount(quantity: &Quantity) -> Amount {
    Amount { value: quantity.value.to_string(), unit: quantity.unit.clone() }
}

fn verdict(verdict: Verdict) -> String {
    verdict.word().to_owned()
}

/// The name of a line in this format: that of the enum, in kebab case.
fn what(what: What) -> String {
    serde_json::to_value(what).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The word for the standing of an amount.
#[must_use]
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Due => "due",
        Standing::Claimable => "claimable",
        Standing::Claimed => "claimed",
        Standing::Forfeited => "forfeited",
        Standing::Provisional => "provisional",
    }
}
