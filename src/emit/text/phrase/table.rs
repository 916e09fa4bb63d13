//! Tables that the model lays out: decisions, brackets, crossed matrices.

use super::Phrases;
use crate::model::{Decision, Expr, Key, KeyCondition};
use serde::Serialize;

/// A table as rows of cells.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// Its rows: one cell a column.
    pub rows: Vec<Vec<String>>,
}

/// A table that asks two questions, one by row and one by column.
#[derive(Clone, Debug, Serialize)]
pub struct Grid {
    /// What the rows ask.
    pub by_row: String,
    /// What the columns ask.
    pub by_column: String,
    /// The table; its first column holds the answers to the first question.
    pub table: Table,
}

impl Phrases<'_> {
    /// What a key of a decision asks.
    #[must_use]
    pub fn key(&self, key: &Key) -> String {
        match key {
            Key::Dimension(id) => self.short_name(id.as_str()),
            Key::Indicator(id) => self.short_name(id.as_str()),
            Key::Figure(id) => self.short_name(id.as_str()),
            Key::Judged(word) => self.capital(self.attained(*word).without_article()),
        }
    }

    /// What a row asks of a key.
    #[must_use]
    pub fn key_condition(&self, key: &Key, condition: &KeyCondition) -> String {
        match condition {
            KeyCondition::All => self.either("toute valeur", "any value").to_owned(),
            KeyCondition::Within(interval) => self.interval(interval),
            KeyCondition::Around { low, high } => {
                let end = |(value, outside): &(Expr, bool)| (self.cell(value), *outside);
                self.between_ends(low.as_ref().map(end), high.as_ref().map(end))
            }
            KeyCondition::Blank(name) => self.blank(name),
            KeyCondition::Values(values) => {
                let value = |v: &str| match (key, v) {
                    (Key::Dimension(dimension), _) => self.value(dimension, v),
                    (_, "yes") => self.flag(true).to_owned(),
                    (_, "no") => self.flag(false).to_owned(),
                    _ => self.choice(v),
                };
                self.any_of(&values.iter().map(|v| value(v)).collect::<Vec<_>>())
            }
        }
    }

    /// A decision table, one row a case, the outcome last.
    pub fn decision<T>(&self, decision: &Decision<T>, outcome_head: &str, outcome: impl Fn(&T) -> String) -> Table {
        let mut heads: Vec<_> = decision.keys.iter().map(|k| self.key(k)).collect();
        heads.push(outcome_head.to_owned());
        let rows = decision.rows.iter().map(|row| {
            let asked = decision.keys.iter().zip(&row.conditions).map(|(k, c)| self.key_condition(k, c));
            asked.chain([self.outcome(row.outcome.as_ref(), &outcome)]).collect()
        });
        Table { heads, rows: rows.collect() }
    }

    /// A decision with two keys as a matrix; none where its rows do not fill one.
    pub fn grid<T>(&self, decision: &Decision<T>, outcome: impl Fn(&T) -> String) -> Option<Grid> {
        let [first, second] = decision.keys.as_slice() else { return None };
        let (mut down, mut across): (Vec<&KeyCondition>, Vec<&KeyCondition>) = (Vec::new(), Vec::new());
        for row in &decision.rows {
            let [a, b] = row.conditions.as_slice() else { return None };
            if !down.contains(&a) {
                down.push(a);
            }
            if !across.contains(&b) {
                across.push(b);
            }
        }
        if decision.rows.len() != down.len() * across.len() || across.len() < 2 {
            return None;
        }
        let mut rows = Vec::new();
        for a in &down {
            let mut cells = vec![self.key_condition(first, a)];
            for b in &across {
                let row = decision.rows.iter().find(|r| r.conditions.iter().eq([*a, *b]))?;
                cells.push(self.outcome(row.outcome.as_ref(), &outcome));
            }
            rows.push(cells);
        }
        let mut heads = vec![self.key(first)];
        heads.extend(across.iter().map(|b| self.key_condition(second, b)));
        Some(Grid { by_row: self.key(first), by_column: self.key(second), table: Table { heads, rows } })
    }

    fn outcome<T>(&self, outcome: Option<&T>, print: &impl Fn(&T) -> String) -> String {
        outcome.map_or_else(|| self.either("néant", "none").to_owned(), print)
    }

    /// An amount, or a value, in a cell.
    #[must_use]
    pub fn cell(&self, expr: &Expr) -> String {
        match expr {
            Expr::Quantity(q) => self.short_quantity(q),
            other => self.expr(other).plain(),
        }
    }
}
