//! Which definitions a term rests on: those that it names, and those that these name in turn.

use super::canon::{self, Entry, Sort};
use super::sides::Sides;
use crate::base::Name;
use crate::evaluate::targets;
use rustc_hash::{FxHashMap, FxHashSet};

/// A term by its sort and its name in the newer version.
pub type Key = (Sort, Name);

/// Which definitions a term names, and these in turn.
pub struct Names {
    by_name: FxHashMap<Name, Vec<Key>>,
    named: FxHashMap<Key, Vec<Key>>,
}

impl Names {
    /// The names of both versions.
    pub fn of(sides: &Sides<'_>) -> Self {
        let mut by_name: FxHashMap<Name, Vec<Key>> = FxHashMap::default();
        for entry in sides.old.entries.iter().chain(&sides.new.entries).filter(|entry| entry.sort.defines()) {
            let keys = by_name.entry(entry.id.clone()).or_default();
            let key = (entry.sort, entry.id.clone());
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let mut names = Self { by_name, named: FxHashMap::default() };
        for side in [&sides.old, &sides.new] {
            for entry in &side.entries {
                names.add(entry);
            }
            for commitment in &side.model.commitments {
                let key = (Sort::Commitment, commitment.term.id.clone());
                let mut own: Vec<Key> =
                    commitment.suspended_by.iter().map(|id| (Sort::Exclusion, id.name().clone())).collect();
                let asked = targets::asked(commitment, &side.exceptions);
                own.extend(
                    asked.iter().filter_map(|asked| asked.exception).map(|e| (Sort::Exception, e.term.id.clone())),
                );
                own.extend(side.model.clock.iter().map(|rules| (Sort::Clock, rules.term.id.clone())));
                own.extend(side.model.delays.iter().map(|rules| (Sort::Delays, rules.term.id.clone())));
                names.named.entry(key).or_default().extend(own);
            }
            for exception in &side.model.exceptions {
                for on in &exception.on {
                    for key in names.by_name.get(on).cloned().unwrap_or_default() {
                        let exception = (Sort::Exception, exception.term.id.clone());
                        names.named.entry(key).or_default().push(exception);
                    }
                }
            }
        }
        names
    }

    fn add(&mut self, entry: &Entry<'_>) {
        let mut own: Vec<Key> = Vec::new();
        for value in entry.form.values() {
            canon::words(value, &mut |word| {
                for key in self.by_name.get(word).into_iter().flatten() {
                    if !own.contains(key) && key.1 != entry.id {
                        own.push(key.clone());
                    }
                }
            });
        }
        self.named.entry((entry.sort, entry.id.clone())).or_default().extend(own);
    }

    /// The definitions that have changed and that a term rests on, in order.
    #[must_use]
    pub fn causes(&self, key: &Key, changed: &FxHashSet<Key>) -> Vec<Key> {
        let mut seen: FxHashSet<&Key> = FxHashSet::default();
        let mut open: Vec<&Key> = self.named.get(key).into_iter().flatten().collect();
        let mut causes: Vec<Key> = Vec::new();
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            if changed.contains(next) {
                causes.push(next.clone());
            }
            // What another definition rests on is that one's matter, but for calendars, figures and exceptions.
            if matches!(next.0, Sort::Calendar | Sort::Figure | Sort::Exclusion | Sort::Exception) {
                open.extend(self.named.get(next).into_iter().flatten());
            }
        }
        causes.sort_unstable();
        causes
    }
}
