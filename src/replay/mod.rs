//! Witnesses replayed: what a rule shows is asked of the evaluator before anyone sees it.
//!
//! A rule finds trouble with a kernel and says what shows it: questions about the contract, with answers. Here the same questions are
//! put to what judges evidence and answers `slac ask`, which knows nothing of rules. What it does not confirm is no mistake of the
//! contract but one of the compiler, and is told as such.
//!
//! | file | the questions |
//! |---|---|
//! | here | whether the answers are those that are claimed, and show what they are said to show |
//! | `lookups` | which row, which condition, how much a figure is, and when a state holds |
//! | `promises` | what is promised for a case, and whether a value keeps it |
//! | `times` | when something is due, who can be reached, what counts |
//! | `amounts` | what is owed in the end, in which unit, and by when |
//! | `documents` | what a text says: dates, letters of matrices, names, fields |
//! | `supplies` | copies of data, and services that rest on others |
//! | `cases` | a case as a row of evidence, in a contract of which it can be one |
//! | `readings` | a silence filled, or a term left out |
//! | `words` | answers in words |

mod amounts;
mod cases;
mod documents;
mod lookups;
mod promises;
mod readings;
mod supplies;
mod times;
mod words;

use crate::diagnostics::{Answer, Asked, Family, Finding, Question, Rule, Shows, Witness};
use crate::evaluate::{Calendars, Evidence, World};
use crate::model::{Model, Quantity};
use jiff::civil::Date;

/// A witness that the evaluator does not confirm: a mistake of the compiler.
pub static REFUSED: Rule = Rule {
    name: "witness-refused",
    family: Family::Internal,
    summary: "slac found something and could not show it: a mistake of slac, not of the contract",
    checks: &[],
};

/// The day at which a contract is looked at that does not say when it begins.
const SOME_DAY: Date = Date::constant(2026, 1, 1);

/// An answer of the evaluator, and what it means: two rows of a table are two answers, and mean the same where they owe the same.
struct Found {
    answer: Answer,
    meaning: String,
}

impl Found {
    fn of(answer: Answer) -> Self {
        Self { meaning: format!("{answer:?}"), answer }
    }
}

/// Why a witness shows nothing.
enum Unshown {
    /// A question has no answer in this contract: its term may be over before a case of which it asks begins, or its hours never open.
    Unasked,
    /// The answers are others.
    Refuted(String),
}

impl Unshown {
    fn told(self) -> String {
        match self {
            Self::Unasked => "the question cannot be asked".to_owned(),
            Self::Refuted(why) => why,
        }
    }
}

/// Puts the witness of each finding to the evaluator, and writes what it answers into its sentence. A finding whose witness is refuted
/// becomes one about `slac` itself; one about which nothing can be asked is told without a witness.
pub fn confirm(model: &Model, findings: &mut [Finding]) {
    if findings.iter().all(|finding| finding.witness.is_none()) {
        return;
    }
    with_world(model, &mut |world| {
        for finding in findings.iter_mut() {
            let Some(witness) = &mut finding.witness else { continue };
            if witness.shows == Shows::Nothing {
                continue;
            }
            match replay(world, witness) {
                Ok(()) => {}
                Err(Unshown::Unasked) => finding.witness = None,
                Err(Unshown::Refuted(why)) => *finding = refused(finding, &why),
            }
        }
    });
}

/// Asks the questions of a witness of a contract.
///
/// # Errors
/// Why the witness shows nothing.
pub fn asked_of(model: &Model, witness: &mut Witness) -> Result<(), String> {
    let mut said = Ok(());
    with_world(model, &mut |world| said = replay(world, witness).map_err(Unshown::told));
    said
}

/// The world of a contract of which nothing is known to have happened.
fn with_world(model: &Model, see: &mut dyn FnMut(&World<'_>)) {
    let nothing = Evidence::default();
    let calendars = Calendars::around(model, &nothing, model.contract.from.unwrap_or(SOME_DAY));
    see(&World::new(model, &calendars, &nothing, calendars.within().end));
}

fn refused(finding: &Finding, why: &str) -> Finding {
    let (rule, said) = (finding.rule.name, &finding.message);
    let label = finding.labels.first().map(|label| label.span).unwrap_or_default();
    Finding::new(&REFUSED, label, format!("internal: the witness of `{rule}` was refused"))
        .here("found here")
        .note(format!("`{rule}` said: {said}"))
        .note(format!("the evaluator said: {why}"))
        .help("this is a mistake of slac, and may be none of the contract: please report it with the contract")
}

fn replay(world: &World<'_>, witness: &mut Witness) -> Result<(), Unshown> {
    for asked in &mut witness.given {
        checked(world, asked)?;
    }
    let mut all = Vec::new();
    for asked in &mut witness.asked {
        all.push(checked(world, asked)?);
    }
    let questions: Vec<&Question> = witness.asked.iter().map(|asked| &asked.question).collect();
    if all.is_empty() || !shows(witness.shows, &questions, &all) {
        // What never comes comes neither before nor after something else.
        if !all.is_empty() && all.iter().all(|found| found.answer == Answer::Never) {
            return Err(Unshown::Unasked);
        }
        let told: Vec<String> = all.iter().map(|found| words::told(world, &found.answer)).collect();
        return Err(Unshown::Refuted(format!("{}: that shows nothing", told.join(", "))));
    }
    for (at, asked) in witness.asked.iter().enumerate() {
        if let Some(answer) = &asked.answer {
            witness.text =
                witness.text.replace(&format!("{{{at}}}"), &words::of_answer(world, &asked.question, answer));
        }
    }
    // The sentence says what was answered.
    let unsaid = witness.asked.iter().chain(&witness.given).filter_map(|asked| asked.answer.as_ref());
    let mut unsaid = unsaid.filter(|answer| !words::are_in(world, answer, &witness.text));
    match unsaid.next() {
        Some(answer) => {
            Err(Unshown::Refuted(format!("{}, which its sentence does not say", words::told(world, answer))))
        }
        None => Ok(()),
    }
}

/// Asks a question. The answer takes the place of a claim that was none.
fn checked(world: &World<'_>, asked: &mut Asked) -> Result<Found, Unshown> {
    let found = if asked.reading.is_empty() {
        answer(world, &asked.question)
    } else {
        let mut model = world.model.clone();
        let read = asked.reading.iter().try_for_each(|reading| readings::read(&mut model, reading));
        read.and_then(|()| {
            let mut found = None;
            with_world(&model, &mut |world| found = answer(world, &asked.question));
            found
        })
    };
    let found = found.ok_or(Unshown::Unasked)?;
    match &asked.answer {
        Some(claimed) if *claimed != found.answer => {
            let (told, claimed) = (words::told(world, &found.answer), words::told(world, claimed));
            Err(Unshown::Refuted(format!("{told}, not {claimed}")))
        }
        _ => {
            asked.answer = Some(found.answer.clone());
            Ok(found)
        }
    }
}

fn answer(world: &World<'_>, question: &Question) -> Option<Found> {
    match question {
        Question::Row { table, case, row } => lookups::row(world, table, case, *row),
        Question::Holds { term, value, case } => lookups::holds(world, term, value.as_ref(), case),
        Question::Figure { figure, at } => lookups::figure(world, figure, *at),
        Question::State { state, record } => lookups::state(world, state, record),
        Question::Verdict { commitment, value, exception } => {
            promises::verdict(world, commitment, value, exception.as_ref())
        }
        Question::Target { commitment, case } => promises::target(world, commitment, case),
        Question::Targets { tier, indicator, case } => promises::targets(world, tier, indicator, case),
        Question::Tiers { service, at } => promises::tiers(world, service, *at),
        Question::Judged { commitment, cases, at } => promises::judged(world, commitment, *cases, *at),
        Question::Replaced { term, field, case } => promises::replaced(world, term, field, case),
        Question::Due { of, level, case } => times::due(world, of, *level, case),
        Question::Reached { actor, at, until } => times::reached(world, actor, *at, *until),
        Question::Delay { length, from } => times::delay(world, length, *from),
        Question::Counts { commitment, at } => times::counts(world, commitment, *at),
        Question::Period { term, at } => times::period(world, term, *at),
        Question::Established { exclusion } => times::established(world, exclusion),
        Question::Settled { settlement, amounts, only } => amounts::settled(world, settlement.as_ref(), amounts, only),
        Question::Unit { term, number } => amounts::unit(world, term, *number),
        Question::SettledBy { schedule } => amounts::settled_by(world, schedule),
        Question::ClaimDue { settlement, field, record, at } => {
            amounts::claim_due(world, settlement, field, record.as_ref(), *at)
        }
        Question::Parts { activity, letter } => documents::parts(world, activity, *letter),
        Question::Activities { service } => documents::activities(world, service),
        Question::Called { kind, language, label } => documents::called(world, kind, language, label),
        Question::Stated { term, field } => documents::stated(world, term, field),
        Question::Begins { renewal } => documents::begins(world, *renewal),
        Question::Refused { renewal } => documents::refused(world, *renewal),
        Question::Renewed => documents::renewed(world),
        Question::Day { term, field, tier } => documents::day(world, term, field, tier.as_ref()),
        Question::Total { figure, of } => documents::total(world, figure, of),
        Question::Allowed { figure } => documents::allowed(world, figure),
        Question::NextCopy { backup, begun } => supplies::next_copy(world, backup, *begun),
        Question::Kept { backup, begun } => supplies::kept(world, backup, *begun),
        Question::Lost { commitment, from, until } => supplies::lost(world, commitment, *from, *until),
        Question::Up { service, suppliers } => supplies::up(world, service, suppliers),
    }
}

/// Whether answers show what they are said to show.
fn shows(what: Shows, questions: &[&Question], found: &[Found]) -> bool {
    let answers: Vec<&Answer> = found.iter().map(|found| &found.answer).collect();
    match what {
        Shows::Nothing => false,
        Shows::NoAnswer => answers.iter().all(|answer| is_none(answer)),
        Shows::Different => {
            let first = found.first().map(|found| &found.meaning);
            found.len() > 1 && found.iter().any(|other| Some(&other.meaning) != first)
        }
        Shows::Same => matches!(found, [one, other] if one.meaning == other.meaning && !is_none(&one.answer)),
        Shows::Several => match answers.as_slice() {
            [Answer::Names(names)] => names.len() > 1,
            flags => flags.len() > 1 && flags.iter().all(|flag| **flag == Answer::Flag(true)),
        },
        Shows::Late => matches!(answers.as_slice(), [one, other] if later(one, other).is_some_and(|late| late > 0)),
        Shows::NotBefore => {
            matches!(answers.as_slice(), [one, other] if later(one, other).is_some_and(|late| late >= 0))
        }
        Shows::Breached => every_value_breaches(questions, &answers),
        Shows::Conflict => match answers.as_slice() {
            [Answer::Amount(amount), Answer::Bound { side, limit: Some(limit) }] => {
                let base = |value: &crate::diagnostics::Amount| {
                    Quantity { value: value.value.clone(), unit: value.unit.clone() }.base()
                };
                !words::meets(side, &base(amount), &base(limit))
            }
            [one, other] => !is_none(one) && !is_none(other),
            _ => false,
        },
    }
}

fn is_none(answer: &Answer) -> bool {
    match answer {
        Answer::Nothing | Answer::Never | Answer::Flag(false) => true,
        Answer::Names(names) => names.is_empty(),
        _ => false,
    }
}

/// By how many seconds the first is the later of two. What never comes is later than all.
fn later(one: &Answer, other: &Answer) -> Option<i64> {
    match (one, other) {
        (Answer::Instant(one), Answer::Instant(other)) => Some(one - other),
        (Answer::Never | Answer::Nothing, Answer::Instant(_)) => Some(i64::MAX),
        _ => None,
    }
}

/// Whether each of the values that are asked about breaches some commitment.
fn every_value_breaches(questions: &[&Question], answers: &[&Answer]) -> bool {
    let value = |question: &Question| match question {
        Question::Verdict { value, .. } => Some(value.clone()),
        _ => None,
    };
    let breaches = |wanted: &crate::diagnostics::Amount| {
        questions.iter().zip(answers).any(|(question, answer)| {
            value(question).as_ref() == Some(wanted) && matches!(answer, Answer::Word(word) if word == "breached")
        })
    };
    questions.iter().all(|question| value(question).is_some_and(|value| breaches(&value)))
}
