//! What closes the contract: final provisions, acceptances, worked examples, and what is left to agree.

use super::Clause;
use super::examples::Computed;
use crate::base::Language;
use crate::emit::text::markdown;
use crate::emit::text::number::Part;
use crate::emit::text::phrase::{Phrases, Table};
use crate::evaluate::examples::Examples;
use crate::model::{self, EvidenceValue, Expected, HasTerm};
use jiff::civil::DateTime;
use serde::Serialize;

/// Languages, law, precedence.
#[derive(Clone, Debug, Serialize)]
pub struct Final {
    /// « en français et en anglais »: the languages in which the contract is printed.
    pub languages: String,
    /// The one that prevails.
    pub prevails: Option<String>,
    /// The law that governs it.
    pub law: Option<String>,
    /// The courts that hear disputes.
    pub jurisdiction: Option<String>,
    /// Which document prevails over which, the strongest first.
    pub precedence: Vec<String>,
    /// Whether some clause carries a note.
    pub has_notes: bool,
}

/// What parties took note of.
#[derive(Clone, Debug, Serialize)]
pub struct Acceptances {
    /// The findings.
    pub acceptances: Vec<Acceptance>,
}

/// A finding that parties took note of.
#[derive(Clone, Debug, Serialize)]
pub struct Acceptance {
    /// The rule, in code font.
    pub rule: String,
    /// The clauses that it is about; empty: all.
    pub terms: String,
    /// The parties that take note.
    pub parties: Option<String>,
    /// The reason.
    pub because: String,
}

/// Worked examples.
#[derive(Clone, Debug, Serialize)]
pub struct Scenarios {
    /// Those that the contract writes.
    pub scenarios: Vec<Scenario>,
    /// Whether one of them binds.
    pub binding: bool,
    /// Those that the evaluator works out.
    pub computed: Computed,
}

/// A worked example.
#[derive(Clone, Debug, Serialize)]
pub struct Scenario {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// The month or the day that it is about.
    pub about: String,
    /// `binding` or `illustrative`.
    pub status: Option<String>,
    /// The story.
    pub means: Option<String>,
    /// Evidence, one table for each sort.
    pub evidence: Vec<Evidence>,
    /// What is taken as given.
    pub given: Vec<Line>,
    /// What comes out.
    pub expect: Vec<Line>,
}

/// Evidence of one sort.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// The sort.
    pub record: String,
    /// One record a row.
    pub table: Table,
}

/// A line of a worked example.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What it is about.
    pub what: String,
    /// The value; a dash where none is stated.
    pub value: String,
    /// The verdict; a dash where none is stated.
    pub verdict: String,
}

/// What is left to agree.
#[derive(Clone, Debug, Serialize)]
pub struct Blanks {
    /// The gaps.
    pub blanks: Vec<Gap>,
}

/// A value that is not agreed yet.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// The gap as it stands in the text.
    pub name: String,
    /// The clause that it stands in.
    pub clause: String,
    /// What it is a value of.
    pub field: String,
}

impl Phrases<'_> {
    /// Article of the final provisions.
    #[must_use]
    pub fn closing(&self) -> Final {
        let contract = &self.model.contract;
        let languages: Vec<_> = contract.languages.iter().map(|tag| self.language_name(tag)).collect();
        Final {
            languages: self
                .all_of(&languages.iter().map(|l| format!("{} {l}", self.either("en", "in"))).collect::<Vec<_>>()),
            prevails: contract.prevails.as_ref().map(|tag| self.language_name(tag)),
            law: self.optional_text(contract.law.as_ref()),
            jurisdiction: self.optional_text(contract.jurisdiction.as_ref()),
            has_notes: crate::emit::text::number::terms(self.model)
                .into_iter()
                .any(|term| term.module.is_empty() && !term.notes.is_empty()),
            precedence: contract.precedence.iter().map(|w| self.closed("precedence", w)).collect(),
        }
    }

    fn language_name(&self, tag: &str) -> String {
        match (Language::from_tag(tag), self.is_french()) {
            (Some(Language::French), true) => "français".to_owned(),
            (Some(Language::French), false) => "French".to_owned(),
            (Some(Language::English), true) => "anglais".to_owned(),
            (Some(Language::English), false) => "English".to_owned(),
            (None, _) => markdown::code(tag),
        }
    }

    /// Article of the acceptances. The drafter's remarks are not printed.
    #[must_use]
    pub fn acceptances(&self) -> Acceptances {
        let printed = self.model.acceptances.iter().filter_map(|a| {
            let parties: Vec<_> = a.acknowledged.iter().map(|p| self.party(p).plain()).collect();
            Some(Acceptance {
                rule: markdown::code(&a.rule),
                terms: self.cite_all(a.terms.iter().map(crate::base::Name::as_str)),
                parties: (!parties.is_empty()).then(|| self.all_of(&parties)),
                because: self.optional_text(a.because.as_ref())?,
            })
        });
        Acceptances { acceptances: printed.collect() }
    }

    /// Article of the gaps.
    #[must_use]
    pub fn blanks(&self) -> Blanks {
        let blanks = self.model.blanks.iter().map(|b| Gap {
            name: self.blank(&b.name),
            clause: self.cite(&b.term),
            field: self.open_field(&b.field),
        });
        Blanks { blanks: blanks.collect() }
    }

    /// Article of the worked examples.
    #[must_use]
    pub fn scenarios(&self, examples: &Examples<'_>) -> Scenarios {
        let article = self.numbering.article(Part::Scenarios).unwrap_or_default();
        Scenarios {
            scenarios: self.model.scenarios.iter().map(|s| self.scenario(s)).collect(),
            binding: self.model.scenarios.iter().any(|s| s.status.as_deref() == Some("binding")),
            computed: self.computed(examples, article),
        }
    }

    fn scenario(&self, s: &model::Scenario) -> Scenario {
        let mut evidence: Vec<(&model::Id<model::Record>, Vec<&model::EvidenceRow>)> = Vec::new();
        for row in &s.rows {
            match evidence.iter_mut().find(|(record, _)| **record == row.record) {
                Some((_, rows)) => rows.push(row),
                None => evidence.push((&row.record, vec![row])),
            }
        }
        Scenario {
            clause: self.clause(s.term()),
            about: if s.month { crate::time::print::month(s.day, self.language) } else { self.date(s.day) },
            status: s.status.as_ref().map(ToString::to_string),
            means: self.optional_text(s.means.as_ref()),
            evidence: evidence.iter().map(|(record, rows)| self.evidence(record, rows)).collect(),
            given: s.given.iter().map(|e| self.line(e)).collect(),
            expect: s.expect.iter().map(|e| self.line(e)).collect(),
        }
    }

    fn evidence(&self, record: &model::Id<model::Record>, rows: &[&model::EvidenceRow]) -> Evidence {
        let mut fields: Vec<&crate::base::Name> = Vec::new();
        for (field, _) in rows.iter().flat_map(|r| &r.values) {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        let heads = fields.iter().map(|f| self.field_label(record, f));
        let cells = |row: &&model::EvidenceRow| {
            let cell = |field: &&crate::base::Name| {
                let value = row.values.iter().find(|(name, _)| name == *field);
                value.map_or_else(|| "–".to_owned(), |(_, v)| self.evidence_value(record, field, v))
            };
            [markdown::code(&row.name)].into_iter().chain(fields.iter().map(cell)).collect()
        };
        Evidence {
            record: self.name(record.as_str()),
            table: Table {
                heads: [self.short_name(record.as_str())].into_iter().chain(heads).collect(),
                rows: rows.iter().map(cells).collect(),
            },
        }
    }

    /// What people call a field of a record; what evidence is about has no field.
    fn field_label(&self, record: &model::Id<model::Record>, field: &str) -> String {
        match field {
            "on" => self.either("Porte sur", "About").to_owned(),
            "from" => self.either("Du", "From").to_owned(),
            "until" => self.either("Au", "Until").to_owned(),
            _ if self.model.dimensions.by_name(field).is_some() => self.short_name(field),
            _ => self.bare_field_name(record, field),
        }
    }

    fn evidence_value(&self, record: &model::Id<model::Record>, field: &str, value: &EvidenceValue) -> String {
        match value {
            EvidenceValue::Instant(text) => self.evidence_instant(text),
            EvidenceValue::Instants(texts) => {
                texts.iter().map(|text| self.evidence_instant(text)).collect::<Vec<_>>().join(", ")
            }
            EvidenceValue::Expr(expr) => self.cell(expr),
            EvidenceValue::Word(word) => self.evidence_word(record, field, word),
            EvidenceValue::Text(text) => self.text(text),
        }
    }

    fn evidence_instant(&self, text: &str) -> String {
        match text.parse::<DateTime>() {
            Ok(instant) => crate::time::print::instant(instant, self.language),
            Err(_) => markdown::code(text),
        }
    }

    fn evidence_word(&self, record: &model::Id<model::Record>, field: &str, word: &str) -> String {
        let fields = self.model.records.get(record).map(|r| r.fields.as_slice()).unwrap_or_default();
        match fields.iter().find(|f| f.name == field).map(|f| &f.ty) {
            Some(model::FieldType::Dimension(dimension)) => self.value(dimension, word),
            Some(model::FieldType::Flag) if matches!(word, "yes" | "no") => self.flag(word == "yes").to_owned(),
            None if self.model.dimensions.by_name(field).is_some() => self.value(&model::Id::new(field), word),
            _ if self.is_term(word) => self.short_name(word),
            _ => markdown::code(word),
        }
    }

    fn expected(&self, value: &model::Expr, decimals: Option<u32>) -> String {
        let words = self.cell(value);
        match decimals {
            None => words,
            Some(n) if self.is_french() => format!("{words} (à {n} décimales)"),
            Some(n) => format!("{words} (to {n} decimals)"),
        }
    }

    fn line(&self, e: &model::Expectation) -> Line {
        let what = match &e.what {
            Expected::Term(id) => self.cite(id),
            Expected::Of { what, of } => {
                let of = if self.is_term(of) { self.name(of) } else { markdown::code(of) };
                let joint = self.either("pour", "for");
                format!("{} {joint} {of}", self.name(what))
            }
        };
        let none = || "–".to_owned();
        Line {
            what,
            value: match (&e.is, &e.due) {
                (Some(value), _) => self.expected(value, e.rounded),
                (None, Some(due)) => match due.parse::<jiff::civil::Date>() {
                    Ok(day) if !due.contains('T') => crate::time::print::date(day, self.language),
                    _ => self.evidence_instant(due),
                },
                (None, None) => none(),
            },
            verdict: e.verdict.as_ref().map_or_else(none, |v| self.closed("verdict", v)),
        }
    }
}
