//! Answers in words, and whether a sentence says them.

use crate::base::Language;
use crate::diagnostics::{Amount, Answer, Question};
use crate::evaluate::World;
use crate::evaluate::limits;
use crate::evaluate::words::Words;
use crate::model::Quantity;
use crate::quantity::Rational;
use crate::time::Stretch;

/// An answer by itself.
pub(super) fn told(world: &World<'_>, answer: &Answer) -> String {
    let words = Words::of(world.model, Language::English);
    match answer {
        Answer::Nothing => "nothing".to_owned(),
        Answer::Never => "never".to_owned(),
        Answer::Unpromised => "no commitment".to_owned(),
        Answer::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Answer::Row(row) => format!("row {row}"),
        Answer::Word(word) => word.to_string(),
        Answer::Names(names) if names.is_empty() => "none".to_owned(),
        Answer::Names(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        Answer::Amount(amount) => limits::written(&quantity(amount)),
        Answer::Bound { side, limit } => match limit {
            Some(limit) => format!("{side} {}", limits::written(&quantity(limit))),
            None => format!("{side} what is not known"),
        },
        Answer::Instant(at) => words.on_day(*at),
        Answer::Period((from, until)) => format!("{} to {}", words.on_day(*from), words.up_to(*until)),
    }
}

/// An answer in the sentence of a witness: a period is told as its month or year where it is one.
pub(super) fn of_answer(world: &World<'_>, question: &Question, answer: &Answer) -> String {
    let words = Words::of(world.model, Language::English);
    match (question, answer) {
        (Question::Period { .. }, Answer::Period((from, until))) => words.period(Stretch::new(*from, *until)),
        (Question::Reached { .. } | Question::Begins { .. }, Answer::Instant(at)) => words.on_day(*at),
        (Question::Stated { .. }, Answer::Flag(true)) => "as much as it says".to_owned(),
        (_, Answer::Instant(at)) => words.up_to(*at),
        _ => told(world, answer),
    }
}

/// Whether a sentence says an answer. What has no words of its own, such as yes, is said in any words.
pub(super) fn are_in(world: &World<'_>, answer: &Answer, sentence: &str) -> bool {
    let words = Words::of(world.model, Language::English);
    let says = |part: &str| sentence.contains(part);
    match answer {
        Answer::Instant(at) => {
            says(&words.on_day(*at)) || says(&words.up_to(*at)) || says(&words.date(*at)) || says(&words.date(*at - 1))
        }
        Answer::Amount(amount) => {
            says(&limits::written(&quantity(amount)))
                || says(&words.quantity(&quantity(amount)))
                || in_seconds(amount).is_some_and(|told| says(&told))
        }
        Answer::Names(names) => names.iter().all(|name| says(name)),
        Answer::Nothing
        | Answer::Never
        | Answer::Unpromised
        | Answer::Flag(_)
        | Answer::Row(_)
        | Answer::Word(_)
        | Answer::Bound { .. }
        | Answer::Period(_) => true,
    }
}

/// A length of time as hours, minutes and seconds.
fn in_seconds(amount: &Amount) -> Option<String> {
    (amount.unit == "s").then(|| amount.value.to_i64().map(limits::seconds)).flatten()
}

/// Whether a value meets a bound, by its words.
pub(super) fn meets(side: &str, value: &Rational, limit: &Rational) -> bool {
    match side {
        "at least" => value >= limit,
        "at most" => value <= limit,
        "more than" => value > limit,
        "less than" => value < limit,
        _ => value == limit,
    }
}

pub(super) fn quantity(amount: &Amount) -> Quantity {
    Quantity { value: amount.value.clone(), unit: amount.unit.clone() }
}
