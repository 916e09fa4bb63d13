//! The examples that the evaluator worked out, as sentences of the contract text.

use crate::emit::text::phrase::Phrases;
use crate::evaluate::derivation::What;
use crate::evaluate::examples::{Case, Examples, Facts, Owed, unit_of};
use crate::evaluate::{Number, Span};
use crate::model::{self, HasTerm, Id, Key, PeriodUnit, Window};
use crate::syntax::ast::Comparator;
use serde::Serialize;

/// On which side of the instant at which a time is over a case keeps its commitment.
fn side(commitment: &model::Commitment) -> &'static str {
    match commitment.target.as_ref().and_then(|target| target.comparator) {
        Some(Comparator::AtLeast) => "earliest",
        Some(Comparator::MoreThan) => "after",
        Some(Comparator::LessThan) => "before",
        Some(Comparator::Exactly) => "exactly",
        Some(Comparator::AtMost) | None => "latest",
    }
}

/// Examples that follow from the clauses.
#[derive(Clone, Debug, Serialize)]
pub struct Computed {
    /// Deadlines of made-up cases; none where there is none.
    pub deadlines: Option<Group<Deadlines>>,
    /// Amounts for made-up facts; none where there is none.
    pub amounts: Option<Group<Owing>>,
    /// Whether there are more than are printed.
    pub more: bool,
}

/// Examples of one sort, under one number.
#[derive(Clone, Debug, Serialize)]
pub struct Group<T> {
    /// The number by which it is cited: the same in every language.
    pub number: String,
    /// Its anchor.
    pub anchor: String,
    /// The examples.
    pub examples: Vec<T>,
}

/// A made-up case.
#[derive(Clone, Debug, Serialize)]
pub struct Deadlines {
    /// Its sort.
    pub record: String,
    /// The values that decide which commitments are its own, each with its dimension.
    pub values: Option<String>,
    /// The service.
    pub service: String,
    /// The level that it is held to.
    pub tier: String,
    /// The field that opens it.
    pub event: String,
    /// When it opens.
    pub opened: String,
    /// When it is due.
    pub due: Vec<Due>,
}

/// A deadline of a made-up case.
#[derive(Clone, Debug, Serialize)]
pub struct Due {
    /// What is due.
    pub indicator: String,
    /// The clause of the commitment.
    pub clause: String,
    /// When.
    pub deadline: String,
    /// `latest`, `before`, `earliest`, `after` or `exactly`: on which side of it the case keeps the commitment.
    pub side: String,
    /// « le décompte de … court … »: what was counted.
    pub count: Option<String>,
}

/// An amount for made-up facts.
#[derive(Clone, Debug, Serialize)]
pub struct Owing {
    /// The clause of the penalty or bonus.
    pub schedule: String,
    /// The clause of the commitment.
    pub commitment: String,
    /// `outage`, `case` or `given`.
    pub facts: String,
    /// The service.
    pub service: String,
    /// The sort of the record.
    pub record: Option<String>,
    /// The values that decide which commitments are its own, each with its dimension.
    pub values: Option<String>,
    /// « du … au … »: when it happened.
    pub during: Option<String>,
    /// The period that is judged; none for a case.
    pub period: Option<String>,
    /// What counts in it.
    pub agreed: Option<String>,
    /// What of it is lost.
    pub lost: Option<String>,
    /// What is measured.
    pub indicator: String,
    /// What was attained.
    pub attained: String,
    /// What the row of the table asks; none where the amount is so much for each unit of an excess.
    pub row: Option<String>,
    /// What was promised, where the amount is so much for each unit of an excess.
    pub target: Option<String>,
    /// What exceeds it.
    pub excess: Option<String>,
    /// « tranches entamées de 1 heure »: what is paid for.
    pub slices: Option<String>,
    /// How many of them.
    pub units: Option<String>,
    /// The share that the row gives, where it gives one.
    pub share: Option<String>,
    /// What that is a share of.
    pub basis: Option<String>,
    /// The amount.
    pub amount: String,
}

impl Phrases<'_> {
    /// The examples of a contract: after its scenarios, under the numbers that follow theirs.
    #[must_use]
    pub fn computed(&self, examples: &Examples<'_>, article: u32) -> Computed {
        let mut next = self.model.scenarios.iter().count();
        let mut group = |name: &str| {
            next += 1;
            (format!("{article}.{next}"), format!("exemples-{name}"))
        };
        let deadlines = (!examples.cases.is_empty()).then(|| {
            let (number, anchor) = group("echeances");
            Group { number, anchor, examples: examples.cases.iter().map(|case| self.deadlines(case)).collect() }
        });
        let amounts = (!examples.owed.is_empty()).then(|| {
            let (number, anchor) = group("montants");
            Group { number, anchor, examples: examples.owed.iter().map(|owed| self.owing(owed)).collect() }
        });
        Computed { deadlines, amounts, more: examples.more }
    }

    fn deadlines(&self, case: &Case<'_>) -> Deadlines {
        let due = case.due.iter().map(|due| Due {
            indicator: self.name(due.commitment.indicator.as_str()),
            clause: self.cite_number(&due.commitment.term.id),
            deadline: self.end_moment(due.deadline),
            side: side(due.commitment).to_owned(),
            count: self.count_of(due),
        });
        let values = case.values.iter().map(|(dimension, value)| (dimension, value.as_str()));
        Deadlines {
            record: self.name(case.record.as_str()),
            values: self.with_values(values),
            service: self.name(case.service.as_str()),
            tier: self.name(case.tier.term().id.as_str()),
            event: self.field_name(&case.record, &case.field),
            opened: self.moment(case.opened),
            due: due.collect(),
        }
    }

    /// `« Priorité » est « P1 »`; none where nothing tells such cases apart.
    fn with_values<'v>(&self, values: impl Iterator<Item = (&'v Id<model::Dimension>, &'v str)>) -> Option<String> {
        let said = values.map(|(dimension, value)| {
            let (name, value) = (self.name(dimension.as_str()), self.quoted_value(dimension, value));
            format!("{name} {} {value}", self.either("est", "is"))
        });
        let said: Vec<String> = said.collect();
        (!said.is_empty()).then(|| said.join(self.either(" et où ", " and where ")))
    }

    fn owing(&self, owed: &Owed<'_>) -> Owing {
        let judged = &owed.amount.judged;
        let number = |number: &Option<Number>| number.as_ref().map(|number| self.figure_of(number));
        let line = |what: What| {
            let found = owed.amount.lines.iter().find(|line| line.what == what)?;
            Some(self.figure_of(&Number::from(found.value.as_ref()?)))
        };
        let (record, during, dimensions) = match &owed.facts {
            Facts::Record { row, during } => {
                let of_row = row.values.iter().filter_map(|(name, value)| {
                    Some((self.model.dimensions.by_name(name)?.id(), value.word()?.clone()))
                });
                (Some(self.name(row.record.as_str())), Some(self.stretch(*during)), of_row.collect())
            }
            Facts::Given => (None, None, Vec::new()),
        };
        let facts = match (&owed.facts, &judged.case) {
            (Facts::Given, _) => "given",
            (Facts::Record { .. }, Some(_)) => "case",
            (Facts::Record { .. }, None) => "outage",
        };
        let basis = line(What::Basis);
        let step = unit_of(&owed.schedule.pays).filter(|_| owed.row.is_none());
        Owing {
            schedule: self.cite(&owed.schedule.term.id),
            commitment: self.cite_number(&owed.commitment.term.id),
            facts: facts.to_owned(),
            service: self.name(owed.service.as_str()),
            record,
            values: self.with_values(dimensions.iter().map(|(id, value)| (id, value.as_str()))),
            during,
            period: judged.case.is_none().then(|| self.period_of(owed, judged.span)),
            agreed: number(&judged.agreed),
            lost: number(&judged.lost),
            indicator: self.judged_of(owed),
            attained: number(&judged.attained).unwrap_or_default(),
            row: owed.row.map(|_| self.row_of(owed)),
            target: step.and_then(|_| number(&judged.target)),
            excess: step.and_then(|_| number(&judged.excess)),
            slices: step.map(|(step, unit)| self.slices(step, unit).trim_end_matches(',').to_owned()),
            units: step.and_then(|_| line(What::Units)),
            share: basis.as_ref().and_then(|_| line(What::Units)),
            basis,
            amount: self.figure_of(&owed.amount.amount),
        }
    }

    /// The indicator that is judged or, of a share of cases, that share.
    fn judged_of(&self, owed: &Owed<'_>) -> String {
        let name = self.name(owed.commitment.indicator.as_str());
        let indicator = self.model.indicators.get(&owed.commitment.indicator);
        let each = owed.schedule.each.as_ref();
        let excess = indicator.and_then(|i| owed.commitment.excess(i, each, &self.model.figures));
        if excess != Some(model::Excess::LateCases) {
            return name;
        }
        format!("{name} {}", self.either("(part des cas dans le délai)", "(share of the cases on time)"))
    }

    /// What the row asks: `« Disponibilité » : de 99 % inclus à 99,9 % exclu`.
    fn row_of(&self, owed: &Owed<'_>) -> String {
        let (model::Pays::Brackets(table), Some(row)) = (&owed.schedule.pays, owed.row) else { return String::new() };
        let asked = table.keys.iter().zip(&row.conditions).map(|(key, condition)| {
            let name = match key {
                Key::Dimension(id) => self.name(id.as_str()),
                Key::Indicator(id) => self.name(id.as_str()),
                Key::Figure(id) => self.name(id.as_str()),
                Key::Judged(_) => self.key(key),
            };
            format!("{name}{} {}", self.either("\u{A0}:", ":"), self.key_condition(key, condition))
        });
        asked.collect::<Vec<_>>().join(self.either("\u{A0}; ", "; "))
    }

    /// `avril 2026` for a calendar month, else from its first instant to its last.
    fn period_of(&self, owed: &Owed<'_>, span: Span) -> String {
        let zone = self.model.contract.zone();
        let first = crate::time::local::date_at(&zone, span.whole.start);
        match owed.schedule.each.as_ref().or(owed.commitment.window.as_ref()) {
            Some(Window::Calendar { count: 1, unit: PeriodUnit::Month }) => {
                crate::time::print::month(first, self.language)
            }
            _ => self.stretch(span.whole),
        }
    }
}
