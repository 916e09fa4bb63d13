//! Tiers: their tables as they are written, and one clause a commitment.

use super::Clause;
use super::scope::{Fact, Held};
use crate::base::Name;
use crate::emit::text::phrase::{Phrases, Table};
use crate::model::{self, HasTerm, Id, TierTable};
use crate::quantity::Rational;
use serde::Serialize;

/// What is promised.
#[derive(Clone, Debug, Serialize)]
pub struct Levels {
    /// The sets of commitments.
    pub levels: Vec<Level>,
}

/// A set of commitments.
#[derive(Clone, Debug, Serialize)]
pub struct Level {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Who owes it.
    pub debtor: String,
    /// To whom.
    pub creditor: String,
    /// Whether the debtor signs the contract.
    pub debtor_signs: bool,
    /// Who measures, where a commitment names no one.
    pub measurer: Option<String>,
    /// The level that it copies.
    pub extends: Option<String>,
    /// The levels that it is declared to be better than.
    pub above: Vec<String>,
    /// « lorsque … »: which contracts or services it is for.
    pub when: Option<String>,
    /// The services that are held to it.
    pub services: Vec<Held>,
    /// Its tables, as people sign them. Each cell cites its clause.
    pub tables: Vec<Table>,
    /// What is promised, one clause each.
    pub commitments: Vec<Commitment>,
}

/// What is promised in one cell.
#[derive(Clone, Debug, Serialize)]
pub struct Commitment {
    /// Number, anchor and name.
    #[serde(flatten)]
    pub clause: Clause,
    /// Who owes it.
    pub debtor: String,
    /// To whom.
    pub creditor: String,
    /// What is measured, with its clause.
    pub indicator: String,
    /// The form of the indicator: `duration`, `time-ratio` …
    pub form: String,
    /// Which cases or services; none: all.
    pub scope: Option<String>,
    /// The bound in words; none: no commitment is made, on purpose.
    pub target: Option<String>,
    /// « d’au moins … », `at least …`: the bound after a verb.
    pub target_of: Option<String>,
    /// What is aimed at beyond it.
    pub goal: Option<String>,
    /// Whether all cases must meet the bound.
    pub quota_all: bool,
    /// The share of cases that must meet the bound.
    pub quota: Option<String>,
    /// The least number of cases for a verdict.
    pub sample: Option<String>,
    /// The clause that says what a period with fewer cases counts as.
    pub too_few: Option<String>,
    /// One verdict for each of these.
    pub for_each: Option<String>,
    /// « selon le calendrier … »: over which instants it counts.
    pub calendar: Option<String>,
    /// Who measures.
    pub measurer: Option<String>,
    /// `means` or `result`.
    pub obligation: Option<String>,
    /// The exclusions that suspend it.
    pub suspended_by: String,
    /// The commitment that it is a copy of.
    pub inherited: Option<String>,
    /// The commitments that it replaces.
    pub overrides: Vec<String>,
    /// Facts about the objective.
    pub facts: Vec<Fact>,
}

impl Phrases<'_> {
    /// Article of the levels.
    #[must_use]
    pub fn levels(&self) -> Levels {
        Levels { levels: self.model.tiers.iter().map(|t| self.level(t)).collect() }
    }

    fn level(&self, tier: &model::Tier) -> Level {
        let (held, promised) = (self.attached.holders(&tier.term.id), self.attached.commitments(&tier.term.id));
        let signs = |id: &Id<model::Party>| self.model.parties.get(id).is_some_and(model::Party::signs);
        Level {
            clause: self.clause(tier.term()),
            debtor: self.party(&tier.debtor).plain(),
            creditor: self.party(&tier.creditor).plain(),
            debtor_signs: signs(&tier.debtor),
            measurer: tier.measurer.as_ref().map(|a| self.actor(a).plain()),
            extends: tier.extends.as_ref().map(|t| self.cite(t.as_str())),
            above: tier.above.iter().map(|t| self.cite(t.as_str())).collect(),
            when: tier.when.as_ref().map(|c| self.when(c)),
            services: held.iter().map(|(s, h)| self.held(h, &s.term.id)).collect(),
            tables: tier.tables.iter().map(|t| self.tier_table(t)).collect(),
            commitments: promised.iter().map(|c| self.commitment(c)).collect(),
        }
    }

    fn commitment(&self, c: &model::Commitment) -> Commitment {
        let form = self.model.indicators.get(&c.indicator).map(|i| i.form);
        Commitment {
            clause: Clause { title: self.commitment_title(c), ..self.clause(c.term()) },
            debtor: self.party(&c.debtor).plain(),
            creditor: self.party(&c.creditor).plain(),
            indicator: self.cite(c.indicator.as_str()),
            form: match form {
                Some(model::Form::TimeRatio) => "time-ratio",
                Some(model::Form::CountRatio) => "count-ratio",
                Some(model::Form::SlotRatio) => "slot-ratio",
                Some(model::Form::Duration) => "duration",
                Some(model::Form::Value) | None => "value",
            }
            .to_owned(),
            scope: self.scope(&c.scope),
            target: c.target.as_ref().map(|b| self.bound(b)),
            target_of: c.target.as_ref().map(|b| {
                let bound = self.bare(self.bound(b));
                if self.is_french() { bound.of() } else { bound.plain() }
            }),
            goal: c.goal.as_ref().map(|q| self.length(q, None)),
            quota_all: c.quota.as_ref().is_some_and(|q| q.base() == Rational::one()),
            quota: c.quota.as_ref().map(|q| self.quantity(q)),
            sample: c.sample.map(|n| self.cases(n)),
            too_few: self.model.assessment.as_ref().map(|a| self.cite(&a.term.id)),
            for_each: c.window.as_ref().map(|w| self.each(w)),
            calendar: c.calendar.as_ref().map(|s| self.during(s)),
            measurer: c.measurer.as_ref().map(|a| self.actor(a).plain()),
            obligation: c.obligation.as_ref().map(ToString::to_string),
            suspended_by: self.cite_any(c.suspended_by.iter().map(Id::as_str)),
            inherited: c.inherited.as_ref().map(|id| self.cite(id)),
            overrides: c.overrides.iter().map(|id| self.cite(id)).collect(),
            facts: self.facts(&c.facts),
        }
    }

    fn tier_table(&self, table: &TierTable) -> Table {
        let rows: Vec<Vec<&model::Commitment>> = table
            .rows
            .iter()
            .map(|ids| ids.iter().filter_map(|id| self.model.commitments.get(id)).collect::<Vec<_>>())
            .filter(|row: &Vec<_>| !row.is_empty())
            .collect();
        // The label of an objective stands in its first column already.
        let columns: Vec<&Name> = table.columns.iter().filter(|column| *column != "label").collect();
        Table {
            heads: columns.iter().map(|c| self.tier_head(c, &rows)).collect(),
            rows: rows.iter().map(|row| columns.iter().map(|c| self.tier_cell(c, row)).collect()).collect(),
        }
    }

    fn tier_head(&self, column: &Name, rows: &[Vec<&model::Commitment>]) -> String {
        let crossed = column.split_once('\\').map(|(down, across)| (down.trim(), across.trim()));
        if let Some((down, across)) = crossed {
            return format!("{} / {}", self.short_name(down), self.short_name(across));
        }
        if let Some((dimension, value)) = column.split_once(' ').filter(|(dimension, _)| self.is_dimension(dimension)) {
            return self.capital(&self.value(&Id::new(Name::from(dimension)), value));
        }
        let value = || {
            let of = rows.iter().flatten().flat_map(|c| &c.scope.dimensions);
            of.into_iter()
                .find(|(_, values)| values.contains(column))
                .map(|(dimension, _)| self.value(dimension, column))
        };
        let head =
            if self.is_term(column) { self.short_name(column) } else { value().unwrap_or_else(|| self.field(column)) };
        self.capital(&head)
    }

    fn tier_cell(&self, column: &Name, row: &[&model::Commitment]) -> String {
        let nothing = || self.either("sans objet", "not applicable").to_owned();
        let Some(first) = row.first() else { return nothing() };
        let down = column.split_once('\\').map_or(column.as_str(), |(down, _)| down.trim());
        let gap = |term: &Name| self.gap_in(term, down);
        let none = || gap(&first.term.id).or_else(|| gap(first.tier.name())).unwrap_or_else(nothing);
        let short = |q: &Option<model::Quantity>| q.as_ref().map_or_else(none, |q| self.short_quantity(q));
        match down {
            "objective" => self.commitment_title(first),
            "indicator" => self.short_name(first.indicator.as_str()),
            "target" => self.target_cell(first),
            "quota" => short(&first.quota),
            "goal" => short(&first.goal),
            "sample" => first.sample.map_or_else(none, |n| self.count(n)),
            "each" => first.window.as_ref().map_or_else(none, |w| self.each(w)),
            "during" => first.calendar.as_ref().map_or_else(none, |c| self.short_during(c)),
            "measured by" => first.measurer.as_ref().map_or_else(none, |a| self.short_actor(a)),
            "obligation" => first.obligation.as_deref().map_or_else(none, |w| self.closed("obligation", w)),
            "for" => self.short_scope(&first.scope),
            "from" => first.term.validity.from.map_or_else(none, |d| self.date(d)),
            "until" => first.term.validity.until.map_or_else(none, |d| self.last_day(d)),
            name if name.split_once(' ').is_some_and(|(dimension, _)| self.is_dimension(dimension)) => {
                let crossed = row.iter().find(|c| {
                    let mut own = c.scope.dimensions.iter();
                    own.any(|(d, values)| values.iter().any(|value| name == format!("{d} {value}")))
                });
                crossed.map_or_else(nothing, |c| self.target_cell(c))
            }
            name => {
                let of_indicator =
                    row.iter().find(|c| c.indicator.as_str() == name || c.objective.as_deref() == Some(name));
                let of_value =
                    row.iter().find(|c| c.scope.dimensions.iter().any(|(_, values)| values.iter().any(|v| v == name)));
                let own = first.scope.dimensions.iter().find(|(d, _)| d.as_str() == name);
                let fact = first.facts.iter().find(|(n, _)| n == name);
                match (of_indicator, own, fact, of_value) {
                    (Some(c), ..) => self.target_cell(c),
                    (None, Some((d, values)), ..) => self.values(d, values),
                    (None, None, Some((_, value)), _) => self.cell(value),
                    (None, None, None, Some(c)) => self.target_cell(c),
                    (None, None, None, None) if gap(&first.term.id).is_some() => none(),
                    (None, None, None, None)
                        if row.iter().any(|c| c.target.is_some()) && self.model.dimensions.by_name(name).is_some() =>
                    {
                        self.either("toute valeur", "any value").to_owned()
                    }
                    _ => none(),
                }
            }
        }
    }

    fn is_dimension(&self, name: &str) -> bool {
        self.model.dimensions.by_name(name).is_some()
    }

    /// A target with the number of its clause.
    fn target_cell(&self, c: &model::Commitment) -> String {
        let target = c.target.as_ref().map(|b| self.short_bound(b));
        let target = target.unwrap_or_else(|| self.either("aucun engagement", "no commitment").to_owned());
        match self.numbering.clause(&c.term.id) {
            Some(number) => format!("{target} ({number})"),
            None => target,
        }
    }
}
