//! Terms of one sort, in the order of the source, found by identity.

use super::term::{HasTerm, Id};
use crate::base::Name;
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Terms of one sort. In JSON, a plain array.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: Vec<T>,
    index: FxHashMap<Name, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), index: FxHashMap::default() }
    }
}

impl<T: HasTerm> Table<T> {
    /// Adds a term. One that is already there under the same identity is kept, and `false` is returned.
    pub fn insert(&mut self, row: T) -> bool {
        let name = row.term().id.clone();
        if self.index.contains_key(&name) {
            return false;
        }
        self.index.insert(name, self.rows.len());
        self.rows.push(row);
        true
    }

    /// The term with this identity.
    #[must_use]
    pub fn get(&self, id: &Id<T>) -> Option<&T> {
        self.by_name(id.as_str())
    }

    /// The term with this name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&T> {
        self.index.get(name).and_then(|&i| self.rows.get(i))
    }

    /// The term with this identity, to change; its identity must stay.
    pub fn get_mut(&mut self, id: &Id<T>) -> Option<&mut T> {
        self.index.get(id.as_str()).and_then(|&i| self.rows.get_mut(i))
    }

    /// All terms, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Takes a term out. It costs as much as there are terms after it.
    pub fn remove(&mut self, id: &Id<T>) {
        let Some(place) = self.index.remove(id.as_str()) else { return };
        self.rows.remove(place);
        for row in self.rows.iter().skip(place) {
            if let Some(place) = self.index.get_mut(&row.term().id) {
                *place -= 1;
            }
        }
    }

    /// All terms, in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<'a, T: HasTerm> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<T: HasTerm> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        let mut table = Self::default();
        for row in iter {
            table.insert(row);
        }
        table
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}
impl<'de, T: HasTerm + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<T>::deserialize(deserializer)?.into_iter().collect())
    }
}
impl<T: JsonSchema> JsonSchema for Table<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("TableOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<T>::json_schema(generator)
    }
}
