//! Where the finite dimensions are decided: the ordered ones, and the comparison of the rows that meet.
#![expect(clippy::indexing_slicing, reason = "items and dimensions are numbered by the lists that they index")]

use super::cut::{Cutter, Meeting, PARTS};
use super::merge::Part;
use super::{Place, Values};
use crate::kernel::line::{Cut, Interval};
use std::collections::BTreeSet;

impl<V: Ord + Clone> Cutter<'_, V> {
    /// Decides the ordered dimensions one after the other, at a leaf of the finite ones.
    pub fn sweep(&mut self, items: &[usize], spans: &mut Vec<Interval<V>>) {
        self.steps += items.len() as u64;
        if self.steps > self.work {
            self.complete = false;
            return;
        }
        let Some(domain) = self.space.domains.get(spans.len()) else {
            let rows = &items[..items.partition_point(|&item| item < self.rows)];
            match rows {
                [] => self.hole(spans.clone()),
                [row] => self.wins[*row] = true,
                _ => self.judge(rows, spans),
            }
            return;
        };
        let mut events: Vec<(Cut<V>, bool, usize)> = Vec::new();
        let mut held: BTreeSet<usize> = BTreeSet::new();
        for &item in items {
            if let Some(span) = self.span(item, spans.len()) {
                events.push((span.from, true, item));
                events.push((span.to, false, item));
            } else {
                held.insert(item);
            }
        }
        events.sort_unstable();
        let mut from = &domain.from;
        for here in events.chunk_by(|(a, ..), (b, ..)| a == b) {
            self.stretch(&held, Interval::new(from.clone(), here[0].0.clone()), spans);
            for (_, begins, item) in here {
                if *begins {
                    held.insert(*item);
                } else {
                    held.remove(item);
                }
            }
            from = &here[0].0;
        }
        self.stretch(&held, Interval::new(from.clone(), domain.to.clone()), spans);
    }

    fn stretch(&mut self, held: &BTreeSet<usize>, span: Interval<V>, spans: &mut Vec<Interval<V>>) {
        if !span.is_empty() && !held.is_empty() {
            spans.push(span);
            self.sweep(&held.iter().copied().collect::<Vec<_>>(), spans);
            spans.pop();
        }
    }

    /// The rows of a part without those that another row overrides in all of it, if there are any.
    ///
    /// A row that is overridden may still override others: it is kept for as long as one of these is there.
    pub fn without_overridden(&mut self, rows: &[usize]) -> Option<Vec<usize>> {
        if !self.mark_overridden(rows, |cutter, row| cutter.covers(row)) {
            return None;
        }
        let stays = |&row: &usize| {
            self.beaten[row] != self.judged
                || self.overrides[row].iter().any(|&other| self.present[other] == self.judged)
        };
        Some(rows.iter().copied().filter(stays).collect())
    }

    /// Marks as beaten those of `rows` that one of them overrides, where `counts` holds for it; whether there are any.
    fn mark_overridden(&mut self, rows: &[usize], counts: impl Fn(&Self, usize) -> bool) -> bool {
        self.judged += 1;
        let now = self.judged;
        for &row in rows {
            self.present[row] = now;
        }
        let mut found = false;
        for &row in rows {
            if self.overrides[row].is_empty() || !counts(self, row) {
                continue;
            }
            let overrides = &self.overrides[row];
            self.steps += overrides.len().min(rows.len()) as u64;
            if overrides.len() <= rows.len() {
                for &other in overrides.iter().filter(|&&other| self.present[other] == now) {
                    self.beaten[other] = now;
                    found = true;
                }
            } else {
                for &other in rows.iter().filter(|other| overrides.binary_search(other).is_ok()) {
                    self.beaten[other] = now;
                    found = true;
                }
            }
        }
        found
    }

    /// Compares rows that all hold in one place.
    fn judge(&mut self, rows: &[usize], spans: &[Interval<V>]) {
        self.mark_overridden(rows, |_, _| true);
        let mut standing = rows.iter().copied().filter(|&row| self.beaten[row] != self.judged);
        let Some(first) = standing.next() else { return };
        let others: Vec<_> = standing.collect();
        self.wins[first] = true;
        for second in others {
            self.wins[second] = true;
            self.meet(first, second, spans);
        }
    }

    fn meet(&mut self, first: usize, second: usize, spans: &[Interval<V>]) {
        let values = self.path.iter().map(|class| class.as_ref().map_or(0, |class| class.first));
        let cells = self.path.iter().zip(&self.space.sizes).fold(1_u128, |product, (class, &size)| {
            product.saturating_mul(class.as_ref().map_or(size, |class| class.count).into())
        });
        let found = &mut self.meetings[usize::from(self.answers[first] == self.answers[second])];
        let leaf = self.leaves;
        if let Some(known) = found.get_mut(&(first, second)) {
            if known.leaf != leaf {
                known.leaf = leaf;
                known.cells = known.cells.saturating_add(cells);
                if values.clone().lt(known.at.values.iter().copied()) {
                    known.at = Place { values: values.collect(), spans: spans.to_vec() };
                }
            }
        } else {
            let at = Place { values: values.collect(), spans: spans.to_vec() };
            found.insert((first, second), Meeting { at, cells, leaf });
        }
    }

    pub fn hole(&mut self, spans: Vec<Interval<V>>) {
        if self.parts.len() == PARTS {
            self.complete = false;
            return;
        }
        let values = self.path.iter().map(|class| class.as_ref().map_or(Values::All, |class| class.values.clone()));
        self.parts.push(Part { values: values.collect(), spans });
    }
}
