//! What shows a finding: questions asked of the contract, and what it answers.
//!
//! A rule says what it asks and what it claims; `replay` asks the evaluator the same before the finding is shown. So a witness is
//! data: names of terms, values, instants. Its sentence is written by the rule, and holds the answers.

use super::question::{Amount, Datum, Question, instant, rfc3339};
use crate::base::Name;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// What shows a finding, and that anyone can check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Witness {
    /// The sentence. `{0}`, `{1}` stand for the answers until they are known.
    pub text: String,
    /// What is so beside it: the value is a breach, say.
    pub given: Vec<Asked>,
    /// What is asked.
    pub asked: Vec<Asked>,
    /// What is wrong with the answers.
    pub shows: Shows,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// How the contract is read for it, where it is read otherwise than it is written: a silence filled in one way, a term left out.
    pub reading: Vec<Reading>,
    /// The answer: what the rule claims; where it claims only that answers differ, what the evaluator says.
    pub answer: Option<Answer>,
}

/// What is wrong with the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// No question is asked: a rule of another family, or one that reads a text which is no contract yet.
    Nothing,
    /// None of the questions has an answer.
    NoAnswer,
    /// The questions mean the same and have different answers.
    Different,
    /// One question has several answers, or several things hold of which one only may.
    Several,
    /// The first instant is later than the second, or there is none.
    Late,
    /// The first instant is no earlier than the second.
    NotBefore,
    /// Each of the values that are asked about breaches something.
    Breached,
    /// Each has an answer, and the two cannot both be kept.
    Conflict,
    /// Two readings, of which one would do, have one answer.
    Same,
}

/// How a contract is read for a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// As if a field of a term said this.
    Says {
        /// The term.
        term: Name,
        /// Its field.
        field: Name,
        /// What it says.
        says: Vec<Datum>,
    },
    /// As if a term were not there.
    Without {
        /// The term.
        term: Name,
    },
    /// As if a field said only one of the things that it says.
    Only {
        /// The term.
        term: Name,
        /// Its field.
        field: Name,
        /// Which of them, counted from 1.
        number: usize,
    },
}

/// What a contract answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Nothing: the contract does not say.
    Nothing,
    /// Never, as far as is known.
    Never,
    /// Nothing is promised, on purpose.
    Unpromised,
    /// Yes, or no.
    Flag(bool),
    /// The row of a table, counted from 1.
    Row(usize),
    /// A word.
    Word(Name),
    /// Names of terms.
    Names(Vec<Name>),
    /// A number.
    Amount(Amount),
    /// A bound.
    Bound {
        /// `at least`, `at most` …
        side: Name,
        /// The limit; none where it is not known.
        limit: Option<Amount>,
    },
    /// An instant.
    Instant(
        #[serde(serialize_with = "instant")]
        #[schemars(with = "String")]
        i64,
    ),
    /// From one instant until another.
    Period(
        #[serde(serialize_with = "stretch")]
        #[schemars(with = "(String, String)")]
        (i64, i64),
    ),
}

fn stretch<S: Serializer>((from, until): &(i64, i64), serializer: S) -> Result<S::Ok, S::Error> {
    [rfc3339(*from), rfc3339(*until)].serialize(serializer)
}

impl Witness {
    /// A sentence that nothing can be asked about.
    #[must_use]
    pub fn told(text: impl Into<String>) -> Self {
        Self { text: text.into(), given: Vec::new(), asked: Vec::new(), shows: Shows::Nothing }
    }

    /// What is wrong with the answers, and the sentence.
    #[must_use]
    pub fn new(shows: Shows, text: impl Into<String>) -> Self {
        Self { shows, ..Self::told(text) }
    }

    /// Says what is so beside it.
    #[must_use]
    pub fn given(mut self, question: Question, answer: Answer) -> Self {
        self.given.push(Asked { question, reading: Vec::new(), answer: Some(answer) });
        self
    }

    /// Asks a question and claims its answer.
    #[must_use]
    pub fn ask(mut self, question: Question, answer: Answer) -> Self {
        self.asked.push(Asked { question, reading: Vec::new(), answer: Some(answer) });
        self
    }

    /// Asks a question of which only the relation to the others is claimed.
    #[must_use]
    pub fn wonder(mut self, question: Question) -> Self {
        self.asked.push(Asked { question, reading: Vec::new(), answer: None });
        self
    }

    /// Asks a question of the contract as it is read otherwise than it is written; only the relation to the other answers is claimed.
    #[must_use]
    pub fn read(mut self, question: Question, reading: Vec<Reading>) -> Self {
        self.asked.push(Asked { question, reading, answer: None });
        self
    }

    /// Asks the same of the contract as if a field of a term said each of these.
    #[must_use]
    pub fn either(mut self, question: &Question, term: &Name, field: &str, says: [Vec<Datum>; 2]) -> Self {
        for says in says {
            let reading = vec![Reading::Says { term: term.clone(), field: field.into(), says }];
            self.asked.push(Asked { question: question.clone(), reading, answer: None });
        }
        self
    }
}

impl From<String> for Witness {
    fn from(text: String) -> Self {
        Self::told(text)
    }
}

impl From<&str> for Witness {
    fn from(text: &str) -> Self {
        Self::told(text)
    }
}
